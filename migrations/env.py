"""Runs migrations in the transaction that `dialogue.operations.schema` holds; `alembic …` opens its own."""

import importlib
import pkgutil
from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import Connection, Enum

import dialogue.domain
from dialogue.config import from_environment
from dialogue.db import connect
from dialogue.domain import search
from dialogue.domain.base import Base, Moment, WallClock


def readable(kind: str, thing: Any, _context: AutogenContext) -> str | Literal[False]:
    """A new migration says what the column is in the database: it must not change its meaning when the code does."""
    if kind != "type":
        return False
    if isinstance(thing, Moment):
        return "sa.DateTime(timezone=True)"
    if isinstance(thing, WallClock):
        return "sa.DateTime()"
    if isinstance(thing, Enum):
        return f"sa.String({thing.length})"
    return False


def numbered(_context: object, _revision: object, directives: list[Any]) -> None:
    """0001, 0002, …: a name that sorts, where Alembic would throw dice."""
    last = context.script.get_current_head()
    directives[0].rev_id = f"{int(last or 0) + 1:04}"


def migrate(connection: Connection) -> None:
    """Everything that was asked for, inside the caller's transaction. Whatever step brought a database to the newest
    form, its index of words is made anew: a step cannot know by which rules the next ones will find."""
    steps: list[object] = []
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_item=readable,
        process_revision_directives=numbered,
        render_as_batch=context.script.get_current_head() is not None,  # the first one has nothing to alter
        transactional_ddl=True,
        on_version_apply=lambda **step: steps.append(step["step"]),
    )
    context.run_migrations()
    if steps and context.get_context().get_current_heads() == (context.script.get_current_head(),):
        search.rebuild(connection)


for noun in pkgutil.walk_packages(dialogue.domain.__path__, "dialogue.domain."):
    importlib.import_module(noun.name)  # every noun, so that the metadata knows every table

held = context.config.attributes.get("connection")
if held is not None:
    migrate(held)
else:
    with connect(from_environment().database_url).begin() as connection:
        migrate(connection)
