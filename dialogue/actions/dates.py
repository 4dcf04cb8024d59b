"""Dates and cities of sessions: each is set among all others, and answered with what it comes into conflict with."""

import datetime as dt
from collections.abc import Sequence

from sqlalchemy.orm import selectinload

from dialogue.actions import turns
from dialogue.db import db
from dialogue.domain import organisations, sessions
from dialogue.domain.organisations import Organisation, Place
from dialogue.domain.people import Person
from dialogue.domain.sessions import Caution, Kind, Session


def plan(
    kind: Kind,
    place: Place,
    starts: dt.datetime,
    ends: dt.datetime,
    *,
    departure_reason: str,
    asked_by: Organisation | None,
    by: Person,
    at: dt.datetime,
) -> tuple[Session, Sequence[Caution]]:
    """Plan a session; it is kept once it is added to `db`."""
    existing, parties = turns.take_all(), _parties()
    made = sessions.plan(
        existing=existing, parties=parties, kind=kind, place=place, starts=starts, ends=ends,
        departure_reason=departure_reason, asked_by=asked_by, by=by, at=at,
    )  # fmt: skip
    return made, sessions.cautions(made, existing, parties, at)


def reschedule(
    session: Session,
    starts: dt.datetime,
    ends: dt.datetime,
    departure_reason: str,
    *,
    base: int | None,
    by: Person,
    at: dt.datetime,
) -> Sequence[Caution]:
    existing, parties = turns.take_all(), _parties()
    due = sessions.turn_of(session, starts, existing, parties)
    session.reschedule(starts, ends, departure_reason, due=due, base=base, by=by, at=at)
    return sessions.cautions(session, existing, parties, at)


def move(
    session: Session,
    place: Place,
    venue: str,
    address: str,
    departure_reason: str,
    *,
    base: int | None,
    by: Person,
    at: dt.datetime,
) -> Sequence[Caution]:
    existing, parties = turns.take_all(), _parties()
    due = sessions.turn_of(session, session.starts, existing, parties)
    session.move(place, venue, address, departure_reason, due=due, base=base, by=by, at=at)
    return sessions.cautions(session, existing, parties, at)


def cautions(session: Session, at: dt.datetime) -> Sequence[Caution]:
    """What its date and city come into conflict with as they stand."""
    return sessions.cautions(session, db.scalars(sessions.in_order()).all(), _parties(), at)


def _parties() -> Sequence[Organisation]:
    """With their calendars, which every date asks."""
    return db.scalars(organisations.parties().options(selectinload(Organisation.own_days))).all()
