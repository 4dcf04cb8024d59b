"""The dialogue's zone, and the working days common to both capitals: weekends and the public holidays of their
countries."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays

from dialogue.domain.organisations import Place

ZONE_ID = "Europe/Brussels"  # on the wire and in documents, for both capitals (practice §0.8)
ZONE = ZoneInfo(ZONE_ID)
ESTIMATED = "estimated"  # the package's own word for a holiday that hangs on the moon


@dataclass(frozen=True, slots=True)
class DayOff:
    """Why a day is no working day: `place` is a city's short name, `holiday` its holiday's name or "" for a weekend."""

    on: dt.date
    place: str = ""
    holiday: str = ""

    @property
    def estimated(self) -> bool:
        return ESTIMATED in self.holiday


@lru_cache(maxsize=64)
def _holidays(country: str, year: int) -> dict[dt.date, str]:
    try:
        return dict(holidays.country_holidays(country, years=year, language="en_US").items())
    except NotImplementedError:  # the package's answer to a country it does not know
        return {}


def days_off(first: dt.date, last: dt.date, places: Sequence[Place]) -> tuple[DayOff, ...]:
    """Weekends and public holidays from `first` to `last`, both included, in the order of the days.
    A country that the package does not know has no holidays, never an error."""
    found = []
    for n in range((last - first).days + 1):
        on = first + dt.timedelta(days=n)
        if on.weekday() >= 5:
            found.append(DayOff(on))
        found.extend(
            DayOff(on, place.short_name, name)
            for place in places
            if (name := _holidays(place.country, on.year).get(on))
        )
    return tuple(found)


def is_working_day(on: dt.date, places: Sequence[Place]) -> bool:
    return not days_off(on, on, places)


def next_working_day(on: dt.date, places: Sequence[Place]) -> dt.date:
    """`on` itself where it is one, else the first after it; gives up after a month of holidays."""
    for n in range(31):
        if is_working_day(day := on + dt.timedelta(days=n), places):
            return day
    return on


def working_days_after(on: dt.date, count: int, places: Sequence[Place]) -> dt.date:
    """The `count`th working day of both capitals after `on`, which is not counted itself."""
    for _ in range(count):
        on = next_working_day(on + dt.timedelta(days=1), places)
    return on


def working_days_before(on: dt.date, count: int, places: Sequence[Place]) -> dt.date:
    """The latest day after which `count` working days are full when `on`, itself the last of them, comes."""
    while count:
        count -= is_working_day(on, places)
        on -= dt.timedelta(days=1)
    return on
