"""Words as a search compares them: in one script and one spelling, with the names that places go by."""

import re
import tomllib
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path

from dialogue.domain.text import fold, respelt, searched

_WORD = re.compile(r"[^\W_]+")
_BETWEEN = re.compile(r"([^\w'’‘‛ʼʻʽ`´ʹ′＇·\u0300-\u036f]+)")  # an apostrophe divides no word
LONGEST = 40  # characters of a word that count: no name is longer, and an address or a hash is known by its beginning
ROOM = 200_000  # bytes of words of one row; PostgreSQL refuses more than a megabyte
Asked = Sequence[Sequence[str]]  # of each word that is asked for, how it may be spelt


def _names(text: str) -> dict[str, tuple[str, ...]]:
    return {name: tuple(group) for group in tomllib.loads(text)["same"] for name in group}


_SAME = _names((Path(__file__).parent / "names.toml").read_text(encoding="utf-8"))


def words_of(*texts: str) -> str:
    """Each word of the texts once, as it is looked up: folded and respelt, with a blank between."""
    found = dict.fromkeys(word[:LONGEST] for text in texts for word in _WORD.findall(searched(text)))
    return " ".join(found).encode()[:ROOM].decode(errors="ignore").strip()


def asked(typed: str) -> Asked:
    """The words that somebody typed, each with the spellings under which it may stand; none: nothing to look for."""
    return [_spellings(word[:LONGEST]) for word in dict.fromkeys(_WORD.findall(fold(typed)))]


def _spellings(word: str) -> list[str]:
    names = _SAME.get(word) or _SAME.get(respelt(word)) or ()
    return sorted({word, respelt(word), *names, *map(respelt, names)})


def pieces(text: str, wanted: Asked) -> Iterator[tuple[str, bool]]:
    """The text word by word with what stands between, and of each piece whether it begins as one asked for does."""
    beginnings = tuple(one for spellings in wanted for one in spellings)
    for piece in _BETWEEN.split(text):
        if piece:
            yield piece, any(word.startswith(beginnings) for word in _looked_up(piece))


@lru_cache(maxsize=1 << 14)
def _looked_up(piece: str) -> tuple[str, ...]:
    """The words of one piece; texts repeat a few thousand, and folding each anew was a third of a page of hits."""
    return tuple(_WORD.findall(searched(piece)))
