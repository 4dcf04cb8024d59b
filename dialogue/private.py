"""What lies on the disk is its owner's alone: folders 0700 and files 0600, whatever the umask and whoever made them."""

import logging
import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path

OURS = ("dialogue.db*", "secret-key*", "demo-password*", "assets", "outbox", "tmp")  # what a data folder holds
BESIDE = ("", "-journal", "-wal", "-shm")  # SQLite keeps these beside its file
log = logging.getLogger("dialogue.private")


def by_default() -> None:
    """From now on this process, and what it starts, makes nothing that others may read."""
    os.umask(0o077)


def folder(path: Path) -> Path:
    """This folder, made where it is not there."""
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    narrow([path])
    return path


def data_folder(path: Path) -> Path:
    """The data folder and what is ours in it, narrowed; what else lies there is not touched."""
    folder(path)
    narrow(_inside(path))
    return path


def database(file: Path, *, tell: bool = True) -> None:
    """The file of a database and what SQLite keeps beside it, as far as it is there."""
    narrow([file.with_name(file.name + ending) for ending in BESIDE], tell=tell)


def write(file: Path, content: bytes) -> None:
    """The whole content of this file, made or narrowed before anything stands in it."""
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
        narrow([file])
        out.write(content)


def narrow(paths: Iterable[Path], *, tell: bool = True) -> None:
    """Take from everybody but the owner what they may do there, and tell it in one line. Links and what is no file are
    left alone, and so is a folder that everybody shares by intention (/tmp)."""
    found, failed = [], []
    for path in paths:
        try:
            mode = path.lstat().st_mode
            if not _is_too_wide(mode):
                continue
            path.chmod(stat.S_IMODE(mode) & 0o700)
            found.append(f"{path} ({stat.S_IMODE(mode):04o})")
        except FileNotFoundError:
            continue
        except OSError as fault:
            failed.append(f"{path} ({fault.strerror})")
    if found and tell:
        log.warning("others could get at what is ours; narrowed to the owner: %s", _listed(found))
    if failed and tell:
        log.warning("others can get at what is ours, and it could not be narrowed: %s", _listed(failed))


def _is_too_wide(mode: int) -> bool:
    shared = stat.S_ISDIR(mode) and mode & stat.S_ISVTX
    return (stat.S_ISDIR(mode) or stat.S_ISREG(mode)) and not shared and bool(mode & 0o077)


def _inside(path: Path) -> Iterator[Path]:
    for pattern in OURS:
        for found in path.glob(pattern):
            yield found
            if found.is_dir() and not found.is_symlink():
                yield from (Path(where, name) for where, dirs, files in os.walk(found) for name in (*dirs, *files))


def _listed(paths: list[str]) -> str:
    more = f", and {len(paths) - 3} more" if len(paths) > 3 else ""
    return ", ".join(paths[:3]) + more
