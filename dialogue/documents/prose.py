"""Markdown, the token stream that pages use too, as paragraphs of a paper: lists, quotations, links, emphasis, tables.
Headings in typed text become bold lines, so that the paper's own order of headings stands."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol
from urllib.parse import urlsplit

from markdown_it.token import Token

from dialogue.documents.fragments import (
    BREAK,
    KEPT,
    NOTHING,
    PLAIN,
    TEXT_WIDTH,
    Column,
    Shape,
    Table,
    Xml,
    clean,
    join,
    mm,
    paragraph,
    run,
)
from dialogue.documents.template import BULLETS
from dialogue.markdown import tokens

STEP = 360  # twips by which each list or quotation is set in
DEEPEST = 8  # Word numbers nine levels
WIDEST = 12  # columns that a page can hold; Word refuses a table of more than 63
_TAB = Token("text", "", 0, content="\t")

# One line of words without any sign that Markdown reads: most paragraphs, and 30 times cheaper than to parse.
_NO_SIGN = r"[^\\`*_\[\]<&\n]*"
WORDS = re.compile(rf"(?![0-9]+[.)])[^\W_]{_NO_SIGN}(?:&(?![#\w]){_NO_SIGN})*")
_HOST = re.compile(r"[A-Za-z0-9]+(-+[A-Za-z0-9]+)*(\.[A-Za-z0-9]+(-+[A-Za-z0-9]+)*)*(:[0-9]{1,4})?")
_ADDRESS = re.compile(r"([A-Za-z0-9._~:/?#@!$&'()*+,;=-]|%[0-9A-Fa-f]{2}){1,2000}")


class Book(Protocol):
    """The paper that the prose stands in: it knows its links and counts its lists."""

    def link(self, address: str) -> str: ...

    def numbering(self, start: int, level: int) -> int: ...


def safe_address(address: str) -> bool:
    """Whether Word may follow it: http, https or mailto, and an address that no program chokes on."""
    if not _ADDRESS.fullmatch(address):
        return False
    parts = urlsplit(address)
    if parts.scheme == "mailto":
        return re.fullmatch(r"[^@/:]+@[^@/:]+", parts.path) is not None
    return parts.scheme in {"http", "https"} and _HOST.fullmatch(parts.netloc) is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How a text is set: the first paragraph of `style` and opened by `lead`, later ones of style `then`, which is set
    in by `left`; all of it kept with what follows, if `keep` says so."""

    style: str = "Normal"
    then: str = ""
    left: int = 0
    lead: Xml | None = None
    keep: bool = False


def blocks(text: str, book: Book, manner: Manner) -> list[Xml]:
    """The paragraphs of `text`. Of an empty text only its lead is left."""
    text = clean(text).strip()
    if WORDS.fullmatch(text):
        shape = KEPT if manner.keep else PLAIN
        return [paragraph(manner.style, manner.lead or NOTHING, run(text), shape=shape)]
    return _Walk(book, manner).through(tokens(text))


