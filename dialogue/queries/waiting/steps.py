"""Steps of the ladder as lines of home: those of which nothing else tells whose turn they are, and the days of all."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy.orm import joinedload

from dialogue.access import Right, Standing, knew_of, may, values
from dialogue.db import db
from dialogue.domain import sessions
from dialogue.domain.ladder import RULES, Owner, RungKey
from dialogue.domain.sessions import Session
from dialogue.queries import ladder
from dialogue.queries.ladder import FORTNIGHT, TURNS, Rung
from dialogue.queries.waiting.lines import At, Task
from dialogue.queries.waiting.table import OF_RUNGS
from dialogue.queries.waiting.waits import Wait

# What a secretary says to be done, and no state of a flow tells.
SAID: Mapping[RungKey, Wait] = {key: OF_RUNGS[key][0] for key, rule in RULES.items() if rule.said}
RIGHTS: Mapping[Wait, Right] = {wait: TURNS[RULES[key].owner] for key, wait in SAID.items()}
_RUNG_OF: Mapping[Wait, RungKey] = {wait: key for key, waits in OF_RUNGS.items() for wait in waits}
_GOING = sessions.under_way().where(knew_of()).options(joinedload(Session.presiding))


@dataclass(frozen=True, slots=True)
class Steps:
    """The ladders of the sessions that the reader follows and that are not closed."""

    sessions: Sequence[Session] = ()
    ladders: Mapping[int, list[Rung]] = field(default_factory=dict)

    def due_on(self, wait: Wait, at: At | None) -> dt.date | None:
        """By when the step is due that is done by it, as a secretary may have moved it."""
        key = _RUNG_OF.get(wait)
        rungs = self.ladders.get(at.id, []) if at is not None and key is not None else []
        return next((one.by for one in rungs if one.key is key and one.may_move), None)


def steps(standing: Standing, today: dt.date, going: Iterable[Session] | None = None) -> Steps:
    """A statement, and one more where a session was held: of whoever may follow a session at all. `going`: the sessions
    that the reader knows of and that have a date and are not closed, where they are known already."""
    if not may(standing, Right.CIRCULATIONS_READ):
        return Steps()
    found = list(going) if going is not None else db.scalars(_GOING, values(standing)).all()
    return Steps(found, ladder.ladders(standing, found, today))


def to_be_said(standing: Standing, those: Steps, today: dt.date) -> tuple[list[Task], list[Task]]:
    """What comes due within a fortnight or is overdue: for the reader, and for the other side, as secretaries know."""
    mine, others = list[Task](), list[Task]()
    for session, rung in _open(those, today):
        if ladder.is_mine(standing, session, rung):
            mine.append(_task(session, rung))
        elif may(standing, Right.SESSION_KEEP, session):
            others.append(_task(session, rung))
    return mine, others


def _open(those: Steps, today: dt.date) -> Iterator[tuple[Session, Rung]]:
    for session in those.sessions:
        for rung in those.ladders.get(session.id, ()):
            if rung.key in SAID and rung.may_move and rung.by is not None and rung.by <= today + FORTNIGHT:
                yield session, rung


def _task(session: Session, rung: Rung) -> Task:
    """A step of the side that presides is its secretary's."""
    at = At(session.id, session.year, session.number, session.starts_at)
    side = session.presiding if rung.owner is Owner.HOST else None
    slug, name = (side.slug, side.short_name) if side is not None else ("", "")
    wait = SAID[RungKey(str(rung.key))]
    return Task(wait, at, due_on=rung.by, thing=session.id, side_slug=slug, side=name)
