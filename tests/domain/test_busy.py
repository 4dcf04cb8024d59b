"""Known dates: read line by line as they were written, kept by a side, and told to the other without their titles."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogue.domain.base import Refused, Stale
from dialogue.domain.busy import MOST_DATES, MOST_LISTS, Taken, keep, read, written
from dialogue.domain.text import clean
from tests.factories import AT, DAY
from tests.factories import table as two_sides


@pytest.fixture
def sides():
    return two_sides()


def test_a_line_is_a_day_or_two_and_what_it_is():
    text = "2027-05-11 Ministerial\n\n 2027-07-01 – 2027-07-14   Leave of the Minister\n2027-06-01 2027-06-02 PA\n"

    assert read(text) == [
        Taken(dt.date(2027, 5, 11), dt.date(2027, 5, 11), "Ministerial"),
        Taken(dt.date(2027, 7, 1), dt.date(2027, 7, 14), "Leave of the Minister"),
        Taken(dt.date(2027, 6, 1), dt.date(2027, 6, 2), "PA"),
    ]


BEGINNINGS = st.sampled_from(["", "", "2027-05-05 ", "– 2027-05-05 ", "-2027-05-05 ", "to 1999-01-01 ", "/", "- "])
TITLES = (
    st.tuples(BEGINNINGS, st.text(min_size=1, max_size=80))
    .map(lambda parts: clean("".join(parts), limit=500, one_line=True))
    .filter(bool)
)
DAYS = st.dates(dt.date(2000, 1, 1), dt.date(2199, 10, 1))


@given(st.lists(st.tuples(DAYS, st.just(0) | st.integers(0, 60), TITLES), min_size=1, max_size=9))
def test_what_is_written_is_read_again(given_):
    dates = sorted(Taken(first, first + n * DAY, title) for first, n, title in given_)
    again = read(written(dates))

    assert again == dates


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "Please give the list one date at least."),
        ("2027-05-11 A\nsoon", "Line 2: please begin with a date as 2027-05-11, and say after it what it is."),
        ("2027-02-30 A", "Line 1: please begin with a date as 2027-05-11, and say after it what it is."),
        ("0001-01-01 A", "Line 1: please begin with a date as 2027-05-11, and say after it what it is."),
        ("2027-05-11", "Line 1: please begin with a date as 2027-05-11, and say after it what it is."),
        ("2027-05-11 – 2027-05-10 A", "Line 1: from its first day to its last it lasts from one day to sixty."),
        ("2027-05-11 – 2027-12-10 A", "Line 1: from its first day to its last it lasts from one day to sixty."),
        (f"2027-05-11 {'x' * 121}", "Line 1: please say in 120 characters at the most what it is."),
        ("2027-05-11 A\n" * (MOST_DATES + 1), "A list has 300 dates at the most."),
    ],
)
def test_what_is_no_list_is_refused_by_its_line(text, sentence):
    with pytest.raises(Refused) as no:
        read(text)

    assert str(no.value) == sentence


def test_a_list_is_kept_replaced_and_deleted_with_all_that_it_held(sides):
    made = keep("Leave", "2027-05-11 Minister", existing=[], by=sides.ours, at=AT)
    made.version = 1
    assert (made.party, made.text) == (sides.ours.organisation, "2027-05-11 Minister")

    made.replace("Leave 2", "2027-05-12 Minister", base=1, by=sides.ours, at=AT)
    assert (made.name, made.text) == ("Leave 2", "2027-05-12 Minister")
    with pytest.raises(Stale):
        made.replace("Leave 3", "2027-05-13 Minister", base=0, by=sides.ours, at=AT)

    made.delete(by=sides.ours, at=AT)
    made.delete(by=sides.ours, at=AT + DAY)
    assert (made.name, made.dates, made.deleted_at) == ("", [], AT)
    assert [fact.verb for fact in made.facts()] == ["keep", "replace", "delete"]


def test_a_side_has_so_many_lists(sides):
    with pytest.raises(Refused, match="Your side has 10 lists"):
        keep("One more", "2027-05-11 A", existing=[None] * MOST_LISTS, by=sides.ours, at=AT)


def test_the_other_side_knows_the_days_alone(sides):
    (one,) = keep("Leave", "2027-05-11 Minister", existing=[], by=sides.ours, at=AT).dates
    on, whose = dt.date(2027, 5, 11), sides.ours.organisation.short_name

    assert one.taken(sides.ours) == Taken(on, on, "Minister", whose, "Leave")
    assert one.taken(sides.theirs) == Taken(on, on, "", whose, "")
