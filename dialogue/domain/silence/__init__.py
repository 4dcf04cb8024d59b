"""The silence procedure, whatever text it is about: who was told, who spoke, what the silence of all others means."""

from dialogue.domain.silence.circulation import Circulation, propose
from dialogue.domain.silence.entries import ATTACHED, VOICES, Entry, EntryKind
from dialogue.domain.silence.external import EXTERNAL_FLOW, ExternalRound, ExternalState
from dialogue.domain.silence.issues import SPEAKS, Delivery, Issue, Part, Recipient, address
from dialogue.domain.silence.objections import Objection, ObjectionKind, Route
from dialogue.domain.silence.outcomes import CLOSING, Hold, Outcome
from dialogue.domain.silence.profiles import (
    Category,
    Formula,
    Profile,
    earliest_expiry,
    latest_service,
    proposed_expiry,
)
from dialogue.domain.silence.records import Record
from dialogue.domain.silence.selections import (
    by_id,
    external_by_id,
    external_rounds,
    first_issue_of_unsettled,
    going_with,
    hashes_in_question,
    held_for_writing,
    in_order,
    of_session,
    precedents,
    spoken_in,
    unsettled,
    whole,
)
from dialogue.domain.silence.states import FLOW, CirculationState, Reason, Weight
from dialogue.domain.silence.subjects import Subject
from dialogue.domain.silence.totals import Figures, by_category, figures

__all__ = [
    "ATTACHED",
    "CLOSING",
    "EXTERNAL_FLOW",
    "FLOW",
    "SPEAKS",
    "VOICES",
    "Category",
    "Circulation",
    "CirculationState",
    "Delivery",
    "Entry",
    "EntryKind",
    "ExternalRound",
    "ExternalState",
    "Figures",
    "Formula",
    "Hold",
    "Issue",
    "Objection",
    "ObjectionKind",
    "Outcome",
    "Part",
    "Profile",
    "Reason",
    "Recipient",
    "Record",
    "Route",
    "Subject",
    "Weight",
    "address",
    "by_category",
    "by_id",
    "earliest_expiry",
    "external_by_id",
    "external_rounds",
    "figures",
    "first_issue_of_unsettled",
    "going_with",
    "hashes_in_question",
    "held_for_writing",
    "in_order",
    "latest_service",
    "of_session",
    "precedents",
    "propose",
    "proposed_expiry",
    "spoken_in",
    "unsettled",
    "whole",
]
