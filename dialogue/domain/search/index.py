"""The index kept up to date: whatever a transaction changed has its rows made anew before it commits."""

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import Connection, bindparam, delete, event, func, insert, or_, select, text, true
from sqlalchemy.orm import Session as Transaction

from dialogue.domain.search.papers import OF_PAPERS
from dialogue.domain.search.rows import INDEX
from dialogue.domain.search.sources import OF_REGISTERS, Reader, Row, Source
from dialogue.domain.search.words import words_of
from dialogue.domain.text import fold

# Whatever can be found. A new kind is a line of these, and one of `access.search`.
SOURCES = (*OF_REGISTERS, *OF_PAPERS)
CHANGES = "changed words"  # under which a transaction keeps what was touched in it, until it commits
MANY = 500  # rows in one statement

_SHOWN = ("kind", "key", "level", "reference", "place", "title", "text", "session_id", "topic_id", "owner_id")
_THINGS = INDEX.c.thing_id.in_(bindparam("things", expanding=True))
# What those things of each source have in the index, made once: every commit asks.
_THERE = {
    (source.noun, source.of_editions): select(INDEX.c.id, INDEX.c.thing_id, *(INDEX.c[name] for name in _SHOWN)).where(
        source.kept, _THINGS
    )
    for source in SOURCES
}
_GONE = text(
    "INSERT INTO search_words (search_words, rowid, words) SELECT 'delete', id, words FROM search_rows WHERE id = :id"
)
_ADDED = text("INSERT INTO search_words (rowid, words) SELECT id, words FROM search_rows WHERE id > :id")


@event.listens_for(Transaction, "after_flush")
def notice(db: Transaction, _context: object) -> None:
    """Remember what was touched. What is rolled back is looked at again for nothing, and found as it was."""
    touched, changed = db.info.setdefault(CHANGES, {}), db.dirty
    for thing in (*db.new, *changed, *db.deleted):
        for number, attribute in _WATCHED.get(type(thing), ()):
            source, value = SOURCES[number], vars(thing).get(attribute)
            stays = source.of_editions and type(thing) is source.noun and thing in changed
            if value is not None and not stays:
                touched.setdefault((number, type(thing)), set()).add(value)


@event.listens_for(Transaction, "before_commit")
def keep(db: Transaction) -> None:
    db.flush()
    touched: dict[tuple[int, type[Any]], set[int]] = db.info.pop(CHANGES, {})
    for number in sorted({number for number, _ in touched}):
        of = {kind: sorted(ids) for (one, kind), ids in touched.items() if one == number}
        refresh(db, SOURCES[number], of)


def refresh(db: Reader, source: Source, touched: dict[type[Any], list[int]]) -> None:
    """Make anew what those things have in the index; rows that say the same stay."""
    where = or_(*(source.changed_by[kind][1](ids) for kind, ids in touched.items()))
    things = set(touched.get(source.noun, ()))
    if touched.keys() - {source.noun}:
        things.update(db.execute(select(source.noun.id).where(where)).scalars())
    there = db.execute(_THERE[source.noun, source.of_editions], {"things": sorted(things)})
    old = {tuple(row)[1:]: row.id for row in there}
    new = {(row.thing_id, *(getattr(row, name) for name in _SHOWN)): row for row in source.rows(db, where)}
    _drop(db, [id_ for shown, id_ in old.items() if shown not in new])
    _put(db, (row for shown, row in new.items() if shown not in old))


def rebuild(db: Connection) -> None:
    """The whole index anew: after a change of what is found, or of how words are compared."""
    db.execute(delete(INDEX))
    for source in SOURCES:
        _write(db, source.rows(db, true()))
    if db.dialect.name == "sqlite":
        db.execute(text("INSERT INTO search_words (search_words) VALUES ('rebuild')"))


def _drop(db: Reader, ids: list[int]) -> None:
    if not ids:
        return
    if _embedded(db):
        db.execute(_GONE, [{"id": one} for one in ids])
    db.execute(delete(INDEX).where(INDEX.c.id.in_(ids)))


def _put(db: Reader, rows: Iterable[Row]) -> None:
    embedded = _embedded(db)
    last = db.execute(select(func.coalesce(func.max(INDEX.c.id), 0))).scalar_one() if embedded else 0
    if _write(db, rows) and embedded:
        db.execute(_ADDED, {"id": last})


def _write(db: Reader, rows: Iterable[Row]) -> bool:
    made = [_columns(row) for row in rows]
    for first in range(0, len(made), MANY):
        db.execute(insert(INDEX), made[first : first + MANY])
    return bool(made)


def _columns(row: Row) -> dict[str, Any]:
    shown = {name: getattr(row, name) for name in (*_SHOWN, "noun", "thing_id")}
    depth = row.level.depth if row.level is not None else 0
    found = words_of(row.reference, row.title, row.text)
    return shown | {"depth": depth, "head": f"{fold(row.reference)}\n{fold(row.title)}", "words": found}


def _embedded(db: Reader) -> bool:
    return (db.get_bind() if isinstance(db, Transaction) else db).dialect.name == "sqlite"


def _watched() -> Iterator[tuple[type[Any], tuple[int, str]]]:
    for number, source in enumerate(SOURCES):
        for kind, (attribute, _) in source.changed_by.items():
            yield kind, (number, attribute)


_WATCHED: dict[type[Any], list[tuple[int, str]]] = {}
for _kind, _by in _watched():
    _WATCHED.setdefault(_kind, []).append(_by)
