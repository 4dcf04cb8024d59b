"""Calendars on the wire: every rule of practice §2.1 and hazards §5, read back by three readers, one our own."""

import dataclasses
import datetime as dt
import io
import unicodedata
import zoneinfo

import icalendar
import pytest
import time_machine
import vobject
from dateutil.tz import tzical
from hypothesis import given, settings
from hypothesis import strategies as st

from dialogue.domain.editions import DueEntry, FeedEntry
from dialogue.domain.text import clean, fit
from dialogue.rendering.icalendar import (
    LONGEST_LINE,
    LONGEST_TEXT,
    VTIMEZONE,
    ZONE,
    Mailbox,
    Method,
    render,
    scheduled,
)
from tests import wire
from tests.shown import TOGETHER

PLACE = "Palace of Meetings, hall 2, Main Street 1, Prishtinë"
BRUSSELS = zoneinfo.ZoneInfo(ZONE)


def entry(**changed):
    return dataclasses.replace(
        FeedEntry(
            id=1,
            uid="session-1@dialogue.example",
            revision=2,
            changed_at=dt.datetime(2026, 11, 2, 8, 30, tzinfo=dt.UTC),
            version=5,
            title="HLD/2027/1",
            state="convened",
            starts=dt.datetime(2027, 5, 11, 9, 30),
            ends=dt.datetime(2027, 5, 12, 17, 0),
            place="Prishtinë",
            venue="Palace of Meetings, hall 2",
            address="Main Street 1",
            url="https://dialogue.example/sessions/2027-1",
            description="First session of 2027",
        ),
        **changed,
    )


def entries(n):
    return [entry(id=k, uid=f"session-{k}@dialogue.example", title=f"HLD/{2000 + k}/1") for k in range(1, n + 1)]


def event(**changed):
    (only,) = wire.events(render([entry(**changed)], name="Sessions"))
    return only


# The wire


def test_a_feed_reads_line_by_line_as_the_rules_say():
    body = render([entry()], name="My sessions")

    assert wire.lines(body) == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Dialogue//Calendar//EN",
        "CALSCALE:GREGORIAN",
        "NAME:My sessions",
        "X-WR-CALNAME:My sessions",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
        "X-PUBLISHED-TTL:PT1H",
        "BEGIN:VTIMEZONE",
        "TZID:Europe/Brussels",
        "BEGIN:DAYLIGHT",
        "DTSTART:19700329T020000",
        "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3",
        "TZNAME:CEST",
        "TZOFFSETFROM:+0100",
        "TZOFFSETTO:+0200",
        "END:DAYLIGHT",
        "BEGIN:STANDARD",
        "DTSTART:19701025T030000",
        "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10",
        "TZNAME:CET",
        "TZOFFSETFROM:+0200",
        "TZOFFSETTO:+0100",
        "END:STANDARD",
        "END:VTIMEZONE",
        "BEGIN:VEVENT",
        "SUMMARY:HLD/2027/1",
        "DTSTART;TZID=Europe/Brussels:20270511T093000",
        "DTEND;TZID=Europe/Brussels:20270512T170000",
        "DTSTAMP:20261102T083000Z",
        "UID:session-1@dialogue.example",
        "SEQUENCE:2",
        "DESCRIPTION:First session of 2027",
        "LAST-MODIFIED:20261102T083000Z",
        "LOCATION:Palace of Meetings\\, hall 2\\, Main Street 1\\, Prishtinë",
        "STATUS:CONFIRMED",
        "URL:https://dialogue.example/sessions/2027-1",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    assert wire.events(body)


def test_a_file_to_take_away_has_no_name_and_does_not_ask_to_be_fetched_again():
    body = render([entry()])

    assert not {"NAME", "X-WR-CALNAME", "REFRESH-INTERVAL", "X-PUBLISHED-TTL"} & {
        line.partition(":")[0].partition(";")[0] for line in wire.lines(body)
    }
    assert len(wire.events(body)) == 1


