"""Entries in, iCalendar bytes out: the same entries give the same bytes, and one bad entry never takes a feed down."""

import datetime as dt
import importlib.resources
import logging
import re
import zoneinfo
from collections.abc import Sequence
from functools import cache, lru_cache

from icalendar import (
    CLASS,
    STATUS,
    TRANSP,
    Calendar,
    Event,
    Timezone,
    TimezoneDaylight,
    TimezoneStandard,
    vDuration,
    vRecur,
    vText,
)

from dialogue.domain.editions import FeedEntry
from dialogue.domain.text import fit
from dialogue.words import gettext, language

ZONE = "Europe/Brussels"  # the zone on the wire, for both cities (practice §0.8)
REFRESH = dt.timedelta(hours=1)
PRODUCER = "-//Dialogue//Calendar//EN"
LONGEST_LINE, LONGEST_TEXT = 300, 4_000

STATUSES = {
    "tentative": STATUS.TENTATIVE,
    "convened": STATUS.CONFIRMED,
    "in session": STATUS.CONFIRMED,
    "held": STATUS.CONFIRMED,
    "closed": STATUS.CONFIRMED,
    "postponed": STATUS.TENTATIVE,
    "cancelled": STATUS.CANCELLED,
}
WEEKDAYS = ("SU", "MO", "TU", "WE", "TH", "FR", "SA")
LAST_WEEK = 5  # POSIX for the last one of the month
BLOCKS_NOBODY = frozenset({"postponed", "cancelled"})

_END = b"END:VCALENDAR\r\n"
_RULES = re.compile(
    r"(?P<standard><[^>]+>|[A-Za-z]+)(?P<offset>[-+\d:]+)"
    r"(?:(?P<daylight><[^>]+>|[A-Za-z]+)(?P<saved>[-+\d:]*),(?P<begins>[^,]+),(?P<ends>[^,]+))?"
)
_DAY = re.compile(r"M(?P<month>\d+)\.(?P<week>[1-5])\.(?P<day>[0-6])(?:/(?P<time>[-+\d:]+))?")
_CLOCK = re.compile(r"(?P<sign>[-+]?)(?P<hours>\d+)(?::(?P<minutes>\d+))?(?::(?P<seconds>\d+))?")

log = logging.getLogger(__name__)


def render(entries: Sequence[FeedEntry], *, name: str = "") -> bytes:
    """A calendar of these entries in the language of the moment. With a name it is a subscription, which says how
    often to come back; without one it is a file to take away."""
    events = [_event(entry, language()) for entry in entries]
    # A zone even where there is no entry: RFC 5545 §3.6 wants at least one component.
    zones = {ZONE} | {entry.zone_id for entry, event in zip(entries, events, strict=True) if event}
    return b"".join((_head(name), *map(vtimezone, sorted(zones)), *events, _END))


@lru_cache(maxsize=512)
def _head(name: str) -> bytes:
    head = Calendar.new(prodid=PRODUCER, calscale="GREGORIAN")
    del head["UID"]  # Calendar.new makes one up each time
    if name:
        # By hand: name= does not escape NAME, and refresh_interval= leaves out the VALUE that RFC 7986 asks for.
        head.add("NAME", vText(_line(name)))
        head.add("X-WR-CALNAME", vText(_line(name)))
        head.add("REFRESH-INTERVAL", vDuration(REFRESH), parameters={"VALUE": "DURATION"})
        head.add("X-PUBLISHED-TTL", vDuration(REFRESH))
    return bytes(head.to_ical()).removesuffix(_END)


@lru_cache(maxsize=2_048)
def _event(entry: FeedEntry, _language: str) -> bytes:
    """The entry's own bytes; of one that cannot be written so, its time and title; of a hopeless one, nothing.
    Kept by everything that it was made from, so that no two readers can share what differs between them."""
    for build in (_full, _reduced):
        try:
            return bytes(build(entry).to_ical())
        except Exception as fault:  # noqa: BLE001 because whatever breaks in one record must not cost the others
            # Of what kind and where, but never the text: it may not stand in a log.
            log.error("calendar entry %s, version %s: %s", entry.id, entry.version, type(fault).__name__)
    return b""


def _full(entry: FeedEntry) -> Event:
    starts, ends = _moment(entry.starts, entry.zone_id), _moment(entry.ends, entry.zone_id)
    if ends <= starts:
        raise ValueError("ends before it starts")
    event = _bare(entry)
    event.end = ends
    event.status = STATUSES[entry.state]
    event.location = ", ".join(filter(None, map(_line, (entry.venue, entry.place)))) or None
    event.description = _text(entry.description) or None
    event.url = _line(entry.url).replace(" ", "") or None
    if entry.state in BLOCKS_NOBODY:
        event.transparency = TRANSP.TRANSPARENT
    return event


def _reduced(entry: FeedEntry) -> Event:
    event = _bare(entry)
    event.status = STATUSES.get(entry.state, STATUS.TENTATIVE)
    return event


