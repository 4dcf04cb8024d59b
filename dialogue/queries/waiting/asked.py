"""What is asked about papers, seats and rounds: of the reader, and of others as far as the reader may know of it."""

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import union_all

from dialogue.access import Right, Standing, everybody, may, values
from dialogue.db import db
from dialogue.domain import followups, mandates, password_links
from dialogue.domain.agenda import CALL_CLOSES
from dialogue.domain.people import Person
from dialogue.domain.sessions import EARLIEST, Session
from dialogue.domain.silence import CLOSING
from dialogue.queries.waiting import steps as ladder
from dialogue.queries.waiting import turns
from dialogue.queries.waiting.lines import At, Task
from dialogue.queries.waiting.steps import Steps
from dialogue.queries.waiting.table import WHOSE
from dialogue.queries.waiting.waits import OF_FOLLOWUPS, OF_SECRETARIES, Wait, Whose

_ARMS = {one.wait: one for one in turns.every()}
_OF_ALL = union_all(*(one.lines for one in _ARMS.values()))
# What nobody but a secretary has to do, and nobody but one may know of, is asked of no other reader.
_OF_OTHERS = union_all(
    *(one.lines for wait, one in _ARMS.items() if WHOSE[wait] not in OF_SECRETARIES or wait in turns.BEYOND_SECRETARIES)
)
# What is asked of whoever comes to a session and reads no rounds: to say whether it comes.
_OF_GUESTS = union_all(*(_ARMS[wait].lines for wait in (Wait.ANSWER, Wait.ANSWER_AGAIN)))


def asked(standing: Standing, steps: Steps) -> tuple[list[Task], list[Task]]:
    """What waits for the reader, and for others: one statement, of those to whom anything can. And the links that are
    in its hand, of whoever is asked for second words."""
    mine, others = list[Task](), list[Task]()
    if may(standing, Right.CIRCULATIONS_READ):
        statement = _OF_ALL if may(standing, Right.SESSION_PLAN) else _OF_OTHERS
        for task, own in _tasks(db.execute(statement, _values(standing)), steps):
            (mine if own else others).append(task)
    elif may(standing, Right.CALENDAR_SUBSCRIBE):
        mine.extend(task for task, _ in _tasks(db.execute(_OF_GUESTS, _values(standing)), steps))
    if may(standing, Right.MANDATES_READ):
        mine.extend(_links(standing))
    return mine, others


def _values(standing: Standing) -> dict[str, Any]:
    at = standing.at
    instants = {"at": at, "week_ago": at - mandates.LASTS, "opens_by": at + EARLIEST, "closes_by": at + CALL_CLOSES}
    return values(standing) | instants


def _links(standing: Standing) -> Iterator[Task]:
    handed = db.scalars(password_links.HANDED, _values(standing)).all()
    opens = (link for link in handed if link.may_be_shown(standing.person, standing.at))
    return (Task(Wait.LINK, None, link.person.name, number=link.id) for link in opens)


def _tasks(rows: Iterable[Any], steps: Steps) -> Iterator[tuple[Task, bool]]:
    """An objection that came after all that counts is none that anybody has to answer for."""
    for row in rows:
        name, *session, about, round_, due_at, came_at, since, thing, side_slug, side, own = row
        wait, until = Wait[name], due_at
        if wait is Wait.OBJECTION_CONFIRM:
            until = None
            if came_at is not None and came_at > due_at + CLOSING:
                continue
        known: dict[str, Any] = {
            "round": round_,
            "since": since,
            "thing": thing,
            "side_slug": side_slug or "",
            "side": side or "",
        }
        at = At(*session) if session[0] else None
        if at is not None and wait in OF_FOLLOWUPS:
            known["number"], about = int(about), followups.reference(at.year, at.number, int(about))
        yield Task(wait, at, about, due_on=steps.due_on(wait, at), due_at=until, **known), bool(own)


def holders(task: Task, session: Session, at: dt.datetime) -> list[Person]:
    """Whose turn it is, one by one: who has the right to do it, of the Party that it waits for. What a secretary may do
    in the place of a head or of a delegation is still theirs."""
    whose = WHOSE[task.wait]
    thing, right = _of(task, session)
    return [
        held.person
        for held in everybody(session, at)
        if held.person.organisation.slug == task.side_slug and may(held, right, thing)
        if whose not in (Whose.HEAD, Whose.DELEGATION) or not may(held, Right.SESSION_PLAN)
    ]


def _of(task: Task, session: Session) -> tuple[Any, Right]:
    """What the line is about, and which right on it does it."""
    if task.wait in ladder.RIGHTS:
        return session, ladder.RIGHTS[task.wait]
    one = _ARMS[task.wait]
    return db.get(one.noun, task.thing), one.right
