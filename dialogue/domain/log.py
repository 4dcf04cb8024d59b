"""The log: who did what when. Rows carry ids, verbs and hashes, never text; each is chained to the last by its hash."""

import datetime as dt
import hashlib
import json

from sqlalchemy import ForeignKey, Select, event, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from dialogue.domain.base import Base, Fact

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
    previous: Mapped[str] = mapped_column(default="")
    hash: Mapped[str] = mapped_column(default="", unique=True)

    def seal(self, previous: str) -> None:
        """Chain this row to the one before it."""
        self.previous = previous
        row = [
            self.at.isoformat(),
            self.by_id,
            self.verb,
            self.noun,
            self.thing_id,
            self.session_id,
            self.digest,
            previous,
        ]
        self.hash = hashlib.sha256(json.dumps(row, separators=(",", ":")).encode()).hexdigest()


def last() -> Select[str]:
    return select(LogEntry.hash).order_by(LogEntry.id.desc()).limit(1)


@event.listens_for(Session, "before_flush")
def gather(db: Session, *_: object) -> None:
    """Take the facts over while the session still holds their things: its identity map is weak."""
    found: list[Fact] = db.info.setdefault("facts", [])
    for thing in [*db.new, *db.dirty, *db.identity_map.values()]:
        if isinstance(thing, Base):
            found.extend(thing.facts())


@event.listens_for(Session, "after_soft_rollback")
def forget(db: Session, _: object) -> None:
    """What was rolled back was not done: things that live on must not tell of it in a later transaction."""
    db.info.pop("facts", None)
    for thing in db.identity_map.values():
        if isinstance(thing, Base):
            thing.facts()


@event.listens_for(Session, "before_commit")
def write_down(db: Session) -> None:
    """Turn the facts recorded in this transaction into chained rows, last of all, whoever called the verbs."""
    db.flush()
    gather(db)
    facts: list[Fact] = db.info.pop("facts", [])
    if not facts:
        return
    if db.get_bind().dialect.name == "postgresql":
        db.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": CHAIN_LOCK})
    previous = db.scalar(last()) or ""
    for fact in sorted(facts, key=lambda f: f.at):
        entry = _entry(fact)
        entry.seal(previous)
        previous = entry.hash
        db.add(entry)
        db.flush()


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
