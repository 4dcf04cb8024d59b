"""WordprocessingML as text: the few shapes a paper is made of. What a person typed gets in through `run` alone.

Written as text and not as python-docx objects because 5,000 rows then cost what their letters cost (hazards §4)."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from typing import NewType

from dialogue.domain import text as boundary

Xml = NewType("Xml", str)  # well-formed and clean by construction; a plain str is not

TEXT_WIDTH = 160  # mm between the margins, upright
LANDSCAPE_WIDTH = 257  # with narrower margins: a register uses the page
SHADE = "FFF6E0"
_TAG = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?")
CYRILLIC = "sr-Cyrl-RS"  # what is written in these letters here is Serbian
# From a Cyrillic letter to the last one before a Latin letter: names and sentences with all that stands in them.
_LETTERS = "\u0400-\u052f\u1c80-\u1c8f\u2de0-\u2dff\ua640-\ua69f"
_WRITTEN = rf"[{_LETTERS}](?:[^A-Za-z\u00aa-\u024f\n\t]*[{_LETTERS}])*"
_CYRILLIC = re.compile(_WRITTEN)


def mm(length: float) -> int:
    """Millimetres as twentieths of a point, Word's measure."""
    return round(length * 1440 / 25.4)


NOTHING = Xml("")


def clean(text: str, *, one_line: bool = False) -> str:
    """The boundary of typed text, once more at the way out: a sheet may come from an older, laxer time."""
    # Printable text holds no control, no lone surrogate, no hidden mark and no break: most texts stop here.
    if text.isprintable() and (text.isascii() or unicodedata.is_normalized("NFC", text)):
        return text
    return boundary.fit(text, one_line=one_line)


def _escaped(text: str) -> str:
    return escape(text, quote=False) if "&" in text or "<" in text or ">" in text else text


def join(*parts: Xml) -> Xml:
    return Xml("".join(parts))


def run(text: str, *, style: str = "", strong: bool = False, emphasis: bool = False, language: str = "") -> Xml:
    """Text as it is read, in one look; `style` is the id of a character style, `language` a tag where it is not the
    paper's. Line breaks and tabs stay."""
    text = clean(text)
    if text.isascii() or not _CYRILLIC.search(text):
        return _run(text, _look(style, strong, emphasis, language))
    looks = {tag: _look(style, strong, emphasis, tag) for tag in (language, CYRILLIC)}
    return Xml("".join(_run(part, looks[tag or language]) for tag, part in _scripts(text)))


def _scripts(text: str) -> Iterator[tuple[str, str]]:
    """The text in stretches, each with the language that its letters tell, if they tell one."""
    at = 0
    for found in _CYRILLIC.finditer(text):
        if found.start() > at:
            yield "", text[at : found.start()]
        yield CYRILLIC, found[0]
        at = found.end()
    if at < len(text):
        yield "", text[at:]


def _run(text: str, look: str) -> Xml:
    inner = _escaped(text)
    if "\n" in inner or "\t" in inner:
        inner = inner.replace("\n", f"</w:t><w:br/>{_OPEN}").replace("\t", f"</w:t><w:tab/>{_OPEN}")
    return Xml(f"<w:r>{look}{_OPEN}{inner}</w:t></w:r>")


def line(text: str, *, style: str = "", strong: bool = False, emphasis: bool = False) -> Xml:
    """Like `run`, for names and titles: on one line, and without marks that turn the rest of the line round."""
    return run(clean(text, one_line=True), style=style, strong=strong, emphasis=emphasis)


@cache
def _look(style: str, strong: bool, emphasis: bool, language: str) -> str:
    inner = f'<w:rStyle w:val="{style}"/>' if style else ""
    inner += "<w:b/><w:bCs/>" if strong else ""
    inner += "<w:i/><w:iCs/>" if emphasis else ""
    inner += f'<w:lang w:val="{language}"/>' if _TAG.fullmatch(language) else ""
    return f"<w:rPr>{inner}</w:rPr>" if inner else ""


_OPEN = '<w:t xml:space="preserve">'
TAB = Xml("<w:r><w:tab/></w:r>")
BREAK = Xml("<w:r><w:br/></w:r>")


@dataclass(frozen=True, slots=True)
class Shape:
    """What one paragraph has beyond its style: kept with the next, numbered by Word, tabs, set in from the left."""

    keep: bool = False
    breaks: bool = False  # begins a page
    bare: bool = False  # without the rule of its style
    number: int = 0  # id of the numbering; 0 = none
    level: int = 0
    tabs: tuple[tuple[str, int], ...] = ()  # kind and place
    left: int | None = None
    hanging: int = 0

    def xml(self) -> str:
        parts = "<w:keepNext/>" if self.keep else ""
        parts += "<w:pageBreakBefore/>" if self.breaks else ""
        if self.number:
            parts += f'<w:numPr><w:ilvl w:val="{self.level}"/><w:numId w:val="{self.number}"/></w:numPr>'
        parts += '<w:pBdr><w:bottom w:val="nil"/></w:pBdr>' if self.bare else ""
        if self.tabs:
            stops = "".join(f'<w:tab w:val="{kind}" w:pos="{at}"/>' for kind, at in self.tabs)
            parts += f"<w:tabs>{stops}</w:tabs>"
        if self.left is not None:
            parts += f'<w:ind w:left="{self.left}" w:hanging="{self.hanging}"/>'
        return parts


