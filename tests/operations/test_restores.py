"""Backups that are put back: all of it or nothing, into an empty place, and nothing of it acts by itself afterwards."""

import datetime as dt
import hashlib
import json
import sqlite3
import threading
import time
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import inspect, select, text
from sqlalchemy.orm import Session

from dialogue.actions import accounts, ticking
from dialogue.actions.ticking import Tick
from dialogue.config import Config
from dialogue.db import bind, connect
from dialogue.domain import notices, topics
from dialogue.domain.base import Refused
from dialogue.domain.decisions import Decision
from dialogue.domain.log import GUARDS, LogEntry, guards
from dialogue.domain.notices import Draft, Notice, NoticeKind, dispatch
from dialogue.domain.papers import ReleasedFile
from dialogue.domain.password_links import PasswordLink
from dialogue.domain.people import Person
from dialogue.domain.pulse import Restore
from dialogue.domain.signins import SignIn
from dialogue.domain.silence import Circulation, CirculationState, Reason
from dialogue.domain.subscriptions import Scope, Subscription, subscribe
from dialogue.domain.topics import Topic
from dialogue.operations import beats, schema
from dialogue.operations.backups import backup, walk_log
from dialogue.operations.restores import restore
from tests import walk
from tests.cast import enter
from tests.of_old import FIRST
from tests.planted import planted

AT = dt.datetime(2026, 11, 25, 12, tzinfo=dt.UTC)
HALF = dt.timedelta(seconds=30)
LATER = AT + dt.timedelta(hours=5)


@pytest.fixture
def cast(db):
    """People, of whom one is signed in and subscribed, and to whom two mails are about to go."""
    cast = enter(db)
    db.add(SignIn(person=cast.admin, created_at=AT))
    db.add(subscribe(cast.chair_nato, name="Telephone", scope=Scope.MINE, token="t" * 43, existing=[], at=AT))
    drafts = [Draft(person, "Subject", "Body", "/sessions") for person in (cast.chair_nato, cast.chair_kosovo)]
    db.add(dispatch(NoticeKind.COMMENTS, drafts, key="test", by=None, at=AT))
    db.commit()
    return cast


@pytest.fixture
def copy(engine, cast, tmp_path):
    return backup(engine, tmp_path / "copy", at=AT).parent


@pytest.fixture
def place(database, tmp_path):
    """An empty place for a database of the same engine."""
    if database.engine.dialect.name == "sqlite":
        made = connect(f"sqlite:///{tmp_path}/there/dialogue.db")
        (tmp_path / "there").mkdir()
    else:
        made = database.empty("restored")
    yield made
    made.dispose()


def is_empty(place):
    if place.dialect.name == "sqlite":
        return list(Path(place.url.database).parent.iterdir()) == []
    with place.connect() as connection:
        left = connection.scalar(text("SELECT count(*) FROM pg_proc WHERE pronamespace = 'public'::regnamespace"))
        return inspect(connection).get_table_names() == [] and left == 0


def redo(folder, **changed):
    """The manifest with other words in it."""
    file = folder / "manifest.json"
    file.write_text(json.dumps(json.loads(file.read_text()) | changed))


def test_what_is_put_back_is_what_was_there_and_works(engine, db, cast, copy, place):
    done = restore(place, copy, at=LATER)

    assert schema.current(place) == schema.head()
    with Session(place) as there:
        assert (
            there.scalars(select(Person.email).order_by(Person.id)).all()
            == db.scalars(select(Person.email).order_by(Person.id)).all()
        )
        there.add(Topic(slug="new", title="New"))  # numbers go on where they were
        there.commit()
        assert set(there.scalars(guards(place.dialect.name))) == set(GUARDS[place.dialect.name])
    assert done.manifest.made_at == AT


