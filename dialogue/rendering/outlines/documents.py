"""A Word file as lines: what Word counts by itself is counted, what is tracked is read as accepted, and whatever is no
line of the text is told in a remark."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from dialogue.i18n import gettext
from dialogue.rendering.outlines.lines import MOST, Line, LineKind, Outline, bulleted, must_not_be_marked, parted
from dialogue.rendering.outlines.numbering import Numbering, numbering
from dialogue.rendering.outlines.runs import Remarked, Words, words_of
from dialogue.rendering.outlines.styles import Look, Styles
from dialogue.rendering.word.opened import WORD, Opened, Unreadable, opened

_W = f"{{{WORD}}}"
DEEPEST = 30  # tables and controls within each other
_WRAPPERS = {f"{_W}{name}" for name in ("ins", "moveTo", "customXml", "smartTag", "sdtContent")}
_QUOTED = 60  # letters of what a remark quotes of each
_NAMED = 5  # that a remark quotes


def read(content: bytes) -> Outline:
    """The lines of a .docx, in their order. Raises `Unreadable`, with a sentence; also where it bears the marking of
    a classified paper, at the head and foot of its pages too."""
    file = opened(content)
    reader = _Reader(file)
    reader.blocks(file.document.find(f"{_W}body"))
    must_not_be_marked([*_edges(file), *reader.remarked.boxes, *(line.whole for line in reader.lines)])
    return Outline(tuple(reader.lines), tuple(_remarks(reader.remarked, _furniture(file))))


@dataclass(slots=True)
class _Reader:
    """Reads a body from top to bottom. `_carried`: words of a paragraph whose end is tracked as deleted."""

    file: Opened
    lines: list[Line] = field(default_factory=list)
    remarked: Remarked = field(default_factory=Remarked)
    _styles: Styles = field(init=False)
    _lists: Numbering = field(init=False)
    _notes: dict[str, str] = field(init=False)
    _carried: str = ""

    def __post_init__(self) -> None:
        self._styles = Styles(_part(self.file, "styles"))
        self._lists = numbering(_part(self.file, "numbering"))
        self._notes = dict(self._read_notes("footnote")) | dict(self._read_notes("endnote"))

    def blocks(self, parent: Any, depth: int = 0) -> None:
        if depth > DEEPEST:
            raise Unreadable(gettext("The tables of this file stand too deep in each other."))
        for one in parent:
            if one.tag == f"{_W}p":
                self._paragraph(one)
            elif one.tag == f"{_W}tbl":
                self._table(one, depth)
            elif one.tag == f"{_W}sdt":
                content = one.find(f"{_W}sdtContent")
                if content is not None:
                    self.blocks(content, depth + 1)
            elif one.tag in _WRAPPERS:
                self.remarked.tracked += one.tag in {f"{_W}ins", f"{_W}moveTo"}
                self.blocks(one, depth + 1)
            elif one.tag == f"{_W}altChunk":
                self.remarked.others += 1

    def _paragraph(self, paragraph: Any) -> None:
        look = self._styles.look(paragraph)
        words = words_of(paragraph, self._styles, self.remarked)
        text, self._carried = self._carried + self._told(words), ""
        mark = paragraph.find(f"{_W}pPr/{_W}rPr")
        if mark is not None and mark.find(f"{_W}del") is not None:
            self._carried = text
            return
        number = self._lists.next(look.list_id, look.list_level) if look.list_id else ""
        if not text.strip():
            return
        if look.is_contents:
            self.remarked.contents += 1
            return
        self._add(_line(text, number, look, self._lists, strong=words.is_strong(otherwise=look.strong)))

    def _add(self, line: Line) -> None:
        if len(self.lines) >= MOST:
            raise Unreadable(gettext("There are more than %(most)d lines in this file.", most=MOST))
        self.lines.append(line)

    def _table(self, table: Any, depth: int) -> None:
        """Each row is a line. One cell that holds a page's text is not a table but its frame."""
        for row in _rows(table):
            if row.find(f"{_W}trPr/{_W}del") is not None:
                self.remarked.tracked += 1
                continue
            cells = list(_cells(row))
            if len(cells) == 1:
                self.blocks(cells[0], depth + 1)
                continue
            texts = tuple(self._cell(cell, depth) for cell in cells)
            if any(texts):
                text = " · ".join(" / ".join(filter(None, one.split("\n"))) for one in texts if one)
                self._add(Line(kind=LineKind.ROW, text=text, cells=texts))

    def _cell(self, cell: Any, depth: int) -> str:
        """All that stands in it, a line of it a line."""
        outer, self.lines = self.lines, []
        self.blocks(cell, depth + 1)
        inner, self.lines = self.lines, outer
        return "\n".join(line.whole for line in inner)

    def _told(self, words: Words) -> str:
        notes = [self._notes[key] for key in words.notes if self._notes.get(key)]
        told = "".join(f" [{gettext('Footnote: %(text)s', text=text)}]" for text in notes)
        return words.text.rstrip() + told if told else words.text

    def _read_notes(self, kind: str) -> Iterator[tuple[str, str]]:
        root = _part(self.file, f"{kind}s")
        for one in () if root is None else root.iterfind(f"{_W}{kind}"):
            if one.get(f"{_W}type", "normal") == "normal":
                told = [words_of(p, self._styles, self.remarked).text.strip() for p in one.iter(f"{_W}p")]
                yield f"{kind} {one.get(f'{_W}id')}", " ".join(filter(None, told))


