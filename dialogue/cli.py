"""The `dialogue` commands: each a loop around one verb or act. Beside the web the one place that knows the time."""

import datetime as dt
import importlib
import os
import sys
from pathlib import Path
from typing import Any

import click
from sqlalchemy import Engine, func, select

from dialogue import private
from dialogue.actions import accounts, exports, incoming, mandates, ticking
from dialogue.actions import tracks as track_acts
from dialogue.config import LOOPBACK, Config, Unusable, from_environment, kept_secret
from dialogue.db import bind, connect, db
from dialogue.domain import log, password_links, passwords, people, tracks
from dialogue.domain.base import Refused
from dialogue.domain.editions import DOCUMENT_LEVELS, Level
from dialogue.domain.mailboxes import NoMailbox, read
from dialogue.domain.mandates import MandateKind, Order
from dialogue.domain.organisations import Organisation
from dialogue.domain.people import AccountState, Person
from dialogue.notifications import letterbox
from dialogue.notifications.letterbox import Fetched
from dialogue.operations import heartbeat, schema, supervisor
from dialogue.operations.backups import backup as back_up
from dialogue.operations.backups import walk_log
from dialogue.operations.installation import TREE
from dialogue.operations.restores import restore as put_back
from dialogue.operations.server import Make, require_free, serve
from dialogue.operations.supervisor import again
from dialogue.rendering.word import stationery

TRY_AGAIN = 75  # EX_TEMPFAIL of sysexits.h


