"""The paper of a table: each part under its heading, each row under its columns, and nothing else."""

import datetime as dt

from dialogue.domain.editions import TableColumn, TableGroup, TableRow, TableSheet
from dialogue.rendering.word import table
from tests.rendering.word.checks import faults, opened, read
from tests.rendering.word.hostile import MIXED

COLUMNS = (TableColumn(head="Area"), TableColumn(head="Benefit", wide=True))


def sheet(*groups, **more):
    return TableSheet(title="Needs", purpose="What is needed.", columns=COLUMNS, groups=groups, **more)


def test_a_table_reads_as_it_was_shown():
    rows = (
        TableRow(reference="PCM/1", title="Courses", cells=("training", "One.\nTwo."), why="Nothing has moved."),
        TableRow(reference="PCM/2", title="English", cells=("", "")),
    )
    made = table.render(
        sheet(
            TableGroup(title="A ministry", stages="need: 2", rows=rows), opening="In two words.",
            as_of=dt.date(2026, 11, 23),
        )
    )  # fmt: skip

    assert read(made) == [
        "Title: Needs",
        "Subtitle: As of Mon 23 Nov 2026",
        "Normal: What is needed.",
        "Normal: In two words.",
        "Heading1: A ministry",
        "Status: need: 2",
        "Entry | Area | Benefit",
        "PCM/1 Courses / Nothing has moved. | training | One. / Two.",
        "PCM/2 English | — | —",
    ]


def test_what_stands_above_a_table_goes_with_it_onto_the_next_page():
    rows = (TableRow(reference="PCM/1", title="Courses", cells=("training", "One.")),)

    paper = opened(table.render(sheet(TableGroup(title="A ministry", stages="need: 1", rows=rows))))

    (above,) = [one for one in paper.paragraphs if one.text == "need: 1"]
    assert above.paragraph_format.keep_with_next


def test_one_that_is_not_parted_has_no_heading_and_an_empty_one_says_so():
    whole = table.render(sheet(TableGroup(title="", stages="need: 1", rows=())))

    assert [one for one in read(whole) if one.startswith("Heading")] == []
    assert read(table.render(sheet()))[-1] == "Status: Nothing has been entered yet."


def test_the_same_sheet_gives_the_same_bytes_and_word_takes_whatever_was_typed():
    soiled = "\n".join(MIXED)
    row = TableRow(reference="PCM/1", title=soiled, cells=(soiled, soiled), why=soiled)
    made = sheet(TableGroup(title=soiled, stages=soiled, rows=(row,)))

    assert table.render(made) == table.render(made)
    assert faults(table.render(made)) == []
