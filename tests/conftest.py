"""What tests stand on: `database` (each engine in turn, empty before each test), `app`, `client`, `as_(person)`."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session, scoped_session

from dialogue.db import bind, db
from tests.databases import KINDS, Databases, Postgres, Sqlite, postgres_bin

REQUIRED = set(filter(None, os.environ.get("REQUIRE", "").split(",")))
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database", choices=[*KINDS, "both"], default="both", help="which database to test on")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "database" in metafunc.fixturenames:
        chosen = metafunc.config.getoption("database")
        kinds = KINDS if chosen == "both" else (chosen,)
        if metafunc.definition.get_closest_marker("browser"):
            kinds = ("sqlite",)
        metafunc.parametrize("database", kinds, indirect=True)


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
    return tmp_path / "var"
