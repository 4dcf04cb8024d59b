"""Two people edited one text: neither is lost, and whoever decides has seen both."""

import re
import time

import pytest
from flask import Blueprint, url_for
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.wrappers import Response

from dialogue.access import Right
from dialogue.app import BLUEPRINTS
from dialogue.web.conflicts import MOST_STEPS, conflict, difference
from dialogue.web.forms import Form, Line, Text, Version
from dialogue.web.gate import needs
from tests.web.browser import submit

bp = Blueprint("texts", __name__)


class TextForm(Form):
    title = Line("Title")
    text = Text("Text")
    base_version = Version()


@bp.post("/texts")
@needs(Right.PEOPLE_KEEP)
def update() -> Response:
    theirs = {"title": "Their title", "text": "The quick brown fox\njumps"}
    return conflict(TextForm(), theirs, base=8, back=url_for("home.show"))


@pytest.fixture
def blueprints() -> tuple[Blueprint, ...]:
    return (*BLUEPRINTS, bp)


def test_both_texts_are_shown_word_by_word_and_escaped(admin: FlaskClient) -> None:
    answer = submit(
        admin,
        "/texts?item=3",
        title="Their title",
        text="The <b>slow</b> brown fox\njumps",
        base_version="7",
        kind="open",
    )

    assert answer.status_code == 409
    assert "The quick brown fox\njumps" in answer.text
    assert re.search(r"<del>.* quick<", answer.text)
    assert re.search(r"<ins>.* &lt;b&gt;slow&lt;/b&gt;<", answer.text)
    assert "<b>slow" not in answer.text


def test_what_is_sent_next_carries_the_version_just_seen_and_all_the_rest(admin: FlaskClient) -> None:
    page = submit(admin, "/texts?item=3", title="Mine", text="My text", base_version="7", kind="open").text

    form = page.split('<form method="post" action="/texts?item=3"')[1].split("</form>")[0]
    assert dict(re.findall(r'<input type="hidden" name="(base_version|kind)" value="([^"]*)"', form)) == {
        "base_version": "8",
        "kind": "open",
    }
    assert re.search(r'<input [^>]*name="title" value="Mine"', form)
    assert re.search(r'<textarea [^>]*name="text"[^>]*>\s*My text</textarea>', form)
    assert 'href="/"' in form


def test_the_difference_is_told_by_words() -> None:
    assert difference("The quick fox", "The slow fox runs") == [
        ("same", "The"),
        ("gone", " quick"),
        ("new", " slow"),
        ("same", " fox"),
        ("new", " runs"),
    ]


@given(st.text(alphabet="ab \n", max_size=60), st.text(alphabet="ab \n", max_size=60))
def test_the_pieces_give_both_texts_back(old: str, new: str) -> None:
    pieces = difference(old, new)

    assert "".join(text for kind, text in pieces if kind != "new") == old
    assert "".join(text for kind, text in pieces if kind != "gone") == new


def test_texts_that_differ_in_very_many_words_are_compared_by_lines() -> None:
    old = "".join(f"line {n}\n" for n in range(1000))
    new = " ".join(f"word{n}" for n in range(MOST_STEPS + 1))

    assert difference(old, old + new) == [("same", old), ("new", new)]
    assert difference(old, new) == [("gone", old), ("new", new)]


@pytest.mark.parametrize(
    "new", ["y x " * 5000, "x " * 9990 + "y", "x\n" * 10_000, "x\ny\n" * 5000, "x " * 600, "y x " * 300]
)
def test_no_text_makes_the_comparison_long(new: str) -> None:
    began = time.process_time()

    difference("x " * 10_000, new)
    difference("x " * 600, new)

    assert time.process_time() - began < 10  # half a second, unless every line is traced
