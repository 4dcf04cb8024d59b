"""Two papers as one: the new one, with whatever the old one had otherwise as changes that Word tracks.

Whoever accepts all of them has the new paper, and whoever rejects all of them the old one: both are made from the
paragraphs that their own renderer set, so no line of either can be forgotten here."""

import datetime as dt
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from html import escape
from itertools import groupby
from typing import Any, NamedTuple

from docx.oxml.ns import nsdecls, qn
from lxml import etree

from dialogue.rendering.differences import aligned, spans
from dialogue.rendering.word.fragments import Xml, attribute

BREAK, TAB, NOTE = "\n", "\t", "\N{OBJECT REPLACEMENT CHARACTER}"
WITHIN = "#"  # before the name of a place in the paper itself; no safe address begins so
_WORD = re.compile(r"\n|\t|[^\S\n\t]*[^\s]+|[^\S\n\t]+")
_PLACE = re.compile(r'<w:bookmarkStart w:id="\d+" w:name="([^"]+)"/>')
_NUMBER = re.compile(r"[\d.]+\t")  # that opens a line: it is no part of what tells lines apart
_ROOT = f"<w:body {nsdecls('w', 'r')}>"
_FORM = ("pStyle", "numPr", "ind")  # what of a paragraph's shape is a change that somebody sees
_MARKS = {BREAK: "<w:br/>", TAB: "<w:tab/>"}


class Atom(NamedTuple):
    """One letter, or a break, a tab, the mark of a footnote: how it looks, where it leads, which note it calls."""

    char: str
    look: str = ""
    link: str = ""
    note: str = ""


class Change(NamedTuple):
    """What became of an atom; `was` is its old look where it looks otherwise now."""

    atom: Atom
    kind: str  # "same" | "new" | "gone"
    was: str | None = None


@dataclass(frozen=True, slots=True)
class Body:
    """What stands in a paper, and what its marks stand for."""

    parts: Sequence[tuple[str, Xml]]  # each with its key: those of one key are one, whatever stands in them
    addresses: dict[str, str] = field(default_factory=dict)  # of links, by their ids
    notes: Sequence[str] = ()  # footnotes, in their order


@dataclass(slots=True)
class Tracking:
    """By whom and when, and how the paper that comes of it names a link and a footnote."""

    author: str
    at: dt.datetime
    link: Callable[[str], str]
    note: Callable[[str], str]
    count: int = 0
    lines: int = 0

    def changes(self, old: Body, new: Body) -> Xml:
        """The body of the new paper, with what was otherwise in the old one."""
        kept = frozenset(name for _, xml in new.parts for name in _PLACE.findall(xml))
        merge = _Merge(self, old, new, kept)
        return Xml("".join(made for pair in _matched(old, new) for made in merge.blocks(*pair)))

    def about(self, *, end: bool = False) -> str:
        """By whom and when. LibreOffice takes neighbouring insertions of one minute for one, and rejects the end of
        the line between them with it. So the `end` of a line is told a minute after its words, and each second line
        two minutes after the first."""
        self.count += 1
        at = self.at.astimezone(dt.UTC) + dt.timedelta(minutes=end + 2 * (self.lines % 2))
        return f'w:id="{self.count}" w:author="{attribute(self.author)}" w:date="{at:%Y-%m-%dT%H:%M:%SZ}"'


def _matched(old: Body, new: Body) -> Iterator[tuple[list[Any], list[Any]]]:
    """The parts of both in one order: what has the same key stands beside each other, all else beside nothing."""
    before, after = ([_parsed(xml) for _, xml in one.parts] for one in (old, new))
    for same, x, y in spans([key for key, _ in old.parts], [key for key, _ in new.parts]):
        if same:
            yield from zip(before[x], after[y], strict=True)
            continue
        yield from ((part, []) for part in before[x])
        yield from (([], part) for part in after[y])


def _parsed(xml: Xml) -> list[Any]:
    return list(etree.fromstring(f"{_ROOT}{xml}</w:body>"))


def _inner(element: Any) -> str:
    """What stands in an element, as text; of none, nothing."""
    if element is None:
        return ""
    return "".join(_text(child) for child in element)


def _text(element: Any) -> str:
    """The element without the namespaces that the document names at its head."""
    return re.sub(r' xmlns:\w+="[^"]*"', "", etree.tostring(element, encoding="unicode", with_tail=False))


