"""Changes of a session: whose word each takes, what becomes of a proposal, and what no road leaves without a reason."""

from dataclasses import replace

import pytest

from dialogue.domain.base import Refused, Stale
from dialogue.domain.changes import (
    FLOW,
    ChangeKind,
    ChangeState,
    SessionChange,
    Wish,
    as_wished,
    judge,
    propose,
)
from dialogue.domain.sessions import Concern, SessionKind
from tests.domain.pairs import allowed, table
from tests.factories import AT, DAY, HOUR, STARTS, known, opened, organisation, person, session
from tests.factories import table as seated

REASON = "The hall burnt down."


@pytest.fixture
def sides():
    return seated()


def wish(one, kind=ChangeKind.MOVE, reason=REASON, departs="", **to):
    return Wish(kind, one, replace(one.appointment, **to), reason, departs)


def later(one, days=7):
    return {"starts": one.starts + days * DAY, "ends": one.ends + days * DAY}


def judged(wanted, sides, *others, has_readers=False, at=AT):
    made = as_wished(wanted, wanted.session, at)
    return judge(wanted, made, others=others, parties=sides.parties, has_readers=has_readers, at=at)


def proposed(sides, wanted, **more):
    return known(propose(wanted, open_=(), by=sides.ours, at=AT, **more))


def test_a_change_moves_as_its_table_says():
    assert allowed(FLOW, ChangeState) == table("proposed: in force, declined, withdrawn, overtaken")


# Whose word it takes


def test_one_secretary_alone_changes_what_nobody_else_reads(sides):
    found = judged(wish(one := session(sides), reason="", **later(one)), sides)

    assert (found.joint, found.may_be_urgent, found.cautions) == (False, False, ())


@pytest.mark.parametrize(("has_readers", "convened"), [(True, False), (False, True)])
def test_what_others_know_takes_both_secretaries_and_a_reason(sides, has_readers, convened):
    one = session(sides)
    if convened:
        one.convene(by=sides.ours, at=AT)

    found = judged(wish(one, **later(one)), sides, has_readers=has_readers)

    assert (found.joint, found.may_be_urgent) == (True, True)
    with pytest.raises(Refused) as no:
        judged(wish(one, reason=" ", **later(one)), sides, has_readers=has_readers)
    assert str(no.value) == "Please say why: everybody concerned is told the reason."


def test_convening_always_takes_both_and_is_never_urgent(sides):
    found = judged(wish(session(sides), ChangeKind.CONVENE, reason=""), sides)

    assert (found.joint, found.may_be_urgent) == (True, False)


@pytest.mark.parametrize("kind", [ChangeKind.POSTPONE, ChangeKind.CANCEL])
def test_a_session_that_only_secretaries_read_is_called_off_by_one_with_a_reason(sides, kind):
    assert not judged(wish(session(sides), kind), sides).joint
    with pytest.raises(Refused):
        judged(wish(session(sides), kind, reason=" "), sides)


# The alternation


def test_another_city_out_of_turn_takes_a_reason_and_both_and_is_never_urgent(sides):
    one = session(sides)
    with pytest.raises(Refused) as no:
        judged(wish(one, place=sides.prishtina), sides, has_readers=True)
    assert "it is the turn of Brussels" in str(no.value)

    found = judged(wish(one, departs="Both wish it.", place=sides.prishtina), sides)

    assert (found.joint, found.may_be_urgent, found.departure_reason) == (True, False, "Both wish it.")


def test_a_date_that_puts_another_session_out_of_turn_takes_both(sides):
    first = session(sides)
    second = session(sides, existing=[first], starts=STARTS + 182 * DAY)

    found = judged(wish(first, **later(first, days=300), departs="Both wish it."), sides, second)
    cancelled = judged(wish(first, ChangeKind.CANCEL), sides, second)

    assert (found.joint, cancelled.joint) == (True, True)
    assert [(one.concern, one.session) for one in cancelled.cautions] == [(Concern.OUT_OF_TURN, second)]


def test_nothing_is_put_out_of_turn_urgently_but_by_what_is_called_off(sides):
    first = session(sides)
    second = session(sides, existing=[first], starts=STARTS + 182 * DAY)

    moved = judged(wish(first, **later(first, days=190), departs="Both wish it."), sides, second, has_readers=True)
    in_turn = judged(wish(first, **later(first)), sides, second, has_readers=True)
    cancelled = judged(wish(first, ChangeKind.CANCEL), sides, second, has_readers=True)

    assert [one.concern for one in moved.cautions if one.session is second][-1] is Concern.OUT_OF_TURN
    assert [one.may_be_urgent for one in (moved, in_turn, cancelled)] == [False, True, True]


