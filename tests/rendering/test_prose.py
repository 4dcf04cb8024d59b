"""What a text reads as: one reading for pages, lists and comparing, and nothing in it that runs."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from dialogue.domain.text import MarkdownText, clean
from dialogue.rendering.markdown import ALLOWED
from dialogue.rendering.prose import lines, plain, read, to_html
from tests.rendering.test_typed import LIKE_MARKS, unturned, visible
from tests.shown import CASES, READ, TOGETHER, on_page

TYPED = clean(TOGETHER, limit=10**6, one_line=False)


EVIL = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "https://x.example/<script>",
    'https://x.example/"onclick="alert(1)',
    "![pixel](https://evil.example/p.png)",
    "[x](javascript:alert(1))",
    "<a href='https://a.example' onclick=alert(1)>",
]


def page(text):
    return html.fragment_fromstring(to_html(text), create_parent="div")


@pytest.mark.parametrize("case", CASES)
def test_a_page_shows_what_was_typed(case):
    typed, read_as = CASES[case]

    assert on_page(page(clean(typed, limit=10**6, one_line=False))) == read_as


def test_a_page_shows_all_cases_side_by_side():
    assert on_page(page(TYPED)) == READ


def test_on_one_line_and_line_by_line_it_is_the_same_words():
    assert plain(TYPED) == " ".join(" ".join(READ).split())
    assert lines(TYPED).replace("\t", " ") == "\n".join(READ)


@given(LIKE_MARKS)
def test_page_list_and_comparison_agree_in_every_character(typed):
    text = clean(unturned(typed), limit=10**6, one_line=False)

    shown = visible("".join(block.words for block in read(text)))

    assert visible("".join(on_page(page(text)))) == shown
    assert visible(plain(text)) == shown
    assert visible(lines(text)) == shown


def test_lists_keep_the_numbers_typed_and_nest():
    assert to_html("The Parties:\n- a\n  3) b\n  7) c\n- d\n1. e\n\nend") == (
        "<p>The Parties:</p>\n<ul>\n<li>a\n<ol>\n"
        '<li class="marked" value="3"><span>3)</span> b</li>\n'
        '<li class="marked" value="7"><span>7)</span> c</li>\n</ol>\n'
        "</li>\n<li>d</li>\n</ul>\n"
        '<ol>\n<li class="marked" value="1"><span>1.</span> e</li>\n</ol>\n<p>end</p>\n'
    )


def test_a_link_shows_where_it_leads():
    assert to_html("see https://nato.int/?a=b&c.") == (
        '<p>see <a href="https://nato.int/?a=b&amp;c" rel="noopener noreferrer nofollow">'
        "https://nato.int/?a=b&amp;c</a>.</p>\n"
    )


@given(LIKE_MARKS)
def test_a_page_has_no_tag_but_ours(typed):
    tags = {piece.split(">")[0].split()[0].strip("/") for piece in to_html(typed).split("<")[1:]}

    assert tags <= {"p", "br", "ul", "ol", "li", "span", "strong", "em", "a"}


@given(st.one_of(LIKE_MARKS, st.text("<>&\"'=/:.-*_•1)(@ \n\tab", max_size=60)), st.sampled_from(["", *EVIL]))
def test_the_allow_list_would_take_nothing_away(typed, evil):
    made = to_html(clean(f"{typed}{evil}", limit=10**6, one_line=False))

    assert ALLOWED.clean(made) == made.replace("\xa0", "&nbsp;")


@pytest.mark.parametrize("evil", EVIL)
def test_no_text_becomes_a_tag_of_its_own(evil):
    made = page(evil)

    assert {one.tag for one in made.iter()} <= {"div", "p", "a"}
    assert {name for one in made.iter() for name in one.attrib} <= {"href", "rel"}
    assert made.text_content().strip() == evil


def test_a_text_in_markdown_reads_as_it_did_and_the_same_text_saved_anew_as_it_is_typed():
    text = "* Kosovo(*) and the EU(*)\n\n1. maj\n3. maj"

    assert (plain(MarkdownText(text)), plain(text)) == (
        "• Kosovo() and the EU() 1. maj 2. maj",
        text.replace("\n\n", " ").replace("\n", " "),
    )
    assert re.findall("<li>", to_html(MarkdownText(text))) == ["<li>"] * 3
