"""Which calendar addresses were asked last, and by which program, until that is written down: many at a time, since
each write makes all readers of the embedded database wait for it."""

import datetime as dt
import threading

from flask import current_app

from dialogue.db import db
from dialogue.domain import subscriptions

NAME = "dialogue.uses"
WRITTEN_EVERY = dt.timedelta(seconds=10)


class Uses:
    """What a process ends with is lost: it feeds no rule, and the next poll says it anew."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._noted: dict[int, tuple[str, dt.datetime]] = {}
        self._written_at: dt.datetime | None = None

    def note(self, subscription_id: int, program: str, *, at: dt.datetime) -> bool:
        """Whether the caller is to write now: a use that comes alone is written at once."""
        with self._lock:
            self._noted[subscription_id] = program, at
            if self._written_at is not None and self._written_at <= at < self._written_at + WRITTEN_EVERY:
                return False
            self._written_at = at
            return True

    def write(self) -> None:
        """In the transaction of the caller."""
        with self._lock:
            noted, self._noted = self._noted, {}
        for subscription in db.scalars(subscriptions.by_ids(noted)):
            program, at = noted[subscription.id]
            subscription.see(program, at=at)


def uses() -> Uses:
    found: Uses = current_app.extensions[NAME]
    return found
