"""The review sheet on paper: the whole on its first page, then a page for each track, and nothing else."""

import datetime as dt
import io
from dataclasses import replace

from docx import Document

from dialogue.domain.editions import (
    Heading,
    ReviewFigure,
    ReviewMove,
    ReviewRow,
    ReviewSheet,
    ReviewStage,
    ReviewSum,
    ReviewTrack,
)
from dialogue.rendering.word import review
from tests.rendering.word.checks import faults, read
from tests.rendering.word.hostile import MIXED

NINE = dt.datetime(2027, 6, 8, 9, 30)
HEADING = Heading(
    reference="HLD/2027/1-RS", title="First session of 2027", place="Brussels", starts=NINE, ends=NINE.replace(hour=17),
    zone="Brussels/Prishtina time", dialogue="The Dialogue",
)  # fmt: skip
ROW = ReviewRow(
    reference="EX/1", title="Flood response", owner="Kosovo", was="information", stage="observer",
    moves=(
        ReviewMove(on=dt.date(2027, 2, 1), was="information", became="observer", evidence="Invitation"),
        ReviewMove(on=dt.date(2027, 3, 1), was="observer", became="observer", evidence="Thanks"),
    ),
    answered=2, next_step="Dates", item="5",
)  # fmt: skip
NEW = ReviewRow(
    reference="EX/2", title="Snow", owner="NATO", was="", stage="information", why="Nothing has moved.", waits=True
)
TRACK = ReviewTrack(
    slug="exercises", title="Joint exercises", rows=(ROW, NEW),
    stages=(
        ReviewStage(name="information", was=1, now=1), ReviewStage(name="observer", was=0, now=1),
        ReviewStage(name="host", was=0, now=0),
    ),
)  # fmt: skip
SHEET = ReviewSheet(
    heading=HEADING, tracks=(TRACK, ReviewTrack(slug="a", title="Partnership tools")), since="HLD/2026/2",
    since_on=dt.date(2026, 11, 9), followups=(ReviewFigure(word="open", n=2), ReviewFigure(word="closed", n=1)),
    overdue=1, decisions=(ReviewFigure(word="under way", n=3),), developments=(ReviewFigure(word="accepted", n=4),),
    others=4, as_planned=3, rev=2, as_of=dt.date(2027, 5, 24),
)  # fmt: skip


def test_the_whole_comes_first_and_each_track_after_it():
    told = read(review.render(SHEET))

    assert told[told.index("Title: Review sheet") + 2 :] == [
        "Status: Frozen with REV 2 of the agenda, on Mon 24 May 2027.",
        "Status: “Last session” is the evening of Mon 9 Nov 2026, on which HLD/2026/2 was held.",
        "Heading1: The whole",
        "Track | Last session | Now | Moved | Stand still | Waiting | Asked",
        "Joint exercises | 1 | 2 | 2 | 0 | 1 | 2",
        "Partnership tools | 0 | 0 | 0 | 0 | 0 | 0",
        "Normal: Other activities: 3 of 4 proceed as planned.",
        "Heading2: Follow-ups",
        "Normal: Open: 2; Closed: 1; Overdue: 1",
        "Heading2: Decisions",
        "Normal: Under way: 3",
        "Heading2: Developments since the last session",
        "Normal: Accepted by both sides: 4",
        "Heading1: Joint exercises",
        "Status: information: 1; observer: 1 (was 0)",
        "Entry | Last session | Stands at | What moved | Next step",
        (
            "EX/1 Flood response / Kosovo | information | observer | "
            "Mon 1 Feb 2027, information → observer, Invitation / Mon 1 Mar 2027, Thanks / 2 points answered | Dates"
        ),
        "EX/2 Snow / NATO | not entered yet | information | new | —",
        "Heading2: What stalls",
        "List: EX/2: Nothing has moved.",
        "Heading2: What is asked of this session",
        "List: EX/1: item 5 of the agenda",
        "List: EX/2: offers itself for the agenda",
        "Heading1: Partnership tools",
        "Status: Nothing has been entered yet.",
    ]


def test_ways_and_sums_stand_where_the_track_tells_them():
    way = (ReviewMove(on=dt.date(2027, 2, 1), was="information", became="observer", evidence="Invitation"),)
    sums = (ReviewSum(label="How many took part", n=24, entries=2),)
    told_ = ReviewTrack(slug="e", title="E", rows=(replace(ROW, way=way), NEW), way="History of rungs", sums=sums)

    told = read(review.render(replace(SHEET, tracks=(told_,))))

    at = told.index("Heading2: History of rungs")
    assert told[at + 1] == "List: EX/1: Mon 1 Feb 2027, information → observer, Invitation"
    assert "Status: How many took part: 24 (2 entries)" in told
    assert told[at + 2] == "Heading2: What stalls"


def test_each_track_begins_a_page_and_the_paper_has_a_reference_of_its_own():
    document = Document(io.BytesIO(review.render(SHEET)))

    heads = [one for one in document.paragraphs if one.style.name == "Heading 1"]
    assert [one.paragraph_format.page_break_before for one in heads] == [None, True, True]
    assert document.core_properties.title == "HLD/2027/1-RS REV 2 Review sheet"


def test_a_provisional_one_says_so_and_an_empty_one_what_there_is_not():
    told = read(review.render(ReviewSheet(heading=HEADING, tracks=(), as_of=dt.date(2027, 5, 24))))

    for words in (
        "Status: Provisional: as the tracks stand on Mon 24 May 2027. It is frozen with the agenda.",
        "Status: No regular session was held before: all is new.",
        "Normal: Other activities: 0 of 0 proceed as planned.",
        "Normal: Overdue: 0",
        "Normal: None has been adopted yet.",
        "Normal: None has been entered since.",
    ):
        assert words in told


def test_the_same_sheet_gives_the_same_bytes_and_word_takes_whatever_was_typed():
    typed = "\n".join(MIXED)
    row = replace(ROW, title=typed, owner=typed, next_step=typed, why=typed)
    soiled = replace(SHEET, tracks=(replace(TRACK, rows=(row,)),))

    assert review.render(soiled) == review.render(soiled)
    assert faults(review.render(soiled)) == []
