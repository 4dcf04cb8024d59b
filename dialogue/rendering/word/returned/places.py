"""The lines of a paper divided among its places: numbered paragraphs, items, and what is neither.

A place is known by its bookmarks. What stands between two places belongs to the first of them by its style, or is a
line of its own behind it: nothing is left out, and nothing is taken for a paragraph that it is not."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from dialogue.rendering.typed import Block, BlockKind, Span
from dialogue.rendering.word.returned import changing
from dialogue.rendering.word.returned.lines import IS, WAS, Fate, Hand, Line, Piece, Shape
from dialogue.rendering.word.returned.values import Change, Place, Remark
from dialogue.rendering.written import written

KNOWN = re.compile(r"_?((?:Paragraph|Item|Part)_[0-9_]+)", re.ASCII)
_NUMBER = re.compile(r"[0-9]+\.(\t|\Z)", re.ASCII)
_POINT = re.compile(r"([0-9]{1,3}[.)]|[–o▪◦·§•-])\t", re.ASCII)
LABELS = {"Kind", "Reference"}  # styles of what our paper puts before the words
GOES_ON = {"Continued paragraph", "List Paragraph", "Quote", "Preformatted", "row"}
DETAIL, OF_ITEM = {"Detail"}, {"Small print", "Label", "List Paragraph", "Detail"}


@dataclass(slots=True)
class Stretch:
    """Lines that belong to one place."""

    name: str = ""
    after: str = ""
    lines: list[Line] = field(default_factory=list)
    details: list[Line] = field(default_factory=list)
    joined: Hand | None = None  # by whom it was made one with what follows

    @property
    def all_lines(self) -> list[Line]:
        return [*self.lines, *self.details]


def divided(lines: Sequence[Line]) -> list[Stretch]:
    """All lines, each in its place, in their order."""
    found = [one for stretch in _Division(lines).stretches for one in _parted(stretch)]
    for one, other in pairwise(found):
        last = one.all_lines[-1] if one.all_lines else None
        both = any(line.says for line in one.all_lines) and any(line.says for line in other.all_lines)
        if last is not None and last.end is Fate.GONE and both:
            one.joined = last.hand
    return found


class _Division:
    def __init__(self, lines: Sequence[Line]) -> None:
        self.stretches: list[Stretch] = []
        self._seen: set[str] = set()
        self._ends = {
            found[1]: n for n, one in enumerate(lines) for mark in one.marks
            if mark.kind == "end" and (found := KNOWN.fullmatch(mark.name)) and mark.name[0] == "_"
        }  # fmt: skip
        self._current = Stretch()  # the place that was last begun
        self._last = ""  # the last that has a name of a paragraph or an item
        self._split = False  # whether the line before was one with this one until somebody divided them
        for n, line in enumerate(lines):
            self._take(n, line)
            self._split = line.end is Fate.NEW

    def _take(self, n: int, line: Line) -> None:
        begins = self._begins(line)
        before, *parts = _cut(line, [at for at, _ in begins])
        if not begins or (before.pieces and self._is_open(n)):
            self._own(n, before)
        elif parts:
            parts[0] = _joined(before, parts[0])
        for (_, name), part in zip(begins, parts, strict=True):
            self._begin(name, part)

    def _begins(self, line: Line) -> list[tuple[int, str]]:
        """Where places begin in it, each the first time that its name is met."""
        found = []
        for mark in line.marks:
            name = KNOWN.fullmatch(mark.name) if mark.kind == "begin" else None
            if name and name[1] not in self._seen:
                self._seen.add(name[1])
                found.append((mark.at, name[1]))
        return found

    def _is_open(self, n: int) -> bool:
        return self._ends.get(self._current.name, -1) >= n

    def _begin(self, name: str, line: Line) -> None:
        if name.startswith("Part_"):
            self._current = Stretch("", self._last, [line])
        else:
            self._current, self._last = Stretch(name), name
            (self._current.details if _is_detail(line) else self._current.lines).append(line)
        self.stretches.append(self._current)

    def _own(self, n: int, line: Line) -> None:
        """A line in which no place begins."""
        current = self._current
        if current.name.startswith("Paragraph_") and _is_detail(line):
            current.details.append(line)
        elif self._is_open(n) or self._goes_on(line):
            current.lines.append(line)
        elif current.name.startswith("Item_") and line.shape.style in OF_ITEM and line.said:
            current.details.append(line)
        else:
            self.stretches.append(Stretch("", self._last, [line]))

    def _goes_on(self, line: Line) -> bool:
        """Whether it belongs to the place before it, whose mark has ended or is none: by its style, or because the two
        were one line."""
        current = self._current
        if self._split and line.said:
            return bool(current.name)
        return current.name.startswith("Paragraph_") and line.shape.style in GOES_ON and not current.details


def _is_detail(line: Line) -> bool:
    return line.shape.style in DETAIL and bool(line.said)


def _cut(line: Line, at: Sequence[int]) -> list[Line]:
    """The line in parts, each beginning at one of these pieces; what ends it ends the last."""
    bounds = [0, *at, len(line.pieces)]
    parts = []
    for n, (a, b) in enumerate(pairwise(bounds)):
        is_last = n == len(at)
        marks = [m._replace(at=m.at - a) for m in line.marks if a <= m.at < b or (is_last and m.at == b)]
        parts.append(Line(line.shape, line.shape_was, line.shape_hand, line.pieces[a:b], marks, Fate.GONE))
    parts[-1].end, parts[-1].hand = line.end, line.hand
    return parts


def _joined(one: Line, other: Line) -> Line:
    marks = [*one.marks, *(m._replace(at=m.at + len(one.pieces)) for m in other.marks)]
    return replace(other, pieces=[*one.pieces, *other.pieces], marks=marks)


def _parted(found: Stretch) -> Iterator[Stretch]:
    """A paragraph begins with its number: lines that somebody put before it are no part of it."""
    first = 0
    if found.name.startswith("Paragraph_"):
        first = next((n for n, line in enumerate(found.lines) if _NUMBER.match(line.said)), 0)
    yield from (Stretch("", found.after, [line]) for line in found.lines[:first])
    yield Stretch(found.name, found.after, found.lines[first:], found.details)


def place(found: Stretch, after: str, remarks: Mapping[str, Remark]) -> Place:
    """What the lines say."""
    label, lines = _without_label(found)
    pieces = _run_on(lines)
    details = _run_on(found.details)
    words = [*pieces, *([Piece("\n", Fate.GONE, found.joined)] if found.joined is not None else [])]
    changed = [*_of_label(label, pieces), *changing.of_pieces(words), *_of_shapes(lines)]
    return Place(
        name=found.name,
        after="" if found.name else found.after or after,
        was=_text(lines, WAS),
        now=_text(lines, IS),
        label=_said(label, WAS),
        details=_said(details, WAS).strip(),
        changes=(*changed, *changing.of_pieces(details, part="details")),
        remarks=tuple(remarks[key] for key in noted(found) if key in remarks),
    )


def noted(found: Stretch) -> Iterable[str]:
    """The ids of the remarks that begin or hang in it."""
    marks = (mark for line in found.all_lines for mark in line.marks)
    return dict.fromkeys(mark.name for mark in marks if mark.kind in {"on", "call"})


def _of_label(label: Sequence[Piece], words: Sequence[Piece]) -> tuple[Change, ...]:
    """A label that went with all its words is no change of its own."""
    if not _said(words, IS).strip() and not _said(label, IS).strip():
        return ()
    return changing.of_pieces(label, part="label")


def _of_shapes(lines: Sequence[Line]) -> Iterator[Change]:
    """Lines that became points of a list, or were ones."""
    for line in lines:
        old = line.shape_was
        if old is not None and (old.depth, old.mark) != (line.shape.depth, line.shape.mark) and line.says.strip():
            was, now = (written([_block(line.pieces, shape, WAS)]) for shape in (old, line.shape))
            author, at = line.shape_hand
            yield from (Change(kind="replacement", was=was, now=now, author=author, at=at),) if was != now else ()


def _said(pieces: Sequence[Piece], fates: Sequence[Fate]) -> str:
    return "".join(one.text for one in pieces if one.fate in fates)


def _run_on(lines: Sequence[Line]) -> list[Piece]:
    """All pieces, with the ends of the lines between them."""
    found: list[Piece] = []
    for n, line in enumerate(lines):
        if n:
            found.append(Piece("\n", lines[n - 1].end, lines[n - 1].hand))
        found += line.pieces
    return found


# The words that our paper puts before those of a paragraph


def _without_label(found: Stretch) -> tuple[list[Piece], list[Line]]:
    """The label, and the lines without it; a first line that holds nothing else is none."""
    if not found.name or not found.lines:
        return [], found.lines
    first, *rest = found.lines
    end = _label_end(first.pieces) if found.name.startswith("Paragraph_") else _title_begin(first.pieces)
    label, words = _divided_at(first.pieces, end)
    line = replace(first, pieces=words)
    is_alone = not "".join(one.text for one in words).strip() and first.end is not Fate.NEW and rest
    return label, rest if is_alone else [line, *rest]


def _label_end(pieces: Sequence[Piece]) -> int:
    """How many characters the label has: number, reference, kind, and the blank behind it."""
    found = _NUMBER.match(_said(pieces, WAS))
    left = found.end() if found else 0
    at = end = 0
    for piece in pieces:
        size = len(piece.text)
        if piece.fate in (Fate.NEW, Fate.NEVER):
            end = at + size if piece.style in LABELS or left > 0 else end
        elif left > 0:
            end, left = at + min(left, size), left - size
            if left < 0 and not piece.text[size + left :].isspace():
                break
        elif piece.style in LABELS:
            end = at + size
        elif not piece.text.isspace():
            break
        at += size
    text = "".join(one.text for one in pieces)
    return end + 1 if text[end : end + 1] == " " else end


def _title_begin(pieces: Sequence[Piece]) -> int:
    """Behind the number of an item."""
    text = "".join(one.text for one in pieces)
    found = re.match(r"[0-9.]*\t", text, re.ASCII)
    return found.end() if found else 0


def _divided_at(pieces: Sequence[Piece], end: int) -> tuple[list[Piece], list[Piece]]:
    before: list[Piece] = []
    for n, piece in enumerate(pieces):
        if end < len(piece.text):
            cut = [piece._replace(text=piece.text[:end])] if end else []
            return [*before, *cut], [piece._replace(text=piece.text[end:]), *pieces[n + 1 :]]
        before.append(piece)
        end -= len(piece.text)
    return before, []


# Lines as somebody would type them


def _text(lines: Sequence[Line], fates: Sequence[Fate]) -> str:
    """Lines whose end is not there run on in the next one."""
    blocks, open_pieces = [], list[Piece]()
    for n, line in enumerate(lines):
        open_pieces += line.pieces
        if line.end in fates or n == len(lines) - 1:
            blocks.append(_block(open_pieces, _shape(line, fates), fates))
            open_pieces = []
    return written(blocks)


def _shape(line: Line, fates: Sequence[Fate]) -> Shape:
    return line.shape_was if line.shape_was is not None and fates is WAS else line.shape


def _block(pieces: Sequence[Piece], shape: Shape, fates: Sequence[Fate]) -> Block:
    told = [one for one in pieces if one.fate in fates]
    looks = [(one.was if fates is WAS and one.was is not None else one.look) for one in told]
    spans = [Span(one.text, look.strong, look.emphasis) for one, look in zip(told, looks, strict=True)]
    if shape.mark is not None:
        return Block(tuple(spans), BlockKind.POINT, max(1, shape.depth), shape.mark)
    found = _POINT.match("".join(span.text for span in spans))
    if found and shape.depth:
        return Block(tuple(_shortened(spans, found.end())), BlockKind.POINT, shape.depth, _mark(found[1]))
    return Block(tuple(spans))


def _mark(sign: str) -> str:
    return "" if sign in "•-" else sign


def _shortened(spans: Sequence[Span], end: int) -> Iterator[Span]:
    for span in spans:
        yield span._replace(text=span.text[end:])
        end = max(0, end - len(span.text))
