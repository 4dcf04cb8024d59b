"""The slow lane: tries to sign in that are over the limit are looked at one after the other, and few at a time."""

import threading
import time

from flask import current_app

from dialogue.domain.signins import TRIES_OF_ADDRESS, WINDOW

NAME = "dialogue.lane"
PACE = WINDOW.total_seconds() / TRIES_OF_ADDRESS  # all of them together get what one address gets before the limit
ROOM = 6  # of the server's eight threads


class Lane:
    """`pace`: seconds from one try to the next. `room`: how many may wait at a time, each in its turn."""

    def __init__(self, pace: float = PACE, room: int = ROOM) -> None:
        self._pace, self._room = pace, room
        self._lock, self._free_at = threading.Lock(), 0.0

    def wait(self) -> bool:
        """Wait for one's turn, at most `pace` × `room` seconds; False, at once, where the room is full."""
        with self._lock:
            at = time.monotonic()
            turn = max(at, self._free_at)
            if turn - at > self._pace * (self._room - 1):
                return False
            self._free_at = turn + self._pace
        time.sleep(turn - at)
        return True


def turn() -> bool:
    """Whether this try had its turn in the lane of this application."""
    lane: Lane = current_app.extensions[NAME]
    return lane.wait()
