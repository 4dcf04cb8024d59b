"""The log: what was done becomes chained rows at the commit, and never before or without one. Needs a database."""

import datetime as dt
import hashlib
import json

import pytest
from sqlalchemy import select

from dialogue.domain.log import LogEntry
from dialogue.domain.people import Person, Standing
from dialogue.domain.topics import Topic
from tests import walk
from tests.cast import enter
from tests.factories import AT, HOUR, STARTS

CET = dt.timezone(dt.timedelta(hours=1))


@pytest.fixture
def cast(db):
    return enter(db)


@pytest.fixture
def topic(db, cast):
    made = Topic(slug="risks", title="Risks")
    db.add(made)
    db.commit()
    return made


def rows(db):
    found = db.scalars(select(LogEntry).order_by(LogEntry.id)).all()
    return [(row.verb, row.noun, row.thing_id, row.by_id, row.at) for row in found]


def verified(db):
    """Whether every row's hash is that of its words and of the row before it, as the database holds them."""
    db.expire_all()
    previous = ""
    for row in db.scalars(select(LogEntry).order_by(LogEntry.id)):
        words = [
            row.at.isoformat(), row.by_id, row.verb, row.noun, row.thing_id, row.session_id, row.digest, previous,
        ]  # fmt: skip
        if (row.previous, row.hash) != (
            previous,
            hashlib.sha256(json.dumps(words, separators=(",", ":")).encode()).hexdigest(),
        ):
            return False
        previous = row.hash
    return True


def test_what_was_done_is_written_down_at_the_commit(db, cast, topic):
    topic.retire(by=cast.secretary_brussels, at=AT)
    assert rows(db) == []

    db.commit()

    assert rows(db) == [("retire", "topics", topic.id, cast.secretary_brussels.id, AT)]


def test_what_was_done_is_written_down_once(db, cast, topic):
    topic.retire(by=cast.secretary_brussels, at=AT)
    db.commit()
    topic.summary = "Other words"
    db.commit()

    assert len(rows(db)) == 1


def test_what_was_rolled_back_is_not_written_down(db, cast, topic):
    topic.retire(by=cast.secretary_brussels, at=AT)

    db.rollback()
    db.commit()

    assert rows(db) == []


@pytest.mark.parametrize("flushed", [True, False])
def test_what_was_rolled_back_is_not_told_by_a_later_transaction_either(db, cast, topic, flushed):
    topic.retire(by=cast.secretary_brussels, at=AT)
    if flushed:
        db.flush()
    db.rollback()

    topic.reword("Dangers", "", base=topic.version, by=cast.secretary_prishtina, at=AT + HOUR)
    db.commit()

    assert [row[0] for row in rows(db)] == ["reword"]


def test_what_was_flushed_long_before_the_commit_is_not_forgotten(db, cast):
    walk.plan(db, cast)
    db.flush()
    db.expunge_all()

    db.commit()

    assert [row[0] for row in rows(db)] == ["plan"]


def test_rows_are_chained_over_several_transactions(db, cast, topic):
    for n, verb in enumerate([topic.retire, topic.revive, topic.retire]):
        verb(by=cast.secretary_brussels, at=AT + n * HOUR)
        db.commit()

    found = db.scalars(select(LogEntry).order_by(LogEntry.id)).all()
    assert [row.previous for row in found] == ["", found[0].hash, found[1].hash]
    assert verified(db)


def test_several_facts_of_one_transaction_are_rows_in_the_order_of_their_time(db, cast, topic):
    topic.retire(by=cast.secretary_brussels, at=AT + HOUR)
    topic.revive(by=cast.secretary_brussels, at=AT + 2 * HOUR)
    walk.plan(db, cast)
    db.commit()

    assert [row[0] for row in rows(db)] == ["plan", "retire", "revive"]
    assert verified(db)


def test_a_row_that_was_changed_afterwards_is_found_out(db, cast, topic):
    topic.retire(by=cast.secretary_brussels, at=AT)
    db.commit()
    assert verified(db)

    db.scalars(select(LogEntry)).one().verb = "revive"
    db.flush()

    assert not verified(db)


def test_the_seal_holds_whatever_zone_the_instant_was_told_in(db, cast, topic):
    topic.retire(by=cast.secretary_brussels, at=AT.astimezone(CET))
    db.commit()

    assert verified(db)


def test_a_person_entered_in_the_same_transaction_is_named_in_the_log(db, cast):
    newcomer = Person(
        email="new@dialogue.example", given_name="Nia", family_name="New", organisation=cast.nato,
        standing=Standing.SECRETARY,
    )  # fmt: skip
    topic = Topic(slug="risks", title="Risks")
    db.add_all([newcomer, topic])
    topic.retire(by=newcomer, at=AT)

    db.commit()

    assert [row[3] for row in rows(db)] == [newcomer.id]


def test_what_the_product_does_by_itself_is_by_nobody(db, cast, topic):
    topic.did("tick", by=None, at=AT)
    db.commit()

    assert rows(db) == [("tick", "topics", topic.id, None, AT)]


def test_rows_of_a_session_and_of_its_things_name_the_session(db, cast):
    session = walk.plan(db, cast)
    walk.seat(db, cast, session, cast.chair_nato)
    walk.agenda(db, cast, session)
    db.commit()

    found = db.execute(select(LogEntry.noun, LogEntry.session_id).order_by(LogEntry.id)).all()
    assert {noun for noun, _ in found} == {"sessions", "participants", "agendas", "agenda_items"}
    assert {about for _, about in found} == {session.id}


def test_the_log_holds_no_text_and_no_names(db, cast):
    session = walk.plan(db, cast, starts=STARTS)
    walk.agenda(db, cast, session, title="Names of informers", text="Their addresses")
    db.commit()

    words = " ".join(map(str, db.execute(select(LogEntry.__table__)).all()))
    assert "agenda_items" in words
    for word in ("informers", "addresses", "Brussels", "NATO", "Bea"):
        assert word not in words
