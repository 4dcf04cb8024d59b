"""Two people edited one text: neither is lost, and whoever decides has seen both."""

import re

import pytest
from flask import Blueprint, url_for
from flask.testing import FlaskClient
from werkzeug.wrappers import Response

from dialogue.access import Right
from dialogue.app import BLUEPRINTS
from dialogue.web.conflicts import conflict
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
