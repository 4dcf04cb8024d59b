"""Mails that come in: kept first, read afterwards, and counted only where nothing is in doubt.

A reply counts with one event and one attendee, to an invitation of ours that went out to that person, from that
person's address, at the sequence that the invitation has now. Whatever else comes waits for a secretary."""

import datetime as dt
import logging
import re
from collections.abc import Callable

from sqlalchemy.exc import OperationalError
from sqlalchemy.orm.exc import StaleDataError

from dialogue.access import SUBJECTS
from dialogue.actions import turns
from dialogue.config import Config
from dialogue.db import db, read_only, transaction
from dialogue.domain import delegations, incoming, notices, password_links, people, sessions
from dialogue.domain.base import Refused
from dialogue.domain.delegations import Participant, Reply, Route
from dialogue.domain.incoming import Doubt, IncomingMail
from dialogue.domain.notices import OWN, Draft, Notice, NoticeKind
from dialogue.domain.people import Person
from dialogue.domain.sessions import Session
from dialogue.domain.silence import Circulation
from dialogue.domain.text import fit
from dialogue.i18n import gettext
from dialogue.notifications import invitations as letters
from dialogue.notifications import reading, recipients
from dialogue.notifications.messages import letter
from dialogue.notifications.reading import Reading, Return, Scheduling

LINK = re.compile(rf"{re.escape(password_links.PATH)}\S+")
log = logging.getLogger("dialogue.incoming")


def keep(raw: bytes, *, size: int, sha256: str, at: dt.datetime) -> bool:
    """Keep a mail as it came, in a transaction of its own; whether it is new. The same bytes again are the same mail,
    as of a mail server that was not sure to have handed it over."""
    with transaction():
        if db.scalar(incoming.by_digest(sha256)) is not None:
            return False
        db.add(incoming.keep(raw, size=size, sha256=sha256, at=at))
    return True


def settle(mail_id: int, config: Config, clock: Callable[[], dt.datetime]) -> None:
    """Read one mail and do what follows of it. Whatever breaks in it costs no other mail anything: it is put before the
    secretaries as it is. What the database could not do just now is tried again."""
    try:
        _settle(mail_id, config, clock)
    except (OperationalError, StaleDataError):
        raise
    except Exception as fault:  # noqa: BLE001 because a stranger chose every byte of it
        log.warning("mail %d cannot be read: %s", mail_id, type(fault).__name__)
        db.rollback()
        with transaction():
            mail = _held(mail_id)
            if mail is not None:
                mail.says(**_head(mail.raw))
                mail.queue(Doubt.TOO_LARGE if mail.is_cut else Doubt.UNREADABLE, at=clock())


def record(mail: IncomingMail, seat: Participant, reply: Reply, *, by: Person, at: dt.datetime) -> None:
    """A secretary takes the mail for that person's answer, as of its arrival."""
    mail.record(seat, reply, by=by, at=at)
    seat.answer(reply, route=Route.MAIL, by=by, at=at, as_of=mail.arrived_at)


def forget_old(at: dt.datetime) -> None:
    """Mails that were settled long ago are not kept any more."""
    db.rollback()
    read_only()  # nothing to forget is the rule, and stands in no writer's way
    if db.scalar(incoming.outdated(at).limit(1)) is not None:
        with transaction():
            db.execute(incoming.forget(at))


def _settle(mail_id: int, config: Config, clock: Callable[[], dt.datetime]) -> None:
    db.rollback()
    read_only()
    kept = db.scalars(incoming.by_id(mail_id)).one()
    if kept.is_cut:
        raise reading.Unreadable("cut")
    found = reading.read(kept.raw)  # outside of any transaction that keeps others waiting
    notice = _notice(found, config)
    session_id = _session_id(found, notice)
    db.rollback()
    with transaction():
        if session_id is not None:
            turns.take(session_id)
        mail = _held(mail_id)
        if mail is None:
            return
        mail.says(sender=found.shown_sender, subject=found.subject, excerpt=LINK.sub("…", found.words))
        _decide(mail, found, config, clock())


def _held(mail_id: int) -> IncomingMail | None:
    """The mail, if nobody else has read it meanwhile, held against whoever would."""
    mail = db.get_one(IncomingMail, mail_id, with_for_update={"of": IncomingMail}, populate_existing=True)
    return mail if mail.state is incoming.MailState.WAITING else None


def _head(raw: bytes) -> dict[str, str]:
    """Sender and subject of a mail that cannot be read; nothing where they cannot either."""
    try:
        sender, subject = reading.sender_and_subject(raw)
    except Exception:  # noqa: BLE001 because a stranger chose every byte of it
        sender = subject = ""
    return {"sender": sender, "subject": subject, "excerpt": ""}


def _notice(found: Reading, config: Config) -> Notice | None:
    """The mail of ours that it returns or answers."""
    names = [(found.returned.name, found.returned.host)] if found.returned else list(found.refers)
    known = (db.scalar(notices.by_name(name)) for name, host in names if host == config.host and name)
    return next((one for one in known if one is not None), None)


