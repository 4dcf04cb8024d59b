"""Which meetings: by number, under a session or a track, of a person, held since, and what waits."""

import datetime as dt
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, bindparam, exists, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from dialogue.domain.agreed import Agreement
from dialogue.domain.decisions import Decision
from dialogue.domain.meetings.meetings import Meeting, MeetingPerson, MeetingState
from dialogue.domain.organisations import Place
from dialogue.domain.people import Person
from dialogue.domain.sessions import Session, read_ref
from dialogue.domain.tracks import INSULATED, Track, TrackEntry

_PERSON, _PARTY = (bindparam(name, type_=Integer()) for name in ("person_id", "party_id"))


def by_slug(slug: str) -> Select[Meeting]:
    """As addresses name it, with all that its page tells."""
    series, _, rest = slug.upper().partition("IM-")
    year, number = read_ref(rest) or (0, 0)
    there = (Meeting.series == f"{series}IM", Meeting.year == year, Meeting.number == number)
    side = joinedload(MeetingPerson.person).joinedload(Person.organisation)
    return (
        _in_lines()
        .where(*there)
        .options(selectinload(Meeting.seats).options(side), selectinload(Meeting.actions))
        .options(joinedload(Meeting.agreement).selectinload(Agreement.assents))
        .options(joinedload(Meeting.state_by), joinedload(Meeting.edited_by))
    )


def last_number(series: str, year: int) -> Select[int]:
    """The highest number that was given in the year; 0 before the first."""
    of = (Meeting.series == series, Meeting.year == year)
    return select(func.coalesce(func.max(Meeting.number), 0)).where(*of)


def in_order() -> Select[Meeting]:
    """With what a line tells of each, the latest first."""
    return _in_lines().order_by(Meeting.starts_at.desc(), Meeting.id.desc())


def of_session(session: Session) -> Select[Meeting]:
    return in_order().where(Meeting.session_id == session.id)


def of_track(track: Track) -> Select[Meeting]:
    """Under the track or one of its entries."""
    return in_order().where(Meeting.track_slug == track.slug)


def of_entry(entry: TrackEntry) -> Select[Meeting]:
    return in_order().where(Meeting.entry_id == entry.id)


def answering(decision: Decision) -> Select[Meeting]:
    return in_order().where(Meeting.decision_id == decision.id)


def held_since(last: Any, until: Any) -> Select[Meeting]:
    """Held after the one instant (None: ever) and before the other, the oldest first; none of a compartment."""
    held = (Meeting.state == MeetingState.HELD, Meeting.starts_at < until, ~is_insulated())
    return _in_lines().where(*held, or_(last.is_(None), Meeting.ends_at > last)).order_by(Meeting.starts_at, Meeting.id)


def of_person() -> Select[Meeting, int, dt.datetime]:
    """Those in which whoever asks takes part, in order, each with how often its own seat began anew, and since when it
    has it. A statement that is made once: `person_id` and `party_id` are put in each time."""
    mine = (MeetingPerson.person_id == _PERSON, MeetingPerson.party_id == _PARTY, MeetingPerson.ended_at.is_(None))
    found = select(Meeting, MeetingPerson.changes, MeetingPerson.named_at).join(Meeting.seats).where(*mine)
    return found.order_by(Meeting.starts_at, Meeting.id)


def at_place(place: Place) -> Select[Meeting]:
    return select(Meeting).where(Meeting.place_id == place.id).order_by(Meeting.id)


def series_session(before: dt.datetime) -> Select[Session]:
    """The last session that was held before then: a follow-up of a meeting that stands under none has a number of that
    one's series."""
    held = select(Session).where(Session.held_at.is_not(None), Session.starts_at < before)
    return held.order_by(Session.starts_at.desc(), Session.id.desc()).limit(1)


def is_insulated() -> ColumnElement[bool]:
    """The `where` of those that are there for the list of their track alone."""
    return func.coalesce(Meeting.track_slug, "").in_(INSULATED)


def has_person(person_id: Any, party_id: Any) -> ColumnElement[bool]:
    """The `where` of those in which the person takes part for the Party."""
    mine = (MeetingPerson.person_id == person_id, MeetingPerson.party_id == party_id, MeetingPerson.ended_at.is_(None))
    return exists().where(MeetingPerson.meeting_id == Meeting.id, *mine).correlate_except(MeetingPerson)


def takes_part(person_id: int, party_id: int) -> Select[bool]:
    """Whether the person takes part in any, for the Party."""
    mine = (MeetingPerson.person_id == person_id, MeetingPerson.party_id == party_id, MeetingPerson.ended_at.is_(None))
    return select(exists().where(*mine))


def _in_lines() -> Select[Meeting]:
    return select(Meeting).options(
        joinedload(Meeting.session),
        joinedload(Meeting.entry),
        joinedload(Meeting.decision).joinedload(Decision.session),
    )
