"""What an item of the agenda can be, and what every agenda contains by itself."""

import enum
from dataclasses import dataclass

from dialogue.domain.editions import Level
from dialogue.domain.flow import Flow


class ItemKind(enum.StrEnum):
    """By who is in the room (practice §0.11)."""

    PLENARY = "plenary"
    RESTRICTED = "restricted"
    OPEN = "open"


class ItemState(enum.StrEnum):
    REQUESTED = "requested"
    ACCEPTED = "accepted"
    MERGED = "merged"
    DECLINED = "declined"
    DEFERRED = "deferred"
    WITHDRAWN = "withdrawn"
    DISCUSSED = "discussed"


ITEM_FLOW = Flow(
    {
        ItemState.REQUESTED: {ItemState.ACCEPTED, ItemState.MERGED, ItemState.DECLINED, ItemState.WITHDRAWN},
        ItemState.ACCEPTED: {ItemState.DEFERRED, ItemState.WITHDRAWN, ItemState.DISCUSSED},
        ItemState.DECLINED: {ItemState.ACCEPTED},
        ItemState.WITHDRAWN: {ItemState.ACCEPTED},
    }
)

ON_THE_AGENDA = frozenset({ItemState.ACCEPTED, ItemState.DISCUSSED})


class StandingItem(enum.StrEnum):
    """Items that appear by themselves, in this order."""

    OPENING = "opening"
    SINCE_LAST = "since the last session"
    DEVELOPMENTS = "developments"
    REVIEW = "review of cooperation"
    FOLLOW_UPS = "review of follow-ups"
    OTHER_BUSINESS = "any other business"
    NEXT_SESSION = "next session"


@dataclass(frozen=True, slots=True)
class StandingShape:
    """How a standing item begins its life: title (also the public one), minutes, the widest circle that sees it
    whole."""

    title: str
    minutes: int
    level: Level = Level.PUBLIC


STANDING = {
    StandingItem.OPENING: StandingShape("Opening and adoption of the agenda", 15),
    StandingItem.SINCE_LAST: StandingShape("Approval of minutes and decisions since the last session", 15),
    StandingItem.DEVELOPMENTS: StandingShape("Regional security developments", 75, Level.DELEGATIONS),
    StandingItem.REVIEW: StandingShape("Review of cooperation", 75, Level.DELEGATIONS),
    StandingItem.FOLLOW_UPS: StandingShape("Review of follow-ups", 45, Level.DELEGATIONS),
    StandingItem.OTHER_BUSINESS: StandingShape("Any other business", 15, Level.DELEGATIONS),
    StandingItem.NEXT_SESSION: StandingShape("Next session", 10),
}

# Items of substance go between the review of cooperation and the review of follow-ups, where a chair expects them.
CLOSING = (StandingItem.FOLLOW_UPS, StandingItem.OTHER_BUSINESS, StandingItem.NEXT_SESSION)
