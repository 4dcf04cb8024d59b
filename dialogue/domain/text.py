"""The text boundary: what is typed or pasted becomes text that every page, paper and feed can carry."""

import re
import unicodedata
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Dialect, Text, TypeDecorator

from dialogue.domain.base import Refused

LINE = 200  # a title, a name
PARAGRAPH = 20_000  # the text of an agenda item or of a paragraph of minutes: a paper of them is made in a second

# What python-docx refuses or a parser of calendars drops: controls but TAB and LF, lone surrogates, noncharacters.
_BAD = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_BREAKS = {0x0B: "\n", 0x0C: "\n", 0x85: "\n", 0x2028: "\n", 0x2029: "\n"}  # what Word pastes for a soft break


class MarkdownText(str):
    """A text written while texts were Markdown: it reads as it did then, until somebody saves it anew. Equal to what
    was typed, and the same characters; only a reader of texts asks for the difference."""

    __slots__ = ()


class Prose(TypeDecorator[str]):
    """A column of texts that are read for marks. Behind U+000E, which nobody can type, stands a text in Markdown."""

    impl = Text
    cache_ok = True
    MARK = "\x0e"

    def process_bind_param(self, value: str | None, _dialect: Dialect) -> str | None:
        return self.MARK + value if isinstance(value, MarkdownText) and value else value

    def process_result_value(self, value: str | None, _dialect: Dialect) -> str | None:
        return MarkdownText(value[1:]) if value and value[0] == self.MARK else value

    def compare_values(self, x: Any, y: Any) -> bool:
        """A text that is saved again is read as it is typed from then on, also where no character changed."""
        return bool(x == y) and isinstance(x, MarkdownText) == isinstance(y, MarkdownText)


# They turn the rest of a line round: what is read would not be what is kept and hashed.
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
# Nobody sees them: two texts that look alike would be different ones, and words could stand there that nobody reads.
_UNSEEN = re.compile(
    "[\xad\u034f\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e007f]"
)
# Joiners and variants stay where a script or a picture needs them; behind Latin, Greek or Cyrillic they do nothing.
_IDLE = re.compile(
    "(?<=[A-Za-z\u00c0-\u058f\u1e00-\u1fff])[\u200c\u200d\ufe00-\ufe0f\U000e0100-\U000e01ef]+"
    "|(?<=[\u0000-\u058f\u1e00-\u218f])[\u200c\u200d]+"
)


class TooLong(Refused):
    """The text is longer than its field; nothing is cut off silently."""

    def __init__(self, limit: int) -> None:
        super().__init__("This text is too long: at most %(limit)d characters fit here.", limit=limit)


class Turned(Refused):
    """A hidden mark turns the direction of writing round; `before` is what stands before the first."""

    def __init__(self, before: str) -> None:
        if before:
            super().__init__(
                "There is a hidden mark after “%(before)s” that turns the direction of writing round. Please delete it,"
                " or type these words anew: what is shown must be what is kept.",
                before=before,
            )
        else:
            super().__init__(
                "There is a hidden mark at the beginning that turns the direction of writing round. Please delete it,"
                " or type the first words anew: what is shown must be what is kept."
            )


def clean(text: str, *, limit: int, one_line: bool) -> str:
    """What somebody typed, as `fit` makes it, and nothing in it that nobody sees. Refused: longer than `limit`, and
    marks that turn a text round."""
    found = _TURNING.search(text)
    if found:
        raise Turned(fit(text[: found.start()], one_line=True)[-30:])
    text = seen(fit(text, one_line=one_line)).strip("\n")
    if len(text) > limit:
        raise TooLong(limit)
    return text


