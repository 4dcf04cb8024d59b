"""Killed in the middle of writing, a hundred times over: whatever was acknowledged is there, once and whole; what was
written down is one outcome, told once."""

import contextlib
import os
import random
import signal
import threading
import time
from pathlib import Path

import pytest
from sqlalchemy import select

from dialogue.app import create_app
from dialogue.config import Config
from dialogue.db import db
from dialogue.domain.log import LogEntry
from dialogue.domain.silence import CirculationState
from dialogue.operations import backups
from tests import cast as people_of
from tests.conftest import furnished
from tests.factories import HOUR
from tests.storms import house
from tests.storms.settler import one_killed, settling

pytestmark = pytest.mark.slow
CLIENTS = 4


@pytest.fixture
def cast(database):
    made = people_of.enter(db)
    session = house.session_of(made)
    house.heard_until(house.now())
    db.commit()
    return made, session


def chain_is_whole(database):
    with database.engine.connect().execution_options(read_only=True) as connection:
        return backups.walk_log(connection).rows


def children(master):
    told = Path(f"/proc/{master}/task/{master}/children").read_text().split()
    return [int(pid) for pid in told]


class Client(threading.Thread):
    """Objects on and on, and tries each again with the same form until it is acknowledged, as a person would."""

    def __init__(self, name, port, passport, ids, ending):
        super().__init__()
        self.called, self.port, self.passport, self.ids, self.ending = name, port, passport, ids, ending
        self.acknowledged, self.tries = [], 0

    def run(self):
        n = 0
        while not self.ending.is_set():
            n += 1
            round_id, text, key = self.ids[n % len(self.ids)], f"{self.called}, no. {n}", self.passport.key()
            while not self.tried(round_id, text, key):
                time.sleep(0.01)

    def tried(self, round_id, text, key):
        self.tries += 1
        sent = house.Sent(round_id, text)
        with contextlib.suppress(ValueError):  # half an answer
            house.post(self.port, sent, self.passport.objection(round_id, text, key))
        if sent.acknowledged:
            self.acknowledged.append((round_id, text))
        return sent.acknowledged


@pytest.mark.parametrize(
    "kills", [3, pytest.param(20, marks=pytest.mark.slow), pytest.param(100, marks=pytest.mark.long)]
)
def test_pages_that_are_killed_lose_nothing_that_they_acknowledged(cast, database, tmp_path, kills):
    people, session = cast
    ids = house.rounds_until(people, session, [house.now() + HOUR] * 8)
    db.commit()
    config = Config(
        data_dir=furnished(tmp_path), database_url=database.url, base_url="http://localhost", secret_key=house.SECRET
    )
    app = create_app(config, engine=database.engine)
    passports = [house.sign_in(app, one) for one in (people.chair_kosovo, people.chair_nato)]
    dice, ending = random.Random(kills), threading.Event()

    with house.pages(database.url, tmp_path, closing=60.0, begun_again=True) as (master, port):
        clients = [Client(f"Client {n}", port, passports[n % 2], ids, ending) for n in range(CLIENTS)]
        for client in clients:
            client.start()
        for _ in range(kills):
            had = sum(len(client.acknowledged) for client in clients)
            while sum(len(client.acknowledged) for client in clients) == had:
                time.sleep(0.005)  # it answers again
            time.sleep(dice.uniform(0.005, 0.15))
            (pid,) = children(master.pid)
            os.kill(pid, signal.SIGKILL)
        house.wait_for(port)
        ending.set()
        for client in clients:
            client.join(60)

    found = house.what_became()
    kept = sorted((one.id, objection.text) for one in found.values() for objection in one.objections)
    acknowledged = sorted(pair for client in clients for pair in client.acknowledged)
    assert kept == acknowledged
    assert sum(client.tries for client in clients) > len(kept)
    for one in found.values():
        assert [o.number for o in one.objections] == list(range(1, one.last_receipt + 1))
        assert one.state is (CirculationState.BROKEN if one.objections else CirculationState.RUNNING)
        assert len(one.records) == bool(one.objections)
    logged = db.scalars(select(LogEntry).where(LogEntry.verb == "object", LogEntry.noun == "circulations")).all()
    assert len(logged) == len(kept)
    chain_is_whole(database)


@pytest.mark.parametrize(
    "kills", [5, pytest.param(20, marks=pytest.mark.slow), pytest.param(100, marks=pytest.mark.long)]
)
def test_workers_that_are_killed_leave_one_outcome_each(cast, database, kills):
    people, session = cast
    at_a_time, ids, died = 5, [], 0
    dice = random.Random(kills)

    for _ in range(kills // at_a_time):
        again = people_of.Cast(**{name: db.merge(getattr(people, name)) for name in people.__dataclass_fields__})
        ids += house.rounds_until(again, db.merge(session), [house.now() - 2 * HOUR / 60] * 2 * at_a_time)
        house.heard_until(house.now())
        db.commit()
        db.remove()
        died += sum(one_killed(database.url, dice.uniform(0, 0.1)) for _ in range(at_a_time))
        with settling(1, database.url):
            pass

    assert died > kills // 2
    found = house.what_became()
    assert {found[one].state for one in ids} == {CirculationState.ADOPTED}
    told = house.tellings_of_outcomes()
    assert {len(found[one].records) for one in ids} == {1}
    assert {len(told[one]) for one in ids} == {1}
    assert {tuple(map(len, told[one].values())) for one in ids} == {(4,)}
    chain_is_whole(database)
