"""The engine's hooks on both databases: durable on every connection, readers that cannot write, writers that queue."""

import shutil
import subprocess
import sys
import threading
import traceback

import pytest
from sqlalchemy import column, event, func, insert, select, table, text
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError, SAWarning

from dialogue.db import WAL_IS_SAFE, connect, db, heals, read_only, settle, transaction, within

notes = table("notes", column("text"))

COMMITS = """
from sqlalchemy import text
from dialogue.db import connect
engine = connect("sqlite:///a.db")
for n in range(20):
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE IF NOT EXISTS notes (n INTEGER)"))
        connection.execute(text("INSERT INTO notes VALUES (1)"))
"""


@pytest.fixture
def paper(engine):
    """A table of one column in the database of the test."""
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE notes (text VARCHAR NOT NULL)"))
    yield engine
    db.remove()
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE notes"))


def write(words):
    db.execute(insert(notes).values(text=words))


def written():
    found = db.scalars(select(notes.c.text)).all()
    db.rollback()
    return found


def test_every_pooled_sqlite_connection_is_durable_and_strict(tmp_path):
    engine = connect(f"sqlite:///{tmp_path / 'a.db'}").execution_options(read_only=True)
    names = ("synchronous", "journal_mode", "foreign_keys", "busy_timeout", "trusted_schema", "mmap_size")

    with engine.connect() as one, engine.connect() as two:
        found = [[c.exec_driver_sql(f"PRAGMA {name}").scalar() for name in names] for c in (one, two)]

    engine.dispose()
    durable = [2, "wal"] if WAL_IS_SAFE else [3, "delete"]
    assert found == [[*durable, 1, 30_000, 0, 0]] * 2


@pytest.mark.skipif(not shutil.which("strace"), reason="no strace on this machine to count what reaches the disk")
def test_sqlite_reaches_the_disk_with_every_commit(tmp_path):
    trace = tmp_path / "trace"

    subprocess.run(
        ["strace", "-f", "-e", "trace=fsync,fdatasync", "-o", trace, sys.executable, "-c", COMMITS],
        check=True,
        cwd=tmp_path,
    )

    assert trace.read_text().count("sync(") >= 20


def test_postgresql_is_asked_to_be_durable(engine):
    if engine.dialect.name == "sqlite":
        return  # told above

    with engine.connect() as connection:
        found = [connection.execute(text(f"SHOW {name}")).scalar() for name in ("fsync", "synchronous_commit")]

    assert found == ["on", "on"]


def test_a_transaction_marked_read_only_refuses_to_write(paper):
    read_only()

    with pytest.raises(DBAPIError, match=r"readonly|read-only"):
        write("never")

    settle(keep=False)
    assert written() == []


def test_a_connection_that_only_read_writes_again_afterwards(paper):
    read_only()
    assert written() == []

    write("again")
    settle(keep=True)

    assert written() == ["again"]


def test_reading_and_writing_in_turns_each_transaction_is_what_its_mark_says(paper):
    for words in ("one", "two"):
        write(words)
        settle(keep=True)
        read_only()
        with pytest.raises(DBAPIError, match=r"readonly|read-only"):
            write("never")
        settle(keep=False)

    assert written() == ["one", "two"]


def test_one_reader_after_another_leaves_the_connection_as_it_is(paper):
    if paper.dialect.name != "sqlite":
        return  # SQLite alone compiles every statement anew when its connection is told to read only
    seen = []
    with paper.connect() as connection:
        connection.connection.dbapi_connection.set_trace_callback(seen.append)

    for _ in range(3):
        read_only()
        written()

    assert len([one for one in seen if "FROM notes" in one]) == 3
    assert len([one for one in seen if "query_only" in one]) <= 1


def test_a_mark_that_comes_too_late_is_told(paper):
    write("first")

    with pytest.warns(SAWarning, match="already established"):
        read_only()

    settle(keep=True)
    assert written() == ["first"]


def test_a_reader_does_not_queue_behind_a_writer_that_has_not_committed(paper):
    with paper.begin() as writer:
        writer.execute(insert(notes).values(text="not yet"))
        read_only()

        assert written() == []


def test_two_writers_queue_and_neither_is_lost(paper):
    def count_up():
        for _ in range(10):
            with transaction():
                write(str(db.scalar(select(func.count()).select_from(notes))))
        db.remove()

    threads = [threading.Thread(target=count_up) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    found = written()
    assert len(found) == 30
    # SQLite's writers begin IMMEDIATE: what each of them read is still so when it writes.
    assert paper.dialect.name != "sqlite" or found == [str(n) for n in range(30)]


WORDS = "the words of a Party"


def test_a_fault_tells_nothing_of_what_was_to_be_written(paper):
    with paper.begin() as connection:
        connection.execute(text("ALTER TABLE notes ADD COLUMN other VARCHAR"))
        connection.execute(text("CREATE UNIQUE INDEX once ON notes (text)"))
    twice = text("INSERT INTO notes (text, other) VALUES (:text, :other)")

    told = []
    for words in (WORDS, WORDS, None):
        try:
            with paper.begin() as connection:
                connection.execute(twice, {"text": words, "other": WORDS})
        except IntegrityError as fault:
            told.append("".join(traceback.format_exception(fault)))

    assert len(told) == 2
    assert all("INSERT INTO notes" in each and WORDS not in each for each in told)


def test_what_is_not_to_be_kept_is_rolled_back(paper):
    write("a draft")

    settle(keep=False)

    assert written() == []


def test_a_transaction_of_its_own_gives_up_what_was_open_and_stands_when_it_ends(paper):
    write("refused")

    with transaction():
        write("recorded")

    assert written() == ["recorded"]


def test_a_transaction_that_fails_leaves_nothing(paper):
    def fail():
        with transaction():
            write("half")
            raise KeyError

    with pytest.raises(KeyError):
        fail()

    assert written() == []


def test_within_works_in_the_transaction_of_somebody_else(paper):
    bound = db.get_bind()
    db.remove()
    with paper.connect() as connection:
        mine = connection.begin()
        with within(connection):
            write("kept")
        mine.commit()
        mine = connection.begin()
        with within(connection):
            write("not kept")
        mine.rollback()

    assert db.get_bind() is bound
    assert db.scalars(select(notes.c.text)).all() == ["kept"]


def test_a_busy_database_heals_and_a_broken_one_does_not(database):
    """The real thing: another writer holds the file, or there is no such table."""
    if database.engine.dialect.name != "sqlite":
        return
    other = connect(database.url, connect_args={"timeout": 0})
    event.listen(other, "connect", lambda made, _: made.execute("PRAGMA busy_timeout=0"))
    with database.engine.begin(), pytest.raises(OperationalError) as busy, other.begin():
        pass
    with other.connect() as line, pytest.raises(OperationalError) as gone:
        line.execute(text("SELECT * FROM nothing"))
    other.dispose()

    assert (heals(busy.value), heals(gone.value)) == (True, False)
