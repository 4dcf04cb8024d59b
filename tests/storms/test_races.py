"""Objections and outcomes at the same instant, with real processes on both databases: nothing that was sent in time is
ever overlooked, and nobody is told anything twice."""

import datetime as dt
import os
import random
import subprocess
import sys
import time

import pytest

from dialogue.app import create_app
from dialogue.config import Config
from dialogue.db import db
from dialogue.domain.silence import CirculationState, Route
from dialogue.operations import backups
from dialogue.operations.server import THREADS
from tests import cast as people_of
from tests.conftest import furnished
from tests.factories import HOUR
from tests.storms import house
from tests.storms.settler import settling

pytestmark = pytest.mark.slow
MS, SECOND, MINUTE = dt.timedelta(milliseconds=1), dt.timedelta(seconds=1), dt.timedelta(minutes=1)
CLOSING = 8.0


@pytest.fixture
def cast(database):
    made = people_of.enter(db)
    made_session = house.session_of(made)
    house.heard_until(house.now())
    db.commit()
    return made, made_session


@pytest.fixture
def app(database, tmp_path):
    """In this process, to sign people in; the pages are served by another."""
    folder = tmp_path / "var"
    folder.mkdir()
    config = Config(
        data_dir=furnished(folder), database_url=database.url, base_url="http://localhost", secret_key=house.SECRET
    )
    made = create_app(config, engine=database.engine)
    made.extensions["storms.folder"] = folder
    return made


@pytest.fixture
def served(app, database):
    with house.pages(database.url, app.extensions["storms.folder"], closing=CLOSING) as (process, port):
        yield process, port


def chain_is_whole(database):
    with database.engine.connect().execution_options(read_only=True) as connection:
        return backups.walk_log(connection).rows


def until_settled(ids, within=120.0):
    until = time.monotonic() + within
    while time.monotonic() < until:
        found = house.what_became()
        if all(found[one].state is not CirculationState.RUNNING for one in ids):
            return found
        db.rollback()
        time.sleep(0.3)
    raise AssertionError("not all was written down")


def told_once(found, ids):
    """Of each round every outcome that was written down, to its four people, and nothing else."""
    tellings = house.tellings_of_outcomes()
    for one in ids:
        told = tellings.get(one, {})
        assert sorted(kind for _, kind in told) == sorted(record.state.value for record in found[one].records)
        assert all(len(whom) == len(set(whom)) == 4 for whom in told.values())


# At the expiry


def batches(cast, database, app, served, many):
    """So many batches of rounds that expire at one instant, and one objection to each, sent around it; one more round
    in each batch to which nobody objects."""
    people, session = cast
    _, port = served
    dice = random.Random(many)
    passport = house.sign_in(app, people.chair_kosovo)
    cast_again = people_of.Cast(**{name: db.merge(getattr(people, name)) for name in people.__dataclass_fields__})
    ids = house.rounds_until(cast_again, db.merge(session), [house.now() + HOUR] * many * (THREADS + 1))
    db.commit()
    db.remove()
    sent, quiet, expiries = [], [], {}
    for n in range(many):
        batch = ids[n * (THREADS + 1) : (n + 1) * (THREADS + 1)]
        expires_at = house.expire(batch, within=400 * MS)
        expiries |= dict.fromkeys(batch, expires_at)
        quiet.append(batch.pop())
        jobs = [(port, house.Sent(one, f"No. {one}"), passport.objection(one, f"No. {one}"),
                 expires_at + dice.uniform(-20, 20) * MS) for one in batch]  # fmt: skip
        house.together(jobs)
        sent += [job[1] for job in jobs]
    return sent, quiet, expiries


def weigh(sent, quiet, expiries, database):
    """The counts: in time, wrongly adopted, and the rest."""
    found = until_settled([*quiet, *(one.round_id for one in sent)])
    for one in sent:
        round_ = found[one.round_id]
        assert [o.text for o in round_.objections] == [one.text] * (one.status == 303), one
        closed_at = expiries[one.round_id] + CLOSING * SECOND  # a machine that is out of breath may send so late
        assert round_.state in {CirculationState.BROKEN, CirculationState.HELD} or one.sent_at > closed_at, (
            one,
            expiries[one.round_id],
        )
    assert {found[one].state for one in quiet} == {CirculationState.ADOPTED}
    assert {found[one].state_at == expiries[one] for one in quiet} == {True}
    told_once(found, expiries)
    counts = {
        "in time": sum(one.sent_at <= expiries[one.round_id] for one in sent),
        "broken": sum(found[one.round_id].state is CirculationState.BROKEN for one in sent),
        "acknowledged": sum(one.acknowledged for one in sent),
    }
    assert counts["acknowledged"] == len(sent)
    db.remove()
    return counts


def race(cast, database, app, served, many, at_a_time):
    total = {}
    while many:
        with settling(2, database.url, closing=CLOSING, lasting=True):
            sent, quiet, expiries = batches(cast, database, app, served, min(at_a_time, many))
            counts = weigh(sent, quiet, expiries, database)
        many -= min(at_a_time, many)
        total = {name: total.get(name, 0) + count for name, count in counts.items()}
        forget(expiries)
    chain_is_whole(database)
    assert 0 < total["in time"] < total["acknowledged"]
    return total


def forget(ids):
    """What was weighed is of no interest to the workers any more: an end that no page could give them."""
    for one in house.what_became().values():
        if one.id in ids and one.state is CirculationState.HELD:
            one.state = CirculationState.WITHDRAWN
    db.commit()
    db.remove()


def test_an_objection_that_left_before_the_expiry_is_never_adopted_over(cast, database, app, served):
    race(cast, database, app, served, 3, 3)


