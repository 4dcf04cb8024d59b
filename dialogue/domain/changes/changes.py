"""Changes of a session, from one secretary's proposal to the other's consent."""

import datetime as dt
import enum
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, ForeignKey, Select, and_, func, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from dialogue.domain.agreed import Agreement, Assent, Word, asked_of, said
from dialogue.domain.base import Base, Refused, Stale, WallClock, words
from dialogue.domain.changes.wishes import ChangeKind, Wish
from dialogue.domain.flow import Flow
from dialogue.domain.organisations import Organisation, Place
from dialogue.domain.people import Person
from dialogue.domain.sessions import (
    Appointment,
    Session,
    SessionKind,
    SessionState,
)


class ChangeState(enum.StrEnum):
    PROPOSED = "proposed"
    IN_FORCE = "in force"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    OVERTAKEN = "overtaken"  # the session has changed meanwhile


FLOW = Flow(
    {
        ChangeState.PROPOSED: {
            ChangeState.IN_FORCE,
            ChangeState.DECLINED,
            ChangeState.WITHDRAWN,
            ChangeState.OVERTAKEN,
        }
    }
)


class SessionChange(Base):
    """Of a session, or of the year plan: then it has no session before it is in force. `was_…` is what it changes.

    In force with the consent of the other Party, or at once: by one alone where nobody else reads the session, and
    urgently with its own reason, of which the other Party takes note."""

    __tablename__ = "session_changes"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    kind: Mapped[ChangeKind] = mapped_column(words(ChangeKind))
    session_id: Mapped[int | None] = mapped_column(ForeignKey("sessions.id"), init=False, index=True)
    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreements.id"), init=False, unique=True)
    session_kind: Mapped[SessionKind] = mapped_column(words(SessionKind))
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"), init=False)
    was_state: Mapped[SessionState | None] = mapped_column(words(SessionState), init=False, default=None)
    was_starts: Mapped[dt.datetime | None] = mapped_column(WallClock, init=False, default=None)
    was_ends: Mapped[dt.datetime | None] = mapped_column(WallClock, init=False, default=None)
    was_place_id: Mapped[int | None] = mapped_column(ForeignKey("places.id"), init=False)
    was_venue: Mapped[str] = mapped_column(init=False, default="")
    was_address: Mapped[str] = mapped_column(init=False, default="")
    starts: Mapped[dt.datetime] = mapped_column(WallClock)
    ends: Mapped[dt.datetime] = mapped_column(WallClock)
    place_id: Mapped[int] = mapped_column(ForeignKey("places.id"), init=False)
    venue: Mapped[str]
    address: Mapped[str]
    reason: Mapped[str]
    departure_reason: Mapped[str]
    urgent_reason: Mapped[str] = mapped_column(default="")
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"), init=False)
    proposed_at: Mapped[dt.datetime]
    state: Mapped[ChangeState] = mapped_column(words(ChangeState), init=False, default=ChangeState.PROPOSED)
    state_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"), init=False)
    state_at: Mapped[dt.datetime]
    state_reason: Mapped[str] = mapped_column(init=False, default="")  # why it was declined
    version: Mapped[int] = mapped_column(init=False)

    session: Mapped[Session | None] = relationship()
    agreement: Mapped[Agreement] = relationship(init=False)
    asked_by: Mapped[Organisation | None] = relationship(foreign_keys=[asked_by_id])
    place: Mapped[Place] = relationship(foreign_keys=[place_id])
    was_place: Mapped[Place | None] = relationship(foreign_keys=[was_place_id], init=False, default=None)
    proposed_by: Mapped[Person] = relationship(foreign_keys=[proposed_by_id])
    state_by: Mapped[Person] = relationship(foreign_keys=[state_by_id])

    __mapper_args__ = {"version_id_col": version}

    def __post_init__(self) -> None:
        self.agreement = Agreement()

    @property
    def before(self) -> Appointment | None:
        """When and where the session was; None of one that is planned by it."""
        if self.was_starts is None or self.was_ends is None or self.was_place is None:
            return None
        return Appointment(self.was_starts, self.was_ends, self.was_place, self.was_venue, self.was_address)

    @property
    def after(self) -> Appointment:
        return Appointment(self.starts, self.ends, self.place, self.venue, self.address)

    @property
    def wish(self) -> Wish:
        return Wish(
            self.kind, self.session, self.after, self.reason, self.departure_reason, self.session_kind, self.asked_by
        )

    @property
    def party(self) -> Organisation:
        """Whose proposal it is."""
        return self.proposed_by.organisation

    @property
    def is_open(self) -> bool:
        return self.state is ChangeState.PROPOSED

    @property
    def is_in_force(self) -> bool:
        return self.state is ChangeState.IN_FORCE

    @property
    def was_off(self) -> bool:
        """Whether the session had no date when this was proposed."""
        return self.was_state in (SessionState.POSTPONED, SessionState.CANCELLED)

    @property
    def is_urgent(self) -> bool:
        return bool(self.urgent_reason)

    @property
    def is_joint(self) -> bool:
        return self.agreement.is_reached(Word.CHANGE)

    @property
    def is_told(self) -> bool:
        """Whether everybody who reads the session was told: one alone changes what nobody else reads."""
        return self.is_in_force and (self.is_joint or self.is_urgent)

    @property
    def noted(self) -> Assent | None:
        """That the other Party has taken note of what one changed alone."""
        return next(iter(self.agreement.standing(Word.NOTED)), None)

    @property
    def awaits_note(self) -> bool:
        return self.is_in_force and self.is_urgent and self.noted is None

    def is_of(self, party: Organisation) -> bool:
        return self.party.id == party.id

    def must_be_open(self) -> None:
        """Refused: what has an answer. Stale: where the session is not what it was when this was proposed."""
        FLOW.move(self.state, ChangeState.IN_FORCE)
        session = self.session
        if session is not None and (session.appointment, session.state) != (self.before, self.was_state):
            raise Stale("The session has changed since this was proposed. Please withdraw it, and propose it anew.")

    def consent(self, *, by: Person, at: dt.datetime) -> None:
        """The other Party's word: what was proposed is to be carried out in the same transaction."""
        self.must_be_open()
        self.agreement.say(Word.CHANGE, by=by, at=at)
        self._become(ChangeState.IN_FORCE, "consent to", by=by, at=at)

    def take_force(self, *, by: Person, at: dt.datetime) -> None:
        """At once, by the word of one."""
        self._become(ChangeState.IN_FORCE, "make", by=by, at=at)

    def decline(self, reason: str, *, by: Person, at: dt.datetime) -> None:
        if not reason.strip():
            raise Refused("Please say why you decline.")
        if self.is_of(by.organisation):
            raise Refused("Your side has proposed this. It can withdraw it; the other side consents or declines.")
        self._become(ChangeState.DECLINED, "decline", by=by, at=at)
        self.state_reason = reason

    def withdraw(self, *, by: Person, at: dt.datetime) -> None:
        if not self.is_of(by.organisation):
            raise Refused("The side that has proposed this withdraws it.")
        self._become(ChangeState.WITHDRAWN, "withdraw", by=by, at=at)

    def overtake(self, *, by: Person, at: dt.datetime) -> None:
        """Another change came first."""
        self._become(ChangeState.OVERTAKEN, "overtake", by=by, at=at)

    def note(self, *, by: Person, at: dt.datetime) -> None:
        """The other Party takes note of what was changed without it. Refused: from the side that changed it."""
        if not (self.is_in_force and self.is_urgent):
            raise Refused("Note is taken of an urgent change alone.")
        if self.is_of(by.organisation):
            raise Refused("The other side takes note of this: yours has made the change.")
        self.agreement.say(Word.NOTED, by=by, at=at)
        self.did("note", by=by, at=at)

    def _become(self, state: ChangeState, verb: str, *, by: Person, at: dt.datetime) -> None:
        self.state = FLOW.move(self.state, state)
        self.state_by, self.state_at = by, at
        self.did(f"{verb} {self.kind.value}", by=by, at=at)


