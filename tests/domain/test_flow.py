"""A flow is a table of moves that knows no noun; what it does not hold is refused."""

import enum

import pytest

from dialogue.domain.base import Refused
from dialogue.domain.flow import Flow
from tests.domain.pairs import allowed


class Light(enum.StrEnum):
    RED = "red"
    GREEN = "green"
    OUT = "out of order"


FLOW = Flow({Light.RED: {Light.GREEN}, Light.GREEN: {Light.RED, Light.OUT}})


def test_a_flow_allows_what_its_table_holds_and_nothing_else():
    assert allowed(FLOW, Light) == {("red", "green"), ("green", "red"), ("green", "out of order")}


def test_a_move_that_is_not_in_the_table_is_refused_in_the_words_of_the_states():
    with pytest.raises(Refused) as no:
        FLOW.move(Light.OUT, Light.RED)

    assert str(no.value) == "This is “out of order” and cannot become “red”."


def test_a_flow_knows_all_its_states_even_those_that_lead_nowhere():
    assert FLOW.states == set(Light)


def test_a_state_does_not_follow_itself_unless_the_table_says_so():
    assert not FLOW.allows(Light.RED, Light.RED)
