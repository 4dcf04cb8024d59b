"""The outcome of a round: a function of recorded instants, whoever asks and however late."""

import datetime as dt

import pytest

from dialogue.domain.base import Refused
from dialogue.domain.organisations import DayKind
from dialogue.domain.pulse import Pulse, beat
from dialogue.domain.silence import (
    CirculationState,
    EntryKind,
    ObjectionKind,
    Profile,
    Reason,
    Route,
    Weight,
    earliest_expiry,
)
from dialogue.domain.working_days import correct, holiday, local_day
from tests.factories import AT, DAY, HOUR, NO_PULSE, known, mail, proposed, running, voices

SECOND = dt.timedelta(seconds=1)
MINUTE = dt.timedelta(minutes=1)


def object_(round_, by, at, **more):
    ready = {"entitled": True, "pulse": NO_PULSE, "text": "We cannot agree."}
    return known(round_.object_(ObjectionKind.OBJECTION, by=by, at=at, **{**ready, **more}))


def state(round_, at, pulse=NO_PULSE):
    return round_.outcome(at, pulse).state


# Silence


def test_silence_is_kept_a_minute_after_the_expiry_and_dated_at_the_expiry(round_):
    expiry = round_.expires_at

    assert [state(round_, expiry + after) for after in (-SECOND, 0 * SECOND, SECOND, 59 * SECOND, MINUTE)] == [
        CirculationState.RUNNING,
        CirculationState.RUNNING,
        CirculationState.CLOSING,
        CirculationState.CLOSING,
        CirculationState.ADOPTED,
    ]
    assert round_.outcome(expiry + 30 * DAY, NO_PULSE).as_of == expiry


def test_nothing_is_adopted_before_the_service_was_heard_after_the_expiry(round_):
    unheard = Pulse(first_at=AT - DAY, last_at=round_.expires_at, after_at=None)

    assert state(round_, round_.expires_at + HOUR, unheard) is CirculationState.CLOSING


def test_a_late_worker_changes_nothing(round_, sides):
    expiry = round_.expires_at
    shown = round_.outcome(expiry + MINUTE, NO_PULSE)

    written = round_.record(expiry + 2 * DAY, NO_PULSE)

    assert (written.state, written.as_of) == (shown.state, shown.as_of)
    assert round_.outcome(expiry + 9 * DAY, NO_PULSE) == shown
    assert round_.record(expiry + 9 * DAY, NO_PULSE) is None


# Objections


@pytest.mark.parametrize("kind", ObjectionKind)
def test_an_objection_or_an_amendment_breaks_silence(round_, sides, kind):
    known(round_.object_(kind, "", entitled=True, pulse=NO_PULSE, by=sides.chair_nato, at=AT + HOUR))

    assert round_.outcome(AT + HOUR, NO_PULSE).state is CirculationState.BROKEN
    assert round_.outcome(AT + 30 * DAY, NO_PULSE).as_of == AT + HOUR


def test_at_the_very_expiry_an_objection_is_in_time(round_, sides):
    one = object_(round_, sides.chair_nato, round_.expires_at)

    assert round_.weight(one, round_.expires_at, NO_PULSE) is Weight.IN_TIME
    assert state(round_, round_.expires_at + MINUTE) is CirculationState.BROKEN


def test_what_counts_is_when_it_was_received_not_when_it_was_kept(round_, sides):
    expiry = round_.expires_at

    object_(round_, sides.chair_nato, expiry + 20 * SECOND, received_at=expiry - SECOND)

    assert round_.outcome(expiry + MINUTE, NO_PULSE).as_of == expiry - SECOND


def test_an_objection_in_the_closing_minute_holds_the_round(round_, sides):
    """It may have been sent before the expiry: nobody can tell from here, and nothing is adopted on a doubt."""
    expiry = round_.expires_at
    one = object_(round_, sides.chair_nato, expiry + SECOND)

    now = round_.outcome(expiry + HOUR, NO_PULSE)

    assert (now.state, now.reasons) == (CirculationState.HELD, Reason.AT_THE_EXPIRY.value)
    assert round_.weight(one, expiry + HOUR, NO_PULSE) is Weight.AT_THE_EXPIRY


