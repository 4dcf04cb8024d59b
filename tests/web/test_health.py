"""Alive, and ready: what the machines that watch are told."""

from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text

from dialogue.app import create_app
from dialogue.config import Config
from dialogue.db import connect
from dialogue.domain.log import GUARDS
from dialogue.operations.schema import head
from tests.conftest import furnished
from tests.databases import Postgres, Sqlite


def test_alive_needs_no_database(tmp_path: Path) -> None:
    client = _without_database(tmp_path)

    assert (client.get("/healthz").status_code, client.get("/healthz").json) == (200, {"status": "ok"})


def test_ready_means_the_newest_form_of_the_database(client: FlaskClient, database: Sqlite | Postgres) -> None:
    ready = client.get("/readyz")
    with database.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'old'"))
    old = client.get("/readyz")
    with database.engine.begin() as connection:  # no other test puts this table back
        connection.execute(text("UPDATE alembic_version SET version_num = :head"), {"head": head()})

    assert (ready.status_code, ready.json) == (200, {"database": True, "log": True, "room": True})
    assert (old.status_code, old.json) == (503, {"database": False, "log": True, "room": True})


def test_not_ready_where_nothing_guards_the_log(client: FlaskClient, database: Sqlite | Postgres) -> None:
    """A batch migration of SQLite drops a table's triggers without a word."""
    on = "" if database.engine.dialect.name == "sqlite" else " ON log"
    with database.engine.begin() as connection:
        connection.execute(text(f"DROP TRIGGER log_keeps_its_rows{on}"))
    bare = client.get("/readyz")
    with database.engine.begin() as connection:  # no other test puts it back
        connection.execute(text(GUARDS[database.engine.dialect.name]["log_keeps_its_rows"]))

    assert (bare.status_code, bare.json) == (503, {"database": True, "log": False, "room": True})


def test_not_ready_where_the_database_is_gone(tmp_path: Path) -> None:
    answer = _without_database(tmp_path).get("/readyz")

    assert (answer.status_code, answer.json) == (503, {"database": False, "log": False, "room": True})


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_neither_sets_a_cookie(client: FlaskClient, path: str) -> None:
    assert "Set-Cookie" not in client.get(path).headers


def _without_database(tmp_path: Path) -> FlaskClient:
    url = f"sqlite:///{tmp_path}/no/such/folder/x.db"
    config = Config(data_dir=furnished(tmp_path), database_url=url, base_url="http://localhost", secret_key="k" * 32)
    return create_app(config, engine=connect(url)).test_client()
