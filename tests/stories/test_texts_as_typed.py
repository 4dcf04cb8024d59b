"""What people type and paste stands as they typed it, on the page and in the paper of each kind of text."""

import io
import re

import pytest
from docx import Document
from docx.oxml.ns import qn
from flask import Flask
from lxml import html

from dialogue.app import create_app
from dialogue.config import Config
from dialogue.db import bind
from dialogue.web.forms import MARKS
from tests.databases import Databases
from tests.planted import AT, REFS, Planted, planted
from tests.shown import READ, TOGETHER, on_page, on_paper
from tests.stories.hand import Hand

NEXT, LAST = REFS["next"], REFS["last"]
AGENDA, MINUTES = f"/sessions/{NEXT}/agenda", f"/sessions/{LAST}/minutes"


@pytest.fixture(scope="module")
def world(databases: Databases) -> Planted:
    database = databases["sqlite"]
    database.clean()
    bind(database.engine)
    return planted(database)


@pytest.fixture(scope="module")
def app(world: Planted, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    folder = tmp_path_factory.mktemp("var")
    config = Config(data_dir=folder, database_url="", base_url="http://localhost", secret_key="as typed " * 5)
    made = create_app(config, engine=world.database.engine, clock=lambda: AT)
    chair = Hand(world.browser(made, "chair"))
    chair.open(f"{MINUTES}/approval")
    chair.press("Return to the secretaries", reason="Please add a word.")
    return made


@pytest.fixture
def hand(world: Planted, app: Flask) -> Hand:
    return Hand(world.browser(app, "secretary"))


def texts(answer: str) -> list[list[str]]:
    """What each text of a page reads as, and each sheet."""
    page = html.document_fromstring(answer)
    found = page.xpath(
        "//*[contains(concat(' ', @class, ' '), ' prose ')"
        " or @class = 'paragraph-text' or contains(concat(' ', @class, ' '), ' sheet ')]"
    )
    return [on_page(one) for one in found]


def paper(blob: bytes) -> list[str]:
    return on_paper(Document(io.BytesIO(blob)).element.body.iter(qn("w:p")))


def stands_in(shown: list[str]) -> bool:
    """Whether all cases stand there, in order and next to each other, behind whatever leads the first."""
    return any(shown[n].endswith(READ[0]) and shown[n + 1 : n + len(READ)] == READ[1:] for n in range(len(shown)))


def sentences(words: str) -> str:
    return " ".join(words.split())


def test_the_text_of_an_agenda_item(hand: Hand) -> None:
    hand.open(f"{AGENDA}/items/new")
    assert sentences(str(MARKS)) in sentences(hand.text)
    hand.press("Put the item", title="Kosovo(*) and the EU(*)", presenter="NATO", oral=True, text=TOGETHER)

    hand.open(AGENDA)
    assert READ in texts(hand.answer.text)
    assert "Kosovo(*) and the EU(*)" in hand.text
    assert stands_in(paper(hand.download(f"{AGENDA}.docx")))


def test_a_paragraph_of_minutes_and_what_changed_in_it(hand: Hand) -> None:
    hand.open(f"{MINUTES}/items/4")
    assert sentences(str(MARKS)) in sentences(hand.text)
    hand.press("Add this paragraph", text=TOGETHER)

    hand.open(MINUTES)
    assert READ in texts(hand.answer.text)
    assert stands_in(paper(hand.download(f"{MINUTES}.docx")))
    hand.open(f"{MINUTES}/changes")
    shown = [" ".join(one.text_content().split()) for one in hand.page.iter("ins")]
    assert f"[inserted: Noted. {' '.join(' '.join(READ).split())}]" in shown


def test_the_text_of_a_single_decision(hand: Hand) -> None:
    hand.open("/decisions/drafts/new")
    assert sentences(str(MARKS)) in sentences(hand.text)
    hand.press("Keep this draft", session="1", title="Kosovo(*)", text=TOGETHER)

    assert READ in texts(hand.answer.text)
    hand.open(re.sub(r"/?$", "/sign-off", hand.path))
    assert READ in texts(hand.answer.text)


def test_the_summary_of_a_topic(hand: Hand) -> None:
    hand.open("/topics/new")
    hand.press("Enter this topic", title="Kosovo(*)", summary=TOGETHER)

    assert READ in texts(hand.answer.text)
