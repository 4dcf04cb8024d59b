"""Which delegations and seats there are: of a session, of a person, of whoever names them."""

from collections.abc import Iterable
from functools import cache

from sqlalchemy import ColumnElement, Select, bindparam, func, select
from sqlalchemy.orm import contains_eager, joinedload, lazyload

from dialogue.domain.base import among
from dialogue.domain.delegations.answers import Answer
from dialogue.domain.delegations.capacities import AT_NO_TABLE, HEADS, Capacity, ParticipantState
from dialogue.domain.delegations.delegations import Delegation, Participant
from dialogue.domain.delegations.needs import Needs
from dialogue.domain.organisations import Organisation, OrganisationKind
from dialogue.domain.people import Person
from dialogue.domain.sessions import Session, SessionState


def heads_of(session_id: ColumnElement[int]) -> Select[int]:
    """How many Parties have their accredited head."""
    named = select(func.count()).select_from(Participant).join(Participant.delegation).join(Delegation.organisation)
    return named.where(
        Participant.session_id == session_id,
        Participant.capacity == Capacity.HEAD,
        Participant.state == ParticipantState.ACCREDITED,
        Organisation.kind == OrganisationKind.PARTY,
    )


def without_head(ids: Iterable[int]) -> Select[int]:
    """Of which sessions these delegations have lost their heads (`Delegation.has_lost_its_head`): the sessions' ids."""
    there = Participant.person.has(Person.active & (Person.organisation_id == Delegation.organisation_id))
    head = select(Participant.id).where(
        Participant.delegation_id == Delegation.id,
        Participant.capacity == Capacity.HEAD,
        Participant.state == ParticipantState.ACCREDITED,
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
    """One seat, if it is one of this session, with its delegation."""
    own = joinedload(Participant.delegation).options(joinedload(Delegation.session), lazyload(Delegation.participants))
    return select(Participant).where(Participant.id == seat_id, Participant.session_id == session.id).options(own)


def seat_of(session_id: int, person_id: int) -> Select[Participant]:
    """The person's own seat in that session, whatever became of it."""
    return select(Participant).where(Participant.session_id == session_id, Participant.person_id == person_id)


def seats_in(session: Session) -> Select[Participant]:
    """Every seat of the session with its delegation, by organisation and name."""
    return (
        select(Participant)
        .join(Participant.delegation)
        .where(Participant.session_id == session.id)
        .options(contains_eager(Participant.delegation).lazyload(Delegation.participants))
        .order_by(Delegation.organisation_id, Participant.family_name, Participant.id)
    )


def anybody_accredited(session_id: int) -> Select[int]:
    here = Participant.session_id == session_id, Participant.state == ParticipantState.ACCREDITED
    return select(Participant.id).where(*here).limit(1)


def accredited_in(session_id: int) -> Select[Participant]:
    """The accredited seats of the Parties in that session, with their delegations; `is_entitled` tells who speaks. Who
    has left an organisation holds no seat of its delegation any more."""
    return (
        select(Participant)
        .join(Participant.delegation)
        .join(Delegation.organisation)
        .where(Participant.session_id == session_id, Participant.state == ParticipantState.ACCREDITED)
        .where(Organisation.kind == OrganisationKind.PARTY)
        .where(Participant.person.has(Person.organisation_id == Delegation.organisation_id))
        .options(contains_eager(Participant.delegation).lazyload(Delegation.participants))
        .order_by(Participant.id)
    )


def seats_of(person: Person) -> Select[Participant]:
    """Every seat that the person holds or is on the way to."""
    return select(Participant).where(
        Participant.person_id == person.id,
        Participant.state.in_([ParticipantState.NOMINATED, ParticipantState.ACCREDITED]),
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
            among(Participant.state, [ParticipantState.NOMINATED, ParticipantState.ACCREDITED]),
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
        .where(Delegation.organisation_id == party.id, Participant.state == ParticipantState.ACCREDITED)
        .where(Session.state.not_in(over), Participant.person.has(Person.organisation_id == party.id))
        .options(contains_eager(Participant.delegation).lazyload(Delegation.participants))
        .order_by(Participant.id)
    )


def has_head(party_id: ColumnElement[int]) -> ColumnElement[bool]:
    """The `where` of a Party that has a head of delegation who can be told something (`heads_of_party`)."""
    there = Participant.person.has(
        Person.active & (Person.organisation_id == party_id) & Person.password_hash.is_not(None)
    )
    found = select(Participant.id).join(Participant.delegation).join(Participant.session)
    of_it = (Delegation.organisation_id == party_id, Participant.state == ParticipantState.ACCREDITED)
    at_table = (among(Participant.capacity, sorted(HEADS)), Session.state != SessionState.CANCELLED)
    return found.where(*of_it, *at_table, there).correlate(None).exists()


def heads_of_party(party: Organisation) -> Select[Participant]:
    """Accredited heads of the Party's delegations, and their successors, in sessions that were not cancelled; who left
    the Party is none of them."""
    return (
        select(Participant)
        .join(Participant.delegation)
        .join(Participant.session)
        .where(Delegation.organisation_id == party.id, Participant.state == ParticipantState.ACCREDITED)
        .where(among(Participant.capacity, sorted(HEADS)), Session.state != SessionState.CANCELLED)
        .where(Participant.person.has(Person.active & (Person.organisation_id == party.id)))
        .options(contains_eager(Participant.delegation).lazyload(Delegation.participants))
        .options(contains_eager(Participant.session))
        .order_by(Session.starts_at, Participant.id)
    )


def asked() -> Select[Participant]:
    """Who is asked whether they come, to all sessions that are convened."""
    return (
        select(Participant)
        .join(Participant.session)
        .join(Participant.delegation)
        .where(Session.state == SessionState.CONVENED, Participant.state == ParticipantState.ACCREDITED)
        .where(Participant.capacity.not_in(AT_NO_TABLE))
        .options(contains_eager(Participant.delegation).lazyload(Delegation.participants))
        .options(contains_eager(Participant.session))
        .order_by(Session.starts_at, Delegation.organisation_id, Participant.family_name, Participant.id)
    )


def accredited() -> Select[int]:
    """The ids of seats that everybody at the table knows of."""
    return select(Participant.id).where(Participant.state == ParticipantState.ACCREDITED)


def ever_accredited() -> Select[int]:
    """The ids of people whom everybody at some table knows of."""
    return select(Participant.person_id).where(Participant.state == ParticipantState.ACCREDITED)


def answers_in(session: Session) -> Select[Answer]:
    """All that was answered to the session's invitations, in the order in which it was recorded."""
    seats = select(Participant.id).where(Participant.session_id == session.id)
    return select(Answer).where(Answer.participant_id.in_(seats)).order_by(Answer.id)


def needs_in(session: Session) -> Select[Needs]:
    return (
        select(Needs)
        .join(Participant, Participant.id == Needs.participant_id)
        .where(Participant.session_id == session.id)
    )


def with_needs(session: Session) -> Select[Participant]:
    """The seats whose needs are kept."""
    return (
        select(Participant)
        .join(Needs, Needs.participant_id == Participant.id)
        .where(Participant.session_id == session.id)
    )
