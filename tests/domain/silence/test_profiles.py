"""How long a silence must be, in hours that elapse or in working days of both capitals."""

import datetime as dt

import pytest

from dialogue.domain.base import Refused
from dialogue.domain.silence import Profile, earliest_expiry, latest_service, proposed_expiry
from dialogue.domain.silence.profiles import must_be_possible
from dialogue.domain.working_days import ZONE, Capitals
from tests.factories import party, place

MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def both():
    return Capitals([party(seat=place("Brussels", "BE")), party("Kosovo", place("Prishtina", "XK"))])


def at(*when):
    """An instant, told by the clocks of both capitals."""
    return dt.datetime(*when, tzinfo=ZONE).astimezone(dt.UTC)


def test_hours_elapse_whatever_the_day(both):
    friday = at(2027, 3, 5, 15)

    assert earliest_expiry(Profile.DECISION, friday, both) == at(2027, 3, 8, 15)
    assert earliest_expiry(Profile.URGENT, friday, both) == at(2027, 3, 6, 15)


def test_hours_elapse_over_the_change_of_clocks(both):
    assert earliest_expiry(Profile.DECISION, at(2027, 3, 26, 15), both) == at(2027, 3, 29, 16)
    assert earliest_expiry(Profile.DECISION, at(2026, 10, 23, 15), both) == at(2026, 10, 26, 14)


def test_five_working_days_are_full_at_the_same_clock_time_on_the_fifth(both):
    assert earliest_expiry(Profile.MINUTES, at(2027, 4, 12, 15, 30), both) == at(2027, 4, 19, 15, 30)
    assert earliest_expiry(Profile.MINUTES, at(2027, 3, 26, 15), both) > at(2027, 4, 2, 15)  # Easter lies between


def test_a_holiday_of_either_capital_is_no_working_day(both):
    seventeenth_of_february = at(2027, 2, 16, 9)  # the day after is a holiday in one of the two

    assert earliest_expiry(Profile.MINUTES, seventeenth_of_february, both) == at(2027, 2, 24, 9)


@pytest.mark.parametrize("profile", Profile)
@pytest.mark.parametrize("hour", [0, 9, 15, 23])
def test_whoever_is_served_by_the_latest_service_has_the_full_period(both, profile, hour):
    days = [at(2027, 5, day, hour) for day in range(1, 32)]
    possible = [expiry for expiry in days if both.works(expiry.astimezone(ZONE).date())]

    for expiry in possible:
        latest = latest_service(profile, expiry, both)
        assert earliest_expiry(profile, latest, both) <= expiry < earliest_expiry(profile, latest + MINUTE, both)


@pytest.mark.parametrize("profile", Profile)
def test_what_the_form_proposes_is_possible_and_leaves_time_to_serve_the_paper(both, profile):
    for hour in range(0, 24 * 28, 5):
        now = at(2027, 4, 1, 0) + dt.timedelta(hours=hour)
        expiry = proposed_expiry(profile, now, both)
        must_be_possible(profile, expiry, served_at=now, days=both)
        assert latest_service(profile, expiry, both) - now >= dt.timedelta(hours=3)
        assert 10 <= expiry.astimezone(ZONE).hour <= 17


def test_an_expiry_on_a_day_on_which_a_capital_rests_is_refused(both):
    with pytest.raises(Refused) as no:
        must_be_possible(Profile.URGENT, at(2027, 3, 6, 15), served_at=at(2027, 3, 1, 9), days=both)
    assert str(no.value) == "The silence must expire on a day on which both capitals work."


@pytest.mark.parametrize(
    ("profile", "sentence"),
    [
        (Profile.DECISION, "A silence on a decision lasts 72 hours at least."),
        (Profile.MINUTES, "A silence on minutes lasts five full working days of both capitals at least."),
        (Profile.URGENT, "An urgent silence lasts 24 hours at least."),
    ],
)
def test_a_period_that_is_a_minute_too_short_is_refused(both, profile, sentence):
    now = at(2027, 3, 1, 9)
    earliest = earliest_expiry(profile, now, both)

    must_be_possible(profile, earliest, served_at=now, days=both)
    with pytest.raises(Refused) as no:
        must_be_possible(profile, earliest - MINUTE, served_at=now, days=both)

    assert str(no.value) == sentence