@dataclass(frozen=True, slots=True)
class _Merge:
    tracking: Tracking
    old: Body
    new: Body
    kept: frozenset[str]  # names of places of the new paper

    def blocks(self, before: Sequence[Any], after: Sequence[Any]) -> Iterator[str]:
        """Paragraphs and tables, each with what it became."""
        for old, new in _pairs(before, after):
            if old is not None and new is not None and old.tag != new.tag:
                yield from (self._block(old, None), self._block(None, new))
            else:
                yield self._block(old, new)

    def _block(self, old: Any, new: Any) -> str:
        self.tracking.lines += 1
        is_table = (old if new is None else new).tag == qn("w:tbl")
        return self._table(old, new) if is_table else self._paragraph(old, new)

    def _paragraph(self, old: Any, new: Any) -> str:
        shown = old if new is None else new
        form = _inner(shown.find(qn("w:pPr")))
        if old is None or new is None:
            form += f"<w:rPr><w:{'ins' if old is None else 'del'} {self.tracking.about(end=True)}/></w:rPr>"
        elif _form(old) != _form(new):
            was = _inner(old.find(qn("w:pPr")))
            form += f"<w:pPrChange {self.tracking.about()}><w:pPr>{was}</w:pPr></w:pPrChange>"
        before = _atoms(old, self.old) if old is not None else []
        after = _atoms(new, self.new) if new is not None else []
        places = "".join(map(self._place, [*_places(new), *(n for n in _places(old) if n not in self.kept)]))
        return f"<w:p><w:pPr>{form}</w:pPr>{places}{self._runs(_changes(before, after))}</w:p>"

    def _place(self, name: str) -> str:
        """A place to which a link of either paper leads stands once, before the words of its paragraph."""
        self.tracking.count += 1
        key = self.tracking.count
        return f'<w:bookmarkStart w:id="{key}" w:name="{attribute(name)}"/><w:bookmarkEnd w:id="{key}"/>'

    def _table(self, old: Any, new: Any) -> str:
        shown = old if new is None else new
        grid = "".join(_text(shown.find(qn(f"w:{name}"))) for name in ("tblPr", "tblGrid"))
        before, after = ([] if one is None else one.findall(qn("w:tr")) for one in (old, new))
        rows = (self._row(x, y) for pair in _pairs(before, after) for x, y in _alike(*pair))
        return f"<w:tbl>{grid}{''.join(rows)}</w:tbl>"

    def _row(self, old: Any, new: Any) -> str:
        shown = old if new is None else new
        form = _inner(shown.find(qn("w:trPr")))
        if old is None or new is None:
            form += f"<w:{'ins' if old is None else 'del'} {self.tracking.about()}/>"
        before, after = (None if one is None else one.findall(qn("w:tc")) for one in (old, new))
        many = len(shown.findall(qn("w:tc")))
        cells = zip(before or [None] * many, after or [None] * many, strict=True)
        return f"<w:tr><w:trPr>{form}</w:trPr>{''.join(self._cell(*pair) for pair in cells)}</w:tr>"

    def _cell(self, old: Any, new: Any) -> str:
        shown = old if new is None else new
        before, after = ([] if one is None else one.findall(qn("w:p")) for one in (old, new))
        return f"<w:tc>{_text(shown.find(qn('w:tcPr')))}{''.join(self.blocks(before, after))}</w:tc>"

    def _runs(self, changes: Iterator[Change]) -> str:
        """As few runs as the changes allow, each with one look and one fate."""
        made = []
        for (link, kind, look, was), group in groupby(
            changes, lambda one: (one.atom.link, one.kind, one.atom.look, one.was)
        ):
            atoms = [one.atom for one in group]
            content = f"<w:r>{self._look(look, was)}{self._content(atoms, gone=kind == 'gone')}</w:r>"
            if kind != "same":
                name = "ins" if kind == "new" else "del"
                content = f"<w:{name} {self.tracking.about()}>{content}</w:{name}>"
            if link:
                way = f'w:anchor="{link[1:]}"' if link[0] == WITHIN else f'r:id="{self.tracking.link(link)}"'
                content = f'<w:hyperlink {way} w:history="1">{content}</w:hyperlink>'
            made.append(content)
        return "".join(made)

    def _look(self, look: str, was: str | None) -> str:
        if was is not None:
            look += f"<w:rPrChange {self.tracking.about()}><w:rPr>{was}</w:rPr></w:rPrChange>"
        return f"<w:rPr>{look}</w:rPr>" if look else ""

    def _content(self, atoms: Sequence[Atom], *, gone: bool) -> str:
        name = "delText" if gone else "t"
        parts = []
        for mark, group in groupby(atoms, lambda one: one.note or _MARKS.get(one.char, "")):
            if not mark:
                words = escape("".join(atom.char for atom in group), quote=False)
                parts.append(f'<w:{name} xml:space="preserve">{words}</w:{name}>')
            else:
                parts += [self._note(atom.note, name) if atom.note else mark for atom in group]
        return "".join(parts)

    def _note(self, text: str, name: str) -> str:
        """A mark of asterisks is text, which is gone with its note."""
        return self.tracking.note(text).replace("<w:t ", f"<w:{name} ").replace("</w:t>", f"</w:{name}>")