def test_only_a_file_to_take_away_says_that_its_entry_is_private():
    """Of a subscription that says so a program shows its own reader nothing but “busy”."""
    (feed,), (file,) = wire.events(render([entry()], name="Sessions")), wire.events(render([entry()]))

    assert file.pop("CLASS") == "PRIVATE"
    assert feed == file
    for body, of_class in ((render([entry()], name="Sessions"), None), (render([entry()]), "PRIVATE")):
        read, other = icalendar.Calendar.from_ical(body).events[0], vobject.readOne(body.decode()).vevent
        assert read.get("CLASS") == of_class
        assert (other.getChildValue("class") or None) == of_class


def test_an_empty_feed_is_still_a_valid_calendar():
    body = render([], name="My sessions")

    assert wire.events(body) == []
    assert "TZID:Europe/Brussels" in wire.lines(body)


@pytest.mark.parametrize(
    ("state", "status", "summary", "transparency"),
    [
        ("tentative", "TENTATIVE", "HLD/2027/1", None),
        ("convened", "CONFIRMED", "HLD/2027/1", None),
        ("in session", "CONFIRMED", "HLD/2027/1", None),
        ("held", "CONFIRMED", "HLD/2027/1", None),
        ("closed", "CONFIRMED", "HLD/2027/1", None),
        ("postponed", "TENTATIVE", "POSTPONED: HLD/2027/1", "TRANSPARENT"),
        ("cancelled", "CANCELLED", "CANCELLED: HLD/2027/1", "TRANSPARENT"),
    ],
)
def test_a_state_is_told_by_status_title_and_whether_it_blocks_time(state, status, summary, transparency):
    told = event(state=state)

    assert (told["STATUS"], told["SUMMARY"], told.get("TRANSP")) == (status, summary, transparency)


def test_many_sessions_keep_their_order_and_their_uids():
    body = render(entries(40), name="All")

    assert [e["UID"] for e in wire.events(body)] == [f"session-{k}@dialogue.example" for k in range(1, 41)]


def test_a_moved_session_keeps_its_uid_and_counts_up():
    before = event()

    after = event(starts=dt.datetime(2027, 5, 18, 9, 30), ends=dt.datetime(2027, 5, 19, 17), revision=3, version=6)

    assert after["UID"] == before["UID"]
    assert (before["SEQUENCE"], after["SEQUENCE"]) == ("2", "3")
    assert after["DTSTART;TZID=Europe/Brussels"] == "20270518T093000"


def test_other_readers_see_what_we_wrote():
    body = render(entries(3), name="Sessions")

    ours = icalendar.Calendar.from_ical(body)
    theirs = vobject.readOne(body.decode())

    assert not [e.errors for e in ours.walk() if e.errors]
    for read, other in zip(ours.events, theirs.vevent_list, strict=True):
        assert str(read["LOCATION"]) == other.location.value == PLACE
        assert read.start == other.dtstart.value == dt.datetime(2027, 5, 11, 9, 30, tzinfo=BRUSSELS)
        assert read.end == other.dtend.value == dt.datetime(2027, 5, 12, 17, 0, tzinfo=BRUSSELS)


def test_the_name_of_a_feed_is_escaped_like_any_text():
    told = wire.lines(render([], name="Sessions; mine, “all” \\ x"))

    # icalendar's own name= leaves NAME as it is, and reads neither back; RFC 7986 §5.1 says that it is a text
    assert told[4:6] == [rf"{name}:Sessions\; mine\, “all” \\ x" for name in ("NAME", "X-WR-CALNAME")]


# Hostile texts (hazards §2b)

HOSTILE = [
    "a\r\nBEGIN:VEVENT\r\nUID:evil\r\nEND:VEVENT",
    "a\nATTENDEE:mailto:a@b.example",
    "a\rb",
    r"a\nb",
    r"trailing backslash \\"[:-1],
    "semi;colon:comma,\"quotes\" 'single'",
    "^n caret ^' ^^",
    "BEGIN:VALARM",
    "END:VCALENDAR",
    "x" * 75,
    "é" * 38,
    "あ" * 120,
    "👩‍👩‍👧‍👦🇽🇰" * 20,
    "a" * 61 + "ë" * 50,
    "tab\tinside",
    "vertical\vform\fnext\x85line\u2028paragraph\u2029end",
    "".join(map(chr, range(32))),
    "\x00NUL",
    "\x7f\x80\x9f",
    "\u202egpj.exe\u202c \u2066isolate\u2069 \u200emark\u200f",
    "\ufeffbyte order mark \U000e0041tag",
    "lone \ud800 surrogate \udfff",
    "\ufffe\uffff\ufdd0",
    "e\u0301 decomposed",
    "Mitrovicë e Veriut, Čačak, Đorđe Đokić, Łukasz, İstanbul, O’Neill, Митровица, مثال",
    "<b>HTML</b> &amp; <script>alert(1)</script>",
    "%s %(title)s {0} {{7*7}} ${x}",
    "=HYPERLINK(1)",
]


