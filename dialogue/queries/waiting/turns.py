"""Whose turn it is, as statements: what is asked beside the state, who may act and who may know of it.

What waits of follow-ups for the reader, of papers that have to be served and of sessions that were moved is asked next
door: they are lists with dates, computed hours and sheets of their own."""

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import ColumnElement, String, and_, case, cast, exists, false, func, literal, or_, select

from dialogue.access import RIGHTS, Right, commented_by_seat, condition
from dialogue.domain import (
    agreed,
    archive,
    changes,
    conclusions,
    decisions,
    developments,
    engagements,
    followups,
    incoming,
    mandates,
    minutes,
    notices,
    sessions,
)
from dialogue.domain.agenda import Agenda, AgendaItem, AgendaState
from dialogue.domain.agreed import Assent, Edition, TextState, Word
from dialogue.domain.archive import ImportedSession
from dialogue.domain.base import among
from dialogue.domain.changes import SessionChange
from dialogue.domain.conclusions import Conclusion
from dialogue.domain.decisions import DraftDecision
from dialogue.domain.delegations import AT_NO_TABLE, COMES, Capacity, Delegation, Participant, ParticipantState
from dialogue.domain.developments import Development
from dialogue.domain.engagements import Engagement
from dialogue.domain.followups import FollowUp
from dialogue.domain.incoming import IncomingMail
from dialogue.domain.mandates import Mandate
from dialogue.domain.meetings import Meeting
from dialogue.domain.minutes import Corrigendum, Minutes, MinutesState, Signatory
from dialogue.domain.minutes import awaiting as of_minutes
from dialogue.domain.notices import Dispatch, Notice
from dialogue.domain.organisations import Organisation, Place
from dialogue.domain.people import Person
from dialogue.domain.sessions import Session, SessionState
from dialogue.domain.silence import Circulation, Entry, EntryKind, ExternalRound, Objection
from dialogue.domain.silence import Issue as CirculationIssue
from dialogue.domain.silence import awaiting as of_rounds
from dialogue.queries.changes import is_untold
from dialogue.queries.waiting.arms import PLANS, SECRETARIES, Arm, arm
from dialogue.queries.waiting.columns import AT, CLOSES_BY, OPENS_BY, PARTY, PERSON, SIDE, WEEK_AGO, editions, said_at
from dialogue.queries.waiting.waits import OTHERS, Wait, of_text

_OPEN = Session.state != SessionState.CLOSED  # in a closed one nothing is left but its follow-ups
_TO_COME = among(Session.state, [SessionState.TENTATIVE, SessionState.CONVENED, SessionState.IN_SESSION])
_BEFORE = among(Session.state, sessions.BEFORE)
_WAS_HELD = among(Session.state, [SessionState.HELD, SessionState.CLOSED])


WHO: ColumnElement[int] = SIDE.id.expression  # the Party whose turn it is

# The session

_HEAD_NAMED = exists().where(
    Participant.session_id == Session.id, Participant.delegation_id == Delegation.id,
    Delegation.organisation_id == WHO, Participant.capacity == Capacity.HEAD,
    among(Participant.state, [ParticipantState.NOMINATED, ParticipantState.ACCREDITED]),
)  # fmt: skip
_HEAD = _HEAD_NAMED.where(Participant.state == ParticipantState.ACCREDITED)
_NAMED = (Delegation, Delegation.id == Participant.delegation_id)
_STILL_NAMED = or_(_TO_COME, Participant.capacity == Capacity.SUCCESSOR)
_NAMED_BY_SIDE = (
    Participant.session_id == Session.id, Participant.delegation_id == Delegation.id, _STILL_NAMED,
    Delegation.organisation_id == WHO, Participant.state == ParticipantState.NOMINATED,
)  # fmt: skip
_AGENDA = exists().where(Agenda.session_id == Session.id)
_ADOPTED = exists().where(Agenda.session_id == Session.id, Agenda.state == AgendaState.ADOPTED)
_BEGUN = exists().where(Minutes.session_id == Session.id)
# What closing asks about (`ladder.open_ends`), as far as somebody else has it to do first.
_ALL_DONE = (
    exists().where(
        Minutes.session_id == Session.id, Minutes.state == MinutesState.SIGNED,
        ~exists().where(*agreed.editions_of(Minutes.agreement_id), Edition.released_at.is_(None)),
        ~exists().where(Corrigendum.minutes_id == Minutes.id, Corrigendum.state != TextState.APPROVED),
    ),
    ~exists().where(Engagement.session_id == Session.id, engagements.awaits_its_end()),
)  # fmt: skip


