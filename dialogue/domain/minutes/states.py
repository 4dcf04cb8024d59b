"""The states of minutes, which may follow which, and what a state alone tells."""

import datetime as dt
import enum

from dialogue.domain.flow import Flow


class MinutesState(enum.StrEnum):
    DRAFTING = "drafting"
    JOINT_DRAFT = "joint draft"
    COMMENTS = "comments"
    CONSOLIDATION = "consolidation"
    FINAL_DRAFT = "final draft"
    UNDER_SILENCE = "under silence"
    APPROVED = "approved"
    SIGNED = "signed"


FLOW = Flow(
    {
        MinutesState.DRAFTING: {MinutesState.JOINT_DRAFT},
        MinutesState.JOINT_DRAFT: {MinutesState.COMMENTS, MinutesState.FINAL_DRAFT, MinutesState.DRAFTING},
        MinutesState.COMMENTS: {MinutesState.CONSOLIDATION},
        MinutesState.CONSOLIDATION: {MinutesState.FINAL_DRAFT},
        MinutesState.FINAL_DRAFT: {MinutesState.APPROVED, MinutesState.UNDER_SILENCE, MinutesState.CONSOLIDATION},
        MinutesState.UNDER_SILENCE: {MinutesState.APPROVED, MinutesState.CONSOLIDATION, MinutesState.FINAL_DRAFT},
        MinutesState.APPROVED: {MinutesState.SIGNED, MinutesState.CONSOLIDATION},
        MinutesState.SIGNED: {MinutesState.CONSOLIDATION},
    }
)
RELEASED = "released"  # no state: a record per edition
ONCE_SIGNED_OFF = {
    MinutesState.DRAFTING: MinutesState.JOINT_DRAFT,
    MinutesState.CONSOLIDATION: MinutesState.FINAL_DRAFT,
}
OPEN_TO_EDITS = (MinutesState.DRAFTING, MinutesState.CONSOLIDATION)


def is_final(state: str) -> bool:
    """Whether minutes in that state are open to the entitled."""
    return state in (MinutesState.FINAL_DRAFT, MinutesState.UNDER_SILENCE, MinutesState.APPROVED, MinutesState.SIGNED)


def is_with_delegates(state: str, circulated_at: dt.datetime | None) -> bool:
    """Whether minutes in that state, circulated for comments at that instant or never, are open to the delegates."""
    return circulated_at is not None or state == MinutesState.UNDER_SILENCE