CONTROLS = [*range(0x20), *range(0x7F, 0xA0), *range(0xD800, 0xE000), *range(0xFDD0, 0xFDF0), 0xFFFE, 0xFFFF]
UNSEEN = [0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFEFF, *range(0xE0000, 0xE0080)]


def plain(text, *, gone):
    """What is left of a text to read, on one line, said in another way than the renderer does."""
    kept = "".join(" " if ch in "\t\n\r\v\f\x85\u2028\u2029" else ch for ch in text)
    return " ".join(kept.translate(dict.fromkeys(gone)).split()).replace("e\u0301", "é")


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_stays_the_text_of_one_event(text):
    body = render([entry(title=text, venue=text, address="", place="", description=f"On {text}", url="")], name=text)

    assert len(wire.events(body)) == 1
    (read,) = icalendar.Calendar.from_ical(body).events
    (other,) = vobject.readOne(body.decode()).vevent_list
    line = plain(text, gone=CONTROLS + UNSEEN)
    assert [str(read.get(name, "")) for name in ("SUMMARY", "LOCATION")] == [line, line]
    assert other.summary.value == line
    assert " ".join(str(read.get("DESCRIPTION", "")).split()) == plain(f"On {text}", gone=CONTROLS)
    assert read.errors == []


@settings(deadline=None, max_examples=50, derandomize=True)
@given(text=st.text(st.characters(), max_size=200), state=st.sampled_from(["convened", "cancelled"]))
def test_whatever_is_typed_stays_the_text_of_one_event(text, state):
    body = render([entry(title=text, venue=text, place=text, description=text, state=state)], name=text)

    (told,) = wire.events(body)
    assert (told["UID"], told["DTSTART;TZID=Europe/Brussels"]) == ("session-1@dialogue.example", "20270511T093000")
    assert len(icalendar.Calendar.from_ical(body).events) == len(vobject.readOne(body.decode()).vevent_list) == 1


def test_what_somebody_typed_stands_in_a_calendar_as_it_was_typed():
    typed = clean(TOGETHER, limit=10**6, one_line=False)[:3_500].strip()
    read = icalendar.Calendar.from_ical(render([entry(title="Kosovo(*)", description=typed)])).events[0]

    assert "Kosovo(*)" in read["SUMMARY"]
    assert typed in read["DESCRIPTION"]


def test_a_description_keeps_its_lines():
    read = icalendar.Calendar.from_ical(render([entry(description="one\r\ntwo\n\nthree\x0bfour")])).events[0]

    assert str(read["DESCRIPTION"]) == "one\ntwo\n\nthree\nfour"


def test_a_text_without_measure_is_cut():
    read = icalendar.Calendar.from_ical(render([entry(title="t" * 10**6, description="d\n" * 10**6)])).events[0]

    assert len(str(read["SUMMARY"])) == LONGEST_LINE
    assert len(str(read["DESCRIPTION"])) <= LONGEST_TEXT


@pytest.mark.parametrize(
    "url", ["https://a.example/x\r\nATTENDEE:mailto:a@b", "https://a.example/ x", "https://a.example/\x00"]
)
def test_an_address_that_cannot_stand_on_the_wire_is_put_on_one_line(url):
    assert event(url=url)["URL"].startswith("https://a.example/")


# One bad record


