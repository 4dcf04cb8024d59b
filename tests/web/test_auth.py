"""Signing in, out and off: who gets in, how long, how often they may try, and where it leads."""

import io
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session, scoped_session

from dialogue.domain.signins import TRIES_OF_PAIR, Attempt, SignIn, email_digest
from dialogue.web.presence import COOKIE_FIELD
from tests.cast import PASSWORD, Cast
from tests.conftest import Clock
from tests.web.browser import As, sign_in, submit, token

ELSEWHERE = [
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "https://evil.example",
    "http:evil.example",
    "https:/evil.example",
    "http:///evil.example",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "data:text/html,x",
    "evil.example",
    "/\t/evil.example",
    "\t//evil.example",
    " //evil.example",
    "/\n/evil.example",
    "/\r\n/evil.example",
    "//evil.example/%2f..",
    "//@evil.example",
    "//user@evil.example",
    "https:evil.example",
    "ftp://evil.example",
    "/ /evil.example",
    "//\u3002evil.example",
    "/\\/evil.example",
    "\\/evil.example",
    "/\x0b/evil.example",
    "?next=//evil.example",
    "#//evil",
    "https://localhost@evil.example",
    "https://localhost.evil.example",
    "//localhost",
    ":80",
    "//[::1]",
    "mailto:a@evil.example",
    "..//evil.example",
    "./evil",
    "\x1b//evil.example",
    "\x7f//evil.example",
    "/\x7f/evil.example",
]


def test_the_right_password_lets_in_and_leads_on(people: Cast, client: FlaskClient) -> None:
    answer = sign_in(client, "Secretary.Brussels@dialogue.example ", path="/sign-in?next=/sign-ins?a=1")

    assert (answer.status_code, answer.location) == (303, "/sign-ins?a=1")
    assert "Bea Brussels" in client.get("/sign-ins").text


def test_unknown_address_and_wrong_password_are_answered_alike(people: Cast, as_: As) -> None:
    unknown = sign_in(as_(None), "nobody@nato.example")
    wrong = sign_in(as_(None), "chair.nato@nato.example", "not the password")

    assert (unknown.status_code, wrong.status_code) == (422, 422)
    strip = [_without_secrets(a.text).replace("nobody@", "chair.nato@") for a in (unknown, wrong)]
    assert strip[0] == strip[1]
    assert "do not belong together" in strip[0]


@pytest.mark.parametrize(
    "sent",
    [
        lambda: {
            "data": {"email": (io.BytesIO(b"a@b.example"), "a"), "password": (io.BytesIO(PASSWORD.encode()), "b")}
        },
        lambda: {"json": {"email": "chair.nato@nato.example", "password": PASSWORD}},
        lambda: {"json": [["email"]]},
    ],
)
def test_what_is_no_form_is_answered_like_an_empty_one(people: Cast, client: FlaskClient, sent: Any) -> None:
    answer = client.post("/sign-in", headers={"X-CSRFToken": token(client)}, **sent())

    assert (answer.status_code, "Please fill this in." in answer.text) == (422, True)


def test_a_person_who_is_not_active_is_not_let_in(
    people: Cast, db: scoped_session[Session], client: FlaskClient
) -> None:
    db.merge(people.outsider).active = False
    db.commit()

    assert sign_in(client, people.outsider.email).status_code == 422


def test_a_person_without_a_password_is_not_let_in(
    people: Cast, db: scoped_session[Session], client: FlaskClient
) -> None:
    db.merge(people.outsider).password_hash = None
    db.commit()

    assert sign_in(client, people.outsider.email, "").status_code == 422
    assert sign_in(client, people.outsider.email, "nobody has this password").status_code == 422


def test_the_password_never_comes_back(people: Cast, client: FlaskClient) -> None:
    answer = sign_in(client, "chair.nato@nato.example", "wrong but dear to me")

    assert "chair.nato@nato.example" in answer.text
    assert "dear to me" not in answer.text


@pytest.mark.parametrize("path", ELSEWHERE)
def test_a_sign_in_leads_nowhere_else(people: Cast, client: FlaskClient, path: str) -> None:
    answer = submit(client, "/sign-in", {"email": people.outsider.email, "password": PASSWORD}, query={"next": path})

    assert (answer.status_code, answer.location) == (303, "/")


