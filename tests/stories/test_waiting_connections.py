"""Hundreds who connect and send nothing, or a byte now and then, keep nobody waiting: objections and beats least."""

import contextlib
import datetime as dt
import itertools
import os
import re
import selectors
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from sqlalchemy import select

from dialogue.db import bind, connect, db
from dialogue.domain.pulse import Beat
from dialogue.domain.signins import SignIn
from dialogue.domain.silence import Circulation, Objection, Route
from dialogue.operations.schema import upgrade
from tests import silent, walk
from tests.cast import enter
from tests.factories import DAY, HOUR
from tests.post import free_port
from tests.stories.signed_in import SignedIn

pytestmark = pytest.mark.slow

SECRET = "only for those who wait " * 3
MANY = 500
BEGIN = (
    b"",
    b"GET /sign-in HTTP/1.1\r\nHost: localhost\r\nX-Slow: ",
    b"POST /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Length: 60000\r\n\r\n",
    b"POST /circulations/1/objections HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n1f40\r\n",
)


@pytest.fixture
def house(tmp_path):
    """The pages, served by themselves, with a round that runs: their port and their process."""
    url = f"sqlite:///{tmp_path / 'dialogue.db'}"
    engine = connect(url)
    upgrade(engine)
    bind(engine)
    at = dt.datetime.now(dt.UTC)
    people = enter(db)
    session = walk.plan(
        db, people, starts=(at + 60 * DAY).replace(hour=9, minute=0, second=0, microsecond=0, tzinfo=None)
    )
    silent.put_under_silence(db, silent.draft(db, session, at=at - 2 * HOUR), at=at - HOUR)
    db.commit()
    port = free_port()
    settings = {
        "DIALOGUE_DATABASE_URL": url,
        "DIALOGUE_DATA_DIR": str(tmp_path / "var"),
        "DIALOGUE_SECRET_KEY": SECRET,
        "PORT": str(port),
    }
    kept = {name: value for name, value in os.environ.items() if not name.startswith("DIALOGUE_")}
    with (tmp_path / "log").open("w") as log:
        pages = subprocess.Popen([sys.executable, "-m", "dialogue", "serve"], env=kept | settings, stderr=log)
    try:
        for _ in range(300):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield people, port, pages
    finally:
        if pages.poll() is None:
            pages.terminate()
        assert pages.wait(40) == 0
        db.remove()
        engine.dispose()


@contextlib.contextmanager
def crowd(port, many=MANY):
    """So many connections; three of four send a byte every second. Tells which of them are open still."""
    begun = [socket.create_connection(("127.0.0.1", port), timeout=10) for _ in range(many)]
    left, stop = set(begun), threading.Event()
    hung_up = selectors.DefaultSelector()
    for n, one in enumerate(begun):
        one.sendall(BEGIN[n % len(BEGIN)])
        one.setblocking(False)
        hung_up.register(one, selectors.EVENT_READ)

    def trickle():
        while not stop.wait(1.0):
            for found, _ in hung_up.select(0):
                hung_up.unregister(found.fileobj)
                left.discard(found.fileobj)
            for n, one in enumerate(begun):
                if n % len(BEGIN) and one in left:
                    with contextlib.suppress(OSError):
                        one.send(b"a")

    thread = threading.Thread(target=trickle)
    thread.start()
    try:
        yield left
    finally:
        stop.set()
        thread.join()
        hung_up.close()
        for one in begun:
            one.close()


def signed_in(person):
    row = SignIn(person=person, created_at=dt.datetime.now(dt.UTC))
    db.add(row)
    db.commit()
    return SignedIn(row, SECRET)


def objecting():
    path = f"/circulations/{db.scalar(select(Circulation.id))}/objections"
    db.rollback()  # a transaction of ours would keep the pages from writing
    return path


def objections():
    db.rollback()
    return db.scalars(select(Objection)).all()


def resident(process):
    return int(re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{process.pid}/status").read_text())[1]) / 1024


def test_an_objection_beside_five_hundred_who_trickle_is_answered_within_a_second(house):
    people, port, pages = house
    chair, other = signed_in(people.chair_nato), signed_in(people.chair_kosovo)
    path = objecting()
    chair.post(port, "/sign-ins", b"")  # what is loaded once, is
    before = resident(pages)
    with crowd(port) as left:
        took = []
        for who, words in ((chair, "No."), (other, "Not yet.")):
            time.sleep(2)
            begun = time.monotonic()
            answer = who.post(port, path, who.form(text=words), timeout=10)
            took.append(time.monotonic() - begun)
            assert answer.status == 303
        assert len(left) == MANY
        held = resident(pages) - before

        begun = time.monotonic()
        large = chair.post(port, path, chair.form(text="x" * 5_000_000), timeout=30)
        took_large = time.monotonic() - begun

        end = time.monotonic() + 40
        while left and time.monotonic() < end:
            time.sleep(0.5)

        assert left == set()

    assert max(took) < 1.0, took
    assert large.status == 413
    assert "Your objection was too long and is not recorded" in large.text
    assert took_large < 5.0
    assert held < 30
    assert [(one.text, one.route) for one in objections()][:2] == [("No.", Route.PAGE), ("Not yet.", Route.PAGE)]


@pytest.mark.long
def test_the_pulse_goes_on_beside_five_hundred_who_trickle(house):
    _, port, _ = house
    end = time.monotonic() + 130
    while time.monotonic() < end:
        with crowd(port):
            time.sleep(15)

    db.rollback()
    at = db.scalars(select(Beat.at).order_by(Beat.at)).all()
    gaps = [(after - before).total_seconds() for before, after in itertools.pairwise(at)]
    assert len(gaps) >= 2
    assert max(gaps) < 65


def test_an_objection_that_is_being_answered_when_the_server_is_told_to_end_is_recorded_and_told(house):
    people, port, pages = house
    chair = signed_in(people.chair_nato)
    path = objecting()
    told = []
    writer = connect(str(db.get_bind().url))
    with writer.connect() as held:
        held.exec_driver_sql("SELECT 1")  # holds the write lock: BEGIN IMMEDIATE
        there = threading.Thread(target=lambda: told.append(chair.post(port, path, chair.form(text="No."), 60)))
        there.start()
        time.sleep(2)
        pages.terminate()
        time.sleep(2)
        assert pages.poll() is None
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", port), timeout=5)
        held.rollback()
    there.join(40)
    writer.dispose()

    assert pages.wait(40) == 0
    assert [answer.status for answer in told] == [303]
    assert [one.text for one in objections()] == ["No."]
