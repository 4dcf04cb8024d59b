"""Markdown as the product speaks it: one token stream for pages and papers.

No HTML, no images (a tracking pixel tells an outsider who reads what), links to http, https and mailto alone."""

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

_parser = MarkdownIt("commonmark", {"html": False}).enable("table").disable(["image", "html_block", "html_inline"])
MARKS = "*_`[#>\\\n~&<"  # a text without any of these is its own plain form
_TAGS = {
    "p", "br", "hr", "strong", "em", "code", "pre", "blockquote", "ul", "ol", "li", "a",
    "h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
_ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}}


def tokens(text: str) -> list[Token]:
    """The block tokens, headings lowered by two: the page and the paper own the first two levels."""
    found = _parser.parse(text)
    for token in found:
        if token.tag in {"h1", "h2", "h3", "h4", "h5", "h6"}:
            token.tag = f"h{min(6, int(token.tag[1]) + 2)}"
    return found


def plain(text: str) -> str:
    """The words alone, on one line: for lists, where a paragraph's shape would be in the way."""
    if not any(mark in text for mark in MARKS):
        return text
    blocks = (
        "".join(child.content or " " * child.type.endswith("break") for child in token.children or [token])
        for token in tokens(text)
    )
    return " ".join(" ".join(blocks).split())


def lines(text: str) -> str:
    """The words alone, each block on its own line: for comparing texts, where emphasis would be in the way."""
    found, inside = [], 0
    for token in tokens(text):
        if token.type in {"bullet_list_open", "ordered_list_open", "blockquote_open"}:
            inside += 1
        elif token.type in {"bullet_list_close", "ordered_list_close", "blockquote_close"}:
            inside -= 1
        elif token.type in {"inline", "fence", "code_block"}:
            words = "".join(child.content or "\n" * child.type.endswith("break") for child in token.children or [token])
            found.append("– " * bool(inside) + words.strip("\n"))
    return "\n".join(found)


def to_html(text: str) -> str:
    """Safe HTML: what the parser makes, through an allow-list all the same."""
    html = _parser.renderer.render(tokens(text), _parser.options, {})
    return nh3.clean(
        html,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer nofollow",
    )
