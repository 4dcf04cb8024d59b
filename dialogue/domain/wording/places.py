"""Which texts stand in a sheet, and where: what people typed, never what the paper itself says."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from dialogue.domain.editions import AgendaSheet, CorrigendumSheet, MinutesSheet, ParagraphLine
from dialogue.domain.text import MarkdownText

HEADING = "heading"


@dataclass(frozen=True, slots=True, order=True)
class Where:
    """A place in a paper: the number of an item, that of a paragraph, the field; "" or 0 where there is none."""

    item: str = ""
    paragraph: int = 0
    field: str = "text"


@dataclass(frozen=True, slots=True)
class Written:
    """A text at its place; `language` where it declares another than the paper's."""

    where: Where
    text: str
    language: str = ""
    is_prose: bool = False

    @property
    def is_of_old(self) -> bool:
        return isinstance(self.text, MarkdownText)


@dataclass(frozen=True, slots=True)
class Loose:
    """Texts that are no paper of a session: a statement, an entry of the development log."""

    texts: tuple[Written, ...]


def _agenda(sheet: AgendaSheet) -> Iterator[Written]:
    for item in sheet.items:
        yield Written(Where(item.number, field="title" if item.number else "line"), item.title)
        yield Written(Where(item.number, field="presenter" if item.number else "line"), item.presenter)
        yield Written(Where(item.number), item.text, is_prose=True)
        for paper in item.papers:
            yield Written(Where(item.number, field="papers"), paper)


def _minutes(sheet: MinutesSheet) -> Iterator[Written]:
    for item in sheet.items:
        yield Written(Where(item.number, field="title"), item.title)
        for line in item.paragraphs:
            yield from _paragraph(item.number, line)
    for one in sheet.participants:
        for seat in one.seats:
            yield Written(Where(field="function"), seat.function)


def _paragraph(item: str, line: ParagraphLine) -> Iterator[Written]:
    yield Written(Where(item, line.number), line.text, line.language, is_prose=True)
    yield Written(Where(item, line.number, "speaker"), line.speaker)
    yield Written(Where(item, line.number, "owner"), line.owner)


def _whole(sheet: Any) -> Iterator[Written]:
    yield Written(Where(field="title"), sheet.title)
    yield Written(Where(), sheet.text, is_prose=True)


def _corrigendum(sheet: CorrigendumSheet) -> Iterator[Written]:
    """What it should read: what it reads is what was approved, word for word."""
    for line in sheet.lines:
        yield Written(Where(paragraph=line.paragraph, field="should read"), line.should_read)


# Of every other sheet title and text.
TEXTS: Mapping[type, Callable[[Any], Iterator[Written]]] = {
    AgendaSheet: _agenda,
    CorrigendumSheet: _corrigendum,
    Loose: lambda sheet: iter(sheet.texts),
    MinutesSheet: _minutes,
}


def written(sheet: Any) -> Iterator[Written]:
    """Every text of the sheet that says something, in its order."""
    return (one for one in TEXTS.get(type(sheet), _whole)(sheet) if one.text)
