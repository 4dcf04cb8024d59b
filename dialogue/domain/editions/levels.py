"""Levels and audiences: who may read which part of a text."""

import enum
from dataclasses import dataclass


class Level(enum.StrEnum):
    """Editions by audience, widest last: `secretariat` holds everything, `public` the least (contract, Words)."""

    SECRETARIAT = "secretariat"
    DELEGATIONS = "delegations"
    COHOST = "cohost"
    PUBLIC = "public"

    @property
    def depth(self) -> int:
        return list(Level)[::-1].index(self)

    def reads(self, part: "Level") -> bool:
        """Whether a reader at this level sees a part that is meant for `part` and narrower circles."""
        return part.depth <= self.depth


DOCUMENT_LEVELS = (Level.DELEGATIONS, Level.COHOST, Level.PUBLIC)


@dataclass(frozen=True, slots=True)
class Audience:
    """For whom something is shown: a level and, beside it, the compartment (the Party) of the reader."""

    level: Level
    party_id: int | None = None

    def reads(self, level: Level, party_id: int | None = None) -> bool:
        """A part is seen only if both the level and the compartment allow it."""
        return self.level.reads(level) and party_id in (None, self.party_id)
