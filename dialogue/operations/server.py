"""Serves the WSGI application with waitress: a request is received whole before a thread takes it: waiting costs none.

One loop holds all connections; a few threads answer. What a connection may take of time and room is bounded here."""

import datetime as dt
import functools
import gc
import logging
import math
import socket
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from waitress import wasyncore
from waitress.adjustments import Adjustments
from waitress.buffers import OverflowableBuffer
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.server import TcpWSGIServer
from waitress.task import ErrorTask, WSGITask
from waitress.utilities import BadRequest, Error

from dialogue.config import ARRIVED, LARGEST_REQUEST
from dialogue.domain.base import Refused

if sys.platform != "win32":
    import resource

THREADS = 14  # eight that answer, and six that may wait in the slow lane of sign-ins
UNHURRIED = 64 * 1024  # bytes that have all the time of `received_in`; what is more keeps up a pace
IN_MEMORY = 64 * 1024  # bytes of a body; what is more lies in a temporary file without a name
HEAD = 32 * 1024
CHUNK_HEAD = 1024
LARGEST_ANSWER = 256 * 1024 * 1024  # bytes, of which nothing has been taken, before a thread waits for a slow reader
SPARE_FILES = 200  # for the database, papers and the bodies of requests
HEADERS = [
    ("Cache-Control", "no-store"),
    ("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"),
    ("Referrer-Policy", "no-referrer"),
    ("Strict-Transport-Security", "max-age=31536000; includeSubDomains"),  # means nothing over plain http (RFC 6797)
    ("X-Content-Type-Options", "nosniff"),
]

