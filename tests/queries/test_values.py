"""Values of fields in the reader's words, each kind in its own."""

import datetime as dt

import pytest

from dialogue.domain import tracks
from dialogue.domain.tracks import TRACKS, Kind
from dialogue.queries import values
from dialogue.queries.values import Kept
from tests import planted

TITLES = {"A-1": "A course"}
FIELDS = {one.kind: one for track in TRACKS.values() for one in track.fields}


@pytest.mark.parametrize(
    ("kind", "kept", "told"),
    [
        (Kind.LINE, "Words", "Words"),
        (Kind.TEXT, "Two\nlines", "Two\nlines"),
        (Kind.DATE, "2026-11-20", "Fri 20 Nov 2026"),
        (Kind.NUMBER, "14", "14"),
        (Kind.ACTIVITY, "A-1", "A-1 A course"),
        (Kind.ACTIVITY, "A-2", "A-2"),
        (Kind.TICK, "yes", "yes"),
        (Kind.CHOICE, "another", "another"),
        (Kind.TICK, "", ""),
    ],
)
def test_a_value_is_told(kind, kept, told):
    assert values.told(FIELDS[kind], Kept(kept), TITLES) == told


def test_a_box_says_who_ticked_it_and_when():
    kept = Kept("yes", "Arta Krasniqi", "Kosovo", dt.datetime(2026, 11, 20, 9, tzinfo=dt.UTC))

    assert values.told(FIELDS[Kind.TICK], kept, {}) == "yes: Arta Krasniqi (Kosovo), Fri 20 Nov 2026"


@pytest.fixture
def world(database):
    return planted.planted(database)


def test_values_of_an_entry_stand_in_the_order_of_the_track(db, world):
    entry = db.scalars(tracks.by_number("partnership-tools", 1)).unique().one()

    assert values.of_entry(entry)[0] == ("Institution", "Ministry of Internal Affairs")
    assert ("Activity of the menu", "PCM-101 Civil emergency planning for officials") in values.of_entry(entry)


def test_lines_of_a_value_stand_side_by_side_among_the_facts_of_an_entry(db, world):
    entry = db.scalars(tracks.by_number("exercises", 3)).unique().one()

    assert ("Units", "One engineer platoon of the KSF; One search and rescue team") in values.of_entry(entry)


def test_nobody_is_told_of_values_of_an_entry_that_he_may_not_open(world):
    centre = TRACKS["centre-of-excellence"]

    assert [sorted(values.of_track(planted.standing(who), centre, ["theme"])) for who in ("secretary", "delegate")] == [
        [1, 2, 3],
        [1, 3],
    ]


def test_days_that_are_due_are_of_live_entries_alone(db, world):
    def due(*slugs):
        return [(row.track_slug, row.number, row.key, row.day) for row in db.execute(tracks.days_due(slugs))]

    of_exercises = [
        ("exercises", 3, "initial", "2025-12-28"),
        ("exercises", 3, "main", "2026-03-28"),
        ("exercises", 3, "final", "2026-06-16"),
        ("exercises", 1, "initial", "2026-11-03"),
        ("exercises", 1, "main", "2027-02-01"),
    ]
    assert due("exercises") == of_exercises
    assert due("partnership-tools") == []
    assert set(of_exercises) < set(due())

    db.scalars(tracks.by_number("exercises", 3)).unique().one().stage_name = "ended"
    db.flush()
    assert due("exercises") == of_exercises[3:]


def test_what_is_counted_is_added_up_without_what_is_the_secretaries_own(db, world):
    assert db.execute(tracks.counted(["partnership-tools"])).all() == [("partnership-tools/participants", 23)]
    assert db.execute(tracks.counted(["partnership-tools"], entries=True)).all() == [
        ("partnership-tools/participants", 2)
    ]
    assert db.execute(tracks.counted(["exercises"])).all() == []
