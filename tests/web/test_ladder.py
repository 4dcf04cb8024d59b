"""The ladder over HTTP: whose each step is, a day moved with its reason, and what a second press or editor does."""

import datetime as dt

import pytest
from sqlalchemy import select

from dialogue.domain.ladder import RungEntry
from dialogue.domain.sessions import Session
from tests import walk
from tests.web.browser import key, submit
from tests.web.planning import version_on

AT = dt.datetime(2027, 4, 1, 12, tzinfo=dt.UTC)
LADDER = "/sessions/2027-1/ladder"


@pytest.fixture
def session(db, people, clock):
    clock.at = AT
    made = walk.plan(db, people)
    walk.delegations(db, people, made)
    db.commit()
    return made.id


def moved(client, to="2027-05-12", reason="A strike.", **more):
    base = version_on(client.get(f"{LADDER}/call").text)
    return submit(client, f"{LADDER}/call", {"to": to, "reason": reason, "base_version": base} | more)


def test_a_moved_day_stands_on_the_pages_with_its_reason(db, people, session, as_):
    ours, theirs = as_(people.secretary_brussels), as_(people.delegate_kosovo)

    answer = moved(ours)

    assert (answer.status_code, answer.location) == (303, LADDER)
    for page in (ours.get(LADDER).text, theirs.get(LADDER).text):
        assert "Wed 12 May 2027" in page
        assert "moved from Sun 9 May 2027" in page
        assert "A strike." in page
    assert "by Wed 12 May 2027, moved from Sun 9 May 2027" in ours.get("/sessions/2027-1").text


def test_a_session_that_moves_says_that_it_moved_its_steps(db, people, session, as_, clock):
    one = db.get_one(Session, session)
    one.reschedule(
        one.starts + dt.timedelta(7), one.ends + dt.timedelta(7), due=None, base=one.version,
        by=people.secretary_brussels, at=AT,
    )  # fmt: skip
    db.commit()

    page = as_(people.secretary_prishtina).get(LADDER).text

    assert page.count("with the session on Thu 1 Apr 2027") == 6 - 2  # two are done: their days are the past's
    assert "moved from Sun 9 May 2027 with the session on Thu 1 Apr 2027" in page


def test_a_second_press_moves_nothing_twice(db, people, session, as_):
    client = as_(people.secretary_brussels)
    form = {"to": "2027-05-12", "reason": "A strike.", "base_version": "0", "form_key": key(client)}

    first, second = submit(client, f"{LADDER}/call", form), submit(client, f"{LADDER}/call", form)

    assert (first.status_code, second.status_code) == (303, 303)
    assert len(db.scalars(select(RungEntry)).all()) == 1


def test_a_second_editor_is_told_and_nothing_typed_is_lost(db, people, session, as_):
    theirs = as_(people.secretary_prishtina)
    base = version_on(theirs.get(f"{LADDER}/call").text)
    moved(as_(people.secretary_brussels))

    late = submit(theirs, f"{LADDER}/call", to="2027-05-13", reason="An election.", base_version=base)

    assert late.status_code == 409
    assert "Somebody has moved this day since you opened the page." in late.text
    assert "An election." in late.text
    assert [one.reason for one in db.scalars(select(RungEntry))] == ["A strike."]


@pytest.mark.parametrize(
    ("typed", "status", "sentence"),
    [
        ({"reason": ""}, 422, "Please fill this in."),
        ({"to": "soon"}, 422, "Please type a date"),
        ({"to": "2027-05-09"}, 422, "It is due on that day already."),
        ({"to": "2027-06-30"}, 409, "This has to happen before the session begins."),
    ],
)
def test_a_move_that_cannot_be_is_answered_with_why(people, session, as_, typed, status, sentence):
    answer = moved(as_(people.secretary_brussels), **typed)

    assert (answer.status_code, sentence in answer.text) == (status, True)


def test_the_list_of_arrivals_is_done_when_a_secretary_says_so(people, session, as_):
    client = as_(people.secretary_prishtina)
    page = f"{LADDER}/arrivals"
    base = version_on(client.get(page).text)

    answer = submit(client, f"{page}/done", how="Sent to the protocol.", base_version=base)

    assert answer.status_code == 303
    assert "Sent to the protocol." in client.get(LADDER).text
    assert submit(client, f"{page}/done", how="Once more.", base_version="1").status_code == 409
    assert "It is done</h2>" not in client.get(f"{LADDER}/call").text


@pytest.mark.parametrize("rung", ["joint-draft", "nobody-knows-this", "session"])
def test_what_is_no_step_of_the_session_by_now_is_not_there(people, session, as_, rung):
    assert as_(people.secretary_brussels).get(f"{LADDER}/{rung}").status_code == 404


def test_who_follows_the_session_reads_whose_turn_it_is_and_moves_nothing(people, session, as_):
    client = as_(people.focal_kosovo)
    page = client.get(LADDER).text

    assert page.count("– yours") == 1
    assert "Change…" not in page
    assert client.get(f"{LADDER}/call").status_code == 403
    assert as_(people.cohost_university).get(LADDER).status_code == 404
