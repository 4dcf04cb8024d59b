"""Which sessions a calendar holds for its reader, and what of each: public titles and dates, nothing behind sign-in."""

from collections.abc import Callable

from dialogue import access
from dialogue.access import Right, Standing
from dialogue.db import db
from dialogue.domain import sessions
from dialogue.domain.editions import FeedEntry
from dialogue.domain.sessions import Session, State
from dialogue.domain.subscriptions import Scope
from dialogue.i18n import gettext
from dialogue.queries import sheets

Address = Callable[[Session], str]


def feed(standing: Standing, scope: Scope, *, address: Address) -> tuple[FeedEntry, ...]:
    """The sessions of the scope that the reader may see at the instant of the standing."""
    announced = db.scalar(sessions.next_regular(standing.at)) if scope is Scope.ALL else None
    found = access.announced(sessions.in_order(), standing, announced.id if announced is not None else None)
    times = _times()
    return tuple(_entry(session, standing, times, address) for session in db.scalars(found))


def single(session: Session, standing: Standing, *, address: Address) -> FeedEntry:
    """The session as a file to take away."""
    return _entry(session, standing, _times(), address)


def _entry(session: Session, standing: Standing, times: str, address: Address) -> FeedEntry:
    """A session that is only announced to the reader has a date and a city, and no page to open."""
    opens = access.may(standing, Right.SESSION_READ, session)
    return FeedEntry(
        id=session.id,
        uid=session.uid,
        revision=session.revision,
        changed_at=session.changed_at,
        version=session.version,
        title=gettext("Dialogue session %(reference)s", reference=session.reference),
        state=session.state.value,
        starts=session.starts,
        ends=session.ends,
        place=session.place.short_name,
        venue=session.venue if opens else "",
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
