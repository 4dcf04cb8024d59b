"""Putting a backup back into an empty place: all of it or nothing, and nothing of it acts before people looked at it.

What happened after the backup was made is lost and cannot be known: mails may have gone out, a text may have been
objected to, an account closed. So queued notices are held, running rounds will be (silence reads `restores`), and
every sign-in ends."""

import datetime as dt
import os
import secrets
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, Engine, MetaData, inspect, text

from dialogue import private
from dialogue.db import connect, db, within
from dialogue.domain import notices, password_links, signins, subscriptions
from dialogue.domain.base import Refused
from dialogue.domain.pulse import Restore
from dialogue.operations import schema
from dialogue.operations.backups import ALEMBIC, Manifest, digest, holdings, is_sound, login, read_manifest, run

Then = Callable[[Connection], None]
LEFT_BESIDE = ("-wal", "-shm", "-journal")  # a stale one of these corrupts the file that is put beside it


@dataclass(frozen=True, slots=True)
class Restored:
    """What was put back, and what now waits for people."""

    manifest: Manifest
    held: int
    sign_ins: int
    addresses: int  # of calendars, that answer again
    revoked: int

    def told(self, *, revoked: bool) -> Iterator[str]:
        """What was put back, what waits for people, and what nobody can know."""
        made = self.manifest.made_at.isoformat(timespec="minutes")
        yield f"Put back: the backup of {made}, made at migration {self.manifest.migration}, now at {schema.head()}."
        yield f"Held: {self.held} mails that had not gone out then. Each waits for a secretary to send or drop it."
        yield f"Ended: {self.sign_ins} sign-ins. Everybody signs in anew."
        if revoked:
            yield f"Revoked: {self.revoked} calendar addresses."
        else:
            yield f"Calendar addresses that answer: {self.addresses}, also those revoked since the backup was made."
        yield (
            f"Lost is what was done since {made}: objections, sign-offs, approvals, releases. Accounts closed since "
            "then are open again, and passwords are those of then: please look through the people before "
            "others come in."
        )
        if self.manifest.fault:
            yield f"The log was not whole when the backup was made, and is not now. {self.manifest.fault}"


def restore(engine: Engine, folder: Path, *, at: dt.datetime, revoke_addresses: bool = False) -> Restored:
    """Put the backup in this folder back, bring it to the newest form, and hold what must not go on by itself. Refused,
    with nothing done: a place that is not empty; a backup of another engine or of a form that is not known here; one
    that is not as its manifest says."""
    manifest = read_manifest(folder)
    if manifest.engine != engine.dialect.name:
        raise Refused(
            "This is a backup of %(its)s, and the database is %(ours)s.", its=manifest.engine, ours=engine.dialect.name
        )
    if not schema.knows(manifest.migration):
        raise Refused(
            "This version of the product does not know the form of this backup: %(its)s. It knows %(ours)s.",
            its=manifest.migration,
            ours=schema.known(),
        )
    done: list[Restored] = []

    def then(connection: Connection) -> None:
        with within(connection):
            done.append(_hold(manifest, at=at, revoke_addresses=revoke_addresses))

    put_back = _sqlite if manifest.engine == "sqlite" else _postgresql
    put_back(engine, manifest, then)
    return done[0]


def _hold(manifest: Manifest, *, at: dt.datetime, revoke_addresses: bool) -> Restored:
    """What is not to go on by itself, in the transaction in which the backup becomes a database again."""
    fact = Restore(at=at, backup_made_at=manifest.made_at)
    db.add(fact)
    fact.did("restore", by=None, at=at)
    queued = db.scalars(notices.queued()).all()
    for notice in queued:
        notice.hold(at=at)
        if notice.dispatch.kind in notices.OWN:  # it brings a link that is dead by now, or tells of what is undone
            notice.drop(by=None, at=at)
    for link in db.scalars(password_links.not_ended()):  # it may have been used since
        link.revoke(by=None, at=at)
    ended = db.scalars(signins.standing(at)).all()
    for sign_in in ended:
        sign_in.revoke(by=None, at=at)
    alive = [one for one in db.scalars(subscriptions.of_everybody()) if one.alive(at)]
    for one in alive if revoke_addresses else ():
        one.revoke(by=None, at=at)
    revoked = len(alive) if revoke_addresses else 0
    return Restored(manifest, sum(notice.is_held for notice in queued), len(ended), len(alive) - revoked, revoked)


