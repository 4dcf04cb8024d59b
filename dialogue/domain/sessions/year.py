"""The year plan: two regular sessions a year, the host city alternating, and special ones beside them."""

import datetime as dt
import enum
import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from dialogue.domain.base import Refused
from dialogue.domain.busy import Taken
from dialogue.domain.organisations import Organisation, Place
from dialogue.domain.people import Person
from dialogue.domain.sessions.sessions import Appointment, Session, SessionKind, SessionState, must_alternate, reference
from dialogue.domain.working_days import Capitals, DayOff


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
    kind: SessionKind,
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
    reason = ""
    if kind is SessionKind.REGULAR:
        reason = must_alternate(city_in_turn(existing, parties, starts), place, departure_reason)
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
        asked_by=None if kind is SessionKind.REGULAR else asked_by,
        departure_reason=reason,
    )
    session._schedule(starts, ends)
    session.uid = f"{uuid.uuid4()}@dialogue"
    session.state_at, session.state_by, session.changed_at = at, by, at
    session.did("plan", by=by, at=at)
    return session


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


def turn_of(
    session: Session, starts: dt.datetime, existing: Iterable[Session], parties: Sequence[Organisation]
) -> Place | None:
    """The city whose turn it is at `starts` among all other sessions. None for a special one: it stands outside."""
    if not session.is_regular:
        return None
    return city_in_turn((other for other in existing if other is not session), parties, starts)


def city_instead(session: Session, existing: Iterable[Session], parties: Sequence[Organisation]) -> Place | None:
    """The city whose turn it is in the place of a session to come that is out of turn and says not why; else None.
    `selections.is_out_of_turn` asks the same of the database."""
    if not (session.can_be_prepared and session.has_a_date) or session.departure_reason:
        return None
    due = turn_of(session, session.starts, existing, parties)
    return due if due is not None and due.id != session.place.id else None


class Concern(enum.StrEnum):
    """What a date or a city may come into conflict with; none of it is forbidden."""

    OVERLAP = "overlap"  # with `session`
    PAST = "past"
    DAY_OFF = "day off"
    BEFORE = "before"  # `session`, whose number is lower
    AFTER = "after"  # `session`, whose number is higher
    OTHER_YEAR = "other year"  # than the reference names
    SAME_CITY = "same city"  # as `session`, regular and in the same year
    OUT_OF_TURN = "out of turn"  # `session`, though it is the turn of `place`
    ITS_TURN = "its turn"  # of `place`, and not of its own city
    TAKEN = "taken"  # by a known date of either side


@dataclass(frozen=True, slots=True)
class Caution:
    concern: Concern
    session: Session | None = None
    day: DayOff | None = None
    place: Place | None = None
    taken: Taken | None = None


def cautions(
    session: Session, existing: Sequence[Session], parties: Sequence[Organisation], at: dt.datetime
) -> tuple[Caution, ...]:
    """What the date and the city of a session come into conflict with: a warning, never a block. Nothing where its date
    does not hold."""
    if not session.has_a_date:
        return ()
    others = [other for other in existing if other is not session and other.has_a_date]
    found = [Caution(Concern.OVERLAP, other) for other in others if _overlap(session, other)]
    if session.starts_at < at:
        found.append(Caution(Concern.PAST))
    found.extend(Caution(Concern.DAY_OFF, day=day) for day in days_off(session, parties))
    if session.is_regular:
        regular = [other for other in others if other.is_regular]
        found.extend(_of_the_year(session, regular))
        found.extend(_out_of_turn(regular, session, parties))
    return tuple(found)


def as_it_would_be(session: Session, to: Appointment, state: SessionState) -> Session:
    """The session with that date, place and state: to be judged, and never kept."""
    made = Session(
        year=session.year,
        number=session.number,
        kind=session.kind,
        place=to.place,
        presiding=session.presiding,
        named_first=session.named_first,
        starts=to.starts,
        ends=to.ends,
        venue=to.venue,
        address=to.address,
        departure_reason=session.departure_reason,
    )
    made.state = state
    made._schedule(to.starts, to.ends)
    return made


def displaced(
    others: Iterable[Session], before: Session | None, after: Session, parties: Sequence[Organisation]
) -> tuple[Caution, ...]:
    """Other regular sessions to come that are in turn as it is, and would be out of turn as it would be."""
    regular = [other for other in others if other.is_regular and other.has_a_date]
    now = {one.session for one in _out_of_turn(regular, before, parties)}
    return tuple(one for one in _out_of_turn(regular, after, parties) if one.session not in now)


def days_off(session: Session, parties: Sequence[Organisation]) -> tuple[DayOff, ...]:
    """Days of the session on which a capital does not work."""
    return Capitals(parties).days_off(session.starts.date(), session.ends.date())


def _overlap(one: Session, other: Session) -> bool:
    return one.starts_at < other.ends_at and other.starts_at < one.ends_at


def _of_the_year(session: Session, regular: Sequence[Session]) -> Iterator[Caution]:
    """The order of the year's numbers, and both cities once a year."""
    if session.starts.year != session.year:
        yield Caution(Concern.OTHER_YEAR)
    for other in regular:
        if other.year == session.year and (session.number < other.number) != (session.starts < other.starts):
            yield Caution(Concern.BEFORE if session.starts < other.starts else Concern.AFTER, other)
        if other.place.id == session.place.id and other.starts.year == session.starts.year:
            yield Caution(Concern.SAME_CITY, other)


def _out_of_turn(
    others: Sequence[Session], session: Session | None, parties: Sequence[Organisation]
) -> Iterator[Caution]:
    """Of the other sessions those to come whose city is not in turn beside this one, and nobody has said why."""
    every = [*others, *([session] if session is not None else ())]
    for other in others:
        due = city_instead(other, every, parties)
        if due is not None:
            yield Caution(Concern.OUT_OF_TURN, other, place=due)
