"""Settings of this dialogue: its name, the marking on every page and paper, that of public ones, the label of its zone;
when follow-ups are told of. Data, in one row."""

import datetime as dt
import enum

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Mapped, mapped_column

from dialogue.domain.base import Base, Stale, words


class Weekday(enum.StrEnum):
    """In the order of the week."""

    MONDAY = "Monday"
    TUESDAY = "Tuesday"
    WEDNESDAY = "Wednesday"
    THURSDAY = "Thursday"
    FRIDAY = "Friday"
    SATURDAY = "Saturday"
    SUNDAY = "Sunday"


class Settings(Base):
    """The zone label is what people read ("… time"); the zone itself is fixed (practice §0.8). `digest_at` is a time of
    that zone; `escalate_after` counts days from the day on which a follow-up was due."""

    __tablename__ = "settings"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, default=1)
    dialogue_name: Mapped[str] = mapped_column(default="High-Level Dialogue")
    marking: Mapped[str] = mapped_column(default="")
    public_marking: Mapped[str] = mapped_column(default="")  # of what is meant for everybody
    zone_label: Mapped[str] = mapped_column(default="CET/CEST")
    digest_on: Mapped[Weekday] = mapped_column(words(Weekday), default=Weekday.MONDAY)
    digest_at: Mapped[dt.time] = mapped_column(default=dt.time(8))
    escalate_after: Mapped[int] = mapped_column(default=14)
    version: Mapped[int] = mapped_column(init=False)

    __mapper_args__ = {"version_id_col": version}

    def set(
        self,
        dialogue_name: str,
        marking: str,
        public_marking: str,
        zone_label: str,
        *,
        digest_on: Weekday,
        digest_at: dt.time,
        escalate_after: int,
        base: int | None,
        by: Base,
        at: dt.datetime,
    ) -> None:
        """New words; papers released before keep theirs. `base` is the version seen; 0 before the first."""
        if (base or 0) != (self.version or 0):
            raise Stale("Somebody has changed the settings since you opened them.")
        self.dialogue_name, self.zone_label = dialogue_name, zone_label
        self.marking, self.public_marking = marking, public_marking
        self.digest_on, self.digest_at, self.escalate_after = digest_on, digest_at, escalate_after
        self.did("set", by=by, at=at)


def is_current() -> ColumnElement[bool]:
    """There is one row of them at the most."""
    return Settings.id == 1


_CURRENT = select(Settings).where(is_current())  # made once: every page asks for it


def current() -> Select[Settings]:
    return _CURRENT