def propose(
    wish: Wish, *, open_: Sequence[SessionChange], by: Person, at: dt.datetime, urgent_reason: str = ""
) -> SessionChange:
    """One Party's word for a change. Refused: while another one of the session waits (`open_`), from nobody of a
    Party."""
    if not by.organisation.is_party:
        raise Refused("A change of a session is proposed by a Party.")
    if open_:
        raise Refused("Another change waits already: it is consented to, declined or withdrawn first.")
    made = SessionChange(
        kind=wish.kind,
        session=wish.session,
        session_kind=wish.session_kind if wish.session is None else wish.session.kind,
        asked_by=wish.asked_by,
        starts=wish.to.starts,
        ends=wish.to.ends,
        place=wish.to.place,
        venue=wish.to.venue,
        address=wish.to.address,
        reason=wish.reason,
        departure_reason=wish.departure_reason,
        urgent_reason=urgent_reason,
        proposed_by=by,
        proposed_at=at,
        state_by=by,
        state_at=at,
    )
    if wish.session is not None:
        _remember(made, wish.session)
    made.agreement.say(Word.CHANGE, by=by, at=at)
    made.did(f"propose {wish.kind.value}", by=by, at=at)
    return made


def _remember(made: SessionChange, session: Session) -> None:
    now = session.appointment
    made.was_state, made.was_starts, made.was_ends = session.state, now.starts, now.ends
    made.was_place, made.was_venue, made.was_address = now.place, now.venue, now.address


