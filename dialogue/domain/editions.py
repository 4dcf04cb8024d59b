"""Editions: who holds which level of a text, and the frozen sheets that one reader may hold, and nothing more.

A sheet is the only thing a page preview, a download, a feed or an export is made from. Plain dataclasses, not
mapped."""

import datetime as dt
import enum
import hashlib
import json
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from functools import cache
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

FORMAT = 1  # of the canonical JSON: raised when a sheet's shape changes, so that old hashes stay explicable


class Level(enum.StrEnum):
    """Editions by audience, widest last: `secretariat` holds everything, `public` the least (contract, Words)."""

    SECRETARIAT = "secretariat"
    DELEGATIONS = "delegations"
    COHOST = "cohost"
    PUBLIC = "public"

    @property
    def depth(self) -> int:
        return list(Level)[::-1].index(self)

    def reads(self, part: "Level") -> bool:
        """Whether a reader at this level sees a part that is meant for `part` and narrower circles."""
        return part.depth <= self.depth


DOCUMENT_LEVELS = (Level.DELEGATIONS, Level.COHOST, Level.PUBLIC)


@dataclass(frozen=True, slots=True)
class Audience:
    """For whom something is shown: a level and, beside it, the compartment (the Party) of the reader."""

    level: Level
    party_id: int | None = None

    def reads(self, level: Level, party_id: int | None = None) -> bool:
        """A part is seen only if both the level and the compartment allow it."""
        return self.level.reads(level) and party_id in (None, self.party_id)


def aside(default: Any) -> Any:
    """A field that belongs to the paper and not to the text: a number given on adoption, a date of making, a marking.
    It is printed but not hashed."""
    return field(default=default, metadata={"text": False})


def _plain(value: Any, *, whole: bool = False) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return {
            f.name: _plain(getattr(value, f.name), whole=whole)
            for f in fields(value)
            if whole or f.metadata.get("text", True)
        }
    if isinstance(value, (tuple, list)):
        return [_plain(v, whole=whole) for v in value]
    if isinstance(value, (dt.datetime, dt.date)):
        return value.isoformat()
    if isinstance(value, enum.Enum):
        return value.value
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    return value


def canonical(sheet: Any) -> bytes:
    """The canonical JSON of a sheet: UTF-8, NFC, sorted keys, no spaces, no row ids, with the format number."""
    return json.dumps(
        {"format": FORMAT, "sheet": type(sheet).__name__, "text": _plain(sheet)},
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
    ).encode()


def fingerprint(sheet: Any) -> str:
    """The hash of a text (contract, Words): SHA-256 of its canonical JSON, as 64 hexadecimal digits."""
    return hashlib.sha256(canonical(sheet)).hexdigest()


