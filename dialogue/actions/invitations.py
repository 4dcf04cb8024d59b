"""Who is to come to a session is invited by mail: when it is convened, and when somebody is accredited to it later. All
others who read it are told that it is convened; who is accredited and not invited yet is told that."""

import datetime as dt
from collections.abc import Sequence

from dialogue import access
from dialogue.access import Right
from dialogue.db import db
from dialogue.domain import delegations
from dialogue.domain.delegations import AT_NO_TABLE, Participant
from dialogue.domain.notices import WAIT, Draft, NoticeKind
from dialogue.domain.people import Person
from dialogue.domain.sessions import Session, SessionState
from dialogue.notifications import invitations as letters
from dialogue.notifications import recipients, tellings


def convene(session: Session, *, by: Person, at: dt.datetime) -> None:
    """The session is confirmed from now on. Whoever is accredited to it is invited, and everybody else who reads it is
    told."""
    session.convene(by=by, at=at)
    db.flush()
    recipients.call_back([NoticeKind.ACCREDITED], session, at)  # who is accredited hears more by these
    key, invited = f"session:{session.id}:%s:{session.revision}", _invited(session, at)
    _tell(NoticeKind.INVITED, session, invited, key % "invited", by=by, at=at, facts=session.digest)
    others = _others(session, invited, at)
    _tell(NoticeKind.CONVENED, session, others, key % "convened", by=by, at=at, facts=session.digest)


def drafts(session: Session, at: dt.datetime) -> list[Draft]:
    """What goes out when the session is convened; the page before it shows the same."""
    invited = _invited(session, at)
    return [*invited, *_others(session, invited, at)]


def accredited(seat: Participant, *, by: Person, at: dt.datetime) -> None:
    """To be called after a seat's accreditation: its person is invited where the session is convened already, and else
    told of the place."""
    db.flush()
    key = f"seat:{seat.id}:%s:{seat.access_changes}"
    if not _attends(seat, at):
        return
    if letters.is_convened(seat.session) and seat.capacity not in AT_NO_TABLE:
        told = [letters.invited(seat, at)]
        _tell(NoticeKind.INVITED, seat.session, told, key % "invited", by=by, at=at, facts=seat.session.digest)
    else:
        _tell(NoticeKind.ACCREDITED, seat.session, accrediting([seat], by), key % "accredited", by=by, at=at)


def accrediting(seats: Sequence[Participant], by: Person) -> list[Draft]:
    """What those who sit there are told of it, each when accredited, where none of them is invited by that."""
    if not seats or seats[0].session.state is SessionState.CANCELLED:
        return []
    return tellings.drafts(NoticeKind.ACCREDITED, seats[0].session, [seat.person for seat in seats], by=by)


def withdrawn(seat: Participant, *, by: Person, at: dt.datetime) -> None:
    """To be called after an accredited seat was withdrawn: its person is told so, and its calendar lets go of it."""
    db.flush()
    key = f"seat:{seat.id}:uninvited:{seat.access_changes}"
    told = [letters.uninvited(seat)]
    _tell(NoticeKind.UNINVITED, seat.session, told, key, by=by, at=at, facts=seat.session.digest)


def _invited(session: Session, at: dt.datetime) -> list[Draft]:
    seats = db.scalars(delegations.seats_in(session)).all()
    return [letters.invited(seat, at) for seat in seats if seat.capacity not in AT_NO_TABLE and _attends(seat, at)]


def _others(session: Session, invited: Sequence[Draft], at: dt.datetime) -> list[Draft]:
    known = {draft.recipient for draft in invited}
    readers = (held.person for held in access.audience_of(session, at))
    return tellings.convened(session, [one for one in readers if one not in known])


def _attends(seat: Participant, at: dt.datetime) -> bool:
    """Whether the seat's person may open what it is accredited to."""
    return access.may(access.standing(seat.person, at), Right.SESSION_ATTEND, seat)


def _tell(
    kind: NoticeKind, session: Session, told: Sequence[Draft], key: str, *, by: Person, at: dt.datetime, facts: str = ""
) -> None:
    recipients.tell(kind, told, key=key, by=by, at=at, about=session, wait=WAIT, facts=facts)
