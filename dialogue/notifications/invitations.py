"""Invitations: the words that invite a person to a session or take that back, and the part for the person's calendar.

The part is made when the mail goes, from seat and session as they are then: a mail whose kind no longer says what holds
is not sent, so none that was waiting brings a date of before."""

import datetime as dt
from collections.abc import Mapping

from dialogue import access
from dialogue.config import Config
from dialogue.db import db
from dialogue.domain import delegations, notices
from dialogue.domain.delegations import Participant
from dialogue.domain.editions import FeedEntry
from dialogue.domain.notices import Draft, Notice, NoticeKind
from dialogue.domain.sessions import Session, SessionState
from dialogue.i18n import day, gettext
from dialogue.notifications.messages import letter_to_anybody, moment
from dialogue.queries import feeds, sheets
from dialogue.rendering import icalendar
from dialogue.rendering.icalendar import Mailbox, Method, Part

# What a program is asked to do by each kind of mail that has a part for the calendar.
METHODS: Mapping[NoticeKind, Method] = {
    NoticeKind.INVITED: Method.REQUEST,
    NoticeKind.UNINVITED: Method.CANCEL,
    NoticeKind.SESSION_CHANGED: Method.REQUEST,
    NoticeKind.SESSION_POSTPONED: Method.REQUEST,  # tentative, at its old date, as every calendar shows it
    NoticeKind.SESSION_CANCELLED: Method.CANCEL,
    NoticeKind.SESSION_REINSTATED: Method.REQUEST,
}
OF_A_SEAT = (NoticeKind.INVITED, NoticeKind.UNINVITED, NoticeKind.UNANSWERED)
CONVENED = (SessionState.CONVENED, SessionState.IN_SESSION)


def is_convened(session: Session) -> bool:
    """Whether people are invited to it: it is convened, and not over."""
    return session.state in CONVENED


def invited(seat: Participant, at: dt.datetime) -> Draft:
    """To whom the seat is: what to, when and where, as this reader's calendar shows it; and how to answer."""
    session, shown = seat.session, entry(seat, at)
    about = {
        "reference": session.reference,
        "title": sheets.session_title(session),
        "capacity": gettext(seat.capacity.value),
        "day": day(shown.starts),
        "city": shown.place,
    }
    first = gettext("You are invited to %(reference)s, “%(title)s”, as %(capacity)s.", **about)
    by_page = gettext(
        "Please say whether you come: on the page below, after you have signed in, or with the buttons that your "
        "calendar program shows for this mail. Such an answer goes by mail to this address; both secretaries read "
        "it, and nobody else does."
    )
    how = _by_mail() if seat.person.password_hash is None else by_page  # nobody signs in without an account
    subject = gettext("Invitation: %(reference)s, %(day)s, %(city)s", **about)
    return letter_to_anybody(
        seat.person, subject, "\n\n".join((first, _when_and_where(session, shown), how)), _path(session)
    )


def uninvited(seat: Participant) -> Draft:
    """To whom the seat was: that it has ended, and that the session itself has not."""
    about = {
        "reference": seat.session.reference,
        "title": sheets.session_title(seat.session),
        "day": day(seat.session.starts),
    }
    body = gettext(
        "You no longer take part in %(reference)s, “%(title)s”, of %(day)s: your place in the delegation was "
        "withdrawn. The session itself is not cancelled by that.\n\n"
        "Where your calendar holds an invitation to it, this mail takes it out. If you did not expect this, please "
        "ask the secretary of your side.",
        **about,
    )
    return letter_to_anybody(
        seat.person, gettext("You no longer take part: %(reference)s, %(day)s", **about), body, "/"
    )


