"""Feeds: which sessions an entry is made of, what it tells to whom, and until when that holds."""

import dataclasses
import datetime as dt
from types import SimpleNamespace

import pytest
from sqlalchemy import event, select

from dialogue import access
from dialogue.domain import sessions
from dialogue.domain.delegations import Capacity, Delegation
from dialogue.domain.engagements import Mode, engage
from dialogue.domain.people import Person
from dialogue.domain.sessions import Kind
from dialogue.domain.subscriptions import Scope
from dialogue.queries.feeds import feed, single
from tests import cast

AT = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)


@pytest.fixture
def people(db):
    return cast.enter(db)


def plan(db, people, starts, **more):
    begin = dt.datetime.fromisoformat(starts)
    planned = sessions.plan(
        existing=db.scalars(sessions.in_order()).all(), parties=[people.nato, people.kosovo], place=people.prishtina,
        kind=more.pop("kind", Kind.REGULAR), starts=begin, ends=begin + dt.timedelta(hours=8),
        departure_reason="For the test.", by=people.secretary_brussels, at=AT - dt.timedelta(days=30), **more,
    )  # fmt: skip
    planned.venue, planned.address = "Palace", "Main Street 1"
    db.add(planned)
    db.commit()
    return planned


def cast_again(db):
    """The cast as this transaction has it."""
    found = {person.email.partition("@")[0]: person for person in db.scalars(select(Person))}
    return SimpleNamespace(
        nato=found["secretary.brussels"].organisation,
        kosovo=found["secretary.prishtina"].organisation,
        prishtina=found["secretary.prishtina"].organisation.seat,
        secretary_brussels=found["secretary.brussels"],
    )


def seat(db, people, person, session):
    delegation = Delegation(session=session, organisation=person.organisation)
    delegation.nominate(person, Capacity.MEMBER, by=people.secretary_brussels, at=AT).accredit(
        by=people.secretary_brussels, at=AT
    )
    db.add(delegation)
    db.commit()


def held(person, scope=Scope.ALL, at=AT):
    return feed(access.standing(person, at), scope, address=lambda session: f"/at/{session.ref}")


def test_an_entry_tells_of_a_session_what_a_calendar_needs(db, people):
    session = plan(db, people, "2027-05-11T09:30")

    entry = single(session, access.standing(people.secretary_brussels, AT), address=lambda s: f"/at/{s.ref}")

    assert dataclasses.asdict(entry) == {
        "id": session.id,
        "uid": session.uid,
        "revision": 0,
        "changed_at": AT - dt.timedelta(days=30),
        "version": 1,
        "title": "Dialogue session HLD/2027/1",
        "state": "tentative",
        "starts": dt.datetime(2027, 5, 11, 9, 30),
        "ends": dt.datetime(2027, 5, 11, 17, 30),
        "place": "Prishtina",
        "venue": "Palace",
        "address": "Main Street 1",
        "url": "/at/2027-1",
        "description": "First session of 2027\nTentative: the date may still change.\n"
        "All times: Brussels/Prishtina time",
    }


def test_a_session_that_simply_holds_is_told_without_reservation(db, people):
    session = plan(db, people, "2027-05-11T09:30")
    session.convene(by=people.secretary_brussels, at=AT)

    entry = single(session, access.standing(people.secretary_brussels, AT), address=str)

    assert entry.description == "First session of 2027\nAll times: Brussels/Prishtina time"


def test_sessions_come_in_their_order_in_time(db, people):
    for starts in ("2027-11-09T09:30", "2026-05-12T09:30", "2027-05-11T09:30"):
        plan(db, people, starts)

    assert [entry.starts.isoformat()[:7] for entry in held(people.secretary_brussels)] == [
        "2026-05", "2027-05", "2027-11",
    ]  # fmt: skip


def test_who_takes_part_in_nothing_has_an_empty_feed(db, people):
    plan(db, people, "2027-05-11T09:30")

    assert held(people.outsider) == ()
    assert held(people.delegate_nato, Scope.MINE) == ()


def test_both_parties_people_hold_the_next_regular_session_announced(db, people):
    plan(db, people, "2027-02-02T09:30", kind=Kind.SPECIAL, asked_by=people.nato)
    plan(db, people, "2027-05-11T09:30")
    plan(db, people, "2027-11-09T09:30")

    for person in (people.delegate_nato, people.delegate_kosovo):
        (entry,) = held(person)
        assert (entry.title, entry.place) == ("Dialogue session HLD/2027/2", "Prishtina")
        assert (entry.venue, entry.address, entry.url) == ("", "", "")


