"""The states of minutes: every pair allowed or refused, and to whom a state opens the text."""

from dialogue.domain.minutes import FLOW, MinutesState, is_final, is_with_delegates
from tests.domain.pairs import allowed, table
from tests.factories import AT


def test_minutes_move_as_their_table_says():
    assert allowed(FLOW, MinutesState) == table(
        """
        drafting: joint draft
        joint draft: comments, final draft, drafting
        comments: consolidation
        consolidation: final draft
        final draft: approved, under silence, consolidation
        under silence: approved, consolidation, final draft
        approved: signed, consolidation
        signed: consolidation
        """
    )


def test_the_entitled_read_from_the_final_draft_on():
    assert [state.value for state in MinutesState if is_final(state)] == [
        "final draft",
        "under silence",
        "approved",
        "signed",
    ]


def test_delegates_read_from_circulation_for_comments_or_for_silence_on():
    assert [state.value for state in MinutesState if is_with_delegates(state, None)] == ["under silence"]
    assert all(is_with_delegates(state, AT) for state in MinutesState)
