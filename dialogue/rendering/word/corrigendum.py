"""A corrigendum as a paper: for each paragraph of the approved minutes what it reads and what it should read."""

from dialogue.domain.editions import CorrigendumLineSheet, CorrigendumSheet
from dialogue.i18n import gettext
from dialogue.rendering.word import labels
from dialogue.rendering.word.letterhead import BREAK, KEPT, Paper, Shape, line, paragraph, run, spoken


def render(sheet: CorrigendumSheet) -> bytes:
    with spoken(sheet.heading.language):
        title = gettext("Corrigendum to the minutes, COR %(number)d", number=sheet.number)
        paper = Paper.of_session(sheet.heading, title, rev=None)
        paper.identify("corrigendum", sheet, label=f"COR {sheet.number}")
        if sheet.status:
            state = labels.worded(labels.STATES, sheet.status)
            paper.add(paragraph("Status", line(gettext("Status: %(state)s.", state=state), strong=True)))
        paper.heading(1, gettext("Corrections"))
        for one in sheet.lines:
            _line(paper, one)
        _end(paper, sheet)
        return paper.to_bytes()


def _line(paper: Paper, one: CorrigendumLineSheet) -> None:
    if one.withheld:
        text = gettext("[correction of paragraph %(number)d not reproduced]", number=one.paragraph)
        paper.add(paragraph("Withheld", run(text)))
        return
    paper.add(paragraph("Label", line(gettext("Paragraph %(number)d", number=one.paragraph))))
    missing = gettext("(nothing: words are missing here)")
    gone = gettext("(nothing: these words fall away)")
    for label, text, none in (
        (gettext("reads"), one.reads, missing),
        (gettext("should read"), one.should_read, gone),
    ):
        paper.add(paragraph("Continued", line(label, style="Quiet"), BREAK, run(text) if text else line(none)))


def _end(paper: Paper, sheet: CorrigendumSheet) -> None:
    """How it was approved, and of which text it is."""
    paper.heading(1, gettext("Approval") if sheet.approved else gettext("The text"))
    if sheet.approved:
        paper.add(paragraph("Normal", run(sheet.approved), shape=KEPT))
    hashes = [(gettext("Hash of the minutes that it corrects (SHA-256):"), sheet.corrects)]
    if sheet.text_hash:
        hashes.append((gettext("Hash of this text (SHA-256):"), sheet.text_hash))
    for n, (label, digest) in enumerate(hashes, 1):
        shape = Shape(keep=n < len(hashes))
        paper.add(paragraph("Small", line(label), BREAK, line(digest, style="Hash"), shape=shape))
