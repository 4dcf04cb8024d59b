"""How follow-ups are opened from the conclusions of a meeting."""

import datetime as dt

from dialogue.domain.base import Refused
from dialogue.domain.editions import Level
from dialogue.domain.followups.register import FollowUp
from dialogue.domain.meetings import Meeting
from dialogue.domain.sessions import Session


def open_from_meeting(meeting: Meeting, session: Session | None, *, at: dt.datetime) -> list[FollowUp]:
    """Make each action of the conclusions a follow-up, once both sides have agreed to them. `session`: in whose series
    they are numbered. Refused: before that, and a second time; where no session was held yet."""
    if not meeting.is_agreed:
        raise Refused("What is to be done becomes a follow-up when both sides have agreed to the conclusions.")
    waiting = [one for one in meeting.actions if not one.reference]
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
