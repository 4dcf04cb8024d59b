"""The tracker as CSV: every row, every cell as text, and nothing that a spreadsheet would run."""

import csv
import datetime as dt
import io

import pytest

from dialogue import spreadsheet
from dialogue.domain.editions import TrackerRow, TrackerSheet


def table(*rows: TrackerRow) -> list[list[str]]:
    sheet = TrackerSheet(title="Follow-ups", rows=rows)
    text = spreadsheet.render(sheet).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))


def row(**more: object) -> TrackerRow:
    given = {"reference": "OC/2026/1/01", "text": "Send the list.", "owner": "NATO", "due": dt.date(2026, 9, 1)}
    rest = {"office": "", "supporting": "", "overdue": False, "state": "open", "carried": 0, "origin": "D/2026/1/01"}
    return TrackerRow(**{**given, **rest, **more})  # type: ignore[arg-type]  # words of a test


def test_it_opens_as_utf_8_with_its_headings() -> None:
    content = spreadsheet.render(TrackerSheet(title="Follow-ups", rows=()))

    assert content.startswith(b"\xef\xbb\xbf")
    assert content.decode("utf-8-sig").startswith('"Reference","Follow-up","Owner"')


def test_a_row_has_a_cell_for_each_heading() -> None:
    headings, cells = table(row(office="Défense, “A”", overdue=True, carried=2, last_note="two\nlines"))

    line = dict(zip(headings, cells, strict=True))
    assert line["Reference"] == "OC/2026/1/01"
    assert line["Office"] == "Défense, “A”"
    assert line["Due"] == "2026-09-01"
    assert line["Overdue"] == "overdue"
    assert line["Carried"] == "2"
    assert line["Last note"] == "two\nlines"


@pytest.mark.parametrize("begin", ["=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠", " =", "\n=", "\u00a0="])
def test_a_cell_that_begins_like_a_formula_is_text(begin: str) -> None:
    formula = f'{begin}HYPERLINK("http://evil.example";"x")'
    for field in ("text", "owner", "office", "supporting", "topic", "last_note", "changed", "reference", "origin"):
        _, cells = table(row(**{field: formula}))
        assert [cell for cell in cells if "HYPERLINK" in cell] == [f"'{formula}"]


def test_an_ordinary_cell_stays_as_it_is() -> None:
    _, cells = table(row(text="2 + 2 = 4 – and so on"))

    assert cells[1] == "2 + 2 = 4 – and so on"