def _bare(entry: FeedEntry) -> Event:
    if not entry.uid or entry.changed_at.tzinfo is None:  # Event.new would invent the one and misread the other
        raise ValueError("no identity or no instant of change")
    changed = entry.changed_at.astimezone(dt.UTC)
    return Event.new(
        uid=_line(entry.uid),
        stamp=changed,
        last_modified=changed,
        sequence=entry.revision,
        classification=CLASS.PRIVATE,
        summary=_summary(entry.state, _line(entry.title)),
        start=_moment(entry.starts, entry.zone_id),
    )


def _summary(state: str, title: str) -> str:
    if state == "cancelled":  # many clients show a subscribed event that is cancelled like any other: the title says it
        return gettext("CANCELLED: %(title)s", title=title)
    if state == "postponed":
        return gettext("POSTPONED: %(title)s", title=title)
    return title


def _moment(wall_clock: dt.datetime, zone_id: str) -> dt.datetime:
    if wall_clock.tzinfo is not None:
        raise ValueError("a wall clock has no zone")
    vtimezone(zone_id)  # refuses a zone that the calendar could not explain
    return wall_clock.replace(microsecond=0, tzinfo=zoneinfo.ZoneInfo(zone_id))


def _line(text: str) -> str:
    return fit(text, one_line=True)[:LONGEST_LINE]


def _text(text: str) -> str:
    return fit(text, one_line=False)[:LONGEST_TEXT].strip()


@cache
def vtimezone(zone_id: str) -> bytes:
    """The zone's present rules, as they stand in the last line of its own file."""
    zoneinfo.ZoneInfo(zone_id)  # refuses what is no zone, a path that leads elsewhere above all
    # The package and not the machine's own files, so that all machines with one lock write the same bytes.
    data = importlib.resources.files("tzdata").joinpath("zoneinfo", *zone_id.split("/")).read_bytes()
    return explain(zone_id, data.rstrip(b"\n").rpartition(b"\n")[2].decode("ascii"))


def explain(zone_id: str, rules: str) -> bytes:
    """A VTIMEZONE of rules such as CET-1CEST,M3.5.0,M10.5.0/3, yearly from 1970: Outlook ignores lists of dates, and
    ical.js reads only the first date of one. Rules that no yearly one can tell are refused with ValueError."""
    found = _read(_RULES, rules)
    zone = Timezone()
    zone.add("TZID", zone_id)
    standard, saved = -_clock(found["offset"]), found["saved"]  # POSIX counts westwards
    if found["daylight"] is None:
        zone.add_component(_observance(TimezoneStandard(), found["standard"], standard, standard))
        return bytes(zone.to_ical())
    daylight = -_clock(saved) if saved else standard + dt.timedelta(hours=1)
    zone.add_component(_observance(TimezoneDaylight(), found["daylight"], standard, daylight, found["begins"]))
    zone.add_component(_observance(TimezoneStandard(), found["standard"], daylight, standard, found["ends"]))
    return bytes(zone.to_ical())


def _observance(
    part: TimezoneDaylight | TimezoneStandard, name: str, before: dt.timedelta, after: dt.timedelta, rule: str = ""
) -> TimezoneDaylight | TimezoneStandard:
    part.TZOFFSETFROM, part.TZOFFSETTO = before, after
    part.add("TZNAME", name.strip("<>"))
    part.DTSTART = dt.datetime(1970, 1, 1)
    if rule:
        part.DTSTART, yearly = _yearly(rule)
        part.add("RRULE", yearly)
    return part


def _yearly(rule: str) -> tuple[dt.datetime, vRecur]:
    """From M10.5.0/3: its first instant of 1970, and the rule for every year: the last Sunday in October, at 03:00."""
    found = _read(_DAY, rule)
    month, week, weekday = int(found["month"]), int(found["week"]), int(found["day"])
    days = (dt.date(1970, month, 1) + dt.timedelta(days=n) for n in range(31))
    chosen = [day for day in days if day.month == month and day.isoweekday() % 7 == weekday]
    first = chosen[-1] if week == LAST_WEEK else chosen[week - 1]
    at = _clock(found["time"] or "2")
    if not dt.timedelta(0) <= at < dt.timedelta(days=1):
        raise ValueError(f"{rule} falls on another day")
    nth = f"{-1 if week == LAST_WEEK else week}{WEEKDAYS[weekday]}"
    return dt.datetime.combine(first, dt.time()) + at, vRecur(FREQ="YEARLY", BYMONTH=month, BYDAY=nth)


def _clock(text: str) -> dt.timedelta:
    found = _read(_CLOCK, text)
    hours, minutes, seconds = (int(found[part] or 0) for part in ("hours", "minutes", "seconds"))
    time = dt.timedelta(hours=hours, minutes=minutes, seconds=seconds)
    return -time if found["sign"] == "-" else time


def _read(pattern: re.Pattern[str], text: str) -> re.Match[str]:
    if found := pattern.fullmatch(text):
        return found
    raise ValueError(f"{text} is no rule of a zone that we know")