class _Walk:
    """One pass through the tokens of one text."""

    def __init__(self, book: Book, manner: Manner) -> None:
        self._book, self._manner, self._lead = book, manner, manner.lead
        self._out: list[Xml] = []
        self._lists: list[int] = []  # the numbering of each list that is open
        self._quotes = 0
        self._item = False  # the next paragraph carries its item's bullet or number
        self._heading = False
        self._rows: list[list[Token]] | None = None  # of the table that is open

    def through(self, stream: Sequence[Token]) -> list[Xml]:
        for token in stream:
            act = _ACTS.get(token.type)
            if act:
                act(self, token)
        if self._lead is not None:
            self._put(run(""))
        return self._out

    def _put(self, content: Xml, style: str = "") -> None:
        """A paragraph where the walk stands. A lead that meets a list or a quotation stands on a line of its own."""
        inside = bool(self._lists or self._quotes or style)
        if self._lead is not None:
            lead, self._lead = self._lead, None
            shape = KEPT if inside or self._manner.keep else PLAIN
            self._out.append(paragraph(self._manner.style, lead, NOTHING if inside else content, shape=shape))
            if not inside:
                return
        self._out.append(paragraph(style or self._style_here(), content, shape=self._shape(bool(style))))

    @property
    def _in_cell(self) -> bool:
        return self._manner.style.startswith("Cell")

    def _style_here(self) -> str:
        if self._in_cell:
            return self._manner.style
        if self._lists:
            return "List"
        if self._quotes:
            return "Quote"
        return self._manner.then or self._manner.style if self._out else self._manner.style

    def _shape(self, set_in: bool) -> Shape:
        """Where the style does not say how far it is set in, the depth of lists and quotations does."""
        depth = len(self._lists) + self._quotes
        left = self._manner.left + STEP * depth if depth or set_in else None
        shape = Shape(keep=self._heading or self._manner.keep, left=left)
        if self._item and self._lists:
            self._item = False
            level = min(len(self._lists) - 1, DEEPEST)
            shape = replace(shape, number=self._lists[-1], level=level, hanging=STEP)
        return shape

    def _inline(self, token: Token) -> None:
        if self._rows is not None:
            self._rows[-1].append(token)
        else:
            self._put(self._runs(token.children or []))

    def _runs(self, children: Sequence[Token]) -> Xml:
        strong, emphasis, style = int(self._heading), 0, ""
        parts: list[Xml] = []
        for token in children:
            match token.type:
                case "strong_open" | "strong_close":
                    strong += token.nesting
                case "em_open" | "em_close":
                    emphasis += token.nesting
                case "link_open":
                    opening, style = self._open_link(str(token.attrs.get("href", "")))
                    parts.append(opening)
                case "link_close":
                    parts.append(Xml("</w:hyperlink>" if style else ""))
                    style = ""
                case "code_inline":
                    parts.append(run(token.content, style="CodeText", strong=strong > 0, emphasis=emphasis > 0))
                case "softbreak" | "hardbreak":
                    parts.append(BREAK if token.type == "hardbreak" else run(" "))
                case _:
                    parts.append(run(token.content, style=style, strong=strong > 0, emphasis=emphasis > 0))
        return join(*parts)

    def _open_link(self, address: str) -> tuple[Xml, str]:
        """A link that Word may not follow stays as its words."""
        if not safe_address(address):
            return Xml(""), ""
        return Xml(f'<w:hyperlink r:id="{self._book.link(address)}" w:history="1">'), "Hyperlink"

    def _open_list(self, token: Token) -> None:
        start, level = int(token.attrs.get("start", 1)), min(len(self._lists), DEEPEST)
        self._lists.append(self._book.numbering(start, level) if token.type == "ordered_list_open" else BULLETS)

    def _close_list(self, _: Token) -> None:
        self._lists.pop()

    def _open_item(self, _: Token) -> None:
        self._item = True

    def _close_item(self, _: Token) -> None:
        if self._item:  # an item without words still counts
            self._put(run(""))

    def _quote(self, token: Token) -> None:
        self._quotes += token.nesting

    def _head(self, token: Token) -> None:
        self._heading = token.nesting > 0

    def _code(self, token: Token) -> None:
        self._put(run(token.content.rstrip("\n")), style="Code")

    def _rule(self, _: Token) -> None:
        self._put(run("* * *"))

    def _open_table(self, _: Token) -> None:
        self._rows = []

    def _open_row(self, _: Token) -> None:
        if self._rows is not None:
            self._rows.append([])

    def _close_table(self, _: Token) -> None:
        rows, self._rows = self._rows or [[]], None
        labels = ["".join(part.content for part in cell.children or []) for cell in rows[0]]
        if len(labels) > WIDEST or self._in_cell:
            for row in rows:
                self._put(self._runs([part for cell in row for part in [*(cell.children or []), _TAB]]))
            return
        if self._lead is not None:
            self._put(run(""))
        width = (TEXT_WIDTH - self._manner.left / mm(1)) / len(labels)
        table = Table(*(Column(label, width) for label in labels), caption=" · ".join(labels), left=self._manner.left)
        for row in rows[1:]:
            table.row(*(paragraph("Cell", self._runs(cell.children or [])) for cell in row))
        self._out.append(table.xml())


_ACTS: dict[str, Callable[[_Walk, Token], None]] = {
    "inline": _Walk._inline,
    "bullet_list_open": _Walk._open_list,
    "bullet_list_close": _Walk._close_list,
    "ordered_list_open": _Walk._open_list,
    "ordered_list_close": _Walk._close_list,
    "list_item_open": _Walk._open_item,
    "list_item_close": _Walk._close_item,
    "blockquote_open": _Walk._quote,
    "blockquote_close": _Walk._quote,
    "heading_open": _Walk._head,
    "heading_close": _Walk._head,
    "fence": _Walk._code,
    "code_block": _Walk._code,
    "hr": _Walk._rule,
    "table_open": _Walk._open_table,
    "table_close": _Walk._close_table,
    "tr_open": _Walk._open_row,
}
