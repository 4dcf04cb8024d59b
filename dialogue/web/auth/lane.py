"""The slow lane: tries to sign in that are over the limit are looked at one after the other, and few at a time."""

import math
import threading
import time

from flask import current_app, session

from dialogue.domain.signins import TRIES_OF_ADDRESS, WINDOW

NAME = "dialogue.lane"
PACE = WINDOW.total_seconds() / TRIES_OF_ADDRESS  # all of them together get what one address gets before the limit
ROOM = 6  # of the server's fourteen threads
FIRST = 2  # places of them, kept for browsers that had no turn yet: whoever goes on guessing gets none of these
REMEMBERED = 10_000  # browsers


class Lane:
    """`pace`: seconds from one try to the next. `room`: how many may wait at a time, each in its turn."""

    def __init__(self, pace: float = PACE, room: int = ROOM) -> None:
        self._pace, self._room = pace, room
        self._lock, self._free_at = threading.Lock(), 0.0
        self._came: dict[str, float] = {}  # browsers that had a turn, and when, in that order

    def wait(self, browser: str = "") -> bool:
        """Wait for one's turn, at most `pace` × `room` seconds; False, at once, where there is no place to wait."""
        with self._lock:
            at = time.monotonic()
            turn = max(at, self._free_at)
            places = self._room - (FIRST if self._had_a_turn(browser, at) else 0)
            if turn - at > self._pace * (places - 1):
                return False
            self._free_at = turn + self._pace
            self._note(browser, at)
        time.sleep(turn - at)
        return True

    def _had_a_turn(self, browser: str, at: float) -> bool:
        return at - self._came.get(browser, -math.inf) < WINDOW.total_seconds()

    def _note(self, browser: str, at: float) -> None:
        self._came.pop(browser, None)
        if browser:
            self._came[browser] = at
        while len(self._came) > REMEMBERED:
            del self._came[next(iter(self._came))]


def turn() -> bool:
    """Whether this try had its turn in the lane of this application."""
    lane: Lane = current_app.extensions[NAME]
    return lane.wait(str(session.get("csrf_token", "")))
