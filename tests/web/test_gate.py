"""The gate: who passes, what the URL names, and that nothing is written by a GET."""

import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session, scoped_session

from dialogue.access import Right
from dialogue.domain.people import Person
from dialogue.domain.signins import KeptForm, SignIn
from dialogue.web.gate import guard, loads, needs, public
from tests.cast import Cast
from tests.conftest import Clock
from tests.web.browser import As, submit
from tests.web.tried import Thing, blueprints, counted, long_name, without_secrets  # noqa: F401 a fixture

pytestmark = pytest.mark.engines

# Who passes


def test_the_right_person_gets_the_thing_and_the_instant(admin: FlaskClient) -> None:
    answer = admin.get("/tried/nato")

    assert answer.text == "The NATO for Ada Admin at 2026-11-23T12:00:00+00:00"


def test_nobody_is_sent_to_sign_in_and_back(client: FlaskClient) -> None:
    answer = client.get("/tried/nato?x=1&y=2")

    assert (answer.status_code, answer.location) == (302, "/sign-in?next=/tried/nato?x%3D1%26y%3D2")


def test_known_but_not_allowed_is_403(people: Cast, as_: As) -> None:
    assert as_(people.secretary_brussels).get("/people").status_code == 403


def test_foreign_and_unknown_are_the_same_404(people: Cast, as_: As) -> None:
    outsider = as_(people.outsider)

    foreign, unknown = outsider.get("/tried/nato"), outsider.get("/tried/atlantis")

    assert (foreign.status_code, unknown.status_code) == (404, 404)
    assert without_secrets(foreign.text) == without_secrets(unknown.text)
    assert without_secrets(foreign.text) == without_secrets(outsider.get("/no/such/page").text)


def test_an_id_of_another_whole_is_the_404_of_an_unknown_one(people: Cast, admin: FlaskClient) -> None:
    own = admin.get(f"/tried/nato/people/{people.chair_nato.id}")
    foreign = admin.get(f"/tried/nato/people/{people.chair_kosovo.id}")
    unknown = admin.get("/tried/nato/people/99999")

    assert (own.text, foreign.status_code, unknown.status_code) == ("Nora Chair", 404, 404)
    assert without_secrets(foreign.text) == without_secrets(unknown.text)


@pytest.mark.parametrize("number", ["0", "-1", "01", "9999999999", "99999999999999999999", "1e3", "١"])
def test_a_number_that_no_database_holds_is_a_404(admin: FlaskClient, number: str) -> None:
    assert admin.get(f"/tried/nato/people/{number}").status_code == 404


def test_a_view_that_does_not_say_who_may_call_it_does_not_start(people: Cast, app: Flask) -> None:
    bare = Flask("bare", static_folder=None)
    bare.config["SECRET_KEY"] = "x"
    bare.add_url_rule("/open", view_func=lambda: "open", endpoint="open")

    with pytest.raises(RuntimeError, match="open does not say who may call it"):
        guard(bare)


def test_a_noun_that_nobody_loads_does_not_start() -> None:
    bare = Flask("bare", static_folder=None)
    bare.config["SECRET_KEY"] = "x"
    bare.add_url_rule("/open", view_func=needs(Right.PEOPLE_KEEP, Cast)(lambda thing: ""), endpoint="open")

    with pytest.raises(RuntimeError, match="nothing is registered that loads one"):
        guard(bare)


def test_a_view_says_once_who_may_call_it_and_a_noun_is_loaded_once() -> None:
    with pytest.raises(RuntimeError, match="twice"):
        public(needs(Right.PEOPLE_KEEP)(lambda: ""))
    with pytest.raises(RuntimeError, match="twice"):
        loads(Thing)(lambda slug: None)


def test_a_nul_in_a_query_is_refused(admin: FlaskClient) -> None:
    assert admin.get("/tried/nato?q=a%00b").status_code == 400
    assert admin.get("/tried/na%00to").status_code == 404


def test_options_and_trace_are_not_answered(admin: FlaskClient) -> None:
    assert admin.options("/tried/nato").status_code == 405
    assert admin.open("/tried/nato", method="TRACE").status_code == 405
    assert set(admin.delete("/tried/nato").headers["Allow"].split(", ")) == {"GET", "HEAD", "POST"}


# The request is the transaction


def test_a_post_commits(admin: FlaskClient) -> None:
    answer = submit(admin, "/tried/nato", name="New")

    assert (answer.status_code, answer.location, long_name()) == (303, "/tried/nato?renamed=1", "New")


@pytest.mark.parametrize(("how", "status"), [("refuse", 409), ("wrong", 422), ("stale", 409), ("raced", 409)])
def test_what_is_refused_changes_nothing(admin: FlaskClient, how: str, status: int) -> None:
    answer = submit(admin, "/tried/nato", {"name": "New", how: "1"})

    assert (answer.status_code, long_name()) == (status, "The NATO")


