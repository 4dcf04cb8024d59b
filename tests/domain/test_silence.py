"""The verbs of a round, from the method to its ways out of a hold: what each asks for, what it says when refused."""

import datetime as dt

import pytest

from dialogue.domain.base import Refused, Stale
from dialogue.domain.silence import (
    EXTERNAL_FLOW,
    FLOW,
    Category,
    CirculationState,
    EntryKind,
    ExternalRound,
    ExternalState,
    ObjectionKind,
    Part,
    Profile,
    Recipient,
    Route,
    by_category,
)
from dialogue.domain.silence.states import Reason
from tests.domain.pairs import allowed, table
from tests.factories import AT, DAY, HOUR, NO_PULSE, agreed_method, known, mail, proposed, running, voices
from tests.factories import table as two_sides

MINUTE = dt.timedelta(minutes=1)
NOW = {"pulse": NO_PULSE, "at": AT + HOUR}


@pytest.fixture
def sides():
    return two_sides()


@pytest.fixture
def round_(sides):
    return running(sides)


def refused(act):
    with pytest.raises(Refused) as no:
        act()
    return str(no.value)


def object_(round_, by, at=AT + HOUR, **more):
    ready = {"entitled": True, "pulse": NO_PULSE}
    return known(round_.object_(ObjectionKind.OBJECTION, "No.", by=by, at=at, **{**ready, **more}))


def unserved(sides):
    made = running(sides, served=False)
    return made, made.expires_at + HOUR


def shaken(round_):
    """A pulse that knows of a backup which was put back while the round ran."""
    return type(NO_PULSE)(first_at=AT - DAY, last_at=AT + 400 * DAY, after_at=AT + 400 * DAY, restored=[AT + DAY])


def test_a_round_moves_as_its_table_says():
    assert allowed(FLOW, CirculationState) == table(
        """
        proposed: running, withdrawn, superseded, declined
        running: closing, adopted, broken, held, withdrawn, superseded
        closing: adopted, broken, held
        held: running, closing, adopted, broken, withdrawn, superseded
        adopted: held
        """
    )


def test_an_external_round_moves_as_its_table_says():
    assert allowed(EXTERNAL_FLOW, ExternalState) == table(
        """
        announced: in progress, concluded, not concluded
        in progress: concluded, not concluded
        """
    )


# The method


def test_political_matters_are_refused(sides):
    assert refused(lambda: proposed(sides, category=Category.POLITICAL)) == (
        "Political matters are not put under silence: they are decided in session, by consensus."
    )


def test_the_method_needs_both_co_chairs_and_is_never_agreed_by_waiting(sides):
    round_ = proposed(sides)

    assert not round_.consent_to_method("", by=sides.chair_nato, at=AT)
    assert refused(lambda: round_.consent_to_method("", by=sides.ours, at=AT)) == (
        "Your side has consented to the method already."
    )
    assert refused(lambda: round_.issue_(AT + 6 * DAY, voices(sides), by=sides.ours, **NOW)) == (
        "Both co-chairs have to consent to the method first."
    )
    assert round_.outcome(AT + 400 * DAY, NO_PULSE).state is CirculationState.PROPOSED
    assert round_.consent_to_method("", by=sides.chair_kosovo, at=AT)


def test_an_urgent_round_needs_a_note_of_each_co_chair(sides):
    round_ = proposed(sides, profile=Profile.URGENT)

    assert refused(lambda: round_.consent_to_method(" ", by=sides.chair_nato, at=AT)) == (
        "An urgent silence needs a note from each co-chair that says why it is urgent."
    )


def test_an_objection_to_the_method_declines_it(sides):
    round_ = proposed(sides)

    round_.decline("In session, please.", by=sides.chair_nato, at=AT)

    assert round_.outcome(AT, NO_PULSE).state is CirculationState.DECLINED
    assert refused(lambda: round_.consent_to_method("", by=sides.chair_kosovo, at=AT)) == (
        "The method is no longer open: this round is “declined”."
    )


