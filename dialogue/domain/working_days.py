"""The dialogue's zone, and the working days common to both capitals: weekends, the public holidays of their countries,
and what each Party's own calendar says otherwise (practice §0.10)."""

import datetime as dt
from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Self
from zoneinfo import ZoneInfo

import holidays

from dialogue.domain.base import Base, Refused
from dialogue.domain.organisations import DayKind, Organisation, OwnDay

ZONE_ID = "Europe/Brussels"  # on the wire and in documents, for both capitals (practice §0.8)
ZONE = ZoneInfo(ZONE_ID)
AHEAD = dt.timedelta(days=731)
ESTIMATED = "estimated"  # the package's own word for a holiday that hangs on the moon


@dataclass(frozen=True, slots=True)
class DayOff:
    """Why a day is no working day: `place` is a city's short name, or a Party's where it is its own day; `holiday` is
    the holiday's name or the Party's reason. Both are "" for a weekend."""

    on: dt.date
    place: str = ""
    holiday: str = ""

    @property
    def estimated(self) -> bool:
        return ESTIMATED in self.holiday


class WorkingDays(ABC):
    """Counts days by what `works` says of each."""

    @abstractmethod
    def works(self, on: dt.date) -> bool:
        """Whether that day counts."""

    def from_(self, on: dt.date) -> dt.date:
        """`on` itself where it is a working day, else the first after it; gives up after a month of holidays."""
        for n in range(31):
            if self.works(day := on + dt.timedelta(days=n)):
                return day
        return on

    def after(self, on: dt.date, count: int) -> dt.date:
        """The `count`th working day after `on`, which is not counted itself."""
        for _ in range(count):
            on = self.from_(on + dt.timedelta(days=1))
        return on

    def before(self, on: dt.date, count: int) -> dt.date:
        """The latest day after which `count` working days are full when `on`, itself the last of them, comes."""
        while count:
            count -= self.works(on)
            on -= dt.timedelta(days=1)
        return on


class Capitals(WorkingDays):
    """The days on which both Parties work, as is known now."""

    def __init__(self, parties: Iterable[Organisation]) -> None:
        self.parties = [party for party in parties if party.seat is not None]

    def works(self, on: dt.date) -> bool:
        return on.weekday() < 5 and all(day_off(party, on) is None for party in self.parties)

    def days_off(self, first: dt.date, last: dt.date) -> tuple[DayOff, ...]:
        """Weekends, public holidays and the Parties' own days off from `first` to `last`, both included, in the order
        of the days."""
        found = []
        for n in range((last - first).days + 1):
            on = first + dt.timedelta(days=n)
            if on.weekday() >= 5:
                found.append(DayOff(on))
            found.extend(off for party in self.parties if (off := day_off(party, on)) is not None)
        return tuple(found)


@dataclass(frozen=True, slots=True)
class Recorded(WorkingDays):
    """The days on which both Parties work, as was known when an expiry was fixed: no calendar that is corrected later,
    nor a newer list of holidays, alters what it meant. `off`: the days off but for weekends."""

    off: frozenset[dt.date]

    def works(self, on: dt.date) -> bool:
        return on.weekday() < 5 and on not in self.off

    @classmethod
    def of(cls, capitals: Capitals, first: dt.date, last: dt.date) -> Self:
        """What the calendars of both capitals say now of the days from `first` to `last`, both included."""
        return cls(frozenset(off.on for off in capitals.days_off(first, last) if off.place))

    def then(self, capitals: Capitals, known_until: dt.date, last: dt.date) -> "Recorded":
        """These, and for the days after them what the calendars say now."""
        return Recorded(self.off | Recorded.of(capitals, known_until + dt.timedelta(days=1), last).off)

    @classmethod
    def read(cls, written: str) -> Self:
        return cls(frozenset(dt.date.fromisoformat(one) for one in written.split()))

    def __str__(self) -> str:
        return " ".join(sorted(one.isoformat() for one in self.off))


def local_day(at: dt.datetime) -> dt.date:
    """The day on which the instant falls in both capitals."""
    return at.astimezone(ZONE).date()


def day_off(party: Organisation, on: dt.date) -> DayOff | None:
    """Why the Party does not work on that day of a week; None where it does. Its own calendar comes first."""
    if (own := party.own_day(on)) is not None:
        return None if own.works else DayOff(on, party.short_name, own.reason)
    name = holiday(party, on)
    return DayOff(on, party.seat.short_name, name) if party.seat is not None and name else None


def holiday(party: Organisation, on: dt.date) -> str:
    """The public holiday that is kept where the Party sits; "" for none."""
    return _holidays(party.seat.country, on.year).get(on, "") if party.seat is not None else ""


def correct(party: Organisation, on: dt.date, kind: DayKind, reason: str, *, by: Base, at: dt.datetime) -> OwnDay:
    """The Party is closed on a day, or works on one that is a public holiday. Refused: a day that has passed or is two
    years away, one of the weekend, one of which a calendar says so already, and without a reason. What was fixed before
    stays as it is: see `Recorded`."""
    today = local_day(at)
    name, works = holiday(party, on), kind is DayKind.WORKS
    if not today <= on <= today + AHEAD:
        raise Refused("Please name a day from today on, within two years.")
    if on.weekday() >= 5:
        raise Refused("That is a day of the weekend: nobody counts on it.")
    if party.own_day(on) is not None:
        raise Refused("Its own calendar says something of that day already: please take that back first.")
    if works and not name:
        raise Refused("There is no public holiday on that day: it is a working day already.")
    if name and not works:
        raise Refused("That day is a public holiday already: %(holiday)s.", holiday=name)
    if not reason.strip():
        raise Refused("Please say why: it is shown beside the day.")
    made = OwnDay(on=on, kind=kind, reason=reason)
    party.own_days.append(made)
    made.did("correct", by=by, at=at)
    return made


@lru_cache(maxsize=64)
def _holidays(country: str, year: int) -> dict[dt.date, str]:
    """A country that the package does not know has no holidays, never an error."""
    try:
        return dict(holidays.country_holidays(country, years=year, language="en_US").items())
    except NotImplementedError:  # the package's answer to such a country
        return {}


@dataclass(frozen=True, slots=True)
class Special:
    """A weekday that is not like the others for a Party: `off` says why it is free; with `own` its calendar says so, or
    that it works although the holiday of that name is kept where it sits."""

    on: dt.date
    off: DayOff | None
    own: OwnDay | None
    holiday: str


def specials(party: Organisation, first: dt.date, last: dt.date) -> list[Special]:
    """The Party's calendar from `first` to `last`, both included, weekends left out."""
    days = (first + dt.timedelta(days=n) for n in range((last - first).days + 1))
    found = (Special(on, day_off(party, on), party.own_day(on), holiday(party, on)) for on in days if on.weekday() < 5)
    return [one for one in found if one.off or one.own]
