"""Throw-away databases to test on: SQLite, and a PostgreSQL cluster of our own wherever `initdb` is found."""

import contextlib
import hashlib
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from psycopg import sql
from sqlalchemy import Connection, Engine, inspect, text

from dialogue.db import connect
from dialogue.domain.base import Base
from dialogue.operations.schema import upgrade

KINDS = ("sqlite", "pg")
ENOUGH = 1 << 30  # bytes; a memory disk smaller than that is left alone
EVERY_STATEMENT = 5000  # are compiled once: the tests ask more than the 500 that SQLAlchemy keeps

# Empties the tables and starts numbering again, or puts rows and numbers there. The role keeps triggers and foreign
# keys asleep, so order is no matter, and rows that may never be changed can go; TRUNCATE would take ten times as long
# on tables of three rows.
FILL_PG = """
SET session_replication_role = replica;
{deletes}
SELECT setval(format('%I.%I', schemaname, sequencename)::regclass, start_value, false) FROM pg_sequences;
{fills}
SET session_replication_role = DEFAULT;
"""
NUMBERS_PG = "SELECT sequencename, last_value FROM pg_sequences WHERE last_value IS NOT NULL"
BY_CHANCE = {"uid"}  # another one each time that the same is made


@cache
def postgres_bin() -> Path | None:
    """The folder of `initdb`, in PATH or where Debian puts it; the newest one."""
    found = shutil.which("initdb")
    if found:
        return Path(found).resolve().parent
    versions = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    newest = max(versions, key=lambda path: float(path.parts[-3]), default=None)
    return newest.parent if newest else None


@contextlib.contextmanager
def room() -> Iterator[Path]:
    """A folder that goes away, in memory where there is enough: these databases sync commits as the product does."""
    memory = Path("/dev/shm")
    roomy = memory.is_dir() and os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > ENOUGH
    path = Path(tempfile.mkdtemp(prefix="dialogue-", dir=memory if roomy else None))
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)


@contextlib.contextmanager
def cluster() -> Iterator[str]:
    """A running PostgreSQL, reached only by a socket in its own folder: the address of its databases, by name."""
    home = postgres_bin()
    assert home is not None
    # initdb refuses to run as root: then the user that Debian's package made owns the folder.
    owner: dict[str, Any] = {}
    with room() as path:
        if os.geteuid() == 0:
            user = pwd.getpwnam("postgres")
            os.chown(path, user.pw_uid, user.pw_gid)
            owner = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}

        def do(*command: str) -> None:
            subprocess.run(command, check=True, cwd=path, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, **owner)

        data = path / "data"
        do(str(home / "initdb"), "-D", str(data), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "-k")
        settings = f"-k {path} -c listen_addresses='' -c max_connections=50"
        do(str(home / "pg_ctl"), "-D", str(data), "-l", str(path / "log"), "-w", "-o", settings, "start")
        try:
            yield f"postgresql+psycopg://postgres@/{{name}}?host={path}"
        finally:
            do(str(home / "pg_ctl"), "-D", str(data), "-m", "immediate", "-w", "stop")


class Sqlite:
    """A database file; made once by the migrations, and put back as a copy before each test."""

    def __init__(self, folder: Path) -> None:
        self.fresh = folder / "fresh.sqlite3"
        self.file = folder / "dialogue.sqlite3"
        self.url = f"sqlite:///{self.file}"
        first = self.empty("fresh")
        upgrade(first)
        first.dispose()
        self.engine = connect(self.url, query_cache_size=EVERY_STATEMENT)

    def empty(self, name: str) -> Engine:
        """Another database, with nothing in it."""
        path = self._path(name)
        path.unlink(missing_ok=True)
        return connect(f"sqlite:///{path}")

    def another(self, name: str, make: Callable[[Engine], None] = upgrade) -> Engine:
        """Another database, as `make` leaves an empty one; it is made once and copied."""
        model = self._path(f"model of {make.__qualname__}")
        if not model.exists():
            _make(self.empty(model.stem), make)
        shutil.copyfile(model, self._path(name))
        return connect(f"sqlite:///{self._path(name)}")

    def _path(self, name: str) -> Path:
        return self.fresh.with_name(f"{name}.sqlite3")

    def clean(self) -> None:
        self.engine.dispose()
        for left in self.file.parent.glob("dialogue.sqlite3-*"):
            left.unlink()
        shutil.copyfile(self.fresh, self.file)

    def keep(self, name: str) -> None:
        """As it is now, under this name, to be put back as often as wanted."""
        self.engine.dispose()
        shutil.copyfile(self.file, self.fresh.with_name(f"{name}.kept"))

    def put_back(self, name: str) -> None:
        self.engine.dispose()
        shutil.copyfile(self.fresh.with_name(f"{name}.kept"), self.file)

    def state(self) -> str:
        """A hash of all that is in it, but for what is made by chance."""
        with self.engine.connect() as connection:
            cursor = connection.connection.cursor()
            rows = [cursor.execute(f"SELECT {told} FROM {name}").fetchall() for name, told in _whole_tables()]
        return hashlib.sha256(repr(rows).encode()).hexdigest()


