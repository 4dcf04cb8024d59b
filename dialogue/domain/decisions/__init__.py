"""Decisions: drafts of single ones, the register of all that were adopted, and how far each is carried out."""

from dialogue.domain.decisions.drafts import (
    FLOW,
    DraftDecision,
    DraftState,
    awaits_first_sign_off,
    awaits_sign_off,
    begin,
    draft_reference,
    drafts,
    drafts_of,
)
from dialogue.domain.decisions.progress import STEPS, DecisionMove, Status
from dialogue.domain.decisions.register import (
    Decision,
    adopt,
    by_number,
    by_status,
    known,
    later_than,
    of_circulation,
    reference,
    register,
    undo,
)

__all__ = [
    "FLOW",
    "STEPS",
    "Decision",
    "DecisionMove",
    "DraftDecision",
    "DraftState",
    "Status",
    "adopt",
    "awaits_first_sign_off",
    "awaits_sign_off",
    "begin",
    "by_number",
    "by_status",
    "draft_reference",
    "drafts",
    "drafts_of",
    "known",
    "later_than",
    "of_circulation",
    "reference",
    "register",
    "undo",
]
