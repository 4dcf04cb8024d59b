"""The file of terms, read: what its lines stand for, and where they are found."""

import pytest

from dialogue.domain.wording.terms import TERMS, found, read
from dialogue.domain.wording.tokens import readings


def told(text, *lists):
    words = readings(text)[0]
    return [text[words[a].start : words[b].end] for a, b, _ in found(text, words, lists)]


def sequences(line):
    return sorted(" ".join("|".join(sorted(step.words)) + step.how for step in way) for way in read(line))


def test_a_line_stands_for_every_sequence_that_it_allows():
    assert sequences("(the) state border~") == ["state border~", "the state border~"]
    assert sequences("{our} two") == ["between|our|the|these two"]
    assert sequences("{minister}~ x!") == ["deputy minister~ x!", "minister~ x!", "vice minister~ x!"]
    assert sequences("(e i) republik% y, z'") == ["e republik% y, z'", "i republik% y, z'", "republik% y, z'"]


def test_every_term_says_its_rule_and_what_to_write_instead():
    assert all(one.rule and one.instead and one.steps for terms in TERMS.values() for one in terms)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("the state borders", ["state borders"]),
        ("the states border", []),
        ("the Presidents of Kosovo", ["Presidents of Kosovo"]),
        ("the state of Kosovo’s roads", []),
        ("the Minister of Trade and Regional Affairs of Kosovo", ["Minister of Trade and Regional Affairs of Kosovo"]),
        ("a minister of Albania in charge of Kosovo", []),
        ("both governments of host nations", []),
        ("both governments, of course", ["both governments"]),
        ("each state borders two", []),
        ("President of the Republic of Albania", []),
    ],
)  # fmt: skip
def test_what_a_line_finds(text, words):
    assert told(text, "neutral") == words


def test_the_longest_from_the_left_is_one_finding():
    assert told("the President of the Republic of Kosovo’s state border", "neutral") == [
        "President of the Republic of Kosovo’s",
        "state border",
    ]
