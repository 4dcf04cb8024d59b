"""Two programs that run as one: the pages and the worker beside them. Both end with whoever started them."""

import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from types import FrameType

TO_END = 40.0  # seconds; the server lets requests of half a minute come to their end
LONGEST_PAUSE = 60.0
LOOK = 0.2
SPARING = {"MALLOC_ARENA_MAX": "1"}  # of glibc, which sets memory aside for each thread: 15 MB that nobody uses
log = logging.getLogger("dialogue.supervisor")


def run(first: Sequence[str], beside: Sequence[str], environment: Mapping[str, str] | None = None) -> int:
    """Run both until told to stop, or until the first ends by itself: then the other is ended too, so that whoever
    watches over us notices. The one beside is begun again when it dies, and the first where it was killed, after ever
    longer pauses. Returns the status of the first; 0 where it ended because it was told to."""
    ending = told_to_end()
    main, other = Child(first, environment), Child(beside, environment)
    try:
        while not ending.wait(LOOK):
            if main.status is not None and main.status >= 0:
                return main.status or 1  # a server does not end by itself, however politely
            main.revive()
            other.revive()
    finally:
        for child in (main, other):
            child.tell()
        for child in (other, main):
            child.end()
    return 0


class Child:
    """A program of our own, held by its standard input: it ends when that ends, also where we are killed."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str] | None = None) -> None:
        self.command, self.environment, self.pause, self.again_at = command, environment, 1.0, 0.0
        self.process = self._begin()

    @property
    def status(self) -> int | None:
        return self.process.poll()

    def revive(self) -> None:
        """Begin it again, if it died and its pause is over; one that ran for a while starts with a short pause."""
        if self.status is None:
            return
        if not self.again_at:
            lived = time.monotonic() - self.begun
            self.pause = 1.0 if lived > LONGEST_PAUSE else min(self.pause * 2, LONGEST_PAUSE)
            log.error("%s died with status %s, after %.0f s", self.command[-2], self.status, lived)
            self.again_at = time.monotonic() + self.pause
        elif time.monotonic() >= self.again_at:
            self.tell()
            self.process, self.again_at = self._begin(), 0.0

    def tell(self) -> None:
        """Tell it to end."""
        if self.process.stdin is not None:
            self.process.stdin.close()

    def end(self) -> None:
        """Wait until it has ended; it is made to where it takes too long."""
        try:
            self.process.wait(TO_END)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def _begin(self) -> subprocess.Popen[bytes]:
        self.begun = time.monotonic()
        return subprocess.Popen(self.command, stdin=subprocess.PIPE, env=self.environment)


def again(*typed: str) -> list[str]:
    """This very program, with other words typed after its name."""
    before = len(sys.orig_argv) - len(sys.argv[1:])
    return [sys.executable, *sys.orig_argv[1:before], *typed]


def told_to_end() -> threading.Event:
    """Set as soon as this process is told to end, politely or with Ctrl+C. The second time is not so polite."""
    told = threading.Event()

    def hear(number: int, _frame: FrameType | None) -> None:
        if told.is_set():
            signal.signal(number, signal.SIG_DFL)
        told.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, hear)
    return told


def end_with_parent() -> None:
    """Be told to end as soon as standard input does: whoever started us has closed it, or is no more."""

    def listen() -> None:
        while os.read(0, 1024):
            pass
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=listen, name="parent", daemon=True).start()