def test_a_plan_that_puts_another_session_out_of_turn_takes_a_reason(sides):
    first = session(sides)
    second = session(sides, existing=[first], starts=STARTS + 182 * DAY)
    between = session(sides, existing=[first], starts=STARTS + 90 * DAY)  # in the city in turn, which is the second's
    wanted = Wish(ChangeKind.PLAN, None, between.appointment)
    among = {"others": [first, second], "parties": sides.parties, "has_readers": False, "at": AT}

    with pytest.raises(Refused) as no:
        judge(wanted, between, **among)
    assert f"{second.reference} is out of turn" in str(no.value)

    assert judge(replace(wanted, departure_reason="Both wish it."), between, **among).joint


def test_what_was_out_of_turn_before_is_no_matter_of_this_change(sides):
    first = session(sides)
    second = session(sides, starts=STARTS + 182 * DAY)  # in the city of the first
    third = session(sides, existing=[first, second], starts=STARTS + 364 * DAY)

    assert not judged(wish(third, **later(third)), sides, first, second).joint


def test_a_special_session_stands_outside_the_alternation(sides):
    one = session(sides, kind=SessionKind.SPECIAL, place=sides.brussels)

    assert not judged(wish(one, place=sides.prishtina), sides).joint


def test_a_new_venue_keeps_the_reason_that_was_recorded_for_the_city(sides):
    one = session(sides, place=sides.prishtina, departure_reason="Both wish it.")

    found = judged(wish(one, venue="Palace"), sides)

    assert (found.joint, found.departure_reason) == (False, "Both wish it.")


def test_a_reinstated_session_is_judged_by_the_alternation(sides):
    first = session(sides)
    second = session(sides, existing=[first], starts=STARTS + 182 * DAY)
    first.cancel(REASON, by=sides.ours, at=AT)
    third = session(sides, starts=STARTS + 60 * DAY)  # in the city of the cancelled one, which has lost its turn

    assert judged(wish(first, ChangeKind.REINSTATE), sides, second, third).joint


def test_a_session_that_comes_back_out_of_turn_takes_a_reason_that_is_recorded_and_both(sides):
    first = session(sides)
    second = session(sides, existing=[first], starts=STARTS + 182 * DAY)
    second.cancel(REASON, by=sides.ours, at=AT)
    third = session(sides, existing=[first, second], starts=STARTS + 60 * DAY)  # in its city, since it was off
    assert third.place is second.place

    with pytest.raises(Refused) as no:
        judged(wish(second, ChangeKind.REINSTATE), sides, first, third)
    assert "turn of" in str(no.value)
    said = judged(wish(second, ChangeKind.REINSTATE, departs="Both wish it."), sides, first, third)
    assert (said.joint, said.may_be_urgent, said.departure_reason) == (True, False, "Both wish it.")


# What is refused


def test_what_changes_nothing_is_refused(sides):
    with pytest.raises(Refused) as no:
        judged(wish(session(sides)), sides)
    assert "nothing changes" in str(no.value)


@pytest.mark.parametrize("kind", [ChangeKind.MOVE, ChangeKind.POSTPONE, ChangeKind.CANCEL, ChangeKind.CONVENE])
def test_a_session_that_has_opened_is_changed_no_more(sides, kind):
    one = opened(sides)

    with pytest.raises(Refused):
        judged(wish(one, kind, **later(one)), sides)


def test_only_a_cancelled_session_whose_date_has_not_passed_is_reinstated(sides):
    one = session(sides)
    with pytest.raises(Refused) as standing:
        judged(wish(one, ChangeKind.REINSTATE), sides)
    one.cancel(REASON, by=sides.ours, at=AT)
    assert not judged(wish(one, ChangeKind.REINSTATE), sides, at=one.ends_at).joint
    with pytest.raises(Refused) as late:
        judged(wish(one, ChangeKind.REINSTATE), sides, at=one.ends_at + HOUR)

    assert str(standing.value) == "Only a session that was cancelled is reinstated."
    assert "has passed" in str(late.value)


# The proposal


def test_it_remembers_what_it_changes_and_waits_for_the_other_side(sides):
    one = session(sides)
    made = proposed(sides, wish(one, **later(one), venue="Palace"))

    assert (made.before, made.after.venue, made.was_state) == (one.appointment, "Palace", one.state)
    assert (made.is_open, made.is_joint, made.party) == (True, False, sides.nato)
    assert made.wish == wish(one, **later(one), venue="Palace")
    assert [fact.verb for fact in made.facts()] == ["propose move"]


