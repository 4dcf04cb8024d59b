"""A tracker as a table for spreadsheets: exactly the rows of its sheet, as CSV and as a workbook, both safe to open."""

import csv
import datetime as dt
import io
import re

import xlsxwriter

from dialogue.domain.editions import TrackerRow, TrackerSheet
from dialogue.i18n import gettext

# What a spreadsheet takes for the beginning of a formula, in its wide forms too; and what some of them, by their
# settings, take for the beginning of a cell: a Belgian Excel splits at semicolons and reads quotes in its own way.
FORMULA = re.compile(r"(^|[;\t\r\n])(?=\s*[=+\-@＝＋－＠])|^(?=[\t\r;])")
UNDATED = dt.datetime(1980, 1, 1, tzinfo=dt.UTC)
HEADINGS = (
    "Reference", "Follow-up", "Owner", "Office", "Supporting", "Due", "Overdue", "State", "Carried", "Origin", "Topic",
    "Last note", "Changed since the last session", "Adoption", "Deliverable", "Indicator",
)  # fmt: skip
WIDTHS = (14, 60, 12, 18, 18, 11, 9, 13, 8, 14, 22, 50, 30, 12, 30, 30)
DUE, CARRIED = HEADINGS.index("Due"), HEADINGS.index("Carried")


def as_csv(sheet: TrackerSheet) -> bytes:
    """With a byte order mark, by which spreadsheet programs know UTF-8. Where a formula could begin, an apostrophe
    stands before it: a reader sees it, which is why there is a workbook beside."""
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow([gettext(heading) for heading in HEADINGS])
    writer.writerows([FORMULA.sub(r"\1'", cell) for cell in _cells(row)] for row in sheet.rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8", "replace")


def as_workbook(sheet: TrackerSheet) -> bytes:
    """Text is text by its kind, and stays so where somebody edits the cell; days are days. Same sheet, same bytes."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.set_properties({"title": sheet.title, "author": "", "created": sheet.dated or UNDATED})
        head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        text = book.add_format({"text_wrap": True, "valign": "top"})
        quoted = book.add_format({"text_wrap": True, "valign": "top", "quote_prefix": True})
        day = book.add_format({"valign": "top", "num_format": "yyyy-mm-dd"})
        page = book.add_worksheet(gettext("Follow-ups"))
        for column, (heading, width) in enumerate(zip(HEADINGS, WIDTHS, strict=True)):
            page.set_column(column, column, width)
            page.write_string(0, column, gettext(heading), head)
        for line, row in enumerate(sheet.rows, 1):
            for column, cell in enumerate(_cells(row)):
                page.write_string(line, column, cell, quoted if FORMULA.match(cell) else text)
            page.write_number(line, CARRIED, row.carried, text)
            if row.due:
                page.write_datetime(line, DUE, dt.datetime.combine(row.due, dt.time()), day)
        page.freeze_panes(1, 1)
        page.autofilter(0, 0, max(len(sheet.rows), 1), len(HEADINGS) - 1)
        page.set_landscape()
        page.set_paper(9)  # A4
        page.repeat_rows(0)
        page.fit_to_pages(1, 0)
    return out.getvalue()


def _cells(row: TrackerRow) -> list[str]:
    return [
        row.reference, row.text, row.owner, row.office, row.supporting, row.due.isoformat() if row.due else "",
        gettext("overdue") if row.overdue else "", gettext(row.state), str(row.carried), row.origin, row.topic,
        row.last_note, row.changed, gettext("in question") if row.in_question else "",
        row.deliverable, row.indicator,
    ]  # fmt: skip
