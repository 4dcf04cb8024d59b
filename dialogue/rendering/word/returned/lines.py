"""The lines of a Word file as they stand in it: each stretch of text with what became of it, and by whose hand."""

import datetime as dt
import enum
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from docx.oxml.ns import qn

from dialogue.domain.text import fit
from dialogue.rendering.word.opened import Unreadable
from dialogue.rendering.word.returned.styles import Styles, numbering_of

STEP, MARGIN = 360, 680  # by which our papers set a list in, and from where (`prose.STEP`, `letterhead.NUMBER`)
MOST = 20_000  # lines of one part: minutes of 500 paragraphs have 1,500
CELL = "\t"  # between the cells of a row
PICTURE = "[…]"  # what is no text
PAGE = "#"  # the number of a page, which each program counts anew
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


Notes = Mapping[tuple[str, str], Sequence[Line]]


def read(root: Any, known: Styles, notes: Notes, fate: Fate = Fate.KEPT, by: Hand = NOBODY) -> list[Line]:
    """The lines of a body, a header, a note. `notes`: those of new notes, by what calls them and their ids; `fate`: of
    the whole."""
    walk = _Walk(known, notes)
    walk.blocks(root, fate, by)
    return walk.lines


# What holds no words that anybody reads.
_SKIPPED = {
    f"{_W}{name}"
    for name in (
        "pPr", "rPr", "tblPr", "tblGrid", "trPr", "tcPr", "sectPr", "sdtPr", "sdtEndPr", "smartTagPr", "customXmlPr",
        "proofErr", "rt", "rubyPr", "ffData", "fldData", "tblPrEx", "annotationRef",
    )
}  # fmt: skip
_NEW = {qn("w:ins"), qn("w:moveTo"), qn("w:cellIns")}
_GONE = {qn("w:del"), qn("w:moveFrom"), qn("w:cellDel")}
CHANGED = _NEW | _GONE
_TEXT = {qn("w:t"), qn("w:delText"), "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"}
_SIGNS = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "\u2011", qn("w:ptab"): "\t"}
_INSTRUCTIONS = {qn("w:instrText"), qn("w:delInstrText")}
_BOX = qn("w:txbxContent")
_PICTURES = {qn("w:drawing"), qn("w:pict"), qn("w:object")}
NOTES = {qn("w:footnoteReference"), qn("w:endnoteReference")}
_PAGES = re.compile(r"(?i)\s*(PAGE|NUMPAGES|SECTIONPAGES|PAGEREF)\b")
_ALTERNATIVE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
_STARTS = {qn("w:bookmarkStart"): "begin", qn("w:commentRangeStart"): "on", qn("w:commentRangeEnd"): "off"}