def _pairs(before: Sequence[Any], after: Sequence[Any]) -> Iterator[tuple[Any, Any]]:
    """Each old element with the one that it became; None beside what is gone or new."""
    found = aligned([_told(one) for one in before], [_told(one) for one in after])
    return ((None if x is None else before[x], None if y is None else after[y]) for x, y in found)


def _alike(old: Any, new: Any) -> list[tuple[Any, Any]]:
    """Two rows are one only if they have as many cells."""
    if old is None or new is None or len(old.findall(qn("w:tc"))) == len(new.findall(qn("w:tc"))):
        return [(old, new)]
    return [(old, None), (None, new)]


def _told(element: Any) -> str:
    """By what elements are told apart: their words, but for the number that opens them."""
    runs = element.iter(qn("w:r"))
    parts = (_MARK_OF.get(one.tag, one.text or "") for run in runs for one in run.iter(*_SPOKEN))
    return _NUMBER.sub("", "".join(parts), count=1) if element.tag == qn("w:p") else " ".join(parts)


_MARK_OF = {qn("w:br"): BREAK, qn("w:tab"): TAB}
_SPOKEN = (qn("w:t"), qn("w:br"), qn("w:tab"))


def _form(paragraph: Any) -> str:
    found = paragraph.find(qn("w:pPr"))
    return "".join(_text(one) for one in found if one.tag in {qn(f"w:{name}") for name in _FORM})


def _places(paragraph: Any) -> list[str]:
    starts = () if paragraph is None else paragraph.iter(qn("w:bookmarkStart"))
    return [one.get(qn("w:name")) for one in starts]


def _atoms(paragraph: Any, body: Body) -> list[Atom]:
    found: list[Atom] = []
    for child in paragraph:
        if child.tag == qn("w:hyperlink"):
            within = child.get(qn("w:anchor"))
            link = f"{WITHIN}{within}" if within else body.addresses[child.get(qn("r:id"))]
            found += [atom for one in child for atom in _of_run(one, link, body)]
        elif child.tag == qn("w:r"):
            found += _of_run(child, "", body)
    return found


def _of_run(run: Any, link: str, body: Body) -> Iterator[Atom]:
    look = _inner(run.find(qn("w:rPr")))
    called = run.find(qn("w:footnoteReference"))
    if called is not None:
        yield Atom(NOTE, look, link, body.notes[int(called.get(qn("w:id"))) - 1])
        return
    for child in run:
        if child.tag == qn("w:t"):
            yield from (Atom(char, look, link) for char in child.text or "")
        elif child.tag in _MARK_OF:
            yield Atom(_MARK_OF[child.tag], look, link)


def _changes(before: Sequence[Atom], after: Sequence[Atom]) -> Iterator[Change]:
    old, new = _words(before), _words(after)
    for same, x, y in spans([_key(word) for word in old], [_key(word) for word in new]):
        if not same:
            yield from (Change(atom, "gone") for word in old[x] for atom in word)
            yield from (Change(atom, "new") for word in new[y] for atom in word)
            continue
        for was, now in zip(old[x], new[y], strict=True):
            for one, other in zip(was, now, strict=True):
                yield Change(other, "same", one.look if one.look != other.look else None)


def _words(atoms: Sequence[Atom]) -> list[list[Atom]]:
    text = "".join(atom.char for atom in atoms)
    return [list(atoms[found.start() : found.end()]) for found in _WORD.finditer(text)]


def _key(word: Sequence[Atom]) -> tuple[str, ...]:
    """Two words are one if they read alike and lead to the same place; how they look is a change of its own."""
    return ("".join(atom.char for atom in word), *(atom.link or atom.note for atom in word if atom.link or atom.note))
