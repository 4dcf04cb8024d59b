"""The activities that a track can draw on, as their publisher lists them: taken in from a file, never typed."""

import datetime as dt
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from sqlalchemy import ForeignKey, Select, Text, UniqueConstraint, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from dialogue.domain.base import Base, Refused
from dialogue.domain.people import Person
from dialogue.domain.tracks.catalogue import Track
from dialogue.domain.working_days import local_day

KEPT = ("title", "area", "audience", "stage", "year")  # of an activity, beside its code


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """An activity as a line of the file has it."""

    code: str
    title: str
    area: str
    audience: str = ""
    stage: str = ""
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a line is not taken in: a sentence with its values, as of `Refused`."""

    line: int
    sentence: str
    values: Mapping[str, Any] = field(default_factory=dict)


class TrackActivity(Base):
    """One activity under the code that its publisher gave it. What no later file names stays, with the older day."""

    __tablename__ = "track_activities"
    __table_args__ = (UniqueConstraint("track_slug", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    track_slug: Mapped[str]
    code: Mapped[str]
    title: Mapped[str]
    area: Mapped[str]
    audience: Mapped[str]
    stage: Mapped[str]  # for beginners, for those who go on: in the publisher's word
    year: Mapped[int | None]
    listed_on: Mapped[dt.date]  # of the last list that named it


class TrackImport(Base):
    """That a list was taken in: by whom, as of which day, what it changed, and which of its lines were not taken."""

    __tablename__ = "track_imports"
    __table_args__ = (UniqueConstraint("track_slug", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    track_slug: Mapped[str]
    number: Mapped[int]
    made_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"), init=False)
    made_at: Mapped[dt.datetime]
    listed_on: Mapped[dt.date]
    added: Mapped[int]
    changed: Mapped[int]
    same: Mapped[int]
    left_out_kept: Mapped[str] = mapped_column(Text)

    made_by: Mapped[Person] = relationship()

    @property
    def left_out(self) -> list[Reason]:
        return [Reason(**one) for one in json.loads(self.left_out_kept)]


def take_in(
    track: Track,
    there: Mapping[str, TrackActivity],
    offered: Sequence[Offered],
    left_out: Sequence[Reason],
    *,
    number: int,
    listed_on: dt.date,
    by: Person,
    at: dt.datetime,
) -> tuple[list[TrackActivity], TrackImport]:
    """What a list of that day says of the activities. `there`: those that are kept, by code. Refused: an older list
    than one that was taken in, and one of a later day than today."""
    _must_be_newest(there.values(), listed_on, at)
    added, changed = [], 0
    for one in offered:
        known = there.get(one.code)
        if known is None:
            added.append(TrackActivity(track_slug=track.slug, listed_on=listed_on, **asdict(one)))
            continue
        changed += _differs(known, one)
        for name in KEPT:
            setattr(known, name, getattr(one, name))
        known.listed_on = listed_on
    made = TrackImport(
        track_slug=track.slug, number=number, made_by=by, made_at=at, listed_on=listed_on, added=len(added),
        changed=changed, same=len(offered) - len(added) - changed,
        left_out_kept=json.dumps([asdict(one) for one in left_out], ensure_ascii=False),
    )  # fmt: skip
    made.did("take in", by=by, at=at)
    return added, made


def _must_be_newest(there: Iterable[TrackActivity], listed_on: dt.date, at: dt.datetime) -> None:
    if listed_on > local_day(at):
        raise Refused("A list is as of the day on which it was published, and that is not after today.")
    newest = max((one.listed_on for one in there), default=listed_on)
    if listed_on < newest:
        raise Refused("A list as of %(day)s was taken in already; an older one changes nothing.", day=str(newest))


def _differs(known: TrackActivity, offered: Offered) -> bool:
    return any(getattr(known, name) != getattr(offered, name) for name in KEPT)


def in_menu(track: Track) -> Select[TrackActivity]:
    return select(TrackActivity).where(TrackActivity.track_slug == track.slug).order_by(TrackActivity.code)


def titles_of(track: Track, codes: Collection[str]) -> Select[str, str]:
    """The codes of these activities, each with its title."""
    found = select(TrackActivity.code, TrackActivity.title)
    return found.where(TrackActivity.track_slug == track.slug, TrackActivity.code.in_(list(codes)))


def import_of(track: Track, number: int) -> Select[TrackImport]:
    found = select(TrackImport).options(joinedload(TrackImport.made_by))
    return found.where(TrackImport.track_slug == track.slug, TrackImport.number == number)


def areas_of(track: Track) -> Select[str]:
    return (
        select(TrackActivity.area).where(TrackActivity.track_slug == track.slug).distinct().order_by(TrackActivity.area)
    )


def years_of(track: Track) -> Select[int | None]:
    """Those that are said."""
    known = (TrackActivity.track_slug == track.slug, TrackActivity.year.is_not(None))
    return select(TrackActivity.year).where(*known).distinct().order_by(TrackActivity.year)


def last_imports(track: Track, many: int = 1) -> Select[TrackImport]:
    """The newest first."""
    found = select(TrackImport).where(TrackImport.track_slug == track.slug).options(joinedload(TrackImport.made_by))
    return found.order_by(TrackImport.number.desc()).limit(many)
