"""The heart: a beat for a proper answer in time, none for anything else, and no fault that stops it."""

import json
import socket
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from sqlalchemy import event, select
from sqlalchemy.exc import OperationalError

from dialogue.domain.pulse import Beat
from dialogue.operations.heartbeat import Heart, answers, boot, own_address
from tests.post import free_port
from tests.serving import served


@contextmanager
def pages(status=200, told='{"status": "ok"}', pause=0.0):
    """A site that answers like this; yields its address and what it was asked."""
    asked = []

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append((self.path, self.headers["Host"]))
            time.sleep(pause)
            self.send_response(status)
            self.end_headers()
            self.wfile.write(told.encode())

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", asked
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def beats(db):
    db.rollback()
    found = db.scalars(select(Beat).order_by(Beat.id)).all()
    db.commit()  # a reader of the test's kind keeps writers out
    return found


def test_a_proper_answer_is_a_beat_with_both_clocks(db, clock):
    before = time.monotonic()
    with pages() as (url, asked):
        assert Heart(url, host="dialogue.example", clock=clock).beat()

    (one,) = beats(db)
    assert (one.at, one.boot, one.previous_at) == (clock(), boot(), None)
    assert before <= one.monotonic <= time.monotonic()
    assert asked == [("/healthz", "dialogue.example")]


def test_a_beat_knows_the_one_before_it_and_a_clock_that_was_moved(db, clock):
    with pages() as (url, _):
        beating = Heart(url, host="h", clock=clock)
        beating.beat()
        clock.later(hours=1)  # while no time passed
        beating.beat()

    first, second = beats(db)
    assert (second.previous_at, second.has_jumped, first.has_jumped) == (first.at, True, False)


@pytest.mark.parametrize(
    "answer",
    [
        {"status": 500},
        {"status": 302},
        {"told": '{"status": "asleep"}'},
        {"told": "<html>Some other site</html>"},
        {"told": ""},
        {"told": json.dumps({"status": "ok", "more": "x" * 2000})},
    ],
)
def test_any_other_answer_is_a_missed_beat(db, clock, caplog, answer):
    with pages(**answer) as (url, asked):
        assert not Heart(url, host="h", clock=clock).beat()

    assert asked
    assert beats(db) == []
    assert caplog.messages == [f"missed a beat: no proper answer from {url}"]


def test_nobody_there_or_nonsense_is_no_answer():
    with socket.create_server(("127.0.0.1", 0)) as silent:
        silent.close()
        assert not answers(f"http://127.0.0.1:{free_port()}", "h")
    assert not answers("https://127.0.0.1:1", "h")


def test_an_answer_that_takes_too_long_is_none():
    with pages(pause=0.3) as (url, asked):
        assert not answers(url, "h", within=0.1)
        assert answers(url, "h", within=3)

    assert len(asked) == 2


def test_the_pages_themselves_answer_under_their_own_name_alone(app, clock):
    with served(app, clock) as port:
        ours, foreign = (answers(f"http://127.0.0.1:{port}", host) for host in ("localhost", "elsewhere.example"))

    assert (ours, foreign) == (True, False)


def test_a_beat_that_the_database_does_not_take_is_missed_and_the_next_one_counts(db, clock, engine, caplog):
    def away(_connection):
        event.remove(engine, "begin", away)
        raise OperationalError("BEGIN", {}, Exception("no room on the disk"))

    event.listen(engine, "begin", away)
    with pages() as (url, _):
        beating = Heart(url, host="h", clock=clock)

        assert (beating.beat(), beating.beat()) == (False, True)

    assert len(beats(db)) == 1
    assert "no room on the disk" in caplog.text


def test_it_beats_until_it_is_stopped(db, clock):
    with pages() as (url, _):
        beating = Heart(url, host="h", clock=clock)
        beating.start()
        for _ in range(100):
            if beats(db):
                break
            time.sleep(0.05)
        beating.stop()

    assert len(beats(db)) == 1


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("127.0.0.1", "http://127.0.0.1:8000"),
        ("0.0.0.0", "http://127.0.0.1:8000"),  # noqa: S104 nothing listens there
        ("::", "http://[::1]:8000"),
        ("10.0.0.7", "http://10.0.0.7:8000"),
    ],
)
def test_a_server_is_asked_where_it_listens(host, address):
    assert own_address(host, 8000) == address


def test_the_boot_is_the_machines_and_the_same_each_time():
    assert boot() == boot()
    assert len(boot()) == 36
