"""What a hold asks for before it ends, and that nobody's word reaches further than what had happened by then."""

import datetime as dt

import pytest

from dialogue.domain.base import Refused
from dialogue.domain.pulse import Pulse, beat
from dialogue.domain.silence import CirculationState, ObjectionKind, Part, Reason, Recipient, Weight
from tests.factories import AT, DAY, HOUR, NO_PULSE, agreed_method, known, mail, person, running, voices

MINUTE = dt.timedelta(minutes=1)


def object_(round_, by, at, **more):
    ready = {"entitled": True, "pulse": NO_PULSE}
    return known(round_.object_(ObjectionKind.OBJECTION, "No.", by=by, at=at, **{**ready, **more}))


def state(round_, at, pulse=NO_PULSE):
    return round_.outcome(at, pulse).state


def restored(*instants):
    return Pulse(first_at=NO_PULSE.first_at, last_at=NO_PULSE.last_at, after_at=NO_PULSE.after_at, restored=instants)


@pytest.fixture
def delegate(sides):
    """Of a Party, and not entitled."""
    return person("Niels Delegate", sides.nato)


# Objections of those who are not entitled


def test_a_delegates_objection_in_a_held_round_waits_for_the_co_chair_whatever_the_expiry_was(sides, delegate):
    round_ = running(sides, served=False)
    later = round_.expires_at + 3 * DAY
    one = object_(round_, delegate, later, entitled=False)

    for chair in (sides.chair_nato, sides.chair_kosovo):
        round_.state_no_objection("We do not object.", pulse=NO_PULSE, by=chair, at=later + HOUR)

    assert round_.outcome(later + 2 * HOUR, NO_PULSE).reasons == Reason.UNCONFIRMED.value
    assert round_.weight(one, later + 2 * HOUR, NO_PULSE) is Weight.UNCONFIRMED
    round_.confirm(one, by=sides.chair_nato, at=later + 3 * HOUR)
    assert state(round_, later + 3 * HOUR) is CirculationState.BROKEN


def test_a_late_objection_of_a_delegate_is_late(round_, delegate):
    one = object_(round_, delegate, round_.expires_at + 2 * MINUTE, entitled=False)

    assert round_.weight(one, round_.expires_at + HOUR, NO_PULSE) is Weight.LATE
    assert state(round_, round_.expires_at + HOUR) is CirculationState.ADOPTED


# Faults of the service


def none_sent(sides, round_, pulse, at):
    for chair in (sides.chair_nato, sides.chair_kosovo):
        round_.confirm_none_sent("None.", pulse=pulse, by=chair, at=at)


def test_what_was_confirmed_and_released_before_a_second_fault_says_nothing_of_it(round_, sides):
    first, second = AT + HOUR, AT + 26 * HOUR
    once, twice = restored(first), restored(first, second)
    none_sent(sides, round_, once, first + HOUR)
    round_.release(told_at=first, pulse=once, by=sides.ours, at=first + 24 * HOUR)

    with pytest.raises(Refused) as no:
        round_.release(told_at=first, pulse=twice, by=sides.theirs, at=second + DAY)
    assert str(no.value) == "NATO has still to confirm that it sent no objection."
    none_sent(sides, round_, twice, second + HOUR)
    with pytest.raises(Refused) as no:
        round_.release(told_at=first, pulse=twice, by=sides.theirs, at=second + 2 * HOUR)
    assert str(no.value) == "A round is released 24 hours after everybody was told of the hold at the earliest."
    round_.release(told_at=first, pulse=twice, by=sides.theirs, at=second + DAY)
    assert state(round_, second + DAY, twice) is CirculationState.HELD
    round_.release(told_at=first, pulse=twice, by=sides.ours, at=second + DAY + HOUR)

    assert state(round_, second + DAY + HOUR, twice) is CirculationState.RUNNING
    assert round_.outcome(round_.expires_at + MINUTE, twice).as_of == round_.expires_at


def test_a_fault_that_becomes_known_later_is_not_covered_by_words_said_before_it(round_, sides):
    first, between = AT + HOUR, AT + 10 * HOUR
    known_then, known_now = restored(first), restored(first, between)
    none_sent(sides, round_, known_then, first + HOUR)
    for secretary in (sides.ours, sides.theirs):
        round_.release(told_at=first, pulse=known_then, by=secretary, at=first + DAY)

    assert state(round_, first + DAY, known_then) is CirculationState.RUNNING
    assert round_.outcome(first + DAY, known_now).reasons == Reason.RESTORED.value


