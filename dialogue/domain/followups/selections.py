"""Which follow-ups: of a round, by number, late, due, and what waits for the other side; how often one was carried."""

import datetime as dt

from sqlalchemy import (
    ColumnElement,
    ScalarSelect,
    Select,
    and_,
    func,
    or_,
    select,
)
from sqlalchemy.orm import joinedload, selectinload

from dialogue.domain.agreed import Agreement, Word, asked_of
from dialogue.domain.base import among
from dialogue.domain.decisions import Decision
from dialogue.domain.followups.register import DROPPABLE, DUE, FollowUp, FollowUpUpdate, State
from dialogue.domain.sessions import Session, read_ref
from dialogue.domain.silence import Circulation
from dialogue.domain.silence.awaiting import puts_in_question


def of_circulation(circulation: Circulation) -> Select[FollowUp]:
    """What was opened by the minutes that this round approved."""
    return select(FollowUp).where(FollowUp.circulation_id == circulation.id).order_by(FollowUp.id)


def carried() -> ScalarSelect[int]:
    """How often a later session was held while the follow-up was still alive: a column beside FollowUp."""
    later = Session.__table__.alias("later")
    return (
        select(func.count())
        .select_from(later)
        .where(
            later.c.id != FollowUp.session_id,
            later.c.held_at.isnot(None),
            later.c.held_at > FollowUp.opened_at,
            or_(FollowUp.ended_at.is_(None), FollowUp.ended_at > later.c.held_at),
        )
        .correlate(FollowUp)
        .scalar_subquery()
    )


def carried_of(followup: FollowUp) -> Select[int]:
    """How often this one was carried."""
    return select(carried()).where(FollowUp.id == followup.id)


def by_number(ref: str, number: int) -> Select[FollowUp]:
    """A follow-up by its session's reference and its own number, with its history."""
    year, session_number = read_ref(ref) or (0, 0)
    return (
        select(FollowUp)
        .join(FollowUp.session)
        .options(selectinload(FollowUp.updates).joinedload(FollowUpUpdate.made_by), joinedload(FollowUp.topic))
        .options(joinedload(FollowUp.agreement).selectinload(Agreement.assents))
        .options(joinedload(FollowUp.decision).joinedload(Decision.superseded_by))
        .options(joinedload(FollowUp.decision).joinedload(Decision.circulation).selectinload(Circulation.records))
        .options(joinedload(FollowUp.circulation).selectinload(Circulation.records))
        .where(Session.year == year, Session.number == session_number, FollowUp.number == number)
    )


def with_round(found: Select[FollowUp]) -> Select[FollowUp]:
    """With what tells whether each rests, in one statement more."""
    return found.options(joinedload(FollowUp.circulation).selectinload(Circulation.records))


def resting() -> ColumnElement[bool]:
    """What `rests` says, as a column beside FollowUp."""
    return puts_in_question(FollowUp.circulation_id)


def due_of(party_id: ColumnElement[int], by: ColumnElement[dt.date]) -> ColumnElement[bool]:
    """The party's own that it has to have done by that day; what rests is asked of nobody."""
    return and_(FollowUp.owner_id == party_id, among(FollowUp.state, DUE), FollowUp.due_on <= by, ~resting())


def to_be_verified_by(party_id: ColumnElement[int]) -> ColumnElement[bool]:
    """Said to be done by the other side."""
    return and_(FollowUp.owner_id != party_id, FollowUp.state == State.CLAIMED_DONE, ~resting())


def to_be_dropped_by(party_id: ColumnElement[int]) -> ColumnElement[bool]:
    """No longer wanted by the other side."""
    asked = asked_of(party_id, FollowUp.agreement_id, Word.DROPPING)
    return and_(among(FollowUp.state, DROPPABLE), asked, ~resting())


def late(on: ColumnElement[dt.date] | dt.date) -> ColumnElement[bool]:
    """The `where` of what is overdue on that day."""
    return and_(among(FollowUp.state, DUE), FollowUp.due_on < on)
