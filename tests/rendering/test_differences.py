"""Differences: the fewest steps from one text to another, told by words, and which line became which."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogue.rendering.differences import MOST_STEPS, aligned, difference


def test_the_difference_is_told_by_words() -> None:
    assert difference("The quick fox", "The slow fox runs") == [
        ("same", "The"),
        ("gone", " quick"),
        ("new", " slow"),
        ("same", " fox"),
        ("new", " runs"),
    ]


@given(st.text(alphabet="ab \n", max_size=60), st.text(alphabet="ab \n", max_size=60))
def test_the_pieces_give_both_texts_back(old: str, new: str) -> None:
    pieces = difference(old, new)

    assert "".join(text for kind, text in pieces if kind != "new") == old
    assert "".join(text for kind, text in pieces if kind != "gone") == new


def test_texts_that_differ_in_very_many_words_are_compared_by_lines() -> None:
    old = "".join(f"line {n}\n" for n in range(1000))
    new = " ".join(f"word{n}" for n in range(MOST_STEPS + 1))

    assert difference(old, old + new) == [("same", old), ("new", new)]
    assert difference(old, new) == [("gone", old), ("new", new)]


@pytest.mark.parametrize(
    "new", ["y x " * 5000, "x " * 9990 + "y", "x\n" * 10_000, "x\ny\n" * 5000, "x " * 600, "y x " * 300]
)
def test_no_text_makes_the_comparison_long(new: str) -> None:
    began = time.process_time()

    difference("x " * 10_000, new)
    difference("x " * 600, new)

    assert time.process_time() - began < 10  # half a second, unless every line is traced


def test_a_line_that_stayed_is_itself_and_a_changed_one_is_found_by_its_words() -> None:
    before = ["one two three four", "stays", "nobody knows this", "a b c d"]
    after = ["something new", "one two three five", "stays", "a b c d e"]

    assert list(aligned(before, after)) == [(None, 0), (0, 1), (1, 2), (2, None), (3, 3)]


LINES = st.lists(st.sampled_from(["a b c", "a b d", "x y", "z"]), max_size=8)


@given(LINES, LINES)
def test_every_line_of_both_texts_is_told_once_and_in_its_order(before: list[str], after: list[str]) -> None:
    found = list(aligned(before, after))

    assert [x for x, _ in found if x is not None] == list(range(len(before)))
    assert [y for _, y in found if y is not None] == list(range(len(after)))


def test_texts_of_a_thousand_other_lines_are_aligned_in_the_end() -> None:
    before, after = [f"a{n} b{n}" for n in range(400)], [f"c{n} d{n}" for n in range(400)]

    assert len(list(aligned(before, after))) == 800
