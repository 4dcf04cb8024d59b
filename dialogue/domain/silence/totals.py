"""What the rounds of a dialogue add up to."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from dialogue.domain.silence.circulation import Circulation
from dialogue.domain.silence.entries import EntryKind
from dialogue.domain.silence.states import CirculationState


@dataclass(frozen=True, slots=True)
class Figures:
    """What the rounds of the dialogue add up to."""

    rounds: int
    adopted: int
    broken: int
    extensions: int
    lengths: tuple[dt.timedelta, ...]  # of the adopted, from the notice to the adoption


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
