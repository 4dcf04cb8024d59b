"""Changes of a session as its page tells them: what waits for a word, and what holds since when."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import aliased

from dialogue.access import Right, Standing, may
from dialogue.db import db
from dialogue.domain import changes, notices
from dialogue.domain.base import Refused
from dialogue.domain.changes import TOLD_TO_NOBODY, ChangeKind, ChangeState, SessionChange
from dialogue.domain.notices import OF_A_SESSION
from dialogue.domain.sessions import Session

MOST = 20


@dataclass(frozen=True, slots=True)
class Changes:
    """`open` and `unnoted` are for the secretaries; `moved` is the last one that everybody was told of, while its date
    and place hold."""

    open: SessionChange | None = None
    unnoted: Sequence[SessionChange] = ()
    moved: SessionChange | None = None


def of_session(standing: Standing, session: Session) -> Changes:
    found = db.execute(changes.in_lines(changes.of_session(session.id)).limit(MOST)).all()
    moved = [
        (one, joint or one.is_urgent) for one, joint, _ in found if one.is_in_force and one.kind is ChangeKind.MOVE
    ]
    told = next((one if is_told and one.after == session.appointment else None for one, is_told in moved), None)
    if not may(standing, Right.SESSION_KEEP, session):
        return Changes(moved=told)
    in_force = [row for row in found if row[0].is_in_force]
    waits = next((one for one, *_ in found if one.is_open), None)
    return Changes(waits, [one for one, _, noted in in_force if one.is_urgent and not noted], told)


def is_untold() -> ColumnElement[bool]:
    """The `where` of the newest change of its session whose news somebody took back, and nobody has told again."""
    other = aliased(SessionChange)
    told = (other.state == ChangeState.IN_FORCE, other.kind.not_in([ChangeKind.PLAN, *TOLD_TO_NOBODY]))
    newest = select(func.max(other.id)).where(other.session_id == SessionChange.session_id, *told)
    is_newest = SessionChange.id == newest.correlate(SessionChange).scalar_subquery()
    return and_(is_newest, notices.were_taken_back(OF_A_SESSION, SessionChange.session_id))


def is_untold_now(change: SessionChange) -> bool:
    return change.is_in_force and db.scalar(changes.by_id(change.id).where(is_untold())) is not None


def must_be_untold(change: SessionChange) -> None:
    if not is_untold_now(change):
        raise Refused("Everybody has been told of this, or of something newer.")


def open_plans() -> Sequence[SessionChange]:
    """Sessions out of turn that wait for the other side's consent."""
    return [one for one, *_ in db.execute(changes.in_lines(changes.open_of(None)))]
