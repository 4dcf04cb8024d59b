"""What becomes of a decision that has its number: superseded by a later one, void, with what is attached to it."""

import pytest

from dialogue.domain.base import Refused
from dialogue.domain.decisions import adopt, undo
from dialogue.domain.followups import FollowUpState, open_from
from dialogue.domain.followups import undo as undo_followups
from dialogue.domain.minutes import ParagraphKind
from dialogue.domain.silence import EntryKind
from tests.factories import (
    AT,
    DAY,
    HOUR,
    NO_PULSE,
    action,
    decided_by_silence,
    draft_decision,
    final_draft,
    heads,
    minutes,
    paragraph,
    proposed,
    table,
    under_silence,
)

NOW = {"at": AT + 40 * DAY}


@pytest.fixture
def sides():
    return table()


@pytest.fixture
def older(sides):
    return decided_by_silence(sides).decision


@pytest.fixture
def newer(sides, older):
    made = decided_by_silence(sides, draft_decision(sides, older.session, number=2)).decision
    made.adopted_at = older.adopted_at + DAY
    return made


def test_a_decision_is_superseded_when_both_sides_have_said_by_which(sides, older, newer):
    assert not older.supersede(newer, by=sides.ours, **NOW)
    assert (older.superseded_by, older.successor, older.successor_of) == (None, newer, sides.nato)

    assert older.supersede(newer, by=sides.theirs, **NOW)
    assert (older.superseded_by, older.superseded_at) == (newer, NOW["at"])
    assert (older.successor, older.stands, newer.stands) == (None, False, True)


def test_one_side_alone_does_not_supersede(sides, older, newer):
    older.supersede(newer, by=sides.ours, **NOW)

    with pytest.raises(Refused) as no:
        older.supersede(newer, by=sides.ours, **NOW)

    assert str(no.value) == "Your side has said this already; the other side has to agree."
    assert older.stands


def test_another_successor_begins_anew(sides, older, newer):
    third = decided_by_silence(sides, draft_decision(sides, older.session, number=3)).decision
    third.adopted_at = newer.adopted_at
    older.supersede(newer, by=sides.ours, **NOW)

    assert not older.supersede(third, by=sides.theirs, **NOW)
    assert (older.successor, older.successor_of) == (third, sides.kosovo)


def test_nothing_is_superseded_by_an_earlier_one_by_itself_or_by_what_does_not_stand(sides, older, newer):
    for one, by in ((newer, older), (older, older)):
        with pytest.raises(Refused) as no:
            one.supersede(by, by=sides.ours, **NOW)
        assert str(no.value) == "A decision is superseded by a later one."

    newer.void(**NOW)
    with pytest.raises(Refused) as no:
        older.supersede(newer, by=sides.ours, **NOW)
    assert str(no.value) == "D/2027/1/02 does not stand: it supersedes nothing."
    with pytest.raises(Refused) as no:
        newer.supersede(older, by=sides.ours, **NOW)
    assert str(no.value) == "D/2027/1/02 does not stand: nothing supersedes it."


def test_a_decision_is_superseded_once(sides, older, newer):
    for by in (sides.ours, sides.theirs):
        older.supersede(newer, by=by, **NOW)

    with pytest.raises(Refused) as no:
        older.supersede(newer, by=sides.ours, **NOW)

    assert str(no.value) == "D/2027/1/01 has been superseded already."


def test_a_number_is_void_once(older):
    older.void(**NOW)

    with pytest.raises(Refused) as no:
        older.void(**NOW)

    assert str(no.value) == "D/2027/1/01 is void already."


def test_statements_and_reservations_of_its_round_go_with_it(sides):
    draft = under_silence(sides)
    round_ = draft.circulation
    for kind in (EntryKind.STATEMENT, EntryKind.COMMENT, EntryKind.RESERVATION):
        round_.speak(kind, f"A {kind.value}", pulse=NO_PULSE, by=sides.chair_kosovo, at=AT + HOUR)
    made = draft.adopt(round_, round_.expires_at)

    assert [e.text for e in made.attached] == ["A statement", "A reservation"]


# Minutes that were approved under silence


@pytest.fixture
def approved(sides):
    """Minutes with a decision and an action, approved."""
    one = minutes(sides)
    paragraph(one, sides.ours, "First.", kind=ParagraphKind.DECIDED)
    action(one, sides.ours, sides.nato)
    final_draft(sides, one)
    for head in heads(sides, one.session):
        one.approve(one.text_hash, head, at=AT + DAY)
    return one


def test_what_minutes_decided_under_silence_knows_its_round(sides, approved):
    round_ = proposed(sides)
    decided = adopt(approved, round_)
    opened = open_from(approved, decided, round_)

    assert [d.circulation for d in decided] == [f.circulation for f in opened] == [round_]


def test_an_approval_that_is_broken_voids_every_number_and_the_next_one_gives_new_ones(sides, approved):
    first = adopt(approved)
    opened = open_from(approved, first)

    undo(first, **NOW)
    undo_followups(opened, approved, **NOW)

    assert [(d.reference, d.is_void) for d in first] == [("D/2027/1/01", True)]
    assert [(f.reference, f.state, f.ended_at) for f in opened] == [("OC/2027/1/01", FollowUpState.VOID, NOW["at"])]
    again = adopt(approved)
    assert [d.reference for d in again] == ["D/2027/1/02"]
    assert [f.reference for f in open_from(approved, again)] == ["OC/2027/1/02"]
    undo(first, **NOW)  # what is void already stays so
    assert not again[0].is_void


def test_a_follow_up_that_is_over_stays_as_it_ended(sides, approved):
    (one,) = open_from(approved, adopt(approved))
    one.version = 1
    for by in (sides.ours, sides.theirs):
        one.drop("Not wanted", base=1, by=by, **NOW)

    undo_followups([one], approved, **NOW)

    assert one.state is FollowUpState.DROPPED
