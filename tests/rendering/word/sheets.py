"""Sheets as a real session makes them, for every paper; and what people paste that no paper may choke on."""

import datetime as dt
from dataclasses import fields, is_dataclass, replace
from typing import Any

from dialogue.domain.editions import (
    ActionSheet,
    AgendaLine,
    AgendaSheet,
    AttachedLine,
    DelegationSheet,
    Heading,
    History,
    Level,
    MinutesItemSheet,
    MinutesSheet,
    ParagraphLine,
    ParticipantsSheet,
    RoundLine,
    Seat,
    SignatureLine,
    TrackerRow,
    TrackerSheet,
)

HASH = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"


def heading(**changes: object) -> Heading:
    return replace(
        Heading(
            reference="HLD/2026/2",
            title="Second session of 2026",
            place="Prishtina",
            starts=dt.datetime(2026, 11, 10, 9, 30),
            ends=dt.datetime(2026, 11, 10, 17, 0),
            zone="Brussels/Prishtina time",
            venue="University Library, Great Hall",
            dialogue="High-Level Dialogue NATO – Kosovo",
            marking="LIMITED DISTRIBUTION",
            dated=dt.datetime(2026, 10, 26, 22, 30, 5, tzinfo=dt.UTC),
            sender="The two secretaries",
            addressee="Delegations",
            previous="HLD/2026/2 REV 1",
        ),
        **changes,
    )


def at(clock: str, day: int = 10) -> dt.datetime:
    hour, minute = clock.split(":")
    return dt.datetime(2026, 11, day, int(hour), int(minute))


def item(number: str, title: str, starts: str, minutes: int, **more: object) -> AgendaLine:
    day = more.pop("day", 10)
    return AgendaLine(key=f"key-{number}", number=number, title=title, starts=at(starts, day), minutes=minutes, **more)


ITEMS = (
    item("1", "Opening and adoption of the agenda", "09:30", 15, presenter="Co-chair of the host"),
    item(
        "2",
        "Approval of minutes and decisions since the last session",
        "09:45",
        15,
        presenter="The two secretaries",
        papers=("HLD/2026/1 Minutes, REV 3", "D/2026/1/01 to D/2026/1/04"),
    ),
    item(
        "3",
        "Regional security developments",
        "10:00",
        75,
        presenter="Head of the Office; Ministry of Defence",
        origin="Kosovo",
        topic="Freedom of movement",
        text="Exchange on the situation since May, **with emphasis** on:\n\n1. freedom of movement in the north;\n"
        "2. the work of the liaison teams (https://liaison.example/teams?year=2026);\n"
        "   - their reach,\n   - their hours;\n3. cyber incidents.\n\nNo conclusions are expected.",
        papers=("HLD/2026/2/WP 4",),
        history=History(
            decisions=("D/2026/1/02 (Tue 12 May 2026): a joint contact list of liaison teams is kept.",),
            followups=(
                "OC/2026/1/03: contact list, due Thu 1 Oct 2026, overdue",
                "OC/2026/1/05: table-top exercise, due Tue 15 Dec 2026",
            ),
            papers=("HLD/2026/1/WP 2 Background note",),
        ),
    ),
    item(
        "3.1",
        "Cyber incidents",
        "10:00",
        25,
        presenter="Cyber agencies of both sides",
        origin="NATO",
        text="Each side reports on incidents of _common_ interest.",
    ),
    item(
        "3.2",
        "Liaison teams in municipalities with particularly long names and several languages",
        "10:25",
        50,
        presenter="Liaison teams",
    ),
    item("4", "", "11:30", 45, withheld=True, kind="restricted"),
    item(
        "5",
        "Review of cooperation",
        "13:30",
        60,
        presenter="Programme managers",
        kind="plenary",
        text="Programmes under review: partnership tools, courses, science.",
    ),
    item(
        "6",
        "Academic cooperation",
        "14:30",
        45,
        presenter="Institute of Security Studies",
        kind="open",
        origin="the co-host",
        papers=("Programme of the institute",),
    ),
    item(
        "7",
        "Review of follow-ups",
        "15:15",
        45,
        presenter="The two secretaries",
        history=History(followups=("OC/2025/2/07: joint training calendar, carried twice",)),
    ),
    item("8", "Any other business", "16:00", 15),
    item("9", "Next session", "16:15", 15, presenter="Co-chairs"),
)


def agenda(**changes: object) -> AgendaSheet:
    return replace(
        AgendaSheet(
            heading=heading(),
            items=ITEMS,
            rev=2,
            status="circulated",
            changes=("Item 6 is new: Academic cooperation.", "Item 4 moved from 14:30 to 11:30."),
        ),
        **changes,
    )


def seat(name: str, role: str = "member", **more: object) -> Seat:
    return Seat(name=name, role=role, **more)


