"""Sends what is due. Any number of processes may do so at once: a notice is judged and claimed, and the claim
committed, before the mail server is spoken to; what it answered is committed after. Who dies in between leaves at most
one duplicate, which bears the same Message-ID."""

import datetime as dt
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy.exc import DBAPIError

from dialogue import access
from dialogue.config import Config
from dialogue.db import db, read_only, transaction
from dialogue.domain import notices, password_links
from dialogue.domain.notices import LEASE, Loss, Notice, NoticeState
from dialogue.notifications import followups, invitations, recipients, smtp, tellings
from dialogue.notifications.reading import seal
from dialogue.notifications.smtp import Answer, AnswerKind, Letter

AT_A_TIME = dt.timedelta(minutes=1)
PAUSES = (1, 5, 15)  # seconds after which an answer that could not be kept is kept again
Clock = Callable[[], dt.datetime]
log = logging.getLogger("dialogue.outbox")


@dataclass(frozen=True, slots=True)
class Claim:
    """A notice that is this process's until its lease ends, and what of it leaves the house: None, nothing does, for
    its recipient may not be told any more."""

    notice_id: int
    attempt: int
    letter: Letter | None


def send_due(
    config: Config, clock: Clock, *, ending: Callable[[], bool] = lambda: False, lease: dt.timedelta = LEASE
) -> int:
    """Send whatever is due, one after the other, each in a talk and two short transactions of its own; returns how many
    went. Ends early where the mail server cannot be reached, where it is so slow that other work waits, or as soon as
    `ending` says so: the rest is due all the same at the next call."""
    gone, begun = 0, clock()
    while not ending() and clock() - begun < AT_A_TIME:
        claim = _claim(clock, lease, config)
        if claim is None:
            break
        if claim.letter is None:
            continue
        answer = smtp.send(claim.letter, config)
        _keep(claim, answer, clock())
        gone += answer.kind in {AnswerKind.ACCEPTED, AnswerKind.WRITTEN}
        if not answer.reached:
            break
    return gone


def _claim(clock: Clock, lease: dt.timedelta, config: Config) -> Claim | None:
    if not _any_due(clock()):
        return None
    with transaction():
        at = clock()  # the wait for the transaction may have been long
        # Of several processes each takes another row: the rows that others hold are passed over. SQLite has one writer.
        free = notices.due(at).limit(1).with_for_update(skip_locked=True, of=Notice)
        notice = db.scalar(free)
        if notice is None:
            return None
        may_go = _judged(notice, at)
        if may_go:
            notice.claim(at=at, lease=lease)
        return Claim(notice.id, notice.attempts, _letter(notice, config, at) if may_go else None)


def _judged(notice: Notice, at: dt.datetime) -> bool:
    """Whether it may go: its recipient may still be told, and what it says of its session is so."""
    if not access.may_be_told(notice, at):
        notice.call_back(Loss.FOUND, by=None, at=at)
    elif invitations.is_overtaken(notice) or tellings.is_overtaken(notice) or not recipients.as_it_is(notice, at):
        notice.overtake(at=at)
    return notice.state is NoticeState.QUEUED


def _any_due(at: dt.datetime) -> bool:
    """Asked without a writer's lock: an empty outbox stands in nobody's way."""
    db.rollback()
    read_only()
    found = db.scalar(notices.due(at).limit(1)) is not None
    db.rollback()
    return found


def _letter(notice: Notice, config: Config, at: dt.datetime) -> Letter:
    """With a link for a password, which stands nowhere but in what is mailed; and with what it brings for a
    calendar."""
    return Letter(
        name=notice.message_id,
        address=notice.address,
        recipient=notice.recipient.name,
        subject=notice.subject,
        body=followups.with_addresses(notice, config.base_url),
        path=password_links.mailed(notice.path, config.secret_key),
        dated=notice.dispatch.made_at,
        calendar=invitations.part(notice, config, at),
        seal=seal(notice.message_id, config.secret_key),
    )


def _keep(claim: Claim, answer: Answer, at: dt.datetime) -> None:
    """Record what the mail server said. A database that is away for a moment is asked again: what was sent must not be
    sent again for that."""
    for pause in PAUSES:
        try:
            return _record(claim, answer, at)
        except DBAPIError as fault:
            log.warning("notice %d: the answer is not kept yet: %s", claim.notice_id, type(fault).__name__)
            time.sleep(pause)
    return _record(claim, answer, at)


def _record(claim: Claim, answer: Answer, at: dt.datetime) -> None:
    with transaction():
        notice = db.get_one(Notice, claim.notice_id, with_for_update={"of": Notice}, populate_existing=True)
        if notice.state is not NoticeState.QUEUED:
            log.warning("notice %d is %s already; now: %s", notice.id, notice.state, answer.kind)
        elif answer.kind is AnswerKind.ACCEPTED:
            notice.sent(at=at)
        elif answer.kind is AnswerKind.WRITTEN:
            notice.written(at=at)
        elif notice.attempts != claim.attempt:
            log.warning("notice %d was claimed again meanwhile; here: %s", notice.id, answer.kind)
        elif answer.kind is AnswerKind.REFUSED:
            notice.refuse(str(answer), at=at)
            log.warning("notice %d is refused: %d", notice.id, answer.code)
        else:
            notice.postpone(str(answer), at=at)
            log.warning("notice %d did not go, try %d: %d", notice.id, notice.attempts, answer.code)
