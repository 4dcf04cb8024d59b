"""What is given to a text of minutes by its hash: sign-offs, approvals, and the release of each edition by both
sides."""

import datetime as dt
import enum

from sqlalchemy import ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dialogue.domain.base import Base, Refused, words
from dialogue.domain.editions import Level, MinutesSheet, keep, restore
from dialogue.domain.organisations import Organisation
from dialogue.domain.people import Person


class WordOn(enum.StrEnum):
    TEXT = "sign-off"
    PERIOD = "period"


class MinutesWord(Base):
    """What one Party's secretary says to something of this hash; it counts when both have said it."""

    __tablename__ = "minutes_sign_offs"
    __table_args__ = (UniqueConstraint("minutes_id", "party_id", "text_hash"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    minutes_id: Mapped[int] = mapped_column(ForeignKey("minutes.id"), init=False)
    word: Mapped[WordOn] = mapped_column(words(WordOn), init=False)
    party_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), init=False)
    signed_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"), init=False)
    signed_at: Mapped[dt.datetime]
    text_hash: Mapped[str]
    note: Mapped[str] = mapped_column(default="")  # what was said with it

    party: Mapped[Organisation] = relationship(lazy="joined", innerjoin=True)
    signed_by: Mapped[Person] = relationship()

    __mapper_args__ = {"polymorphic_on": "word", "polymorphic_abstract": True}


class MinutesSignOff(MinutesWord):
    """To the text."""

    __mapper_args__ = {"polymorphic_identity": WordOn.TEXT}


class Step(enum.StrEnum):
    """What both secretaries agree on of the period for comments."""

    OPENING = "opening"
    EXTENSION = "extension"
    EARLY_CLOSE = "early close"


class PeriodWord(MinutesWord):
    """To when comments open, go on, or end early; `settled_at`: when the other side had said the same."""

    step: Mapped[Step | None] = mapped_column(words(Step), default=None)
    until: Mapped[dt.datetime | None] = mapped_column(default=None)
    settled_at: Mapped[dt.datetime | None] = mapped_column(init=False, default=None)

    __mapper_args__ = {"polymorphic_identity": WordOn.PERIOD}


class MinutesApproval(Base):
    """One co-chair's approval of the final draft, by its hash."""

    __tablename__ = "minutes_approvals"
    __table_args__ = (UniqueConstraint("minutes_id", "party_id", "text_hash"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    minutes_id: Mapped[int] = mapped_column(ForeignKey("minutes.id"), init=False)
    party_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), init=False)
    given_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"), init=False)
    given_at: Mapped[dt.datetime]
    text_hash: Mapped[str]

    party: Mapped[Organisation] = relationship(lazy="joined", innerjoin=True)
    given_by: Mapped[Person] = relationship()


class MinutesEdition(Base):
    """One edition of the approved minutes, kept as it was approved; released when both secretaries have said so."""

    __tablename__ = "minutes_editions"
    __table_args__ = (UniqueConstraint("minutes_id", "level"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    minutes_id: Mapped[int] = mapped_column(ForeignKey("minutes.id"), init=False)
    level: Mapped[Level] = mapped_column(words(Level))
    sheet_kept: Mapped[str] = mapped_column(Text, deferred=True)
    released_at: Mapped[dt.datetime | None] = mapped_column(init=False, default=None)

    consents: Mapped[list["ReleaseConsent"]] = relationship(
        default_factory=list, lazy="selectin", order_by="ReleaseConsent.id", cascade="all, delete-orphan"
    )

    @property
    def sheet(self) -> MinutesSheet:
        sheet: MinutesSheet = restore(MinutesSheet, self.sheet_kept)
        return sheet

    @property
    def is_released(self) -> bool:
        return self.released_at is not None

    def has_consent_of(self, party: Organisation) -> bool:
        return any(c.party.id == party.id for c in self.consents)

    def waits_for(self, party_id: int) -> bool:
        """Whether the other side has consented to the release and this one has not."""
        return not self.is_released and bool(self.consents) and all(c.party_id != party_id for c in self.consents)

    def must_await(self, party: Organisation) -> None:
        if self.is_released:
            raise Refused("This edition has been released already.")
        if self.has_consent_of(party):
            raise Refused("Your side has consented to this release already.")

    def consent(self, *, by: Person, at: dt.datetime) -> bool:
        """One secretary's word for the release. Returns whether it is released now, which is once."""
        self.must_await(by.organisation)
        self.consents.append(ReleaseConsent(party=by.organisation, given_by=by, given_at=at))
        if len({c.party.id for c in self.consents}) < 2:
            return False
        self.released_at = at
        return True


class ReleaseConsent(Base):
    __tablename__ = "minutes_release_consents"
    __table_args__ = (UniqueConstraint("edition_id", "party_id"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    edition_id: Mapped[int] = mapped_column(ForeignKey("minutes_editions.id"), init=False)
    party_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), init=False)
    given_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"), init=False)
    given_at: Mapped[dt.datetime]

    party: Mapped[Organisation] = relationship(lazy="joined", innerjoin=True)
    given_by: Mapped[Person] = relationship()


def kept(sheet: MinutesSheet) -> str:
    return keep(sheet)
