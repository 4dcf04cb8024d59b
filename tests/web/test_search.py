"""Search over HTTP: one form in the address, hits with their pages, and a clear answer whatever is typed."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from lxml import html

from dialogue.access.search import FINDABLE
from dialogue.db import db
from dialogue.domain.search import SOURCES, Found
from dialogue.domain.topics import Topic
from dialogue.web.search import KINDS, PAGES
from tests.planted import Planted
from tests.web.many import Statements, costs_the_same, more_decisions, more_followups, more_topics

Browse = Callable[[str], FlaskClient]
pytestmark = pytest.mark.engines


def main(client: FlaskClient, query: str) -> html.HtmlElement:
    answer = client.get(f"/search{query}")
    assert answer.status_code == 200
    (found,) = html.document_fromstring(answer.text).xpath("//main")
    return found


def links(page: html.HtmlElement) -> list[str]:
    return page.xpath("//ol/li/a/@href")  # type: ignore[no-any-return]  # addresses


def test_every_kind_of_row_has_its_right_its_page_and_its_name() -> None:
    assert {source.name for source in SOURCES} == FINDABLE.keys() == PAGES.keys()
    assert set(KINDS) == set(Found)


def test_each_hit_leads_to_a_page_that_its_reader_may_open(browse: Browse, world: Planted) -> None:
    """A letter finds nearly all there is; of each kind the whole list is asked."""
    for who in ("secretary", "delegate", "adviser", "co-host", "other co-host", "admin", "focal point"):
        client, opened = browse(who), set()
        for kind in Found:
            for letter in "ao":
                found = links(main(client, f"?q={letter}&kind={kind}"))
                opened |= {path.partition("#")[0] for path in found}  # many rows of one page lead to it once
        assert opened, who
        wrong = {path for path in opened if client.get(path).status_code != 200}
        assert wrong == set(), who


def test_the_words_that_were_found_are_marked_and_nothing_typed_acts(browse: Browse, world: Planted) -> None:
    db.add(Topic(slug="wild", title="<b>Wildfires</b> & smoke", summary="<script>alert(1)</script> wildfires again"))
    db.commit()

    page = browse("delegate").get("/search?q=WILDFIRES&kind=topic").text

    assert "&lt;b&gt;<mark>Wildfires</mark>&lt;/b&gt; &amp; smoke" in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; <mark>wildfires</mark> again" in page
    assert "<script>alert" not in page
    assert '<input class="form-control form-control-sm" type="search" id="filter-q" name="q" value="WILDFIRES">' in page


def test_all_of_one_kind_come_page_by_page(browse: Browse, world: Planted) -> None:
    db.add_all(Topic(slug=f"wild-{n}", title=f"Wildfires {n}") for n in range(30))
    db.commit()
    client = browse("delegate")

    first = main(client, "?q=wildfires")
    (everything,) = first.xpath("//section/p/a/@href")
    one = main(client, everything.removeprefix("/search"))
    (after,) = one.xpath("//a[@rel='next']/@href")
    two = main(client, after.removeprefix("/search"))

    assert (len(links(first)), len(links(one)), len(links(two))) == (5, 25, 5)
    assert len({*links(one), *links(two)}) == 30
    assert two.xpath("//a[@rel='next']") == []
    (before,) = two.xpath("//a[@rel='prev']/@href")
    assert links(main(client, before.removeprefix("/search"))) == links(one)


def test_whatever_is_typed_has_a_clear_answer(browse: Browse, world: Planted) -> None:
    client, nothing = browse("delegate"), "Nothing that you may read holds all of these words"
    for query, said in {
        "": "Type one or more words",
        "?q=": "Type one or more words",
        "?q=%22%27()*%26%7C!:": "There is no word in what you typed",
        "?q=%E2%80%AE%E2%80%8B…": "There is no word in what you typed",
        "?q=%E2%80%AEcyber": "<mark>Cyber</mark>",
        "?q=%22cyber%22*": "<mark>Cyber</mark>",
        "?q=cyber+OR+zebra": nothing,
        "?q=NEAR(cyber+defence)": nothing,
        "?q=cyb&kind=nonsense": "Look everywhere",
        "?q=cyb&kind=topic&page=9": "Look everywhere",
        "?q=cyb&kind=topic&page=-1e9": "<mark>Cyber</mark>",
        "?q=cyb&session=1999-1&topic='&owner=%22": "Look everywhere",
    }.items():
        answer = client.get(f"/search{query}")
        assert (answer.status_code, said in answer.text) == (200, True), query
    assert client.get("/search?q=cyber%00").status_code == 400


def test_too_much_is_said_and_what_fits_stands_in_the_box(browse: Browse, world: Planted) -> None:
    answer = browse("delegate").get("/search", query_string={"q": "cyber " * 2000})

    assert answer.status_code == 422
    assert "at most 200 characters" in answer.text
    assert "<mark>" not in answer.text


def test_it_asks_the_same_whatever_there_is(browse: Browse, statements: Statements, world: Planted) -> None:
    def more(n: int) -> None:
        more_topics(n)
        more_followups(n)
        more_decisions(n)

    costs_the_same(browse("delegate"), "/search?q=topic", statements, more)


def test_the_boxes_of_the_registers_find_office_notes_and_the_folded_word(browse: Browse, world: Planted) -> None:
    client = browse("delegate")

    assert "OC/2026/1/03" in client.get("/follow-ups?q=Ministry+of+Defence").text
    assert "OC/2026/1/03" in client.get("/follow-ups?q=minístry+DÉFENCE").text
    assert "No follow-up fits these filters." in client.get("/follow-ups?q=zebra").text
    assert "No follow-up fits these filters." in client.get("/follow-ups?q=%22").text
    assert "D/2026/1/02" in client.get("/decisions?q=cóncept").text
