"""The server with an application, watched through /proc; and a client that keeps its connection open."""

import os
import re
import resource
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from dialogue.operations import supervisor

TICK = os.sysconf("SC_CLK_TCK")


# `module:name`, port, and the folder of large bodies; until told to end.
SERVE = """
import datetime as dt, importlib, pathlib, sys
from dialogue.operations import supervisor
from dialogue.operations.server import serve
module, name = sys.argv[1].split(":")
def make():
    return getattr(importlib.import_module(module), name)
serve(
    make, host="127.0.0.1", port=int(sys.argv[2]), clock=lambda: dt.datetime.now(dt.UTC),
    ending=supervisor.told_to_end(), folder=pathlib.Path(sys.argv[3]),
)
"""


class Worker:
    """A running server, and what it has used."""

    def __init__(self, process: subprocess.Popen[bytes], port: int) -> None:
        self.pid, self.port = process.pid, port

    def cpu(self) -> float:
        """Seconds of processor that the server has used, in user and kernel, as the scheduler counts."""
        schedule = Path(f"/proc/{self.pid}/task")
        return sum(int((task / "schedstat").read_text().split()[0]) for task in schedule.iterdir()) / 1e9

    def memory(self) -> float:
        """Megabytes that the server holds."""
        held = re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{self.pid}/status").read_text())
        return int(held[1]) / 1024 if held else 0.0


@contextmanager
def served(application: str, environment: Mapping[str, str]) -> Iterator[Worker]:
    """Serve `module:name` until the block ends."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}  # as when installed
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-c", SERVE, application, str(port), folder]
        surroundings = supervisor.SPARING | kept | dict(environment)
        with subprocess.Popen(command, env=surroundings, stderr=subprocess.DEVNULL) as process:
            try:
                _wait(port)
                yield Worker(process, port)
            finally:
                process.send_signal(signal.SIGTERM)


def _wait(port: int) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.02)
    raise RuntimeError("the server did not come up")


class Client:
    """A client that costs little: one connection, one request made beforehand."""

    def __init__(self, port: int, path: str, headers: Mapping[str, str] | None = None) -> None:
        lines = [f"GET {path} HTTP/1.1", f"Host: localhost:{port}", "Connection: keep-alive"]
        lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
        self.asked = ("\r\n".join(lines) + "\r\n\r\n").encode()
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=60)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def get(self) -> tuple[int, bytes, bytes]:
        """Status, head and body."""
        self.socket.sendall(self.asked)
        got = b""
        while b"\r\n\r\n" not in got:
            got += self._more()
        head, _, body = got.partition(b"\r\n\r\n")
        length = re.search(rb"(?i)\r\ncontent-length: (\d+)", head)
        while length and len(body) < int(length[1]):
            body += self._more()
        return int(head[9:12]), head, body

    def _more(self) -> bytes:
        got = self.socket.recv(1 << 18)
        if not got:
            raise ConnectionError("the server hung up")
        return got


def cost(worker: Worker, path: str, headers: Mapping[str, str] | None = None, *, times: int = 60) -> float:
    """Milliseconds of the worker's processor for one request, warm: the least of five rounds."""
    turn = _warm(worker, path, headers, times)
    return min(turn() for _ in range(5))


def costs(
    ours: Worker, path: str, headers: Mapping[str, str], bare: Worker, between: Callable[[], None], *, times: int = 20
) -> tuple[float, float, float]:
    """The same of a page; of this page with something done between any two requests; and of the bare view of its bytes.
    In turns, because a machine is not equally fast all day."""
    turns = (
        _warm(ours, path, headers, times),
        _warm(ours, path, headers, times, between),
        _warm(bare, "/page", None, 5 * times),
    )
    rounds = [tuple(turn() for turn in turns) for _ in range(12)]
    again, anew, floor = (min(column) for column in zip(*rounds, strict=True))
    return again, anew, floor


def _warm(
    worker: Worker,
    path: str,
    headers: Mapping[str, str] | None,
    times: int,
    between: Callable[[], None] = lambda: None,
) -> Callable[[], float]:
    client = Client(worker.port, path, headers)
    for _ in range(5):
        client.get()

    def turn() -> float:
        before = worker.cpu()
        for _ in range(times):
            between()
            client.get()
        return (worker.cpu() - before) / times * 1000

    return turn


def rate(worker: Worker, path: str, headers: Mapping[str, str] | None = None, *, seconds: float = 2.0) -> float:
    """Requests a second over four connections, warm."""
    done = [0] * 4
    stop = time.monotonic() + seconds

    def run(n: int) -> None:
        client = Client(worker.port, path, headers)
        while time.monotonic() < stop:
            client.get()
            done[n] += 1

    threads = [threading.Thread(target=run, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(done) / seconds


def used() -> float:
    """Seconds of processor that this process itself has used."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime
