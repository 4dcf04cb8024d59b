"""The footnotes on the designated name are those of the houses, word for word."""

from dialogue.domain.editions.designation import FOOTNOTES, NAMES, Designation


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
