"""Follow-ups: opened on the approval, reported, claimed with evidence, verified by the other side, dropped by both."""

import datetime as dt

import pytest

from dialogue.domain.base import Refused, Stale
from dialogue.domain.decisions import adopt
from dialogue.domain.editions import Level
from dialogue.domain.followups import FLOW, FollowUp, FollowUpState, open_from
from dialogue.domain.minutes import ParagraphKind
from dialogue.domain.silence import ObjectionKind, Route
from tests.domain.pairs import allowed, table
from tests.factories import (
    AT,
    DAY,
    HOUR,
    NO_PULSE,
    action,
    agenda,
    final_draft,
    heads,
    item,
    joint_draft,
    known,
    minutes,
    paragraph,
    person,
    running,
    session,
    topic,
)
from tests.factories import table as two_sides

DUE = dt.date(2027, 9, 1)
NOW = {"base": 1, "at": AT + HOUR}


@pytest.fixture
def sides():
    return two_sides()


@pytest.fixture
def owner(sides):
    """Somebody of the Party that owns the follow-up."""
    return person("Arta Krasniqi", sides.kosovo)


@pytest.fixture
def one(sides):
    """Kosovo's, open and due on the first of September."""
    made = FollowUp(
        session=session(sides), number=7, text="Send the list.", level=Level.DELEGATIONS, owner=sides.kosovo,
        due_on=DUE, opened_at=AT,
    )  # fmt: skip
    return known(made)


def test_a_follow_up_moves_as_its_table_says():
    assert allowed(FLOW, FollowUpState) == table(
        """
        proposed: agreed
        agreed: open
        open: in progress, claimed done, blocked, dropped, void
        in progress: claimed done, blocked, dropped, void
        blocked: in progress, dropped, void
        claimed done: verified, in progress, void
        verified: closed, void
        """
    )


# Opening


def approve(sides, minutes):
    final_draft(sides, minutes)
    for head in heads(sides, minutes.session):
        minutes.approve(minutes.text_hash, head, at=AT + DAY)
    return minutes


def test_actions_become_follow_ups_in_the_order_of_their_paragraphs(sides):
    risks = topic("Risks")
    plan = agenda(sides)
    main = item(plan, sides, topic=risks)
    draft = minutes(sides, plan)
    action(draft, sides.ours, sides.nato, "Last.", number=6, level=Level.COHOST)
    paragraph(draft, sides.ours, "To meet monthly.", number=5, kind=ParagraphKind.DECIDED)
    action(draft, sides.ours, sides.kosovo, "Second.", number=5, office="MoD")
    action(draft, sides.ours, sides.nato, "First.", number=1)
    decisions = adopt(approve(sides, draft))

    found = open_from(draft, decisions)

    assert [(f.reference, f.text, f.owner, f.state) for f in found] == [
        ("OC/2027/1/01", "First.", sides.nato, FollowUpState.OPEN),
        ("OC/2027/1/02", "Second.", sides.kosovo, FollowUpState.OPEN),
        ("OC/2027/1/03", "Last.", sides.nato, FollowUpState.OPEN),
    ]
    assert [f.decision for f in found] == [None, decisions[0], None]
    assert [f.topic for f in found] == [None, risks, None]
    assert (found[1].office, found[1].due_on, found[1].item_key, found[2].level) == ("MoD", DUE, main.key, Level.COHOST)
    assert [p.reference for p in draft.paragraphs() if p.kind is ParagraphKind.ACTION] == [f.reference for f in found]


@pytest.mark.parametrize("made", [joint_draft, final_draft])
def test_no_follow_up_is_opened_before_the_approval(sides, made):
    draft = minutes(sides)
    action(draft, sides.ours, sides.nato)
    made(sides, draft)

    with pytest.raises(Refused) as no:
        open_from(draft, [])

    assert str(no.value) == "Actions become follow-ups when the minutes are approved."
    assert draft.session.last_followup == 0


def test_no_action_becomes_two_follow_ups(sides):
    draft = minutes(sides)
    action(draft, sides.ours, sides.nato)
    open_from(approve(sides, draft), [])

    with pytest.raises(Refused) as no:
        open_from(draft, [])

    assert str(no.value) == "The actions of these minutes have become follow-ups already."
    assert draft.session.last_followup == 1


