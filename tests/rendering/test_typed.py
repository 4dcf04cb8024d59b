"""Texts as they are typed: nothing is lost but the few marks, and what each mark is."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogue.domain.text import clean
from dialogue.rendering.typed import BlockKind, read, safe_address
from tests.rendering.word.hostile import TEXTS
from tests.shown import CASES, READ, TOGETHER

LIKE_MARKS = st.text("ab1é.)( \n\t-•*_*_\\`#>|~<&:/@\uf0b7–o[]“”'\",", max_size=60) | st.text(max_size=40)


def kept(typed):
    return clean(typed, limit=10**6, one_line=False)


def visible(text):
    return re.sub(r"\s", "", text)


def characters(blocks):
    """All that stands in them, but for bullets, which are drawn."""
    return "".join(block.mark + "".join(span.text for span in block.spans) for block in blocks)


@pytest.mark.parametrize("case", CASES)
def test_a_text_reads_as_it_was_typed(case):
    typed, words = CASES[case]

    assert [block.words.replace("\t", " ") for block in read(kept(typed))] == words


def test_no_text_changes_what_another_reads_as():
    assert [block.words.replace("\t", " ") for block in read(kept(TOGETHER))] == READ


def unturned(typed):
    return re.sub("[\u202a-\u202e\u2066-\u2069]", "", typed)


@given(LIKE_MARKS)
def test_every_visible_character_stands_in_its_place_but_for_the_marks(typed):
    text = kept(unturned(typed))

    left = iter(visible(text))
    gone = []
    for char in visible(characters(read(text))):
        for typed_char in left:
            if typed_char == char:
                break
            gone.append(typed_char)
        else:
            pytest.fail(f"{char!r} was not typed there")
    gone += left
    stars, lows = gone.count("*"), gone.count("_")
    assert (stars % 4, lows % 2) == (0, 0)
    points = sum(block.kind is BlockKind.POINT and not block.mark for block in read(text))
    others = [char for char in gone if char not in "*_"]
    assert len(others) == points
    assert all(re.fullmatch("[-•\uf000-\uf0ff]", char) for char in others)


@given(LIKE_MARKS)
def test_a_text_without_marks_is_its_own_words(typed):
    text = kept(re.sub("[*_•\uf000-\uf0ff-]", "", unturned(typed)))

    assert visible(characters(read(text))) == visible(text)


@given(LIKE_MARKS)
def test_a_line_end_is_a_line_end(typed):
    text = kept(re.sub("[*_]", "", unturned(typed)))
    lines = [line.strip(" \t") for line in text.split("\n")]

    shown = "\n".join(block.words for block in read(text)).split("\n")

    assert len(shown) == len([line for line in lines if line]) or not any(lines)


def test_looks_are_those_of_the_words_between_the_marks():
    (block,) = read("a **b** _c_ **_d_** https://x.example/ e")

    assert [(s.text, s.strong, s.emphasis, s.address) for s in block.spans if s.text.strip()] == [
        ("a ", False, False, ""),
        ("b", True, False, ""),
        ("c", False, True, ""),
        ("d", True, True, ""),
        ("https://x.example/", False, False, "https://x.example/"),
        (" e", False, False, ""),
    ]


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("https://nato.int.", "https://nato.int"),
        ("(see http://x.example/a_(b))", "http://x.example/a_(b)"),
        ("**https://x.example/a**", "https://x.example/a"),
        ("“https://x.example/a”,", "https://x.example/a"),
        ("mailto:a@x.example;", "mailto:a@x.example"),
        ("xhttps://x.example", ""),
        ("javascript:alert(1)", ""),
        ("https://user:pw@x.example", ""),
        ("https://x.example/я", ""),
        ("a@x.example", ""),
    ],
)
def test_an_address_leads_where_it_says_and_stands_as_it_was_typed(typed, address):
    blocks = read(typed)

    assert "".join(span.address for block in blocks for span in block.spans) == address
    assert visible(characters(blocks)) == visible(typed.replace("**", ""))


def test_points_stand_under_those_that_they_are_set_in_behind():
    found = read("1. a\n   - b\n     1) c\n\n   - d\n2. e\n\ntext\n\n   3. f")

    assert [(block.depth, block.mark) for block in found] == [
        (1, "1."), (2, ""), (3, "1)"), (2, ""), (1, "2."), (0, ""), (1, "3."),
    ]  # fmt: skip


def test_there_are_no_more_lists_within_lists_than_a_paper_can_show():
    found = read("".join(f"{'  ' * n}- level {n}\n" for n in range(30)))

    assert [block.depth for block in found] == [*range(1, 9), *[8] * 22]


@pytest.mark.parametrize(
    "text",
    [*TEXTS, "*" * 20_000, "_" * 20_000, "**a" * 6_000, " **a" * 5_000, " _a" * 6_000, "a@" * 10_000,
     "https://x" + ")" * 19_000,
     "- " * 10_000, "\t" * 20_000 + "x", "1." * 10_000, "http://" * 2_800, "- a\n" * 5_000, "x\n" * 10_000],
    ids=lambda text: f"{text[:8]!r} of {len(text)}",
)  # fmt: skip
def test_no_text_takes_long(text):
    began = time.perf_counter()

    read(text)

    assert time.perf_counter() - began < 0.5


@pytest.mark.parametrize(
    "address",
    [
        "http://x.example",
        "https://x.example:8443/a/b?c=d#e",
        "mailto:secretariat@x.example",
        "mailto:a@x.example?subject=Re",
        "http://xn--d1acufc.example/%D1%8F",
    ],
)
def test_addresses_that_are_followed(address):
    assert safe_address(address)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "x.example",
        "//x.example",
        "javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "ftp://x.example",
        "http://",
        "http://x..example",
        "http://-x.example",
        "http://x.example:99999",
        "http://user:pw@x.example",
        "http://[::1]",
        "http://x.example/%zz",
        "http://x.example/a b",
        "http://x.example/я",
        "mailto:",
        "mailto:a@b@c",
        "https://x.example/" + "a" * 2000,
    ],
)
def test_addresses_that_are_not(address):
    assert not safe_address(address)