class _Walk:
    """One part, read from top to bottom."""

    def __init__(self, known: Styles, notes: Notes) -> None:
        self.lines: list[Line] = []
        self._known, self._notes = known, notes
        self._waiting: list[tuple[str, str]] = []  # marks that stand between two lines
        self._places: dict[str, str] = {}  # names of bookmarks, by their ids
        self._counts: dict[tuple[str, str], int] = {}
        self._fields: list[str] = []  # what the fields are told to show in which the walk stands

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
                self.blocks(_chosen(child), *fate_of(child, fate, by))

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
                self._table(child, *fate_of(child, fate, by))

    def _row(self, row: Any, fate: Fate, by: Hand) -> Line:
        fate, by = _of_form(row.find(qn("w:trPr")), fate, by)
        line = Line(Shape("row"), end=fate, hand=by)
        for n, cell in enumerate(one for one in row.iter(qn("w:tc")) if next(one.iterancestors(qn("w:tr"))) is row):
            inner = _Walk(self._known, self._notes)
            inner._places = self._places
            inner.blocks(cell, *_of_form(cell.find(qn("w:tcPr")), fate, by))
            line.pieces += [Piece(CELL, fate, by)] if n else []
            for m, one in enumerate(inner.lines):
                line.pieces += [_between("\n", inner.lines[m - 1])] if m else []
                _put(one, line)
        return self._begun(line)

    def _begun(self, line: Line) -> Line:
        line.marks[:0] = [Mark(0, *one) for one in self._waiting]
        self._waiting = []
        return line

    def _line(self, paragraph: Any, fate: Fate, by: Hand) -> Line:
        form = paragraph.find(qn("w:pPr"))
        line = Line(self._shape(form), end=fate, hand=by)
        if form is not None:
            line.end, line.hand = _of_form(form.find(qn("w:rPr")), fate, by)
            was = form.find(f"{qn('w:pPrChange')}/{qn('w:pPr')}")
            if was is not None:
                line.shape_was, line.shape_hand = self._shape(was, counts=False), hand(was.getparent())
        self._begun(line)
        self._inline(paragraph, line, fate, by)
        self._fields = [one for one in self._fields if not _PAGES.match(one)]  # one that somebody left open
        return line

    def _shape(self, form: Any, *, counts: bool = True) -> Shape:
        style, number, left = (None if form is None else form.find(qn(f"w:{n}")) for n in ("pStyle", "numPr", "ind"))
        key = "" if style is None else style.get(qn("w:val"), "")
        name = self._known.names.get(key, key)
        where = numbering_of(number) if number is not None else self._known.lists.get(key, ("0", "0"))
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
            elif child.tag == qn("w:fldSimple"):
                self._fields.append(child.get(qn("w:instr"), ""))
                self._inline(child, line, fate, by)
                self._shown(line, Piece("", fate, by))
            elif (mark := self._mark(child)) is not None:
                line.marks.append(Mark(len(line.pieces), *mark))
            elif child.tag in _TEXT and not self._is_counted(child.text or ""):
                line.pieces.append(Piece(fit(child.text or "", one_line=False), fate, by))
            else:
                self._inline(_chosen(child), line, *fate_of(child, fate, by))

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
            elif child.tag in _PICTURES or child.tag == _ALTERNATIVE:
                self._picture(child, line, fate, by)
            elif child.tag in _INSTRUCTIONS or child.tag == qn("w:fldChar"):
                self._field(child, line, plain)
            elif (text := self._text(child)) and not self._is_counted(text):
                line.pieces.append(plain._replace(text=text))

    def _text(self, child: Any) -> str:
        if child.tag in _TEXT:
            return fit(child.text or "", one_line=False)
        if child.tag in NOTES:  # what our own papers call is no word; what somebody calls is
            note = self._notes.get((child.tag, child.get(qn("w:id"), "")))
            return "" if note is None else f" [{' '.join(one.says for one in note).strip()}]"
        if child.tag == qn("w:sym"):
            return _sign(child.get(qn("w:char"), ""))
        if child.get(qn("w:type"), "textWrapping") != "textWrapping":
            return ""  # a page or a column ends: LibreOffice writes so what the next paragraph says of itself
        return _SIGNS.get(child.tag, "")

    def _field(self, child: Any, line: Line, plain: Piece) -> None:
        """A part of one that is told in parts: it begins, what it is told to show, it ends."""
        if child.tag in _INSTRUCTIONS:
            self._fields[-1:] = [f"{self._fields[-1]}{child.text or ''}"] if self._fields else []
        elif child.get(qn("w:fldCharType")) == "begin":
            self._fields.append("")
        elif child.get(qn("w:fldCharType")) == "end" and self._fields:
            self._shown(line, plain)

    def _shown(self, line: Line, plain: Piece) -> None:
        """The field ends in which the walk stands."""
        if _PAGES.match(self._fields.pop()):
            line.pieces.append(plain._replace(text=PAGE))

    def _is_counted(self, text: str) -> bool:
        return text.isdigit() and any(_PAGES.match(one) for one in self._fields)

    def _picture(self, element: Any, line: Line, fate: Fate, by: Hand) -> None:
        """A picture stands for itself, a box for the words in it, and what became of them."""
        every = list(_chosen(element).iter(_BOX))
        boxes = [one for one in every if next(one.iterancestors(_BOX), None) not in every]
        if not boxes:
            line.pieces.append(Piece(PICTURE, fate, by))
        for box in boxes:
            inner = _Walk(self._known, self._notes)
            inner.blocks(box, fate, by)
            line.pieces.append(Piece("[", fate, by))
            for n, one in enumerate(inner.lines):
                line.pieces += [_between(" ", inner.lines[n - 1])] if n else []
                _put(one, line)
            line.pieces.append(Piece("]", fate, by))

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


def _put(inner: Line, line: Line) -> None:
    """What stands in a cell or a box, into the line in which that stands."""
    line.marks += [mark._replace(at=len(line.pieces) + mark.at) for mark in inner.marks]
    line.pieces += inner.pieces


def _between(text: str, above: Line) -> Piece:
    return Piece(text, above.end, above.hand)


def _of_form(form: Any, fate: Fate, by: Hand) -> tuple[Fate, Hand]:
    """What became of a row, a cell or the end of a paragraph, by its properties."""
    for child in () if form is None else form:
        fate, by = fate_of(child, fate, by)
    return fate, by


def fate_of(element: Any, fate: Fate, by: Hand) -> tuple[Fate, Hand]:
    """What stands in an element, given what became of what it stands in."""
    if element.tag in _NEW:
        return (Fate.NEW if fate in (Fate.KEPT, Fate.NEW) else Fate.NEVER), hand(element)
    if element.tag in _GONE:
        return (Fate.GONE if fate in (Fate.KEPT, Fate.GONE) else Fate.NEVER), hand(element)
    return fate, by
