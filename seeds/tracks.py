"""The brief's nine recommendations as entries of their tracks, as the file beside this one tells them."""

import datetime as dt
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dialogue.actions import tracks as acts
from dialogue.domain import tracks
from dialogue.domain.agenda import Agenda
from dialogue.domain.decisions import DraftDecision
from dialogue.domain.editions import Level
from dialogue.domain.followups import FollowUp
from dialogue.domain.minutes import Minutes
from dialogue.domain.people import Person
from dialogue.domain.sessions import ZONE, Session
from dialogue.domain.tracks import TRACKS, Offered, Reason, Target, TrackEntry
from seeds import apart
from seeds.story import Story

TOLD = tomllib.loads((Path(__file__).parent / "tracks.toml").read_text(encoding="utf-8"))
APART = TRACKS["military-to-military"]
ON_THE_LIST = ("delegate_nato", "delegate_kosovo", "alternate_kosovo")


@dataclass(frozen=True)
class Move:
    """To which stage, how many days ago; `evidence` where there is any; `values` that are written before it moves."""

    stage: str
    ago: int
    note: str
    evidence: str = ""
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Point:
    asked: str
    answer: str = ""
    ago: int = 0
    outcome: str = ""
    reported: str = ""


@dataclass(frozen=True)
class Entry:
    """An entry as it came to where it stands; `side`: whose it is, and by whom it is told."""

    track: str
    title: str
    text: str
    side: str
    begun: int  # days ago
    next_step: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    moves: tuple[Move, ...] = ()
    points: tuple[Point, ...] = ()
    level: Level = Level.DELEGATIONS


# What became of single points of texts of the Assembly: the point, and the follow-up of the first session.
FOLLOWED = ((1, 1, 3), (4, 2, 3))


def plant(story: Story) -> None:
    """The open tracks by the two secretaries, the compartment by its own people."""
    secretaries = {side: story.cast[f"secretary_{side}"] for side in ("nato", "kosovo")}
    listed = {side: story.cast[f"delegate_{side}"] for side in ("nato", "kosovo")}
    for name in ON_THE_LIST:
        acts.admit(APART, story.cast[name], by=None, at=story.ago(days=200))
        story.db.flush()
    for entry in map(_entry, TOLD["entry"]):
        _tell(story, entry, listed if entry.track == APART.slug else secretaries)
    _menu(story, secretaries["kosovo"])
    apart.plant(story)


def _entry(told: dict[str, Any]) -> Entry:
    moves, points = told.get("move", ()), told.get("point", ())
    return Entry(
        **{name: value for name, value in told.items() if name not in {"move", "point", "level"}},
        level=Level(told.get("level", Level.DELEGATIONS)),
        moves=tuple(Move(**one) for one in moves),
        points=tuple(Point(**one) for one in points),
    )


def _menu(story: Story, by: Person) -> None:
    """As its list of a while ago had it; one of its lines was not taken in."""
    offered = [Offered(**one, year=story.today.year + 1) for one in TOLD["activity"]]
    left_out = [Reason(10, "It lacks: %(names)s.", {"names": "title"})]
    at = story.ago(days=45)
    acts.take_in(TRACKS["partnership-tools"], offered, left_out, listed_on=story.ago(days=60).date(), by=by, at=at)
    story.db.flush()


def on_agenda(story: Story, agenda: Agenda) -> None:
    """Say of the items which entries they came from, once."""
    for came in TOLD["came"]:
        entry = story.db.scalars(tracks.by_number(came["track"], came["number"])).unique().one()
        there = {one.item_key for one in story.db.scalars(tracks.of_entry(entry))}
        for item in agenda.all_items:
            if item.public_title == came["title"] and item.key not in there:
                by = story.cast["secretary_kosovo"]
                story.keep(tracks.link(entry, item, (), by=by, at=item.requested_at))