Wsgi = Callable[..., Any]
Make = Callable[[], Wsgi]
Clock = Callable[[], dt.datetime]
log = logging.getLogger("dialogue.server")


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What connections may take. Receiving (20 s), the database's patience (30 s) and the clocks' tolerance (5 s) fit
    into the closing minute of a round (practice §0.2)."""

    received_in: float = 20.0  # seconds from a request's first byte, or from the connection where none came
    pace: float = 32 * 1024  # bytes a second, of what is larger than UNHURRIED
    idle: float = 75.0  # seconds between two requests, and without a byte of an answer taken
    connections: int = 1000
    kept: int = LARGEST_REQUEST  # bytes of a body that are kept; no page takes more
    received: int = 1024**3  # bytes of a body that are received at all
    bodies: int = 128 * 1024 * 1024  # bytes of all bodies at a time, but for the first UNHURRIED of each
    finished_in: float = 30.0  # seconds that requests have to come to their end once the server is told to


def serve(
    make: Make,
    *,
    host: str,
    port: int,
    clock: Clock,
    ending: threading.Event,
    folder: Path,
    beside: Callable[[], None] | None = None,
) -> None:
    """Serve until `ending` is set, then let what was begun come to its end. `folder`: where large bodies lie, a private
    one. `beside` is called once the application is made."""
    listener = listen(host, port)
    tempfile.tempdir = str(folder)
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # a line for each request that waits helps nobody
    # What is loaded stays: to look through it for rubbish takes 0.1 s, four times while it is loaded, and every hundred
    # pages or so afterwards.
    gc.disable()
    app = make()
    gc.freeze()
    gc.enable()
    server = Server(app, listener, clock, Limits(connections=_connections(Limits().connections)))
    if beside is not None:
        beside()
    server.serve_until(ending)


def listen(host: str, port: int) -> socket.socket:
    family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    both = family == socket.AF_INET6 and host == "::" and socket.has_dualstack_ipv6()
    return socket.create_server(address[:2], family=family, backlog=1024, dualstack_ipv6=both)


def require_free(host: str, port: int) -> None:
    """Tell in a sentence what the server would tell in a trace."""
    family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
        except OSError as fault:
            raise Refused("Port %(port)d is in use. Set PORT to another one.", port=port) from fault


def _connections(wanted: int) -> int:
    """As many as there are files to open, after asking for more of them."""
    if sys.platform == "win32":
        return min(wanted, 400)  # its select looks through 512 at most
    least, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    needed = 2 * wanted + SPARE_FILES
    if least != resource.RLIM_INFINITY and least < needed:
        least = needed if most == resource.RLIM_INFINITY else min(needed, most)
        resource.setrlimit(resource.RLIMIT_NOFILE, (least, most))
    return wanted if least == resource.RLIM_INFINITY else max(min(wanted, (least - SPARE_FILES) // 2), 1)


class Full(Error):  # type: ignore[misc]  # noqa: N818  # waitress has no types and no such suffix
    code = 503
    reason = "Service Unavailable"


class Body(OverflowableBuffer):  # type: ignore[misc]  # waitress has no types
    """The body of a request, as much of it as a page may take. The rest is received and thrown away: whoever sends too
    much is answered, where a server that hangs up shows nothing but a broken connection."""

    def __init__(self, most: int) -> None:
        super().__init__(IN_MEMORY)
        self.most = most

    def append(self, more: bytes) -> None:
        if kept := more[: max(self.most - len(self), 0)]:
            super().append(kept)


class Request(HTTPRequestParser):  # type: ignore[misc]  # waitress has no types
    """Stamped when its first byte is here; no header can say otherwise."""

    followed = False  # by bytes that the other side did not wait with

    def __init__(self, adj: Adjustments, limits: Limits, clock: Clock, has_room: Callable[[], bool]) -> None:
        super().__init__(adj)
        self.arrived_at = clock()
        self.limits, self._has_room = limits, has_room

    @property
    def held(self) -> int:
        return 0 if self.body_rcv is None else len(self.body_rcv)

    def parse_header(self, header: bytes) -> None:
        super().parse_header(header)
        if self.body_rcv is not None:
            self.body_rcv.buf = Body(self.limits.kept + 1)

    def received(self, data: bytes) -> int:
        """Bytes that belong to it. A next request that was not waited with is not looked at, and the connection ends
        after the answer: a thread never works for somebody who does not take the answers, and nothing is smuggled."""
        consumed: int = super().received(data)
        if not self.completed and self.body_rcv is not None:
            if len(getattr(self.body_rcv, "control_line", b"") + getattr(self.body_rcv, "trailer", b"")) > CHUNK_HEAD:
                self._refuse(BadRequest("A line between two chunks is too long."))
            elif self.held > UNHURRIED and not self._has_room():
                self._refuse(Full("Too many large files are on their way at once. Please try again in a minute."))
        if not self.completed or self.empty:
            return consumed
        self.followed = bool(data[consumed:].strip(b"\r\n"))
        return len(data)

    def _refuse(self, error: Error) -> None:
        self.error, self.completed = error, True


class Answer(WSGITask):  # type: ignore[misc]  # waitress has no types
    bodiless = False

    def start(self) -> None:
        super().start()
        if self.channel.server.ending or self.request.followed:
            self.set_close_on_finish()

    def build_response_header(self) -> bytes:
        """An answer without a body has no length, and is no reason to hang up: feeds are asked for all day (304)."""
        asked_to_close = self.request.headers.get("CONNECTION", "").lower() == "close"
        self.bodiless = self.version == "1.1" and not self.has_body and not asked_to_close
        return bytes(super().build_response_header())

    def set_close_on_finish(self) -> None:
        if not self.bodiless:
            super().set_close_on_finish()

    def get_environment(self) -> dict[str, Any]:
        environ: dict[str, Any] = super().get_environment()
        environ[ARRIVED] = self.request.arrived_at
        self.request.path = ""  # waitress would write it into its log: the addresses of feeds are secrets
        return environ


class Fault(ErrorTask):  # type: ignore[misc]  # waitress has no types
    """What is no request that a page could answer."""

    def start(self) -> None:
        super().start()
        self.response_headers.extend(HEADERS)


class Connection(HTTPChannel):  # type: ignore[misc]  # waitress has no types
    """Receives requests in the loop of the server; has them answered one after the other by its threads."""

    task_class, error_task_class = Answer, Fault
    answered = False

    def __init__(self, server: "Server", *rest: Any, **more: Any) -> None:
        self.limits, self.parser_class = server.limits, server.request_class
        self.begun = self.touched = time.monotonic()
        self.moved = 0
        super().__init__(server, *rest, **more)

    @property
    def held(self) -> int:
        """Bytes of bodies beyond what each may have without asking."""
        requests = [*self.requests, *([self.request] if self.request else [])]
        return sum(max(request.held - UNHURRIED, 0) for request in requests)

    @property
    def waits(self) -> bool:
        """Whether it is the other side's turn: no thread has anything of it, and nothing is left to send."""
        return not self.requests and not self.total_outbufs_len

    @property
    def rests(self) -> bool:
        """Whether it is between two requests."""
        return self.waits and self.answered and self.request is None

    @property
    def until(self) -> float:
        """When it is closed unless something happens, by the clock that nobody sets."""
        if self.requests:
            return math.inf
        if self.total_outbufs_len or self.rests:
            return self.touched + self.limits.idle
        return self.begun + self.limits.received_in + max(self.moved - UNHURRIED, 0) / self.limits.pace

    def received(self, data: bytes) -> bool:
        if self.request is None:
            data = data.lstrip(b"\r\n")  # a line that some send after a form is not the first byte of the next one
            if not data:
                return False
            self.begun, self.moved = time.monotonic(), 0
        self.touched = time.monotonic()
        self.moved += len(data)
        return bool(super().received(data))

    def send(self, data: bytes, do_close: bool = True) -> int:
        sent: int = super().send(data, do_close=do_close)
        if sent:
            self.touched = time.monotonic()
        return sent

    def service(self) -> None:
        self.answered = True
        super().service()