def test_a_get_cannot_write(admin: FlaskClient) -> None:
    assert admin.get("/tried/nato/writes").status_code in {500, 503}
    assert admin.get("/tried/nato/forgets").status_code == 200
    assert long_name() == "The NATO"


def test_a_commit_that_came_between_is_judged_again(admin: FlaskClient) -> None:
    answer = submit(admin, "/tried/nato", {"name": "New", "raced-once": "1"})

    assert (answer.status_code, long_name(), counted) == (303, "New", ["New", "New"])


@pytest.mark.parametrize("state", ["40P01", "40001", "55P03", "busy"])
def test_what_the_database_ended_for_the_sake_of_another_is_tried_again_once(admin: FlaskClient, state: str) -> None:
    assert long_name() != "Once"
    answer = submit(admin, "/tried/nato", {"name": "Once", "ended": state})
    assert (answer.status_code, answer.location, long_name()) == (303, "/tried/nato?renamed=2", "Once")

    counted.clear()
    again = submit(admin, "/tried/nato", {"name": "Twice over", "ended": state, "times": "2"})
    assert (again.status_code, len(counted), long_name()) == (503, 2, "Once")
    assert "Twice over" in again.text


def test_no_other_fault_of_the_database_is_tried_again(admin: FlaskClient) -> None:
    answer = submit(admin, "/tried/nato", {"name": "Full", "ended": "53100"})

    assert (answer.status_code, len(counted)) == (503, 1)
    assert "Full" in answer.text


def test_a_fault_rolls_back_and_keeps_the_text_on_the_page(admin: FlaskClient, app: Flask) -> None:
    answer = admin.get("/tried/fault")

    assert answer.status_code == 500
    assert re.search(r"this number: [0-9a-f]{12}\.", answer.text)
    assert "ZeroDivisionError" not in answer.text


# What a GET may write


def test_a_complete_download_leaves_a_receipt(admin: FlaskClient, db: scoped_session[Session]) -> None:
    admin.head("/tried/nato/paper")
    admin.get("/tried/nato/paper", headers={"Sec-Purpose": "prefetch"})
    admin.get("/tried/nato/paper", headers={"Purpose": "prefetch"})
    assert db.scalar(select(func.count()).select_from(KeptForm)) == 0
    db.rollback()

    answer = admin.get("/tried/nato/paper")

    assert (answer.text, answer.headers["Cache-Control"]) == ("a paper", "private")
    assert db.scalar(select(func.count()).select_from(KeptForm)) == 1


def test_no_download_without_its_receipt(admin: FlaskClient) -> None:
    answer = admin.get("/tried/nato/no-receipt")

    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")
    assert "must not be sent" not in answer.text


def test_what_was_last_seen_is_skipped_where_it_fails(admin: FlaskClient) -> None:
    assert admin.get("/tried/nato/unseen").text == "sent all the same"


def test_a_post_notes_that_the_sign_in_was_seen(admin: FlaskClient, clock: Clock, db: scoped_session[Session]) -> None:
    later = clock.later(hours=2)

    submit(admin, "/tried/nato", name="New")

    assert db.scalars(select(SignIn.seen_at)).one() == later


# Machines


def test_a_machine_is_served_without_a_cookie(
    admin: FlaskClient, client: FlaskClient, db: scoped_session[Session]
) -> None:
    everybody = str(db.scalar(select(func.count()).select_from(Person)))
    for browser in (admin, client):
        answer = browser.get("/tried/feed")

        assert (answer.status_code, answer.text) == (200, everybody)
        assert "Set-Cookie" not in answer.headers
        assert "Vary" not in answer.headers


def test_a_machine_is_answered_in_plain_text(client: FlaskClient) -> None:
    answer = client.get("/tried/feed/broken")

    assert (answer.status_code, answer.text, answer.content_type) == (409, "409\n", "text/plain; charset=utf-8")
    assert "Vary" not in answer.headers


def test_what_is_turned_away_is_told_in_the_log(client: FlaskClient, people: Cast, as_: As, events: Any) -> None:
    secretary = as_(people.secretary_brussels)
    secretary.get("/tried/nato")
    secretary.get("/tried/atlantis")
    submit(secretary, "/tried/nato", name="x", csrf_token="")
    submit(secretary, "/tried/nato", name="x", form_key="")
    submit(secretary, "/tried/nato", name="x", headers={"Sec-Fetch-Site": "cross-site"})
    submit(client, "/sign-in", email="x@example.org", csrf_token="")
    client.get("/sign-in", headers={"Host": "evil.example"})

    number = people.secretary_brussels.id
    assert [(line["events"], line["status"], line["person"]) for line in events()] == [
        (["not allowed: people:keep"], 404, number),
        (["form without its token"], 400, number),
        (["form without its key"], 400, number),
        (["sent by another site"], 403, number),
        (["form without its token"], 400, None),
        (["no host of ours"], 400, None),
    ]
