"""Activities out of a CSV file: as publishers and Excel write it, line by line, and whatever else is brought."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogue.rendering.menu import LARGEST, MOST, UnreadableError, read

HEAD = "Code;Title;Area;Audience;Level;Year"
ROW = "ETE-1;Civil emergency planning;Education;Officials;Basic;2027"
OFFERED = {
    "code": "ETE-1", "title": "Civil emergency planning", "area": "Education", "audience": "Officials",
    "stage": "Basic", "year": 2027,
}  # fmt: skip


def told(*rows, encoding="utf-8", head=HEAD, end="\r\n"):
    return read(end.join((head, *rows, "")).encode(encoding, "surrogatepass"))


def why(row):
    """The sentence with which this line is left out, its neighbours being in."""
    found = told(ROW, row, ROW.replace("ETE-1", "ETE-3"))
    assert [one["code"] for one in found.offered] == ["ETE-1", "ETE-3"]
    ((line, sentence, values),) = found.left_out
    assert line == 3
    return sentence % values


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_a_file_is_read_as_its_program_writes_it(encoding, delimiter, end):
    rows = [one.replace(";", delimiter) for one in (HEAD, ROW)]

    found = told(rows[1], encoding=encoding, head=rows[0], end=end)

    assert (found.offered, found.left_out) == ([OFFERED], [])


def test_cells_are_quoted_hold_line_ends_and_stand_in_any_order_beside_others():
    head = "sep=,\r\nTitle,Place,CODE,Area"

    found = told('"Planning, and more","Brussels","ETE-1","Education\nand training"', "", ",,,", head=head)

    (one,) = found.offered
    assert (one["title"], one["code"], one["area"], one["year"]) == (
        "Planning, and more", "ETE-1", "Education and training", None,
    )  # fmt: skip
    assert found.left_out == []


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (";Title;Education;;;", "It lacks: code."),
        ("ETE-2; ;;;;", "It lacks: title, area."),
        ("ETE-2;Title;Education", "There are 3 cells, and the heading names 6."),
        (f"ETE-2;{'x' * 501};Education;;;", "“title” is longer than 500 characters."),
        (f"{'E' * 61};Title;Education;;;", "“code” is longer than 60 characters."),
        ("ETE-1;Another;Education;;;", "The code “ETE-1” stands in line 2 already."),
        ("ETE-2;Title;Education;;;next year", "“next year” is no year."),
        ("ETE-2;Title;Education;;;27", "“27” is no year."),
        ("ETE-2;=HYPERLINK(1);Education;;;", "“title” begins as a formula does."),
        ("ETE-2;@SUM(1);Education;;;", "“title” begins as a formula does."),
        ("ETE-2;Title;' +1;;;", "“area” begins as a formula does."),
        ("ETE-2;Ti\u202etle;Education;;;", "A hidden mark in “title” turns the direction of writing round."),
        ('ETE-2;"Title;Education;;;', "A quotation mark is opened and not closed."),
        ('ETE-2;"Ti"tle"";Education;;;', "The quotation marks of this line are not those of a CSV file."),
    ],
)
def test_a_line_that_cannot_be_taken_costs_itself_and_no_other(row, sentence):
    assert why(row) == sentence


def test_letters_in_another_encoding_cost_their_line_alone():
    content = f"{HEAD}\r\n{ROW}\r\nETE-2;Défense;Education;;;\r\n".encode("cp1252")

    found = read(content)

    assert [one["code"] for one in found.offered] == ["ETE-1"]
    assert [(line, text % values) for line, text, values in found.left_out] == [
        (3, "Letters in “title” are not in UTF-8. In Excel, save the file as “CSV UTF-8”.")
    ]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "There is nothing in this file."),
        (b"\xef\xbb\xbf\r\n \r\n", "There is nothing in this file."),
        (b"Code;Title\r\nA;B\r\n", "The first line has to name the columns. It lacks: area."),
        (b"PK\x03\x04 a workbook", "The first line has to name the columns. It lacks: code, title, area."),
        (b'"Code;Title\r\n', "The first line has to name the columns, and cannot be read."),
        (b"x" * (LARGEST + 1), "The file is larger than 4 MB."),
        (HEAD.encode() + b"\n" * (MOST + 2), f"There are more than {MOST} lines in this file."),
    ],
)
def test_a_file_that_is_none_is_answered_in_a_sentence(content, sentence):
    with pytest.raises(UnreadableError) as no:
        read(content)

    assert str(no.value) == sentence


@given(st.binary(max_size=300))
def test_whatever_is_brought_is_read_or_refused(noise):
    found = read(HEAD.encode() + b"\r\n" + noise)

    assert all(one["code"] and one["title"] and one["area"] for one in found.offered)