def test_a_late_objection_is_kept_and_changes_nothing(round_, sides):
    later = round_.expires_at + 2 * MINUTE

    one = object_(round_, sides.chair_nato, later)

    assert round_.weight(one, later, NO_PULSE) is Weight.LATE
    assert state(round_, later) is CirculationState.ADOPTED
    assert round_.objections == [one]


def test_later_objections_support_the_first(round_, sides):
    object_(round_, sides.chair_nato, AT + HOUR)
    second = object_(round_, sides.chair_kosovo, AT + 2 * HOUR)

    assert round_.weight(second, AT + 2 * HOUR, NO_PULSE) is Weight.SUPPORTING
    assert round_.outcome(AT + 3 * HOUR, NO_PULSE).as_of == AT + HOUR


def test_withdrawing_an_objection_does_not_revive_the_round(round_, sides):
    one = object_(round_, sides.chair_nato, AT + HOUR)

    round_.withdraw_objection(one, "We were mistaken.", by=sides.chair_nato, at=AT + 2 * HOUR)

    assert state(round_, AT + 3 * HOUR) is CirculationState.BROKEN


def test_an_objection_where_no_round_runs_is_kept_and_weighs_nothing(round_, sides):
    begun = proposed(sides)
    round_.withdraw("The text is taken back.", pulse=NO_PULSE, by=sides.chair_nato, at=AT + HOUR)

    too_early, too_late = (object_(one, sides.chair_kosovo, AT + 2 * HOUR) for one in (begun, round_))

    assert begun.weight(too_early, AT + 2 * HOUR, NO_PULSE) is Weight.WITHOUT_A_ROUND
    assert round_.weight(too_late, AT + 2 * HOUR, NO_PULSE) is Weight.WITHOUT_A_ROUND
    assert [state(one, AT + 2 * HOUR) for one in (begun, round_)] == [
        CirculationState.PROPOSED,
        CirculationState.WITHDRAWN,
    ]


def test_whoever_was_entitled_at_circulation_is_so_at_the_end(round_, sides):
    one = object_(round_, sides.chair_nato, AT + HOUR, entitled=False)

    assert one.entitled
    assert state(round_, AT + HOUR) is CirculationState.BROKEN


def test_an_objection_of_somebody_else_of_a_party_holds_the_round_until_its_co_chair_speaks(round_, sides):
    one = object_(round_, sides.ours, AT + HOUR, entitled=False)

    assert round_.outcome(round_.expires_at + DAY, NO_PULSE).reasons == Reason.UNCONFIRMED.value

    round_.confirm(one, by=sides.chair_nato, at=AT + 2 * HOUR)
    assert round_.outcome(AT + 2 * HOUR, NO_PULSE).as_of == AT + HOUR


def test_what_the_co_chair_disowns_holds_nothing(round_, sides):
    one = object_(round_, sides.ours, AT + HOUR, entitled=False)

    round_.disown(one, "Not ours.", by=sides.chair_nato, at=AT + 2 * HOUR)

    assert state(round_, AT + 3 * HOUR) is CirculationState.RUNNING
    assert round_.outcome(round_.expires_at + MINUTE, NO_PULSE).as_of == round_.expires_at
    assert round_.weight(one, AT + 3 * HOUR, NO_PULSE) is Weight.DISOWNED


def test_a_round_that_was_disowned_of_an_objection_after_the_expiry_is_adopted_as_of_then(round_, sides):
    one = object_(round_, sides.ours, AT + HOUR, entitled=False)
    later = round_.expires_at + DAY

    round_.disown(one, "Not ours.", by=sides.chair_nato, at=later)

    assert round_.outcome(later, NO_PULSE).as_of == later


@pytest.mark.parametrize("route", [Route.TURNED_AWAY, Route.OUTSIDE])
def test_an_attempt_that_was_turned_away_holds_the_round_even_of_an_entitled_person(round_, sides, route):
    object_(round_, sides.chair_nato, AT + HOUR, route=route)

    assert round_.outcome(round_.expires_at + DAY, NO_PULSE).reasons == Reason.UNCONFIRMED.value


