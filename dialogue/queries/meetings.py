"""Meetings between the sessions as their reader may see them: the list, and those of a session, a track, a decision."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, and_, or_, select

from dialogue.access import Right, Standing, may, only
from dialogue.db import db
from dialogue.domain import delegations, meetings, people, sessions, tracks
from dialogue.domain.decisions import Decision, Status
from dialogue.domain.editions import Level
from dialogue.domain.meetings import Meeting, Under
from dialogue.domain.people import AccountState, Person
from dialogue.domain.sessions import Session
from dialogue.domain.tracks import TRACKS, Track, TrackEntry
from dialogue.i18n import day, gettext
from dialogue.rendering.prose import plain


@dataclass(frozen=True, slots=True)
class Listed:
    """Those that are still to come, the nearest first, and those that are over, the latest first."""

    coming: Sequence[Meeting]
    over: Sequence[Meeting]


def listed(standing: Standing) -> Listed:
    found = _mine(meetings.in_order(), standing)
    coming = [one for one in found if one.is_planned and one.ends_at >= standing.at]
    return Listed(coming[::-1], [one for one in found if one not in coming])


def of_session(standing: Standing, session: Session) -> Sequence[Meeting]:
    """Nothing is asked for who may read no meeting."""
    return _mine(meetings.of_session(session), standing) if may(standing, Right.MEETINGS_READ) else ()


def of_track(standing: Standing, track: Track) -> Sequence[Meeting]:
    return _mine(meetings.of_track(track), standing)


def of_entry(standing: Standing, entry: TrackEntry) -> Sequence[Meeting]:
    return _mine(meetings.of_entry(entry), standing)


def answering(standing: Standing, decision: Decision) -> Sequence[Meeting]:
    return _mine(meetings.answering(decision), standing)


def held_before(session: Session) -> list[str]:
    """In words, for a paper of the delegations: those held after the regular session before this one."""
    last = sessions.last_held_before(session.starts_at).scalar_subquery()
    return [_in_words(one) for one in db.scalars(meetings.held_since(last, session.starts_at))]


def places_for(standing: Standing) -> list[tuple[Under, str]]:
    """Under what the person may plan a meeting, each with its name: sessions, tracks, and their entries."""
    return [*_sessions(standing), *_tracks(standing)]


def people_for(standing: Standing) -> Sequence[Person]:
    """Whom the person may name: secretaries anybody of their own side, and of the other whoever it has accredited to a
    session, and its secretaries; others whoever is on their list."""
    if may(standing, Right.SESSION_PLAN):
        known = (Person.id.in_(delegations.ever_accredited()), Person.standing == AccountState.SECRETARY)
        ours = Person.organisation_id == standing.person.organisation_id
        return db.scalars(people.of_parties().where(or_(ours, *known))).all()
    mine = [track for track in TRACKS.values() if track.compartment and may(standing, Right.TRACK_LIST_READ, track)]
    found = {one.person for track in mine for one in db.scalars(tracks.on_list(track)) if one.reads}
    return sorted(found, key=lambda one: one.search_text)


def decisions_for(standing: Standing, own: Decision | None) -> Sequence[Decision]:
    """Which a meeting may answer: those that stand and are not carried out yet, and the one that it answers."""
    if not may(standing, Right.DECISIONS_READ):
        return ()
    waits = and_(Decision.void_at.is_(None), Decision.superseded_at.is_(None), Decision.progress != Status.DONE)
    mine = or_(waits, Decision.id == (own.id if own is not None else 0))
    found = select(Decision).join(Decision.session).where(Decision.level != Level.SECRETARIAT, mine)
    return db.scalars(found.order_by(Session.starts_at.desc(), Decision.number)).all()


def title_of(meeting: Meeting) -> str:
    """ "Expert meeting IM/2027/3"."""
    kind = gettext(meeting.kind.value)
    return f"{kind[:1].upper()}{kind[1:]} {meeting.reference}"


def _mine(found: Select[Meeting], standing: Standing) -> Sequence[Meeting]:
    return db.scalars(only(found, standing, Right.MEETING_READ, Meeting)).all()


def _sessions(standing: Standing) -> Iterable[tuple[Under, str]]:
    found = only(sessions.in_order(), standing, Right.SESSION_KEEP, Session)
    for one in reversed(db.scalars(found).all()):
        if one.stands:
            yield Under(session=one), gettext("Session %(reference)s", reference=one.reference)


def _tracks(standing: Standing) -> Iterable[tuple[Under, str]]:
    """With their live entries; one statement, and one for a compartment."""
    found = only(select(TrackEntry).order_by(TrackEntry.number), standing, Right.TRACK_ENTRY_KEEP, TrackEntry)
    entries = [one for one in db.scalars(found) if one.track_slug in TRACKS and one.is_live]
    for track in TRACKS.values():
        if not may(standing, Right.TRACK_KEEP, track):
            continue
        title = gettext(track.title)
        yield Under(track=track), gettext("Track: %(title)s", title=title)
        for one in entries:
            if one.track is track:
                yield Under(track=track, entry=one), f"{one.reference} {one.title}"


def _in_words(meeting: Meeting) -> str:
    """`Expert meeting IM/2027/3 (Thu 4 Mar 2027): title. What was concluded.`"""
    told = f"{title_of(meeting)} ({day(meeting.starts)}): {meeting.title}."
    return " ".join(filter(None, (told, plain(meeting.conclusions) if meeting.is_agreed else "")))
