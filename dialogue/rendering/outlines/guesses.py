"""What each line of a text from elsewhere may be: guessed from numbers, headings and words, for somebody to judge.

No line is left away: what is taken for nothing is told with its reason, and can be chosen to be something."""

import enum
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from babel.support import LazyProxy

from dialogue.domain.text import fold
from dialogue.i18n import lazy
from dialogue.rendering.outlines.items import NUMBER, SHORT, items
from dialogue.rendering.outlines.lines import Line, LineKind


class What(enum.StrEnum):
    """What a line is taken for."""

    HEAD = "head"  # above the first item
    PERSON = "person"  # who was there
    ITEM = "item"
    SUB_ITEM = "sub-item"
    BETWEEN = "between"  # a break, a meal, a photo: a line of the agenda without a number
    STATEMENT = "statement"
    NOTED = "noted"
    AGREED = "agreed"
    DECIDED = "decided"
    ACTION = "action"
    MORE = "more"  # it goes on with the line above
    NOTHING = "nothing"


ITEMS = (What.ITEM, What.SUB_ITEM)
TITLES = (*ITEMS, What.BETWEEN)
PARAGRAPHS = (What.STATEMENT, What.NOTED, What.AGREED, What.DECIDED, What.ACTION)
OF_AN_AGENDA = (*TITLES, What.MORE, What.NOTHING)
OF_MINUTES = (What.HEAD, What.PERSON, *ITEMS, *PARAGRAPHS, What.MORE, What.NOTHING)


@dataclass(frozen=True, slots=True, kw_only=True)
class Guess:
    """`text`: of a line that goes on, with the mark of its list. `source`: the line as it stood, where it reads
    otherwise now. `why`: of what is not obvious, a sentence. `minutes` and `presenter`: of an item, where known."""

    what: What
    text: str
    number: str = ""
    source: str = ""
    why: LazyProxy | str = ""
    minutes: int | None = None
    presenter: str = ""


ON_IT_ALREADY = lazy("The agenda has an item of this title already.")
NOTES_ON = lazy("The heading of what is said of an item above; that stands under it now.")
A_HEADING_OF_COLUMNS = lazy("The head of a table.")

# In the languages of the dialogue, as `fold` has them.
_PEOPLE = {
    "participants", "list of participants", "present", "pjesemarresit", "lista e pjesemarresve", "ucesnici",
    "spisak ucesnika", "liste des participants",
}  # fmt: skip
_BREAKS = (
    "coffee", "lunch", "dinner", "break", "photo", "photograph", "registration", "reception", "press point",
    "dreke", "kafe", "pauze", "rucak", "kafa", "pauza", "dejeuner", "pause",
)  # fmt: skip
_SAID = {  # behind a star a word may go on
    What.DECIDED: ("decided", "decides", "decision", "adopted", "vendos*", "miratua*", "odluci*", "usvoji*", "decide"),
    What.ACTION: ("action", "owner", "veprim*", "obavez*", "zaduzen*"),
    What.AGREED: ("agreed", "agree", "pajtua*", "dakord*", "saglasi*", "dogovor*", "convenu*", "convien*"),
    What.NOTED: ("noted", "note", "shenim", "konstato*", "primi*", "konstatova*"),
}  # fmt: skip
INITIAL = re.compile(r"[A-Z]\.")  # of a name, where people stand
LONGEST_BREAK = 8  # words of a line about one
_OPENING = 120  # letters of a paragraph in which its word stands
_TIME = r"\d{1,2}(?:[:.h]\d{2}|h)"
_SPANS = rf"({_TIME})\s*(?:[-–—]|to|until|deri|do|à)\s*({_TIME})(?:\s*(?:hrs?|h|CET|CEST))?[\s:–—-]*"
_SPAN = re.compile(_SPANS)
_CLOCK = re.compile(r"\d{1,2}[:h]\d{2}(?:\s*hrs?)?[\s:–—-]+")
_LENGTH = re.compile(r"(?:(\d{1,2})\s*h(?:ours?|rs?)?)?\s*(?:(\d{1,3})\s*(?:min\w*|'|′)?)?")