PLAIN = Shape()
KEPT = Shape(keep=True)


def paragraph(style: str, *runs: Xml, shape: Shape = PLAIN) -> Xml:
    """A paragraph; `style` is the id of a style of the template."""
    more = "" if shape is PLAIN else shape.xml()
    return Xml(f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{more}</w:pPr>{"".join(runs)}</w:p>')


def kept(content: Xml) -> Xml:
    """The same, its last paragraph kept on a page with what follows."""
    before, form, after = content.rpartition("<w:pPr><w:pStyle ")
    style, end, rest = after.partition("/>")
    if not form or rest.startswith("<w:keepNext/>"):
        return content
    return Xml(f"{before}{form}{style}{end}<w:keepNext/>{rest}")


def anchored(name: str, key: int, *runs: Xml) -> Xml:
    """A place that links and cross references of the paper lead to; `name` is a word of ours, `key` its number."""
    inner = "".join(runs)
    return Xml(f'<w:bookmarkStart w:id="{key}" w:name="{name}"/>{inner}<w:bookmarkEnd w:id="{key}"/>')


def around(name: str, key: int, parts: Sequence[Xml]) -> list[Xml]:
    """A place that begins in the first of these paragraphs and ends in the last, whatever somebody does inside it.
    Programs show no name that begins with a low line."""
    before, form, after = parts[0].partition("</w:pPr>")
    begun = Xml(f'{before}{form}<w:bookmarkStart w:id="{key}" w:name="{name}"/>{after}')
    *most, last = [begun, *parts[1:]]
    before, end, after = last.rpartition("</w:p>")
    return [*most, Xml(f'{before}<w:bookmarkEnd w:id="{key}"/>{end}{after}')]


def leading(name: str, *runs: Xml) -> Xml:
    """Runs that lead to a place in the same paper."""
    return Xml(f'<w:hyperlink w:anchor="{name}" w:history="1">{"".join(runs)}</w:hyperlink>')


def field(instruction: str) -> Xml:
    """A field of Word's own, PAGE or NUMPAGES; never made from anything typed."""
    return Xml(f'<w:fldSimple w:instr=" {instruction} "><w:r><w:t>1</w:t></w:r></w:fldSimple>')


def attribute(text: str) -> str:
    return escape(clean(text, one_line=True))


_DASH = paragraph("Cell", line("—"))  # in a cell that nothing is known for: a blank one reads as forgotten
_SAID = re.compile(r"[^>]</w:t>|<w:drawing>")


def _says(content: Xml) -> bool:
    """Whether a reader finds a word in it. Most cells are known by what they do not hold."""
    return "</w:t>" in content and ("></w:t>" not in content or _SAID.search(content) is not None)


@dataclass(frozen=True, slots=True)
class Column:
    label: str
    width: float  # mm


class Table:
    """A data table: header row repeated and known as such, rows unbroken, no merged cells, a caption."""

    def __init__(self, *columns: Column, caption: str, description: str = "", left: int = 0) -> None:
        self._widths = [mm(column.width) for column in columns]
        self._rows: dict[tuple[tuple[int, ...], str], str] = {}  # a row of each form, to be filled
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in self._widths)
        opening = (
            '<w:tbl><w:tblPr><w:tblStyle w:val="Ruled"/>'
            f'<w:tblW w:w="{sum(self._widths)}" w:type="dxa"/><w:tblInd w:w="{left}" w:type="dxa"/>'
            '<w:tblLayout w:type="fixed"/>'
            '<w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="1"'
            f' w:noVBand="1"/><w:tblCaption w:val="{attribute(caption)}"/>'
            f'<w:tblDescription w:val="{attribute(description or caption)}"/></w:tblPr>'
            f"<w:tblGrid>{grid}</w:tblGrid>"
        )
        self._parts = [opening]
        self._add([paragraph("Head", line(column.label)) for column in columns], (), "<w:tblHeader/>")

    def row(self, *contents: Xml, shaded: tuple[int, ...] = (), height: float = 0) -> None:
        """A row of as many cells as there are columns; each content is paragraphs or nothing. What says nothing is a
        dash."""
        self._add(contents, shaded, f'<w:trHeight w:val="{mm(height)}" w:hRule="atLeast"/>' if height else "")

    def _add(self, contents: Iterable[Xml], shaded: tuple[int, ...], extra: str) -> None:
        form = self._rows.get((shaded, extra)) or self._form(shaded, extra)
        self._parts.append(form % tuple([content if _says(content) else _DASH for content in contents]))

    def _form(self, shaded: tuple[int, ...], extra: str) -> str:
        shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{SHADE}"/>'
        cells = "".join(
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{shade if n in shaded else ""}</w:tcPr>%s</w:tc>'
            for n, width in enumerate(self._widths)
        )
        form = self._rows[shaded, extra] = f"<w:tr><w:trPr><w:cantSplit/>{extra}</w:trPr>{cells}</w:tr>"
        return form

    def xml(self) -> Xml:
        """The table and the paragraph that must follow it."""
        return Xml(f"{''.join(self._parts)}</w:tbl>{paragraph('After')}")
