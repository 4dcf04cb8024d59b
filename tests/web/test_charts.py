"""Pages with pictures: the figures of a picture and of the table beside it are the same, and a reader's own."""

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from lxml import html
from sqlalchemy import select

from dialogue.db import db
from dialogue.domain.followups import FollowUp, FollowUpState
from tests.rendering.word.checks import opened
from tests.rendering.word.test_pictures import DESCRIBED
from tests.web.browser import submit

Browse = Callable[[str], FlaskClient]
THEIRS = "secretary.prishtina@dialogue.example"
PAGES = ("/tracks", "/tracks/exercises", "/follow-ups", "/circulations", "/decisions", "/sessions/2027-1/decisions")
COMPARTMENT = "/tracks/military-to-military"


def charts_of(page: str) -> list[html.HtmlElement]:
    return list(html.fromstring(page).find_class("chart"))


def said(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def drawn(chart: html.HtmlElement) -> list[str]:
    return [said(text) for text in chart.iter("text")]


def tabled(chart: html.HtmlElement) -> list[str]:
    """What the table says, in the words and in the order of the picture."""
    heads = [said(head) for head in chart.findall(".//thead//th")][1:]
    told = []
    for row in chart.findall(".//tbody/tr"):
        word, *figures = [said(cell) for cell in row]
        parts = [f"{head}: {n}" for head, n in zip(heads[:-1], figures[:-1], strict=True) if n != "0"]
        told += [word, figures[-1], *parts]
    return told


@pytest.mark.parametrize("path", PAGES)
def test_the_table_beside_a_picture_holds_its_figures_word_for_word(path: str, browse: Browse) -> None:
    found = charts_of(browse("secretary").get(path).text)

    assert found
    for chart in found:
        told = [text for text in drawn(chart) if not text.startswith("Median")]
        assert told == tabled(chart)
        (caption,), heads = chart.findall(".//caption"), chart.findall(".//thead//th")
        assert said(caption)
        assert {head.get("scope") for head in heads} == {"col"}
        assert {row[0].get("scope") for row in chart.findall(".//tbody/tr")} == {"row"}
        (picture,) = chart.find_class("chart-picture")
        assert picture.get("role") == "img"
        assert said(caption).split(". Median")[0] in picture.get("aria-label", "")


@pytest.mark.parametrize("path", PAGES)
def test_no_picture_brings_a_style_of_its_own(path: str, browse: Browse) -> None:
    page = browse("secretary").get(path).text

    assert " style=" not in page
    assert "<style" not in page
    assert "Content-Security-Policy" in browse("secretary").get(path).headers


def test_a_paper_says_in_the_place_of_its_picture_what_the_page_shows(browse: Browse) -> None:
    client = browse("delegate")
    (chart,) = charts_of(client.get("/tracks/exercises").text)
    (described,) = opened(client.get("/tracks/exercises.docx").data).element.iter(DESCRIBED)

    words = drawn(chart)
    told = "; ".join(f"{word}: {n}" for word, n in zip(words[::2], words[1::2], strict=True))
    assert described.get("descr") == f"{said(chart.find('.//caption'))}. {told}."


def test_a_picture_counts_what_was_chosen_and_days_once_something_is_closed(browse: Browse) -> None:
    client = browse("secretary")
    assert len(charts_of(client.get("/follow-ups").text)) == 1
    assert drawn(charts_of(client.get("/follow-ups?state=open").text)[0]) == ["HLD/2026/1", "1"]
    assert charts_of(client.get("/follow-ups?q=nowhere").text) == []

    one = db.scalars(select(FollowUp).where(FollowUp.state == FollowUpState.CLAIMED_DONE)).one()
    key, path = one.id, f"/follow-ups/{one.session.ref}/{one.number}/report"
    for who, state in ((THEIRS, "verified"), ("secretary", "closed")):
        version = str(db.get_one(FollowUp, key, populate_existing=True).version)
        sent = {"state": state, "text": "Seen.", "evidence": "Letter", "base_version": version}
        assert submit(browse(who), path, **sent).status_code == 303

    _, days = charts_of(client.get("/follow-ups").text)
    assert sum(int(n) for n in drawn(days)[1:10:2]) == 1
    assert re.fullmatch(r"Days until follow-ups were closed\. Median: \d+ days?\.", said(days.find(".//caption")))
    described = opened(client.get("/follow-ups.docx").data).element.iter(DESCRIBED)
    assert [one.get("descr").split(".")[0] for one in described] == [
        "Follow-ups of each session, by state",
        "Days until follow-ups were closed",
    ]


def test_what_is_the_secretaries_own_is_counted_for_them_alone_and_on_no_paper(browse: Browse) -> None:
    def counted(who: str) -> int:
        (chart,) = charts_of(browse(who).get("/tracks/centre-of-excellence").text)
        return sum(int(n) for n in drawn(chart)[1::2])

    assert (counted("secretary"), counted("chair")) == (3, 2)
    paper = opened(browse("secretary").get("/tracks/centre-of-excellence.docx").data)
    (described,) = paper.element.iter(DESCRIBED)
    assert sum(int(n) for n in re.findall(r": (\d+)", described.get("descr"))) == 2


def test_a_compartment_is_drawn_for_its_list_alone(browse: Browse) -> None:
    mine, others = browse("delegate").get("/tracks").text, browse("chair").get("/tracks").text
    titles = [said(chart.find(".//caption")) for chart in charts_of(others)]

    assert len(charts_of(mine)) == len(titles) + 1
    assert charts_of(browse("delegate").get(COMPARTMENT).text)
    assert browse("chair").get(COMPARTMENT).status_code == 404


def test_the_same_paper_is_made_twice(browse: Browse) -> None:
    client = browse("secretary")

    assert client.get("/follow-ups.docx").data == client.get("/follow-ups.docx").data
