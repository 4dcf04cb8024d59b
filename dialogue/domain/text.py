"""The text boundary: what is typed or pasted becomes text that every page, paper and feed can carry."""

import re
import unicodedata
from collections.abc import Iterable

from dialogue.domain.base import Refused

LINE = 200  # a title, a name
PARAGRAPH = 20_000  # the text of an agenda item or of a paragraph of minutes: a paper of them is made in a second

# What python-docx refuses or a parser of calendars drops: controls but TAB and LF, lone surrogates, noncharacters.
_BAD = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_BREAKS = {0x0B: "\n", 0x0C: "\n", 0x85: "\n", 0x2028: "\n", 0x2029: "\n"}  # what Word pastes for a soft break
# In a title they turn the rest of the line round, or hide in it.
_UNSEEN = re.compile("[\u202a-\u202e\u2066-\u2069\u200b\u200e\u200f\ufeff\U000e0000-\U000e007f]")


class TooLong(Refused):
    """The text is longer than its field; nothing is cut off silently."""

    def __init__(self, limit: int) -> None:
        super().__init__("This text is too long: at most %(limit)d characters fit here.", limit=limit)


def clean(text: str, *, limit: int, one_line: bool) -> str:
    """NFC, line breaks as LF, nothing that a paper or a feed cannot carry. Longer than `limit` is refused."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_BREAKS)
    text = _BAD.sub("", unicodedata.normalize("NFC", text))
    text = _UNSEEN.sub("", " ".join(text.split())) if one_line else text.strip("\n")
    if len(text) > limit:
        raise TooLong(limit)
    return text


# Letters without a decomposition, and Serbian Cyrillic, so that search and sorting find people as they are typed.
_LETTERS = str.maketrans(
    {
        "đ": "d",
        "ł": "l",
        "ø": "o",
        "ı": "i",
        "ß": "ss",
        "æ": "ae",
        "œ": "oe",
        "а": "a",
        "б": "b",
        "в": "v",
        "г": "g",
        "д": "d",
        "ђ": "d",
        "е": "e",
        "ж": "z",
        "з": "z",
        "и": "i",
        "ј": "j",
        "к": "k",
        "л": "l",
        "љ": "lj",
        "м": "m",
        "н": "n",
        "њ": "nj",
        "о": "o",
        "п": "p",
        "р": "r",
        "с": "s",
        "т": "t",
        "ћ": "c",
        "у": "u",
        "ф": "f",
        "х": "h",
        "ц": "c",
        "ч": "c",
        "џ": "dz",
        "ш": "s",
        "'": "",
        "’": "",
    }
)


def fold(text: str) -> str:
    """Lower case without diacritics, Cyrillic in Latin: `Đorđe`, `Ђорђе` and `dorde` are one (hazards §0.17)."""
    flat = text.casefold().translate(_LETTERS)
    return "".join(c for c in unicodedata.normalize("NFKD", flat) if not unicodedata.combining(c)).translate(_LETTERS)


def slug(title: str, taken: Iterable[str] = ()) -> str:
    """The word for a title in addresses: plain letters, digits, hyphens, 60 at most, and none of those taken."""
    plain = re.sub(r"[^a-z0-9]+", "-", fold(title)).strip("-")[:60].strip("-") or "entry"
    others, found, n = set(taken), plain, 1
    while found in others:
        n += 1
        found = f"{plain}-{n}"
    return found
