"""A table of one track as a paper, in landscape: columns of its own, parted by one of their values."""

from collections.abc import Iterable

from dialogue.domain.editions import TableGroup, TableRow, TableSheet
from dialogue.i18n import gettext
from dialogue.rendering.word.fragments import LANDSCAPE_WIDTH
from dialogue.rendering.word.letterhead import (
    KEPT,
    NOTHING,
    Column,
    Paper,
    Table,
    Xml,
    join,
    line,
    paragraph,
    spoken,
)
from dialogue.rendering.word.track import begun

FIRST, WIDE, NARROW = 7, 6, 4  # how a page is shared among the entry, columns of sentences, and columns of words


def render(sheet: TableSheet) -> bytes:
    with spoken(sheet.language):
        paper = begun(sheet)
        for told in filter(None, (sheet.purpose, sheet.opening)):
            paper.add(paragraph("Normal", line(gettext(told))))
        for group in sheet.groups:
            _group(paper, sheet, group)
        if not sheet.groups:
            paper.add(paragraph("Status", line(gettext("Nothing has been entered yet."), strong=True)))
        return paper.to_bytes()


def _group(paper: Paper, sheet: TableSheet, group: TableGroup) -> None:
    if group.title:
        paper.heading(1, group.title)
    paper.add(paragraph("Status", line(group.stages), shape=KEPT), table_of(sheet, group, LANDSCAPE_WIDTH))


def table_of(sheet: TableSheet, group: TableGroup, width: int) -> Xml:
    heads = [column.head for column in sheet.columns]
    table = Table(
        *_columns(sheet, width),
        caption=": ".join(filter(None, (gettext(sheet.title), group.title))),
        description=gettext("One row an entry: %(heads)s.", heads=", ".join([gettext("Entry"), *heads])),
    )
    for row in group.rows:
        table.row(_entry(row), *(_cell(told) for told in row.cells))
    return table.xml()


def _columns(sheet: TableSheet, width: int) -> Iterable[Column]:
    shares = [FIRST, *(WIDE if one.wide else NARROW for one in sheet.columns)]
    heads = [gettext("Entry"), *(one.head for one in sheet.columns)]
    return (Column(head, width * share / sum(shares)) for head, share in zip(heads, shares, strict=True))


def _entry(row: TableRow) -> Xml:
    why = paragraph("Cell", line(row.why, style="Alert")) if row.why else NOTHING
    return join(paragraph("Cell", line(row.reference, style="Reference"), line(f" {row.title}")), why)


def _cell(told: str) -> Xml:
    """A line for each that was typed."""
    return join(*(paragraph("Cell", line(one)) for one in told.splitlines()))
