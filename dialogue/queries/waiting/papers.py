"""What is asked about papers, seats and rounds: the secretaries' own business, and that of the Parties' people."""

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import ColumnElement, Select, String, case, cast, exists, literal, select, union_all
from sqlalchemy.orm import aliased

from dialogue.access import Right, Standing, may
from dialogue.db import db
from dialogue.domain import agenda, decisions, engagements, mandates, minutes, password_links, sessions
from dialogue.domain.agenda import Agenda, AgendaItem
from dialogue.domain.decisions import DraftDecision
from dialogue.domain.delegations import Delegation, Participant
from dialogue.domain.delegations import State as SeatState
from dialogue.domain.engagements import Engagement
from dialogue.domain.mandates import Mandate
from dialogue.domain.minutes import Corrigendum, Minutes, MinutesEdition, Signatory
from dialogue.domain.minutes import awaiting as of_minutes
from dialogue.domain.notices import Notice
from dialogue.domain.notices import State as NoticeState
from dialogue.domain.organisations import Organisation
from dialogue.domain.people import Person
from dialogue.domain.people import Standing as Role
from dialogue.domain.sessions import Session
from dialogue.domain.silence import CLOSING, Circulation, Entry, EntryKind, Objection
from dialogue.domain.silence import Issue as CirculationIssue
from dialogue.domain.silence import State as RoundState
from dialogue.domain.silence import awaiting as of_rounds
from dialogue.queries.waiting.columns import AT, HEADS, PARTY, PERSON, SEATS, SESSION, WEEK_AGO
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


def _draft(wait: Wait, *where: ColumnElement[bool]) -> Select[Any]:
    found = _of(wait, DraftDecision.title)
    return found.join(DraftDecision, DraftDecision.session_id == Session.id).where(*where)


def _round(wait: Wait, *where: ColumnElement[bool], due_at: Any = _NEVER, came_at: Any = _NEVER) -> Select[Any]:
    more = (Circulation.id.label("round"), due_at.label("due_at"), came_at.label("came_at"))
    found = select(literal(wait.name).label("wait"), *SESSION, Circulation.title.label("about"), *more)
    return found.join(Circulation, Circulation.session_id == Session.id).where(*where)


def _consents(*where: ColumnElement[bool]) -> Select[Any]:
    found = _of(Wait.CONSENT, Organisation.short_name).join(Engagement, Engagement.session_id == Session.id)
    found = found.join(Organisation, Organisation.id == Engagement.organisation_id)
    return found.where(engagements.awaiting(PARTY), *where)


def _second_words(*where: ColumnElement[bool]) -> Select[Any]:
    """What waits for the reader's word, by the name of whom it is about."""
    found = _of(Wait.SECOND_WORD, Person.given_name + " " + Person.family_name, of=_NO_SESSION)
    found = found.join(Mandate, Mandate.person_id == Person.id)
    return found.where(mandates.asks(PERSON, WEEK_AGO), *where)


