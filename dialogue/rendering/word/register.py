"""The register of decisions as a paper, in landscape: exactly what was chosen."""

from dialogue.domain.editions import RegisterRow, RegisterSheet
from dialogue.i18n import gettext, ngettext
from dialogue.rendering.word import labels
from dialogue.rendering.word.furniture import block
from dialogue.rendering.word.letterhead import (
    NOTHING,
    Column,
    Manner,
    Masthead,
    Paper,
    Table,
    Xml,
    join,
    line,
    paragraph,
    said,
    spoken,
)

TEXT = Manner(style="Cell")


def render(sheet: RegisterSheet) -> bytes:
    with spoken(sheet.language):
        masthead = Masthead(
            title=gettext("Register of decisions"),
            reference=labels.symbol_of(sheet),
            dialogue=sheet.dialogue,
            marking=sheet.marking,
            designation=sheet.designation,
            at_every=sheet.at_every,
            edition=sheet.edition,
            dated=sheet.dated,
            language=sheet.language,
        )
        paper = Paper(masthead, landscape=True)
        paper.expect(row.reference for row in sheet.rows)
        paper.opening()
        paper.add(_block(sheet, masthead.title))
        paper.title()
        _summary(paper, sheet)
        if sheet.rows:
            paper.add(_table(paper, sheet))
        return paper.to_bytes()


def _block(sheet: RegisterSheet, subject: str) -> Xml:
    changed = labels.day_of(sheet.dated, sheet.zone_id) if sheet.dated else ""
    return block(
        (gettext("Reference"), labels.symbol_of(sheet), "Reference"),
        (gettext("Date"), changed and gettext("last change %(day)s", day=changed), ""),
        (gettext("Original language"), labels.language_name(sheet.language), ""),
        (gettext("From"), sheet.sender, ""),
        (gettext("To"), sheet.addressee, ""),
        (gettext("Subject"), subject, ""),
    )


def _summary(paper: Paper, sheet: RegisterSheet) -> None:
    count = ngettext("%(n)d decision", "%(n)d decisions", len(sheet.rows))
    text = gettext("%(count)s.", count=count) if sheet.rows else gettext("No decision is as it was chosen.")
    paper.add(paragraph("Status", line(text, strong=True)))
    if sheet.filters:
        paper.add(paragraph("Status", line(gettext("Shown: %(filters)s", filters="; ".join(sheet.filters)))))


def _table(paper: Paper, sheet: RegisterSheet) -> Xml:
    table = Table(
        Column(gettext("Number"), 30),
        Column(gettext("Decision"), 105),
        Column(gettext("Session and item"), 46),
        Column(gettext("Adopted"), 46),
        Column(gettext("Status"), 30),
        caption=gettext("Register of decisions"),
        description=gettext("One row a decision: number, text, session and item, when and how adopted, status."),
    )
    for row in sheet.rows:
        table.row(
            paragraph("Cell", paper.given(row.reference)),
            _text(paper, row),
            _about(row),
            join(paragraph("Cell", line(labels.day(row.adopted))), _detail(row.how)),
            _status(paper, row),
        )
    return table.xml()


def _text(paper: Paper, row: RegisterRow) -> Xml:
    title = paragraph("Cell", line(row.title, strong=True)) if row.title else NOTHING
    attached = ngettext("%(n)d statement attached", "%(n)d statements attached", row.attached)
    return join(title, paper.blocks(row.text, TEXT), _detail(attached) if row.attached else NOTHING)


def _about(row: RegisterRow) -> Xml:
    item = gettext("item %(number)s", number=row.item) if row.item else ""
    place = paragraph("Cell", line(", ".join(filter(None, (row.session, item)))))
    return join(place, _detail(row.topic) if row.topic else NOTHING)


def _status(paper: Paper, row: RegisterRow) -> Xml:
    """The word, and by what it was superseded."""
    mark = paragraph("Cell", line(gettext("Adoption in question"), style="Alert")) if row.in_question else NOTHING
    by = gettext("by %(reference)s", reference=row.later)
    later = paragraph("CellDetail", said(by, paper)) if row.later else NOTHING
    return join(paragraph("Cell", line(labels.worded(labels.STATES, row.status))), mark, later)


def _detail(text: str) -> Xml:
    return paragraph("CellDetail", line(text))
