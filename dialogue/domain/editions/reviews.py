"""The sheet of a review: of each track and of the whole where it stood at the last session, and where it stands."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from dialogue.domain.editions.canonical import aside, later
from dialogue.domain.editions.meetings import Heading


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewMove:
    """To another stage, or evidence at the same one."""

    on: dt.date
    was: str
    became: str
    evidence: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewRow:
    """One entry of a track."""

    reference: str  # PA/3
    title: str
    owner: str
    was: str  # its stage at the last session; "": it was not there yet
    stage: str
    moves: tuple[ReviewMove, ...] = ()  # since then
    answered: int = 0  # points that got their answer since then
    next_step: str = ""
    why: str = ""  # it should be dealt with, in words
    waits: bool = False  # for somebody's answer; else what should be dealt with stands still
    item: str = ""  # its number on the agenda
    drafted: bool = False  # it stands on the draft of the agenda
    way: tuple[ReviewMove, ...] = later(())  # all its moves from one stage to another, where its track tells them

    @property
    def has_moved(self) -> bool:
        return not self.was or bool(self.moves) or self.answered > 0

    @property
    def is_on_agenda(self) -> bool:
        return self.drafted or bool(self.item)

    @property
    def stalls(self) -> bool:
        return bool(self.why)

    @property
    def is_asked(self) -> bool:
        """Whether the session is to deal with it: it is on its agenda, or offers itself for it."""
        return self.is_on_agenda or self.stalls


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewStage:
    """How many entries stood there, and how many stand there."""

    name: str
    was: int
    now: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewSum:
    """What was counted over the entries of a track: `label` is what, `entries` of how many."""

    label: str
    n: int
    entries: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewTrack:
    """One page of it."""

    slug: str
    title: str
    rows: tuple[ReviewRow, ...] = ()
    stages: tuple[ReviewStage, ...] = ()
    sums: tuple[ReviewSum, ...] = later(())
    way: str = later("")  # what the ways of its entries are called, where they are told

    @property
    def moved(self) -> Sequence[ReviewRow]:
        return [row for row in self.rows if row.has_moved]

    @property
    def stalled(self) -> Sequence[ReviewRow]:
        """What stands still, and what waits for an answer."""
        return [row for row in self.rows if row.stalls]

    @property
    def asked(self) -> Sequence[ReviewRow]:
        """What is on the agenda first, then what offers itself."""
        return sorted((row for row in self.rows if row.is_asked), key=lambda row: not row.is_on_agenda)

    @property
    def stood(self) -> int:
        """How many entries there were at the last session."""
        return sum(bool(row.was) for row in self.rows)

    @property
    def still(self) -> int:
        return sum(row.stalls and not row.waits for row in self.rows)

    @property
    def waiting(self) -> int:
        return sum(row.waits for row in self.rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewFigure:
    word: str  # the domain's
    n: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewSheet:
    """For the delegations. Of what is in a compartment it holds two counts, and no word."""

    heading: Heading
    tracks: tuple[ReviewTrack, ...]
    since: str = ""  # the regular session that was held before; "": none was
    since_on: dt.date | None = None
    followups: tuple[ReviewFigure, ...] = ()  # by state
    overdue: int = 0
    decisions: tuple[ReviewFigure, ...] = ()  # by status
    developments: tuple[ReviewFigure, ...] = ()  # that came to stand since then, by state
    others: int = 0  # entries in a compartment of which more is expected
    as_planned: int = 0  # of these, those of which nothing has to be said
    rev: int | None = aside(None)  # of the agenda's release that it was frozen with; None: it is provisional
    as_of: dt.date | None = aside(None)

    @property
    def is_provisional(self) -> bool:
        return self.rev is None
