"""Sessions and the year plan: two regular sessions a year, the host city alternating; special ones beside them."""

import datetime as dt
import enum
import re
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, ForeignKey, Select, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dialogue.domain import working_days
from dialogue.domain.base import Base, Refused, Stale, WallClock, among, words
from dialogue.domain.flow import Flow
from dialogue.domain.organisations import Organisation, Place
from dialogue.domain.people import Person
from dialogue.domain.working_days import Capitals, DayOff

ZONE_ID, ZONE = working_days.ZONE_ID, working_days.ZONE


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
    with start, end, city, venue or status only; `changed_at` with anything that a calendar shows."""

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
    def can_be_prepared(self) -> bool:
        """Whether delegations, agenda and engagements may still be made ready."""
        return self.state in (State.TENTATIVE, State.CONVENED, State.POSTPONED)

    def can(self, to: State) -> bool:
        return FLOW.allows(self.state, to)

    def convene(self, *, by: Person, at: dt.datetime) -> None:
        """The two secretaries convene the session jointly; from now on it is confirmed in calendars."""
        self._become(State.CONVENED, by=by, at=at)

    def reschedule(
        self, starts: dt.datetime, ends: dt.datetime, *, base: int | None, by: Person, at: dt.datetime
    ) -> None:
        """New wall-clock times. A postponed session becomes tentative again with its new date. One that has opened
        keeps its times. `base` is the version that the editor saw."""
        self._on(base)
        if not self.can_be_prepared:
            raise Refused("The dates of a session that is “%(state)s” do not change any more.", state=self.state.value)
        changed = (starts, ends) != (self.starts, self.ends)
        self._schedule(starts, ends)
        if self.is_postponed:
            self._become(State.TENTATIVE, by=by, at=at)
        elif changed:
            self._revise(at)
        self.did("reschedule", by=by, at=at)

    def move(self, place: Place, venue: str, address: str, *, base: int | None, by: Person, at: dt.datetime) -> None:
        """Another city or venue, under the same reference."""
        self._on(base)
        if not self.can_be_prepared:
            raise Refused(
                "The venue of a session that is “%(state)s” does not change any more.", state=self.state.value
            )
        if (place.id, venue) != (self.place.id, self.venue):
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
        self.state = FLOW.move(self.state, state)
        self.state_reason, self.state_at, self.state_by = reason, at, by
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


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the year plan proposes for the next session."""

    year: int
    number: int
    place: Place
    starts: dt.datetime
    ends: dt.datetime

    @property
    def reference(self) -> str:
        return reference(self.year, self.number)


def plan(
    *,
    existing: Sequence[Session],
    parties: Sequence[Organisation],
    kind: Kind,
    place: Place,
    starts: dt.datetime,
    ends: dt.datetime,
    by: Person,
    at: dt.datetime,
    departure_reason: str = "",
    asked_by: Organisation | None = None,
) -> Session:
    """Plan a session among the existing ones. Its serial continues the year's, regular or special. A regular session in
    a city out of turn needs a reason; a special one needs the Party that asked for it."""
    if kind is Kind.REGULAR:
        _must_alternate(city_in_turn(existing, parties, starts), place, departure_reason)
    elif asked_by is None:
        raise Refused("A special session is held at the request of a Party: please say which.")
    host = next((p for p in parties if p.seat is not None and p.seat.id == place.id), parties[0])
    visitor = next((p for p in parties if p.id != host.id), host)
    session = Session(
        year=starts.year,
        number=next_number(existing, starts.year),
        kind=kind,
        place=place,
        presiding=host,
        named_first=visitor,
        starts=starts,
        ends=ends,
        asked_by=None if kind is Kind.REGULAR else asked_by,
        departure_reason=departure_reason if kind is Kind.REGULAR else "",
    )
    session._schedule(starts, ends)
    session.uid = f"{uuid.uuid4()}@dialogue"
    session.state_at, session.state_by, session.changed_at = at, by, at
    session.did("plan", by=by, at=at)
    return session


