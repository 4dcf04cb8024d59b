"""The desk: what the ladder judges, what waits for whom, and which doors stand open."""

import datetime as dt

import pytest
from sqlalchemy import select

from dialogue import access, desk
from dialogue.access import Right, Standing
from dialogue.db import db
from dialogue.domain.delegations import Capacity, Participant
from dialogue.domain.people import Person
from dialogue.domain.sessions import Session
from tests.databases import Postgres, Sqlite
from tests.planted import AT, ROLES, planted

TODAY = AT.date()
THEIRS = "secretary.prishtina@dialogue.example"


@pytest.fixture(autouse=True)
def _world(database: Sqlite | Postgres) -> None:
    planted(database)


def standing(who: str) -> Standing:
    person = db.scalars(select(Person).where(Person.email == ROLES.get(who, who))).one()
    return access.standing(person, AT)


def session(year: int, number: int) -> Session:
    return db.scalars(select(Session).where(Session.year == year, Session.number == number)).one()


def statuses(one: Session, today: dt.date) -> list[str]:
    return [rung.status for rung in desk.rungs(standing("secretary"), one, today)]


def test_the_ladder_counts_back_from_the_session() -> None:
    one = session(2027, 1)

    days = [(one.starts.date() - rung.on).days for rung in desk.rungs(standing("secretary"), one, TODAY)]
    assert days == [30, 21, 15, 10, 0]


def test_what_is_done_is_done_and_the_next_thing_is_due() -> None:
    assert statuses(session(2027, 1), TODAY) == ["done", "done", "done", "done", "due"]
    assert statuses(session(2026, 1), TODAY) == ["done"] * 5
    assert statuses(session(2027, 2), TODAY) == ["due", "to come", "to come", "to come", "to come"]


def test_what_was_to_be_done_by_now_is_overdue() -> None:
    one = session(2027, 2)
    late = one.starts.date() - dt.timedelta(days=20)

    assert statuses(one, late) == ["overdue", "overdue", "to come", "to come", "to come"]


def test_one_head_is_not_both() -> None:
    own = select(Participant).where(Participant.session_id == session(2027, 1).id)
    head = db.scalars(own.where(Participant.capacity == Capacity.HEAD)).first()
    assert head is not None
    head.withdraw(by=standing("secretary").person, at=AT)
    db.commit()

    assert statuses(session(2027, 1), TODAY)[3] == "due"


def test_a_session_without_a_date_has_no_ladder() -> None:
    one = session(2027, 1)
    one.postpone("The hall is closed.", by=standing("secretary").person, at=AT)

    assert statuses(one, TODAY) == []
    one.cancel("Elections.", by=standing("secretary").person, at=AT)
    assert statuses(one, TODAY) == []


def test_the_ladder_is_the_two_sides_own() -> None:
    for who in ("co-host", "observer@council.example", "outsider", "admin"):
        assert desk.rungs(standing(who), session(2027, 1), TODAY) == []


def test_the_next_session_of_a_reader_is_one_that_it_may_open() -> None:
    named = {who: desk.next_session(standing(who)) for who in ("delegate", "co-host", "other co-host", "outsider")}

    assert {who: one.ref if one else None for who, one in named.items()} == {
        "delegate": "2027-1",
        "co-host": "2027-1",
        "other co-host": None,
        "outsider": None,
    }


def test_doors_follow_what_went_out() -> None:
    before = desk.doors(standing("delegate"), session(2026, 2))
    assert Right.MINUTES_READ in before  # they have been circulated for comments
    assert Right.MINUTES_READ not in desk.doors(standing("delegate"), session(2027, 1))
    assert Right.AGENDA_READ in before
    assert desk.doors(standing("outsider"), session(2026, 2)) == frozenset()
    assert Right.FOLLOWUPS_READ not in desk.doors(standing("co-host"), session(2027, 1))


def test_the_year_plan_tells_where_papers_stand_to_those_who_hold_them() -> None:
    lines = {line.session.ref: line for line in desk.year_plan(standing("delegate"))}

    assert set(lines) == {"2026-1", "2026-2", "2027-1"}
    assert (lines["2026-1"].decisions, lines["2026-1"].followups, lines["2026-1"].live) == (2, 3, 3)
    for line in desk.year_plan(standing("other co-host")):
        assert (line.opens, line.agenda_state, line.minutes_state, line.followups) == (True, None, None, 0)
