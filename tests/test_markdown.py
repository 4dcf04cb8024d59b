"""Markdown: what writers may do, and what no text can do to a reader."""

import pytest

from dialogue.markdown import to_html, tokens


def test_what_minutes_are_written_with_is_shown() -> None:
    link = "[link](https://nato.int 'there')"
    html = to_html(f"# Title\n\nA **strong** and *quiet* {link}.\n\n3. three\n4. four\n\n> said")

    assert html == (
        "<h3>Title</h3>\n<p>A <strong>strong</strong> and <em>quiet</em> "
        '<a href="https://nato.int" title="there" rel="noopener noreferrer nofollow">link</a>.</p>\n'
        '<ol start="3">\n<li>three</li>\n<li>four</li>\n</ol>\n<blockquote>\n<p>said</p>\n</blockquote>\n'
    )


def test_the_page_owns_the_first_two_levels_of_headings() -> None:
    found = tokens("# a\n\n## b\n\n##### c")

    assert [token.tag for token in found if token.type == "heading_open"] == ["h3", "h4", "h6"]


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
