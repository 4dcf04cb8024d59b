"""How follow-ups are opened from the conclusions of a meeting."""

import datetime as dt

from dialogue.domain.base import Refused
from dialogue.domain.editions import Level
from dialogue.domain.followups.insulated import TrackFollowUp
from dialogue.domain.followups.register import FollowUp
from dialogue.domain.meetings import Meeting, MeetingAction
from dialogue.domain.people import Person
from dialogue.domain.sessions import Session


def open_from_meeting(meeting: Meeting, session: Session | None, *, at: dt.datetime) -> list[FollowUp]:
    """Make each action of the conclusions a follow-up, once both sides have agreed to them. `session`: in whose series
    they are numbered. Refused: before that; of a compartment; where no session was held yet."""
    if meeting.is_insulated:
        raise Refused("Nothing of this track comes into the joint register.")
    waiting = _waiting(meeting)
    if not waiting:
        return []
    if session is None:
        raise Refused("A follow-up has a number of a session, and none has been held yet.")
    found = []
    for action in waiting:
        followup = FollowUp(
            session=session,
            number=session.next("OC"),
            text=action.text,
            level=Level.DELEGATIONS,
            owner=action.owner,
            office=action.office,
            due_on=action.due_on,
            decision=meeting.decision,
            topic=meeting.decision.topic if meeting.decision is not None else None,
            meeting=meeting,
            opened_at=at,
        )
        action.reference = followup.reference
        followup.did("open", by=None, at=at)
        found.append(followup)
    return found


def open_apart_from_meeting(meeting: Meeting, last: int, *, by: Person, at: dt.datetime) -> list[TrackFollowUp]:
    """The same of a meeting in a compartment, in the register of its track. `last`: the highest number given there;
    `by`: whose word was the second. Refused: before both sides have agreed; of a meeting that all may know of."""
    if not meeting.is_insulated or meeting.track_slug is None:
        raise Refused("What is to be done after this meeting comes into the joint register.")
    found = []
    for number, action in enumerate(_waiting(meeting), last + 1):
        followup = TrackFollowUp(
            track_slug=meeting.track_slug,
            number=number,
            text=action.text,
            owner=action.owner,
            office=action.office,
            due_on=action.due_on,
            entry=meeting.entry,
            meeting=meeting,
            opened_by=by,
            opened_at=at,
        )
        action.reference = followup.reference
        followup.did("open", by=by, at=at)
        found.append(followup)
    return found


def _waiting(meeting: Meeting) -> list[MeetingAction]:
    """What has not become a follow-up yet. Refused: before both sides have agreed."""
    if not meeting.is_agreed:
        raise Refused("What is to be done becomes a follow-up when both sides have agreed to the conclusions.")
    return [one for one in meeting.actions if not one.reference]
