"""When the register was last looked through for what people are to be told of it by mail; one row."""

import datetime as dt

from sqlalchemy import Select, select
from sqlalchemy.orm import Mapped, mapped_column

from dialogue.domain.base import Base
from dialogue.domain.settings import Settings, Weekday
from dialogue.domain.working_days import ZONE

EVERY = dt.timedelta(minutes=15)
DAYS = tuple(Weekday)


class FollowUpWatch(Base):
    """`digest_week` is the week, as `2027-W09`, whose digest has gone out, or was not to."""

    __tablename__ = "followup_watches"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, default=1)
    looked_at: Mapped[dt.datetime]
    digest_week: Mapped[str] = mapped_column(default="")

    def look(self, week: str | None, *, at: dt.datetime) -> None:
        """It was looked through, and the digest of that week was made."""
        self.looked_at = at
        if week is not None:
            self.digest_week = week

    def wants_digest(self, week: str | None) -> bool:
        return week is not None and week != self.digest_week


def begin(settings: Settings, *, at: dt.datetime) -> FollowUpWatch:
    """The first look. A digest whose hour has passed before is not made up for."""
    return FollowUpWatch(looked_at=at, digest_week=digest_week(settings, at) or "")


def looked_at() -> Select[dt.datetime]:
    return select(FollowUpWatch.looked_at).where(FollowUpWatch.id == 1)


def is_due(looked: dt.datetime | None, at: dt.datetime) -> bool:
    """Whether a quarter of an hour has begun since, by any clock of the day; also after a clock was put back."""
    return looked is None or _quarter(looked) != _quarter(at)


def digest_week(settings: Settings, at: dt.datetime) -> str | None:
    """The week of that instant, if the hour of its digest has come; None: it has not."""
    today = at.astimezone(ZONE).date()
    year, week, _ = today.isocalendar()
    monday = today - dt.timedelta(days=today.weekday())
    day = monday + dt.timedelta(days=DAYS.index(settings.digest_on))
    hour = dt.datetime.combine(day, settings.digest_at, ZONE)
    return f"{year}-W{week:02}" if at >= hour else None


def _quarter(at: dt.datetime) -> int:
    return int(at.timestamp() // EVERY.total_seconds())