def fit(text: str, *, one_line: bool) -> str:
    """NFC, line ends as LF, nothing that a paper or a feed cannot carry; one line holds nothing unseen either. For what
    goes out, and for what nobody can be asked to mend: a text that was signed keeps what its hash was made of."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_BREAKS)
    text = _BAD.sub("", unicodedata.normalize("NFC", text))
    return " ".join(seen(text).split()) if one_line else text


def seen(text: str) -> str:
    """Without the marks that nobody sees. NFC anew: taking one out may bring two together that are one letter."""
    return unicodedata.normalize("NFC", _IDLE.sub("", _UNSEEN.sub("", text)))


def has_unseen(text: str) -> bool:
    """Whether `clean` takes something out of it that its writer may have pasted and cannot have seen."""
    return bool(_UNSEEN.search(text) or _IDLE.search(text))


def unturned(text: str) -> str:
    """Without the marks that `clean` refuses: for a text that is taken whatever stands in it."""
    return _TURNING.sub("", text)


# Letters without a decomposition, and other alphabets in Latin, so that search and sorting find what people type.
# Cyrillic as Serbian is written in Latin; letters that Serbian lacks as Bulgarian, Macedonian or Ukrainian ones are.
_LETTERS = str.maketrans(
    {
        **dict(zip("đðħıĸłŋøŧə", "ddhiklnote", strict=True)),
        "ß": "ss",
        "æ": "ae",
        "œ": "oe",
        "þ": "th",
        **dict(zip("абвгдђежзијклмнопрстћуфхцчш", "abvgddezzijklmnoprstcufhccs", strict=True)),
        **dict(zip("йыэъіїґ", "yyeaiig", strict=True)),
        "љ": "lj",
        "њ": "nj",
        "џ": "dz",
        "ѕ": "dz",
        "щ": "sht",
        "ь": "",
        "ю": "yu",
        "я": "ya",
        "є": "ie",
        **dict(zip("αβγδεζηικλμνξοπρσςτυφω", "avgdeziiklmnxoprsstyfo", strict=True)),
        "θ": "th",
        "χ": "ch",
        "ψ": "ps",
        **dict.fromkeys("'’‘‛ʼʻʽ`´ʹ′＇·", ""),
    }
)
# One sound that is spelt in two ways, whichever of them a passport has: Shishkov is Шишков, Djordje is Đorđe.
_SPELT = (
    ("sh", "s"),
    ("ch", "c"),
    ("zh", "z"),
    ("ts", "c"),
    ("kh", "h"),
    ("dz", "z"),
    ("dj", "d"),
    ("gj", "g"),
    ("kj", "k"),
)


def fold(text: str) -> str:
    """Lower case without diacritics, apostrophes and unseen marks; Cyrillic and Greek in Latin, any dash a blank.
    `Đorđe`, `Ђорђе` and `dorde` are one, `Kelmendi-Hoxha` and `kelmendi hoxha` too (hazards §0.17)."""
    flat = unicodedata.normalize("NFC", text).casefold().translate(_LETTERS)
    kinds = [(c, unicodedata.category(c)) for c in unicodedata.normalize("NFKD", flat)]
    plain = "".join(" " if kind == "Pd" or c == "−" else c for c, kind in kinds if kind not in {"Mn", "Cf"})
    return " ".join(plain.translate(_LETTERS).split())


def respelt(folded: str) -> str:
    """What `fold` made, with sounds that are spelt in several ways in one of them; never shown, only searched."""
    for spelling, other in _SPELT:
        folded = folded.replace(spelling, other)
    return re.sub("[ijy]+", "i", folded)


def searched(text: str) -> str:
    """What a search looks through: folded, which also sorts it, and respelt where that differs."""
    folded = fold(text)
    other = respelt(folded)
    return folded if folded == other else f"{folded} {other}"


def slug(title: str, taken: Iterable[str] = ()) -> str:
    """The word for a title in addresses: plain letters, digits, hyphens, 60 at most, and none of those taken."""
    plain = re.sub(r"[^a-z0-9]+", "-", fold(title)).strip("-")[:60].strip("-") or "entry"
    others, found, n = set(taken), plain, 1
    while found in others:
        n += 1
        found = f"{plain}-{n}"
    return found
