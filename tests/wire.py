"""A strict reader of calendars, written from RFC 5545 and practice §2.1 alone: what it does not know, it refuses."""

import re
from collections import Counter

NAME = r"[A-Z][A-Z0-9-]*"
PARAMETER = rf'{NAME}=(?:[^\x00-\x08\x0a-\x1f\x7f";:,]*|"[^\x00-\x08\x0a-\x1f\x7f"]*")'
LINE = re.compile(rf"({NAME})((?:;{PARAMETER})*):([^\x00-\x08\x0a-\x1f\x7f]*)")
TEXT = re.compile(r"(?:[^\\;,]|\\[\\;,nN])*")
LOCAL, UTC, DAY = re.compile(r"\d{8}T\d{6}"), re.compile(r"\d{8}T\d{6}Z"), re.compile(r"\d{8}")

CALENDAR = {"VERSION", "PRODID", "CALSCALE", "NAME", "X-WR-CALNAME", "REFRESH-INTERVAL", "X-PUBLISHED-TTL"}
EVENT = {
    "UID", "DTSTAMP", "LAST-MODIFIED", "SEQUENCE", "DTSTART", "DTEND", "SUMMARY", "STATUS", "CLASS", "TRANSP",
    "LOCATION", "DESCRIPTION", "URL",
}  # fmt: skip
OBSERVANCE = {"DTSTART", "TZNAME", "TZOFFSETFROM", "TZOFFSETTO", "RRULE"}
REQUIRED = {
    "VCALENDAR": {"VERSION", "PRODID", "CALSCALE"},
    "VTIMEZONE": {"TZID"},
    "STANDARD": {"DTSTART", "TZOFFSETFROM", "TZOFFSETTO"},
    "DAYLIGHT": {"DTSTART", "TZOFFSETFROM", "TZOFFSETTO"},
    "VEVENT": {"UID", "DTSTAMP", "LAST-MODIFIED", "SEQUENCE", "DTSTART", "SUMMARY", "STATUS"},
}
KNOWN = {"VCALENDAR": CALENDAR, "VTIMEZONE": {"TZID"}, "STANDARD": OBSERVANCE, "DAYLIGHT": OBSERVANCE, "VEVENT": EVENT}
INSIDE = {None: {"VCALENDAR"}, "VCALENDAR": {"VTIMEZONE", "VEVENT"}, "VTIMEZONE": {"STANDARD", "DAYLIGHT"}}
ONE_OF = {
    "VERSION": {"2.0"},
    "CALSCALE": {"GREGORIAN"},
    "STATUS": {"TENTATIVE", "CONFIRMED", "CANCELLED"},
    "TRANSP": {"OPAQUE", "TRANSPARENT"},
    "CLASS": {"PUBLIC", "PRIVATE", "CONFIDENTIAL"},
    "REFRESH-INTERVAL": {"PT1H"},
    "X-PUBLISHED-TTL": {"PT1H"},
}


def lines(body: bytes) -> list[str]:
    """The content lines, unfolded."""
    assert body.endswith(b"\r\n")
    physical = body.removesuffix(b"\r\n").split(b"\r\n")
    for line in physical:
        assert line, "an empty line"
        assert len(line) <= 75, line
        assert b"\r" not in line and b"\n" not in line, line
        line.decode()  # no character is cut in two
    return "\r\n".join(line.decode() for line in physical).replace("\r\n ", "").split("\r\n")


def events(body: bytes) -> list[dict[str, str]]:
    """The events of a calendar that keeps every rule: names (with their parameters) to values as they stand."""
    found, open_, zones, used = [], [], set(), set()
    for line in lines(body):
        match = LINE.fullmatch(line)
        assert match, line
        name, parameters, value = match.groups()
        if name == "BEGIN":
            assert value in INSIDE.get(open_[-1][0] if open_ else None, ()), line
            open_.append((value, {}))
        elif name == "END":
            kind, held = open_.pop()
            assert kind == value, line
            missing = REQUIRED[kind] - {key.partition(";")[0] for key in held}
            assert not missing, (kind, missing)
            zones |= {held["TZID"]} if kind == "VTIMEZONE" else set()
            found += [held] if kind == "VEVENT" else []
        else:
            kind, held = open_[-1]
            assert name in KNOWN[kind], line
            assert name not in {key.partition(";")[0] for key in held}, f"{name} twice"
            _value(name, parameters, value, kind)
            used |= {parameters.removeprefix(";TZID=")} if parameters.startswith(";TZID=") else set()
            held[name + parameters] = value
    assert not open_
    assert used <= zones, "a zone is used that is not explained"
    assert "Europe/Belgrade" not in zones
    assert not [uid for uid, n in Counter(event["UID"] for event in found).items() if n > 1]
    return found


def _value(name: str, parameters: str, value: str, kind: str) -> None:
    assert value in ONE_OF.get(name, {value}), (name, value)
    if name in {"SUMMARY", "LOCATION", "DESCRIPTION", "UID", "NAME", "X-WR-CALNAME", "PRODID", "TZNAME"}:
        assert TEXT.fullmatch(value), (name, value)
    if name in {"DTSTAMP", "LAST-MODIFIED"}:
        assert UTC.fullmatch(value), (name, value)
    if name in {"DTSTART", "DTEND"}:
        assert (DAY if parameters == ";VALUE=DATE" else LOCAL).fullmatch(value), (name, value)
        assert bool(parameters) == (kind == "VEVENT"), (name, parameters)
    if name == "SEQUENCE":
        assert re.fullmatch(r"\d{1,10}", value), value
    if name == "REFRESH-INTERVAL":
        assert parameters == ";VALUE=DURATION"
    if name == "URL":
        assert re.fullmatch(r"https?://[!-~]+", value), value
