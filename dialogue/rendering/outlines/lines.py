"""The lines of a text from elsewhere: each with its number, its place in the order, and what it looks like."""

import enum
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from dialogue.domain import markings
from dialogue.i18n import gettext
from dialogue.rendering.word.opened import Unreadable

MOST = 1_500  # lines: what somebody can look through on one page
WRAPPED = 60  # letters of a line that a mail program may have broken
_ROMAN = "(?:x{0,3}(?:ix|iv|v?i{0,3}))"
# A number, as people type it before a line: "1.", "1.1", "2)", "(3)", "a)", "(iv)", "§ 4". A bare number takes a tab
# behind it, or it would be that of a date.
_NUMBERS = (
    r"\s*(?P<number>"
    r"§{1,2} ?\d{1,3}(?:\.\d{1,3})*[a-z]?[.)]?"
    r"|\(\d{1,3}\)|\([a-z]\)|\((?=[ivx])" + _ROMAN + r"\)"
    r"|\d{1,3}(?:\.\d{1,3})+[.)]?|\d{1,3}[.)]"
    r"|[a-zа-я]\)|[A-Z][.)]|(?=[ivx])" + _ROMAN + r"[.)]|(?=[IVX])(?i:" + _ROMAN + r")[.)]"
    r"|\d{1,3}(?=\t)"
    r")[ \t\xa0]+(?=\S)"
)
_NUMBER = re.compile(_NUMBERS)
_BULLET = re.compile(r"(?P<before>[ \t]*)(?P<sign>[-•–—*▪◦·o\uf000-\uf0ff])[ \t\xa0]+(?=\S)")


class LineKind(enum.StrEnum):
    HEADING = "heading"
    NUMBERED = "numbered"
    POINT = "point"  # of a list without numbers
    TEXT = "text"
    ROW = "row"  # of a table


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """`number`: as it stands before the text. `depth`: of a heading or within a list, 1 the outermost. `indent`: how
    far it is set in, in twentieths of a point. `strong`: bold from end to end. `cells`: of a row."""

    kind: LineKind
    text: str
    number: str = ""
    depth: int = 0
    indent: int = 0
    strong: bool = False
    cells: tuple[str, ...] = ()

    @property
    def whole(self) -> str:
        """As somebody reads it."""
        return f"{self.number} {self.text}" if self.number else self.text


class TooManyError(Exception):
    """More lines than somebody can look through."""


class Outline(NamedTuple):
    """`remarks`: what of the file is no line of its text, each in a sentence."""

    lines: tuple[Line, ...]
    remarks: tuple[str, ...] = ()


def parted(text: str) -> tuple[str, str]:
    """The number that somebody typed before a text, and the rest."""
    found = _NUMBER.match(text)
    return (found["number"], text[found.end() :]) if found else ("", text)


def bulleted(text: str) -> tuple[bool, str]:
    """Whether it is typed as a point of a list, and the rest."""
    found = _BULLET.match(text)
    return (True, text[found.end() :]) if found else (False, text)


def must_not_be_marked(texts: Iterable[str]) -> None:
    """Raises `Unreadable` where one bears the marking of a classified paper (practice §3.7)."""
    if marking := next(filter(None, map(markings.found, texts)), ""):
        raise Unreadable(gettext(markings.REFUSAL, marking=marking))


def pasted(text: str) -> Outline:
    """What somebody pasted: a line of it is a line, but one that a mail program has broken is put together again.
    Raises TooManyError, and `Unreadable` where it bears the marking of a classified paper."""
    must_not_be_marked([text])
    lines = list(_unwrapped(text.replace("\r\n", "\n").replace("\r", "\n")))
    if len(lines) > MOST:
        raise TooManyError
    return Outline(tuple(_read(line) for line in lines))


def _unwrapped(text: str) -> Iterator[str]:
    open_, last = "", ""  # what is put together, and the line that came last
    for line in [*text.split("\n"), ""]:
        words = line.strip()
        if open_ and len(last) >= WRAPPED and words[:1].islower() and not _NUMBER.match(words):
            open_, last = f"{open_} {words}", line
            continue
        if open_:
            yield open_
        open_, last = line.rstrip(), line.rstrip()
        if not words:
            open_ = ""


def _read(line: str) -> Line:
    cells = tuple(cell.strip() for cell in line.strip("\n").split("\t"))
    number, text = parted(line)
    indent = 120 * (len(line.expandtabs(4)) - len(line.expandtabs(4).lstrip()))
    if not number and len([cell for cell in cells if cell]) > 2:
        return Line(kind=LineKind.ROW, text=" · ".join(filter(None, cells)), cells=cells)
    if number:
        return Line(kind=LineKind.NUMBERED, number=number, text=text.strip(), depth=1, indent=indent)
    is_point, rest = bulleted(line)
    kind = LineKind.POINT if is_point else LineKind.TEXT
    return Line(kind=kind, text=rest.strip(), depth=int(is_point), indent=indent)
