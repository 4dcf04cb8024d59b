"""The desk: what lies on a reader's table, and which doors stand open."""

import datetime as dt
from collections.abc import Sequence

import pytest
from sqlalchemy import select

from dialogue import access
from dialogue.access import Right
from dialogue.db import db
from dialogue.domain.delegations import Participant, ParticipantState
from dialogue.domain.sessions import Session
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


def refs(found: Sequence[Session]) -> list[str]:
    return [one.ref for one in found]


def test_a_session_stays_on_the_desk_until_it_is_closed_for_those_who_may_open_it() -> None:
    desks = {who: home.desk(standing(who)) for who in ("secretary", "delegate", "co-host", "other co-host", "outsider")}

    assert {who: (refs(desk.opened), refs(desk.coming)) for who, desk in desks.items()} == {
        "secretary": (["2026-2"], ["2027-1", "2027-2"]),
        "delegate": (["2026-2"], ["2027-1"]),
        "co-host": ([], ["2027-1"]),
        "other co-host": ([], []),  # its own session is closed
        "outsider": ([], []),
    }


def test_both_parties_people_know_the_next_regular_session_whatever_became_of_the_last() -> None:
    last, coming, later = session(2026, 2), session(2027, 1), session(2027, 2)
    assert last.state == "held"
    by, stranger = standing("secretary").person, standing("delegate").person
    for seat in db.scalars(select(Participant).where(Participant.person_id == stranger.id)):
        seat.state = ParticipantState.WITHDRAWN
    db.commit()

    def told(who: str) -> str | None:
        found = home.desk(standing(who)).regular
        return found.ref if found else None

    assert told("delegate") == "2027-1"
    assert told("secretary") is None  # stands there among its own
    assert {told(who) for who in ("co-host", "observer@council.example", "outsider", "admin")} == {None}
    coming.cancel("An election.", by=by, at=AT)
    db.commit()
    assert told("delegate") == "2027-2" and later.state == "tentative"


def test_the_session_of_the_day_is_the_one_that_is_convened_for_it_or_goes_on() -> None:
    coming, by = session(2027, 1), standing("secretary").person
    day, before = coming.starts.date(), coming.starts.date() - dt.timedelta(days=1)

    def on(when: dt.date) -> str | None:
        found = home.desk(standing("delegate")).on(when)
        return found.ref if found else None

    assert (on(before), on(day)) == (None, "2027-1")
    coming.open_(by=by, at=coming.starts_at)
    assert on(day) == "2027-1"
    coming.end(by=by, at=coming.ends_at)
    assert on(day) is None


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
def test_a_session_that_is_called_off_is_told_until_its_old_date_has_passed_or_it_has_a_new_one(verb: str) -> None:
    off, readers = session(2027, 1), ("secretary", THEIRS, "chair", "focal point", "other co-host", "outsider", "admin")
    getattr(off, verb)("An election.", by=standing("secretary").person, at=AT)
    db.commit()
    told, second = [True, True, True, True, False, False, False], dt.timedelta(seconds=1)

    # One that is cancelled has no other date to wait for; of one that is postponed that is still to be said.
    later = [False] * 7 if verb == "cancel" else told
    for at, expected in ((AT, told), (off.ends_at, told), (off.ends_at + second, later)):
        found = [home.desk(access.standing(standing(who).person, at)).off for who in readers]
        assert [[one.ref for one in sessions] for sessions in found] == [["2027-1"] if one else [] for one in expected]
