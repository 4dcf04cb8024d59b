"""What is planned of a meeting, where it stands, and what its date comes into conflict with."""

import datetime as dt
import enum
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from dialogue.domain.base import Refused
from dialogue.domain.decisions import Decision
from dialogue.domain.organisations import Organisation, Place
from dialogue.domain.people import Person
from dialogue.domain.sessions import Caution, Concern, Session, instant
from dialogue.domain.tracks import Track, TrackEntry
from dialogue.domain.working_days import Capitals

SERIES = "IM"
LONGEST = dt.timedelta(days=5)


class MeetingKind(enum.StrEnum):
    EXPERTS = "expert meeting"
    WORKING_GROUP = "working group"
    SECRETARIES = "call of the secretaries"


class Format(enum.StrEnum):
    IN_PERSON = "in person"
    HYBRID = "hybrid"
    REMOTE = "from afar"


@dataclass(frozen=True, slots=True, kw_only=True)
class Under:
    """Under what a meeting stands: a session, an entry of a track, or a track as a whole."""

    session: Session | None = None
    entry: TrackEntry | None = None
    track: Track | None = None  # that of the entry, where there is one

    @property
    def is_insulated(self) -> bool:
        """Whether it is there for the list of its track alone."""
        return self.track is not None and self.track.compartment

    @property
    def id(self) -> str:
        """By which a form names it."""
        if self.session is not None:
            return f"session-{self.session.ref}"
        slug = self.track.slug if self.track is not None else ""
        return f"entry-{slug}-{self.entry.number}" if self.entry is not None else f"track-{slug}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is planned. `starts` and `ends` stand on the clock of the wall of both capitals."""

    kind: MeetingKind
    title: str
    starts: dt.datetime
    ends: dt.datetime
    format: Format
    place: Place | None = None
    venue: str = ""
    link: str = ""  # to join from afar
    decision: Decision | None = None  # which it answers

    @property
    def where(self) -> str:
        return ", ".join(part for part in (self.place.short_name if self.place else "", self.venue) if part)

    @property
    def appointment(self) -> tuple[object, ...]:
        """Of what whoever takes part is told when it becomes another."""
        return (instant(self.starts), instant(self.ends), self.format, self._place_id, self.venue, self.link)

    @property
    def shown(self) -> tuple[object, ...]:
        """What its entry in a calendar says of it."""
        return (instant(self.starts), instant(self.ends), self.kind, self._place_id, self.venue)

    @property
    def _place_id(self) -> int | None:
        return self.place.id if self.place is not None else None

    def check(self, under: Under) -> None:
        if not self.title.strip():
            raise Refused("Please give the meeting a title.")
        if self.ends <= self.starts:
            raise Refused("A meeting ends after it starts.")
        if self.ends - self.starts > LONGEST:
            raise Refused("A meeting lasts five days at the most.")
        if self.place is None and self.format is not Format.REMOTE:
            raise Refused("People come to this meeting: please choose the city.")
        if under.is_insulated and self.decision is not None:
            raise Refused("A meeting under this track answers no decision of the joint register.")


def series_of(under: Under) -> str:
    """In which series it is numbered: a track in a compartment has one of its own, so that no number is missing."""
    return f"{under.track.series}-{SERIES}" if under.is_insulated and under.track is not None else SERIES


def reference(series: str, year: int, number: int) -> str:
    """`IM/2027/3`."""
    return f"{series}/{year}/{number}"


def slug_of(reference: str) -> str:
    """`im-2027-3` of `IM/2027/3`, as addresses name it."""
    return reference.lower().replace("/", "-")


def cautions(
    made: Plan, existing: Iterable[Session], parties: Sequence[Organisation], at: dt.datetime
) -> tuple[Caution, ...]:
    """What its date comes into conflict with: a warning, never a block."""
    starts, ends = instant(made.starts), instant(made.ends)
    dated = (one for one in existing if one.has_a_date)
    found = [Caution(Concern.OVERLAP, one) for one in dated if starts < one.ends_at and one.starts_at < ends]
    if starts < at:
        found.append(Caution(Concern.PAST))
    days = Capitals(parties).days_off(made.starts.date(), made.ends.date())
    return (*found, *(Caution(Concern.DAY_OFF, day=day) for day in days))


def must_be_able(people: Collection[Person]) -> None:
    """Refuse people of neither Party, and closed accounts."""
    if not all(one.organisation.is_party and one.active for one in people):
        raise Refused("In a meeting people of the two Parties take part whose accounts are open.")
