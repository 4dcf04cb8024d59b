"""Turns: who writes about a session waits for who is writing about it; of another session nobody waits."""

import threading

import pytest
from sqlalchemy import text

from dialogue.actions import turns
from dialogue.db import db as the_db
from tests import walk
from tests.cast import enter


@pytest.fixture
def sessions(db):
    cast = enter(db)
    first = walk.plan(db, cast)
    second = walk.plan(db, cast, existing=[first])
    db.commit()
    return first, second


@pytest.mark.parametrize("by", ["id", "reference"])
def test_a_turn_is_waited_for(database, sessions, by):
    """On the embedded database whoever writes waits for every writer anyway."""
    if database.engine.dialect.name == "sqlite":
        return
    first, second = sessions
    taken = []

    def other(session):
        the_db.execute(text("SET lock_timeout = '30s'"))
        turns.take_of(session.ref) if by == "reference" else turns.take(session.id)
        taken.append(session.ref)
        the_db.remove()

    turns.take(first.id)
    waits, goes = (threading.Thread(target=other, args=(one,)) for one in sessions)
    waits.start()
    goes.start()
    goes.join(10)
    before = list(taken)
    the_db.rollback()
    waits.join(10)

    assert (before, taken) == ([second.ref], [second.ref, first.ref])


def test_of_a_session_that_is_not_there_nobody_waits(sessions):
    turns.take(999)
    turns.take_of("2031-7")
    turns.take_of("nonsense")