DELEGATIONS = (
    DelegationSheet(
        name="NATO",
        kind="party",
        seats=(
            seat(
                "Ann Verhaegen",
                "head of delegation",
                function="Assistant Secretary General",
                organisation="International Staff",
                present=True,
            ),
            seat(
                "Col. Piet de Wit",
                "alternate",
                function="Head of the Advisory Team",
                organisation="Liaison Office",
                present=True,
            ),
            seat("Marta Nowak", function="Desk officer", organisation="International Staff", present=False),
            seat("Ilir Krasniqi-Thaçi", "interpreter", present=True),
        ),
    ),
    DelegationSheet(
        name="Kosovo",
        kind="party",
        seats=(
            seat(
                "Arbër Gashi",
                "head of delegation",
                function="Deputy Minister",
                organisation="Ministry of Defence",
                present=True,
            ),
            seat(
                "Đorđe Petrović",
                function="Adviser for minority affairs",
                organisation="Office of the Prime Minister",
                present=True,
            ),
            seat("Vjosa Berisha", "note-taker", function="Secretary", present=None),
        ),
    ),
    DelegationSheet(
        name="Institute of Security Studies",
        kind="co-host",
        seats=(
            seat(
                "Prof. Lea Hoxha",
                "speaker",
                function="Director",
                organisation="Institute of Security Studies",
                present=True,
            ),
        ),
    ),
)


def participants(**changes: object) -> ParticipantsSheet:
    return replace(ParticipantsSheet(heading=heading(), delegations=DELEGATIONS), **changes)


MINUTES_ITEMS = (
    MinutesItemSheet(
        number="1",
        title="Opening and adoption of the agenda",
        paragraphs=(
            ParagraphLine(
                number=1, kind="noted", text="The co-chair of the host opened the session and welcomed the delegations."
            ),
            ParagraphLine(
                number=2, kind="decided", text="The agenda (HLD/2026/2 REV 2) was adopted.", reference="D/2026/2/01"
            ),
        ),
    ),
    MinutesItemSheet(
        number="2",
        title="Regional security developments",
        paragraphs=(
            ParagraphLine(
                number=3,
                kind="statement",
                speaker="the head of delegation of Kosovo",
                text="The situation in the north **remains fragile**. Three points were made:\n\n"
                "1. freedom of movement has improved;\n2. incidents are reported late;\n3. the hotline works.\n\n"
                "We count on each other's word.\n\nThe statement is attached at the speaker's request.",
            ),
            ParagraphLine(
                number=4,
                kind="agreed",
                text="Both sides agreed to report incidents within _24 hours_ of their being known.",
            ),
            ParagraphLine(
                number=5,
                kind="action",
                reference="OC/2026/2/01",
                owner="Kosovo, Ministry of Defence",
                due=dt.date(2027, 1, 15),
                text="To draw up a list of contacts for incident reports.",
            ),
            ParagraphLine(
                number=6,
                kind="decided",
                reference="D/2026/2/02",
                text="- A joint contact list is kept.\n- It is reviewed at each session.",
            ),
        ),
    ),
    MinutesItemSheet(
        number="3",
        title="",
        kind="restricted",
        withheld=True,
        paragraphs=(ParagraphLine(number=7, kind="withheld", last=9),),
    ),
    MinutesItemSheet(
        number="3.1",
        title="Cyber incidents",
        paragraphs=(
            ParagraphLine(number=10, kind="noted", text="The session took note of the report of both agencies."),
            ParagraphLine(number=11, kind="withheld", last=11),
            ParagraphLine(
                number=12,
                kind="action",
                owner="NATO, Liaison Office",
                text="To propose dates for a table-top exercise.",
            ),
        ),
    ),
)


def minutes(**changes: object) -> MinutesSheet:
    return replace(
        MinutesSheet(
            heading=heading(notes=("* This designation is without prejudice to positions on status.",)),
            items=MINUTES_ITEMS,
            participants=DELEGATIONS,
            presided="Arbër Gashi, co-chair of the host side",
            rev=3,
            status="signed",
            approved="Approved by both co-chairs on Fri 20 Nov 2026, 16:40 Brussels/Prishtina time.",
            text_hash=HASH,
            signatures=(
                SignatureLine(
                    capacity="Co-chair", name="Ann Verhaegen", organisation="NATO", signed="Fri 20 Nov 2026, 16:40"
                ),
                SignatureLine(capacity="Co-chair", name="Arbër Gashi", organisation="Kosovo"),
                SignatureLine(capacity="Secretary", name="Marta Nowak", organisation="NATO"),
                SignatureLine(capacity="Secretary", name="Vjosa Berisha", organisation="Kosovo"),
            ),
        ),
        **changes,
    )


