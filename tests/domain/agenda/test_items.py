"""What an item can be, and the standing items that every agenda has by itself."""

from dialogue.domain.agenda.items import CLOSING, ITEM_FLOW, STANDING, ItemState, StandingItem
from dialogue.domain.editions import Level
from tests.domain.pairs import allowed, table


def test_an_item_moves_as_its_table_says():
    assert allowed(ITEM_FLOW, ItemState) == table(
        """
        requested: accepted, merged, declined, withdrawn
        accepted: deferred, withdrawn, discussed
        declined: accepted
        withdrawn: accepted
        """
    )


def test_every_agenda_has_its_standing_items_in_the_order_of_the_day():
    assert [shape.title for shape in STANDING.values()] == [
        "Opening and adoption of the agenda",
        "Approval of minutes and decisions since the last session",
        "Regional security developments",
        "Review of cooperation",
        "Review of follow-ups",
        "Any other business",
        "Next session",
    ]
    assert list(STANDING) == list(StandingItem)


def test_items_of_substance_come_before_the_review_of_follow_ups():
    assert list(STANDING)[-len(CLOSING) :] == list(CLOSING)


def test_no_standing_item_is_for_the_secretariat_alone():
    assert {shape.level for shape in STANDING.values()} == {Level.PUBLIC, Level.DELEGATIONS}
