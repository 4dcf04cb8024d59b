"""What a date comes into conflict with: said in every form that sets one, and in the way of none."""

import datetime as dt

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session as Unit
from sqlalchemy.orm import scoped_session

from dialogue.domain.sessions import Session, SessionState
from tests.cast import Cast
from tests.web.browser import As, submit
from tests.web.planning import SECOND, all_the_same, begun, change, consent, only, plan, planned, seen_on, version_on

Db = scoped_session[Unit]


@pytest.fixture
def secretary(people: Cast, as_: As) -> FlaskClient:
    return as_(people.secretary_brussels)


SPECIAL = {"kind": "special", "departure_reason": ""}


def test_a_session_at_the_hours_of_another_is_planned_with_one_more_press(
    people: Cast, secretary: FlaskClient, db: Db
) -> None:
    plan(secretary, people)
    fields = SPECIAL | {"asked_by": people.kosovo.id}

    warned = plan(secretary, people, "2027-05-11T16:00", **fields)

    assert "HLD/2027/1 is at the same time: Brussels, Tue 11 May 2027, 09:30–16:30." in warned.text
    typed = planned(people, "2027-05-11T16:00", **fields)
    assert all_the_same(secretary, "/sessions/new", warned, typed).location == "/sessions/2027-2"


def test_a_date_in_the_past_is_warned_of_and_the_other_sessions_too(people: Cast, secretary: FlaskClient) -> None:
    warned = plan(secretary, people, "2025-05-13T09:30")
    assert "This date has passed already." in warned.text

    plan(secretary, people)
    reason = {"departure_reason": "The hall is being rebuilt."}
    warned = plan(secretary, people, SECOND, **reason)
    assert "HLD/2027/1 is a regular session in Brussels in the same year: Tue 11 May 2027" in warned.text


def test_what_changed_since_the_warning_is_warned_of_anew(people: Cast, as_: As, db: Db) -> None:
    ours, theirs = as_(people.secretary_brussels), as_(people.secretary_prishtina)
    plan(ours, people)
    fields = SPECIAL | {"asked_by": people.kosovo.id}
    warned = plan(ours, people, "2027-05-11T16:00", **fields)
    seen = seen_on(warned.text)
    assert change(theirs, "move", starts="2027-05-11T10:00", ends="2027-05-11T17:00").status_code == 303

    again = plan(ours, people, "2027-05-11T16:00", seen=seen, **fields)

    assert again.status_code == 422
    assert "10:00–17:00" in again.text
    assert len(db.scalars(select(Session)).all()) == 1


def test_a_warning_that_was_read_is_not_one_for_another_date(people: Cast, secretary: FlaskClient) -> None:
    seen = seen_on(plan(secretary, people, "2025-05-13T09:30").text)

    assert plan(secretary, people, "2025-05-14T09:30", seen=seen).status_code == 422
    assert plan(secretary, people, "2025-05-13T09:30", seen=seen).status_code == 303


def test_every_form_that_sets_a_date_warns_and_changes_nothing_before_the_second_press(
    people: Cast, secretary: FlaskClient, db: Db
) -> None:
    plan(secretary, people)
    path = "/sessions/2027-1/changes/move"
    typed = begun(secretary, "move") | {"starts": "2027-05-15T09:30", "ends": "2027-05-15T12:00"}

    warned = submit(secretary, path, typed)

    assert "Sat 15 May 2027 is a weekend." in warned.text
    assert only(db).starts == dt.datetime(2027, 5, 11, 9, 30)
    assert version_on(warned.text) == typed["base_version"]
    assert all_the_same(secretary, path, warned, typed).status_code == 303
    change(secretary, "postpone", reason="The hall is closed.")
    typed["base_version"] = begun(secretary, "move")["base_version"]
    warned = submit(secretary, path, typed)  # with the same date it is put back into the plan
    assert "Sat 15 May 2027 is a weekend." in warned.text
    assert only(db).state is SessionState.POSTPONED
    assert all_the_same(secretary, path, warned, typed).status_code == 303
    assert only(db).state is SessionState.TENTATIVE


def test_a_city_is_judged_by_the_alternation_in_the_form_that_moves_a_session_and_takes_both_words(
    people: Cast, secretary: FlaskClient, as_: As, db: Db
) -> None:
    plan(secretary, people)
    plan(secretary, people, SECOND, place=people.prishtina.id)
    path = "/sessions/2027-1/changes/move"
    typed = begun(secretary, "move") | {"place": people.prishtina.id, "venue": "Palace", "reason": "A fire."}

    refused = submit(secretary, path, typed)
    assert (refused.status_code, "it is the turn of Brussels" in refused.text) == (409, True)
    assert "Palace" in refused.text
    typed["departure_reason"] = "The hall burnt down."
    warned = submit(secretary, path, typed)

    assert (
        "HLD/2027/2 in Prishtina (Tue 9 Nov 2027, 09:30–16:30) is out of turn: it is that of Brussels." in warned.text
    )
    assert "The hall burnt down." in warned.text
    assert all_the_same(secretary, path, warned, typed).status_code == 303
    assert "The hall burnt down." not in secretary.get("/sessions/2027-1").text
    assert consent(as_(people.secretary_prishtina), db).status_code == 303
    assert "The hall burnt down." in secretary.get("/sessions/2027-1").text


def test_a_date_is_judged_by_the_alternation_in_the_form_that_sets_it(people: Cast, secretary: FlaskClient) -> None:
    plan(secretary, people)
    plan(secretary, people, SECOND, place=people.prishtina.id)

    refused = change(secretary, "move", "2027-2", starts="2027-04-13T09:30", ends="2027-04-13T12:00")

    assert (refused.status_code, "it is the turn of Brussels" in refused.text) == (409, True)
    assert "2027-04-13T09:30" in refused.text


@pytest.mark.parametrize(
    ("starts", "said"),
    [
        ("2027-03-28T02:30", "On Sun 28 Mar 2027 the clock is put forward over 02:30: please type another."),
        ("2027-10-31T02:30", "On Sun 31 Oct 2027 the clock is put back and shows 02:30 twice: please type another."),
    ],
)
def test_a_time_that_does_not_exist_or_exists_twice_is_refused_in_every_form_of_a_date(
    starts: str, said: str, people: Cast, secretary: FlaskClient, db: Db
) -> None:
    plan(secretary, people)
    fields = planned(people, starts, **dict.fromkeys(("venue", "address", "reason", "base_version"), ""))

    for path in ("/sessions/new", "/sessions/2027-1/changes/move", "/sessions/2027-1/changes/move/check"):
        answer = submit(secretary, path, fields)
        assert answer.status_code == 422
        assert said in answer.text
        assert f'value="{starts}"' in answer.text
    assert only(db).starts == dt.datetime(2027, 5, 11, 9, 30)