# Answers to invitations: as `Participant.awaits_answer` has it
_ASKED = and_(
    Session.state == SessionState.CONVENED, Participant.state == ParticipantState.ACCREDITED,
    ~among(Participant.capacity, AT_NO_TABLE),
)  # fmt: skip
_SILENT = Participant.answered.is_(None)
_ELSEWHEN = and_(
    among(Participant.answered, COMES),
    or_(
        Participant.answered_starts.is_distinct_from(Session.starts),
        Participant.answered_ends.is_distinct_from(Session.ends),
        Participant.answered_place_id.is_distinct_from(Session.place_id),
    ),
)  # fmt: skip
# By name: of a session a dozen or two. None where everybody has answered.
_OPEN_ANSWERS = (
    select(func.aggregate_strings(Participant.name, ", ")).select_from(Participant)
    .where(Participant.session_id == Session.id, _ASKED, or_(_SILENT, _ELSEWHEN))
    .correlate(Session).scalar_subquery()
)  # fmt: skip


def _of_answers() -> Iterator[Arm]:
    give, own = Right.ANSWER_GIVE, Participant.person_id == PERSON
    yield arm(Wait.ANSWER, Participant, give, _ASKED, _SILENT, only=own, since=Participant.access_at)
    yield arm(Wait.ANSWER_AGAIN, Participant, give, _ASKED, _ELSEWHEN, only=own, since=Session.changed_at)
    yield arm(
        Wait.ANSWERS, Session, Right.ANSWER_REMIND, _OPEN_ANSWERS.is_not(None), about=_OPEN_ANSWERS,
    )  # fmt: skip


def _of_sessions() -> Iterator[Arm]:
    plan, keep = Right.SESSION_PLAN, Right.SESSION_KEEP
    yield arm(Wait.SESSION_CONVENE, Session, plan, ~exists().where(changes.is_open_of(Session.id)))
    yield arm(Wait.SESSION_DATE, Session, plan)
    out, settled = sessions.is_out_of_turn(), exists().where(changes.is_open_of(Session.id))
    yield arm(Wait.SESSION_TURN, Session, plan, out, ~settled, Session.ends_at >= AT, about=Place.short_name,
              joined=((Place, Place.id == Session.place_id),))  # fmt: skip
    yield arm(Wait.SESSION_OPEN, Session, keep, Session.starts_at <= OPENS_BY)
    yield arm(Wait.SESSION_END, Session, keep)
    yield arm(Wait.SESSION_CLOSE, Session, keep, *_ALL_DONE)
    about = cast(SessionChange.kind, String)
    yield arm(Wait.CHANGE_CONSENT, SessionChange, keep, changes.awaits_consent(WHO), _BEFORE, about=about)
    yield arm(Wait.CHANGE_NOTE, SessionChange, keep, changes.awaits_note(WHO), about=about)
    yield arm(Wait.CHANGE_TELL, SessionChange, keep, is_untold(), _BEFORE, Session.ends_at >= AT, about=about)
    planned = (PLANS.session_id.is_(None), changes.awaits_consent(WHO, of=PLANS))
    city = (Place, Place.id == PLANS.place_id)
    yield arm(Wait.CHANGE_PLAN, PLANS, plan, *planned, about=Place.short_name, joined=(city,))
    yield arm(Wait.AGENDA_BEGIN, Session, Right.AGENDA_EDIT, ~_AGENDA)
    yield arm(Wait.MINUTES_BEGIN, Session, Right.MINUTES_EDIT, ~_BEGUN, _ADOPTED)
    yield arm(Wait.DELEGATION, Session, plan, ~_HEAD)
    # Who names a delegation beside its secretary: the line of that one holds accrediting too.
    yield arm(
        Wait.HEAD_NAME, Session, Right.SESSION_NAME, ~_HEAD_NAMED, only=~SECRETARIES, side=SIDE.id == PARTY, told=None,
    )  # fmt: skip
    # Who is named and not accredited is the business of the side that names. The other side's secretary is told that
    # somebody is, and since when: no name, no number.
    first = select(func.min(Participant.state_at)).where(*_NAMED_BY_SIDE).correlate(Session, SIDE).scalar_subquery()
    yield arm(
        Wait.NOMINATIONS, Session, plan, exists().where(*_NAMED_BY_SIDE), since=first, only=false(),
        told=and_(SECRETARIES, SIDE.id != PARTY),
    )  # fmt: skip
    yield arm(
        Wait.ACCREDITATION, Participant, Right.DELEGATION_ACCREDIT, _STILL_NAMED, about=Participant.name,
        joined=(_NAMED,), side=Delegation.organisation_id == WHO,
        told=condition(Right.DELEGATION_NAME, Participant),
    )  # fmt: skip
    yield arm(
        Wait.NOMINATION_RETURNED, Participant, Right.DELEGATION_NAME, _STILL_NAMED, about=Participant.name,
        joined=(_NAMED,),
    )  # fmt: skip