def test_an_accredited_delegate_may_open_the_session(db, people):
    seat(db, people, people.delegate_nato, plan(db, people, "2027-05-11T09:30"))

    (entry,) = held(people.delegate_nato)
    assert (entry.venue, entry.address, entry.url) == ("Palace", "Main Street 1", "/at/2027-1")


def stamp(person, at):
    """What the entry says of itself, and whether it has its place."""
    (entry,) = held(person, at=at)
    return entry.revision, entry.changed_at, bool(entry.venue and entry.address and entry.url)


def test_an_accreditation_that_adds_the_place_is_a_change_of_that_readers_entry_alone(db, people):
    """And so is its end; a nomination, which adds nothing, is none."""
    session, day = plan(db, people, "2027-05-11T09:30"), dt.timedelta(days=1)
    planned, by = session.changed_at, people.secretary_brussels
    both = people.delegate_nato, people.delegate_kosovo
    assert [stamp(one, AT) for one in both] == [(0, planned, False)] * 2

    delegation = Delegation(session=session, organisation=people.nato)
    own = delegation.nominate(people.delegate_nato, Capacity.MEMBER, by=by, at=AT)
    db.add(delegation)
    db.commit()
    assert stamp(people.delegate_nato, AT) == (0, planned, False)
    own.accredit(by=by, at=AT + day)
    db.commit()
    assert [stamp(one, AT + day) for one in both] == [(1, AT + day, True), (0, planned, False)]
    session.convene(by=by, at=AT + 2 * day)
    db.commit()
    assert [stamp(one, AT + 2 * day) for one in both] == [(2, AT + 2 * day, True), (1, AT + 2 * day, False)]
    own.withdraw(by=by, at=AT + 3 * day)
    db.commit()
    assert [stamp(one, AT + 3 * day) for one in both] == [(3, AT + 3 * day, False), (1, AT + 2 * day, False)]
    delegation.nominate(people.delegate_nato, Capacity.MEMBER, by=by, at=AT + 4 * day)
    db.commit()
    assert stamp(people.delegate_nato, AT + 4 * day) == (3, AT + 3 * day, False)


def test_a_cohosts_feed_ends_90_days_after_its_engagement(db, people):
    session = plan(db, people, "2026-11-10T09:30")
    by = people.secretary_brussels
    bound = engage(session, people.institute, Mode.CO_ORGANISER, by=by, at=AT)
    for side in (people.secretary_brussels, people.secretary_prishtina):
        bound.consent(by=side, at=AT)
    bound.sign("MoU/1", by=by, at=AT)
    bound.activate(by=by, at=AT)
    db.add(bound)
    db.commit()
    assert len(held(people.cohost_institute, Scope.MINE)) == 1

    session.convene(by=by, at=AT)
    session.open_(by=by, at=session.starts_at)
    session.end(by=by, at=session.ends_at)
    bound.hand_over(by=by, at=AT)
    bound.waive_edition("None was asked for.", by=by, at=AT)
    bound.close(by=by, at=AT)
    db.commit()

    assert len(held(people.cohost_institute, Scope.MINE, at=AT + dt.timedelta(days=89))) == 1
    assert held(people.cohost_institute, at=AT + dt.timedelta(days=91)) == ()


def test_a_feed_costs_the_same_statements_whatever_its_length(db, people, engine):
    said = []

    def hear(*told):
        said.append(told[2])

    def cost():
        db.remove()
        person = db.get_one(Person, people.secretary_brussels.id)
        said.clear()
        length = len(held(person))
        return length, len([one for one in said if one.startswith("SELECT")])

    event.listen(engine, "before_cursor_execute", hear)
    costs = []
    for starts in ("2027-05-11T09:30", "2027-11-09T09:30", "2028-05-09T09:30"):
        db.remove()
        plan(db, cast_again(db), starts)
        costs.append(cost())
    event.remove(engine, "before_cursor_execute", hear)

    assert costs == [(1, 4), (2, 4), (3, 4)]  # the seats, the next session, the settings, the sessions
