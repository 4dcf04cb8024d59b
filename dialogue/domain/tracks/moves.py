"""What stands beside the words of an entry: the values of its fields, and the dated moves that led it where it is."""

import datetime as dt

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dialogue.domain.base import Base
from dialogue.domain.people import Person
from dialogue.domain.text import Prose


class TrackValue(Base):
    """What one field of an entry says, as `Field.keep` stores it; an empty field has no row. Nobody wrote
    what is counted; of what was written before that was kept, who did and when is not known."""

    __tablename__ = "track_values"
    __table_args__ = (UniqueConstraint("entry_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    entry_id: Mapped[int] = mapped_column(ForeignKey("track_entries.id"), init=False)
    written_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), init=False)
    key: Mapped[str]
    value: Mapped[str]
    written_at: Mapped[dt.datetime | None] = mapped_column(default=None)

    written_by: Mapped[Person | None] = relationship(default=None)

    def write(self, value: str, *, by: Person, at: dt.datetime) -> None:
        self.value, self.written_by, self.written_at = value, by, at


class TrackMove(Base):
    """Added, never changed. `on`: when it happened. `wanted`: the stage for which one side has said its word."""

    __tablename__ = "track_moves"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    entry_id: Mapped[int] = mapped_column(ForeignKey("track_entries.id"), init=False, index=True)
    made_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"), init=False)
    was: Mapped[str]
    became: Mapped[str]
    wanted: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(Prose, default="")
    evidence: Mapped[str] = mapped_column(default="")
    on: Mapped[dt.date]
    made_at: Mapped[dt.datetime]

    made_by: Mapped[Person] = relationship()

    @property
    def is_step(self) -> bool:
        return self.was != self.became
