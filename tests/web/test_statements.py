"""A statement is looked at before it is issued, and not before its other moves."""

import html
import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from dialogue.db import db
from dialogue.domain.wording import LetStand
from tests.stories.hand import Hand
from tests.web.browser import submit

Browse = Callable[[str], FlaskClient]
ONE = "/tracks/public-communication/1"
LOOK = "Words to look at"


@pytest.fixture
def cleared(browse: Browse) -> FlaskClient:
    """The statement of the demonstration with a word outside of the profile, cleared by its lead authority."""
    hand = Hand(browse("secretary"))
    hand.open(f"{ONE}/edit")
    hand.press("Save the entry", title="Statement on the state border", measured="yes", evidenced="yes", kfor="yes")
    assert LOOK not in hand.text  # it cannot be issued yet
    hand.press("Record this", stage="cleared", note="Cleared.", evidence="Note of clearance")
    return browse("secretary")


def move(client: FlaskClient, **more: str) -> tuple[int, str]:
    form = client.get(ONE).text.split(f'action="{ONE}/move"')[1].split("</form>")[0]
    found_in = re.findall(r'<input[^>]*name="(base_version|stands_found)"[^>]*value="(\w*)"', form)
    carried = dict(found_in)
    words = {"stage": "issued", "on": "2026-11-23", "note": "Issued.", "evidence": "Press release"}
    found = submit(client, f"{ONE}/move", carried | words | more)
    return found.status_code, html.unescape(found.text)


def test_the_page_before_its_issue_tells_what_was_found(cleared: FlaskClient) -> None:
    page = html.unescape(cleared.get(ONE).text)

    assert "the administrative boundary line" in page.split(LOOK)[1].split("</section>")[0]
    assert f'href="{ONE}/edit">title</a>' in page


def test_without_a_word_to_it_it_is_not_issued_and_what_was_typed_is_kept(cleared: FlaskClient) -> None:
    status, page = move(cleared, stands_why="The spokesperson's own words.")

    assert status == 422
    assert "or change them first" in page
    assert "Press release" in page and "The spokesperson's own words." in page


def test_with_the_tick_it_is_issued_and_the_decision_is_kept(cleared: FlaskClient) -> None:
    assert move(cleared, stands="y")[0] == 303

    db.remove()
    (one,) = db.scalars(select(LetStand))
    assert (one.kind, one.key, one.step, [found.words for found in one.findings]) == (
        "public-communication", "PUB/1", "issue", ["state border"],
    )  # fmt: skip
    assert LOOK not in cleared.get(ONE).text  # its words are fixed


def test_a_note_alone_is_recorded_without_a_word_to_it(cleared: FlaskClient) -> None:
    assert move(cleared, stage="cleared", evidence="")[0] == 303
    db.remove()
    assert db.scalars(select(LetStand)).all() == []
