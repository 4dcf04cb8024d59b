"""The outbox under all that happens to it: servers that are down, slow, unwilling or gone; processes that die with a
letter in their hand; many at once; and the button that takes back, pressed as it goes out."""

import asyncio
import collections
import datetime as dt
import os
import random
import signal
import threading
import time
from dataclasses import replace

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm.exc import StaleDataError

from dialogue.actions import accounts, rounds
from dialogue.config import Config
from dialogue.db import db, transaction
from dialogue.domain.base import Refused
from dialogue.domain.notices import LEASE, WAIT, Dispatch, Notice, NoticeKind, NoticeState
from dialogue.domain.people import Person
from dialogue.notifications.outbox import send_due
from tests import cast as people_of
from tests.post import Office, free_port, once, served
from tests.stories.sender import sending
from tests.told import telling

pytestmark = [pytest.mark.long, pytest.mark.engines]
MANY = 50


@pytest.fixture
def config(data_dir, database):
    return Config(data_dir=data_dir, database_url=database.url, base_url="http://localhost", secret_key="k" * 32)


@pytest.fixture
def put(database):
    """Fill the outbox: so many tellings to two people each; returns how many letters that makes."""
    cast = people_of.enter(db)
    ids = cast.chair_nato.id, cast.chair_kosovo.id
    db.commit()

    def fill(many, at, **more):
        for n in range(many):
            to = [db.get(Person, one) for one in ids]
            db.add(telling(f"no. {n}", to, at=at, kind=NoticeKind.ACCOUNT, **more))
        db.commit()
        db.remove()
        return 2 * many

    return fill


def fates():
    """How many notices are in which state."""
    db.rollback()
    found = dict(db.execute(select(Notice.state, func.count()).group_by(Notice.state)).all())
    db.rollback()
    return found


def names():
    db.rollback()
    found = {f"<{name}@localhost>" for name in db.scalars(select(Notice.message_id))}
    db.rollback()
    return found


def until_all_went(config, clock, office):
    """Pass after pass, and the minutes in between."""
    passes = 0
    while fates().get(NoticeState.QUEUED):
        send_due(config, clock)
        clock.later(minutes=5)
        passes += 1
        assert passes < 1000
    assert fates() == {NoticeState.SENT: MANY}
    assert set(office.taken) == names()


# Servers