@pytest.mark.parametrize(
    "fault",
    [
        {"uid": ""},
        {"changed_at": dt.datetime(2026, 11, 2)},
        {"changed_at": None},
        {"starts": None},
        {"starts": dt.datetime(2027, 5, 11, tzinfo=dt.UTC)},
        {"title": None},
    ],
    ids=repr,
)
def test_a_hopeless_record_is_left_out_and_logged_without_its_text(fault, caplog):
    good = entries(2)

    body = render([good[0], entry(id=99, **{"venue": "SECRET VENUE", **fault}), good[1]], name="All")

    assert wire.events(body) == wire.events(render(good, name="All"))
    assert "calendar entry 99, version 5" in caplog.text
    assert "SECRET" not in caplog.text


@pytest.mark.parametrize(
    "fault",
    [
        {"ends": dt.datetime(2027, 5, 11, 9, 30)},
        {"ends": dt.datetime(2027, 5, 10)},
        {"ends": None},
        {"state": "abolished"},
        {"description": None},
        {"url": 7},
    ],
    ids=repr,
)
def test_a_faulty_record_is_reduced_to_its_time_and_title(fault, caplog):
    told = event(id=98, **fault)

    assert set(told) == {
        "UID", "DTSTAMP", "LAST-MODIFIED", "SEQUENCE", "DTSTART;TZID=Europe/Brussels", "SUMMARY", "STATUS",
    }  # fmt: skip
    assert "calendar entry 98" in caplog.text


def test_a_cancelled_record_that_is_faulty_still_says_that_it_is_cancelled():
    told = event(ends=dt.datetime(2027, 5, 10), state="cancelled")

    assert (told["STATUS"], told["SUMMARY"]) == ("CANCELLED", "CANCELLED: HLD/2027/1")


# Same entries, same bytes


def test_the_same_entries_give_the_same_bytes_whenever_they_are_asked_for():
    with time_machine.travel(dt.datetime(2026, 11, 3, tzinfo=dt.UTC), tick=False):
        early = render(entries(3), name="All")
    render.__globals__["_event"].cache_clear()

    with time_machine.travel(dt.datetime(2031, 7, 9, tzinfo=dt.UTC), tick=False):
        late = render(entries(3), name="All")

    assert late == early


@pytest.mark.parametrize(
    "differing",
    [
        {"title": "Dialogue session"},
        {"state": "cancelled"},
        {"venue": ""},
        {"address": ""},
        {"place": "Brussels"},
        {"url": ""},
        {"description": "what only one of the two may read"},
        {"revision": 3},
        {"changed_at": dt.datetime(2026, 11, 2, 8, 31, tzinfo=dt.UTC)},
    ],
    ids=repr,
)
def test_two_readers_of_one_session_never_share_what_differs(differing):
    mine = render([entry()], name="All")

    theirs = render([entry(**differing)], name="All")

    assert theirs != mine
    assert render([entry()], name="All") == mine


def test_two_subscriptions_of_one_session_keep_their_own_names():
    names = [icalendar.Calendar.from_ical(render([entry()], name=name))["X-WR-CALNAME"] for name in ("Mine", "All")]

    assert names == ["Mine", "All"]


# Time


@pytest.mark.parametrize(
    ("starts", "ends", "hours"),
    [
        ("2026-10-25T01:00", "2026-10-25T04:00", 4),  # through the hour that comes twice
        ("2027-03-27T22:00", "2027-03-28T12:00", 13),  # through the hour that is missing
        ("2026-10-24T09:00", "2026-10-26T17:00", 57),
        ("2028-02-29T09:00", "2028-02-29T10:00", 1),
        ("0001-01-01T00:00", "0001-01-01T01:00", 1),
        ("9999-12-31T22:00", "9999-12-31T23:00", 1),
    ],
)
def test_a_session_over_a_change_of_time_lasts_as_long_as_it_does(starts, ends, hours):
    body = render([entry(starts=dt.datetime.fromisoformat(starts), ends=dt.datetime.fromisoformat(ends))])

    (told,) = wire.events(body)
    read = icalendar.Calendar.from_ical(body).events[0]
    assert told["DTSTART;TZID=Europe/Brussels"] == starts.replace("-", "").replace(":", "") + "00"
    if 1 < read.start.year < 9999:
        assert (read.end.astimezone(dt.UTC) - read.start.astimezone(dt.UTC)) == dt.timedelta(hours=hours)


