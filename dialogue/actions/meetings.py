"""Meetings between the sessions: planned under a number, told to those who take part, and what comes of them."""

import datetime as dt
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from dialogue import access
from dialogue.access import Right
from dialogue.actions import changes, turns
from dialogue.db import db
from dialogue.domain import busy, followups, meetings, notices, sessions, tracks
from dialogue.domain.base import Refused
from dialogue.domain.followups import FollowUp, TrackFollowUp
from dialogue.domain.meetings import Meeting, Plan, Under
from dialogue.domain.notices import OF_A_MEETING, WAIT, Draft, NoticeKind, NoticeState, Preview
from dialogue.domain.people import Person
from dialogue.domain.sessions import Caution, Concern
from dialogue.domain.working_days import local_day
from dialogue.notifications import meetings as letters
from dialogue.notifications import recipients

_OF_A_PERSON = (NoticeKind.MEETING_NAMED, NoticeKind.MEETING_LEFT)  # of these the newest is true


@dataclass(frozen=True, slots=True)
class Outlook:
    """What the page before a plan shows: what its date comes into conflict with, who is told, and who cannot be."""

    cautions: Sequence[Caution]
    letters: Sequence[Preview]
    cannot: Sequence[Person]


def look(under: Under, made: Plan, people: Sequence[Person], *, by: Person, at: dt.datetime) -> Outlook:
    """What comes of the plan; nothing is written. Refused: what the act would refuse."""
    meeting = _planned(under, made, people, by=by, at=at)
    told = letters.named(meeting.reference, _path(meeting), made, people, by=by)
    return _outlook(meeting, made, told, people, by=by, at=at)


def look_again(
    meeting: Meeting, made: Plan, people: Sequence[Person], *, base: int | None, by: Person, at: dt.datetime
) -> Outlook:
    """The same of another plan for a meeting."""
    found = meeting.would_be(made, people, base=base)
    _must_be_on_list(meeting.under, found.named)
    there = [one for one in meeting.people if one in people]
    told = letters.named(meeting.reference, _path(meeting), made, found.named, by=by)
    if found.moved:
        told += letters.moved(meeting.reference, _path(meeting), made, meeting.plan, there, by=by)
    told += letters.left(meeting.reference, meeting.plan, _knowing(meeting, found.gone, at), by=by)
    return _outlook(meeting, made, told, [*found.named, *(there if found.moved else ())], by=by, at=at)


def cancelling(meeting: Meeting, reason: str, *, by: Person) -> Sequence[Preview]:
    """The mails that go out with the cancellation."""
    return notices.previews(_cancelled(meeting, reason, by))


def plan(
    under: Under,
    made: Plan,
    people: Sequence[Person],
    *,
    by: Person,
    at: dt.datetime,
    heeds: Callable[[Sequence[Caution]], bool] = lambda _: True,
) -> Meeting | None:
    """Plan it, and tell those who take part. None, and nothing is written, where what its date comes into conflict with
    is not heeded."""
    turns.take_series()
    meeting = _planned(under, made, people, by=by, at=at)
    if not heeds(_cautions(made, by, at)):
        return None
    db.add(meeting)
    db.flush()
    _tell(NoticeKind.MEETING_NAMED, meeting, letters.named(meeting.reference, _path(meeting), made, people, by=by),
          by=by, at=at)  # fmt: skip
    return meeting


def revise(
    meeting: Meeting,
    made: Plan,
    people: Sequence[Person],
    *,
    base: int | None,
    by: Person,
    at: dt.datetime,
    heeds: Callable[[Sequence[Caution]], bool] = lambda _: True,
) -> bool:
    """Another plan, with the news of it. What waits and says an earlier date or place does not go. Returns whether it
    is carried out."""
    _must_be_on_list(meeting.under, meeting.would_be(made, people, base=base).named)
    if not heeds(_cautions(made, by, at)):
        return False
    before = meeting.plan
    found = meeting.revise(made, people, base=base, by=by, at=at)
    db.flush()
    _take_back_left(meeting, found.named, at)
    knowing = _knowing(meeting, found.gone, at)
    new = set(found.named)
    unheard = False
    if found.moved:
        unheard, unnamed = _called_back(meeting, at)
        new |= unnamed
    named = [one for one in meeting.people if one in new]
    others = [one for one in meeting.people if one not in new]
    where = (meeting.reference, _path(meeting))
    _tell(NoticeKind.MEETING_NAMED, meeting, letters.named(*where, made, named, by=by), by=by, at=at)
    if found.moved:
        told = letters.moved(*where, made, None if unheard else before, others, by=by)
        _tell(NoticeKind.MEETING_MOVED, meeting, told, by=by, at=at)
    recipients.call_back_from(found.gone, notices.Loss.SEAT, by=by, at=at)
    _tell(NoticeKind.MEETING_LEFT, meeting, letters.left(meeting.reference, before, knowing, by=by), by=by, at=at)
    return True


def cancel(meeting: Meeting, reason: str, *, base: int | None, by: Person, at: dt.datetime) -> None:
    """It is told to whoever takes part; what waits and says that it will be held does not go."""
    meeting.cancel(reason, base=base, by=by, at=at)
    db.flush()
    _called_back(meeting, at)
    _tell(NoticeKind.MEETING_CANCELLED, meeting, _cancelled(meeting, reason, by), by=by, at=at)


