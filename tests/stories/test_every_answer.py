"""Every address of the matrix: what each answer carries; and no form acts without its token, or for another site."""

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from dialogue.app import create_app
from dialogue.config import Config
from dialogue.db import db
from dialogue.domain.log import LogEntry
from dialogue.web.arrivals import HEADERS, HSTS
from dialogue.web.presence import COOKIE_FIELD
from tests.conftest import furnished
from tests.planted import AT, ROLES, Planted
from tests.stamps import stamp
from tests.web.browser import submit
from tests.web.test_matrix import MATRIX, as_planted

KINDS = {
    "text/html; charset=utf-8",
    "text/plain; charset=utf-8",
    "text/calendar; charset=utf-8",
    "text/csv; charset=utf-8",
    "application/json",  # which is UTF-8 always
    "application/pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
READ = sorted(key[1:] for key in MATRIX if key[0] == "GET")
SENT = sorted(key[1:] for key in MATRIX if key[0] == "POST")


@pytest.fixture(scope="module")
def app(world: Planted, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    folder = furnished(tmp_path_factory.mktemp("var"))
    config = Config(data_dir=folder, database_url="", base_url="https://localhost", secret_key="answer " * 5)
    return create_app(config, engine=world.database.engine, clock=lambda: AT)


def browser(world: Planted, app: Flask, role: str) -> FlaskClient:
    client = app.test_client()
    client.environ_base["wsgi.url_scheme"] = "https"
    with client.session_transaction(base_url="https://localhost") as cookie:
        if role != "nobody":
            cookie[COOKIE_FIELD] = world.tokens[ROLES[role]]
    return client


def faults(answer: TestResponse) -> Iterator[str]:
    """What an answer lacks, in words."""
    if answer.status_code == 500:
        yield "broken"
    for name, value in (HEADERS | {"Strict-Transport-Security": HSTS}).items():
        if answer.headers.getlist(name) != [value]:
            yield f"{name}: {answer.headers.getlist(name)}"
    if answer.data and answer.headers.get("Content-Type") not in KINDS:
        yield f"type {answer.headers.get('Content-Type')}"
    if "no-store" not in answer.headers["Cache-Control"]:
        yield f"kept: {answer.headers['Cache-Control']}"
    for cookie in answer.headers.getlist("Set-Cookie"):
        if not (cookie.startswith("__Host-") and "; Secure; HttpOnly; Path=/; SameSite=" in cookie):
            yield f"cookie {cookie}"
    if any(name.startswith("Access-Control") for name, _ in answer.headers):
        yield "open to other sites"


# One place answers for all: whoever asks after these two is answered as they are.
LATER = [pytest.param(role, marks=pytest.mark.slow) for role in ("co-host", "admin")]


@pytest.mark.parametrize("role", ["nobody", "secretary", *LATER])
def test_every_answer_has_its_headers_its_kind_and_safe_cookies(role: str, world: Planted, app: Flask) -> None:
    client = browser(world, app, role)
    found, statuses = [], set()
    for key in READ:
        answer = client.get(as_planted(app, world, ("GET", *key)), base_url="https://localhost")
        statuses.add(answer.status_code)
        found += [f"{key}: {fault}" for fault in faults(answer)]

    assert "\n".join(found) == ""
    assert {200, 404} <= statuses


def log_rows() -> int:
    found = db.scalar(select(func.count()).select_from(LogEntry)) or 0
    db.remove()
    return found


@pytest.mark.parametrize(
    ("role", "site"), [("secretary", "cross-site"), pytest.param("admin", "same-site", marks=pytest.mark.slow)]
)
def test_no_form_of_another_site_does_anything(role: str, site: str, world: Planted, application: Flask) -> None:
    """With token and key: the matrix shows what these forms do when they come from our own pages."""
    client = world.browser(application, role)
    before = stamp()
    paths = {key: as_planted(application, world, ("POST", *key)) for key in SENT}
    answers = {key: submit(client, path, headers={"Sec-Fetch-Site": site}).status_code for key, path in paths.items()}

    assert {key: status for key, status in answers.items() if status != 403} == {}
    assert len(answers) > 75
    assert stamp() == before


OBJECTION = ("/circulations/<int:circulation>/objections",)  # an attempt is noted: a Party is never turned away


@pytest.mark.parametrize(
    ("role", "token"), [("secretary", ""), pytest.param("admin", "t" * 60, marks=pytest.mark.slow)]
)
def test_no_form_acts_without_its_token(role: str, token: str, world: Planted, application: Flask) -> None:
    client = world.browser(application, role)
    before = log_rows()
    answers = {
        key: submit(client, as_planted(application, world, ("POST", *key)), csrf_token=token).status_code
        for key in SENT
        if key != OBJECTION
    }

    assert {key: status for key, status in answers.items() if status not in {400, 409}} == {}
    assert log_rows() == before