class Commands(click.Group):
    """A refusal is one sentence on stderr and exit status 1; a wrong use is click's own, 2."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except (Refused, Unusable) as refused:
            click.echo(str(refused), err=True)
            ctx.exit(1)


@click.group(cls=Commands)
def dialogue() -> None:
    """A high-level political dialogue, run from one house."""


host_option = click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
attached_option = click.option("--attached", is_flag=True, hidden=True, help="Stop when standard input ends.")


@dialogue.command()
@host_option
def run(host: str) -> None:
    """Serve the pages, with the worker beside them, until stopped; PORT says where."""
    _ready_to_serve(host)
    status = supervisor.run(
        again("serve", "--host", host, "--attached"),
        again("worker", "--attached"),
        supervisor.SPARING | os.environ,
    )
    if status:
        raise Refused("The server ended by itself, with status %(status)d.", status=status)


@dialogue.command("serve")
@host_option
@attached_option
@click.pass_obj
def serve_pages(make: Make, host: str, *, attached: bool) -> None:
    """Serve the pages alone, until stopped: for whoever runs `dialogue worker` elsewhere. PORT says where."""
    config = _ready_to_serve(host)
    ending = supervisor.told_to_end()
    if attached:
        supervisor.end_with_parent()

    def begun() -> None:
        heartbeat.Heart(heartbeat.own_address(host, config.port), host=config.host, clock=_now).start()
        click.echo(f"Serving on {config.base_url}. Ctrl+C stops.")

    bodies = private.folder(config.data_dir / "tmp")
    serve(make, host=host, port=config.port, clock=_now, ending=ending, folder=bodies, beside=begun)


@dialogue.command()
def tick() -> None:
    """Do once what is to be done by now: send notices that are due, forget what nobody needs any more."""
    config, _ = _ready()
    failed = ticking.run(ticking.Tick(config, _now))
    if failed:
        raise Refused("Not all of it could be done: %(steps)s.", steps=", ".join(failed))


@dialogue.command()
@click.option("--beat", metavar="URL", help="Ask the pages at URL once a minute whether they answer.")
@attached_option
def worker(beat: str | None, *, attached: bool) -> None:
    """Do what `dialogue tick` does every five seconds, until stopped."""
    config, _ = _ready()
    ending = supervisor.told_to_end()
    if attached:
        supervisor.end_with_parent()
    if beat:
        heartbeat.Heart(beat, host=config.host, clock=_now).start()
    while not ending.is_set():
        ticking.run(ticking.Tick(config, _now, ending.is_set))
        ending.wait(ticking.EVERY)


@dialogue.command("mail-in")
@click.option("--maildir", type=click.Path(file_okay=False, path_type=Path), metavar="DIR", help="Its new mails.")
@click.option(
    "--imap",
    metavar="URL",
    is_flag=False,
    flag_value="",
    help="Unseen mails of imaps://user:password@host/BOX; without URL of the one in DIALOGUE_IMAP_URL.",
)
def mail_in(maildir: Path | None, imap: str | None) -> None:
    """Take in mails to the secretariat: one from standard input, or new ones of a Maildir or IMAP box. They are kept;
    the worker reads them. From a pipe every fault ends with status 75, so that the mail server tries again."""
    if maildir is not None and imap is not None:
        raise click.UsageError("Please give a Maildir or an IMAP box, not both.")
    if maildir is None and imap is None:
        _take_in_one()
        return
    _ready()
    url = imap or os.environ.get("DIALOGUE_IMAP_URL", "")
    many = letterbox.from_maildir(maildir, _keep) if maildir is not None else letterbox.from_imap(url, _keep)
    click.echo(f"Mails taken in: {many}.")


@dialogue.command()
def migrate() -> None:
    """Bring the database to the newest form; does nothing where it is there."""
    _, engine = _open()
    before = schema.current(engine)
    if before == schema.head():
        click.echo(f"The database is up to date ({before}).")
        return
    if not schema.knows(before):
        raise Refused(
            "This version of the product does not know the form of this database: %(its)s. It knows %(ours)s.",
            its=before,
            ours=schema.known(),
        )
    schema.upgrade(engine)
    click.echo(f"The database went from {before or 'nothing'} to {schema.head()}.")


@dialogue.command()
def seed() -> None:
    """Plant the demonstration where the database is empty; tells the accounts and their password."""
    config, _ = _ready()
    sys.path.append(str(TREE))  # where an installed wheel keeps the seeds
    demo: Any = importlib.import_module("seeds.demo")
    password = config.demo_password or kept_secret(config.data_dir / "demo-password", length=12)
    if db.scalar(select(func.count()).select_from(Organisation)):
        click.echo("There is data already: nothing was planted.")
    else:
        demo.plant(db, password=password, at=_now())
        db.commit()
    planted = set(db.scalars(select(Person.email).where(Person.email.in_([email for email, _ in demo.ACCOUNTS]))))
    if planted:
        click.echo("Accounts:")
        for email, who in demo.ACCOUNTS:
            click.echo(f"  {email:<34} {who}" if email in planted else f"  {email:<34} (gone)")
        click.echo(f"Password of each, unless changed: {password}")


@dialogue.command("add-person")
@click.argument("email")
@click.option("--given-name", required=True)
@click.option("--family-name", required=True)
@click.option("--organisation", "slug", required=True, help="Its short word in addresses, as in /organisations.")
@click.option("--standing", type=click.Choice([word.value for word in AccountState]), default=AccountState.NONE.value)
@click.option("--function", default="", help="What the person is there.")
@click.option("--new-organisation", metavar="NAME", help="Enter the organisation too, under this name.")
def add_person(**typed: Any) -> None:
    """Enter a person who may sign in; asks for the password, or reads it from standard input. With a standing role only
    while the house is being set up."""
    _, engine = _open()
    _require_newest(engine)
    try:
        email = read(typed["email"])
    except NoMailbox as no:
        raise click.BadParameter(str(no), param_hint="EMAIL") from no
    if db.scalar(people.by_email(email)):
        raise Refused("There is a person with this e-mail address already.")
    person = Person(
        email=email,
        given_name=typed["given_name"],
        family_name=typed["family_name"],
        organisation=accounts.organisation(typed["slug"], typed["new_organisation"]),
        function=typed["function"],
    )
    person.password_hash = passwords.hashed(_password(), accounts.words_about(person))
    db.add(person)
    db.flush()
    person.did("person:add", by=None, at=_now())
    if typed["standing"] != AccountState.NONE.value:
        mandates.by_operator(
            Order(MandateKind.PARTICULARS, person, standing=AccountState(typed["standing"])), at=_now()
        )
    else:
        mandates.tell_entered(person, by=None, at=_now())
    db.commit()
    click.echo(f"{person.name} may sign in as {person.email}.")


@dialogue.command("reset-factor")
@click.argument("email")
def reset_factor(email: str) -> None:
    """Take away the second factors and recovery codes of a person who has lost them all, and end every sign-in. The
    password stays. It is logged, and the person and both secretaries are told by mail."""
    _, engine = _open()
    _require_newest(engine)
    person = _person(email)
    mandates.by_operator(Order(MandateKind.FACTORS, person), at=_now())
    db.commit()
    click.echo(f"{person.name} signs in with the password alone, and sets up a new second factor where one is needed.")


@dialogue.command("make-link")
@click.argument("email")
def make_link(email: str) -> None:
    """Show a link by which a person chooses a password, where nobody else can let the person in. It works once and for
    a day. It is logged, and the person and both secretaries are told by mail."""
    config, engine = _open()
    _require_newest(engine)
    person = _person(email)
    link = mandates.by_operator(Order(MandateKind.PASSWORD, person), at=_now(), secret=config.secret_key)
    db.commit()
    path = password_links.mailed(link.path, config.secret_key) if link is not None else ""
    click.echo(f"For {person.name} alone, until {person.email} has a new password: {config.base_url}{path}")


@dialogue.command()
@click.argument("track", type=click.Choice(tracks.INSULATED))
@click.argument("email")
def admit(track: str, email: str) -> None:
    """Put one of the first two people of a Party on the list of a track in a compartment; they name the next ones."""
    _, engine = _open()
    _require_newest(engine)
    member = track_acts.admit(tracks.TRACKS[track], _person(email), by=None, at=_now())
    db.commit()
    click.echo(f"{member.person.name} is on the list, for {member.party.short_name}.")


@dialogue.command()
@click.argument("paper", type=click.Choice(["agenda", "minutes", "participants", "review", "tracker", "letterhead"]))
@click.argument("ref", required=False)
@click.option("--edition", type=click.Choice([level.value for level in DOCUMENT_LEVELS]), default="delegations")
@click.option(
    "--rev",
    type=int,
    help="Which release of the agenda, or the review with it; the last that went out unless given.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, allow_dash=True, path_type=Path),
    required=True,
    help="The file; - for standard output.",
)
def export(paper: str, ref: str | None, edition: str, rev: int | None, output: Path) -> None:
    """Write a paper of session REF (as 2026-2; the tracker is of none) as Word: the same bytes as the download. Or the
    letterhead of papers, to make one's own of it."""
    if (ref is None) != (paper in exports.OF_NO_SESSION) or (rev is not None and paper not in exports.OF_RELEASES):
        raise click.UsageError("The tracker is of no session, all else of one; only agenda and review have a --rev.")
    _ready()
    content = exports.paper(paper, ref, Level(edition), rev, at=_now())
    if output == Path("-"):
        sys.stdout.buffer.write(content)
        return
    try:
        private.write(output, content)
    except OSError as fault:
        raise click.FileError(str(output), fault.strerror) from fault


