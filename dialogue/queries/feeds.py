"""What a calendar holds for its reader, and what of each entry: public titles and dates, nothing behind sign-in."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, bindparam, exists, func, literal, select
from sqlalchemy.orm import aliased, load_only

from dialogue import access
from dialogue.access import Right, Standing, values
from dialogue.db import db
from dialogue.domain import meetings, sessions
from dialogue.domain.agenda import Agenda
from dialogue.domain.agreed import Edition, Revision
from dialogue.domain.delegations import Participant
from dialogue.domain.editions import DueEntry, FeedEntry, Level
from dialogue.domain.editions.designation import marked
from dialogue.domain.meetings import Meeting
from dialogue.domain.sessions import Session, SessionState
from dialogue.domain.subscriptions import Scope, Subscription
from dialogue.domain.topics import Topic
from dialogue.i18n import gettext, lazy
from dialogue.queries import deadlines, sheets
from dialogue.queries.meetings import title_of

Address = Callable[[str], str]  # of a page of ours, in full
Found = Select[Session, dt.datetime | None, int, bool]


_RESERVATIONS = {
    SessionState.TENTATIVE: lazy("Tentative: the date may still change."),
    SessionState.POSTPONED: lazy("Postponed: this date no longer holds, and there is no new one yet."),
    SessionState.CANCELLED: lazy("Cancelled: this session will not take place."),
}


def feed(standing: Standing, subscription: Subscription, *, address: Address) -> Sequence[FeedEntry | DueEntry]:
    """What the subscription asks for and its reader may see at the instant of the standing."""
    entries = [_designated(one) for one in _entries(standing, subscription, address)]
    return [discreet(one) for one in entries] if subscription.is_discreet else entries


def single(session: Session, standing: Standing, *, address: Address) -> FeedEntry:
    """The session as a file to take away."""
    row = db.execute(_SINGLE, values(standing) | {"session_id": session.id}).one()
    told: FeedEntry = _designated(_entry(row, standing, _times(), address))
    return told


def _designated(entry: Any) -> Any:
    """A calendar has no footnotes: the mark of the dialogue's profile stands alone at the first mention of the name."""
    profile = sheets.house().profile
    if not profile.plain:
        return entry
    return replace(entry, title=marked(entry.title, profile), description=marked(entry.description, profile))


def discreet(entry: FeedEntry | DueEntry) -> FeedEntry | DueEntry:
    """The same for a calendar that others look into: when, and not what or where."""
    if isinstance(entry, DueEntry):
        return replace(entry, title=gettext("Deadline"), url="", description="")
    return _bare(entry)


def offered(standing: Standing) -> list[Scope]:
    """Which scopes would ever hold something for the reader: deadlines and topics are the two Parties' own."""
    theirs = {Scope.DEADLINES: Right.FOLLOWUPS_READ, Scope.TOPIC: Right.TOPICS_READ}
    return [one for one in Scope if one not in theirs or access.may(standing, theirs[one])]


def _entries(standing: Standing, subscription: Subscription, address: Address) -> Sequence[FeedEntry | DueEntry]:
    scope = subscription.scope
    if scope not in offered(standing):
        return ()
    if scope is Scope.DEADLINES:
        return deadlines.due(standing, address=address)
    times, names = _times(), values(standing) | {"topic_id": subscription.topic_id}
    found = [_entry(row, standing, times, address) for row in db.execute(_SESSIONS[scope], names)]
    return found if scope is Scope.TOPIC else found + _meetings(standing, times, address)


def _with_seat() -> Found:
    """The sessions in order, each with when the reader's own seat last gave or took access to it, how often, and
    whether the reader may open it."""
    own = aliased(Participant, flat=True)
    mine = (own.session_id == Session.id) & (own.person_id == bindparam("person_id", type_=Participant.person_id.type))
    found = sessions.in_order().options(load_only(*_WRITTEN, raiseload=True)).outerjoin(own, mine)
    return found.add_columns(own.access_at, func.coalesce(own.access_changes, 0), _OPEN)


