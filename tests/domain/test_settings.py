"""The settings have defaults that name nobody."""

import datetime as dt

import pytest

from dialogue.domain.base import Refused, Stale
from dialogue.domain.editions import Level
from dialogue.domain.editions.designation import PROFILES, Designation
from dialogue.domain.settings import Settings, Weekday, current
from tests.factories import AT, person

DIGEST = {"digest_on": Weekday.FRIDAY, "digest_at": dt.time(16, 30), "escalate_after": 30}


def test_settings_that_nobody_entered_name_no_party_and_no_city():
    here = Settings()

    assert (here.id, here.dialogue_name, here.zone_label) == (1, "High-Level Dialogue", "CET/CEST")
    assert (here.marking, here.public_marking) == ("", "")
    assert (here.digest_on, here.digest_at, here.escalate_after) == (Weekday.MONDAY, dt.time(8), 14)


def test_each_edition_has_the_footnote_that_was_chosen_for_it():
    here = Settings()
    assert {here.profile_for(level).footnote for level in Level} == {""}

    here.designate(Designation.NONE, Designation.CUSTOM, Designation.UN, "* Our own.")

    assert {level: here.profile_for(level).footnote for level in Level} == {
        Level.SECRETARIAT: "",
        Level.DELEGATIONS: "",
        Level.COHOST: "* Our own.",
        Level.PUBLIC: "* This designation is without prejudice to positions on status, and is in line with UNSCR "
        "1244/1999.",
    }


def test_a_footnote_of_ones_own_needs_its_words():
    with pytest.raises(Refused) as no:
        Settings().designate(Designation.NONE, Designation.NONE, Designation.CUSTOM, "")

    assert str(no.value) == "Please write the footnote of your own that you have chosen."


def test_an_edition_without_a_choice_of_its_own_follows_the_dialogue():
    here = Settings()
    here.designate(Designation.OWN, Designation.DEFAULT, Designation.EU, "")

    assert here.profile == here.profile_for(Level.COHOST) == PROFILES[Designation.OWN]
    assert here.profile_for(Level.PUBLIC) == PROFILES[Designation.EU]
    with pytest.raises(Refused) as no:
        here.designate(Designation.DEFAULT, Designation.EU, Designation.EU, "")
    assert str(no.value) == "Please choose how the dialogue itself writes the name."


def test_a_footnote_of_ones_own_may_be_called_at_every_mention():
    here = Settings()

    here.designate(Designation.CUSTOM, Designation.DEFAULT, Designation.NONE, "* Our own.", every=True)

    assert (here.profile.every, here.profile.plain) == (True, "*")
    assert not here.profile_for(Level.PUBLIC).every


def test_there_is_one_row_of_settings():
    assert "settings.id = 1" in str(current().compile(compile_kwargs={"literal_binds": True}))


def test_settings_are_set_on_the_version_that_was_seen_and_0_is_before_the_first():
    here = Settings()
    here.set("A dialogue", "FOR TRIAL", "FOR ALL", "Vienna time", **DIGEST, base=0, by=person(), at=AT)
    here.version = 3

    with pytest.raises(Stale) as no:
        here.set("Mine", "", "", "", **DIGEST, base=2, by=person(), at=AT)

    assert str(no.value) == "Somebody has changed the settings since you opened them."
    assert (here.dialogue_name, here.zone_label) == ("A dialogue", "Vienna time")
    assert (here.marking, here.public_marking) == ("FOR TRIAL", "FOR ALL")
    assert (here.digest_on, here.digest_at, here.escalate_after) == (Weekday.FRIDAY, dt.time(16, 30), 30)
    assert [fact.verb for fact in here.facts()] == ["set"]