def test_it_is_written_down_by_nobody_that_a_backup_was_put_back(copy, place):
    manifest = json.loads((copy / "manifest.json").read_text())

    restore(place, copy, at=LATER)

    with Session(place) as there:
        assert [(r.at, r.backup_made_at) for r in there.scalars(select(Restore))] == [(LATER, AT)]
        entry = there.scalars(select(LogEntry).where(LogEntry.noun == "restores")).one()
        assert (entry.verb, entry.by_id, entry.at) == ("restore", None, LATER)
        assert there.scalars(select(LogEntry).where(LogEntry.hash == manifest["log"]["head"])).one().id < entry.id
        assert walk_log(there.connection()).rows > manifest["log"]["rows"]


def test_mails_that_had_not_gone_out_are_held(copy, place):
    done = restore(place, copy, at=LATER)

    with Session(place) as there:
        assert {notice.state for notice in there.scalars(select(Notice))} == {notices.NoticeState.HELD}
        assert there.scalars(notices.due(LATER + dt.timedelta(days=9))).all() == []
    assert done.held == 2


def test_links_for_passwords_open_no_more_and_are_not_mailed(engine, db, place, tmp_path):
    """A link may have been used in the hours that are lost: then it would open the account once more."""
    cast = enter(db)
    accounts.make_link(cast.chair_nato, by=cast.admin, secret="k" * 32, by_hand=False, at=AT)
    db.add(dispatch(NoticeKind.COMMENTS, [Draft(cast.chair_nato, "S", "B", "/")], key="other", by=None, at=AT))
    db.commit()
    copy = backup(engine, tmp_path / "copy", at=AT).parent

    done = restore(place, copy, at=LATER)

    with Session(place) as there:
        assert there.scalars(select(PasswordLink.ended_at)).all() == [LATER]
        states = {notice.dispatch.kind: notice.state for notice in there.scalars(select(Notice))}
        assert states == {NoticeKind.ACCOUNT: notices.NoticeState.UNDONE, NoticeKind.COMMENTS: notices.NoticeState.HELD}
    assert done.held == 1


def test_a_round_that_ran_when_the_backup_was_made_is_held_and_nothing_is_adopted(engine, db, place, tmp_path):
    """Somebody may have objected in the hours that are lost."""
    cast = enter(db)
    minutes, _ = walk.to_minutes(db, cast, walk.plan(db, cast))
    round_ = walk.silence(db, cast, walk.finalise(db, cast, minutes))
    over = round_.expires_at + dt.timedelta(minutes=2)
    for since, until in ((round_.issue.issued_at - dt.timedelta(days=1), over - 5 * HALF), (over - HALF, over - HALF)):
        walk.heard(db, since, until)
    db.commit()
    assert beats.outcome(round_, over).state is CirculationState.ADOPTED  # and would be, but for the restore
    copy = backup(engine, tmp_path / "copy", at=round_.expires_at - dt.timedelta(hours=1)).parent
    later = over + dt.timedelta(hours=1)

    restore(place, copy, at=later)

    config = Config(data_dir=tmp_path, database_url="", base_url="http://localhost", secret_key="k" * 40)
    bind(place)
    assert ticking.run(Tick(config, lambda: later)) == []
    again = db.scalars(select(Circulation)).one()
    told = beats.outcome(again, later)
    assert told.state is CirculationState.HELD
    assert Reason.RESTORED in {hold.reason for hold in told.holds}
    assert db.scalars(select(Decision)).all() == []
    bind(engine)


def test_every_sign_in_ends_and_addresses_of_calendars_as_one_wishes(copy, place):
    done = restore(place, copy, at=LATER, revoke_addresses=True)

    with Session(place) as there:
        assert [row.revoked_at for row in there.scalars(select(SignIn))] == [LATER]
        assert [row.revoked_at for row in there.scalars(select(Subscription))] == [LATER]
    assert (done.sign_ins, done.addresses, done.revoked) == (1, 0, 1)


def test_addresses_of_calendars_stand_again_unless_one_wishes_otherwise(copy, place):
    done = restore(place, copy, at=LATER)

    with Session(place) as there:
        assert [row.revoked_at for row in there.scalars(select(Subscription))] == [None]
    assert (done.addresses, done.revoked) == (1, 0)