# The agenda


def _of_agendas() -> Iterator[Arm]:
    edit = Right.AGENDA_EDIT
    said_early = agreed.said(Agenda.agreement_id, Word.CLOSING_EARLY)
    early = agreed.asked_of(WHO, Agenda.agreement_id, Word.CLOSING_EARLY)
    yield arm(Wait.CALL_EARLY, Agenda, edit, _TO_COME, early, since=said_at(Agenda, Word.CLOSING_EARLY))
    yield arm(Wait.CALL_CLOSE, Agenda, edit, _TO_COME, or_(~said_early, Session.starts_at <= CLOSES_BY))
    naming: dict[str, Any] = {"only": ~SECRETARIES, "told": None}
    yield arm(Wait.ITEMS_ASK, Agenda, Right.SESSION_NAME, _TO_COME, Session.starts_at > CLOSES_BY, **naming)
    yield arm(Wait.AGENDA_REQUEST, AgendaItem, edit, _TO_COME, about=AgendaItem.title)
    yield arm(
        Wait.CONCLUSION, Conclusion, Right.CONCLUSION_ANSWER, _TO_COME, conclusions.to_be_answered_by(WHO),
        about=cast(Conclusion.number, String),
    )  # fmt: skip
    yield arm(Wait.AGENDA_DRAFT, Agenda, edit, _TO_COME, agreed.awaits_first_sign_off(Agenda))
    yield arm(
        Wait.AGENDA_SIGN_OFF, Agenda, edit, _TO_COME, agreed.awaits_sign_off(Agenda, WHO),
        since=said_at(Agenda, Word.SIGN_OFF),
    )  # fmt: skip
    for wait in (Wait.AGENDA_FREEZE, Wait.AGENDA_NEXT_REV):
        yield arm(wait, Agenda, edit, _TO_COME, agreed.awaits_freezing(Agenda), since=said_at(Agenda, Word.SIGN_OFF))
    waived = agreed.asked_of(WHO, Agenda.agreement_id, Word.SHORT_NOTICE)
    yield arm(Wait.AGENDA_WAIVE, Agenda, edit, _TO_COME, waived, since=said_at(Agenda, Word.SHORT_NOTICE))
    yield arm(Wait.AGENDA_CIRCULATE, Agenda, edit, _TO_COME, ~agreed.awaits_freezing(Agenda))
    given = agreed.said(Agenda.agreement_id, Word.ADOPTION, Assent.party_id == WHO)
    told = or_(SECRETARIES, condition(Right.AGENDA_ADOPT, Agenda))
    yield arm(Wait.AGENDA_ADOPT, Agenda, Right.AGENDA_ADOPT, ~given, only=~SECRETARIES, told=told)
    yield arm(Wait.AGENDA_ADOPTION, Agenda, edit)


# Co-hosts


