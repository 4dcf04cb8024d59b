"""The log: what was done becomes chained rows at the commit, and never before or without one. Needs a database."""

import datetime as dt
import hashlib
import json

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from dialogue.domain import log as the_log
from dialogue.domain.base import Refused
from dialogue.domain.log import GUARDS, Chain, LogEntry, guards, holding, in_order, last
from dialogue.domain.people import AccountState, Person
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


def test_a_part_that_is_rolled_back_alone_takes_nothing_with_it_that_was_done_before(db, cast, topic):
    topic.retire(by=cast.secretary_brussels, at=AT)
    part = db.begin_nested()
    topic.did("reword", by=cast.secretary_prishtina, at=AT + HOUR)
    db.flush()
    part.rollback()
    with db.begin_nested():
        topic.did("restore", by=cast.secretary_brussels, at=AT + 2 * HOUR)
    db.commit()

    assert [row[0] for row in rows(db)] == ["retire", "restore"]


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


@pytest.fixture
def told(db, cast, topic):
    """Five rows, of which somebody may want to forge one."""
    for n, verb in enumerate([topic.retire, topic.revive, topic.retire, topic.revive, topic.retire]):
        verb(by=cast.secretary_brussels, at=AT + n * HOUR)
        db.commit()
    return db.scalars(select(LogEntry.hash).order_by(LogEntry.id)).all()


@pytest.fixture
def unguarded(db, engine, told):
    """A way past the triggers, such as whoever owns the database has: SQL, one statement after the other."""

    def forge(*statements):
        if engine.dialect.name == "sqlite":
            before = [f"DROP TRIGGER {name}" for name in GUARDS["sqlite"]]
            after = list(GUARDS["sqlite"].values())
        else:
            before = ["SET LOCAL session_replication_role = replica"]
            after = []
        for statement in (*before, *statements, *after):
            db.execute(text(statement))
        db.commit()

    return forge


def chain(db):
    return the_log.walk(db.execute(in_order()))


def test_a_whole_chain_is_told_by_its_length_and_its_last_hash(db, told):
    assert chain(db) == Chain(5, told[-1])
    assert db.scalar(last()) == told[-1]
    assert verified(db)


def test_a_log_in_which_nothing_stands_is_whole(db):
    assert chain(db) == Chain(0, "")


@pytest.mark.parametrize(
    "change",
    ["at = '2026-11-01 12:00:00+00'", "by_id = by_id + 1", "by_id = NULL", "verb = 'retire '", "noun = 'sessions'",
     "thing_id = 99", "session_id = 1", "digest = 'ab'", "previous = 'ab'", "hash = 'ab'"],
)  # fmt: skip
def test_a_row_of_which_anything_was_changed_is_the_first_that_does_not_fit(db, unguarded, change):
    unguarded(f"UPDATE log SET {change.replace('+00', '')} WHERE id = 3")

    with pytest.raises(Refused, match=r"from row 3 on \(the 3\. of the chain\)"):
        chain(db)


def test_a_row_that_was_changed_and_sealed_again_betrays_the_next_one(db, unguarded):
    row = db.get(LogEntry, 3)
    forged = LogEntry(
        at=row.at, by_id=row.by_id, verb="revive", noun=row.noun, thing_id=row.thing_id, session_id=row.session_id
    )
    forged.seal(row.previous)
    unguarded(f"UPDATE log SET verb = 'revive', hash = '{forged.hash}' WHERE id = 3")

    with pytest.raises(Refused, match="from row 4 on"):
        chain(db)


@pytest.mark.parametrize(("gone", "found"), [(1, 2), (3, 4)])
def test_a_row_that_was_taken_out_is_missed_at_the_next_one(db, unguarded, gone, found):
    unguarded(f"DELETE FROM log WHERE id = {gone}")

    with pytest.raises(Refused, match=f"from row {found} on"):
        chain(db)


def test_rows_that_changed_places_do_not_fit(db, unguarded):
    unguarded(*(f"UPDATE log SET id = {to} WHERE id = {was}" for was, to in ((2, 99), (3, 2), (99, 3))))

    with pytest.raises(Refused, match="from row 2 on"):
        chain(db)


def test_a_tail_that_was_cut_off_is_found_by_the_head_that_was_noted(db, told, unguarded):
    unguarded("DELETE FROM log WHERE id > 3")

    assert chain(db) == Chain(3, told[2])
    assert (db.scalar(holding(told[1])), db.scalar(holding(told[-1]))) == (2, None)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE log SET verb = 'revive' WHERE id = 2",
        "UPDATE log SET verb = verb",
        "DELETE FROM log WHERE id = 5",
        "DELETE FROM log",
    ],
)
def test_the_database_itself_refuses_to_change_a_row(db, told, change):
    with pytest.raises(IntegrityError, match="the log is append-only"):
        db.execute(text(change))

    db.rollback()
    assert chain(db) == Chain(5, told[-1])


def test_no_row_is_replaced_or_emptied_by_the_words_that_an_engine_has_of_its_own(db, engine, told):
    columns = "id, at, verb, noun, thing_id, digest, previous, hash"
    values = f"2, '2026-11-01 12:00:00', 'v', 'n', 1, '', '{told[0]}', 'ab'"
    own = {
        "sqlite": [
            f"REPLACE INTO log ({columns}) VALUES ({values})",
            f"REPLACE INTO log ({columns}) VALUES ({values.replace('2,', '77,', 1)})",
            f"INSERT INTO log ({columns}) VALUES ({values}) ON CONFLICT (id) DO UPDATE SET verb = 'v'",
        ],
        "postgresql": [
            "TRUNCATE log",
            f"INSERT INTO log ({columns}) VALUES ({values}) ON CONFLICT (id) DO UPDATE SET verb = 'v'",
        ],
    }
    for change in own[engine.dialect.name]:
        with pytest.raises(IntegrityError, match="the log is append-only"):
            db.execute(text(change))
        db.rollback()

    assert chain(db) == Chain(5, told[-1])


def test_no_row_has_two_that_follow_it(db, told):
    forked = LogEntry(at=AT, by_id=None, verb="tick", noun="topics", thing_id=1, session_id=None)
    forked.seal(told[1])
    db.add(forked)

    with pytest.raises(IntegrityError):
        db.flush()


def test_the_guards_of_a_migrated_database_are_those_of_the_model(db, engine):
    assert set(db.scalars(guards(engine.dialect.name))) == set(GUARDS[engine.dialect.name])


def test_the_seal_holds_whatever_zone_the_instant_was_told_in(db, cast, topic):
    topic.retire(by=cast.secretary_brussels, at=AT.astimezone(CET))
    db.commit()

    assert verified(db)


def test_a_person_entered_in_the_same_transaction_is_named_in_the_log(db, cast):
    newcomer = Person(
        email="new@dialogue.example", given_name="Nia", family_name="New", organisation=cast.nato,
        standing=AccountState.SECRETARY,
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