def test_a_backup_made_during_writes_comes_back_as_one_instant_of_them(database, place, tmp_path, db):
    world = planted(database)
    stop, written = threading.Event(), []

    def write():
        engine = connect(database.url)
        with Session(engine) as writer:
            secretary = writer.scalars(select(Person).where(Person.email.startswith("secretary.b"))).one()
            n = 0
            while not stop.is_set():
                writer.add(topics.enter(f"Topic {n}", "", taken=[], by=secretary, at=AT))
                writer.commit()
                written.append(n)
                n += 1
                time.sleep(0.002)
        engine.dispose()

    writer = threading.Thread(target=write)
    writer.start()
    while len(written) < 3 and writer.is_alive():
        time.sleep(0.005)
    copy = backup(database.engine, tmp_path / "copy", at=AT).parent
    so_far = len(written)
    stop.set()
    writer.join()
    manifest = json.loads((copy / "manifest.json").read_text())

    restore(place, copy, at=LATER)

    with Session(place) as there:
        connection = there.connection()
        chain = there.scalars(select(LogEntry).order_by(LogEntry.id).offset(manifest["log"]["rows"] - 1)).first()
        assert chain.hash == manifest["log"]["head"]
        assert walk_log(connection).rows >= manifest["log"]["rows"]
        found = there.scalars(select(Topic.slug).where(Topic.slug.startswith("topic-"))).all()
        assert 3 <= len(found) <= so_far + 1
        added = {"log", "restores", "alembic_version"}
        for name, n in manifest["rows"].items():
            assert name in added or connection.scalar(text(f'SELECT count(*) FROM "{name}"')) == n
        files = there.execute(select(ReleasedFile.sha256, ReleasedFile.content)).all()
        assert len(files) > 3
        assert all(hashlib.sha256(content).hexdigest() == told for told, content in files)
        mine = dict(db.execute(select(ReleasedFile.name, ReleasedFile.sha256)).all())
        assert dict(there.execute(select(ReleasedFile.name, ReleasedFile.sha256)).all()) == mine
    world.restore()


def test_an_older_backup_is_brought_to_the_newest_form(database, place, tmp_path):
    old = database.empty("old")
    schema.upgrade(old, FIRST)
    with old.begin() as connection:
        connection.execute(text("INSERT INTO places (slug, short_name, long_name, neutral_name, country, version)"
                                " VALUES ('here', 'H', 'H', 'H', '', 1)"))  # fmt: skip
    copy = backup(old, tmp_path / "old", at=AT).parent
    old.dispose()

    done = restore(place, copy, at=LATER)

    assert (done.manifest.migration, schema.current(place)) == (FIRST, schema.head())
    with place.connect() as connection:
        assert connection.scalars(text("SELECT slug FROM places")).all() == ["here"]


@pytest.mark.parametrize("form", ["0001", "9999"])
def test_a_backup_of_a_form_that_is_not_known_is_refused(copy, place, form):
    redo(copy, migration=form)

    with pytest.raises(Refused, match="does not know the form of this backup: "):
        restore(place, copy, at=LATER)

    assert is_empty(place)


def test_a_backup_that_was_touched_is_refused(copy, place):
    (file,) = (path for path in copy.iterdir() if path.name != "manifest.json")
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)

    with pytest.raises(Refused, match="not as it was made"):
        restore(place, copy, at=LATER)

    assert is_empty(place)


def test_a_backup_with_other_rows_than_it_says_is_refused_and_nothing_is_left(copy, place):
    rows = json.loads((copy / "manifest.json").read_text())["rows"]
    redo(copy, rows=rows | {"people": rows["people"] + 1})

    with pytest.raises(Refused, match="does not hold the rows"):
        restore(place, copy, at=LATER)

    assert is_empty(place)


