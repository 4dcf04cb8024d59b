"""Mandates: what gives somebody a power, or touches the account of whoever has one, and takes two persons' word.

One person proposes it, another of those who were asked says yes; until then nothing has changed. Only while there is
nobody to ask yet, one sets up alone: that is a mandate too, and says so."""

import datetime as dt
import enum
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Column, ColumnElement, ForeignKey, Select, Table, and_, or_, select
from sqlalchemy.orm import Mapped, aliased, mapped_column, relationship

from dialogue.domain.base import Base, Refused, Stale, words
from dialogue.domain.delegations import Participant
from dialogue.domain.flow import Flow
from dialogue.domain.organisations import Organisation
from dialogue.domain.people import AccountState, Person, may_hold

LASTS = dt.timedelta(days=7)


class MandateKind(enum.StrEnum):
    """What is done; the word stands in addresses and in the log."""

    PARTICULARS = "particulars"  # standing role, organisation, address: of these what is new
    PASSWORD = "password"  # noqa: S105  # a word of an address
    FACTORS = "factors"
    CLOSE = "close"
    REOPEN = "reopen"
    VOICE = "voice"  # a written authority to speak for a Party
    SEAT = "seat"  # a seat that speaks for a Party or names its people, by one who named it too


OF_A_SEAT = frozenset({MandateKind.VOICE, MandateKind.SEAT})
OF_AN_ACCOUNT = frozenset(
    {MandateKind.PASSWORD, MandateKind.FACTORS, MandateKind.CLOSE, MandateKind.REOPEN}
)  # they say nothing but whose it is


class MandateState(enum.StrEnum):
    PROPOSED = "proposed"
    IN_FORCE = "in force"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


FLOW = Flow({MandateState.PROPOSED: {MandateState.IN_FORCE, MandateState.DECLINED, MandateState.WITHDRAWN}})

ASKED = Table(
    "mandates_asked",
    Base.metadata,
    Column("mandate_id", ForeignKey("mandates.id"), primary_key=True),
    Column("person_id", ForeignKey("people.id"), primary_key=True),
)


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be done. Of particulars those alone that change: empty or None stays as it is."""

    kind: MandateKind
    person: Person
    seat: Participant | None = None
    authority: str = ""
    email: str = ""
    organisation: Organisation | None = None
    standing: AccountState | None = None

    @property
    def is_nothing(self) -> bool:
        """Whether of the particulars none is new."""
        new = self.email or self.organisation is not None or self.standing is not None
        return self.kind is MandateKind.PARTICULARS and not new


class Mandate(Base):
    """`asked` are those whose word counts, as they were when it was proposed. `proposed_by` nobody: whoever runs the
    machine. In force without a `second`: set up alone. The versions tell whether its subject is still what it was."""

    __tablename__ = "mandates"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    kind: Mapped[MandateKind] = mapped_column(words(MandateKind))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), init=False, index=True)
    person_version: Mapped[int]
    seat_id: Mapped[int | None] = mapped_column(ForeignKey("participants.id"), init=False, index=True)
    seat_version: Mapped[int | None]
    authority: Mapped[str]
    email: Mapped[str]
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"), init=False)
    standing: Mapped[AccountState | None] = mapped_column(words(AccountState))
    why: Mapped[str]
    proposed_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), init=False)
    proposed_at: Mapped[dt.datetime] = mapped_column(index=True)
    state: Mapped[MandateState] = mapped_column(words(MandateState), init=False, default=MandateState.PROPOSED)
    second_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), init=False)
    answered_at: Mapped[dt.datetime | None] = mapped_column(init=False, default=None)
    reason: Mapped[str] = mapped_column(init=False, default="")
    version: Mapped[int] = mapped_column(init=False)

    person: Mapped[Person] = relationship(foreign_keys=[person_id], lazy="joined", innerjoin=True)
    seat: Mapped[Participant | None] = relationship(foreign_keys=[seat_id])
    organisation: Mapped[Organisation | None] = relationship(foreign_keys=[organisation_id])
    proposed_by: Mapped[Person | None] = relationship(foreign_keys=[proposed_by_id])
    second: Mapped[Person | None] = relationship(foreign_keys=[second_id], init=False, default=None)
    asked: Mapped[list[Person]] = relationship(secondary=ASKED, order_by=Person.id)

    __mapper_args__ = {"version_id_col": version}

    @property
    def session_id(self) -> None:
        """It belongs to no session's papers, though a seat may be one of a session."""

    @property
    def order(self) -> Order:
        return Order(self.kind, self.person, self.seat, self.authority, self.email, self.organisation, self.standing)

    @property
    def expires_at(self) -> dt.datetime:
        return self.proposed_at + LASTS

    @property
    def is_of_a_seat(self) -> bool:
        return self.kind in OF_A_SEAT

    @property
    def is_in_force(self) -> bool:
        return self.state is MandateState.IN_FORCE

    @property
    def party(self) -> Organisation | None:
        """Whose business alone it is until it is in force: the Party that a seat is of."""
        return self.seat.delegation.organisation if self.seat is not None else None

    def is_open(self, at: dt.datetime) -> bool:
        return self.state is MandateState.PROPOSED and at < self.expires_at and self._is_as_it_was()

    def may_be_answered(self, at: dt.datetime) -> None:
        """Refused: what has an answer, or is too old. Stale: what is about another state of things by now."""
        FLOW.move(self.state, MandateState.IN_FORCE)
        if at >= self.expires_at:
            raise Refused("Nobody has given a second word within a week. Please propose it anew.")
        if not self._is_as_it_was():
            raise Stale("%(name)s’s account or seat has changed since this was proposed. Please propose it anew.",
                        name=self.person.name)  # fmt: skip

    def confirm(self, *, by: Person, at: dt.datetime) -> None:
        """The second word. Refused: from whoever proposed it, from whom it is about, from anybody who was not asked."""
        self.may_be_answered(at)
        self._is_asked(by)
        self._answer(MandateState.IN_FORCE, "confirm", by=by, at=at)
        self.second = by

    def decline(self, reason: str, *, by: Person, at: dt.datetime) -> None:
        if not reason.strip():
            raise Refused("Please say why you decline.")
        self.may_be_answered(at)
        self._is_asked(by)
        self._answer(MandateState.DECLINED, "decline", by=by, at=at)
        self.second, self.reason = by, reason.strip()

    def withdraw(self, *, by: Person, at: dt.datetime) -> None:
        if by is not self.proposed_by:
            raise Refused("Whoever has proposed this withdraws it.")
        self._answer(MandateState.WITHDRAWN, "withdraw", by=by, at=at)

    def _is_asked(self, by: Person) -> None:
        if by not in self.asked or by in (self.person, self.proposed_by):
            raise Refused("The second word is not yours to give here.")

    def _is_as_it_was(self) -> bool:
        seat = self.seat.version if self.seat is not None else None
        return (self.person.version, seat) == (self.person_version, self.seat_version)

    def _answer(self, state: MandateState, verb: str, *, by: Person | None, at: dt.datetime) -> None:
        self.state, self.answered_at = FLOW.move(self.state, state), at
        self.did(f"{verb} {self.kind.value}", by=by, at=at)


