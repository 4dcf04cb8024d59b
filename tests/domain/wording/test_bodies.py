"""Names of organisations in a text, with other small words, in other spellings, by their initials."""

import pytest

from dialogue.domain.wording.bodies import bodies
from dialogue.domain.wording.tokens import readings

NAMES = ("Balkan Centre for Euro-Atlantic Studies, Tirana", "University", "Nordic Foundation")


def told(text):
    words = readings(text)[0]
    return [text[words[a].start : words[b].end] for a, b in bodies(text, words, NAMES)]


@pytest.mark.parametrize(
    "name",
    [
        "Balkan Centre for Euro-Atlantic Studies", "BALKAN CENTER FOR EURO-ATLANTIC STUDIES",
        "Balkan Centre of Euroatlantic Studies", "Balkan Centre for Euro-Atlantic Studies, Tirana", "BCEAS",
        "B.C.E.A.S.",        "Nordic Foundation", "Nordic\u00a0Foundations", "University",
    ],
)  # fmt: skip
def test_a_name_is_found_in_each_of_its_forms(name):
    assert told(f"With the {name} they met.") == [name]


@pytest.mark.parametrize(
    "text",
    [
        "The Balkan Centre. For Euro-Atlantic Studies see below.", "The university met.", "The University of Graz met.",
        "A nordic foundation of trust.", "The bceas met.", "Nordic. Foundation.", "Nordic\n\nFoundation",
    ],
)  # fmt: skip
def test_what_is_no_name_of_it(text):
    assert told(text) == []