def keep(sheet: Any) -> str:
    """The whole sheet as JSON, printed matter included: what a release stores, so that it can be read ever after."""
    return json.dumps(_plain(sheet, whole=True), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def restore(shape: Any, kept: str) -> Any:
    """The sheet that `keep` wrote. A field that the sheet gained since then has its default."""
    return _shaped(shape, json.loads(kept))


@cache
def _hints(shape: Any) -> dict[str, Any]:
    """Asked once a shape: reading the annotations of a dataclass costs more than making one."""
    return get_type_hints(shape)


def _shaped(shape: Any, value: Any) -> Any:
    if value is None or shape in (str, int, bool):
        return value
    if get_origin(shape) in (Union, UnionType):
        return _shaped(next(s for s in get_args(shape) if s is not NoneType), value)
    if get_origin(shape) is tuple:
        return tuple(_shaped(get_args(shape)[0], v) for v in value)
    if is_dataclass(shape):
        hints = _hints(shape)  # type: ignore[arg-type]  # a dataclass type can be hashed
        return shape(**{name: _shaped(hints[name], v) for name, v in value.items() if name in hints})  # type: ignore[operator]  # a dataclass type
    if shape in (dt.datetime, dt.date):
        return shape.fromisoformat(value)
    return shape(value)


# The sheets. Wall-clock times are those of the session's own zone, whose label stands on every sheet.


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """The reference block and running lines of a paper: what it is, of which session, for whom."""

    reference: str  # HLD/2026/2
    title: str = aside("")  # Second session of 2026, in the language of the paper
    place: str  # the host city
    starts: dt.datetime
    ends: dt.datetime
    zone: str  # "Brussels/Prishtina time"
    venue: str = ""
    edition: Level = Level.DELEGATIONS
    dialogue: str = aside("")  # the name of the dialogue, as the settings give it
    marking: str = aside("")
    dated: dt.datetime | None = aside(None)  # the instant (UTC) of the record that the paper shows, never the clock
    zone_id: str = aside("Europe/Brussels")  # in which `dated` is told as a day
    language: str = aside("en-GB")
    sender: str = aside("")  # From:
    addressee: str = aside("")  # To:
    previous: str = aside("")  # number of the previous document
    notes: tuple[str, ...] = aside(())  # footnotes on the title (a designation), as plain text


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """What an annotated agenda adds under an item: what was decided last, what is still open, what to read."""

    decisions: tuple[str, ...] = ()  # "D/2026/1/02 (12 May 2026): …"
    followups: tuple[str, ...] = ()
    papers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaLine:
    """One item as its reader holds it. A withheld item has its number, its time and a public title, and nothing
    else."""

    key: str = aside("")  # the item's own, the same in every release: by it one release is compared with another
    number: str  # "2" or "2.1"
    title: str  # the public title, or "" (then "Restricted item"), where withheld
    starts: dt.datetime
    minutes: int
    kind: str = "plenary"  # plenary | restricted | open (practice §0.11)
    presenter: str = ""
    origin: str = ""  # which Party or co-host asked for it
    topic: str = ""
    topic_slug: str = aside("")  # by which the line is found again when the topic is reworded
    text: str = ""  # Markdown
    papers: tuple[str, ...] = ()
    level: Level = Level.DELEGATIONS
    withheld: bool = False
    history: History | None = aside(None)
    since: tuple[str, ...] = aside(
        ()
    )  # what happened under silence since the last session, under the item of that name

    @property
    def depth(self) -> int:
        return self.number.count(".")

    def is_on_topic(self, slug: str, title: str) -> bool:
        """Whether the line says that it is on this topic; releases of old know its title alone."""
        return self.topic_slug == slug if self.topic_slug else bool(self.topic) and self.topic == title


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaSheet:
    heading: Heading
    items: tuple[AgendaLine, ...]
    rev: int | None = aside(None)  # None: the working text
    status: str = aside("")  # provisional | circulated | adopted …: the word of the flow
    adopted: str = aside("")  # how and when, as a sentence, once adopted
    changes: tuple[str, ...] = aside(())  # against the release before, in words
    annotated: bool = aside(False)
    text_hash: str = aside("")  # of a release: the hash of the text, which every edition names

    @property
    def minutes(self) -> int:
        """Sum of the top items' durations, in minutes."""
        return sum(line.minutes for line in self.items if line.depth == 0)

    @property
    def ends(self) -> dt.datetime:
        """When the last item ends if all keep their time (wall clock); the session's start where there is none."""
        return max(
            (line.starts + dt.timedelta(minutes=line.minutes) for line in self.items), default=self.heading.starts
        )

    @property
    def overrun(self) -> int:
        """Minutes beyond the session's end; 0 where everything fits."""
        return max(0, int((self.ends - self.heading.ends).total_seconds() // 60))


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """A person in the list of participants, as accredited: later changes of name or function alter no past paper."""

    name: str
    role: str  # the domain's word: "head of delegation", "alternate", "member" …
    function: str = ""
    organisation: str = ""
    present: bool | None = None  # None: not recorded


@dataclass(frozen=True, slots=True, kw_only=True)
class DelegationSheet:
    name: str  # of the organisation
    kind: str  # party | observer | co-host
    seats: tuple[Seat, ...]

    @property
    def heads(self) -> "DelegationSheet":
        return replace(self, seats=tuple(seat for seat in self.seats if seat.role == "head of delegation"))


@dataclass(frozen=True, slots=True, kw_only=True)
class ParticipantsSheet:
    """In the order of precedence of practice §0.9 and §3.1."""

    heading: Heading
    delegations: tuple[DelegationSheet, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ParagraphLine:
    """One numbered paragraph. `kind` is statement | noted | agreed | decided | action. A withheld run is one line:
    kind "withheld", with `number` and `last` its first and last number, and no text."""

    number: int
    kind: str
    text: str = ""  # Markdown
    level: Level = Level.DELEGATIONS
    last: int | None = None
    speaker: str = ""
    owner: str = ""  # of an action: Party and office
    due: dt.date | None = None
    reference: str = aside("")  # D/2026/2/03 or OC/2026/2/07, on approval


@dataclass(frozen=True, slots=True, kw_only=True)
class MinutesItemSheet:
    number: str
    title: str  # the public title, or "" where withheld
    paragraphs: tuple[ParagraphLine, ...]
    kind: str = "plenary"
    withheld: bool = False

    def numbered(self, references: Mapping[int, str]) -> "MinutesItemSheet":
        """With what each paragraph was numbered as on approval."""
        lines = (replace(line, reference=references.get(line.number, "")) for line in self.paragraphs)
        return replace(self, paragraphs=tuple(lines))


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureLine:
    capacity: str  # "Co-chair", "Secretary"
    name: str
    organisation: str
    signed: str = ""  # absolute date and zone, or ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MinutesSheet:
    heading: Heading
    items: tuple[MinutesItemSheet, ...]
    participants: tuple[DelegationSheet, ...] = ()
    presided: str = ""
    rev: int | None = aside(None)
    status: str = aside("")
    approved: str = aside("")  # how and when, as a sentence
    text_hash: str = aside("")  # the hash of the text (its delegations sheet), which every edition names
    signatures: tuple[SignatureLine, ...] = aside(())

    @property
    def bare(self) -> frozenset[str]:
        """The numbers of the items with nothing under them: no paragraph, and no sub-item."""
        above = {item.number.rpartition(".")[0] for item in self.items}
        return frozenset(item.number for item in self.items if not item.paragraphs and item.number not in above)

    def line(self, number: int) -> ParagraphLine | None:
        """The paragraph of that number, where its reader holds it."""
        lines = (line for item in self.items for line in item.paragraphs)
        return next((line for line in lines if line.number == number and line.kind != "withheld"), None)

    def as_agreed(self, agreed: "MinutesSheet") -> "MinutesSheet":
        """The edition with place, time and participants as they were in the delegations' sheet that was agreed to,
        whatever the rows say by now; the delegations' with every word, and the numbers that were given since."""
        was, edition = agreed.heading, self.heading.edition
        there = replace(self.heading, place=was.place, starts=was.starts, ends=was.ends, zone=was.zone, venue=was.venue)
        if edition is Level.DELEGATIONS:
            numbers = {line.number: line.reference for item in self.items for line in item.paragraphs}
            seated, items = agreed.participants, tuple(item.numbered(numbers) for item in agreed.items)
        else:
            heads = (one.heads for one in agreed.participants if one.kind == "party")
            seated, items = tuple(one for one in heads if one.seats), self.items
        return replace(self, heading=there, presided=agreed.presided, participants=seated, items=items)


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionSheet:
    """A single decision as a paper: its text, and what it will have been when silence was kept. The running lines of
    its session are no part of the text: a session that moves changes no decision."""

    heading: Heading = field(metadata={"text": False})
    reference: str  # DD/2026/2/01, the paper's; a decision has no number before it is adopted
    title: str = ""
    text: str = ""  # Markdown
    formula: str = ""  # noted | agreed | approved | adopted
    category: str = ""
    level: Level = Level.DELEGATIONS
    topic: str = ""
    supersedes: str = ""  # D/2026/1/02
    withheld: bool = False
    number: str = aside("")  # D/2026/2/03, on adoption
    status: str = aside("")
    adopted: str = aside("")  # how and when, as a sentence
    text_hash: str = aside("")


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrigendumLineSheet:
    """Of a withheld line stands the number of its paragraph, and nothing else."""

    paragraph: int
    reads: str = ""
    should_read: str = ""
    level: Level = Level.DELEGATIONS
    withheld: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrigendumSheet:
    """COR n of approved minutes, whose text `corrects` names by its hash. The running lines of the session are no part
    of the text."""

    heading: Heading = field(metadata={"text": False})
    number: int
    corrects: str
    lines: tuple[CorrigendumLineSheet, ...]
    status: str = aside("")
    approved: str = aside("")  # how and when, as a sentence
    text_hash: str = aside("")


@dataclass(frozen=True, slots=True, kw_only=True)
class RedlineLine:
    """What became of one line: "same" | "changed" | "new" | "gone". `number` is the one that it has now, `was` its old
    one where that differs; the pieces are ("same" | "gone" | "new", text)."""

    change: str
    pieces: tuple[tuple[str, str], ...]
    number: str = ""
    was: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RedlineSection:
    number: str
    title: str
    lines: tuple[RedlineLine, ...]

    @property
    def is_changed(self) -> bool:
        return any(line.change != "same" for line in self.lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class RedlineSheet:
    """A text of minutes against the one that was sent out before it."""

    heading: Heading  # of the new text
    old: int  # REV
    rev: int | None  # None: the working text
    sections: tuple[RedlineSection, ...]
    text_hash: str = ""  # of the new text

    @property
    def is_changed(self) -> bool:
        return any(section.is_changed for section in self.sections)


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
    text: str  # Markdown


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
    text: str = aside("")  # Markdown: of a single decision, which is no paper of its own, the words that were agreed
    register: str = aside("")  # of a single decision: the session for whose register it was taken


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackerRow:
    reference: str  # OC/2026/2/07
    text: str
    owner: str
    office: str
    supporting: str
    due: dt.date | None
    overdue: bool
    state: str  # the domain's word
    carried: int  # how often a session closed over it
    origin: str  # D/2026/2/03, or the session's reference
    topic: str = ""
    last_note: str = ""
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

    id: int  # for the cache of built events; not on the wire
    uid: str
    revision: int  # SEQUENCE
    changed_at: dt.datetime  # DTSTAMP and LAST-MODIFIED, UTC
    version: int  # any change of the record; with id the cache's key
    title: str  # e.g. "HLD/2027/1"
    state: str  # tentative | convened | in session | held | closed | postponed | cancelled
    starts: dt.datetime  # wall clock in `zone_id`
    ends: dt.datetime
    zone_id: str = "Europe/Brussels"
    place: str = ""  # city
    venue: str = ""
    url: str = ""
    description: str = ""