def test_both_secretaries_release_faults_of_the_service_and_nothing_else(sides):
    round_ = running(sides, served=False)
    fault = round_.expires_at + HOUR
    pulse = restored(fault)
    assert round_.outcome(fault, pulse).reasons == f"{Reason.RESTORED}, {Reason.UNSERVED}"

    none_sent(sides, round_, pulse, fault + HOUR)
    for secretary in (sides.ours, sides.theirs):
        round_.release(told_at=fault, pulse=pulse, by=secretary, at=fault + DAY)

    assert round_.outcome(fault + DAY, pulse).reasons == Reason.UNSERVED.value


def test_a_clock_put_back_in_the_first_minute_of_a_round_holds_it(round_):
    """The last beat came before the issue, the next one after the clock was put back: neither lies in the round."""
    last = beat(AT - MINUTE / 2, 0.0, "a", last=None, last_of_boot=None)
    next_ = beat(last.at + MINUTE - HOUR, 60.0, "a", last=last, last_of_boot=last)

    assert next_.jumped == -3600.0
    assert max(last.at, next_.at) < round_.issue.issued_at
    pulse = Pulse([next_], AT - DAY, round_.expires_at, round_.expires_at + MINUTE / 2)
    assert round_.outcome(round_.expires_at + HOUR, pulse).reasons == Reason.CLOCK.value


def test_a_clock_put_back_behind_a_restore_does_not_end_its_hold(round_):
    """The backup was put back after the expiry, before the outcome was written down."""
    pulse = restored(round_.expires_at + 2 * HOUR)
    assert round_.outcome(round_.expires_at + 3 * HOUR, pulse).reasons == Reason.RESTORED.value

    assert round_.outcome(round_.expires_at + HOUR, pulse).reasons == Reason.RESTORED.value


# Mail that did not arrive


@pytest.fixture
def with_alternate(sides):
    """Served, with one who speaks for a Party beside its co-chair, and whose mail was refused."""
    alternate = person("Alba Alternate", sides.nato)
    round_ = agreed_method(sides)
    told = [*voices(sides), Recipient(alternate, Part.ENTITLED)]
    round_.issue_(AT + 6 * DAY, told, pulse=NO_PULSE, by=sides.ours, at=AT)
    for notice in mail_to_each(round_):
        notice.refuse("550", at=AT) if notice.recipient is alternate else notice.sent(at=AT)
    return round_, alternate


def mail_to_each(round_):
    telling = mail(round_, AT)
    for notice in telling.notices:
        notice.state, notice.sent_at = type(notice.state).QUEUED, None
    return telling.notices


@pytest.mark.parametrize("who", ["alternate", "chair_nato", "ours"])
def test_a_text_held_for_a_mail_that_did_not_arrive_is_adopted_when_that_is_made_good(with_alternate, sides, who):
    round_, alternate = with_alternate
    later = round_.expires_at + DAY
    assert round_.outcome(later, NO_PULSE).reasons == Reason.UNDELIVERED.value

    by = alternate if who == "alternate" else getattr(sides, who)
    round_.acknowledge(entitled=who != "ours", pulse=NO_PULSE, by=by, at=later)

    now = round_.outcome(later + HOUR, NO_PULSE)
    assert (now.state, now.as_of) == (CirculationState.ADOPTED, later)


def test_made_good_before_the_expiry_it_changes_nothing(with_alternate, sides):
    round_, alternate = with_alternate
    record = round_.deliver_by_hand(alternate, "At the door.", AT, pulse=NO_PULSE, by=sides.ours, at=AT + HOUR)
    assert state(round_, AT + 2 * HOUR) is CirculationState.HELD

    round_.see_delivery(record, by=sides.theirs, at=AT + 2 * HOUR)

    assert state(round_, AT + 2 * HOUR) is CirculationState.RUNNING
    assert round_.outcome(round_.expires_at + HOUR, NO_PULSE).as_of == round_.expires_at


# Issued again


def test_what_was_ruled_out_for_one_expiry_stands_against_a_later_one_and_says_so(round_, sides):
    expiry = round_.expires_at
    one = object_(round_, sides.chair_nato, expiry + MINUTE / 2)
    pulse = restored(expiry - HOUR)
    for secretary in (sides.ours, sides.theirs):
        round_.rule_out(one, "It was late.", pulse=pulse, by=secretary, at=expiry + HOUR)
    round_.issue_(expiry + 14 * DAY, voices(sides), pulse=pulse, by=sides.ours, at=expiry + 2 * HOUR)

    assert state(round_, expiry + 2 * HOUR) is CirculationState.BROKEN
    assert round_.weight(one, expiry + 2 * HOUR, NO_PULSE) is Weight.IN_TIME
