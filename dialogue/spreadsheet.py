"""A tracker as a table for spreadsheets: UTF-8 CSV of exactly the rows of its sheet, safe to open."""

import csv
import io

from dialogue.domain.editions import TrackerRow, TrackerSheet
from dialogue.words import gettext

# What a spreadsheet takes for the beginning of a formula, in its wide forms too.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
HEADINGS = (
    "Reference", "Follow-up", "Owner", "Office", "Supporting", "Due", "Overdue", "State", "Carried", "Origin", "Topic",
    "Last note", "Changed since the last session", "Adoption",
)  # fmt: skip


def render(sheet: TrackerSheet) -> bytes:
    """The rows with a byte order mark, by which spreadsheet programs know UTF-8."""
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow([gettext(heading) for heading in HEADINGS])
    writer.writerows([_safe(cell) for cell in _cells(row)] for row in sheet.rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8", "replace")


def _cells(row: TrackerRow) -> list[str]:
    return [
        row.reference, row.text, row.owner, row.office, row.supporting, row.due.isoformat() if row.due else "",
        gettext("overdue") if row.overdue else "", gettext(row.state), str(row.carried), row.origin, row.topic,
        row.last_note, row.changed, gettext("in question") if row.in_question else "",
    ]  # fmt: skip


def _safe(cell: str) -> str:
    """A cell that begins like a formula gets an apostrophe, which spreadsheets read as "this is text"."""
    return f"'{cell}" if cell.startswith(FORMULA) or cell.lstrip().startswith(FORMULA) else cell