def of_agenda(lines: Sequence[Line], known: Sequence[str] = ()) -> list[Guess]:
    """Items, what is said of them, and what is neither. `known`: titles that stand on the agenda already."""
    is_item = items(lines, rows=True)
    titles = {fold(title) for title in known}
    found: list[Guess] = []
    begun = False
    for line in lines:
        guess = _agenda_line(line, is_item(line), begun=begun)
        if not guess.number and _is_break(fold(guess.text)):
            guess = _between(line, guess)
        if guess.what in TITLES and fold(guess.text) in titles:
            guess = replace(guess, what=What.NOTHING, why=ON_IT_ALREADY)
        begun = begun or guess.what in ITEMS
        found.append(guess)
    return _notes_under_their_items(found)


def _is_break(plain: str) -> bool:
    words = re.findall(r"\w+", plain)
    return len(words) < LONGEST_BREAK and any(f" {one} " in f" {' '.join(words)} " for one in _BREAKS)


def _between(line: Line, guess: Guess) -> Guess:
    """A line without a number: of a row the cell that names it, and how long it takes."""
    cells = [cell.strip() for cell in line.cells] or [guess.text]
    named = next((cell for cell in cells if _is_break(fold(cell))), guess.text)
    title, minutes = _without_time(named)
    lengths = (found for cell in reversed(cells) if (found := _minutes(cell)))
    length = guess.minutes or minutes or next(lengths, None)
    return Guess(what=What.BETWEEN, text=_one_line(title), minutes=length, source=_source(line, title))


def of_minutes(lines: Sequence[Line]) -> list[Guess]:
    """Items, their paragraphs by kind, who was there, what stands above, and lines that go on."""
    is_item = items(lines, rows=False)
    return list(_Minutes(is_item, _numbers_paragraphs(lines, is_item)).of(lines))


def _agenda_line(line: Line, level: int, *, begun: bool) -> Guess:
    if line.kind is LineKind.ROW:
        return _row(line, level, begun=begun)
    if level:
        title, minutes = _without_time(line.text)
        what = What.ITEM if level == 1 else What.SUB_ITEM
        return Guess(what=what, number=line.number, text=_one_line(title), minutes=minutes, source=_source(line, title))
    if not begun or line.kind is LineKind.HEADING:
        return Guess(what=What.NOTHING, text=line.whole)
    return Guess(what=What.MORE, text=_marked(line))


def _row(line: Line, level: int, *, begun: bool) -> Guess:
    """A row of the order of business: the number, the title beside it, who presents it, how long."""
    cells = [cell.strip() for cell in line.cells]
    number = next((n for n, cell in enumerate(cells) if NUMBER.fullmatch(cell) and n < len(cells) - 1), None)
    if level and number is not None:
        title, *details = cells[number + 1].split("\n")
        rest = [cell for cell in cells[number + 2 :] if cell not in {"", "—", "-"}]
        length = next((minutes for cell in (*reversed(rest), *cells[:number]) if (minutes := _minutes(cell))), None)
        presenter = next((cell for cell in rest if not _minutes(cell)), "")
        return Guess(
            what=What.ITEM if level == 1 else What.SUB_ITEM,
            number=cells[number],
            text=_one_line(title),
            minutes=length,
            presenter=_one_line(presenter),
            source=line.text if details or title != line.text else "",
        )
    if level:
        title, minutes = _without_time(max(cells, key=len))
        return Guess(what=What.ITEM, text=_one_line(title), minutes=minutes, source=line.text)
    if not begun:
        return Guess(what=What.NOTHING, text=line.text, why=A_HEADING_OF_COLUMNS if line.cells else "")
    return Guess(what=What.MORE, text=line.text)


def _notes_under_their_items(found: list[Guess]) -> list[Guess]:
    """Where an agenda names its items a second time, to say more of them, that goes to where they stand."""
    order: list[list[Guess]] = [[]]
    at: dict[tuple[str, str], int] = {}
    here = 0
    for guess in found:
        key = (guess.number.rstrip(".)"), fold(guess.text))
        if guess.what in ITEMS and guess.number and key in at:
            here = at[key]
            order[-1].append(replace(guess, what=What.NOTHING, text=_whole(guess), source="", why=NOTES_ON))
        elif guess.what is What.MORE:
            order[here].append(guess)
        else:
            order.append([guess])
            here = len(order) - 1
            if guess.number:
                at[key] = here
    return [guess for group in order for guess in group]


