"""Two meetings between the sessions: the one that a session decided on, still to come, and one that was held."""

import datetime as dt

from sqlalchemy import select

from dialogue.actions import meetings as acts
from dialogue.domain.decisions import Decision
from dialogue.domain.meetings import Format, Meeting, MeetingKind, Plan, Under
from dialogue.domain.sessions import Session
from dialogue.domain.tracks import TRACKS, TrackEntry
from dialogue.domain.working_days import Capitals
from seeds.story import Story

EXPERTS = ("delegate_nato", "delegate_kosovo", "adviser_kosovo", "secretary_nato", "secretary_kosovo")
GROUP = ("delegate_nato", "delegate_kosovo", "secretary_kosovo")
CONCLUDED = (
    "Both sides hold that ten places in the courses of the coming year meet the need.\n\n"
    "- The ministry names the participants by the end of January.\n"
    "- Which plans are to fit those of neighbours is shown on the first day of the course."
)


def plant(story: Story, session: Session) -> None:
    _experts(story, session)
    _group(story)


def _experts(story: Story, session: Session) -> None:
    """What the first decision of that session asks for."""
    decision = story.db.scalars(select(Decision).where(Decision.session_id == session.id, Decision.number == 1)).one()
    starts = _begins(story, 16, 10)
    plan = Plan(
        kind=MeetingKind.EXPERTS,
        title="Countering disinformation",
        starts=starts,
        ends=starts + dt.timedelta(hours=6),
        format=Format.IN_PERSON,
        place=story.cast.brussels,
        venue="Residence Hall",
        decision=decision,
    )
    people = [story.cast[name] for name in EXPERTS]
    acts.plan(Under(session=session), plan, people, by=story.cast["secretary_nato"], at=story.ago(days=5))


def _group(story: Story) -> None:
    """Held from afar, its conclusions agreed by both sides."""
    entry = story.db.scalars(select(TrackEntry).where(TrackEntry.track_slug == "partnership-tools")).first()
    theirs, ours = story.cast["secretary_kosovo"], story.cast["secretary_nato"]
    starts = _begins(story, -8, 14)
    plan = Plan(
        kind=MeetingKind.WORKING_GROUP,
        title="Places in courses on civil emergency planning",
        starts=starts,
        ends=starts + dt.timedelta(hours=2),
        format=Format.REMOTE,
        link="https://meet.example/courses",
    )
    people = [story.cast[name] for name in GROUP]
    under = Under(track=TRACKS["partnership-tools"], entry=entry)
    meeting = acts.plan(under, plan, people, by=theirs, at=story.ago(days=14))
    assert isinstance(meeting, Meeting), "nothing is warned of that has to be heeded"
    meeting.hold(by=theirs, at=meeting.ends_at)
    story.keep(meeting)
    meeting.conclude(CONCLUDED, base=meeting.version, by=theirs, at=story.ago(days=4))
    story.keep(meeting)
    acts.agree(meeting, base=meeting.version, by=ours, at=story.ago(days=3))
    story.keep(meeting)


def _begins(story: Story, days: int, hour: int) -> dt.datetime:
    """On the first day from then on on which both capitals work."""
    on = Capitals(story.cast.parties).from_((story.today + dt.timedelta(days=days)).date())
    return dt.datetime.combine(on, dt.time(hour))
