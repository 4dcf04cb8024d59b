"""The demonstration as the code of form 0016 planted it and lived on: what a database of old is brought over by."""

import datetime as dt
import gzip
import json
from pathlib import Path
from typing import Any

from psycopg import sql
from sqlalchemy import Engine, MetaData, create_engine, select

from dialogue.operations import schema

FIRST = "0016"
KEPT = Path(__file__).parent / "fixtures" / f"demonstration_{FIRST}.sql.gz"
INTO = 'INSERT INTO "{0}" SELECT * FROM json_populate_recordset(NULL::"{0}", {1})'
NUMBER_ON = "SELECT setval(pg_get_serial_sequence('{0}', 'id'), max(id)) FROM {0}"

Rows = dict[str, list[dict[str, Any]]]  # by table, in the order of the keys


def load(engine: Engine) -> None:
    """Put it into an empty database, which stands at that form then."""
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            connection.connection.cursor().executescript(gzip.decompress(KEPT.read_bytes()).decode())
        return
    schema.upgrade(engine, FIRST)
    with engine.begin() as connection:
        cursor = connection.connection.cursor()
        cursor.execute("SET LOCAL session_replication_role = replica")  # rows come in any order
        for name, found in kept().items():
            if found:
                told = json.dumps(found, default=lambda content: f"\\x{content.hex()}")
                cursor.execute(INTO.format(name, sql.Literal(told).as_string()))
                if "id" in found[0]:
                    cursor.execute(NUMBER_ON.format(name))


def kept() -> Rows:
    """What stands in it."""
    memory = create_engine("sqlite://")
    load(memory)
    return rows(memory)


def rows(engine: Engine) -> Rows:
    """What stands in a database, told alike for both engines."""
    found = MetaData()
    found.reflect(engine)
    with engine.connect() as connection:
        return {
            name: [
                {column: _told(value) for column, value in row.items()}
                for row in connection.execute(select(table).order_by(*table.primary_key)).mappings()
            ]
            for name, table in found.tables.items()
            if name != "alembic_version"
        }


def _told(value: Any) -> Any:
    if isinstance(value, dt.datetime):
        zoned = value.astimezone(dt.UTC) if value.tzinfo else value
        return zoned.replace(tzinfo=None).isoformat(sep=" ")
    if isinstance(value, dt.date):
        return value.isoformat()
    return value
