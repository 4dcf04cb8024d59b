"""Why an entry should be dealt with: it stands still, an answer is awaited for too long, or one has come. Computed,
never stored."""

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
    """Where an entry stands: all that tells whether it stalls or waits. `open_points`: those without an answer. `due`:
    the day by which its track expects one. `answered_on`: when the last point got its answer."""

    track: Track
    stage: Stage
    moved_on: dt.date
    open_points: int = 0
    due: dt.date | None = None
    answered_on: dt.date | None = None

    def concern(self, on: dt.date) -> Concern | None:
        """The reason to deal with it on that day. An answer that is missed comes before a standstill."""
        if self.stage.ends:
            return None
        if self.stage.awaits and (missed := self._missed(on)):
            return missed
        if self.stage.answered and self.open_points:
            return Concern("Points still without an answer: %(n)d.", {"n": self.open_points}, unanswered=True)
        if self.moved_on < months_before(on, self.track.stalled):
            return Concern(
                "Nothing has moved since %(day)s; it stalls after %(n)d months.",
                {"day": self.moved_on, "n": self.track.stalled},
            )
        return None

    def news(self, since: dt.date | None) -> Concern | None:
        """That an answer has come later than that day; None: at any time."""
        points, day = self.track.points, self.answered_on
        if points is None or not points.told or day is None or self.stage.ends:
            return None
        if since is not None and day <= since:
            return None
        return Concern("%(told)s on %(day)s.", {"told": points.told, "day": day})

    def _missed(self, on: dt.date) -> Concern | None:
        """The answer that has not come by the day that is kept or, where none is, within the months of the stage."""
        told = {"awaited": self.stage.awaits, "day": self.moved_on}
        if self.stage.by and self.due is not None:
            named = "%(missed)s since %(day)s; it was expected by %(due)s."
            told |= {"missed": self.stage.missed, "due": self.due}
            return Concern(named, told, unanswered=True) if on > self.due else None
        if self.moved_on < months_before(on, self.stage.within):
            return Concern("%(awaited)s has been awaited since %(day)s.", told, unanswered=True)
        return None


def months_before(on: dt.date, months: int) -> dt.date:
    """The same day of an earlier month, or its last day where that month is shorter; of a later one where `months` is
    below nought."""
    year, month = divmod(on.year * 12 + on.month - 1 - months, 12)
    return dt.date(year, month + 1, min(on.day, monthrange(year, month + 1)[1]))
