"""What is asked about papers, seats and rounds, of whoever has the right to do it."""

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import ColumnElement, Select, String, case, cast, exists, literal, select, union_all

from dialogue.access import Right, Standing, commented_by_seat, condition, may, values
from dialogue.db import db
from dialogue.domain import agenda, agreed, decisions, engagements, mandates, password_links, sessions
from dialogue.domain.agenda import Agenda, AgendaItem
from dialogue.domain.agreed import Edition, Revision
from dialogue.domain.communiques import Communique
from dialogue.domain.decisions import DraftDecision
from dialogue.domain.delegations import Delegation, Participant
from dialogue.domain.delegations import State as SeatState
from dialogue.domain.engagements import Engagement
from dialogue.domain.mandates import Mandate
from dialogue.domain.minutes import Corrigendum, Minutes, Signatory
from dialogue.domain.minutes import awaiting as of_minutes
from dialogue.domain.notices import Notice
from dialogue.domain.notices import State as NoticeState
from dialogue.domain.organisations import Organisation
from dialogue.domain.people import Person
from dialogue.domain.sessions import Session
from dialogue.domain.silence import CLOSING, Circulation, Entry, EntryKind, Objection
from dialogue.domain.silence import Issue as CirculationIssue
from dialogue.domain.silence import State as RoundState
from dialogue.domain.silence import awaiting as of_rounds
from dialogue.queries.waiting.columns import AT, PARTY, PERSON, SESSION, WEEK_AGO
from dialogue.queries.waiting.lines import At, Task, Wait

_NO_SESSION = tuple(literal(None, type_=column.type).label(column.key) for column in SESSION)
_NOTHING, _NO_ROUND = literal(""), literal(None, type_=Circulation.id.type)
_NEVER = literal(None, type_=CirculationIssue.expires_at.type)


def _of(wait: Wait, about: Any = _NOTHING, due_at: Any = _NEVER, of: tuple[Any, ...] = SESSION) -> Select[Any]:
    """A wait of a session; `about` names the thing where the session has several of its kind."""
    more = (_NO_ROUND.label("round"), due_at.label("due_at"), _NEVER.label("came_at"))
    return select(literal(wait.name).label("wait"), *of, about.label("about"), *more)


def _minutes(wait: Wait, *where: ColumnElement[bool], due_at: Any = _NEVER) -> Select[Any]:
    return _of(wait, due_at=due_at).join(Minutes, Minutes.session_id == Session.id).where(*where)


def _corrigendum(wait: Wait, *where: ColumnElement[bool]) -> Select[Any]:
    found = _of(wait, literal("COR ") + cast(Corrigendum.number, String))
    found = found.join(Minutes, Minutes.session_id == Session.id)
    return found.join(Corrigendum, Corrigendum.minutes_id == Minutes.id).where(*where)


def _communique(wait: Wait, *where: ColumnElement[bool]) -> Select[Any]:
    return _of(wait).join(Communique, Communique.session_id == Session.id).where(*where)


def _draft(wait: Wait, *where: ColumnElement[bool]) -> Select[Any]:
    found = _of(wait, DraftDecision.title)
    return found.join(DraftDecision, DraftDecision.session_id == Session.id).where(*where)


def _round(wait: Wait, *where: ColumnElement[bool], due_at: Any = _NEVER, came_at: Any = _NEVER) -> Select[Any]:
    more = (Circulation.id.label("round"), due_at.label("due_at"), came_at.label("came_at"))
    found = select(literal(wait.name).label("wait"), *SESSION, Circulation.title.label("about"), *more)
    return found.join(Circulation, Circulation.session_id == Session.id).where(*where)


