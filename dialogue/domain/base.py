"""What every noun stands on: the mapped base, moments in UTC, wall-clock times, recorded facts, and the polite
refusal."""

import datetime as dt
import enum
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, ClassVar, dataclass_transform

from sqlalchemy import (
    ColumnElement,
    Connection,
    DateTime,
    Dialect,
    Enum,
    LargeBinary,
    MetaData,
    Table,
    Text,
    TypeDecorator,
    literal_column,
)
from sqlalchemy.orm import DeclarativeBase, MappedAsDataclass, deferred, mapped_column, relationship

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Moment(TypeDecorator[dt.datetime]):
    """An instant: aware UTC in Python on both engines; a naive value is a fault of the caller, never guessed at."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise TypeError("a Moment needs its zone")
        value = value.astimezone(dt.UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: dt.datetime | None, _dialect: Dialect) -> dt.datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=dt.UTC) if value.tzinfo is None else value.astimezone(dt.UTC)


class WallClock(TypeDecorator[dt.datetime]):
    """What a clock on the wall shows, without zone: the session's zone belongs to it, and rules for it may change."""

    impl = DateTime(timezone=False)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, _dialect: Dialect) -> dt.datetime | None:
        if value is not None and value.tzinfo is not None:
            raise TypeError("a wall clock has no zone")
        return value


def words(kind: type[enum.StrEnum]) -> Enum:
    """A StrEnum column that stores the word itself, the same on both engines, without a native type to migrate."""
    return Enum(kind, native_enum=False, length=32, values_callable=lambda e: [m.value for m in e])


def among(column: Any, kinds: Iterable[enum.StrEnum]) -> ColumnElement[bool]:
    """`column IN (…)` of words that are fixed in the code: they stand in the statement itself, where `in_` would write
    its list anew each time that a statement runs."""
    return column.in_([literal_column(f"'{kind.value}'") for kind in kinds])  # type: ignore[no-any-return]  # of SQLAlchemy


def on_postgresql_too(table: Table, connection: Connection, **_how: Any) -> None:
    """An index that holds for some rows holds for them there too; listens to the making of its table.

    Said with the index, it would load the whole dialect in every process (2 MB)."""
    if connection.dialect.name == "postgresql":
        for index in table.indexes:
            if "where" in index.dialect_options["sqlite"]:
                index.dialect_options["postgresql"]["where"] = index.dialect_options["sqlite"]["where"]


FACTS = "_facts"  # under which a thing keeps what was done to it until it is written down


@dataclass(frozen=True, slots=True)
class Fact:
    """That somebody did something to a thing. Who it was is asked for its id when it is written down: a person entered
    in the same transaction has none before."""

    verb: str
    thing: "Base"
    by: Any
    at: dt.datetime
    digest: str = ""


@dataclass_transform(kw_only_default=True, eq_default=False, field_specifiers=(mapped_column, relationship, deferred))
class Base(MappedAsDataclass, DeclarativeBase, kw_only=True, eq=False, repr=False):
    """Records compare by identity, know their defaults before a flush, and remember what was done to them."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        dt.datetime: Moment,
        str: Text,
        bytes: LargeBinary,
    }

    def did(self, verb: str, *, by: Any, at: dt.datetime, digest: str = "") -> None:
        """Record a fact; the flush hook of `log` chains it. `by` is a Person or None (the product itself)."""
        self.__dict__.setdefault(FACTS, []).append(Fact(verb, self, by, at, digest))

    def facts(self) -> list[Fact]:
        """The facts recorded since the last call; they are handed over once."""
        found: list[Fact] = self.__dict__.pop(FACTS, [])
        return found


class Refused(Exception):  # noqa: N818 because it is an answer, not an error
    """A rule says no, in a sentence that a secretariat could send. The sentence is a message id with its values."""

    def __init__(self, sentence: str, **values: Any) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.values = values

    def __str__(self) -> str:
        return self.sentence % self.values if self.values else self.sentence


class Stale(Refused):
    """Somebody else changed the text since it was read: nothing was saved, and both texts are to be shown."""


def refusal(guard: Callable[..., object], *args: Any) -> Refused | None:
    """What a verb's own guard says to these; None where it has nothing against it. A guard changes nothing."""
    try:
        guard(*args)
    except Refused as found:
        return found
    return None
