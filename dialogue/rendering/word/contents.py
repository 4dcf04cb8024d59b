"""A table of contents for long papers: a field of Word's own, with its entries filled in.

An entry names the paragraphs of its item, by which such papers are cited, and leads there. On which page it stands is
known to the program that lays it out alone: a page written here would be wrong in another."""

import re
from collections.abc import Iterator
from functools import reduce
from math import ceil

from dialogue.i18n import gettext
from dialogue.rendering.word.fragments import TEXT_WIDTH, Shape, Xml, leading, line, mm, paragraph
from dialogue.rendering.word.letterhead import NOTHING, TAB, Entry, Paper, join

FROM = 8  # pages: nobody needs one in a shorter paper
DEEPEST = 2  # level of headings
STEP = 340  # twips by which each level is set in

# As nearly as can be told without laying it out: points, and letters of a line.
PAGE, LINE, GAP, HEADING, ROW = 700, 14.5, 6, 40, 24
LETTERS, IN_ROW = 88, 68


def add(paper: Paper, *, before: str) -> None:
    """Before the section of that key, where the paper has so many pages; else nothing."""
    entries = [one for one in paper.outline if one.level <= DEEPEST]
    if entries and reduce(_behind, paper.parts, 0.0) > (FROM - 1) * PAGE:
        paper.insert(before, paragraph("Label", line(gettext("Contents"))), *_field(entries))


def _behind(reached: float, part: Xml) -> float:
    """How far the paper reaches with one part more."""
    begun = ceil(reached / PAGE) * PAGE if "<w:pageBreakBefore/>" in part else reached
    return begun + _height(part)


def _height(part: Xml) -> float:
    if part.startswith("<w:tbl>"):
        return sum(ROW + LINE * (_letters(row) // IN_ROW) for row in part.split("</w:tr>"))
    if 'w:val="Heading' in part:
        return HEADING
    return LINE * max(1, ceil(_letters(part) / LETTERS)) + GAP


def _letters(xml: str) -> int:
    return sum(map(len, re.findall(r">([^<]*)</w:t>", xml)))


def _field(entries: list[Entry]) -> Iterator[Xml]:
    begin = join(_mark("begin"), _instruction(f' TOC \\o "1-{DEEPEST}" \\n \\h \\u '), _mark("separate"))
    for n, one in enumerate(entries):
        first, last = begin if n == 0 else NOTHING, _mark("end") if n == len(entries) - 1 else NOTHING
        shape = Shape(tabs=(("right", mm(TEXT_WIDTH)),), left=STEP * (one.level - 1))
        yield paragraph("Cell", first, leading(one.name, *_told(one)), last, shape=shape)


def _told(one: Entry) -> Iterator[Xml]:
    yield line(f"{one.number}  {one.text}" if one.number else one.text)
    if one.about:
        yield TAB
        yield line(one.about, style="Quiet")


def _mark(kind: str) -> Xml:
    return Xml(f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>')


def _instruction(text: str) -> Xml:
    """What Word is told; never made from anything typed."""
    return Xml(f'<w:r><w:instrText xml:space="preserve">{text}</w:instrText></w:r>')
