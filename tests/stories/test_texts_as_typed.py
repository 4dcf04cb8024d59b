"""What people type and paste stands as they typed it, on the page and in the paper of each kind of text."""

import io
import re

import pytest
from docx import Document
from docx.oxml.ns import qn
from flask import Flask
from lxml import html

from dialogue.domain.text import has_unseen, seen
from dialogue.web.forms import MARKS
from tests.planted import REFS, Planted
from tests.shown import READ, TOGETHER, on_page, on_paper
from tests.stories.hand import Hand

NEXT, LAST = REFS["next"], REFS["last"]
AGENDA, MINUTES = f"/sessions/{NEXT}/agenda", f"/sessions/{LAST}/minutes"
KEPT = [seen(words) for words in READ]  # a form leaves out what nobody sees


@pytest.fixture(scope="module")
def app(at_work: Flask) -> Flask:
    return at_work


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
    return any(shown[n].endswith(KEPT[0]) and shown[n + 1 : n + len(KEPT)] == KEPT[1:] for n in range(len(shown)))


def sentences(words: str) -> str:
    return " ".join(words.split())


def test_the_text_of_an_agenda_item(hand: Hand) -> None:
    hand.open(f"{AGENDA}/items/new")
    assert sentences(str(MARKS)) in sentences(hand.text)
    hand.press("Put the item", title="Kosovo(*) and the EU(*)", presenter="NATO", oral=True, text=TOGETHER)

    hand.open(AGENDA)
    assert KEPT in texts(hand.answer.text)
    assert "Kosovo(*) and the EU(*)" in hand.text
    assert stands_in(paper(hand.download(f"{AGENDA}.docx")))


def test_a_paragraph_of_minutes_and_what_changed_in_it(hand: Hand) -> None:
    hand.open(f"{MINUTES}/items/4")
    assert sentences(str(MARKS)) in sentences(hand.text)
    hand.press("Add this paragraph", text=TOGETHER)

    hand.open(MINUTES)
    assert KEPT in texts(hand.answer.text)
    assert stands_in(paper(hand.download(f"{MINUTES}.docx")))
    hand.open(f"{MINUTES}/changes")
    shown = [" ".join(one.text_content().split()) for one in hand.page.iter("ins")]
    assert f"[inserted: Noted. {' '.join(' '.join(KEPT).split())}]" in shown


def test_the_text_of_a_single_decision(hand: Hand) -> None:
    hand.open("/decisions/drafts/new")
    assert sentences(str(MARKS)) in sentences(hand.text)
    hand.press("Keep this draft", session="1", title="Kosovo(*)", text=TOGETHER)

    assert KEPT in texts(hand.answer.text)
    hand.open(re.sub(r"/?$", "/sign-off", hand.path))
    assert KEPT in texts(hand.answer.text)


def test_the_summary_of_a_topic(hand: Hand) -> None:
    hand.open("/topics/new")
    hand.press("Enter this topic", title="Kosovo(*)", summary=TOGETHER)

    assert KEPT in texts(hand.answer.text)


UNSEEN = "Con\xadvoys \u200bof\ufeff win\u2060ter\u200e and sum\u200dmer."
PLAIN = "Convoys of winter and summer."
LEFT_OUT = "Hidden marks came with what stands in “{}”, as happens when a text is pasted. They are left out"


def test_what_nobody_sees_stands_nowhere_and_its_typist_is_told(world: Planted, app: Flask, hand: Hand) -> None:
    """On page and paper, and in the hash: two texts that look alike are one."""
    hand.open(f"{MINUTES}/items/4")
    hand.press("Add this paragraph", text=UNSEEN, speaker="Arta Kras\xadniqi")
    assert [hand.text.count(LEFT_OUT.format(field)) for field in ("Text", "Who spoke", "Office")] == [1, 1, 0]
    hand.open(MINUTES)
    pasted, hashed = hand.answer.text, _hash(hand)
    lines = paper(hand.download(f"{MINUTES}.docx"))

    assert any(PLAIN in line for line in lines) and any("Arta Krasniqi" in line for line in lines)
    assert [PLAIN in pasted, has_unseen(hand.text), has_unseen("".join(lines))] == [True, False, False]

    hand.open(f"{MINUTES}/items/4")
    buttons = [one for one in hand.buttons() if one.startswith("Save paragraph")]
    last = buttons[-1]
    hand.press(last, text=PLAIN)
    assert "Hidden marks" not in hand.text
    assert _hash(hand) == hashed


def test_a_mark_that_turns_a_text_round_is_refused_where_it_stands(hand: Hand) -> None:
    hand.open(f"{MINUTES}/items/4")

    told = hand.press("Add this paragraph", text="The file gpj.\u202ecod is safe.", status=422)

    assert "There is a hidden mark after “The file gpj.” that turns the direction of writing round." in told


def test_a_draft_that_is_kept_meanwhile_tells_nothing(world: Planted, app: Flask, hand: Hand) -> None:
    """The typist is told when the text is sent."""
    hand.open(f"{MINUTES}/items/4")
    path, sent = hand.filled("Add this paragraph", text=UNSEEN)
    sent.pop("form_key")

    assert hand.client.post(path.replace("/paragraphs", "/draft"), data=sent).status_code == 200

    assert "Hidden marks" not in hand.open(MINUTES)
    assert UNSEEN not in hand.open(f"{MINUTES}/items/4") and PLAIN in hand.answer.text


def _hash(hand: Hand) -> str:
    """Of the text that a sign-off would sign."""
    hand.open(f"{MINUTES}/sign-off")
    (seen,) = hand.page.xpath("//input[@name='seen']/@value")
    return str(seen)
