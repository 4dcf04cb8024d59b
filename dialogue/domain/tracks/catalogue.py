"""The tracks as the file beside this one has them: their ladders of stages, and what is kept of an entry."""

import datetime as dt
import enum
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dialogue.domain.base import Refused
from dialogue.domain.flow import Flow


class Kind(enum.StrEnum):
    """What a field of an entry holds."""

    LINE = "line"
    TEXT = "text"
    DATE = "date"
    CHOICE = "choice"
    NUMBER = "number"
    TICK = "tick"


YES = "yes"
# From what is stored to what it says; whatever stands in no line is its own word.
_READ: Mapping[Kind, Callable[[str], Any]] = {
    Kind.DATE: dt.date.fromisoformat,
    Kind.NUMBER: int,
    Kind.TICK: lambda kept: kept == YES,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """Something that is kept of each entry of a track, and from which stage on it has to be there."""

    key: str
    label: str
    kind: Kind
    choices: tuple[str, ...] = ()
    since: str = ""
    after: str = ""  # the stage from whose day on an empty one is counted
    months: int = 0

    @property
    def name(self) -> str:
        """What its control is called in a form."""
        return self.key.replace("-", "_")

    def read(self, kept: str) -> Any:
        """The value that is stored so; None where nothing is. The one place in which values have their types."""
        return _READ.get(self.kind, str)(kept) if kept else None

    def keep(self, value: Any) -> str:
        """How a value is stored; "" for nothing, and for a box that is not ticked."""
        if self.kind is Kind.TICK:
            return YES if value else ""
        if value is None or value == "":
            return ""
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Points:
    """How the numbered points of an entry are called: what is asked, what is answered, what followed; and who has done
    what when there is an answer."""

    asked: str
    answer: str
    outcome: str
    told: str


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
    public: bool = False
    menu: str = ""  # what its list of activities is called, where it has one
    points: Points | None = None
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

    def stage(self, name: str) -> Stage:
        return next(stage for stage in self.stages if stage.name == name)

    def after(self, name: str) -> list[Stage]:
        """The stages that may follow, in the order of the ladder."""
        return [stage for stage in self.stages if self.flow.allows(self.words(name), self.words(stage.name))]

    def needed(self, name: str) -> list[Field]:
        """The fields that have to be filled at this stage: those of it and of the rungs below; beside the ladder its
        own alone."""
        reached = [name] if self.stage(name).aside else self.rungs[: self.rungs.index(name) + 1]
        return [one for one in self.fields if one.since in reached]


def read(text: str) -> dict[str, Track]:
    """The tracks of such a file by their slugs, in its order."""
    return {track["slug"]: _track(**track) for track in tomllib.loads(text)["track"]}


def _track(
    *, stages: list[dict[str, Any]], fields: list[dict[str, Any]], points: dict[str, str] | None = None, **more: Any
) -> Track:
    found = tuple(Stage(**{**stage, "then": tuple(stage.get("then", ()))}) for stage in stages)
    words = enum.StrEnum(more["slug"], {stage.name: stage.name for stage in found})  # type: ignore[misc]  # its members are data
    flow = Flow({words(stage.name): {words(name) for name in stage.then} for stage in found})
    made = tuple(_fields(fields))
    return Track(**more, stages=found, fields=made, points=Points(**points) if points else None, words=words, flow=flow)


def _fields(fields: list[dict[str, Any]]) -> Iterator[Field]:
    for one in fields:
        kind, choices = Kind(one["kind"]), tuple(one.get("choices", ()))
        counted = {name: one[name] for name in ("after", "months") if name in one}
        yield Field(
            key=one["key"], label=one["label"], kind=kind, choices=choices, since=one.get("from", ""), **counted
        )


TRACKS: Mapping[str, Track] = read((Path(__file__).parent / "tracks.toml").read_text(encoding="utf-8"))
INSULATED = tuple(slug for slug, track in TRACKS.items() if track.compartment)


def by_slug(slug: str) -> Track | None:
    return TRACKS.get(slug)