def _must_alternate(due: Place | None, place: Place, departure_reason: str) -> None:
    if due is not None and due.id != place.id and not departure_reason.strip():
        raise Refused(
            "By the alternation it is the turn of %(city)s. Please record the reason for departing from it.",
            city=due.short_name,
        )


def instant(wall: dt.datetime) -> dt.datetime:
    """The instant (UTC) at which the wall clock of the dialogue's zone shows `wall`; in the hour that autumn repeats,
    the first of the two."""
    return wall.replace(tzinfo=ZONE).astimezone(dt.UTC)


def next_number(existing: Iterable[Session], year: int) -> int:
    return max((s.number for s in existing if s.year == year), default=0) + 1


def city_in_turn(existing: Iterable[Session], parties: Sequence[Organisation], starts: dt.datetime) -> Place | None:
    """The city whose turn it is at `starts`: the other one than that of the regular session before it in date; before
    any, the first Party's seat. None while a Party's seat is unknown."""
    seats = [p.seat for p in parties if p.seat is not None]
    if len(seats) != 2:
        return None
    before = [s for s in existing if s.is_regular and s.stands and s.starts < starts]
    if not before:
        return seats[0]
    last = max(before, key=lambda s: s.starts)
    return seats[1] if last.place.id == seats[0].id else seats[0]


def propose_next(existing: Sequence[Session], parties: Sequence[Organisation], today: dt.date) -> Proposal | None:
    """City, reference and dates of the next regular session: half a year after the last, on a day on which both
    capitals work, at the same hours. None until both Parties have a seat."""
    regular = [s for s in existing if s.is_regular and s.stands]
    last = max(regular, key=lambda s: s.starts, default=None)
    begin, length = dt.time(9, 30), dt.timedelta(hours=7, minutes=30)
    on = today + dt.timedelta(weeks=12)
    if last is not None:
        begin, length = last.starts.time(), last.ends - last.starts
        on = max(last.starts.date() + dt.timedelta(weeks=26), today + dt.timedelta(weeks=4))
    on = Capitals(parties).from_(on)
    starts = dt.datetime.combine(on, begin)
    place = city_in_turn(existing, parties, starts)
    if place is None:
        return None
    return Proposal(starts.year, next_number(existing, starts.year), place, starts, starts + length)


def warnings(starts: dt.datetime, ends: dt.datetime, parties: Sequence[Organisation]) -> tuple[DayOff, ...]:
    """Days of the session on which a capital does not work: a warning, never a block."""
    if ends.date() - starts.date() > dt.timedelta(days=31):
        return ()
    return Capitals(parties).days_off(starts.date(), ends.date())


def reference(year: int, number: int) -> str:
    """`HLD/2026/2`."""
    return f"HLD/{year}/{number}"


def read_ref(text: str) -> tuple[int, int] | None:
    """`2026-1` as year and number; None for anything else."""
    found = re.fullmatch(r"([0-9]{4})-([1-9][0-9]{0,3})", text)
    return (int(found[1]), int(found[2])) if found else None


def by_ref(ref: str) -> Select[Session]:
    year, number = read_ref(ref) or (0, 0)
    return select(Session).where(Session.year == year, Session.number == number)


def in_order() -> Select[Session]:
    return select(Session).order_by(Session.starts_at, Session.id)


def upcoming(at: dt.datetime | ColumnElement[dt.datetime]) -> Select[Session]:
    """Sessions that are still to be or being held, the nearest first."""
    return (
        select(Session)
        .where(Session.ends_at >= at, among(Session.state, [State.TENTATIVE, State.CONVENED, State.IN_SESSION]))
        .order_by(Session.starts_at)
    )


def next_regular(at: dt.datetime) -> Select[Session]:
    """The one whose date both Parties' people may know."""
    return upcoming(at).where(Session.kind == Kind.REGULAR).limit(1)
