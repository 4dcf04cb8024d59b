"""A session that is being held, with its people in the room: what tests of minutes begin with."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select

from dialogue.actions import acts, approvals, texts
from dialogue.db import db
from dialogue.domain import agenda as agendas
from dialogue.domain import people as people_register
from dialogue.domain import sessions
from dialogue.domain.agenda import AgendaItem
from dialogue.domain.delegations import Capacity, Delegation, Participant
from dialogue.domain.editions import Level
from dialogue.domain.engagements import Engagement, Mode, engage
from dialogue.domain.minutes import Minutes, Paragraph
from dialogue.domain.organisations import Organisation, OrganisationKind
from dialogue.domain.people import Person
from dialogue.domain.sessions import Session
from tests.cast import Cast
from tests.once import once

OPENS = dt.datetime(2026, 11, 10, 9, 30)  # wall clock
AT = dt.datetime(2026, 11, 10, 8, 30, tzinfo=dt.UTC)
REF = "2026-1"
BASE = f"/sessions/{REF}/minutes"


@dataclass(frozen=True)
class Sitting:
    """What was made before the requests of a test; the session and its minutes are asked for afresh."""

    people: Cast
    observer: Person

    @property
    def minutes(self) -> Minutes:
        return db.scalars(select(Minutes)).one()

    @property
    def session(self) -> Session:
        return self.minutes.session


def session_of(people: Cast, starts: dt.datetime = OPENS) -> Session:
    """Planned and convened, with both delegations, an engaged co-host and an observer."""
    at = starts.replace(tzinfo=dt.UTC) - dt.timedelta(days=60)
    by = people.secretary_brussels
    session = sessions.plan(
        existing=[],
        parties=[people.nato, people.kosovo],
        kind=sessions.SessionKind.REGULAR,
        place=people.brussels,
        starts=starts,
        ends=starts + dt.timedelta(hours=7),
        by=by,
        at=at,
    )
    db.add(session)
    seats = {
        people.nato: [(people.chair_nato, Capacity.HEAD), (people.delegate_nato, Capacity.MEMBER)],
        people.kosovo: [(people.chair_kosovo, Capacity.HEAD), (people.delegate_kosovo, Capacity.MEMBER)],
    }
    for organisation, named in seats.items():
        delegation = Delegation(session=session, organisation=organisation)
        db.add(delegation)
        for person, capacity in named:
            seat = delegation.nominate(person, capacity, by=by, at=at)
            db.add(seat)
            seat.accredit(by=by, at=at)
    _engaged(people, session, at)
    session.convene(by=by, at=at)
    db.commit()
    return session


def observer_at(people: Cast, session: Session) -> Person:
    embassy = Organisation(
        slug="embassy",
        kind=OrganisationKind.OBSERVER,
        short_name="Embassy",
        long_name="The Embassy",
        neutral_name="Embassy",
    )
    person = Person(email="observer@embassy.example", given_name="Olga", family_name="Observer", organisation=embassy)
    delegation = Delegation(session=session, organisation=embassy)
    db.add_all([person, delegation])
    db.flush()
    seat = delegation.nominate(person, Capacity.OBSERVER, by=people.secretary_brussels, at=AT)
    db.add(seat)
    seat.accredit(by=people.secretary_brussels, at=AT)
    db.commit()
    return person


def seated(more: int) -> None:
    """So many delegates more, accredited for one side of the session."""
    delegation, by = db.scalars(select(Delegation).order_by(Delegation.id)).first(), secretaries()[0]
    assert delegation is not None
    for n in range(more):
        own = {"organisation": delegation.organisation, "given_name": "Dan", "family_name": f"Delegate {n}"}
        person = Person(email=f"d{n}@many.example", **own)
        person.password_hash = "an account"
        db.add(person)
        db.flush()
        seat = delegation.nominate(person, Capacity.MEMBER, by=by, at=AT)
        db.add(seat)
        seat.accredit(by=by, at=AT)
    db.commit()
    db.remove()


def _engaged(people: Cast, session: Session, at: dt.datetime) -> Engagement:
    engagement = engage(session, people.university, Mode.CO_ORGANISER, by=people.secretary_brussels, at=at)
    db.add(engagement)
    engagement.consent(by=people.secretary_brussels, at=at)
    engagement.consent(by=people.secretary_prishtina, at=at)
    engagement.sign("MoU 1", by=people.secretary_brussels, at=at)
    engagement.activate(by=people.secretary_brussels, at=at)
    return engagement


def adopted(people: Cast) -> Session:
    """Open, with its agenda adopted: the minutes may begin."""
    return once(db, "adopted", lambda: _adopted(people))


def _adopted(people: Cast) -> Session:
    session = session_of(people)
    ours, theirs = people.secretary_brussels, people.secretary_prishtina
    before = AT - dt.timedelta(days=20)
    agenda = agendas.start(session, None, by=ours, at=before - dt.timedelta(days=20))
    db.add(agenda)
    db.flush()
    item = AgendaItem(
        agenda=agenda, title="Hybrid threats", public_title="Resilience", presenter="Nora Chair", oral=True,
        origin=people.nato, requested_at=before, level=Level.DELEGATIONS,
    )  # fmt: skip
    db.add(item)
    agenda.add(item, by=ours, at=before)
    agenda.close_call(by=ours, at=before)
    db.flush()
    acts.sign_off_agenda(agenda, by=ours, at=before)
    acts.sign_off_agenda(agenda, by=theirs, at=before)
    acts.propose_agenda(agenda, by=ours, at=before)
    agenda.circulate(by=ours, at=before)
    db.flush()
    acts.open_session(session, by=ours, at=AT)
    agenda.adopt("Nora Chair", people.nato, "", by=ours, at=AT)
    agenda.adopt("Kaltrina Chair", people.kosovo, "", by=ours, at=AT)
    db.commit()
    return session


def sitting(people: Cast, *paragraphs: Paragraph) -> Sitting:
    """The minutes are begun; the paragraphs stand under the item of substance."""
    session = adopted(people)
    observer = observer_at(people, session)
    minutes = acts.begin_minutes(session, by=people.secretary_brussels, at=AT)
    db.flush()
    for paragraph in paragraphs:
        minutes.add(substance(minutes), paragraph, by=people.secretary_brussels, at=AT)
    db.commit()
    return Sitting(people, observer)


def substance(minutes: Minutes):
    return next(item for item in minutes.items if item.title == "Hybrid threats")


def secretaries() -> list[Person]:
    return list(db.scalars(people_register.secretaries()))


def signed(here: Sitting) -> Sitting:
    minutes = here.minutes
    for secretary in secretaries():
        texts.sign_off(minutes, by=secretary, at=AT)
        db.flush()
    db.commit()
    return here


def final(here: Sitting) -> Sitting:
    approvals.finalise_minutes(signed(here).minutes, by=secretaries()[0], at=AT)
    db.commit()
    return here


def approved(here: Sitting) -> Sitting:
    once(db, "approved", lambda: _approved(here))
    return here


def _approved(here: Sitting) -> Minutes:
    minutes = final(here).minutes
    for seat in db.scalars(select(Participant).where(Participant.capacity == Capacity.HEAD)).all():
        texts.approve(minutes, seat, minutes.text_hash, at=AT)
        db.flush()
    minutes.session.end(by=secretaries()[0], at=minutes.session.ends_at)
    return minutes


def released(here: Sitting, *levels: Level) -> Sitting:
    minutes = approved(here).minutes
    for level in levels:
        for secretary in secretaries():
            texts.release(minutes, level, by=secretary, at=AT)
            db.flush()
    db.commit()
    return here
