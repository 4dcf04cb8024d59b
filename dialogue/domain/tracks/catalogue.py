"""The tracks as the file beside this one has them: their ladders of stages, and what is kept of an entry."""

import datetime as dt
import enum
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dialogue.domain.base import Refused
from dialogue.domain.flow import Flow
from dialogue.domain.sessions import instant


class Kind(enum.StrEnum):
    """What a field of an entry holds."""

    LINE = "line"
    TEXT = "text"
    DATE = "date"
    CHOICE = "choice"
    NUMBER = "number"
    TICK = "tick"
    ACTIVITY = "activity"
    MOMENT = "moment"


YES = "yes"
# From what is stored to what it says; whatever stands in no line is its own word.
_READ: Mapping[Kind, Callable[[str], Any]] = {
    Kind.DATE: dt.date.fromisoformat,
    Kind.NUMBER: int,
    Kind.TICK: lambda kept: kept == YES,
    Kind.MOMENT: lambda kept: instant_of(dt.datetime.fromisoformat(kept)),
}


def instant_of(value: dt.datetime) -> dt.datetime:
    """A moment as an instant; without a zone it is what the clock on the wall of both capitals shows."""
    return value if value.tzinfo is not None else instant(value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """Something that is kept of each entry of a track, and from which stage on it has to be there.

    `counted`: the sum of it stands on the review sheet. `due`: its day stands among the deadlines. `past`: it is a day
    that has been. `follows`: the key of the field whose day comes first. `one_for`: the key of the field of which each
    value has one of these words, in all entries that are live."""

    key: str
    label: str
    kind: Kind
    choices: tuple[str, ...] = ()
    since: str = ""
    after: str = ""  # the stage from whose day on an empty one is counted
    months: int = 0
    counted: bool = False
    due: bool = False
    past: bool = False
    follows: str = ""
    one_for: str = ""

    @property
    def name(self) -> str:
        """What its control is called in a form."""
        return self.key.replace("-", "_")

    def read(self, kept: str) -> Any:
        """The value that is stored so; None where nothing is. The one place in which values have their types."""
        return _READ.get(self.kind, str)(kept) if kept else None

    def is_filled(self, kept: str) -> bool:
        """A word that is none of the choices was written before there were these, and counts for nothing."""
        return kept in self.choices if self.choices else bool(kept)

    def keep(self, value: Any) -> str:
        """How a value is stored; "" for nothing, and for a box that is not ticked."""
        if self.kind is Kind.TICK:
            return YES if value else ""
        if value is None or value == "":
            return ""
        if self.kind is Kind.MOMENT:
            return instant_of(value).isoformat()
        kept = value.isoformat() if isinstance(value, dt.date) else str(value)
        if self.kind is Kind.CHOICE and kept not in self.choices:
            raise Refused("“%(value)s” is none of the choices for “%(field)s”.", value=kept, field=self.label)
        return kept


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """A rung of a ladder, or a way out of it; what it needs."""

    name: str
    then: tuple[str, ...] = ()
    evidence: bool = False
    joint: bool = False
    awaits: str = ""
    within: int = 0  # months
    by: str = ""  # the field with the day by which that answer is expected
    missed: str = ""  # what there is none of, once that day has passed
    aside: bool = False
    ends: bool = False
    answered: bool = False
    complete: bool = False
    opens: str = ""  # the field with the moment before which nothing comes here
    fixed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Points:
    """How the numbered points of an entry are called: what is asked, what is answered, what followed; and who has done
    what when there is an answer, where that is news. `reported`: what is said yes or no to for each point, where
    something is; `dated`: of what an answer says the day. The others are the words of the page of an entry."""

    asked: str
    answer: str
    outcome: str
    told: str = ""
    heading: str = "Point by point"
    one: str = "Point %(number)s"
    open: str = "no answer yet"
    more: str = "Enter a further point…"
    write: str = "Write its answer, or change it…"
    dated: str = "Answered on"
    reported: str = ""

    @property
    def parts(self) -> tuple[str, ...]:
        """What a complete point says."""
        return tuple(filter(None, (self.asked, self.answer, self.reported)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Entries of a track as a table with columns of its own, on its page and as a paper.

    `annex`: the columns of it that minutes have as an annex; none: it is no annex.
    `monthly`: the stage in whose month an entry stands in it; the table is that of one month.
    `columns`: keys of fields, or of FACTS. `by`: the field whose values part it; `since`: entries that have come to
    this rung, or stand at one of those `beside` the ladder; "": all. `opening` stands below the title of the paper."""

    slug: str
    title: str
    purpose: str
    columns: tuple[str, ...]
    by: str = ""
    since: str = ""
    beside: tuple[str, ...] = ()
    opening: str = ""
    monthly: str = ""
    annex: tuple[str, ...] = ()


# What a table can show of every entry, beside the fields of its track.
FACTS = {"stage": "Stage", "owner": "Owner", "moved": "Last move", "next": "Next step"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Track:
    slug: str
    series: str
    recommendation: int
    title: str
    purpose: str
    entry: str  # what one of its entries is called
    stalled: int  # months
    stages: tuple[Stage, ...]
    fields: tuple[Field, ...]
    compartment: bool = False
    menu: str = ""  # what its list of activities is called, where it has one
    stands: str = "Stage"  # what its stages are called over a column
    way: str = ""  # what the whole way of its entries is called on the review sheet, where it stands there
    points: Points | None = None
    tables: tuple[Table, ...] = ()
    words: Any = field(repr=False)  # the enumeration of its stages
    flow: Flow[Any] = field(repr=False)

    @property
    def first(self) -> Stage:
        return self.stages[0]

    @property
    def rungs(self) -> list[str]:
        return [stage.name for stage in self.stages if not stage.aside]

    @property
    def expected_by(self) -> str:
        """The field with the day by which an answer is expected; "" where none is kept."""
        return next((stage.by for stage in self.stages if stage.by), "")

    def is_due(self, key: str, stage: Stage) -> bool:
        """Whether anybody waits for the day in this field at that stage: where an answer is expected by it, there
        alone; else until nothing more is expected."""
        return stage.by == key if self.expected_by == key else not stage.ends

    def stage(self, name: str) -> Stage:
        return next(stage for stage in self.stages if stage.name == name)

    def field(self, key: str) -> Field | None:
        return next((one for one in self.fields if one.key == key), None)

    def table(self, slug: str) -> Table | None:
        return next((one for one in self.tables if one.slug == slug), None)

    def holds(self, table: Table, stage: str) -> bool:
        """Whether a table of the track shows what stands at this stage."""
        return not table.since or stage in (*self.rungs[self.rungs.index(table.since) :], *table.beside)

    @property
    def chooses(self) -> Field | None:
        """The field that holds an activity of its menu."""
        return next((one for one in self.fields if one.kind is Kind.ACTIVITY), None)

    def must_agree(self, kept: Callable[[str], str], today: dt.date) -> None:
        """Refuse days that cannot be so: one that has been and is to come, or one before the day that comes first."""
        for one in self.fields:
            day = one.read(kept(one.key)) if one.past or one.follows else None
            if one.past and day is not None and day > today:
                raise Refused("“%(field)s” is a day that has been, and that is not after today.", field=one.label)
            first = self.field(one.follows)
            if day is not None and first is not None and kept(first.key) and first.read(kept(first.key)) > day:
                raise Refused("“%(field)s” cannot come before “%(first)s”.", field=one.label, first=first.label)

    def after(self, name: str) -> list[Stage]:
        """The stages that may follow, in the order of the ladder."""
        return [stage for stage in self.stages if self.flow.allows(self.words(name), self.words(stage.name))]

    def issues(self, name: str, to: str = "") -> bool:
        """Whether a move from that stage, to that one or to any, fixes the words of an entry."""
        fixed = [stage for stage in self.after(name) if stage.fixed and to in ("", stage.name)]
        return bool(fixed) and not self.stage(name).fixed

    def needed(self, name: str) -> list[Field]:
        """The fields that have to be filled at this stage: those of it and of the rungs below; beside the ladder its
        own alone."""
        reached = [name] if self.stage(name).aside else self.rungs[: self.rungs.index(name) + 1]
        return [one for one in self.fields if one.since in reached]


def read(text: str) -> dict[str, Track]:
    """The tracks of such a file by their slugs, in its order."""
    found = tomllib.loads(text)
    lists = found.get("choices", {})
    return {track["slug"]: _track(**track, lists=lists) for track in found["track"]}


def _track(
    *,
    stages: list[dict[str, Any]],
    fields: list[dict[str, Any]],
    lists: Mapping[str, list[str]],
    points: dict[str, str] | None = None,
    tables: Iterable[dict[str, Any]] = (),
    **more: Any,
) -> Track:
    found = tuple(Stage(**{**stage, "then": tuple(stage.get("then", ()))}) for stage in stages)
    words = enum.StrEnum(more["slug"], {stage.name: stage.name for stage in found})  # type: ignore[misc]  # its members are data
    flow = Flow({words(stage.name): {words(name) for name in stage.then} for stage in found})
    return Track(
        **more,
        stages=found,
        fields=tuple(_field(lists, **one) for one in fields),
        points=Points(**points) if points else None,
        tables=tuple(_table(**one) for one in tables),
        words=words,
        flow=flow,
    )


def _field(lists: Mapping[str, list[str]], *, kind: str, choices: Any = (), **more: Any) -> Field:
    """`choices`: the words themselves, or the name of a list of the file."""
    words = tuple(lists[choices] if isinstance(choices, str) else choices)
    return Field(kind=Kind(kind), choices=words, since=more.pop("from", ""), **more)


def _table(*, columns: list[str], beside: Iterable[str] = (), annex: Iterable[str] = (), **more: Any) -> Table:
    since = more.pop("from", "")
    return Table(columns=tuple(columns), beside=tuple(beside), annex=tuple(annex), since=since, **more)


TRACKS: Mapping[str, Track] = read((Path(__file__).parent / "tracks.toml").read_text(encoding="utf-8"))
INSULATED = tuple(slug for slug, track in TRACKS.items() if track.compartment)


def by_slug(slug: str) -> Track | None:
    return TRACKS.get(slug)