# Selections


def whole(found: Select[SessionChange]) -> Select[SessionChange]:
    """With all that a page tells of it."""
    who = (SessionChange.proposed_by, SessionChange.state_by)
    return found.options(
        joinedload(SessionChange.agreement).selectinload(Agreement.assents),
        *(joinedload(one).joinedload(Person.organisation) for one in who),
        joinedload(SessionChange.place),
        joinedload(SessionChange.was_place),
    )


def in_lines(found: Select[SessionChange]) -> Select[SessionChange, bool, bool]:
    """With what a line tells of it, whether both have said it, and whether the other side has taken note."""
    joint = said(SessionChange.agreement_id, Word.CHANGE, Assent.settled_at.is_not(None))
    told = found.options(
        joinedload(SessionChange.proposed_by), joinedload(SessionChange.place), joinedload(SessionChange.was_place)
    )
    return told.add_columns(joint, said(SessionChange.agreement_id, Word.NOTED))


def by_id(change_id: int) -> Select[SessionChange]:
    return select(SessionChange).where(SessionChange.id == change_id)


def for_writing(change_id: int) -> Select[SessionChange]:
    """As it is now, held against whoever answers it at the same moment."""
    found = select(SessionChange).where(SessionChange.id == change_id).with_for_update(of=SessionChange)
    return found.execution_options(populate_existing=True)


def of_session(session_id: int) -> Select[SessionChange]:
    """The newest first."""
    return select(SessionChange).where(SessionChange.session_id == session_id).order_by(SessionChange.id.desc())


def open_of(session_id: int | None) -> Select[SessionChange]:
    """What waits of a session; without one, the sessions that are proposed for the year plan."""
    here = SessionChange.session_id == session_id if session_id is not None else SessionChange.session_id.is_(None)
    return select(SessionChange).where(here, SessionChange.state == ChangeState.PROPOSED).order_by(SessionChange.id)


def is_open_of(session_id: Any) -> ColumnElement[bool]:
    """The `where` of what waits of that session."""
    return and_(SessionChange.session_id == session_id, SessionChange.state == ChangeState.PROPOSED)


def awaits_consent(party_id: ColumnElement[int], of: Any = SessionChange) -> ColumnElement[bool]:
    """The `where` of changes that the other Party has proposed."""
    return and_(of.state == ChangeState.PROPOSED, asked_of(party_id, of.agreement_id, Word.CHANGE))


def awaits_note(party_id: ColumnElement[int]) -> ColumnElement[bool]:
    """The `where` of urgent changes that the other Party made alone, and of which this one has not taken note."""
    made = asked_of(party_id, SessionChange.agreement_id, Word.CHANGE)
    noted = said(SessionChange.agreement_id, Word.NOTED)
    return and_(SessionChange.state == ChangeState.IN_FORCE, SessionChange.urgent_reason != "", made, ~noted)


def times_called_off(session_ids: Iterable[int]) -> Select[int | None, int]:
    """How often each of these sessions has lost its date, of those that have: postponed or cancelled."""
    off = (
        SessionChange.state == ChangeState.IN_FORCE,
        SessionChange.kind.in_([ChangeKind.POSTPONE, ChangeKind.CANCEL]),
    )
    found = select(SessionChange.session_id, func.count()).where(*off, SessionChange.session_id.in_(list(session_ids)))
    return found.group_by(SessionChange.session_id)
