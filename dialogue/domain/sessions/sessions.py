"""A session: its reference, dates and place, and the way from planning to its end."""

import datetime as dt
import enum

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dialogue.domain.base import Base, Refused, Stale, WallClock, words
from dialogue.domain.flow import Flow
from dialogue.domain.organisations import Organisation, Place
from dialogue.domain.people import Person
from dialogue.domain.sessions.wall_clock import instant


class State(enum.StrEnum):
    TENTATIVE = "tentative"
    CONVENED = "convened"
    IN_SESSION = "in session"
    HELD = "held"
    CLOSED = "closed"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"


class Kind(enum.StrEnum):
    REGULAR = "regular"
    SPECIAL = "special"


EARLIEST = dt.timedelta(hours=12)  # before its time that a session opens

FLOW = Flow(
    {
        State.TENTATIVE: {State.CONVENED, State.POSTPONED, State.CANCELLED},
        State.CONVENED: {State.IN_SESSION, State.POSTPONED, State.CANCELLED},
        State.POSTPONED: {State.TENTATIVE, State.CANCELLED},  # tentative again with its new date
        State.IN_SESSION: {State.HELD},
        State.HELD: {State.CLOSED},
    }
)


class Session(Base):
    """A reference is given once, never changed or reused. `revision` is the SEQUENCE of RFC 5545 §3.8.7.4: it rises
    with start, end, place or the status that a calendar shows; `changed_at` with anything that a calendar shows."""

    __tablename__ = "sessions"
    __table_args__ = (UniqueConstraint("year", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    year: Mapped[int]
    number: Mapped[int]
    kind: Mapped[Kind] = mapped_column(words(Kind), default=Kind.REGULAR)
    state: Mapped[State] = mapped_column(words(State), init=False, default=State.TENTATIVE)
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
    def is_regular(self) -> bool:
        return self.kind is Kind.REGULAR

    @property
    def stands(self) -> bool:
        """Whether it takes its turn in the alternation: a cancelled one does not."""
        return self.state is not State.CANCELLED

    @property
    def is_postponed(self) -> bool:
        return self.state is State.POSTPONED

    @property
    def has_a_date(self) -> bool:
        """Whether it is to be, or was, on its day: one postponed or cancelled is not."""
        return self.state not in (State.POSTPONED, State.CANCELLED)

    @property
    def is_over(self) -> bool:
        """Held, or will never be."""
        return self.state in (State.HELD, State.CLOSED, State.CANCELLED)

    @property
    def was_held(self) -> bool:
        return self.state in (State.HELD, State.CLOSED)

    @property
    def is_closed(self) -> bool:
        return self.state is State.CLOSED

    @property
    def has_opened(self) -> bool:
        return self.state in (State.IN_SESSION, State.HELD, State.CLOSED)

    @property
    def is_confirmed(self) -> bool:
        """Whether calendars show it as confirmed: its opening, its end and its closing change nothing there."""
        return self.state is State.CONVENED or self.has_opened

    @property
    def can_be_prepared(self) -> bool:
        """Whether delegations, agenda and engagements may still be made ready."""
        return self.state in (State.TENTATIVE, State.CONVENED, State.POSTPONED)

    def can(self, to: State) -> bool:
        return FLOW.allows(self.state, to)

    def convene(self, *, by: Person, at: dt.datetime) -> None:
        """The two secretaries convene the session jointly; from now on it is confirmed in calendars."""
        self._become(State.CONVENED, by=by, at=at)

    def reschedule(
        self,
        starts: dt.datetime,
        ends: dt.datetime,
        departure_reason: str = "",
        *,
        due: Place | None,
        base: int | None,
        by: Person,
        at: dt.datetime,
    ) -> None:
        """New wall-clock times. A postponed session becomes tentative again with its new date. One that has opened
        keeps its times. `due` is the city whose turn it is then, see `turn_of`; `base` the version that the editor
        saw."""
        self._on(base)
        if not self.can_be_prepared:
            raise Refused("The dates of a session that is “%(state)s” do not change any more.", state=self.state.value)
        changed = (starts, ends) != (self.starts, self.ends)
        reason = self.departure_reason
        if starts != self.starts or self.is_postponed:
            reason = must_alternate(due, self.place, departure_reason)
        self._schedule(starts, ends)
        self.departure_reason = reason
        if self.is_postponed:
            self._become(State.TENTATIVE, by=by, at=at)
        elif changed:
            self._revise(at)
        self.did("reschedule", by=by, at=at)

    def move(
        self,
        place: Place,
        venue: str,
        address: str,
        departure_reason: str = "",
        *,
        due: Place | None,
        base: int | None,
        by: Person,
        at: dt.datetime,
    ) -> None:
        """Another city or venue, under the same reference; `due` and `base` as of `reschedule`."""
        self._on(base)
        if not self.can_be_prepared:
            raise Refused(
                "The venue of a session that is “%(state)s” does not change any more.", state=self.state.value
            )
        if place.id != self.place.id:
            self.departure_reason = must_alternate(due, place, departure_reason)
        if (place.id, venue, address) != (self.place.id, self.venue, self.address):
            self._revise(at)
        self.place, self.venue, self.address = place, venue, address
        self.changed_at = at
        self.did("move", by=by, at=at)

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
        self.changed_at = at
        self.did("arrange", by=by, at=at)

    def postpone(self, reason: str, *, by: Person, at: dt.datetime) -> None:
        """It will take place, not when it was planned. It stays visible at its old date until it has a new one."""
        self._become(State.POSTPONED, by=by, at=at, reason=reason)

    def cancel(self, reason: str, *, by: Person, at: dt.datetime) -> None:
        """It will not take place. Its reference is never given again."""
        self._become(State.CANCELLED, by=by, at=at, reason=reason)

    def must_be_openable(self, at: dt.datetime) -> None:
        FLOW.move(self.state, State.IN_SESSION)
        if at < self.starts_at - EARLIEST:
            raise Refused("A session cannot open more than twelve hours before its time.")

    def open_(self, *, by: Person, at: dt.datetime) -> None:
        self.must_be_openable(at)
        self._become(State.IN_SESSION, by=by, at=at)

    def end(self, *, by: Person, at: dt.datetime) -> None:
        self._become(State.HELD, by=by, at=at)
        self.held_at = at

    def close(self, *, by: Person, at: dt.datetime) -> None:
        """Nothing is left to do but the follow-ups. `minutes.conclude` asks for the approved minutes first."""
        self._become(State.CLOSED, by=by, at=at)

    def next(self, series: str) -> int:
        """The next number of a series ("D", "OC"); given under the session's version, so no two can be alike."""
        if series == "D":
            self.last_decision += 1
            return self.last_decision
        self.last_followup += 1
        return self.last_followup

    def calendar_changed(self, at: dt.datetime) -> None:
        """Something that a calendar shows has changed, not the meeting itself: DTSTAMP moves, SEQUENCE stays."""
        self.changed_at = at

    def _on(self, base: int | None) -> None:
        if base != self.version:
            raise Stale("Somebody has changed this session since you opened it.")

    def _become(self, state: State, *, by: Person, at: dt.datetime, reason: str = "") -> None:
        if state in (State.POSTPONED, State.CANCELLED) and not reason.strip():
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
