"""What comes in from elsewhere: the items of an agenda, all of them in their order or none."""

import pytest

from dialogue.actions import imports
from dialogue.domain.base import Refused, Stale
from dialogue.rendering.outlines.composing import Entry
from dialogue.rendering.outlines.guesses import What
from tests import walk
from tests.factories import AT


def entry(title, what=What.ITEM, **more):
    return Entry(what, title, **more)


@pytest.fixture
def agenda(db, cast, session):
    return walk.agenda(db, cast, session)


def test_items_are_entered_in_their_order_with_what_stands_under_them(agenda, ours):
    before = [item.title for item, _, _ in agenda.timetable()]
    found = [entry("One", minutes=40, presenter="A", more="Text"), entry("Under", What.SUB_ITEM), entry("Two")]

    made = imports.enter_items(agenda, found, base=agenda.order_version, **ours)

    after = [(item.title, number.count(".")) for item, number, _ in agenda.timetable()]
    assert [one for one in after if one[0] not in before] == [("One", 0), ("Under", 1), ("Two", 0)]
    assert [(item.minutes, item.presenter, item.text) for item in made] == [
        (40, "A", "Text"),
        (15, "", ""),
        (15, "", ""),
    ]
    assert {item.requested_at for item in made} == {AT}
    assert [fact.verb for item in made for fact in item.facts()] == ["add"] * 3


def test_items_for_an_order_that_has_changed_are_refused_whole(agenda, ours):
    before = len(agenda.all_items)

    with pytest.raises(Stale):
        imports.enter_items(agenda, [entry("One")], base=agenda.order_version - 1, **ours)

    assert len(agenda.all_items) == before


def test_nothing_is_not_entered(agenda, ours):
    with pytest.raises(Refused, match="nothing to enter"):
        imports.enter_items(agenda, [], base=agenda.order_version, **ours)
