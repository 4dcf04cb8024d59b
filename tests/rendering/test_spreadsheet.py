"""The tracker for spreadsheets: every row, every cell as text, and nothing that a spreadsheet would run."""

import csv
import datetime as dt
import io
import re
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest
import time_machine
from openpyxl import load_workbook

from dialogue.domain.editions import TrackerRow, TrackerSheet
from dialogue.rendering import spreadsheet


def table(*rows: TrackerRow) -> list[list[str]]:
    sheet = TrackerSheet(title="Follow-ups", rows=rows)
    text = spreadsheet.as_csv(sheet).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))


def row(**more: object) -> TrackerRow:
    given = {"reference": "OC/2026/1/01", "text": "Send the list.", "owner": "NATO", "due": dt.date(2026, 9, 1)}
    rest = {"office": "", "supporting": "", "overdue": False, "state": "open", "carried": 0, "origin": "D/2026/1/01"}
    return TrackerRow(**{**given, **rest, **more})  # type: ignore[arg-type]  # words of a test


def test_it_opens_as_utf_8_with_its_headings() -> None:
    content = spreadsheet.as_csv(TrackerSheet(title="Follow-ups", rows=()))

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


FORMULAS = [
    *(f"{begin}1+1" for begin in ("=", "+", "-", "@", "\t", "\r", ";", "＝", "＋", "－", "＠")),
    *(f"{begin}1+1" for begin in (" =", "\n=", "\u00a0=", ";=", "; ＝")),
    "a;=1+1", "a; =1+1", "a\n=1+1", "a\r\n+1", "a\t@SUM(1)", '";=1+1', "a;\n;=1+1",
]  # fmt: skip


@pytest.mark.parametrize("formula", FORMULAS)
@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_what_could_begin_like_a_formula_begins_with_an_apostrophe_however_the_file_is_split(
    formula: str, mark: str
) -> None:
    """Split as a spreadsheet does whose regional settings have another mark, and its own ideas of quotes."""
    content = spreadsheet.as_csv(TrackerSheet(title="Follow-ups", rows=(row(text=formula, last_note=formula),)))
    text = content.decode("utf-8-sig")

    cells = [cell for line in csv.reader(io.StringIO(text, newline=""), delimiter=mark) for cell in line]
    loose = [cell.strip('"') for line in re.split(r"\r\n|\r|\n", text) for cell in line.split(mark)]
    for cell in cells + (loose if mark != "," else []):
        assert not re.match(r"\s*[=+\-@＝＋－＠]", cell)


def test_the_apostrophe_is_all_that_is_added() -> None:
    for formula in FORMULAS:
        _, cells = table(row(text=formula))
        assert cells[1].replace("'", "") == formula
        assert "'" in cells[1]


def test_an_ordinary_cell_stays_as_it_is() -> None:
    _, cells = table(row(text="2 + 2 = 4 – and so on"))

    assert cells[1] == "2 + 2 = 4 – and so on"
    _, cells = table(row(text="a; b, c - d\ne = f (g+h@i)"))
    assert cells[1] == "a; b, c - d\ne = f (g+h@i)"


# The workbook


def book(*rows: TrackerRow) -> Any:
    sheet = TrackerSheet(title="Follow-ups", rows=rows)
    return load_workbook(io.BytesIO(spreadsheet.as_workbook(sheet)))


def test_the_workbook_has_the_same_rows_without_an_apostrophe() -> None:
    rows = [row(text=formula, supporting="- none -", due=None, overdue=True, in_question=True) for formula in FORMULAS]

    page = book(*rows).active
    shown = [["" if cell.value is None else str(cell.value) for cell in line] for line in page.iter_rows()]

    assert shown[0] == list(spreadsheet.HEADINGS)
    assert [line[1].replace("\r\n", "\n").replace("_x000D_", "\r").replace("\r\n", "\n") for line in shown[1:]] == [
        formula.replace("\r\n", "\n") for formula in FORMULAS
    ]
    assert {line[4] for line in shown[1:]} == {"- none -"}
    assert [[cell.replace("'", "") for cell in line] for line in table(*rows)][1][2:] == shown[1][2:]