def test_a_success_wipes_the_tries_before_it(people: Cast, as_: As, db: scoped_session[Session]) -> None:
    client = as_(None)
    for _ in range(TRIES_OF_PAIR - 1):
        sign_in(client, "chair.nato@nato.example", "wrong")

    sign_in(client, "chair.nato@nato.example")

    assert db.scalar(select(func.count()).select_from(Attempt)) == 0


def test_the_tries_do_not_keep_what_was_typed(people: Cast, client: FlaskClient, db: scoped_session[Session]) -> None:
    sign_in(client, "my-secret-password-by-mistake", "x")

    row = db.scalars(select(Attempt)).one()
    assert "my-secret" not in row.email_digest
    assert len(row.email_digest) == 64


def test_each_sign_in_has_its_own_cookie_and_drops_what_the_browser_held(people: Cast, client: FlaskClient) -> None:
    before = token(client)
    sign_in(client, "chair.nato@nato.example")
    with client.session_transaction() as cookie:
        first = cookie[COOKIE_FIELD]
    sign_in(client, "chair.kosovo@kosovo.example")
    with client.session_transaction() as cookie:
        second = cookie[COOKIE_FIELD]

    assert first != second
    assert submit(client, "/sign-out", csrf_token=before).status_code == 400


def test_a_sign_in_from_another_site_is_refused(people: Cast, client: FlaskClient) -> None:
    without = sign_in(client, "chair.nato@nato.example", csrf_token=None)
    across = sign_in(client, "chair.nato@nato.example", headers={"Sec-Fetch-Site": "cross-site"})

    assert (without.status_code, across.status_code) == (400, 403)
    assert client.get("/sign-ins").status_code == 302


def test_the_sign_in_that_was_open_twice_goes_on_where_the_same_person_sends_it(
    people: Cast, client: FlaskClient
) -> None:
    second = token(client)
    assert sign_in(client, "chair.nato@nato.example").status_code == 303

    answer = sign_in(client, " Chair.NATO@nato.example", "whatever", "/sign-in?next=/sign-ins", csrf_token=second)

    assert (answer.status_code, answer.location) == (303, "/sign-ins")
    away = sign_in(client, "chair.nato@nato.example", "whatever", "/sign-in?next=//evil.example", csrf_token=second)
    assert away.location == "/"


def test_the_sign_in_that_was_open_twice_says_who_is_here_already(
    people: Cast, client: FlaskClient, db: scoped_session[Session]
) -> None:
    second = token(client)
    sign_in(client, "chair.nato@nato.example")

    answer = sign_in(client, "outsider@elsewhere.example", csrf_token=second)

    assert answer.status_code == 409
    assert "you are signed in as Nora Chair" in answer.text
    assert PASSWORD not in answer.text
    assert db.scalars(select(SignIn)).one().person.email == "chair.nato@nato.example"
    assert submit(client, "/sign-out").status_code == 303


def test_a_form_without_its_token_is_told_so_where_nobody_is_signed_in(people: Cast, as_: As) -> None:
    client = as_(None)

    assert "came without the cookie" in sign_in(client, "chair.nato@nato.example", csrf_token="old").text


def test_signing_out_ends_the_row_and_not_only_the_cookie(people: Cast, as_: As) -> None:
    browser = as_(people.chair_nato)
    stolen = as_(None)
    with browser.session_transaction() as cookie:
        value = cookie[COOKIE_FIELD]
    with stolen.session_transaction() as cookie:
        cookie[COOKIE_FIELD] = value
    assert stolen.get("/sign-ins").status_code == 200

    answer = submit(browser, "/sign-out")

    assert (answer.status_code, answer.location) == (303, "/sign-in")
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert stolen.get("/sign-ins").status_code == 302


def test_signing_out_twice_is_no_fault(people: Cast, as_: As) -> None:
    browser = as_(people.chair_nato)
    submit(browser, "/sign-out")

    assert submit(browser, "/sign-out").status_code == 303


