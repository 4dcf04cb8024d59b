"""What a secretary wants of a session, and what comes of it: whose turn it is, whose word it takes, what warns."""

import datetime as dt
import enum
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from dialogue.domain.base import Refused
from dialogue.domain.organisations import Organisation, Place
from dialogue.domain.sessions import FLOW as SESSION_FLOW
from dialogue.domain.sessions import (
    Appointment,
    Caution,
    Session,
    SessionKind,
    SessionState,
    as_it_would_be,
    cautions,
    displaced,
    must_alternate,
    turn_of,
)


class ChangeKind(enum.StrEnum):
    """What is done with the session; the word stands in addresses."""

    PLAN = "plan"
    CONVENE = "convene"
    MOVE = "move"  # to another date, another place, or both
    POSTPONE = "postpone"
    CANCEL = "cancel"
    REINSTATE = "reinstate"
    KEEP = "keep"  # where it is, out of turn: another change has left it so


LEADS_TO = {
    ChangeKind.CONVENE: SessionState.CONVENED,
    ChangeKind.POSTPONE: SessionState.POSTPONED,
    ChangeKind.CANCEL: SessionState.CANCELLED,
    ChangeKind.REINSTATE: SessionState.TENTATIVE,
}
TOLD_TO_NOBODY = (ChangeKind.CONVENE, ChangeKind.KEEP)  # by itself: neither date nor place is another
WHY = (ChangeKind.POSTPONE, ChangeKind.CANCEL, ChangeKind.REINSTATE)  # never without a reason
URGENT = (ChangeKind.MOVE, ChangeKind.POSTPONE, ChangeKind.CANCEL)  # may be needed before the other side can be asked
APPOINTS = (ChangeKind.PLAN, ChangeKind.MOVE, ChangeKind.REINSTATE, ChangeKind.KEEP)  # judged by the alternation


@dataclass(frozen=True, slots=True)
class Wish:
    """What a secretary wants of a session, or of the year plan where there is none yet."""

    kind: ChangeKind
    session: Session | None
    to: Appointment
    reason: str = ""
    departure_reason: str = ""
    session_kind: SessionKind = SessionKind.REGULAR
    asked_by: Organisation | None = None


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a wish comes to: the city in turn, what it conflicts with, and whose word it takes."""

    due: Place | None
    departure_reason: str
    cautions: tuple[Caution, ...]
    joint: bool
    may_be_urgent: bool

    def warned(self, more: Iterable[Caution]) -> "Judgement":
        """With warnings of what is no other session."""
        return replace(self, cautions=(*self.cautions, *more))


def needs_both(session: Session, *, has_readers: bool) -> bool:
    """Whether a change takes both secretaries: somebody but them knows when and where it is."""
    return session.is_confirmed or has_readers


def judge(
    wish: Wish,
    made: Session,
    *,
    others: Sequence[Session],
    parties: Sequence[Organisation],
    has_readers: bool,
    at: dt.datetime,
) -> Judgement:
    """What comes of the wish among all other sessions; `made` is the session as it would be. Refused: what the
    session's own verb would refuse, and a joint change without its reason."""
    session = wish.session
    due, reason, departs = _turn(wish, made, others, parties)
    pushed = displaced(others, session, made, parties)
    known = session is not None and needs_both(session, has_readers=has_readers)
    joint = known or departs or bool(pushed) or wish.kind is ChangeKind.CONVENE
    if joint and session is not None and wish.kind not in TOLD_TO_NOBODY and not wish.reason.strip():
        raise Refused("Please say why: everybody concerned is told the reason.")
    if pushed and session is None and not wish.departure_reason.strip():
        raise _puts_out_of_turn(pushed[0])
    found = cautions(made, others, parties, at) if made.has_a_date else pushed
    leaves = departs or (bool(pushed) and wish.kind in APPOINTS)  # what is called off at once may push others
    return Judgement(due, reason, found, joint, known and wish.kind in URGENT and not leaves)


def _puts_out_of_turn(pushed: Caution) -> Refused:
    reference = pushed.session.reference if pushed.session is not None else ""
    return Refused(
        "With this, %(reference)s is out of turn. Please record the reason for departing from the alternation.",
        reference=reference,
    )


def as_wished(wish: Wish, session: Session, at: dt.datetime) -> Session:
    """The session as it would be by the wish. Refused: `must_be_possible`."""
    must_be_possible(wish, session, at)
    return as_meant(wish, session)


def as_meant(wish: Wish, session: Session) -> Session:
    """The same, whether it is possible or not."""
    state = LEADS_TO.get(wish.kind, SessionState.TENTATIVE if session.is_postponed else session.state)
    return as_it_would_be(session, wish.to, state)


def _turn(
    wish: Wish, made: Session, others: Sequence[Session], parties: Sequence[Organisation]
) -> tuple[Place | None, str, bool]:
    """The city in turn, the reason to be recorded, and whether the wish leaves the alternation."""
    session = wish.session
    if wish.kind not in APPOINTS:
        return None, session.departure_reason if session is not None else "", False
    due = turn_of(made, wish.to.starts, others, parties)
    if session is not None and wish.kind is ChangeKind.MOVE and _keeps_its_turn(session, wish.to):
        return due, session.departure_reason, False
    if wish.kind is ChangeKind.KEEP and (due is None or due.id == wish.to.place.id):
        raise Refused("It is the turn of this city: nothing is left of the alternation.")
    reason = must_alternate(due, wish.to.place, wish.departure_reason)
    return due, reason, bool(reason)


def must_be_possible(wish: Wish, session: Session, at: dt.datetime) -> None:
    """Refused: what the session's state does not allow, what changes nothing, and no reason where there must be one."""
    if wish.kind in WHY and not wish.reason.strip():
        raise Refused("Please say why: the reason is recorded and shown.")
    if wish.kind is ChangeKind.MOVE:
        session.must_be_movable()
        if wish.to == session.appointment and not session.is_postponed:
            raise Refused("Date, city, venue and address are as they were: nothing changes.")
    elif wish.kind is ChangeKind.KEEP:
        session.must_be_movable()
    elif wish.kind is ChangeKind.REINSTATE:
        session.must_be_reinstatable(at)
    else:
        SESSION_FLOW.move(session.state, LEADS_TO[wish.kind])


def _keeps_its_turn(session: Session, to: Appointment) -> bool:
    return (to.starts, to.place.id) == (session.starts, session.place.id) and not session.is_postponed