# Issue and extension


def test_each_party_is_told_by_its_co_chair_and_its_secretary(sides):
    round_ = agreed_method(sides)
    alone = [one for one in voices(sides) if one.person is not sides.chair_kosovo]

    assert refused(lambda: round_.issue_(AT + 6 * DAY, alone, by=sides.ours, **NOW)) == (
        "Kosovo has no co-chair to send this to."
    )


@pytest.mark.parametrize(
    ("before", "length", "sentence"),
    [
        (3 * HOUR, 2 * HOUR, "An announced downtime is over two hours before the silence expires."),
        (20 * HOUR, 13 * HOUR, "An announced downtime lasts twelve hours at the most."),
    ],
)
def test_an_announced_downtime_leaves_time_to_object(sides, before, length, sentence):
    round_ = agreed_method(sides)
    expiry = AT + 6 * DAY
    down = (expiry - before, expiry - before + length)

    assert refused(lambda: round_.issue_(expiry, voices(sides), by=sides.ours, down=down, **NOW)) == sentence


def test_a_running_round_is_not_issued_again(round_, sides):
    assert refused(lambda: round_.issue_(AT + 30 * DAY, voices(sides), by=sides.ours, **NOW)) == (
        "A round that is “running” is not issued."
    )


def test_an_extension_comes_before_the_expiry_is_later_and_comes_twice_at_the_most(round_, sides):
    first = round_.expires_at
    act = {"pulse": NO_PULSE, "by": sides.chair_nato}

    assert refused(lambda: round_.extend(first, at=AT + HOUR, **act)) == (
        "An extension ends later than the silence does now."
    )
    assert refused(lambda: round_.extend(first + DAY, at=first, **act)) == (
        "The silence has expired: it cannot be extended any more."
    )
    round_.extend(first + 2 * DAY, at=AT + HOUR, **act)
    round_.extend(first + 6 * DAY, at=AT + HOUR, **act)
    assert refused(lambda: round_.extend(first + 7 * DAY, at=AT + HOUR, **act)) == (
        "A silence is extended twice at the most."
    )
    assert (round_.expires_at, round_.issue.expires_at) == (first + 6 * DAY, first)


def test_what_is_withdrawn_or_superseded_is_over(sides):
    withdrawn, superseded = running(sides), running(sides)

    withdrawn.withdraw("We need more time.", by=sides.ours, **NOW)
    superseded.supersede(by=sides.ours, **NOW)

    assert withdrawn.outcome(AT + 400 * DAY, NO_PULSE).state is CirculationState.WITHDRAWN
    assert superseded.outcome(AT + 400 * DAY, NO_PULSE).state is CirculationState.SUPERSEDED
    assert refused(lambda: withdrawn.supersede(by=sides.ours, **NOW)) == (
        "The text of a round that is “withdrawn” does not change."
    )


def test_nothing_is_withdrawn_once_it_is_adopted(round_, sides):
    after = {"pulse": NO_PULSE, "at": round_.expires_at + HOUR}

    assert refused(lambda: round_.withdraw("", by=sides.ours, **after)) == "A round that is “adopted” is not withdrawn."


def test_a_broken_round_comes_again_as_the_next_one(round_, sides):
    object_(round_, sides.chair_nato)
    round_.record(AT + HOUR, NO_PULSE)

    assert proposed(sides, parent=round_).round == 2


def test_a_round_that_runs_has_no_next_one(round_, sides):
    assert refused(lambda: proposed(sides, parent=round_)) == "The round before this one is “running”."


# Objections never raise


@pytest.mark.parametrize("end", ["proposed", "withdrawn", "broken", "adopted"])
def test_an_objection_is_kept_whatever_the_round_is(sides, end):
    round_ = proposed(sides) if end == "proposed" else running(sides)
    if end == "withdrawn":
        round_.withdraw("", by=sides.ours, **NOW)
    if end == "broken":
        object_(round_, sides.chair_nato)

    one = object_(round_, sides.chair_kosovo, AT + 100 * DAY)

    assert one in round_.objections
    assert round_.receipt(one).startswith(f"SP/{round_.id}/R")


