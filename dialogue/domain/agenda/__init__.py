"""The agenda of a session: its items, their order and times, its releases, its adoption, what changed after it."""

from dialogue.domain.agenda.agenda import FLOW, Agenda, State
from dialogue.domain.agenda.items import ITEM_FLOW, AgendaItem, ItemKind, ItemState, StandingItem, closed_to, kinds_for
from dialogue.domain.agenda.openings import (
    after,
    awaits_answer,
    awaits_sign_off,
    before,
    bring_back,
    by_ref,
    held,
    item_of,
    of_session,
    start,
)
from dialogue.domain.agenda.releases import (
    AgendaAssent,
    AgendaChange,
    AgendaRelease,
    AgendaSignOff,
    AssentTo,
    Change,
    Difference,
    differences,
)

__all__ = [
    "FLOW",
    "ITEM_FLOW",
    "Agenda",
    "AgendaAssent",
    "AgendaChange",
    "AgendaItem",
    "AgendaRelease",
    "AgendaSignOff",
    "AssentTo",
    "Change",
    "Difference",
    "ItemKind",
    "ItemState",
    "StandingItem",
    "State",
    "after",
    "awaits_answer",
    "awaits_sign_off",
    "before",
    "bring_back",
    "by_ref",
    "closed_to",
    "differences",
    "held",
    "item_of",
    "kinds_for",
    "of_session",
    "start",
]
