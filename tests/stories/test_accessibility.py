"""In a real browser: axe finds nothing against WCAG 2.2 AA or good practice on any page, wide or on a telephone."""

import datetime as dt
from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Page
from sqlalchemy import select, update

from dialogue.db import db
from dialogue.domain.editions import Level
from dialogue.domain.factors import Factor
from dialogue.domain.minutes import Minutes
from dialogue.domain.signins import SignIn
from dialogue.domain.silence import Circulation
from dialogue.domain.subscriptions import Scope
from dialogue.queries import sheets
from dialogue.rendering.word import word
from tests.cast import PASSWORD
from tests.planted import AT, REFS, ROLES, Planted, planted
from tests.rendering.word.desk import Desk
from tests.stories.doors import (
    ONCE,
    OTHERS,
    READERS,
    is_page,
    open_,
    opened_by,
    pages,
    person,
    send_nothing,
    unfinished,
)
from tests.stories.hands import follow, press
from tests.web.test_matrix import MATRIX

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WIDTHS = (1280, 360)
AXE = Axe().axe_script
LOOK = "rules => axe.run(rules).then(({violations, passes}) => ({violations, passes: passes.length}))"
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
    "preload": False,  # style sheets are read where they stand
}
Window = Callable[..., Page]


@pytest.fixture(autouse=True)
def world(database) -> Planted:
    return planted(database)


def test_every_page_of_the_url_map_opens_for_somebody_here() -> None:
    looked_at = {key[1] for role in (*READERS, *OTHERS, "nobody") for key in opened_by(role)} | ONCE

    assert sorted({key[1] for key in MATRIX if is_page(key)} - looked_at) == []


@pytest.mark.parametrize("role", [*READERS, *OTHERS, "nobody"])
def test_axe_finds_nothing_on_any_page(role: str, app: Flask, window: Window) -> None:
    page = window(person(role), for_axe=True)

    found = [line for path in pages(app, role) for line in _both_widths(page, path)]

    assert "\n".join(found) == ""


@pytest.mark.parametrize("role", [*READERS, "admin"])
def test_axe_finds_nothing_on_a_form_that_says_what_is_missing(role: str, app: Flask, window: Window) -> None:
    page = window(person(role), for_axe=True, width=360)
    open_(page, "/")

    found = []
    for path in unfinished(app, role):
        assert send_nothing(page, path).status == 422, path
        found += _against(page)

    assert "\n".join(found) == ""


def test_axe_finds_nothing_where_something_cannot_be_done(window: Window) -> None:
    page = window(person("delegate"), for_axe=True)
    open_(page, "/")

    found = []
    for status, path in ((403, "/sessions/new"), (404, "/sessions/1999-1"), (405, "/sign-out")):
        open_(page, path, status)
        found += _against(page)
    page = window(person("secretary"), for_axe=True)
    open_(page, "/")
    assert send_nothing(page, f"/sessions/{REFS['next']}/open").status == 409
    found += _against(page)

    assert "\n".join(found) == ""


def test_axe_finds_nothing_where_two_texts_stand_side_by_side(window: Window) -> None:
    page, other = (window(person("secretary"), for_axe=axe) for axe in (True, False))
    for one in (page, other):
        open_(one, "/topics/cyber-defence/edit")
        one.locator("[name=summary]").fill(f"Words of {'ours' if one is page else 'theirs'}.")
    press(other, "Save")
    press(page, "Save")

    assert "Words of theirs." in page.locator("main").inner_text()
    assert "\n".join(_against(page)) == ""


def test_axe_finds_nothing_on_a_communique_on_its_way(window: Window) -> None:
    page = window(person("secretary"), for_axe=True)
    open_(page, f"/sessions/{REFS['next']}/communique")
    page.get_by_label("Title").fill("Joint communiqué")
    page.locator("[name=text]").fill("Both sides met.")
    press(page, "Save the draft")
    found = [*_against(page)]
    follow(page, "Change the text…")

    assert page.url.endswith("/communique/edit")
    assert "\n".join([*found, *_against(page)]) == ""


def test_axe_finds_nothing_where_a_change_of_a_session_is_checked(window: Window) -> None:
    """With the mails that it would send, and the way round the other side."""
    page = window(person("secretary"), for_axe=True)
    open_(page, f"/sessions/{REFS['next']}/changes/move")
    page.locator("[name=venue]").fill("Palace of Youth")
    page.locator("[name=reason]").fill("The hall burnt down.")
    press(page, "See what that means")

    assert page.url.endswith("/check")
    assert "Palace of Youth" in page.locator("main").inner_text()
    assert "\n".join(_as_it_stands(page)) == ""


