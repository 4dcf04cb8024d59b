"""The tabs of a session agree with its pages: each opens, and no page opens whose tab is missing."""

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from dialogue.db import db
from dialogue.domain.agreed import Edition, Revision
from tests.planted import REFS, ROLES, Planted

Browse = Callable[[str], FlaskClient]
PAGES = ("", "/agenda", "/participants", "/co-hosts", "/minutes")
READERS = [
    *(role for role in ROLES if role != "nobody"),
    "secretary.prishtina@dialogue.example",
    "chair.kosovo@kosovo.example",
    "alternate.nato@nato.example",
    "observer@council.example",
]


def tabs(page: str) -> list[str]:
    nav = re.search(r'<nav class="tabs".*?</nav>', page, re.DOTALL)
    assert nav, page
    return re.findall(r'href="([^"]+)"', nav[0])


def agree(client: FlaskClient, ref: str) -> None:
    base = f"/sessions/{ref}"
    answer = client.get(base)
    if answer.status_code == 404:
        assert [page for page in PAGES if client.get(base + page).status_code == 200] == []
        return
    shown = tabs(answer.text)
    answers = {link: client.get(link, follow_redirects=True).status_code for link in shown}
    assert set(answers.values()) == {200}, answers
    missing = [base + page for page in PAGES if base + page not in shown]
    assert [path for path in missing if client.get(path).status_code == 200] == []
    assert any("/follow-ups" in link for link in shown) == (client.get("/follow-ups").status_code == 200)


@pytest.mark.parametrize("who", READERS)
def test_tabs_and_pages_agree(who: str, world: Planted, browse: Browse) -> None:
    if who not in ROLES and who not in world.tokens:
        pytest.skip("nobody of the demonstration")
    client = browse(who)
    for ref in REFS.values():
        agree(client, ref)


@pytest.mark.parametrize("who", ["delegate", "co-host", "other co-host", "observer@council.example", "chair"])
def test_they_agree_before_anything_went_out(who: str, world: Planted, browse: Browse) -> None:
    for release in db.scalars(select(Revision)).unique():
        release.circulated_at = None
    for edition in db.scalars(select(Edition)):
        edition.released_at = None
    db.commit()
    client = browse(who)
    for ref in REFS.values():
        agree(client, ref)


def test_every_page_of_a_session_marks_its_own_tab(browse: Browse) -> None:
    client = browse("secretary")
    for page in PAGES:
        text = client.get(f"/sessions/2026-2{page}").text
        here = re.findall(r'<a href="([^"]+)" aria-current="page"', text.split('class="tabs"')[1])
        assert here == [f"/sessions/2026-2{page}"]
