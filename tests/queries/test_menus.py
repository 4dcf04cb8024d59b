"""The activities of a track as they were chosen, page by page, on both engines."""

import datetime as dt

import pytest
from sqlalchemy import select

from dialogue.domain.people import Person
from dialogue.domain.tracks import TRACKS, TrackActivity, areas_of, in_menu, years_of
from dialogue.queries import menus
from dialogue.queries.menus import PAGE, Chosen
from tests import planted
from tests.planted import AT

TRACK = TRACKS["partnership-tools"]
DAY = dt.date(2026, 11, 1)


@pytest.fixture
def menu(database, db):
    planted.planted(database)
    there = db.scalars(select(TrackActivity)).all()
    for one in there:
        db.delete(one)
    for n in range(PAGE + 2):
        area = ("Éducation", "Training")[n % 2]
        db.add(TrackActivity(track_slug=TRACK.slug, code=f"A-{n:03}", title=f"Course {n}", area=area, audience="",
                             stage="Basic", year=(2026, 2027, None)[n % 3], listed_on=DAY))  # fmt: skip
    db.commit()
    return db


def codes(**chosen):
    return [one.code for one in menus.shown(TRACK, Chosen(**chosen)).activities]


def test_they_come_page_by_page_in_the_order_of_their_codes(menu):
    first, second = (menus.shown(TRACK, Chosen(page=n)) for n in (1, 2))

    assert [one.code for one in (*first.activities, *second.activities)] == [f"A-{n:03}" for n in range(PAGE + 2)]
    assert (first.has_more(1), second.has_more(2), codes(page=3)) == (True, False, [])
    assert (first.all, first.every, first.listed_on) == (PAGE + 2, PAGE + 2, DAY)


def test_they_are_narrowed_by_words_area_and_year(menu):
    assert codes(words="course 7") == ["A-007"]
    assert codes(words="a 012") == ["A-012"]
    assert codes(words="education", year="2027")[:3] == ["A-004", "A-010", "A-016"]
    assert codes(area="Training", year="2026")[:2] == ["A-003", "A-009"]
    assert codes(area="Nowhere") == codes(year="soon") == codes(words="zebra") == []
    assert menus.shown(TRACK, Chosen(area="Training")).every == PAGE + 2


def test_what_they_can_be_narrowed_to_is_told_in_order(menu):
    assert sorted(menu.scalars(areas_of(TRACK))) == ["Training", "Éducation"]
    assert menu.scalars(years_of(TRACK)).all() == [2026, 2027]


def test_another_track_has_none(menu):
    assert menus.shown(TRACKS["exercises"], Chosen()).every == 0
    assert len(menu.scalars(in_menu(TRACK)).all()) == PAGE + 2
    assert menu.scalars(select(Person)).first() is not None
    assert AT.date() > DAY