def edited_copy() -> bytes:
    """Of the text that was out for comments and is so once more: a paragraph and the title changed, a remark made."""
    minutes = db.scalars(select(Minutes).where(Minutes.circulated_at.is_not(None)).order_by(Minutes.id.desc())).first()
    assert minutes is not None
    minutes.comments_until, minutes.comments_closed_at, minutes.replies = AT + dt.timedelta(days=1), None, []
    first = minutes.revision(1)
    assert first is not None and minutes.session.ref == REFS["last"]
    desk = Desk(word.render(sheets.minutes_paper(minutes, first.sheet, Level.DELEGATIONS)))
    (line,) = desk.lines("Paragraph_1")
    desk.replace(line, 0, 3, "Those")
    desk.comment(line, 6, 9, "Who?")
    desk.replace(next(one for one in desk.body if desk.text(one) == "Draft minutes"), 0, 5, "Final")
    db.commit()
    return bytes(desk.bytes())


def test_axe_finds_nothing_on_what_an_edited_copy_asks_for(window: Window) -> None:
    copy, page = edited_copy(), window(person("delegate"), for_axe=True)
    open_(page, f"/sessions/{REFS['last']}/minutes/comments/copy")
    page.locator("[name=file]").set_input_files({"name": "copy.docx", "mimeType": "application/zip", "buffer": copy})
    press(page, "Show what it asks for")
    assert page.locator("main textarea").count() == 3
    found = [*_as_it_stands(page)]

    press(page, "Send 3 comments")

    assert "Please fill this in." in page.locator("main").inner_text()
    assert "\n".join([*found, *_as_it_stands(page)]) == ""


def test_axe_finds_nothing_where_lines_of_an_agenda_are_judged(window: Window) -> None:
    page = window(person("secretary"), for_axe=True)
    open_(page, f"/sessions/{REFS['next']}/agenda/import")
    page.locator("[name=text]").fill(
        "DRAFT AGENDA\n1. Energy\nWhat is said of it.\n2. Any other business\nCoffee break"
    )
    press(page, "Show its lines…")
    assert page.locator("main textarea").count() == 5
    found = [*_as_it_stands(page)]
    page.locator("#lines-1-text").fill("")

    press(page, "Put the items on the agenda")

    assert "Please fill this in, or leave the line out." in page.locator("main").inner_text()
    assert "\n".join([*found, *_as_it_stands(page)]) == ""


def test_axe_finds_nothing_on_the_way_of_an_old_session(window: Window) -> None:
    page = window(person("secretary"), for_axe=True)
    open_(page, "/sessions/imported/new")
    for name, text in (("reference", "Third meeting"), ("held_on", "2019-05-14"), ("city", "Ohrid")):
        page.locator(f"[name={name}]").fill(text)
    press(page, "Go on to its papers")
    here, found = page.url, [*_as_it_stands(page)]
    for path in ("/edit", "/minutes/import"):
        open_(page, here.partition("/sessions")[1] + here.partition("/sessions")[2] + path)
        found += _as_it_stands(page)
    page.locator("[name=text]").fill("MINUTES\n1. Opening\n1.1 Both sides agreed:\n- to meet;\n1.2 Noted.")
    press(page, "Show its lines…")
    found += _as_it_stands(page)
    press(page, "Take it in")
    found += _as_it_stands(page)
    press(page, "Ask the other side to confirm it")
    found += _as_it_stands(page)
    open_(page, "/sessions")

    assert "Third meeting" in page.locator("main").inner_text()
    assert "\n".join([*found, *_as_it_stands(page)]) == ""


def test_axe_finds_nothing_where_hours_of_presence_are_wrong(window: Window) -> None:
    chair, page = (window(person(role), for_axe=True) for role in ("chair", "secretary"))
    open_(chair, f"/sessions/{REFS['last']}/minutes/approval")
    chair.locator("[name=reason]").fill("Please add a word.")
    press(chair, "Return to the secretaries")
    open_(page, f"/sessions/{REFS['last']}/minutes/presence")
    page.locator("input[type=datetime-local]").first.fill("2020-01-01T10:00")
    press(page, "Save the presence")

    assert "the session was not on that day" in page.locator("main").inner_text()
    assert "\n".join(_as_it_stands(page)) == ""