def test_the_other_side_consents_and_the_own_side_does_not(sides):
    made = proposed(sides, wish(one := session(sides), **later(one)))
    with pytest.raises(Refused) as no:
        made.consent(by=sides.ours, at=AT)
    assert str(no.value) == "Your side has proposed this change; the other side has to consent."

    made.consent(by=sides.theirs, at=AT + HOUR)

    assert (made.state, made.state_by, made.state_at) == (ChangeState.IN_FORCE, sides.theirs, AT + HOUR)
    assert (made.is_joint, made.is_told) == (True, True)
    with pytest.raises(Refused):
        made.consent(by=sides.theirs, at=AT)


def test_what_changed_meanwhile_is_not_consented_to(sides):
    made = proposed(sides, wish(one := session(sides), **later(one)))
    one.reschedule(one.starts + HOUR, one.ends + HOUR, due=None, base=1, by=sides.ours, at=AT)

    with pytest.raises(Stale):
        made.consent(by=sides.theirs, at=AT)


def test_what_has_nothing_to_do_with_date_and_place_overtakes_nothing(sides):
    made = proposed(sides, wish(one := session(sides), **later(one)))
    one.next("D")
    one.version += 1

    made.consent(by=sides.theirs, at=AT)

    assert made.is_in_force


def test_the_other_side_declines_with_a_reason_and_the_own_side_withdraws(sides):
    made, other = (proposed(sides, wish(session(sides), ChangeKind.POSTPONE)) for _ in range(2))
    for refused in (
        lambda: made.decline(" ", by=sides.theirs, at=AT),
        lambda: made.decline("No.", by=sides.ours, at=AT),
        lambda: made.withdraw(by=sides.theirs, at=AT),
    ):
        with pytest.raises(Refused):
            refused()

    made.decline("No.", by=sides.theirs, at=AT)
    other.withdraw(by=sides.ours, at=AT)

    assert (made.state, made.state_reason, other.state) == (ChangeState.DECLINED, "No.", ChangeState.WITHDRAWN)


def test_one_waits_at_a_time_and_only_a_party_proposes(sides):
    one = session(sides)
    made = proposed(sides, wish(one, ChangeKind.POSTPONE))

    with pytest.raises(Refused):
        propose(wish(one, ChangeKind.CANCEL), open_=[made], by=sides.theirs, at=AT)
    with pytest.raises(Refused):
        propose(wish(one, ChangeKind.CANCEL), open_=(), by=person(of=organisation()), at=AT)


def test_an_urgent_change_waits_until_the_other_side_has_taken_note(sides):
    made = proposed(sides, wish(session(sides), ChangeKind.POSTPONE), urgent_reason="Tonight.")
    made.take_force(by=sides.ours, at=AT)
    assert (made.is_told, made.is_joint, made.awaits_note) == (True, False, True)
    with pytest.raises(Refused):
        made.note(by=sides.ours, at=AT)

    made.note(by=sides.theirs, at=AT + HOUR)

    assert (made.awaits_note, made.noted.given_by, made.noted.given_at) == (False, sides.theirs, AT + HOUR)
    with pytest.raises(Refused):
        made.note(by=sides.theirs, at=AT)


def test_note_is_taken_of_urgent_changes_alone(sides):
    made: SessionChange = proposed(sides, wish(session(sides), ChangeKind.POSTPONE))
    made.take_force(by=sides.ours, at=AT)

    assert (made.is_told, made.awaits_note) == (False, False)
    with pytest.raises(Refused):
        made.note(by=sides.theirs, at=AT)


# What another change has left out of turn


def left(sides):
    """The first of three was cancelled: the second is out of turn, and is in the city of the session before."""
    before = session(sides, starts=STARTS - 182 * DAY)
    first = session(sides, existing=[before])
    second = session(sides, existing=[before, first], starts=STARTS + 182 * DAY)
    first.cancel("Snow.", by=sides.ours, at=AT)
    return before, first, second


def test_what_is_left_out_of_turn_stays_so_by_both_words_with_a_reason(sides):
    before, first, second = left(sides)
    with pytest.raises(Refused, match="it is the turn of"):
        judged(wish(second, ChangeKind.KEEP), sides, before, first)

    found = judged(wish(second, ChangeKind.KEEP, reason="", departs="The hall is paid."), sides, before, first)

    assert (found.joint, found.may_be_urgent, found.departure_reason) == (True, False, "The hall is paid.")


def test_what_is_in_turn_has_nothing_to_be_left(sides):
    before, first, second = left(sides)
    for one, others in ((before, [first, second]), (session(sides, kind=SessionKind.SPECIAL), [before])):
        with pytest.raises(Refused, match="nothing is left of the alternation"):
            judged(wish(one, ChangeKind.KEEP, departs="We like it."), sides, *others)
