"""What a person holds at an instant, and what of the year plan that opens."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from dialogue.db import db
from dialogue.domain import delegations, engagements, meetings, silence, tracks
from dialogue.domain.delegations import HEADS, ROOMS, Ability, Participant
from dialogue.domain.editions import Audience, Level
from dialogue.domain.engagements import Engagement
from dialogue.domain.people import Person
from dialogue.domain.sessions import Session


@dataclass(frozen=True, slots=True)
class Standing:
    """What a person holds at an instant, read once a request: seats and open engagements by session id."""

    person: Person
    at: dt.datetime
    seats: Mapping[int, Participant]
    engagements: Mapping[int, Engagement]
    in_place: Collection[int] = ()  # sessions about which the person's seat speaks in the place of its head, who left

    @property
    def is_secretary(self) -> bool:
        return self.person.is_secretary and self.person.active

    @property
    def holds_register(self) -> bool:
        """Whether the person reads the joint register: holds `delegations` of any session."""
        return self.is_secretary or any(Ability.REGISTER in seat.abilities for seat in self.seats.values())

    @property
    def rounds(self) -> Sequence[int]:
        """The rounds that go in which the person speaks by the notice in force, whatever became of its seat; one
        statement, for whoever is asked about it."""
        if not self.person.reads_papers:
            return ()
        return db.scalars(silence.spoken_in(self.person.id, self.person.organisation.id)).all()

    @property
    def lists(self) -> Sequence[str]:
        """The tracks in a compartment on whose lists the person stands; one statement, for whoever of a Party is asked
        about it: nobody else can."""
        if not self.person.organisation.is_party:
            return ()
        return db.scalars(tracks.lists_of(self.person.id, self.person.organisation_id)).all()

    @property
    def meets(self) -> bool:
        """Whether the person takes part in a meeting between the sessions; one statement, for whoever of a Party is
        asked about it: nobody else can."""
        if not (self.person.organisation.is_party and self.person.reads_papers):
            return False
        return bool(db.scalar(meetings.takes_part(self.person.id, self.person.organisation_id)))

    @property
    def takes_part(self) -> bool:
        seated = any(Ability.SESSION in seat.abilities for seat in self.seats.values())
        return self.holds_register or bool(self.engagements) or seated

    @property
    def speaks(self) -> bool:
        """Whether the person may speak for its Party about any session."""
        return any(seat.is_entitled for seat in self.seats.values())

    @property
    def leads_somewhere(self) -> bool:
        """Whether the person heads its Party's delegation to any session, as head, as successor or in the place of one
        who left."""
        leads = (seat.is_accredited and seat.capacity in HEADS for seat in self.seats.values())
        return self.person.organisation.is_party and (any(leads) or bool(self.in_place))

    @property
    def keeps_own_people(self) -> bool:
        """Whether the person keeps the accounts of its own side: the focal point of a session that is not closed."""
        mine = (seat for seat in self.seats.values() if Ability.PEOPLE in seat.abilities)
        return any(seat.delegation.organisation.is_party and not seat.session.is_closed for seat in mine)

    @property
    def is_cohost(self) -> bool:
        """Sees the dialogue through an engagement alone."""
        return bool(self.engagements) and not self.holds_register

    def level(self, session_id: int) -> Level | None:
        """The level held of one session (contract, "Who holds what"); None: nothing."""
        if self.is_secretary:
            return Level.SECRETARIAT
        if self.can(Ability.PAPERS, session_id):
            return Level.DELEGATIONS
        if session_id in self.engagements:
            return Level.COHOST
        return Level.PUBLIC if self.can(Ability.SESSION, session_id) else None

    def agenda_level(self, session_id: int) -> Level | None:
        """The level held of its agenda: advisers, interpreters and note-takers hold it whole, and no more."""
        level = self.level(session_id)
        whole = self.can(Ability.AGENDA, session_id) and level is not Level.SECRETARIAT
        return Level.DELEGATIONS if whole else level

    def can(self, ability: Ability, session_id: int) -> bool:
        """Whether the person's own seat in that session gives this."""
        seat = self.seats.get(session_id)
        return seat is not None and ability in seat.abilities

    def rooms(self, session_id: int) -> tuple[Ability, ...]:
        """The parts of the session whose room the person is in, and may join from afar; secretaries arrange them all.
        Who speaks for a co-host is there while its organisation's engagement gives access."""
        seat = self.seats.get(session_id)
        if self.is_secretary:
            return ROOMS
        if seat is None or not (seat.delegation.organisation.is_party or session_id in self.engagements):
            return ()
        return tuple(room for room in ROOMS if room in seat.abilities)

    def entitled(self, session_id: int) -> bool:
        return self.can(Ability.SPEAKS, session_id)

    def heads(self, session_id: int) -> Participant | None:
        """The person's own seat, where it is that of a head of delegation or speaks in its place."""
        seat = self.seats.get(session_id)
        return seat if seat is not None and (seat.is_head or session_id in self.in_place) else None