def test_axe_finds_nothing_where_a_factor_gets_its_name(window: Window) -> None:
    page = window(person("outsider"), for_axe=True)
    factor = db.scalars(select(Factor.id).where(Factor.name == "Telephone")).one()

    assert "\n".join(_both_widths(page, f"/factors/{factor}/name")) == ""


def test_axe_finds_nothing_on_an_address_that_was_just_made(window: Window) -> None:
    page = window(person("delegate"), for_axe=True)
    open_(page, "/calendar")
    page.get_by_label("Name").fill("Telephone")
    page.locator("[name=scope]").select_option(Scope.TOPIC.value)
    page.locator("[name=topic]").select_option(index=1)
    page.locator("[name=is_discreet]").check()

    press(page, "Make the address")

    assert "/calendar/addresses/" in page.url
    found = [*_as_it_stands(page), *_both_widths(page, "/calendar")]
    assert "discreet" in page.locator("main").inner_text()
    assert "\n".join(found) == ""


def test_axe_finds_nothing_on_a_text_that_was_kept_behind_the_next_sign_in(window: Window) -> None:
    page = window(person("secretary"), for_axe=True)
    open_(page, "/topics/cyber-defence/edit")
    page.locator("[name=summary]").fill("Words that took an hour.")
    db.execute(update(SignIn).values(revoked_at=AT))
    db.commit()

    press(page, "Save")
    assert "/sign-in" in page.url
    found = [*_against(page)]
    page.locator("[name=email]").fill(ROLES["secretary"])
    page.locator("[name=password]").fill(PASSWORD)
    press(page, "Sign in")

    assert "/kept/" in page.url
    assert "Words that took an hour." in page.locator("main").inner_html()
    assert "\n".join([*found, *_against(page)]) == ""
    page.set_viewport_size({"width": 360, "height": 900})
    assert "\n".join(_against(page)) == ""


def test_axe_finds_nothing_on_the_receipt_of_an_objection_nor_where_scrutiny_is_answered(window: Window) -> None:
    round_ = f"/circulations/{db.scalars(select(Circulation.id)).one()}"
    chair, delegate = (window(person(role), for_axe=True) for role in ("chair", "delegate"))
    open_(chair, f"{round_}/statements/new")
    chair.locator("[name=kind]").select_option("asks for scrutiny")
    chair.locator("[name=text]").fill("Two days for the committee of the parliament.")
    press(chair, "Put it on record")
    open_(chair, round_)
    follow(chair, "Answer")
    assert chair.url.endswith("/answer")
    found = [*_against(chair)]

    open_(delegate, f"{round_}/objections/new")
    press(delegate, "Break silence")
    assert "/objections/" in delegate.url
    found += _against(delegate)

    assert "\n".join(found) == ""


def test_axe_finds_nothing_where_a_text_is_put_under_silence(window: Window) -> None:
    page = window(person("secretary"), for_axe=True)

    found = [*_both_widths(page, f"/circulations/new?agenda={REFS['next']}")]

    assert "\n".join(found) == ""


def test_the_facts_of_a_session_stand_above_its_ladder_on_a_telephone_and_beside_it_elsewhere(window: Window) -> None:
    page = window(person("delegate"), for_axe=True, width=360)
    open_(page, f"/sessions/{REFS['next']}")

    def tops() -> list[float]:
        return [page.locator(one).bounding_box()["y"] for one in ("#facts", "#until")]  # type: ignore[index]

    facts, ladder = tops()
    assert facts < ladder
    page.set_viewport_size({"width": 1280, "height": 900})
    facts, ladder = tops()
    assert abs(facts - ladder) < 2


def _both_widths(page: Page, path: str) -> Iterator[str]:
    open_(page, path)
    yield from _as_it_stands(page)


def _as_it_stands(page: Page) -> Iterator[str]:
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        yield from _against(page)


def _against(page: Page) -> Iterator[str]:
    """What axe has to say against the page that is open, one line for each place."""
    if page.evaluate("!window.axe"):
        page.evaluate(AXE)
    result = page.evaluate(LOOK, RULES)
    assert result["passes"] > 10, "axe has looked at nothing"
    width = (page.viewport_size or {"width": 0})["width"]
    for rule in result["violations"]:
        for place in rule["nodes"]:
            yield f"{page.url} {width} px: {rule['id']}: {place['html'][:200]}"