def agree(
    meeting: Meeting, *, base: int | None, by: Person, at: dt.datetime
) -> Sequence[FollowUp] | Sequence[TrackFollowUp]:
    """One side's word to the conclusions; with the second, what is to be done comes into the register: into the joint
    one, or of a compartment into that of its track."""
    if meeting.is_insulated:
        return _agree_apart(meeting, base=base, by=by, at=at)
    session = meeting.session
    if session is None and meeting.actions:
        session = db.scalar(meetings.series_session(meeting.ends_at))
    if session is not None:
        turns.take(session.id)
    if not meeting.agree(base=base, by=by, at=at):
        return []
    opened = followups.open_from_meeting(meeting, session, at=at)
    db.add_all(opened)
    return opened


def _agree_apart(meeting: Meeting, *, base: int | None, by: Person, at: dt.datetime) -> list[TrackFollowUp]:
    """No session is held: its numbers are those of the track."""
    turns.take_series()
    track = meeting.under.track
    if not meeting.agree(base=base, by=by, at=at) or track is None:
        return []
    last = db.scalar(followups.last_on_list(track)) or 0
    opened = followups.open_apart_from_meeting(meeting, last, by=by, at=at)
    db.add_all(opened)
    return opened


def _planned(under: Under, made: Plan, people: Sequence[Person], *, by: Person, at: dt.datetime) -> Meeting:
    _must_be_on_list(under, people)
    number = (db.scalar(meetings.last_number(meetings.series_of(under), local_day(at).year)) or 0) + 1
    return meetings.plan(under, made, people, number, by=by, at=at)


def _must_be_on_list(under: Under, people: Collection[Person]) -> None:
    """In a compartment its own people meet."""
    if not under.is_insulated or under.track is None:
        return
    listed = {one.person for one in db.scalars(tracks.on_list(under.track)) if one.reads}
    others = [one.name for one in people if one not in listed]
    if others:
        raise Refused("Only people on the list of this track take part: not %(names)s.", names=", ".join(others))


def _outlook(
    meeting: Meeting, made: Plan, told: Sequence[Draft], people: Collection[Person], *, by: Person, at: dt.datetime
) -> Outlook:
    if meeting.is_insulated:
        return Outlook(_cautions(made, by, at), (), ())
    cannot = [one for one in people if one.password_hash is None]
    return Outlook(_cautions(made, by, at), notices.previews(told), cannot)


def _cautions(made: Plan, by: Person, at: dt.datetime) -> Sequence[Caution]:
    """What the date comes into conflict with; known dates of either side for secretaries, who keep them."""
    found = meetings.cautions(made, db.scalars(sessions.in_order()).all(), changes.parties(), at)
    if not access.may(access.standing(by, at), Right.BUSY_KEEP):
        return found
    dates = db.scalars(busy.between(made.starts.date(), made.ends.date()))
    return (*found, *(Caution(Concern.TAKEN, taken=one) for one in sorted({one.taken(by) for one in dates})))


def _cancelled(meeting: Meeting, reason: str, by: Person) -> list[Draft]:
    if meeting.is_insulated:
        return []
    return letters.cancelled(meeting.reference, _path(meeting), meeting.plan, reason, meeting.people, by=by)


def _called_back(meeting: Meeting, at: dt.datetime) -> tuple[bool, set[Person]]:
    """What waits about the meeting does not go: whether that was news of an earlier date, and who has not heard at all
    that it takes part."""
    back = recipients.call_back(OF_A_MEETING, meeting, at)
    unnamed = {
        notice.recipient
        for telling in back
        if telling.kind == NoticeKind.MEETING_NAMED
        for notice in telling.notices
        if notice.state is NoticeState.UNDONE
    }
    return any(telling.kind == NoticeKind.MEETING_MOVED for telling in back), unnamed


def _knowing(meeting: Meeting, gone: Collection[Person], at: dt.datetime) -> list[Person]:
    """Who of these takes itself to take part: not whom the mail of it has not left yet, unless an earlier one did and
    no other took it back."""
    told = [one for kind in _OF_A_PERSON for one in db.scalars(notices.told_about(kind, meeting.id))]
    last: dict[Person, NoticeKind | None] = {}
    for notice in sorted(told, key=lambda one: one.id):
        kind, waits = notice.dispatch.kind, notice.is_waiting and not notice.is_in_hand(at)
        if kind == NoticeKind.MEETING_NAMED and waits:
            last.setdefault(notice.recipient, None)
        elif not waits and notice.state not in (NoticeState.UNDONE, NoticeState.CALLED_BACK):
            last[notice.recipient] = NoticeKind(kind)
    return [one for one in gone if last.get(one, NoticeKind.MEETING_NAMED) == NoticeKind.MEETING_NAMED]


def _take_back_left(meeting: Meeting, named: Collection[Person], at: dt.datetime) -> None:
    """Whoever is named again is not told any more that it had been taken off. No sender takes up a mail meanwhile."""
    for notice in db.scalars(notices.about_for_writing(_OF_A_PERSON, meeting.id)):
        left = notice.dispatch.kind == NoticeKind.MEETING_LEFT and notice.recipient in named
        if left and notice.is_waiting and not notice.is_in_hand(at):
            notice.overtake(at=at)


def _tell(kind: NoticeKind, meeting: Meeting, told: Sequence[Draft], *, by: Person, at: dt.datetime) -> None:
    """By mail, a minute later. Of a compartment nothing goes by mail: the outbox is open to both secretaries."""
    if meeting.is_insulated:
        return
    key = f"meeting:{meeting.id}:{meeting.version}:{kind.name.lower()}"
    recipients.tell(kind, told, key=key, by=by, at=at, about=meeting, wait=WAIT)


def _path(meeting: Meeting) -> str:
    return f"/meetings/{meeting.slug}"