def _of_cohosts() -> Iterator[Arm]:
    name, host = Organisation.short_name, ((Organisation, Organisation.id == Engagement.organisation_id),)

    def step(wait: Wait, right: Right, *where: ColumnElement[bool], **more: Any) -> Arm:
        return arm(wait, Engagement, right, *where, about=name, joined=host, **more)

    for wait in (Wait.COHOST_INTEREST, Wait.COHOST_VET, Wait.COHOST_PROPOSE):
        yield step(wait, Right.ENGAGEMENT_RUN, _TO_COME)
    told = or_(SECRETARIES, condition(Right.ENGAGEMENT_CONSENT, Engagement))
    yield step(Wait.CONSENT, Right.ENGAGEMENT_CONSENT, engagements.awaiting(WHO), told=told)
    for wait in (Wait.COHOST_SIGN, Wait.COHOST_ACTIVATE, Wait.COHOST_RESUME):
        yield step(wait, Right.ENGAGEMENT_RUN, _OPEN)
    yield step(Wait.COHOST_HANDOVER, Right.ENGAGEMENT_RUN, _WAS_HELD)
    yield step(Wait.COHOST_CLOSE, Right.ENGAGEMENT_RUN, engagements.is_settled())


# Minutes


def _of_minutes() -> Iterator[Arm]:
    edit = Right.MINUTES_EDIT
    rework, unanswered = agreed.awaits_rework(Minutes), of_minutes.awaits_answers()
    yield arm(Wait.MINUTES_DRAFT, Minutes, edit, agreed.awaits_first_sign_off(Minutes), ~rework, ~unanswered)
    yield arm(
        Wait.MINUTES_SIGN_OFF, Minutes, edit, agreed.awaits_sign_off(Minutes, WHO),
        since=said_at(Minutes, Word.SIGN_OFF),
    )  # fmt: skip
    yield arm(Wait.MINUTES_REWORK, Minutes, edit, rework)
    yield arm(Wait.MINUTES_SEND, Minutes, edit, ~agreed.said(Minutes.agreement_id, Word.OPENING))
    asked: dict[str, Any] = {"since": said_at(Minutes, *minutes.STEPS)}
    yield arm(Wait.COMMENTS_OPEN, Minutes, edit, of_minutes.awaits_opening(WHO), **asked)
    until: dict[str, Any] = {"due_at": Minutes.comments_until}
    yield arm(Wait.COMMENTS_END, Minutes, edit, of_minutes.awaits_new_end(WHO, AT), **asked, **until)
    yield arm(Wait.COMMENTS_CLOSE, Minutes, edit, of_minutes.awaits_close(AT))
    yield arm(Wait.COMMENTS_ANSWER, Minutes, edit, unanswered)
    yield arm(
        Wait.MINUTES_COMMENT, Minutes, Right.MINUTES_COMMENT, of_minutes.awaits_comments(WHO, AT),
        only=commented_by_seat(), **until,
    )  # fmt: skip
    yield _approval(Wait.MINUTES_APPROVAL, Minutes, Right.MINUTES_APPROVE)
    signed = of_minutes.awaits_signature
    yield arm(Wait.MINUTES_SIGN, Minutes, edit, _OPEN, signed(Signatory.SECRETARY, WHO))
    yield arm(
        Wait.MINUTES_SIGN_AS_CHAIR, Minutes, Right.MINUTES_SIGN, _OPEN, Session.presiding_id == WHO,
        signed(Signatory.CHAIR, WHO), only=~SECRETARIES,
    )  # fmt: skip
    yield arm(Wait.RELEASE_FIRST, Minutes, edit, _OPEN, agreed.awaits_release(Minutes))
    yield _release(Wait.RELEASE, Minutes, edit)


def _approval(wait: Wait, text: Any, right: Right, **more: Any) -> Arm:
    """Whoever has to approve may know that the other side's approval waits."""
    told = or_(SECRETARIES, condition(right, text))
    return arm(wait, text, right, agreed.awaits_approval(text, WHO), told=told, **more)


def _release(wait: Wait, text: Any, right: Right) -> Arm:
    asked, since = agreed.awaits_release_of(text, WHO), said_at(text, Word.RELEASE)
    return arm(wait, text, right, asked, about=Edition.level, joined=editions(text), since=since)


# Corrigenda, decisions, other texts


