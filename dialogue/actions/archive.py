"""Sessions from before this system: taken in, confirmed by the other side, and kept apart from those of this system."""

import datetime as dt
from typing import Any

from sqlalchemy import select

from dialogue.db import db
from dialogue.domain import archive
from dialogue.domain.archive import ImportedSession, Old
from dialogue.domain.base import Refused
from dialogue.domain.people import Person
from dialogue.domain.sessions import Session


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
