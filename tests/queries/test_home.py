"""The desk: what lies on a reader's table, and which doors stand open."""

import datetime as dt

import pytest

from dialogue import access
from dialogue.access import Right
from dialogue.db import db
from dialogue.queries import home
from tests.databases import Postgres, Sqlite
from tests.planted import AT, planted, session, standing

TODAY = AT.date()
THEIRS = "secretary.prishtina@dialogue.example"


@pytest.fixture(autouse=True)
def _world(database: Sqlite | Postgres) -> None:
    planted(database)


def test_what_may_be_taken_away_is_what_the_reader_may_read() -> None:
    def papers(who: str, *ref: int) -> tuple[bool, bool]:
        found = home.papers(standing(who), session(*ref))
        return found.agenda, found.minutes

    assert papers("secretary", 2026, 2) == papers("delegate", 2026, 2) == (True, True)
    assert papers("secretary", 2027, 2) == (False, False)  # nothing is begun
    assert papers("delegate", 2027, 1) == papers("co-host", 2027, 1) == (True, False)
    assert papers("other co-host", 2026, 1) == (True, True)
    assert papers("co-host", 2026, 2) == papers("outsider", 2026, 2) == papers("admin", 2026, 1) == (False, False)
    assert papers("observer@council.example", 2026, 2) == (True, False)  # not released

    assert home.papers(standing("delegate"), session(2026, 2)).minutes_state == "final draft"
    assert home.papers(standing("other co-host"), session(2026, 1)).minutes_state == ""


def test_the_next_session_of_a_reader_is_one_that_it_may_open() -> None:
    named = {who: home.next_session(standing(who)) for who in ("delegate", "co-host", "other co-host", "outsider")}

    assert {who: one.ref if one else None for who, one in named.items()} == {
        "delegate": "2027-1",
        "co-host": "2027-1",
        "other co-host": None,
        "outsider": None,
    }


def test_doors_follow_what_went_out() -> None:
    before = home.doors(standing("delegate"), session(2026, 2))
    assert Right.MINUTES_READ in before  # they have been circulated for comments
    assert Right.MINUTES_READ not in home.doors(standing("delegate"), session(2027, 1))
    assert Right.AGENDA_READ in before
    assert home.doors(standing("outsider"), session(2026, 2)) == frozenset()
    assert Right.FOLLOWUPS_READ not in home.doors(standing("co-host"), session(2027, 1))


def test_the_year_plan_tells_where_papers_stand_to_those_who_hold_them() -> None:
    lines = {line.session.ref: line for line in home.year_plan(standing("delegate"))}

    assert set(lines) == {"2026-1", "2026-2", "2027-1"}
    assert (lines["2026-1"].decisions, lines["2026-1"].followups, lines["2026-1"].live) == (2, 3, 3)
    for line in home.year_plan(standing("other co-host")):
        assert (line.opens, line.agenda_state, line.minutes_state, line.followups) == (True, None, None, 0)


@pytest.mark.parametrize("verb", ["postpone", "cancel"])
def test_a_session_that_is_called_off_is_told_until_its_old_date_has_passed(verb: str) -> None:
    off, readers = session(2027, 1), ("secretary", THEIRS, "chair", "focal point", "other co-host", "outsider", "admin")
    getattr(off, verb)("An election.", by=standing("secretary").person, at=AT)
    db.commit()
    told, second = [True, True, True, True, False, False, False], dt.timedelta(seconds=1)

    for at, expected in ((AT, told), (off.ends_at, told), (off.ends_at + second, [False] * 7)):
        found = [home.called_off(access.standing(standing(who).person, at)) for who in readers]
        assert [[one.ref for one in sessions] for sessions in found] == [["2027-1"] if one else [] for one in expected]
