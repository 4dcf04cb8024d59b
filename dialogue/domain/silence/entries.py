"""The record of a round: what people said and did on it, beside objecting. Entries are added and never changed."""

import datetime as dt
import enum
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dialogue.domain.base import Base, words
from dialogue.domain.organisations import Organisation
from dialogue.domain.people import Person
from dialogue.domain.text import Prose


class EntryKind(enum.StrEnum):
    # on the method, before there is a round
    METHOD_CONSENT = "consents to the method"
    METHOD_OBJECTION = "objects to the method"
    # on the round
    EXTENSION = "extends"
    WITHDRAWAL = "withdraws"
    SUPERSEDED = "the text changed"
    # on service
    ACKNOWLEDGED = "acknowledges receipt"
    HAND_DELIVERY = "delivered by hand"
    HAND_DELIVERY_SEEN = "has seen the delivery"
    # on who can answer for a Party
    LETS_GO = "lets a voice go"
    VOICE_LOST = "loses a voice"
    VOICELESS = "has nobody left to answer"
    # on the text; none of these breaks silence
    CONSENSUS = "joins consensus"
    STATEMENT = "statement"
    RESERVATION = "reservation"
    SCRUTINY = "asks for scrutiny"
    COMMENT = "comment"
    ANSWER = "answer"
    # the ways out of a hold
    NO_OBJECTION = "does not object"
    SENT_NONE = "sent no objection"
    RELEASE = "releases"
    # on an objection
    CONFIRMED = "confirms the objection"
    DISOWNED = "disowns the objection"
    RULED_OUT = "rules out the objection"
    RULED_IN = "rules in the objection"
    OBJECTION_WITHDRAWN = "withdraws the objection"
    RECORD_SEEN = "has seen the objection"


VOICES = frozenset(
    {EntryKind.CONSENSUS, EntryKind.STATEMENT, EntryKind.RESERVATION, EntryKind.SCRUTINY, EntryKind.COMMENT}
)
ATTACHED = frozenset({EntryKind.STATEMENT, EntryKind.RESERVATION})  # go with the text as its annex


class Entry(Base):
    """`party` is the one for which it is said. `until` is the new expiry of an extension, or the stated time of a
    delivery; `to` is who was handed the paper, or whose voice it is; `about` and `objection` are what it answers."""

    __tablename__ = "circulation_entries"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    circulation_id: Mapped[int] = mapped_column(ForeignKey("circulations.id"), init=False, index=True)
    kind: Mapped[EntryKind] = mapped_column(words(EntryKind))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), init=False)
    party_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"), init=False)
    to_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), init=False)
    objection_id: Mapped[int | None] = mapped_column(ForeignKey("objections.id"), init=False)
    about_id: Mapped[int | None] = mapped_column(ForeignKey("circulation_entries.id"), init=False)
    issue: Mapped[int] = mapped_column(default=0)  # the number of the issue in force when it was made
    entitled: Mapped[bool] = mapped_column(default=False)
    at: Mapped[dt.datetime]
    text: Mapped[str] = mapped_column(Prose, default="")
    until: Mapped[dt.datetime | None] = mapped_column(default=None)

    person: Mapped[Person | None] = relationship(foreign_keys=[person_id], lazy="joined")
    party: Mapped[Organisation | None] = relationship(foreign_keys=[party_id], lazy="joined")
    to: Mapped[Person | None] = relationship(foreign_keys=[to_id], default=None)
    objection: Mapped[Any] = relationship("Objection", foreign_keys=[objection_id], default=None)
    about: Mapped["Entry | None"] = relationship(remote_side="Entry.id", default=None)
