"""Stamps: any commit, by whomever, makes another one; what was kept under the old one is not shown again."""

import sqlite3

from sqlalchemy import create_engine, select, text

from dialogue.db import bind, db, read_only
from dialogue.domain.organisations import Place
from dialogue.stamps import MOST, WhileUnchanged, stamp


def place(slug):
    return Place(slug=slug, short_name=slug, long_name=slug, neutral_name=slug)


def asked():
    """The stamp, as a request asks for it."""
    read_only()
    found = stamp()
    db.rollback()
    return found


def test_a_stamp_stays_while_nothing_is_committed(database):
    def read():
        before = asked()
        read_only()
        db.scalars(select(Place)).all()
        db.rollback()
        return before == asked()

    assert any(read() for _ in range(5))  # PostgreSQL's own housekeeping may come between, once


def test_a_commit_of_ours_makes_another_stamp(database):
    before = asked()

    db.add(place("here"))
    db.commit()

    assert asked() != before


def test_a_commit_through_another_connection_makes_another_stamp(database):
    before = asked()

    with database.engine.begin() as connection:
        connection.execute(text("CREATE TABLE elsewhere (id INTEGER)"))
    try:
        after = asked()
    finally:
        with database.engine.begin() as connection:
            connection.execute(text("DROP TABLE elsewhere"))

    assert after != before


def test_each_commit_makes_a_stamp_that_was_never_there(database):
    seen = [asked()]
    for n in range(5):
        db.add(place(f"place-{n}"))
        db.commit()
        seen.append(asked())

    assert len(set(seen)) == 6


def test_a_stamp_is_asked_anew_after_the_engine_was_disposed(database):
    before = asked()
    db.remove()
    database.engine.dispose()

    assert asked() != before or database.engine.dialect.name == "postgresql"


def test_a_database_in_memory_never_has_the_same_stamp_twice():
    bind(create_engine("sqlite://"))

    assert stamp() != stamp()


def test_a_session_without_an_engine_never_has_the_same_stamp_twice():
    engine = create_engine("sqlite://", creator=lambda: sqlite3.connect(":memory:"))
    with engine.connect() as connection:
        db.remove()
        db.configure(bind=connection)

        assert stamp() != stamp()

    bind(engine)


def test_an_answer_holds_under_its_stamp_alone():
    kept = WhileUnchanged()
    kept.put(1, "mine", "early")

    assert [kept.get(1, "mine"), kept.get(1, "theirs"), kept.get(2, "mine")] == ["early", None, None]
    assert [kept.knows("mine"), kept.knows("theirs")] == [True, False]


def test_a_newer_stamp_drops_what_was_kept():
    kept = WhileUnchanged()
    kept.put(1, "mine", "early")

    kept.put(2, "theirs", "late")

    assert [kept.get(1, "mine"), kept.get(2, "mine"), kept.get(2, "theirs")] == [None, None, "late"]


def test_answers_are_bounded():
    kept = WhileUnchanged()
    for n in range(MOST + 1):
        kept.put(1, n, n)

    assert [kept.get(1, MOST - 1), kept.get(1, MOST)] == [MOST - 1, None]
