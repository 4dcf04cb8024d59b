"""The lines of a Word file as they stand in it: each stretch of text with what became of it, and by whose hand."""

import datetime as dt
import enum
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from docx.oxml.ns import qn

from dialogue.domain.text import fit
from dialogue.rendering.word.opened import Unreadable

STEP, MARGIN = 360, 680  # by which our papers set a list in, and from where (`prose.STEP`, `letterhead.NUMBER`)
MOST = 20_000  # lines of one part: minutes of 500 paragraphs have 1,500
CELL = "\t"  # between the cells of a row
PICTURE = "[…]"  # what is no text
_W = f"{{{qn('w:p')[1:].partition('}')[0]}}}"
_UTC = "{http://schemas.microsoft.com/office/word/2023/wordml/word16du}dateUtc"
_OFF = {"0", "false", "off"}


class Fate(enum.Enum):
    """What became of a stretch: it was there and is, it is new, or it is gone; what one hand wrote and another struck
    never was."""

    KEPT = "kept"
    NEW = "new"
    GONE = "gone"
    NEVER = "never"


WAS, IS = (Fate.KEPT, Fate.GONE), (Fate.KEPT, Fate.NEW)


class Hand(NamedTuple):
    """Who changed it, and when, as the file says."""

    author: str = ""
    at: dt.datetime | None = None


class Look(NamedTuple):
    strong: bool = False
    emphasis: bool = False


NOBODY, PLAIN = Hand(), Look()


class Piece(NamedTuple):
    """A stretch of one look and one fate. `was`: how it looked before somebody made it bold or not."""

    text: str
    fate: Fate = Fate.KEPT
    hand: Hand = NOBODY
    look: Look = PLAIN
    was: Look | None = None
    style: str = ""  # name of its character style


class Shape(NamedTuple):
    """What sort of a line it is: the name of its style; of a point of a list its depth, and the number it bears."""

    style: str = ""
    depth: int = 0
    mark: str | None = None  # "" a bullet, "3." a number that Word counts; None: no point by itself


UNSHAPED = Shape()


class Mark(NamedTuple):
    """Something that begins or ends before the piece of that number."""

    at: int
    kind: str  # "begin" | "end" of a place, "on" | "off" of a remark, "call": where the remark is hung
    name: str


@dataclass(slots=True)
class Line:
    shape: Shape = UNSHAPED
    shape_was: Shape | None = None
    shape_hand: Hand = NOBODY
    pieces: list[Piece] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    end: Fate = Fate.KEPT  # of what ends it
    hand: Hand = NOBODY

    @property
    def said(self) -> str:
        """Its words with all changes rejected."""
        return "".join(one.text for one in self.pieces if one.fate in WAS)

    @property
    def says(self) -> str:
        """Its words with all changes accepted."""
        return "".join(one.text for one in self.pieces if one.fate in IS)


@dataclass(frozen=True, slots=True)
class Styles:
    """What the file calls its styles, and which of its numberings are numbers."""

    names: Mapping[str, str]
    numbered: frozenset[tuple[str, str]]  # (numbering, level) that counts
    lists: Mapping[str, tuple[str, str]] = field(default_factory=dict)  # styles that are lists by themselves


def styles(sheet: Any, numbering: Any) -> Styles:
    """Of the parts of those names; either may be missing."""
    names, lists = {}, {}
    for one in () if sheet is None else sheet.iterfind(qn("w:style")):
        key, name = one.get(qn("w:styleId"), ""), one.find(qn("w:name"))
        names[key] = "" if name is None else name.get(qn("w:val"), "")
        number = one.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
        if number is not None:
            lists[key] = _numbering(number)
    return Styles(names, frozenset(_counting(numbering)), lists)


