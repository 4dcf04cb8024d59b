"""A stamp of all that the database holds: two equal ones prove that nothing was committed between them, by anybody."""

import threading
from collections.abc import Callable, Hashable
from typing import Any

from sqlalchemy import Engine, event, text

from dialogue.db import db

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
