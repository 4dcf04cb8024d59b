"""Agendas that went out and whose session has been moved since: the next REV waits for both secretaries."""

from collections.abc import Iterator

from sqlalchemy import Select, func, select

from dialogue.access import Right, Standing, condition, may, values
from dialogue.db import db
from dialogue.domain import agenda
from dialogue.domain.agenda import Agenda
from dialogue.domain.agreed import Revision
from dialogue.domain.base import among
from dialogue.domain.editions import AgendaSheet, restore
from dialogue.domain.sessions import Session, SessionState
from dialogue.queries import sheets
from dialogue.queries.waiting.columns import AT
from dialogue.queries.waiting.lines import At, Task
from dialogue.queries.waiting.waits import Wait

_LAST = (
    select(func.max(Revision.rev))
    .where(Revision.agreement_id == Agenda.agreement_id, Revision.circulated_at.isnot(None))
    .correlate(Agenda)
    .scalar_subquery()
)
# What has changed since in any way; whether that is date or place, its sheet tells.
_CHANGED = (
    select(Session, Revision.sheet_kept)
    .join(Agenda, Agenda.session_id == Session.id)
    .join(Revision, (Revision.agreement_id == Agenda.agreement_id) & (Revision.rev == _LAST))
    .where(condition(Right.AGENDA_EDIT, Agenda), Agenda.state == agenda.AgendaState.CIRCULATED, Session.ends_at >= AT)
    .where(among(Session.state, [SessionState.TENTATIVE, SessionState.CONVENED]), Session.changed_at > Revision.made_at)
)


def to_be_revised(standing: Standing) -> Iterator[Task]:
    """One statement, of the secretaries alone. Of a session that is postponed the next REV waits for its new date."""
    if may(standing, Right.SESSION_PLAN):
        for one in _moved(standing, _CHANGED):
            yield Task(Wait.AGENDA_REVISE, At(one.id, one.year, one.number, one.starts_at))


def is_to_be_revised(standing: Standing, session: Session) -> bool:
    """Whether that is so of this session, for whoever has to do it."""
    found = _CHANGED.where(Session.id == session.id)
    return may(standing, Right.SESSION_PLAN) and any(_moved(standing, found))


def _moved(standing: Standing, found: Select[Session, str]) -> Iterator[Session]:
    for session, kept in db.execute(found, values(standing) | {"at": standing.at}):
        if sheets.moved(session, restore(AgendaSheet, kept).heading):
            yield session
