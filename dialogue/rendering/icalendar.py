"""Entries in, iCalendar bytes out: the same entries give the same bytes, and one bad entry never takes a feed down."""

import datetime as dt
import enum
import logging
import zoneinfo
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from icalendar import (
    CLASS,
    PARTSTAT,
    ROLE,
    STATUS,
    TRANSP,
    Calendar,
    Event,
    vCalAddress,
    vDuration,
    vText,
)

from dialogue.domain.editions import DueEntry, FeedEntry
from dialogue.domain.text import fit
from dialogue.i18n import gettext, language

ZONE = "Europe/Brussels"  # the zone on the wire, for both cities (practice §0.8)
REFRESH = dt.timedelta(hours=1)
PRODUCER = "-//Dialogue//Calendar//EN"
LONGEST_LINE, LONGEST_TEXT = 300, 4_000

STATUSES = {
    "tentative": STATUS.TENTATIVE,
    "convened": STATUS.CONFIRMED,
    "in session": STATUS.CONFIRMED,
    "held": STATUS.CONFIRMED,
    "planned": STATUS.CONFIRMED,  # a meeting between the sessions
    "closed": STATUS.CONFIRMED,
    "postponed": STATUS.TENTATIVE,
    "cancelled": STATUS.CANCELLED,
}
BLOCKS_NOBODY = frozenset({"postponed", "cancelled"})

_END = b"END:VCALENDAR\r\n"
# In the form with yearly rules from 1970: Outlook ignores lists of dates, and ical.js reads only the first date of one.
VTIMEZONE = b"\r\n".join(
    f"""\
BEGIN:VTIMEZONE
TZID:{ZONE}
BEGIN:DAYLIGHT
DTSTART:19700329T020000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
TZNAME:CEST
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19701025T030000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
TZNAME:CET
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
END:VTIMEZONE
""".encode().split(b"\n")
)

log = logging.getLogger(__name__)


class Method(enum.StrEnum):
    """What a calendar program is asked to do with an entry that comes by mail (RFC 5546)."""

    REQUEST = "REQUEST"  # invites, or tells whoever was invited what has changed
    CANCEL = "CANCEL"


@dataclass(frozen=True, slots=True)
class Mailbox:
    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Part:
    """What a mail brings for the calendar of its recipient."""

    method: str
    content: bytes


def render(entries: Sequence[FeedEntry | DueEntry], *, name: str = "") -> bytes:
    """A calendar of these entries in the language of the moment. With a name it is a subscription, which says how
    often to come back; without one it is a file to take away, and its entry is private among whoever shares the
    calendar that it is put into. In a subscription that word would hide the entry from its own reader: Google shows
    nothing but “busy” of one that is private (collective/icalendar#230)."""
    events = [_event(entry, language(), is_private=not name) for entry in entries]
    # The zone even where there is no entry: RFC 5545 §3.6 wants at least one component.
    return b"".join((_head(name), VTIMEZONE, *events, _END))


def scheduled(
    entry: FeedEntry, method: Method, *, organizer: Mailbox, attendee: Mailbox, takes_part: bool = True
) -> Part | None:
    """The entry as one person is invited to it, or as it is taken back: nobody else's name or address is in it. What
    does not take place is CANCELLED; where only this person `takes_part` no longer there is no STATUS (RFC 5546
    §3.2.5). None where the entry cannot be written at all: then the mail goes without it."""
    for build in (_full, _reduced):
        try:
            event = build(entry)
            event.classification = CLASS.PRIVATE
            event.organizer = vCalAddress.new(organizer.address, cn=_line(organizer.name) or None)
            event.attendees = [_asked(attendee, method)]
            if not takes_part:
                del event["STATUS"]
            return Part(method.value, b"".join((_head("", method), VTIMEZONE, event.to_ical(), _END)))
        except Exception as fault:  # noqa: BLE001 because the mail itself has to go out all the same
            log.error("calendar part of entry %s: %s", entry.id, type(fault).__name__)
    return None


