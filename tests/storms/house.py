"""A house in a storm: rounds by the hundred on a real database, its pages in a real process, and clients that write to
them over sockets of their own."""

import contextlib
import datetime as dt
import os
import re
import secrets
import socket
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from urllib.parse import urlencode

from itsdangerous import URLSafeSerializer
from sqlalchemy import select

from dialogue.db import db, transaction
from dialogue.domain.notices import Dispatch, Notice
from dialogue.domain.people import Person
from dialogue.domain.pulse import Beat
from dialogue.domain.signins import SignIn
from dialogue.domain.silence import (
    Category,
    Circulation,
    Formula,
    Issue,
    Part,
    Profile,
    Recipient,
    propose,
    proposed_expiry,
)
from dialogue.web.presence import COOKIE_FIELD
from tests import walk
from tests.factories import DAY, HOUR, NO_PULSE
from tests.post import free_port

SECRET = "only for storms " * 3


def now():
    return dt.datetime.now(dt.UTC)


# Rounds


def session_of(cast):
    """With both co-chairs in their seats."""
    session = walk.plan(db, cast)
    walk.delegations(db, cast, session)
    return session


def rounds_until(cast, session, expiries):
    """Issued six days before and served at once, each with its expiry; their history is no row of the log."""
    at = now() - 6 * DAY
    voices = [Recipient(one, Part.CO_CHAIR) for one in (cast.chair_nato, cast.chair_kosovo)]
    voices += [Recipient(one, Part.SECRETARY) for one in (cast.secretary_brussels, cast.secretary_prishtina)]
    made = []
    for expires_at in expiries:
        one = propose("Places", "", "a" * 64, [cast.nato, cast.kosovo], session_id=session.id, formula=Formula.AGREED,
                      profile=Profile.DECISION, category=Category.PROCEDURAL, why="", by=cast.secretary_brussels,
                      at=at)  # fmt: skip
        for chair in (cast.chair_nato, cast.chair_kosovo):
            one.consent_to_method("", by=chair, at=at)
        one.issue_(proposed_expiry(one.profile, at, one.capitals), voices, pulse=NO_PULSE, by=cast.secretary_brussels,
                   at=at)  # fmt: skip
        for chair in (cast.chair_nato, cast.chair_kosovo):
            one.acknowledge(entitled=True, pulse=NO_PULSE, by=chair, at=at)
        one.issue.expires_at = expires_at
        one.facts()
        db.add(one)
        made.append(one)
    db.flush()
    return [one.id for one in made]


def expire(ids, *, within):
    """Let these rounds all expire at one instant, soon; returns it."""
    at = now() + within
    with transaction():
        for issue in db.scalars(select(Issue).where(Issue.circulation_id.in_(ids))):
            issue.expires_at = at
    db.remove()
    return at


def heard_until(at):
    """The service was there for a week, as far as anybody knows."""
    lately = [at - n * HOUR / 60 for n in reversed(range(100))]
    db.add_all(Beat(at=when, monotonic=0.0, boot="before") for when in (at - 7 * DAY, *lately))
    db.flush()


def what_became():
    """Each round with its state, objections and records, as they are now."""
    db.rollback()
    db.expire_all()
    return {one.id: one for one in db.scalars(select(Circulation))}


def tellings_of_outcomes():
    """By round: each outcome that was told, and to how many."""
    found = {}
    rows = db.execute(select(Dispatch.key, Dispatch.kind, Notice.recipient_id).join(Notice.dispatch)).all()
    db.rollback()
    for key, kind, recipient in rows:
        if ":record:" in key:
            found.setdefault(int(key.split(":")[1]), {}).setdefault((key, kind), []).append(recipient)
    return found


# The pages, and who writes to them


KEEPER = """
import signal, subprocess, sys
ending, child = False, None
def end(*_):
    global ending
    ending = True
    if child is not None:
        child.terminate()
signal.signal(signal.SIGTERM, end)
while not ending:
    child = subprocess.Popen(sys.argv[1:])
    if ending:
        child.terminate()
    child.wait()
"""


@contextlib.contextmanager
def pages(url, folder, *, closing, every=1.0, begun_again=False):
    """`begun_again`: beneath a keeper that begins the pages anew whenever they are killed."""
    port = free_port()
    environment = {name: value for name, value in os.environ.items() if not name.startswith("DIALOGUE_")} | {
        "DIALOGUE_DATABASE_URL": url,
        "DIALOGUE_DATA_DIR": str(folder),
        "DIALOGUE_SECRET_KEY": SECRET,
        "PORT": str(port),
    }
    typed = [sys.executable, "-m", "tests.storms.pages", str(closing), str(every)]
    if begun_again:
        typed = [sys.executable, "-c", KEEPER, *typed]
    with (folder / "said").open("wb") as said:
        process = subprocess.Popen(typed, env=environment, stdout=said, stderr=said)
    try:
        wait_for(port)
        yield process, port
    finally:
        process.terminate()
        process.wait(60)


def wait_for(port, within=60.0):
    until = time.monotonic() + within
    while time.monotonic() < until:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=5) as probe:
            probe.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            if b" 200 " in probe.recv(100):
                return
        time.sleep(0.02)
    raise AssertionError("the pages did not come up")


@dataclass
class Passport:
    """What a browser carries in which this person has signed in."""

    person_id: int
    cookie: str
    csrf: str

    def objection(self, round_id, text, key=None):
        """The whole request, as it goes over the wire."""
        key = key or self.key()
        body = urlencode({"csrf_token": self.csrf, "form_key": key, "kind": "objection", "text": text}).encode()
        head = (
            f"POST /circulations/{round_id}/objections HTTP/1.1\r\nHost: localhost\r\n"
            f"Cookie: dialogue={self.cookie}\r\nContent-Type: application/x-www-form-urlencoded\r\n"
            f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n"
        )
        return head.encode() + body

    def key(self):
        return URLSafeSerializer(SECRET, salt="form-key").dumps([self.person_id, secrets.token_urlsafe(12)])


def sign_in(app, person):
    """Beforehand, in this process: the other one reads the same cookie."""
    row = SignIn(person=db.get_one(Person, person.id), created_at=now())
    db.add(row)
    db.commit()
    browser = app.test_client()
    with browser.session_transaction() as cookie:
        cookie[COOKIE_FIELD] = row.token
    page = browser.get("/").text
    db.remove()
    csrf = re.search(r'name="csrf_token"[^>]* value="([^"]+)"', page)[1]
    return Passport(person.id, browser.get_cookie("dialogue").value, csrf)


@dataclass
class Sent:
    """One request: when its last byte had left, and what came back, if anything did."""

    round_id: int
    text: str
    sent_at: dt.datetime | None = None
    status: int = 0
    body: str = ""

    @property
    def acknowledged(self):
        return self.status == 303


def sleep_until(at):
    time.sleep(max((at - now()).total_seconds(), 0))


def post(port, sent, request, at=None):
    """Send the request, at the instant where one is given; keep what came back."""
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=60) as line:
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if at is not None:
            time.sleep(max((at - now()).total_seconds() - 0.002, 0))
            while now() < at:
                pass
        line.sendall(request)
        sent.sent_at = now()
        got = b""
        while more := line.recv(1 << 16):
            got += more
        head, _, body = got.partition(b"\r\n\r\n")
        sent.status, sent.body = int(head[9:12] or 0), body.decode(errors="replace")
    return sent


def together(jobs):
    """All at once, each in a thread."""
    threads = [threading.Thread(target=post, args=job) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
