"""Backups of a running dialogue: the database as one file that stands alone, and a manifest that says what is in it."""

import datetime as dt
import hashlib
import json
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, NullPool, create_engine, inspect, text

from dialogue import private
from dialogue.domain import log
from dialogue.domain.base import Refused
from dialogue.domain.log import Chain
from dialogue.operations.schema import current

MANIFEST = "manifest.json"
FILES = {"sqlite": "dialogue.db", "postgresql": "dialogue.pgdump"}
ALEMBIC = "alembic_version"  # Alembic's own table
BESIDE = "search_words"  # SQLite's own tables beside the index of words, which follow from its rows
STEP = 1000  # rows of the log that are held at a time


def backup(engine: Engine, into: Path, *, at: dt.datetime) -> Path:
    """Write a verified backup into an empty or new folder; returns the manifest, which is written last. A folder that
    is not empty is refused; after a failure nothing is left in it."""
    if into.exists() and (not into.is_dir() or any(into.iterdir())):
        raise Refused("The folder %(folder)s is not empty.", folder=str(into))
    private.folder(into)
    try:
        file, held = _sqlite(engine, into) if engine.dialect.name == "sqlite" else _postgresql(engine, into)
        return _manifest(engine, file, held, at=at)
    except BaseException:
        for left in into.iterdir():
            left.unlink()
        raise


@dataclass(frozen=True, slots=True)
class Holdings:
    """What a database holds: its rows, table by table, and the chain of its log. `fault`: where the chain does not fit;
    a backup of such a log is still better than none."""

    rows: Mapping[str, int]
    chain: Chain
    fault: str = ""


def holdings(connection: Connection) -> Holdings:
    """Counted and walked in the transaction of this connection."""
    rows = {name: connection.execute(text(_count(name))).scalar_one() for name in _tables(connection)}
    if log.LogEntry.__tablename__ not in rows:
        return Holdings(rows, Chain(0, ""))
    try:
        return Holdings(rows, walk_log(connection))
    except Refused as refusal:
        head = connection.execute(log.last()).scalar() or ""
        return Holdings(rows, Chain(rows[log.LogEntry.__tablename__], head), str(refusal))


def walk_log(connection: Connection) -> Chain:
    """Follow the chain of the log, a thousand rows at a time; refused where it does not fit."""
    with connection.execute(log.in_order().execution_options(yield_per=STEP)) as rows:
        return log.walk(rows)


def _sqlite(engine: Engine, into: Path) -> tuple[Path, Holdings]:
    file = into / FILES["sqlite"]
    private.write(file, b"")  # filled as it is; made by others, it would be as wide as the umask lets it be
    raw = engine.raw_connection()  # past the hook that would begin a transaction: VACUUM runs in none
    try:
        raw.cursor().execute("VACUUM INTO ?", (str(file),))
    finally:
        raw.close()
    if not is_sound(file):
        raise Refused("The backup could not be read back and was thrown away.")
    alone = create_engine(f"sqlite:///{file.as_uri()}?mode=ro&uri=true", poolclass=NullPool)
    with alone.connect() as connection:
        return file, holdings(connection)


def _postgresql(engine: Engine, into: Path) -> tuple[Path, Holdings]:
    """Counted and dumped in one snapshot, so that the numbers are those of the file."""
    dump, restore = shutil.which("pg_dump"), shutil.which("pg_restore")
    if not dump or not restore:
        raise Refused("A backup of PostgreSQL needs its programs pg_dump and pg_restore in the PATH.")
    file, secret = into / FILES["postgresql"], into / ".pgpass"
    private.write(file, b"")
    with engine.connect().execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True) as connection:
        snapshot = connection.execute(text("SELECT pg_export_snapshot()")).scalar_one()
        held = holdings(connection)
        with login(engine.url, secret) as where:
            run(dump, "--format=custom", f"--snapshot={snapshot}", f"--file={file}", f"--dbname={where}")
    inside = run(restore, "--list", str(file))
    if not all(f" TABLE DATA public {name} " in inside for name in held.rows):
        raise Refused("The backup could not be read back and was thrown away.")
    return file, held


def is_sound(file: Path) -> bool:
    """Whether SQLite finds no fault in this file, and no row in it points nowhere."""
    with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)) as copy:
        faults = copy.execute("PRAGMA integrity_check").fetchall() + copy.execute("PRAGMA foreign_key_check").fetchall()
    return faults == [("ok",)]