def _session_id(found: Reading, notice: Notice | None) -> int | None:
    """Of which session it is: whoever writes about that one is waited for."""
    if found.scheduling is not None and found.scheduling.uid:
        return db.scalar(sessions.by_uid(found.scheduling.uid).with_only_columns(Session.id))
    return notice.session_id if notice is not None else None


def _decide(mail: IncomingMail, found: Reading, config: Config, at: dt.datetime) -> None:
    mail.notice = _notice(found, config)
    mail.session = db.get(Session, mail.notice.session_id) if mail.notice and mail.notice.session_id else None
    if found.returned is not None:
        _return(mail, found.returned, config, at)
    elif found.scheduling is not None:
        _reply(mail, found, found.scheduling, at)
    elif found.automatic and not _is_of_a_round(mail.notice):
        mail.ignore(at=at)
    elif found.automatic:  # whoever is away does not read it either: a person sees to that
        mail.queue(Doubt.AUTOMATIC, at=at)
    elif _is_of_a_round(mail.notice):
        _alarm(mail, at)
    else:
        mail.queue(Doubt.WORDS, at=at)


# That a mail of ours came back


def _return(mail: IncomingMail, said: Return, config: Config, at: dt.datetime) -> None:
    """It counts with the seal of the mail that it returns: a return can hold a round, so nobody else may make one."""
    notice = mail.notice
    if notice is None or notice.dispatch.kind in OWN:  # it may bring a link back that is its recipient's alone
        mail.excerpt, mail.raw = "", b""
    if not said.final:
        mail.ignore(at=at)
    elif notice is None or said.seal != reading.seal(notice.message_id, config.secret_key):
        mail.queue(Doubt.RETURN, at=at)
    elif notice.may_bounce or notice.bounced_at is not None:
        if notice.may_bounce:
            notice.bounce(by=None, at=at)
        mail.returns(notice, at=at)
    else:
        mail.queue(Doubt.RETURN, at=at)


# An answer to an invitation


def _reply(mail: IncomingMail, found: Reading, said: Scheduling, at: dt.datetime) -> None:
    session = db.scalar(sessions.by_uid(said.uid)) if said.uid else None
    seat = _seat(session, said.attendee)
    mail.session, mail.seat, mail.reply = session, seat, said.reply
    mail.proposed = fit(said.proposed, one_line=True) if said.method == "COUNTER" else ""
    doubt = _doubt(found, said, session, seat, at)
    if doubt is None and seat is not None and said.reply is not None:
        doubt = _counted(mail, seat, said.reply, said.comment, at)
    if doubt is not None:
        mail.queue(doubt, at=at)


def _doubt(
    found: Reading, said: Scheduling, session: Session | None, seat: Participant | None, at: dt.datetime
) -> Doubt | None:
    """What keeps it from counting, the plainest first."""
    if said.method != "REPLY" or not said.whole or session is None or seat is None:
        return _what_it_is(said, session)
    if db.scalar(notices.invitations(session.id, seat.person_id).limit(1)) is None:
        return Doubt.NOT_INVITED
    if found.sender != said.attendee:
        return Doubt.SENDER
    if found.automatic:
        return Doubt.AUTOMATIC
    return Doubt.OUTDATED if said.sequence != letters.entry(seat, at).revision else None


def _what_it_is(said: Scheduling, session: Session | None) -> Doubt:
    """Of what is no reply of somebody invited."""
    if said.method not in ("REPLY", ""):
        return Doubt.COUNTER if said.method == "COUNTER" else Doubt.OTHER
    if not said.whole:
        return Doubt.SEVERAL
    return Doubt.UNKNOWN if session is None else Doubt.NOT_INVITED


def _seat(session: Session | None, address: str) -> Participant | None:
    """Whose accredited seat the address is."""
    seats = db.scalars(delegations.seats_in(session)).all() if session is not None and address else ()
    return next((one for one in seats if one.is_accredited and one.person.email == address), None)


def _counted(mail: IncomingMail, seat: Participant, reply: Reply, note: str, at: dt.datetime) -> Doubt | None:
    try:
        seat.answer(
            reply, route=Route.MAIL, by=seat.person, at=at, as_of=mail.arrived_at, note=fit(note, one_line=False)
        )
    except Refused:
        return Doubt.CLOSED
    mail.count(seat, reply, at=at)
    return None


# An answer to a mail about a text under silence


def _is_of_a_round(notice: Notice | None) -> bool:
    kind = notice.dispatch.kind if notice is not None else ""
    return kind in SUBJECTS and SUBJECTS[NoticeKind(kind)].noun is Circulation


def _alarm(mail: IncomingMail, at: dt.datetime) -> None:
    """It may be an objection: both secretaries are told at once, and not in its words."""
    mail.queue(Doubt.ROUND, at=at)
    body = gettext(
        "A mail has come in that answers a mail about a text under silence. It may be an objection, which counts by "
        "its arrival: please read it at once, and record it in its round if it is one."
    )
    subject = gettext("A mail about a text under silence waits for you")
    drafts: list[Draft] = [letter(one, subject, body, f"/mails/{mail.id}") for one in db.scalars(people.secretaries())]
    recipients.tell(NoticeKind.MAIL, drafts, key=f"mail:{mail.id}", at=at, about=None)