def test_a_backup_with_another_log_than_it_says_is_refused_and_nothing_is_left(copy, place):
    told = json.loads((copy / "manifest.json").read_text())["log"]
    redo(copy, log=told | {"head": "0" * 64})

    with pytest.raises(Refused, match="another one than its manifest says"):
        restore(place, copy, at=LATER)

    assert is_empty(place)


def test_a_log_that_was_not_whole_is_put_back_only_where_the_backup_says_so(engine, db, cast, place, tmp_path):
    db.add(LogEntry(at=AT, by_id=None, verb="v", noun="n", thing_id=1, session_id=None, previous="a", hash="b"))
    db.commit()
    copy = backup(engine, tmp_path / "copy", at=AT).parent
    told = json.loads((copy / "manifest.json").read_text())["log"]

    redo(copy, log=told | {"fault": ""})
    with pytest.raises(Refused, match="The log does not fit"):
        restore(place, copy, at=LATER)
    assert is_empty(place)

    redo(copy, log=told)
    assert restore(place, copy, at=LATER).manifest.fault.startswith("The log does not fit")


def test_a_backup_of_before_the_log_was_told_is_put_back(copy, place):
    told = json.loads((copy / "manifest.json").read_text())
    del told["log"]
    (copy / "manifest.json").write_text(json.dumps(told))

    assert restore(place, copy, at=LATER).manifest.chain is None


@pytest.mark.parametrize("manifest", ["", "{}", "[]", '{"files": {}}', '{"files": {"a": 1}, "made_at": "x"}', "null"])
def test_a_folder_without_a_backup_is_refused(place, tmp_path, manifest):
    (tmp_path / "odd").mkdir()
    (tmp_path / "odd" / "manifest.json").write_text(manifest)

    for folder in (tmp_path / "odd", tmp_path / "nowhere"):
        with pytest.raises(Refused, match="There is no backup in"):
            restore(place, folder, at=LATER)
    assert is_empty(place)


def test_a_manifest_names_no_file_elsewhere(copy, place):
    ((_, file),) = json.loads((copy / "manifest.json").read_text())["files"].items()
    redo(copy, files={"../../etc/passwd": file})

    with pytest.raises(Refused, match="not as it was made"):
        restore(place, copy, at=LATER)


def test_a_database_that_is_there_is_refused_and_stays_as_it_was(engine, db, copy):
    before = db.scalars(select(Person.email)).all()
    db.remove()

    with pytest.raises(Refused, match="already"):
        restore(engine, copy, at=LATER)

    assert db.scalars(select(Person.email)).all() == before
    assert db.scalars(select(Restore)).all() == []


def test_a_backup_of_the_other_engine_is_refused(copy, place):
    redo(copy, engine="postgresql" if place.dialect.name == "sqlite" else "sqlite")

    with pytest.raises(Refused, match=r"This is a backup of|not as it was made"):
        restore(place, copy, at=LATER)


def test_what_a_dead_database_left_beside_the_place_does_not_come_back(copy, place):
    if place.dialect.name != "sqlite":
        return  # its files are its own
    file = Path(place.url.database)
    for ending in ("-wal", "-shm", "-journal"):
        file.with_name(file.name + ending).write_bytes(b"stale" * 1000)

    restore(place, copy, at=LATER)

    with closing(sqlite3.connect(file)) as raw:
        assert raw.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    place.dispose()
    assert [path.name for path in file.parent.iterdir()] == [file.name]
    assert file.stat().st_mode & 0o777 == 0o600


def test_a_database_in_memory_or_in_no_folder_is_no_place(copy, database, tmp_path):
    if database.engine.dialect.name != "sqlite":
        return  # it has no files to name
    for url in ("sqlite://", f"sqlite:///{tmp_path}/no/such/folder/dialogue.db"):
        nowhere = connect(url)
        with pytest.raises(Refused, match="no folder"):
            restore(nowhere, copy, at=LATER)
        nowhere.dispose()
