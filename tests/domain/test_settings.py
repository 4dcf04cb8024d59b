"""The settings have defaults that name nobody."""

import pytest

from dialogue.domain.base import Stale
from dialogue.domain.settings import Settings, current
from tests.factories import AT, person


def test_settings_that_nobody_entered_name_no_party_and_no_city():
    here = Settings()

    assert (here.id, here.dialogue_name, here.zone_label) == (1, "High-Level Dialogue", "CET/CEST")
    assert (here.marking, here.public_marking) == ("", "")


def test_there_is_one_row_of_settings():
    assert "settings.id = 1" in str(current().compile(compile_kwargs={"literal_binds": True}))


def test_settings_are_set_on_the_version_that_was_seen_and_0_is_before_the_first():
    here = Settings()
    here.set("A dialogue", "FOR TRIAL", "FOR ALL", "Vienna time", base=0, by=person(), at=AT)
    here.version = 3

    with pytest.raises(Stale) as no:
        here.set("Mine", "", "", "", base=2, by=person(), at=AT)

    assert str(no.value) == "Somebody has changed the settings since you opened them."
    assert (here.dialogue_name, here.zone_label) == ("A dialogue", "Vienna time")
    assert (here.marking, here.public_marking) == ("FOR TRIAL", "FOR ALL")
    assert [fact.verb for fact in here.facts()] == ["set"]
