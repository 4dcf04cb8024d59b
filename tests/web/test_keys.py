"""One effect per form: the same key and body answer the first result, whoever presses how often."""

import threading

import pytest
from flask import Flask
from flask.testing import FlaskClient
from itsdangerous import URLSafeSerializer
from sqlalchemy import func, select
from sqlalchemy.orm import Session, scoped_session

from dialogue.domain.signins import FormKey
from tests.cast import Cast
from tests.conftest import Clock
from tests.web.browser import key, key_of, submit, token
from tests.web.tried import blueprints, counted  # noqa: F401 a fixture


def test_the_same_form_twice_answers_the_first_result(admin: FlaskClient, people: Cast) -> None:
    once = key(admin)

    first = submit(admin, "/tried/nato", name="New", form_key=once)
    second = submit(admin, "/tried/nato", name="New", form_key=once)

    assert first.location == second.location == "/tried/nato?renamed=1"
    assert (second.status_code, counted) == (303, ["New"])


def test_whoever_sends_a_form_again_later_is_told_that_nothing_was_done(admin: FlaskClient, clock: Clock) -> None:
    """What came of it may have been undone meanwhile; a second press of a hasty hand is told nothing."""
    once = key(admin)
    said = "was carried out then; it was not carried out again"
    submit(admin, "/tried/nato", name="New", form_key=once)
    submit(admin, "/tried/nato", name="New", form_key=once)
    assert said not in admin.get("/organisations").text

    clock.later(minutes=2)
    submit(admin, "/tried/nato", name="New", form_key=once)

    assert said in admin.get("/organisations").text
    assert counted == ["New"]


def test_the_same_key_with_another_text_or_address_is_a_new_act(admin: FlaskClient) -> None:
    once = key(admin)

    submit(admin, "/tried/nato", name="New", form_key=once)
    submit(admin, "/tried/nato", name="Newer", form_key=once)
    submit(admin, "/tried/kosovo", name="New", form_key=once)

    assert counted == ["New", "Newer", "New"]


def test_a_refused_form_consumes_no_key(admin: FlaskClient, db: scoped_session[Session]) -> None:
    once = key(admin)
    submit(admin, "/tried/nato", {"name": "New", "refuse": "1"}, form_key=once)
    submit(admin, "/tried/nato", {"name": "New", "refuse": "1"}, form_key=once)

    assert counted == ["New", "New"]
    assert db.scalar(select(func.count()).select_from(FormKey)) == 0


@pytest.mark.parametrize("bad", [None, "", "x", "WzFd.x", "null"])
def test_a_form_without_a_key_of_ours_is_not_acted_upon_and_its_text_is_shown(
    admin: FlaskClient, bad: str | None
) -> None:
    answer = submit(admin, "/tried/nato", name="A text worth keeping", form_key=bad)

    assert (answer.status_code, counted) == (400, [])
    assert "A text worth keeping" in answer.text


def test_a_key_signed_over_something_else_is_not_ours(admin: FlaskClient, app: Flask) -> None:
    strange = key_of(admin, "one")  # type: ignore[arg-type]  # that is the point

    assert submit(admin, "/tried/nato", name="New", form_key=strange).status_code == 400


@pytest.mark.parametrize(
    ("salt", "status"),
    [("form-key", 303), ("known-browser", 400), ("authenticator app", 400), ("cookie-session", 400), ("", 400)],
)
def test_a_token_of_another_purpose_is_no_key(
    admin: FlaskClient, app: Flask, people: Cast, salt: str, status: int
) -> None:
    signed = URLSafeSerializer(app.secret_key or "", salt=salt).dumps([people.admin.id, "n" * 20])

    assert submit(admin, "/tried/nato", name="New", form_key=signed).status_code == status


def test_a_key_of_which_a_letter_was_changed_is_not_ours(admin: FlaskClient, people: Cast) -> None:
    signed = key_of(admin, people.admin.id)
    body, _, seal = signed.rpartition(".")

    for mangled in (f"{body}.{seal[:-2]}xx", f"{'W' if body[0] != 'W' else 'X'}{body[1:]}.{seal}", body, f"{body}."):
        assert submit(admin, "/tried/nato", name="New", form_key=mangled).status_code == 400


def test_two_presses_at_the_same_moment_have_one_effect(admin: FlaskClient, app: Flask, people: Cast) -> None:
    once, csrf = key(admin), token(admin)
    with admin.session_transaction() as cookie:
        held = dict(cookie)
    answers: list[tuple[int, str | None]] = []

    def press() -> None:
        browser = app.test_client()
        with browser.session_transaction() as cookie:
            cookie.update(held)
        answer = submit(browser, "/tried/nato", name="New", form_key=once, csrf_token=csrf)
        answers.append((answer.status_code, answer.location))

    presses = [threading.Thread(target=press) for _ in range(6)]
    for one in presses:
        one.start()
    for one in presses:
        one.join()

    assert answers == [(303, "/tried/nato?renamed=1")] * 6
    assert counted == ["New"]
