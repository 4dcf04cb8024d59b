"""The log: who did what when. Rows carry ids, verbs and hashes, never text; each is chained to the last by its hash.

It is append-only in the database itself: triggers on both engines refuse whatever is not a new row at its end. Who
holds the database can drop them and forge a whole chain, or cut off its tail; against that helps only to have noted
its head and its length somewhere else (`verify-log` tells them, each backup carries them)."""

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import DDL, ForeignKey, Select, TextClause, event, insert, select, text
from sqlalchemy.orm import Mapped, Session, SessionTransaction, mapped_column

from dialogue.domain.base import FACTS, Base, Fact, Refused

CHAIN_LOCK = 4_180_416  # PostgreSQL's advisory lock that makes one writer at a time extend the chain


class LogEntry(Base):
    __tablename__ = "log"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    at: Mapped[dt.datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    verb: Mapped[str]
    noun: Mapped[str]
    thing_id: Mapped[int]
    session_id: Mapped[int | None] = mapped_column(index=True)
    digest: Mapped[str] = mapped_column(default="")
    previous: Mapped[str] = mapped_column(default="", unique=True, index=True)  # unique: the chain never forks
    hash: Mapped[str] = mapped_column(default="", unique=True)

    def seal(self, previous: str) -> None:
        """Chain this row to the one before it."""
        self.previous = previous
        self.hash = _sealed(self)


# What the database itself refuses. A batch migration of SQLite drops a table's triggers without a word: whoever alters
# `log` makes them again (tests/test_migrations.py compares them, /readyz is red without them). SQLite's REPLACE deletes
# without asking the trigger for that, hence the third one.
GUARDS = {
    "sqlite": {
        "log_keeps_its_rows": """
CREATE TRIGGER log_keeps_its_rows BEFORE UPDATE ON log
BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END""",
        "log_loses_no_row": """
CREATE TRIGGER log_loses_no_row BEFORE DELETE ON log
BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END""",
        "log_replaces_no_row": """
CREATE TRIGGER log_replaces_no_row BEFORE INSERT ON log
WHEN EXISTS (SELECT 1 FROM log WHERE id = NEW.id OR hash = NEW.hash OR previous = NEW.previous)
BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END""",
    },
    "postgresql": {
        "log_keeps_its_rows": """
CREATE TRIGGER log_keeps_its_rows BEFORE UPDATE OR DELETE OR TRUNCATE ON log
FOR EACH STATEMENT EXECUTE FUNCTION log_is_append_only()""",
    },
}
REFUSAL = """
CREATE FUNCTION log_is_append_only() RETURNS trigger LANGUAGE plpgsql AS
$$BEGIN RAISE EXCEPTION 'the log is append-only' USING ERRCODE = 'integrity_constraint_violation'; END$$"""


def _in(engine: str, ddl: str) -> Any:
    return DDL(ddl).execute_if(dialect=engine)  # type: ignore[no-untyped-call]  # SQLAlchemy's own


_table: Any = LogEntry.__table__
_COLUMNS = [column.name for column in _table.columns if column.name != "id"]
_made = [("postgresql", REFUSAL), *((engine, ddl) for engine, each in GUARDS.items() for ddl in each.values())]
for _engine, _ddl in _made:
    event.listen(_table, "after_create", _in(_engine, _ddl))
event.listen(_table, "after_drop", _in("postgresql", "DROP FUNCTION log_is_append_only()"))

_STANDING_GUARDS = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'log'",
    "postgresql": "SELECT tgname FROM pg_trigger"
    " WHERE tgrelid = to_regclass('log') AND NOT tgisinternal AND tgenabled IN ('O', 'A')",
}


def guards(dialect: str) -> TextClause:
    """The names of the triggers that stand: all of GUARDS, or somebody has been at the log."""
    return text(_STANDING_GUARDS[dialect])


@dataclass(frozen=True, slots=True)
class Chain:
    """How many rows were walked, and the hash of the last. The next row is sealed over it, so it stands for all."""

    rows: int
    head: str


