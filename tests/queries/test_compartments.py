"""What is kept apart, as its list reads it: for nobody else a row, and a paper that bears no claim."""

import pytest

from dialogue import access
from dialogue.db import db
from dialogue.domain import tracks
from dialogue.domain.people import Person
from dialogue.domain.tracks import TRACKS
from dialogue.queries import compartments
from dialogue.rendering.word import claims, word
from tests.planted import AT, planted
from tests.rendering.word.checks import read

TRACK = TRACKS["military-to-military"]
DAY = AT.date()


@pytest.fixture
def world(database):
    yield planted(database)
    db.remove()


def standing(email):
    return access.standing(db.query(Person).filter_by(email=email).one(), AT)


LISTED, OUTSIDE = "delegate.kosovo@kosovo.example", "secretary.brussels@dialogue.example"


def test_its_list_reads_follow_ups_and_papers_and_nobody_else_one(world):
    told = [
        (len(compartments.followups_of(standing(who), TRACK)), len(compartments.papers_of(standing(who), TRACK)))
        for who in (LISTED, OUTSIDE)
    ]

    assert told == [(2, 1), (0, 0)]


def test_beside_an_entry_stands_what_is_of_it_and_was_not_taken_away(world):
    first, second = (db.scalars(tracks.by_number(TRACK.slug, n)).unique().one() for n in (1, 2))

    assert [one.reference for one in compartments.followups_beside(first)] == ["MM/OC/01", "MM/OC/02"]
    assert [(one.reference, one.words) for one in compartments.papers_beside(first)] == [
        ("MM/P/1", "Programme of the first week")
    ]
    assert (compartments.followups_beside(second), compartments.papers_beside(second)) == ([], [])
    paper = db.scalar(tracks.paper_of(TRACK.slug, 1))
    paper.remove(by=paper.attached_by, at=AT)
    assert compartments.papers_beside(first) == []


def test_an_open_track_has_nothing_beside_its_entries(world):
    entry = db.scalars(tracks.by_number("exercises", 1)).unique().one()

    assert (compartments.followups_beside(entry), compartments.papers_beside(entry)) == ([], [])


def test_its_paper_lists_them_and_says_unseen_nothing_of_what_it_is(world):
    sheet = compartments.tracker(standing(LISTED), TRACK, DAY)
    made = word.render(sheet)

    assert [(row.reference, row.state, row.origin) for row in sheet.rows] == [
        ("MM/OC/01", "open", "MM/1"),
        ("MM/OC/02", "in progress", "MM/1"),
    ]
    assert "Send the names of the medical teams." in " ".join(read(made))
    assert claims.read(made) is None


def test_for_nobody_else_its_paper_has_a_row(world):
    assert compartments.tracker(standing(OUTSIDE), TRACK, DAY).rows == ()
