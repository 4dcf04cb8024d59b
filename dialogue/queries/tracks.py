"""The tracks as their reader may see them: where entries stand, and what should be dealt with."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Row, Select, bindparam, select

from dialogue.access import Right, Standing, condition, may, only, values
from dialogue.db import db
from dialogue.domain import sessions, tracks
from dialogue.domain.agenda import Agenda
from dialogue.domain.base import refusal
from dialogue.domain.editions import Chart, Level, TrackPointRow, TrackRow, TrackSheet
from dialogue.domain.organisations import Organisation
from dialogue.domain.sessions import Session
from dialogue.domain.tracks import TRACKS, Concern, Place, Track, TrackEntry, TrackMove, TrackPlacement
from dialogue.domain.working_days import local_day
from dialogue.i18n import day, gettext
from dialogue.queries import charts, dealings
from dialogue.queries.sheets import house

# What a line of a register needs, in columns, as of the follow-ups.
_NOTE = (
    select(TrackMove.note)
    .where(TrackMove.entry_id == TrackEntry.id)
    .order_by(TrackMove.id.desc())
    .limit(1)
    .correlate(TrackEntry)
    .scalar_subquery()
)
_LINES = (
    select(
        TrackEntry.id,
        TrackEntry.track_slug,
        TrackEntry.number,
        TrackEntry.title,
        TrackEntry.stage_name,
        TrackEntry.moved_on,
        TrackEntry.next_step,
        TrackEntry.level,
        Organisation.slug.label("owner_slug"),
        Organisation.short_name.label("owner"),
        tracks.open_points().scalar_subquery().label("open_points"),
        tracks.expected_by().scalar_subquery().label("due"),
        tracks.last_answer().scalar_subquery().label("answered_on"),
        _NOTE.label("note"),
    )
    .join(Organisation, Organisation.id == TrackEntry.owner_id)
    .order_by(TrackEntry.number)
)
_KEYS = bindparam("keys", type_=TrackPlacement.item_key.type, expanding=True)
_PLACED = select(TrackPlacement.entry_id).where(TrackPlacement.item_key.in_(_KEYS))
_BEFORE = sessions.last_held_before(bindparam("starts_at", type_=Session.starts_at.type)).scalar_subquery()
_OFFERS = _LINES.add_columns(_BEFORE.label("last_session")).where(
    TrackEntry.level != Level.SECRETARIAT,
    TrackEntry.id.not_in(_PLACED),
    condition(Right.TRACK_ENTRY_PLACE, TrackEntry),
)


@dataclass(frozen=True, slots=True)
class Line:
    """An entry as a register shows it; `concern`: why it should be dealt with; `news`: that an answer has come, for an
    agenda for which that is new."""

    id: int
    place: Place
    number: int
    title: str
    stage: str
    owner: str
    owner_slug: str
    moved_on: dt.date
    next_step: str
    note: str
    level: Level
    concern: Concern | None
    news: Concern | None = None

    @property
    def track(self) -> Track:
        return self.place.track

    @property
    def reference(self) -> str:
        return tracks.reference(self.track.slug, self.number)

    @property
    def why(self) -> str:
        return _together(self.concern, self.news)


@dataclass(frozen=True, slots=True)
class Register:
    """One track with all its entries, as the reader may see them."""

    track: Track
    lines: Sequence[Line]

    @property
    def stages(self) -> list[tuple[str, int]]:
        """How many stand at each stage; one beside the ladder only where something stands there."""
        count = Counter(line.stage for line in self.lines)
        return [(one.name, count[one.name]) for one in self.track.stages if count[one.name] or not one.aside]

    @property
    def chart(self) -> Chart:
        return charts.stages(self.track.slug, self.track.title, self.stages)

    @property
    def stalled(self) -> int:
        return sum(line.concern is not None and not line.concern.unanswered for line in self.lines)

    @property
    def unanswered(self) -> int:
        return sum(line.concern is not None and line.concern.unanswered for line in self.lines)

    def at(self, stage: str, owner: str) -> list[Line]:
        """Those of this stage and this owner; "" chooses all."""
        return [one for one in self.lines if stage in ("", one.stage) and owner in ("", one.owner_slug)]


def in_words(concern: Concern | None) -> str:
    """The reason in the reader's language; "" where there is none."""
    if concern is None:
        return ""
    told = {name: _told(value) for name, value in concern.values.items()}
    return gettext(concern.sentence, **told)


def _together(*reasons: Concern | None) -> str:
    return " ".join(in_words(one) for one in reasons if one is not None)


def _told(value: Any) -> Any:
    if isinstance(value, dt.date):
        return day(value)
    return gettext(value) if isinstance(value, str) else value


def registers(standing: Standing, on: dt.date) -> list[Register]:
    """Every track that the reader may open, with all its entries; one statement, and one for a compartment."""
    mine = [track for track in TRACKS.values() if may(standing, Right.TRACK_READ, track)]
    found = _lines(_LINES, standing, on)
    return [Register(track, [line for line in found if line.track is track]) for track in mine]


def register(standing: Standing, track: Track, on: dt.date) -> Register:
    return Register(track, _lines(_LINES.where(TrackEntry.track_slug == track.slug), standing, on))


