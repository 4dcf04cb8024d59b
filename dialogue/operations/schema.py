"""The form of the database: brings it up to the newest migration, or down, and tells where it stands. Knows no noun."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, func, select

from dialogue.operations.installation import MIGRATIONS

TURN = 0x6469616C  # PostgreSQL's advisory lock: of two processes that start together, one migrates


def upgrade(
    engine: Engine,
    revision: str = "head",
    *,
    steps: Path = MIGRATIONS,
    stands_at: str = "",
    then: Callable[[Connection], None] | None = None,
) -> None:
    """All steps up to `revision` in one transaction: they stand together or leave no trace. `then` is done in the same
    transaction, after them. `stands_at`: where a database stands that does not say so itself."""
    with _alone(engine) as connection:
        if stands_at:
            command.stamp(_alembic(steps, connection), stands_at)
        command.upgrade(_alembic(steps, connection), revision)
        if then is not None:
            then(connection)


def downgrade(engine: Engine, revision: str = "base", *, steps: Path = MIGRATIONS) -> None:
    """All steps down to `revision`, in one transaction."""
    with _alone(engine) as connection:
        command.downgrade(_alembic(steps, connection), revision)


def head() -> str:
    """The newest migration there is; two heads are a fault of ours and raise."""
    return _shipped().get_current_head() or ""


def knows(revision: str) -> bool:
    """Whether there is such a migration here; none (the empty one) is known to all."""
    return revision in {"", *_numbers()}


def known() -> str:
    """The first and the newest form that a database may stand at."""
    newest, *_, first = _numbers()
    return f"{first}–{newest}"


def _numbers() -> list[str]:
    return [step.revision for step in _shipped().walk_revisions()]


@cache
def _shipped() -> ScriptDirectory:
    """Read once: whoever asks where the steps lead is not to run all their files again."""
    return ScriptDirectory.from_config(_alembic(MIGRATIONS))


def current(engine: Engine) -> str:
    """The migration that this database stands at; empty where it has never seen one."""
    with engine.connect().execution_options(read_only=True) as connection:
        return MigrationContext.configure(connection).get_current_revision() or ""


def _alembic(steps: Path, connection: Connection | None = None) -> Config:
    # Built in code because a wheel carries no pyproject.toml.
    config = Config()
    config.set_main_option("script_location", str(steps).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


@contextmanager
def _alone(engine: Engine) -> Iterator[Connection]:
    embedded = engine.dialect.name == "sqlite"
    with engine.connect() as connection:
        if embedded:
            # A batch drops and renames tables: rows that point there must not follow.
            _foreign_keys(connection, on=False)
        try:
            with connection.begin():
                if not embedded:
                    connection.execute(select(func.pg_advisory_xact_lock(TURN)))
                yield connection
                if embedded and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
                    raise RuntimeError("the migration left rows that point nowhere; nothing was changed")
        finally:
            if embedded:
                _foreign_keys(connection, on=True)


def _foreign_keys(connection: Connection, *, on: bool) -> None:
    # Past SQLAlchemy, which would begin a transaction first, and inside one this PRAGMA does nothing.
    connection.connection.cursor().execute(f"PRAGMA foreign_keys={'ON' if on else 'OFF'}")
