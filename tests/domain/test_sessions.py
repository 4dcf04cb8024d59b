"""The year plan: alternation, references, what rises with what, warnings; wall clock and instant at both folds."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogue.domain.base import Refused, Stale
from dialogue.domain.sessions import (
    FLOW,
    ZONE,
    Caution,
    Concern,
    SessionKind,
    SessionState,
    cautions,
    city_in_turn,
    days_off,
    instant,
    is_repeated,
    is_skipped,
    plan,
    propose_next,
    read_ref,
    turn_of,
)
from tests.domain.pairs import allowed, table
from tests.factories import AT, DAY, ENDS, HOUR, STARTS, held, opened, organisation, place, session
from tests.factories import table as two_sides

AUTUMN = STARTS.replace(month=11, day=9)


@pytest.fixture
def sides():
    return two_sides()


def test_a_session_moves_as_its_table_says():
    assert allowed(FLOW, SessionState) == table(
        """
        tentative: convened, postponed, cancelled
        convened: in session, postponed, cancelled
        postponed: tentative, cancelled
        in session: held
        held: closed
        cancelled: tentative
        """
    )


# References


def test_a_session_is_named_by_its_year_and_number(sides):
    one = session(sides)

    assert (one.ref, one.reference, one.state) == ("2027-1", "HLD/2027/1", SessionState.TENTATIVE)


def test_regular_and_special_sessions_share_one_series(sides):
    first = session(sides)
    special = session(sides, existing=[first], kind=SessionKind.SPECIAL, place=sides.brussels, starts=STARTS + 30 * DAY)
    second = session(sides, existing=[first, special], starts=AUTUMN)

    assert [one.ref for one in (first, special, second)] == ["2027-1", "2027-2", "2027-3"]


def test_each_year_begins_again_at_one(sides):
    first = session(sides)

    assert session(sides, existing=[first], starts=STARTS.replace(year=2028)).ref == "2028-1"


def test_the_reference_of_a_cancelled_session_is_not_given_again(sides):
    first = session(sides)
    first.cancel("No quorum.", by=sides.ours, at=AT)

    assert session(sides, existing=[first]).ref == "2027-2"


def test_a_session_that_moves_into_another_year_keeps_its_reference_and_leaves_no_gap_to_fill(sides):
    first, second = session(sides), session(sides, starts=AUTUMN, existing=[session(sides)])
    into_2028 = STARTS.replace(year=2028, month=1, day=11)
    second.reschedule(into_2028, into_2028 + 2 * HOUR, due=None, base=1, by=sides.ours, at=AT)

    third = session(sides, existing=[first, second], starts=AUTUMN)
    next_year = session(sides, existing=[first, second, third], starts=STARTS.replace(year=2028))

    assert [second.ref, third.ref, next_year.ref] == ["2027-2", "2027-3", "2028-1"]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("2027-1", (2027, 1)),
        ("2027-12", (2027, 12)),
        ("2027-01", None),
        ("2027-0", None),
        ("27-1", None),
        ("2027-1 ", None),
        ("2027-1\n", None),
        ("٢٠٢٧-1", None),
        ("2027-10000", None),
        ("", None),
    ],
)
def test_a_reference_is_read_in_one_spelling_only(text, read):
    assert read_ref(text) == read


def test_numbers_of_decisions_and_follow_ups_are_series_of_their_own(sides):
    one = session(sides)

    assert [one.next("D"), one.next("D"), one.next("OC"), one.next("D")] == [1, 2, 1, 3]


# Alternation


def test_the_first_session_is_in_the_first_partys_city(sides):
    assert city_in_turn([], sides.parties, STARTS) is sides.brussels


def test_the_next_session_is_in_the_other_city(sides):
    first = session(sides)

    assert city_in_turn([first], sides.parties, AUTUMN) is sides.prishtina


def test_a_cancelled_session_does_not_take_its_turn(sides):
    first = session(sides)
    second = session(sides, existing=[first], starts=AUTUMN)
    second.cancel("No quorum.", by=sides.ours, at=AT)

    assert city_in_turn([first, second], sides.parties, AUTUMN + DAY) is sides.prishtina


def test_a_postponed_session_keeps_its_turn_at_its_new_date(sides):
    first = session(sides)
    second = session(sides, existing=[first], starts=AUTUMN)
    between = AUTUMN + 30 * DAY
    second.postpone("A strike.", by=sides.ours, at=AT)
    assert city_in_turn([first, second], sides.parties, between) is sides.brussels

    second.reschedule(AUTUMN + 60 * DAY, AUTUMN + 60 * DAY + HOUR, due=None, base=1, by=sides.ours, at=AT)

    assert city_in_turn([first, second], sides.parties, between) is sides.prishtina
    assert city_in_turn([first, second], sides.parties, AUTUMN + 90 * DAY) is sides.brussels


def test_a_special_session_stands_outside_the_alternation(sides):
    first = session(sides)
    special = session(
        sides, existing=[first], kind=SessionKind.SPECIAL, place=sides.prishtina, starts=STARTS + 30 * DAY
    )

    assert city_in_turn([first, special], sides.parties, AUTUMN) is sides.prishtina


def test_the_turn_is_that_of_the_date_not_of_the_order_of_planning(sides):
    autumn = session(sides, starts=AUTUMN)

    assert city_in_turn([autumn], sides.parties, STARTS) is sides.brussels
    assert city_in_turn([autumn], sides.parties, AUTUMN + DAY) is sides.prishtina


def test_no_city_is_in_turn_while_a_seat_is_unknown(sides):
    sides.kosovo.seat = None

    assert city_in_turn([], sides.parties, STARTS) is None


def test_departing_from_the_alternation_without_a_reason_is_refused(sides):
    with pytest.raises(Refused) as no:
        session(sides, place=sides.prishtina, departure_reason="  ")

    assert str(no.value) == (
        "By the alternation it is the turn of Brussels. Please record the reason for departing from it."
    )


def test_departing_from_the_alternation_is_recorded_with_its_reason(sides):
    one = session(sides, place=sides.prishtina, departure_reason="The hall burnt down.")

    assert (one.place, one.departure_reason) == (sides.prishtina, "The hall burnt down.")


def test_a_special_session_without_a_party_that_asks_is_refused(sides):
    with pytest.raises(Refused) as no:
        session(sides, kind=SessionKind.SPECIAL, place=sides.brussels, asked_by=None)

    assert str(no.value) == "A special session is held at the request of a Party: please say which."


def test_the_side_of_the_host_city_presides_and_the_visitor_is_named_first(sides):
    first = session(sides)
    second = session(sides, existing=[first], starts=AUTUMN)

    assert (first.presiding, first.named_first) == (sides.nato, sides.kosovo)
    assert (second.presiding, second.named_first) == (sides.kosovo, sides.nato)


def test_the_first_party_presides_in_a_third_city(sides):
    one = session(sides, place=place("Vienna", "AT"), departure_reason="Neutral ground.")

    assert (one.presiding, one.named_first) == (sides.nato, sides.kosovo)


# What the year plan proposes


def test_the_first_proposal_is_twelve_weeks_ahead_in_the_first_city(sides):
    found = propose_next([], sides.parties, dt.date(2027, 3, 16))

    assert (found.reference, found.place) == ("HLD/2027/1", sides.brussels)
    assert (found.starts, found.ends) == (STARTS, ENDS)


def test_the_next_proposal_is_half_a_year_later_in_the_other_city_at_the_same_hours(sides):
    first = session(sides, ends=STARTS + 30 * HOUR)

    found = propose_next([first], sides.parties, dt.date(2027, 6, 9))

    assert (found.year, found.number, found.place) == (2027, 2, sides.prishtina)
    assert (found.starts, found.ends) == (dt.datetime(2027, 12, 7, 9, 30), dt.datetime(2027, 12, 8, 15, 30))


def test_a_proposal_avoids_days_on_which_a_capital_does_not_work(sides):
    first = session(sides, starts=dt.datetime(2027, 5, 13, 9, 30))

    found = propose_next([first], sides.parties, dt.date(2027, 6, 9))

    assert found.starts.date() == dt.date(2027, 11, 12)  # the 11th is a holiday in one of them


def test_a_proposal_never_lies_in_the_past(sides):
    long_ago = session(sides, starts=STARTS.replace(year=2020, day=9))

    assert propose_next([long_ago], sides.parties, dt.date(2027, 6, 9)).starts.date() == dt.date(2027, 7, 7)


def test_a_cancelled_session_is_planned_anew_but_its_number_is_not(sides):
    first = session(sides)
    first.cancel("No quorum.", by=sides.ours, at=AT)

    found = propose_next([first], sides.parties, dt.date(2027, 6, 9))

    assert (found.reference, found.place) == ("HLD/2027/2", sides.brussels)


def test_nothing_is_proposed_while_a_seat_is_unknown(sides):
    sides.nato.seat = None

    assert propose_next([], sides.parties, dt.date(2027, 6, 9)) is None


# Warnings


@pytest.mark.parametrize(
    ("on", "why"),
    [
        (dt.datetime(2027, 6, 12, 9), [("", "")]),
        (dt.datetime(2027, 7, 21, 9), [("Brussels", "National Day")]),
        (dt.datetime(2027, 2, 17, 9), [("Prishtina", "Independence Day")]),
        (dt.datetime(2027, 3, 9, 9), [("Prishtina", "Eid al-Fitr (estimated)")]),
        (dt.datetime(2027, 6, 8, 9), []),
    ],
)
def test_weekends_and_holidays_of_both_capitals_are_warned_of_wherever_the_session_is(sides, on, why):
    one = session(sides, starts=on, ends=on + HOUR)

    assert [(day.place, day.holiday) for day in days_off(one, sides.parties)] == why
    told = cautions(one, [one], sides.parties, AT - 365 * DAY)
    assert [(said.concern, said.day.place, said.day.holiday) for said in told] == [
        (Concern.DAY_OFF, *reason) for reason in why
    ]


def test_a_warning_never_blocks(sides):
    assert session(sides, starts=dt.datetime(2027, 12, 25, 9)).starts_at == dt.datetime(2027, 12, 25, 8, tzinfo=dt.UTC)


def test_every_day_of_a_session_is_looked_at(sides):
    friday = dt.datetime(2027, 6, 11, 9)

    one = session(sides, starts=friday, ends=friday + 3 * DAY)

    assert [day.on.day for day in days_off(one, sides.parties)] == [12, 13]


def special(sides, *existing, starts=STARTS, ends=ENDS, city=None):
    return session(
        sides, existing=existing, kind=SessionKind.SPECIAL, place=city or sides.brussels, starts=starts, ends=ends
    )


def told(sides, one, *others, at=AT):
    """Of what its date and city are warned, and because of which session."""
    found = cautions(one, [*others, one], sides.parties, at)
    return [(said.concern, said.session.ref if said.session else None) for said in found]


@pytest.mark.parametrize(
    ("starts", "ends", "overlaps"),
    [
        (STARTS - HOUR, STARTS, False),
        (STARTS - HOUR, STARTS + HOUR / 60, True),
        (STARTS, ENDS, True),
        (STARTS + HOUR, STARTS + 2 * HOUR, True),
        (STARTS - HOUR, ENDS + HOUR, True),
        (ENDS - HOUR / 60, ENDS + HOUR, True),
        (ENDS, ENDS + HOUR, False),
    ],
)
def test_two_sessions_overlap_where_they_share_a_minute_whatever_their_kind_and_city(sides, starts, ends, overlaps):
    first = session(sides)

    other = special(sides, first, starts=starts, ends=ends, city=sides.prishtina)

    expected = [(Concern.OVERLAP, "2027-1")] if overlaps else []
    assert told(sides, other, first) == expected
    assert [concern for concern, _ in told(sides, first, other)] == [concern for concern, _ in expected]


@pytest.mark.parametrize("verb", ["postpone", "cancel"])
def test_a_session_whose_date_does_not_hold_is_in_nobodys_way(sides, verb):
    first = session(sides)
    other = special(sides, first)

    getattr(first, verb)("A strike.", by=sides.ours, at=AT)

    assert told(sides, other, first) == told(sides, first, other) == []


def test_a_date_that_has_passed_is_warned_of(sides):
    one = session(sides)

    assert told(sides, one, at=one.starts_at) == []
    assert told(sides, one, at=one.starts_at + HOUR / 60) == [(Concern.PAST, None)]


def test_regular_sessions_are_held_in_the_order_of_their_numbers(sides):
    later = session(sides, starts=AUTUMN)
    earlier = session(sides, existing=[later], place=sides.brussels)
    assert (later.ref, earlier.ref) == ("2027-1", "2027-2")

    assert (Concern.BEFORE, "2027-1") in told(sides, earlier, later)
    assert (Concern.AFTER, "2027-2") in told(sides, later, earlier)


def test_a_special_session_stands_outside_the_order_and_the_alternation(sides):
    first, second = session(sides), session(sides, existing=[session(sides)], starts=AUTUMN)

    between = special(sides, first, second, starts=STARTS + 30 * DAY, ends=STARTS + 30 * DAY + HOUR)

    assert told(sides, between, first, second) == []
    assert turn_of(between, between.starts, [first, second], sides.parties) is None
    assert told(sides, second, first, between) == []


def test_a_reference_of_another_year_is_warned_of(sides):
    one = session(sides)

    one.reschedule(
        STARTS.replace(year=2028, day=6), ENDS.replace(year=2028, day=6), due=None, base=1, by=sides.ours, at=AT
    )

    assert told(sides, one) == [(Concern.OTHER_YEAR, None)]


def test_each_city_has_one_regular_session_a_year(sides):
    first = session(sides)
    second = session(sides, existing=[first], starts=AUTUMN)
    third = session(sides, existing=[first, second], starts=AUTUMN + 21 * DAY)

    assert third.place is sides.brussels
    assert told(sides, third, first, second) == [(Concern.SAME_CITY, "2027-1")]
    assert told(sides, second, first) == []


def test_a_date_that_puts_another_session_out_of_turn_is_warned_of(sides):
    first = session(sides)
    second = session(sides, existing=[first], starts=AUTUMN)
    assert told(sides, first, second) == []

    first.reschedule(AUTUMN + DAY, AUTUMN + 2 * DAY, due=None, base=1, by=sides.ours, at=AT)

    out_of_turn = [said for said in cautions(first, [first, second], sides.parties, AT) if said.place]
    assert out_of_turn == [Caution(Concern.OUT_OF_TURN, second, place=sides.brussels)]
    second.departure_reason = "As both sides wish."
    assert not [said for said in cautions(first, [first, second], sides.parties, AT) if said.place]


# No road leaves the alternation without a word


def test_another_city_out_of_turn_needs_a_reason(sides):
    one = session(sides)
    due = turn_of(one, one.starts, [one], sides.parties)

    with pytest.raises(Refused) as no:
        one.move(sides.prishtina, "Hall", "", " ", due=due, base=1, by=sides.ours, at=AT)

    assert str(no.value) == (
        "By the alternation it is the turn of Brussels. Please record the reason for departing from it."
    )
    assert (one.place, one.venue, one.revision) == (sides.brussels, "", 0)
    one.move(sides.prishtina, "Hall", "", "The hall burnt down.", due=due, base=1, by=sides.ours, at=AT)
    assert (one.place, one.departure_reason) == (sides.prishtina, "The hall burnt down.")
    one.move(sides.brussels, "Hall", "", "The hall burnt down.", due=due, base=1, by=sides.ours, at=AT)
    assert one.departure_reason == ""


@pytest.mark.parametrize("postponed", [False, True])
def test_a_date_at_which_another_city_is_in_turn_needs_a_reason(sides, postponed):
    first = session(sides)
    second = session(sides, existing=[first], starts=AUTUMN)
    if postponed:
        second.postpone("A strike.", by=sides.ours, at=AT)
    before = (STARTS - 7 * DAY, STARTS - 7 * DAY + HOUR)
    due = turn_of(second, before[0], [first, second], sides.parties)

    with pytest.raises(Refused) as no:
        second.reschedule(*before, due=due, base=1, by=sides.ours, at=AT)

    assert "it is the turn of Brussels" in str(no.value)
    assert (second.starts, second.is_postponed) == (AUTUMN, postponed)
    second.reschedule(*before, "Both sides wish it.", due=due, base=1, by=sides.ours, at=AT)
    assert (second.starts, second.departure_reason) == (before[0], "Both sides wish it.")


def test_the_same_city_and_date_are_not_judged_again(sides):
    one = session(sides, place=sides.prishtina, departure_reason="The hall burnt down.")

    one.move(sides.prishtina, "Palace", "", due=sides.brussels, base=1, by=sides.ours, at=AT)
    one.reschedule(STARTS, ENDS + HOUR, due=sides.brussels, base=1, by=sides.ours, at=AT)

    assert (one.venue, one.departure_reason) == ("Palace", "The hall burnt down.")


# Wall clock and instant


@pytest.mark.parametrize(
    ("wall", "utc"),
    [
        (dt.datetime(2027, 1, 12, 9, 30), "2027-01-12T08:30"),
        (dt.datetime(2027, 7, 13, 9, 30), "2027-07-13T07:30"),
        (dt.datetime(2027, 3, 28, 1, 59), "2027-03-28T00:59"),  # spring: the last minute before the gap
        (dt.datetime(2027, 3, 28, 3, 0), "2027-03-28T01:00"),  # and the first after it
        (dt.datetime(2027, 10, 31, 1, 59), "2027-10-30T23:59"),  # autumn: the last minute that is told once
        (dt.datetime(2027, 10, 31, 2, 30), "2027-10-31T00:30"),  # told twice: the first of the two
        (dt.datetime(2027, 10, 31, 3, 0), "2027-10-31T02:00"),
    ],
)
def test_the_instant_of_a_wall_clock_follows_summer_time_on_both_sides_of_the_change(sides, wall, utc):
    one = session(sides, starts=wall, ends=wall + 5 * HOUR)

    assert one.starts == wall
    assert one.starts_at.isoformat() == f"{utc}:00+00:00"


def test_a_session_over_the_change_of_the_clock_ends_by_the_wall(sides):
    one = session(sides, starts=dt.datetime(2027, 10, 30, 9), ends=dt.datetime(2027, 10, 31, 9))

    assert one.ends_at - one.starts_at == 25 * HOUR


@given(st.datetimes(dt.datetime(2000, 1, 1), dt.datetime(2037, 1, 1)))
def test_an_instant_shows_the_wall_clock_it_was_made_of_except_in_the_hour_that_spring_skips(wall):
    shown = instant(wall).astimezone(ZONE).replace(tzinfo=None)

    assert shown == wall or (shown - wall, wall.month) == (HOUR, 3)


@pytest.mark.parametrize(
    ("wall", "skipped", "repeated"),
    [
        (dt.datetime(2027, 3, 28, 1, 59), False, False),
        (dt.datetime(2027, 3, 28, 2, 0), True, False),
        (dt.datetime(2027, 3, 28, 2, 30), True, False),
        (dt.datetime(2027, 3, 28, 3, 0), False, False),
        (dt.datetime(2027, 10, 31, 1, 59), False, False),
        (dt.datetime(2027, 10, 31, 2, 0), False, True),
        (dt.datetime(2027, 10, 31, 2, 59), False, True),
        (dt.datetime(2027, 10, 31, 3, 0), False, False),
        (dt.datetime(2027, 7, 1, 2, 30), False, False),
    ],
)
def test_an_hour_is_skipped_in_spring_and_repeated_in_autumn(wall, skipped, repeated):
    assert (is_skipped(wall), is_repeated(wall)) == (skipped, repeated)


def test_which_of_the_two_is_said_by_the_fold():
    wall = dt.datetime(2027, 10, 31, 2, 30)

    assert [instant(wall.replace(fold=n)).isoformat() for n in (0, 1)] == [
        "2027-10-31T00:30:00+00:00", "2027-10-31T01:30:00+00:00",
    ]  # fmt: skip


# Dates


def test_a_session_that_ends_before_it_starts_is_refused(sides):
    with pytest.raises(Refused) as no:
        session(sides, ends=STARTS)

    assert str(no.value) == "A session ends after it starts."


def test_a_session_longer_than_five_days_is_refused(sides):
    assert session(sides, ends=STARTS + 5 * DAY).ends == STARTS + 5 * DAY
    with pytest.raises(Refused) as no:
        session(sides, ends=STARTS + 5 * DAY + HOUR)

    assert str(no.value) == "A session lasts five days at the most."


def test_a_rescheduled_session_has_its_new_times_and_keeps_its_state(sides):
    one = session(sides)
    one.convene(by=sides.ours, at=AT)

    one.reschedule(STARTS + DAY, ENDS + DAY, due=None, base=1, by=sides.ours, at=AT)

    assert (one.starts, one.state) == (STARTS + DAY, SessionState.CONVENED)
    assert one.starts_at == dt.datetime(2027, 6, 9, 7, 30, tzinfo=dt.UTC)


def test_a_new_date_that_is_refused_changes_nothing(sides):
    one = session(sides)
    one.postpone("A strike.", by=sides.ours, at=AT)

    with pytest.raises(Refused):
        one.reschedule(ENDS, STARTS, due=None, base=1, by=sides.ours, at=AT)

    assert (one.state, one.starts, one.revision) == (SessionState.POSTPONED, STARTS, 1)


@pytest.mark.parametrize(
    "change",
    [
        lambda s, t: s.reschedule(AUTUMN, AUTUMN + HOUR, due=None, base=0, by=t.ours, at=AT),
        lambda s, t: s.move(t.prishtina, "Hall", "", due=None, base=0, by=t.ours, at=AT),
        lambda s, t: s.arrange(t.kosovo, t.nato, "", base=0, by=t.ours, at=AT),
    ],
)
def test_a_session_that_somebody_else_changed_meanwhile_is_not_overwritten(sides, change):
    one = session(sides)

    with pytest.raises(Stale) as no:
        change(one, sides)

    assert str(no.value) == "Somebody has changed this session since you opened it."
    assert (one.starts, one.place, one.presiding) == (STARTS, sides.brussels, sides.nato)


def test_postponed_and_cancelled_are_different_and_both_say_why(sides):
    one, other = session(sides), session(sides)

    one.postpone("A strike.", by=sides.ours, at=AT)
    other.cancel("No quorum.", by=sides.theirs, at=AT)

    assert (one.state, one.state_reason, one.is_over, one.stands) == (SessionState.POSTPONED, "A strike.", False, True)
    assert (other.state, other.state_reason, other.is_over, other.stands) == (
        SessionState.CANCELLED,
        "No quorum.",
        True,
        False,
    )
    assert (other.state_by, other.state_at) == (sides.theirs, AT)


@pytest.mark.parametrize("verb", ["postpone", "cancel"])
def test_postponing_and_cancelling_without_a_reason_are_refused(sides, verb):
    one = session(sides)

    with pytest.raises(Refused) as no:
        getattr(one, verb)(" ", by=sides.ours, at=AT)

    assert str(no.value) == "Please say why: the reason is recorded and shown."
    assert one.state is SessionState.TENTATIVE


def test_a_postponed_session_becomes_tentative_with_its_new_date_and_the_reason_is_gone(sides):
    one = session(sides)
    one.postpone("A strike.", by=sides.ours, at=AT)

    one.reschedule(AUTUMN, AUTUMN + HOUR, due=None, base=1, by=sides.ours, at=AT)

    assert (one.state, one.state_reason, one.ref) == (SessionState.TENTATIVE, "", "2027-1")


@pytest.mark.parametrize("made", [opened, held])
def test_a_session_that_has_opened_keeps_its_dates_and_its_venue(sides, made):
    one = made(sides)

    with pytest.raises(Refused) as dates:
        one.reschedule(AUTUMN, AUTUMN + HOUR, due=None, base=1, by=sides.ours, at=AT)
    with pytest.raises(Refused) as venue:
        one.move(sides.prishtina, "Hall", "", due=None, base=1, by=sides.ours, at=AT)

    said = f"Date and place of a session that is “{one.state}” do not change any more."
    assert [str(dates.value), str(venue.value)] == [said, said]


def test_a_session_opens_no_earlier_than_twelve_hours_before_its_time(sides):
    one = session(sides)
    one.convene(by=sides.ours, at=AT)
    with pytest.raises(Refused) as no:
        one.open_(by=sides.ours, at=one.starts_at - 12 * HOUR - HOUR / 60)
    assert str(no.value) == "A session cannot open more than twelve hours before its time."

    one.open_(by=sides.ours, at=one.starts_at - 12 * HOUR)

    assert (one.state, one.has_opened, one.can_be_prepared) == (SessionState.IN_SESSION, True, False)


def test_a_tentative_session_does_not_open(sides):
    one = session(sides)

    with pytest.raises(Refused) as no:
        one.open_(by=sides.ours, at=one.starts_at)

    assert str(no.value) == "This is “tentative” and cannot become “in session”."


def test_a_session_that_was_held_says_since_when_and_closes(sides):
    one = held(sides)
    assert (one.held_at, one.was_held, one.is_over) == (one.ends_at, True, True)

    one.close(by=sides.ours, at=AT)

    assert (one.state, one.was_held) == (SessionState.CLOSED, True)


def test_only_parties_preside_and_are_named_first(sides):
    one = session(sides)

    with pytest.raises(Refused) as no:
        one.arrange(sides.nato, organisation(), "", base=1, by=sides.ours, at=AT)

    assert str(no.value) == "Only a Party presides or is named first."


# SEQUENCE: it rises with start, end, city, venue and status, and with nothing else


CHANGES = {
    "convene": (1, lambda s, t: s.convene(by=t.ours, at=AT)),
    "postpone": (1, lambda s, t: s.postpone("A strike.", by=t.ours, at=AT)),
    "cancel": (1, lambda s, t: s.cancel("No quorum.", by=t.ours, at=AT)),
    "another start": (1, lambda s, t: s.reschedule(STARTS + HOUR, ENDS, due=None, base=1, by=t.ours, at=AT)),
    "another end": (1, lambda s, t: s.reschedule(STARTS, ENDS + HOUR, due=None, base=1, by=t.ours, at=AT)),
    "the same times": (0, lambda s, t: s.reschedule(STARTS, ENDS, due=None, base=1, by=t.ours, at=AT)),
    "another city": (1, lambda s, t: s.move(t.prishtina, "", "", due=None, base=1, by=t.ours, at=AT)),
    "another venue": (1, lambda s, t: s.move(t.brussels, "Hall 2", "", due=None, base=1, by=t.ours, at=AT)),
    "another address": (1, lambda s, t: s.move(t.brussels, "", "2, Main Street", due=None, base=1, by=t.ours, at=AT)),
    "who presides": (0, lambda s, t: s.arrange(t.kosovo, t.nato, "", base=1, by=t.ours, at=AT)),
    "how to join": (0, lambda s, t: s.arrange(t.nato, t.kosovo, "https://join.example", base=1, by=t.ours, at=AT)),
    "the same city and venue": (0, lambda s, t: s.move(t.brussels, "", "", due=None, base=1, by=t.ours, at=AT)),
}


@pytest.mark.parametrize("change", CHANGES)
def test_the_revision_rises_with_times_city_venue_and_status_only(sides, change):
    one = session(sides)
    rises, make = CHANGES[change]

    make(one, sides)

    assert one.revision == rises


@pytest.mark.parametrize("change", CHANGES)
def test_the_calendar_hears_of_every_change_that_it_shows_and_of_no_other(sides, change):
    one = session(sides)
    one.changed_at = AT - DAY

    CHANGES[change][1](one, sides)

    assert one.changed_at == (AT if CHANGES[change][0] else AT - DAY)


def test_opening_ending_and_closing_change_nothing_in_a_calendar(sides):
    one = session(sides)
    one.convene(by=sides.ours, at=AT)

    one.open_(by=sides.ours, at=one.starts_at)
    one.end(by=sides.ours, at=one.ends_at)
    one.close(by=sides.ours, at=one.ends_at + DAY)

    assert (one.state, one.revision, one.changed_at) == (SessionState.CLOSED, 1, AT)


def test_a_postponed_session_with_a_new_date_is_revised_once(sides):
    one = session(sides)
    one.postpone("A strike.", by=sides.ours, at=AT)

    one.reschedule(AUTUMN, AUTUMN + HOUR, due=None, base=1, by=sides.ours, at=AT)

    assert one.revision == 2


def test_no_two_sessions_have_one_uid_and_it_never_changes(sides):
    one, other = session(sides), session(sides)
    uid = one.uid

    one.postpone("A strike.", by=sides.ours, at=AT)
    one.reschedule(AUTUMN, AUTUMN + HOUR, due=None, base=1, by=sides.ours, at=AT)

    assert one.uid == uid != other.uid


def test_every_verb_is_on_the_record(sides):
    one = session(sides)
    one.move(sides.brussels, "Hall", "", due=None, base=1, by=sides.ours, at=AT)
    one.arrange(sides.nato, sides.kosovo, "", base=1, by=sides.ours, at=AT)
    one.convene(by=sides.ours, at=AT)
    one.postpone("A strike.", by=sides.ours, at=AT)
    one.reschedule(STARTS, ENDS, due=None, base=1, by=sides.ours, at=AT)
    held(sides, one)
    one.close(by=sides.theirs, at=AT)

    assert [fact.verb for fact in one.facts()] == [
        "plan", "move", "arrange", "convened", "postponed", "tentative", "reschedule", "convened", "in session", "held",
        "closed",
    ]  # fmt: skip


def test_a_plan_is_made_by_somebody_at_some_time(sides):
    one = plan(
        existing=[], parties=sides.parties, kind=SessionKind.REGULAR, place=sides.brussels, starts=STARTS, ends=ENDS,
        by=sides.theirs, at=AT,
    )  # fmt: skip

    assert (one.state_by, one.state_at, one.changed_at, one.revision) == (sides.theirs, AT, AT, 0)
