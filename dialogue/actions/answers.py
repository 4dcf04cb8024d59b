"""An answer to an invitation with all that is said with it: who comes instead, where to be listed, what is needed."""

import datetime as dt
from dataclasses import dataclass

from dialogue import access
from dialogue.db import db
from dialogue.domain import notices
from dialogue.domain.base import Refused
from dialogue.domain.delegations import Listing, Participant, Reply, Route
from dialogue.domain.notices import WAIT, Draft, NoticeKind
from dialogue.domain.people import Person
from dialogue.domain.sessions import Session
from dialogue.notifications import invitations, recipients

DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """As a form brings it. `base`, `to`: the place in the delegation, and the date and city, that were on the page."""

    reply: Reply
    note: str = ""
    listing: Listing | None = None
    interpretation: str = ""
    access: str = ""
    substitute: str = ""
    told: str = ""
    heard_at: dt.datetime | None = None
    base: int | None = None
    to: str | None = None


def take(seat: Participant, said: Said, *, by: Person, at: dt.datetime) -> None:
    """Record it, all of it or nothing."""
    seat.must_be_on(said.base)
    seat.answer(
        said.reply,
        route=Route.TOLD if said.told else Route.PAGE,
        by=by,
        at=at,
        note=said.note,
        substitute=said.substitute,
        told=said.told,
        as_of=said.heard_at,
        to=said.to,
    )
    if said.listing is not None:
        seat.agree_to_be_listed(said.listing, by=by, at=at)
    seat.say_needs(said.interpretation, said.access, by=by, at=at)


def reminders(session: Session, at: dt.datetime) -> list[Draft]:
    """To all who are asked and have not answered, or answered to another date or city: a reminder where they have an
    account, and the invitation itself where it never reached them."""
    return [draft for each in _asked(session, at).values() for draft in each]


def remind(session: Session, *, by: Person, at: dt.datetime) -> None:
    """Ask them once more by mail, once a day at the most; what was taken back has asked nobody."""
    must_be_remindable(session, at)
    before = len(db.scalars(notices.numbered(_key(session))).all())
    for kind, drafts in _asked(session, at).items():
        key = f"{_key(session)}:{before}:{kind.name}"
        recipients.tell(kind, drafts, key=key, by=by, at=at, about=session, wait=WAIT, facts=session.digest)


def must_be_remindable(session: Session, at: dt.datetime) -> None:
    if not reminders(session, at):
        raise Refused("Nobody is to be reminded: everybody who is asked has answered, or the session is not convened.")
    those = db.scalars(notices.numbered(_key(session)))
    if any(one.undone_at is None and one.made_at > at - DAY for one in those):
        raise Refused("They were reminded within the last 24 hours. Please wait until tomorrow.")


def _key(session: Session) -> str:
    return f"session:{session.id}:unanswered"


def _asked(session: Session, at: dt.datetime) -> dict[NoticeKind, list[Draft]]:
    """What each is asked by. Nobody is reminded of an invitation that is known not to have come."""
    came = {one.recipient_id for one in db.scalars(notices.newest_invitations(session.id)) if not one.never_came}
    drafts: dict[NoticeKind, list[Draft]] = {NoticeKind.INVITED: [], NoticeKind.UNANSWERED: []}
    for seat in (one for one in access.answering(session, at) if one.awaits_answer):
        if seat.answered is None and seat.person_id not in came:
            drafts[NoticeKind.INVITED].append(invitations.invited(seat, at))
        elif seat.person.password_hash is not None:
            drafts[NoticeKind.UNANSWERED].append(invitations.unanswered(seat))
    return drafts
