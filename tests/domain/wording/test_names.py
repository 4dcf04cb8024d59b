"""Names of people in a text, however a writer of another alphabet, house or language spells them."""

import pytest

from dialogue.domain.wording.names import ORDINARY, Named, bears, people
from dialogue.domain.wording.tokens import readings


def told(text, *named):
    words = readings(text)[0]
    return [text[words[a].start : words[b].end] for a, b in people(text, words, named)]


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("djordjevic", "dordevic"), ("krasnici", "krasniqi"), ("mueller", "muller"), ("odegaard", "odegard"),
        ("colaku", "collaku"), ("gashit", "gashi"), ("hoxhes", "hoxha"), ("stojanovica", "stojanovic"),
        ("nenadom", "nenad"), ("visniewskog", "wisniewski"), ("banks", "banks"),
    ],
)  # fmt: skip
def test_a_name_in_another_spelling_or_with_an_ending(word, name):
    assert bears(word, name)


@pytest.mark.parametrize(
    ("word", "name"), [("fielding", "field"), ("gas", "gashi"), ("prices", "pricer"), ("majority", "major")]
)
def test_a_word_that_begins_alike_is_another(word, name):
    assert not bears(word, name)


def test_given_names_initials_and_inverted_ones_are_part_of_the_finding():
    one = Named("Driton", "Gashi")

    assert told("Driton Gashi, D. Gashi, Gashi, Driton and GASHI.", one) == [
        "Driton Gashi", "D. Gashi", "Gashi, Driton", "GASHI",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("family", "text", "found"),
    [
        ("van den Berg", "Ms Van den Berg and M. v.d. Berg", ["Van den Berg", "M. v.d. Berg"]),
        ("van den Berg", "Berg is a hotel", []),
        ("O’Neill", "Ms O Neill, ONEILL, O`Neill", ["O Neill", "ONEILL", "O`Neill"]),
        ("Kelmendi-Rexhepi", "Mr Kelmendi", ["Kelmendi"]),
        ("MacLeod", "Mac Leod", ["Mac Leod"]),
        ("D’Hondt", "Ms d’Hondt’s paper", ["d’Hondt’s"]),
        ("Gashi", "the gashi in small letters", []),
    ],
)
def test_names_of_several_words(family, text, found):
    assert told(text, Named("Marieke", family)) == found


@pytest.mark.parametrize(
    ("text", "is_found"),
    [
        ("Field training begins.", False), ("Field presented it.", True), ("Mr Field presented it.", True),
        ("P. Field presented it.", True), ("It was presented by Field.", True), ("Field, Peter: apologies.", True),
        ("By the Field Manual.", False), ("The Field is wide.", False), ("Annex P. Field training.", False),
        ("Cyber defence\nField training", False), ("IN THE FIELD OF DEFENCE", False), ("Marshall Field says", False),
    ],
)  # fmt: skip
def test_a_name_that_is_a_common_word_needs_more_than_a_capital(text, is_found):
    assert "field" in ORDINARY
    assert bool(told(text, Named("Peter", "Field"))) is is_found


def test_whoever_shares_a_name_with_a_head_is_told_by_the_given_name_alone():
    one = Named("Driton", "Morina", is_alone=False)

    assert told("Ms Morina and Valdete Morina spoke.", one) == []
    assert told("Driton Morina and D. Morina spoke.", one) == ["Driton Morina", "D. Morina"]