@dialogue.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), metavar="DIR")
def backup(folder: Path) -> None:
    """Copy the database, while it runs, into the empty or new folder DIR, with a manifest that tells what is in it."""
    _, engine = _open()
    manifest = back_up(engine, folder, at=_now())
    click.echo(f"Backed up and read back: {manifest}")


@dialogue.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), metavar="DIR")
@click.option("--revoke-addresses", is_flag=True, help="Revoke every calendar address too: each person makes new ones.")
def restore(folder: Path, *, revoke_addresses: bool) -> None:
    """Put the backup in DIR back into an empty place, checked, in the newest form. Mails that were queued are held,
    everybody signs in anew; tells what cannot be known of the time since the backup was made."""
    _, engine = _open()
    done = put_back(engine, folder, at=_now(), revoke_addresses=revoke_addresses)
    click.echo("\n".join(done.told(revoked=revoke_addresses)))


@dialogue.command("verify-log")
@click.option("--head", metavar="HASH", help="A head that was noted before: asks that the log still holds it.")
def verify_log(head: str | None) -> None:
    """Follow the chain of the log from its first row to its last. Tells its length and its head: whoever notes both
    elsewhere finds out later if rows at the end were taken away."""
    _, engine = _open()
    _require_newest(engine)
    with engine.connect().execution_options(read_only=True) as connection:
        chain = walk_log(connection)
        noted = connection.scalar(log.holding(head)) if head else None
    if head and noted is None:
        raise Refused(
            "The log fits together, but it does not hold %(head)s: rows were taken away or redone.", head=head
        )
    click.echo(
        f"The log is whole. Rows: {chain.rows}. Head: {chain.head}" if chain.rows else "The log has no rows yet."
    )


def _open() -> tuple[Config, Engine]:
    config = from_environment()
    engine = connect(config.database_url)
    bind(engine)
    context = click.get_current_context()
    context.call_on_close(engine.dispose)
    context.call_on_close(db.remove)  # the last one said is done first
    return config, engine


def _ready() -> tuple[Config, Engine]:
    """What makes papers needs the newest database, and a letterhead that papers can stand on."""
    config, engine = _open()
    _require_newest(engine)
    stationery.choose(config.letterhead)
    return config, engine


def _ready_to_serve(host: str) -> Config:
    config, engine = _ready()
    if not config.secure and host not in LOOPBACK:
        raise Refused("Plain http serves this machine alone. Set DIALOGUE_BASE_URL to the https address first.")
    require_free(host, config.port)
    engine.dispose()
    return config


def _take_in_one() -> None:
    """From a mail server's pipe, to which every status but 0 and 75 means that the mail is lost."""
    try:
        _ready()
        _keep(letterbox.from_stream(sys.stdin.buffer))
    except Exception as fault:  # noqa: BLE001 because the mail server has to keep it whatever broke here
        click.echo(str(fault) if isinstance(fault, Refused | Unusable) else type(fault).__name__, err=True)
        click.get_current_context().exit(TRY_AGAIN)


def _keep(found: Fetched) -> None:
    at = _now()
    incoming.keep(found.raw, size=found.size, sha256=found.sha256, at=min(found.since or at, at))


def _require_newest(engine: Engine) -> None:
    if schema.current(engine) != schema.head():
        raise Refused("The database is not up to date. Please run `dialogue migrate` first.")


def _person(email: str) -> Person:
    found = db.scalar(people.by_email(email))
    if found is None:
        raise Refused("There is no person with this e-mail address.")
    return found


def _password() -> str:
    if sys.stdin.isatty():
        return str(click.prompt("Password", hide_input=True, confirmation_prompt=True))
    return sys.stdin.readline().rstrip("\n")


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)
