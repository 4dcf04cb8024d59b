"""The server: who waits costs no thread, what is received is bounded and stamped, and a stop loses nothing begun."""

import contextlib
import datetime as dt
import gc
import hashlib
import http.client
import json
import logging
import os
import socket
import tempfile
import threading
import time
from pathlib import Path

import pytest

from dialogue.config import LARGEST_REQUEST
from dialogue.operations.server import HEAD, HEADERS, IN_MEMORY, Limits, Server, listen, serve


class Pages:
    """An application that tells what it was asked; `/slow` waits until it is let go, `/fault` is no application."""

    def __init__(self):
        self.asked = []
        self.begun, self.go = threading.Event(), threading.Event()

    def __call__(self, environ, start_response):
        if environ["PATH_INFO"] == "/slow":
            self.begun.set()
            assert self.go.wait(20)
        if environ["PATH_INFO"].startswith("/fault"):
            raise RuntimeError("not in the application")
        if environ["PATH_INFO"] == "/unchanged":
            start_response("304 Not Modified", [("ETag", '"1"')])
            return []
        body = environ["wsgi.input"].read()
        self.asked.append(environ)
        told = json.dumps({
            "path": environ["PATH_INFO"],
            "arrived": environ["dialogue.arrived_at"].isoformat(),
            "length": environ.get("CONTENT_LENGTH"),
            "read": len(body),
            "sha256": hashlib.sha256(body).hexdigest(),
            "forwarded": environ.get("HTTP_X_FORWARDED_FOR"),
        }).encode()  # fmt: skip
        start_response("200 OK", [("Content-Length", str(len(told)))])
        return [told]


@contextlib.contextmanager
def served(pages, host="127.0.0.1", **limits):
    """The server in a thread; the port, what tells it to end, and the thread."""
    listener, ending = listen(host, 0), threading.Event()
    server = Server(pages, listener, now, Limits(**limits))
    thread = threading.Thread(target=server.serve_until, args=(ending,))
    thread.start()
    server.port, server.told, server.thread = listener.getsockname()[1], ending, thread
    try:
        yield server
    finally:
        ending.set()
        if thread.is_alive():
            server.pull_trigger()
        thread.join(40)
        assert not thread.is_alive()


@contextlib.contextmanager
def connected(server, host="127.0.0.1"):
    with socket.create_connection((host, server.port), timeout=20) as there:
        yield there


def answer(there):
    """Status, headers and body of the next answer; None where the server hangs up."""
    found = http.client.HTTPResponse(there)
    try:
        found.begin()
    except (http.client.RemoteDisconnected, ConnectionResetError):
        return None
    return found.status, found.headers, found.read()


def asked(there, path="/", body=b"", *head):
    lines = [f"POST {path} HTTP/1.1", "Host: localhost", f"Content-Length: {len(body)}", *head]
    there.sendall("\r\n".join(lines).encode() + b"\r\n\r\n" + body)
    return json.loads(answer(there)[2])


def hung_up(there, within):
    there.settimeout(within)
    try:
        return there.recv(1) == b""
    except ConnectionResetError:
        return True
    except TimeoutError:
        return False


def now():
    return dt.datetime.now(dt.UTC)


@pytest.mark.parametrize("host", ["127.0.0.1", "::1"])
def test_the_server_listens_where_it_is_told(host):
    with served(Pages(), host) as server, connected(server, host) as there:
        assert asked(there, "/here")["path"] == "/here"


def test_the_application_is_made_first_and_what_runs_beside_begins_after_it(tmp_path, own_tempdir):
    told, ending = [], threading.Event()

    def make():
        told.append("made")
        return Pages()

    def beside():
        told.append("beside")
        ending.set()

    serve(make, host="127.0.0.1", port=0, clock=now, ending=ending, folder=tmp_path, beside=beside)

    assert told == ["made", "beside"]
    assert tempfile.gettempdir() == str(tmp_path)