def propose(
    order: Order,
    why: str,
    *,
    asked: Sequence[Person],
    waiting: Sequence[Mandate],
    by: Person,
    at: dt.datetime,
) -> Mandate:
    """Put it before those who are `asked`. Refused: without anybody to ask, without a reason, and what one of those
    that are `waiting` for this person says already."""
    may_be_done(order, by=by)
    if order.kind not in OF_A_SEAT and not why.strip():
        raise Refused("Please say why: another person has to agree.")
    if any(one.is_open(at) and (one.kind, one.seat) == (order.kind, order.seat) for one in waiting):
        raise Refused("This was proposed already, and waits for a second person’s word.")
    if not asked:
        raise Refused("Nobody can give the second word that this takes: there is no other secretary and no co-chair.")
    made = _made(order, why, by=by, at=at, asked=asked)
    made.did(f"propose {order.kind.value}", by=by, at=at)
    return made


def alone(order: Order, why: str, *, by: Person | None, at: dt.datetime) -> Mandate:
    """Record what one person does while there is nobody to ask. `by` None: whoever runs the machine."""
    may_be_done(order, by=by)
    made = _made(order, why, by=by, at=at, asked=())
    made._answer(MandateState.IN_FORCE, "set up alone:", by=by, at=at)
    return made


def may_be_done(order: Order, *, by: Person | None) -> None:
    """What a second word would not mend is refused before anybody is asked for one."""
    role = order.standing if order.standing is not None else order.person.standing
    may_hold(role, order.organisation or order.person.organisation)
    if order.person is by and order.standing is not None:
        raise Refused("You cannot change your own standing role.")
    if order.person is by and order.kind is MandateKind.CLOSE:
        raise Refused("You cannot close your own account.")
    if order.kind is MandateKind.PASSWORD and not order.person.active:
        raise Refused("This account is closed. Please open it again first.")


def _made(order: Order, why: str, *, by: Person | None, at: dt.datetime, asked: Sequence[Person]) -> Mandate:
    return Mandate(
        kind=order.kind,
        person=order.person,
        person_version=order.person.version,
        seat=order.seat,
        seat_version=order.seat.version if order.seat is not None else None,
        authority=order.authority,
        email=order.email,
        organisation=order.organisation,
        standing=order.standing,
        why=why.strip(),
        proposed_by=by,
        proposed_at=at,
        asked=list(asked),
    )


# Selections


def for_writing(mandate_id: int) -> Select[Mandate]:
    """The mandate as it is now, held against whoever answers it at the same moment."""
    found = select(Mandate).where(Mandate.id == mandate_id).with_for_update(of=Mandate)
    return found.execution_options(populate_existing=True)


def proposed_for(person: Person) -> Select[Mandate]:
    return select(Mandate).where(Mandate.person_id == person.id, Mandate.state == MandateState.PROPOSED)


def proposed_in(session_id: int) -> Select[Mandate]:
    """What waits about seats in that session."""
    seats = select(Participant.id).where(Participant.session_id == session_id)
    return select(Mandate).where(Mandate.state == MandateState.PROPOSED, Mandate.seat_id.in_(seats))


def newest(limit: int) -> Select[Mandate]:
    return select(Mandate).order_by(Mandate.id.desc()).limit(limit)


def asks(person_id: ColumnElement[int], at: ColumnElement[dt.datetime]) -> ColumnElement[bool]:
    """What waits for that person's word: `Mandate.is_open`, for who was asked. `at`: a week before the instant."""
    whom = aliased(Person)  # whoever asks may name the person itself
    asked = select(ASKED.c.mandate_id).where(ASKED.c.mandate_id == Mandate.id, ASKED.c.person_id == person_id)
    same = select(whom.id).where(whom.id == Mandate.person_id, whom.version == Mandate.person_version)
    seat = select(Participant.id).where(Participant.id == Mandate.seat_id, Participant.version == Mandate.seat_version)
    return and_(
        Mandate.state == MandateState.PROPOSED,
        Mandate.proposed_at > at,
        asked.exists(),
        same.exists(),
        or_(Mandate.seat_id.is_(None), seat.exists()),
    )
