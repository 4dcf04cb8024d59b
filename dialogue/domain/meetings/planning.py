"""A new meeting, under the next number of its year."""

import datetime as dt
import uuid
from collections.abc import Collection

from dialogue.domain.base import Refused
from dialogue.domain.meetings.meetings import Meeting
from dialogue.domain.meetings.plans import Plan, Under, must_be_able, series_of
from dialogue.domain.people import Person
from dialogue.domain.sessions import instant
from dialogue.domain.working_days import local_day


def plan(under: Under, made: Plan, people: Collection[Person], number: int, *, by: Person, at: dt.datetime) -> Meeting:
    """A meeting under the next number of its year. Refused: nobody who takes part; people of neither Party."""
    made.check(under)
    if not people:
        raise Refused("Please choose who takes part.")
    must_be_able(people)
    meeting = Meeting(
        series=series_of(under),
        year=local_day(at).year,
        number=number,
        session=under.session,
        track_slug=under.track.slug if under.track is not None else None,
        entry=under.entry,
        kind=made.kind,
        title=made.title,
        starts_at=instant(made.starts),
        ends_at=instant(made.ends),
        format=made.format,
        place=made.place,
        venue=made.venue,
        link=made.link,
        decision=made.decision,
        state_at=at,
        state_by=by,
        edited_at=at,
        edited_by=by,
        changed_at=at,
        uid=f"{uuid.uuid4()}@dialogue",
    )
    for person in people:
        meeting.admit(person, by=by, at=at)
    meeting.did("plan", by=by, at=at)
    return meeting
