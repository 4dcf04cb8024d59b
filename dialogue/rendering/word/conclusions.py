"""Draft operational conclusions as a paper: they go with the agenda, and lie on the table in the room."""

from dialogue.domain.editions import ConclusionRow, ConclusionsSheet
from dialogue.i18n import gettext
from dialogue.rendering.word import labels
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
    spoken,
)

TEXT, WAS = Manner(style="Cell"), Manner(style="CellDetail")


def render(sheet: ConclusionsSheet) -> bytes:
    with spoken(sheet.heading.language):
        title = gettext("Operational conclusions") if sheet.amended else gettext("Draft operational conclusions")
        paper = Paper.of_session(sheet.heading, title, rev=None)
        paper.identify("conclusions", sheet)
        paper.add(paragraph("Status", line(_status(sheet))))
        if sheet.rows:
            paper.add(_table(paper, sheet))
        return paper.to_bytes()


def _status(sheet: ConclusionsSheet) -> str:
    if not sheet.rows:
        return gettext("No conclusion is drafted.")
    if sheet.amended:
        return gettext("As amended in the room. What was drafted stands beside it where it was changed.")
    return gettext("Drafted by the side that presides. They are amended in the room, and annexed to the minutes.")


def _table(paper: Paper, sheet: ConclusionsSheet) -> Xml:
    table = Table(
        Column(gettext("No."), 12),
        Column(gettext("Conclusion"), 93),
        Column(gettext("Owner"), 30),
        Column(gettext("Due"), 25),
        caption=gettext("Operational conclusions"),
        description=gettext("One row a conclusion: its number, its text under which item, its owner, its day."),
    )
    for row in sheet.rows:
        table.row(
            paragraph("Cell", line(str(row.number))),
            _conclusion(paper, row),
            paragraph("Cell", line(row.owner)),
            paragraph("Cell", line(labels.day(row.due))),
        )
    return table.xml()


def _conclusion(paper: Paper, row: ConclusionRow) -> Xml:
    item = gettext("Item %(item)s", item=row.item) if row.item else gettext("Its item is not on the agenda any more")
    was = join(_detail(gettext("As drafted:")), paper.blocks(row.drafted, WAS)) if row.drafted else NOTHING
    details = _detail(gettext("Drafted: %(what)s", what=row.drafted_details)) if row.drafted_details else NOTHING
    new = _detail(gettext("Added in the room")) if row.new else NOTHING
    return join(paper.blocks(row.text, TEXT), _detail(item), was, details, new)


def _detail(text: str) -> Xml:
    return paragraph("CellDetail", line(text))
