"""How far decisions are carried out, as the standing paper of a session: what is open first."""

from dialogue.domain.editions import DecisionRow, DecisionsSheet, Level
from dialogue.i18n import gettext, ngettext
from dialogue.rendering.word import labels, pictures
from dialogue.rendering.word.letterhead import (
    NOTHING,
    Column,
    Manner,
    Paper,
    Table,
    Xml,
    join,
    line,
    paragraph,
    said,
    spoken,
)

TEXT, NOTE = Manner(style="Cell"), Manner(style="CellDetail")
SHADED = (2,)  # the column that tells what changed


def render(sheet: DecisionsSheet) -> bytes:
    with spoken(sheet.heading.language):
        paper = Paper.of_session(sheet.heading, gettext("Status of decisions"), rev=None)
        paper.identify("decisions", sheet)
        _summary(paper, sheet)
        pictures.add(paper, sheet.charts)
        paper.expect(row.reference for row in sheet.rows)
        if sheet.rows:
            paper.heading(1, gettext("Decisions"))
            paper.add(_table(paper, sheet))
        return paper.to_bytes()


def _summary(paper: Paper, sheet: DecisionsSheet) -> None:
    """How many, what is not repeated, and how to read the shade."""
    count = ngettext("%(n)d decision", "%(n)d decisions", len(sheet.rows))
    text = gettext("%(count)s.", count=count) if sheet.rows else gettext("No decision waits to be carried out.")
    paper.add(paragraph("Status", line(text, strong=True)))
    if sheet.finished:
        over = ngettext(
            "%(n)d decision was carried out or superseded before %(session)s and is not repeated.",
            "%(n)d decisions were carried out or superseded before %(session)s and are not repeated.",
            sheet.finished,
            session=sheet.since,
        )
        paper.add(paragraph("Status", line(over)))
    if sheet.since and sheet.rows:
        paper.add(paragraph("Status", line(labels.shade(sheet.since))))


def _table(paper: Paper, sheet: DecisionsSheet) -> Xml:
    whole = sheet.heading.edition is Level.DELEGATIONS
    table = Table(
        Column(gettext("Decision"), 62 if whole else 100),
        Column(gettext("Status"), 28),
        Column(labels.changed(sheet.since), 32),
        *([Column(gettext("Note and evidence"), 38)] if whole else []),
        caption=gettext("Status of decisions"),
        description=gettext("One row a decision: number and text, status, what changed since the last session."),
    )
    for row in sheet.rows:
        table.row(
            _decision(paper, row),
            _status(paper, row),
            paragraph("CellDetail", line(row.changed or gettext("No change"))),
            *([_note(paper, row)] if whole else []),
            shaded=SHADED if row.changed else (),
        )
    return table.xml()


def _decision(paper: Paper, row: DecisionRow) -> Xml:
    title = paragraph("Cell", line(row.title, strong=True)) if row.title else NOTHING
    adopted = gettext("Adopted %(day)s", day=labels.day(row.adopted))
    number = paragraph("Cell", paper.given(row.reference))
    return join(number, title, paper.blocks(row.text, TEXT), _detail(adopted))


def _status(paper: Paper, row: DecisionRow) -> Xml:
    """The word, since which day, and by what it was superseded."""
    mark = paragraph("Cell", line(gettext("Adoption in question"), style="Alert")) if row.in_question else NOTHING
    moved = _detail(gettext("since %(day)s", day=labels.day(row.moved))) if row.moved and not row.later else NOTHING
    by = gettext("by %(reference)s", reference=row.later)
    later = paragraph("CellDetail", said(by, paper)) if row.later else NOTHING
    return join(paragraph("Cell", line(labels.worded(labels.STATES, row.status))), mark, moved, later)


def _note(paper: Paper, row: DecisionRow) -> Xml:
    if not (row.note or row.evidence):
        return _detail("—")
    proof = _detail(gettext("Evidence: %(evidence)s", evidence=row.evidence)) if row.evidence else NOTHING
    return join(paper.blocks(row.note, NOTE), proof)


def _detail(text: str) -> Xml:
    return paragraph("CellDetail", line(text))