def _asked(attendee: Mailbox, method: Method) -> vCalAddress:
    asks = method is Method.REQUEST
    return vCalAddress.new(
        attendee.address,
        cn=_line(attendee.name) or None,
        role=ROLE.REQ_PARTICIPANT,
        partstat=PARTSTAT.NEEDS_ACTION if asks else None,
        rsvp=True if asks else None,
    )


@lru_cache(maxsize=256)
def _head(name: str, method: Method | None = None) -> bytes:
    head = Calendar.new(prodid=PRODUCER, calscale="GREGORIAN", method=method)
    del head["UID"]  # Calendar.new makes one up each time
    if name:
        # By hand: name= does not escape NAME, and refresh_interval= leaves out the VALUE that RFC 7986 asks for.
        head.add("NAME", vText(_line(name)))
        head.add("X-WR-CALNAME", vText(_line(name)))
        head.add("REFRESH-INTERVAL", vDuration(REFRESH), parameters={"VALUE": "DURATION"})
        head.add("X-PUBLISHED-TTL", vDuration(REFRESH))
    return bytes(head.to_ical()).removesuffix(_END)


@lru_cache(maxsize=2_048)
def _event(entry: FeedEntry | DueEntry, _language: str, *, is_private: bool) -> bytes:
    """The entry's own bytes; of one that cannot be written so, its time and title; of a hopeless one, nothing.
    Kept by everything that it was made from, so that no two readers can share what differs between them: a program asks
    for the same 40 entries all day, and each costs half a millisecond to write."""
    for build in (_full, _reduced):
        try:
            event = _due(entry) if isinstance(entry, DueEntry) else build(entry)
            event.classification = CLASS.PRIVATE if is_private else None
            return bytes(event.to_ical())
        except Exception as fault:  # noqa: BLE001 because whatever breaks in one record must not cost the others
            # Of what kind and where, but never the text: it may not stand in a log.
            log.error("calendar entry %s, version %s: %s", entry.id, entry.version, type(fault).__name__)
    return b""


def _due(entry: DueEntry) -> Event:
    """Over the whole day, and nobody is busy: a task (VTODO) would be shown by few programs."""
    event = _begun(entry, _line(entry.title), entry.on)
    event.end = entry.on + dt.timedelta(days=1)  # the end is not part of it (RFC 5545 §3.6.1)
    event.status, event.transparency = STATUS.CONFIRMED, TRANSP.TRANSPARENT
    event.description = _text(entry.description) or None
    event.url = _line(entry.url).replace(" ", "") or None
    return event


def _full(entry: FeedEntry) -> Event:
    starts, ends = _moment(entry.starts), _moment(entry.ends)
    if ends <= starts:
        raise ValueError("ends before it starts")
    event = _bare(entry)
    event.end = ends
    event.status = STATUSES[entry.state]
    event.location = ", ".join(filter(None, map(_line, (entry.venue, entry.address, entry.place)))) or None
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
    return _begun(entry, _summary(entry.state, _line(entry.title)), _moment(entry.starts))


def _begun(entry: FeedEntry | DueEntry, title: str, start: dt.date) -> Event:
    if not entry.uid or entry.changed_at.tzinfo is None:  # Event.new would invent the one and misread the other
        raise ValueError("no identity or no instant of change")
    changed = entry.changed_at.astimezone(dt.UTC)
    return Event.new(
        uid=_line(entry.uid),
        stamp=changed,
        last_modified=changed,
        sequence=entry.revision,
        summary=title,
        start=start,
    )


def _summary(state: str, title: str) -> str:
    if state == "cancelled":  # many clients show a subscribed event that is cancelled like any other: the title says it
        return gettext("CANCELLED: %(title)s", title=title)
    if state == "postponed":
        return gettext("POSTPONED: %(title)s", title=title)
    return title


def _moment(wall_clock: dt.datetime) -> dt.datetime:
    if wall_clock.tzinfo is not None:
        raise ValueError("a wall clock has no zone")
    return wall_clock.replace(microsecond=0, tzinfo=zoneinfo.ZoneInfo(ZONE))


def _line(text: str) -> str:
    return fit(text, one_line=True)[:LONGEST_LINE]


def _text(text: str) -> str:
    return fit(text, one_line=False)[:LONGEST_TEXT].strip()
