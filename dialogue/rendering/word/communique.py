"""A joint communiqué as a paper: its text, from when it may be published, how it was approved."""

from dialogue.domain.editions.texts import CommuniqueSheet
from dialogue.i18n import gettext
from dialogue.rendering.word import labels
from dialogue.rendering.word.letterhead import BREAK, KEPT, Manner, Paper, line, paragraph, run, spoken


def render(sheet: CommuniqueSheet) -> bytes:
    with spoken(sheet.heading.language):
        paper = Paper.of_session(sheet.heading, sheet.title, rev=sheet.rev)
        paper.identify(sheet.kind, sheet)
        if sheet.held_back:
            paper.add(paragraph("Status", line(sheet.held_back, strong=True)))
        if not sheet.approved:
            state = labels.worded(labels.STATES, sheet.status)
            paper.add(paragraph("Status", line(gettext("Status: %(state)s.", state=state), strong=True)))
        paper.prose(sheet.text, Manner(style="Normal"))
        if sheet.approved:
            paper.heading(1, gettext("Approval"))
            paper.add(paragraph("Normal", run(sheet.approved), shape=KEPT))
        if sheet.text_hash:
            label = gettext("Hash of this text (SHA-256):")
            paper.add(paragraph("Small", line(label), BREAK, line(sheet.text_hash, style="Hash")))
        return paper.to_bytes()
