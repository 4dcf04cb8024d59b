"""Which entries: of a track, by number, where each stands, and how each came there."""

import datetime as dt
from collections.abc import Collection
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Integer,
    Select,
    Text,
    and_,
    case,
    cast,
    false,
    func,
    literal,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import aliased, joinedload, selectinload

from dialogue.domain.agreed import Agreement
from dialogue.domain.editions import Level
from dialogue.domain.organisations import Organisation
from dialogue.domain.people import Person
from dialogue.domain.tracks.catalogue import TRACKS, Field, Track
from dialogue.domain.tracks.entries import TrackEntry, TrackPoint
from dialogue.domain.tracks.moves import TrackMove, TrackValue


def of_track(track: Track) -> Select[TrackEntry]:
    return select(TrackEntry).where(TrackEntry.track_slug == track.slug).order_by(TrackEntry.number)


def by_number(slug: str, number: int) -> Select[TrackEntry]:
    """An entry by its track and its own number, with its moves, and in one statement all else that it has."""
    return (
        select(TrackEntry)
        .options(selectinload(TrackEntry.moves).joinedload(TrackMove.made_by))
        .options(joinedload(TrackEntry.points), joinedload(TrackEntry.edited_by))
        .options(joinedload(TrackEntry.values).joinedload(TrackValue.written_by))
        .options(joinedload(TrackEntry.agreement).selectinload(Agreement.assents))
        .where(TrackEntry.track_slug == slug, TrackEntry.number == number)
    )


def point_of(slug: str, number: int, point: int) -> Select[TrackPoint]:
    there = (TrackEntry.track_slug == slug, TrackEntry.number == number, TrackPoint.number == point)
    return select(TrackPoint).join(TrackPoint.entry).where(*there)


def points_of(entries: Collection[int]) -> Select[TrackPoint]:
    """All points of these entries."""
    found = select(TrackPoint).where(TrackPoint.entry_id.in_(entries))
    return found.order_by(TrackPoint.entry_id, TrackPoint.number)


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


def values_of(track: Track, keys: Collection[str]) -> Select[*tuple[Any, ...]]:
    """What is kept under these keys, with the number of its entry, who wrote it and when."""
    writer = (Person.given_name, Person.family_name, Organisation.short_name)
    found: Select[*tuple[Any, ...]] = select(
        TrackEntry.number, TrackValue.key, TrackValue.value, TrackValue.written_at, *writer
    )
    found = found.join(TrackValue, TrackValue.entry_id == TrackEntry.id)
    found = found.outerjoin(Person, Person.id == TrackValue.written_by_id)
    found = found.outerjoin(Organisation, Organisation.id == Person.organisation_id)
    return found.where(TrackEntry.track_slug == track.slug, TrackValue.key.in_(list(keys)))


def pairs_of(track: Track, key: str, other: str) -> Select[*tuple[Any, ...]]:
    """Of each entry that keeps both: its number, its stage, and the two values."""
    one, two = aliased(TrackValue), aliased(TrackValue)
    found: Select[*tuple[Any, ...]] = select(TrackEntry.number, TrackEntry.stage_name, one.value, two.value)
    found = found.join(one, and_(one.entry_id == TrackEntry.id, one.key == key))
    found = found.join(two, and_(two.entry_id == TrackEntry.id, two.key == other))
    return found.where(TrackEntry.track_slug == track.slug).order_by(TrackEntry.number)


def days_of(track: Track, stage: str) -> Select[int, dt.date]:
    """The days on which its entries came to that stage, the last one last; with the number of the entry."""
    found = select(TrackEntry.number, TrackMove.on).join(TrackMove, TrackMove.entry_id == TrackEntry.id)
    where = (TrackEntry.track_slug == track.slug, TrackMove.became == stage, TrackMove.was != stage)
    return found.where(*where).order_by(TrackMove.id)


def days_due(slugs: Collection[str] = ()) -> Select[*tuple[Any, ...]]:
    """The days that stand among the deadlines: of each live entry those that it keeps in a `date` field which its track
    declares `due = true`, such as the planning conferences of an exercise; the day by which an answer is expected while
    it is awaited alone.

    Columns `id`, `track_slug`, `number`, `title`, `level`, `uid`, `version`, `edited_at` of the entry, `key` of the
    field, and `day` as it is kept, `2027-03-01`: `dt.date.fromisoformat` reads it, and words of that form compare as
    days do. What the field is called is `TRACKS[track_slug].field(key).label`. `slugs`: of these tracks alone. Who may
    read an entry is no part of it: hand it to `only(…, Right.TRACK_ENTRY_READ, TrackEntry)`."""
    wanted = [one for one in TRACKS.values() if not slugs or one.slug in slugs]
    due = [
        and_(TrackEntry.track_slug == track.slug, TrackValue.key == one.key, TrackEntry.stage_name.in_(_at(track, one)))
        for track in wanted
        for one in track.fields
        if one.due
    ]
    facts = (TrackEntry.id, TrackEntry.track_slug, TrackEntry.number, TrackEntry.title, TrackEntry.level)
    found: Select[*tuple[Any, ...]] = select(*facts, TrackValue.key, TrackValue.value.label("day"))
    found = found.add_columns(TrackEntry.uid, TrackEntry.version, TrackEntry.edited_at)
    found = found.join(TrackValue, TrackValue.entry_id == TrackEntry.id).where(or_(false(), *due))
    return found.order_by(TrackValue.value, TrackEntry.track_slug, TrackEntry.number)


def counted(slugs: Collection[str], *, entries: bool = False) -> Select[str, int]:
    """Of each field of these tracks that is counted the sum, or of how many entries it is one; but for the two
    secretaries' own: `word`, which is the track's slug and the field's key with a “/” between, and `n`."""
    asked = [
        and_(TrackEntry.track_slug == slug, TrackValue.key == one.key)
        for slug in slugs
        for one in TRACKS[slug].fields
        if one.counted
    ]
    n = func.count() if entries else func.sum(cast(TrackValue.value, Integer))
    word = (TrackEntry.track_slug + "/" + TrackValue.key).label("word")
    found = select(word, n.label("n")).join(TrackValue, TrackValue.entry_id == TrackEntry.id)
    found = found.where(or_(false(), *asked), TrackEntry.level != Level.SECRETARIAT)
    return found.group_by(TrackEntry.track_slug, TrackValue.key)


def _at(track: Track, field: Field) -> list[str]:
    """The stages at which somebody waits for the day in this field."""
    return [stage.name for stage in track.stages if track.is_due(field.key, stage)]


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
