"""Rungs of the ladder: given another day or said to be done by a secretary, and told to their owners in time."""

import datetime as dt
from collections.abc import Sequence

from dialogue import access
from dialogue.actions import turns
from dialogue.db import db
from dialogue.domain import ladder, notices, sessions
from dialogue.domain.base import Refused
from dialogue.domain.ladder import RungKey
from dialogue.domain.notices import Notice, NoticeKind
from dialogue.domain.people import Person
from dialogue.domain.sessions import Session
from dialogue.domain.working_days import local_day
from dialogue.notifications import messages, recipients, rungs
from dialogue.notifications.rungs import Reminder
from dialogue.queries.ladder import TURNS, Rung, courses


def move(
    session: Session, key: RungKey, to: dt.date, reason: str, *, base: int | None, by: Person, at: dt.datetime
) -> None:
    """Give a rung another day. Refused: of one that is done, or whose day was agreed on elsewhere."""
    today = local_day(at)
    rung = _open(session, key, today)
    if rung.by is None:
        raise Refused("This day was agreed on by both sides, and is changed where that was done.")
    said = ladder.move(
        session, key, to, reason, stands=rung.by, said=rung.said, base=base, today=today, by=by, at=at
    )  # fmt: skip
    db.add(said)


def finish(session: Session, key: RungKey, how: str, *, base: int | None, by: Person, at: dt.datetime) -> None:
    """Say that a rung is done of which nothing else tells."""
    rung = _open(session, key, local_day(at))
    db.add(ladder.finish(session, key, how, said=rung.said, base=base, by=by, at=at))


def _open(session: Session, key: RungKey, today: dt.date) -> Rung:
    rungs = courses([session], today).get(session.id, [])
    found = next((one for one in rungs if one.key is key and one.status != "done"), None)
    if found is None:
        raise Refused("This step is done, or is none of this session's any more.")
    return found


def news(at: dt.datetime) -> set[int]:
    """Ids of the sessions of whose rungs somebody has to be told now, or not to be told any more."""
    found = rungs.due(db.scalars(sessions.under_way()).all(), at)
    true = {one.key for one in found}
    stale = {one.dispatch.about_id for one in _waiting(at) if one.dispatch.key not in true}
    return {one.session.id for one in _untold(found)} | {one for one in stale if one is not None}


def tell(session_id: int, at: dt.datetime) -> None:
    """Tell the owners, each once for each day, what comes due or is overdue; what waits to go out and is no longer true
    does not go."""
    turns.take(session_id)
    session = db.get_one(Session, session_id, populate_existing=True)
    found = rungs.due([session], at)
    true = {one.key for one in found}
    for notice in db.scalars(notices.about_for_writing([NoticeKind.RUNG], session_id)).all():
        if notice.dispatch.key not in true and notice.is_waiting and not notice.is_in_hand(at):
            notice.overtake(at=at)
    for one in _untold(found):
        _tell(one, at)


def _waiting(at: dt.datetime) -> list[Notice]:
    return [one for one in db.scalars(notices.queued_of(NoticeKind.RUNG)) if not one.is_in_hand(at)]


def _untold(found: Sequence[Reminder]) -> list[Reminder]:
    told = set(db.scalars(notices.keys_of([one.key for one in found]))) if found else set()
    return [one for one in found if one.key not in told]


def _tell(one: Reminder, at: dt.datetime) -> None:
    """To those whose rung it is now, and who may read it."""
    owner = one.rung.owner
    owners = access.holders(TURNS[owner], one.session, at) if owner is not None else []
    drafts = messages.of_rung(one.session, one.rung.what, one.by, owner, owners, is_late=one.is_late)
    recipients.tell(NoticeKind.RUNG, drafts, key=one.key, about=one.session, at=at)
