"""Delegations: whom each side names for one session, in which capacity, and who of them was in the room."""

from dialogue.domain.delegations.capacities import CAPACITIES, FLOW, LEADS, OF_A_PARTY, Capacity, State
from dialogue.domain.delegations.delegations import Delegation, Participant, heads, in_precedence, open_for
from dialogue.domain.delegations.selections import (
    OWN_SEATS,
    accredited,
    accredited_in,
    heads_of,
    named_by,
    of_organisation,
    of_session,
    seat_in,
    seats_in,
    seats_of,
    speakers_of,
    without_head,
)

__all__ = [
    "CAPACITIES",
    "FLOW",
    "LEADS",
    "OF_A_PARTY",
    "OWN_SEATS",
    "Capacity",
    "Delegation",
    "Participant",
    "State",
    "accredited",
    "accredited_in",
    "heads",
    "heads_of",
    "in_precedence",
    "named_by",
    "of_organisation",
    "of_session",
    "open_for",
    "seat_in",
    "seats_in",
    "seats_of",
    "speakers_of",
    "without_head",
]