def _names(topic_id: ColumnElement[int]) -> ColumnElement[bool]:
    """The topic stands in the public edition of the session's agenda as it last went out. What is withheld there stands
    without its topic, so a calendar that bears the name of a topic tells nobody of a restricted item."""
    last = aliased(Revision)
    newest = select(func.max(last.rev)).where(last.agreement_id == Agenda.agreement_id, last.circulated_at.is_not(None))
    return exists().where(
        Topic.id == topic_id,
        Agenda.session_id == Session.id,
        Revision.agreement_id == Agenda.agreement_id,
        Revision.rev == newest.correlate(Agenda).scalar_subquery(),
        Edition.revision_id == Revision.id,
        Edition.level == Level.PUBLIC,
        # As it is kept: canonical JSON, in whose texts a quotation mark is escaped.
        Edition.sheet_kept.contains(literal('"topic_slug":"') + Topic.slug + '"'),
    )


def _entry(
    row: Row[Session, dt.datetime | None, int, bool], standing: Standing, times: str, address: Address
) -> FeedEntry:
    """A session that is only announced to the reader has a date and a city, and no page to open. An accreditation that
    adds the place, and its end, are changes of that reader's entry alone; so is another role or organisation."""
    session, access_at, changes, opens = row
    reader = standing.person
    changed = (session.changed_at, access_at, reader.access_at)
    return FeedEntry(
        id=session.id,
        uid=session.uid,
        revision=session.revision + changes + reader.access_changes,
        changed_at=max(at for at in changed if at is not None),
        version=session.version,
        title=gettext("Dialogue session %(reference)s", reference=session.reference),
        state=session.state.value,
        starts=session.starts,
        ends=session.ends,
        place=session.place.short_name,
        venue=session.venue if opens else "",
        address=session.address if opens else "",
        url=address(f"/sessions/{session.ref}") if opens else "",
        description="\n".join(filter(None, (sheets.session_title(session), _reservation(session), times))),
    )


def _meetings(standing: Standing, times: str, address: Address) -> list[FeedEntry]:
    """Those between the sessions in which the reader takes part: one statement. Who does no longer finds the entry
    gone, and not cancelled."""
    return [_of_meeting(row, standing, times, address) for row in db.execute(_MEETINGS, values(standing))]


def _of_meeting(row: Row[Meeting, int, dt.datetime], standing: Standing, times: str, address: Address) -> FeedEntry:
    """Its kind and reference; its title stays behind the sign-in, and of one in a compartment all but the time. To be
    named anew is a change of that reader's entry alone."""
    meeting, changes, named_at = row
    reader = standing.person
    changed = (meeting.changed_at, named_at, reader.access_at)
    entry = FeedEntry(
        id=meeting.id,
        uid=meeting.uid,
        revision=meeting.revision + changes + reader.access_changes,
        changed_at=max(at for at in changed if at is not None),
        version=meeting.version,
        title=title_of(meeting),
        state=meeting.state.value,
        starts=meeting.starts,
        ends=meeting.ends,
        place=meeting.place.short_name if meeting.place is not None else "",
        venue=meeting.venue,
        url=address(f"/meetings/{meeting.slug}"),
        description=times,
    )
    return _bare(entry) if meeting.is_insulated else entry


def _bare(entry: FeedEntry) -> FeedEntry:
    return replace(entry, title=gettext("Meeting"), place="", venue="", address="", url="", description="")


def _reservation(session: Session) -> str:
    """What a reader of the date has to know about it; nothing where it simply holds."""
    return str(_RESERVATIONS.get(session.state, ""))


def _times() -> str:
    return gettext("All times: %(zone)s", zone=sheets.house().zone_label)


# Made once: to make them takes longer than to ask them. Of forty sessions each column more is felt.
_OPEN = access.condition(Right.SESSION_READ, Session)
_WRITTEN = (
    Session.id,
    Session.uid,
    Session.revision,
    Session.changed_at,
    Session.version,
    Session.year,
    Session.number,
    Session.kind,
    Session.state,
    Session.starts,
    Session.ends,
    Session.venue,
    Session.address,
)
_SINGLE = _with_seat().where(Session.id == bindparam("session_id", type_=Session.id.type))
_SESSIONS = {
    Scope.ALL: _with_seat().where(access.announced(access.next_regular())),
    Scope.MINE: _with_seat().where(_OPEN),
    Scope.TOPIC: _with_seat().where(_OPEN, _names(bindparam("topic_id", type_=Topic.id.type))),
}
_MEETINGS = meetings.of_person().where(access.condition(Right.MEETING_READ, Meeting))
