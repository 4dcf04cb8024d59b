"""What the rounds of a dialogue add up to."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median_low

from dialogue.domain.silence.circulation import Circulation
from dialogue.domain.silence.entries import EntryKind
from dialogue.domain.silence.profiles import Category
from dialogue.domain.silence.states import CirculationState


@dataclass(frozen=True, slots=True)
class Figures:
    """What the rounds of the dialogue add up to."""

    rounds: int
    adopted: int
    broken: int
    extensions: int
    lengths: tuple[dt.timedelta, ...]  # of the adopted, from the notice to the adoption

    @property
    def median(self) -> dt.timedelta | None:
        """The time from the notice to the adoption that half of the adopted took at the most; None without one."""
        return median_low(self.lengths) if self.lengths else None


def by_category(found: Sequence[Circulation]) -> dict[Category, Figures]:
    """Of each category in which a round was issued, in the order of the categories."""
    every = {kind: figures([one for one in found if one.category is kind]) for kind in Category}
    return {kind: told for kind, told in every.items() if told.rounds}


def figures(found: Sequence[Circulation]) -> Figures:
    issued = [one for one in found if one.issues]
    lengths = [one.state_at - one.issues[0].issued_at for one in issued if one.is_adopted]
    return Figures(
        rounds=len(issued),
        adopted=len(lengths),
        broken=sum(one.state is CirculationState.BROKEN for one in issued),
        extensions=sum(entry.kind is EntryKind.EXTENSION for one in issued for entry in one.entries),
        lengths=tuple(lengths),
    )