def for_both(track: Track) -> list[Line]:
    """The entries of an open track for the delegations, whoever asks, each as of its last move."""
    joint = (TrackEntry.track_slug == track.slug, TrackEntry.level != Level.SECRETARIAT)
    return [_line(row, row.moved_on) for row in db.execute(_LINES.where(*joint))]


def sheet(standing: Standing, track: Track, on: dt.date, *, stage: str = "", owner: str = "") -> TrackSheet:
    """The register as it was chosen, for the delegations: without what is the two secretaries' own."""
    here, every = house(), register(standing, track, on)
    whole = Register(track, [line for line in every.lines if line.level is not Level.SECRETARIAT])
    chosen = ((gettext("Stage: %(word)s", word=gettext(stage)), stage), (gettext("Owner: %(word)s", word=owner), owner))
    rows, names = whole.at(stage, owner), track.points
    points = _points(standing, [line.id for line in rows]) if names is not None else {}
    return TrackSheet(
        title=track.title,
        purpose=track.purpose,
        rows=tuple(_row(line, points.get(line.id, ())) for line in rows),
        stages=tuple(whole.stages),
        filters=tuple(told for told, word in chosen if word),
        asked=names.asked if names is not None else "",
        answer=names.answer if names is not None else "",
        outcome=names.outcome if names is not None else "",
        dialogue=here.dialogue_name,
        marking=here.marking,
        designation=here.profile.footnote,
        at_every=here.profile.every,
        as_of=on,
        charts=(whole.chart,) if whole.lines else (),
    )


def _points(standing: Standing, entries: Sequence[int]) -> dict[int, tuple[TrackPointRow, ...]]:
    """By the ids of their entries, each with where it was dealt with as the delegations may know it."""
    dealt = dealings.outcomes(standing, entries, works=False)
    told: dict[int, tuple[TrackPointRow, ...]] = {}
    for one in db.scalars(tracks.points_of(entries)):
        followed = (f"{it.reference} {it.words}" for it in dealt[one.entry_id] if it.point == one.number)
        row = TrackPointRow(
            number=one.number,
            asked=one.text,
            answer=one.answer,
            answered=one.answered_on,
            outcome=one.outcome,
            followed=tuple(followed),
        )
        told[one.entry_id] = (*told.get(one.entry_id, ()), row)
    return told


def _row(line: Line, points: tuple[TrackPointRow, ...]) -> TrackRow:
    return TrackRow(
        reference=line.reference,
        title=line.title,
        stage=line.stage,
        owner=line.owner,
        moved=line.moved_on,
        note=line.note,
        next_step=line.next_step,
        why=line.why,
        points=points,
    )


def offers(standing: Standing, agenda: Agenda, on: dt.date) -> list[Line]:
    """What offers itself for this agenda: entries that stall, wait for an answer or got one since the last session, and
    do not stand on it yet."""
    keys = [item.key for item in agenda.all_items if item.state in tracks.STANDS]
    rows = db.execute(_OFFERS, values(standing) | {"keys": keys, "starts_at": agenda.session.starts_at})
    found = [_with_news(_line(row, on), row.last_session) for row in rows if row.track_slug in TRACKS]
    order = list(TRACKS)
    return sorted((line for line in found if line.why), key=lambda line: (order.index(line.track.slug), line.number))


def _with_news(line: Line, last_session: dt.datetime | None) -> Line:
    """What came by the day of the session before was known there."""
    return replace(line, news=line.place.news(local_day(last_session) if last_session is not None else None))


def why(entry: TrackEntry, on: dt.date, last_session: dt.datetime | None = None, *, coming: bool = False) -> str:
    """Why it should be dealt with; `coming`: there is an agenda on which it could come, after that last session."""
    since = local_day(last_session) if last_session is not None else None
    return _together(entry.concern(on), entry.place.news(since) if coming else None)


def _lines(found: Select[*tuple[Any, ...]], standing: Standing, on: dt.date) -> list[Line]:
    rows = db.execute(only(found, standing, Right.TRACK_ENTRY_READ, TrackEntry))
    return [_line(row, on) for row in rows if row.track_slug in TRACKS]


def _line(row: Row[*tuple[Any, ...]], on: dt.date) -> Line:
    track = TRACKS[row.track_slug]
    due = dt.date.fromisoformat(row.due) if row.due else None
    place = Place(track, track.stage(row.stage_name), row.moved_on, row.open_points, due, row.answered_on)
    return Line(
        id=row.id,
        place=place,
        number=row.number,
        title=row.title,
        stage=row.stage_name,
        owner=row.owner,
        owner_slug=row.owner_slug,
        moved_on=row.moved_on,
        next_step=row.next_step,
        note=row.note or "",
        level=row.level,
        concern=place.concern(on),
    )


def agenda_for(standing: Standing, entry: TrackEntry) -> tuple[Agenda | None, dt.datetime | None]:
    """The next agenda on which the reader may put it, where it does not stand yet, and when the session before was
    held; one statement."""
    if not (may(standing, Right.TRACK_ENTRY_PLACE, entry) and refusal(tracks.must_be_open, entry) is None):
        return None, None
    before = sessions.last_held_before(Session.starts_at).correlate(Session).scalar_subquery()
    found = db.execute(tracks.next_open(entry, standing.at).add_columns(before)).first()
    return (found[0], found[1]) if found is not None else (None, None)
