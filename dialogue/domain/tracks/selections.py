"""Which entries: of a track, by number, where each stands, and how each came there."""

import datetime as dt
from collections.abc import Collection
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Select,
    Text,
    case,
    cast,
    func,
    literal,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import joinedload, selectinload

from dialogue.domain.agreed import Agreement
from dialogue.domain.editions import Level
from dialogue.domain.organisations import Organisation
from dialogue.domain.tracks.catalogue import TRACKS, Track
from dialogue.domain.tracks.entries import TrackEntry, TrackMove, TrackPoint, TrackValue


def of_track(track: Track) -> Select[TrackEntry]:
    return select(TrackEntry).where(TrackEntry.track_slug == track.slug).order_by(TrackEntry.number)


def by_number(slug: str, number: int) -> Select[TrackEntry]:
    """An entry by its track and its own number, with its moves, and in one statement all else that it has."""
    return (
        select(TrackEntry)
        .options(selectinload(TrackEntry.moves).joinedload(TrackMove.made_by))
        .options(joinedload(TrackEntry.points), joinedload(TrackEntry.values), joinedload(TrackEntry.edited_by))
        .options(joinedload(TrackEntry.agreement).selectinload(Agreement.assents))
        .where(TrackEntry.track_slug == slug, TrackEntry.number == number)
    )


def point_of(slug: str, number: int, point: int) -> Select[TrackPoint]:
    there = (TrackEntry.track_slug == slug, TrackEntry.number == number, TrackPoint.number == point)
    return select(TrackPoint).join(TrackPoint.entry).where(*there)


def last_number(track: Track) -> Select[int]:
    """The highest number that was given in the track; 0 before the first."""
    return select(func.coalesce(func.max(TrackEntry.number), 0)).where(TrackEntry.track_slug == track.slug)


def open_points() -> Select[int]:
    """How many points have no answer: a column beside TrackEntry."""
    of_it = (TrackPoint.entry_id == TrackEntry.id, TrackPoint.answer == "")
    return select(func.count()).select_from(TrackPoint).where(*of_it).correlate(TrackEntry)


def expected_by() -> Select[str]:
    """The day by which an answer is expected, as it is stored: a column beside TrackEntry."""
    keys = {slug: track.expected_by for slug, track in TRACKS.items() if track.expected_by}
    of_it = (TrackValue.entry_id == TrackEntry.id, TrackValue.key == case(keys, value=TrackEntry.track_slug, else_=""))
    return select(TrackValue.value).where(*of_it).correlate(TrackEntry)


def last_answer() -> Select[dt.date | None]:
    """When the last of its points got its answer: a column beside TrackEntry."""
    return select(func.max(TrackPoint.answered_on)).where(TrackPoint.entry_id == TrackEntry.id).correlate(TrackEntry)


def reviewed(slugs: Collection[str], worded: Collection[str]) -> Select[*tuple[Any, ...]]:
    """Entries of these tracks but for the two secretaries' own, in columns. Those that are not of `worded` have no
    words: of them can be told how many there are."""
    due = expected_by().scalar_subquery().label("due")
    facts = (TrackEntry.id, TrackEntry.track_slug, TrackEntry.number, TrackEntry.began_on, due)
    words = (_word(one, worded) for one in (TrackEntry.title, TrackEntry.next_step, Organisation.short_name))
    found: Select[*tuple[Any, ...]] = select(*facts, *words)
    found = found.join(Organisation, Organisation.id == TrackEntry.owner_id).where(*_reviewed(slugs))
    return found.order_by(TrackEntry.number)


def pasts(slugs: Collection[str], worded: Collection[str]) -> CompoundSelect[*tuple[Any, ...]]:
    """What counted in the life of the same entries: a move to another stage or with evidence has its two stages, a
    numbered point the day of its answer or none."""
    none = cast(literal(""), Text)
    counted = or_(TrackMove.was != TrackMove.became, func.trim(TrackMove.evidence) != "")
    stages = (TrackMove.was, TrackMove.became, _word(TrackMove.evidence, worded))
    moves = select(TrackMove.entry_id, TrackMove.id.label("nth"), TrackMove.on.label("day"), *stages)
    moves = moves.join(TrackEntry, TrackEntry.id == TrackMove.entry_id).where(counted, *_reviewed(slugs))
    points = select(TrackPoint.entry_id, TrackPoint.number, TrackPoint.answered_on, none, none, none)
    points = points.join(TrackPoint.entry).where(*_reviewed(slugs))
    found: CompoundSelect[*tuple[Any, ...]] = union_all(moves, points)
    return found.order_by("nth")


def _reviewed(slugs: Collection[str]) -> tuple[ColumnElement[bool], ...]:
    return TrackEntry.track_slug.in_(slugs), TrackEntry.level != Level.SECRETARIAT


def _word(column: Any, worded: Collection[str]) -> ColumnElement[str]:
    return case((TrackEntry.track_slug.in_(worded), column), else_="").label(column.key)
