"""Who may be told of what by mail: by the right that opens the page to which the mail leads, and no rule beside it."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dialogue.access.judging import may
from dialogue.access.policy import RIGHTS
from dialogue.access.rights import Right
from dialogue.access.standing import Standing, standing
from dialogue.db import db
from dialogue.domain.agenda import Agenda
from dialogue.domain.archive import ImportedSession
from dialogue.domain.base import Base
from dialogue.domain.changes import SessionChange
from dialogue.domain.delegations import Participant
from dialogue.domain.engagements import Engagement
from dialogue.domain.followups import FollowUp
from dialogue.domain.mandates import Mandate
from dialogue.domain.meetings import Meeting
from dialogue.domain.minutes import Minutes
from dialogue.domain.notices import OF_A_MEETING, OF_A_SESSION, Notice, NoticeKind
from dialogue.domain.sessions import Session
from dialogue.domain.silence import Circulation


@dataclass(frozen=True, slots=True)
class Subject:
    """What a kind of notice is about, and the right on it that its recipients hold. No noun: their own account."""

    right: Right
    noun: type[Base] | None = None


_READ = Subject(Right.CIRCULATION_READ, Circulation)
_HEAR = Subject(Right.CIRCULATION_HEAR, Circulation)

SUBJECTS: Mapping[NoticeKind, Subject] = {
    NoticeKind.METHOD: Subject(Right.CIRCULATION_LEAD, Circulation),
    NoticeKind.ISSUE: _READ,
    NoticeKind.EXTENSION: _READ,
    NoticeKind.REMINDER: Subject(Right.CIRCULATION_SPEAK, Circulation),
    NoticeKind.OBJECTION: Subject(Right.CIRCULATION_ANSWER, Circulation),
    NoticeKind.OBJECTION_KEPT: Subject(
        Right.CIRCULATION_OBJECT, Circulation
    ),  # it says the number, and nothing of the text
    NoticeKind.VOICE: Subject(Right.CIRCULATION_OBJECT, Circulation),  # likewise
    NoticeKind.RUNNING: _READ,
    NoticeKind.HELD: _READ,
    NoticeKind.ADOPTED: _HEAR,
    NoticeKind.BROKEN: _HEAR,
    NoticeKind.DECLINED: _READ,
    NoticeKind.WITHDRAWN: _HEAR,
    NoticeKind.SUPERSEDED: _HEAR,
    NoticeKind.CALL: Subject(Right.AGENDA_REQUEST, Session),
    NoticeKind.COMMENTS_CLOSED: Subject(Right.MINUTES_COMMENT, Minutes),
    NoticeKind.COMMENTS_ANSWERED: Subject(Right.MINUTES_COMMENT, Minutes),
    NoticeKind.APPROVAL: Subject(Right.MINUTES_APPROVE, Session),
    NoticeKind.APPROVED: Subject(Right.TURN_TAKE, Session),
    **{of.out: Subject(of.read, noun) for noun, of in RIGHTS.items() if of.out is not None},
    NoticeKind.COHOST_OPEN: Subject(Right.ENGAGEMENT_HEAR, Engagement),
    NoticeKind.COHOST_HANDOVER: Subject(Right.ENGAGEMENT_HEAR, Engagement),
    NoticeKind.TURN: Subject(Right.TURN_TAKE, Session),
    NoticeKind.COMMENTS: Subject(Right.MINUTES_COMMENT, Minutes),
    NoticeKind.AGENDA: Subject(Right.AGENDA_READ, Agenda),
    NoticeKind.INVITED: Subject(Right.SESSION_ATTEND, Session),
    NoticeKind.UNINVITED: Subject(Right.ACCOUNT_USE),  # it says that a place has ended, to whoever had it
    NoticeKind.UNANSWERED: Subject(Right.ANSWER_GIVE, Session),
    # Who is named is the business of the side that names.
    NoticeKind.NAMED: Subject(Right.DELEGATION_ACCREDIT, Participant),
    NoticeKind.RETURNED: Subject(Right.DELEGATION_NAME, Participant),
    NoticeKind.ACCREDITED: Subject(Right.SESSION_ATTEND, Session),
    NoticeKind.CONVENED: Subject(Right.SESSION_READ, Session),
    **dict.fromkeys(OF_A_SESSION, Subject(Right.SESSION_READ, Session)),
    **dict.fromkeys(OF_A_MEETING, Subject(Right.MEETING_ATTEND, Meeting)),
    NoticeKind.MEETING_LEFT: Subject(Right.ACCOUNT_USE),  # likewise, and of the meeting it says no more than its day
    NoticeKind.CHANGE: Subject(Right.SESSION_KEEP, SessionChange),
    NoticeKind.MAIL: Subject(Right.MAILS_KEEP),
    NoticeKind.RUNG: Subject(Right.SESSION_FOLLOW, Session),
    NoticeKind.DIGEST: Subject(Right.FOLLOWUPS_HEAR),  # written as it is when it goes
    NoticeKind.ESCALATION: Subject(Right.FOLLOWUP_HEAR, FollowUp),
    NoticeKind.OLD_SESSION: Subject(Right.IMPORT_ANSWER, ImportedSession),
    NoticeKind.MANDATE: Subject(Right.MANDATE_READ, Mandate),
    NoticeKind.ACCOUNT: Subject(Right.ACCOUNT_USE),
    NoticeKind.INVITATION: Subject(Right.ACCOUNT_OPEN),
    NoticeKind.LEFT: Subject(Right.ACCOUNT_LEFT),  # it says that the account was closed or moved, and nothing else
    NoticeKind.DONE_ALONE: Subject(Right.LOG_READ),
}


def may_be_told(notice: Notice, at: dt.datetime) -> bool:
    """Whether its recipient may read, at that instant, what it tells of, in the edition that its words are cut from.
    What nobody knows any more, kind or thing, nobody is told of."""
    told = notice.dispatch
    subject = SUBJECTS.get(NoticeKind(told.kind)) if told.kind in set(NoticeKind) else None
    if subject is None:
        return False
    held, thing = standing(notice.recipient, at), _thing(subject, told.about_id)
    known = subject.noun is None or thing is not None
    return known and may(held, subject.right, thing) and _holds(held, notice)


def _thing(subject: Subject, about_id: int | None) -> Any:
    return None if subject.noun is None or about_id is None else db.get(subject.noun, about_id)


def _holds(held: Standing, notice: Notice) -> bool:
    session_id = notice.dispatch.session_id
    if notice.level is None or session_id is None:
        return notice.level is None
    own = held.agenda_level(session_id) if notice.dispatch.kind == NoticeKind.AGENDA else held.level(session_id)
    return own is not None and own.reads(notice.level)
