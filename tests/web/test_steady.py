"""Steady answers: made once, told again while nothing is committed and their time has not come, to the same asker."""

import datetime as dt
from collections.abc import Sequence

import pytest
from flask import Blueprint, abort, redirect, request
from flask.testing import FlaskClient
from sqlalchemy.orm import Session, scoped_session
from werkzeug.wrappers import Response

from dialogue.access import Right
from dialogue.domain.organisations import Place
from dialogue.web import auth, steady
from dialogue.web.gate import after_read, machine, me, needs, now
from tests.cast import Cast
from tests.conftest import Clock
from tests.web.browser import As

bp = Blueprint("steadily", __name__)
made: list[str] = []


@bp.get("/steadily/<slug:slug>")
@machine(reads=True, steady=True)
def told(slug: str) -> Response:
    made.append(slug)
    if slug == "gone":
        abort(404)
    if slug == "elsewhere":
        return redirect("/steadily/plain", 302)
    if slug == "timed":
        steady.until(None, now() + dt.timedelta(minutes=2), now() + dt.timedelta(minutes=1))
    if slug == "traced":
        after_read(lambda: made.append("trace"))
    return Response(f"{slug} {len(made)}", mimetype="text/calendar")


@bp.get("/steadily/mine")
@needs(Right.ACCOUNT_USE, steady=True)
def mine() -> Response:
    made.append("mine")
    return Response(f"for {me().name}, {len(made)}, {request.method}", mimetype="text/plain")


@pytest.fixture
def blueprints() -> Sequence[Blueprint]:
    made.clear()
    return (bp, auth.bp)


def test_an_answer_is_made_once_while_nothing_changes(client: FlaskClient, clock: Clock) -> None:
    first = client.get("/steadily/plain")
    clock.later(days=400)
    second = client.get("/steadily/plain?whatever=1")

    assert (first.data, second.data, made) == (b"plain 1", b"plain 1", ["plain"])
    assert dict(first.headers) == dict(second.headers)


def test_an_answer_is_made_anew_after_a_commit(client: FlaskClient, db: scoped_session[Session]) -> None:
    client.get("/steadily/plain")

    db.add(Place(slug="here", short_name="Here", long_name="Here", neutral_name="Here"))
    db.commit()

    assert client.get("/steadily/plain").data == b"plain 2"


def test_an_answer_is_made_anew_from_its_first_instant_on(client: FlaskClient, clock: Clock) -> None:
    client.get("/steadily/timed")

    clock.later(seconds=59)
    before = client.get("/steadily/timed").data
    clock.later(seconds=1)

    assert (before, client.get("/steadily/timed").data) == (b"timed 1", b"timed 2")


def test_an_answer_that_leaves_a_trace_is_made_each_time(client: FlaskClient) -> None:
    for _ in range(2):
        client.get("/steadily/traced")

    assert made == ["traced", "trace", "traced", "trace"]


def test_only_what_was_found_is_kept(client: FlaskClient) -> None:
    answers = [client.get(f"/steadily/{slug}").status_code for slug in ("gone", "gone", "elsewhere", "elsewhere")]

    assert (answers, made) == ([404, 404, 302, 302], ["gone", "gone", "elsewhere", "elsewhere"])


def test_whoever_has_it_already_is_told_so(client: FlaskClient) -> None:
    tag = client.get("/steadily/plain").headers["ETag"]

    answers = [client.get("/steadily/plain", headers={"If-None-Match": known}) for known in (tag, '"another"')]

    assert [(answer.status_code, answer.data) for answer in answers] == [(304, b""), (200, b"plain 1")]
    assert "Content-Type" not in answers[0].headers


def test_two_askers_never_share_an_answer(people: Cast, as_: As) -> None:
    both = [as_(people.admin), as_(people.outsider)]

    answers = [client.get("/steadily/mine").text for client in both + both]

    assert answers[:2] == ["for Ada Admin, 1, GET", "for Otto Outsider, 2, GET"]
    assert answers[2:] == answers[:2]


def test_nobody_gets_the_answer_of_somebody(people: Cast, as_: As, client: FlaskClient) -> None:
    assert as_(people.admin).get("/steadily/mine").status_code == 200

    assert [client.get("/steadily/mine").status_code for _ in range(2)] == [302, 302]


def test_an_answer_ends_with_the_sign_in(people: Cast, as_: As, clock: Clock) -> None:
    client = as_(people.admin)
    clock.later(hours=11, minutes=59, seconds=59)
    client.get("/steadily/mine")
    assert client.get("/steadily/mine").status_code == 200

    clock.later(seconds=1)

    assert client.get("/steadily/mine").status_code == 302
