"""Two Parties and no third; the one across the table."""

import pytest

from dialogue.domain.base import Refused
from dialogue.domain.organisations import Kind, may_join, other_party
from tests.factories import organisation, party, table


def test_a_dialogue_has_two_parties():
    may_join(Kind.PARTY, 0)
    may_join(Kind.PARTY, 1)


def test_a_third_party_is_refused():
    with pytest.raises(Refused) as no:
        may_join(Kind.PARTY, 2)

    assert str(no.value) == "There are two Parties already, and a dialogue has no third."


@pytest.mark.parametrize("kind", [Kind.COHOST, Kind.OBSERVER, Kind.OTHER])
def test_there_may_be_any_number_of_other_organisations(kind):
    may_join(kind, 2)


def test_the_other_party_is_the_one_across_the_table():
    sides = table()

    assert other_party(sides.parties, sides.nato) is sides.kosovo
    assert other_party(sides.parties, sides.kosovo) is sides.nato


def test_there_is_no_other_party_before_it_was_entered():
    alone = party()

    with pytest.raises(Refused) as no:
        other_party([alone], alone)

    assert str(no.value) == "A dialogue needs two Parties. Please enter the second one first."


def test_only_a_party_is_a_party():
    assert {kind: organisation(kind=kind).is_party for kind in Kind} == {
        Kind.PARTY: True,
        Kind.COHOST: False,
        Kind.OBSERVER: False,
        Kind.OTHER: False,
    }
