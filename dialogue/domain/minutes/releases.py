"""The editions of approved minutes: kept as they were approved, released when both secretaries have said so."""

import datetime as dt

from sqlalchemy import ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from dialogue.domain.base import Base, words
from dialogue.domain.editions import Level, MinutesSheet, keep, restore


class MinutesEdition(Base):
    """One edition, frozen with its numbers. What both say of its release is among what is said to the minutes."""

    __tablename__ = "minutes_editions"
    __table_args__ = (UniqueConstraint("minutes_id", "level"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    minutes_id: Mapped[int] = mapped_column(ForeignKey("minutes.id"), init=False)
    level: Mapped[Level] = mapped_column(words(Level))
    sheet_kept: Mapped[str] = mapped_column(Text, deferred=True)
    released_at: Mapped[dt.datetime | None] = mapped_column(init=False, default=None)

    @property
    def sheet(self) -> MinutesSheet:
        sheet: MinutesSheet = restore(MinutesSheet, self.sheet_kept)
        return sheet

    @property
    def is_released(self) -> bool:
        return self.released_at is not None


def kept(sheet: MinutesSheet) -> str:
    return keep(sheet)
