"""The web process is killed in the midst of writes, again and again: what was acknowledged is there, nothing half."""

import datetime as dt
import http.client
import itertools
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import select, text

from dialogue.db import db
from dialogue.domain.log import LogEntry
from dialogue.domain.signins import SignIn
from dialogue.domain.topics import Topic
from dialogue.operations.backups import walk_log
from tests.cast import enter
from tests.stories.signed_in import SignedIn

HERE = Path(__file__).parent.parent.parent
SECRET = "only for crashes " * 3
HANDS = 4


class Hands:
    """People who write as fast as they can, each act once, and note what they were told is done."""

    def __init__(self, port: int, sign_in: SignIn) -> None:
        self.browser, self.port = SignedIn(sign_in, SECRET), port
        self.titles = (f"Topic {n}" for n in itertools.count())
        self.turn, self.stop = threading.Lock(), threading.Event()
        self.acknowledged: list[str] = []
        self.answers: Counter[str] = Counter()
        self.threads = [threading.Thread(target=self._write) for _ in range(HANDS)]

    def _write(self) -> None:
        while not self.stop.is_set():
            with self.turn:
                title = next(self.titles)
            try:
                status = self._post(title)
            except (OSError, http.client.HTTPException) as fault:
                self.answers[type(fault).__name__] += 1
                continue
            self.answers[str(status)] += 1
            if status == 303:
                self.acknowledged.append(title)

    def _post(self, title: str) -> int:
        return self.browser.post(self.port, "/topics/new", self.browser.form(title=title, summary="x" * 200)).status


@pytest.mark.engines
@pytest.mark.parametrize("lives", [pytest.param(5, marks=pytest.mark.slow), pytest.param(200, marks=pytest.mark.long)])
def test_what_was_acknowledged_survives_a_kill_in_the_midst_of_writes(database, tmp_path, lives):
    people = enter(db)
    sign_in = SignIn(person=people.secretary_brussels, created_at=dt.datetime.now(dt.UTC))
    db.add(sign_in)
    db.commit()
    chance = random.Random(lives)
    command = [sys.executable, "-m", "tests.stories.mortal", database.url, str(tmp_path), SECRET]
    with subprocess.Popen(
        command, cwd=HERE, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
    ) as parent:
        hands = Hands(int(parent.stdout.readline()), sign_in)
        for hand in hands.threads:
            hand.start()
        for life in range(lives):
            before = len(hands.acknowledged)
            parent.stdin.write("live\n")
            child = int(parent.stdout.readline())
            until(lambda before=before: len(hands.acknowledged) > before)
            time.sleep(chance.uniform(0.005, 0.15))
            if life == lives - 1:
                hands.stop.set()  # the last one dies when everybody has his answer
                for hand in hands.threads:
                    hand.join()
            os.kill(child, signal.SIGKILL)
        parent.stdin.close()

    db.rollback()
    titles = Counter(db.scalars(select(Topic.title)))
    told = Counter(db.scalars(select(LogEntry.thing_id).where(LogEntry.noun == "topics")))
    assert set(hands.acknowledged) - titles.keys() == set()
    assert {title for title, n in titles.items() if n > 1} == set()
    assert told == Counter(db.scalars(select(Topic.id)))  # what stands has its row in the log, and no row has nothing
    assert walk_log(db.connection()).rows >= len(titles)
    assert len(hands.acknowledged) >= lives
    # Done, or cut off by the kill: before the answer, or between its head and its end.
    assert set(hands.answers) <= {"303", "RemoteDisconnected", "ConnectionResetError", "IncompleteRead"}
    if database.engine.dialect.name == "sqlite":
        assert db.execute(text("PRAGMA integrity_check")).scalars().all() == ["ok"]


def until(found, within=30.0):
    end = time.monotonic() + within
    while not found():
        assert time.monotonic() < end, "nobody was answered"
        time.sleep(0.002)
