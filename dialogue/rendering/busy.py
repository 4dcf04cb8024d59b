"""Known dates out of an iCalendar file that somebody brings: days and titles, and nothing else of it is ever read."""

import datetime as dt
import logging
import re
import zoneinfo
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from icalendar import Calendar

from dialogue.domain.text import fit
from dialogue.i18n import gettext

LARGEST = 512 * 1024
MOST, MOST_LINES, LONGEST_LINE, LONGEST_TITLE = 300, 10, 4_000, 120
LONGEST = dt.timedelta(days=60)
ZONE = zoneinfo.ZoneInfo("Europe/Brussels")
READ = re.compile(rb"(?i)(DTSTART|DTEND|DURATION|SUMMARY|STATUS|RRULE|RDATE)[;:]")

log = logging.getLogger(__name__)


class UnreadableError(Exception):
    """The file is none that can be read; the sentence says why."""


@dataclass(slots=True)
class Found:
    """What the file holds, day by day, and in sentences what of it is left out."""

    dates: list[tuple[dt.date, dt.date, str]] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)


def read(content: bytes) -> Found:
    """Only the few lines that say when and what reach the parser: no zone with rules of its own (each hour since 1970
    could be asked for), no alarm, no attachment. Entries that repeat are left out: their days are given one by one."""
    if len(content) > LARGEST:
        raise UnreadableError(gettext("The file is larger than %(kb)d kB.", kb=LARGEST // 1024))
    if b"BEGIN:VCALENDAR" not in content[:2_000].upper():
        raise UnreadableError(gettext("This is no iCalendar file (.ics)."))
    found, events = Found(), list(_events(content))
    for lines in events[:MOST]:
        _take(lines, found)
    if len(events) > MOST:
        found.left_out.append(gettext("Only the first %(most)d entries are read.", most=MOST))
    if not found.dates and not found.left_out:
        raise UnreadableError(gettext("There are no entries in this file."))
    found.dates.sort()
    return found


def _events(content: bytes) -> Iterator[list[bytes]]:
    """Of each entry the lines that are read, unfolded; parts inside an entry are no lines of it."""
    inside, depth = False, 0
    lines: list[bytes] = []
    for line in _unfolded(content):
        upper = line[:40].upper().strip()
        if upper == b"BEGIN:VEVENT":
            inside, depth, lines = True, 0, []
        elif upper == b"END:VEVENT" and inside and not depth:
            inside = False
            yield lines
        elif inside and upper.startswith((b"BEGIN:", b"END:")):
            depth = max(depth + (1 if upper.startswith(b"BEGIN:") else -1), 0)
        elif inside and not depth and READ.match(line) and len(line) <= LONGEST_LINE and len(lines) < MOST_LINES:
            lines.append(line)


def _unfolded(content: bytes) -> Iterable[bytes]:
    whole = content.replace(b"\r\n", b"\n").replace(b"\r", b"\n").replace(b"\0", b"")
    return whole.replace(b"\n ", b"").replace(b"\n\t", b"").split(b"\n")


def _take(lines: list[bytes], found: Found) -> None:
    title = "?"
    try:
        event = _parsed(lines)
        title = fit(str(event.get("SUMMARY", "")), one_line=True)[:LONGEST_TITLE] or gettext("Without a title")
        if str(event.get("STATUS", "")).upper() == "CANCELLED":
            return
        if "RRULE" in event or "RDATE" in event:
            found.left_out.append(gettext("“%(title)s” repeats: please type its days.", title=title))
            return
        first, last = _days(event)
        if not (first.year >= 2000 and last.year < 2200 and dt.timedelta(0) <= last - first <= LONGEST):
            raise ValueError("out of bounds")
        found.dates.append((first, last, title))
    except Exception as fault:  # noqa: BLE001 because whatever is wrong with one entry costs no other
        log.info("an entry of a calendar could not be read: %s", type(fault).__name__)
        found.left_out.append(gettext("“%(title)s” could not be read.", title=title))


def _parsed(lines: list[bytes]) -> Any:
    """What such lines say may be of any type: whoever takes it catches what is wrong."""
    whole = [b"BEGIN:VCALENDAR", b"BEGIN:VEVENT", *lines, b"END:VEVENT", b"END:VCALENDAR"]
    (event,) = Calendar.from_ical(b"\r\n".join([*whole, b""])).events
    return event


def _days(event: Any) -> tuple[dt.date, dt.date]:
    """Its first and its last day in both capitals. A whole day's end is the day after (RFC 5545 §3.6.1)."""
    starts = event["DTSTART"].dt
    ends = event["DTEND"].dt if "DTEND" in event else starts + event["DURATION"].dt if "DURATION" in event else starts
    if isinstance(starts, dt.datetime):
        first, end = _local(starts), _local(ends)
        last = end - dt.timedelta(microseconds=1) if end > first else end
        return first.date(), last.date()
    last_day = ends - dt.timedelta(days=1) if ends > starts else ends
    return starts, last_day


def _local(at: dt.datetime) -> dt.datetime:
    """Without a zone, or with one that nobody knows, it is meant as the clocks of both capitals show."""
    return at.replace(tzinfo=ZONE) if at.tzinfo is None else at.astimezone(ZONE)
