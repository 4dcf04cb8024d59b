"""One matter of cooperation over three sessions, by hand: from an entry of a track to a follow-up that is closed.

The tracker and the review sheet of each session are taken away as Word, and read as the secretary reads them."""

import datetime as dt
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy.orm import Session as Db
from sqlalchemy.orm import scoped_session

from dialogue.domain import sessions
from tests import cast, walk
from tests.cast import Cast
from tests.conftest import Clock
from tests.factories import STARTS
from tests.rendering.word.checks import read
from tests.stories.hand import Hand, sits_down

Sit = Callable[[str], Hand]

FIRST, SECOND, THIRD = "2027-1", "2027-2", "2028-1"
DAYS = {FIRST: STARTS, SECOND: STARTS.replace(month=12, day=7), THIRD: STARTS.replace(year=2028, month=6, day=6)}
ENTRY, FOLLOW_UP = "/tracks/exercises/1", f"/follow-ups/{FIRST}/1"
TITLE = "Flood response exercise"
DECISION = "To invite two observers to the flood response exercise."
ACTION = "Send the names of the two observers."


HEAD = "Reference | Follow-up | Owner | Due | State | Changed since {} | Last note"
BLOCK = [
    "Block: Original language\tEnglish",
    "Block: From\tThe secretariat of the dialogue",
    "Block: To\tDelegations",
    "Block: Subject\tFollow-up tracker",
]
AFTER_THE_FIRST = [
    "Block: Reference\tHLD/2027/1-FU",
    "Block: Date\tAs of Mon 14 Jun 2027 · last change Sun 13 Jun 2027",
    *BLOCK,
    "Title: Follow-up tracker",
    "Status: 1 follow-up, none overdue.",
    "Status: What changed since HLD/2027/1 stands in words in a shaded cell.",
    "Heading1: Follow-ups",
    HEAD.format("HLD/2027/1"),
    (
        "OC/2027/1/01 / From D/2027/1/01 | Send the names of the two observers. | Kosovo / Ministry of Defence | "
        "Tue 30 Nov 2027 | Open | new | —"
    ),
]
AFTER_THE_SECOND = [
    "Block: Reference\tHLD/2027/2-FU",
    "Block: Date\tAs of Mon 13 Dec 2027 · last change Mon 4 Oct 2027",
    *BLOCK,
    "Title: Follow-up tracker",
    "Status: 1 follow-up, 1 of them overdue.",
    "Status: What changed since HLD/2027/2 stands in words in a shaded cell.",
    "Heading1: Follow-ups",
    HEAD.format("HLD/2027/2"),
    (
        "OC/2027/1/01 / From D/2027/1/01 | Send the names of the two observers. | Kosovo / Ministry of Defence | "
        "Tue 30 Nov 2027 / Overdue | In progress / carried once | No change | The ministry is looking for two names."
    ),
]
AFTER_THE_THIRD = [
    "Block: Reference\tHLD/2028/1-FU",
    "Block: Date\tAs of Mon 12 Jun 2028 · last change Mon 12 Jun 2028",
    *BLOCK,
    "Title: Follow-up tracker",
    "Status: 1 follow-up, none overdue.",
    "Status: What changed since HLD/2028/1 stands in words in a shaded cell.",
    "Heading1: Follow-ups",
    HEAD.format("HLD/2028/1"),
    (
        "OC/2027/1/01 / From D/2027/1/01 | Send the names of the two observers. | Kosovo / Ministry of Defence | "
        "Fri 1 Sept 2028 | In progress / carried 2 times / Cause: The ministry changed. | "
        "due Tue 30 Nov 2027 before | The ministry is looking for two names."
    ),
]
AT_THE_END = [
    "Block: Reference\tHLD/2028/1-FU",
    "Block: Date\tAs of Fri 30 Jun 2028 · last change Fri 30 Jun 2028",
    *BLOCK,
    "Title: Follow-up tracker",
    "Status: 1 follow-up, none overdue.",
    "Status: What changed since HLD/2028/1 stands in words in a shaded cell.",
    "Heading1: Follow-ups",
    HEAD.format("HLD/2028/1"),
    (
        "OC/2027/1/01 / From D/2027/1/01 | Send the names of the two observers. | Kosovo / Ministry of Defence | "
        "Fri 1 Sept 2028 | Closed / carried 2 times / Cause: The ministry changed. | "
        "in progress → closed; due Tue 30 Nov 2027 before | Nothing is left."
    ),
]


