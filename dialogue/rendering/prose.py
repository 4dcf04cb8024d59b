"""What a text reads as: on pages, in lists, for comparing. Papers take the same blocks (`word.prose`)."""

from collections.abc import Iterator
from html import escape

from dialogue.domain.text import MarkdownText
from dialogue.rendering import markdown, typed
from dialogue.rendering.typed import Block, BlockKind, Span, Table


def read(text: str) -> tuple[Block | Table, ...]:
    """The blocks of a text, in the dialect that it was written in."""
    return markdown.read(text) if isinstance(text, MarkdownText) else typed.read(text)


def plain(text: str) -> str:
    """On one line, without looks: for lists, where a paragraph's shape would be in the way."""
    return " ".join(" ".join(block.words for block in read(text)).split())


def lines(text: str) -> str:
    """Line by line, without looks: for comparing texts, where bold and italics would be in the way."""
    return "\n".join(block.words for block in read(text))


def to_html(text: str) -> str:
    """Safe HTML: the writers below escape every word, and know no tag that a text could name."""
    return markdown.to_html(text) if isinstance(text, MarkdownText) else "".join(_html(typed.read(text)))


def _html(blocks: tuple[Block, ...]) -> Iterator[str]:
    lists: list[str] = []  # those that are open; a point stays open for what stands under it
    for block in blocks:
        if block.kind is not BlockKind.POINT:
            yield from _closed(lists, 0)
            yield f"<p>{_inline(block.spans)}</p>\n"
            continue
        yield from _closed(lists, block.depth)
        kind = "ol" if block.mark[:1].isdigit() else "ul"
        if len(lists) == block.depth and lists[-1] != kind:
            yield from _closed(lists, block.depth - 1)
        if len(lists) == block.depth:
            yield "</li>\n"
        else:
            yield f"\n<{kind}>\n" if lists else f"<{kind}>\n"
            lists.append(kind)
        yield _point(block)
    yield from _closed(lists, 0)


def _closed(lists: list[str], depth: int) -> Iterator[str]:
    while len(lists) > depth:
        yield f"</li>\n</{lists.pop()}>\n"


def _point(block: Block) -> str:
    """Its number or sign is text, so that it is copied and found as it was typed; a list counts nothing by itself."""
    if not block.mark:
        return f"<li>{_inline(block.spans)}"
    value = f' value="{block.mark[:-1]}"' if block.mark[:1].isdigit() else ""
    return f'<li class="marked"{value}><span>{escape(block.mark)}</span> {_inline(block.spans)}'


def _inline(spans: tuple[Span, ...]) -> str:
    return "".join(map(_span, spans))


def _span(span: Span) -> str:
    html = escape(span.text, quote=False).replace("\n", "<br>\n")
    if span.address:
        html = f'<a href="{escape(span.address)}" rel="{markdown.REL}">{html}</a>'
    if span.emphasis:
        html = f"<em>{html}</em>"
    return f"<strong>{html}</strong>" if span.strong else html
