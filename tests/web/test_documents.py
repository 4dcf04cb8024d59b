"""Documents: what a co-host or an observer takes away, and that the page exists for nobody else."""

import hashlib
import re

import pytest
from lxml import html
from sqlalchemy import select

from dialogue.domain.editions import DOCUMENT_LEVELS, Level
from dialogue.domain.engagements import Engagement
from dialogue.domain.minutes import Paragraph
from dialogue.domain.papers import ReleasedFile
from tests import silent
from tests.web import sitting

MINUTES = f"/sessions/{sitting.REF}/minutes.docx"
AGENDA = f"/sessions/{sitting.REF}/agenda.docx"
HREFS = re.compile(r'href="([^"]+[.]docx[^"]*)"')
NAMES = {"delegations": "Delegations edition", "cohost": "Co-host edition", "public": "Public edition"}


@pytest.fixture
def held(people):
    return sitting.sitting(people, Paragraph(text="said to the host", level=Level.COHOST))


def test_the_page_is_there_for_co_hosts_and_observers_alone(people, as_, held):
    readers = (
        people.cohost_university, held.observer, people.cohost_institute, people.secretary_brussels, people.chair_nato,
        people.delegate_kosovo, people.admin, people.outsider,
    )  # fmt: skip

    assert [as_(who).get("/documents").status_code for who in readers] == [200, 200, *[404] * 6]


def test_minutes_are_there_from_the_release_of_its_own_edition_on(people, as_, held):
    browser = as_(people.cohost_university)
    assert "not released in this edition yet" in browser.get("/documents").text

    sitting.released(held, Level.DELEGATIONS, Level.PUBLIC)
    assert MINUTES not in browser.get("/documents").text
    assert MINUTES in as_(held.observer).get("/documents").text


@pytest.fixture(params=[Level.COHOST, Level.PUBLIC])
def level(request):
    return request.param


def test_what_the_page_offers_is_the_released_file_in_the_readers_edition(people, as_, held, db, level):
    sitting.released(held, *DOCUMENT_LEVELS)
    browser = as_({Level.COHOST: people.cohost_university, Level.PUBLIC: held.observer}[level])

    page = browser.get("/documents").text

    files = db.scalars(select(ReleasedFile).where(ReleasedFile.level == level)).all()
    kept = {file.kind: file for file in files if file.kind == "minutes" or file.label == "REV 1"}
    for kind, path in (("agenda", AGENDA), ("minutes", MINUTES)):
        assert f"{path}?edition={level.value}" in page
        assert kept[kind].sha256[:12] in page
        taken = browser.get(f"{path}?edition={level.value}").data
        assert hashlib.sha256(taken).hexdigest() == kept[kind].sha256


def test_a_page_asks_the_same_before_and_after_the_release(people, as_, held, statements):
    browser = as_(people.cohost_university)
    with statements() as few:
        browser.get("/documents")
    sitting.released(held, Level.COHOST)

    with statements() as many:
        page = browser.get("/documents")

    assert MINUTES in page.text
    assert len(few) == len(many)
    assert len(many) <= 12


@pytest.mark.parametrize("level", DOCUMENT_LEVELS)
def test_minutes_whose_adoption_is_in_question_are_marked_for_every_reader(people, as_, held, db, statements, level):
    """On their page and beside the stored file, which stays as it was; of the round they read nothing."""
    sitting.released(held, *DOCUMENT_LEVELS)
    who = {Level.DELEGATIONS: people.delegate_nato, Level.COHOST: people.cohost_university, Level.PUBLIC: held.observer}
    browser, page = as_(who[level]), MINUTES.removesuffix(".docx")
    before = browser.get(MINUTES).data
    assert "in question" not in browser.get(page).text
    minutes = held.minutes
    minutes.circulation = silent.in_question(db, minutes.session, "minutes", minutes.text_hash, at=sitting.AT)
    number = minutes.circulation.number
    db.commit()

    told = browser.get(page).text
    with statements() as asked:
        browser.get(page)
    shelf = browser.get("/documents")

    assert "Adoption in question" in told and "as it was released; the adoption is in question" in told
    assert "Adoption in question: whether this text was adopted is not certain" in told
    assert browser.get(MINUTES).data == before
    assert len(asked) <= 12, "\n".join(s[:150] for s in asked)
    if level is not Level.DELEGATIONS:
        assert shelf.text.count("adoption in question") == 1
        assert [text for text in (told, shelf.text) if number in text] == []


def test_a_co_host_that_gets_no_edition_finds_no_minutes_here_nor_at_their_address(people, as_, held, db):
    bound = db.scalars(select(Engagement)).one()
    bound.waive_edition("It gave the room alone.", by=people.secretary_brussels, at=sitting.AT)
    db.commit()
    sitting.released(held, Level.COHOST)
    browser = as_(people.cohost_university)

    assert MINUTES not in browser.get("/documents").text
    assert [browser.get(f"{MINUTES}{query}").status_code for query in ("", "?edition=cohost")] == [404, 404]
    assert MINUTES.removesuffix(".docx") not in browser.get(f"/sessions/{sitting.REF}").text


@pytest.mark.parametrize(("role", "editions"), [("adviser", {"delegations", "public"}), ("co-host", {"cohost"})])
def test_the_page_offers_each_paper_in_the_edition_in_which_its_own_page_is_read(world, browse, role, editions):
    browser = browse(role)
    page = html.document_fromstring(browser.get("/documents").text)

    offered = page.xpath("//td/a[contains(@href, '.docx')]/@href")
    assert {edition.text for edition in page.xpath("//tr//span[@class='edition']")} == {NAMES[one] for one in editions}
    assert {"agenda.docx", "participants.docx"} <= {href.partition("?")[0].rpartition("/")[2] for href in offered}
    for href in offered:
        assert browser.get(href).data == browser.get(href.partition("?")[0]).data
        (row,) = page.xpath("//tr[td/a/@href = $href]", href=href)
        named = row.xpath(".//span[@class='edition']")[0].text
        assert named in browser.get(row.xpath("th/a/@href")[0]).text


def test_an_adviser_is_offered_the_agenda_that_the_delegations_read_and_no_more(world, browse):
    (agenda,) = {href for href in HREFS.findall(browse("adviser").get("/documents").text) if "2027-1/agenda" in href}

    assert agenda.endswith("agenda.docx?edition=delegations")
    assert browse("adviser").get(agenda).data == browse("delegate").get(agenda).data