def _of_other_texts() -> Iterator[Arm]:
    numbered: dict[str, Any] = {"about": "COR " + cast(Corrigendum.number, String)}
    yield from _signed(Corrigendum, Right.CORRIGENDUM_EDIT, **numbered)
    yield _approval(Wait.CORRIGENDUM_APPROVAL, Corrigendum, Right.CORRIGENDUM_APPROVE, **numbered)
    for noun in OTHERS:
        edit, approve = RIGHTS[noun].edit, RIGHTS[noun].approve or RIGHTS[noun].edit
        yield from _signed(noun, edit)
        yield _approval(of_text(noun, "APPROVAL"), noun, approve)
        yield arm(of_text(noun, "RELEASE"), noun, edit, agreed.awaits_release(noun))
        yield _release(of_text(noun, "CONSENT"), noun, edit)
    titled: dict[str, Any] = {"about": DraftDecision.title}
    yield from _signed(DraftDecision, Right.DECISION_DRAFT, **titled)
    yield arm(Wait.DECISION_SILENCE, DraftDecision, Right.DECISION_DRAFT, **titled)


_WORK: Mapping[Any, tuple[Wait, ...]] = {
    Corrigendum: (Wait.CORRIGENDUM_DRAFT, Wait.CORRIGENDUM_SIGN_OFF, Wait.CORRIGENDUM_REWORK),
    DraftDecision: (Wait.DECISION_DRAFT, Wait.DECISION_SIGN_OFF, Wait.DECISION_REWORK),
    **{noun: tuple(of_text(noun, step) for step in ("DRAFT", "SIGN_OFF", "REWORK")) for noun in OTHERS},
}


def _signed(text: Any, right: Right, **more: Any) -> Iterator[Arm]:
    """The way to both sign-offs of a text that has one draft state."""
    draft, sign_off, rework = _WORK[text]
    second, first = agreed.awaits_sign_off(text, WHO), agreed.awaits_first_sign_off(text)
    if text is DraftDecision:
        second, first = decisions.awaits_sign_off(WHO), decisions.awaits_first_sign_off()
    came_back = agreed.awaits_rework(text)
    yield arm(draft, text, right, first, ~came_back, **more)
    yield arm(sign_off, text, right, second, since=said_at(text, Word.SIGN_OFF), **more)
    yield arm(rework, text, right, came_back, **more)


# Rounds


def _of_rounds() -> Iterator[Arm]:
    keep, lead = Right.CIRCULATION_KEEP, Right.CIRCULATION_LEAD
    titled: dict[str, Any] = {"about": Circulation.title}
    parties = (Circulation.first_party_id, Circulation.second_party_id)
    both = (of_rounds.said(EntryKind.METHOD_CONSENT, Entry.party_id == one) for one in parties)
    yield arm(Wait.ROUND_ISSUE, Circulation, keep, *both, **titled)
    yield arm(Wait.ROUND_HELD, Circulation, keep, **titled)
    asked = ~of_rounds.said(EntryKind.METHOD_CONSENT, Entry.party_id == WHO)
    told = or_(SECRETARIES, condition(lead, Circulation))
    yield arm(Wait.ROUND_METHOD, Circulation, lead, asked, told=told, **titled)
    issue = (CirculationIssue, CirculationIssue.circulation_id == Circulation.id)
    expires: dict[str, Any] = {"due_at": of_rounds.expiry()} | titled
    seen = of_rounds.said(
        EntryKind.ACKNOWLEDGED, Entry.person_id == PERSON, Entry.issue == CirculationIssue.number
    )  # fmt: skip
    yield arm(
        Wait.ROUND_PAPER, Circulation, Right.CIRCULATION_READ, of_rounds.is_in_force(),
        of_rounds.is_addressed_to(PERSON, PARTY), ~seen, joined=(issue,), **expires,
    )  # fmt: skip
    # Whose objection it is, is told to nobody else (docs/decisions/0011).
    yield arm(
        Wait.OBJECTION_CONFIRM, Circulation, lead, of_rounds.awaits_confirmation(WHO), of_rounds.is_in_force(),
        joined=(issue, (Objection, Objection.circulation_id == Circulation.id)), told=None,
        came_at=case((Objection.while_held, None), else_=Objection.received_at), **expires,
    )  # fmt: skip


# Follow-ups: what one's own side has said, and waits for the other's word


