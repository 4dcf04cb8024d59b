"""Error pages: what happened, what became of what was typed, and nothing that a writer could smuggle in."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine

from dialogue.app import create_app
from dialogue.config import Config
from dialogue.db import BUSY_MS, connect, db
from tests.cast import Cast
from tests.conftest import furnished
from tests.databases import Postgres, Sqlite
from tests.web.browser import As, submit, token
from tests.web.browser import key as key_for
from tests.web.conftest import Asked
from tests.web.tried import blueprints, long_name  # noqa: F401 a fixture

pytestmark = pytest.mark.engines


def test_a_refusal_shows_its_sentence_and_the_text_escaped(admin: FlaskClient) -> None:
    answer = submit(admin, "/tried/nato", {"name": "<script>alert(1)</script> my text", "refuse": "1"})

    assert answer.status_code == 409
    assert "No &lt;b&gt;soup&lt;/b&gt; today." in answer.text
    assert "&lt;script&gt;alert(1)&lt;/script&gt; my text" in answer.text
    assert "<script>alert" not in answer.text


def test_a_stale_text_is_shown_back(admin: FlaskClient) -> None:
    answer = submit(admin, "/tried/nato", {"name": "my text", "stale": "1"})

    assert answer.status_code == 409
    assert "Somebody was first." in answer.text
    assert "my text" in answer.text


@pytest.mark.parametrize("path", ["/sessions/2031-9", "/people"])
def test_a_page_that_is_not_given_out_looks_its_reader_up_once(
    people: Cast, as_: As, statements: Asked, path: str
) -> None:
    """Most addresses of a large house are refused to most people. Nothing was begun there that has to be undone."""
    reader = as_(people.secretary_brussels)
    reader.get("/people")

    with statements() as asked:
        answer = reader.get(path)

    assert answer.status_code in {403, 404}
    assert sum("FROM sign_ins" in statement for statement in asked) == 1


def test_an_error_page_never_shows_tokens_or_passwords(client: FlaskClient) -> None:
    answer = submit(client, "/tried/nato", name="shown", password="hush hush", csrf_token="t" * 20, form_key="k" * 20)

    assert "shown" in answer.text
    assert all(secret not in answer.text for secret in ("hush hush", "t" * 20, "k" * 20))


@pytest.mark.parametrize(
    ("path", "method", "status", "words"),
    [
        ("/nothing", "GET", 404, "There is nothing here for you"),
        ("/sign-out", "GET", 405, "meant for a button"),
        ("/sign-in?next=%00", "GET", 400, "cannot be read"),
    ],
)
def test_each_error_says_what_happened(client: FlaskClient, path: str, method: str, status: int, words: str) -> None:
    answer = client.open(path, method=method)

    assert answer.status_code == status
    assert words in answer.text
    assert "<h1>" in answer.text


def test_a_refusal_shows_what_was_typed_and_not_what_the_form_carried_and_leads_back(admin: FlaskClient) -> None:
    typed = {"name": "A text worth keeping", "refuse": "1", "seen": "18316a8d", "base_version": "4711"}

    answer = submit(admin, "/tried/nato", typed)

    assert "A text worth keeping" in answer.text
    assert ("18316a8d" in answer.text, "4711" in answer.text) == (False, False)
    assert '<a class="btn btn-secondary" href="/tried/nato">Back to the page</a>' in answer.text


def test_a_button_without_a_page_of_its_own_leads_back_to_the_one_above(admin: FlaskClient) -> None:
    answer = submit(admin, "/tried/nato/refusal")

    assert '<a class="btn btn-secondary" href="/tried/nato">Back to the page</a>' in answer.text


def test_a_403_says_whom_to_ask(people: Cast, as_: As) -> None:
    answer = as_(people.secretary_brussels).get("/tried/list")

    assert answer.status_code == 403
    assert "your role does not allow" in answer.text
    assert "Bea Brussels" in answer.text


def test_a_page_of_another_site_is_told_apart(admin: FlaskClient) -> None:
    answer = submit(admin, "/tried/nato", name="x", headers={"Sec-Fetch-Site": "cross-site"})

    assert "This came from another site" in answer.text


def test_a_fault_shows_nobody_and_no_trace(admin: FlaskClient) -> None:
    answer = admin.get("/tried/fault")

    assert answer.status_code == 500
    assert "Ada Admin" not in answer.text
    assert "Traceback" not in answer.text


def test_a_database_that_is_gone_is_a_503_that_keeps_the_text(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/no/such/folder/x.db"
    config = Config(data_dir=furnished(tmp_path), database_url=url, base_url="http://localhost", secret_key="k" * 32)
    client = create_app(config, engine=connect(url)).test_client()

    answer = submit(client, "/sign-in", email="me@nato.example", password="hush hush")

    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")
    assert "me@nato.example" in answer.text
    assert "hush hush" not in answer.text


def test_a_full_disk_is_a_503_and_half_of_nothing(
    database: Sqlite | Postgres, people: Cast, as_: As, app: Flask, admin: FlaskClient
) -> None:
    if not isinstance(database, Sqlite):
        pytest.skip("only the embedded database can be told how large it may grow")
    with database.engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()

    with _told(database.engine, "begin", f"max_page_count={pages}"):
        answer = submit(admin, "/tried/nato", name="x" * 900_000)

    assert answer.status_code == 503
    assert "x" * 1000 in answer.text
    assert long_name() == "The NATO"
    assert submit(admin, "/tried/nato", name="now there is room").status_code == 303


def test_a_locked_database_is_a_503_after_the_wait(database: Sqlite | Postgres, app: Flask, admin: FlaskClient) -> None:
    if not isinstance(database, Sqlite):
        pytest.skip("only the embedded database is locked as a whole")
    csrf, key = token(admin), key_for(admin)
    other = sqlite3.connect(database.file, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")

    with _told(database.engine, "checkout", "busy_timeout=50"):
        answer = submit(admin, "/tried/nato", name="written meanwhile", csrf_token=csrf, form_key=key)
    other.execute("ROLLBACK")
    other.close()

    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")
    assert "written meanwhile" in answer.text
    assert submit(admin, "/tried/nato", name="later").status_code == 303
    with database.engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA busy_timeout").scalar_one() == BUSY_MS


@contextmanager
def _told(engine: Engine, when: str, pragma: str) -> Iterator[None]:
    """Each connection is told so meanwhile. The engine is that of other tests too: afterwards all of it is new."""

    def tell(connection: Any, *_: object) -> None:
        live = connection if when == "checkout" else connection.connection.dbapi_connection
        live.execute(f"PRAGMA {pragma}")

    sqlalchemy.event.listen(engine, when, tell)
    try:
        yield
    finally:
        sqlalchemy.event.remove(engine, when, tell)
        db.remove()
        engine.dispose()