def walk(rows: Iterable[Any]) -> Chain:
    """Follow the chain from its first row, one row at a time. Refused: the first that does not fit, changed, put in, or
    standing where another was taken out. The id is not sealed: it gives the order, and the order is the chain's."""
    walked = Chain(0, "")
    for row in rows:
        if row.previous != walked.head or row.hash != _sealed(row):
            raise Refused(
                "The log does not fit from row %(id)d on (the %(place)d. of the chain): it was changed, or rows before "
                "it were taken away.",
                id=row.id,
                place=walked.rows + 1,
            )
        walked = Chain(walked.rows + 1, row.hash)
    return walked


def _sealed(row: Any) -> str:
    """The hash over everything that a row says, and over the row before it."""
    told = [
        row.at.isoformat(),
        row.by_id,
        row.verb,
        row.noun,
        row.thing_id,
        row.session_id,
        row.digest,
        row.previous,
    ]
    return hashlib.sha256(json.dumps(told, separators=(",", ":")).encode()).hexdigest()


def last() -> Select[str]:
    return select(LogEntry.hash).order_by(LogEntry.id.desc()).limit(1)


def in_order() -> Select[Any]:
    """Every row as `walk` wants them: plain rows, so that what was walked is let go."""
    return select(_table).order_by(LogEntry.id)


def holding(head: str) -> Select[int]:
    """The row with this hash: a head that was noted once is a row ever after."""
    return select(LogEntry.id).where(LogEntry.hash == head)


def _told(db: Session) -> Iterator[Base]:
    """The session's things that have facts to tell. Every flush asks all of them."""
    return (thing for thing in (*db.new, *db.identity_map.values()) if FACTS in vars(thing))


@event.listens_for(Session, "before_flush")
def gather(db: Session, *_: object) -> None:
    """Take the facts over while the session still holds their things: its identity map is weak."""
    found: list[Fact] = db.info.setdefault("facts", [])
    for thing in _told(db):
        found.extend(thing.facts())


@event.listens_for(Session, "after_transaction_create")
def note(db: Session, transaction: SessionTransaction) -> None:
    """A part of a transaction begins that may be rolled back alone: what was done before it stays done."""
    if transaction.nested:
        gather(db)
        db.info.setdefault("before", {})[transaction] = list(db.info["facts"])


@event.listens_for(Session, "after_soft_rollback")
def forget(db: Session, transaction: SessionTransaction) -> None:
    """What was rolled back was not done: things that live on must not tell of it in a later transaction."""
    db.info.pop("facts", None)
    for thing in _told(db):
        thing.facts()
    if transaction.nested:
        db.info["facts"] = db.info["before"].pop(transaction)
    elif transaction.parent is None:
        db.info.pop("before", None)


@event.listens_for(Session, "before_commit")
def write_down(db: Session) -> None:
    """Turn the facts recorded in this transaction into chained rows, last of all, whoever called the verbs."""
    db.info.pop("before", None)
    db.flush()
    gather(db)
    facts: list[Fact] = db.info.pop("facts", [])
    if not facts:
        return
    if db.get_bind().dialect.name == "postgresql":
        db.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": CHAIN_LOCK})
    db.execute(insert(_table), list(_chained(facts, db.scalar(last()) or "")))


def _chained(facts: list[Fact], previous: str) -> Iterator[dict[str, Any]]:
    """The rows to come, in the order of the chain, each put in by a statement of its own: so their ids keep it too."""
    for fact in sorted(facts, key=lambda f: f.at):
        entry = _entry(fact)
        entry.seal(previous)
        previous = entry.hash
        yield {name: getattr(entry, name) for name in _COLUMNS}


def _entry(fact: Fact) -> LogEntry:
    thing = fact.thing
    own = getattr(thing, "session_id", None)
    session_id = thing.id if thing.__tablename__ == "sessions" else own  # type: ignore[attr-defined]  # a noun has one
    return LogEntry(
        at=fact.at.astimezone(dt.UTC),  # as it comes back from the database: the seal is of this form
        by_id=fact.by.id if fact.by is not None else None,
        verb=fact.verb,
        noun=thing.__tablename__,
        thing_id=thing.id,  # type: ignore[attr-defined]  # as above
        session_id=session_id,
        digest=fact.digest,
    )