def _of_followups() -> Iterator[Arm]:
    keep, other = Right.FOLLOWUP_KEEP, WHO != PARTY
    about, dropping = cast(FollowUp.number, String), said_at(FollowUp, Word.DROPPING)
    claimed, dropped = followups.to_be_verified_by(WHO), followups.to_be_dropped_by(WHO)
    yield arm(Wait.FOLLOWUP_CLAIM, FollowUp, keep, claimed, other, about=about, since=followups.claimed_at())
    yield arm(Wait.FOLLOWUP_DROP, FollowUp, keep, dropped, other, about=about, since=dropping)


def _of_no_session() -> Iterator[Arm]:
    yield arm(Wait.NOTICES_HELD, Notice, Right.NOTICES_KEEP, Notice.id == notices.first_held())
    told = (Dispatch, Dispatch.id == Notice.dispatch_id)
    whom = (Person, Person.id == Notice.recipient_id)
    of = (Session, Session.id == Dispatch.session_id)
    name = Person.given_name + " " + Person.family_name
    yield arm(
        Wait.NOTICE_FAILED, Notice, Right.NOTICES_KEEP, notices.is_to_be_told(), Session.ends_at >= AT,
        about=name + ", “" + Notice.subject + "”", joined=(told, whom, of),
        since=func.coalesce(Notice.refused_at, Notice.bounced_at),
    )  # fmt: skip
    yield arm(Wait.MAIL, IncomingMail, Right.MAILS_KEEP, IncomingMail.id == incoming.first_waiting())
    # "DEV/2027/3", as `Development.reference` has it
    entry = literal("DEV/") + cast(Development.year, String) + "/" + cast(Development.number, String)
    asked = developments.awaits_answer(WHO)
    yield arm(Wait.DEVELOPMENT, Development, Right.DEVELOPMENT_ANSWER, asked, about=entry, since=Development.state_at)
    yield from _of_imports()
    yield from _of_meetings()
    about = ExternalRound.reference
    yield arm(Wait.EXTERNAL, ExternalRound, Right.EXTERNAL_KEEP, ExternalRound.deadline < AT, about=about)
    person = ((Person, Person.id == Mandate.person_id),)
    asked = mandates.asks(PERSON, WEEK_AGO)
    yield arm(Wait.SECOND_WORD, Mandate, Right.MANDATE_ANSWER, asked, about=name, joined=person)


def _of_imports() -> Iterator[Arm]:
    """Old sessions: the side that takes one in finishes it, the other compares it."""
    told: dict[str, Any] = {"about": ImportedSession.reference, "since": ImportedSession.state_at}
    own = ImportedSession.party_id == WHO
    yield arm(Wait.IMPORT_OFFER, ImportedSession, Right.IMPORT_KEEP, own, **told)
    yield arm(Wait.IMPORT_CONFIRM, ImportedSession, Right.IMPORT_ANSWER, archive.awaits(WHO), **told)


def _of_meetings() -> Iterator[Arm]:
    """Of one in a compartment nobody hears who could not do it."""
    keep, years = Right.MEETING_KEEP, literal("/") + cast(Meeting.year, String) + "/" + cast(Meeting.number, String)
    told: dict[str, Any] = {"about": Meeting.series + years, "told": condition(keep, Meeting)}
    yield arm(Wait.MEETING_HELD, Meeting, keep, Meeting.ends_at < AT, since=Meeting.ends_at, **told)
    asked = agreed.asked_of(WHO, Meeting.agreement_id, Word.CONCLUSIONS)
    yield arm(Wait.MEETING_CONCLUSIONS, Meeting, keep, asked, since=said_at(Meeting, Word.CONCLUSIONS), **told)


def every() -> Iterator[Arm]:
    for those in (
        _of_sessions,
        _of_answers,
        _of_agendas,
        _of_cohosts,
        _of_minutes,
        _of_other_texts,
        _of_rounds,
        _of_followups,
        _of_no_session,
    ):
        yield from those()


# Of these somebody who is no secretary may know that they wait for one, or has them to do: meetings in a compartment
# are kept by those on its list.
BEYOND_SECRETARIES = frozenset({Wait.ACCREDITATION, Wait.MEETING_HELD, Wait.MEETING_CONCLUSIONS})
