"""Working days of both capitals: weekends, public holidays, and those that hang on the moon."""

import datetime as dt

import pytest

from dialogue.domain.base import Refused
from dialogue.domain.organisations import DayKind
from dialogue.domain.working_days import Capitals, DayOff, Recorded, correct, specials
from tests.factories import AT, party, person, place

BRUSSELS, PRISHTINA = place("Brussels", "BE"), place("Prishtina", "XK")
BOTH = Capitals([party("NATO", BRUSSELS), party("Kosovo", PRISHTINA)])
SECRETARY = person()
CLOSED, WORKS = DayKind.CLOSED, DayKind.WORKS
date = dt.date


@pytest.fixture
def nato():
    return party("NATO", BRUSSELS)


@pytest.fixture
def kosovo():
    return party("Kosovo", PRISHTINA)


def corrects(side, on, kind=CLOSED, reason="The house is closed."):
    return correct(side, on, kind, reason, by=SECRETARY, at=AT)


def refused(*args, **more):
    with pytest.raises(Refused) as no:
        corrects(*args, **more)
    return str(no.value)


def test_a_tuesday_without_holiday_is_a_working_day():
    assert BOTH.works(date(2027, 6, 8))


def test_a_weekend_belongs_to_no_place():
    assert BOTH.days_off(date(2027, 6, 11), date(2027, 6, 14)) == (
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
    assert BOTH.days_off(on, on) == (DayOff(on, where, holiday),)
    assert not BOTH.works(on)


def test_a_holiday_of_both_capitals_is_told_for_each():
    new_year = BOTH.days_off(date(2027, 1, 1), date(2027, 1, 1))

    assert [day.place for day in new_year] == ["Brussels", "Prishtina"]


@pytest.mark.parametrize("on", [date(2027, 3, 9), date(2027, 5, 17)])
def test_an_eid_is_shown_as_estimated(on):
    eids = [day for day in BOTH.days_off(on, on) if "Eid" in day.holiday]

    assert [(day.place, day.estimated) for day in eids] == [("Prishtina", True)]


def test_other_holidays_are_not_estimated():
    assert [day.estimated for day in BOTH.days_off(date(2027, 7, 21), date(2027, 7, 21))] == [False]


def test_a_country_that_the_package_does_not_know_has_no_holidays():
    nowhere = Capitals([party("One", place("Nowhere", "")), party("Other", place("Atlantis", "ZZ"))])

    assert nowhere.days_off(date(2027, 1, 1), date(2027, 1, 1)) == ()


def test_the_next_working_day_is_the_day_itself_or_the_first_that_both_work():
    assert BOTH.from_(date(2027, 6, 8)) == date(2027, 6, 8)
    assert BOTH.from_(date(2026, 12, 31)) == date(2026, 12, 31)
    assert BOTH.from_(date(2027, 1, 1)) == date(2027, 1, 5)  # the 4th is observed in one of them


def test_days_come_in_their_order_both_ends_included():
    off = BOTH.days_off(date(2027, 12, 24), date(2028, 1, 1))

    assert [day.on for day in off] == sorted(day.on for day in off)
    assert (off[0].on, off[-1].on) == (date(2027, 12, 25), date(2028, 1, 1))


def test_a_day_on_which_a_party_is_closed_counts_for_nobody_until_it_is_taken_back(nato, kosovo):
    christmas_week = corrects(nato, date(2027, 12, 29))
    both = Capitals([nato, kosovo])

    assert both.days_off(date(2027, 12, 28), date(2027, 12, 30)) == (
        DayOff(date(2027, 12, 29), "NATO", "The house is closed."),
    )
    assert both.after(date(2027, 12, 28), 1) == date(2027, 12, 30)
    assert both.before(date(2027, 12, 30), 2) == date(2027, 12, 27)

    christmas_week.take_back(by=SECRETARY, at=AT)

    assert both.works(date(2027, 12, 29))
    with pytest.raises(Refused, match="taken back already"):
        christmas_week.take_back(by=SECRETARY, at=AT)


def test_a_public_holiday_on_which_a_party_works_counts_unless_the_other_rests(nato, kosovo):
    national_day, may_day = date(2027, 7, 21), date(2028, 5, 1)
    corrects(nato, national_day, WORKS, "The summit.")
    corrects(nato, may_day, WORKS, "The summit.")
    both = Capitals([nato, kosovo])

    assert both.works(national_day)
    assert [off.place for off in both.days_off(may_day, may_day)] == ["Prishtina"]


def test_an_estimated_holiday_is_put_right_by_two_corrections(kosovo):
    estimated, true_day = date(2028, 2, 28), date(2028, 2, 29)
    assert "Eid" in Capitals([kosovo]).days_off(estimated, estimated)[0].holiday

    corrects(kosovo, estimated, WORKS, "The moon was seen a day later.")
    corrects(kosovo, true_day, reason="Eid al-Fitr")

    assert [off.on for off in Capitals([kosovo]).days_off(estimated, true_day)] == [true_day]
    assert [(one.on, one.off is None, bool(one.own)) for one in specials(kosovo, estimated, true_day)] == [
        (estimated, True, True),
        (true_day, False, True),
    ]


@pytest.mark.parametrize(
    ("on", "kind", "reason", "sentence"),
    [
        (date(2027, 6, 12), CLOSED, "x", "That is a day of the weekend: nobody counts on it."),
        (date(2027, 6, 8), WORKS, "x", "There is no public holiday on that day: it is a working day already."),
        (date(2027, 7, 21), CLOSED, "x", "That day is a public holiday already: National Day."),
        (date(2027, 6, 8), CLOSED, "  ", "Please say why: it is shown beside the day."),
        (date(2027, 4, 30), CLOSED, "x", "Please name a day from today on, within two years."),
        (date(2029, 6, 8), CLOSED, "x", "Please name a day from today on, within two years."),
    ],
)
def test_a_correction_that_corrects_nothing_is_refused(nato, on, kind, reason, sentence):
    assert refused(nato, on, kind, reason) == sentence
    assert nato.own_days == []


def test_a_day_is_corrected_once(nato):
    corrects(nato, date(2027, 6, 8))

    assert refused(nato, date(2027, 6, 8)) == (
        "Its own calendar says something of that day already: please take that back first."
    )


def test_days_that_were_written_down_stay_whatever_the_calendars_learn(nato, kosovo):
    both, first, last = Capitals([nato, kosovo]), date(2027, 7, 19), date(2027, 7, 30)
    kept = Recorded.read(str(Recorded.of(both, first, last)))

    corrects(nato, date(2027, 7, 26))
    corrects(nato, date(2027, 7, 21), WORKS, "The summit.")

    assert (both.works(date(2027, 7, 26)), kept.works(date(2027, 7, 26))) == (False, True)
    assert (both.works(date(2027, 7, 21)), kept.works(date(2027, 7, 21))) == (True, False)
    assert not kept.works(date(2027, 7, 24))
    corrects(nato, date(2027, 8, 3))
    assert not kept.then(both, last, date(2027, 8, 6)).works(date(2027, 8, 3))
    assert kept.then(both, last, date(2027, 8, 6)).works(date(2027, 7, 26))
