"""Sheets of what goes on after it: Action Sheet, tracker, calendar."""

import datetime as dt
from dataclasses import dataclass

from dialogue.domain.editions.canonical import aside, prose
from dialogue.domain.editions.levels import Level
from dialogue.domain.editions.meetings import (
    Heading,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundLine:
    """One round of the silence procedure, as anybody of the two sides may know it: who broke one is not told."""

    title: str  # "Round 1 (SP/7)"
    events: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachedLine:
    """A statement or reservation that goes with a text as its annex."""

    kind: str  # statement | reservation
    party: str
    made: dt.date
    text: str = prose()


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionSheet:
    """What goes on top of a paper that was adopted under the silence procedure; for the delegations alone. The
    reference of its heading is the paper's with a suffix: DD/2026/2/01-AS1."""

    heading: Heading
    paper: str  # DD/2026/2/01
    title: str
    agreed: str  # what, when and how, as a sentence
    expiry: str
    text_hash: str
    rounds: tuple[RoundLine, ...]
    decisions: tuple[str, ...] = ()
    attached: tuple[AttachedLine, ...] = ()
    text: str = aside("")  # of a single decision, which is no paper of its own, the words that were agreed
    register: str = aside("")  # of a single decision: the session for whose register it was taken


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackerRow:
    reference: str  # OC/2026/2/07
    text: str = prose()
    owner: str
    office: str
    supporting: str
    due: dt.date | None
    overdue: bool
    state: str  # the domain's word
    carried: int  # how often a session closed over it
    origin: str  # D/2026/2/03, or the session's reference
    topic: str = ""
    last_note: str = prose()
    changed: str = ""  # what changed since the last session, in words; "" = nothing
    in_question: bool = False  # the adoption of the text that it comes from is: it rests


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackerSheet:
    """The follow-ups exactly as filtered; `filters` says in words what the reader chose."""

    title: str
    rows: tuple[TrackerRow, ...]
    filters: tuple[str, ...] = ()
    since: str = ""  # the session that "changed" counts from
    edition: Level = Level.DELEGATIONS
    dialogue: str = aside("")
    marking: str = aside("")
    as_of: dt.date | None = aside(None)  # the day by which "overdue" is told
    dated: dt.datetime | None = aside(None)  # the last thing that happened
    zone: str = aside("")
    zone_id: str = aside("Europe/Brussels")
    language: str = aside("en-GB")


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedEntry:
    """A session as a calendar holds it: public titles only (practice §2.1)."""

    id: int  # names the entry in the log; not on the wire
    uid: str
    revision: int  # SEQUENCE
    changed_at: dt.datetime  # DTSTAMP and LAST-MODIFIED, UTC
    version: int  # of the record; names the entry in the log
    title: str  # e.g. "HLD/2027/1"
    state: str  # tentative | convened | in session | held | closed | postponed | cancelled
    starts: dt.datetime  # wall clock in the zone of the dialogue
    ends: dt.datetime
    place: str = ""  # city
    venue: str = ""
    address: str = ""  # street
    url: str = ""
    description: str = ""
