"""Rounds of others, of which only the outside is known: logged, never run here. Who broke one is not asked, and there
is no field for it."""

import datetime as dt
import enum

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dialogue.domain.base import Base, Stale, words
from dialogue.domain.flow import Flow
from dialogue.domain.people import Person


class ExternalState(enum.StrEnum):
    ANNOUNCED = "announced"
    IN_PROGRESS = "in progress"
    CONCLUDED = "concluded"
    NOT_CONCLUDED = "not concluded"


EXTERNAL_FLOW = Flow(
    {
        ExternalState.ANNOUNCED: {ExternalState.IN_PROGRESS, ExternalState.CONCLUDED, ExternalState.NOT_CONCLUDED},
        ExternalState.IN_PROGRESS: {ExternalState.CONCLUDED, ExternalState.NOT_CONCLUDED},
        ExternalState.CONCLUDED: set(),
        ExternalState.NOT_CONCLUDED: set(),
    }
)


class ExternalRound(Base):
    __tablename__ = "external_rounds"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    reference: Mapped[str]
    body: Mapped[str]  # which one decides
    deadline: Mapped[dt.datetime | None] = mapped_column(default=None)
    note: Mapped[str] = mapped_column(default="")
    state: Mapped[ExternalState] = mapped_column(words(ExternalState), init=False, default=ExternalState.ANNOUNCED)
    state_at: Mapped[dt.datetime]
    entered_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"), init=False)
    version: Mapped[int] = mapped_column(init=False)

    entered_by: Mapped[Person] = relationship()

    __mapper_args__ = {"version_id_col": version}

    def can(self, to: ExternalState) -> bool:
        return EXTERNAL_FLOW.allows(self.state, to)

    def become(self, state: ExternalState, note: str, *, base: int | None, by: Person, at: dt.datetime) -> None:
        """What is heard of it. `base` is the version that the editor saw."""
        if base != self.version:
            raise Stale("Somebody has changed this round since you opened it.")
        if state is not self.state:
            self.state = EXTERNAL_FLOW.move(self.state, state)
            self.state_at = at
        self.note = note
        self.did(state.value, by=by, at=at)
