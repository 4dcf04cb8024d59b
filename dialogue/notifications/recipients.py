"""What is told by mail, and to whom: drafts for the page before an act and, by the same function, for the act itself; a
telling in the transaction of what it tells of; calling back what would say the opposite by now."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from dialogue import access
from dialogue.db import db
from dialogue.domain import notices
from dialogue.domain.agenda import Agenda
from dialogue.domain.agreed import AgreedText
from dialogue.domain.archive import ImportedSession
from dialogue.domain.changes import SessionChange
from dialogue.domain.delegations import Participant
from dialogue.domain.editions import AgendaSheet, Level
from dialogue.domain.engagements import Engagement
from dialogue.domain.followups import FollowUp
from dialogue.domain.mandates import Mandate
from dialogue.domain.meetings import Meeting
from dialogue.domain.notices import Dispatch, Draft, Loss, Notice, NoticeKind
from dialogue.domain.people import Person
from dialogue.domain.sessions import Session
from dialogue.domain.silence import Circulation
from dialogue.notifications import followups, invitations, messages, rungs, tellings
from dialogue.queries import sheets

About = (
    AgreedText
    | Circulation
    | Engagement
    | FollowUp
    | ImportedSession
    | Mandate
    | Meeting
    | Participant
    | Session
    | SessionChange
)


def tell(
    kind: NoticeKind,
    drafts: Sequence[Draft],
    *,
    key: str,
    at: dt.datetime,
    about: About | None,
    by: Person | None = None,
    wait: dt.timedelta = dt.timedelta(0),
    facts: str = "",
) -> Dispatch | None:
    """Put it into the outbox, in the transaction of the act it tells of. What the product tells by itself has no `by`,
    goes at once and cannot be taken back.

    `about` is the thing on which `access.SUBJECTS` names a right for this kind: who has lost that right when the mail
    is to go gets none. None: it is about the recipient's own account. `NoticeKind.ACCOUNT` goes while the account is
    open, `NoticeKind.INVITATION` while it waits to be opened; another kind of that sort takes a row there too. `facts`:
    `Session.digest`, where the words name date or place: with other facts they do not go as they are (`as_it_is`)."""
    if not drafts:
        return None
    session_id, about_id = (None, None) if about is None else (access.session_id_of(about), about.id)
    telling = notices.dispatch(
        kind, drafts, key=key, by=by, at=at, wait=wait, session_id=session_id, about_id=about_id, facts=facts
    )
    db.add(telling)
    db.flush()
    return telling


def as_it_is(notice: Notice, at: dt.datetime) -> bool:
    """Whether its words are so, now that it is to go. Where its session has another date or place by now, what tells of
    an agenda, of the call for its items, of the convening or of a person's own place is written anew; nothing else is:
    its recipient is told of the change. A digest of follow-ups is made of them as they are by now, and a rung goes
    while it is open and due on the day that is named."""
    told = notice.dispatch
    if told.kind in followups.KINDS:
        return followups.as_it_is(notice, at)
    if told.kind == NoticeKind.RUNG:
        return rungs.as_it_is(notice, at)
    session = db.get(Session, told.session_id) if told.digest and told.session_id is not None else None
    if session is None or session.digest == told.digest:
        return True
    draft = _anew(notice, session, at)
    if draft is not None:
        notice.rewrite(draft.subject, draft.body)
    return draft is not None


def _anew(notice: Notice, session: Session, at: dt.datetime) -> Draft | None:
    kind = notice.dispatch.kind
    if kind == NoticeKind.AGENDA:
        return _of_agenda_anew(notice, session)
    return _of_call_anew(notice, session) if kind == NoticeKind.CALL else _of_place_anew(notice, session, at)


def _of_place_anew(notice: Notice, session: Session, at: dt.datetime) -> Draft | None:
    return invitations.anew(notice, at) or tellings.anew(notice, session)


def _of_call_anew(notice: Notice, session: Session) -> Draft | None:
    """None while the session has no date: there is no day until which items are asked for."""
    made = tellings.call(session, [notice.recipient], by=None) if session.has_a_date else []
    return made[0] if made else None


def _of_agenda_anew(notice: Notice, session: Session) -> Draft:
    agenda, rev = db.get_one(Agenda, notice.dispatch.about_id), int(notice.dispatch.key.rpartition(":")[2])
    release = next(one for one in agenda.releases if one.rev == rev)
    again = any(one.circulated_at is not None and one.rev < rev for one in agenda.releases)
    sheet = sheets.in_full(release).sheets[notice.level or Level.DELEGATIONS]
    return messages.of_agenda(session, sheet, [notice.recipient], again=again)[0]


def call_back(kinds: Collection[NoticeKind], about: About, at: dt.datetime) -> Sequence[Dispatch]:
    """What still waits of these kinds about this thing does not go out: it would arrive after the news and say the
    opposite. What is in a sender's hand just now is left to it. Returns of which tellings that is some."""
    waiting = [one for one in db.scalars(notices.about_for_writing(kinds, about.id)).all() if one.is_waiting]
    for notice in waiting:
        if notice.dispatch.can_undo(at):
            notice.dispatch.undo(by=None, at=at)
        elif notice.is_waiting and not notice.is_in_hand(at):
            notice.overtake(at=at)
    return list(dict.fromkeys(notice.dispatch for notice in waiting if not notice.is_waiting))


def call_back_from(those: Iterable[Person], why: Loss, *, by: Person | None, at: dt.datetime) -> int:
    """What still waits for these people and may not be told them any more does not go out; returns how much that was.
    To be called by every act that takes a right away, after it. What is in a sender's hand just now is left to it."""
    ids = [person.id for person in those]
    db.flush()  # what was done is what is judged by
    waiting = db.scalars(notices.waiting_for_writing(ids)).all()
    lost = [one for one in waiting if not one.is_in_hand(at) and not access.may_be_told(one, at)]
    for notice in lost:
        notice.call_back(why, by=by, at=at)
    return len(lost)


def release(notice: Notice, *, by: Person, at: dt.datetime) -> bool:
    """Send what was held after all, if its recipient may still be told; else it is called back. Returns which."""
    if notice.is_held and not access.may_be_told(notice, at):
        notice.call_back(Loss.FOUND, by=by, at=at)
        return False
    notice.release(by=by, at=at)
    return True


def for_comments(session: Session, until: dt.datetime, commentators: Iterable[Person]) -> list[Draft]:
    """That the draft minutes are open for comments: to whoever of `access.commentators` has an account."""
    return messages.for_comments(session, until, _with_account(commentators))


def of_extension(session: Session, was: dt.datetime, until: dt.datetime, commentators: Iterable[Person]) -> list[Draft]:
    """That the period for comments goes on: to those who were told that it began."""
    return messages.of_extension(session, was, until, _with_account(commentators))


def _with_account(those: Iterable[Person]) -> list[Person]:
    """Nobody else can sign in, and read what the mail tells of."""
    return [one for one in those if one.password_hash is not None]


def of_agenda(
    session: Session,
    editions: Mapping[Level, AgendaSheet],
    readers: Mapping[Level, Sequence[Person]],
    *,
    again: bool,
) -> list[Draft]:
    """That a release of the agenda went out: to all its readers (`access.readers`), each told of the edition that it
    holds. `again`: it follows one that went out, and what changed since then is listed."""
    of_each = {level: messages.of_agenda(session, editions[level], to, again=again) for level, to in readers.items()}
    return [replace(draft, level=level) for level, drafts in of_each.items() for draft in drafts]
