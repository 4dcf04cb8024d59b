"""Operational conclusions: drafted with the agenda by the side that presides, amended in the room, taken into the
minutes."""

from dialogue.domain.conclusions.conclusions import (
    CIRCULATED,
    FLOW,
    Conclusion,
    ConclusionComment,
    ConclusionState,
    SavedWording,
    Wording,
    draft,
    must_be_answered,
    must_be_draftable,
)
from dialogue.domain.conclusions.selections import by_number, of_agenda, to_be_answered_by

__all__ = [
    "CIRCULATED",
    "FLOW",
    "Conclusion",
    "ConclusionComment",
    "ConclusionState",
    "SavedWording",
    "Wording",
    "by_number",
    "draft",
    "must_be_answered",
    "must_be_draftable",
    "of_agenda",
    "to_be_answered_by",
]
