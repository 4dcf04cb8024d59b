"""Texts written and signed while texts were Markdown keep their words and their hash, until one is saved."""

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select, text

from dialogue.actions import texts
from dialogue.app import create_app
from dialogue.config import Config
from dialogue.db import bind, db
from dialogue.domain.agenda import AgendaItem, ItemState
from dialogue.domain.base import Base
from dialogue.domain.communiques import Communique
from dialogue.domain.decisions import Decision, DraftDecision
from dialogue.domain.editions import Audience, Level, fingerprint
from dialogue.domain.followups import FollowUp, FollowUpUpdate
from dialogue.domain.minutes import Paragraph
from dialogue.domain.sessions import Session
from dialogue.domain.silence import Entry, Objection
from dialogue.domain.text import MarkdownText, Prose
from dialogue.domain.topics import Topic
from dialogue.operations import schema
from dialogue.rendering.prose import plain
from tests import silent
from tests.conftest import furnished
from tests.databases import Databases, Postgres, Sqlite
from tests.planted import AT, REFS, Planted, planted
from tests.stories.hand import Hand
from tests.stories.test_texts_as_typed import paper
from tests.stories.test_texts_as_typed import texts as read_on_page

TYPED = "* Kosovo(*) and the EU(*)\n\n1. maj\n3. maj\n\ntwo\nlines"
READ = ["• Kosovo() and the EU()", "1. maj", "2. maj", "two lines"]
ANEW = ["* Kosovo(*) and the EU(*)", "1. maj", "3. maj", "two\nlines"]
WRITTEN = (
    (Communique, "text"),
    (AgendaItem, "text"), (AgendaItem, "asked_text"), (Paragraph, "text"), (DraftDecision, "text"), (Decision, "text"),
    (FollowUp, "text"), (FollowUpUpdate, "text"), (Topic, "summary"), (Entry, "text"), (Objection, "text"),
)  # fmt: skip
# Columns that came later hold no text of old.
SINCE = {
    ("Conclusion", "text"),
    ("ConclusionComment", "text"),
    ("DecisionMove", "note"),
    ("Development", "text"),
    ("Meeting", "conclusions"),
    ("MeetingAction", "text"),
    ("ImportedRow", "text"),
    ("TrackEntry", "text"),
    ("TrackFollowUp", "text"),
    ("TrackFollowUpUpdate", "text"),
    ("TrackMove", "note"),
    ("SavedWording", "text"),
    *(("TrackPoint", name) for name in ("text", "answer", "outcome")),
}
PAGES = (
    "/", "/sessions", "/decisions", "/decisions/drafts", "/follow-ups", "/follow-ups/2026-1/2", "/topics", "/search",
    "/topics/cyber-defence", "/log", f"/sessions/{REFS['next']}", f"/sessions/{REFS['last']}", "/calendar", "/notices",
)  # fmt: skip
AGENDA, MINUTES = f"/sessions/{REFS['next']}/agenda", f"/sessions/{REFS['last']}/minutes"


def shown(answer: str) -> list[list[str]]:
    """As the page of old has it, whose lists are counted by the browser."""
    one, two = '<ol><li class="marked">1. ', '<li class="marked">2. '
    counted = re.sub(r"<ol>\s*<li>(.*?)</li>\s*<li>", rf"{one}\1</li>{two}", answer)
    return [[words.replace("\n", " ") for words in one] for one in read_on_page(counted)]


def stands_in(found: list[str]) -> bool:
    return any(found[n : n + len(READ)] == READ for n in range(len(found)))


@pytest.fixture
def world(databases: Databases) -> Iterator[Planted]:
    """The demonstration, with a decision that was put under silence and an item that was written, all of it then, and
    migrated since. What a text is made of is what it was: rows and kept sheets know no dialects."""
    database = databases["sqlite"]
    database.clean()
    bind(database.engine)
    world = planted(database)
    if database in _brought_over:
        database.put_back("of old")
    else:
        _bring_over(database)
        database.keep("of old")
        _brought_over.append(database)
    yield world
    world.restore()


_brought_over: list[Sqlite | Postgres] = []


def _bring_over(database: Sqlite | Postgres) -> None:
    session = db.scalars(select(Session).where(Session.year == 2027, Session.number == 1)).one()
    draft = silent.draft(db, session, "Of old", MarkdownText(TYPED), at=AT - dt.timedelta(hours=1))
    silent.put_under_silence(db, draft, at=AT - dt.timedelta(hours=1))
    for noun, column in WRITTEN:  # a communiqué came later
        for row in db.scalars(select(noun).where(getattr(noun, column) != "")).all():
            setattr(row, column, MarkdownText(TYPED))
    db.commit()
    db.remove()
    schema.downgrade(database.engine, "0022")
    with database.engine.connect() as connection:
        kept = connection.scalars(text("SELECT text FROM draft_decisions WHERE title = 'Of old'")).one()
        sheet = connection.scalars(text("SELECT sheet_kept FROM draft_decisions WHERE title = 'Of old'")).one()
    assert kept == TYPED
    assert "format" not in sheet
    assert "markdown" not in sheet
    schema.upgrade(database.engine)


