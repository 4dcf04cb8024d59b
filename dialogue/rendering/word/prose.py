"""A text, the blocks that pages show too, as paragraphs of a paper: lists, links, bold, italics.
Headings and tables stand in texts of old alone; a heading is a bold line, so that the paper's own order stands."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Protocol

from dialogue.domain.text import MarkdownText
from dialogue.rendering.prose import read
from dialogue.rendering.typed import DEEPEST, Block, BlockKind, Span, sole
from dialogue.rendering.typed import Table as TypedTable
from dialogue.rendering.word.fragments import (
    KEPT,
    NOTHING,
    PLAIN,
    TAB,
    TEXT_WIDTH,
    Column,
    Shape,
    Table,
    Xml,
    join,
    leading,
    mm,
    paragraph,
    run,
)
from dialogue.rendering.word.template import BULLETS

STEP = 360  # twips by which each list or quotation is set in
REFERENCE = re.compile(r"\b[A-Z]{1,4}/\d{4}/\d{1,3}/\d{1,4}\b", re.ASCII)  # D/2026/2/03
WIDEST = 12  # columns that a page can hold; Word refuses a table of more than 63


class Book(Protocol):
    """The paper that the prose stands in: it knows its links, and which references stand in it at which place."""

    @property
    def known(self) -> Mapping[str, str]: ...

    def link(self, address: str) -> str: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How a text is set: the first paragraph of `style` and opened by `lead`, later ones of style `then`, which is set
    in by `left`; all of it kept with what follows, if `keep` says so."""

    style: str = "Normal"
    then: str = ""
    left: int = 0
    lead: Xml | None = None
    keep: bool = False
    language: str = ""  # a tag, where it is not the paper's


def said(text: str, book: Book, *, strong: bool = False, emphasis: bool = False, language: str = "") -> Xml:
    """Text in one look, in which each reference that stands in the same paper leads there."""
    look = partial(run, strong=strong, emphasis=emphasis, language=language)
    parts, at = [], 0
    for found in REFERENCE.finditer(text) if book.known and "/" in text else ():
        if name := book.known.get(found[0]):
            before = text[at : found.start()]
            parts += [look(before)] if before else []
            parts.append(leading(name, look(found[0])))
            at = found.end()
    rest = text[at:]
    return join(*parts, *([look(rest)] if rest or not parts else []))


def blocks(text: str, book: Book, manner: Manner) -> list[Xml]:
    """The paragraphs of `text`. Of an empty text only its lead is left."""
    words = None if isinstance(text, MarkdownText) else sole(text)
    if words:  # most texts, and cheaper so
        shape = KEPT if manner.keep else PLAIN
        return [
            paragraph(manner.style, manner.lead or NOTHING, said(words, book, language=manner.language), shape=shape)
        ]
    return _Setting(book, manner).of(read(text))


class _Setting:
    """One text as it is set."""

    def __init__(self, book: Book, manner: Manner) -> None:
        self._book, self._manner, self._lead = book, manner, manner.lead
        self._out: list[Xml] = []

    def of(self, found: Sequence[Block | TypedTable]) -> list[Xml]:
        for block in found:
            if isinstance(block, Block):
                self._block(block)
            else:
                self._table(block)
        if self._lead is not None:
            self._led(NOTHING)
        return self._out

    def _block(self, block: Block) -> None:
        """A lead that meets a list or anything else that is set in stands on a line of its own."""
        content = self._runs(block)
        if self._lead is not None and block.kind in (BlockKind.PARAGRAPH, BlockKind.HEADING):
            self._led(content, keep=block.kind is BlockKind.HEADING)
            return
        if self._lead is not None:
            self._led(NOTHING, keep=True)
        self._out.append(paragraph(self._style(block), content, shape=self._shape(block)))

    def _led(self, content: Xml, *, keep: bool = False) -> None:
        lead, self._lead = self._lead or NOTHING, None
        shape = Shape(keep=True) if keep or self._manner.keep else PLAIN
        self._out.append(paragraph(self._manner.style, lead, content, shape=shape))

    @property
    def _in_cell(self) -> bool:
        return self._manner.style.startswith("Cell")

    def _style(self, block: Block) -> str:
        if block.kind is BlockKind.CODE:
            return "Code"
        if self._in_cell:
            return self._manner.style
        if block.kind is BlockKind.QUOTATION:
            return "Quote"
        if block.depth:
            return "List"
        return self._manner.then or self._manner.style if self._out else self._manner.style

    def _shape(self, block: Block) -> Shape:
        """Where the style does not say how far it is set in, the depth of lists and quotations does."""
        keep = block.kind is BlockKind.HEADING or self._manner.keep
        if not block.depth and block.kind is not BlockKind.CODE:
            return Shape(keep=keep) if keep else PLAIN
        shape = Shape(keep=keep, left=self._manner.left + STEP * block.depth)
        if block.kind is not BlockKind.POINT:
            return shape
        shape = replace(shape, hanging=STEP)
        return shape if block.mark else replace(shape, number=BULLETS, level=min(block.depth - 1, DEEPEST))

    def _runs(self, block: Block) -> Xml:
        """The number or sign of a point is text: no program counts it anew."""
        mark = join(run(block.mark), TAB) if block.mark else NOTHING
        return join(mark, *(self._span(span, strong=block.kind is BlockKind.HEADING) for span in block.spans))

    def _span(self, span: Span, *, strong: bool = False) -> Xml:
        if not (span.address or span.code):
            bold, tongue = strong or span.strong, self._manner.language
            return said(span.text, self._book, strong=bold, emphasis=span.emphasis, language=tongue)
        style = "Hyperlink" if span.address else "CodeText"
        made = run(span.text, style=style, strong=strong or span.strong, emphasis=span.emphasis)
        if not span.address:
            return made
        return Xml(f'<w:hyperlink r:id="{self._book.link(span.address)}" w:history="1">{made}</w:hyperlink>')

    def _table(self, table: TypedTable) -> None:
        labels = ["".join(span.text for span in cell) for cell in table.rows[0]]
        if len(labels) > WIDEST or self._in_cell:
            for row in table.rows:
                self._block(Block(tuple(part for cell in row for part in (*cell, Span("\t")))))
            return
        if self._lead is not None:
            self._led(NOTHING)
        width = (TEXT_WIDTH - self._manner.left / mm(1)) / len(labels)
        made = Table(*(Column(label, width) for label in labels), caption=" · ".join(labels), left=self._manner.left)
        for row in table.rows[1:]:
            made.row(*(paragraph("Cell", *map(self._span, cell)) for cell in row))
        self._out.append(made.xml())
