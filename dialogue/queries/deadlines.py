"""What the reader or its side has to do or waits for by a day, as a calendar holds it: references and days, never a
text."""

import datetime as dt
import hashlib
from collections.abc import Callable, Iterator
from typing import Any

from sqlalchemy import ScalarSelect, Select, bindparam, func, select

from dialogue.access import Right, Standing, condition, may, values
from dialogue.db import db
from dialogue.domain import followups, minutes, sessions, tracks
from dialogue.domain.agreed import Assent
from dialogue.domain.base import among
from dialogue.domain.editions import DueEntry, Level
from dialogue.domain.followups import FollowUp, FollowUpUpdate
from dialogue.domain.minutes import Minutes, MinutesState
from dialogue.domain.sessions import Session
from dialogue.domain.silence import Circulation, Entry, EntryKind, Issue
from dialogue.domain.silence import awaiting as of_rounds
from dialogue.domain.tracks import TRACKS, TrackEntry
from dialogue.domain.working_days import local_day
from dialogue.i18n import clock, gettext
from dialogue.queries import sheets
from dialogue.queries.ladder import Rung, courses, is_mine

Address = Callable[[str], str]  # of a page of ours, in full
_PARTY, _BY = bindparam("party_id", type_=FollowUp.owner_id.type), bindparam("by", type_=FollowUp.due_on.type)


def due(standing: Standing, *, address: Address) -> list[DueEntry]:
    """All of it in order, in a fixed number of statements. What is done leaves the calendar."""
    found = (
        *_followups(standing, address),
        *_comments(standing, address),
        *_rounds(standing, address),
        *_rungs(standing, address),
        *_days(standing, address),
    )
    return sorted(found, key=lambda one: (one.on, one.uid))


def _beside(what: Any, *where: Any) -> ScalarSelect[Any]:
    """A column about other rows: those of which this is so."""
    return select(what).where(*where).scalar_subquery()


def _of_sessions(*columns: Any) -> Select[Any]:
    return select(Session.uid, Session.year, Session.number.label("serial"), *columns)


# Follow-ups of the reader's side: each new day is a revision

_MOVED = (FollowUpUpdate.followup_id == FollowUp.id, FollowUpUpdate.due_was.is_not(None))
_FOLLOWUPS = (
    _of_sessions(FollowUp.id, FollowUp.number, FollowUp.due_on, FollowUp.opened_at)
    .add_columns(_beside(func.max(FollowUpUpdate.made_at), *_MOVED).label("moved_at"))
    .add_columns(_beside(func.count(FollowUpUpdate.id), *_MOVED).label("moves"))
    .join(FollowUp, FollowUp.session_id == Session.id)
    .where(followups.due_of(_PARTY, _BY), FollowUp.level != Level.SECRETARIAT)
)


def _followups(standing: Standing, address: Address) -> Iterator[DueEntry]:
    if not may(standing, Right.FOLLOWUPS_READ):
        return
    asked = {"party_id": standing.person.organisation_id, "by": dt.date.max}
    for row in db.execute(_FOLLOWUPS, asked):
        reference = followups.reference(row.year, row.serial, row.number)
        yield DueEntry(
            id=row.id,
            uid=_uid("follow-up", row.number, row.uid),
            revision=row.moves,
            changed_at=row.moved_at or row.opened_at,
            title=gettext("Follow-up %(reference)s due", reference=reference),
            on=row.due_on,
            url=address(f"/follow-ups/{row.year}-{row.serial}/{row.number}"),
        )


# Comments on minutes: each new end that both sides agree on is a revision

_AGREED = (
    Assent.agreement_id == Minutes.agreement_id,
    among(Assent.word, minutes.STEPS),
    Assent.settled_at.is_not(None),
)
_COMMENTS = (
    _of_sessions(Minutes.id, Minutes.comments_until, Minutes.circulated_at)
    .add_columns(_beside(func.max(Assent.settled_at), *_AGREED).label("agreed_at"))
    .add_columns(_beside(func.count(Assent.id), *_AGREED).label("words"))
    .join(Minutes, Minutes.session_id == Session.id)
    .where(Minutes.state == MinutesState.COMMENTS, condition(Right.MINUTES_COMMENT, Minutes))
)


def _comments(standing: Standing, address: Address) -> Iterator[DueEntry]:
    for row in db.execute(_COMMENTS, values(standing)):
        reference = sessions.reference(row.year, row.serial)
        yield DueEntry(
            id=row.id,
            uid=_uid("comments", row.id, row.uid),
            revision=row.words,
            changed_at=row.agreed_at or row.circulated_at,
            title=gettext("Comments on the minutes of %(reference)s close", reference=reference),
            url=address(f"/sessions/{row.year}-{row.serial}/minutes/comments"),
            **_until(row.comments_until),
        )