# Notes


def test_a_note_is_added_with_its_evidence(owner, one):
    one.note("We have written.", evidence="Letter 12", by=owner, **NOW)

    (update,) = one.updates
    assert (update.was, update.became, update.text, update.evidence) == (
        None,
        FollowUpState.OPEN,
        "We have written.",
        "Letter 12",
    )
    assert (update.made_by, update.made_at, update.due_on) == (owner, AT + HOUR, DUE)


def test_a_note_needs_its_text(owner, one):
    with pytest.raises(Refused) as no:
        one.note(" ", by=owner, **NOW)

    assert str(no.value) == "A note needs its text."
    assert one.updates == []


# Moving on


def test_a_move_leaves_one_update_that_says_from_where_to_where(owner, one):
    one.become(FollowUpState.IN_PROGRESS, "Begun.", by=owner, **NOW)

    assert [(u.was, u.became, u.text) for u in one.updates] == [
        (FollowUpState.OPEN, FollowUpState.IN_PROGRESS, "Begun.")
    ]


@pytest.mark.parametrize("state", [FollowUpState.IN_PROGRESS, FollowUpState.BLOCKED])
def test_a_move_needs_a_note_that_says_why_or_how(owner, one, state):
    with pytest.raises(Refused) as no:
        one.become(state, "", by=owner, **NOW)

    assert str(no.value) == "Please add a note that says why or how."
    assert (one.state, one.updates) == (FollowUpState.OPEN, [])


def test_a_claim_names_its_evidence(owner, one):
    with pytest.raises(Refused) as no:
        one.become(FollowUpState.CLAIMED_DONE, "Done.", by=owner, **NOW)
    assert str(no.value) == "Please name the evidence: a document, a date, an event."

    one.become(FollowUpState.CLAIMED_DONE, "Done.", evidence="Letter 12", by=owner, **NOW)

    assert one.awaits_verification


@pytest.fixture
def claimed(owner, one):
    one.become(FollowUpState.CLAIMED_DONE, "Done.", evidence="Letter 12", by=owner, **NOW)
    return one


def test_what_one_side_has_done_is_not_verified_by_itself(sides, owner, claimed):
    for own in (owner, sides.theirs, sides.chair_kosovo):
        with pytest.raises(Refused) as no:
            claimed.become(FollowUpState.VERIFIED, "Seen.", by=own, **NOW)
        assert str(no.value) == "What one side has done is verified by the other side."

    assert claimed.state is FollowUpState.CLAIMED_DONE


def test_the_other_side_verifies_and_it_is_closed(sides, claimed):
    claimed.become(FollowUpState.VERIFIED, "Seen.", by=sides.ours, **NOW)
    assert (claimed.is_live, claimed.ended_at) == (True, None)

    claimed.become(FollowUpState.CLOSED, "Filed.", by=sides.theirs, base=1, at=AT + DAY)

    assert (claimed.state, claimed.is_live, claimed.ended_at) == (FollowUpState.CLOSED, False, AT + DAY)


def test_a_claim_that_does_not_convince_is_returned(sides, claimed):
    claimed.become(FollowUpState.IN_PROGRESS, "The annex is missing.", by=sides.ours, **NOW)

    assert (claimed.state, claimed.updates[-1].was) == (FollowUpState.IN_PROGRESS, FollowUpState.CLAIMED_DONE)


def test_a_report_that_keeps_the_state_is_a_note(owner, one):
    one.report(FollowUpState.OPEN, "Still waiting.", by=owner, **NOW)
    one.report(FollowUpState.BLOCKED, "No visa.", by=owner, **NOW)

    assert [(u.was, u.became) for u in one.updates] == [
        (None, FollowUpState.OPEN),
        (FollowUpState.OPEN, FollowUpState.BLOCKED),
    ]


def test_nobody_is_offered_to_verify_their_own_or_to_drop_alone(sides, owner, claimed):
    assert claimed.next_states(owner) == [FollowUpState.CLAIMED_DONE, FollowUpState.IN_PROGRESS]
    assert claimed.next_states(sides.ours) == [
        FollowUpState.CLAIMED_DONE,
        FollowUpState.IN_PROGRESS,
        FollowUpState.VERIFIED,
    ]


