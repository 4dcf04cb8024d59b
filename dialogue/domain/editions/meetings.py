"""Sheets of a meeting: its heading, agenda, delegations."""

import datetime as dt
from dataclasses import dataclass, replace
from typing import ClassVar

from dialogue.domain.editions.canonical import aside, later, prose
from dialogue.domain.editions.levels import Level

# The sheets. Wall-clock times are those of the session's own zone, whose label stands on every sheet.


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """The reference block and running lines of a paper: what it is, of which session, for whom."""

    reference: str  # HLD/2026/2
    paper: str = aside("")  # its own, without REV and edition: HLD/2026/2-MIN; "" of one made before papers had one
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
    designation: str = aside("")  # the footnote at the first mention of the designated name
    at_every: bool = aside(False)  # that footnote is called at every mention
    city: str = aside("")  # how the place is named by the profile of the edition; "": as `place` says
    is_neutral: bool = aside(False)  # organisations bear their neutral names in what the paper itself says
    notes: tuple[str, ...] = aside(())  # footnotes on the title (a designation), as plain text

    @property
    def where(self) -> str:
        """The host city as this edition names it."""
        return self.city or self.place


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """What an annotated agenda adds under an item: what was decided last, what is still open, what to read, what has
    happened."""

    decisions: tuple[str, ...] = ()  # "D/2026/1/02 (12 May 2026): …"
    followups: tuple[str, ...] = ()
    papers: tuple[str, ...] = ()
    developments: tuple[str, ...] = ()  # that came to stand since the last session, accepted by both sides first
    cited: tuple[str, ...] = ()  # entries of the development log that are cited under it
    reactions: tuple[str, ...] = ()  # answers in writing to the points of an entry that was pulled here
    conclusions: tuple[str, ...] = ()  # operational conclusions that are drafted under it
    meetings: tuple[str, ...] = ()  # held since the last session, under the review of cooperation


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
    text: str = prose()
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
    kind: ClassVar[str] = "agenda"

    heading: Heading
    items: tuple[AgendaLine, ...]
    rev: int | None = aside(None)  # None: the working text
    status: str = aside("")  # provisional | circulated | adopted …: the word of the flow
    adopted: str = aside("")  # how and when, as a sentence, once adopted
    changes: tuple[str, ...] = aside(())  # against the release before, in words
    annotated: bool = aside(False)
    moved: str = aside("")  # what became of the date and place since the release, as a sentence
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
    arrived: dt.datetime | None = later(None)  # after the beginning; wall clock, in the delegations' edition alone
    left: dt.datetime | None = later(None)  # before the end; likewise


@dataclass(frozen=True, slots=True, kw_only=True)
class DelegationSheet:
    name: str  # of the organisation
    neutral: str = aside("")  # of a Party, the same where a name must prejudge nothing
    kind: str  # party | observer | co-host
    seats: tuple[Seat, ...]

    def called(self, heading: Heading) -> "DelegationSheet":
        """As the paper of that heading calls it, with the organisation of each seat."""
        if not (heading.is_neutral and self.neutral):
            return self
        seats = (
            replace(seat, organisation=self.neutral) if seat.organisation == self.name else seat for seat in self.seats
        )
        return replace(self, name=self.neutral, seats=tuple(seats))

    @property
    def heads(self) -> "DelegationSheet":
        """As lower editions have them: without when they came and went."""
        named = (seat for seat in self.seats if seat.role == "head of delegation")
        return replace(self, seats=tuple(replace(seat, arrived=None, left=None) for seat in named))


@dataclass(frozen=True, slots=True, kw_only=True)
class ParticipantsSheet:
    """In the order of precedence of practice §0.9 and §3.1."""

    heading: Heading
    delegations: tuple[DelegationSheet, ...]