def _sqlite(engine: Engine, manifest: Manifest, then: Then) -> None:
    """Made ready under another name beside its place, and linked there when it is whole."""
    place = Path(engine.url.database or "").absolute()
    if engine.url.database in (None, "", ":memory:") or not place.parent.is_dir():
        raise Refused("There is no folder to put the database into.")
    if place.exists():
        raise Refused("There is a database at %(place)s already. Nothing was put back.", place=str(place))
    draft = place.with_name(f"{place.name}.{secrets.token_hex(8)}")
    try:
        private.write(draft, b"")
        shutil.copyfile(manifest.file, draft)
        if digest(draft) != manifest.sha256 or not is_sound(draft):
            raise Refused("The backup cannot be read. Nothing was put back.")
        made = connect(engine.url.set(database=str(draft)).render_as_string(hide_password=False))
        try:
            _make_ready(made, manifest, then)
        finally:
            made.dispose()  # the last connection takes its journal with it
        _sync(draft)
        for ending in LEFT_BESIDE:
            place.with_name(place.name + ending).unlink(missing_ok=True)
        os.link(draft, place)  # never over one that came meanwhile
    except FileExistsError as fault:
        raise Refused("There is a database at %(place)s already. Nothing was put back.", place=str(place)) from fault
    finally:
        for left in place.parent.glob(f"{draft.name}*"):
            left.unlink()
        _sync(place.parent)


def _postgresql(engine: Engine, manifest: Manifest, then: Then) -> None:
    """All rows but the one that says where the database stands: until that is written, nothing runs on it."""
    program = shutil.which("pg_restore")
    if program is None:
        raise Refused("A backup of PostgreSQL is put back by its program pg_restore, which is not in the PATH.")
    with engine.connect() as connection:
        if inspect(connection).get_table_names():
            raise Refused("This database has tables already. Nothing was put back; please name an empty one.")
    with tempfile.TemporaryDirectory() as room:
        wanted = Path(room) / "wanted"
        listed = run(program, "--list", str(manifest.file)).splitlines(keepends=True)
        wanted.write_text("".join(line for line in listed if f" TABLE DATA public {ALEMBIC} " not in line))
        with login(engine.url, Path(room) / "secret") as where:
            how = ("--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges", f"--use-list={wanted}")
            run(program, *how, f"--dbname={where}", str(manifest.file))
    try:
        _make_ready(engine, manifest, then, stands_at=manifest.migration)
    except BaseException:
        _empty(engine)
        raise


def _make_ready(engine: Engine, manifest: Manifest, then: Then, stands_at: str = "") -> None:
    with engine.connect().execution_options(read_only=True) as connection:
        manifest.must_match(holdings(connection))
    schema.upgrade(engine, stands_at=stands_at, then=then)


def _empty(engine: Engine) -> None:
    """Take away what was put into a database that was empty."""
    found = MetaData()
    with engine.begin() as connection:
        found.reflect(connection)
        found.drop_all(connection)
        for name in connection.scalars(text("SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace")):
            connection.execute(text(f'DROP FUNCTION "{name}"'))


def _sync(path: Path) -> None:
    """To the disk, whether a file or the folder that names it."""
    opened = os.open(path, os.O_RDONLY)
    try:
        with suppress(OSError):  # a folder cannot be synced everywhere
            os.fsync(opened)
    finally:
        os.close(opened)