def long_minutes(items: int = 12, paragraphs: int = 120) -> MinutesSheet:
    """The size that the figures are measured on."""
    each = paragraphs // items
    kinds = ("noted", "agreed", "decided", "action", "statement")
    text = (
        "The Parties took note of the %s made & asked both secretariats to report before the next session on point %d. "
    )
    return minutes(
        items=tuple(
            MinutesItemSheet(
                number=str(i + 1),
                title=f"Item {i + 1} of the order of business",
                paragraphs=tuple(
                    ParagraphLine(
                        number=i * each + n + 1,
                        kind=kinds[n % 5],
                        text=(text % ("**progress**" if n % 3 else "progress", n)) * 3,
                        owner="Secretariat" if n % 5 == 3 else "",
                        due=dt.date(2027, 1, 1 + n) if n % 5 == 3 else None,
                    )
                    for n in range(each)
                ),
            )
            for i in range(items)
        )
    )


def follow_up(n: int, **changes: object) -> TrackerRow:
    return replace(
        TrackerRow(
            reference=f"OC/2026/{n % 2 + 1}/{n:02d}",
            text=f"To submit the joint paper no. {n} on energy & connectivity",
            owner="Kosovo" if n % 2 else "NATO",
            office=f"Ministry {n % 17}",
            supporting="Liaison Office" if n % 5 == 0 else "",
            due=dt.date(2026, n % 12 + 1, n % 28 + 1),
            overdue=n % 4 == 0,
            state=("open", "in progress", "claimed done")[n % 3],
            carried=n % 3,
            origin=f"D/2026/1/{n % 9 + 1:02d}",
            topic="Energy" if n % 3 else "",
            last_note="Awaiting the reply of the other side" if n % 4 else "",
            changed="Due date moved from Thu 1 Oct 2026" if n % 3 == 0 else "",
        ),
        **changes,
    )


def tracker(length: int = 7, **changes: object) -> TrackerSheet:
    return replace(
        TrackerSheet(
            title="Follow-up tracker",
            rows=tuple(follow_up(n) for n in range(1, length + 1)),
            reference="HLD/2026/1-FU",
            filters=("owner: all", "state: open, in progress, claimed done"),
            since="HLD/2026/1",
            dialogue="High-Level Dialogue NATO – Kosovo",
            marking="LIMITED DISTRIBUTION",
            as_of=dt.date(2026, 11, 5),
            dated=dt.datetime(2026, 10, 26, 22, 30, 5, tzinfo=dt.UTC),
            zone="Brussels/Prishtina time",
            sender="The two secretaries",
            addressee="Delegations",
        ),
        **changes,
    )


def soiled(thing: Any, text: str) -> Any:
    """The same sheet with `text` in every place for words; what decides its shape (kinds, states, numbers) stays."""
    if isinstance(thing, tuple):
        return tuple(text if isinstance(part, str) else soiled(part, text) for part in thing)
    if not is_dataclass(thing):
        return thing
    kept = {"kind", "status", "state", "number", "zone_id", "key"}
    return replace(
        thing,
        **{
            f.name: text if isinstance(value, str) and not isinstance(value, Level) else soiled(value, text)
            for f in fields(thing)
            if f.name not in kept and (value := getattr(thing, f.name)) is not None
        },
    )


def action_sheet(**changes: object) -> ActionSheet:
    """Of a paper that was broken once and adopted in its second round, with one statement and one reservation."""
    agreed = "under the silence procedure, the two Parties agreed to “Places in courses” (DD/2026/2/01)."
    return replace(
        ActionSheet(
            heading=heading(reference="DD/2026/2/01-AS1", previous="DD/2026/2/01"),
            paper="DD/2026/2/01",
            title="Places in courses",
            agreed=f"On Fri 27 Nov 2026, 17:00 Brussels/Prishtina time, {agreed}",
            expiry="The silence expired on Fri 27 Nov 2026, 17:00 Brussels/Prishtina time. All times below are so.",
            text_hash=HASH,
            rounds=(
                RoundLine(
                    title="Round 1 (SP/7)",
                    events=(
                        "issued on Mon 9 Nov 2026, 10:00, to expire on Fri 13 Nov 2026, 12:00",
                        "silence was broken on Thu 12 Nov 2026, 16:10",
                    ),
                ),
                RoundLine(
                    title="Round 2 (SP/9)",
                    events=(
                        "issued on Fri 20 Nov 2026, 10:00, to expire on Wed 25 Nov 2026, 12:00",
                        "extended on Tue 24 Nov 2026, 09:00 until Fri 27 Nov 2026, 17:00",
                        "silence was kept; in effect from Fri 27 Nov 2026, 17:00",
                    ),
                ),
            ),
            decisions=("D/2026/2/03: Places in courses",),
            attached=(
                AttachedLine(
                    kind="statement", party="Kosovo", made=dt.date(2026, 11, 24), text="We read this _narrowly_."
                ),
                AttachedLine(
                    kind="reservation", party="NATO", made=dt.date(2026, 11, 25), text="As to costs:\n\n- travel"
                ),
            ),
        ),
        **changes,
    )
