"""Markdown, in which texts were written before: they read as they did, and no text does anything to a reader."""

import pytest

from dialogue.domain.text import MarkdownText
from dialogue.rendering import prose
from dialogue.rendering.markdown import read
from dialogue.rendering.typed import BlockKind, Table
from tests.rendering.word.hostile import TEXTS


def to_html(text: str) -> str:
    return prose.to_html(MarkdownText(text))


def test_what_minutes_are_written_with_is_shown() -> None:
    link = "[link](https://nato.int 'there')"
    html = to_html(f"# Title\n\nA **strong** and *quiet* {link}.\n\n3. three\n4. four\n\n> said")

    assert html == (
        "<h3>Title</h3>\n<p>A <strong>strong</strong> and <em>quiet</em> "
        '<a href="https://nato.int" title="there" rel="noopener noreferrer nofollow">link</a>.</p>\n'
        '<ol start="3">\n<li>three</li>\n<li>four</li>\n</ol>\n<blockquote>\n<p>said</p>\n</blockquote>\n'
    )


def test_the_page_owns_the_first_two_levels_of_headings() -> None:
    assert to_html("# a\n\n## b\n\n##### c") == "<h3>a</h3>\n<h4>b</h4>\n<h6>c</h6>\n"


def test_blocks_are_what_the_page_shows() -> None:
    text = "# Title\n\none\ntwo  \nthree *a* **b** `c` &amp; \\*\n\n"
    text += "3. d\n   - e\n\n     more\n4. f\n\n> g\n\n    code\n\n---\n"

    assert [(block.kind, block.depth, block.words) for block in read(text) if not isinstance(block, Table)] == [
        (BlockKind.HEADING, 0, "Title"),
        (BlockKind.PARAGRAPH, 0, "one two\nthree a b c & *"),
        (BlockKind.POINT, 1, "3. d"),
        (BlockKind.POINT, 2, "• e"),
        (BlockKind.PARAGRAPH, 2, "more"),
        (BlockKind.POINT, 1, "4. f"),
        (BlockKind.QUOTATION, 1, "g"),
        (BlockKind.CODE, 0, "code"),
        (BlockKind.PARAGRAPH, 0, "* * *"),
    ]


def test_numbers_are_those_that_were_shown() -> None:
    assert [block.words for block in read("1. a\n3. b\n7. c\n\ntext\n\n3) d\n")] == [
        "1. a",
        "2. b",
        "3. c",
        "text",
        "3. d",
    ]


def test_a_point_without_words_still_counts() -> None:
    assert [block.words for block in read("1. a\n2.\n3. c")] == ["1. a", "2. ", "3. c"]


def test_a_table_has_its_rows() -> None:
    assert [block.words for block in read("|a|b|\n|-|-|\n|1|*2*|")] == ["a\tb\n1\t2"]


@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
def test_every_hostile_text_is_read(text: str) -> None:
    assert isinstance(read(text), tuple)


def test_a_table_is_a_table() -> None:
    assert "<td>1</td>" in to_html("|a|\n|-|\n|1|")


@pytest.mark.parametrize(
    "evil",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "![pixel](https://evil.example/p.png)",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](java\tscript:alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "[x](vbscript:x)",
        "<javascript:alert(1)>",
        "<div hx-get=/x data-hx-on:load=alert(1)>",
        "<svg/onload=alert(1)>",
        "<math><mtext><template><style>",
        "<a href='https://a.example' onclick=alert(1)>",
        "<style>*{display:none}</style>",
        "<iframe src=//evil.example></iframe>",
        "<!-- <script> -->",
        "```\n<script>\n```",
        "[x]: javascript:alert(1)\n\n[x]",
        "<form action=//evil.example><button>",
    ],
)
def test_no_text_becomes_a_tag_of_its_own(evil: str) -> None:
    html = to_html(evil)

    tags = {piece.split(">")[0].split()[0].strip("/") for piece in html.split("<")[1:]}
    assert tags <= {"p", "pre", "code", "a"}
    assert all(f'href="{scheme}' not in html.lower() for scheme in ("javascript", "java", "data", "vbscript"))


def test_a_picture_is_a_link_that_nobody_follows_unasked() -> None:
    assert "<img" not in to_html("![pixel](https://evil.example/p.png)")
