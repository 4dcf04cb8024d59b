"""Decisions: numbered on the approval, in the order of their paragraphs, once."""

import pytest

from dialogue.domain.base import Refused
from dialogue.domain.decisions import adopt, reference
from dialogue.domain.editions import Level
from dialogue.domain.minutes import Means, ParagraphKind
from tests.factories import (
    AT,
    DAY,
    action,
    agenda,
    final_draft,
    heads,
    item,
    joint_draft,
    minutes,
    paragraph,
    table,
    topic,
)


@pytest.fixture
def sides():
    return table()


def decided(minutes, by, text, number, **more):
    return paragraph(minutes, by, text, number=number, kind=ParagraphKind.DECIDED, **more)


def approve(sides, minutes):
    final_draft(sides, minutes)
    for one in heads(sides, minutes.session):
        minutes.approve(minutes.text_hash, one, at=AT + DAY)
    return minutes


@pytest.fixture
def risks():
    return topic("Risks")


@pytest.fixture
def draft(sides, risks):
    """Decisions typed in another order than they stand in, one of them on a topic."""
    plan = agenda(sides)
    item(plan, sides, topic=risks)
    one = minutes(sides, plan)
    decided(one, sides.ours, "Third.", 6)
    decided(one, sides.ours, "Second.", 5, level=Level.COHOST)
    action(one, sides.ours, sides.nato, number=5)
    decided(one, sides.ours, "First.", 1)
    return one


def test_decisions_are_numbered_in_the_order_of_their_paragraphs(sides, draft):
    found = adopt(approve(sides, draft))

    assert [(d.reference, d.text) for d in found] == [
        ("D/2027/1/01", "First."),
        ("D/2027/1/02", "Second."),
        ("D/2027/1/03", "Third."),
    ]
    assert [p.reference for p in draft.paragraphs() if p.kind is ParagraphKind.DECIDED] == [d.reference for d in found]


def test_a_decision_knows_where_it_was_taken_and_how(sides, draft, risks):
    second = adopt(approve(sides, draft))[1]

    assert (second.item_number, second.item_title, second.topic, second.level) == (
        "5",
        "Border incidents",
        risks,
        Level.COHOST,
    )
    assert (second.adopted_at, second.means, second.session) == (AT + DAY, Means.CO_CHAIRS, draft.session)
    assert [(fact.verb, fact.by, fact.at) for fact in second.facts()] == [("adopt", None, AT + DAY)]


def test_only_what_was_decided_is_a_decision(sides):
    one = minutes(sides)
    for kind in (ParagraphKind.STATEMENT, ParagraphKind.NOTED, ParagraphKind.AGREED):
        paragraph(one, sides.ours, kind=kind)

    assert adopt(approve(sides, one)) == []


@pytest.mark.parametrize("made", [joint_draft, final_draft])
def test_no_number_is_given_before_the_approval(sides, draft, made):
    made(sides, draft)

    with pytest.raises(Refused) as no:
        adopt(draft)

    assert str(no.value) == "Decisions get their numbers when the minutes are approved."
    assert draft.session.last_decision == 0


def test_no_number_is_given_twice(sides, draft):
    adopt(approve(sides, draft))

    with pytest.raises(Refused) as no:
        adopt(draft)

    assert str(no.value) == "The decisions of these minutes have their numbers already."
    assert draft.session.last_decision == 3


def test_a_decision_is_named_by_its_session_with_two_digits_at_least():
    assert [reference(2027, 1, n) for n in (7, 12, 123)] == ["D/2027/1/07", "D/2027/1/12", "D/2027/1/123"]
