"""Why an entry should be dealt with: it stands still, or an answer is awaited for too long. Computed, never stored."""

import datetime as dt
from calendar import monthrange
from dataclasses import dataclass, field
from typing import Any

from dialogue.domain.tracks.catalogue import Stage, Track


@dataclass(frozen=True, slots=True)
class Concern:
    """A sentence with its values, as of `Refused`: a message id for the reader's language."""

    sentence: str
    values: dict[str, Any] = field(default_factory=dict)
    unanswered: bool = False  # else it stalls


@dataclass(frozen=True, slots=True)
class Place:
    """Where an entry stands: all that tells whether it stalls or waits. `open_points`: those without an answer."""

    track: Track
    stage: Stage
    moved_on: dt.date
    open_points: int = 0

    def concern(self, on: dt.date) -> Concern | None:
        """The reason to deal with it on that day. An answer that is missed comes before a standstill."""
        if self.stage.ends:
            return None
        if self.stage.awaits and self.moved_on < months_before(on, self.stage.within):
            return Concern(
                "%(awaited)s has been awaited since %(day)s.",
                {"awaited": self.stage.awaits, "day": self.moved_on},
                unanswered=True,
            )
        if self.stage.answered and self.open_points:
            return Concern("Points still without an answer: %(n)d.", {"n": self.open_points}, unanswered=True)
        if self.moved_on < months_before(on, self.track.stalled):
            return Concern(
                "Nothing has moved since %(day)s; it stalls after %(n)d months.",
                {"day": self.moved_on, "n": self.track.stalled},
            )
        return None


def months_before(on: dt.date, months: int) -> dt.date:
    """The same day of an earlier month, or its last day where that month is shorter."""
    year, month = divmod(on.year * 12 + on.month - 1 - months, 12)
    return dt.date(year, month + 1, min(on.day, monthrange(year, month + 1)[1]))
