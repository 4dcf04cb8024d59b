"""What tests of pages stand on beside the rest: the cast in the database, and the admin's browser."""

import json
import logging
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, event
from sqlalchemy.orm import Session, scoped_session

from dialogue.app import create_app
from dialogue.domain.people import Person
from dialogue.web.presence import COOKIE_FIELD
from tests import cast
from tests.cast import Cast
from tests.conftest import Clock
from tests.databases import Postgres, Sqlite
from tests.planted import ROLES, Planted, planted
from tests.web.browser import As


@pytest.fixture
def people(db: scoped_session[Session]) -> Cast:
    return cast.enter(db)


@pytest.fixture
def admin(people: Cast, as_: As) -> FlaskClient:
    return as_(people.admin)


@pytest.fixture
def world(database: Sqlite | Postgres) -> Planted:
    """The demonstration, as it was planted; its day is that of `clock`."""
    return planted(database)


@pytest.fixture
def browse(world: Planted, app: Flask) -> Callable[[str], FlaskClient]:
    """A browser in which somebody of the demonstration has signed in: a word of ROLES, or an address."""

    def browser(who: str) -> FlaskClient:
        client = app.test_client()
        with client.session_transaction() as cookie:
            cookie[COOKIE_FIELD] = world.tokens[ROLES.get(who, who)]
        return client

    return browser


Asked = Callable[[], AbstractContextManager[list[str]]]


@pytest.fixture
def statements(engine: Engine, clock: Clock) -> Asked:
    """`with statements() as asked:` gathers what is asked of the database; BEGIN and COMMIT are not counted. It begins
    with another minute, so that pages are made whole."""

    @contextmanager
    def gather() -> Iterator[list[str]]:
        clock.later(minutes=1)
        asked: list[str] = []

        def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
            if not statement.startswith(("BEGIN", "PRAGMA")):
                asked.append(statement)

        event.listen(engine, "before_cursor_execute", note)
        try:
            yield asked
        finally:
            event.remove(engine, "before_cursor_execute", note)

    return gather


@pytest.fixture
def events(caplog: pytest.LogCaptureFixture) -> Iterator[Callable[[], list[dict[str, Any]]]]:
    """The lines that the log of requests has by now, of those requests in which something happened to security."""
    requests = logging.getLogger("dialogue.requests")
    requests.addHandler(caplog.handler)

    def told() -> list[dict[str, Any]]:
        lines = [json.loads(one.getMessage()) for one in caplog.records if one.name == requests.name]
        return [line for line in lines if line["events"]]

    yield told
    requests.removeHandler(caplog.handler)


@pytest.fixture
def by_mail(app: Flask, clock: Clock, engine: Engine, as_: As) -> As:
    """Like `as_`, where a mail server is set: what is told goes by mail, though nothing is sent here."""
    config = replace(app.extensions["dialogue.config"], smtp_url="smtp://127.0.0.1:2525")
    other = create_app(config, engine=engine, clock=clock)

    def browser(person: Person | None) -> FlaskClient:
        here, there = as_(person), other.test_client()
        with here.session_transaction() as cookie, there.session_transaction() as same:
            same.update(cookie)
        return there

    return browser
