"""Which follow-ups: of a round, by number, late, due, and what waits for the other side; how often one was carried."""

import datetime as dt

from sqlalchemy import (
    ColumnElement,
    ScalarSelect,
    Select,
    String,
    and_,
    cast,
    exists,
    func,
    literal,
    or_,
    select,
)
from sqlalchemy.orm import joinedload, selectinload

from dialogue.domain.agreed import Agreement, Word, asked_of
from dialogue.domain.base import among
from dialogue.domain.decisions import Decision
from dialogue.domain.editions import Level
from dialogue.domain.followups.pursued import DROPPABLE, DUE, FollowUpState
from dialogue.domain.followups.register import FollowUp, FollowUpUpdate
from dialogue.domain.organisations import Organisation
from dialogue.domain.sessions import Session, SessionState, read_ref
from dialogue.domain.silence import Circulation
from dialogue.domain.silence.awaiting import puts_in_question

AGAIN = 2  # carried so often, it has to say why


def of_circulation(circulation: Circulation) -> Select[FollowUp]:
    """What was opened by the minutes that this round approved."""
    return select(FollowUp).where(FollowUp.circulation_id == circulation.id).order_by(FollowUp.id)


def carried(until: dt.datetime | None = None) -> ScalarSelect[int]:
    """How often a later session was held, by that instant if one is given, while the follow-up was still alive: a
    column beside FollowUp."""
    later = Session.__table__.alias("later")
    by_then = [later.c.held_at <= until] if until is not None else []
    return (
        select(func.count())
        .select_from(later)
        .where(
            later.c.id != FollowUp.session_id,
            later.c.held_at.isnot(None),
            later.c.held_at > FollowUp.opened_at,
            *by_then,
            or_(FollowUp.ended_at.is_(None), FollowUp.ended_at > later.c.held_at),
        )
        .correlate(FollowUp)
        .scalar_subquery()
    )


def carried_of(followup: FollowUp) -> Select[int]:
    """How often this one was carried."""
    return select(carried()).where(FollowUp.id == followup.id)


def to_be_explained(session: Session) -> Select[FollowUp]:
    """What was carried over this session, not for the first time, and says neither why nor until when."""
    said = exists().where(FollowUpUpdate.followup_id == FollowUp.id, FollowUpUpdate.over_id == session.id)
    return (
        select(FollowUp)
        .join(FollowUp.session)
        .where(
            FollowUp.session_id != session.id,
            FollowUp.opened_at < session.held_at,
            among(FollowUp.state, DUE),
            carried(session.held_at) >= AGAIN,
            ~said,
            ~resting(),
        )
        .order_by(FollowUp.due_on, FollowUp.id)
    )


def asks_why(followup: FollowUp) -> Select[Session]:
    """The first session, held and not closed yet, whose closing waits for the cause why this one was carried again."""
    said = exists().where(FollowUpUpdate.followup_id == followup.id, FollowUpUpdate.over_id == Session.id)
    earlier = Session.__table__.alias("earlier")
    before = (
        select(func.count())
        .select_from(earlier)
        .where(
            earlier.c.id != followup.session_id,
            earlier.c.held_at > followup.opened_at,
            earlier.c.held_at <= Session.held_at,
        )
        .correlate(Session)
        .scalar_subquery()
    )
    return (
        select(Session)
        .where(Session.id != followup.session_id, Session.state == SessionState.HELD, before >= AGAIN, ~said)
        .order_by(Session.held_at)
        .limit(1)
    )


def by_number(ref: str, number: int) -> Select[FollowUp]:
    """A follow-up by its session's reference and its own number, with its history."""
    year, session_number = read_ref(ref) or (0, 0)
    return (
        select(FollowUp)
        .join(FollowUp.session)
        .options(selectinload(FollowUp.updates).joinedload(FollowUpUpdate.made_by), joinedload(FollowUp.topic))
        .options(selectinload(FollowUp.updates).joinedload(FollowUpUpdate.over))
        .options(joinedload(FollowUp.agreement).selectinload(Agreement.assents))
        .options(joinedload(FollowUp.decision).joinedload(Decision.superseded_by))
        .options(joinedload(FollowUp.decision).joinedload(Decision.circulation).selectinload(Circulation.records))
        .options(joinedload(FollowUp.circulation).selectinload(Circulation.records))
        .options(joinedload(FollowUp.meeting))
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
    return and_(FollowUp.owner_id != party_id, FollowUp.state == FollowUpState.CLAIMED_DONE, ~resting())


def claimed_at() -> ScalarSelect[dt.datetime]:
    """When its owner last said that it is done."""
    last = select(func.max(FollowUpUpdate.made_at)).where(FollowUpUpdate.followup_id == FollowUp.id)
    return last.where(FollowUpUpdate.became == FollowUpState.CLAIMED_DONE).correlate(FollowUp).scalar_subquery()


def to_be_dropped_by(party_id: ColumnElement[int]) -> ColumnElement[bool]:
    """No longer wanted by the other side."""
    asked = asked_of(party_id, FollowUp.agreement_id, Word.DROPPING)
    return and_(among(FollowUp.state, DROPPABLE), asked, ~resting())


def to_be_closed() -> ColumnElement[bool]:
    """The other side has said that it is done indeed."""
    return and_(FollowUp.state == FollowUpState.VERIFIED, ~resting())


def is_returned() -> ColumnElement[bool]:
    """Whether its owner had said that it is done, and its last move was that it is not: a column beside FollowUp."""
    moves = select(FollowUpUpdate.was).where(FollowUpUpdate.followup_id == FollowUp.id, FollowUpUpdate.was.is_not(None))
    last = moves.order_by(FollowUpUpdate.id.desc()).limit(1).correlate(FollowUp).scalar_subquery()
    return and_(FollowUp.state == FollowUpState.IN_PROGRESS, last == FollowUpState.CLAIMED_DONE)


def told_of(party: Organisation, until: dt.date) -> Select[FollowUp, bool]:
    """What people of its owner are told of, with whether it was returned: due by that day, returned, or claimed to be
    done and not verified. What rests is asked of nobody."""
    due = and_(among(FollowUp.state, DUE), FollowUp.due_on <= until)
    news = or_(due, is_returned(), FollowUp.state == FollowUpState.CLAIMED_DONE)
    found = select(FollowUp, is_returned()).join(FollowUp.session)
    return found.where(FollowUp.owner_id == party.id, news, ~resting()).order_by(FollowUp.due_on, FollowUp.id)


def long_overdue(party: Organisation, since: dt.date) -> Select[FollowUp]:
    """The party's own that was due by that day, and is not done."""
    is_it = due_of(literal(party.id), literal(since))
    return select(FollowUp).join(FollowUp.session).where(is_it).order_by(FollowUp.due_on, FollowUp.id)


def late(on: ColumnElement[dt.date] | dt.date) -> ColumnElement[bool]:
    """The `where` of what is overdue on that day."""
    return and_(among(FollowUp.state, DUE), FollowUp.due_on < on)


def by_state() -> Select[str, int]:
    """How many of the register are in each state; what is void is in none."""
    word = cast(FollowUp.state, String).label("word")
    told = (FollowUp.level != Level.SECRETARIAT, FollowUp.state != FollowUpState.VOID)
    return select(word, func.count().label("n")).where(*told).group_by(word)


def how_many_late(on: dt.date) -> Select[str, int]:
    """How many of them are overdue on that day."""
    word = literal("overdue").label("word")
    return select(word, func.count().label("n")).where(FollowUp.level != Level.SECRETARIAT, late(on))
