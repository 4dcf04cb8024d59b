"""Markdown, in which texts were written before they were read as they are typed: they read as they did then.

No HTML, no images (a tracking pixel tells an outsider who reads what), links to http, https and mailto alone."""

from collections.abc import Iterator, Sequence

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

from dialogue.rendering.typed import DEEPEST, Block, BlockKind, Span, Table, safe_address

_parser = MarkdownIt("commonmark", {"html": False}).enable("table").disable(["image", "html_block", "html_inline"])

REL = "noopener noreferrer nofollow"
ALLOWED = nh3.Cleaner(
    tags={
        "p", "br", "hr", "strong", "em", "code", "pre", "blockquote", "ul", "ol", "li", "span", "a",
        "h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td",
    },
    attributes={"a": {"href", "title"}, "ol": {"start"}, "li": {"value"}},
    allowed_classes={"li": {"marked"}},
    url_schemes={"http", "https", "mailto"},
    link_rel=REL,
)  # fmt: skip


def to_html(text: str) -> str:
    """As the parser makes it, through an allow-list; headings lowered by two, for the page owns the first two."""
    found = _parser.parse(text)
    for token in found:
        if token.tag in {"h1", "h2", "h3", "h4", "h5", "h6"}:
            token.tag = f"h{min(6, int(token.tag[1]) + 2)}"
    return ALLOWED.clean(str(_parser.renderer.render(found, _parser.options, {})))


def read(text: str) -> tuple[Block | Table, ...]:
    """The blocks of a text, as page and paper showed it."""
    return tuple(_Walk().through(_parser.parse(text)))


class _Walk:
    """One pass through the tokens of one text."""

    def __init__(self) -> None:
        self._lists: list[int] = []  # of each list that is open the number of its next point; 0 where it has bullets
        self._quotations = 0
        self._kind = BlockKind.PARAGRAPH
        self._mark: str | None = None  # of the point that has no words yet
        self._rows: list[list[tuple[Span, ...]]] | None = None  # of the table that is open

    def through(self, stream: Sequence[Token]) -> Iterator[Block | Table]:
        for token in stream:
            match token.type:
                case "inline" if self._rows is not None:
                    self._rows[-1].append(tuple(_spans(token.children or [])))
                case "inline":
                    yield self._block(tuple(_spans(token.children or [])))
                case "fence" | "code_block":
                    yield self._block((Span(token.content.rstrip("\n"), code=True),), BlockKind.CODE)
                case "hr":
                    yield self._block((Span("* * *"),))
                case "list_item_close" if self._mark is not None:
                    yield self._block((Span(""),))  # a point without words still counts
                case "table_close":
                    yield Table(tuple(tuple(row) for row in self._rows or [[]]))
                    self._rows = None
                case _:
                    self._move(token)

    def _move(self, token: Token) -> None:
        match token.type:
            case "bullet_list_open":
                self._lists.append(0)
            case "ordered_list_open":
                self._lists.append(int(token.attrs.get("start", 1)))
            case "bullet_list_close" | "ordered_list_close":
                self._lists.pop()
            case "list_item_open":
                number = self._lists[-1]
                # A list that begins with 0 counts on from there, like any other.
                self._mark = f"{number}." if token.info else ""
                self._lists[-1] = number + 1
            case "blockquote_open" | "blockquote_close":
                self._quotations += token.nesting
            case "heading_open" | "heading_close":
                self._kind = BlockKind.HEADING if token.nesting > 0 else BlockKind.PARAGRAPH
            case "table_open":
                self._rows = []
            case "tr_open" if self._rows is not None:
                self._rows.append([])

    def _block(self, spans: tuple[Span, ...], kind: BlockKind | None = None) -> Block:
        depth = min(len(self._lists) + self._quotations, DEEPEST)
        mark, self._mark = self._mark, None
        if mark is not None:
            return Block(spans, BlockKind.POINT, depth, mark)
        if kind is None and self._quotations and not self._lists:
            kind = BlockKind.QUOTATION
        return Block(spans, kind or self._kind, depth)


def _spans(children: Sequence[Token]) -> Iterator[Span]:
    strong, emphasis, address = 0, 0, ""
    for token in children:
        match token.type:
            case "strong_open" | "strong_close":
                strong += token.nesting
            case "em_open" | "em_close":
                emphasis += token.nesting
            case "link_open":
                leads_to = str(token.attrs.get("href", ""))
                address = leads_to if safe_address(leads_to) else ""
            case "link_close":
                address = ""
            case "softbreak" | "hardbreak":
                yield Span(" " if token.type == "softbreak" else "\n")
            case _ if token.content:
                yield Span(token.content, strong > 0, emphasis > 0, address, token.type == "code_inline")
