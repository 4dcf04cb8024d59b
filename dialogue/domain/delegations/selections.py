"""Which delegations and seats there are: of a session, of a person, of whoever names them."""

from collections.abc import Iterable
from functools import cache

from sqlalchemy import ColumnElement, Select, bindparam, func, select
from sqlalchemy.orm import contains_eager, lazyload

from dialogue.domain.base import among
from dialogue.domain.delegations.capacities import Capacity, State
from dialogue.domain.delegations.delegations import Delegation, Participant
from dialogue.domain.organisations import Kind, Organisation
from dialogue.domain.people import Person
from dialogue.domain.sessions import Session
from dialogue.domain.sessions import State as SessionState


def heads_of(session_id: ColumnElement[int]) -> Select[int]:
    """How many Parties have their accredited head."""
    named = select(func.count()).select_from(Participant).join(Participant.delegation).join(Delegation.organisation)
    return named.where(
        Participant.session_id == session_id,
        Participant.capacity == Capacity.HEAD,
        Participant.state == State.ACCREDITED,
        Organisation.kind == Kind.PARTY,
    )


def without_head(ids: Iterable[int]) -> Select[int]:
    """Of which sessions these delegations have lost their heads (`Delegation.has_lost_its_head`): the sessions' ids."""
    there = Participant.person.has(Person.active & (Person.organisation_id == Delegation.organisation_id))
    head = select(Participant.id).where(
        Participant.delegation_id == Delegation.id,
        Participant.capacity == Capacity.HEAD,
        Participant.state == State.ACCREDITED,
        there,
    )
    held = Session.state.in_([SessionState.HELD, SessionState.CLOSED])
    found = select(Delegation.session_id).join(Delegation.session).where(Delegation.id.in_(list(ids)), held)
    return found.where(~head.exists())


def of_session(session: Session) -> Select[Delegation]:
    return select(Delegation).where(Delegation.session_id == session.id)


def of_organisation(session: Session, organisation: Organisation) -> Select[Delegation]:
    return of_session(session).where(Delegation.organisation_id == organisation.id)


def seat_in(session: Session, seat_id: int) -> Select[Participant]:
    """One seat, if it is one of this session."""
    return select(Participant).where(Participant.id == seat_id, Participant.session_id == session.id)


def seats_in(session: Session) -> Select[Participant]:
    """Every seat of the session with its delegation, by organisation and name."""
    return (
        select(Participant)
        .join(Participant.delegation)
        .where(Participant.session_id == session.id)
        .options(contains_eager(Participant.delegation).lazyload(Delegation.participants))
        .order_by(Delegation.organisation_id, Participant.family_name, Participant.id)
    )


def accredited_in(session_id: int) -> Select[Participant]:
    """The accredited seats of the Parties in that session, with their delegations; `is_entitled` tells who speaks. Who
    has left an organisation holds no seat of its delegation any more."""
    return (
        select(Participant)
        .join(Participant.delegation)
        .join(Delegation.organisation)
        .where(Participant.session_id == session_id, Participant.state == State.ACCREDITED)
        .where(Organisation.kind == Kind.PARTY)
        .where(Participant.person.has(Person.organisation_id == Delegation.organisation_id))
        .options(contains_eager(Participant.delegation).lazyload(Delegation.participants))
        .order_by(Participant.id)
    )


def seats_of(person: Person) -> Select[Participant]:
    """Every seat that the person holds or is on the way to."""
    return select(Participant).where(
        Participant.person_id == person.id, Participant.state.in_([State.NOMINATED, State.ACCREDITED])
    )


@cache
def own_seats() -> Select[Participant]:
    """Those in the delegation of the organisation that the person belongs to now.

    Every page asks this: made once, with `person_id` and `organisation_id` put in. Who else sits there does not matter;
    person and organisation are known. Made on the first use, because its options need every noun to be there."""
    return (
        select(Participant)
        .join(Participant.delegation)
        .where(
            Participant.person_id == bindparam("person_id"),
            Delegation.organisation_id == bindparam("organisation_id"),
            among(Participant.state, [State.NOMINATED, State.ACCREDITED]),
        )
        .options(contains_eager(Participant.delegation).lazyload("*"), lazyload(Participant.person))
    )


def speakers_of(party: Organisation) -> Select[Participant]:
    """Accredited seats of a Party in sessions that are not closed; `is_entitled` tells who speaks for it."""
    over = [SessionState.CLOSED, SessionState.CANCELLED]
    return (
        select(Participant)
        .join(Participant.delegation)
        .join(Participant.session)
        .where(Delegation.organisation_id == party.id, Participant.state == State.ACCREDITED)
        .where(Session.state.not_in(over), Participant.person.has(Person.organisation_id == party.id))
        .options(contains_eager(Participant.delegation).lazyload(Delegation.participants))
        .order_by(Participant.id)
    )


def accredited() -> Select[int]:
    """The ids of seats that everybody at the table knows of."""
    return select(Participant.id).where(Participant.state == State.ACCREDITED)
