"""Revisions: each text of minutes that was sent to others, kept as it was under its number, REV 1 and on."""

import datetime as dt

from sqlalchemy import ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from dialogue.domain.base import Base
from dialogue.domain.editions import MinutesSheet, keep, restore


class MinutesRevision(Base):
    """The delegations' sheet of a text, by its hash; nothing changes it."""

    __tablename__ = "minutes_revisions"
    __table_args__ = (UniqueConstraint("minutes_id", "rev"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    minutes_id: Mapped[int] = mapped_column(ForeignKey("minutes.id"), init=False)
    rev: Mapped[int]
    text_hash: Mapped[str]
    sheet_kept: Mapped[str] = mapped_column(Text, deferred=True)
    made_at: Mapped[dt.datetime]

    @classmethod
    def of(cls, sheet: MinutesSheet, *, at: dt.datetime) -> "MinutesRevision":
        """The sheet as it is sent out at that instant."""
        return cls(rev=sheet.rev or 0, text_hash=sheet.text_hash, sheet_kept=keep(sheet), made_at=at)

    @property
    def sheet(self) -> MinutesSheet:
        sheet: MinutesSheet = restore(MinutesSheet, self.sheet_kept)
        return sheet
