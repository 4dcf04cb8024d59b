"""The footnotes on the designated name are those of the houses, word for word."""

import pytest

from dialogue.domain.editions.designation import (
    FOOTNOTES,
    NAMES,
    PROFILES,
    Designation,
    Profile,
    custom,
    explained,
    marked,
)
from dialogue.domain.wording.terms import TERMS


def test_each_house_has_its_words():
    assert FOOTNOTES == {
        Designation.EU: "* This designation is without prejudice to positions on status, and is in line with UNSCR "
        "1244/1999 and the ICJ Opinion on the Kosovo declaration of independence.",
        Designation.UN: "* This designation is without prejudice to positions on status, and is in line with UNSCR "
        "1244/1999.",
        Designation.COE: "* All reference to Kosovo, whether to the territory, institutions or population, shall be "
        "understood in full compliance with United Nations Security Council resolution 1244 and without prejudice to "
        "the status of Kosovo.",
    }


def test_the_name_is_known_in_the_languages_of_the_dialogue():
    assert {"Kosovo", "Kosova", "Kosovë", "Косово"} <= set(NAMES)


def test_every_profile_is_data_and_names_lists_of_terms_that_there_are():
    assert set(PROFILES) == set(Designation) - {Designation.DEFAULT}
    assert {name for one in PROFILES.values() for name in one.terms} == set(TERMS)
    assert {key for key, one in PROFILES.items() if not one.is_neutral} == {Designation.OWN}


@pytest.mark.parametrize("profile", PROFILES, ids=str)
def test_a_profile_has_a_plain_form_where_it_has_a_footnote_with_an_asterisk(profile):
    one = custom("* Our own.") if profile is Designation.CUSTOM else PROFILES[profile]

    assert (one.plain == "*") == one.footnote.startswith("*")


def test_a_footnote_without_an_asterisk_has_no_plain_form():
    assert custom("See the note.") == Profile(footnote="See the note.", terms=("neutral", "every"))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Kosovo and Kosovo", "Kosovo* and Kosovo"),
        ("NATO–Kosovo Dialogue", "NATO–Kosovo* Dialogue"),
        ("Kosovars of Kosovo", "Kosovars of Kosovo*"),
        ("Agenda of the session", "Agenda of the session"),
    ],
)
def test_in_plain_text_the_first_mention_bears_the_mark(text, told):
    assert marked(text, PROFILES[Designation.EU]) == told
    assert marked(text, PROFILES[Designation.NONE]) == text


def test_a_text_without_footnotes_says_at_its_foot_what_the_mark_means():
    un = PROFILES[Designation.UN]

    assert explained("In Kosovo.\n\nIn Kosovo.", un) == f"In Kosovo*.\n\nIn Kosovo.\n\n{un.footnote}"
    assert explained("In the region.", un) == "In the region."
    assert explained("In Kosovo.", PROFILES[Designation.OWN]) == "In Kosovo."