# Rounds of silence: each issue and each extension is a revision

_EXTENSIONS = (Entry.circulation_id == Circulation.id, Entry.kind == EntryKind.EXTENSION)
_ROUNDS = (
    _of_sessions(Circulation.id, Issue.number.label("issue"), Issue.issued_at, of_rounds.expiry().label("expires_at"))
    .add_columns(_beside(func.max(Entry.at), *_EXTENSIONS).label("extended_at"))
    .add_columns(_beside(func.count(Entry.id), *_EXTENSIONS).label("extensions"))
    .join(Circulation, Circulation.session_id == Session.id)
    .join(Issue, Issue.circulation_id == Circulation.id)
    .where(condition(Right.CIRCULATION_READ, Circulation), of_rounds.is_going(), of_rounds.is_in_force())
)


def _rounds(standing: Standing, address: Address) -> Iterator[DueEntry]:
    if not may(standing, Right.CIRCULATIONS_READ):
        return
    for row in db.execute(_ROUNDS, values(standing)):
        reference = sessions.reference(row.year, row.serial)
        yield DueEntry(
            id=row.id,
            uid=_uid("silence", row.id, row.uid),
            revision=row.issue + row.extensions,
            changed_at=max(row.issued_at, row.extended_at or row.issued_at),
            title=gettext("A silence procedure expires (%(reference)s)", reference=reference),
            url=address(f"/circulations/{row.id}"),
            **_until(row.expires_at),
        )


# Steps of the ladder that are the reader's: each move is a revision, of the session's day or of the step's own

_UNDER_WAY = sessions.under_way().where(condition(Right.SESSION_FOLLOW, Session))


def _rungs(standing: Standing, address: Address) -> Iterator[DueEntry]:
    followed = db.scalars(_UNDER_WAY, values(standing)).all()
    found = courses(followed, local_day(standing.at))
    for session in followed:
        for rung in found[session.id]:
            if rung.by is not None and rung.may_move and is_mine(standing, session, rung):
                yield _rung(session, rung, rung.by, address)


def _rung(session: Session, rung: Rung, by: dt.date, address: Address) -> DueEntry:
    """Its day follows the session, its own moves and, after the session, those of the steps before it and of both
    calendars."""
    return DueEntry(
        id=session.id,
        uid=_uid("rung", str(rung.key), session.uid),
        revision=session.moves + rung.changes,
        changed_at=max((session.moved_at or session.changed_at, *(one.made_at for one in rung.said))),
        title=gettext("%(what)s (%(reference)s)", what=rung.what, reference=session.reference),
        on=by,
        url=address(f"/sessions/{session.ref}/ladder"),
    )


# Days that are kept of entries of tracks: each edit of the entry is a revision

_DAYS = tracks.days_due().where(condition(Right.TRACK_ENTRY_READ, TrackEntry))


def _days(standing: Standing, address: Address) -> Iterator[DueEntry]:
    """Of one in a compartment a calendar tells its list the day alone."""
    if not may(standing, Right.TRACKS_READ):
        return
    for row in db.execute(_DAYS, values(standing)):
        track, named = TRACKS[row.track_slug], tracks.reference(row.track_slug, row.number)
        field = track.field(row.key)
        label = gettext(field.label) if field is not None else ""
        told = gettext("%(what)s (%(reference)s)", what=label, reference=named)
        yield DueEntry(
            id=row.id,
            uid=_uid("day", row.key, row.uid),
            revision=row.version,
            changed_at=row.edited_at,
            title=gettext("Deadline") if track.compartment else told,
            on=dt.date.fromisoformat(row.day),
            url="" if track.compartment else address(f"/tracks/{track.slug}/{row.number}"),
        )


def _until(at: dt.datetime) -> dict[str, Any]:
    """The day of an instant in both capitals, and its hour."""
    wall = at.astimezone(sessions.ZONE)
    told = gettext("At %(time)s, %(zone)s.", time=clock(wall), zone=sheets.house().zone_label)
    return {"on": wall.date(), "description": told}


def _uid(kind: str, number: int | str, session_uid: str) -> str:
    """The same for the same thing ever after; it tells nobody which that is."""
    named = hashlib.sha256(f"{kind}/{number}/{session_uid}".encode()).hexdigest()
    return f"{named[:32]}@dialogue"
