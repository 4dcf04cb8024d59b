"""The footnote on the designated name: a real one, once, at the first mention that is read, and word for word."""

from dataclasses import replace

import pytest

from dialogue.domain.editions.designation import FOOTNOTES, Designation
from dialogue.rendering.word import redline, word
from tests.rendering.word import sheets
from tests.rendering.word.checks import faults, members, opened, read
from tests.rendering.word.sheets import heading

EU = FOOTNOTES[Designation.EU]
# A run of its own: LibreOffice takes all that follows the mark in its run for the mark.
CALL = '<w:footnoteReference w:customMarkFollows="1" w:id="1"/><w:t xml:space="preserve">*</w:t></w:r>'
PAPERS = [sheets.agenda, sheets.minutes, sheets.participants, sheets.action_sheet]


def body_of(blob: bytes) -> str:
    return members(blob)["word/document.xml"]


@pytest.mark.parametrize("made", PAPERS, ids=lambda made: made.__name__)
@pytest.mark.parametrize("profile", FOOTNOTES, ids=str)
def test_it_hangs_once_on_the_first_mention(made, profile):
    blob = word.render(replace(made(), heading=heading(designation=FOOTNOTES[profile])))

    body, notes = body_of(blob), members(blob)["word/footnotes.xml"]
    before, _, _ = body.partition("<w:footnoteReference")
    assert body.count("<w:footnoteReference") == 1
    assert before.rpartition("</w:r>")[0].endswith("Kosovo</w:t>") and before.count("Kosovo") == 1
    assert CALL in body
    assert FOOTNOTES[profile].removeprefix("* ") in notes
    assert faults(blob) == []


@pytest.mark.parametrize("made", PAPERS, ids=lambda made: made.__name__)
def test_without_one_the_paper_is_as_it_was(made):
    assert "<w:footnoteReference" not in body_of(word.render(replace(made(), heading=heading())))


def test_the_words_of_the_paper_are_the_same_but_for_the_mark():
    without = read(word.render(sheets.minutes(heading=heading())))
    with_it = read(word.render(sheets.minutes(heading=heading(designation=EU))))

    assert [line.replace("Kosovo*", "Kosovo") for line in with_it] == without


@pytest.mark.parametrize(
    ("title", "called"),
    [
        ("Kosovars and Kosovo", "Kosovars and Kosovo"),  # a longer word is another one
        ("Kosovo* as it was typed, and Kosovo", "Kosovo* as it was typed, and Kosovo"),
        ("The north of Kosovo’s road", "The north of Kosovo"),
        ("Косово и Kosovo", "Косово"),
        ("Takimi në Kosovë", "Takimi në Kosovë"),
    ],
)
def test_which_word_is_the_name(title, called):
    here = heading(designation=EU, dialogue="", title="A session")

    body = body_of(word.render(sheets.agenda(heading=here, items=(sheets.item("1", title, "10:00", 30),))))

    before, _, _ = body.partition("<w:footnoteReference")
    assert before.rpartition("</w:t></w:r>")[0].rpartition(">")[2] == called


def test_what_follows_the_name_keeps_its_looks():
    here = heading(designation=EU, dialogue="", title="A session")
    one = sheets.item("1", "Roads", "10:00", 30, text="**In Kosovo today** it rains.")

    blob = word.render(sheets.agenda(heading=here, items=(one,)))

    runs = [run for p in opened(blob).paragraphs for run in p.runs if run.text in {"In Kosovo", " today"}]
    assert [(run.text, run.font.bold) for run in runs] == [("In Kosovo", True), (" today", True)]


def test_a_paper_that_does_not_name_it_has_none():
    here = heading(designation=EU, dialogue="Dialogue", title="A session")

    body = body_of(word.render(sheets.agenda(heading=here, items=(sheets.item("1", "Roads", "10:00", 30),))))

    assert "<w:footnoteReference" not in body


def test_a_redline_calls_it_where_the_new_text_reads_it():
    here = heading(designation=EU, dialogue="", title="A session")
    old, new = (replace(sheets.minutes(heading=here), rev=rev) for rev in (1, 2))

    blob = redline.render(old, new)

    body = body_of(blob)
    assert body.count("<w:footnoteReference") == body_of(word.render(new)).count("<w:footnoteReference") == 1
    assert faults(blob) == []