def test_both_capitals_keep_the_same_time():
    other = [zoneinfo.ZoneInfo("Europe/Belgrade"), zoneinfo.ZoneInfo("Europe/Tirane")]
    first, last = dt.datetime(1990, 1, 1, tzinfo=dt.UTC), dt.datetime(2038, 1, 1, tzinfo=dt.UTC)
    moments = [first + dt.timedelta(hours=6 * n) for n in range((last - first).days * 4)]

    differing = [
        m for m in moments if {m.astimezone(z).utcoffset() for z in other} != {m.astimezone(BRUSSELS).utcoffset()}
    ]

    assert differing == []


def test_the_zone_is_explained_hour_by_hour_as_it_is():
    explained = tzical(io.StringIO(VTIMEZONE.decode().replace("\r\n", "\n"))).get(ZONE)
    first = dt.datetime(2026, 1, 1)
    hours = [first + dt.timedelta(hours=n) for n in range((dt.datetime(2038, 1, 1) - first).days * 24)]

    def exists(hour):
        return hour.replace(tzinfo=BRUSSELS).astimezone(dt.UTC).astimezone(BRUSSELS).replace(tzinfo=None) == hour

    differing = [h for h in hours if h.replace(tzinfo=BRUSSELS).utcoffset() != h.replace(tzinfo=explained).utcoffset()]

    assert [hour for hour in differing if exists(hour)] == []
    assert len(differing) <= 12  # the hour that is missing in spring is nobody's


# By mail, to one person


SECRETARIAT = Mailbox("Joint Secretariat", "secretariat@dialogue.example")
KALTRINA = Mailbox("Kaltrina Çhair", "kaltrina@kosovo.example")


def by_mail(method=Method.REQUEST, attendee=KALTRINA, *, takes_part=True, **changed):
    more = {"organizer": SECRETARIAT, "attendee": attendee, "takes_part": takes_part}
    return scheduled(entry(**changed), method, **more)


def people_in(body):
    return [line for line in wire.lines(body) if line.startswith(("ATTENDEE", "ORGANIZER"))]


def test_an_invitation_is_the_feeds_entry_with_its_one_recipient_and_the_secretariat():
    part = by_mail()
    both = [line for line in wire.lines(part.content) if not line.startswith(("ATTENDEE", "ORGANIZER", "METHOD"))]

    assert part.method == "REQUEST"
    assert both == wire.lines(render([entry()]))
    assert people_in(part.content) == [
        f'ATTENDEE;CN="{KALTRINA.name}";PARTSTAT=NEEDS-ACTION;ROLE=REQ-PARTICIPANT;RSVP=TRUE:mailto:{KALTRINA.address}',
        'ORGANIZER;CN="Joint Secretariat":mailto:secretariat@dialogue.example',
    ]


def test_a_session_that_is_cancelled_says_so_and_a_place_that_ended_does_not():
    off, out = by_mail(Method.CANCEL, state="cancelled"), by_mail(Method.CANCEL, takes_part=False)

    assert [("METHOD:CANCEL" in wire.lines(one.content), one.method) for one in (off, out)] == [(True, "CANCEL")] * 2
    assert "STATUS:CANCELLED" in wire.lines(off.content)
    assert not any(line.startswith("STATUS") for line in wire.lines(out.content))
    (asked, _) = people_in(out.content)
    assert asked == 'ATTENDEE;CN="Kaltrina Çhair";ROLE=REQ-PARTICIPANT:mailto:kaltrina@kosovo.example'


WORDS = st.text(st.characters(categories=["L", "N", "P", "S", "Zs"]), max_size=200).map(
    lambda text: unicodedata.normalize("NFC", text)
)


