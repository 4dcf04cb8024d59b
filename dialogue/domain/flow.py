"""Which state may follow which. A flow knows no noun; a noun's file opens with its own."""

import enum
from collections.abc import Mapping, Set
from typing import Generic, TypeVar

from dialogue.domain.base import Refused

S = TypeVar("S", bound=enum.StrEnum)


class Flow(Generic[S]):
    """A table of moves; what the table does not hold is refused with a sentence."""

    def __init__(self, moves: Mapping[S, Set[S]]) -> None:
        self.moves = {state: frozenset(to) for state, to in moves.items()}
        self.states = frozenset(self.moves) | {s for to in self.moves.values() for s in to}

    def allows(self, now: S, to: S) -> bool:
        return to in self.moves.get(now, frozenset())

    def move(self, now: S, to: S) -> S:
        """Return `to`, or refuse: "This is … and cannot become … ." """
        if not self.allows(now, to):
            raise Refused("This is “%(now)s” and cannot become “%(to)s”.", now=now.value, to=to.value)
        return to
