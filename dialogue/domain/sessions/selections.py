"""Which sessions: by their reference, in the order of their dates, and those that are still to be."""

import datetime as dt
import re
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, case, func, or_, select
from sqlalchemy.orm import aliased, joinedload

from dialogue.domain.base import among
from dialogue.domain.organisations import Organisation, OrganisationKind
from dialogue.domain.sessions.sessions import Session, SessionKind, SessionState


def read_ref(text: str) -> tuple[int, int] | None:
    """`2026-1` as year and number; None for anything else."""
    found = re.fullmatch(r"([0-9]{4})-([1-9][0-9]{0,3})", text)
    return (int(found[1]), int(found[2])) if found else None


def by_ref(ref: str) -> Select[Session]:
    return BY_REF.params(named(ref))


def named(ref: str) -> dict[str, int]:
    """A reference as statements name it that are made once."""
    return dict(zip(("year", "number"), read_ref(ref) or (0, 0), strict=True))


def _by_ref() -> Select[Session]:
    """With both Parties by their parts: its pages name them."""
    parts = (joinedload(one, innerjoin=True) for one in (Session.presiding, Session.named_first))
    named = (Session.year == bindparam("year"), Session.number == bindparam("number"))
    return select(Session).where(*named).options(*parts)


BY_REF = _by_ref()


def by_uid(uid: str) -> Select[Session]:
    """By its name in calendars."""
    return select(Session).where(Session.uid == uid)


def in_order() -> Select[Session]:
    return select(Session).order_by(Session.starts_at, Session.id)


def is_out_of_turn() -> ColumnElement[bool]:
    """The `where` of a session to come whose city is not in turn and that says not why: see `city_instead`."""
    earlier, party = aliased(Session), aliased(Organisation)
    stands = (earlier.kind == SessionKind.REGULAR, earlier.state != SessionState.CANCELLED)
    before = select(earlier.place_id).where(*stands, earlier.starts < Session.starts, earlier.id != Session.id)
    last = before.order_by(earlier.starts.desc(), earlier.id).limit(1).correlate(Session).scalar_subquery()
    seats = select(party.seat_id).where(party.kind == OrganisationKind.PARTY, party.seat_id.is_not(None))
    each = seats.order_by(party.order, party.id).limit(1)
    first, second = each.scalar_subquery(), each.offset(1).scalar_subquery()
    return and_(
        Session.kind == SessionKind.REGULAR,
        among(Session.state, [SessionState.TENTATIVE, SessionState.CONVENED]),
        Session.departure_reason == "",
        second.is_not(None),
        Session.place_id != case((last == first, second), else_=first),
    )


def last_held_before(starts_at: Any) -> Select[dt.datetime | None]:
    """When the regular session before one that begins then was held; None before the first. `starts_at`: an instant, or
    a parameter for one."""
    earlier = aliased(Session)
    before = (earlier.kind == SessionKind.REGULAR, earlier.starts_at < starts_at)
    return select(func.max(earlier.held_at)).where(*before)


def regular_before(session: Session) -> Select[Session]:
    """The regular session that was held last of those before this one; what `last_held_before` dates."""
    before = (Session.kind == SessionKind.REGULAR, Session.starts_at < session.starts_at)
    return held().where(*before).limit(1)


def regular_after(session: Session) -> Select[Session]:
    """The regular session that is planned next after this one."""
    stands = ~among(Session.state, [SessionState.POSTPONED, SessionState.CANCELLED])
    later = (Session.kind == SessionKind.REGULAR, Session.starts_at > session.starts_at, stands)
    return in_order().where(*later).limit(1)


def held() -> Select[Session]:
    """Those that were held, the newest first."""
    return select(Session).where(Session.held_at.is_not(None)).order_by(Session.held_at.desc())


def upcoming(at: dt.datetime | ColumnElement[dt.datetime]) -> Select[Session]:
    """Sessions that are still to be or being held, the nearest first."""
    return (
        select(Session)
        .where(
            Session.ends_at >= at,
            among(Session.state, [SessionState.TENTATIVE, SessionState.CONVENED, SessionState.IN_SESSION]),
        )
        .order_by(Session.starts_at)
    )


def unfinished(at: dt.datetime | ColumnElement[dt.datetime]) -> Select[Session]:
    """What is not closed, by date; a cancelled session until its old date has passed: somebody may still mean to go
    there."""
    over = among(Session.state, [SessionState.CLOSED, SessionState.CANCELLED])
    waits = and_(Session.state == SessionState.CANCELLED, Session.ends_at >= at)
    return select(Session).where(or_(~over, waits)).order_by(Session.starts_at, Session.id)


def last_held() -> Select[Session]:
    """The one that was held last; registers are told as they stand after it."""
    return select(Session).where(Session.held_at.isnot(None)).order_by(Session.held_at.desc()).limit(1)


def under_way() -> Select[Session]:
    """Those that `is_under_way`, by date."""
    none = (SessionState.POSTPONED, SessionState.CANCELLED, SessionState.CLOSED)
    return in_order().where(~among(Session.state, none))


def next_regular(at: dt.datetime | ColumnElement[dt.datetime]) -> Select[Session]:
    """The one whose date both Parties' people may know: once it has opened, the one after it."""
    coming = Session.state != SessionState.IN_SESSION
    return upcoming(at).where(Session.kind == SessionKind.REGULAR, coming).limit(1)
