"""A stamp of all that the database holds: two equal ones prove that nothing was committed between them, by anybody.

So whatever was made from the database under a stamp may be shown again under it, whatever went into it."""

import threading
from collections.abc import Callable, Hashable
from typing import Any, Generic, TypeVar

from sqlalchemy import Engine, event, text

from dialogue.db import db

T = TypeVar("T")
MOST = 200  # answers kept under one stamp; beyond it they are made anew each time

_watchers: dict[Engine, Callable[[], Hashable]] = {}
_lock = threading.Lock()


def stamp() -> Hashable:
    """The stamp of this moment, asked outside of whatever transaction is open."""
    engine = db.session_factory.kw.get("bind")  # db.get_bind() would open a session to tell
    if not isinstance(engine, Engine):
        return object()
    watcher = _watchers.get(engine)
    if watcher is None:
        with _lock:
            watcher = _watchers[engine] = _watchers.get(engine) or _watch(engine)
    return watcher()


class WhileUnchanged(Generic[T]):
    """Answers that hold as long as the database does not change, and not a commit longer."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._held: tuple[Hashable, dict[Hashable, T]] = (None, {})

    def knows(self, key: Hashable) -> bool:
        """Whether there is an answer at all, under whichever stamp: cheaper than to ask for one."""
        return key in self._held[1]

    def get(self, now: Hashable, key: Hashable) -> T | None:
        held_at, answers = self._held
        return answers.get(key) if held_at == now else None

    def put(self, now: Hashable, key: Hashable, answer: T) -> None:
        """`now` must have been asked before the answer was begun: what came between is then in it, never missing."""
        if self._held[0] != now:
            self._held = (now, {})
        if len(self._held[1]) < self._most:
            self._held[1][key] = answer


def _watch(engine: Engine) -> Callable[[], Hashable]:
    if engine.dialect.name == "postgresql":
        return _snapshot(engine.execution_options(isolation_level="AUTOCOMMIT"))
    if engine.url.database in (None, "", ":memory:"):
        return object  # one connection for all, whose own changes it does not count
    return _data_version(engine)


def _snapshot(engine: Engine) -> Callable[[], Hashable]:
    """Which transactions PostgreSQL shows: that differs after each commit, and decides all that a query finds."""
    question = text("SELECT pg_current_snapshot()::text")

    def snapshot() -> Hashable:
        with engine.connect() as connection:
            return str(connection.scalar(question))

    return snapshot


def _data_version(engine: Engine) -> Callable[[], Hashable]:
    """SQLite counts, for each connection, the commits of all others: ours lies outside the pool and never writes."""
    outside = engine.raw_connection()
    outside.detach()
    connection: Any = outside.dbapi_connection
    turn, own = threading.Lock(), object()  # each connection begins to count from the same number

    def version() -> Hashable:
        with turn:
            return own, connection.execute("PRAGMA data_version").fetchone()[0]

    def close(_engine: Engine) -> None:
        del _watchers[engine]
        with turn:
            connection.close()

    event.listen(engine, "engine_disposed", close, once=True)
    return version
