"""The database: one engine with its hooks, and the scoped `db` that a request or a command works in. Knows no noun."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, ExceptionContext, StaticPool, create_engine, event, make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session, scoped_session, sessionmaker

from dialogue import private

db: scoped_session[Session] = scoped_session(sessionmaker(expire_on_commit=False))

# WAL's reset bug (SQLite 3.7.0 to 3.51.2) can corrupt the file when two processes write: older libraries use the
# rollback journal, whose EXTRA also survives a power cut between commit and unlink.
WAL_IS_SAFE = sqlite3.sqlite_version_info >= (3, 51, 3)
BUSY_MS = 30_000
REFUSED = ("22", "23")  # what PostgreSQL's states of refused values and rows begin with


def connect(url: str, **options: Any) -> Engine:
    """An engine for `url` with durable settings: SQLite FULL or EXTRA, transactions that begin where we say;
    PostgreSQL as it is, READ COMMITTED. No fault tells what was to be written: faults stand in logs."""
    where = make_url(url)
    options.setdefault("hide_parameters", True)
    if where.get_backend_name() == "sqlite":
        if where.database in (None, "", ":memory:"):
            options.setdefault("poolclass", StaticPool)
        else:
            private.database(Path(where.database))
        options.setdefault("connect_args", {"check_same_thread": False, "timeout": BUSY_MS / 1000})
        engine = create_engine(where, **options)
        event.listen(engine, "connect", _open_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    engine = create_engine(where, pool_pre_ping=True, **options)
    event.listen(engine, "handle_error", _tell_no_values)
    return engine


def bind(engine: Engine) -> None:
    """Point `db` at this engine; what was open is given up."""
    db.remove()
    db.configure(bind=engine)


@contextmanager
def within(connection: Connection) -> Iterator[None]:
    """`db` works in the transaction of this connection, which is whoever's who began it; what was bound before is bound
    again afterwards."""
    before = db.session_factory.kw.get("bind")
    db.remove()
    db.configure(bind=connection)
    try:
        yield
        db.commit()  # writes down what was done; the transaction itself stays open
    finally:
        db.remove()
        db.configure(bind=before)


HEAL = frozenset({"40001", "40P01", "55P03"})  # serialization failure, deadlock, lock not available


def heals(fault: DBAPIError) -> bool:
    """Whether a second attempt of the whole transaction would do: the database ended it for the sake of another one."""
    if isinstance(fault.orig, sqlite3.OperationalError):
        return fault.orig.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY
    return getattr(fault.orig, "sqlstate", None) in HEAL


def read_only() -> None:
    """Mark the coming transaction as one that only reads. Must come before anything touches `db`: a mark that comes
    later is ignored, and a reader that began IMMEDIATE queues behind every writer."""
    db.connection(execution_options={"read_only": True, "postgresql_readonly": True})


def _open_sqlite(connection: Any, _record: Any) -> None:
    """SQLite makes the file at the first question, by the umask; what it keeps beside it is as wide as the file."""
    connection.isolation_level = None  # pysqlite must not guess where transactions begin
    connection.execute(f"PRAGMA journal_mode={'WAL' if WAL_IS_SAFE else 'DELETE'}")
    connection.execute(f"PRAGMA synchronous={'FULL' if WAL_IS_SAFE else 'EXTRA'}")
    for setting in ("foreign_keys=ON", f"busy_timeout={BUSY_MS}", "trusted_schema=OFF", "mmap_size=0"):
        connection.execute(f"PRAGMA {setting}")
    ((_, _, file),) = connection.execute("PRAGMA database_list").fetchall()
    if file:
        private.database(Path(file), tell=False)


def _tell_no_values(context: ExceptionContext) -> None:
    """PostgreSQL quotes rows and values that it refuses: behind the first line, and behind a colon in it."""
    if str(getattr(context.original_exception, "sqlstate", ""))[:2] in REFUSED:
        for fault in (context.original_exception, context.sqlalchemy_exception):
            if fault is not None:
                fault.args = (str(fault.args[0]).split("\n")[0].split(": ")[0],)


def _begin_sqlite(connection: Connection) -> None:
    reads = bool(connection.get_execution_options().get("read_only"))
    if connection.info.get("query_only") is not reads:  # SQLite compiles every statement anew after this pragma
        connection.connection.dbapi_connection.execute(f"PRAGMA query_only={'ON' if reads else 'OFF'}")  # type: ignore[union-attr]  # a live connection has one
        connection.info["query_only"] = reads
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")


def settle(*, keep: bool) -> None:
    """End the transaction of this request or command: commit what is to be kept, or roll back."""
    if keep:
        db.commit()
    else:
        db.rollback()


@contextmanager
def transaction() -> Iterator[None]:
    """A write transaction of its own: what was open is rolled back first; commits at the end, or not at all."""
    db.rollback()
    try:
        yield
        db.commit()
    except BaseException:
        db.rollback()
        raise
