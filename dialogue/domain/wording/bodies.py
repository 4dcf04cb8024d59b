"""Names of organisations in a text: their words in order, whatever small ones stand between, or their initials."""

import itertools
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from dialogue.domain.wording.names import BETWEEN, SPELT
from dialogue.domain.wording.tokens import WIDEST, Token, readings, sound

INITIALS = 3  # letters that a short form has at least
_NAME_BEFORE = re.compile(r"[^\W\d_a-z][\w’'-]*\s+$")
_NAME_AFTER = re.compile(r"\s+(?:of\s|for\s|[^\W\d_a-z])")
_PARTED = re.compile(r"[.!?;:(\n]\s*\n|[.!?;:(]")


def bodies(text: str, words: Sequence[Token], names: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    """Where one of these is named: from and to among the words. A name of one word stands by itself, with a capital."""
    told = [(at, _spelt(one.plain)) for at, one in enumerate(words) if one.plain not in BETWEEN]
    index = _index(names)
    for n, (at, word) in enumerate(told):
        for wanted in index.get(_singular(word), ()):
            last = _along(text, words, told[n : n + len(wanted)], wanted)
            if last is not None:
                yield at, last
                break
        if text[words[at].start : words[at].end].replace(".", "").isupper() and words[at].plain in _initials(names):
            yield at, at


@lru_cache(64)
def _index(names: tuple[str, ...]) -> dict[str, list[tuple[str, ...]]]:
    found: dict[str, list[tuple[str, ...]]] = {}
    made = dict.fromkeys(way for name in names for way in _ways(name))
    for way in sorted(made, key=lambda one: -len(one)):
        found.setdefault(_singular(way[0]), []).append(way)
    return found


def _ways(name: str) -> Iterator[tuple[str, ...]]:
    """The whole name, and what stands before a comma where that is a name as well."""
    for part in (name, name.partition(",")[0]):
        for spelt in (part, part.replace("-", "")):
            words = _content(spelt)
            if words and (part == name or len(words) > 1):
                yield words


def _content(name: str) -> tuple[str, ...]:
    words = [one.plain for one in readings(name)[0]]
    return tuple(_spelt(one) for one in words if one not in BETWEEN) or tuple(words)


@lru_cache(64)
def _initials(names: tuple[str, ...]) -> frozenset[str]:
    made = ("".join(word[0] for word in way) for name in names for way in _ways(name))
    return frozenset(one for one in made if len(one) >= INITIALS)


def _along(text: str, words: Sequence[Token], here: Sequence[tuple[int, str]], wanted: tuple[str, ...]) -> int | None:
    """Where the name ends among the words, if it stands here."""
    if len(here) < len(wanted) or any(_singular(a) != _singular(b) for (_, a), b in zip(here, wanted, strict=True)):
        return None
    places = [words[at] for at, _ in here]
    gaps = [text[one.end : other.start] for one, other in itertools.pairwise(places)]
    if any(len(gap) > WIDEST or _PARTED.search(gap) or "\n\n" in gap for gap in gaps):
        return None
    if len(wanted) == 1 and not (text[places[0].start].isupper() and _alone(text, places[0].start, places[0].end)):
        return None
    if len(wanted) == 2 and not any(text[one.start].isupper() for one in places):
        return None
    return here[-1][0]


def _spelt(word: str) -> str:
    return sound(SPELT.get(word, word.replace("ization", "isation")))


def _singular(word: str) -> str:
    """Without an ending, by which a name of several words is looked for."""
    if word.endswith("ies"):
        return f"{word[:-3]}i"
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


def _alone(text: str, start: int, end: int) -> bool:
    """Whether no longer name goes on around it."""
    return not _NAME_BEFORE.search(text[max(0, start - WIDEST) : start]) and not _NAME_AFTER.match(text, end)
