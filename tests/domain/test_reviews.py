"""Where an entry stood on a day, as its moves tell it; a review sheet that is frozen and comes back as it was."""

import datetime as dt
from dataclasses import replace

import pytest

from dialogue.domain import tracks
from dialogue.domain.editions import (
    Heading,
    ReviewFigure,
    ReviewMove,
    ReviewRow,
    ReviewSheet,
    ReviewTrack,
    canonical,
    fingerprint,
)
from dialogue.domain.tracks import TRACKS, History, Step
from tests.factories import AT, session, table

MARCH, MAY, JULY, SEPTEMBER = (dt.date(2027, month, 1) for month in (3, 5, 7, 9))
DAY = dt.timedelta(days=1)
ROSE = Step(MAY, "information", "observer", "Invitation")
FELL = Step(JULY, "observer", "information")
WENT = History(TRACKS["exercises"], MARCH, (ROSE, Step(MAY, "observer", "observer", "Note"), FELL))


@pytest.mark.parametrize(
    ("day", "stage"),
    [
        (MARCH - DAY, ""),
        (MARCH, "information"),
        (MAY - DAY, "information"),
        (MAY, "observer"),
        (JULY - DAY, "observer"),
        (JULY, "information"),
    ],
)
def test_an_entry_stood_where_its_last_step_until_that_evening_had_led(day, stage):
    assert WENT.stage_on(day) == stage


def test_what_moved_before_it_was_entered_stood_there_already():
    late = History(TRACKS["exercises"], SEPTEMBER, (ROSE,))

    assert (late.stage_on(MAY - DAY), late.stage_on(MAY), late.place_on(JULY).moved_on) == ("", "observer", MAY)
    assert late.place_on(SEPTEMBER).moved_on == SEPTEMBER


def test_moves_are_those_after_the_one_evening_until_the_other():
    assert WENT.moves(MAY - DAY, JULY - DAY) == [ROSE, WENT.steps[1]]
    assert WENT.moves(MAY, JULY) == [FELL]
    assert WENT.moves(None, SEPTEMBER) == list(WENT.steps)


def test_a_standstill_and_an_open_point_are_those_of_the_day():
    asked = History(
        TRACKS["parliamentary-assembly"],
        MARCH,
        (Step(MAY, "reaction expected", "reaction received", "x"),),
        (JULY, None),
    )

    assert (asked.place_on(JULY - DAY).open_points, asked.place_on(JULY).open_points) == (2, 1)
    assert (asked.place_on(JULY - DAY).moved_on, asked.place_on(SEPTEMBER).moved_on) == (MAY, JULY)
    assert (asked.answered(MAY, JULY), asked.answered(JULY, SEPTEMBER)) == (1, 0)


def test_a_frozen_sheet_comes_back_as_it_was_under_the_number_of_the_release():
    nine = dt.datetime(2027, 6, 8, 9)
    row = ReviewRow(
        reference="EX/1", title="Flood response", owner="Kosovo", was="information", stage="observer",
        moves=(ReviewMove(on=MAY, was="information", became="observer", evidence="Invitation"),), item="5",
    )  # fmt: skip
    sheet = ReviewSheet(
        heading=Heading(reference="HLD/2027/1-RS", place="Brussels", starts=nine, ends=nine, zone="CET"),
        tracks=(ReviewTrack(slug="exercises", title="Joint exercises", rows=(row,)),),
        since="HLD/2026/2", since_on=MARCH, followups=(ReviewFigure(word="open", n=2),), others=3, as_planned=2,
        rev=2, as_of=JULY,
    )  # fmt: skip

    kept = tracks.freeze(session(table()), sheet, 2, at=AT)

    assert (kept.sheet, kept.label, kept.text_hash) == (sheet, "REV 2", fingerprint(sheet))


def test_on_the_agenda_comes_before_what_offers_itself():
    told = {"title": "t", "owner": "o", "was": "", "stage": "s"}
    rows = (
        ReviewRow(reference="EX/1", **told),
        ReviewRow(reference="EX/2", why="Nothing has moved.", **told),
        ReviewRow(reference="EX/3", item="7", **told),
        ReviewRow(reference="EX/4", drafted=True, why="Awaited.", waits=True, **told),
    )
    track = ReviewTrack(slug="exercises", title="Joint exercises", rows=rows)

    assert [row.reference for row in track.asked] == ["EX/3", "EX/4", "EX/2"]
    assert [row.reference for row in track.stalled] == ["EX/2", "EX/4"]
    assert (track.still, track.waiting, track.stood, len(track.moved)) == (1, 1, 0, 4)


def test_a_sheet_without_sums_and_ways_has_the_hash_that_it_had_before_there_were_any():
    """Of sheets that were frozen before; the hash is theirs."""
    row = ReviewRow(reference="EX/1", title="Flood", owner="Kosovo", was="", stage="observer")
    bare = ReviewTrack(slug="exercises", title="Joint exercises", rows=(row,))

    assert b"sums" not in canonical(bare)
    assert b"way" not in canonical(bare)
    assert b"way" in canonical(replace(bare, way="History of rungs"))