OTHERS = (
    "NATO Parliamentary Assembly",
    "High-Level Political Dialogue",
    "A Centre of Excellence in Kosovo",
    "Affiliation with existing Centres of Excellence",
    "Partnership tools",
)
LAST = ("Public communication", "Silence procedure for technical cooperation")
NOTHING = "Status: Nothing has been entered yet."


def _reviewed(heading: list[str], figures: str, registers: tuple[str, str], exercises: list[str]) -> list[str]:
    """A sheet on which nothing is told of but one exercise."""
    return [
        "Title: Review sheet",
        *heading,
        "Heading1: The whole",
        "Track | Last session | Now | Moved | Stand still | Waiting | Asked",
        *(f"{title} | 0 | 0 | 0 | 0 | 0 | 0" for title in OTHERS),
        f"Joint exercises | {figures}",
        *(f"{title} | 0 | 0 | 0 | 0 | 0 | 0" for title in LAST),
        "Normal: Other activities: 0 of 0 proceed as planned.",
        "Heading2: Follow-ups",
        f"Normal: {registers[0]}",
        "Heading2: Decisions",
        f"Normal: {registers[1]}",
        "Heading2: Developments since the last session",
        "Normal: None has been entered since.",
        *(line for title in OTHERS for line in (f"Heading1: {title}", NOTHING)),
        "Heading1: Joint exercises",
        exercises[0],
        "Entry | Last session | Stands at | What moved | Next step",
        f"EX/1 Flood response exercise / Kosovo | {exercises[1]} | To be an item.",
        "Heading2: History of rungs",
        "Normal: Nothing.",
        "Heading2: What stalls",
        exercises[2],
        "Heading2: What is asked of this session",
        exercises[3],
        *(line for title in LAST for line in (f"Heading1: {title}", NOTHING)),
    ]


STALLS = "List: EX/1: Nothing has moved since Mon 5 Apr 2027; it stalls after 6 months."
STOOD = ["Status: information: 1", "information | information | No change", STALLS]
REVIEWED_FIRST = _reviewed(
    [
        "Subtitle: First session of 2027",
        "Tue 8 Jun 2027, 09:30–17:00 Brussels/Prishtina time",
        "Brussels",
        "Status: Frozen with REV 1 of the agenda, on Wed 19 May 2027.",
        "Status: No regular session was held before: all is new.",
    ],
    "0 | 1 | 1 | 0 | 0 | 1",
    ("Overdue: 0", "None has been adopted yet."),
    [
        "Status: information: 1 (was 0)",
        "not entered yet | information | new",
        "Normal: Nothing.",
        "List: EX/1: item 5 of the agenda",
    ],
)
REVIEWED_SECOND = _reviewed(
    [
        "Subtitle: Second session of 2027",
        "Tue 7 Dec 2027, 09:30–17:00 Brussels/Prishtina time",
        "Prishtina",
        "Status: Frozen with REV 1 of the agenda, on Wed 17 Nov 2027.",
        "Status: “Last session” is the evening of Tue 8 Jun 2027, on which HLD/2027/1 was held.",
    ],
    "1 | 1 | 0 | 1 | 0 | 1",
    ("In progress: 1; Overdue: 0", "Open: 1"),
    [*STOOD, "List: EX/1: offers itself for the agenda"],
)
REVIEWED_THIRD = _reviewed(
    [
        "Subtitle: First session of 2028",
        "Tue 6 Jun 2028, 09:30–17:00 Brussels/Prishtina time",
        "Brussels",
        "Status: Frozen with REV 1 of the agenda, on Wed 17 May 2028.",
        "Status: “Last session” is the evening of Tue 7 Dec 2027, on which HLD/2027/2 was held.",
    ],
    "1 | 1 | 0 | 1 | 0 | 1",
    ("In progress: 1; Overdue: 1", "Open: 1"),
    [*STOOD, "List: EX/1: offers itself for the agenda"],
)


@pytest.fixture
def people(db: scoped_session[Db]) -> Cast:
    """The people, and three sessions with both delegations."""
    everybody, planned = cast.enter(db), []
    for ref, starts in DAYS.items():
        session = walk.plan(db, everybody, existing=planned, starts=starts)
        assert session.ref == ref
        planned.append(session)
        walk.delegations(db, everybody, session)
    db.commit()
    return everybody


