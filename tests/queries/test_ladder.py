"""The ladder: what is done, what is due, and what comes next, before a session and after it."""

import datetime as dt

import pytest
from sqlalchemy import select

from dialogue.db import db
from dialogue.domain import organisations
from dialogue.domain.delegations import Capacity, Participant
from dialogue.domain.minutes import Minutes, MinutesState
from dialogue.domain.sessions import Session
from dialogue.domain.silence import Circulation
from dialogue.domain.working_days import Capitals
from dialogue.queries import ladder
from tests.databases import Postgres, Sqlite
from tests.planted import AT, planted, session, standing

TODAY = AT.date()
THEIRS = "secretary.prishtina@dialogue.example"


@pytest.fixture(autouse=True)
def _world(database: Sqlite | Postgres) -> None:
    planted(database)


def statuses(one: Session, today: dt.date) -> list[str]:
    return [rung.status for rung in ladder.rungs(standing("secretary"), one, today)]


def test_the_ladder_counts_back_from_the_session() -> None:
    one = session(2027, 1)

    *before, last = ladder.rungs(standing("secretary"), one, TODAY)
    days = [(one.starts.date() - rung.by).days for rung in before if rung.by]
    assert days == [30, 21, 21, 15, 10, 5]  # the last was moved by two days
    assert (before[-1].was, last.on) == (one.starts.date() - dt.timedelta(days=3), one.starts.date())


def test_what_is_done_is_done_and_the_first_that_is_not_is_next_and_within_a_fortnight_due() -> None:
    one = session(2027, 1)

    assert statuses(one, TODAY) == ["done", "done", "done", "done", "done", "next", "to come"]
    assert statuses(one, one.starts.date() - dt.timedelta(days=20))[-2] == "next"
    assert statuses(one, one.starts.date() - dt.timedelta(days=19))[-2] == "due"
    assert statuses(session(2027, 2), TODAY) == ["next", *["to come"] * 6]


def test_what_was_done_is_told_with_its_day_where_that_is_known() -> None:
    rungs = ladder.rungs(standing("secretary"), session(2027, 1), TODAY)

    assert [rung.done_on is not None for rung in rungs] == [False, False, True, True, False, False, False]
    assert rungs[3].done_on is not None and rungs[3].done_on <= TODAY


def after(one: Session, who: str = "secretary", today: dt.date = TODAY) -> dict[str, ladder.Rung]:
    """The rungs by their words."""
    return {rung.what: rung for rung in ladder.rungs(standing(who), one, today)}


def test_from_the_session_on_the_ladder_leads_to_its_closing() -> None:
    done = after(session(2026, 1))  # closed
    assert {rung.status for rung in done.values()} == {"done"}
    first, *_, last = done
    assert (first, last) == ("The session", "The session is closed")

    waits = after(session(2026, 2), "delegate")  # a final draft
    assert waits["The minutes are the final draft"].status == "done"
    assert waits["Both Parties approve the minutes"].status == "due"
    assert waits["The minutes are signed"].status == "to come"
    assert waits["Both Parties approve the minutes"].of_minutes
    for who in ("co-host", "other co-host", "observer@council.example"):
        assert after(session(2026, 2), who) == {}


def test_comments_run_until_their_instant_and_a_joint_draft_has_its_working_days() -> None:
    one = session(2026, 2)
    minutes = db.scalars(select(Minutes).where(Minutes.session_id == one.id)).one()
    minutes.state, minutes.circulated_at, minutes.comments_closed_at = MinutesState.COMMENTS, AT, None
    minutes.comments_until = AT + dt.timedelta(days=9)
    db.commit()
    out = after(one)["The minutes are out for comments"]
    assert (out.status, out.until) == ("due", minutes.comments_until)
    assert after(one, today=TODAY + dt.timedelta(days=10))["The minutes are out for comments"].status == "overdue"

    minutes.state, minutes.circulated_at, minutes.comments_until = MinutesState.DRAFTING, None, None
    db.commit()
    ladder = after(one)
    draft = ladder["The secretaries agree on a joint draft of the minutes"]
    assert draft.by == Capitals(db.scalars(organisations.parties())).after(one.ends.date(), 10)
    assert draft.status == "due"
    assert ladder["Both delegations comment on the minutes"].status == "to come"


def test_minutes_under_silence_are_approved_at_its_expiry() -> None:
    one = session(2026, 2)
    minutes = db.scalars(select(Minutes).where(Minutes.session_id == one.id)).one()
    round_ = db.scalars(select(Circulation)).one()  # of a single decision: here it stands for one on the minutes
    minutes.state, minutes.circulation = MinutesState.UNDER_SILENCE, round_
    db.commit()

    rung = after(one)["Both Parties approve the minutes by silence, which expires"]
    assert (rung.status, rung.until) == ("due", round_.expires_at)


def test_what_was_to_be_done_by_now_is_overdue() -> None:
    one = session(2027, 2)
    late = one.starts.date() - dt.timedelta(days=20)

    assert statuses(one, late) == ["overdue", "overdue", "overdue", *["to come"] * 4]


def test_one_head_is_not_both() -> None:
    own = select(Participant).where(Participant.session_id == session(2027, 1).id)
    head = db.scalars(own.where(Participant.capacity == Capacity.HEAD)).first()
    assert head is not None
    head.withdraw(by=standing("secretary").person, at=AT)
    db.commit()

    assert statuses(session(2027, 1), TODAY)[4] == "next"


def test_a_session_without_a_date_has_no_ladder() -> None:
    one = session(2027, 1)
    one.postpone("The hall is closed.", by=standing("secretary").person, at=AT)

    assert statuses(one, TODAY) == []
    one.cancel("Elections.", by=standing("secretary").person, at=AT)
    assert statuses(one, TODAY) == []


def test_the_ladder_is_the_two_sides_own() -> None:
    for who in ("co-host", "observer@council.example", "outsider", "admin"):
        assert ladder.rungs(standing(who), session(2027, 1), TODAY) == []
