"""Minutes under silence: locked while a round runs, approved as of its expiry, given back when it is broken."""

import pytest

from dialogue.domain.base import Refused
from dialogue.domain.minutes import Means, MinutesState
from dialogue.domain.silence import Category, Profile
from tests.factories import AT, DAY, NO_PULSE, final_draft, paragraph, proposed
from tests.factories import table as two_sides


@pytest.fixture
def sides():
    return two_sides()


@pytest.fixture
def minutes(sides):
    return final_draft(sides)


@pytest.fixture
def round_(sides, minutes):
    made = proposed(sides, profile=Profile.MINUTES, category=Category.MINUTES)
    made.text_hash, minutes.circulation = minutes.text_hash, made
    return made


def test_the_text_does_not_change_while_a_round_runs(sides, minutes, round_):
    minutes.was_issued(round_, at=AT)

    with pytest.raises(Refused) as no:
        paragraph(minutes, sides.ours, "One more.")
    assert str(no.value) == "These minutes are “under silence”; their text does not change now."


def test_a_round_on_another_text_does_not_lock_it(sides, minutes, round_):
    round_.text_hash = "b" * 64

    with pytest.raises(Refused) as no:
        minutes.was_issued(round_, at=AT)
    assert str(no.value) == "The text has changed since silence was proposed for it."


def test_a_round_issued_again_finds_the_text_locked(minutes, round_):
    minutes.was_issued(round_, at=AT)
    minutes.was_issued(round_, at=AT + DAY)

    assert minutes.state is MinutesState.UNDER_SILENCE


def test_kept_silence_approves_as_of_its_instant(minutes, round_):
    minutes.was_issued(round_, at=AT)

    minutes.silence_was_kept(round_, as_of=AT + DAY, at=AT + 9 * DAY)

    assert (minutes.state, minutes.approved_at, minutes.means) == (MinutesState.APPROVED, AT + DAY, Means.SILENCE)


def test_broken_silence_sends_it_back_for_two_new_sign_offs(minutes, round_):
    minutes.was_issued(round_, at=AT)

    minutes.silence_was_broken(round_, at=AT + DAY)

    assert (minutes.state, minutes.sign_offs, minutes.text_hash) == (MinutesState.CONSOLIDATION, [], "")


def test_a_withdrawn_round_leaves_the_final_draft(minutes, round_):
    minutes.was_issued(round_, at=AT)

    minutes.silence_ended(round_, at=AT + DAY)

    assert minutes.state is MinutesState.FINAL_DRAFT
    assert not minutes.may_go_under_silence
    round_.withdraw("", pulse=NO_PULSE, by=round_.proposed_by, at=AT)
    assert minutes.may_go_under_silence


def test_a_text_that_goes_back_ends_the_proposal(sides, minutes, round_):
    minutes.return_("Change it.", minutes.text_hash, by=sides.chair_nato, at=AT)

    assert round_.is_over