def followed(story: Story, session: Session) -> None:
    """Say which follow-ups of the session come from which points, and what of it was decided."""
    for number, nth, followup in FOLLOWED:
        entry = story.db.scalars(tracks.by_number("parliamentary-assembly", number)).unique().one()
        point = next(one for one in entry.points if one.number == nth)
        done = story.db.query(FollowUp).filter_by(session_id=session.id, number=followup).one()
        for target in (Target(followup_id=done.id), Target(decision_id=done.decision_id)):
            by = story.cast["secretary_kosovo"]
            acts.connect(entry, target, session, point=point, by=by, at=story.ago(days=50))
            story.db.flush()


def cited(story: Story, session: Session) -> None:
    """The paragraph on resilience of the first session's minutes refers to the talk with a Centre."""
    minutes = story.db.query(Minutes).filter_by(session_id=session.id).one()
    last = minutes.paragraphs()[3]
    _connect(story, "centres-affiliation", 2, Target(paragraph_id=last.id), session)


def drafted(story: Story, draft: DraftDecision) -> None:
    """The decision on places in courses is what the register of silence has first."""
    _connect(story, "silence-procedure", 1, Target(draft_id=draft.id), draft.session)


def _connect(story: Story, slug: str, number: int, target: Target, session: Session) -> None:
    entry = story.db.scalars(tracks.by_number(slug, number)).unique().one()
    by = story.cast["secretary_kosovo"]
    acts.connect(entry, target, session, point=None, by=by, at=story.ago(days=1))
    story.db.flush()


def _tell(story: Story, told: Entry, people: Mapping[str, Person]) -> TrackEntry:
    by, other = people[told.side], people["nato" if told.side == "kosovo" else "kosovo"]
    entry = acts.begin(
        TRACKS[told.track],
        title=told.title,
        text=told.text,
        owner=by.organisation,
        next_step=told.next_step,
        level=told.level,
        values={key: _value(story, value) for key, value in told.values.items()},
        by=by,
        at=story.ago(days=told.begun),
    )
    story.keep(entry)
    for point in told.points:
        _ask(story, entry, point, by)
    for move in told.moves:
        _move(story, entry, move, by)
        if entry.stage_name != move.stage:
            _move(story, entry, move, other)
    return entry


def _ask(story: Story, entry: TrackEntry, told: Point, by: Person) -> None:
    at = story.ago(days=told.ago) if told.answer else entry.edited_at
    point = entry.ask(told.asked, by=by, at=at)
    story.keep(point)
    on = _day(at) if told.answer else None
    words = {"text": told.asked, "answer": told.answer, "outcome": told.outcome, "reported": told.reported}
    point.write(answered_on=on, base=point.version, by=by, at=at, **words)
    story.db.flush()


def _move(story: Story, entry: TrackEntry, told: Move, by: Person) -> None:
    at = story.ago(days=told.ago)
    if told.values:
        _write(story, entry, told.values, by, at)
    entry.move(told.stage, told.note, on=_day(at), evidence=told.evidence, base=entry.version, by=by, at=at)
    story.db.flush()


def _write(story: Story, entry: TrackEntry, values: Mapping[str, str], by: Person, at: dt.datetime) -> None:
    kept = {key: one.value for key, one in entry.values.items()}
    words = {name: getattr(entry, name) for name in ("title", "text", "owner", "next_step", "level")}
    written = kept | {key: _value(story, value) for key, value in values.items()}
    entry.revise(**words, values=written, base=entry.version, by=by, at=at)
    story.db.flush()


def _value(story: Story, told: str) -> str:
    """As it stands; `*12` is the day twelve days ago, `-12` the one in twelve days."""
    if told[:1] in ("*", "-") and told[1:].isdigit():
        return _day(story.today + dt.timedelta(days=int(told[1:]) * (-1 if told[0] == "*" else 1))).isoformat()
    return told


def _day(at: dt.datetime) -> dt.date:
    return at.astimezone(ZONE).date()