class _Minutes:
    """Reads minutes from top to bottom. `_last`: number and indent of the paragraph that is open."""

    def __init__(self, is_item: Callable[[Line], int], numbered: bool) -> None:
        self._is_item, self._numbered = is_item, numbered
        self._begun = self._people = self._open = False
        self._last: Line | None = None

    def of(self, lines: Sequence[Line]) -> Iterator[Guess]:
        for line in lines:
            level = self._is_item(line)
            if fold(line.text).rstrip(": ") in _PEOPLE and len(line.text) < SHORT:
                self._people, self._begun, self._open = True, False, False
                yield Guess(what=What.HEAD, number=line.number, text=_one_line(line.text))
            elif self._people and INITIAL.fullmatch(line.number):
                yield Guess(what=What.PERSON, text=_one_line(line.whole))
            elif level:
                self._begun, self._people, self._open = True, False, False
                what = What.ITEM if level == 1 else What.SUB_ITEM
                yield Guess(what=what, number=line.number, text=_one_line(line.text), source=_source(line, line.text))
            elif not self._begun:
                yield Guess(what=What.PERSON if self._people else What.HEAD, text=_one_line(line.whole))
            else:
                yield self._paragraph(line)

    def _paragraph(self, line: Line) -> Guess:
        if self._goes_on(line):
            return Guess(what=What.MORE, text=_marked(line))
        self._open = True
        if line.kind is LineKind.NUMBERED:
            self._last = line
        text = line.text if line.kind is LineKind.NUMBERED else _marked(line)
        return Guess(what=kind_of(line.text), number=line.number, text=text)

    def _goes_on(self, line: Line) -> bool:
        if line.kind is LineKind.NUMBERED:
            return self._last is not None and not _follows(self._last, line, open_=self._open)
        if line.kind is LineKind.POINT:
            return self._open
        return self._open and self._numbered


def kind_of(text: str) -> What:
    """By the word that opens a paragraph, or stands near its beginning."""
    for word in re.findall(r"\w+", fold(text[:_OPENING])):
        for what, words in _SAID.items():
            if any(word == one or (one[-1] == "*" and word.startswith(one[:-1])) for one in words):
                return what
    return What.STATEMENT


def _follows(last: Line, line: Line, *, open_: bool) -> bool:
    """Whether a numbered line is the next paragraph, and no point of a list within the one before."""
    number, before = line.number.strip("().§ "), last.number.strip("().§ ")
    if line.indent > last.indent + 60 or _form(line.number) != _form(last.number):
        return False
    if not (number.isdigit() and before.isdigit()):
        return True
    return int(number) > int(before) or not open_


def _form(number: str) -> str:
    """How a number is written, whatever it counts."""
    return re.sub(r"[ivx]+|[a-z]", "a", re.sub(r"\d+(?:\.\d+)*", "1", number.lower()))


def _numbers_paragraphs(lines: Sequence[Line], is_item: Callable[[Line], int]) -> bool:
    """Whether what stands under an item begins with a number somewhere, as the paragraphs of a protocol do."""
    under = (line for before, line in pairwise(lines) if is_item(before) and not is_item(line))
    return any(line.kind is LineKind.NUMBERED for line in under)


def _without_time(text: str) -> tuple[str, int | None]:
    """A title without the time before it, and how long it says to take."""
    span = _SPAN.match(text)
    if span:
        length = (_of_day(span[2]) or 0) - (_of_day(span[1]) or 0)
        return text[span.end() :], length if 0 < length <= 600 else None
    clock = _CLOCK.match(text)
    return (text[clock.end() :] if clock else text), None


def _minutes(cell: str) -> int | None:
    """A length in words or a span of the day; None of anything else, and of a time alone."""
    words = cell.replace("\xa0", " ").strip()
    span = _SPAN.fullmatch(words)
    if span:
        length = (_of_day(span[2]) or 0) - (_of_day(span[1]) or 0)
        return length if 0 < length <= 600 else None
    found = _LENGTH.fullmatch(words)
    if not found or not words or not (found[1] or re.search(r"min|'|′", words)):
        return None
    length = int(found[1] or 0) * 60 + int(found[2] or 0)
    return length if 0 < length <= 600 else None


def _of_day(time: str) -> int | None:
    hour, _, minute = re.sub(r"[.h]", ":", time).partition(":")
    return int(hour) * 60 + int(minute or 0)


def _marked(line: Line) -> str:
    """As a text has it: a point with its mark, set in as deep as it stood."""
    if line.kind is LineKind.POINT:
        return f"{'  ' * (max(line.depth, 1) - 1)}- {line.text}"
    return line.whole


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _whole(guess: Guess) -> str:
    return f"{guess.number} {guess.text}".strip()


def _source(line: Line, told: str) -> str:
    """The line as it stood, where the title is not all of it."""
    return line.whole if _one_line(told) != _one_line(line.text) else ""
