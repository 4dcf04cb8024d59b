"""Both Parties' calendars: read by both sides, each corrected by its own secretary, and an expiry obeys."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from dialogue.db import db
from dialogue.domain import organisations, sessions
from dialogue.domain.log import LogEntry
from dialogue.domain.organisations import DayKind, OwnDay
from tests.planted import AT, REFS
from tests.web.browser import key, submit
from tests.web.many import Statements, costs_the_same

Browse = Callable[[str], FlaskClient]
PAGE = "/working-days"
CLOSED = {"on": "2026-12-29", "kind": "closed", "reason": "The house is closed between the years."}
THEIRS = "secretary.prishtina@dialogue.example"


def days() -> list[OwnDay]:
    db.remove()
    return list(db.scalars(select(OwnDay).order_by(OwnDay.id)))


def test_the_holidays_of_a_year_are_shown_to_both_sides_and_to_nobody_else(browse: Browse) -> None:
    page = browse("delegate").get(PAGE).text

    for told in ("NATO", "Kosovo", "Fri 25 Dec 2026", "Christmas Day", "Wed 17 Feb 2027", "Independence Day"):
        assert told in page
    assert "(estimated)" in page
    assert "Correct a day" not in page
    assert [browse(who).get(PAGE).status_code for who in ("co-host", "outsider")] == [404, 404]


def test_a_secretary_corrects_the_own_side_s_calendar_once(browse: Browse) -> None:
    client = browse("secretary")
    once = key(client)

    assert [submit(client, PAGE, CLOSED, form_key=once).status_code for _ in range(2)] == [303, 303]

    (made,) = [one for one in days() if one.reason == CLOSED["reason"]]
    assert (made.party.slug, made.on.isoformat(), made.works) == ("nato", "2026-12-29", False)
    assert "The house is closed between the years." in browse("chair").get(PAGE).text
    assert db.scalars(select(LogEntry.verb).where(LogEntry.noun == "own_days")).all()[-1] == "correct"


def test_what_cannot_be_corrected_is_said_and_what_was_typed_stays(browse: Browse) -> None:
    answer = submit(browse("secretary"), PAGE, CLOSED | {"on": "2026-12-25"})

    assert answer.status_code == 409
    assert "public holiday already: Christmas Day" in answer.text
    assert CLOSED["reason"] in answer.text
    assert all(one.reason != CLOSED["reason"] for one in days())


@pytest.mark.parametrize("on", ["", "soon", "9999-12-31", "0001-01-01"])
def test_a_day_that_is_none_is_asked_for_again(browse: Browse, on: str) -> None:
    answer = submit(browse("secretary"), PAGE, CLOSED | {"on": on})

    assert answer.status_code in (409, 422)
    assert CLOSED["reason"] in answer.text


def test_only_its_own_secretary_takes_a_day_back(browse: Browse) -> None:
    submit(browse("secretary"), PAGE, CLOSED)
    path = f"{PAGE}/{days()[-1].id}/take-back"

    assert submit(browse(THEIRS), path, {}).status_code == 403
    assert days()[-1].stands
    assert submit(browse("secretary"), path, {}).status_code == 303
    assert not days()[-1].stands
    assert submit(browse("secretary"), path, {}).status_code == 409
    assert CLOSED["reason"] not in browse("chair").get(PAGE).text


def test_a_session_on_a_day_on_which_a_party_is_closed_is_shown_as_such(browse: Browse) -> None:
    path = f"/sessions/{REFS['next']}"
    on = db.scalars(sessions.by_ref(REFS["next"])).one().starts.date()
    assert CLOSED["reason"] not in browse("secretary").get(path).text

    assert submit(browse(THEIRS), PAGE, CLOSED | {"on": on.isoformat()}).status_code == 303

    assert CLOSED["reason"] in browse("secretary").get(path).text


def test_more_corrections_cost_no_more_statements(browse: Browse, statements: Statements) -> None:
    def more(n: int) -> None:
        (party, _) = db.scalars(organisations.parties()).all()
        on = AT.date()
        party.own_days.extend(OwnDay(on=on, kind=DayKind.CLOSED, reason="Closed.") for _ in range(n))

    costs_the_same(browse("secretary"), PAGE, statements, more)
