"""Delegations: whom each side names for one session, in which capacity, and who of them was in the room."""

import datetime as dt
from collections.abc import Iterable

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dialogue.domain.base import Base, Refused, Stale, words
from dialogue.domain.delegations.answers import Invited
from dialogue.domain.delegations.capacities import (
    ABILITIES,
    AT_NO_TABLE,
    CAPACITIES,
    DELEGATE,
    FLOW,
    LEADS,
    SINGLE,
    Ability,
    Capacity,
    ParticipantState,
)
from dialogue.domain.editions import Audience, DelegationSheet, Level, Seat
from dialogue.domain.organisations import Organisation
from dialogue.domain.people import Person
from dialogue.domain.sessions import Session
from dialogue.domain.text import fold

UNNAMED = "N.N."
OVER = "This session is over; its delegations do not change any more."


class Delegation(Base):
    __tablename__ = "delegations"
    __table_args__ = (UniqueConstraint("session_id", "organisation_id"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    session_id: Mapped[int] = mapped_column(ForeignKey("sessions.id"), init=False, index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), init=False, index=True)
    version: Mapped[int] = mapped_column(init=False)

    session: Mapped[Session] = relationship()
    organisation: Mapped[Organisation] = relationship(lazy="joined", innerjoin=True)
    participants: Mapped[list["Participant"]] = relationship(
        back_populates="delegation",
        default_factory=list,
        cascade="all, delete-orphan",
        lazy="selectin",
    )

    __mapper_args__ = {"version_id_col": version}

    def holder(self, capacity: Capacity) -> "Participant | None":
        """Who holds the capacity now, accredited or on the way to it."""
        return next((p for p in self.participants if p.capacity is capacity and p.stands), None)

    @property
    def head(self) -> "Participant | None":
        return self.holder(Capacity.HEAD)

    @property
    def has_lost_its_head(self) -> bool:
        """Whether a Party has nobody to speak as its head about a session that was held: the head has left the Party or
        has no account any more. Whoever else speaks for the Party then speaks in that place."""
        party = self.organisation.is_party and self.session.was_held
        return party and not any(seat.is_head and seat.is_of_its_side for seat in self.participants)

    @property
    def had_a_head(self) -> bool:
        """Whether a head was ever accredited, here still or not."""
        return any(seat.is_head for seat in self.participants)

    @property
    def was_away(self) -> bool:
        """Whether all of it are recorded as not in the room. What is not recorded takes no voice away."""
        return all(seat.present is False for seat in self.participants if seat.is_accredited)

    def nominate(
        self,
        person: Person,
        capacity: Capacity,
        *,
        by: Person,
        at: dt.datetime,
        instead_of: "Participant | None" = None,
    ) -> "Participant":
        """Name a person, or a substitute `instead_of` one who sent regrets. Refused: a person of another organisation,
        a capacity that this kind of delegation does not have, a second head, alternate or focal point, a person named
        already; once the session is over, everybody but the successor of a head who has left."""
        if self.session.is_over and capacity not in self._possible():
            raise Refused(OVER)
        if instead_of is not None and not (instead_of in self.participants and instead_of.sent_regrets):
            raise Refused("%(name)s has not sent regrets, and needs no substitute.", name=instead_of.name)
        if person.organisation.id != self.organisation.id:
            raise Refused("%(name)s belongs to another organisation.", name=person.name)
        if capacity not in self._possible():
            raise Refused("This delegation has no “%(capacity)s”.", capacity=capacity.value)
        if capacity in SINGLE and self.holder(capacity) is not None:
            raise Refused(
                "There is a “%(capacity)s” already. Please withdraw that name first.", capacity=capacity.value
            )
        seat = next((p for p in self.participants if p.person.id == person.id), None)
        if seat is None:
            seat = Participant(
                delegation=self, person=person, session=self.session, capacity=capacity, nominated_by=by, state_at=at
            )
        elif seat.stands:
            raise Refused("%(name)s is in the delegation already.", name=person.name)
        else:
            seat._become(ParticipantState.NOMINATED, at=at)
            seat.capacity, seat.nominated_by = capacity, by
            seat.authorised, seat.return_reason = "", ""  # given to the seat that was, not to the new one
            seat.as_delegate, seat.in_restricted, seat.word_at, seat.word_by = False, False, None, None
            seat._forget_answers()
        seat.instead_of = instead_of
        seat.did("nominate", by=by, at=at)
        return seat

    def must_take_names(self) -> None:
        """Refuse whatever is named when nobody may be."""
        if self.session.is_over and not self.capacities_left():
            raise Refused(OVER)

    def at_table(self) -> list["Participant"]:
        """All accredited to be in the room: head, alternate, members by rank, then the others; alike ones by name
        (practice §0.9)."""
        order = list(Capacity)
        return sorted(
            (seat for seat in self.participants if seat.is_at_table),
            key=lambda p: (order.index(p.capacity), p.rank, fold(p.family_name), fold(p.name), p.person.id),
        )

    def ordered(self) -> list["Participant"]:
        """Who takes part, in the order of precedence: whoever sent regrets does not."""
        return [seat for seat in self.at_table() if seat.takes_part]

    def every_seat(self) -> list["Participant"]:
        """All that were ever named, for those who name them: the accredited first, then who waits, then who left."""
        order = [
            ParticipantState.ACCREDITED,
            ParticipantState.NOMINATED,
            ParticipantState.RETURNED,
            ParticipantState.WITHDRAWN,
        ]
        capacities = list(Capacity)
        return sorted(
            self.participants,
            key=lambda p: (
                order.index(p.state),
                capacities.index(p.capacity),
                p.rank,
                fold(p.family_name),
                p.person.id,
            ),
        )

    def nameable(self, people: Iterable[Person]) -> list[Person]:
        """Those of them who may still be named."""
        named = {p.person.id for p in self.participants if p.stands}
        return [one for one in people if one.organisation.id == self.organisation.id and one.id not in named]

    def capacities_left(self) -> list[Capacity]:
        """In which capacities a person may still be named, in the order of precedence."""
        possible = self._possible()
        return [c for c in Capacity if c in possible and not (c in SINGLE and self.holder(c) is not None)]

    def seats_for(self, audience: Audience) -> list["Participant"]:
        """Whom the audience may know of: public and co-host readers the heads, a co-host its own speakers too."""
        seats = self.ordered()
        if audience.reads(Level.DELEGATIONS):
            return seats
        if self.organisation.is_party:
            return [p for p in seats if p.capacity is Capacity.HEAD]
        return seats if self.organisation.id == audience.party_id else []

    def edition(self, audience: Audience) -> DelegationSheet:
        """Who takes part, as the audience holds it; minutes record it so."""
        whole = audience.reads(Level.DELEGATIONS)
        return self._sheet(seat.as_seat(hours=whole) for seat in self.seats_for(audience))

    def listing(self, audience: Audience) -> DelegationSheet:
        """The same in the list of participants: whoever does not agree to be named there is “N.N.”."""
        whole, listed = audience.reads(Level.DELEGATIONS), self.seats_for(audience)
        return self._sheet(seat.as_seat(named=seat.is_named_to(audience), hours=whole) for seat in listed)

    def dated(self, audience: Audience) -> dt.datetime | None:
        """The last of what the list tells: an accreditation, regrets, or where somebody agreed to be named."""
        listed = self.seats_for(audience)
        away = [seat for seat in self.at_table() if not seat.takes_part and audience.reads(Level.DELEGATIONS)]
        told = [*((seat.state_at, seat.listed_at) for seat in listed), *((seat.answered_at,) for seat in away)]
        return max((moment for each in told for moment in each if moment is not None), default=None)

    def _sheet(self, seats: Iterable[Seat]) -> DelegationSheet:
        own = self.organisation
        return DelegationSheet(
            name=own.long_name,
            neutral=own.neutral_name if own.is_party else "",
            kind=own.kind.value,
            seats=tuple(seats),
        )

    def _possible(self) -> frozenset[Capacity]:
        """Who was at a session does not change after it (practice §0.9)."""
        if self.session.is_over:
            return frozenset({Capacity.SUCCESSOR} if self.has_lost_its_head else ())
        return CAPACITIES[self.organisation.kind]


class Participant(Invited):
    """A person's seat in one session. Name, function and rank are copied at accreditation: a later change alters no
    past paper."""

    __tablename__ = "participants"
    __table_args__ = (UniqueConstraint("session_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    delegation_id: Mapped[int] = mapped_column(ForeignKey("delegations.id"), init=False, index=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("sessions.id"), init=False)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), init=False, index=True)
    nominated_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"), init=False)
    capacity: Mapped[Capacity] = mapped_column(words(Capacity))
    state: Mapped[ParticipantState] = mapped_column(
        words(ParticipantState), init=False, default=ParticipantState.NOMINATED
    )
    state_at: Mapped[dt.datetime]
    access_at: Mapped[dt.datetime | None] = mapped_column(init=False, default=None)  # when it last gave or took access
    access_changes: Mapped[int] = mapped_column(init=False, default=0)  # how often it has done so
    return_reason: Mapped[str] = mapped_column(init=False, default="")
    authorised: Mapped[str] = mapped_column(init=False, default="")  # the Party's written authority to speak for it
    as_delegate: Mapped[bool] = mapped_column(init=False, default=False)  # by the word of its head or secretary
    in_restricted: Mapped[bool] = mapped_column(init=False, default=False)  # likewise
    word_at: Mapped[dt.datetime | None] = mapped_column(init=False, default=None)
    word_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), init=False)
    name: Mapped[str] = mapped_column(init=False, default="")
    family_name: Mapped[str] = mapped_column(init=False, default="")
    function: Mapped[str] = mapped_column(init=False, default="")
    organisation_name: Mapped[str] = mapped_column(init=False, default="")
    rank: Mapped[int] = mapped_column(init=False, default=0)
    instead_of_id: Mapped[int | None] = mapped_column(ForeignKey("participants.id"), init=False)
    version: Mapped[int] = mapped_column(init=False)

    delegation: Mapped[Delegation] = relationship(back_populates="participants")
    session: Mapped[Session] = relationship()
    person: Mapped[Person] = relationship(foreign_keys=[person_id], lazy="joined", innerjoin=True)
    nominated_by: Mapped[Person] = relationship(foreign_keys=[nominated_by_id])
    word_by: Mapped[Person | None] = relationship(foreign_keys=[word_by_id], init=False, default=None)
    instead_of: Mapped["Participant | None"] = relationship(remote_side="Participant.id", init=False, default=None)

    __mapper_args__ = {"version_id_col": version}

    def __post_init__(self) -> None:
        self._copy()

    @property
    def stands(self) -> bool:
        return self.state in (ParticipantState.NOMINATED, ParticipantState.ACCREDITED)

    @property
    def is_accredited(self) -> bool:
        return self.state is ParticipantState.ACCREDITED

    @property
    def is_head(self) -> bool:
        return self.is_accredited and self.capacity is Capacity.HEAD

    def must_be_on(self, base: int | None) -> None:
        """Stale where the place is another by now than the editor saw."""
        self._on(base)

    @property
    def abilities(self) -> frozenset[Ability]:
        """What the seat gives: nothing before its accreditation, then what its capacity may do; of a Party's person
        also what the Party has said of it. Who may speak for a Party reads what is spoken of."""
        if not self.is_accredited:
            return frozenset()
        own = ABILITIES[self.capacity]
        if not self._is_of_a_party:
            return own
        speaks = frozenset({Ability.SPEAKS}) if self.authorised else frozenset()
        papers = DELEGATE if self.authorised or self.as_delegate else frozenset()
        room = frozenset({Ability.RESTRICTED}) if self.in_restricted else frozenset()
        return own | speaks | papers | room

    @property
    def is_entitled(self) -> bool:
        """May speak for the Party: head (co-chair), alternate, the head's successor, or another whom it authorised in
        writing."""
        return Ability.SPEAKS in self.abilities

    @property
    def may_be_authorised(self) -> bool:
        """Whether a written authority would add anything: head and alternate speak for the Party without one."""
        return self.is_accredited and self._is_of_a_party and Ability.SPEAKS not in ABILITIES[self.capacity]

    @property
    def may_be_given(self) -> tuple[Ability, ...]:
        """What a word of the Party would add: a delegate's papers, the room of the restricted part."""
        own, seated = ABILITIES[self.capacity], self.capacity not in AT_NO_TABLE
        found = [one for one in (Ability.PAPERS, Ability.RESTRICTED) if one not in own]
        open_to = self.is_accredited and self._is_of_a_party
        return tuple(one for one in found if open_to and (seated or one is Ability.PAPERS))

    @property
    def leads(self) -> bool:
        """Whether the seat, once accredited, speaks for its Party or names its people."""
        return self.delegation.organisation.is_party and self.capacity in LEADS

    @property
    def may_be_withdrawn(self) -> bool:
        """Whether the name may go: after the session whoever was at it stays in its papers."""
        return self.can(ParticipantState.WITHDRAWN) and (
            self.capacity is Capacity.SUCCESSOR or not self.session.is_over
        )

    @property
    def is_of_its_side(self) -> bool:
        """Whether the person is there to speak: still of the organisation whose seat it is, with an open account."""
        return self.person.active and self.person.organisation.id == self.delegation.organisation.id

    @property
    def holds_delegations(self) -> bool:
        """Whether the seat opens the delegations' edition of its session's papers."""
        return Ability.PAPERS in self.abilities

    def can(self, to: ParticipantState) -> bool:
        return FLOW.allows(self.state, to)

    def is_open_to(self, organisation: Organisation) -> bool:
        """Whether its side and, once accredited, everybody at the table may know of it."""
        return self.is_accredited or organisation.id == self.delegation.organisation.id

    def accredit(self, *, by: Person, at: dt.datetime, base: int | None = None) -> None:
        """`base` is the version that was read: what is accredited is the nomination that was seen."""
        self._on(base)
        self._become(ParticipantState.ACCREDITED, at=at)
        self._copy()
        self.did("accredit", by=by, at=at)

    def is_anothers(self, by: Person) -> bool:
        """Whether two persons stand behind it once `by` has accredited it: who named it, and this one."""
        return by not in (self.nominated_by, self.person)

    def return_(self, reason: str, *, by: Person, at: dt.datetime) -> None:
        """Give the nomination back to whoever made it, with the reason."""
        if not reason.strip():
            raise Refused("Please say why the nomination is returned.")
        self._become(ParticipantState.RETURNED, at=at)
        self.return_reason = reason
        self.did("return", by=by, at=at)

    def withdraw(self, *, by: Person, at: dt.datetime) -> None:
        """The person no longer takes part; documents that the seat opened vanish for the person at once. Refused once
        the session is over: its papers name who was there."""
        if self.session.is_over and self.capacity is not Capacity.SUCCESSOR:
            raise Refused(OVER)
        self._become(ParticipantState.WITHDRAWN, at=at)
        self.needs = self.needs_at = None
        self.did("withdraw", by=by, at=at)

    def authorise(self, authority: str, *, by: Person, at: dt.datetime, base: int | None = None) -> None:
        """Record the Party's written authority (its reference) to speak for it; empty takes it back. `base` is the
        version that the editor saw."""
        self._on(base)
        if not self.delegation.organisation.is_party:
            raise Refused("Only a person of a Party can be authorised to speak for it.")
        self.authorised = authority.strip()
        self.did("authorise", by=by, at=at)

    def give(self, *, as_delegate: bool, in_restricted: bool, base: int | None, by: Person, at: dt.datetime) -> None:
        """Record the Party's word for this person: that it holds what a delegate holds, that its head brings it into
        the restricted part; or take that back. `base` is the version that the editor saw. Refused: what the seat gives
        without any word."""
        self._on(base)
        said = {Ability.PAPERS: as_delegate, Ability.RESTRICTED: in_restricted}
        if any(said[one] and one not in self.may_be_given for one in said):
            raise Refused("This seat needs no word of its Party for that, or is not accredited.")
        if (as_delegate, in_restricted) != (self.as_delegate, self.in_restricted):
            self.as_delegate, self.in_restricted = as_delegate, in_restricted
            self.word_at, self.word_by = at, by
            self.did("give", by=by, at=at)

    def as_seat(self, *, named: bool = True, hours: bool = False) -> Seat:
        return Seat(
            name=self.name if named else UNNAMED,
            role=self.capacity.value,
            function=self.function if named else "",
            organisation=self.organisation_name,
            present=self.present,
            arrived=self.arrived if hours else None,
            left=self.left if hours else None,
        )

    def _on(self, base: int | None) -> None:
        if base not in (None, self.version):
            raise Stale("Somebody has changed this person's place in the delegation since you opened it.")

    def _become(self, state: ParticipantState, *, at: dt.datetime) -> None:
        was = self.is_accredited
        self.state, self.state_at = FLOW.move(self.state, state), at
        if self.is_accredited != was:
            self.access_at, self.access_changes = at, self.access_changes + 1

    def _copy(self) -> None:
        self.name, self.family_name = self.person.name, self.person.family_name
        self.function, self.rank = self.person.function, self.person.rank
        self.organisation_name = self.delegation.organisation.long_name