class Server(TcpWSGIServer):  # type: ignore[misc]  # waitress has no types
    """One process with threads, as the embedded database wants it. No access log: feeds' addresses are secrets."""

    channel_class = Connection
    next_channel_cleanup = math.inf  # waitress looks at a clock that may be set; `_sweep` does not
    ending = False

    def __init__(self, app: Wsgi, listener: socket.socket, clock: Clock, limits: Limits | None = None) -> None:
        self.limits, self._swept, self._shown_out, self._refused = limits or Limits(), 0.0, 0, 0
        self.request_class = functools.partial(Request, limits=self.limits, clock=clock, has_room=self._has_room)
        settings = Adjustments(
            sockets=[listener],
            threads=THREADS,
            ident=None,
            asyncore_use_poll=True,  # select counts to 1024
            clear_untrusted_proxy_headers=False,  # the application knows its proxies (DIALOGUE_PROXIES)
            inbuf_overflow=IN_MEMORY,
            max_request_header_size=HEAD,
            max_request_body_size=self.limits.received,
            outbuf_high_watermark=LARGEST_ANSWER,
            recv_bytes=64 * 1024,
            log_socket_errors=False,  # people who close their browsers
        )
        where = (listener.family, listener.type, listener.proto, listener.getsockname())
        super().__init__(app, None, True, listener, adj=settings, sockinfo=where, bind_socket=False)

    def serve_until(self, ending: threading.Event) -> None:
        while not ending.is_set():
            self._turn(1.0)
        self._finish()

    def readable(self) -> bool:
        return bool(self.accepting) and (not self._is_full() or any(one.waits for one in self._open()))

    def handle_accept(self) -> None:
        """Where the house is full, who has said nothing for longest makes room: nobody fills it by keeping silent."""
        if self._is_full():
            waiting = sorted((one for one in self._open() if one.waits), key=lambda one: one.begun)
            for longest in waiting[:1]:
                longest.handle_close()
                self._shown_out += 1
        super().handle_accept()

    def _has_room(self) -> bool:
        """Whether another large body may grow."""
        enough = sum(one.held for one in self._open()) <= self.limits.bodies
        self._refused += not enough
        return enough

    def _is_full(self) -> bool:
        return len(self.active_channels) >= self.limits.connections

    def _open(self) -> Iterator[Connection]:
        return iter(list(self.active_channels.values()))

    def _turn(self, within: float) -> None:
        """Everything that has come by now, or that comes within so many seconds; then who took too long is let go."""
        wasyncore.loop(timeout=within, map=self._map, use_poll=True, count=1)
        now = time.monotonic()
        if now >= self._swept + min(self.limits.received_in / 4, 1.0):
            self._swept = now
            self._sweep(now)

    def _sweep(self, now: float) -> None:
        for one in self._open():
            if one.until <= now:
                one.handle_close()
        if self._shown_out:
            log.warning("%d connections made room for others: %d were open", self._shown_out, self.limits.connections)
        if self._refused:
            log.warning("%d large requests were refused: too many were on their way", self._refused)
        self._shown_out = self._refused = 0

    def _finish(self) -> None:
        """Nobody comes in any more; what has begun is received and answered, and the rest is closed."""
        self.ending = True
        until = time.monotonic() + self.limits.finished_in
        self._turn(0.0)  # what is here already still counts
        wasyncore.dispatcher.close(self)
        while time.monotonic() < until:
            for one in self._open():
                if one.rests or not one.moved:
                    one.handle_close()
            if not self.active_channels:
                break
            self._turn(0.2)
        self.task_dispatcher.shutdown(timeout=max(until - time.monotonic(), 1.0))
        self._sweep(time.monotonic())
        for one in self._open():
            one.handle_close()
        if not self.task_dispatcher.threads:  # one that still works would write into a file that is another's by then
            self.trigger.close()
