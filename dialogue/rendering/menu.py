"""Activities out of a CSV file as a publisher or Excel writes it: each line is taken whole, or not with its reason."""

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from dialogue.domain.text import TooLong, Turned, clean, fold
from dialogue.i18n import gettext

LARGEST = 4 * 1024 * 1024
MOST, MOST_LINES = 10_000, 20  # rows of a file, lines of a row
LIMITS = {"code": 60, "title": 500, "area": 200, "audience": 500, "stage": 200, "year": 4}
# What its heading calls a column, in lower case.
COLUMNS = {"code": "code", "title": "title", "area": "area", "audience": "audience", "level": "stage", "year": "year"}
CALLED = {name: word for word, name in COLUMNS.items()}
NEEDED = ("code", "title", "area")
DELIMITERS = ";,\t"
FORMULA = re.compile(r"[\s'\"]*[=+\-@＝＋－＠]")
UNDECODED = re.compile("[\ud800-\udfff\ufffd]")


class UnreadableError(Exception):
    """The file is none that can be read; the sentence says why."""


@dataclass(slots=True)
class Found:
    """`offered`: of each line that can be taken what its cells say, by name. `left_out`: its number, and why not."""

    offered: list[Mapping[str, Any]] = field(default_factory=list)
    left_out: list[tuple[int, str, Mapping[str, Any]]] = field(default_factory=list)


class _NotTakenError(Exception):
    """A sentence with its values: why a line is left out."""

    def __init__(self, sentence: str, **values: str | int) -> None:
        super().__init__(sentence)
        self.values = values


def read(content: bytes) -> Found:
    """UTF-8 with or without its mark, or Excel's UTF-16; semicolons, commas or tabs, as the heading has them."""
    if len(content) > LARGEST:
        raise UnreadableError(gettext("The file is larger than %(mb)d MB.", mb=LARGEST // 1024 // 1024))
    rows = list(_rows(_decoded(content)))
    heading = next((n for n, (_, text) in enumerate(rows) if text.strip() and not text.startswith("sep=")), None)
    if heading is None:
        raise UnreadableError(gettext("There is nothing in this file."))
    delimiter, columns = _heading(rows[heading][1])
    if missing := [CALLED[name] for name in NEEDED if name not in columns.values()]:
        raise UnreadableError(
            gettext("The first line has to name the columns. It lacks: %(names)s.", names=", ".join(missing))
        )
    if len(rows) - heading - 1 > MOST:
        raise UnreadableError(gettext("There are more than %(most)d lines in this file.", most=MOST))
    return _taken(rows[heading + 1 :], columns, delimiter)


def _heading(text: str) -> tuple[str, Mapping[int, str]]:
    """What divides the cells, by which of them are then known, and which are read."""
    try:
        read_so = {one: _columns(_cells(text, one)) for one in DELIMITERS}
    except _NotTakenError as why:
        raise UnreadableError(gettext("The first line has to name the columns, and cannot be read.")) from why
    return max(read_so.items(), key=lambda one: len(one[1]))


def _decoded(content: bytes) -> str:
    """What is in another encoding stays to be seen as such, in its own line alone."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    return content.decode("utf-8", "surrogateescape").removeprefix("\ufeff")


def _rows(text: str) -> Iterator[tuple[int, str]]:
    """Each row with the number of its first line. A row goes on over a line end as long as a quotation mark is open;
    one that is never closed spoils its own line and no other."""
    lines = re.split(r"\r\n|\n|\r", text)
    at = 0
    while at < len(lines):
        whole, last = lines[at], at
        while whole.count('"') % 2 and last + 1 < len(lines) and last - at < MOST_LINES:
            last += 1
            whole = f"{whole}\n{lines[last]}"
        if whole.count('"') % 2:
            whole, last = lines[at], at
        yield at + 1, whole
        at = last + 1


def _cells(text: str, delimiter: str) -> list[str]:
    if text.count('"') % 2:
        raise _NotTakenError("A quotation mark is opened and not closed.")
    try:
        return next(csv.reader([text], delimiter=delimiter, strict=True), [])
    except csv.Error as fault:
        raise _NotTakenError("The quotation marks of this line are not those of a CSV file.") from fault


def _columns(heading: Sequence[str]) -> Mapping[int, str]:
    """Which of the cells are read, and as what; the others are no matter."""
    return {n: COLUMNS[word] for n, cell in enumerate(heading) if (word := fold(cell)) in COLUMNS}


def _taken(rows: Sequence[tuple[int, str]], columns: Mapping[int, str], delimiter: str) -> Found:
    found, seen = Found(), dict[str, int]()
    for line, text in rows:
        if not text.strip(f' "{delimiter}\t'):
            continue
        try:
            one = _offered(_cells(text, delimiter), columns)
            if one["code"] in seen:
                raise _NotTakenError(
                    "The code “%(code)s” stands in line %(line)d already.", code=one["code"], line=seen[one["code"]]
                )
        except _NotTakenError as why:
            found.left_out.append((line, str(why), why.values))
        else:
            seen[one["code"]] = line
            found.offered.append(one)
    return found


def _offered(cells: Sequence[str], columns: Mapping[int, str]) -> Mapping[str, Any]:
    most = max(columns) + 1
    if len(cells) < most:
        raise _NotTakenError("There are %(n)d cells, and the heading names %(most)d.", n=len(cells), most=most)
    words = {name: _word(cells[n], name) for n, name in columns.items()}
    if empty := [CALLED[name] for name in NEEDED if not words[name]]:
        raise _NotTakenError("It lacks: %(names)s.", names=", ".join(empty))
    year = words.pop("year", "")
    if year and not (re.fullmatch(r"\d{4}", year, re.ASCII) and 1990 <= int(year) <= 2199):
        raise _NotTakenError("“%(year)s” is no year.", year=year)
    return words | {"year": int(year) if year else None}


def _word(cell: str, name: str) -> str:
    called = CALLED[name]
    if UNDECODED.search(cell):
        raise _NotTakenError(
            "Letters in “%(name)s” are not in UTF-8. In Excel, save the file as “CSV UTF-8”.", name=called
        )
    if FORMULA.match(cell):
        raise _NotTakenError("“%(name)s” begins as a formula does.", name=called)
    try:
        return clean(cell, limit=LIMITS[name], one_line=True)
    except TooLong as fault:
        if name == "year":
            raise _NotTakenError("“%(year)s” is no year.", year=cell[:20]) from fault
        raise _NotTakenError(
            "“%(name)s” is longer than %(most)d characters.", name=called, most=LIMITS[name]
        ) from fault
    except Turned as fault:
        raise _NotTakenError(
            "A hidden mark in “%(name)s” turns the direction of writing round.", name=called
        ) from fault
