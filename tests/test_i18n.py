"""Words for people: messages with their values, days, spans, and one language at a time."""

import datetime as dt

import pytest
from babel import dates

from dialogue import i18n

MORNING = dt.datetime(2026, 11, 10, 9, 30)


def test_a_message_carries_its_values() -> None:
    assert i18n.gettext("An agenda needs at least %(n)d items.", n=1) == "An agenda needs at least 1 items."


def test_a_message_without_values_keeps_its_percent_signs() -> None:
    assert i18n.gettext("100 % agreed") == "100 % agreed"


@pytest.mark.parametrize(("n", "said"), [(1, "1 note"), (2, "2 notes"), (0, "0 notes")])
def test_a_number_chooses_its_form(n: int, said: str) -> None:
    assert i18n.ngettext("%(n)d note", "%(n)d notes", n) == said


def test_a_lazy_message_speaks_when_it_is_shown() -> None:
    label = i18n.lazy("Owner: %(word)s", word="NATO")

    assert str(label) == "Owner: NATO"


def test_a_day_is_written_out_with_its_weekday() -> None:
    assert i18n.day(dt.date(2026, 11, 12)) == "Thu 12 Nov 2026"


def test_a_day_is_written_with_the_names_that_babel_has_for_it() -> None:
    days = [dt.date(2026, 1, 1) + dt.timedelta(days=n) for n in range(365)]

    assert [i18n.day(one) for one in days] == [dates.format_date(one, "EEE d MMM y", locale="en_GB") for one in days]


def test_a_moment_of_the_wall_clock_is_of_its_own_day() -> None:
    assert i18n.day(dt.datetime(2026, 11, 12, 23, 59)) == "Thu 12 Nov 2026"


def test_the_clock_has_two_digits_each() -> None:
    assert i18n.clock(dt.datetime(2026, 11, 12, 7, 5)) == "07:05"


def test_a_span_within_a_day_says_the_day_once() -> None:
    assert i18n.span(MORNING, dt.datetime(2026, 11, 10, 17)) == "Tue 10 Nov 2026, 09:30–17:00"


def test_a_span_over_two_days_says_both() -> None:
    assert i18n.span(MORNING, dt.datetime(2026, 11, 11, 13)) == "Tue 10 Nov 2026, 09:30 – Wed 11 Nov 2026, 13:00"


def test_an_unknown_language_falls_back_to_english_and_is_left_again() -> None:
    with i18n.speaking("tlh"):
        inside = i18n.language()

    assert (inside, i18n.language()) == ("en", "en")
