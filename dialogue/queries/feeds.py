"""Which sessions a calendar holds for its reader, and what of each: public titles and dates, nothing behind sign-in."""

import datetime as dt
from collections.abc import Callable

from sqlalchemy import Row, Select, func
from sqlalchemy.orm import aliased

from dialogue import access
from dialogue.access import Right, Standing
from dialogue.db import db
from dialogue.domain import sessions
from dialogue.domain.delegations import Participant
from dialogue.domain.editions import FeedEntry
from dialogue.domain.people import Person
from dialogue.domain.sessions import Session, State
from dialogue.domain.subscriptions import Scope
from dialogue.i18n import gettext
from dialogue.queries import sheets

Address = Callable[[Session], str]


def feed(standing: Standing, scope: Scope, *, address: Address) -> tuple[FeedEntry, ...]:
    """The sessions of the scope that the reader may see at the instant of the standing."""
    announced = db.scalar(sessions.next_regular(standing.at)) if scope is Scope.ALL else None
    found = access.announced(_with_seat(standing.person), standing, announced.id if announced is not None else None)
    times = _times()
    return tuple(_entry(row, standing, times, address) for row in db.execute(found))


def single(session: Session, standing: Standing, *, address: Address) -> FeedEntry:
    """The session as a file to take away."""
    row = db.execute(_with_seat(standing.person).where(Session.id == session.id)).one()
    return _entry(row, standing, _times(), address)


def _with_seat(reader: Person) -> Select[Session, dt.datetime | None, int]:
    """The sessions in order, each with when the reader's own seat last gave or took access to it, and how often."""
    own = aliased(Participant, flat=True)
    mine = (own.session_id == Session.id) & (own.person_id == reader.id)
    return sessions.in_order().outerjoin(own, mine).add_columns(own.access_at, func.coalesce(own.access_changes, 0))


def _entry(row: Row[Session, dt.datetime | None, int], standing: Standing, times: str, address: Address) -> FeedEntry:
    """A session that is only announced to the reader has a date and a city, and no page to open. An accreditation that
    adds the place, and its end, are changes of that reader's entry alone."""
    session, access_at, changes = row
    opens = access.may(standing, Right.SESSION_READ, session)
    return FeedEntry(
        id=session.id,
        uid=session.uid,
        revision=session.revision + changes,
        changed_at=max(session.changed_at, access_at or session.changed_at),
        version=session.version,
        title=gettext("Dialogue session %(reference)s", reference=session.reference),
        state=session.state.value,
        starts=session.starts,
        ends=session.ends,
        place=session.place.short_name,
        venue=session.venue if opens else "",
        address=session.address if opens else "",
        url=address(session) if opens else "",
        description="\n".join(filter(None, (sheets.session_title(session), _reservation(session), times))),
    )


def _reservation(session: Session) -> str:
    """What a reader of the date has to know about it; nothing where it simply holds."""
    return {
        State.TENTATIVE: gettext("Tentative: the date may still change."),
        State.POSTPONED: gettext("Postponed: this date no longer holds, and there is no new one yet."),
        State.CANCELLED: gettext("Cancelled: this session will not take place."),
    }.get(session.state, "")


def _times() -> str:
    return gettext("All times: %(zone)s", zone=sheets.house().zone_label)
