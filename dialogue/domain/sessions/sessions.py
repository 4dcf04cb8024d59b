"""A session: its reference, dates and place, and the way from planning to its end."""

import datetime as dt
import enum
import hashlib
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dialogue.domain.base import Base, Refused, Stale, WallClock, words
from dialogue.domain.flow import Flow
from dialogue.domain.organisations import Organisation, Place
from dialogue.domain.people import Person
from dialogue.domain.sessions.wall_clock import instant


class SessionState(enum.StrEnum):
    TENTATIVE = "tentative"
    CONVENED = "convened"
    IN_SESSION = "in session"
    HELD = "held"
    CLOSED = "closed"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"


class SessionKind(enum.StrEnum):
    REGULAR = "regular"
    SPECIAL = "special"


EARLIEST = dt.timedelta(hours=12)  # before its time that a session opens

FLOW = Flow(
    {
        SessionState.TENTATIVE: {SessionState.CONVENED, SessionState.POSTPONED, SessionState.CANCELLED},
        SessionState.CONVENED: {SessionState.IN_SESSION, SessionState.POSTPONED, SessionState.CANCELLED},
        SessionState.POSTPONED: {SessionState.TENTATIVE, SessionState.CANCELLED},  # tentative again with its new date
        SessionState.IN_SESSION: {SessionState.HELD},
        SessionState.HELD: {SessionState.CLOSED},
        SessionState.CANCELLED: {SessionState.TENTATIVE},  # reinstated, while its date has not passed
    }
)


# Whatever may still be changed of it.
BEFORE = (SessionState.TENTATIVE, SessionState.CONVENED, SessionState.POSTPONED, SessionState.CANCELLED)


@dataclass(frozen=True, slots=True)
class Appointment:
    """When and where a session is, on the clock of the wall."""

    starts: dt.datetime
    ends: dt.datetime
    place: Place
    venue: str = ""
    address: str = ""

    @property
    def where(self) -> str:
        return ", ".join(part for part in (self.place.short_name, self.venue, self.address) if part)


