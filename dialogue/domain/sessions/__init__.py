"""Sessions and the year plan in which they stand."""

from dialogue.domain.sessions.selections import by_ref, called_off, in_order, next_regular, read_ref, upcoming
from dialogue.domain.sessions.sessions import EARLIEST, FLOW, Kind, Session, State, reference
from dialogue.domain.sessions.wall_clock import instant, is_repeated, is_skipped
from dialogue.domain.sessions.year import (
    Caution,
    Concern,
    Proposal,
    cautions,
    city_in_turn,
    days_off,
    next_number,
    plan,
    propose_next,
    turn_of,
)
from dialogue.domain.working_days import ZONE, ZONE_ID

__all__ = [
    "EARLIEST",
    "FLOW",
    "ZONE",
    "ZONE_ID",
    "Caution",
    "Concern",
    "Kind",
    "Proposal",
    "Session",
    "State",
    "by_ref",
    "called_off",
    "cautions",
    "city_in_turn",
    "days_off",
    "in_order",
    "instant",
    "is_repeated",
    "is_skipped",
    "next_number",
    "next_regular",
    "plan",
    "propose_next",
    "read_ref",
    "reference",
    "turn_of",
    "upcoming",
]