def test_a_recorded_call_counts_at_its_own_time_and_is_seen_by_the_other_side(round_, sides):
    one = object_(
        round_, sides.chair_nato, AT + 3 * HOUR, received_at=AT + HOUR, route=Route.TELEPHONE, recorded_by=sides.ours
    )

    assert round_.outcome(AT + 3 * HOUR, NO_PULSE).as_of == AT + HOUR
    assert refused(lambda: round_.see_record(one, by=sides.ours, at=AT + 4 * HOUR)) == (
        "The record is seen by the secretary of the other side."
    )
    round_.see_record(one, by=sides.theirs, at=AT + 4 * HOUR)
    assert refused(lambda: round_.see_record(one, by=sides.theirs, at=AT + 4 * HOUR)) == (
        "This record has been seen already."
    )


def test_only_the_own_side_confirms_or_disowns_and_says_why(round_, sides):
    one = object_(round_, sides.ours, entitled=False)

    assert refused(lambda: round_.confirm(one, by=sides.chair_kosovo, at=AT + HOUR)) == (
        "An objection is confirmed by the co-chair of its own side."
    )
    assert refused(lambda: round_.disown(one, "No.", by=sides.chair_kosovo, at=AT + HOUR)) == (
        "An objection is disowned by the co-chair of its own side."
    )
    assert refused(lambda: round_.disown(one, " ", by=sides.chair_nato, at=AT + HOUR)) == (
        "Please say in writing that this is not your side's objection."
    )
    round_.disown(one, "Not ours.", by=sides.chair_nato, at=AT + HOUR)
    assert refused(lambda: round_.confirm(one, by=sides.chair_nato, at=AT + HOUR)) == (
        "This objection waits for nobody's word."
    )


def test_what_is_not_in_question_is_not_ruled_upon(round_, sides):
    one = object_(round_, sides.chair_nato)

    for rule in (round_.rule_in, round_.rule_out):
        assert refused(lambda rule=rule: rule(one, "Because.", by=sides.ours, **NOW)) == (
            "Whether this objection was in time is not in question."
        )


# Voices


def test_none_of_the_voices_breaks_silence(round_, sides):
    for kind in (EntryKind.STATEMENT, EntryKind.RESERVATION, EntryKind.SCRUTINY, EntryKind.COMMENT):
        round_.speak(kind, "For the record.", by=sides.chair_nato, **NOW)
    round_.join_consensus(by=sides.chair_kosovo, **NOW)

    assert round_.outcome(AT + HOUR, NO_PULSE).state is CirculationState.RUNNING
    assert refused(lambda: round_.join_consensus(by=sides.chair_kosovo, **NOW)) == (
        "Your side has joined consensus already."
    )


def test_statements_are_attached_until_the_next_session_takes_note(round_, sides):
    after = {"pulse": NO_PULSE, "at": round_.expires_at + DAY}
    round_.speak(EntryKind.RESERVATION, "We understand it so.", by=sides.chair_nato, **after)

    round_.note(at=after["at"])

    assert refused(lambda: round_.speak(EntryKind.STATEMENT, "Late.", by=sides.chair_nato, **after)) == (
        "This round is “adopted”: nothing is attached to it any more."
    )


def test_comments_end_with_the_round(round_, sides):
    after = {"pulse": NO_PULSE, "at": round_.expires_at + DAY}

    assert refused(lambda: round_.speak(EntryKind.COMMENT, "Late.", by=sides.chair_nato, **after)) == (
        "This round is “adopted”: nothing is attached to it any more."
    )


def test_a_request_for_scrutiny_is_answered(round_, sides):
    question = round_.speak(EntryKind.SCRUTINY, "What is item 2?", by=sides.chair_nato, **NOW)

    answer = round_.answer(question, "It is this.", by=sides.ours, at=AT + 2 * HOUR)

    assert answer.about is question
    assert refused(lambda: round_.answer(answer, "And this.", by=sides.ours, at=AT + 2 * HOUR)) == (
        "There is no such request in this round."
    )