def test_what_is_loaded_at_the_start_is_not_looked_through_for_rubbish(tmp_path, own_tempdir):
    gc.unfreeze()
    ending = threading.Event()
    ending.set()

    serve(Pages, host="127.0.0.1", port=0, clock=now, ending=ending, folder=tmp_path)

    kept = gc.get_freeze_count()
    gc.unfreeze()
    assert kept > 10_000


@pytest.fixture
def own_tempdir():
    before = tempfile.tempdir
    yield
    tempfile.tempdir = before


def test_a_request_is_stamped_when_its_first_byte_is_here():
    with served(Pages()) as server, connected(server) as there:
        time.sleep(0.3)
        before = now()
        there.sendall(b"P")
        time.sleep(0.1)
        after = now()
        time.sleep(0.4)
        there.sendall(b"OST /a HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\n")
        time.sleep(0.2)
        there.sendall(b"ab")
        first = dt.datetime.fromisoformat(json.loads(answer(there)[2])["arrived"])

        time.sleep(0.2)
        again = now()
        second = dt.datetime.fromisoformat(asked(there)["arrived"])

    assert before <= first <= after
    assert again <= second <= now()


@pytest.mark.parametrize("name", ["dialogue.arrived_at", "Dialogue-Arrived-At", "dialogue_arrived_at"])
def test_no_header_says_when_a_request_arrived(name):
    with served(Pages()) as server, connected(server) as there:
        before = now()
        told = asked(there, "/", b"", f"{name}: 2020-01-01T00:00:00+00:00")

    assert before <= dt.datetime.fromisoformat(told["arrived"]) <= now()


def test_what_our_own_proxies_say_reaches_the_application_which_knows_how_many_there_are():
    with served(Pages()) as server, connected(server) as there:
        assert asked(there, "/", b"", "X-Forwarded-For: 192.0.2.7")["forwarded"] == "192.0.2.7"


@pytest.mark.parametrize(
    "begin",
    [
        b"",
        b"\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost\r\nX-A: ",
        b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 500\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n",
    ],
    ids=["nothing", "blank lines", "a head", "a body", "chunks"],
)
def test_a_request_that_trickles_is_given_up_though_each_byte_comes_soon(begin):
    with served(Pages(), received_in=1.0) as server, connected(server) as there:
        there.sendall(begin)
        begun = time.monotonic()
        trickle = b"1\r\nx\r\n" if b"chunked" in begin else begin if begin == b"\r\n" else b"x"
        while time.monotonic() < begun + 5:
            if hung_up(there, 0.1):
                break
            if begin:
                with contextlib.suppress(OSError):
                    there.sendall(trickle)

        assert 0.9 <= time.monotonic() - begun <= 3
        assert server.application.asked == []


def test_a_large_file_has_the_time_that_a_slow_line_needs():
    body = os.urandom(1_000_000)
    with served(Pages(), received_in=0.5, pace=200_000) as server, connected(server) as there:
        there.sendall(f"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: {len(body)}\r\n\r\n".encode())
        for start in range(0, len(body), 100_000):
            there.sendall(body[start : start + 100_000])
            time.sleep(0.2)
        told = json.loads(answer(there)[2])

    assert (told["read"], told["sha256"]) == (len(body), hashlib.sha256(body).hexdigest())


def test_a_connection_is_closed_when_nothing_comes_after_an_answer():
    with served(Pages(), idle=1.0, received_in=0.4) as server, connected(server) as there:
        asked(there)

        assert not hung_up(there, 0.7)
        assert hung_up(there, 3)


def test_a_connection_stays_after_an_answer_without_a_body_unless_it_is_told_otherwise():
    with served(Pages()) as server, connected(server) as there:
        for _ in range(2):
            there.sendall(b"GET /unchanged HTTP/1.1\r\nHost: localhost\r\n\r\n")
            assert (status_of := answer(there))[0] == 304
            assert "Connection" not in status_of[1]
        there.sendall(b"GET /unchanged HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")

        assert (last := answer(there))[0] == 304
        assert last[1]["Connection"] == "close"
        assert hung_up(there, 5)