def test_one_word_answers_all_that_an_account_tried_without_a_sign_in_by_then(round_, sides):
    """A lost laptop is answered once, however often it pressed the button; whoever is signed in is heard each time."""
    first, second = (object_(round_, sides.ours, AT + n * HOUR, route=Route.OUTSIDE) for n in (1, 2))
    others = [object_(round_, sides.ours, AT + HOUR, route=Route.TURNED_AWAY),
              object_(round_, sides.chair_nato, AT + HOUR, route=Route.OUTSIDE)]  # fmt: skip

    round_.disown(first, "It was stolen.", by=sides.chair_nato, at=AT + 3 * HOUR)
    later = object_(round_, sides.ours, AT + 4 * HOUR, route=Route.OUTSIDE)

    now = AT + 5 * HOUR
    assert [hold.objection for hold in round_.outcome(now, NO_PULSE).holds] == [*others, later]
    assert [round_.weight(one, now, NO_PULSE) for one in (first, second)] == [Weight.DISOWNED, Weight.DISOWNED]
    with pytest.raises(Refused, match="waits for nobody's word"):
        round_.confirm(second, by=sides.chair_nato, at=now)


def test_a_further_attempt_of_an_account_that_was_disowned_holds_nothing(round_, sides):
    one = object_(round_, sides.chair_nato, AT + HOUR, route=Route.SPENT)

    assert state(round_, AT + HOUR) is CirculationState.RUNNING
    assert round_.weight(one, AT + HOUR, NO_PULSE) is Weight.DISOWNED
    assert round_.outcome(round_.expires_at + DAY, NO_PULSE).as_of == round_.expires_at
    assert round_.objections == [one]


# Service


def test_a_party_that_was_not_served_holds_the_round(sides):
    round_ = running(sides, served=False)

    now = round_.outcome(round_.expires_at + DAY, NO_PULSE)

    assert (now.state, now.reasons) == (CirculationState.HELD, Reason.UNSERVED.value)
    assert {hold.party for hold in now.holds} == {sides.nato, sides.kosovo}


def test_a_mail_that_was_written_to_a_file_serves_nobody(sides):
    round_ = running(sides, served=False)
    telling = mail(round_, AT, accepted=True)
    for notice in telling.notices:
        notice.state = type(notice.state).WRITTEN

    assert round_.outcome(round_.expires_at + DAY, NO_PULSE).reasons == Reason.UNSERVED.value


def test_a_party_that_was_served_too_late_holds_the_round_at_once(sides):
    round_ = running(sides, served=False)
    late = round_.expires_at - 71 * HOUR
    mail(round_, late)

    now = round_.outcome(late, NO_PULSE)

    assert (now.state, now.reasons) == (CirculationState.HELD, Reason.TOO_SHORT.value)


def test_the_acknowledgement_of_an_entitled_person_serves_the_party(sides):
    round_ = running(sides, served=False)
    for chair in (sides.chair_nato, sides.chair_kosovo):
        round_.acknowledge(entitled=True, pulse=NO_PULSE, by=chair, at=AT + MINUTE)

    assert state(round_, round_.expires_at + MINUTE) is CirculationState.ADOPTED


def test_the_acknowledgement_of_a_secretary_serves_nobody(sides):
    round_ = running(sides, served=False)
    for secretary in (sides.ours, sides.theirs):
        round_.acknowledge(entitled=False, pulse=NO_PULSE, by=secretary, at=AT + MINUTE)

    assert state(round_, round_.expires_at + MINUTE) is CirculationState.HELD


def test_a_delivery_by_hand_counts_once_the_other_secretary_has_seen_it(sides):
    round_ = running(sides, served=False)
    round_.acknowledge(entitled=True, pulse=NO_PULSE, by=sides.chair_kosovo, at=AT)
    handed = known(
        round_.deliver_by_hand(sides.chair_nato, "In her office.", AT, pulse=NO_PULSE, by=sides.ours, at=AT + MINUTE)
    )
    after = round_.expires_at + MINUTE
    assert state(round_, after) is CirculationState.HELD

    round_.see_delivery(handed, by=sides.theirs, at=AT + 2 * MINUTE)

    assert state(round_, after) is CirculationState.ADOPTED


def test_a_refused_mail_of_an_entitled_person_holds_the_round_until_somebody_acknowledges(sides):
    round_ = running(sides, served=False)
    mail(round_, AT, accepted=False)
    round_.acknowledge(entitled=True, pulse=NO_PULSE, by=sides.chair_kosovo, at=AT + MINUTE)
    assert {h.who for h in round_.outcome(AT + HOUR, NO_PULSE).holds} == {"Nora Chair"}

    round_.acknowledge(entitled=True, pulse=NO_PULSE, by=sides.chair_nato, at=AT + HOUR)

    assert state(round_, AT + HOUR) is CirculationState.RUNNING


