"""Nothing leaks: every word of a marked world, looked for in every answer to everybody; and none is hidden from all.

What somebody typed on purpose is read as it was typed, and acts nowhere."""

import re
from collections.abc import Container, Iterable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from dialogue import access
from dialogue.app import create_app
from dialogue.config import Config
from dialogue.db import db
from dialogue.domain.archive import ImportedSession, ImportKind
from dialogue.domain.developments import Development
from dialogue.domain.incoming import IncomingMail
from dialogue.domain.mandates import Mandate
from dialogue.domain.meetings import Meeting
from dialogue.domain.notices import Notice
from dialogue.domain.password_links import PasswordLink
from dialogue.domain.people import Person
from dialogue.domain.search import INDEX
from dialogue.domain.silence import Circulation, Entry, ExternalRound
from dialogue.domain.tracks import TRACKS, TrackMember, TrackPlacement
from dialogue.web.presence import COOKIE_FIELD
from tests import planted
from tests.databases import Postgres, Sqlite
from tests.stories import canaries
from tests.stories.canaries import ACTS, MARK, NOW, ROLES, TOKEN, World, read_otherwise
from tests.stories.places import EDITIONS, Places, built, named, of_sessions
from tests.stories.readings import texts
from tests.web.test_matrix import MATRIX, Row

pytestmark = pytest.mark.engines(slow="pg")  # lists are selected by access

READ = re.compile(rf"{MARK.pattern}|[a-z0-9.]+@[a-z]+\.example")
MET = ("admin@dialogue.example", "cohost@university.example", "1@kosovo.example")

# Kept for later use and shown on no page, in no paper and in no feed.
SHOWN_TO_NOBODY = {"Assent(CLOSING_EARLY).note", "Factor.seed", "Notice.body"}

Address = tuple[str, str]  # the route, and one address of it
Read = dict[str, dict[str, str]]  # for each role, the first address at which each mark was read
Otherwise = set[str]  # in words: what was read otherwise than it was typed


@pytest.fixture
def world(database: Sqlite | Postgres) -> World:
    return canaries.planted()


@pytest.fixture
def app(world: World, database: Sqlite | Postgres, data_dir: Path) -> Flask:
    config = Config(data_dir=data_dir, database_url="", base_url="http://localhost", secret_key="k" * 40)
    return create_app(config, engine=database.engine, clock=lambda: NOW)


def test_nobody_reads_a_word_that_is_not_theirs_and_every_word_is_read_by_somebody(world: World, app: Flask) -> None:
    """One test, for all is read once. A word that nobody reads would be hidden merely because it is nowhere."""
    otherwise: Otherwise = set()
    read = _answers(app, world, otherwise)
    found = _found(world)

    assert _report(_leaks(world, found)) == ""
    assert _report(_known_addresses(world, found)) == ""
    assert set.union(*map(set, found.values())) >= {mark for mark, told in world.told.items() if "Topic." in told}
    assert _report(otherwise) == ""
    assert _report(_leaks(world, read)) == ""
    assert _report(_unseen(world, read)) == ""
    assert _report(_known_addresses(world, read)) == ""
    assert world.emails.keys() <= read["admin"].keys()


def test_in_that_world_every_column_of_words_has_a_word(world: World) -> None:
    assert canaries.columns().keys() - world.given == set()


def _answers(app: Flask, world: World, otherwise: Otherwise) -> Read:
    paths = list(_addresses(app, world))
    read = {role: _read(_browser(app, world, role), paths, otherwise, _refused(role)) for role in (*ROLES, "nobody")}
    for role in read.keys() & world.feeds.keys():
        feeds = [("", f"/feeds/{token}.ics") for token in world.feeds[role]]
        read[role] = _read(app.test_client(), feeds, otherwise) | read[role]
    return read


def _found(world: World) -> Read:
    """Of each role the marks under which it finds something, shown or not: a hit tells that a word stands there."""
    found: Read = {}
    for role, name in ROLES.items():
        standing = access.standing(db.get_one(Person, getattr(world.people, name).id), NOW)
        rows = db.execute(select(INDEX.c.words, INDEX.c.text).where(access.findable()), access.values(standing))
        found[role] = {mark: "/search" for row in rows for words in row for mark in READ.findall(words)}
    db.remove()
    return found


def _report(lines: Iterable[str]) -> str:
    return "\n".join(sorted(lines))


def _leaks(world: World, read: Read) -> Iterator[str]:
    for role, marks in read.items():
        for mark, path in marks.items():
            if mark in world.told and role not in world.allowed[mark]:
                yield f"{role} reads {world.told[mark]} at {path}"