def test_a_request_that_is_being_answered_is_never_given_up():
    pages = Pages()
    with served(pages, idle=0.4, received_in=0.4) as server, connected(server) as there:
        there.sendall(b"GET /slow HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert pages.begun.wait(5)
        time.sleep(2)
        pages.go.set()

        assert answer(there)[0] == 200


def test_whoever_has_said_nothing_for_longest_makes_room_in_a_full_house(caplog):
    pages = Pages()
    with served(pages, connections=5) as server, contextlib.ExitStack() as held:
        slow = held.enter_context(connected(server))
        slow.sendall(b"GET /slow HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert pages.begun.wait(5)
        silent = []
        for _ in range(4):
            silent.append(held.enter_context(connected(server)))
            time.sleep(0.05)
        with connected(server) as late:
            assert asked(late, "/late")["path"] == "/late"
        assert [hung_up(one, 0.2) for one in silent] == [True, False, False, False]
        pages.go.set()
        assert answer(slow)[0] == 200
        time.sleep(1.1)

    assert [line.message for line in caplog.records if line.name == "dialogue.server"] == [
        "1 connections made room for others: 5 were open"
    ]


def test_a_house_full_of_requests_lets_the_next_one_wait():
    pages = Pages()
    with served(pages, connections=2) as server, contextlib.ExitStack() as held:
        busy = [held.enter_context(connected(server)) for _ in range(2)]
        for one in busy:
            one.sendall(b"GET /slow HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert pages.begun.wait(5)
        time.sleep(0.3)
        with connected(server) as late:
            late.sendall(b"GET /late HTTP/1.1\r\nHost: localhost\r\n\r\n")
            time.sleep(0.5)
            assert pages.asked == []
            pages.go.set()
            assert [answer(one)[0] for one in (*busy, late)] == [200, 200, 200]


@pytest.mark.parametrize("length", [LARGEST_REQUEST, LARGEST_REQUEST + 1, LARGEST_REQUEST + 5_000_000])
@pytest.mark.parametrize("chunked", [False, True], ids=["measured", "chunked"])
def test_a_body_is_received_to_its_end_and_kept_as_far_as_a_page_may_take_it(length, chunked):
    body = b"x" * length
    with served(Pages()) as server, connected(server) as there:
        how = "Transfer-Encoding: chunked" if chunked else f"Content-Length: {length}"
        there.sendall(f"POST / HTTP/1.1\r\nHost: localhost\r\n{how}\r\n\r\n".encode())
        there.sendall(f"{length:x}\r\n".encode() + body + b"\r\n0\r\n\r\n" if chunked else body)
        told = json.loads(answer(there)[2])

    assert told["read"] == min(length, LARGEST_REQUEST + 1)
    assert int(told["length"]) == (told["read"] if chunked else length)


def test_a_body_beyond_all_measure_is_refused_at_once():
    with served(Pages(), received=2_000_000) as server, connected(server) as there:
        there.sendall(b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2000000\r\n\r\n")

        status, headers, _ = answer(there)

    assert (status, headers["X-Content-Type-Options"], headers["Cache-Control"]) == (413, "nosniff", "no-store")


def test_a_large_body_lies_in_a_file_that_has_no_name(tmp_path, own_tempdir):
    tempfile.tempdir = str(tmp_path)
    pages = Pages()
    with served(pages) as server, connected(server) as there:
        there.sendall(b"POST /slow HTTP/1.1\r\nHost: localhost\r\nContent-Length: 200000\r\n\r\n" + b"x" * 200_000)
        assert pages.begun.wait(5)
        named = list(tmp_path.iterdir())
        files = [str(fd.readlink()) for fd in Path("/proc/self/fd").iterdir() if fd.is_symlink()]
        pages.go.set()
        assert json.loads(answer(there)[2])["read"] == 200_000

    assert named == []
    assert [file for file in files if file.startswith(str(tmp_path))] != []
    assert IN_MEMORY < 200_000


def test_large_bodies_have_so_much_room_together_and_small_ones_always_have_theirs(caplog):
    begin = b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 900000\r\n\r\n"
    with served(Pages(), bodies=1_000_000) as server, contextlib.ExitStack() as held:
        large = [held.enter_context(connected(server)) for _ in range(2)]
        large[0].sendall(begin + b"x" * 800_000)
        until(lambda: held_by(server) > 700_000)
        large[1].sendall(begin + b"x" * 400_000)
        status, headers, body = answer(large[1])
        assert (status, headers["Cache-Control"]) == (503, "no-store")
        assert b"Please try again in a minute." in body
        with connected(server) as small:
            assert asked(small, "/objection", b"x" * 60_000)["read"] == 60_000
        large[0].sendall(b"x" * 100_000)
        assert json.loads(answer(large[0])[2])["read"] == 900_000
        until(lambda: held_by(server) == 0)
        with connected(server) as later:
            assert asked(later, "/", b"x" * 900_000)["read"] == 900_000

    assert "1 large requests were refused: too many were on their way" in [line.message for line in caplog.records]


def held_by(server):
    return sum(one.held for one in list(server.active_channels.values()))


def until(found, within=10.0):
    end = time.monotonic() + within
    while not found():
        assert time.monotonic() < end, "it did not come to that"
        time.sleep(0.01)


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n" + b"0" * 5000, 400),
        (b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1;" + b"a" * 5000, 400),
        (b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nA: " + b"a" * 5000, 400),
        (b"GET / HTTP/1.1\r\nHost: x\r\nX-A: " + b"a" * HEAD, 431),
        (b"GET / HTTP/1.1\nHost: x\n\n\r\n\r\n", 400),
        (b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: +1\r\n\r\nx", 400),
        (b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip, chunked\r\n\r\n", 501),
    ],
)
def test_what_is_no_request_is_refused_in_plain_text(sent, status):
    with served(Pages()) as server, connected(server) as there:
        there.sendall(sent)
        found, headers, _ = answer(there)

        assert (found, headers["Content-Type"]) == (status, "text/plain; charset=utf-8")
        assert {name: headers[name] for name, _ in HEADERS} == dict(HEADERS)
        assert hung_up(there, 5)
        assert server.application.asked == []


FIRST = b"POST /first HTTP/1.1\r\nHost: x\r\n"
SECOND = b"GET /second HTTP/1.1\r\nHost: x\r\n\r\n"


@pytest.mark.parametrize(
    ("head", "body", "status"),
    [
        (b"Content-Length: 5\r\nContent-Length: 6\r\n", b"aaaaa", 400),
        (b"Content-Length: 5\r\nContent-Length: 5\r\n", b"aaaaa", 400),
        (b"Content-Length: 5, 5\r\n", b"aaaaa", 400),
        (b"Content-Length: 0x5\r\n", b"aaaaa", 400),
        (b"Content-Length: 1_0\r\n", b"a" * 10, 400),
        (b"Content-Length: -1\r\n", b"", 400),
        (b"Content-Length: 50\r\nTransfer-Encoding: chunked\r\n", b"0\r\n\r\n", 200),
        (b"Transfer-Encoding: chunked\r\nContent-Length: 50\r\n", b"0\r\n\r\n", 200),
        (b"Transfer-Encoding : chunked\r\n", b"0\r\n\r\n", 400),
        (b"Transfer-Encoding: xchunked\r\n", b"0\r\n\r\n", 501),
        (b"Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n", b"0\r\n\r\n", 501),
        (b"Transfer-Encoding: \x0bchunked\r\n", b"0\r\n\r\n", 400),
        (b"Transfer-Encoding: chunked\r\n", b"0x0\r\n\r\n", 400),
        (b"Transfer-Encoding: chunked\r\n", b"-0\r\n\r\n", 400),
        (b"Transfer-Encoding: chunked\r\n", b"0_0\r\n\r\n", 400),
        (b"Transfer-Encoding: chunked\r\n", b"1\r\naX\r\n0\r\n\r\n", 400),
        (b"Transfer-Encoding: chunked\r\n", b"0\n\n", 400),
        (b"X: a\nContent-Length: 5\r\n", b"aaaaa", 400),
        (b"X: a\rContent-Length: 5\r\n", b"aaaaa", 400),
        (b"X\x00: a\r\n", b"", 400),
    ],
)
def test_no_second_request_is_smuggled_in_the_first(head, body, status):
    pages = Pages()
    with served(pages) as server, connected(server) as there:
        there.sendall(FIRST + head + b"\r\n" + body + SECOND)

        assert answer(there)[0] == status
        assert hung_up(there, 5)
    assert [environ["PATH_INFO"] for environ in pages.asked] == (["/first"] if status == 200 else [])


def test_requests_that_do_not_wait_for_the_answer_are_not_looked_at():
    pages = Pages()
    with served(pages) as server, connected(server) as there:
        there.sendall(b"GET /first HTTP/1.1\r\nHost: x\r\n\r\nGET /second HTTP/1.1\r\nHost: x\r\n\r\n")
        status, headers, body = answer(there)

        assert (status, json.loads(body)["path"], headers["Connection"]) == (200, "/first", "close")
        assert hung_up(there, 5)
    assert [environ["PATH_INFO"] for environ in pages.asked] == ["/first"]


def test_blank_lines_between_requests_are_nothing():
    with served(Pages()) as server, connected(server) as there:
        there.sendall(b"\r\nPOST /first HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\nx\r\n")
        assert json.loads(answer(there)[2])["path"] == "/first"
        time.sleep(0.3)
        before = now()
        second = asked(there, "/second")
        there.sendall(b"\r\n")
        time.sleep(0.3)
        later = now()
        third = asked(there, "/third")

    assert [told["path"] for told in (second, third)] == ["/second", "/third"]
    assert before <= dt.datetime.fromisoformat(second["arrived"])
    assert later <= dt.datetime.fromisoformat(third["arrived"])


def test_each_request_of_a_connection_has_its_own_time():
    with served(Pages(), received_in=1.0, idle=5.0) as server, connected(server) as there:
        asked(there)
        time.sleep(1.5)
        there.sendall(b"POST /second HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\na")
        time.sleep(0.6)
        there.sendall(b"b")

        assert json.loads(answer(there)[2])["read"] == 2


def test_a_fault_beside_the_application_tells_no_address(caplog):
    with served(Pages()) as server, connected(server) as there:
        there.sendall(b"GET /fault/secret-of-a-feed HTTP/1.1\r\nHost: x\r\n\r\n")
        status, headers, body = answer(there)

    assert (status, headers["X-Content-Type-Options"]) == (500, "nosniff")
    assert b"RuntimeError" not in body
    assert [record.name for record in caplog.records] == ["waitress"]
    assert "secret-of-a-feed" not in caplog.text


def test_a_server_told_to_end_answers_what_it_has_begun_and_nobody_else(caplog):
    caplog.set_level(logging.WARNING)
    pages = Pages()
    with served(pages) as server, contextlib.ExitStack() as held:
        running, half, silent, resting = (held.enter_context(connected(server)) for _ in range(4))
        asked(resting)
        running.sendall(b"GET /slow HTTP/1.1\r\nHost: localhost\r\n\r\n")
        half.sendall(b"POST /half HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\n\r\nab")
        assert pages.begun.wait(5)
        time.sleep(0.3)

        server.told.set()

        assert hung_up(silent, 5)
        assert hung_up(resting, 5)
        with pytest.raises(ConnectionRefusedError), connected(server):
            pass
        half.sendall(b"cd")
        status, headers, body = answer(half)
        assert (status, headers["Connection"], json.loads(body)["read"]) == (200, "close", 4)
        pages.go.set()
        assert answer(running)[0] == 200
        server.thread.join(5)
        assert not server.thread.is_alive()

    assert caplog.records == []


def test_a_server_told_to_end_does_not_wait_for_ever():
    pages = Pages()
    with served(pages, finished_in=1.0) as server, connected(server) as there:
        there.sendall(b"GET /slow HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert pages.begun.wait(5)

        server.told.set()
        server.thread.join(5)

        assert not server.thread.is_alive()
        assert hung_up(there, 5)
        pages.go.set()
        assert not server.task_dispatcher.shutdown(cancel_pending=False, timeout=5)
        server.trigger.close()  # a thread that still works has it; the process would end here
