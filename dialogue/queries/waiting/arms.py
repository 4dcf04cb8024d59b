"""The making of one statement for one wait: in which states it stands comes from the table."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, literal, or_, select, true
from sqlalchemy.orm import aliased

from dialogue.access import RIGHTS, Right, condition
from dialogue.domain import (
    agenda,
    archive,
    changes,
    conclusions,
    delegations,
    developments,
    engagements,
    followups,
    incoming,
    mandates,
    meetings,
    notices,
    sessions,
    silence,
)
from dialogue.domain.agenda import Agenda, AgendaItem
from dialogue.domain.archive import ImportedSession
from dialogue.domain.base import among
from dialogue.domain.changes import SessionChange
from dialogue.domain.conclusions import Conclusion
from dialogue.domain.delegations import Participant
from dialogue.domain.developments import Development
from dialogue.domain.engagements import Engagement
from dialogue.domain.flow import Flow
from dialogue.domain.followups import FollowUp
from dialogue.domain.incoming import IncomingMail
from dialogue.domain.mandates import Mandate
from dialogue.domain.meetings import Meeting
from dialogue.domain.minutes import Corrigendum, Minutes
from dialogue.domain.notices import Notice
from dialogue.domain.organisations import Organisation, OrganisationKind
from dialogue.domain.sessions import Session
from dialogue.domain.silence import Circulation, ExternalRound
from dialogue.domain.silence import Issue as CirculationIssue
from dialogue.queries.waiting.columns import PARTY, SESSION, SIDE
from dialogue.queries.waiting.table import WHOSE, states
from dialogue.queries.waiting.waits import Wait, Whose

PLANS = aliased(SessionChange, name="plans")  # of no session yet
FLOWS: Mapping[Any, Flow[Any]] = {
    Session: sessions.FLOW,
    SessionChange: changes.FLOW,
    PLANS: changes.FLOW,
    Participant: delegations.FLOW,
    AgendaItem: agenda.ITEM_FLOW,
    Conclusion: conclusions.FLOW,
    Engagement: engagements.FLOW,
    FollowUp: followups.FLOW,
    Circulation: silence.FLOW,
    ExternalRound: silence.EXTERNAL_FLOW,
    Development: developments.FLOW,
    ImportedSession: archive.FLOW,
    Mandate: mandates.FLOW,
    Meeting: meetings.FLOW,
    Notice: notices.FLOW,
    IncomingMail: incoming.FLOW,
    **{noun: noun.KIND.flow for noun in RIGHTS},
}
_OF_A_SESSION: tuple[Any, ...] = (
    SessionChange,
    Conclusion,
    Participant,
    Engagement,
    FollowUp,
    Circulation,
    *(one for one in RIGHTS if one is not Corrigendum),
)
# How each is found from its session. What stands in no line has none.
_WAYS: Mapping[Any, tuple[tuple[Any, ColumnElement[bool]], ...]] = {
    Session: (),
    AgendaItem: ((Agenda, Agenda.session_id == Session.id), (AgendaItem, AgendaItem.agenda_id == Agenda.id)),
    Corrigendum: ((Minutes, Minutes.session_id == Session.id), (Corrigendum, Corrigendum.minutes_id == Minutes.id)),
    **{noun: ((noun, noun.session_id == Session.id),) for noun in _OF_A_SESSION},
}
_SIDED = frozenset({Whose.SECRETARY, Whose.PARTY, Whose.HEAD, Whose.DELEGATION})
_NOTHING = literal("")
_NEVER = literal(None, type_=CirculationIssue.expires_at.type)
_NOBODY = (literal(None, type_=Organisation.slug.type), literal(None, type_=Organisation.short_name.type))
_NO_SESSION = tuple(literal(None, type_=column.type).label(column.key) for column in SESSION)
_NO_ROUND = literal(None, type_=Circulation.id.type)
SECRETARIES = condition(Right.SESSION_PLAN, Session)


class Arm(NamedTuple):
    """`right`: what somebody needs on the `noun` to do it."""

    wait: Wait
    lines: Select[Any]
    noun: Any
    right: Right


def arm(
    wait: Wait,
    noun: Any,
    right: Right,
    *where: ColumnElement[bool],
    about: Any = _NOTHING,
    due_at: Any = _NEVER,
    came_at: Any = _NEVER,
    since: Any = None,
    joined: tuple[tuple[Any, ColumnElement[bool]], ...] = (),
    only: ColumnElement[bool] | None = None,
    side: ColumnElement[bool] | None = None,
    told: ColumnElement[bool] | None = SECRETARIES,
) -> Arm:
    """The lines of this wait. Whoever has the `right` on the thing, and is of the Party whose turn it is, has to do it;
    whom it is `told` may know that it waits for somebody else. `only`: what is asked of the reader beside the right.
    `side`: which Party's turn it is, where that does not follow from what was said. `about` names the thing where a
    session has several of its kind."""
    of, sided = (SESSION if noun in _WAYS else _NO_SESSION), WHOSE[wait] in _SIDED
    mine = condition(right, noun) if only is None else and_(condition(right, noun), only)
    mine = and_(SIDE.id == PARTY, mine) if sided and side is None else mine
    its_side = (SIDE.slug, SIDE.short_name) if sided or side is not None else _NOBODY
    found: Any = select(
        literal(wait.name).label("wait"), *of, about.label("about"),
        (noun.id if noun is Circulation else _NO_ROUND).label("round"), due_at.label("due_at"),
        came_at.label("came_at"), (_since(noun) if since is None else since).label("since"), noun.id.label("thing"),
        its_side[0].label("side_slug"), its_side[1].label("side"), mine.label("mine"),
    ).where(among(noun.state, states(FLOWS[noun], wait)), *where)  # fmt: skip
    for target, on in (*_WAYS.get(noun, ()), *joined):
        found = found.join(target, on)
    if its_side is _NOBODY:
        return Arm(wait, found.where(mine), noun, right)
    found = found.join(SIDE, true() if side is None else side)
    if side is None:
        found = found.where(SIDE.kind == OrganisationKind.PARTY)
    return Arm(wait, found.where(mine if told is None else or_(mine, told)), noun, right)


def _since(noun: Any) -> Any:
    """Since when it stands as it stands."""
    for name in ("state_at", "proposed_at", "requested_at"):
        if hasattr(noun, name):
            return getattr(noun, name)
    return _NEVER
