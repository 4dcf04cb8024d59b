"""Who may be told of what by mail: by the right that opens the page to which the mail leads, and no rule beside it."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dialogue.access.judging import may
from dialogue.access.rights import Right
from dialogue.access.standing import Standing, standing
from dialogue.db import db
from dialogue.domain.agenda import Agenda
from dialogue.domain.base import Base
from dialogue.domain.mandates import Mandate
from dialogue.domain.minutes import Minutes
from dialogue.domain.notices import Kind, Notice
from dialogue.domain.silence import Circulation


@dataclass(frozen=True, slots=True)
class Subject:
    """What a kind of notice is about, and the right on it that its recipients hold. No noun: their own account."""

    right: Right
    noun: type[Base] | None = None


_READ = Subject(Right.CIRCULATION_READ, Circulation)
_HEAR = Subject(Right.CIRCULATION_HEAR, Circulation)

SUBJECTS: Mapping[Kind, Subject] = {
    Kind.METHOD: Subject(Right.CIRCULATION_LEAD, Circulation),
    Kind.ISSUE: _READ,
    Kind.EXTENSION: _READ,
    Kind.REMINDER: Subject(Right.CIRCULATION_SPEAK, Circulation),
    Kind.OBJECTION: Subject(Right.CIRCULATION_ANSWER, Circulation),
    Kind.OBJECTION_KEPT: Subject(Right.CIRCULATION_OBJECT, Circulation),  # it says the number, and nothing of the text
    Kind.VOICE: Subject(Right.CIRCULATION_OBJECT, Circulation),  # likewise
    Kind.RUNNING: _READ,
    Kind.HELD: _READ,
    Kind.ADOPTED: _HEAR,
    Kind.BROKEN: _HEAR,
    Kind.DECLINED: _READ,
    Kind.WITHDRAWN: _HEAR,
    Kind.SUPERSEDED: _HEAR,
    Kind.COMMENTS: Subject(Right.MINUTES_COMMENT, Minutes),
    Kind.AGENDA: Subject(Right.AGENDA_READ, Agenda),
    Kind.MANDATE: Subject(Right.MANDATE_READ, Mandate),
    Kind.ACCOUNT: Subject(Right.ACCOUNT_USE),
    Kind.INVITATION: Subject(Right.ACCOUNT_OPEN),
    Kind.LEFT: Subject(Right.ACCOUNT_LEFT),  # it says that the account was closed or moved, and nothing else
    Kind.DONE_ALONE: Subject(Right.LOG_READ),
}


def may_be_told(notice: Notice, at: dt.datetime) -> bool:
    """Whether its recipient may read, at that instant, what it tells of, in the edition that its words are cut from.
    What nobody knows any more, kind or thing, nobody is told of."""
    told = notice.dispatch
    subject = SUBJECTS.get(Kind(told.kind)) if told.kind in set(Kind) else None
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
    own = held.agenda_level(session_id) if notice.dispatch.kind == Kind.AGENDA else held.level(session_id)
    return own is not None and own.reads(notice.level)
