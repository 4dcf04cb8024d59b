"""The states of minutes, which may follow which, and what a state alone tells."""

import datetime as dt
import enum

from dialogue.domain.flow import Flow


class State(enum.StrEnum):
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
        State.DRAFTING: {State.JOINT_DRAFT},
        State.JOINT_DRAFT: {State.COMMENTS, State.FINAL_DRAFT, State.DRAFTING},
        State.COMMENTS: {State.CONSOLIDATION},
        State.CONSOLIDATION: {State.FINAL_DRAFT},
        State.FINAL_DRAFT: {State.APPROVED, State.UNDER_SILENCE, State.CONSOLIDATION},
        State.UNDER_SILENCE: {State.APPROVED, State.CONSOLIDATION, State.FINAL_DRAFT},
        State.APPROVED: {State.SIGNED, State.CONSOLIDATION},
        State.SIGNED: {State.CONSOLIDATION},
    }
)
RELEASED = "released"  # no state: a record per edition
ONCE_SIGNED_OFF = {State.DRAFTING: State.JOINT_DRAFT, State.CONSOLIDATION: State.FINAL_DRAFT}
OPEN_TO_EDITS = (State.DRAFTING, State.CONSOLIDATION)


def is_final(state: str) -> bool:
    """Whether minutes in that state are open to the entitled."""
    return state in (State.FINAL_DRAFT, State.UNDER_SILENCE, State.APPROVED, State.SIGNED)


def is_with_delegates(state: str, circulated_at: dt.datetime | None) -> bool:
    """Whether minutes in that state, circulated for comments at that instant or never, are open to the delegates."""
    return circulated_at is not None or state == State.UNDER_SILENCE
