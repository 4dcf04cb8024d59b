"""What tests stand on: `database` (each engine in turn, empty before each test), `app`, `client`, `as_(person)`."""

import datetime as dt
import gc
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from flask import Blueprint, Flask
from flask.testing import FlaskClient
from hypothesis import settings
from jinja2 import FileSystemBytecodeCache
from sqlalchemy import Engine
from sqlalchemy.orm import Session, scoped_session

from dialogue.app import BLUEPRINTS, create_app
from dialogue.config import Config
from dialogue.db import bind, db
from dialogue.domain.people import Person
from dialogue.domain.signins import SignIn
from dialogue.web import uses
from dialogue.web.auth import lane
from dialogue.web.presence import COOKIE_FIELD
from tests.cast import SECRET_KEY
from tests.databases import KINDS, Databases, Postgres, Sqlite, postgres_bin

REQUIRED = set(filter(None, os.environ.get("REQUIRE", "").split(",")))
LAID_OUT = Path(__file__).parents[1] / ".pytest_cache" / "assets"
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


class Clock:
    """The time of a test: it stands still until told."""

    def __init__(self, at: dt.datetime) -> None:
        self.at = at

    def __call__(self) -> dt.datetime:
        return self.at

    def later(self, **span: float) -> dt.datetime:
        """Let the time pass: `clock.later(hours=2)`."""
        self.at += dt.timedelta(**span)
        return self.at


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database",
        choices=[*KINDS, "both"],
        help="which database to test on; left out: both where the engine matters, the embedded one for the rest",
    )


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "database" in metafunc.fixturenames:
        chosen = metafunc.config.getoption("database") or ("both" if _engine_matters(metafunc) else "sqlite")
        kinds = KINDS if chosen == "both" else (chosen,)
        if metafunc.definition.get_closest_marker("browser"):
            kinds = ("sqlite",)
        metafunc.parametrize("database", [_at_its_pace(metafunc, kind) for kind in kinds], indirect=True)


# Pages, stories, acts, letters and commands, and the application that they stand in.
ABOVE_SQL = frozenset({"web", "stories", "actions", "notifications", "test_app.py", "test_cli.py", "test_security.py"})


def _engine_matters(metafunc: pytest.Metafunc) -> bool:
    """Everywhere but in those rooms, whose SQL is tested below them; a test there that locks, makes tables, or lists by
    access, says so."""
    rooms = metafunc.definition.path.relative_to(Path(__file__).parent).parts
    return rooms[0] not in ABOVE_SQL or metafunc.definition.get_closest_marker("engines") is not None


def _at_its_pace(metafunc: pytest.Metafunc, kind: str) -> Any:
    """`engines(slow="pg")`: on that engine it is no quick test."""
    marker = metafunc.definition.get_closest_marker("engines")
    slow = marker is not None and marker.kwargs.get("slow") == kind
    return pytest.param(kind, marks=pytest.mark.slow) if slow else kind


def pytest_configure(config: pytest.Config) -> None:
    """Many tests make an application of their own; what its templates compile to is kept, by their text."""
    LAID_OUT.mkdir(parents=True, exist_ok=True)
    folder = config.rootpath / ".pytest_cache" / "templates"
    folder.mkdir(parents=True, exist_ok=True)
    Flask.jinja_options["bytecode_cache"] = FileSystemBytecodeCache(str(folder))
    settings.register_profile("unhurried", deadline=None)  # how long an example takes tells of the machine
    settings.load_profile("unhurried")


def pytest_collection_finish() -> None:
    """What is loaded by now stays for as long as the tests run: looking through it for garbage, again and again, took a
    tenth of their time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.get_closest_marker("browser") and not CHROMIUM:
        _missing("browser", "no Chromium on this machine")


def _missing(what: str, why: str) -> None:
    """Skip and say why; where REQUIRE names it, fail."""
    if what in REQUIRED:
        pytest.fail(f"REQUIRE={what}, but there is {why}", pytrace=False)
    pytest.skip(why)


@pytest.fixture(scope="session")
def databases() -> Iterator[Databases]:
    opened = Databases()
    yield opened
    opened.close()


@pytest.fixture
def database(request: pytest.FixtureRequest, databases: Databases) -> Iterator[Sqlite | Postgres]:
    """A migrated and empty database, on each engine in turn; `db` is bound to it."""
    if request.param == "pg" and postgres_bin() is None:
        _missing("pg", "no PostgreSQL (initdb) on this machine")
    opened = databases[request.param]
    opened.clean()
    bind(opened.engine)
    yield opened
    db.remove()


@pytest.fixture
def engine(database: Sqlite | Postgres) -> Engine:
    return database.engine


@pytest.fixture(name="db")
def scoped(database: Sqlite | Postgres) -> scoped_session[Session]:
    return db


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    folder = tmp_path / "var"
    folder.mkdir(mode=0o700)
    return furnished(folder)


def furnished(folder: Path) -> Path:
    """A data directory in which the static files lie ready, by their digest: an application that begins in an empty
    one compresses them for most of a second."""
    (folder / "assets").symlink_to(LAID_OUT, target_is_directory=True)
    return folder


@pytest.fixture
def clock() -> Clock:
    return Clock(dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC))


@pytest.fixture
def blueprints() -> Sequence[Blueprint]:
    """The pages of the application; a test file that tries something of its own has a fixture of this name."""
    return BLUEPRINTS


class Watch:
    """What a shared application wears: it shows the clock of the test that runs."""

    clock: Clock

    def __call__(self) -> dt.datetime:
        return self.clock()


_shared: dict[tuple[Blueprint, ...], tuple[Flask, Watch]] = {}


@pytest.fixture
def app(
    database: Sqlite | Postgres,
    clock: Clock,
    blueprints: Sequence[Blueprint],
    tmp_path_factory: pytest.TempPathFactory,
) -> Flask:
    """The whole application, on the database and the clock of this test. Making one takes a fifth of a second, and its
    templates as long again: tests of the same blueprints share it, and nothing of a test is kept in it."""
    made = _shared.get(tuple(blueprints))
    if made is None:
        config = Config(
            data_dir=furnished(tmp_path_factory.mktemp("var")),
            database_url=database.url,
            base_url="http://localhost",
            secret_key=SECRET_KEY,
        )
        watch = Watch()
        made = create_app(config, engine=database.engine, clock=watch, blueprints=blueprints), watch
        _shared[tuple(blueprints)] = made
    made[1].clock = clock
    made[0].extensions[lane.NAME] = lane.Lane(pace=0.05)
    made[0].extensions[uses.NAME] = uses.Uses()
    return made[0]


@pytest.fixture
def client(as_: Callable[..., FlaskClient]) -> FlaskClient:
    """A browser in which nobody has signed in."""
    return as_(None)


@pytest.fixture
def as_(app: Flask, clock: Clock) -> Callable[[Person | None], FlaskClient]:
    """A browser in which this person has signed in just now."""

    def browser(person: Person | None) -> FlaskClient:
        client = app.test_client()
        if person is not None:
            row = SignIn(person=db.get_one(Person, person.id), created_at=clock())  # an earlier request let go of it
            db.add(row)
            db.commit()
            with client.session_transaction() as cookie:
                cookie[COOKIE_FIELD] = row.token
        return client

    return browser