@pytest.fixture
def app(world: Planted, tmp_path: Path) -> Flask:
    config = Config(
        data_dir=furnished(tmp_path), database_url="", base_url="http://localhost", secret_key="of old " * 6
    )
    return create_app(config, engine=world.database.engine, clock=lambda: AT)


def on_an_agenda() -> AgendaItem:
    written = AgendaItem.text != "", AgendaItem.state == ItemState.ACCEPTED
    return db.scalars(select(AgendaItem).where(*written).order_by(AgendaItem.id)).all()[-1]


def test_every_column_of_texts_is_one_of_those(world: Planted) -> None:
    found = {
        (mapper.class_.__name__, column.key)
        for mapper in Base.registry.mappers
        for column in mapper.columns
        if isinstance(column.type, Prose)
    }

    assert found == {(noun.__name__, column) for noun, column in WRITTEN} | SINCE


def test_what_was_signed_and_put_under_silence_has_its_hash_and_its_words(world: Planted, app: Flask) -> None:
    draft = db.scalars(select(DraftDecision).where(DraftDecision.title == "Of old")).one()
    now = draft.sheet(Audience(Level.DELEGATIONS), draft.agreed_sheet.heading)

    assert fingerprint(now) == fingerprint(draft.agreed_sheet) == draft.text_hash
    assert fingerprint(texts.shown(draft.circulation)) == draft.text_hash == draft.circulation.text_hash
    assert plain(draft.agreed_sheet.text) == " ".join(READ)
    assert plain(texts.shown(draft.circulation).text) == " ".join(READ)
    slug, round_ = f"{draft.session.ref}/{draft.number}", draft.circulation.id
    db.remove()
    for role, page in (("secretary", f"/decisions/drafts/{slug}"), ("chair", f"/circulations/{round_}")):
        hand = Hand(world.browser(app, role))
        hand.open(page)
        assert any(stands_in(one) for one in shown(hand.answer.text)), page


def test_pages_and_working_papers_say_the_same_words(world: Planted, app: Flask) -> None:
    hand = Hand(world.browser(app, "secretary"))
    decision = f"/decisions/{REFS['before last']}/1"
    for page in (AGENDA, MINUTES, decision, "/follow-ups/2026-1/2", "/topics/cyber-defence"):
        hand.open(page)
        assert READ in shown(hand.answer.text), page
    for address in (f"{AGENDA}.docx", "/follow-ups.docx"):
        assert stands_in(paper(hand.download(address))), address


def test_what_marks_a_text_of_old_is_on_no_page_and_in_no_file(world: Planted, app: Flask) -> None:
    hand = Hand(world.browser(app, "secretary"))
    files = (f"{AGENDA}.docx", f"{MINUTES}.docx", "/follow-ups.docx", "/follow-ups.csv")
    answers = {path: hand.client.get(path, follow_redirects=True) for path in (*PAGES, AGENDA, MINUTES, *files)}

    assert {path for path, answer in answers.items() if b"\x0e" in answer.data and not path.endswith(".docx")} == set()
    assert sum(b"Kosovo() and the EU()" in answer.data for answer in answers.values()) >= 2


def test_a_text_that_is_saved_reads_as_it_is_typed_and_says_so_before(world: Planted, app: Flask) -> None:
    item = on_an_agenda()
    address, key = f"/sessions/{item.session.ref}/agenda", item.id
    db.remove()
    hand = Hand(world.browser(app, "secretary"))
    hand.open(f"{address}/items/{key}")
    assert "Once you save, this text reads otherwise" in hand.text
    assert hand.page.xpath("//textarea[@name='text']")[0].text.removeprefix("\n").replace("\r", "") == TYPED
    assert shown(hand.answer.text) == [READ, [words.replace("\n", " ") for words in ANEW]]

    hand.press("Save the item")

    row = db.scalars(select(AgendaItem).where(AgendaItem.id == key)).one()
    assert (row.text, isinstance(row.text, MarkdownText)) == (TYPED, False)
    db.remove()
    hand.open(address)
    assert ANEW in read_on_page(hand.answer.text)
    hand.open(f"{address}/items/{key}")
    assert "Once you save" not in hand.text


def test_a_text_that_reads_the_same_either_way_says_nothing(world: Planted, app: Flask) -> None:
    item = on_an_agenda()
    item.text = MarkdownText("Each side reports for **fifteen minutes**.")
    address = f"/sessions/{item.session.ref}/agenda/items/{item.id}"
    db.commit()
    hand = Hand(world.browser(app, "secretary"))

    hand.open(address)

    assert "Once you save" not in hand.text