_SELF = aliased(Person)
_SECRETARY = select(_SELF.id).where(_SELF.id == PERSON, _SELF.standing == Role.SECRETARY)
_OPEN = Session.state != sessions.State.CLOSED  # in a closed one nothing is left but its follow-ups
_HELD_NOTICES = exists().where(Notice.state == NoticeState.HELD)
_OF_SECRETARIES = union_all(
    _of(Wait.AGENDA_SIGN_OFF)
    .join(Agenda, Agenda.session_id == Session.id)
    .where(Session.ends_at >= AT, agenda.awaits_sign_off(PARTY)),
    _of(Wait.AGENDA_REQUEST, AgendaItem.title)
    .join(Agenda, Agenda.session_id == Session.id)
    .join(AgendaItem, AgendaItem.agenda_id == Agenda.id)
    .where(Session.ends_at >= AT, agenda.awaits_answer()),
    _of(Wait.ACCREDITATION, Participant.name)
    .join(Participant, Participant.session_id == Session.id)
    .join(Delegation, Delegation.id == Participant.delegation_id)
    .where(Delegation.organisation_id == PARTY, Participant.state == SeatState.NOMINATED, Session.ends_at >= AT),
    _consents(),
    _minutes(Wait.MINUTES_SIGN_OFF, minutes.awaits_sign_off(PARTY)),
    _minutes(Wait.MINUTES_REWORK, of_minutes.awaits_rework()),
    _minutes(Wait.COMMENTS_OPEN, of_minutes.awaits_opening(PARTY)),
    _minutes(Wait.COMMENTS_END, of_minutes.awaits_new_end(PARTY, AT), due_at=Minutes.comments_until),
    _minutes(Wait.COMMENTS_CLOSE, of_minutes.awaits_close(AT)),
    _minutes(Wait.COMMENTS_ANSWER, of_minutes.awaits_answers()),
    _minutes(Wait.MINUTES_SIGN, _OPEN, of_minutes.awaits_signature(Signatory.SECRETARY, PARTY)),
    _minutes(Wait.RELEASE_FIRST, _OPEN, of_minutes.awaits_release()),
    _of(Wait.RELEASE, MinutesEdition.level)
    .join(Minutes, Minutes.session_id == Session.id)
    .join(MinutesEdition, MinutesEdition.minutes_id == Minutes.id)
    .where(of_minutes.awaits_release_of(PARTY)),
    _corrigendum(Wait.CORRIGENDUM_SIGN_OFF, of_minutes.awaits_second_sign_off(PARTY)),
    _corrigendum(Wait.CORRIGENDUM_REWORK, of_minutes.corrigendum_awaits_rework()),
    _draft(Wait.DECISION_SIGN_OFF, decisions.awaits_sign_off(PARTY)),
    _draft(Wait.DECISION_REWORK, decisions.awaits_rework()),
    _round(
        Wait.ROUND_ISSUE,
        Circulation.state == RoundState.PROPOSED,
        of_rounds.said(EntryKind.METHOD_CONSENT, Entry.party_id == Circulation.first_party_id),
        of_rounds.said(EntryKind.METHOD_CONSENT, Entry.party_id == Circulation.second_party_id),
    ),
    _round(Wait.ROUND_HELD, Circulation.state == RoundState.HELD),
    _of(Wait.NOTICES_HELD, of=_NO_SESSION).where(_HELD_NOTICES),
    _second_words(),
)
_OF_PARTIES = union_all(
    _consents(Session.id.in_(HEADS)),
    _second_words(~_SECRETARY.exists()),
    _minutes(Wait.MINUTES_APPROVAL, Session.id.in_(HEADS), of_minutes.awaits_approval(PARTY)),
    _minutes(
        Wait.MINUTES_COMMENT,
        Session.id.in_(SEATS),
        of_minutes.awaits_comments(PARTY, AT),
        due_at=Minutes.comments_until,
    ),
    _minutes(
        Wait.MINUTES_SIGN,
        _OPEN,
        Session.id.in_(HEADS),
        Session.presiding_id == PARTY,
        of_minutes.awaits_signature(Signatory.CHAIR, PARTY),
    ),
    _corrigendum(Wait.CORRIGENDUM_APPROVAL, Session.id.in_(HEADS), of_minutes.awaits_word(PARTY)),
    _round(
        Wait.ROUND_METHOD,
        Session.id.in_(HEADS),
        Circulation.state == RoundState.PROPOSED,
        ~of_rounds.said(EntryKind.METHOD_CONSENT, Entry.party_id == PARTY),
    ),
    _round(Wait.ROUND_PAPER, of_rounds.is_going(), due_at=of_rounds.expiry())
    .join(CirculationIssue, CirculationIssue.circulation_id == Circulation.id)
    .where(
        of_rounds.is_in_force(),
        of_rounds.is_addressed_to(PERSON, PARTY),
        ~of_rounds.said(EntryKind.ACKNOWLEDGED, Entry.person_id == PERSON, Entry.issue == CirculationIssue.number),
    ),
    _round(
        Wait.OBJECTION_CONFIRM,
        Session.id.in_(HEADS),
        of_rounds.awaits_confirmation(PARTY),
        due_at=of_rounds.expiry(),
        came_at=case((Objection.while_held, None), else_=Objection.received_at),
    )
    .join(CirculationIssue, CirculationIssue.circulation_id == Circulation.id)
    .join(Objection, Objection.circulation_id == Circulation.id)
    .where(of_rounds.is_in_force()),
)


def asked(standing: Standing) -> Iterator[Task]:
    """Of a secretary what both of them do; of whoever sits in a delegation, or speaks in a round without a seat by
    now, its comments and its word."""
    seats = [i for i, seat in standing.seats.items() if seat.holds_delegations]
    person = standing.person
    asked: dict[str, Any] = {"party_id": person.organisation_id, "at": standing.at, "person_id": person.id}
    asked["week_ago"] = standing.at - mandates.LASTS
    if standing.is_secretary:
        yield from _tasks(db.execute(_OF_SECRETARIES, asked))
    if seats or (not standing.is_secretary and may(standing, Right.CIRCULATIONS_READ)):
        heads = [i for i in seats if standing.heads(i) is not None]
        yield from _tasks(db.execute(_OF_PARTIES, asked | {"seats": seats, "heads": heads}))
    if may(standing, Right.MANDATES_READ):
        handed = db.scalars(password_links.HANDED, asked).all()
        opens = (link for link in handed if link.may_be_shown(person, standing.at))
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