def test_the_minimum_for_minutes_is_counted_from_the_last_service(sides):
    round_ = running(sides, proposed(sides, profile=Profile.MINUTES), served=False)
    mail(round_, AT + 9 * DAY)

    assert round_.outcome(AT + 9 * DAY, NO_PULSE).reasons == Reason.TOO_SHORT.value


def test_no_calendar_that_learns_something_later_alters_what_became_of_a_round(sides):
    """A closure of the day before the expiry, entered after the issue: five full days were counted without it."""
    round_ = running(sides, proposed(sides, profile=Profile.MINUTES))
    expiry, day = round_.expires_at, local_day(round_.expires_at)
    before = round_.outcome(expiry + HOUR, NO_PULSE)

    for away in range(1, 5):
        on = day - away * DAY
        if on.weekday() < 5 and not holiday(sides.nato, on):
            correct(sides.nato, on, DayKind.CLOSED, "Closed.", by=sides.ours, at=AT)

    assert before.state is CirculationState.ADOPTED
    assert round_.outcome(expiry + HOUR, NO_PULSE) == before
    assert earliest_expiry(Profile.MINUTES, AT, round_.capitals) > expiry


def test_an_extension_counts_the_days_after_the_earlier_expiry_as_they_are_known_then(sides):
    round_ = running(sides, proposed(sides, profile=Profile.MINUTES))
    later = round_.expires_at + 6 * DAY
    correct(sides.kosovo, local_day(later), DayKind.CLOSED, "Closed.", by=sides.theirs, at=AT)

    with pytest.raises(Refused, match="on which both capitals work"):
        round_.extend(later, pulse=NO_PULSE, by=sides.chair_nato, at=AT + HOUR)
    round_.extend(later + DAY, pulse=NO_PULSE, by=sides.chair_nato, at=AT + HOUR)

    assert not round_.issue.working_days.works(local_day(later))
    assert state(round_, later + 2 * DAY) is CirculationState.ADOPTED


# The service itself


def span(round_, *irregular, last=None, restored=()):
    expiry = round_.expires_at
    return Pulse(irregular, AT - DAY, last or expiry - 30 * SECOND, expiry + 30 * SECOND, restored)


def gap(since, until):
    first = beat(since, 0.0, "a", last=None, last_of_boot=None)
    return beat(until, (until - since).total_seconds(), "a", last=first, last_of_boot=first)


@pytest.mark.parametrize(
    ("before", "length", "held"),
    [
        (8 * MINUTE, 2 * MINUTE, True),  # in the last ten minutes one beat is enough
        (60 * MINUTE, 4 * MINUTE, False),
        (60 * MINUTE, 6 * MINUTE, True),  # more than five minutes in the last two hours
        (30 * HOUR, 59 * MINUTE, False),
        (30 * HOUR, 61 * MINUTE, True),  # more than an hour in all
    ],
)
def test_an_outage_holds_the_round(round_, before, length, held):
    began = round_.expires_at - before
    pulse = span(round_, gap(began, began + length))

    assert state(round_, round_.expires_at + HOUR, pulse) is (
        CirculationState.HELD if held else CirculationState.ADOPTED
    )


def test_an_outage_of_long_ago_makes_up_for_none_shortly_before_the_expiry(round_):
    long_ago, just_before = round_.expires_at - 30 * HOUR, round_.expires_at - 8 * MINUTE
    pulse = span(round_, gap(long_ago, long_ago + 50 * MINUTE), gap(just_before, just_before + 2 * MINUTE))

    assert round_.outcome(round_.expires_at + HOUR, pulse).reasons == Reason.UNREACHABLE.value


def test_the_beat_before_the_expiry_that_did_not_come_holds_the_round(round_):
    pulse = span(round_, last=round_.expires_at - 91 * SECOND)

    assert round_.outcome(round_.expires_at + HOUR, pulse).reasons == Reason.UNREACHABLE.value


