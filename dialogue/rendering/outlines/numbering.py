"""The numbers that Word counts by itself: no file holds them, each program makes them from the list's own rules."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from dialogue.rendering.word.opened import WORD

_W = f"{{{WORD}}}"
_ROMAN = tuple(zip((100, 90, 50, 40, 10, 9, 5, 4, 1), ("c", "xc", "l", "xl", "x", "ix", "v", "iv", "i"), strict=True))
LEVELS = 9
LATEST = 3_000  # a number beyond it is shown in digits


class Level(NamedTuple):
    """How one level of a list counts: from where, in which letters, set in how, and after which level anew."""

    start: int = 1
    form: str = "decimal"
    text: str = ""
    restarts: int | None = None
    indent: int | None = None
    plain: bool = False  # all of its numbers in digits


@dataclass(slots=True)
class Numbering:
    """The lists of one document, and how far each has counted. Asked for one paragraph after the other."""

    lists: dict[str, tuple[str, dict[int, Level]]] = field(default_factory=dict)
    begun: dict[str, set[tuple[str, int]]] = field(default_factory=dict)
    _counts: dict[str, dict[int, int]] = field(default_factory=lambda: defaultdict(dict))

    def level(self, of: str, depth: int) -> Level | None:
        _, levels = self.lists.get(of, ("", {}))
        return levels.get(depth)

    def next(self, of: str, depth: int) -> str:
        """The next number of that list at that level; "" where it has none."""
        key, levels = self.lists.get(of, ("", {}))
        level = levels.get(depth)
        if level is None or level.form in {"bullet", "none"}:
            return ""
        counts = self._counts[key]
        self._begin_anew(of, counts)
        counts[depth] = counts.get(depth, level.start - 1) + 1
        for deeper in range(depth + 1, LEVELS):
            after = levels.get(deeper, Level()).restarts
            if after is None or depth < after:
                counts.pop(deeper, None)
        return self._told(level, levels, counts)

    def _begin_anew(self, of: str, counts: dict[int, int]) -> None:
        """A list that says where it begins does so once, also where another has counted on the same rules."""
        for at, start in sorted(self.begun.get(of, ())):
            counts[int(at)] = start - 1
        if self.begun.get(of):
            self.begun[of] = set()

    @staticmethod
    def _told(level: Level, levels: dict[int, Level], counts: dict[int, int]) -> str:
        text = level.text
        for n in range(LEVELS):
            if f"%{n + 1}" in text:
                one = levels.get(n, Level())
                count = counts.get(n, one.start)
                text = text.replace(f"%{n + 1}", in_letters(count, "decimal" if level.plain else one.form))
        return text.strip()


def numbering(root: Any) -> Numbering:
    """The lists of a document; none where it has no such part."""
    made = Numbering()
    if root is None:
        return made
    abstract = {one.get(f"{_W}abstractNumId"): _levels(one) for one in root.iterfind(f"{_W}abstractNum")}
    for one in root.iterfind(f"{_W}num"):
        of, of_abstract = one.get(f"{_W}numId", ""), _value(one.find(f"{_W}abstractNumId"))
        levels = dict(abstract.get(of_abstract, {}))
        begun = set()
        for over in one.iterfind(f"{_W}lvlOverride"):
            at = _number(over.get(f"{_W}ilvl"), 0)
            own = over.find(f"{_W}lvl")
            if own is not None:
                levels[at] = _level(own)
            start = over.find(f"{_W}startOverride")
            if start is not None:
                begun.add((str(at), _number(_value(start), 1)))
        made.lists[of], made.begun[of] = (of_abstract, levels), begun
    return made


def in_letters(count: int, form: str) -> str:
    """A count as a list shows it."""
    if not 0 < count < LATEST:
        return str(count)
    if form in {"lowerLetter", "upperLetter"}:
        letters = chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)
        return letters if form == "lowerLetter" else letters.upper()
    if form in {"lowerRoman", "upperRoman"}:
        made, rest = "", count
        for value, letter in _ROMAN:
            made, rest = made + letter * (rest // value), rest % value
        return made if form == "lowerRoman" else made.upper()
    return f"{count:02d}" if form == "decimalZero" else str(count)


def _levels(abstract: Any) -> dict[int, Level]:
    return {_number(one.get(f"{_W}ilvl"), 0): _level(one) for one in abstract.iterfind(f"{_W}lvl")}


def _level(one: Any) -> Level:
    restart, left = one.find(f"{_W}lvlRestart"), one.find(f"{_W}pPr/{_W}ind")
    return Level(
        start=_number(_value(one.find(f"{_W}start")), 1),
        form=_value(one.find(f"{_W}numFmt")) or "decimal",
        text=_value(one.find(f"{_W}lvlText")),
        restarts=None if restart is None else _number(_value(restart), 0),
        indent=None if left is None else _number(left.get(f"{_W}left") or left.get(f"{_W}start"), 0),
        plain=one.find(f"{_W}isLgl") is not None,
    )


def _value(one: Any) -> str:
    return "" if one is None else str(one.get(f"{_W}val") or "")


def _number(text: str | None, otherwise: int) -> int:
    """A whole number as Word writes it; LibreOffice writes some with a fraction."""
    whole = (text or "").partition(".")[0]
    digits = whole.removeprefix("-")
    return int(whole) if digits.isascii() and digits.isdigit() and len(digits) < 8 else otherwise
