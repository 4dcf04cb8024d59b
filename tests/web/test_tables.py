"""Tables of a track over HTTP: the page, its paper, and that a request chooses an activity of the menu."""

import datetime as dt
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from dialogue.actions import tracks as acts
from dialogue.db import db
from dialogue.domain import tracks
from dialogue.domain.editions import Level
from dialogue.domain.tracks import TRACKS
from tests.planted import AT, standing
from tests.rendering.word.checks import faults, read
from tests.stories.hand import Hand
from tests.web.many import Statements, costs_the_same

Browse = Callable[[str], FlaskClient]
TOOLS = "/tracks/partnership-tools"
EVERY = [(track.slug, one.slug) for track in TRACKS.values() for one in track.tables if not one.monthly]


def hand(client: FlaskClient, path: str) -> Hand:
    made = Hand(client)
    made.open(path)
    return made


@pytest.mark.parametrize(("slug", "table"), EVERY)
def test_every_table_is_a_page_and_a_paper_and_leads_to_its_entries(slug: str, table: str, browse: Browse) -> None:
    client = browse("delegate")
    page = client.get(f"/tracks/{slug}/tables/{table}")
    paper = client.get(f"/tracks/{slug}/tables/{table}.docx")

    assert (page.status_code, paper.status_code) == (200, 200)
    assert f'href="/tracks/{slug}/1"' in page.text
    assert faults(paper.data) == []
    assert f'href="/tracks/{slug}/tables/{table}"' in client.get(f"/tracks/{slug}").text


def test_the_concept_document_says_need_area_institution_activity_and_both_benefits(browse: Browse) -> None:
    told = read(browse("delegate").get(f"{TOOLS}/tables/shortlist.docx").data)

    assert "Title: Concept document: shortlist of activities" in told
    at = told.index("Heading1: civil emergency planning")
    heads, first = (line.split(" | ") for line in told[at + 2 : at + 4])
    assert dict(zip(heads, first, strict=True)) == {
        "Entry": "PCM/1 Courses on civil emergency planning",
        "Institution": "Ministry of Internal Affairs",
        "Activity of the menu": "PCM-101 Civil emergency planning for officials",
        "Benefit to Kosovo": "Trained officials, and plans that fit those of neighbours.",
        "Benefit to NATO": "A partner that needs less support in an emergency.",
        "Stage": "under consideration",
    }
    assert not any("PCM/2" in line for line in told)


def test_there_is_no_other_table_and_none_of_a_track_that_one_may_not_open(browse: Browse) -> None:
    for path, who in ((f"{TOOLS}/tables/others", "delegate"), (f"{TOOLS}/tables/needs", "co-host")):
        assert [browse(who).get(path + end).status_code for end in ("", ".docx")] == [404, 404]


def test_an_activity_is_chosen_in_the_menu_and_stands_once_the_form_is_saved(browse: Browse) -> None:
    ours = hand(browse("secretary"), f"{TOOLS}/6")
    ours.follow("Choose an activity of the menu…")
    assert "Choose an activity for PCM/6" in ours.text

    ours.follow("Choose it for PCM/6… PCM-302")
    assert _activity() == ""
    ours.press("Save the entry")

    assert _activity() == "PCM-302"
    assert "PCM-302 Search and rescue in mountains" in ours.text


def test_an_activity_that_is_not_in_the_menu_is_no_activity(browse: Browse) -> None:
    ours = hand(browse("secretary"), f"{TOOLS}/6/edit")

    ours.press("Save the entry", activity="PCM-999", status=422)

    assert "No activity of the menu has the code “PCM-999”." in ours.text
    assert ours.page.xpath("//input[@name='activity']/@value") == ["PCM-999"]
    assert _activity() == ""


def test_nobody_chooses_for_an_entry_that_he_does_not_keep(browse: Browse) -> None:
    page = browse("delegate").get(f"{TOOLS}/activities?entry=6").text

    assert "PCM-302" in page
    assert "Choose it for" not in page
    assert browse("secretary").get(f"{TOOLS}/activities?entry=999").status_code == 200


def test_a_table_asks_the_same_with_few_entries_and_with_many(browse: Browse, statements: Statements) -> None:
    costs_the_same(browse("delegate"), f"{TOOLS}/tables/requests", statements, _more)


def _more(n: int) -> None:
    by = standing("secretary").person
    stages = ("shortlisted", "requested")
    words = {"title": "E", "text": "", "next_step": "", "level": Level.DELEGATIONS, "owner": by.organisation}
    values = {"institution": "I", "area": "another", "activity": "PCM-101", "year": "2030"}
    for _ in range(n):
        entry = acts.begin(TRACKS["partnership-tools"], by=by, at=AT, values=values, **words)
        entry.stage_name = stages[1]
        db.flush()


def _activity() -> str:
    db.expire_all()
    found = db.scalars(tracks.by_number("partnership-tools", 6)).unique().one().kept("activity")
    db.remove()
    return found


def test_the_log_of_statements_is_that_of_one_month_as_page_and_paper(browse: Browse) -> None:
    """Issued 121 days before the day of the demonstration."""
    client, log = browse("delegate"), "/tracks/public-communication/tables/log"
    issued, before = (f"{AT - dt.timedelta(days=days):%Y-%m}" for days in (121, 160))

    pages = {month: client.get(f"{log}?month={month}").text for month in (issued, before, "nonsense")}
    papers = {month: "\n".join(read(client.get(f"{log}.docx?month={month}").data)) for month in (issued, before)}

    assert {month for month, page in pages.items() if "Message on the role of KFOR" in page} == {issued}
    assert {month for month, paper in papers.items() if "PUB/2" in paper} == {issued}
    assert f'<option value="{issued}" selected>' in pages[issued]
    assert f'log.docx?month={issued}"' in pages[issued]
    assert f'href="{log}"' in client.get("/tracks/public-communication").text
    assert all("PUB/1" not in told for told in (*pages.values(), *papers.values()))
