"""The house left alone: `dialogue run` sends what is due and keeps its pulse; what dies is begun again or ends all."""

import contextlib
import datetime as dt
import os
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from sqlalchemy import select

from dialogue.db import bind, connect, db
from dialogue.domain.notices import Draft, Notice, NoticeKind, NoticeState, dispatch
from dialogue.domain.pulse import Beat
from dialogue.operations.schema import upgrade
from tests import cast as people_of
from tests.post import Office, free_port, served

pytestmark = pytest.mark.slow


@pytest.fixture
def house(tmp_path):
    """A database of its own, and the environment in which the commands find it."""
    url = f"sqlite:///{tmp_path / 'dialogue.db'}"
    engine = connect(url)
    upgrade(engine)
    bind(engine)
    yield {
        **{name: value for name, value in os.environ.items() if not name.startswith("DIALOGUE_")},
        "DIALOGUE_DATABASE_URL": url,
        "DIALOGUE_DATA_DIR": str(tmp_path / "var"),
        "PORT": str(free_port()),
    }
    db.remove()
    engine.dispose()


@contextlib.contextmanager
def running(house, *typed, **settings):
    process = subprocess.Popen(
        [sys.executable, "-m", "dialogue", *typed],
        env=house | settings, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        yield process
    finally:
        process.terminate()
        process.said = process.communicate(timeout=60)


def tell(key):
    who = db.scalar(select(people_of.Person).limit(1)) or people_of.enter(db).admin
    db.add(dispatch(NoticeKind.ACCOUNT, [Draft(who, "A text waits", "Until Friday.", "/")], key=key, by=None, at=now()))
    db.commit()


def now():
    return dt.datetime.now(dt.UTC)


def until(found, within=30):
    """What the question answers, once it does."""
    for _ in range(within * 10):
        answer = found()
        db.commit()
        if answer:
            return answer
        time.sleep(0.1)
    raise AssertionError("it did not come to that")


def sent():
    db.expire_all()
    return db.scalars(select(Notice.message_id).where(Notice.state == NoticeState.SENT)).all()


def children(process):
    told = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    lines = {int(pid): Path(f"/proc/{pid}/cmdline").read_text().split("\0") for pid in told}
    return {word: pid for pid, line in lines.items() for word in ("serve", "worker") if word in line}


def test_a_house_left_alone_sends_what_is_due_and_keeps_its_pulse(house):
    tell("one")
    with served(Office()) as office, running(house, "run", DIALOGUE_SMTP_URL=office.url) as process:
        (beat,) = until(lambda: db.scalars(select(Beat)).all())
        until(lambda: len(sent()) == 1)
        first = children(process)

        os.kill(first["worker"], signal.SIGKILL)
        tell("two")
        until(lambda: len(sent()) == 2)
        second = children(process)

        os.kill(second["serve"], signal.SIGKILL)
        until(lambda: len(db.scalars(select(Beat)).all()) == 2)
        third = children(process)
        os.kill(third["serve"], signal.SIGTERM)
        assert process.wait(30) == 1

    assert abs((now() - beat.at).total_seconds()) < 60
    assert second["serve"] == first["serve"] and second["worker"] != first["worker"]
    assert third["serve"] != first["serve"] and third["worker"] == second["worker"]
    assert process.said[1].splitlines()[-1] == "The server ended by itself, with status 1."
    assert sorted(office.taken.values()) == [1, 1]


def test_what_says_that_it_serves_is_served(house):
    with running(house, "run") as process:
        line = process.stdout.readline()
        with urllib.request.urlopen(f"http://127.0.0.1:{house['PORT']}/healthz", timeout=10) as answer:
            status = answer.status

    assert line == f"Serving on http://127.0.0.1:{house['PORT']}. Ctrl+C stops.\n"
    assert status == 200


@pytest.mark.long
def test_a_worker_alone_asks_the_pages_that_others_serve(house):
    with running(house, "serve") as pages, running(house, "worker", "--beat", f"http://127.0.0.1:{house['PORT']}"):
        until(lambda: len(db.scalars(select(Beat)).all()) == 2)

    assert pages.returncode == 0


@pytest.mark.long
def test_a_worker_survives_a_database_that_is_away(house, tmp_path):
    tell("one")
    with running(house, "worker") as process:
        until(lambda: db.scalars(select(Notice).where(Notice.state == NoticeState.WRITTEN)).all())
        engine = db.get_bind()
        with engine.begin() as connection:
            connection.exec_driver_sql("ALTER TABLE notices RENAME TO away")
        time.sleep(6)
        assert process.poll() is None
        with engine.begin() as connection:
            connection.exec_driver_sql("ALTER TABLE away RENAME TO notices")
        tell("two")
        until(lambda: len(db.scalars(select(Notice).where(Notice.state == NoticeState.WRITTEN)).all()) == 2)

    assert process.returncode == 0
    assert "send_notices failed" in process.said[1]


@pytest.mark.long
def test_a_worker_told_to_end_finishes_the_letter_in_its_hand(house):
    tell("one")
    tell("two")
    with served(Office(pause=2.0)) as office:
        with running(house, "worker", DIALOGUE_SMTP_URL=office.url) as process:
            until(lambda: db.scalars(select(Notice).where(Notice.attempts == 1)).all())
        assert len(sent()) == 1

    assert process.returncode == 0
    assert len(office.letters) == 1
