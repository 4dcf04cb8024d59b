"""Turns: who writes about a session waits for who is writing about it; of another session nobody waits."""

import threading
import time

import pytest
from sqlalchemy import select, text

from dialogue.actions import acts, turns
from dialogue.db import db as the_db
from dialogue.domain.base import Refused
from dialogue.domain.decisions import DraftDecision
from dialogue.domain.engagements import EngagementState, Mode
from dialogue.domain.organisations import Organisation
from dialogue.domain.people import Person
from dialogue.domain.sessions import Session
from tests import walk
from tests.cast import enter
from tests.factories import AT

pytestmark = pytest.mark.engines


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


def test_of_a_session_that_is_not_there_nobody_waits(database, sessions):
    """Two ask for the same one at once; on the embedded database one after the other."""
    asked = []

    def ask():
        turns.take(999)
        turns.take_of("2031-7")
        turns.take_of("nonsense")
        asked.append(threading.current_thread().name)

    other = threading.Thread(target=lambda: (ask(), the_db.remove()), name="other")
    ask()
    if database.engine.dialect.name == "sqlite":
        the_db.rollback()
    other.start()
    other.join(10)

    assert asked == [threading.current_thread().name, "other"]


# What looks for what is there, and adds what is not: each by somebody of each side, at the same moment.
BEGUN = {
    "agenda": lambda session, **who: acts.begin_agenda(session, [], **who),
    "delegation": lambda session, **who: acts.open_delegation(session, _organisation("mission"), **who),
    "draft": lambda session, **who: acts.begin_draft(session, "Places", "Ten places.", **who),
    "engagement": lambda session, **who: acts.engage(
        session, _organisation("university"), Mode.HOST, "", EngagementState.PROPOSED, **who
    ),
    "minutes": acts.begin_minutes,
}


@pytest.mark.parametrize("what", BEGUN)
def test_what_two_begin_at_the_same_moment_is_begun_in_turn(database, db, what):
    if database.engine.dialect.name == "sqlite":
        return
    ref, told = _to_begin(db, minutes=what == "minutes"), []

    def other():
        the_db.execute(text("SET lock_timeout = '30s'"))
        try:
            _begin(what, ref, "secretary.prishtina@dialogue.example")
            the_db.commit()
        except Refused as refusal:
            told.append(refusal.sentence)
        the_db.remove()

    _begin(what, ref, "secretary.brussels@dialogue.example")
    the_db.flush()
    waits = threading.Thread(target=other)
    waits.start()
    _until_held(database)
    the_db.commit()
    waits.join(30)

    if what == "draft":
        assert [one.number for one in db.scalars(select(DraftDecision).order_by(DraftDecision.number))] == [1, 2]
    else:
        assert [" already." in one for one in told] == [True]


def _to_begin(db, *, minutes):
    cast = enter(db)
    session = walk.plan(db, cast)
    if minutes:
        seats = walk.delegations(db, cast, session)
        walk.adopt(db, cast, walk.opened(db, cast, walk.circulate(db, cast, walk.agenda(db, cast, session))), seats)
    db.commit()
    return session.ref


def _begin(what, ref, email):
    year, number = ref.split("-")
    session = the_db.scalars(select(Session).where(Session.year == int(year), Session.number == int(number))).one()
    BEGUN[what](session, by=the_db.scalars(select(Person).where(Person.email == email)).one(), at=AT)


def _organisation(slug):
    return the_db.scalars(select(Organisation).where(Organisation.slug == slug)).one()


def _until_held(database):
    """Until another transaction waits for this one's, as PostgreSQL tells it."""
    held = text("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
    until = time.monotonic() + 10
    while time.monotonic() < until:
        with database.engine.connect() as beside:
            if beside.scalar(held):
                return
        time.sleep(0.01)
    pytest.fail("nobody waits")