def test_text_is_text_by_its_kind_and_stays_so_when_somebody_edits_it() -> None:
    page = book(*[row(text=formula) for formula in FORMULAS]).active

    for line in range(2, len(FORMULAS) + 2):
        cell = page.cell(line, 2)
        assert (cell.data_type, cell.quotePrefix) == ("s", FORMULAS[line - 2][0] not in 'a"')
    assert page.cell(2, 1).quotePrefix is False


def test_days_are_days_numbers_numbers_and_an_address_is_no_link() -> None:
    page = book(row(carried=2, last_note="https://www.nato.example")).active

    assert (page.cell(2, 6).value, page.cell(2, 6).number_format) == (dt.datetime(2026, 9, 1), "yyyy-mm-dd")
    assert (page.cell(2, 9).value, page.cell(2, 12).hyperlink) == (2, None)


def test_the_heading_stays_in_sight_and_filters() -> None:
    page = book(row(), row()).active

    assert (page.freeze_panes, page.auto_filter.ref, page.print_title_rows) == ("B2", "A1:P3", "$1:$1")
    assert page.column_dimensions["B"].width > 50
    assert book().active.auto_filter.ref == "A1:P2"


def test_the_same_sheet_is_the_same_bytes_and_names_nobody() -> None:
    sheet = TrackerSheet(title="Follow-ups", rows=(row(),), dated=dt.datetime(2026, 11, 20, 9, tzinfo=dt.UTC))
    first = spreadsheet.as_workbook(sheet)
    with time_machine.travel(dt.datetime(2031, 1, 1, tzinfo=dt.UTC)):
        assert spreadsheet.as_workbook(sheet) == first

    properties = load_workbook(io.BytesIO(first)).properties
    assert (properties.creator, properties.lastModifiedBy, properties.title) == (None, None, "Follow-ups")
    assert (properties.created, properties.modified) == (dt.datetime(2026, 11, 20, 9),) * 2
    assert all(info.date_time == (1980, 1, 1, 0, 0, 0) for info in zipfile.ZipFile(io.BytesIO(first)).infolist())


def test_a_cell_has_no_more_than_a_cell_can_have() -> None:
    assert len(book(row(text="x" * 40_000)).active.cell(2, 2).value) == 32_767


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_both_open_in_a_spreadsheet_as_text_however_its_settings_split(tmp_path: Path) -> None:
    """LibreOffice reads the workbook, and the CSV with a comma and with a semicolon; what it makes of them is read."""
    sheet = TrackerSheet(title="Follow-ups", rows=tuple(row(text=f, supporting="- none -") for f in FORMULAS))
    (tmp_path / "book.xlsx").write_bytes(spreadsheet.as_workbook(sheet))
    for name in ("comma", "semicolon"):
        (tmp_path / f"{name}.csv").write_bytes(spreadsheet.as_csv(sheet))

    def opened(name: str, *filters: str) -> Any:
        subprocess.run(
            ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", *filters,
             "--convert-to", "xlsx:Calc MS Excel 2007 XML",
             "--outdir", str(tmp_path / "out"), str(tmp_path / name)],
            check=True, capture_output=True, timeout=180,
        )  # fmt: skip
        return load_workbook(tmp_path / "out" / f"{Path(name).stem}.xlsx").active

    pages = {
        "book.xlsx": opened("book.xlsx"),
        "comma.csv": opened("comma.csv", "--infilter=CSV:44,34,76,1"),
        "semicolon.csv": opened("semicolon.csv", "--infilter=CSV:59,34,76,1"),
    }

    kinds = {name: {cell.data_type for line in page.iter_rows() for cell in line} for name, page in pages.items()}
    assert all("f" not in found for found in kinds.values()), kinds
    assert [pages["book.xlsx"].cell(n, 5).value for n in range(2, len(FORMULAS) + 2)] == ["- none -"] * len(FORMULAS)
    assert pages["book.xlsx"].cell(2, 2).value == "=1+1"
    assert pages["comma.csv"].cell(2, 2).value == "'=1+1"


def test_what_there_will_be_and_by_what_it_is_seen_have_cells_of_their_own() -> None:
    headings, cells = table(row(deliverable="A concept", indicator="=1+1"))

    line = dict(zip(headings, cells, strict=True))
    assert (line["Deliverable"], line["Indicator"]) == ("A concept", "'=1+1")