def _counting(numbering: Any) -> Iterator[tuple[str, str]]:
    if numbering is None:
        return
    abstract = {one.get(qn("w:abstractNumId")): one for one in numbering.iterfind(qn("w:abstractNum"))}
    for number in numbering.iterfind(qn("w:num")):
        of = number.find(qn("w:abstractNumId"))
        form = abstract.get(of.get(qn("w:val"))) if of is not None else None
        for level in () if form is None else form.iterfind(qn("w:lvl")):
            kind = level.find(qn("w:numFmt"))
            if kind is not None and kind.get(qn("w:val")) not in {"bullet", "none"}:
                yield number.get(qn("w:numId"), ""), level.get(qn("w:ilvl"), "")


def _numbering(properties: Any) -> tuple[str, str]:
    key, level = properties.find(qn("w:numId")), properties.find(qn("w:ilvl"))
    return ("0" if key is None else key.get(qn("w:val"), "0")), ("0" if level is None else level.get(qn("w:val"), "0"))


def hand(element: Any) -> Hand:
    """Whose hand an element names. Word writes the hour of its own clock with the mark of UTC; newer ones also write
    the hour in UTC."""
    said = element.get(_UTC) or element.get(qn("w:date")) or ""
    try:
        at = dt.datetime.fromisoformat(said)
    except ValueError:
        return Hand(_plain(element.get(qn("w:author"), "")), None)
    return Hand(_plain(element.get(qn("w:author"), "")), at if at.tzinfo else at.replace(tzinfo=dt.UTC))


def _plain(text: str) -> str:
    return fit(text, one_line=True)[:200]


def read(root: Any, known: Styles, notes: Mapping[str, str]) -> list[Line]:
    """The lines of a body, a header, a note. `notes`: the words of footnotes, by their ids."""
    walk = _Walk(known, notes)
    walk.blocks(root, Fate.KEPT, NOBODY)
    return walk.lines


# What holds no words that anybody reads.
_SKIPPED = {
    f"{_W}{name}"
    for name in (
        "pPr", "rPr", "tblPr", "tblGrid", "trPr", "tcPr", "sectPr", "sdtPr", "sdtEndPr", "instrText", "delInstrText",
        "smartTagPr", "customXmlPr", "proofErr", "rt", "rubyPr", "ffData", "fldData", "tblPrEx", "annotationRef",
    )
}  # fmt: skip
_NEW, _GONE = {qn("w:ins"), qn("w:moveTo")}, {qn("w:del"), qn("w:moveFrom")}
_TEXT = {qn("w:t"), qn("w:delText"), "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"}
_SIGNS = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "\u2011", qn("w:ptab"): "\t"}
_PICTURES = {qn("w:drawing"), qn("w:pict"), qn("w:object")}
_NOTES = {qn("w:footnoteReference"), qn("w:endnoteReference")}
_ALTERNATIVE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
_STARTS = {qn("w:bookmarkStart"): "begin", qn("w:commentRangeStart"): "on", qn("w:commentRangeEnd"): "off"}


