"""How far a decision is carried out: its status, and the dated moves that led there, added and never changed."""

import datetime as dt
import enum

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dialogue.domain.base import Base, words
from dialogue.domain.flow import Flow
from dialogue.domain.people import Person
from dialogue.domain.text import Prose


class Status(enum.StrEnum):
    OPEN = "open"
    UNDER_WAY = "under way"
    DONE = "done"
    SUPERSEDED = "superseded"  # never a move: it is so when both sides have named the later decision


STEPS = Flow(
    {
        Status.OPEN: {Status.UNDER_WAY, Status.DONE},
        Status.UNDER_WAY: {Status.OPEN, Status.DONE},
        Status.DONE: {Status.UNDER_WAY},
    }
)


class DecisionMove(Base):
    """`on`: when it happened, which may be before it was recorded."""

    __tablename__ = "decision_moves"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    decision_id: Mapped[int] = mapped_column(ForeignKey("decisions.id"), init=False, index=True)
    made_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"), init=False)
    was: Mapped[Status] = mapped_column(words(Status))
    became: Mapped[Status] = mapped_column(words(Status))
    note: Mapped[str] = mapped_column(Prose)
    evidence: Mapped[str] = mapped_column(default="")
    on: Mapped[dt.date]
    made_at: Mapped[dt.datetime]

    made_by: Mapped[Person] = relationship()

    @property
    def is_step(self) -> bool:
        return self.was is not self.became
