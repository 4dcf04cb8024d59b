"""Texts as they are typed: the few marks that are read, and every other character left where it stands.

Made for official papers (docs/decisions/0019): an asterisk is a footnote's, a number a date's, a line end is meant."""

import enum
import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import NamedTuple
from urllib.parse import urlsplit

DEEPEST = 8  # lists within lists: Word knows nine levels
TAB_STOP = 4  # columns
BULLET = "•"
# A point of a list: a bullet, or a sign that stays as it was typed; the words follow behind a blank or a tab.
# U+F0A7 and its like are the bullets of Word's own fonts, which no other font can show.
_POINT = re.compile(r"([ \t]*)(?:[-•\uf000-\uf0ff][ \t]+|([1-9][0-9]{0,2}[.)])[ \t]+|([–o▪◦·§])\t[ \t]*)(?=\S)")
_HOST = re.compile(r"[A-Za-z0-9]+(-+[A-Za-z0-9]+)*(\.[A-Za-z0-9]+(-+[A-Za-z0-9]+)*)*(:[0-9]{1,4})?")
_ADDRESS = re.compile(r"([A-Za-z0-9._~:/?#@!$&'()*+,;=-]|%[0-9A-Fa-f]{2}){1,2000}")
_MARK = re.compile(r"\*+|_+|\n")
# Addresses come first: what looks like a mark within one is none.
_SIGN = re.compile(
    r"(?P<address>(?<!\w)(?:https?://|mailto:)[^\s<>\[\]{}\"“”«»]+)"
    r"|(?P<mailbox>(?<![\w.+-])[\w.+-]+@\w[\w-]*(?:\.[\w-]+)+)"
    r"|\*+|_+|\n"  # as _MARK
)
_AFTER = ".,;:!?'’*_)]}"  # what closes a sentence, not an address
_OPENING, _CLOSING = "([{“‘«„‚‹", ")]}”’»›.,;:!?*"


class BlockKind(enum.StrEnum):
    PARAGRAPH = "paragraph"
    POINT = "point"  # of a list
    HEADING = "heading"  # the last three in texts of old alone
    QUOTATION = "quotation"
    CODE = "code"


class Span(NamedTuple):
    """Characters of one look, line ends among them; `address`: where they lead."""

    text: str
    strong: bool = False
    emphasis: bool = False
    address: str = ""
    code: bool = False


class Block(NamedTuple):
    """A paragraph, or one point of a list: `depth` of lists around it, `mark` the number or sign typed, "" a bullet."""

    spans: tuple[Span, ...]
    kind: BlockKind = BlockKind.PARAGRAPH
    depth: int = 0
    mark: str = ""

    @property
    def words(self) -> str:
        """Its characters, behind its number or bullet."""
        words = "".join(span.text for span in self.spans)
        return f"{self.mark or BULLET} {words}" if self.kind is BlockKind.POINT else words


class Table(NamedTuple):
    """Rows of cells, the first of which is the head: in texts of old alone."""

    rows: tuple[tuple[tuple[Span, ...], ...], ...]

    @property
    def words(self) -> str:
        return "\n".join("\t".join("".join(span.text for span in cell) for cell in row) for row in self.rows)


def read(text: str) -> tuple[Block, ...]:
    """The blocks of a text. Nothing typed is lost but the marks of lists, bold and italics, and blanks at the ends of
    lines."""
    words = _one_line(text)
    if words is None:
        return tuple(_blocks(text))
    return (Block(_spans(words)),) if words else ()


def sole(text: str) -> str | None:
    """The words of a text that is one line in one look, as most are; None of any other."""
    return None if _has_looks(text) else _one_line(text)


def _one_line(text: str) -> str | None:
    """The words of a text that is one line, and no point of a list."""
    return None if "\n" in text or _POINT.match(text) else text.strip(" \t")


def _has_looks(text: str) -> bool:
    """Whether a mark or an address may stand in it."""
    return "*" in text or "_" in text or "://" in text or "mailto:" in text


