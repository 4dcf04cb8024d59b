"""Objections: whoever sends one, whenever it comes and by whatever way, it is stored and never dropped."""

import datetime as dt
import enum
from collections.abc import Iterable

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dialogue.domain.base import Base, words
from dialogue.domain.organisations import Organisation
from dialogue.domain.people import Person
from dialogue.domain.silence.entries import Entry, EntryKind
from dialogue.domain.text import Prose


class ObjectionKind(enum.StrEnum):
    """Either breaks silence (practice §3.4, after the OSCE)."""

    OBJECTION = "objection"
    AMENDMENT = "amendment"


class Route(enum.StrEnum):
    """How it reached the secretariat."""

    PAGE = "page"
    KEPT = "kept form"  # sent again after its first attempt was turned away; the time is that of the first
    TURNED_AWAY = "turned away"  # its page was old, or it was too large; waits for the sender or the co-chair
    OUTSIDE = "without a sign-in"  # its sender's sign-in had ended, or the account was closed; waits likewise
    SPENT = "without a sign-in, again"  # of an account whose attempt was disowned: it holds nothing
    TELEPHONE = "telephone"
    NOTE = "note"

    @property
    def is_recorded(self) -> bool:
        """By a secretary, for somebody else."""
        return self in (Route.TELEPHONE, Route.NOTE)

    @property
    def was_turned_away(self) -> bool:
        """At the door: an attempt, of which nobody knows whether its sender meant it."""
        return self in (Route.TURNED_AWAY, Route.OUTSIDE, Route.SPENT)


class Objection(Base):
    """`received_at` decides, never the commit: the instant at which it reached the server, or the stated time of a call
    or note. `entitled`: the person was so at circulation or at arrival. `while_held`: it came while the round was held
    and therefore breaks it whatever the expiry was. `after_adoption`: the adoption had been written down before."""

    __tablename__ = "objections"
    __table_args__ = (UniqueConstraint("circulation_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    circulation_id: Mapped[int] = mapped_column(ForeignKey("circulations.id"), init=False)
    number: Mapped[int]
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), init=False)
    party_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), init=False)
    kind: Mapped[ObjectionKind] = mapped_column(words(ObjectionKind))
    text: Mapped[str] = mapped_column(Prose, default="")
    route: Mapped[Route] = mapped_column(words(Route))
    received_at: Mapped[dt.datetime]
    recorded_at: Mapped[dt.datetime]
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), init=False)
    entitled: Mapped[bool]
    while_held: Mapped[bool] = mapped_column(default=False)
    after_adoption: Mapped[bool] = mapped_column(default=False)
    issue: Mapped[int] = mapped_column(default=0)  # the number of the issue in force when it came

    person: Mapped[Person] = relationship(foreign_keys=[person_id], lazy="joined", innerjoin=True)
    party: Mapped[Organisation] = relationship(foreign_keys=[party_id], lazy="joined", innerjoin=True)
    recorded_by: Mapped[Person | None] = relationship(foreign_keys=[recorded_by_id], default=None)

    def arrived_by(self, expires_at: dt.datetime) -> bool:
        """Whether it was in time (practice §0.1): the boundary favours the objector; and whatever comes while the round
        is held breaks it (§0.4)."""
        return self.while_held or self.received_at <= expires_at

    def counts(self, entries: Iterable[Entry]) -> bool:
        """Whether it speaks for its Party: from an entitled person who was signed in, or confirmed by its co-chair."""
        spoken = self.entitled and not self.route.was_turned_away
        return spoken or bool(self.told(EntryKind.CONFIRMED, entries))

    def is_disowned(self, entries: Iterable[Entry]) -> bool:
        """Whether its co-chair has said that it does not speak for the Party. Said of one attempt without a sign-in,
        it is said of all that the same account had made by then: a lost laptop is answered once."""
        return self.route is Route.SPENT or any(e.kind is EntryKind.DISOWNED and self._answered_by(e) for e in entries)

    def _answered_by(self, entry: Entry) -> bool:
        other = entry.objection
        if other is None or other is self:
            return other is self
        outside = self.route is Route.OUTSIDE and other.route is Route.OUTSIDE
        return outside and other.person.id == self.person.id and self.recorded_at <= entry.at

    def is_open(self, entries: Iterable[Entry]) -> bool:
        """Whether somebody has still to say if it speaks for its Party."""
        mine = list(entries)
        return not self.counts(mine) and not self.is_disowned(mine)

    def is_ruled_in(self, entries: Iterable[Entry]) -> bool:
        return bool(self.told(EntryKind.RULED_IN, entries))

    def ruled_out_at(self, entries: Iterable[Entry]) -> dt.datetime | None:
        """When the second of both secretaries had recorded why it was not in time; None: not both."""
        first: dict[int, dt.datetime] = {}
        for entry in self.told(EntryKind.RULED_OUT, entries):
            if entry.party is not None:
                first.setdefault(entry.party.id, entry.at)
        return max(first.values()) if len(first) == 2 else None

    def told(self, kind: EntryKind, entries: Iterable[Entry]) -> list[Entry]:
        """The entries of this kind that are about this objection, the oldest first."""
        return [e for e in entries if e.kind is kind and e.objection is self]
