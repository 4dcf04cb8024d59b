"""Feeds: which sessions an entry is made of, what it tells to whom, and until when that holds."""

import dataclasses
import datetime as dt
from types import SimpleNamespace

import pytest
from sqlalchemy import event, select

from dialogue import access
from dialogue.actions import acts
from dialogue.domain import sessions, topics
from dialogue.domain.delegations import Capacity, Delegation
from dialogue.domain.editions import DueEntry, Level
from dialogue.domain.editions.designation import Designation
from dialogue.domain.engagements import Mode, engage
from dialogue.domain.people import AccountState, Person
from dialogue.domain.sessions import SessionKind
from dialogue.domain.settings import Settings
from dialogue.domain.subscriptions import Scope, Subscription
from dialogue.queries.feeds import _designated, discreet, feed, single
from dialogue.queries.home import year_plan
from dialogue.rendering.icalendar import render
from tests import cast, walk

AT = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)


@pytest.fixture
def people(db):
    return cast.enter(db)


def plan(db, people, starts, **more):
    begin = dt.datetime.fromisoformat(starts)
    planned = sessions.plan(
        existing=db.scalars(sessions.in_order()).all(), parties=[people.nato, people.kosovo], place=people.prishtina,
        kind=more.pop("kind", SessionKind.REGULAR), starts=begin, ends=begin + dt.timedelta(hours=8),
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


def held(person, scope=Scope.ALL, at=AT, *, topic_id=None, **more):
    wanted = Subscription(person=person, name="Mine", scope=scope, token_sha256="", made_at=at, **more)
    wanted.topic_id = topic_id
    return feed(access.standing(person, at), wanted, address=lambda path: f"/at{path}")


def test_an_entry_tells_of_a_session_what_a_calendar_needs(db, people):
    session = plan(db, people, "2027-05-11T09:30")

    entry = single(session, access.standing(people.secretary_brussels, AT), address=lambda path: f"/at{path}")

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
        "url": "/at/sessions/2027-1",
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

    assert held(people.outsider) == []
    assert held(people.delegate_nato, Scope.MINE) == []


def test_both_parties_people_hold_the_next_regular_session_announced(db, people):
    plan(db, people, "2027-02-02T09:30", kind=SessionKind.SPECIAL, asked_by=people.nato)
    plan(db, people, "2027-05-11T09:30")
    plan(db, people, "2027-11-09T09:30")

    for person in (people.delegate_nato, people.delegate_kosovo):
        (entry,) = held(person)
        assert (entry.title, entry.place) == ("Dialogue session HLD/2027/2", "Prishtina")
        assert (entry.venue, entry.address, entry.url) == ("", "", "")


@pytest.mark.parametrize(("verb", "state"), [("postpone", "postponed"), ("cancel", "cancelled")])
def test_an_announced_session_that_is_called_off_says_so_until_its_old_date_has_passed(db, people, verb, state):
    special = plan(db, people, "2027-02-02T09:30", kind=SessionKind.SPECIAL, asked_by=people.nato)
    first = plan(db, people, "2027-05-11T09:30")
    second, over = plan(db, people, "2027-11-09T09:30"), plan(db, people, "2026-11-10T09:30")
    uid, revision = held(people.delegate_nato)[0].uid, held(people.delegate_nato)[0].revision

    for one in (special, first, over):
        getattr(one, verb)("A fire.", by=people.secretary_brussels, at=AT)
    db.commit()

    was, now = held(people.delegate_nato)
    assert (was.uid, was.state, was.revision, was.venue, was.url) == (uid, state, revision + 1, "", "")
    assert now.uid == second.uid
    assert [one.uid for one in held(people.delegate_nato, at=first.ends_at + dt.timedelta(hours=1))] == [second.uid]
    assert [one.session.ref for one in year_plan(access.standing(people.delegate_nato, AT))] == [first.ref, second.ref]
    assert held(people.delegate_nato, Scope.MINE) == held(people.cohost_university) == []


def test_an_accredited_delegate_may_open_the_session(db, people):
    seat(db, people, people.delegate_nato, plan(db, people, "2027-05-11T09:30"))

    (entry,) = held(people.delegate_nato)
    assert (entry.venue, entry.address, entry.url) == ("Palace", "Main Street 1", "/at/sessions/2027-1")


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


def test_a_calendar_bears_the_mark_of_the_dialogues_profile_alone(db):
    house = Settings()
    house.designate(Designation.EU, Designation.NONE, Designation.NONE, "")
    db.add(house)
    db.flush()
    one = DueEntry(id=1, uid="1", revision=0, changed_at=AT, title="Visit to Kosovo", on=AT.date(), description="All.")

    told = _designated(one)

    assert (told.title, told.description) == ("Visit to Kosovo*", "All.")


def test_another_name_of_the_city_is_a_change_of_each_entry_that_shows_it(db, people):
    """Its other names and its country stand in no calendar."""
    here = plan(db, people, "2027-05-11T09:30")
    there = plan(db, people, "2027-11-09T09:30")
    there.place = people.brussels
    db.commit()
    reader, place, later = people.secretary_brussels, people.prishtina, AT + dt.timedelta(days=1)
    told = {"country": "XK", "by": reader, "at": later}
    before = render(held(reader))

    acts.rename_place(place, place.short_name, "City of Prishtina", "Prishtina", base=place.version, **told)
    db.commit()
    assert render(held(reader)) == before

    acts.rename_place(place, "Prishtinë", "City of Prishtina", "Prishtina", base=place.version, **told)
    db.commit()

    first, second = held(reader)
    assert (first.place, first.revision, first.changed_at) == ("Prishtinë", here.revision, later)
    assert (second.place, second.revision, second.changed_at) == ("Brussels", 0, there.changed_at)
    assert here.revision == 1 and there.changed_at < later
    after = render(held(reader)).decode()
    assert all(after.count(f"{name}:{later:%Y%m%dT%H%M%SZ}") == 1 for name in ("DTSTAMP", "LAST-MODIFIED"))
    assert "SEQUENCE:1" in after


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
    assert held(people.cohost_institute, at=AT + dt.timedelta(days=91)) == []


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

    assert costs == [(1, 4), (2, 4), (3, 4)]  # the seats, the settings, the sessions, the meetings


# A role and an organisation are read at any time, so what they open is a change of every entry


def test_a_new_secretary_gets_the_places_as_a_change(db, people):
    plan(db, people, "2027-05-11T09:30")
    who, day = people.delegate_nato, dt.timedelta(days=1)
    (before,) = held(who)

    who.appoint(AccountState.SECRETARY, at=AT + day)
    db.commit()

    (after,) = held(who, at=AT + day)
    assert [(one.revision, one.venue, one.changed_at > AT) for one in (before, after)] == [
        (0, "", False), (1, "Palace", True),
    ]  # fmt: skip


# Scopes


def agenda(db, people, session, *items):
    """Circulated with these items: title, level, topic."""
    made = acts.begin_agenda(session, [], by=people.secretary_brussels, at=AT)
    db.flush()
    for title, level, topic in items:
        walk.put(db, people, made, title, level=level, topic=topic, public_title="Something")
    walk.circulate(db, people, made)
    db.commit()
    return made


def topic(db, people, title):
    made = topics.enter(title, "", taken=(), by=people.secretary_brussels, at=AT)
    db.add(made)
    db.flush()
    return made


def test_a_calendar_of_a_topic_holds_the_sessions_whose_public_agenda_names_it(db, people):
    cyber, borders = topic(db, people, "Cyber defence"), topic(db, people, "Borders")
    open_, restricted, other = (plan(db, people, f"2027-{n}-12T09:30") for n in (10, 11, 12))
    agenda(db, people, open_, ("Cyber defence in schools", Level.PUBLIC, cyber))
    forged = ('"topic_slug":"cyber-defence"', Level.PUBLIC, None)
    agenda(db, people, restricted, ("Who attacked us", Level.DELEGATIONS, cyber), forged)
    agenda(db, people, other, ("The border", Level.PUBLIC, borders))
    for one in (open_, restricted):
        seat(db, people, people.delegate_nato, one)

    def told(person, about):
        return [entry.id for entry in held(person, Scope.TOPIC, topic_id=about.id)]

    assert told(people.secretary_prishtina, cyber) == [open_.id]
    assert told(people.delegate_nato, cyber) == [open_.id]
    assert told(people.secretary_prishtina, borders) == [other.id]
    assert told(people.delegate_nato, borders) == []


def test_a_topic_that_is_only_being_drafted_is_in_no_calendar(db, people):
    cyber, session = topic(db, people, "Cyber defence"), plan(db, people, "2027-10-12T09:30")
    made = agenda(db, people, session, ("Something else", Level.PUBLIC, None))
    walk.put(db, people, made, "Cyber", level=Level.PUBLIC, topic=cyber)
    db.commit()

    assert held(people.secretary_brussels, Scope.TOPIC, topic_id=cyber.id) == []


def test_an_accreditation_that_ends_takes_the_entry_along_and_nobody_reads_that_it_is_cancelled(db, people):
    coming, later = plan(db, people, "2027-05-11T09:30"), plan(db, people, "2027-11-09T09:30")
    for one in (coming, later):
        seat(db, people, people.delegate_nato, one)
    seat(db, people, people.delegate_kosovo, later)
    own = walk.seat_of(db, later, people.delegate_nato)

    own.withdraw(by=people.secretary_brussels, at=AT)
    later.cancel("An election.", by=people.secretary_brussels, at=AT)
    db.commit()

    assert [entry.id for entry in held(people.delegate_nato, Scope.MINE)] == [coming.id]
    assert [entry.id for entry in held(people.delegate_nato, Scope.ALL)] == [coming.id]
    assert [(entry.id, entry.state) for entry in held(people.delegate_kosovo, Scope.MINE)] == [(later.id, "cancelled")]


def test_a_discreet_calendar_says_when_and_nothing_else(db, people):
    plan(db, people, "2027-05-11T09:30")
    (whole,), (entry,) = held(people.secretary_brussels), held(people.secretary_brussels, is_discreet=True)

    assert (entry.title, entry.place, entry.venue, entry.address, entry.url, entry.description) == (
        "Meeting", "", "", "", "", "",
    )  # fmt: skip
    same = ("uid", "revision", "changed_at", "state", "starts", "ends")
    assert [getattr(entry, name) for name in same] == [getattr(whole, name) for name in same]
    body = render([entry], name="Mine").decode()
    assert not [word for word in ("HLD", "2027/1", "Prishtina", "Palace", "Dialogue session") if word in body]


def test_a_discreet_calendar_of_deadlines_says_the_day_and_nothing_else():
    whole = DueEntry(
        id=1, uid="a@dialogue", revision=2, changed_at=AT, title="A silence procedure expires (HLD/2027/1)",
        on=dt.date(2027, 5, 11), url="/circulations/1", description="At 17:00.",
    )  # fmt: skip

    assert discreet(whole) == dataclasses.replace(whole, title="Deadline", url="", description="")