def test_announced_downtime_does_not_count(sides):
    round_ = running(sides)
    began = round_.expires_at - HOUR
    round_.issue.down_since, round_.issue.down_until = began, began + 30 * MINUTE

    assert (
        state(round_, round_.expires_at + HOUR, span(round_, gap(began, began + 31 * MINUTE)))
        is CirculationState.ADOPTED
    )
    assert (
        state(round_, round_.expires_at + HOUR, span(round_, gap(began, began + 36 * MINUTE))) is CirculationState.HELD
    )


@pytest.mark.parametrize("hours", [1, -1])
def test_a_clock_that_jumps_holds_every_round_that_runs_across_it(round_, hours):
    before = beat(AT + DAY, 0.0, "a", last=None, last_of_boot=None)
    after = beat(AT + DAY + hours * HOUR + MINUTE, 60.0, "a", last=before, last_of_boot=before)
    pulse = span(round_, after)

    assert Reason.CLOCK.value in round_.outcome(AT + 2 * DAY, pulse).reasons
    assert state(round_, round_.expires_at + HOUR, pulse) is CirculationState.HELD


def test_a_clock_put_forward_over_the_expiry_adopts_nothing(round_):
    """A page is opened between two beats: the clock shows an hour more, and no beat has come since."""
    really = round_.expires_at - 59 * MINUTE
    pulse = Pulse((), AT - DAY, really, None)

    assert state(round_, really + HOUR + 2 * MINUTE, pulse) is CirculationState.HELD


def test_a_clock_put_back_after_the_adoption_was_written_makes_nothing_undone(round_):
    round_.record(round_.expires_at + MINUTE, NO_PULSE)

    assert state(round_, round_.expires_at - HOUR) is CirculationState.ADOPTED


def test_a_backup_that_was_put_back_holds_what_ran(round_):
    restored = span(round_, restored=[AT + DAY])

    assert round_.outcome(AT + 2 * DAY, restored).reasons == Reason.RESTORED.value
    assert state(round_, AT + 2 * DAY, span(round_, restored=[AT - DAY])) is CirculationState.RUNNING


def test_a_backup_that_is_put_back_after_the_adoption_was_written_changes_nothing(round_):
    round_.record(round_.expires_at + MINUTE, NO_PULSE)

    assert (
        state(round_, round_.expires_at + DAY, span(round_, restored=[round_.expires_at + HOUR]))
        is CirculationState.ADOPTED
    )


# After a hold


def test_an_objection_that_comes_while_the_round_is_held_breaks_it_whatever_the_expiry_was(sides):
    round_ = running(sides, served=False)
    later = round_.expires_at + 3 * DAY

    one = object_(round_, sides.chair_nato, later)

    assert one.while_held
    assert round_.outcome(later, NO_PULSE).state is CirculationState.BROKEN


def test_a_held_round_is_issued_again_with_a_full_new_period_and_keeps_what_was_said(sides):
    round_ = running(sides, served=False)
    round_.speak(EntryKind.STATEMENT, "For the record.", pulse=NO_PULSE, by=sides.chair_nato, at=AT + HOUR)
    later = round_.expires_at + DAY

    round_.issue_(later + 12 * DAY, voices(sides), pulse=NO_PULSE, by=sides.ours, at=later)
    mail(round_, later)

    assert state(round_, later + DAY) is CirculationState.RUNNING
    assert round_.outcome(later + 13 * DAY, NO_PULSE).as_of == later + 12 * DAY
    assert [e.text for e in round_.entries if e.text == "For the record."] == ["For the record."]


# An adoption in question


def test_an_objection_in_time_that_is_known_after_the_adoption_was_written_puts_it_in_question(round_, sides):
    expiry = round_.expires_at
    round_.record(expiry + MINUTE, NO_PULSE)

    one = object_(round_, sides.chair_nato, expiry + HOUR, received_at=expiry - SECOND)
    round_.record(expiry + HOUR, NO_PULSE)

    assert round_.outcome(expiry + HOUR, NO_PULSE).reasons == Reason.IN_QUESTION.value
    assert round_.adoption_in_question
    assert round_.weight(one, expiry + HOUR, NO_PULSE) is Weight.IN_QUESTION


def late_known(round_, by, seconds, **more):
    """Arrived so long after the expiry, and became known an hour after the adoption was written."""
    expiry = round_.expires_at
    round_.record(expiry + MINUTE, NO_PULSE)
    return object_(round_, by, expiry + HOUR, received_at=expiry + seconds * SECOND, **more)


