"""A dialogue that has gone on for many years, planted over the demonstration by a script."""

import datetime as dt
import itertools
from collections.abc import Iterator

from sqlalchemy import func, select

from dialogue.actions import tracks as acts
from dialogue.db import db
from dialogue.domain import organisations
from dialogue.domain.editions import Level
from dialogue.domain.followups import FollowUp, FollowUpState, FollowUpUpdate
from dialogue.domain.people import Person
from dialogue.domain.sessions import Session
from dialogue.domain.topics import Topic
from dialogue.domain.tracks import TRACKS, Offered, Track, TrackActivity, TrackEntry
from tests.planted import AT, ROLES
from tests.web.many import more_sessions

SESSIONS, FOLLOW_UPS, ENTRIES, ACTIVITIES = 40, 2_000, 400, 1_600

DOING = ("Send", "Agree", "Prepare", "Report on", "Translate", "Review", "Publish", "Compare", "Name", "Invite")
WHAT = ("the list of courses", "the calendar of exercises", "the concept of the Centre", "points of contact",
        "the plan for floods", "the terms of reference", "the note on energy", "lessons of the exercise",
        "the draft on cyber defence", "the register of needs", "observers for the next exercise")  # fmt: skip
WHOM = ("to both delegations", "with the Ministry of Defence", "before the next session", "for the working group",
        "with the institutes", "in both languages", "under silence", "by the end of the year", "once more")  # fmt: skip
STATES = (FollowUpState.IN_PROGRESS, FollowUpState.OPEN, FollowUpState.CLAIMED_DONE, FollowUpState.CLOSED)


def plant(
    *, sessions: int = SESSIONS, follow_ups: int = FOLLOW_UPS, entries: int = ENTRIES, activities: int = ACTIVITIES
) -> None:
    """As many of each as that, those of the demonstration among them; committed."""
    more_sessions(sessions - _many(Session))
    db.commit()
    _follow_ups(follow_ups - _many(FollowUp))
    db.commit()
    _entries(entries - _many(TrackEntry))
    db.commit()
    _activities(activities - _many(TrackActivity))
    db.commit()
    db.remove()


def sentences() -> Iterator[str]:
    """Each other than the last, in words that come again and again."""
    for n, (doing, what, whom) in enumerate(itertools.cycle(itertools.product(DOING, WHAT, WHOM)), 1):
        yield f"{doing} {what} {whom}, number {n}."


def _many(of: type) -> int:
    return db.scalar(select(func.count()).select_from(of)) or 0


def _follow_ups(many: int) -> None:
    """Over all sessions, both sides, topics and states, each with two notes."""
    parties = db.scalars(organisations.parties()).all()
    sessions, topics = db.scalars(select(Session)).all(), db.scalars(select(Topic)).all()
    by = db.scalars(select(Person).where(Person.email == ROLES["secretary"])).one()
    for n, text in zip(range(many), sentences(), strict=False):
        session = sessions[n % len(sessions)]
        due = AT.date() + dt.timedelta(days=n % 700 - 350)
        one = FollowUp(
            session=session, number=session.next("OC"), text=text, level=Level.DELEGATIONS, owner=parties[n % 2],
            office="Desk", due_on=due, state=STATES[n % 4], opened_at=AT, topic=topics[n % len(topics)],
        )  # fmt: skip
        for _ in range(2):
            one.updates.append(FollowUpUpdate(became=one.state, text="It goes on.", made_by=by, made_at=AT, due_on=due))
        db.add(one)


def _entries(many: int) -> None:
    """Of every track that is open as many as of the others, each with what its first stage needs."""
    by = db.scalars(select(Person).where(Person.email == ROLES["secretary"])).one()
    open_ = [track for track in TRACKS.values() if not track.compartment]
    for n, text in zip(range(many), sentences(), strict=False):
        track = open_[n % len(open_)]
        words = {"title": text, "text": f"About it: {text}", "next_step": "Next", "level": Level.DELEGATIONS}
        entry = acts.begin(
            track, owner=by.organisation, values=_first(track), by=by, at=AT - dt.timedelta(days=n), **words
        )
        db.flush()
        entry.move(
            entry.stage_name, "It was dealt with.", on=AT.date(), evidence="Letter", base=entry.version, by=by, at=AT
        )
        db.flush()


def _activities(many: int) -> None:
    """In the menu of the track that has one, as one list brings them."""
    by = db.scalars(select(Person).where(Person.email == ROLES["secretary"])).one()
    track = next(track for track in TRACKS.values() if track.menu)
    offered = [
        Offered(code=f"L-{n:04}", title=text, area=f"Area {n % 9}", audience="Officials", stage="Basic", year=2027)
        for n, text in zip(range(many), sentences(), strict=False)
    ]
    acts.take_in(track, offered, [], listed_on=AT.date(), by=by, at=AT)


def _first(track: Track) -> dict[str, str]:
    return {one.key: one.choices[0] if one.choices else "2027" for one in track.needed(track.first.name)}
