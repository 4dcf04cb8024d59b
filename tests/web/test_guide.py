"""The guide: each of the users reads their own."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.planted import ROLES, Planted, planted


@pytest.fixture
def world(database: object) -> Planted:
    return planted(database)  # type: ignore[arg-type]  # one of the two engines


GUIDES = {"secretary": "Guide for the secretaries", "delegate": "Guide for delegations", "co-host": "Guide for hosts"}

LIKE = {
    "chair": "delegate",
    "focal point": "delegate",
    "adviser": "delegate",
    "adviser given more": "delegate",
    "other co-host": "co-host",
}


@pytest.mark.parametrize("role", ROLES)
def test_each_reads_their_own_guide_and_no_other(role: str, world: Planted, app: Flask) -> None:
    browser: FlaskClient = world.browser(app, role)

    text = browser.get("/guide", follow_redirects=True).text

    shown = [title for title in set(GUIDES.values()) if title in text]
    like = LIKE.get(role, role)
    assert shown == ([GUIDES[like]] if like in GUIDES else [])


# How answers, joint changes and turns work, as each has them to do; what the secretaries alone do stands in theirs.
SAID = {
    "With regrets": {"delegate"},
    "record under Participants": {"secretary"},
    "by the word of both secretaries": {"delegate", "co-host"},
    "with the buttons": {"secretary", "delegate", "co-host"},
    "Waits for others": {"secretary"},
    "confirm that you come": {"delegate", "co-host"},
    "who has to confirm again": {"secretary"},
    "who is in the room, from the opening on": {"secretary"},
}


def test_each_guide_says_how_answers_and_changes_of_a_session_work_for_its_reader(world: Planted, app: Flask) -> None:
    text = {role: " ".join(world.browser(app, role).get("/guide").text.split()) for role in GUIDES}

    assert {words: {role for role in GUIDES if words in text[role]} for words in SAID} == SAID