class Postgres:
    """A database in our own cluster; made once by the migrations, and emptied before each test."""

    def __init__(self, server: str) -> None:
        self.server = server
        self.url = server.format(name="dialogue")
        self.models: set[str] = set()
        self.engine = self.empty("dialogue")
        upgrade(self.engine)
        self.tables = [name for name in inspect(self.engine).get_table_names() if name != "alembic_version"]
        self.emptying = self._filling("")
        self.kept: dict[str, str] = {}

    def empty(self, name: str) -> Engine:
        """Another database, with nothing in it."""
        return self._like("template1", name)

    def another(self, name: str, make: Callable[[Engine], None] = upgrade) -> Engine:
        """Another database, as `make` leaves an empty one; it is made once and copied."""
        model = f"model of {make.__qualname__}"
        if model not in self.models:
            _make(self.empty(model), make)
            self.models.add(model)
        return self._like(model, name)

    def _like(self, model: str, name: str) -> Engine:
        steward = connect(self.server.format(name="postgres"), isolation_level="AUTOCOMMIT")
        with steward.connect() as connection:
            connection.execute(text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))
            connection.execute(text(f'CREATE DATABASE "{name}" TEMPLATE "{model}"'))
        steward.dispose()
        return connect(self.server.format(name=name), query_cache_size=EVERY_STATEMENT)

    def clean(self) -> None:
        self._run(self.emptying)

    def keep(self, name: str) -> None:
        """As it is now, under this name, to be put back as often as wanted."""
        with self.engine.connect() as connection:
            self.kept[name] = self._filling("".join(self._fills(connection)))

    def put_back(self, name: str) -> None:
        self._run(self.kept[name])

    def state(self) -> str:
        """A hash of all that is in it, but for what is made by chance."""
        rows = " UNION ALL ".join(f"SELECT '{name}' || ROW({told})::text FROM {name}" for name, told in _whole_tables())
        with self.engine.connect() as connection:
            hashed = f"SELECT md5(string_agg(t, chr(10) ORDER BY t)) FROM ({rows}) AS every(t)"
            return str(connection.exec_driver_sql(hashed).scalar())

    def _filling(self, fills: str) -> str:
        return FILL_PG.format(deletes="".join(f'DELETE FROM "{name}";' for name in self.tables), fills=fills)

    def _fills(self, connection: Connection) -> Iterator[str]:
        """The rows as text that the server reads again, and how far each numbering came."""
        for name in self.tables:
            rows = connection.exec_driver_sql(f'SELECT json_agg(t)::text FROM "{name}" AS t').scalar()
            if rows is not None:
                told = sql.Literal(rows).as_string()
                yield f'INSERT INTO "{name}" SELECT * FROM json_populate_recordset(NULL::"{name}", {told});\n'
        for name, number in connection.exec_driver_sql(NUMBERS_PG):
            yield f"SELECT setval('\"{name}\"', {number});\n"

    def _run(self, script: str) -> None:
        with self.engine.begin() as connection:
            connection.connection.cursor().execute(script)


def _make(engine: Engine, make: Callable[[Engine], None]) -> None:
    make(engine)
    engine.dispose()


def _whole_tables() -> Iterator[tuple[str, str]]:
    """Each table, and its columns."""
    for table in Base.metadata.sorted_tables:
        yield table.name, ", ".join(f'"{column.name}"' for column in table.columns if column.name not in BY_CHANCE)


_of: dict[int, "Sqlite | Postgres"] = {}


def of(engine: Any) -> "Sqlite | Postgres | None":
    """The database whose engine this is, if it is one that is put back."""
    return _of.get(id(engine))


class Databases:
    """Each kind is started when first asked for, and once."""

    def __init__(self) -> None:
        self._open: dict[str, Sqlite | Postgres] = {}
        self._stack = contextlib.ExitStack()

    def __getitem__(self, kind: str) -> Sqlite | Postgres:
        if kind not in self._open:
            make: Any = (lambda: Sqlite(self._stack.enter_context(room()))) if kind == "sqlite" else self._postgres
            self._open[kind] = made = make()
            _of[id(made.engine)] = made
        return self._open[kind]

    def _postgres(self) -> Postgres:
        return Postgres(self._stack.enter_context(cluster()))

    def close(self) -> None:
        for database in self._open.values():
            database.engine.dispose()
        self._stack.close()