def test_a_move_that_the_table_does_not_hold_changes_nothing(sides, one):
    with pytest.raises(Refused) as no:
        one.become(FollowUpState.VERIFIED, "Seen.", by=sides.ours, **NOW)

    assert str(no.value) == "This is “open” and cannot become “verified”."
    assert (one.state, one.updates) == (FollowUpState.OPEN, [])


# Dropping


def test_a_follow_up_is_dropped_only_when_both_sides_say_so(sides, one):
    assert not one.drop("Overtaken.", by=sides.ours, **NOW)
    assert (one.state, one.ended_at) == (FollowUpState.OPEN, None)

    assert one.drop("We agree.", by=sides.theirs, base=1, at=AT + DAY)

    assert (one.state, one.ended_at) == (FollowUpState.DROPPED, AT + DAY)
    assert [(u.was, u.became, u.text) for u in one.updates] == [
        (None, FollowUpState.OPEN, "Overtaken."),
        (FollowUpState.OPEN, FollowUpState.DROPPED, "We agree."),
    ]


def test_one_side_does_not_drop_alone(sides, one):
    one.drop("Overtaken.", by=sides.ours, **NOW)

    with pytest.raises(Refused) as no:
        one.drop("Really.", by=sides.chair_nato, **NOW)

    assert str(no.value) == "Your side has asked for this already; the other side has to agree."
    assert one.state is FollowUpState.OPEN


def test_dropping_needs_a_reason(sides, one):
    with pytest.raises(Refused) as no:
        one.drop(" ", by=sides.ours, **NOW)

    assert str(no.value) == "Please record why it is dropped."


def test_a_report_does_not_drop(sides, one):
    with pytest.raises(Refused) as no:
        one.become(FollowUpState.DROPPED, "Overtaken.", by=sides.ours, **NOW)

    assert str(no.value) == "A follow-up is dropped by both sides, each in its own words."


def test_what_is_claimed_done_is_not_dropped(sides, claimed):
    with pytest.raises(Refused) as no:
        claimed.drop("Overtaken.", by=sides.ours, **NOW)

    assert str(no.value) == "A follow-up that is “claimed done” is not dropped."
    assert len(claimed.updates) == 1


# Who and by when


def test_a_new_date_needs_its_reason_and_the_old_one_is_kept(sides, one):
    change = {"office": "MoD", "supporting": "KFOR", "due_on": DUE + 30 * DAY}
    with pytest.raises(Refused) as no:
        one.assign(**change, reason="", by=sides.theirs, **NOW)
    assert (str(no.value), one.due_on) == ("Please say why the date changes.", DUE)

    one.assign(**change, reason="The summer.", by=sides.theirs, **NOW)

    assert (one.office, one.supporting, one.due_on) == ("MoD", "KFOR", DUE + 30 * DAY)
    assert [(u.due_was, u.due_on, u.text) for u in one.updates] == [(DUE, DUE + 30 * DAY, "The summer.")]


def test_another_office_needs_no_reason(sides, one):
    one.assign(office="MoD", supporting="", due_on=DUE, reason="", by=sides.theirs, **NOW)

    assert (one.office, one.updates[0].due_was) == ("MoD", None)


# Two editors, and the end


VERBS = {
    "note": lambda f, by, base: f.note("Words.", base=base, by=by, at=AT),
    "become": lambda f, by, base: f.become(FollowUpState.IN_PROGRESS, "Words.", base=base, by=by, at=AT),
    "drop": lambda f, by, base: f.drop("Words.", base=base, by=by, at=AT),
    "assign": lambda f, by, base: f.assign(
        office="", supporting="", due_on=DUE, reason="Words.", base=base, by=by, at=AT
    ),
}


