"""The register of one track as a paper, in landscape: where its entries stand, and what should be dealt with."""

from dialogue.domain.editions import TableSheet, TrackRow, TrackSheet
from dialogue.i18n import gettext, ngettext
from dialogue.rendering.word import labels, pictures
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
    spoken,
)

NOTE = Manner(style="CellDetail")
CELL = Manner(style="Cell")


def begun(sheet: TrackSheet | TableSheet) -> Paper:
    """A paper of a track, its first page begun: the title, and as of which day."""
    masthead = Masthead(
        title=gettext(sheet.title),
        dialogue=sheet.dialogue,
        marking=sheet.marking,
        designation=sheet.designation,
        at_every=sheet.at_every,
        edition=sheet.edition,
        language=sheet.language,
    )
    paper = Paper(masthead, landscape=True)
    paper.opening()
    paper.title()
    if sheet.as_of:
        paper.add(paragraph("Subtitle", line(gettext("As of %(day)s", day=labels.day(sheet.as_of)))))
    return paper


def render(sheet: TrackSheet) -> bytes:
    with spoken(sheet.language):
        paper = begun(sheet)
        paper.add(paragraph("Normal", line(gettext(sheet.purpose))))
        _summary(paper, sheet)
        pictures.add(paper, sheet.charts)
        if sheet.rows:
            paper.heading(1, gettext("Entries"))
            paper.add(_table(paper, sheet))
        for row in sheet.rows:
            if row.points:
                paper.heading(1, gettext("%(reference)s, point by point", reference=row.reference))
                paper.add(paragraph("Normal", line(row.title)))
                paper.add(_points(paper, sheet, row))
        return paper.to_bytes()


def _summary(paper: Paper, sheet: TrackSheet) -> None:
    """How many stand where, what was chosen, and how many should be dealt with."""
    where = "; ".join(f"{gettext(stage)}: {n}" for stage, n in sheet.stages if n)
    paper.add(paragraph("Status", line(where or gettext("Nothing has been entered yet."), strong=True)))
    if sheet.filters:
        paper.add(paragraph("Status", line(gettext("Shown: %(filters)s", filters="; ".join(sheet.filters)))))
    if due := sum(bool(row.why) for row in sheet.rows):
        told = ngettext("%(n)d entry stands still or waits for an answer.", "%(n)d entries stand still or wait.", due)
        paper.add(paragraph("Status", line(told)))


def _points(paper: Paper, sheet: TrackSheet, row: TrackRow) -> Xml:
    """The three side by side: what was asked, what was answered, what followed."""
    table = Table(
        Column(gettext("No."), 12),
        Column(gettext(sheet.asked), 75),
        Column(gettext(sheet.answer), 85),
        Column(gettext(sheet.outcome), 75),
        caption=gettext("%(reference)s, point by point", reference=row.reference),
        description=gettext("One row a point: its number, what was asked, what was answered, what followed."),
    )
    for point in row.points:
        answered = [paragraph("CellDetail", line(labels.day(point.answered)))] if point.answered else []
        none = [] if point.answer else [paragraph("Cell", line(gettext("no answer yet"), style="Alert"))]
        table.row(
            paragraph("Cell", line(str(point.number), style="Reference")),
            paper.blocks(point.asked, CELL),
            join(*none, paper.blocks(point.answer, CELL), *answered),
            join(paper.blocks(point.outcome, CELL), *(paragraph("Cell", line(one)) for one in point.followed)),
        )
    return table.xml()


def _table(paper: Paper, sheet: TrackSheet) -> Xml:
    table = Table(
        Column(gettext("Reference"), 22),
        Column(gettext("Entry"), 70),
        Column(gettext("Stage"), 55),
        Column(gettext("Owner"), 25),
        Column(gettext("Last move"), 45),
        Column(gettext("Next step"), 40),
        caption=gettext(sheet.title),
        description=gettext("One row an entry: reference, title, stage, owner, last move, next step."),
    )
    for row in sheet.rows:
        why = paragraph("Cell", line(row.why, style="Alert")) if row.why else NOTHING
        table.row(
            paragraph("Cell", line(row.reference, style="Reference")),
            paragraph("Cell", line(row.title)),
            join(paragraph("Cell", line(gettext(row.stage))), why),
            paragraph("Cell", line(row.owner)),
            join(paragraph("Cell", line(labels.day(row.moved))), paper.blocks(row.note, NOTE)),
            paragraph("Cell", line(row.next_step)),
        )
    return table.xml()
