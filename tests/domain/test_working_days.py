"""Working days of both capitals: weekends, public holidays, and those that hang on the moon."""

import datetime as dt

import pytest

from dialogue.domain.working_days import DayOff, days_off, is_working_day, next_working_day
from tests.factories import place

BRUSSELS, PRISHTINA = place("Brussels", "BE"), place("Prishtina", "XK")
BOTH = [BRUSSELS, PRISHTINA]
date = dt.date


def test_a_tuesday_without_holiday_is_a_working_day():
    assert is_working_day(date(2027, 6, 8), BOTH)


def test_a_weekend_belongs_to_no_place():
    assert days_off(date(2027, 6, 11), date(2027, 6, 14), BOTH) == (
        DayOff(date(2027, 6, 12)),
        DayOff(date(2027, 6, 13)),
    )


@pytest.mark.parametrize(
    ("on", "where", "holiday"),
    [
        (date(2027, 7, 21), "Brussels", "National Day"),
        (date(2027, 11, 1), "Brussels", "All Saints' Day"),
        (date(2027, 2, 17), "Prishtina", "Independence Day"),
        (date(2027, 1, 7), "Prishtina", "Orthodox Christmas Day"),
    ],
)
def test_a_holiday_of_one_capital_is_no_working_day_of_both(on, where, holiday):
    assert days_off(on, on, BOTH) == (DayOff(on, where, holiday),)
    assert not is_working_day(on, BOTH)


def test_a_holiday_of_both_capitals_is_told_for_each():
    new_year = days_off(date(2027, 1, 1), date(2027, 1, 1), BOTH)

    assert [day.place for day in new_year] == ["Brussels", "Prishtina"]


@pytest.mark.parametrize("on", [date(2027, 3, 9), date(2027, 5, 17)])
def test_an_eid_is_shown_as_estimated(on):
    eids = [day for day in days_off(on, on, BOTH) if "Eid" in day.holiday]

    assert [(day.place, day.estimated) for day in eids] == [("Prishtina", True)]


def test_other_holidays_are_not_estimated():
    assert [day.estimated for day in days_off(date(2027, 7, 21), date(2027, 7, 21), BOTH)] == [False]


def test_a_country_that_the_package_does_not_know_has_no_holidays():
    nowhere = [place("Nowhere", ""), place("Atlantis", "ZZ")]

    assert days_off(date(2027, 1, 1), date(2027, 1, 1), nowhere) == ()


def test_the_next_working_day_is_the_day_itself_or_the_first_that_both_work():
    assert next_working_day(date(2027, 6, 8), BOTH) == date(2027, 6, 8)
    assert next_working_day(date(2026, 12, 31), BOTH) == date(2026, 12, 31)
    assert next_working_day(date(2027, 1, 1), BOTH) == date(2027, 1, 5)  # the 4th is observed in one of them


def test_days_come_in_their_order_both_ends_included():
    off = days_off(date(2027, 12, 24), date(2028, 1, 1), BOTH)

    assert [day.on for day in off] == sorted(day.on for day in off)
    assert (off[0].on, off[-1].on) == (date(2027, 12, 25), date(2028, 1, 1))