@pytest.fixture
def sit(app: Flask, people: Cast) -> Sit:
    """Whoever sits down signs in anew: months pass in this story."""
    return lambda who: sits_down(app, getattr(people, who).email)


def test_a_matter_from_its_entry_to_a_follow_up_that_is_carried_returned_verified_and_closed(
    sit: Sit, clock: Clock
) -> None:
    _entered(sit, clock)
    _held(sit, clock, FIRST, _with_the_matter)
    assert _tracker(sit) == AFTER_THE_FIRST
    assert _sheet(sit, FIRST) == REVIEWED_FIRST
    _closed(sit, FIRST)

    _begun(sit, clock)
    _held(sit, clock, SECOND)
    assert _tracker(sit) == AFTER_THE_SECOND
    assert _sheet(sit, SECOND) == REVIEWED_SECOND
    _closed(sit, SECOND)

    _held(sit, clock, THIRD)
    assert _sheet(sit, THIRD) == REVIEWED_THIRD
    _asked_why(sit, clock)
    assert _tracker(sit) == AFTER_THE_THIRD

    _done(sit, clock)
    assert _tracker(sit) == AT_THE_END
    _told_at_the_entry(sit)


def _entered(sit: Sit, clock: Clock) -> None:
    """Entered by one secretary, and put on the agenda of the first session by the other."""
    clock.at = dt.datetime(2027, 4, 5, 9, tzinfo=dt.UTC)
    theirs = sit("secretary_prishtina")
    theirs.open("/tracks/exercises/new")
    theirs.press("Enter it", title=TITLE, year="2028", sought="observer", next_step="To be an item.")
    assert theirs.path == ENTRY
    ours = sit("secretary_brussels")
    ours.open(f"/sessions/{FIRST}/agenda")
    ours.press("Begin the agenda")
    ours.open(ENTRY)
    ours.press("Put it on the agenda of HLD/2027/1")
    assert "from the track: EX/1" in ours.open(f"/sessions/{FIRST}/agenda")
    ours.follow(f"Edit: {TITLE}")
    ours.press("Save the item", presenter="Niels Delegate", oral="y")


def _held(sit: Sit, clock: Clock, ref: str, writes: Callable[[Hand], None] = lambda hand: None) -> None:
    """A session from its agenda to the approval of its minutes."""
    base, starts = f"/sessions/{ref}", DAYS[ref].replace(tzinfo=sessions.ZONE).astimezone(dt.UTC)
    clock.at = starts - dt.timedelta(days=20)
    ours, theirs = _both(sit)
    ours.open(f"{base}/agenda")
    if any(label.startswith("Begin the agenda") for label in ours.buttons()):
        ours.press("Begin the agenda")
    ours.open(f"{base}/agenda")
    ours.press("Close the call", reason="All requests are in.")
    _signed(sit, f"{base}/agenda")
    ours.open(f"{base}/agenda/propose")
    ours.press("Freeze REV 1")
    ours.open(f"{base}/agenda/circulate")
    ours.press("Circulate REV 1")
    ours.open(base)
    ours.follow("Convene the session")
    ours.press("Propose it to the other side")
    theirs.open("/")
    theirs.follow("Consent to a change of the session")
    theirs.press("Consent: Convene HLD/")
    _sat(sit, clock, base, starts, writes)


def _sat(sit: Sit, clock: Clock, base: str, starts: dt.datetime, writes: Callable[[Hand], None]) -> None:
    """The day itself, and the minutes of it."""
    clock.at = starts
    ours = sit("secretary_brussels")
    ours.open(base)
    ours.press("Open the session")
    for who in ("chair_nato", "chair_kosovo"):
        head = sit(who)
        head.open(f"{base}/agenda/adoption")
        head.press("Record this consent", head=next(words for words in head.offered("head") if "Chair" in words))
    ours.open(f"{base}/minutes")
    ours.press("Begin the minutes")
    ours.follow("Who was present")
    ours.press("Save, and record all others as present")
    writes(ours)
    clock.later(hours=7, minutes=30)
    ours.open(base)
    ours.press("End the session")
    clock.later(days=3)
    ours, theirs = _both(sit)
    for hand in (ours, theirs):
        hand.open(f"{base}/minutes")
        hand.follow("Read and sign off")
        hand.press("Sign off this text")
    theirs.follow("Send to the co-chairs")
    theirs.press("Send to the co-chairs")
    clock.later(days=2)
    for who in ("chair_nato", "chair_kosovo"):
        chair = sit(who)
        chair.open(f"{base}/minutes/approval")
        chair.press("Approve this text")
    clock.later(days=1)


