"""How minutes begin, and what becomes of their session and its co-hosts in the end."""

import pytest

from dialogue.domain.base import Refused
from dialogue.domain.editions import Level
from dialogue.domain.minutes import MinutesState, ParagraphKind, begin, conclude, released_for
from tests.factories import (
    AT,
    DAY,
    active_engagement,
    adopted,
    agenda,
    approved,
    before_adoption,
    circulated,
    final_draft,
    item,
    joint_draft,
    minutes,
    table,
)

TODAY = {"at": AT}


@pytest.fixture
def sides():
    return table()


def test_minutes_begin_with_the_adoption_of_the_agenda_as_their_first_paragraph(sides):
    one = minutes(sides)

    (first,) = one.paragraphs()
    assert (first.kind, first.text, first.level) == (ParagraphKind.NOTED, "The agenda was adopted.", Level.PUBLIC)
    assert (first.item, one.agenda_rev, one.state) == (one.items[0], 1, MinutesState.DRAFTING)


@pytest.mark.parametrize("made", [circulated, before_adoption])
def test_minutes_of_an_agenda_that_was_not_adopted_are_not_begun(sides, made):
    plan = made(sides)

    with pytest.raises(Refused) as no:
        begin(plan.session, plan, "…", by=sides.ours, **TODAY)

    assert str(no.value) == "The minutes begin with the adoption of the agenda, which has not been recorded yet."


def test_minutes_of_an_empty_agenda_are_not_begun(sides):
    plan = adopted(sides)
    for each in plan.children(None):
        plan.take_off(each, each.state.WITHDRAWN)

    with pytest.raises(Refused) as no:
        begin(plan.session, plan, "…", by=sides.ours, **TODAY)

    assert str(no.value) == "There is no item on the agenda to keep minutes of."


def test_items_are_taken_over_as_the_agenda_named_them(sides):
    plan = agenda(sides)
    main = item(plan, sides, "Border incidents", public_title="Security")
    item(plan, sides, "Patrols", parent=main)
    one = minutes(sides, plan)

    main.title = "Renamed afterwards"

    assert [(i.number, i.title) for i in one.items[4:7]] == [
        ("5", "Border incidents"),
        ("5.1", "Patrols"),
        ("6", "Review of follow-ups"),
    ]
    assert [i.position for i in one.items] == list(range(1, 10))
    assert one.items[4].key == main.key


def test_no_minutes_are_kept_of_a_line_without_a_number(sides):
    plan = agenda(sides)
    item(plan, sides, "Border incidents")
    item(plan, sides, "Working lunch", numbered=False)

    one = minutes(sides, plan)

    assert [i.number for i in one.items] == ["1", "2", "3", "4", "5", "6", "7", "8"]
    assert "Working lunch" not in [i.title for i in one.items]


def test_the_co_hosts_engagement_is_told_of_its_own_edition_alone(sides):
    engaged = active_engagement(sides)
    one = approved(sides)
    at = {Level.DELEGATIONS: AT, Level.COHOST: AT + DAY, Level.PUBLIC: AT + 30 * DAY}

    for level, when in at.items():
        one.release(level, by=sides.ours, at=when)
        released_for(engaged, one.release(level, by=sides.theirs, at=when))

    assert engaged.edition_released_at == AT + DAY


# Closing


@pytest.mark.parametrize("made", [minutes, joint_draft, final_draft])
def test_a_session_is_not_closed_before_its_minutes_are_approved(sides, made):
    one = made(sides)
    one.session.end(by=sides.ours, **TODAY)

    with pytest.raises(Refused) as no:
        conclude(one, by=sides.ours, **TODAY)

    assert str(no.value) == "A session is closed when its minutes are approved."
    assert one.session.was_held


def test_a_session_whose_minutes_are_approved_is_closed(sides):
    one = approved(sides)
    one.session.end(by=sides.ours, **TODAY)

    conclude(one, by=sides.ours, **TODAY)

    assert one.session.state.value == "closed"