def _unseen(world: World, read: Read) -> Iterator[str]:
    anywhere = {mark for marks in read.values() for mark in marks}
    for mark, told in world.told.items():
        if mark not in anywhere and told.partition(" ")[0] not in SHOWN_TO_NOBODY:
            yield told


def _known_addresses(world: World, read: Read) -> Iterator[str]:
    """Addresses of people are for the admin and themselves; for the secretaries, where a notice went there or will."""
    for role, marks in read.items():
        for email, may in world.emails.items():
            if email in marks and role not in may:
                yield f"{role} reads {email} at {marks[email]}"


def _browser(app: Flask, world: World, role: str) -> FlaskClient:
    client = app.test_client()
    if role in world.tokens:
        with client.session_transaction() as cookie:
            cookie[COOKIE_FIELD] = world.tokens[role]
    return client


def _read(
    client: FlaskClient, paths: Iterable[Address], otherwise: Otherwise, refused: Container[str] = ()
) -> dict[str, str]:
    """Where the matrix refuses a route and its first address, in the session where all roles but one have a seat, is
    refused here too, its other addresses are not asked."""
    found: dict[str, str] = {}
    closed: set[str] = set()
    for rule, path in paths:
        if rule in closed:
            continue
        answer = client.get(path)
        assert answer.status_code < 500, path
        if rule in refused and answer.status_code != 200:
            closed.add(rule)
        if "html" in answer.content_type and ACTS.search(answer.text):
            otherwise.add(f"{path} lets act what was typed")
        for text in texts(answer):
            otherwise |= {f"{path}: {text[at - 40 : at + 60]}" for at in read_otherwise(text)}
            for mark in READ.findall(TOKEN.sub(" ", text)):  # what a form signs may look like a mark
                found.setdefault(mark, path)
    return found


def _refused(role: str) -> set[str]:
    """The routes that the matrix closes to this role wherever it looks; it does not know all roles of this world."""
    rows = [(rule, row.get(role, _of_others(row, role))) for (way, rule, *_), row in MATRIX.items() if way == "GET"]
    return {rule for rule, _ in rows} - {rule for rule, status in rows if status not in {403, 404}}


def _of_others(row: Row, role: str) -> int:
    return 403 if role == "nobody" else row["others"] if role in planted.ROLES else 200


def _addresses(app: Flask, world: World) -> Iterator[Address]:
    """Every GET route with everything that its parts may name, and with every edition and release."""
    places = _places(world)
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or ()) and rule.endpoint != "static":
            for path in (built(rule, names) for names in named(rule, places)):
                yield rule.rule, path
                if re.search(r"/(agenda|minutes|participants)(\.docx)?$", path):
                    yield from ((rule.rule, f"{path}?edition={edition}") for edition in EDITIONS[1:3])
                    if "agenda" in path:
                        yield rule.rule, f"{path}?rev=1"
    db.remove()


def _places(world: World) -> Places:
    return of_sessions() | {
        "": {
            "token": [world.kept],
            "key": ["k" * 43],
            "slug": ["borders", "nato", "institute"],
            "place": ["brussels"],
            "track": ["parliamentary-assembly", "partnership-tools", canaries.COMPARTMENT],
            "nth": [1, 2],
            "point": [1],
            "number": [1],
            "imported": list(db.scalars(select(ImportedSession.id))),
            "paper": list(ImportKind),
            "table": [table.slug for table in TRACKS["partnership-tools"].tables],
            "listed": list(db.scalars(select(TrackMember.id))),
            "placement": list(db.scalars(select(TrackPlacement.id))),
            "development": [one.ref for one in db.scalars(select(Development))],
            "meeting": [one.slug for one in db.scalars(select(Meeting))],
            "action": [1],
            "conclusion": [1, 2, 3, 4],
            "circulation": list(db.scalars(select(Circulation.id))),
            "mail": list(db.scalars(select(IncomingMail.id))),
            "objection": [1, 2],
            "entry": list(db.scalars(select(Entry.id))),
            "external": list(db.scalars(select(ExternalRound.id))),
            "notice": list(db.scalars(select(Notice.id))),
            "mandate": list(db.scalars(select(Mandate.id).order_by(Mandate.id.desc()))),
            "link": list(db.scalars(select(PasswordLink.id))),
            "person": list(db.scalars(select(Person.id).where(Person.email.in_(MET)))),
        }
    }
