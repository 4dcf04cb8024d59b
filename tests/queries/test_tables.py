"""Tables of a track: what stands in them, how they are parted, and what of it is on paper."""

import pytest

from dialogue.actions import tracks as acts
from dialogue.domain import tracks as domain
from dialogue.domain.editions import Level
from dialogue.domain.tracks import TRACKS
from dialogue.queries import tables
from tests import planted

TODAY = planted.AT.date()
TOOLS = TRACKS["partnership-tools"]


@pytest.fixture
def world(database):
    return planted.planted(database)


def shown(slug, who="delegate", track=TOOLS):
    return tables.shown(planted.standing(who), track, track.table(slug), TODAY)


def told(found):
    return [(group.title, group.stages, [row.line.reference for row in group.rows]) for group in found.groups]


def test_needs_are_parted_by_institution_in_the_order_of_its_name(world):
    assert told(shown("needs")) == [
        ("Emergency Management Agency", "shortlisted: 1; attended: 1", ["PCM/4", "PCM/6"]),
        ("Kosovo Security Force", "evaluated: 1; declined: 1", ["PCM/3", "PCM/5"]),
        ("Ministry of Defence", "need: 1", ["PCM/2"]),
        ("Ministry of Internal Affairs", "under consideration: 1", ["PCM/1"]),
    ]


def test_a_table_begins_at_its_rung_and_takes_in_what_was_declined(world):
    assert told(shown("requests")) == [
        ("2026", "attended: 1; evaluated: 1; declined: 1", ["PCM/3", "PCM/4", "PCM/5"]),
        ("2027", "under consideration: 1", ["PCM/1"]),
    ]


def test_cells_stand_under_their_heads_and_an_activity_has_its_title(world):
    found = shown("requests")

    assert dict(zip(found.heads, found.groups[0].rows[0].cells, strict=True)) == {
        "Activity of the menu": "PCM-201 English for staff officers",
        "Institution": "Kosovo Security Force",
        "Programme": "IPCP, legacy",
        "Stage": "evaluated",
        "How many took part": "14",
        "Evaluation": "Twelve of fourteen reached the level that was aimed at.",
    }


def test_the_shortlist_goes_by_area_in_the_order_of_its_choices(world):
    assert [group.title for group in shown("shortlist").groups] == ["education", "training", "civil emergency planning"]


def test_what_is_the_secretaries_own_stands_on_their_page_and_on_no_paper(db, world):
    by = planted.standing("secretary").person
    words = {"title": "Ours", "text": "", "next_step": "", "values": {"institution": "An office", "area": "another"}}
    acts.begin(TOOLS, owner=by.organisation, level=Level.SECRETARIAT, by=by, at=planted.AT, **words)
    db.flush()

    def there(who):
        return [group.title for group in shown("needs", who).groups]

    paper = tables.sheet(planted.standing("secretary"), TOOLS, TOOLS.table("needs"), TODAY)
    assert ("An office" in there("secretary"), "An office" in there("delegate")) == (True, False)
    assert "An office" not in [group.title for group in paper.groups]


def test_the_paper_says_what_the_page_says(world):
    page, table = shown("shortlist"), TOOLS.table("shortlist")

    paper = tables.sheet(planted.standing("delegate"), TOOLS, table, TODAY)

    assert [column.head for column in paper.columns] == list(page.heads)
    assert [(one.title, one.stages) for one in paper.groups] == [(one.title, one.stages) for one in page.groups]
    assert [row.cells for one in paper.groups for row in one.rows] == [
        tuple(row.cells) for one in page.groups for row in one.rows
    ]
    assert (paper.opening, paper.as_of) == (table.opening, TODAY)


def test_what_says_nothing_of_it_comes_last_and_says_so(db, world):
    entry = db.scalars(domain.by_number("partnership-tools", 2)).unique().one()
    entry.values.pop("institution")
    db.flush()

    assert told(shown("needs"))[-1] == ("Institution not said", "need: 1", ["PCM/2"])


def test_exercises_stand_by_year_with_the_rung_that_is_reached(world):
    found = shown("years", track=TRACKS["exercises"])

    assert [(group.title, group.stages) for group in found.groups] == [
        ("2026", "unit participation: 1"),
        ("2027", "information: 1; observer: 1"),
    ]
    assert dict(zip(found.heads, found.groups[0].rows[0].cells, strict=True)) == {
        "Rung sought": "unit participation",
        "Rung reached": "unit participation",
        "Initial planning conference": "Sun 28 Dec 2025",
        "Main planning conference": "Sat 28 Mar 2026",
        "Final planning conference": "Tue 16 Jun 2026",
        "Units": "One engineer platoon of the KSF\nOne search and rescue team",
        "Evaluation": "Met the standard in nine of ten tasks",
    }


def test_a_centre_that_stalls_says_so_in_its_row(world):
    (centres,) = shown("centres", track=TRACKS["centres-affiliation"]).groups

    assert [(row.line.reference, row.line.why) for row in centres.rows if row.line.why] == [
        ("AFF/1", "The consent of the steering committee has been awaited since Wed 5 Aug 2026."),
        ("AFF/3", "Nothing has moved since Sat 28 Mar 2026; it stalls after 6 months."),
    ]