def test_receipt_is_acknowledged_once_for_each_issue(round_, sides):
    round_.acknowledge(entitled=True, by=sides.chair_nato, **NOW)

    assert refused(lambda: round_.acknowledge(entitled=True, by=sides.chair_nato, **NOW)) == (
        "You have acknowledged receipt already."
    )


def test_a_delivery_by_hand_says_how_and_is_not_of_the_future(round_, sides):
    hand = {"pulse": NO_PULSE, "by": sides.ours, "at": AT}

    assert refused(lambda: round_.deliver_by_hand(sides.chair_nato, "So.", AT + HOUR, **hand)) == (
        "A delivery is recorded after it was made."
    )
    assert refused(lambda: round_.deliver_by_hand(sides.chair_nato, " ", AT, **hand)) == (
        "Please say how the paper was delivered."
    )
    record = round_.deliver_by_hand(sides.chair_nato, "At the door.", AT, **hand)
    assert refused(lambda: round_.see_delivery(record, by=sides.ours, at=AT)) == (
        "The record is seen by the secretary of the other side."
    )


# The ways out of a hold


def test_the_party_that_was_not_served_says_that_it_does_not_object(sides):
    round_, later = unserved(sides)
    for chair in (sides.chair_nato, sides.chair_kosovo):
        round_.state_no_objection("We do not object.", pulse=NO_PULSE, by=chair, at=later)

    now = round_.outcome(later, NO_PULSE)

    assert (now.state, now.as_of) == (CirculationState.ADOPTED, later)


def test_a_party_that_was_served_has_nothing_to_state(round_, sides):
    assert refused(lambda: round_.state_no_objection("We do not.", by=sides.chair_nato, **NOW)) == (
        "This round is not held for want of service on your side."
    )


def test_a_fault_of_the_service_is_released_by_both_secretaries_on_both_confirmations_a_day_later(round_, sides):
    pulse, later = shaken(round_), round_.expires_at + HOUR
    told = {"told_at": later, "pulse": pulse}
    assert round_.outcome(later, pulse).reasons == Reason.RESTORED.value
    round_.confirm_none_sent("None.", pulse=pulse, by=sides.chair_nato, at=later)
    assert refused(lambda: round_.release(by=sides.ours, at=later, **told)) == (
        "Kosovo has still to confirm that it sent no objection."
    )
    round_.confirm_none_sent("None.", pulse=pulse, by=sides.chair_kosovo, at=later)
    assert refused(lambda: round_.release(by=sides.ours, at=later + 23 * HOUR, **told)) == (
        "A round is released 24 hours after everybody was told of the hold at the earliest."
    )

    released = later + 24 * HOUR
    round_.release(by=sides.ours, at=released, **told)
    assert refused(lambda: round_.release(by=sides.ours, at=released, **told)) == (
        "Your side has released this round already."
    )
    round_.release(by=sides.theirs, at=released + HOUR, **told)

    now = round_.outcome(released + HOUR, pulse)
    assert (now.state, now.as_of) == (CirculationState.ADOPTED, released + HOUR)


def test_nobody_is_told_yet_so_nothing_is_released(round_, sides):
    pulse, later = shaken(round_), round_.expires_at + HOUR
    for chair in (sides.chair_nato, sides.chair_kosovo):
        round_.confirm_none_sent("None.", pulse=pulse, by=chair, at=later)

    assert refused(lambda: round_.release(told_at=None, pulse=pulse, by=sides.ours, at=later + 9 * DAY)) == (
        "A round is released 24 hours after everybody was told of the hold at the earliest."
    )