def _with_the_matter(ours: Hand) -> None:
    for words, fields in (
        (DECISION, {"kind": "decided"}),
        (ACTION, {"kind": "action", "owner": "Kosovo", "office": "Ministry of Defence", "due_on": "2027-11-30"}),
    ):
        ours.open(f"/sessions/{FIRST}/minutes")
        ours.follow("Write and edit", about=TITLE)
        ours.press("Add this paragraph", text=words, **fields)


def _closed(sit: Sit, ref: str) -> None:
    hand = sit("secretary_brussels")
    hand.open(f"/sessions/{ref}")
    hand.follow("Close the session")
    hand.press("Close the session for good")
    assert "closed" in hand.open(f"/sessions/{ref}")


def _begun(sit: Sit, clock: Clock) -> None:
    """Before the second session its owner begins; and it is not done by then."""
    clock.at = dt.datetime(2027, 10, 4, 9, tzinfo=dt.UTC)
    owner = sit("delegate_kosovo")
    owner.open(FOLLOW_UP)
    owner.press("Record this", state="in progress", text="The ministry is looking for two names.")


def _asked_why(sit: Sit, clock: Clock) -> None:
    """The third session is not closed before the follow-up says why it was not done, and has a new date."""
    hand = sit("secretary_prishtina")
    hand.open(f"/sessions/{THIRD}/close")
    assert "OC/2027/1/01 is carried over again, and does not say why and until when" in hand.text
    assert "Close the session for good" not in hand.buttons()
    hand.follow("OC/2027/1/01")
    assert "It was not done by HLD/2028/1 either." in hand.text
    hand.press("Carry it over", cause="The ministry changed.", due_on="2027-11-30", status=409)
    hand.open(FOLLOW_UP)
    hand.press("Carry it over", cause="The ministry changed.", due_on="2028-09-01")
    _closed(sit, THIRD)


def _done(sit: Sit, clock: Clock) -> None:
    """Claimed by its owner, returned by the other side, claimed again, verified, closed."""
    for days, who, state, text, evidence in (
        (5, "delegate_kosovo", "claimed done", "Both names are sent.", "Letter of 17 June"),
        (2, "secretary_brussels", "in progress", "One of the two names is missing.", ""),
        (9, "delegate_kosovo", "claimed done", "The second name is sent too.", "Letter of 28 June"),
        (1, "secretary_brussels", "verified", "Both names came in.", ""),
        (1, "secretary_prishtina", "closed", "Nothing is left.", ""),
    ):
        clock.later(days=days)
        hand = sit(who)
        hand.open(FOLLOW_UP)
        if who == "delegate_kosovo":
            assert "verified" not in hand.offered("state")
        hand.press("Record this", state=state, text=text, evidence=evidence)


def _told_at_the_entry(sit: Sit) -> None:
    page = sit("chair_nato").open(ENTRY)
    for told in ("HLD/2027/1", "item 5", "minutes", "D/2027/1/01", "OC/2027/1/01", "closed"):
        assert told in page


def _both(sit: Sit) -> tuple[Hand, Hand]:
    return sit("secretary_brussels"), sit("secretary_prishtina")


def _signed(sit: Sit, path: str) -> None:
    for hand in _both(sit):
        hand.open(path)
        hand.press("Sign off this text")


def _tracker(sit: Sit) -> list[str]:
    """The paper below its letterhead, but for its picture, which has no words."""
    seen = read(sit("secretary_brussels").download("/follow-ups.docx"))[1:]
    return [line for line in seen if line.strip() != "Normal:"]


def _sheet(sit: Sit, ref: str) -> list[str]:
    """The review sheet of a session, from its title on."""
    seen = read(sit("secretary_prishtina").download(f"/sessions/{ref}/review.docx"))
    lines = [line for block in seen for line in block.split("\n")]
    return lines[lines.index("Title: Review sheet") :]
