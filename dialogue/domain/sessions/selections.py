"""Which sessions: by their reference, in the order of their dates, and those that are still to be."""

import datetime as dt
import re

from sqlalchemy import ColumnElement, Select, select

from dialogue.domain.base import among
from dialogue.domain.sessions.sessions import Kind, Session, State


def read_ref(text: str) -> tuple[int, int] | None:
    """`2026-1` as year and number; None for anything else."""
    found = re.fullmatch(r"([0-9]{4})-([1-9][0-9]{0,3})", text)
    return (int(found[1]), int(found[2])) if found else None


def by_ref(ref: str) -> Select[Session]:
    year, number = read_ref(ref) or (0, 0)
    return select(Session).where(Session.year == year, Session.number == number)


def in_order() -> Select[Session]:
    return select(Session).order_by(Session.starts_at, Session.id)


def upcoming(at: dt.datetime | ColumnElement[dt.datetime]) -> Select[Session]:
    """Sessions that are still to be or being held, the nearest first."""
    return (
        select(Session)
        .where(Session.ends_at >= at, among(Session.state, [State.TENTATIVE, State.CONVENED, State.IN_SESSION]))
        .order_by(Session.starts_at)
    )


def called_off(at: dt.datetime | ColumnElement[dt.datetime]) -> Select[Session]:
    """Postponed and cancelled sessions whose old date has not passed: somebody may still mean to go there."""
    off = among(Session.state, [State.POSTPONED, State.CANCELLED])
    return select(Session).where(Session.ends_at >= at, off).order_by(Session.starts_at, Session.id)


def next_regular(at: dt.datetime) -> Select[Session]:
    """The one whose date both Parties' people may know."""
    return upcoming(at).where(Session.kind == Kind.REGULAR).limit(1)
