"""Sheets of what goes on after it: Action Sheet, tracker, calendar."""

import datetime as dt
from dataclasses import dataclass

from dialogue.domain.editions.canonical import aside, prose
from dialogue.domain.editions.charts import Chart
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
    deliverable: str = ""
    indicator: str = ""
    due: dt.date | None
    overdue: bool
    state: str  # the domain's word
    carried: int  # how often a session closed over it
    origin: str  # D/2026/2/03, IM/2026/3 of a meeting, or the session's reference
    topic: str = ""
    last_note: str = prose()
    changed: str = ""  # what changed since the last session, in words; "" = nothing
    in_question: bool = False  # the adoption of the text that it comes from is: it rests
    cause: str = prose()  # why it was carried over the last time that this was asked
    track: str = ""  # that the item came from on which it was agreed; told where the sheet is `by` tracks


BY = ("owner", "track", "state")  # by what a tracker can be parted


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackerSheet:
    """The follow-ups exactly as filtered; `filters` says in words what the reader chose. `by`: which of BY it is parted
    by; "": it is one table."""

    title: str
    rows: tuple[TrackerRow, ...]
    reference: str = aside("")  # HLD/2026/1-FU: its own, after the session that was held last
    filters: tuple[str, ...] = ()
    since: str = ""  # the session that "changed" counts from
    by: str = ""
    edition: Level | None = Level.DELEGATIONS  # None: it goes to the addressee alone
    dialogue: str = aside("")
    marking: str = aside("")
    designation: str = aside("")
    at_every: bool = aside(False)
    as_of: dt.date | None = aside(None)  # the day by which "overdue" is told
    dated: dt.datetime | None = aside(None)  # the last thing that happened
    zone: str = aside("")
    zone_id: str = aside("Europe/Brussels")
    language: str = aside("en-GB")
    charts: tuple[Chart, ...] = aside(())
    sender: str = aside("")  # From:
    addressee: str = aside("")  # To:
    claims: bool = aside(True)  # whether its file says unseen what it is, so that a copy can be asked about

    @property
    def parts(self) -> list[tuple[str, tuple[TrackerRow, ...]]]:
        """The rows under the word that they are parted by, in the order in which they stand; what has none comes
        last."""
        found: dict[str, list[TrackerRow]] = {}
        for row in self.rows:
            found.setdefault(getattr(row, self.by) if self.by in BY else "", []).append(row)
        return [(word, tuple(rows)) for word, rows in sorted(found.items(), key=lambda one: not one[0])]


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionRow:
    """How far one decision is carried out. Notes and evidence are the delegations' own."""

    reference: str  # D/2026/2/03
    title: str = ""  # of a single decision
    text: str = prose()
    adopted: dt.date
    status: str  # the domain's word
    moved: dt.date | None = None  # the day of the last move
    note: str = prose()
    evidence: str = ""
    changed: str = ""  # since the last session, in words; "" = nothing
    later: str = ""  # which decision has superseded it
    in_question: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionsSheet:
    """The standing paper of a session: what is still to be carried out, and what was since the one before.
    `finished`: how many had been carried out by then, and are not repeated."""

    heading: Heading
    rows: tuple[DecisionRow, ...]
    since: str = ""  # the session that "changed" counts from
    finished: int = 0
    charts: tuple[Chart, ...] = aside(())


@dataclass(frozen=True, slots=True, kw_only=True)
class ConclusionRow:
    """One draft conclusion as it stands; `drafted`: the words with which the session opened, where others stand now."""

    number: int
    item: str  # its number and title; "" where it is not on the agenda any more
    text: str = prose()
    owner: str  # Party and office
    due: dt.date
    drafted: str = prose()
    drafted_details: str = ""  # owner and day that were drafted, where others stand now
    new: bool = False  # it came in the room


@dataclass(frozen=True, slots=True, kw_only=True)
class ConclusionsSheet:
    """The draft operational conclusions of a session, for both delegations. `amended`: the session has opened."""

    heading: Heading
    rows: tuple[ConclusionRow, ...]
    amended: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackPointRow:
    """One numbered point: what was asked, what was answered, what followed. `followed`: where it was dealt with."""

    number: int
    asked: str = prose()
    answer: str = prose()
    answered: dt.date | None = None
    outcome: str = prose()
    followed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackRow:
    reference: str  # PA/3
    title: str
    stage: str
    owner: str
    moved: dt.date
    note: str = prose()  # of the last move
    next_step: str = ""
    why: str = ""  # it should be dealt with, in words
    points: tuple[TrackPointRow, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackSheet:
    """The register of one track as it was chosen; `stages`: how many of all entries stand where. `asked`, `answer`,
    `outcome`: how the three sides of a point are called."""

    title: str
    purpose: str
    rows: tuple[TrackRow, ...]
    stages: tuple[tuple[str, int], ...] = ()
    filters: tuple[str, ...] = ()
    asked: str = ""
    answer: str = ""
    outcome: str = ""
    edition: Level = Level.DELEGATIONS
    dialogue: str = aside("")
    marking: str = aside("")
    designation: str = aside("")
    at_every: bool = aside(False)
    as_of: dt.date | None = aside(None)
    language: str = aside("en-GB")
    charts: tuple[Chart, ...] = aside(())


@dataclass(frozen=True, slots=True, kw_only=True)
class TableColumn:
    head: str
    wide: bool = False  # it holds sentences


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRow:
    reference: str  # PCM/3
    title: str
    cells: tuple[str, ...]  # in the order of the columns
    why: str = ""  # it should be dealt with, in words


@dataclass(frozen=True, slots=True, kw_only=True)
class TableGroup:
    title: str  # "": the table is not parted
    stages: str  # how many stand where, in words
    rows: tuple[TableRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TableSheet:
    """A table of a track: its entries with columns of its own."""

    title: str
    purpose: str
    opening: str = ""
    columns: tuple[TableColumn, ...]
    groups: tuple[TableGroup, ...]
    edition: Level = Level.DELEGATIONS
    dialogue: str = aside("")
    marking: str = aside("")
    designation: str = aside("")
    at_every: bool = aside(False)
    as_of: dt.date | None = aside(None)
    language: str = aside("en-GB")


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedEntry:
    """A session, or a meeting between the sessions, as a calendar holds it: public titles only (practice §2.1)."""

    id: int  # names the entry in the log; not on the wire
    uid: str
    revision: int  # SEQUENCE
    changed_at: dt.datetime  # DTSTAMP and LAST-MODIFIED, UTC
    version: int  # of the record; names the entry in the log
    title: str  # e.g. "HLD/2027/1"
    state: str  # tentative | convened | in session | held | closed | postponed | cancelled; planned: a meeting
    starts: dt.datetime  # wall clock in the zone of the dialogue
    ends: dt.datetime
    place: str = ""  # city
    venue: str = ""
    address: str = ""  # street
    url: str = ""
    description: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DueEntry:
    """A day by which something has to happen, as a calendar holds it: in public words, over the whole day, and no time
    of its reader is taken."""

    id: int  # names the entry in the log; not on the wire
    uid: str
    revision: int  # SEQUENCE
    changed_at: dt.datetime  # DTSTAMP and LAST-MODIFIED, UTC
    title: str
    on: dt.date
    url: str = ""
    description: str = ""

    @property
    def version(self) -> int:
        return self.revision
