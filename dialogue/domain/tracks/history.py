"""Where an entry stood on any day, as its dated moves tell it, whenever they were recorded."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from dialogue.domain.tracks.catalogue import Track
from dialogue.domain.tracks.concerns import Place


@dataclass(frozen=True, slots=True)
class Step:
    """A move that counts: to another stage, or at the same one with its evidence."""

    on: dt.date
    was: str
    became: str
    evidence: str = ""

    @property
    def is_step(self) -> bool:
        return self.was != self.became


@dataclass(frozen=True, slots=True)
class History:
    """`steps`: in the order in which they were recorded. `answers`: a day for each numbered point; None: it has no
    answer. `due`: the day by which an answer is expected, as it is kept now."""

    track: Track
    began_on: dt.date
    steps: Sequence[Step] = ()
    answers: Sequence[dt.date | None] = ()
    due: dt.date | None = None

    def stage_on(self, day: dt.date) -> str:
        """At the end of that day; "" before it was there. A day on which it is known to have moved comes before the one
        on which it was entered."""
        reached = [one.became for one in self.steps if one.is_step and one.on <= day]
        if reached:
            return reached[-1]
        return self.track.first.name if self.began_on <= day else ""

    def place_on(self, day: dt.date) -> Place:
        """All that tells whether it stalled or waited at the end of that day, of an entry that was there."""
        told = [self.began_on, *(one.on for one in self.steps), *filter(None, self.answers)]
        moved_on = max((one for one in told if one <= day), default=self.began_on)
        left = sum(one is None or one > day for one in self.answers)
        return Place(self.track, self.track.stage(self.stage_on(day)), moved_on, left, self.due)

    def moves(self, after: dt.date | None, until: dt.date) -> list[Step]:
        """What counted later than the one day, up to the other; None: from the beginning."""
        return [one for one in self.steps if _is_within(one.on, after, until)]

    def answered(self, after: dt.date | None, until: dt.date) -> int:
        """How many points got their answer in that time."""
        return sum(one is not None and _is_within(one, after, until) for one in self.answers)


def _is_within(day: dt.date, after: dt.date | None, until: dt.date) -> bool:
    return (after is None or day > after) and day <= until