def digest(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def run(*command: str) -> str:
    """One of PostgreSQL's own programs; refused with its first sentence where it fails."""
    try:
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout
    except subprocess.CalledProcessError as fault:
        said = fault.stderr.strip().splitlines() or [str(fault)]
        raise Refused("%(program)s failed: %(said)s", program=Path(command[0]).name, said=said[0]) from fault


@contextmanager
def login(url: URL, secret: Path) -> Iterator[str]:
    """How those programs find the database; the password lies in this file for as long as they run."""
    try:
        private.write(secret, ":".join(["*", "*", "*", "*", _escaped(url.password or "", ":")]).encode())
        yield _conninfo(url, secret)
    finally:
        secret.unlink(missing_ok=True)


def _conninfo(url: URL, secret: Path) -> str:
    """libpq's own form of the address, with the password in a file: command lines can be read by everybody."""
    parts = {"host": url.host, "port": url.port, "user": url.username, "dbname": url.database, **url.query}
    given = {name: str(value) for name, value in parts.items() if value} | {"passfile": str(secret)}
    return " ".join(f"{name}='{_escaped(value, chr(39))}'" for name, value in given.items())


def _escaped(value: str, sign: str) -> str:
    return value.replace("\\", "\\\\").replace(sign, f"\\{sign}")


def _tables(connection: Connection) -> list[str]:
    return sorted(name for name in inspect(connection).get_table_names() if not name.startswith(BESIDE))


def _count(table: str) -> str:
    return f'SELECT count(*) FROM "{table}"'  # noqa: S608  # a name that the database itself has told


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself."""

    made_at: dt.datetime
    engine: str
    migration: str
    file: Path
    sha256: str
    rows: Mapping[str, int]
    chain: Chain | None  # None: made before manifests told it
    fault: str = ""

    def must_match(self, found: Holdings) -> None:
        """Refuse a database that holds anything else than the backup says. A log that did not fit when the backup was
        made does not fit now: it is the same one."""
        rows = {name: n for name, n in self.rows.items() if name != ALEMBIC}
        if rows != {name: n for name, n in found.rows.items() if name != ALEMBIC}:
            raise Refused("The backup does not hold the rows that its manifest counts. Nothing was put back.")
        if found.fault and found.fault != self.fault:
            raise Refused("%(fault)s Nothing was put back.", fault=found.fault)
        if self.chain not in (None, found.chain):
            raise Refused("The log in the backup is another one than its manifest says. Nothing was put back.")


def read_manifest(folder: Path) -> Manifest:
    """What the backup in this folder says of itself; refused where there is none, or its file is not as it was made."""
    try:
        told = json.loads((folder / MANIFEST).read_text())
        ((name, file),) = told["files"].items()
        chain = told.get("log")
        manifest = Manifest(
            made_at=dt.datetime.fromisoformat(told["made_at"]),
            engine=str(told["engine"]),
            migration=str(told["migration"]),
            file=folder / FILES[told["engine"]],
            sha256=str(file["sha256"]),
            rows=dict(told["rows"]),
            chain=Chain(int(chain["rows"]), str(chain["head"])) if chain else None,
            fault=str(chain["fault"]) if chain else "",
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as fault:
        raise Refused("There is no backup in %(folder)s that could be read.", folder=str(folder)) from fault
    if name != manifest.file.name or not manifest.file.is_file() or digest(manifest.file) != manifest.sha256:
        raise Refused("The backup in %(folder)s is not as it was made: its SHA-256 is another.", folder=str(folder))
    return manifest


def _manifest(engine: Engine, file: Path, held: Holdings, *, at: dt.datetime) -> Path:
    told = {
        "made_at": at.isoformat(timespec="seconds"),
        "engine": engine.dialect.name,
        "migration": current(engine),
        "files": {file.name: {"sha256": digest(file), "bytes": file.stat().st_size}},
        "rows": dict(held.rows),
        "log": {"rows": held.chain.rows, "head": held.chain.head, "fault": held.fault},
    }
    manifest = file.with_name(MANIFEST)
    private.write(manifest, (json.dumps(told, indent=2) + "\n").encode())
    return manifest
