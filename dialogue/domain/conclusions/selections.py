"""Which conclusions: of an agenda, by number, and what waits for the side that presides."""

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from dialogue.domain.agenda import Agenda
from dialogue.domain.conclusions.conclusions import (
    Conclusion,
    ConclusionComment,
    ConclusionState,
    SavedWording,
)
from dialogue.domain.sessions import Session, read_ref

_session = aliased(Session)


def of_agenda(agenda: Agenda) -> Select[Conclusion]:
    """All of them with every wording, in the order of their numbers."""
    wordings = selectinload(Conclusion.wordings).joinedload(SavedWording.owner)
    return select(Conclusion).options(wordings).where(Conclusion.agenda_id == agenda.id).order_by(Conclusion.number)


def by_number(ref: str, number: int) -> Select[Conclusion]:
    """With its wordings, who wrote them, and what was said to it."""
    year, session_number = read_ref(ref) or (0, 0)
    wordings = selectinload(Conclusion.wordings)
    return (
        select(Conclusion)
        .join(Conclusion.session)
        .options(wordings.joinedload(SavedWording.written_by), wordings.joinedload(SavedWording.owner))
        .options(selectinload(Conclusion.comments).joinedload(ConclusionComment.written_by))
        .options(joinedload(Conclusion.state_by), joinedload(Conclusion.agenda))
        .where(Session.year == year, Session.number == session_number, Conclusion.number == number)
    )


def to_be_answered_by(party_id: Any) -> ColumnElement[bool]:
    """The `where` of proposals to the side that presides."""
    presides = select(_session.id).where(_session.presiding_id == party_id)
    return and_(Conclusion.state == ConclusionState.PROPOSED, Conclusion.session_id.in_(presides))
