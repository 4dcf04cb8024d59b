"""An old paper as it was taken in: its words with their own numbers, and on each page that it was imported."""

from dialogue.domain.editions.imported import ImportedLine, ImportedSheet
from dialogue.i18n import gettext
from dialogue.rendering.word.letterhead import (
    NUMBER,
    TAB,
    Manner,
    Masthead,
    Paper,
    Shape,
    join,
    line,
    paragraph,
    spoken,
)

HEADINGS = {"item": 1, "sub-item": 2}
LONGEST = 8  # letters of a number that has room in the margin


def render(sheet: ImportedSheet) -> bytes:
    """Without a claim: it is a copy of no text of this system, and is never found as one."""
    with spoken(sheet.language):
        marking = " · ".join(filter(None, (sheet.marking, sheet.mark)))
        masthead = Masthead(
            title=sheet.title,
            reference=sheet.reference,
            dialogue=sheet.dialogue,
            marking=marking,
            edition=sheet.edition,
            language=sheet.language,
        )
        paper = Paper(masthead)
        paper.opening()
        paper.title()
        paper.add(paragraph("Subtitle", line(sheet.session)))
        paper.add(*(paragraph("Status", line(one, strong=True)) for one in sheet.notes))
        _above(paper, sheet)
        for one in sheet.lines:
            _line(paper, one)
        return paper.to_bytes()


def _above(paper: Paper, sheet: ImportedSheet) -> None:
    """What stands above the items, and who was there."""
    if sheet.head:
        paper.heading(1, gettext("At the head of the old paper"))
        paper.add(*(paragraph("Normal", line(one)) for one in sheet.head))
    if sheet.people:
        paper.heading(1, gettext("Participants, as the old paper names them"))
        paper.add(*(paragraph("Cell", line(one)) for one in sheet.people))


def _line(paper: Paper, one: ImportedLine) -> None:
    """A number stands as it stood: no program counts it anew."""
    if one.what in HEADINGS:
        paper.heading(HEADINGS[one.what], one.text, number=one.number)
    elif one.number and len(one.number) <= LONGEST:
        lead = join(line(one.number), TAB)
        paper.prose(one.text, Manner(style="Numbered", then="Continued", left=NUMBER, lead=lead))
    else:
        if one.number:
            paper.add(paragraph("Label", line(one.number), shape=Shape(left=NUMBER)))
        paper.prose(one.text, Manner(style="Continued", left=NUMBER))
