"""An old paper in Word: its own numbers, its own words, and that it was imported."""

from dialogue.domain.editions.imported import ImportedLine, ImportedSheet
from dialogue.rendering.word import claims, imported
from tests.rendering.word.checks import faults, read

SHEET = ImportedSheet(
    title="Minutes",
    reference="Third meeting",
    session="Tue 14 May 2019, Ohrid",
    mark="IMPORTED",
    notes=("Imported on Thu 1 Oct 2026.", "It was not agreed here."),
    head=("MINUTES",),
    people=("A. Person",),
    lines=(
        ImportedLine(what="item", text="Opening", number="1."),
        ImportedLine(what="noted", text="It was noted:\n- one;\n- two.", number="1.1"),
        ImportedLine(what="sub-item", text="Under it", number="a)"),
        ImportedLine(what="statement", text="Words.", number="Paragraph 12"),
        ImportedLine(what="more", text="Without a number."),
    ),
)


def test_an_old_paper_reads_as_it_stood_under_what_it_is():
    assert read(imported.render(SHEET)) == [
        "Title: Minutes",
        "Subtitle: Tue 14 May 2019, Ohrid",
        "Status: Imported on Thu 1 Oct 2026.",
        "Status: It was not agreed here.",
        "Heading1: At the head of the old paper",
        "Normal: MINUTES",
        "Heading1: Participants, as the old paper names them",
        "Cell: A. Person",
        "Heading1: 1.\tOpening",
        "Numbered: 1.1\tIt was noted:",
        "List: one;",
        "List: two.",
        "Heading2: a)\tUnder it",
        "Label: Paragraph 12",
        "Continued: Words.",
        "Continued: Without a number.",
    ]


def test_it_is_sound_and_claims_to_be_no_paper_of_ours():
    blob = imported.render(SHEET)

    assert faults(blob) == []
    assert claims.read(blob) is None
    assert imported.render(SHEET) == blob
