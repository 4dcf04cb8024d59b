"""Editions that were kept: read as they were approved, released by both sides, once."""

import pytest

from dialogue.domain.base import Refused
from dialogue.domain.editions import Level
from dialogue.domain.minutes import MinutesEdition
from dialogue.domain.minutes.releases import kept
from tests.factories import AT, HOUR, minutes, minutes_sheet, table


@pytest.fixture
def sides():
    return table()


@pytest.fixture
def edition(sides):
    return MinutesEdition(level=Level.COHOST, sheet_kept=kept(minutes_sheet(minutes(sides), Level.COHOST)))


def test_an_edition_is_read_as_it_was_kept(sides):
    sheet = minutes_sheet(minutes(sides), Level.PUBLIC)

    assert MinutesEdition(level=Level.PUBLIC, sheet_kept=kept(sheet)).sheet == sheet


def test_an_edition_is_released_with_the_second_sides_consent(sides, edition):
    assert not edition.consent(by=sides.theirs, at=AT)
    assert (edition.is_released, edition.has_consent_of(sides.kosovo), edition.has_consent_of(sides.nato)) == (
        False,
        True,
        False,
    )

    assert edition.consent(by=sides.ours, at=AT + HOUR)

    assert edition.released_at == AT + HOUR
    assert [(c.party, c.given_by, c.given_at) for c in edition.consents] == [
        (sides.kosovo, sides.theirs, AT),
        (sides.nato, sides.ours, AT + HOUR),
    ]


def test_a_second_word_of_the_same_side_is_refused(sides, edition):
    edition.consent(by=sides.ours, at=AT)

    with pytest.raises(Refused) as no:
        edition.consent(by=sides.chair_nato, at=AT)

    assert str(no.value) == "Your side has consented to this release already."


def test_a_released_edition_is_not_released_again(sides, edition):
    edition.consent(by=sides.ours, at=AT)
    edition.consent(by=sides.theirs, at=AT)

    with pytest.raises(Refused) as no:
        edition.consent(by=sides.ours, at=AT + HOUR)

    assert str(no.value) == "This edition has been released already."
    assert edition.released_at == AT
