"""What somebody has made of the lines of a text: items with what stands under them, lines that go on put together."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from dialogue.i18n import gettext
from dialogue.rendering.outlines.guesses import ITEMS, PARAGRAPHS, TITLES, What
from dialogue.rendering.outlines.lines import parted
from dialogue.rendering.typed import BlockKind, read


class Chosen(NamedTuple):
    """A line as somebody has judged it."""

    what: What
    text: str
    number: str = ""
    minutes: int | None = None
    presenter: str = ""


class Misplaced(Exception):  # noqa: N818 because it is an answer to whoever chose
    """A line stands where it cannot: `line`, from 0, and a sentence."""

    def __init__(self, line: int, sentence: str) -> None:
        super().__init__(sentence)
        self.line = line


@dataclass(slots=True)
class Entry:
    """A line with those that go on with it. `under`: what stands under an item."""

    what: What
    text: str
    number: str = ""
    minutes: int | None = None
    presenter: str = ""
    under: list["Entry"] = field(default_factory=list)
    more: str = ""  # what is said of an item

    @property
    def is_below(self) -> bool:
        """Whether it stands under the item above."""
        return self.what is What.SUB_ITEM

    @property
    def is_numbered(self) -> bool:
        return self.what is not What.BETWEEN


class Composed(NamedTuple):
    """`head`: what stands above the items. `people`: who was there, a line each."""

    head: tuple[str, ...]
    people: tuple[str, ...]
    items: tuple[Entry, ...]


def compose(chosen: Sequence[Chosen]) -> Composed:
    """Raises Misplaced for a line that has nothing above it to stand under."""
    above: list[Entry] = []  # that are no items
    items: list[Entry] = []
    last: Entry | None = None
    for n, line in enumerate(chosen):
        if line.what is What.NOTHING or not line.text.strip():
            continue
        if line.what is What.MORE:
            _go_on(n, last, line.text)
            continue
        text = " ".join(line.text.split()) if line.what in TITLES else line.text
        last = Entry(line.what, text, line.number, line.minutes, line.presenter)
        if line.what in PARAGRAPHS:
            if not items:
                raise Misplaced(n, gettext("It stands under no item. Please choose which line above is its item."))
            items[-1].under.append(last)
            continue
        if line.what is What.SUB_ITEM and not any(one.what is What.ITEM for one in items):
            raise Misplaced(n, gettext("There is no item above under which it could stand."))
        (items if line.what in TITLES else above).append(last)
    return Composed(_of(What.HEAD, above), _of(What.PERSON, above), tuple(items))


def _go_on(n: int, last: Entry | None, text: str) -> None:
    if last is None:
        raise Misplaced(n, gettext("There is no line above with which it could go on."))
    if last.what in ITEMS:
        last.more = joined(last.more, text)
    elif last.what is What.BETWEEN:  # it has no text of its own
        last.text = f"{last.text}, {' '.join(text.split())}"
    else:
        last.text = joined(last.text, text)


def joined(above: str, text: str) -> str:
    """Points of a list stand one under the other; anything else is a paragraph of its own."""
    if not above:
        return text
    blocks = read(text)
    is_point = bool(blocks) and getattr(blocks[0], "kind", None) is BlockKind.POINT
    return f"{above}\n{text}" if is_point or parted(text)[0] else f"{above}\n\n{text}"


def _of(what: What, above: Iterable[Entry]) -> tuple[str, ...]:
    return tuple(" ".join(one.text.split()) for one in above if one.what is what)