@pytest.mark.parametrize(
    "objections", [pytest.param(200, marks=pytest.mark.slow), pytest.param(1000, marks=pytest.mark.long)]
)
def test_of_many_objections_at_the_expiry_none_is_adopted_over(cast, database, app, served, objections):
    race(cast, database, app, served, objections // THREADS, 25)


@pytest.mark.long
def test_a_minute_is_a_minute(cast, database, app, tmp_path):
    """The product as it is delivered, its server and its worker, with the closing time that they have."""
    if database.engine.dialect.name != "sqlite":
        return  # one trial of two minutes is enough
    people, session = cast
    folder = app.extensions["storms.folder"]
    port = house.free_port()
    passport = house.sign_in(app, people.chair_kosovo)
    again = people_of.Cast(**{name: db.merge(getattr(people, name)) for name in people.__dataclass_fields__})
    expires_at = house.now() + 12 * SECOND
    quiet, in_time, on_the_way = ids = house.rounds_until(again, db.merge(session), [expires_at] * 3)
    db.commit()
    db.remove()
    environment = {name: value for name, value in os.environ.items() if not name.startswith("DIALOGUE_")} | {
        "DIALOGUE_DATABASE_URL": database.url, "DIALOGUE_DATA_DIR": str(folder), "PORT": str(port),
        "DIALOGUE_SECRET_KEY": house.SECRET,
    }  # fmt: skip
    with (tmp_path / "said").open("wb") as said:
        process = subprocess.Popen([sys.executable, "-m", "dialogue", "run"], env=environment, stdout=said, stderr=said)
    try:
        house.wait_for(port)
        house.sleep_until(expires_at - SECOND)  # the server closes a line on which nothing is said for long
        first = house.post(port, house.Sent(in_time, "a"), passport.objection(in_time, "a"), expires_at - 10 * MS)
        house.sleep_until(expires_at + 29 * SECOND)
        second = house.post(
            port, house.Sent(on_the_way, "b"), passport.objection(on_the_way, "b"), expires_at + 30 * SECOND
        )
        house.sleep_until(expires_at + 58 * SECOND)
        assert house.what_became()[quiet].state is CirculationState.RUNNING
        found = until_settled(ids, within=90)
    finally:
        process.terminate()
        process.wait(60)
    assert first.sent_at <= expires_at and first.acknowledged and second.acknowledged
    assert [found[one].state for one in ids] == [
        CirculationState.ADOPTED,
        CirculationState.BROKEN,
        CirculationState.HELD,
    ]
    assert found[quiet].state_at == expires_at


# Too large


@pytest.mark.parametrize("size", [70_000, 5_000_000])
def test_an_objection_that_is_too_large_gets_its_page_and_holds_the_round(cast, database, app, served, size):
    """Over the wire, where whoever stops reading shows nothing but a broken connection."""
    people, session = cast
    _, port = served
    passport = house.sign_in(app, people.chair_kosovo)
    again = people_of.Cast(**{name: db.merge(getattr(people, name)) for name in people.__dataclass_fields__})
    (id_,) = house.rounds_until(again, db.merge(session), [house.now() + HOUR])
    db.commit()
    db.remove()

    sent = house.post(port, house.Sent(id_, ""), passport.objection(id_, "x" * size))

    round_ = house.what_became()[id_]
    assert sent.status == 413
    assert "Your objection was too long and is not recorded" in sent.body
    assert f'href="/circulations/{id_}/objections/new"' in sent.body
    assert [(one.route, one.text) for one in round_.objections] == [(Route.TURNED_AWAY, "")]
    assert round_.state is CirculationState.HELD


# Many at once


@pytest.mark.parametrize("many", [20, pytest.param(100, marks=pytest.mark.slow)])
def test_of_many_at_once_on_one_round_none_that_was_acknowledged_is_missing(cast, database, app, served, many):
    people, session = cast
    _, port = served
    passport = house.sign_in(app, people.chair_kosovo)
    again = people_of.Cast(**{name: db.merge(getattr(people, name)) for name in people.__dataclass_fields__})
    (id_,) = house.rounds_until(again, db.merge(session), [house.now() + 10 * MINUTE])
    db.commit()
    db.remove()
    sent = [house.Sent(id_, f"No. {n}, said one of many.") for n in range(many)]

    house.together([(port, one, passport.objection(id_, one.text)) for one in sent])

    round_ = house.what_became()[id_]
    kept = [one.text for one in round_.objections]
    assert {one.status for one in sent} <= {303, 503}
    assert sorted(one.text for one in sent if one.acknowledged) == sorted(kept)
    assert all(one.text in one.body for one in sent if not one.acknowledged)
    assert sorted(one.number for one in round_.objections) == list(range(1, len(kept) + 1))
    assert round_.state is CirculationState.BROKEN
    told_once({id_: round_}, [id_])
    chain_is_whole(database)


# Many who write down


@pytest.mark.parametrize("rounds_", [20, pytest.param(200, marks=pytest.mark.slow)])
@pytest.mark.parametrize("processes", [2, 5])
def test_many_processes_write_down_one_outcome_and_tell_each_once(cast, database, processes, rounds_):
    people, session = cast
    ids = house.rounds_until(people, session, [house.now() - 2 * MINUTE] * rounds_)
    db.commit()
    db.remove()

    with settling(processes, database.url):
        pass

    found = house.what_became()
    assert {found[one].state for one in ids} == {CirculationState.ADOPTED}
    assert {len(found[one].records) for one in ids} == {1}
    told_once(found, ids)
    chain_is_whole(database)
