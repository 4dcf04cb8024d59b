"""Names of places in a text, in forms that a paper does not use."""

import pytest

from dialogue.domain.editions.designation import PROFILES, Designation
from dialogue.domain.wording.cities import cities, known_places
from dialogue.domain.wording.terms import PLACES
from dialogue.domain.wording.tokens import readings

NEUTRAL = PROFILES[Designation.NONE]
KNOWN = known_places([("Prishtina", "Prishtina")], NEUTRAL)


def told(text):
    words = readings(text)[0]
    return [(text[words[a].start : words[b].end], right) for a, b, right in cities(text, words, KNOWN)]


@pytest.mark.parametrize("family", PLACES, ids=lambda one: one["long"])
def test_every_form_but_the_right_one_is_found(family):
    right = next(one[0] for one in KNOWN if one[0] in family["forms"])

    for form in family["forms"]:
        assert told(f"They met in {form} again.") == ([] if form == right else [(form, right)])
        assert told(f"They met in {form.upper()} again.") == ([] if form == right else [(form.upper(), right)])


@pytest.mark.parametrize(
    "text",
    [
        "u Prištini", "Prištinom", "prishtinës", "Priština’s", "Pris\u030ctina", "the prištinski office",
        "Kosovskoj Mitrovici", "Djakovica", "Dakovica", "Pec", "PEĆ",
    ],
)  # fmt: skip
def test_endings_and_lost_marks_make_no_difference(text):
    assert len(told(f"They met in {text} again.")) == 1


@pytest.mark.parametrize(
    "text",
    ["Peja/Peć", "Peć / Peja", "PEC of the Alliance", "a klina in small letters", "Састанак у Приштини је отворен"],
)
def test_what_is_right(text):
    assert told(text) == []
