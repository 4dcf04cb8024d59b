"""Where a database stands, and that of two who bring it up at the same time one waits for the other."""

import threading

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from dialogue.db import connect
from dialogue.operations import schema
from tests.of_old import FIRST


@pytest.fixture
def empty(database):
    engine = database.empty("empty")
    yield engine
    engine.dispose()


def test_a_database_that_has_seen_no_migration_stands_nowhere(empty):
    assert schema.current(empty) == ""


def test_a_database_stands_where_it_was_brought(empty):
    schema.upgrade(empty, FIRST)

    assert schema.current(empty) == FIRST


def test_two_who_migrate_at_once_both_find_it_done(empty):
    found = []

    def migrate():
        engine = connect(empty.url.render_as_string(hide_password=False))
        schema.upgrade(engine)
        found.append(schema.current(engine))
        engine.dispose()

    threads = [threading.Thread(target=migrate) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert found == [schema.head()] * 2


def test_steps_before_the_first_form_and_of_a_newer_version_are_not_known():
    found = [schema.knows(revision) for revision in ("", FIRST, schema.head(), "0001", "9999")]

    assert found == [True, True, True, False, False]
    assert schema.known() == f"{FIRST}–{schema.head()}"


def test_what_is_done_then_stands_or_falls_with_the_steps(empty):
    def fail(connection):
        connection.execute(text("INSERT INTO places (slug) VALUES ('here')"))

    with pytest.raises(IntegrityError):
        schema.upgrade(empty, then=fail)

    assert schema.current(empty) == ""


def test_a_database_that_does_not_say_where_it_stands_is_told(empty):
    schema.upgrade(empty, FIRST)
    with empty.begin() as connection:
        connection.execute(text("DELETE FROM alembic_version"))

    schema.upgrade(empty, stands_at=FIRST)

    assert schema.current(empty) == schema.head()