@settings(deadline=None, max_examples=60, derandomize=True)
@given(title=WORDS, venue=st.text(max_size=80), name=st.text(max_size=80), days=st.integers(0, 20_000))
def test_whatever_is_typed_comes_back_by_both_readers_as_one_event_with_one_attendee(title, venue, name, days):
    starts = dt.datetime(2000, 1, 1, 9) + dt.timedelta(days=days)
    typed = {"title": title, "venue": venue, "starts": starts, "ends": starts + dt.timedelta(hours=7)}
    body = by_mail(attendee=Mailbox(name, KALTRINA.address), **typed).content
    one, other = icalendar.Calendar.from_ical(body), vobject.readOne(body.decode())

    (read,), (also,) = one.events, other.vevent_list
    (asked,), (asked_too,) = read.attendees, also.attendee_list
    assert (read.errors, one.method, other.method.value) == ([], "REQUEST", "REQUEST")
    assert str(read["SUMMARY"]) == also.summary.value == " ".join(title.split())
    assert read.start.replace(tzinfo=None) == also.dtstart.value.replace(tzinfo=None) == starts
    assert str(asked) == asked_too.value == "mailto:kaltrina@kosovo.example"
    assert not {"\r", "\n", "\0"} & set(str(asked.params.get("CN", "")))
    assert len(people_in(body)) == 2


@pytest.mark.parametrize("fault", [{"uid": ""}, {"starts": None}], ids=repr)
def test_a_hopeless_entry_costs_the_mail_its_part_and_nothing_more(fault, caplog):
    assert by_mail(**fault) is None
    assert "calendar part of entry 1" in caplog.text


# A day by which something is due


def due_entry(**changed):
    entry_ = DueEntry(
        id=3, uid="abc@dialogue", revision=1, changed_at=dt.datetime(2026, 11, 2, 8, 30, tzinfo=dt.UTC),
        title="Follow-up OC/2027/1/03 due", on=dt.date(2027, 9, 1), url="https://dialogue.example/follow-ups/2027-1/3",
    )  # fmt: skip
    return dataclasses.replace(entry_, **changed)


def test_a_deadline_is_a_whole_day_on_which_nobody_is_busy():
    (told,) = wire.events(render([due_entry()], name="Mine"))

    assert told == {
        "SUMMARY": "Follow-up OC/2027/1/03 due", "DTSTART;VALUE=DATE": "20270901", "DTEND;VALUE=DATE": "20270902",
        "DTSTAMP": "20261102T083000Z", "LAST-MODIFIED": "20261102T083000Z", "UID": "abc@dialogue", "SEQUENCE": "1",
        "STATUS": "CONFIRMED", "TRANSP": "TRANSPARENT", "URL": "https://dialogue.example/follow-ups/2027-1/3",
    }  # fmt: skip


def test_a_deadline_that_cannot_be_written_takes_no_feed_down(caplog):
    body = render([due_entry(uid="", title="SECRET"), due_entry()], name="Mine")

    assert len(wire.events(body)) == 1
    assert "calendar entry 3" in caplog.text
    assert "SECRET" not in caplog.text


TYPED = st.text(max_size=120).map(lambda text: fit(text, one_line=True))  # as a form takes it
HOURS = st.datetimes(dt.datetime(2000, 1, 1), dt.datetime(2199, 12, 30)).map(lambda at: at.replace(microsecond=0))


@settings(deadline=None, max_examples=60)
@given(title=TYPED, place=TYPED, venue=TYPED, starts=HOURS, length=st.integers(1, 7_000), on=st.dates())
def test_whatever_is_typed_is_read_back_as_it_was_by_two_other_readers(title, place, venue, starts, length, on):
    ends = starts + dt.timedelta(minutes=length)
    one = entry(title=title, place=place, venue=venue, address="", starts=starts, ends=ends)
    day = due_entry(title=title, on=min(on, dt.date(9999, 12, 30)))

    body = render([one, day], name=title)

    ours, theirs = icalendar.Calendar.from_ical(body), vobject.readOne(body.decode())
    (read, whole), (other, other_day) = ours.events, theirs.vevent_list
    where = ", ".join(filter(None, (venue, place)))
    assert [str(one.get("SUMMARY", "")) for one in (read, whole)] == [title[:LONGEST_LINE]] * 2
    assert [one.getChildValue("summary", "") for one in (other, other_day)] == [title[:LONGEST_LINE]] * 2
    assert str(read.get("LOCATION", "")) == other.getChildValue("location", "") == where
    assert [at.replace(tzinfo=None) for at in (read.start, read.end)] == [starts, ends]
    assert [one.value.replace(tzinfo=None) for one in (other.dtstart, other.dtend)] == [starts, ends]
    assert whole.start == other_day.dtstart.value == day.on
