"""Who may open what: every route for every role, in the users' words. The table's keys are exactly the URL map's.

A row says what each role is answered; "others" are all that it does not name. "nobody" is sent to the sign-in unless the
row says otherwise. The world is the demonstration; unless PLACES say otherwise an address is of its next session. Nothing
is typed into forms but TYPED: an allowed act answers 303, or 422 where something is missing, or 409 where it is not time."""

from collections.abc import Callable, Iterator, Mapping

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from dialogue.app import create_app
from dialogue.config import Config
from dialogue.db import db
from dialogue.domain.people import Person
from dialogue.domain.signins import SignIn
from dialogue.stamps import stamp
from tests.databases import Postgres, Sqlite
from tests.planted import AT, REFS, ROLES, Planted, planted
from tests.web.browser import submit

Row = Mapping[str, int]
Key = tuple[str, ...]  # method, rule, and for further rows of the same route a word that PLACES_OF knows
ANYBODY_SIGNED_IN = {"others": 200}

MATRIX: dict[Key, Row] = {
    # health, signing in, my sign-ins, kept texts
    ("GET", "/healthz"): {"others": 200, "nobody": 200},
    ("GET", "/readyz"): {"others": 200, "nobody": 200},
    ("GET", "/sign-in"): {"others": 302, "nobody": 200},
    ("POST", "/sign-in"): {"others": 422, "nobody": 422},
    ("POST", "/sign-out"): {"others": 303, "nobody": 303},
    ("GET", "/sign-ins"): ANYBODY_SIGNED_IN,
    ("POST", "/sign-ins/<int:sign_in>/revoke"): {"others": 404, "delegate": 303},
    ("GET", "/kept/<token:token>"): {"others": 404},
    ("POST", "/kept/<token:token>/discard"): {"others": 404},
}

# What stands in an address where the route has a name for it; asked afresh in the planted world.
PLACES: dict[str, Callable[[], object]] = {
    "ref": lambda: REFS["next"],
    "token": lambda: "t" * 43,
    "sign_in": lambda: db.scalar(select(SignIn.id).join(Person).where(Person.email == ROLES["delegate"])),
}

# The same route once more, elsewhere: ("GET", "/sessions/<ref:ref>", "of the last session").
PLACES_OF: dict[str, dict[str, Callable[[], object]]] = {
    "of the session before last": {"ref": lambda: REFS["before last"]},
    "of the last session": {"ref": lambda: REFS["last"]},
    "of the session after next": {"ref": lambda: REFS["after next"]},
    "of no session": {"ref": lambda: "1999-1"},
}

# What is typed, where a row wants more than a pressed button.
TYPED: dict[tuple[str, str], dict[str, object]] = {}

# Reading these leaves one of the traces that practice §0.7 allows.
LEAVES_A_TRACE: set[tuple[str, str]] = set()


@pytest.fixture
def world(database: Sqlite | Postgres) -> Iterator[Planted]:
    yield planted(database)
    db.remove()


@pytest.fixture
def app(world: Planted, data_dir: object) -> Flask:
    config = Config(data_dir=data_dir, database_url="", base_url="http://localhost", secret_key="matrix " * 6)  # type: ignore[arg-type]  # a Path
    return create_app(config, engine=world.database.engine, clock=lambda: AT)


def test_every_route_is_in_the_matrix_and_nothing_else(app: Flask) -> None:
    routes = {
        (method, rule.rule) for rule in app.url_map.iter_rules() for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }

    rows = {key[:2] for key in MATRIX}
    assert sorted(routes - rows) == []
    assert sorted(rows - routes) == []


def test_every_row_speaks_of_every_role() -> None:
    known = {*ROLES, "others"}

    assert [key for key, row in MATRIX.items() if not set(row) <= known] == []
    assert [key for key, row in MATRIX.items() if "others" not in row and set(row) | {"nobody"} < set(ROLES)] == []
    assert [key for key in MATRIX if len(key) > 2 and key[2] not in PLACES_OF] == []


@pytest.mark.parametrize("role", ROLES)
def test_the_matrix_holds(role: str, world: Planted, app: Flask) -> None:
    wrong = [line for key, row in MATRIX.items() for line in _differences(world, app, role, key, row)]

    assert "\n".join(wrong) == ""


def _differences(world: Planted, app: Flask, role: str, key: Key, row: Row) -> Iterator[str]:
    """In words, what this route answers otherwise than its row says, and what it changed though it should not have."""
    browser, path = world.browser(app, role), _address(app, key)
    expected = row.get(role, row.get("others") if role != "nobody" else None)
    before = stamp() if isinstance(world.database, Sqlite) else None
    answer = _ask(browser, key, path)
    after = stamp() if isinstance(world.database, Sqlite) else None
    if expected is None:
        asked = "/sign-in" in (answer.location or answer.text) or answer.status_code == 401
        if answer.status_code not in {302, 303, 400, 401} or not asked:
            yield f"{key[0]} {path}: {answer.status_code}, not to the sign-in"
    elif answer.status_code != expected:
        yield f"{key[0]} {path}: {answer.status_code}, not {expected}"
    acted = key[0] != "GET" and answer.status_code < 400
    if before != after and not acted and key[:2] not in LEAVES_A_TRACE and key[1] != "/sign-in":
        yield f"{key[0]} {path}: {answer.status_code}, and yet it changed something"
    if acted or before != after:
        world.restore()


def _address(app: Flask, key: Key) -> str:
    places = PLACES | (PLACES_OF[key[2]] if len(key) > 2 else {})
    rule = next(rule for rule in app.url_map.iter_rules() if rule.rule == key[1])
    path = rule.build({name: places[name]() for name in rule.arguments})
    db.remove()
    assert path is not None
    return path[1]


def _ask(browser: FlaskClient, key: Key, path: str) -> TestResponse:
    if key[0] == "GET":
        return browser.get(path)
    return submit(browser, path, TYPED.get((key[0], key[1]), {}))