class _Walk:
    """One part, read from top to bottom."""

    def __init__(self, known: Styles, notes: Mapping[str, str]) -> None:
        self.lines: list[Line] = []
        self._known, self._notes = known, notes
        self._waiting: list[tuple[str, str]] = []  # marks that stand between two lines
        self._places: dict[str, str] = {}  # names of bookmarks, by their ids
        self._counts: dict[tuple[str, str], int] = {}

    def blocks(self, element: Any, fate: Fate, by: Hand) -> None:
        for child in element:
            if len(self.lines) > MOST:
                raise Unreadable
            if child.tag == qn("w:p"):
                self.lines.append(self._line(child, fate, by))
            elif child.tag == qn("w:tbl"):
                self._table(child, fate, by)
            elif not isinstance(child.tag, str) or child.tag in _SKIPPED:
                continue
            elif (mark := self._mark(child)) is not None:
                self._between(*mark)
            else:
                self.blocks(_chosen(child), *_fate(child, fate, by))

    def _between(self, kind: str, name: str) -> None:
        """What ends between two lines ends with the one before."""
        if kind in {"end", "off"} and self.lines and not self._waiting:
            self.lines[-1].marks.append(Mark(len(self.lines[-1].pieces), kind, name))
        else:
            self._waiting.append((kind, name))

    def _table(self, table: Any, fate: Fate, by: Hand) -> None:
        """A row is one line."""
        for child in table:
            if child.tag == qn("w:tr"):
                self.lines.append(self._row(child, fate, by))
            elif not isinstance(child.tag, str) or child.tag in _SKIPPED:
                continue
            elif (mark := self._mark(child)) is not None:
                self._between(*mark)
            else:
                self._table(child, *_fate(child, fate, by))

    def _row(self, row: Any, fate: Fate, by: Hand) -> Line:
        form = row.find(qn("w:trPr"))
        for child in () if form is None else form:
            fate, by = _fate(child, fate, by)
        line = Line(Shape("row"), end=fate, hand=by)
        for n, cell in enumerate(one for one in row.iter(qn("w:tc")) if next(one.iterancestors(qn("w:tr"))) is row):
            inner = _Walk(self._known, self._notes)
            inner._places = self._places
            inner.blocks(cell, fate, by)
            for m, one in enumerate(inner.lines):
                between = "\n" if m else CELL if n else ""
                line.pieces += [Piece(between, fate, by)] if between else []
                at = len(line.pieces)
                line.marks += [mark._replace(at=at + mark.at) for mark in one.marks]
                line.pieces += one.pieces
        return self._begun(line)

    def _begun(self, line: Line) -> Line:
        line.marks[:0] = [Mark(0, *one) for one in self._waiting]
        self._waiting = []
        return line

    def _line(self, paragraph: Any, fate: Fate, by: Hand) -> Line:
        form = paragraph.find(qn("w:pPr"))
        line = Line(self._shape(form), end=fate, hand=by)
        if form is not None:
            for child in form.find(qn("w:rPr")) if form.find(qn("w:rPr")) is not None else ():
                line.end, line.hand = _fate(child, line.end, line.hand)
            was = form.find(f"{qn('w:pPrChange')}/{qn('w:pPr')}")
            if was is not None:
                line.shape_was, line.shape_hand = self._shape(was, counts=False), hand(was.getparent())
        self._begun(line)
        self._inline(paragraph, line, fate, by)
        return line

    def _shape(self, form: Any, *, counts: bool = True) -> Shape:
        style, number, left = (None if form is None else form.find(qn(f"w:{n}")) for n in ("pStyle", "numPr", "ind"))
        key = "" if style is None else style.get(qn("w:val"), "")
        name = self._known.names.get(key, key)
        where = _numbering(number) if number is not None else self._known.lists.get(key, ("0", "0"))
        if where[0] != "0":
            return Shape(name, 1 + _whole(where[1]), self._counted(where) if counts else "")
        if left is None:
            return Shape(name)
        set_in = _whole(left.get(qn("w:left")) or left.get(qn("w:start")) or "0")
        return Shape(name, max(0, round((set_in - MARGIN) / STEP)))

    def _counted(self, where: tuple[str, str]) -> str:
        if where not in self._known.numbered:
            return ""
        self._counts[where] = self._counts.get(where, 0) + 1
        return f"{self._counts[where]}."

    def _inline(self, element: Any, line: Line, fate: Fate, by: Hand) -> None:
        for child in element:
            if not isinstance(child.tag, str) or child.tag in _SKIPPED:
                continue
            if child.tag == qn("w:r"):
                self._run(child, line, fate, by)
            elif (mark := self._mark(child)) is not None:
                line.marks.append(Mark(len(line.pieces), *mark))
            elif child.tag in _TEXT:
                line.pieces.append(Piece(fit(child.text or "", one_line=False), fate, by))
            else:
                self._inline(_chosen(child), line, *_fate(child, fate, by))

    def _mark(self, element: Any) -> tuple[str, str] | None:
        key = element.get(qn("w:id"), "")
        if element.tag == qn("w:bookmarkEnd"):
            return "end", self._places.get(key, "")
        if element.tag not in _STARTS:
            return None
        kind = _STARTS[element.tag]
        if kind != "begin":
            return kind, key
        name = self._places[key] = element.get(qn("w:name"), "")
        return kind, name

    def _run(self, run: Any, line: Line, fate: Fate, by: Hand) -> None:
        plain = self._styled(run.find(qn("w:rPr")), Piece("", fate, by))
        for child in run.iterchildren("{*}*"):
            if child.tag == qn("w:ruby"):
                self._inline(child, line, fate, by)
            elif child.tag == qn("w:commentReference"):
                line.marks.append(Mark(len(line.pieces), "call", child.get(qn("w:id"), "")))
            elif text := self._text(child, fate):
                line.pieces.append(plain._replace(text=text))

    def _text(self, child: Any, fate: Fate) -> str:
        if child.tag in _TEXT:
            return fit(child.text or "", one_line=False)
        if child.tag in _NOTES:  # what our own papers call is no word; what somebody calls is
            return "" if fate is Fate.KEPT else f" [{self._notes.get(child.get(qn('w:id')), '')}]"
        if child.tag == qn("w:sym"):
            return _sign(child.get(qn("w:char"), ""))
        if child.tag in _PICTURES or child.tag == _ALTERNATIVE:
            return self._picture(child)
        if child.get(qn("w:type"), "textWrapping") != "textWrapping":
            return ""  # a page or a column ends: LibreOffice writes so what the next paragraph says of itself
        return _SIGNS.get(child.tag, "")

    def _picture(self, element: Any) -> str:
        """A picture stands for itself, a box for the words in it."""
        box = next(_chosen(element).iter(qn("w:txbxContent")), None)
        if box is None:
            return PICTURE
        inner = read(box, self._known, self._notes)
        return f"[{' '.join(one.says for one in inner)}]"

    def _styled(self, form: Any, piece: Piece) -> Piece:
        if form is None:
            return piece
        style = form.find(qn("w:rStyle"))
        name = "" if style is None else self._known.names.get(style.get(qn("w:val"), ""), "")
        was = form.find(f"{qn('w:rPrChange')}/{qn('w:rPr')}")
        look = self._look(form)
        if was is None or self._look(was) == look or piece.fate is not Fate.KEPT:
            return piece._replace(look=look, style=name)
        return piece._replace(look=look, was=self._look(was), style=name, hand=hand(was.getparent()))

    def _look(self, form: Any) -> Look:
        style = form.find(qn("w:rStyle"))
        name = "" if style is None else self._known.names.get(style.get(qn("w:val"), ""), "").lower()
        strong, emphasis = _on(form, "b", name == "strong"), _on(form, "i", name == "emphasis")
        return Look(strong, emphasis)


def _sign(code: str) -> str:
    """A letter of one of Word's own fonts, by its number."""
    return fit(chr(int(code, 16)), one_line=False) if re.fullmatch(r"[0-9A-Fa-f]{1,4}", code) else ""


def _on(form: Any, name: str, otherwise: bool) -> bool:
    found = form.find(qn(f"w:{name}"))
    return otherwise if found is None else found.get(qn("w:val"), "1") not in _OFF


def _whole(text: str) -> int:
    return int(text) if re.fullmatch(r"-?[0-9]{1,6}", text, re.ASCII) else 0


def _chosen(element: Any) -> Any:
    """Of what is there twice, for newer programs and for older ones, the first alone."""
    return element[0] if element.tag == _ALTERNATIVE and len(element) else element


def _fate(element: Any, fate: Fate, by: Hand) -> tuple[Fate, Hand]:
    """What stands in an element, given what became of what it stands in."""
    if element.tag in _NEW:
        return (Fate.NEW if fate in (Fate.KEPT, Fate.NEW) else Fate.NEVER), hand(element)
    if element.tag in _GONE:
        return (Fate.GONE if fate in (Fate.KEPT, Fate.GONE) else Fate.NEVER), hand(element)
    return fate, by