@pytest.mark.parametrize("verb", VERBS)
def test_what_somebody_else_changed_meanwhile_is_not_overwritten(sides, one, verb):
    with pytest.raises(Stale) as no:
        VERBS[verb](one, sides.ours, 0)

    assert str(no.value) == "Somebody has changed this follow-up since you opened it."
    assert (one.state, one.updates) == (FollowUpState.OPEN, [])


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("ended", [FollowUpState.CLOSED, FollowUpState.DROPPED])
def test_nothing_is_added_to_a_follow_up_that_has_ended(sides, one, verb, ended):
    one.state = ended

    with pytest.raises(Refused) as no:
        VERBS[verb](one, sides.ours, 1)

    assert str(no.value) == f"This follow-up is “{ended}”; nothing is added to it any more."


def test_every_verb_is_on_the_record(sides, claimed):
    claimed.become(FollowUpState.IN_PROGRESS, "The annex is missing.", by=sides.ours, **NOW)
    claimed.note("Coming.", by=sides.theirs, **NOW)

    assert [(fact.verb, fact.by.organisation) for fact in claimed.facts()] == [
        ("claimed done", sides.kosovo),
        ("in progress", sides.nato),
        ("note", sides.kosovo),
    ]


# Overdue is computed


@pytest.mark.parametrize(
    ("state", "late"),
    [
        (FollowUpState.OPEN, True),
        (FollowUpState.IN_PROGRESS, True),
        (FollowUpState.BLOCKED, True),
        (FollowUpState.CLAIMED_DONE, False),
        (FollowUpState.VERIFIED, False),
        (FollowUpState.CLOSED, False),
        (FollowUpState.DROPPED, False),
    ],
)
def test_overdue_is_what_the_owner_has_not_done_by_the_day_after(one, state, late):
    one.state = state

    assert [one.is_overdue(on) for on in (DUE, DUE + DAY)] == [False, late]


def test_a_follow_up_is_its_owners_whichever_of_its_people_asks(sides, one):
    assert [one.owned_by(who) for who in (sides.theirs, sides.chair_kosovo, sides.ours)] == [True, True, False]


# While the adoption of the text is in question


def in_question(sides, followup):
    """Its text was adopted under silence; then an objection became known that had come in time."""
    round_ = running(sides)
    later = round_.expires_at + DAY
    round_.record(later, NO_PULSE)
    round_.object_(
        ObjectionKind.OBJECTION, "No.", entitled=True, pulse=NO_PULSE, by=sides.chair_nato, at=later,
        received_at=round_.expires_at, route=Route.NOTE, recorded_by=sides.ours,
    )  # fmt: skip
    round_.record(later, NO_PULSE)
    followup.circulation = round_
    return round_


def test_a_follow_up_rests_while_the_adoption_of_its_text_is_in_question(sides, one):
    round_ = in_question(sides, one)
    attempts = [
        lambda: one.note("A note", by=sides.ours, **NOW),
        lambda: one.become(FollowUpState.IN_PROGRESS, "Begun", by=sides.ours, **NOW),
        lambda: one.drop("Why", by=sides.ours, **NOW),
        lambda: one.assign(office="", supporting="", due_on=DUE, reason="", by=sides.ours, **NOW),
    ]
    for attempt in attempts:
        with pytest.raises(Refused) as no:
            attempt()
        assert str(no.value).startswith("This follow-up rests: the adoption of the text that it comes from")
    assert one.updates == []

    (objection,) = round_.objections
    for by in (sides.ours, sides.theirs):
        round_.rule_out(objection, "It was about another paper.", pulse=NO_PULSE, by=by, at=round_.expires_at + 2 * DAY)
    round_.record(round_.expires_at + 2 * DAY, NO_PULSE)
    attempts[0]()
    assert [update.text for update in one.updates] == ["A note"]


def test_nobody_reports_a_follow_up_to_be_void(sides, one):
    assert FollowUpState.VOID not in one.next_states(sides.ours)

    with pytest.raises(Refused, match="by nobody's report"):
        one.become(FollowUpState.VOID, "Why", by=sides.ours, **NOW)


def test_nothing_is_added_to_a_void_one_and_nobody_has_to_do_it(sides, one):
    one.void(at=AT + DAY)

    assert not one.is_live
    assert not one.is_overdue(dt.date(2030, 1, 1))
    with pytest.raises(Refused, match="nothing is added to it any more"):
        one.note("A note", by=sides.ours, **NOW)