def test_a_server_that_is_down_for_an_hour_delays_all_and_loses_none(put, config, clock):
    office = Office(port=free_port())
    config = replace(config, smtp_url=office.url)
    put(MANY // 2, clock())

    for _ in range(180):
        assert send_due(config, clock) == 0
        clock.later(seconds=20)
    assert fates() == {NoticeState.QUEUED: MANY}

    with served(office):
        until_all_went(config, clock, office)
    assert set(office.taken.values()) == {1}


def test_a_slow_server_takes_each_once(put, config, clock):
    with served(Office(pause=0.05)) as office:
        put(MANY // 2, clock())
        until_all_went(replace(config, smtp_url=office.url), clock, office)

    assert set(office.taken.values()) == {1}


@pytest.mark.parametrize("where", ["at the address", "at the text"])
def test_a_server_that_says_later_takes_each_once_in_the_end(put, config, clock, where):
    dice = random.Random(7)

    def moody(_asked):
        return "451 4.3.0 Later" if dice.random() < 0.6 else None

    office = Office(at_rcpt=moody) if where == "at the address" else Office(mood=moody)
    with served(office):
        put(MANY // 2, clock())
        until_all_went(replace(config, smtp_url=office.url), clock, office)

    assert set(office.taken.values()) == {1}
    db.rollback()
    assert max(db.scalars(select(Notice.attempts))) > 2
    db.rollback()


def test_a_server_that_refuses_is_asked_once_for_each(put, config, clock):
    asked = collections.Counter()

    def no(letter):
        asked[letter["Message-ID"]] += 1
        return "550 5.7.1 No"

    with served(Office(mood=no)) as office:
        config = replace(config, smtp_url=office.url)
        put(MANY // 2, clock())
        for _ in range(30):
            send_due(config, clock)
            clock.later(minutes=10)

    assert fates() == {NoticeState.REFUSED: MANY}
    assert asked == dict.fromkeys(names(), 1)


def test_a_server_that_drops_after_the_text_gets_each_twice_at_most(put, config, clock):
    with served(Office(mood=once("drop"))) as office:
        put(MANY // 2, clock())
        until_all_went(replace(config, smtp_url=office.url), clock, office)

    assert set(office.taken.values()) == {2}  # one drop each, and one duplicate under the same name


# Processes


def test_a_process_killed_with_a_letter_in_its_hand_loses_none_and_doubles_only_that_one(put, config, database):
    """Killed 200 times, between the moment at which the server has the letter and that at which this is written down:
    at once, or up to three milliseconds after the answer."""
    holding, kills = [], []
    dice = random.Random(3)

    def kill():
        with_it = holding[0]
        os.kill(with_it, signal.SIGKILL)
        kills.append(with_it)

    first = once("kill")

    def mood(letter):
        if first(letter):
            wait = dice.choice([0, 0.001 * dice.random(), 0.003 * dice.random()])
            if wait:
                asyncio.get_running_loop().call_later(wait, kill)
            else:
                kill()

    with served(Office(mood=mood)) as office:
        given = database.url, office.url, str(config.data_dir), dt.timedelta(0)
        many, begun = put(100, dt.datetime.now(dt.UTC)), 0
        while fates().get(NoticeState.QUEUED):
            with sending(1, *given) as (process,):
                holding[:] = [process.pid]
            begun += 1
            assert begun < 1000

    assert fates() == {NoticeState.SENT: many}
    assert set(office.taken) == names()
    assert len(kills) == many
    assert set(office.taken.values()) <= {1, 2}
    assert 2 in office.taken.values()  # or nothing was tried


@pytest.mark.parametrize("many", [2, 5])
def test_many_processes_at_once_send_each_notice_once(put, config, database, many):
    with served(Office()) as office:
        letters = put(100, dt.datetime.now(dt.UTC))
        with sending(many, database.url, office.url, str(config.data_dir), LEASE):
            pass

    assert fates() == {NoticeState.SENT: letters}
    assert office.taken == dict.fromkeys(names(), 1)
    db.rollback()
    assert set(db.scalars(select(Notice.attempts))) == {1}
    db.rollback()


@pytest.mark.parametrize("many", [1, 3])
def test_an_account_closed_as_its_mails_go_out_gets_each_once_or_never(put, config, database, many):
    """Closed in the middle of it: what had begun to go has gone, the rest is called back, all of it in one act."""
    closed = []
    with served(Office(pause=0.002)) as office:
        put(150, dt.datetime.now(dt.UTC))
        with sending(many, database.url, office.url, str(config.data_dir), LEASE):
            while len(office.letters) < 60:
                time.sleep(0.01)
            with transaction():
                person, *_, by = db.scalars(select(Person).where(Person.email.in_(["chair.nato@nato.example",
                    "admin@dialogue.example"])).order_by(Person.email.desc())).all()  # fmt: skip
                closed.append(accounts.close(person, by=by, at=dt.datetime.now(dt.UTC)))
            seen = collections.Counter(one["To"] for one in office.letters)

    mine = select(Notice).where(Notice.recipient_id == person.id)
    told = {state: [] for state in NoticeState}
    for notice in db.scalars(mine):
        told[notice.state].append(f"<{notice.message_id}@localhost>")
    assert {state for state, names in told.items() if names} == {NoticeState.SENT, NoticeState.CALLED_BACK}
    assert len(told[NoticeState.CALLED_BACK]) == closed[0]
    assert [office.taken[name] for name in told[NoticeState.SENT]] == [1] * len(told[NoticeState.SENT])
    assert [office.taken[name] for name in told[NoticeState.CALLED_BACK]] == [0] * closed[0]
    farewell = [one for one in office.letters if one["Subject"].startswith("Your account was closed")]
    assert [one["To"] for one in farewell] == ["Nora Chair <chair.nato@nato.example>"]
    assert sum(office.taken.values()) == 300 - closed[0] + len(farewell)
    assert len(told[NoticeState.SENT]) - len(farewell) - seen["Nora Chair <chair.nato@nato.example>"] <= many
    db.rollback()


# Taking back as it goes out


def test_taken_back_as_it_goes_out_it_is_all_taken_back_or_all_sent(put, config, clock):
    """The request arrived a moment before the wait was over; the worker came a moment after."""
    made_at, seen = clock(), collections.Counter()
    with served(Office()) as office:
        config = replace(config, smtp_url=office.url)
        put(100, made_at, by=None, wait=WAIT)
        clock.later(seconds=WAIT.total_seconds())
        db.rollback()
        every = db.scalars(select(Dispatch.id)).all()
        db.rollback()
        together = threading.Barrier(2)

        def take_back():
            together.wait()
            for one in every:
                seen[taken_back(one, made_at + WAIT - dt.timedelta(microseconds=1))] += 1
            db.remove()

        def worker():
            together.wait()
            send_due(config, clock)
            db.remove()

        both = [threading.Thread(target=work) for work in (take_back, worker)]
        for thread in both:
            thread.start()
        for thread in both:
            thread.join()
        send_due(config, clock)

    for one in db.scalars(select(Dispatch)):
        states = {notice.state for notice in one.notices}
        assert states == ({NoticeState.UNDONE} if one.undone_at else {NoticeState.SENT})
    sent = {
        f"<{name}@localhost>": 1
        for name in db.scalars(select(Notice.message_id).where(Notice.state == NoticeState.SENT))
    }
    assert office.taken == sent
    assert seen[True] and seen[False], seen


def taken_back(dispatch_id, at):
    """As the gate does it: what came between is judged again."""
    for _ in range(2):
        try:
            with transaction():
                by = db.scalars(select(Person)).first()
                rounds.undo(db.get_one(Dispatch, dispatch_id, populate_existing=True), by=by, at=at)
        except StaleDataError:
            continue
        except Refused:
            return False
        return True
    return False
