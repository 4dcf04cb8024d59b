"""The review sheet of a session: of each track and of the whole where it stood at the last session, and where it
stands. What is in a compartment is counted for everybody, and told to its list alone, on the page and in no paper."""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import Row, String, literal, select, union_all

from dialogue.access import Right, Standing, may, only
from dialogue.db import db
from dialogue.domain import decisions, developments, followups, sessions, tracks
from dialogue.domain.agenda import Agenda
from dialogue.domain.agreed import Revision
from dialogue.domain.decisions import Status
from dialogue.domain.developments import STANDS
from dialogue.domain.editions import (
    Code,
    Level,
    ReviewFigure,
    ReviewMove,
    ReviewRow,
    ReviewSheet,
    ReviewStage,
    ReviewSum,
    ReviewTrack,
)
from dialogue.domain.followups import FollowUpState
from dialogue.domain.sessions import Session
from dialogue.domain.tracks import INSULATED, TRACKS, Concern, History, Review, Step, Track
from dialogue.domain.working_days import local_day
from dialogue.queries.sheets import heading
from dialogue.queries.tracks import in_words

OPEN = tuple(slug for slug in TRACKS if slug not in INSULATED)
Figures = Mapping[str, Mapping[str, int]]  # of each kind, by their word
Placed = Mapping[int, str]  # by the id of an entry the number of its item; "" on the draft of an agenda


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader finds at a session. `sheet`: as it was frozen, or as it stands today; None: neither. `own`: tracks
    in a compartment on whose list the reader is, as they stand today whatever was frozen."""

    sheet: ReviewSheet | None
    kept: Review | None = None
    releases: Sequence[Review] = ()
    own: Sequence[ReviewTrack] = ()
    may_look_ahead: bool = False  # to what the next release would freeze


@dataclass(frozen=True, slots=True)
class _Day:
    """As of which day it is told, since which session, and what of it is on the agenda."""

    on: dt.date
    since: Session | None = None
    placed: Placed = field(default_factory=dict)

    @property
    def before(self) -> dt.date | None:
        """The day of the session before, of which the evening counts."""
        return local_day(self.since.held_at) if self.since is not None and self.since.held_at is not None else None


@dataclass(frozen=True, slots=True)
class _Entry:
    row: Row[*tuple[Any, ...]]  # of `tracks.reviewed`
    history: History

    def is_live(self, on: dt.date) -> bool:
        """Whether it was there by then, and more was expected of it."""
        stage = self.history.stage_on(on)
        return bool(stage) and not self.history.track.stage(stage).ends

    def concern(self, on: dt.date) -> Concern | None:
        return self.history.place_on(on).concern(on)


def frozen(agenda: Agenda, release: Revision, at: dt.datetime) -> ReviewSheet:
    """As it stands at that instant, with the numbers that its entries have in this release of the agenda."""
    numbers = {line.key: line.number for line in release.sheet.items}
    there = db.execute(tracks.entries_of(list(numbers)))
    day = _day(agenda.session, local_day(at), {entry: numbers[key] for entry, key in there})
    return _sheet(agenda.session, day, list(_entries((*OPEN, *INSULATED))), rev=release.rev, dated=at)


def reading(standing: Standing, session: Session, wanted: str | None, on: dt.date) -> Reading | None:
    """What was frozen with the release that is wanted, or last; before any what stands today, while the session is not
    over. `wanted` "next": that, for who works on the agenda. None: there is no such one."""
    releases = db.scalars(tracks.reviews_of(session)).all()
    ahead = bool(releases) and not session.is_over and may(standing, Right.AGENDA_EDIT, session)
    mine = [slug for slug in INSULATED if may(standing, Right.TRACK_READ, TRACKS[slug])]
    kept = next((one for one in reversed(releases) if wanted in (None, str(one.rev))), None)
    if kept is not None:
        return Reading(kept.sheet, kept, releases, _own_alone(mine, session, on), ahead)
    if wanted not in (None, "next") or (wanted and not ahead):
        return None
    if session.is_over:
        return Reading(None, own=_own_alone(mine, session, on))
    sheet, own = _as_it_stands(standing, session, mine, on)
    return Reading(sheet, None, releases, own, ahead)


def is_there(session: Session) -> bool:
    """Whether there is anything to read: a session that was over before there were review sheets has none."""
    return not session.is_over or bool(db.scalar(tracks.has_reviews(session)))


def live(standing: Standing, session: Session, on: dt.date) -> ReviewSheet | None:
    """As it stands today for this reader; None once the session is over."""
    return None if session.is_over else _as_it_stands(standing, session, (), on)[0]


def draft(session: Session, on: dt.date) -> ReviewSheet | None:
    """As it stands today for who does not work on the agenda; None once the session is over."""
    return None if session.is_over else _sheet(session, _day(session, on), _entries((*OPEN, *INSULATED)))


def _as_it_stands(
    standing: Standing, session: Session, mine: Collection[str], on: dt.date
) -> tuple[ReviewSheet, list[ReviewTrack]]:
    works = may(standing, Right.AGENDA_EDIT, session)  # what is on a draft nobody else knows
    day = _day(session, on, dict.fromkeys(db.scalars(tracks.drafted_for(session)), "") if works else {})
    entries = list(_entries((*OPEN, *INSULATED), (*OPEN, *mine)))
    return _sheet(session, day, entries), _own(mine, entries, day)


def coming(standing: Standing) -> Session | None:
    """The next session of which the reader may open the review sheet."""
    return db.scalar(only(sessions.upcoming(standing.at).limit(1), standing, Right.SESSION_REVIEW, Session))


# What it is made of


def _day(session: Session, on: dt.date, placed: Placed | None = None) -> _Day:
    return _Day(on, db.scalar(sessions.regular_before(session)), placed or {})


def _entries(slugs: Collection[str], worded: Collection[str] = OPEN) -> Iterator[_Entry]:
    """Of these tracks, with words of those in `worded` alone; two statements."""
    rows = db.execute(tracks.reviewed(slugs, worded)).all()
    steps: dict[int, list[Step]] = {row.id: [] for row in rows}
    answers: dict[int, list[dt.date | None]] = {row.id: [] for row in rows}
    for entry, _, day, was, became, evidence in db.execute(tracks.pasts(slugs, worded)):
        if became:
            steps[entry].append(Step(day, was, became, evidence))
        else:
            answers[entry].append(day)
    for row in rows:
        due = dt.date.fromisoformat(row.due) if row.due else None
        yield _Entry(row, History(TRACKS[row.track_slug], row.began_on, steps[row.id], answers[row.id], due))


def _sheet(
    session: Session, day: _Day, entries: Iterable[_Entry], *, rev: int | None = None, dated: dt.datetime | None = None
) -> ReviewSheet:
    there = list(entries)
    told = [one for one in there if not one.history.track.compartment]
    others = [one for one in there if one.history.track.compartment and one.is_live(day.on)]
    figures = _figures(session, day.on)
    sums = _sums(figures)
    own = Code.REVIEW.of(session.reference)
    named = heading(session, Level.DELEGATIONS, paper=own, dated=dated)
    return ReviewSheet(
        heading=replace(named, reference=own),
        tracks=tuple(_track(TRACKS[slug], told, day, sums.get(slug, ())) for slug in OPEN),
        since=day.since.reference if day.since is not None else "",
        since_on=day.before,
        followups=_in_order(figures["follow-ups"], FollowUpState),
        overdue=figures["late"].get("overdue", 0),
        decisions=_in_order(figures["decisions"], Status),
        developments=_in_order(figures["developments"], STANDS),
        others=len(others),
        as_planned=sum(one.concern(day.on) is None for one in others),
        rev=rev,
        as_of=day.on,
    )


def _own_alone(mine: Collection[str], session: Session, on: dt.date) -> list[ReviewTrack]:
    return _own(mine, list(_entries(mine, mine)), _day(session, on)) if mine else []


def _own(mine: Collection[str], entries: Iterable[_Entry], day: _Day) -> list[ReviewTrack]:
    return [_track(TRACKS[slug], entries, day) for slug in mine]


def _sums(figures: Figures) -> Mapping[str, Sequence[ReviewSum]]:
    """What is counted over the entries of each track, as it stands now."""
    found: dict[str, list[ReviewSum]] = {}
    for word, n in sorted(figures["sums"].items()):
        slug, _, key = word.partition("/")
        if one := TRACKS[slug].field(key):
            found.setdefault(slug, []).append(ReviewSum(label=one.label, n=n, entries=figures["summed"][word]))
    return found


def _track(track: Track, entries: Iterable[_Entry], day: _Day, sums: Iterable[ReviewSum] = ()) -> ReviewTrack:
    there = [one for one in entries if one.history.track is track and one.history.stage_on(day.on)]
    rows = tuple(_row(one, day) for one in there)
    counts = [(one, [row.was for row in rows].count(one.name), [row.stage for row in rows].count(one.name))
              for one in track.stages]  # fmt: skip
    stages = (ReviewStage(name=one.name, was=was, now=now) for one, was, now in counts if was or now or not one.aside)
    return ReviewTrack(
        slug=track.slug, title=track.title, rows=rows, stages=tuple(stages), sums=tuple(sums), way=track.way
    )


def _row(entry: _Entry, day: _Day) -> ReviewRow:
    row, history, concern = entry.row, entry.history, entry.concern(day.on)
    moves = history.moves(day.before, day.on)
    return ReviewRow(
        reference=tracks.reference(row.track_slug, row.number),
        title=row.title,
        owner=row.short_name,
        was=history.stage_on(day.before) if day.before is not None else "",
        stage=history.stage_on(day.on),
        moves=tuple(map(_move, moves)),
        answered=history.answered(day.before, day.on),
        next_step=row.next_step,
        why=in_words(concern),
        waits=concern is not None and concern.unanswered,
        item=day.placed.get(row.id, ""),
        drafted=day.placed.get(row.id) == "",
        way=tuple(_move(one) for one in history.moves(None, day.on) if one.is_step) if history.track.way else (),
    )


def _move(one: Step) -> ReviewMove:
    return ReviewMove(on=one.on, was=one.was, became=one.became, evidence=one.evidence)


def _figures(session: Session, on: dt.date) -> Figures:
    """How many there are of each kind, by their word; one statement."""
    asked = {
        "follow-ups": followups.by_state(),
        "late": followups.how_many_late(on),
        "decisions": decisions.by_status(),
        "developments": developments.by_state(session),
        "sums": tracks.counted(OPEN),
        "summed": tracks.counted(OPEN, entries=True),
    }
    counts = [(kind, found.subquery()) for kind, found in asked.items()]
    found: dict[str, dict[str, int]] = {kind: {} for kind in asked}
    for kind, word, n in db.execute(
        union_all(*(select(literal(kind, String), one.c.word, one.c.n) for kind, one in counts))
    ):
        found[kind][word] = n
    return found


def _in_order(counts: Mapping[str, int], words: Iterable[Any]) -> tuple[ReviewFigure, ...]:
    return tuple(ReviewFigure(word=one.value, n=counts[one.value]) for one in words if counts.get(one.value))
