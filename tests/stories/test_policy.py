"""Every page as the browser gets it: valid HTML, nothing against its own policy, no sideways scrolling, A4 on paper."""

import itertools
import re
from collections import Counter
from collections.abc import Callable, Iterator

import html5lib
import pytest
from flask import Flask
from lxml import html
from playwright.sync_api import Page

from tests.planted import REFS, Planted, planted
from tests.stories.doors import OTHERS, READERS, open_, pages, person, send_nothing, unfinished

pytestmark = [pytest.mark.browser, pytest.mark.slow]

ROLES = (*READERS, *OTHERS, "nobody")
PAPERS = (f"/sessions/{REFS['next']}/agenda", f"/sessions/{REFS['before last']}/minutes", "/follow-ups")
Window = Callable[..., Page]


@pytest.fixture(autouse=True)
def world(database) -> Planted:
    return planted(database)


@pytest.mark.parametrize("role", ROLES)
def test_the_html_of_every_page_is_valid(role: str, app: Flask, world: Planted) -> None:
    browser = world.browser(app, role)

    wrong = [f"{path}: {fault}" for path in pages(app, role) for fault in faults(browser.get(path).text)]

    assert "\n".join(wrong) == ""


def test_faults_of_a_page_are_found() -> None:
    page = """<!doctype html><html><head><title>x</title></head><body><h1>x</h1><h3>y</h3><h1>z</h1>
        <p id="a">a</p><p id="a">b</p><form><label for="no">x</label><input name="x"></form>
        <p aria-describedby="nobody">c</p><button></button></body></html>"""

    assert len(list(faults(page))) == 8
    assert list(faults("<!doctype html><html lang=en><title>x</title><p><div></p></div>")) != []


@pytest.mark.parametrize("role", ROLES)
def test_no_page_says_anything_to_the_console_or_scrolls_sideways(role: str, app: Flask, window: Window) -> None:
    page = window(person(role))  # a word in the console fails the test when its window closes

    wide = [line for path in pages(app, role) for line in _overflows(page, path)]

    assert "\n".join(wide) == ""


def test_no_form_that_says_what_is_missing_scrolls_sideways(app: Flask, window: Window) -> None:
    page = window(person("secretary"), width=360, for_axe=True)  # its console names every 422
    page.goto("/")
    wide = []
    for path in unfinished(app, "secretary"):
        if path.count("/") < 5:  # one of each kind of page is enough: the fields are the same
            send_nothing(page, path)
            wide += [path] * (_width(page) > 360)

    assert wide == []


@pytest.mark.parametrize("path", PAPERS)
def test_a_printed_page_is_a_sheet_of_a4_without_the_frame(path: str, window: Window) -> None:
    page = window(person("secretary"))
    open_(page, path)
    assert page.locator("header.frame").is_visible()

    page.emulate_media(media="print")
    paper = page.pdf(prefer_css_page_size=True)

    assert not any(place.is_visible() for place in page.locator("header.frame, nav, footer, main button").all())
    assert page.locator("h1").is_visible()
    sheets = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", paper)
    assert sheets
    assert {(round(float(wide)), round(float(high))) for wide, high in sheets} == {(595, 842)}


def _overflows(page: Page, path: str) -> Iterator[str]:
    """In words, where the page is wider than its window: on a telephone, and with text twice as large."""
    open_(page, path)
    for width, size in ((1280, "100%"), (1280, "212.5%"), (360, "106.25%")):
        page.set_viewport_size({"width": width, "height": 900})
        page.evaluate("size => { document.documentElement.style.fontSize = size }", size)
        if _width(page) > width:
            yield f"{path}: {_width(page)} px in a window of {width} with text of {size}"


def _width(page: Page) -> int:
    return int(page.evaluate("document.documentElement.scrollWidth"))


def faults(text: str) -> Iterator[str]:
    """What is wrong with a page: what the HTML standard forbids, and what a screen reader would stumble over."""
    try:
        html5lib.HTMLParser(strict=True).parse(text)
    except html5lib.html5parser.ParseError as fault:
        yield f"not HTML: {fault}"
    page = html.document_fromstring(text)
    ids = Counter(page.xpath("//@id"))
    yield from (f"id {name} {count} times" for name, count in ids.items() if count > 1)
    if not page.get("lang"):
        yield "no language"
    if len(page.findall(".//h1")) != 1:
        yield f"{len(page.findall('.//h1'))} h1"
    levels = [int(head.tag[1]) for head in page.xpath("//h1|//h2|//h3|//h4|//h5|//h6")]
    yield from (f"h{after} after h{before}" for before, after in itertools.pairwise(levels) if after > before + 1)
    yield from (f"form within a form: {form.get('action')}" for form in page.xpath("//form//form"))
    for name in ("for", "aria-labelledby", "aria-describedby", "popovertarget", "form", "list"):
        for value in page.xpath(f"//@{name}"):
            yield from (f"{name} names {one}, which is not there" for one in value.split() if one not in ids)
    yield from (
        f"no label: {html.tostring(control)[:120]!r}" for control in page.xpath(CONTROLS) if not _named(page, control)
    )
    yield from (
        f"no words: {html.tostring(thing)[:120]!r}" for thing in page.xpath("//button|//a") if not _words(thing)
    )


CONTROLS = "//input[not(@type='hidden')]|//select|//textarea"


def _named(page: html.HtmlElement, control: html.HtmlElement) -> bool:
    labels = page.xpath("//label[@for=$id]", id=control.get("id") or "-")
    return bool(control.get("aria-label") or any(_words(label) for label in labels))


def _words(thing: html.HtmlElement) -> str:
    return (thing.text_content() or "").strip() or thing.get("aria-label") or ""
