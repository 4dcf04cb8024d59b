"""The paper of a track: every row as it is shown, and nothing that is not in its sheet."""

import datetime as dt

from dialogue.domain.editions import TrackRow, TrackSheet
from dialogue.rendering.word import track
from tests.rendering.word.checks import faults, read
from tests.rendering.word.hostile import MIXED

ROW = TrackRow(
    reference="EX/1", title="Flood response", stage="observer", owner="Kosovo", moved=dt.date(2026, 11, 20),
    note="Two _observers_.", next_step="Dates", why="Nothing has moved.",
)  # fmt: skip


def sheet(*rows, **more):
    return TrackSheet(title="Exercises", purpose="The roadmap.", rows=rows, stages=(("observer", 1),), **more)


def test_a_register_reads_as_it_was_shown():
    made = track.render(sheet(ROW, filters=("Stage: observer",), as_of=dt.date(2026, 11, 23)))

    assert read(made) == [
        "Title: Exercises",
        "Subtitle: As of Mon 23 Nov 2026",
        "Normal: The roadmap.",
        "Status: observer: 1",
        "Status: Shown: Stage: observer",
        "Status: 1 entry stands still or waits for an answer.",
        "Heading1: Entries",
        "Reference | Entry | Stage | Owner | Last move | Next step",
        "EX/1 | Flood response | observer / Nothing has moved. | Kosovo | Fri 20 Nov 2026 / Two observers. | Dates",
    ]


def test_an_empty_register_says_so():
    made = track.render(TrackSheet(title="Exercises", purpose="The roadmap.", rows=()))

    assert read(made)[-1] == "Status: Nothing has been entered yet."


def test_the_same_sheet_gives_the_same_bytes_and_word_takes_whatever_was_typed():
    soiled = TrackRow(
        reference="EX/1",
        title="\n".join(MIXED),
        stage="s",
        owner="\n".join(MIXED),
        moved=dt.date(2026, 1, 1),
        note="\n".join(MIXED),
    )

    assert track.render(sheet(soiled)) == track.render(sheet(soiled))
    assert faults(track.render(sheet(soiled))) == []