def test_a_sign_in_ends_after_twelve_hours(people: Cast, as_: As, clock: Clock) -> None:
    browser = as_(people.chair_nato)
    clock.later(hours=11, minutes=59)
    assert browser.get("/sign-ins").status_code == 200

    clock.later(minutes=1)

    answer = browser.get("/sign-ins?page=2")
    assert (answer.status_code, answer.location) == (302, "/sign-in?next=/sign-ins?page%3D2")


def test_a_person_made_inactive_is_out_at_once(people: Cast, as_: As, db: scoped_session[Session]) -> None:
    browser = as_(people.chair_nato)
    db.merge(people.chair_nato).active = False
    db.commit()

    assert browser.get("/sign-ins").status_code == 302


def test_i_see_and_end_my_own_sign_ins_alone(people: Cast, as_: As, db: scoped_session[Session]) -> None:
    here, there, other = as_(people.chair_nato), as_(people.chair_nato), as_(people.chair_kosovo)
    mine = db.scalars(select(SignIn).where(SignIn.person_id == people.chair_nato.id).order_by(SignIn.id)).all()
    theirs = db.scalars(select(SignIn).where(SignIn.person_id == people.chair_kosovo.id)).one()
    ids = [row.id for row in mine]
    foreign = theirs.id

    page = here.get("/sign-ins").text
    refused = submit(here, f"/sign-ins/{foreign}/revoke")
    unknown = submit(here, "/sign-ins/999999/revoke")
    done = submit(here, f"/sign-ins/{ids[1]}/revoke")

    assert all(f"/sign-ins/{n}/revoke" in page for n in ids)
    assert f"/sign-ins/{foreign}/revoke" not in page
    assert (refused.status_code, unknown.status_code, done.status_code) == (404, 404, 303)
    assert there.get("/sign-ins").status_code == 302
    assert (here.get("/sign-ins").status_code, other.get("/sign-ins").status_code) == (200, 200)


def test_the_cookie_is_for_the_server_alone(people: Cast, client: FlaskClient) -> None:
    answer = sign_in(client, "chair.nato@nato.example")

    browser, cookie = answer.headers.getlist("Set-Cookie")
    assert cookie.startswith("dialogue=")
    assert cookie.endswith("; HttpOnly; Path=/; SameSite=Lax")
    assert browser.startswith("dialogue-browser=")
    assert browser.endswith("; Max-Age=15552000; HttpOnly; Path=/; SameSite=Strict")


def test_there_is_no_remember_cookie(people: Cast, client: FlaskClient) -> None:
    answer = sign_in(client, "chair.nato@nato.example", remember="1")

    assert [c.split("=")[0] for c in answer.headers.getlist("Set-Cookie")] == ["dialogue-browser", "dialogue"]
    client.delete_cookie("dialogue")
    assert client.get("/sign-ins").status_code == 302


def test_whoever_is_signed_in_goes_on_from_the_sign_in_page(people: Cast, as_: As) -> None:
    answer = as_(people.outsider).get("/sign-in?next=/sign-ins")

    assert (answer.status_code, answer.location) == (302, "/sign-ins")


def test_last_seen_is_noted_once_an_hour(people: Cast, as_: As, clock: Clock, db: scoped_session[Session]) -> None:
    browser, began = as_(people.outsider), clock()
    clock.later(minutes=59)
    browser.get("/sign-ins")
    assert db.scalars(select(SignIn.seen_at)).one() == began
    db.rollback()

    later = clock.later(minutes=2)
    browser.get("/sign-ins")

    assert db.scalars(select(SignIn.seen_at)).one() == later


def _without_secrets(page: str) -> str:
    lines = page.splitlines()
    return "\n".join(line for line in lines if "csrf_token" not in line)


def test_what_was_tried_and_what_let_in_is_told_in_the_log(people: Cast, client: FlaskClient, events: Any) -> None:
    account = email_digest(people.outsider.email)[:12]
    sign_in(client, people.outsider.email, "not the password at all")
    sign_in(client, people.outsider.email)

    wrong, right = events()
    assert (wrong["events"], wrong["person"], wrong["status"]) == ([f"wrong password for {account}"], None, 422)
    assert (right["events"], right["person"], right["status"]) == (["signed in by password"], people.outsider.id, 303)
    assert {line["from"] for line in (wrong, right)} == {"127.0.0.1"}
