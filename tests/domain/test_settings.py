"""The settings have defaults that name nobody."""

from dialogue.domain.settings import Settings, current


def test_settings_that_nobody_entered_name_no_party_and_no_city():
    here = Settings()

    assert (here.id, here.dialogue_name, here.marking, here.zone_label) == (1, "High-Level Dialogue", "", "CET/CEST")


def test_there_is_one_row_of_settings():
    assert "settings.id = 1" in str(current().compile(compile_kwargs={"literal_binds": True}))