def standing(person: Person, at: dt.datetime) -> Standing:
    """Read what the person holds: two statements, for a deputy three, whatever the number of sessions. Who has left an
    organisation holds no seat of its delegation any more."""
    if person.is_admin or not person.active:
        return _standing(person, at, (), ())
    mine = {"person_id": person.id, "organisation_id": person.organisation_id}
    seats = db.scalars(delegations.own_seats(), mine).all()
    deputies = [seat.delegation_id for seat in seats if _is_deputy(seat)]
    bound = [] if person.organisation.is_party else db.scalars(engagements.of_organisation(person.organisation)).all()
    in_place = db.scalars(delegations.without_head(deputies)).all() if deputies else ()
    return _standing(person, at, seats, bound, in_place)


def _standing(
    person: Person,
    at: dt.datetime,
    seats: Iterable[Participant],
    bound: Iterable[Engagement],
    in_place: Collection[int] = (),
) -> Standing:
    """What of these counts at that instant. An admin reads no papers, whatever seat it was given; a Party has no
    engagements."""
    if person.is_admin or not person.active:
        return Standing(person, at, {}, {})
    return Standing(
        person,
        at,
        {seat.session_id: seat for seat in seats},
        {e.session_id: e for e in bound if e.open_to_cohost(at) and not person.organisation.is_party},
        in_place,
    )


def audience(standing: Standing, session: Session) -> Audience | None:
    """There is no audience without a session. None: the person holds nothing of it."""
    level = standing.level(session.id)
    return None if level is None else Audience(level, standing.person.organisation_id)


def minutes_held(standing: Standing, session_id: int) -> tuple[Level, ...]:
    """The editions of a session's minutes that the person's level opens once they are there, the fullest first: never
    that of a co-host who, by decision, gets none."""
    level, engagement = standing.level(session_id), standing.engagements.get(session_id)
    if level is None or (level is Level.PUBLIC and not standing.can(Ability.PUBLIC_MINUTES, session_id)):
        return ()
    none = level is Level.COHOST and engagement is not None and not engagement.gets_edition
    return tuple(part for part in Level if level.reads(part) and not (none and part is Level.COHOST))


def everybody(session: Session, at: dt.datetime) -> list[Standing]:
    """Everybody who may hold something of the session, with what it holds of it."""
    seated = db.scalars(delegations.seats_in(session)).all()
    seats = {one.person: one for one in seated if one.person.organisation_id == one.delegation.organisation_id}
    others = {row[0]: row[1] for row in db.execute(engagements.without_a_seat(session))}
    mine = ((who, seats.get(who), others.get(who)) for who in dict.fromkeys([*others, *seats]))
    deputies = {seat.delegation_id for seat in seats.values() if _is_deputy(seat)} if session.was_held else set()
    in_place = db.scalars(delegations.without_head(deputies)).all() if deputies else ()
    return [
        _standing(
            person, at, [seat] if seat else [], [engagement] if engagement else [],
            in_place if seat and _is_deputy(seat) else (),
        )
        for person, seat, engagement in mine
    ]  # fmt: skip


def _is_deputy(seat: Participant) -> bool:
    """Whether it speaks for its Party, and in the place of its head where there is none."""
    return seat.is_entitled and not seat.is_head
