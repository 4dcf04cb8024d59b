"""What is told by mail, and to whom: drafts for the page before an act and, by the same function, for the act itself; a
telling in the transaction of what it tells of; calling back what would say the opposite by now."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from dialogue import access
from dialogue.db import db
from dialogue.domain import notices
from dialogue.domain.agenda import Agenda
from dialogue.domain.editions import AgendaSheet, Level
from dialogue.domain.mandates import Mandate
from dialogue.domain.minutes import Minutes
from dialogue.domain.notices import Dispatch, Draft, Kind, Loss, Notice
from dialogue.domain.people import Person
from dialogue.domain.sessions import Session
from dialogue.domain.silence import Circulation
from dialogue.notifications import messages

About = Agenda | Circulation | Mandate | Minutes


def tell(
    kind: Kind,
    drafts: Sequence[Draft],
    *,
    key: str,
    at: dt.datetime,
    about: About | None,
    by: Person | None = None,
    wait: dt.timedelta = dt.timedelta(0),
) -> Dispatch | None:
    """Put it into the outbox, in the transaction of the act it tells of. What the product tells by itself has no `by`,
    goes at once and cannot be taken back.

    `about` is the thing on which `access.SUBJECTS` names a right for this kind: who has lost that right when the mail
    is to go gets none. None: it is about the recipient's own account. `Kind.ACCOUNT` goes while the account is open,
    `Kind.INVITATION` while it waits to be opened; another kind of that sort takes a row in `Kind` and one there."""
    if not drafts:
        return None
    session_id, about_id = (None, None) if about is None else (about.session_id, about.id)
    telling = notices.dispatch(kind, drafts, key=key, by=by, at=at, wait=wait, session_id=session_id, about_id=about_id)
    db.add(telling)
    db.flush()
    return telling


def call_back(kinds: Collection[Kind], about: About, at: dt.datetime) -> None:
    """What still waits of these kinds about this thing does not go out: it would arrive after the news and say the
    opposite. What is in a sender's hand just now is left to it."""
    for notice in db.scalars(notices.about_for_writing(kinds, about.id)).all():
        if notice.dispatch.can_undo(at):
            notice.dispatch.undo(by=None, at=at)
        elif notice.is_waiting and not notice.is_in_hand(at):
            notice.overtake(at=at)


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


def for_comments(session: Session, until: dt.datetime, at: dt.datetime) -> list[Draft]:
    """That the draft minutes are open for comments: to both secretaries and both delegations, and to nobody else."""
    return messages.for_comments(session, until, access.commentators(session, at))


def of_extension(session: Session, was: dt.datetime, until: dt.datetime, at: dt.datetime) -> list[Draft]:
    """That the period for comments goes on: to those who were told that it began."""
    return messages.of_extension(session, was, until, access.commentators(session, at))


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
