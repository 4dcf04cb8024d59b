"""A text as its words: each with its place, folded, whatever stands between the two halves of a name."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from dialogue.domain.text import fold, respelt, seen

SIGN = r"(?:[^\W_]|[\u00ad\u0300-\u036f\u200b-\u200d\u2060\ufeff])"  # letters, and what stands unseen among them
APOSTROPHE = "['’ʼʹ`´]"
DOTTED = r"(?:[^\W\d_]\.){2,}(?:[^\W\d_](?!\w))?"  # B.C.R.S.
WORD = rf"{DOTTED}(?:{APOSTROPHE}[sS]\b)?|[^\W_]{SIGN}*(?:{APOSTROPHE}[^\W_]{SIGN}*)*['’]?|&"
_WORD = re.compile(WORD)
POSSESSIVE = rf"{APOSTROPHE}(?:s|S)?$"
_POSSESSIVE = re.compile(POSSESSIVE)
_BROKEN = re.compile(r"(?<=[^\W\d_])[-\u2010\u00ad][ \t]*\n[ \t]*(?=[^\W\d_])")  # a word parted at the end of a line
# Between two words of one name: blanks, one line end, a hyphen or dash, marks of bold and italics.
BLANK = r"[ \t\u00a0\u2000-\u200a\u202f\u3000*_]*"
WIDEST = 40  # characters between two words that are still read as one name
OPENING = "[“„«‘\"']?"  # the name may stand in marks, and the words before it not
GAP = rf"{BLANK}(?:\n|[-\u2010-\u2015\u2212/](?:[ \t]*\n)?)?{BLANK}{OPENING}"
_GAP = re.compile(GAP)
ABBREVIATED = frozenset({"rep", "gov", "govt", "min", "pres", "dep", "amb"})
_SOUNDS = (("xh", "dz"), ("x", "dz"), ("q", "c"), ("w", "v"), ("th", "t"), ("lj", "l"))
_BEGINNINGS = {"st": "saint", "ste": "sainte"}
_DOUBLE = re.compile(r"(.)\1+")
_UMLAUT = re.compile("([aou])e")

_QUOTED = re.compile(
    r"“[^“”]*”|„[^“”„]*[“”]|«[^«»]*»|»[^«»]*«|‹[^‹›]*›|‚[^‚‘’]*[‘’]"
    r"|(?<!\w)‘(?=\S)[^‘\n]*?(?<=\S)’(?!\w)"
    r"|(?<![\w\"])\"(?=\S)[^\"]*?(?<=\S)\"(?!\w)"
    r"|(?<!\w)'(?=\S)[^'\n]*?(?:\w'\w[^'\n]*?)*(?<=\S)'(?!\w)"
)
_ITALIC = re.compile(r"(?<![\w_])_(?=[^\s_])[^_\n]*(?<=[^\s_])_(?![\w_])")
_OF_OLD = re.compile(r"^[ \t]*>.*$", re.MULTILINE)  # a quotation, while texts were Markdown
_PART = re.compile(r"\n[ \t]*\n")


@dataclass(frozen=True, slots=True)
class Token:
    """One word: `plain` folded and without its possessive, `own` as it was typed, small."""

    start: int
    end: int
    plain: str
    own: str
    has_possessive: bool = False
    is_starred: bool = False


def readings(text: str) -> list[list[Token]]:
    """Its words in their order. A hyphen at the end of a line parts one word or joins two: then it is read both
    ways."""
    joined, places = _joined(text)
    apart = [(text, list(range(len(text) + 1)))] if joined != text else []
    return [[_token(one, found, at) for found in _WORD.finditer(one)] for one, at in [(joined, places), *apart]]


def _joined(text: str) -> tuple[str, list[int]]:
    """Without the hyphens that part a word at a line's end; and where each character, and the end, stood."""
    pieces: list[str] = []
    places: list[int] = []
    begin = 0
    for found in _BROKEN.finditer(text):
        pieces.append(text[begin : found.start()])
        places.extend(range(begin, found.start()))
        begin = found.end()
    return "".join([*pieces, text[begin:]]), [*places, *range(begin, len(text) + 1)]


def _token(text: str, found: re.Match[str], places: list[int]) -> Token:
    typed, end = found[0], found.end()
    bare = _POSSESSIVE.sub("", typed)
    return Token(
        start=places[found.start()],
        end=places[end - 1] + 1,
        plain="and" if bare == "&" else folded(bare.replace(".", "")),
        own=seen(bare).casefold(),
        has_possessive=bare != typed,
        is_starred=text[end : end + 1] == "*" and text[end + 1 : end + 2] != "*",
    )


@lru_cache(8_192)
def folded(words: str) -> str:
    """As `fold` makes it; a paper has few words and says them often."""
    return fold(words)


@lru_cache(8_192)
def sound(word: str) -> str:
    """Of a folded word, so that what other alphabets and other houses spell in another way is the same: `Krasniqi` is
    `Красничи`, `Müller` is `Mueller`, `Çollaku` is `Čolaku`."""
    word = _BEGINNINGS.get(word, f"mac{word[2:]}" if word.startswith("mc") else word)
    for spelling, other in _SOUNDS:
        word = word.replace(spelling, other)
    return _DOUBLE.sub(r"\1", _UMLAUT.sub(r"\1", respelt(word)))


def go_together(text: str, one: Token, next_: Token) -> bool:
    """Whether the two may be halves of one name: no stop, comma or blank line stands between them, but for the stop of
    an abbreviation."""
    if one.plain in ABBREVIATED and text[one.end : one.end + 1] == ".":
        return not text[one.end + 1 : next_.start].strip()
    return next_.start - one.end <= WIDEST and _GAP.fullmatch(text, one.end, next_.start) is not None


def exempt(text: str, *, is_prose: bool, is_of_old: bool = False) -> list[tuple[int, int]]:
    """Where somebody else's words or the name of a law stands: in quotation marks, in italics."""
    kinds = [_QUOTED, *([_ITALIC] if is_prose else []), *([_OF_OLD] if is_of_old else [])]
    return [found.span() for kind in kinds for found in kind.finditer(text) if not _PART.search(found[0])]


def within(spans: Iterable[tuple[int, int]], start: int, end: int) -> bool:
    return any(a <= start and end <= b for a, b in spans)
