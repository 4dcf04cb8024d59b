"""Whether a thing that somebody may not touch is known to them: 403 says that it is there, 404 that nothing is."""

from collections.abc import Mapping
from types import NoneType
from typing import Any

from dialogue.access.editions import corrigendum_editions
from dialogue.access.rights import Right
from dialogue.access.rules import RULES, Rule
from dialogue.access.standing import Standing
from dialogue.domain.agenda import Agenda, AgendaItem
from dialogue.domain.decisions import Decision
from dialogue.domain.delegations import Delegation, Participant
from dialogue.domain.editions import Audience, Level
from dialogue.domain.engagements import Engagement
from dialogue.domain.followups import FollowUp
from dialogue.domain.mandates import Mandate
from dialogue.domain.minutes import Corrigendum, Minutes, Remark
from dialogue.domain.organisations import OwnDay
from dialogue.domain.sessions import Session
from dialogue.domain.silence import Circulation, ExternalRound
from dialogue.domain.topics import Topic


def knows(standing: Standing, thing: Any = None) -> bool:
    """Whether another page tells the person of this thing, so that a refusal may say 403. A kind that stands in no line
    below is known to those alone who may act on it. `None`: a page that is about no thing in particular."""
    return KNOWN.get(type(thing), _nobody)(standing, thing)


def _nobody(_standing: Standing, _: Any) -> bool:
    return False


def _has_a_desk(standing: Standing, _: None) -> bool:
    return standing.holds_register or standing.person.is_admin


def _register(standing: Standing, _: Any) -> bool:
    return standing.holds_register


def _session(standing: Standing, session: Session) -> bool:
    """For co-hosts, observers and outsiders nothing exists but what they may open."""
    return standing.level(session.id) in (Level.SECRETARIAT, Level.DELEGATIONS)


def _paper(standing: Standing, paper: Agenda | Minutes) -> bool:
    """Where its papers stand is told to whoever knows the session: on its page and in the year plan."""
    return _session(standing, paper.session)


def _item(standing: Standing, item: AgendaItem) -> bool:
    """What went out, and what the own side asked for; the secretaries also what is being drafted."""
    own = standing.person.organisation
    if not _session(standing, item.session) or not item.is_open_to(own):
        return False
    asked = item.requested_by_id is not None and item.origin_id == own.id
    sent = item.agenda.circulated
    out = sent is not None and item.key in {line.key for line in sent.sheet(Level.DELEGATIONS).items}
    return standing.is_secretary or asked or out


def _keeps(standing: Standing, thing: Delegation | Participant) -> bool:
    return any(RULES[right](standing, thing) for right in (Right.DELEGATION_NAME, Right.DELEGATION_ACCREDIT))


def _delegation(standing: Standing, delegation: Delegation) -> bool:
    """Every session has those of both Parties; another's is known by who sits in it."""
    held = _session(standing, delegation.session)
    return held and (delegation.organisation.is_party or _keeps(standing, delegation) or bool(delegation.ordered()))


def _seat(standing: Standing, seat: Participant) -> bool:
    """Whoever stands in the list; who is named, returned or withdrawn is the business of the side that names."""
    audience = Audience(Level.DELEGATIONS, standing.person.organisation_id)
    listed = _session(standing, seat.session) and seat in seat.delegation.seats_for(audience)
    return listed or _keeps(standing, seat)


def _engagement(standing: Standing, engagement: Engagement) -> bool:
    return RULES[Right.ENGAGEMENT_READ](standing, engagement.session)


def _corrigendum(standing: Standing, corrigendum: Corrigendum) -> bool:
    return _session(standing, corrigendum.session) and bool(corrigendum_editions(standing, corrigendum))


def _remark(standing: Standing, remark: Remark) -> bool:
    return RULES[Right.COMMENT_READ](standing, remark)


def _round(standing: Standing, circulation: Circulation) -> bool:
    return RULES[Right.CIRCULATION_READ](standing, circulation)


def _mandate(standing: Standing, mandate: Mandate) -> bool:
    return RULES[Right.MANDATE_READ](standing, mandate)


KNOWN: Mapping[type, Rule] = {
    NoneType: _has_a_desk,
    Session: _session,
    Agenda: _paper,
    Minutes: _paper,
    AgendaItem: _item,
    Delegation: _delegation,
    Participant: _seat,
    Engagement: _engagement,
    Corrigendum: _corrigendum,
    Mandate: _mandate,
    Remark: _remark,
    Circulation: _round,
    Decision: _register,
    FollowUp: _register,
    Topic: _register,
    ExternalRound: _register,
    OwnDay: _register,
}