_OPEN = Session.state != sessions.State.CLOSED  # in a closed one nothing is left but its follow-ups
_HELD_NOTICES = exists().where(Notice.state == NoticeState.HELD)
_SECRETARY = condition(Right.MINUTES_EDIT, Minutes)
_TELLS = condition(Right.COMMUNIQUE_EDIT, Communique)
# Each wait with the right that the reader needs for what is asked of it; the rest is whose turn it is.
_ASKED = union_all(
    _of(Wait.AGENDA_SIGN_OFF)
    .join(Agenda, Agenda.session_id == Session.id)
    .where(condition(Right.AGENDA_EDIT, Agenda), Session.ends_at >= AT, agreed.awaits_sign_off(Agenda, PARTY)),
    _of(Wait.AGENDA_REQUEST, AgendaItem.title)
    .join(Agenda, Agenda.session_id == Session.id)
    .join(AgendaItem, AgendaItem.agenda_id == Agenda.id)
    .where(condition(Right.AGENDA_EDIT, AgendaItem), Session.ends_at >= AT, agenda.awaits_answer()),
    _of(Wait.ACCREDITATION, Participant.name)
    .join(Participant, Participant.session_id == Session.id)
    .join(Delegation, Delegation.id == Participant.delegation_id)
    .where(condition(Right.DELEGATION_ACCREDIT, Participant), Session.ends_at >= AT)
    .where(Delegation.organisation_id == PARTY, Participant.state == SeatState.NOMINATED),
    _of(Wait.CONSENT, Organisation.short_name)
    .join(Engagement, Engagement.session_id == Session.id)
    .join(Organisation, Organisation.id == Engagement.organisation_id)
    .where(condition(Right.ENGAGEMENT_CONSENT, Engagement), engagements.awaiting(PARTY)),
    _of(Wait.SECOND_WORD, Person.given_name + " " + Person.family_name, of=_NO_SESSION)
    .join(Mandate, Mandate.person_id == Person.id)
    .where(condition(Right.MANDATE_ANSWER, Mandate), mandates.asks(PERSON, WEEK_AGO)),
    _of(Wait.NOTICES_HELD, of=_NO_SESSION).where(condition(Right.NOTICES_KEEP, Notice), _HELD_NOTICES),
    # Minutes
    _minutes(Wait.MINUTES_SIGN_OFF, _SECRETARY, agreed.awaits_sign_off(Minutes, PARTY)),
    _minutes(Wait.MINUTES_REWORK, _SECRETARY, agreed.awaits_rework(Minutes)),
    _minutes(Wait.COMMENTS_OPEN, _SECRETARY, of_minutes.awaits_opening(PARTY)),
    _minutes(Wait.COMMENTS_END, _SECRETARY, of_minutes.awaits_new_end(PARTY, AT), due_at=Minutes.comments_until),
    _minutes(Wait.COMMENTS_CLOSE, _SECRETARY, of_minutes.awaits_close(AT)),
    _minutes(Wait.COMMENTS_ANSWER, _SECRETARY, of_minutes.awaits_answers()),
    _minutes(
        Wait.MINUTES_COMMENT,
        condition(Right.MINUTES_COMMENT, Minutes),
        commented_by_seat(),
        of_minutes.awaits_comments(PARTY, AT),
        due_at=Minutes.comments_until,
    ),
    _minutes(Wait.MINUTES_APPROVAL, condition(Right.MINUTES_APPROVE, Minutes), agreed.awaits_approval(Minutes, PARTY)),
    _minutes(Wait.MINUTES_SIGN, _OPEN, _SECRETARY, of_minutes.awaits_signature(Signatory.SECRETARY, PARTY)),
    _minutes(
        Wait.MINUTES_SIGN,
        _OPEN,
        ~_SECRETARY,
        condition(Right.MINUTES_SIGN, Minutes),
        of_minutes.awaits_signature(Signatory.CHAIR, PARTY),
    ),
    _minutes(Wait.RELEASE_FIRST, _OPEN, _SECRETARY, agreed.awaits_release(Minutes)),
    _of(Wait.RELEASE, Edition.level)
    .join(Minutes, Minutes.session_id == Session.id)
    .join(Revision, Revision.agreement_id == Minutes.agreement_id)
    .join(Edition, Edition.revision_id == Revision.id)
    .where(_SECRETARY, agreed.awaits_release_of(Minutes, PARTY)),
    # Corrigenda and decisions
    _corrigendum(
        Wait.CORRIGENDUM_SIGN_OFF,
        condition(Right.CORRIGENDUM_EDIT, Corrigendum),
        agreed.awaits_sign_off(Corrigendum, PARTY),
    ),
    _corrigendum(
        Wait.CORRIGENDUM_REWORK,
        condition(Right.CORRIGENDUM_EDIT, Corrigendum),
        agreed.awaits_rework(Corrigendum),
    ),
    _corrigendum(
        Wait.CORRIGENDUM_APPROVAL,
        condition(Right.CORRIGENDUM_APPROVE, Corrigendum),
        agreed.awaits_approval(Corrigendum, PARTY),
    ),
    _draft(Wait.DECISION_SIGN_OFF, condition(Right.DECISION_DRAFT, DraftDecision), decisions.awaits_sign_off(PARTY)),
    _draft(Wait.DECISION_REWORK, condition(Right.DECISION_DRAFT, DraftDecision), agreed.awaits_rework(DraftDecision)),
    # The communiqué
    _communique(Wait.COMMUNIQUE_SIGN_OFF, _TELLS, agreed.awaits_sign_off(Communique, PARTY)),
    _communique(Wait.COMMUNIQUE_REWORK, _TELLS, agreed.awaits_rework(Communique)),
    _communique(
        Wait.COMMUNIQUE_APPROVAL,
        condition(Right.COMMUNIQUE_APPROVE, Communique),
        agreed.awaits_approval(Communique, PARTY),
    ),
    _communique(Wait.COMMUNIQUE_RELEASE, _TELLS, agreed.awaits_release(Communique)),
    _of(Wait.COMMUNIQUE_CONSENT, Edition.level)
    .join(Communique, Communique.session_id == Session.id)
    .join(Revision, Revision.agreement_id == Communique.agreement_id)
    .join(Edition, Edition.revision_id == Revision.id)
    .where(_TELLS, agreed.awaits_release_of(Communique, PARTY)),
    # Rounds
    _round(
        Wait.ROUND_ISSUE,
        condition(Right.CIRCULATION_KEEP, Circulation),
        Circulation.state == RoundState.PROPOSED,
        of_rounds.said(EntryKind.METHOD_CONSENT, Entry.party_id == Circulation.first_party_id),
        of_rounds.said(EntryKind.METHOD_CONSENT, Entry.party_id == Circulation.second_party_id),
    ),
    _round(Wait.ROUND_HELD, condition(Right.CIRCULATION_KEEP, Circulation), Circulation.state == RoundState.HELD),
    _round(
        Wait.ROUND_METHOD,
        condition(Right.CIRCULATION_LEAD, Circulation),
        Circulation.state == RoundState.PROPOSED,
        ~of_rounds.said(EntryKind.METHOD_CONSENT, Entry.party_id == PARTY),
    ),
    _round(Wait.ROUND_PAPER, condition(Right.CIRCULATION_READ, Circulation), due_at=of_rounds.expiry())
    .join(CirculationIssue, CirculationIssue.circulation_id == Circulation.id)
    .where(
        of_rounds.is_going(),
        of_rounds.is_in_force(),
        of_rounds.is_addressed_to(PERSON, PARTY),
        ~of_rounds.said(EntryKind.ACKNOWLEDGED, Entry.person_id == PERSON, Entry.issue == CirculationIssue.number),
    ),
    _round(
        Wait.OBJECTION_CONFIRM,
        condition(Right.CIRCULATION_LEAD, Circulation),
        of_rounds.awaits_confirmation(PARTY),
        due_at=of_rounds.expiry(),
        came_at=case((Objection.while_held, None), else_=Objection.received_at),
    )
    .join(CirculationIssue, CirculationIssue.circulation_id == Circulation.id)
    .join(Objection, Objection.circulation_id == Circulation.id)
    .where(of_rounds.is_in_force()),
)


def asked(standing: Standing) -> Iterator[Task]:
    """What is asked of the reader: one statement, of those to whom anything can be. And the links that are in its hand,
    of whoever is asked for second words."""
    known = values(standing) | {"at": standing.at, "week_ago": standing.at - mandates.LASTS}
    if may(standing, Right.CIRCULATIONS_READ):
        yield from _tasks(db.execute(_ASKED, known))
    if may(standing, Right.MANDATES_READ):
        handed = db.scalars(password_links.HANDED, known).all()
        opens = (link for link in handed if link.may_be_shown(standing.person, standing.at))
        yield from (Task(Wait.LINK, None, link.person.name, due_at=None, number=link.id) for link in opens)


def _tasks(rows: Iterable[Any]) -> Iterator[Task]:
    """An objection that came after all that counts is none that anybody has to answer for."""
    for name, session_id, year, number, starts_at, about, round_, due_at, came_at in rows:
        wait = Wait[name]
        at = None if session_id is None else At(session_id, year, number, starts_at)
        if wait is not Wait.OBJECTION_CONFIRM:
            yield Task(wait, at, about, due_at=due_at, round=round_)
        elif came_at is None or came_at <= due_at + CLOSING:
            yield Task(wait, at, about, round=round_)