def _blocks(text: str) -> Iterator[Block]:
    lines: list[str] = []  # of the block that is open
    about: dict[str, object] = {}  # of that block, where it is a point
    sets: list[int] = []  # the columns at which the points around this line begin
    for line in [*text.split("\n"), ""]:
        words = line.strip(" \t")
        point = _POINT.match(line)
        goes_on = lines and words and not point and (not about or line[0] in " \t")
        if goes_on:
            lines.append(words)
            continue
        if lines:
            yield Block(_spans("\n".join(lines)), **about)  # type: ignore[arg-type]  # kind, depth and mark
        lines, about = [words] if words else [], {}
        if point:
            _set_in(sets, len(point[1].expandtabs(TAB_STOP)))
            lines = [line[point.end() :].strip(" \t")]
            about = {"kind": BlockKind.POINT, "depth": min(len(sets), DEEPEST), "mark": point[2] or point[3] or ""}
        elif words:
            sets.clear()


def _set_in(sets: list[int], column: int) -> None:
    """A point that begins further right than the last stands under it."""
    while sets and sets[-1] > column:
        sets.pop()
    if not sets or sets[-1] < column:
        sets.append(column)


def _spans(text: str) -> tuple[Span, ...]:
    return tuple(_looks(text, _signs(text))) if _has_looks(text) else (Span(text),)


def _signs(text: str) -> list[tuple[int, int, str]]:
    """Where something is not plain: (from, to, what), what being an address, or a mark that has its other half."""
    found: list[tuple[int, int, str]] = []
    opened: dict[str, int] = {}  # the place in `found` of each mark that may yet be closed
    kind = _SIGN if "@" in text or "://" in text or "mailto:" in text else _MARK
    sign = kind.search(text)
    while sign:
        start, end = sign.span()
        if sign.lastgroup == "address":
            address = _address(sign[0])
            end = start + len(address)
            if safe_address(address):
                found.append((start, end, address))
        elif sign[0] in ("**", "_"):
            _pair(found, opened, sign[0], (start, end), (text[start - 1 : start], text[end : end + 1]))
        elif sign[0] == "\n":
            opened.clear()
        sign = kind.search(text, end)
    return [one for one in found if one[2]]


def _pair(
    found: list[tuple[int, int, str]],
    opened: dict[str, int],
    mark: str,
    place: tuple[int, int],
    around: tuple[str, str],
) -> None:
    """A mark closes the nearest before it on its line; what was opened between the two is no mark."""
    if mark in opened and _closes(*around):
        first = opened.pop(mark)
        for other in [kind for kind, at in opened.items() if at > first]:
            del opened[other]
        found[first] = (*found[first][:2], mark)
        found.append((*place, f"/{mark}"))
    elif _opens(*around):
        opened[mark] = len(found)
        found.append((*place, ""))


def _opens(before: str, after: str) -> bool:
    """Whether a mark between these characters may open: it leans on a word behind it, or stands behind a blank."""
    if not after or after in _CLOSING or after.isspace() or _wordy(before):
        return False
    return not before or before.isspace() or _wordy(after)


def _closes(before: str, after: str) -> bool:
    if not before or before in _OPENING or before.isspace() or _wordy(after):
        return False
    return not after or after in _CLOSING or after.isspace() or _wordy(before)


def _wordy(char: str) -> bool:
    """Whether it is part of a word: letters, digits, accents of their own, joiners."""
    return char.isalnum() or (not char.isascii() and unicodedata.category(char) in {"Mn", "Mc", "Me", "Cf"})


def _looks(text: str, signs: Sequence[tuple[int, int, str]]) -> Iterator[Span]:
    strong, emphasis, done = False, False, 0
    for start, end, what in signs:
        if start > done:
            yield Span(text[done:start], strong, emphasis)
        done = end
        match what:
            case "**" | "/**":
                strong = what == "**"
            case "_" | "/_":
                emphasis = what == "_"
            case _:
                yield Span(text[start:end], strong, emphasis, what)
    if done < len(text):
        yield Span(text[done:], strong, emphasis)


def _address(found: str) -> str:
    """Without the punctuation of the sentence that it stands in; a bracket that it opens it also closes."""
    open_brackets, end = found.count("(") - found.count(")"), len(found)
    while found[end - 1] in _AFTER:
        if found[end - 1] == ")":
            if open_brackets >= 0:
                break
            open_brackets += 1
        end -= 1
    return found[:end]


def safe_address(address: str) -> bool:
    """Whether page and paper lead there: http, https or mailto, and an address that no program chokes on."""
    if not _ADDRESS.fullmatch(address):
        return False
    parts = urlsplit(address)
    if parts.scheme == "mailto":
        return re.fullmatch(r"[^@/:]+@[^@/:]+", parts.path) is not None
    return parts.scheme in {"http", "https"} and _HOST.fullmatch(parts.netloc) is not None