def test_what_happens_after_a_release_is_not_released_by_it(round_, sides):
    pulse, early = shaken(round_), AT + DAY + HOUR
    for chair in (sides.chair_nato, sides.chair_kosovo):
        round_.confirm_none_sent("None.", pulse=pulse, by=chair, at=early)
    for secretary in (sides.ours, sides.theirs):
        round_.release(told_at=early, pulse=pulse, by=secretary, at=early + DAY)
    again = type(pulse)(first_at=AT - DAY, last_at=pulse.last_at, after_at=pulse.after_at,
                        restored=[AT + DAY, early + 25 * HOUR])  # fmt: skip

    assert round_.outcome(early + DAY, pulse).state is CirculationState.RUNNING
    assert round_.outcome(early + 2 * DAY, again).state is CirculationState.HELD


def test_a_round_that_is_not_held_has_nothing_to_confirm_or_release(round_, sides):
    sentence = "This round is not held for a fault of the service."

    assert refused(lambda: round_.confirm_none_sent("None.", by=sides.chair_nato, **NOW)) == sentence
    assert refused(lambda: round_.release(told_at=AT, by=sides.ours, **NOW)) == sentence


def test_a_round_issued_again_asks_for_new_confirmations(round_, sides):
    pulse, later = shaken(round_), AT + DAY + HOUR
    round_.confirm_none_sent("None.", pulse=pulse, by=sides.chair_nato, at=later)

    round_.issue_(round_.expires_at + 6 * DAY, voices(sides), pulse=pulse, by=sides.ours, at=later)
    mail(round_, later)

    assert round_.outcome(later, pulse).state is CirculationState.RUNNING
    assert not round_.said(EntryKind.SENT_NONE, sides.nato)


# What is written down


def test_each_change_is_written_down_once(sides):
    round_, later = unserved(sides)

    assert round_.record(later, NO_PULSE).reasons == Reason.UNSERVED.value
    assert round_.record(later + HOUR, NO_PULSE) is None
    object_(round_, sides.chair_nato, later + HOUR)
    assert round_.record(later + 2 * HOUR, NO_PULSE).state is CirculationState.BROKEN
    assert [r.state for r in round_.records] == [CirculationState.HELD, CirculationState.BROKEN]


def test_what_came_before_a_hold_was_written_does_not_say_that_the_round_goes_on(sides):
    round_, later = unserved(sides)
    before = round_.expires_at - 3 * DAY
    round_.record(later, NO_PULSE)

    assert round_.outcome(before, NO_PULSE).state is CirculationState.RUNNING
    assert round_.record(before, NO_PULSE) is None
    assert round_.state is CirculationState.HELD


def test_a_running_or_closing_round_writes_nothing_down(round_):
    assert round_.record(AT + HOUR, NO_PULSE) is None
    assert round_.record(round_.expires_at + MINUTE / 2, NO_PULSE) is None


def test_an_external_round_is_logged_on_the_version_that_was_seen(sides):
    one = known(ExternalRound(reference="PO(2027)1", body="The Council", state_at=AT, entered_by=sides.ours))

    one.become(ExternalState.CONCLUDED, "", base=1, by=sides.ours, at=AT)

    assert one.state is ExternalState.CONCLUDED
    with pytest.raises(Stale):
        one.become(ExternalState.NOT_CONCLUDED, "", base=0, by=sides.ours, at=AT)


def test_recipients_stand_for_their_own_party(sides):
    assert Recipient(sides.chair_nato, Part.CO_CHAIR).party is sides.nato


# What rounds add up to


def test_rounds_are_counted_by_category_with_their_median_time(sides):
    kept = [running(sides) for _ in range(3)]
    for days, one in zip((3, 9, 4), kept, strict=True):
        one.state, one.state_at = CirculationState.ADOPTED, one.issue.issued_at + days * DAY
    broken = running(sides, proposed(sides, category=Category.PROCEDURAL))
    broken.state = CirculationState.BROKEN

    found = by_category([*kept, broken, proposed(sides)])

    told = {kind: (one.rounds, one.adopted, one.broken, one.median) for kind, one in found.items()}
    assert told == {Category.TECHNICAL: (3, 3, 0, 4 * DAY), Category.PROCEDURAL: (1, 0, 1, None)}
