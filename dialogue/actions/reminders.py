"""Reminding somebody of what waits for them: the same thing and the same people once a day at the most."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from dialogue.access import Standing
from dialogue.db import db
from dialogue.domain import notices
from dialogue.domain.base import Refused
from dialogue.domain.minutes import Minutes
from dialogue.domain.notices import WAIT, Dispatch, Draft, NoticeKind
from dialogue.domain.people import Person
from dialogue.domain.sessions import ZONE, Session
from dialogue.notifications import messages, recipients
from dialogue.queries.waiting import Task, Wait, holders


@dataclass(frozen=True, slots=True)
class Reminder:
    """What would be said to whom. `cannot`: whose turn it is as well, and who has no account yet that could be told.
    `key`: of what and of which day; each sending adds its number."""

    task: Task
    session: Session
    drafts: list[Draft]
    cannot: list[Person]
    key: str


def reminder(task: Task, session: Session, path: str, standing: Standing) -> Reminder:
    """For the page before and for the act itself."""
    whose = holders(task, session, standing.at)
    told = [one for one in whose if one.password_hash is not None and one is not standing.person]
    day = standing.at.astimezone(ZONE).date()
    return Reminder(
        task,
        session,
        messages.of_turn(session, task.wait, task.about, since=task.since, to=told, path=path, by=standing.person),
        [one for one in whose if one.password_hash is None],
        f"turn:{task.slug}:{task.thing}:{task.about}:{task.side_slug}:{day:%Y%m%d}",
    )


def must_be_sendable(made: Reminder) -> None:
    if not made.drafts:
        raise Refused("There is nobody who could be reminded of this now: nobody with an account has it to do.")
    if any(one.undone_at is None for one in _before(made)):
        raise Refused("They have been reminded of this today already. Once a day is the most.")


def remind(made: Reminder, *, by: Person, at: dt.datetime) -> None:
    """Refused: a second time on one day, and where there is nobody to tell. What was taken back has reminded nobody."""
    must_be_sendable(made)
    key = f"{made.key}:{len(_before(made))}"
    comments = made.task.wait is Wait.MINUTES_COMMENT
    about = db.get_one(Minutes, made.task.thing) if comments else made.session
    kind = NoticeKind.COMMENTS if comments else NoticeKind.TURN
    recipients.tell(kind, made.drafts, key=key, by=by, at=at, about=about, wait=WAIT)


def _before(made: Reminder) -> Sequence[Dispatch]:
    """What was made of it on the same day, taken back or not."""
    return db.scalars(notices.numbered(made.key)).all()