def unanswered(seat: Participant) -> Draft:
    """To whom an answer is still asked of. When and where it is stands on the page, which never says an old date."""
    about = {"reference": seat.session.reference, "title": sheets.session_title(seat.session)}
    if seat.must_reconfirm:
        subject = gettext("Please confirm again: %(reference)s", **about)
        moved = gettext("Date or city of %(reference)s, “%(title)s”, have changed since you answered.", **about)
        was_off = gettext(
            "%(reference)s, “%(title)s”, was called off after you answered, and takes place after all.", **about
        )
        why = was_off if seat.was_off_since else moved
    else:
        subject = gettext("Please answer the invitation: %(reference)s", **about)
        why = gettext("You are invited to %(reference)s, “%(title)s”, and have not answered yet.", **about)
    by_page = gettext("Please say on the page below whether you come, come perhaps, or send regrets.")
    how = by_page if seat.person.password_hash is not None else _by_mail()
    return letter_to_anybody(seat.person, subject, f"{why}\n\n{how}", _path(seat.session))


def anew(notice: Notice, at: dt.datetime) -> Draft | None:
    """The same mail with what holds now; None where it is of another kind."""
    kind, seat = notice.dispatch.kind, _seat(notice)
    if seat is None or kind not in OF_A_SEAT:
        return None
    if kind == NoticeKind.UNANSWERED:
        return unanswered(seat)
    return invited(seat, at) if kind == NoticeKind.INVITED else uninvited(seat)


def is_overtaken(notice: Notice) -> bool:
    """Whether seat and session no longer are as a mail about that seat says: nobody is asked who has answered since.
    News of a session go to others too, and are judged as news (`recipients.as_it_is`)."""
    kind, seat = notice.dispatch.kind, _seat(notice)
    if seat is None or kind not in OF_A_SEAT:
        return False
    if kind == NoticeKind.UNANSWERED:
        return not seat.awaits_answer
    holds = is_convened(seat.session) or kind == NoticeKind.UNINVITED
    return not holds or _method(seat) is not _method_of(notice)


def part(notice: Notice, config: Config, at: dt.datetime) -> Part | None:
    """The entry as its one recipient is to have it now. None: a mail of another kind, or to somebody whose calendar
    never held it."""
    seat = _seat(notice) if notice.dispatch.kind in METHODS else None
    if seat is None or _method(seat) is not _method_of(notice) or not _concerns(notice, seat):
        return None
    method, name = _method(seat), sheets.house().dialogue_name
    return icalendar.scheduled(
        entry(seat, at, config.base_url),
        method,
        organizer=Mailbox(config.sender[0] or name, config.sender[1]),
        attendee=Mailbox(notice.recipient.name, notice.address),
        takes_part=seat.is_accredited,
    )


def _method_of(notice: Notice) -> Method | None:
    kind = notice.dispatch.kind
    return METHODS[NoticeKind(kind)] if kind in METHODS else None


def _seat(notice: Notice) -> Participant | None:
    if notice.session_id is None or notice.dispatch.kind not in {*METHODS, *OF_A_SEAT}:
        return None
    return db.scalar(delegations.seat_of(notice.session_id, notice.recipient_id))


def _method(seat: Participant) -> Method:
    stands = seat.is_accredited and seat.session.state is not SessionState.CANCELLED
    return Method.REQUEST if stands else Method.CANCEL


def _concerns(notice: Notice, seat: Participant) -> bool:
    """News and withdrawals are for calendars that hold the invitation."""
    if notice.dispatch.kind == NoticeKind.INVITED:
        return True
    return db.scalar(notices.invitations(seat.session_id, seat.person_id).limit(1)) is not None


def entry(seat: Participant, at: dt.datetime, base_url: str = "") -> FeedEntry:
    """The session as this person's own calendar shows it: the feed and the mail ask the same."""
    held = access.standing(seat.person, at)
    return feeds.single(seat.session, held, address=lambda path: base_url + path)


def _by_mail() -> str:
    return gettext(
        "Please say whether you come, with the buttons that your calendar program shows for an invitation, or in your "
        "own words as an answer to this mail. Both secretaries read it, and nobody else does."
    )


def _when_and_where(session: Session, shown: FeedEntry) -> str:
    where = ", ".join(filter(None, (shown.venue, shown.address, shown.place)))
    return "\n".join(
        (
            gettext("Begins: %(moment)s", moment=moment(session.starts_at)),
            gettext("Ends: %(moment)s", moment=moment(session.ends_at)),
            gettext("Where: %(where)s", where=where),
        )
    )


def _path(session: Session) -> str:
    return f"/sessions/{session.ref}/answer"