class Session(Base):
    """A reference is given once, never changed or reused. `revision` is the SEQUENCE of RFC 5545 §3.8.7.4: it rises
    with start, end, place or the status that a calendar shows, and `changed_at` with it."""

    __tablename__ = "sessions"
    __table_args__ = (UniqueConstraint("year", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    year: Mapped[int]
    number: Mapped[int]
    kind: Mapped[SessionKind] = mapped_column(words(SessionKind), default=SessionKind.REGULAR)
    state: Mapped[SessionState] = mapped_column(words(SessionState), init=False, default=SessionState.TENTATIVE)
    place_id: Mapped[int] = mapped_column(ForeignKey("places.id"), init=False)
    presiding_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), init=False)
    named_first_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), init=False)
    starts: Mapped[dt.datetime] = mapped_column(WallClock)
    ends: Mapped[dt.datetime] = mapped_column(WallClock)
    starts_at: Mapped[dt.datetime] = mapped_column(init=False, index=True)
    ends_at: Mapped[dt.datetime] = mapped_column(init=False)
    venue: Mapped[str] = mapped_column(default="")
    address: Mapped[str] = mapped_column(default="")
    hybrid_link: Mapped[str] = mapped_column(default="")  # of the plenary; each part has its own
    restricted_link: Mapped[str] = mapped_column(default="")
    open_link: Mapped[str] = mapped_column(default="")
    departure_reason: Mapped[str] = mapped_column(default="")  # why the host city does not alternate
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"), init=False)
    state_reason: Mapped[str] = mapped_column(init=False, default="")  # of a postponement or cancellation
    state_at: Mapped[dt.datetime] = mapped_column(init=False)
    state_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"), init=False)
    held_at: Mapped[dt.datetime | None] = mapped_column(init=False, default=None, index=True)
    # When it was last given another day, from which, and how often: what counts back from its day moved along.
    moved_at: Mapped[dt.datetime | None] = mapped_column(init=False, default=None)
    moved_from: Mapped[dt.date | None] = mapped_column(init=False, default=None)
    moves: Mapped[int] = mapped_column(init=False, default=0)
    uid: Mapped[str] = mapped_column(unique=True, init=False)
    revision: Mapped[int] = mapped_column(init=False, default=0)
    changed_at: Mapped[dt.datetime] = mapped_column(init=False)
    last_decision: Mapped[int] = mapped_column(init=False, default=0)
    last_followup: Mapped[int] = mapped_column(init=False, default=0)
    version: Mapped[int] = mapped_column(init=False)

    place: Mapped[Place] = relationship(lazy="joined", innerjoin=True)
    presiding: Mapped[Organisation] = relationship(foreign_keys=[presiding_id])
    named_first: Mapped[Organisation] = relationship(foreign_keys=[named_first_id])
    asked_by: Mapped[Organisation | None] = relationship(foreign_keys=[asked_by_id], default=None)
    state_by: Mapped[Person] = relationship(foreign_keys=[state_by_id], init=False)

    __mapper_args__ = {"version_id_col": version}

    @property
    def ref(self) -> str:
        return f"{self.year}-{self.number}"

    @property
    def reference(self) -> str:
        """As documents name it."""
        return reference(self.year, self.number)

    @property
    def appointment(self) -> Appointment:
        return Appointment(self.starts, self.ends, self.place, self.venue, self.address)

    @property
    def digest(self) -> str:
        """Of what a mail may say of it: when, where, and whether at all."""
        off = "" if self.has_a_date else self.state.value
        named = (self.starts.isoformat(), self.ends.isoformat(), str(self.place.id), self.venue, self.address, off)
        return hashlib.sha256("\n".join(named).encode()).hexdigest()

    @property
    def is_regular(self) -> bool:
        return self.kind is SessionKind.REGULAR

    @property
    def stands(self) -> bool:
        """Whether it takes its turn in the alternation: a cancelled one does not."""
        return self.state is not SessionState.CANCELLED

    @property
    def is_postponed(self) -> bool:
        return self.state is SessionState.POSTPONED

    @property
    def has_a_date(self) -> bool:
        """Whether it is to be, or was, on its day: one postponed or cancelled is not."""
        return self.state not in (SessionState.POSTPONED, SessionState.CANCELLED)

    @property
    def is_under_way(self) -> bool:
        """Whether it has a date and is not closed: something has still to happen."""
        return self.has_a_date and not self.is_closed

    @property
    def is_over(self) -> bool:
        """Held, or will never be."""
        return self.state in (SessionState.HELD, SessionState.CLOSED, SessionState.CANCELLED)

    @property
    def was_held(self) -> bool:
        return self.state in (SessionState.HELD, SessionState.CLOSED)

    @property
    def is_closed(self) -> bool:
        return self.state is SessionState.CLOSED

    @property
    def has_opened(self) -> bool:
        return self.state in (SessionState.IN_SESSION, SessionState.HELD, SessionState.CLOSED)

    @property
    def is_confirmed(self) -> bool:
        """Whether calendars show it as confirmed: its opening, its end and its closing change nothing there."""
        return self.state is SessionState.CONVENED or self.has_opened

    @property
    def can_be_prepared(self) -> bool:
        """Whether delegations, agenda and engagements may still be made ready."""
        return self.state in (SessionState.TENTATIVE, SessionState.CONVENED, SessionState.POSTPONED)

    def can(self, to: SessionState) -> bool:
        return FLOW.allows(self.state, to)

    def convene(self, *, by: Person, at: dt.datetime) -> None:
        """The two secretaries convene the session jointly; from now on it is confirmed in calendars."""
        self._become(SessionState.CONVENED, by=by, at=at)

    def must_be_movable(self) -> None:
        if not self.can_be_prepared:
            raise Refused(
                "Date and place of a session that is “%(state)s” do not change any more.", state=self.state.value
            )

    def rearrange(
        self,
        to: Appointment,
        departure_reason: str = "",
        *,
        due: Place | None,
        base: int | None,
        by: Person,
        at: dt.datetime,
    ) -> None:
        """Another date, another place, or both at once. A postponed session becomes tentative again with its new date.
        `due` is the city whose turn it is then, see `turn_of`; `base` the version that the editor saw."""
        self._on(base)
        self.must_be_movable()
        dated = (to.starts, to.ends) != (self.starts, self.ends) or self.is_postponed
        placed = (to.place.id, to.venue, to.address) != (self.place.id, self.venue, self.address)
        reason = self.departure_reason
        if to.starts != self.starts or to.place.id != self.place.id or self.is_postponed:
            reason = must_alternate(due, to.place, departure_reason)
        if to.starts.date() != self.starts.date():
            self.moved_at, self.moved_from, self.moves = at, self.starts.date(), self.moves + 1
        self._schedule(to.starts, to.ends)
        self.place, self.venue, self.address, self.departure_reason = to.place, to.venue, to.address, reason
        if self.is_postponed:
            self._become(SessionState.TENTATIVE, by=by, at=at)
        elif dated or placed:
            self._revise(at)
        for verb, done in (("reschedule", dated), ("move", placed)):
            if done:
                self.did(verb, by=by, at=at)

    def reschedule(self, starts: dt.datetime, ends: dt.datetime, departure_reason: str = "", **how: Any) -> None:
        """Another date alone, as `rearrange`."""
        self.rearrange(replace(self.appointment, starts=starts, ends=ends), departure_reason, **how)

    def move(self, place: Place, venue: str, address: str, departure_reason: str = "", **how: Any) -> None:
        """Another place alone, as `rearrange`."""
        to = replace(self.appointment, place=place, venue=venue, address=address)
        self.rearrange(to, departure_reason, **how)

    def place_was_renamed(self, *, by: Person, at: dt.datetime) -> None:
        """It is where it was, and calendars show another name for it."""
        self._revise(at)
        self.did("place renamed", by=by, at=at)

    def arrange(
        self,
        presiding: Organisation,
        named_first: Organisation,
        hybrid_link: str,
        *,
        restricted_link: str | None = None,
        open_link: str | None = None,
        base: int | None,
        by: Person,
        at: dt.datetime,
    ) -> None:
        """Who presides, who is named first, and how to join each part from afar; None leaves a link as it is."""
        self._on(base)
        if not (presiding.is_party and named_first.is_party):
            raise Refused("Only a Party presides or is named first.")
        self.presiding, self.named_first, self.hybrid_link = presiding, named_first, hybrid_link
        self.restricted_link = self.restricted_link if restricted_link is None else restricted_link
        self.open_link = self.open_link if open_link is None else open_link
        self.did("arrange", by=by, at=at)

    def depart(self, departure_reason: str, *, due: Place | None, by: Person, at: dt.datetime) -> None:
        """It stays in its city out of turn, and says why."""
        self.must_be_movable()
        self.departure_reason = must_alternate(due, self.place, departure_reason)
        self.did("depart", by=by, at=at)

    def postpone(self, reason: str, *, by: Person, at: dt.datetime) -> None:
        """It will take place, not when it was planned. It stays visible at its old date until it has a new one."""
        self._become(SessionState.POSTPONED, by=by, at=at, reason=reason)

    def cancel(self, reason: str, *, by: Person, at: dt.datetime) -> None:
        """It will not take place. Its reference is never given again."""
        self._become(SessionState.CANCELLED, by=by, at=at, reason=reason)

    def must_be_reinstatable(self, at: dt.datetime) -> None:
        if self.state is not SessionState.CANCELLED:
            raise Refused("Only a session that was cancelled is reinstated.")
        if self.ends_at < at:
            raise Refused("The date of this session has passed. Please plan another session.")

    def reinstate(self, departure_reason: str = "", *, due: Place | None, by: Person, at: dt.datetime) -> None:
        """It takes place after all, under its reference, as tentative: it was convened once, and is convened anew."""
        self.must_be_reinstatable(at)
        self.departure_reason = must_alternate(due, self.place, departure_reason)
        self._become(SessionState.TENTATIVE, by=by, at=at)

    def must_be_openable(self, at: dt.datetime) -> None:
        FLOW.move(self.state, SessionState.IN_SESSION)
        if at < self.starts_at - EARLIEST:
            raise Refused("A session cannot open more than twelve hours before its time.")

    def open_(self, *, by: Person, at: dt.datetime) -> None:
        self.must_be_openable(at)
        self._become(SessionState.IN_SESSION, by=by, at=at)

    def end(self, *, by: Person, at: dt.datetime) -> None:
        self._become(SessionState.HELD, by=by, at=at)
        self.held_at = at

    def close(self, *, by: Person, at: dt.datetime) -> None:
        """Nothing is left to do but the follow-ups. `minutes.conclude` asks for the approved minutes first."""
        self._become(SessionState.CLOSED, by=by, at=at)

    def next(self, series: str) -> int:
        """The next number of a series ("D", "OC"); given under the session's version, so no two can be alike."""
        if series == "D":
            self.last_decision += 1
            return self.last_decision
        self.last_followup += 1
        return self.last_followup

    def _on(self, base: int | None) -> None:
        if base != self.version:
            raise Stale("Somebody has changed this session since you opened it.")

    def _become(self, state: SessionState, *, by: Person, at: dt.datetime, reason: str = "") -> None:
        if state in (SessionState.POSTPONED, SessionState.CANCELLED) and not reason.strip():
            raise Refused("Please say why: the reason is recorded and shown.")
        was_confirmed = self.is_confirmed
        self.state = FLOW.move(self.state, state)
        self.state_reason, self.state_at, self.state_by = reason, at, by
        if not (was_confirmed and self.is_confirmed):
            self._revise(at)
        self.did(state.value, by=by, at=at)

    def _revise(self, at: dt.datetime) -> None:
        self.revision += 1
        self.changed_at = at

    def _schedule(self, starts: dt.datetime, ends: dt.datetime) -> None:
        if ends <= starts:
            raise Refused("A session ends after it starts.")
        if ends - starts > dt.timedelta(days=5):
            raise Refused("A session lasts five days at the most.")
        self.starts, self.ends = starts, ends
        self.starts_at, self.ends_at = instant(starts), instant(ends)


def must_alternate(due: Place | None, place: Place, departure_reason: str) -> str:
    """The reason to be recorded of a regular session in that place: none where the city is in turn. Refused: a
    departure without one."""
    if due is None or due.id == place.id:
        return ""
    if not departure_reason.strip():
        raise Refused(
            "By the alternation it is the turn of %(city)s. Please record the reason for departing from it.",
            city=due.short_name,
        )
    return departure_reason


def reference(year: int, number: int) -> str:
    """`HLD/2026/2`."""
    return f"HLD/{year}/{number}"
