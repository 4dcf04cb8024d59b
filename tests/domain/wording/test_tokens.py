"""A text as its words, with their places in it."""

import pytest

from dialogue.domain.wording.tokens import exempt, go_together, readings, within


def words(text):
    return [[one.plain for one in reading] for reading in readings(text)]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Kosovo’s  state-border", [["kosovo", "state", "border"]]),
        ("Владе и ÉTAT", [["vlade", "i", "etat"]]),
        ("the repub-\nlic", [["the", "republic"], ["the", "repub", "lic"]]),
        ("2026-2", [["2026", "2"]]),
        ("", [[]]),
    ],
)
def test_words_are_folded_and_a_parted_one_is_read_both_ways(text, told):
    assert words(text) == told


def test_places_are_those_of_the_text_as_it_was_typed():
    text = "the repub-\nlic of Kosovo’s"

    found = readings(text)[0]

    assert [text[one.start : one.end] for one in found] == ["the", "repub-\nlic", "of", "Kosovo’s"]
    assert [one.has_possessive for one in found] == [False, False, False, True]


@pytest.mark.parametrize(("text", "told"), [("Kosovo* is", True), ("**Kosovo** is", False), ("Kosovo is", False)])
def test_an_asterisk_behind_a_word_is_told_from_a_mark_of_bold(text, told):
    assert any(one.is_starred for one in readings(text)[0]) is told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("of Kosovo", True), ("of\nKosovo", True), ("of  **Kosovo", True), ("of-Kosovo", True), ("of–\nKosovo", True),
        ("of\n\nKosovo", False), ("of, Kosovo", False), ("of. Kosovo", False), ("of (Kosovo", False),
    ],
)  # fmt: skip
def test_what_may_stand_between_the_words_of_a_name(text, told):
    one, other = readings(text)[0]

    assert go_together(text, one, other) is told


@pytest.mark.parametrize(
    "text",
    ["“a b”", "„a b“", "„a b”", "«a b»", "»a b«", "‹a b›", "‘a b’", "‚a b‘", '"a b"', "'a b'", "_a b_", "‘a’s b’"],
)
def test_quotation_marks_of_every_style_and_italics(text):
    assert exempt(f"so {text} so", is_prose=True) == [(3, 3 + len(text))]


@pytest.mark.parametrize("text", ["the Parties’ a b", "it’s a b, it’s", "snake_a b_case", '5" by 6"', "“a\n\nb”"])
def test_what_is_no_quotation(text):
    assert exempt(text, is_prose=True) == []


def test_words_are_within_a_span_as_a_whole():
    assert within([(3, 9)], 4, 9)
    assert not within([(3, 9)], 2, 9)
