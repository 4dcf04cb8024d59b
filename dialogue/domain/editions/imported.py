"""The sheet of a paper from before this system: its words as they stood, and that nobody agreed to them here."""

from dataclasses import dataclass

from dialogue.domain.editions.canonical import aside
from dialogue.domain.editions.levels import Level


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedLine:
    """`what`: an item, a sub-item, what is said of it, or a paragraph by its kind. `number`: as it stood."""

    what: str
    text: str
    number: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedSheet:
    """`notes`: by whom, when and from which file, and that this is no text of this system: on its first page."""

    title: str
    reference: str
    session: str  # when and where, in words
    mark: str  # for each page
    notes: tuple[str, ...]
    head: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    lines: tuple[ImportedLine, ...] = ()
    edition: Level = Level.DELEGATIONS
    dialogue: str = aside("")
    marking: str = aside("")
    language: str = aside("en-GB")
