"""Decisions: drafts of single ones, and the register of all that were adopted, in session or under silence."""

from dialogue.domain.decisions.drafts import (
    FLOW,
    DraftDecision,
    DraftSignOff,
    State,
    begin,
    draft_by_number,
    draft_of,
    draft_reference,
    drafts,
    drafts_of,
    held_draft,
)
from dialogue.domain.decisions.register import (
    Decision,
    adopt,
    by_number,
    known,
    later_than,
    of_circulation,
    reference,
    register,
    undo,
)

__all__ = [
    "FLOW",
    "Decision",
    "DraftDecision",
    "DraftSignOff",
    "State",
    "adopt",
    "begin",
    "by_number",
    "draft_by_number",
    "draft_of",
    "draft_reference",
    "drafts",
    "drafts_of",
    "held_draft",
    "known",
    "later_than",
    "of_circulation",
    "reference",
    "register",
    "undo",
]
