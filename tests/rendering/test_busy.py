"""Known dates out of a file that somebody brings: what it says, and that no file breaks, hangs or slips anything in."""

import datetime as dt
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialogue.rendering.busy import LARGEST, MOST, UnreadableError, read

HERE = ";TZID=Europe/Brussels"


def day(n, month=5):
    return dt.date(2027, month, n)


def file(*events, head="VERSION:2.0\nPRODID:x"):
    blocks = "\n".join(f"BEGIN:VEVENT\nUID:{n}\n{event}\nEND:VEVENT" for n, event in enumerate(events))
    return f"BEGIN:VCALENDAR\n{head}\n{blocks}\nEND:VCALENDAR\n".replace("\n", "\r\n").encode()


@pytest.mark.parametrize(
    ("event", "days"),
    [
        ("DTSTART;VALUE=DATE:20270511\nDTEND;VALUE=DATE:20270513", (day(11), day(12))),
        ("DTSTART;VALUE=DATE:20270511", (day(11), day(11))),
        ("DTSTART;VALUE=DATE:20270511\nDURATION:P2D", (day(11), day(12))),
        ("DTSTART:20270511T220000Z\nDTEND:20270511T230000Z", (day(12), day(12))),  # midnight in both capitals
        (f"DTSTART{HERE}:20270511T090000\nDTEND{HERE}:20270512T000000", (day(11), day(11))),
        ("DTSTART;TZID=W. Europe Standard Time:20270511T090000\nDURATION:PT3H", (day(11), day(11))),
        ("DTSTART;TZID=Nowhere/At All:20270511T090000", (day(11), day(11))),
        ("DTSTART:20270511T090000", (day(11), day(11))),
    ],
)  # fmt: skip
def test_an_entry_takes_its_days_in_both_capitals(event, days):
    found = read(file(f"SUMMARY:Ministerial\n{event}"))

    assert (found.dates, found.left_out) == ([(*days, "Ministerial")], [])


def test_a_title_is_one_line_and_cut():
    several, long = "One\\nTwo\\, “three”", "x" * 500
    events = [f"DTSTART;VALUE=DATE:2027051{n}\nSUMMARY:{title}" for n, title in enumerate((several, long))]
    first, second = read(file(*events)).dates

    assert (first[2], second[2]) == ("One Two, “three”", "x" * 120)


@pytest.mark.parametrize(
    ("event", "sentence"),
    [
        ("DTSTART;VALUE=DATE:20270511\nRRULE:FREQ=YEARLY", "“X” repeats: please type its days."),
        ("DTSTART;VALUE=DATE:20270511\nRRULE:FREQ=SECONDLY;COUNT=999999999", "“X” repeats: please type its days."),
        ("DTSTART;VALUE=DATE:20270511\nRDATE;VALUE=DATE:20280511", "“X” repeats: please type its days."),
        ("DTSTART:tomorrow", "“X” could not be read."),
        ("DTSTART;VALUE=DATE:20270511\nDTEND;VALUE=DATE:20290511", "“X” could not be read."),
        ("DTSTART;VALUE=DATE:20270511\nDURATION:P99999999999999W", "“X” could not be read."),
        ("DTSTART;VALUE=DATE:20270513\nDTEND;VALUE=DATE:20270511", None),
        ("DTSTART;VALUE=DATE:00010101", "“X” could not be read."),
        ("DTEND;VALUE=DATE:20270511", "“X” could not be read."),
        (f"DTSTART;TZID={'z' * 300}:20270511T090000", None),  # python/cpython#96463
        ("STATUS:CANCELLED\nDTSTART;VALUE=DATE:20270511", None),
    ],
)
def test_what_cannot_be_taken_is_left_out_in_a_sentence(event, sentence):
    found = read(file(f"SUMMARY:X\n{event}", "SUMMARY:Good\nDTSTART;VALUE=DATE:20270520"))

    assert (day(20), day(20), "Good") in found.dates
    if sentence is not None:
        assert found.left_out == [sentence]
        assert len(found.dates) == 1


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "This is no iCalendar file (.ics)."),
        (b"%PDF-1.7", "This is no iCalendar file (.ics)."),
        (b"\xff\xfe\x00B", "This is no iCalendar file (.ics)."),
        (b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", "There are no entries in this file."),
        (b"BEGIN:VCALENDAR" + b" " * LARGEST, "The file is larger than 512 kB."),
    ],
)
def test_what_is_no_file_of_dates_is_refused_in_a_sentence(content, sentence):
    with pytest.raises(UnreadableError) as no:
        read(content)

    assert str(no.value) == sentence


def test_what_stands_inside_an_entry_is_no_line_of_it():
    alarm = "BEGIN:VALARM\nSUMMARY:Alarm\nDTSTART:20300101T000000\nEND:VALARM"
    nested = "BEGIN:VEVENT\nSUMMARY:Inner\nEND:VEVENT"

    found = read(file(f"SUMMARY:Outer\nDTSTART;VALUE=DATE:20270511\n{alarm}"))
    assert found.dates == [(day(11), day(11), "Outer")]
    assert all(one[2] != "Alarm" for one in read(file(f"SUMMARY:O\nDTSTART;VALUE=DATE:20270511\n{nested}")).dates)


def test_a_zone_with_rules_of_its_own_is_never_asked():
    """Each second since 1970 would be two thousand million."""
    bomb = (
        "BEGIN:VTIMEZONE\nTZID:Bomb\nBEGIN:STANDARD\nDTSTART:19700101T000000\nRRULE:FREQ=SECONDLY\n"
        "TZOFFSETFROM:+0100\nTZOFFSETTO:+0200\nEND:STANDARD\nEND:VTIMEZONE"
    )
    begun = time.process_time()

    found = read(file("SUMMARY:X\nDTSTART;TZID=Bomb:20270511T090000", head=f"VERSION:2.0\n{bomb}"))

    assert found.dates == [(day(11), day(11), "X")]
    assert time.process_time() - begun < 5


def test_no_more_than_so_many_entries_are_read():
    found = read(file(*[f"SUMMARY:{n}\nDTSTART;VALUE=DATE:20270511" for n in range(MOST + 5)]))

    assert (len(found.dates), found.left_out) == (MOST, ["Only the first 300 entries are read."])


@settings(deadline=None, max_examples=150)
@given(
    lines=st.lists(
        st.one_of(
            st.sampled_from(["BEGIN:VEVENT", "END:VEVENT", "BEGIN:VALARM", "END:VALARM", "END:VCALENDAR", "RRULE:X=Y"]),
            st.text(max_size=60),
            st.text(max_size=40).map(lambda text: f"SUMMARY:{text}"),
            st.text(max_size=30).map(lambda text: f"DTSTART;{text}:20270511T090000"),
            st.text(max_size=30).map(lambda text: f"DTEND:{text}"),
            st.text(max_size=20).map(lambda text: f"DURATION:P{text}"),
        ),
        max_size=30,
    )
)  # fmt: skip
def test_whatever_the_lines_are_the_answer_is_dates_or_a_sentence(lines):
    content = "\r\n".join(["BEGIN:VCALENDAR", *lines]).encode("utf-8", "surrogatepass")

    try:
        found = read(content)
    except UnreadableError:
        return
    assert all(first <= last for first, last, _ in found.dates)
    assert all("\n" not in title and 0 < len(title) <= 120 for _, _, title in found.dates)
