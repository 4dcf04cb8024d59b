"""Backups of a running dialogue: the database as one file that stands alone, and a manifest that says what is in it."""

import datetime as dt
import hashlib
import json
import shutil
import sqlite3
import subprocess
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, NullPool, create_engine, inspect, text

from dialogue.domain import log
from dialogue.domain.base import Refused
from dialogue.domain.log import Chain
from dialogue.schema import current

MANIFEST = "manifest.json"
STEP = 1000  # rows of the log that are held at a time


def backup(engine: Engine, into: Path, *, at: dt.datetime) -> Path:
    """Write a verified backup into an empty or new folder; returns the manifest, which is written last. A folder that
    is not empty is refused; after a failure nothing is left in it."""
    if into.exists() and (not into.is_dir() or any(into.iterdir())):
        raise Refused("The folder %(folder)s is not empty.", folder=str(into))
    into.mkdir(mode=0o700, parents=True, exist_ok=True)
    into.chmod(0o700)
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
    file = into / "dialogue.db"
    raw = engine.raw_connection()  # past the hook that would begin a transaction: VACUUM runs in none
    try:
        raw.cursor().execute("VACUUM INTO ?", (str(file),))
    finally:
        raw.close()
    file.chmod(0o600)
    with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)) as copy:
        faults = copy.execute("PRAGMA integrity_check").fetchall() + copy.execute("PRAGMA foreign_key_check").fetchall()
        if faults != [("ok",)]:
            raise Refused("The backup could not be read back and was thrown away.")
    alone = create_engine(f"sqlite:///{file.as_uri()}?mode=ro&uri=true", poolclass=NullPool)
    with alone.connect() as connection:
        return file, holdings(connection)


def _postgresql(engine: Engine, into: Path) -> tuple[Path, Holdings]:
    """Counted and dumped in one snapshot, so that the numbers are those of the file."""
    dump, restore = shutil.which("pg_dump"), shutil.which("pg_restore")
    if not dump or not restore:
        raise Refused("A backup of PostgreSQL needs its programs pg_dump and pg_restore in the PATH.")
    file, secret = into / "dialogue.pgdump", into / ".pgpass"
    secret.touch(mode=0o600)
    secret.write_text(":".join(["*", "*", "*", "*", _escaped(engine.url.password or "", ":")]))
    with engine.connect().execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True) as connection:
        snapshot = connection.execute(text("SELECT pg_export_snapshot()")).scalar_one()
        held = holdings(connection)
        where = f"--dbname={_conninfo(engine.url, secret)}"
        _run(dump, "--format=custom", f"--snapshot={snapshot}", f"--file={file}", where)
    secret.unlink()
    file.chmod(0o600)
    inside = _run(restore, "--list", str(file))
    if not all(f" TABLE DATA public {name} " in inside for name in held.rows):
        raise Refused("The backup could not be read back and was thrown away.")
    return file, held


def _run(*command: str) -> str:
    try:
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout
    except subprocess.CalledProcessError as fault:
        said = fault.stderr.strip().splitlines() or [str(fault)]
        raise Refused("The backup failed: %(said)s", said=said[0]) from fault


def _conninfo(url: URL, secret: Path) -> str:
    """libpq's own form of the address, with the password in a file: command lines can be read by everybody."""
    parts = {"host": url.host, "port": url.port, "user": url.username, "dbname": url.database, **url.query}
    given = {name: str(value) for name, value in parts.items() if value} | {"passfile": str(secret)}
    return " ".join(f"{name}='{_escaped(value, chr(39))}'" for name, value in given.items())


def _escaped(value: str, sign: str) -> str:
    return value.replace("\\", "\\\\").replace(sign, f"\\{sign}")


def _tables(connection: Connection) -> list[str]:
    return sorted(inspect(connection).get_table_names())


def _count(table: str) -> str:
    return f'SELECT count(*) FROM "{table}"'  # noqa: S608 a name that the database itself has told


def _manifest(engine: Engine, file: Path, held: Holdings, *, at: dt.datetime) -> Path:
    with file.open("rb") as content:
        digest = hashlib.file_digest(content, "sha256").hexdigest()
    told = {
        "made_at": at.isoformat(timespec="seconds"),
        "engine": engine.dialect.name,
        "migration": current(engine),
        "files": {file.name: {"sha256": digest, "bytes": file.stat().st_size}},
        "rows": dict(held.rows),
        "log": {"rows": held.chain.rows, "head": held.chain.head, "fault": held.fault},
    }
    manifest = file.with_name(MANIFEST)
    manifest.touch(mode=0o600)
    manifest.write_text(json.dumps(told, indent=2) + "\n")
    return manifest
