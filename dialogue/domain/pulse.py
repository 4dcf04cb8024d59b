"""The pulse of the service: a beat a minute, whatever broke it, and when a backup was put back. Silence rests on it."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Delete, Double, Select, and_, delete, func, or_, select
from sqlalchemy.orm import Mapped, mapped_column

from dialogue.domain.base import Base

EVERY = dt.timedelta(seconds=60)
MISSED = dt.timedelta(seconds=90)  # two beats further apart than this have a missed one between them
JUMP = 5.0  # seconds by which wall clock and monotonic clock may differ between two beats (practice §0.4)


class Beat(Base):
    """That the web process got an answer from its own listening socket. `monotonic` counts the seconds of that `boot`;
    `jumped`: by how many seconds the wall clock moved against it since the beat before of the same boot."""

    __tablename__ = "beats"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    at: Mapped[dt.datetime] = mapped_column(index=True)
    monotonic: Mapped[float] = mapped_column(Double)
    boot: Mapped[str]
    previous_at: Mapped[dt.datetime | None] = mapped_column(default=None)
    jumped: Mapped[float] = mapped_column(Double, default=0.0)
    irregular: Mapped[bool] = mapped_column(default=False, index=True)

    @property
    def has_jumped(self) -> bool:
        """Forward or back; also where the wall shows an earlier time than at the beat before, whatever the boot."""
        return abs(self.jumped) > JUMP or (self.previous_at is not None and self.at < self.previous_at)

    @property
    def follows_a_gap(self) -> bool:
        return self.previous_at is not None and self.at - self.previous_at > MISSED

    def touches(self, since: dt.datetime, until: dt.datetime) -> bool:
        """Whether the time of this beat or of the one before it lies in the span, or the span between them; where the
        clock was moved, also what it would have shown now: what was done just before that is older than it seems."""
        sides = (self.at, self.previous_at or self.at, self.at - dt.timedelta(seconds=self.jumped))
        return min(sides) <= until and max(sides) >= since


class Restore(Base):
    """That a backup was put back: whatever was done between its making and the fault is lost."""

    __tablename__ = "restores"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    at: Mapped[dt.datetime]
    backup_made_at: Mapped[dt.datetime]


def beat(at: dt.datetime, monotonic: float, boot: str, *, last: Beat | None, last_of_boot: Beat | None) -> Beat:
    """A beat, told what came before it: `last` of all, `last_of_boot` of the same boot, None where there is none."""
    made = Beat(at=at, monotonic=monotonic, boot=boot)
    if last is not None:
        made.previous_at = last.at
    if last_of_boot is not None:
        made.jumped = (at - last_of_boot.at).total_seconds() - (monotonic - last_of_boot.monotonic)
    made.irregular = made.has_jumped or made.follows_a_gap
    return made


@dataclass(frozen=True, slots=True)
class Gap:
    """A span in which no beat came."""

    since: dt.datetime
    until: dt.datetime

    def within(self, since: dt.datetime, until: dt.datetime) -> dt.timedelta:
        """How much of it lies in the span."""
        return max(min(self.until, until) - max(self.since, since), dt.timedelta())


@dataclass(frozen=True, slots=True)
class Pulse:
    """What is known of the service in a span: all irregular beats that touch it, the first beat ever, the last one not
    after its end, the first one not before its end; and restores since its beginning."""

    irregular: Sequence[Beat] = ()
    first_at: dt.datetime | None = None
    last_at: dt.datetime | None = None
    after_at: dt.datetime | None = None
    restored: Sequence[dt.datetime] = ()

    def gaps(self, since: dt.datetime, until: dt.datetime) -> list[Gap]:
        """Spans without a beat, in order; where none was ever written, the whole span."""
        if self.first_at is None or self.last_at is None:
            return [Gap(since, until)]
        found = [Gap(since, self.first_at)] if self.first_at - since > MISSED else []
        found += [Gap(b.previous_at, b.at) for b in self.irregular if b.follows_a_gap and b.previous_at is not None]
        if until - self.last_at > MISSED:
            found.append(Gap(self.last_at, until))
        return [gap for gap in found if gap.within(since, until)]

    def jumps(self, since: dt.datetime, until: dt.datetime) -> list[Beat]:
        """Beats across which the clock jumped, if the time on either side of the jump lies in the span."""
        return [b for b in self.irregular if b.has_jumped and b.touches(since, until)]


# Selections


def irregular_in(since: dt.datetime, until: dt.datetime) -> Select[Beat]:
    """Beats that missed one before them or saw the clock jump, if that may lie in the span. Where the clock was moved,
    no side tells how far: what it would have shown may lie in the span though both beats do not (`touches` says)."""
    before = and_(Beat.previous_at < since, Beat.at < since)
    after = and_(Beat.previous_at > until, Beat.at > until)
    return select(Beat).where(Beat.irregular.is_(True), ~and_(_unmoved(), or_(before, after))).order_by(Beat.id)


def _unmoved() -> ColumnElement[bool]:
    return func.abs(Beat.jumped) <= JUMP


def around(since: dt.datetime, until: dt.datetime, end: dt.datetime) -> Select[Any, Any, Any, Any, Any]:
    """In one row, what is known around a span: whether any beat in it, or until `end`, is irregular; the first beat
    ever; the last one not after `until`; the first one not before `end`; the last restore since its beginning."""
    irregular = irregular_in(since, end).with_only_columns(Beat.id).order_by(None).exists()
    return select(
        irregular,
        select(Beat.at).order_by(Beat.id).limit(1).scalar_subquery(),
        select(func.max(Beat.at)).where(Beat.at <= until).scalar_subquery(),
        select(func.min(Beat.at)).where(Beat.at >= end).scalar_subquery(),
        select(func.max(Restore.at)).where(Restore.at >= since).scalar_subquery(),
    )


def last_beat(boot: str | None = None) -> Select[Beat]:
    """The beat written last, of all or of one boot."""
    found = select(Beat).order_by(Beat.id.desc()).limit(1)
    return found if boot is None else found.where(Beat.boot == boot)


def outdated(before: dt.datetime, *, while_rounds_go: bool) -> ColumnElement[bool]:
    """The `where` of beats that no round can ask for any more. While one goes, a beat that saw the clock moved stays,
    whatever it shows."""
    return and_(Beat.at < before, _unmoved()) if while_rounds_go else Beat.at < before


def any_of(where: ColumnElement[bool]) -> Select[bool]:
    return select(select(Beat.id).where(where).exists())


def forget(where: ColumnElement[bool]) -> Delete:
    return delete(Beat).where(where)