@pytest.mark.parametrize(
    ("seconds", "weight"),
    [(0, Weight.IN_QUESTION), (1, Weight.IN_QUESTION), (60, Weight.IN_QUESTION), (61, Weight.LATE)],
)
def test_an_objection_of_the_closing_minute_that_is_known_after_the_adoption_puts_it_in_question(
    round_, sides, seconds, weight
):
    one = late_known(round_, sides.chair_nato, seconds)
    after = round_.expires_at + HOUR

    doubted = weight is Weight.IN_QUESTION
    assert round_.weight(one, after, NO_PULSE) is weight
    assert state(round_, after) is (CirculationState.HELD if doubted else CirculationState.ADOPTED)
    assert (round_.news(after, NO_PULSE) is not None) is doubted


@pytest.mark.parametrize("seconds", [-1, 1])
@pytest.mark.parametrize("route", [Route.PAGE, Route.TURNED_AWAY, Route.OUTSIDE])
def test_one_that_its_co_chair_has_not_spoken_to_puts_the_adoption_in_question_too(round_, sides, seconds, route):
    by = sides.ours if route is Route.PAGE else sides.chair_nato
    one = late_known(round_, by, seconds, entitled=False, route=route)
    after = round_.expires_at + HOUR
    assert round_.outcome(after, NO_PULSE).reasons == Reason.IN_QUESTION.value

    round_.disown(one, "Not ours.", by=sides.chair_nato, at=after)

    assert state(round_, after) is CirculationState.ADOPTED


@pytest.mark.parametrize(("seconds", "held"), [(60, True), (61, False)])
def test_what_holds_a_round_in_its_closing_minute_came_within_a_minute(round_, sides, seconds, held):
    expiry = round_.expires_at
    own = object_(round_, sides.chair_nato, expiry + seconds * SECOND)
    other = object_(round_, sides.ours, expiry + seconds * SECOND, entitled=False)

    now = round_.outcome(expiry + HOUR, NO_PULSE)

    assert {hold.objection for hold in now.holds} == ({own, other} if held else set())
    assert round_.weight(other, expiry + HOUR, NO_PULSE) is (Weight.UNCONFIRMED if held else Weight.LATE)


def test_both_secretaries_put_an_adoption_back_with_their_reasons_dated_as_it_was(round_, sides):
    expiry = round_.expires_at
    round_.record(expiry + MINUTE, NO_PULSE)
    one = object_(round_, sides.chair_nato, expiry + HOUR, received_at=expiry - SECOND)
    round_.record(expiry + HOUR, NO_PULSE)

    round_.rule_out(one, "The clock of the fax was wrong.", pulse=NO_PULSE, by=sides.ours, at=expiry + DAY)
    assert state(round_, expiry + DAY) is CirculationState.HELD
    round_.rule_out(one, "We agree.", pulse=NO_PULSE, by=sides.theirs, at=expiry + DAY)
    round_.record(expiry + DAY, NO_PULSE)

    assert round_.outcome(expiry + DAY, NO_PULSE).as_of == expiry
    assert round_.weight(one, expiry + DAY, NO_PULSE) is Weight.LATE
    assert round_.is_adopted


def test_one_secretary_is_enough_to_hold_that_it_was_in_time(round_, sides):
    expiry = round_.expires_at
    round_.record(expiry + MINUTE, NO_PULSE)
    one = object_(round_, sides.chair_nato, expiry + HOUR, received_at=expiry - SECOND)
    round_.record(expiry + HOUR, NO_PULSE)

    round_.rule_in(one, "It came by fax.", pulse=NO_PULSE, by=sides.theirs, at=expiry + DAY)
    round_.record(expiry + DAY, NO_PULSE)

    assert (round_.state, round_.state_at) == (CirculationState.BROKEN, expiry - SECOND)


# Nobody left to answer


def lose(round_, person, at, *, left=False):
    round_.lose_voice(person, person.organisation, left=left, by=person, at=at)


def test_a_party_that_has_nobody_left_holds_the_round_and_waiting_ends_nothing(round_, sides):
    lose(round_, sides.chair_nato, AT + HOUR)

    (hold,) = round_.outcome(AT + HOUR, NO_PULSE).holds
    assert (hold.reason, hold.since, hold.party) == (Reason.VOICELESS, AT + HOUR, sides.nato)
    assert round_.outcome(round_.expires_at + 30 * DAY, NO_PULSE).reasons == Reason.VOICELESS.value


