"""Sheets of what was said and decided: minutes, decisions, corrigenda, and what changed in them."""

import datetime as dt
import enum
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import ClassVar

from dialogue.domain.editions.canonical import aside, later, prose
from dialogue.domain.editions.levels import Level
from dialogue.domain.editions.lists import CommentRow
from dialogue.domain.editions.meetings import (
    DelegationSheet,
    Heading,
)
from dialogue.domain.editions.registers import AttachedLine, TableSheet


class Code(enum.StrEnum):
    """By which part of its session's reference each paper is known, so that one reference names one text (as
    `docs/terms.md` tells them). A new kind of paper takes a new one, and none is ever given to another kind."""

    AGENDA = "AG"
    ANNOTATED = "AAG"
    PARTICIPANTS = "PAR"
    MINUTES = "MIN"
    CONCLUSIONS = "DOC"  # draft operational conclusions
    DECISIONS = "SD"  # the status of decisions
    REVIEW = "RS"
    COMMUNIQUE = "COM"
    COMMENTS = "CMT"  # on minutes, with what became of them
    FOLLOWUPS = "FU"  # the tracker, as it stands after the session
    REGISTER = "RD"  # the register of decisions, likewise

    def of(self, reference: str) -> str:
        """`HLD/2026/2-MIN`, of the reference of a session."""
        return f"{reference}-{self.value}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ParagraphLine:
    """One numbered paragraph. `kind` is statement | noted | agreed | decided | action. A withheld run is one line:
    kind "withheld", with `number` and `last` its first and last number, and no text."""

    number: int
    kind: str
    text: str = prose()
    level: Level = Level.DELEGATIONS
    last: int | None = None
    speaker: str = ""
    owner: str = ""  # of an action: Party and office
    due: dt.date | None = None
    reference: str = aside("")  # D/2026/2/03 or OC/2026/2/07, on approval
    language: str = aside("")  # "sq-AL", "sr-Latn-RS": in which it is written, where that is not the paper's


@dataclass(frozen=True, slots=True, kw_only=True)
class MinutesItemSheet:
    key: str = aside("")  # the agenda item's; texts that were kept of old have none
    number: str
    title: str  # the public title, or "" where withheld
    paragraphs: tuple[ParagraphLine, ...]
    kind: str = "plenary"
    withheld: bool = False
    away: tuple[str, ...] = later(())  # who was not in the room, in the delegations' edition alone
    documents: tuple[str, ...] = aside(())  # that lay before the session under it, as the agenda lists them

    def numbered(self, references: Mapping[int, str]) -> "MinutesItemSheet":
        """With what each paragraph was numbered as on approval."""
        lines = (replace(line, reference=references.get(line.number, "")) for line in self.paragraphs)
        return replace(self, paragraphs=tuple(lines))


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureLine:
    capacity: str  # "Co-chair", "Secretary"
    name: str
    organisation: str
    neutral: str = ""  # the same where a name must prejudge nothing
    signed: str = ""  # absolute date and zone, or ""

    def named(self, heading: Heading) -> str:
        """For whom it signs, as the paper of that heading calls it."""
        return self.neutral if heading.is_neutral and self.neutral else self.organisation


@dataclass(frozen=True, slots=True, kw_only=True)
class MinutesSheet:
    kind: ClassVar[str] = "minutes"

    heading: Heading
    items: tuple[MinutesItemSheet, ...]
    participants: tuple[DelegationSheet, ...] = ()
    presided: str = ""
    rev: int | None = aside(None)
    status: str = aside("")
    approved: str = aside("")  # how and when, as a sentence
    text_hash: str = aside("")  # the hash of the text (its delegations sheet), which every edition names
    signatures: tuple[SignatureLine, ...] = aside(())
    cohosts: tuple[str, ...] = aside(())  # with whom the session was organised
    next_session: str = aside("")  # its date and place, for the delegations
    attached: tuple[AttachedLine, ...] = aside(())  # statements that the Parties attached under silence
    tables: tuple[TableSheet, ...] = aside(())  # of the tracks that the session dealt with, for the delegations

    @property
    def has_keys(self) -> bool:
        """Whether its items can be told apart by their keys."""
        return all(item.key for item in self.items)

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
class CommentedSheet:
    """The draft of minutes that was sent out for comments, with those that its reader may read."""

    minutes: MinutesSheet
    rows: tuple[CommentRow, ...]

    @property
    def heading(self) -> Heading:
        return self.minutes.heading

    @property
    def rev(self) -> int | None:
        return self.minutes.rev


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionSheet:
    """A single decision as a paper: its text, and what it will have been when silence was kept. The running lines of
    its session are no part of the text: a session that moves changes no decision."""

    kind: ClassVar[str] = "draft"

    heading: Heading = field(metadata={"text": False})
    reference: str  # DD/2026/2/01, the paper's; a decision has no number before it is adopted
    title: str = ""
    text: str = prose()
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
class CommuniqueSheet:
    """A joint communiqué: one text for all its readers, in the name of both Parties. The running lines of its session
    are no part of the text."""

    kind: ClassVar[str] = "communique"

    heading: Heading = field(metadata={"text": False})
    title: str
    text: str = prose()
    embargo: dt.datetime | None = None  # the public reads it from then on
    rev: int | None = aside(None)
    status: str = aside("")
    approved: str = aside("")  # how and when, as a sentence
    text_hash: str = aside("")
    held_back: str = aside("")  # until when the public waits, as a sentence


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

    kind: ClassVar[str] = "corrigendum"

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
    """A text of minutes against the one that was sent out before it, as a page shows it."""

    heading: Heading  # of the new text
    old: int  # REV
    rev: int | None  # None: the working text
    sections: tuple[RedlineSection, ...]

    @property
    def is_changed(self) -> bool:
        return any(section.is_changed for section in self.sections)
