"""Sessions from before this system: taken in, confirmed by the other side, and kept apart from those of this system."""

import datetime as dt
from typing import Any

from sqlalchemy import select

from dialogue import access
from dialogue.db import db
from dialogue.domain import archive, people
from dialogue.domain.archive import ImportedSession, Old
from dialogue.domain.base import Refused
from dialogue.domain.notices import WAIT, Draft, NoticeKind
from dialogue.domain.people import Person
from dialogue.domain.sessions import Session
from dialogue.notifications import archive as letters
from dialogue.notifications import recipients


def enter(about: Old, *, by: Person, at: dt.datetime) -> ImportedSession:
    """Begin to take an old session in. Refused: the reference of a session of this system."""
    _must_be_free(about)
    made = archive.enter(about, db.scalars(archive.in_order()).all(), by=by, at=at)
    db.add(made)
    db.flush()
    return made


def correct(session: ImportedSession, about: Old, **how: Any) -> None:
    """As `ImportedSession.correct`."""
    _must_be_free(about)
    session.correct(about, db.scalars(archive.in_order()).all(), **how)


def remove(session: ImportedSession, **how: Any) -> None:
    """Nothing of it is kept but that it was there."""
    session.remove(**how)
    db.flush()
    db.delete(session)


def offer(session: ImportedSession, *, base: int, by: Person, at: dt.datetime) -> None:
    """As `ImportedSession.offer`; the secretary of the other side is told."""
    session.offer(base=base, by=by, at=at)
    db.flush()
    key, drafts = f"imported session:{session.id}:{session.version}", offering(session, at)
    recipients.tell(NoticeKind.OLD_SESSION, drafts, key=key, by=by, at=at, about=session, wait=WAIT)


def offering(session: ImportedSession, at: dt.datetime) -> list[Draft]:
    """The mail to whoever confirms what this side has taken in."""
    those = db.scalars(people.secretaries())
    right = access.SUBJECTS[NoticeKind.OLD_SESSION].right
    return letters.offered(session, [one for one in those if access.may(access.standing(one, at), right, session)])


def confirm(session: ImportedSession, *, base: int, by: Person, at: dt.datetime) -> None:
    """As `ImportedSession.confirm`; nobody is asked any more."""
    session.confirm(base=base, by=by, at=at)
    recipients.call_back([NoticeKind.OLD_SESSION], session, at)


def hand_back(session: ImportedSession, reason: str, *, base: int, by: Person, at: dt.datetime) -> None:
    """As `ImportedSession.hand_back`; likewise."""
    session.hand_back(reason, base=base, by=by, at=at)
    recipients.call_back([NoticeKind.OLD_SESSION], session, at)


def must_not_bear(reference: str) -> None:
    """Refuse a reference for a new session that an old one bears: none names two."""
    if db.scalar(archive.called(reference)) is not None:
        raise Refused(
            "%(reference)s is the reference of a session from before this system. Please plan it for another year, or "
            "correct that reference first.",
            reference=reference,
        )


def _must_be_free(about: Old) -> None:
    planned = [(year, number) for year, number in db.execute(select(Session.year, Session.number))]
    archive.must_not_be_taken(about, planned)
