"""The index of what can be found: of each thing and edition its words; each engine looks them up its own way."""

import enum

from sqlalchemy import (
    DDL,
    Column,
    ColumnElement,
    Index,
    Integer,
    Table,
    Text,
    cast,
    column,
    event,
    false,
    func,
    literal_column,
    select,
    table,
)
from sqlalchemy.types import UserDefinedType

from dialogue.domain.base import Base, words
from dialogue.domain.editions import Level
from dialogue.domain.search.words import Asked
from dialogue.domain.text import Prose


class Found(enum.StrEnum):
    """What can be found, in the order in which a page shows it."""

    SESSION = "session"
    AGENDA_ITEM = "agenda item"
    CONCLUSION = "draft conclusion"
    PARAGRAPH = "paragraph of minutes"
    DECISION = "decision"
    FOLLOW_UP = "follow-up"
    MEETING = "meeting"
    TOPIC = "topic"
    DEVELOPMENT = "entry of the development log"
    TRACK_ENTRY = "entry of a track"
    ACTIVITY = "activity of a menu"
    IMPORTED = "imported session"
    PERSON = "person"


# No noun: it says nothing that its things do not, and is made of them anew when they change. So it has no foreign keys.
# `noun` and `thing_id`: of which thing access is asked. `level`: whose edition the words are of, `depth`: how much that
# holds. Rows with the same `key` are one thing to whoever reads several.
INDEX = Table(
    "search_rows",
    Base.metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", words(Found), nullable=False),
    Column("noun", Text, nullable=False),
    Column("thing_id", Integer, nullable=False),
    Column("key", Text, nullable=False),
    Column("level", words(Level)),
    Column("depth", Integer, nullable=False),
    Column("session_id", Integer),
    Column("topic_id", Integer),
    Column("owner_id", Integer),
    Column("reference", Text, nullable=False),
    Column("place", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("text", Prose, nullable=False),
    Column("head", Text, nullable=False),
    Column("words", Text, nullable=False),
    Index(None, "noun", "thing_id"),
)

# SQLite looks the words up beside the rows. Triggers cannot keep them there: a schema that is not trusted lets none
# write into a virtual table. Its tokens are ours, and any letter of any script is part of one.
FTS = (
    "CREATE VIRTUAL TABLE search_words USING fts5("
    "words, content='search_rows', content_rowid='id', tokenize='ascii', prefix='2 3', detail='none')"
)
# PostgreSQL makes lexemes of the words as they stand: no dictionary and no parser comes between.
GIN = "CREATE INDEX ix_search_rows_words ON search_rows USING gin (array_to_tsvector(string_to_array(words, ' ')))"

for _moment, _engine, _made in (
    ("after_create", "sqlite", FTS),
    ("after_create", "postgresql", GIN),
    ("before_drop", "sqlite", "DROP TABLE search_words"),
):
    event.listen(INDEX, _moment, DDL(_made).execute_if(dialect=_engine))  # type: ignore[no-untyped-call]  # SQLAlchemy's own


class _Query(UserDefinedType[str]):
    """What PostgreSQL looks for in lexemes."""

    cache_ok = True

    def get_col_spec(self, **_how: object) -> str:
        return "tsquery"


def holding(wanted: Asked, engine: str) -> ColumnElement[bool]:
    """The `where` of rows that have each word asked for, in one of its spellings, at the beginning of one of theirs."""
    if not wanted:
        return false()
    if engine == "postgresql":
        lexemes = func.array_to_tsvector(func.string_to_array(INDEX.c.words, literal_column("' '")))
        return lexemes.bool_op("@@")(cast(_asks(wanted, "'{}':*", " | ", " & "), _Query))
    asks = literal_column("search_words").bool_op("MATCH")(_asks(wanted, '"{}"*', " OR ", " AND "))
    return INDEX.c.id.in_(select(column("rowid")).select_from(table("search_words")).where(asks))


def _asks(wanted: Asked, begins: str, either: str, both: str) -> str:
    """The question in the engine's own language; words are letters and digits, so that nothing of it is typed."""
    return both.join(f"({either.join(begins.format(one) for one in spellings)})" for spellings in wanted)