def _line(text: str, number: str, look: Look, lists: Numbering, *, strong: bool) -> Line:
    """One paragraph. A number that was typed counts where Word counts none."""
    level = lists.level(look.list_id, look.list_level) if look.list_id else None
    indent = look.indent if look.indent is not None else (level.indent if level and level.indent else 0)
    text, depth = text.strip("\n "), look.list_level + 1
    if number and not bulleted(f"{number} x")[0]:
        kind = LineKind.HEADING if look.outline else LineKind.NUMBERED
        return Line(
            kind=kind, number=number, text=text.strip(), depth=look.outline or depth, indent=indent, strong=strong
        )
    if level is not None and not look.outline and (level.form == "bullet" or number):
        return Line(kind=LineKind.POINT, text=text.strip(), depth=depth, indent=indent, strong=strong)
    typed, rest = parted(text)
    if look.outline:
        return Line(
            kind=LineKind.HEADING, number=typed, text=rest.strip(), depth=look.outline, indent=indent, strong=strong
        )
    if typed:
        return Line(kind=LineKind.NUMBERED, number=typed, text=rest.strip(), depth=1, indent=indent, strong=strong)
    is_point, rest = bulleted(text)
    kind = LineKind.POINT if is_point else LineKind.TEXT
    return Line(kind=kind, text=rest.strip(), depth=int(is_point), indent=indent, strong=strong)


def _part(file: Opened, kind: str) -> Any:
    name = file.beside(kind)
    return file.part(name) if name else None


def _rows(table: Any) -> Iterator[Any]:
    for one in table:
        if one.tag == f"{_W}tr":
            yield one
        elif one.tag in _WRAPPERS or one.tag == f"{_W}sdt":
            yield from _rows(one)


def _cells(row: Any) -> Iterator[Any]:
    for one in row:
        if one.tag == f"{_W}tc":
            yield one
        elif one.tag in _WRAPPERS or one.tag == f"{_W}sdt":
            yield from _cells(one)


def _furniture(file: Opened) -> list[str]:
    """The words of headers and footers, each once."""
    told = (" ".join(filter(None, map(_words, edge.iter(f"{_W}p")))) for edge in _edge_parts(file))
    return list(dict.fromkeys(filter(None, told)))


def _edges(file: Opened) -> Iterator[str]:
    """Each line of its headers and footers."""
    return (_words(p) for edge in _edge_parts(file) for p in edge.iter(f"{_W}p"))


def _edge_parts(file: Opened) -> Iterator[Any]:
    return (file.part(name) for name in sorted(file.names) if re.fullmatch(r"word/(header|footer)[0-9]*\.xml", name))


def _words(element: Any) -> str:
    return " ".join("".join(str(t.text or "") for t in element.iter(f"{_W}t")).split())


def _remarks(found: Remarked, furniture: list[str]) -> Iterator[str]:
    """What stands in the file and in none of the lines, or was read in one of two ways."""
    if found.tracked:
        yield gettext(
            "The file has changes that are tracked and neither accepted nor rejected. They are read as accepted."
        )
    if found.boxes:
        yield gettext("Could not be placed, as it stands in a text box: %(words)s", words=_quoted(found.boxes))
    if found.hidden:
        yield gettext("Left out, as nobody sees it in Word: %(words)s", words=_quoted(found.hidden))
    if found.comments:
        yield gettext("Comments of the file are left out.")
    if found.pictures:
        yield gettext("Pictures, charts and other objects are left out: %(n)d.", n=found.pictures)
    if found.others:
        yield gettext("Other files within this one are left out: %(n)d.", n=found.others)
    if found.contents:
        yield gettext("The table of contents is left out.")
    if furniture:
        yield gettext("The lines at the head and foot of its pages are left out: %(words)s", words=_quoted(furniture))


def _quoted(texts: list[str]) -> str:
    """The beginnings of some of them; how many more there are."""
    told = [f"“{one[:_QUOTED]}…”" if len(one) > _QUOTED else f"“{one}”" for one in texts[:_NAMED]]
    more = len(texts) - _NAMED
    return ", ".join(told) + (gettext(" and %(n)d more", n=more) if more > 0 else "")
