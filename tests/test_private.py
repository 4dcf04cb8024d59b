"""What lies on the disk is its owner's alone, whoever made it and however wide; what is not ours is left as it is."""

import contextlib
import logging
import os
import stat

import pytest

from dialogue import private
from dialogue.db import connect


@pytest.fixture(autouse=True)
def without_umask():
    """Whatever is made is as wide as it is asked for."""
    before = os.umask(0)
    yield
    os.umask(before)


def mode(path):
    return stat.S_IMODE(path.lstat().st_mode)


def wide(path, folder=False):
    if folder:
        path.mkdir(parents=True)
        path.chmod(0o777)
    else:
        path.write_text("secret")
        path.chmod(0o666)
    return path


def test_a_folder_is_made_or_narrowed(tmp_path):
    there = wide(tmp_path / "there", folder=True)

    assert [mode(private.folder(path)) for path in (there, tmp_path / "new")] == [0o700, 0o700]


def test_a_file_is_narrow_before_anything_stands_in_it(tmp_path):
    there = wide(tmp_path / "there")
    with there.open() as reader:
        private.write(there, b"new")
        private.write(tmp_path / "new", b"new")

        assert reader.read() == "new"  # the same file: a reader who had it open keeps it, which nobody can mend
    assert [(mode(path), path.read_bytes()) for path in (there, tmp_path / "new")] == [(0o600, b"new")] * 2


def test_all_that_is_ours_in_a_data_folder_is_narrowed_and_told_in_one_line(tmp_path, caplog):
    var = wide(tmp_path / "var", folder=True)
    folders = [wide(var / name, folder=True) for name in ("outbox", "assets", "tmp")] + [
        wide(var / "assets" / "digest", folder=True)
    ]
    names = ("dialogue.db", "dialogue.db-wal", "dialogue.db-shm", "dialogue.db-journal", "secret-key", "demo-password",
             "outbox/1.eml", "outbox/.2.eml.77", "assets/digest/a.css")  # fmt: skip
    files = [wide(var / name) for name in names]

    private.data_folder(var)

    assert {mode(folder) for folder in (var, *folders)} == {0o700}
    assert {mode(file) for file in files} == {0o600}
    told = [record.getMessage() for record in caplog.records]
    assert told[0] == f"others could get at what is ours; narrowed to the owner: {var} (0777)"
    assert told[1].startswith("others could get at what is ours; narrowed to the owner: ")
    assert told[1].endswith(", and 10 more")
    assert len(told) == 2

    caplog.clear()
    private.data_folder(var)
    assert caplog.records == []


def test_what_else_lies_in_a_data_folder_is_not_touched(tmp_path):
    var, elsewhere = tmp_path / "var", wide(tmp_path / "elsewhere")
    letter = wide(private.folder(var) / "letter.txt")
    (private.folder(var / "outbox") / "link").symlink_to(elsewhere)
    (var / "tmp").symlink_to(tmp_path)

    private.data_folder(var)

    assert (mode(letter), mode(elsewhere)) == (0o666, 0o666)


def test_a_folder_that_everybody_shares_stays_shared(tmp_path):
    shared = wide(tmp_path / "tmp", folder=True)
    shared.chmod(0o1777)

    private.data_folder(shared)

    assert mode(shared) == 0o1777


def test_what_cannot_be_narrowed_is_told(tmp_path, caplog):
    private.narrow([wide(tmp_path / "a"), tmp_path / "gone"])
    caplog.clear()

    private.narrow([Refusing(wide(tmp_path / "b"))])

    assert [record.levelno for record in caplog.records] == [logging.WARNING]
    assert "and it could not be narrowed" in caplog.text


class Refusing(type(private.Path())):
    """A file of somebody else."""

    def chmod(self, *_args, **_more):
        raise PermissionError(1, "Operation not permitted")


@pytest.mark.parametrize("there", [False, True], ids=["new", "there, and wide"])
def test_a_database_is_narrow_wherever_it_lies_and_so_is_what_lies_beside_it(tmp_path, there):
    file = tmp_path / "other" / "place.sqlite3"
    file.parent.mkdir()
    if there:
        engine = connect(f"sqlite:///{file}")
        with contextlib.closing(engine.raw_connection()) as raw:
            raw.cursor().execute("CREATE TABLE a (b)")
        engine.dispose()
        file.chmod(0o666)
    engine = connect(f"sqlite:///{file}")
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE IF NOT EXISTS c (d)")
        connection.exec_driver_sql("INSERT INTO c VALUES (1)")
        found = {path.name: mode(path) for path in file.parent.iterdir()}
    engine.dispose()

    assert set(found.values()) == {0o600}
    assert {"place.sqlite3"} < set(found)
