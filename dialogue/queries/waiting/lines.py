"""What a line of home says: what is asked of the reader, what is late, which round goes."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from dialogue.domain import followups, sessions
from dialogue.domain.silence import CirculationState
from dialogue.queries.ladder import Rung
from dialogue.queries.waiting.table import WHOSE
from dialogue.queries.waiting.waits import Wait, Whose


class At(NamedTuple):
    """The session that a line is about, as far as a line names it."""

    id: int
    year: int
    number: int
    starts_at: dt.datetime

    @property
    def reference(self) -> str:
        return sessions.reference(self.year, self.number)

    @property
    def ref(self) -> str:
        return f"{self.year}-{self.number}"


def slug_of(wait: Wait) -> str:
    """The wait as an address names it."""
    return wait.name.lower().replace("_", "-")


class Task(NamedTuple):
    """One thing that waits: what, in which session if in any, on which thing and what it says, since when, and by when
    if there is a date: a day, or the instant at which something ends. `side`: the Party that it waits for, where it is
    one's turn alone."""

    wait: Wait
    session: At | None
    about: str = ""
    text: str = ""
    due_on: dt.date | None = None
    due_at: dt.datetime | None = None
    number: int | None = None
    round: int | None = None
    since: dt.datetime | None = None
    thing: int | None = None
    side_slug: str = ""
    side: str = ""

    @property
    def whose(self) -> Whose:
        return WHOSE[self.wait]

    @property
    def slug(self) -> str:
        return slug_of(self.wait)

    @property
    def day(self) -> dt.date | None:
        return self.due_at.astimezone(sessions.ZONE).date() if self.due_at else self.due_on

    def is_late(self, today: dt.date) -> bool:
        """Whether the reader is behind with it: of an instant that is over the wait says itself what that means."""
        return self.due_on is not None and self.due_on < today


@dataclass(frozen=True, slots=True)
class Late:
    """A line of the register whose owner is late."""

    session: At
    number: int
    owner: str
    text: str
    due_on: dt.date
    rests: bool  # the adoption of its text is in question

    @property
    def reference(self) -> str:
        return followups.reference(self.session.year, self.session.number, self.number)


@dataclass(frozen=True, slots=True)
class UnderSilence:
    """A round that was issued and goes, as columns tell it: `state` is what was written down last, or what is certain
    since by the clock alone. `unserved`: Parties that its paper has not reached, each of which has to be served by
    `serve_by`."""

    session: At
    round: int
    title: str
    recorded: CirculationState
    expires_at: dt.datetime
    serve_by: dt.datetime
    unserved: tuple[str, ...]

    @property
    def number(self) -> str:
        return f"SP/{self.round}"

    def state(self, at: dt.datetime) -> CirculationState:
        if self.recorded is CirculationState.HELD or (self.unserved and at > self.serve_by):
            return CirculationState.HELD
        return CirculationState.CLOSING if at > self.expires_at else CirculationState.RUNNING


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for the reader, what holds a round first and then the dated; how many `more` follow-ups than are
    listed; what waits for others, as far as the reader may know of it; the rounds that go, as far as the reader may
    open them; and the ladders of the sessions that the reader follows, by their ids."""

    tasks: list[Task]
    more: int
    others: list[Task]
    going: list[UnderSilence]
    ladders: Mapping[int, list[Rung]]

    @property
    def many(self) -> int:
        return len(self.tasks) + self.more