def test_a_party_that_has_somebody_left_is_heard(round_, sides):
    lose(round_, sides.chair_nato, AT + HOUR, left=True)

    assert round_.outcome(round_.expires_at + MINUTE, NO_PULSE).as_of == round_.expires_at
    assert [e.kind for e in round_.entries][-1:] == [EntryKind.VOICE_LOST]


def test_a_party_that_loses_its_last_voice_again_after_the_expiry_had_none_at_the_expiry(round_, sides):
    round_.lose_voice(sides.chair_nato, sides.nato, left=False, by=sides.ours, at=AT + HOUR)
    late = round_.expires_at + HOUR
    round_.lose_voice(sides.chair_nato, sides.nato, left=False, by=sides.ours, at=late)

    (hold,) = round_.outcome(late + HOUR, NO_PULSE).holds
    assert (hold.reason, hold.since, hold.party) == (Reason.VOICELESS, AT + HOUR, sides.nato)


def test_its_own_written_word_after_it_had_nobody_ends_the_hold_and_dates_the_adoption(round_, sides):
    lose(round_, sides.chair_nato, AT + HOUR)
    later = round_.expires_at + DAY
    with pytest.raises(Refused, match="not held for want of service on your side"):
        round_.state_no_objection("None.", pulse=NO_PULSE, by=sides.chair_kosovo, at=later)

    round_.state_no_objection("None of ours.", pulse=NO_PULSE, by=sides.chair_nato, at=later)

    assert round_.outcome(later, NO_PULSE).as_of == later


def test_a_word_that_was_said_before_reaches_no_further(sides):
    round_ = running(sides, served=False)
    for chair in (sides.chair_nato, sides.chair_kosovo):
        round_.state_no_objection("None.", pulse=NO_PULSE, by=chair, at=round_.expires_at - HOUR)
    lose(round_, sides.chair_nato, round_.expires_at - MINUTE)

    assert round_.outcome(round_.expires_at + DAY, NO_PULSE).reasons == Reason.VOICELESS.value


def test_another_issue_with_a_full_period_ends_the_hold(round_, sides):
    lose(round_, sides.chair_nato, AT + HOUR)
    later = round_.expires_at + DAY
    round_.issue_(later + 12 * DAY, voices(sides), pulse=NO_PULSE, by=sides.ours, at=later)
    mail(round_, later)

    assert round_.outcome(later + 13 * DAY, NO_PULSE).as_of == later + 12 * DAY


def test_an_objection_breaks_a_round_that_is_held_for_that_whatever_the_expiry_was(round_, sides):
    lose(round_, sides.chair_nato, AT + HOUR)
    later = round_.expires_at + DAY

    object_(round_, sides.chair_nato, later)

    assert state(round_, later) is CirculationState.BROKEN


@pytest.mark.parametrize(("seconds", "held"), [(0, True), (1, False)])
def test_who_had_somebody_until_the_expiry_had_the_whole_period(round_, sides, seconds, held):
    lose(round_, sides.chair_nato, round_.expires_at + seconds * SECOND)

    assert state(round_, round_.expires_at + HOUR) is (CirculationState.HELD if held else CirculationState.ADOPTED)


def test_a_round_that_is_held_past_its_expiry_asks_for_a_voice_as_long_as_it_is(round_, sides):
    one = object_(round_, sides.theirs, AT + HOUR, entitled=False)
    lose(round_, sides.chair_nato, round_.expires_at + DAY)
    both = f"{Reason.VOICELESS.value}, {Reason.UNCONFIRMED.value}"
    assert round_.outcome(round_.expires_at + DAY, NO_PULSE).reasons == both

    round_.disown(one, "Not ours.", by=sides.chair_kosovo, at=round_.expires_at + 2 * DAY)

    assert round_.outcome(round_.expires_at + 3 * DAY, NO_PULSE).reasons == Reason.VOICELESS.value


def test_what_was_adopted_stays_so_whoever_leaves_later(round_, sides):
    round_.record(round_.expires_at + MINUTE, NO_PULSE)

    lose(round_, sides.chair_nato, round_.expires_at + HOUR)

    assert state(round_, round_.expires_at + HOUR) is CirculationState.ADOPTED
