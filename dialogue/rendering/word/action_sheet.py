"""The Action Sheet: on top of a paper that was adopted under the silence procedure, what was agreed, when and how."""

from dialogue.domain.editions import ActionSheet, AttachedLine, RoundLine
from dialogue.i18n import gettext
from dialogue.rendering.word import labels
from dialogue.rendering.word.letterhead import BREAK, KEPT, Manner, Paper, line, paragraph, run, spoken


def render(sheet: ActionSheet) -> bytes:
    with spoken(sheet.heading.language):
        paper = _opened(sheet)
        paper.identify("action-sheet", sheet)
        paper.add(paragraph("Status", line(sheet.agreed, strong=True)))
        _text(paper, sheet)
        _decisions(paper, sheet.decisions)
        _rounds(paper, sheet)
        _annex(paper, sheet.attached)
        return paper.to_bytes()


def _opened(sheet: ActionSheet) -> Paper:
    """A single decision was taken at no session: it stands in the register of one."""
    title = gettext("Action Sheet")
    if not sheet.register:
        return Paper.of_session(sheet.heading, title, rev=None)
    under = gettext("For the register of %(session)s", session=sheet.register)
    return Paper.of_session(sheet.heading, title, rev=None, about=sheet.title, under=under)


def _text(paper: Paper, sheet: ActionSheet) -> None:
    """The paper that it goes on top of; a single decision has none of its own, so here are its words."""
    paper.heading(1, gettext("The paper"))
    paper.add(paragraph("Normal", line(sheet.paper, style="Reference"), run("  "), line(sheet.title), shape=KEPT))
    if sheet.text:
        paper.prose(sheet.text, Manner(style="Normal"))
    else:
        paper.add(paragraph("Small", line(gettext("This sheet goes on top of it.")), shape=KEPT))
    label = line(gettext("Hash of the text (SHA-256):"))
    paper.add(paragraph("Small", label, BREAK, line(sheet.text_hash, style="Hash")))


def _decisions(paper: Paper, decisions: tuple[str, ...]) -> None:
    if decisions:
        paper.heading(1, gettext("Decisions"))
        paper.bullets(decisions)


def _rounds(paper: Paper, sheet: ActionSheet) -> None:
    paper.heading(1, gettext("The silence procedure"))
    paper.add(paragraph("Normal", run(sheet.expiry)))
    for one in sheet.rounds:
        _round(paper, one)


def _round(paper: Paper, one: RoundLine) -> None:
    paper.add(paragraph("Label", line(one.title)))
    paper.bullets(one.events)


def _annex(paper: Paper, attached: tuple[AttachedLine, ...]) -> None:
    """In the words of the side that made them; they change nothing in the text."""
    if not attached:
        return
    paper.heading(1, gettext("Annex: statements and reservations attached"))
    for one in attached:
        paper.heading(2, labels.attached(one))
        paper.prose(one.text, Manner(style="Normal"))
