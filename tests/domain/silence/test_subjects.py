"""What a text knows of its last round, and what a round that says nothing else does to it."""

import pytest

from dialogue.domain.silence import Subject
from tests.factories import AT, HOUR, proposed, running, table


class Paper(Subject):
    def __init__(self, circulation=None):
        self.circulation = circulation


@pytest.fixture
def sides():
    return table()


class Doubted:
    adoption_in_question = True


def test_a_text_is_in_question_while_its_last_round_is(sides):
    assert Paper(Doubted()).in_question
    assert not Paper(proposed(sides)).in_question
    assert not Paper().in_question


def test_a_text_is_free_before_its_first_round_and_after_its_last(sides):
    round_ = proposed(sides)
    one = Paper()
    assert one.is_free

    one.put_under_silence(round_, at=AT)
    assert (one.circulation, one.is_free) == (round_, False)

    one.drop_proposal(by=sides.ours, at=AT + HOUR)
    assert (round_.is_over, one.is_free) == (True, True)


def test_only_what_has_not_begun_is_dropped(sides):
    round_ = running(sides)
    one, before = Paper(round_), round_.state

    one.drop_proposal(by=sides.ours, at=AT + HOUR)

    assert (round_.state, one.is_free) == (before, False)


def test_a_round_that_begins_or_ends_does_nothing_to_it_by_itself(sides):
    one = Paper(proposed(sides))
    before = dict(vars(one))

    one.was_issued(one.circulation, at=AT)
    one.silence_ended(one.circulation, at=AT)

    assert vars(one) == before
