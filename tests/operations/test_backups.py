"""Backups: what is in them is what was in the database, and a folder with something in it is left as it was."""

import datetime as dt
import hashlib
import json
import shutil
import sqlite3
import subprocess
from contextlib import closing

import pytest
from sqlalchemy import inspect, select, text

from dialogue.db import connect
from dialogue.domain.base import Refused
from dialogue.domain.log import LogEntry
from dialogue.domain.organisations import Place
from dialogue.operations import schema
from dialogue.operations.backups import BESIDE, backup

AT = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)


@pytest.fixture
def engine(engine, db):
    """A database with two places in it."""
    for slug in ("here", "there"):
        db.add(Place(slug=slug, short_name=slug, long_name=slug, neutral_name=slug))
    db.commit()
    return engine


def restored(file, database):
    """The backed-up database, opened again by the means of its engine."""
    if file.suffix == ".db":
        return connect(f"sqlite:///{file}")
    engine = database.empty("restored")
    where = engine.url
    subprocess.run(
        ["pg_restore", "-h", where.query["host"], "-U", where.username, "-d", where.database, file],
        check=True,
        capture_output=True,
    )
    return engine


def test_a_backup_opens_again_with_every_row(engine, database, tmp_path):
    manifest = json.loads(backup(engine, tmp_path / "copy", at=AT).read_text())

    (name,) = manifest["files"]
    copy = restored(tmp_path / "copy" / name, database)
    with copy.connect() as connection:
        slugs = connection.scalars(select(Place.slug).order_by(Place.slug)).all()
    assert slugs == ["here", "there"]
    beside = {name for name in inspect(copy).get_table_names() if name.startswith(BESIDE)}
    assert sorted({*inspect(copy).get_table_names()} - beside) == sorted(manifest["rows"])
    assert schema.current(copy) == manifest["migration"] == schema.head()
    copy.dispose()


def test_the_manifest_tells_hash_size_rows_and_moment(engine, tmp_path):
    manifest = json.loads(backup(engine, tmp_path / "copy", at=AT).read_text())

    ((name, told),) = manifest["files"].items()
    content = (tmp_path / "copy" / name).read_bytes()
    assert told == {"sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}
    assert (manifest["made_at"], manifest["engine"]) == ("2026-11-23T12:00:00+00:00", engine.dialect.name)
    assert {table: n for table, n in manifest["rows"].items() if n} == {"alembic_version": 1, "places": 2}


def test_the_manifest_tells_length_and_head_of_the_log(engine, db, tmp_path):
    places = db.scalars(select(Place)).all()
    for n, place in enumerate(places):
        place.did("enter", by=None, at=AT + dt.timedelta(minutes=n))
    db.commit()

    told = json.loads(backup(engine, tmp_path / "copy", at=AT).read_text())["log"]

    assert told == {"rows": 2, "head": db.scalars(select(LogEntry.hash).order_by(LogEntry.id)).all()[-1], "fault": ""}


def test_a_log_that_does_not_fit_is_backed_up_and_said(engine, db, tmp_path):
    for n in (1, 2):
        db.add(
            LogEntry(at=AT, by_id=None, verb="v", noun="n", thing_id=1, session_id=None, previous=f"{n}", hash=f"h{n}")
        )
    db.commit()

    told = json.loads(backup(engine, tmp_path / "copy", at=AT).read_text())["log"]

    assert (told["rows"], told["head"]) == (2, "h2")
    assert told["fault"].startswith("The log does not fit from row 1 on")


def test_nobody_else_on_the_machine_may_read_a_backup(engine, tmp_path):
    manifest = backup(engine, tmp_path / "copy", at=AT)

    left = sorted(manifest.parent.iterdir())
    assert len(left) == 2
    assert {path.stat().st_mode & 0o777 for path in left} == {0o600}
    assert manifest.parent.stat().st_mode & 0o777 == 0o700


def test_a_backup_is_taken_while_others_read(engine, tmp_path):
    with engine.connect().execution_options(read_only=True) as reader:
        reader.execute(text("SELECT count(*) FROM places"))

        manifest = backup(engine, tmp_path / "copy", at=AT)

    assert json.loads(manifest.read_text())["rows"]["places"] == 2


def test_a_folder_with_something_in_it_is_refused_and_left_as_it_was(engine, tmp_path):
    (tmp_path / "mine").write_text("kept")

    with pytest.raises(Refused, match="is not empty"):
        backup(engine, tmp_path, at=AT)

    assert [path.name for path in tmp_path.iterdir()] == ["mine"]


def test_a_file_in_the_place_of_the_folder_is_refused(engine, tmp_path):
    (tmp_path / "mine").write_text("kept")

    with pytest.raises(Refused, match="is not empty"):
        backup(engine, tmp_path / "mine", at=AT)

    assert (tmp_path / "mine").read_text() == "kept"


def test_a_backup_that_cannot_be_read_back_is_thrown_away(engine, tmp_path):
    if engine.dialect.name != "sqlite":
        return  # a row that points nowhere cannot be made there
    broken = tmp_path / "broken.db"
    shutil.copyfile(engine.url.database, broken)
    with closing(sqlite3.connect(broken)) as raw, raw:
        raw.execute("INSERT INTO log VALUES (1, '', 7, '', '', 1, 1, '', '', '')")
    faulty = connect(f"sqlite:///{broken}")

    with pytest.raises(Refused, match="could not be read back"):
        backup(faulty, tmp_path / "copy", at=AT)

    assert list((tmp_path / "copy").iterdir()) == []
    faulty.dispose()
