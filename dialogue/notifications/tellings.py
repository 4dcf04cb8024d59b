"""What is told by mail when somebody's turn begins, or ends: each kind with its words and its page, as data. To whom it
goes follows from the right that `access.SUBJECTS` names for it."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from dialogue import access
from dialogue.db import db
from dialogue.domain.agenda import CALL_CLOSES
from dialogue.domain.delegations import Participant, ParticipantState
from dialogue.domain.editions import Level
from dialogue.domain.notices import Draft, Notice, NoticeKind
from dialogue.domain.people import Person
from dialogue.domain.sessions import Session, SessionState
from dialogue.i18n import day, gettext
from dialogue.notifications import invitations, messages
from dialogue.queries import sheets


@dataclass(frozen=True, slots=True)
class Words:
    """`%(until)s` is an instant that the act knows, `%(about)s` the thing where a session has several of its kind,
    `%(paper)s` the reference by which the paper itself is cited."""

    subject: str
    body: str
    page: str  # below the session's own
    to_anybody: bool = False  # they ask nobody to sign in: who has no account gets them too, without a link


# Of every other text that has a mail of its release.
OUT = Words(
    "Released: %(about)s, %(paper)s",
    "The %(about)s of %(reference)s, “%(title)s”, is released as %(paper)s. After you have signed in you can read "
    "it, and take it away as Word.",
    "/%(place)s",
)
WORDS: Mapping[NoticeKind, Words] = {
    **{of.out: OUT for of in access.RIGHTS.values() if of.out is not None},
    NoticeKind.CORRIGENDUM_OUT: Words(
        "Corrected: minutes of %(reference)s, %(paper)s",
        "%(label)s to the minutes of %(reference)s, “%(title)s”, is out as %(paper)s, and corrects the edition that "
        "you hold. Their own text does not change. After you have signed in you can read it, and take it away as Word.",
        "/minutes/corrigenda/%(number)s",
    ),
    NoticeKind.CALL: Words(
        "Call for items: %(reference)s",
        "The agenda of %(reference)s, “%(title)s”, is being prepared, and items can be asked for.\n\n"
        "After you have signed in, its page takes your request. What arrives by %(until)s is in time; later requests "
        "go to the late register.",
        "/agenda/requests",
    ),
    NoticeKind.COMMENTS_CLOSED: Words(
        "Comments are closed: draft minutes %(paper)s",
        "The period for comments on the draft minutes %(paper)s of %(reference)s, “%(title)s”, is closed. Both sides "
        "read all comments now.\n\n"
        "Both secretaries answer each of them, and consolidate the text. You are told when it is the final draft.",
        "/minutes/comments",
    ),
    NoticeKind.COMMENTS_ANSWERED: Words(
        "Comments are answered: draft minutes %(paper)s",
        "The comments on the draft minutes %(paper)s of %(reference)s, “%(title)s”, are answered. The text that both "
        "secretaries have signed off is the final draft, and the co-chairs are asked to approve it.",
        "/minutes/comments",
    ),
    NoticeKind.APPROVAL: Words(
        "Your approval is asked: %(about)s, %(paper)s",
        "Both secretaries have signed off the final draft: %(about)s, %(paper)s, “%(title)s”.\n\n"
        "After you have signed in you can approve exactly this text for your side, or return it with what should be "
        "changed. It is approved when both co-chairs have approved it.",
        "",
    ),
    NoticeKind.APPROVED: Words(
        "Approved: %(about)s, %(paper)s",
        "Both co-chairs have approved it: %(about)s, %(paper)s, “%(title)s”. Its text is frozen.\n\n"
        "Both secretaries release it, edition by edition; its readers are told then.",
        "",
    ),
    NoticeKind.RELEASED: Words(
        "Released: minutes %(paper)s",
        "The edition that you hold of the minutes of %(reference)s, “%(title)s”, is released as %(paper)s. After you "
        "have signed in you can read it, and take it away as Word.",
        "/minutes",
    ),
    NoticeKind.COHOST_OPEN: Words(
        "%(reference)s is open to %(about)s",
        "The engagement of %(about)s for %(reference)s, “%(title)s”, is active from now on.\n\n"
        "After you have signed in you see date, place and venue, and your edition of the agenda as soon as it is "
        "circulated.",
        "",
    ),
    NoticeKind.COHOST_HANDOVER: Words(
        "Handover: %(reference)s, %(about)s",
        "The handover with %(about)s after %(reference)s, “%(title)s”, has begun.\n\n"
        "What your organisation was asked for comes in now. Your edition of the minutes is yours to take away once it "
        "is released; you are told then.",
        "",
    ),
    NoticeKind.NAMED: Words(
        "A nomination waits for you: %(reference)s",
        "Somebody is named for %(reference)s, “%(title)s”, in the delegation of %(about)s.\n\n"
        "After you have signed in you can accredit the person, or return the nomination and say why.",
        "/participants",
    ),
    NoticeKind.RETURNED: Words(
        "Returned: your nomination for %(reference)s",
        "Your nomination of %(about)s for %(reference)s, “%(title)s”, is returned.\n\n"
        "After you have signed in, the page of participants says why. There you can name somebody else, or the same "
        "person again.",
        "/participants",
    ),
    NoticeKind.ACCREDITED: Words(
        "You are accredited: %(reference)s",
        "Your place in the delegation for %(reference)s, “%(title)s”, is accredited, and holds from now on.\n\n"
        "Whoever sits at the table of a session that is convened gets the invitation, with date and place, by a mail "
        "of its own.",
        "",
        to_anybody=True,
    ),
    NoticeKind.CONVENED: Words(
        "Convened: %(reference)s, %(day)s, %(city)s",
        "%(reference)s, “%(title)s”, is convened: %(day)s, in %(city)s. Calendars show it as confirmed from now on.\n\n"
        "Whoever sits at the table gets an invitation by a mail of its own.",
        "",
        to_anybody=True,
    ),
}

# What of these a mail says, and in which states alone it is so.
OF_A_NOMINATION = {
    NoticeKind.NAMED: ParticipantState.NOMINATED,
    NoticeKind.RETURNED: ParticipantState.RETURNED,
}
OF_STATES = {
    NoticeKind.ACCREDITED: frozenset(SessionState) - {SessionState.CANCELLED},
    NoticeKind.CONVENED: frozenset(invitations.CONVENED),
}


def drafts(
    kind: NoticeKind,
    session: Session,
    to: Iterable[Person],
    *,
    by: Person | None,
    level: Level | None = None,
    path: str = "",
    **said: str,
) -> list[Draft]:
    """To whoever of these has an account, but for the one who does it and knows; without one it comes of itself. Where
    the words are for anybody, to all the others too."""
    named = {"reference": session.reference, "paper": session.reference, "title": sheets.session_title(session)}
    words, about = WORDS[kind], {**named, **said}
    subject, body = gettext(words.subject, **about), gettext(words.body, **about)
    page = path or f"/sessions/{session.ref}{words.page % about}"
    told = (one for one in to if (words.to_anybody or one.password_hash is not None) and one is not by)
    return [replace(messages.letter_to_anybody(one, subject, body, page), level=level) for one in told]


def convened(session: Session, to: Iterable[Person]) -> list[Draft]:
    """To everybody who reads the session and is not invited to it, whoever has convened it included."""
    when, where = day(session.starts), session.place.short_name
    return drafts(NoticeKind.CONVENED, session, to, by=None, day=when, city=where)


def anew(notice: Notice, session: Session) -> Draft | None:
    """The same mail with the date and place that hold now; None where it is of another kind."""
    return convened(session, [notice.recipient])[0] if notice.dispatch.kind == NoticeKind.CONVENED else None


def is_overtaken(notice: Notice) -> bool:
    """Whether session or nomination no longer are as the mail says."""
    kind, about_id = notice.dispatch.kind, notice.dispatch.about_id
    if kind in OF_A_NOMINATION:
        return db.get_one(Participant, about_id).state is not OF_A_NOMINATION[NoticeKind(kind)]
    if kind in OF_STATES:
        return db.get_one(Session, about_id).state not in OF_STATES[NoticeKind(kind)]
    return False


def call(session: Session, to: Iterable[Person], *, by: Person | None) -> list[Draft]:
    """That items can be asked for, and until when, which follows from the date of the session."""
    return drafts(NoticeKind.CALL, session, to, by=by, until=messages.moment(session.starts_at - CALL_CLOSES))


def without_account(to: Iterable[Person]) -> list[Person]:
    """Who cannot be told: nobody signs in without an account."""
    return [one for one in to if one.password_hash is None]


def concerned(kind: NoticeKind, thing: Any, session: Session, at: dt.datetime) -> list[Person]:
    """Everybody who holds the right on the thing that the kind names."""
    right = access.SUBJECTS[kind].right
    return [held.person for held in access.everybody(session, at) if access.may(held, right, thing)]
