"""The outbox: what the product tells people by mail, from the draft to what became of each mail."""

from dialogue.domain.notices.drafts import Draft, Preview, dispatch, previews
from dialogue.domain.notices.kinds import FLOW, OWN, Kind, Loss, State
from dialogue.domain.notices.notices import LEASE, LONGEST_PAUSE, WAIT, Dispatch, Notice
from dialogue.domain.notices.selections import (
    about_for_writing,
    by_key,
    due,
    failed,
    held,
    left_lying,
    newest,
    of_dispatch,
    of_keys,
    queued,
    waiting_for_writing,
)

__all__ = [
    "FLOW",
    "LEASE",
    "LONGEST_PAUSE",
    "OWN",
    "WAIT",
    "Dispatch",
    "Draft",
    "Kind",
    "Loss",
    "Notice",
    "Preview",
    "State",
    "about_for_writing",
    "by_key",
    "dispatch",
    "due",
    "failed",
    "held",
    "left_lying",
    "newest",
    "of_dispatch",
    "of_keys",
    "previews",
    "queued",
    "waiting_for_writing",
]
