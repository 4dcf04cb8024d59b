"""Editions that were kept: read as they were approved, released by both sides, once."""

import pytest

from dialogue.domain.base import Refused
from dialogue.domain.editions import Level
from tests.factories import AT, HOUR, approved, minutes_sheet, table


@pytest.fixture
def sides():
    return table()


@pytest.fixture
def done(sides):
    return approved(sides)


@pytest.fixture
def edition(done):
    return done.kept_edition(Level.COHOST)


def test_an_edition_is_read_as_it_was_kept(done):
    assert done.kept_edition(Level.PUBLIC).sheet == minutes_sheet(done, Level.PUBLIC)


def released(one, by, at=AT):
    return one.release(Level.COHOST, by=by, at=at)


def test_an_edition_is_released_with_the_second_sides_consent(sides, done, edition):
    assert released(done, sides.theirs) is None
    assert (edition.is_released, [c.party for c in done.consents_to(Level.COHOST)]) == (False, [sides.kosovo])
    assert done.consents_to(Level.PUBLIC) == []

    assert released(done, sides.ours, AT + HOUR) is edition

    assert edition.released_at == AT + HOUR
    assert [(c.party, c.given_by, c.given_at) for c in done.consents_to(Level.COHOST)] == [
        (sides.kosovo, sides.theirs, AT),
        (sides.nato, sides.ours, AT + HOUR),
    ]


def test_a_second_word_of_the_same_side_is_refused(sides, done):
    released(done, sides.ours)

    with pytest.raises(Refused) as no:
        released(done, sides.chair_nato)

    assert str(no.value) == "Your side has consented to this release already."


def test_a_released_edition_is_not_released_again(sides, done, edition):
    released(done, sides.ours)
    released(done, sides.theirs)

    with pytest.raises(Refused) as no:
        released(done, sides.ours, AT + HOUR)

    assert str(no.value) == "This edition has been released already."
    assert edition.released_at == AT
