"""What was written down of a round's outcome, and when: the worker's only trace. It decides nothing but one thing: an
objection that becomes known after an adoption was written puts that adoption in question."""

import datetime as dt

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from dialogue.domain.base import Base, words
from dialogue.domain.silence.states import CirculationState


class Record(Base):
    """`as_of` is when it took effect, `written_at` when it was put down; a late worker changes only the latter."""

    __tablename__ = "circulation_records"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    circulation_id: Mapped[int] = mapped_column(ForeignKey("circulations.id"), init=False, index=True)
    state: Mapped[CirculationState] = mapped_column(words(CirculationState))
    as_of: Mapped[dt.datetime]
    written_at: Mapped[dt.datetime]
    reasons: Mapped[str] = mapped_column(default="")  # of a hold: words of Reason, with commas
