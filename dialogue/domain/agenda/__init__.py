"""The agenda of a session: its items, their order and times, its releases, its adoption, what changed after it."""

from dialogue.domain.agenda.agenda import Agenda
from dialogue.domain.agenda.guests import Guests, Left
from dialogue.domain.agenda.items import ITEM_FLOW, AgendaItem, ItemKind, ItemState, StandingItem, is_open_to, kinds_for
from dialogue.domain.agenda.openings import (
    BY_REF,
    after,
    awaits_answer,
    before,
    bring_back,
    item_of,
    last_release,
    of_round,
    of_session,
    start,
)
from dialogue.domain.agenda.releases import (
    AgendaChange,
    Change,
    Difference,
    differences,
)
from dialogue.domain.agenda.states import CALL_CLOSES, CIRCULATION, FLOW, AgendaState

__all__ = [
    "BY_REF",
    "CALL_CLOSES",
    "CIRCULATION",
    "FLOW",
    "ITEM_FLOW",
    "Agenda",
    "AgendaChange",
    "AgendaItem",
    "AgendaState",
    "Change",
    "Difference",
    "Guests",
    "ItemKind",
    "ItemState",
    "Left",
    "StandingItem",
    "after",
    "awaits_answer",
    "before",
    "bring_back",
    "differences",
    "is_open_to",
    "item_of",
    "kinds_for",
    "last_release",
    "of_round",
    "of_session",
    "start",
]
