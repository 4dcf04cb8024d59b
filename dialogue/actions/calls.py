"""The call for items told anew: until when they are asked for follows from the date of the session."""

import datetime as dt

from dialogue.db import db
from dialogue.domain import agenda as agendas
from dialogue.domain import notices
from dialogue.domain.agenda import AgendaState
from dialogue.domain.notices import WAIT, Dispatch, Draft, NoticeKind
from dialogue.domain.people import Person
from dialogue.domain.sessions import Session
from dialogue.notifications import recipients, tellings


def drafts(session: Session, made: Session, *, by: Person, at: dt.datetime) -> list[Draft]:
    """What a change by which the session becomes as `made` tells of its call, while that is open: to whoever may ask
    for items. Nothing where nobody was told of it, or somebody has taken that back."""
    agenda = db.scalar(agendas.of_session(session))
    collects = agenda is not None and agenda.goes_on_as(at) is AgendaState.COLLECTING
    if not (collects and made.has_a_date and _last(session)):
        return []
    return tellings.call(made, tellings.concerned(NoticeKind.CALL, session, session, at), by=by)


def tell(session: Session, *, by: Person, at: dt.datetime) -> None:
    """To be called after a change by which it got its date: what waits and names the day of before does not go."""
    told, last = drafts(session, session, by=by, at=at), _last(session)
    if told and last is not None:
        recipients.call_back([NoticeKind.CALL], session, at)
        key = f"session:{session.id}:call:{last.id}"
        recipients.tell(NoticeKind.CALL, told, key=key, by=by, at=at, about=session, wait=WAIT, facts=session.digest)


def _last(session: Session) -> Dispatch | None:
    last = db.scalars(notices.told_of_session([NoticeKind.CALL], session.id).limit(1)).first()
    return last if last is not None and last.undone_by_id is None else None
