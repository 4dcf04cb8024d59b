"""An issue of a round: the notice with its fixed expiry, to whom it went, and when each Party was served by it."""

import datetime as dt
import enum
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dialogue.domain.base import Base, words
from dialogue.domain.notices import Dispatch, Notice
from dialogue.domain.organisations import Organisation
from dialogue.domain.people import Person
from dialogue.domain.silence.entries import Entry, EntryKind
from dialogue.domain.working_days import Recorded


class Part(enum.StrEnum):
    """As what a person was told."""

    CO_CHAIR = "co-chair"
    ENTITLED = "entitled"
    SECRETARY = "secretary"


SPEAKS = (Part.CO_CHAIR, Part.ENTITLED)  # for a Party


@dataclass(frozen=True, slots=True)
class Recipient:
    """To whom an issue is addressed, and as what."""

    person: Person
    part: Part

    @property
    def party(self) -> Organisation:
        return self.person.organisation


class Issue(Base):
    """A round that is held may be issued again: a new notice, a later expiry, a full new period (practice §0.4).
    `expires_at` is what the notice says and never moves; an extension is an entry of its own. Downtime that the notice
    announces does not count against the service."""

    __tablename__ = "circulation_issues"
    __table_args__ = (UniqueConstraint("circulation_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    circulation_id: Mapped[int] = mapped_column(ForeignKey("circulations.id"), init=False)
    number: Mapped[int]
    issued_at: Mapped[dt.datetime]
    issued_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"), init=False)
    expires_at: Mapped[dt.datetime]
    down_since: Mapped[dt.datetime | None] = mapped_column(default=None)
    down_until: Mapped[dt.datetime | None] = mapped_column(default=None)

    days_off: Mapped[str] = mapped_column(default="")

    issued_by: Mapped[Person] = relationship()
    deliveries: Mapped[list["Delivery"]] = relationship(
        default_factory=list, cascade="all, delete-orphan", order_by="Delivery.id"
    )

    @property
    def down(self) -> tuple[dt.datetime, dt.datetime] | None:
        """The downtime that the notice announces, from and until."""
        return None if self.down_since is None or self.down_until is None else (self.down_since, self.down_until)

    @property
    def working_days(self) -> Recorded:
        """The days that count in this period: as they were known when its expiry was fixed, so that no calendar that
        is corrected later, nor a newer list of holidays, alters what became of the round."""
        return Recorded.read(self.days_off)

    def to(self, party: Organisation, *parts: Part) -> list["Delivery"]:
        return [d for d in self.deliveries if d.party.id == party.id and d.part in parts]

    def was_told(self, person: Person, *parts: Part) -> bool:
        """As one of these, and for the Party that the person is still of: nobody takes a voice along to another."""
        return any(d.person.id == person.id for d in self.to(person.organisation, *parts))

    def served_at(self, party: Organisation, entries: Iterable[Entry]) -> dt.datetime | None:
        """When the Party was served by this issue (practice §0.3): its co-chair's and its secretary's mail both
        accepted, or an entitled person's acknowledgement, or a record of delivery by hand once the other side's
        secretary has seen it. None: not yet. A mail written to a file serves nobody."""
        ways = [self._by_mail(party), *_by_word(party, self._own(entries))]
        return min((at for at in ways if at is not None), default=None)

    def _by_mail(self, party: Organisation) -> dt.datetime | None:
        chair = _first_accepted(self.to(party, Part.CO_CHAIR))
        secretary = _first_accepted(self.to(party, Part.SECRETARY))
        return None if chair is None or secretary is None else max(chair, secretary)

    def undelivered(self, entries: Iterable[Entry]) -> list["Delivery"]:
        """Entitled persons whose mail was refused or came back, and who were not served another way; nor has their
        Party's co-chair or secretary acknowledged."""
        known = list(entries)
        failed = [d for d in self.deliveries if d.part in SPEAKS and d.failed_at is not None]
        return [d for d in failed if self.made_good_at(d, known) is None]

    def made_good_at(self, delivery: "Delivery", entries: Iterable[Entry]) -> dt.datetime | None:
        """When that person was served another way than by mail, or their co-chair or secretary acknowledged; None: not
        yet."""
        own = self._own(entries)
        speak = {delivery.person.id, *(d.person.id for d in self.to(delivery.party, Part.CO_CHAIR, Part.SECRETARY))}
        told = [e.at for e in own if e.kind is EntryKind.ACKNOWLEDGED and e.person and e.person.id in speak]
        handed = (e for e in own if e.kind is EntryKind.HAND_DELIVERY and e.to and e.to.id == delivery.person.id)
        seen = (_seen_at(e, own) for e in handed)
        return min((*told, *(at for at in seen if at is not None)), default=None)

    def _own(self, entries: Iterable[Entry]) -> list[Entry]:
        return [e for e in entries if e.issue == self.number]


class Delivery(Base):
    """One person to whom an issue was addressed, by the notice that carried it."""

    __tablename__ = "circulation_deliveries"
    __table_args__ = (UniqueConstraint("issue_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    issue_id: Mapped[int] = mapped_column(ForeignKey("circulation_issues.id"), init=False)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), init=False, index=True)
    party_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), init=False)
    notice_id: Mapped[int | None] = mapped_column(ForeignKey("notices.id"), init=False)
    part: Mapped[Part] = mapped_column(words(Part))
    opened_at: Mapped[dt.datetime | None] = mapped_column(init=False, default=None)

    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True)
    party: Mapped[Organisation] = relationship(lazy="joined", innerjoin=True)
    notice: Mapped[Notice | None] = relationship(lazy="joined", default=None)

    def opened(self, *, at: dt.datetime) -> None:
        """The person has opened the round for the first time; no rule reads it."""
        self.opened_at = self.opened_at or at

    @property
    def accepted_at(self) -> dt.datetime | None:
        return self.notice.accepted_at if self.notice else None

    @property
    def failed_at(self) -> dt.datetime | None:
        return self.notice.failed_at if self.notice else None


def address(issue: Issue, dispatch: Dispatch) -> None:
    """Tie each delivery to the notice that carries it."""
    carried = {notice.recipient.id: notice for notice in dispatch.notices}
    for delivery in issue.deliveries:
        delivery.notice = carried[delivery.person.id]


def _first_accepted(deliveries: Iterable[Delivery]) -> dt.datetime | None:
    return min((d.accepted_at for d in deliveries if d.accepted_at is not None and d.failed_at is None), default=None)


def _by_word(party: Organisation, entries: Sequence[Entry]) -> list[dt.datetime | None]:
    acknowledged: list[dt.datetime | None] = [
        e.at for e in entries if e.kind is EntryKind.ACKNOWLEDGED and e.entitled and _is_of(e, party)
    ]
    handed = [_seen_at(e, entries) for e in entries if e.kind is EntryKind.HAND_DELIVERY and _is_of(e, party)]
    return acknowledged + handed


def _seen_at(delivery: Entry, entries: Iterable[Entry]) -> dt.datetime | None:
    """When the other secretary saw the record; from then on it counts."""
    return min((e.at for e in entries if e.kind is EntryKind.HAND_DELIVERY_SEEN and e.about is delivery), default=None)


def _is_of(entry: Entry, party: Organisation) -> bool:
    return entry.party is not None and entry.party.id == party.id
