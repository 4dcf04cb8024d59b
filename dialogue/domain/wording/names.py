"""Names of people in a text: with initials, titles and endings, in other spellings and alphabets."""

import itertools
import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from dialogue.domain.text import fold
from dialogue.domain.wording.tokens import Token, readings, sound

_DATA: dict[str, Any] = tomllib.loads(Path(__file__).with_name("names.toml").read_text(encoding="utf-8"))
TITLES, PARTICLES, LABELS, DOING, SMALL, ARTICLES, ORDINARY = (
    frozenset(_DATA[name]) for name in ("titles", "particles", "labels", "doing", "small", "articles", "ordinary")
)
BETWEEN = frozenset(fold(one) for one in _DATA["between"])
SPELT: dict[str, str] = _DATA["spelt"]
SHORT = 3  # letters of a name that says as little by its capital as a common word
STEM = 4  # letters that a name keeps under any ending
_BLANKS = r"[ \t\u00a0\u2000-\u200a\u202f*_]*"
BESIDE = rf"[.,]?{_BLANKS}\n?{_BLANKS}|[-\u2010-\u2015]\n?"
_BESIDE = re.compile(BESIDE)
_INNER = re.compile(r"(?<=[^\W\d_A-Z])(?=[A-Z])|['’ʼ`´ -]")  # MacLeod, O’Neill, Saint-Clair
_BLANK = re.compile(r"[ \t\u00a0\u202f]+")
_STOP = re.compile(r"[.!?:;\n\u2022|]")

# Endings of Albanian, Serbian and English, by what the name ends in.
_AFTER_VOWEL = frozenset({"a", "e", "i", "u", "o", "s", "om", "on", "es", "en", "in"})
_AFTER_I = frozenset({"t", "n", "u", "s", "ut", "un", "a", "e", "em"})
_AFTER_SKI = frozenset({"a", "e", "u", "og", "om", "im", "ego", "emu", "oi"})
_AFTER_OTHER = frozenset(
    {"i", "a", "u", "e", "s", "it", "in", "om", "em", "es", "ut", "un"}
    | {"ov", "ova", "ovo", "ove", "ovi", "ev", "eva", "evo", "eve", "evi"}
)


@dataclass(frozen=True, slots=True)
class Named:
    """A person. `is_alone`: the family name tells who is meant, as nobody else may be named by it."""

    given: str
    family: str
    is_alone: bool = True


@dataclass(frozen=True, slots=True)
class Pattern:
    """One way to write a family name: its words; `weak`: more than a capital has to tell that it is a name; `bare`: a
    title or a given name has to."""

    words: tuple[str, ...]
    of: Named
    weak: bool = False
    bare: bool = False


def people(text: str, words: Sequence[Token], named: tuple[Named, ...]) -> Iterator[tuple[int, int]]:
    """Where one of them is named: from and to among the words."""
    index, told = _patterns(named), -1
    for at, word in enumerate(words):
        ways = index.get(_key(word.plain), ()) if at > told else ()
        found = next(filter(None, (_person(text, words, at, one) for one in ways)), None)
        if found is not None:
            told = found[1]
            yield found


def _key(plain: str) -> str:
    return sound(plain)[:2]


@lru_cache(64)
def _patterns(named: tuple[Named, ...]) -> dict[str, list[Pattern]]:
    """By the beginning of their first word, the longest first."""
    found: dict[str, list[Pattern]] = {}
    made = dict.fromkeys(pattern for one in named for pattern in _ways(one))
    for pattern in sorted(made, key=lambda one: -len(one.words)):
        found.setdefault(_key(pattern.words[0]), []).append(pattern)
    return found


def _ways(one: Named) -> Iterator[Pattern]:
    family = tuple(word.plain for word in readings(one.family)[0])
    if not family:
        return
    core = tuple(word for word in family if word not in PARTICLES) or family
    yield Pattern(family, one, len(family) == 1 and _is_ordinary(family[0]), len("".join(family)) < SHORT)
    apart = tuple(fold(part) for part in _INNER.split(one.family) if fold(part))
    if apart != family:
        yield Pattern(apart, one)
    if core != family:
        initials = tuple(word[0] for word in family[: len(family) - len(core)])
        yield from (Pattern((*short, *core), one) for short in (initials, ("".join(initials),)))
        yield Pattern(core, one, weak=True, bare=True)
    elif len(core) > 1:
        yield from (Pattern((half,), one, _is_ordinary(half)) for half in core)


def _is_ordinary(word: str) -> bool:
    return word in ORDINARY or len(word) <= SHORT


def _person(text: str, words: Sequence[Token], at: int, pattern: Pattern) -> tuple[int, int] | None:
    end = at + len(pattern.words)
    here = words[at:end]
    if len(here) < len(pattern.words) or not _is_large(text, here[-1]):
        return None
    if not all(bears(token.plain, word) for token, word in zip(here, pattern.words, strict=True)):
        return None
    if not all(_beside(text, one, other) for one, other in itertools.pairwise(here)):
        return None
    first, last = _given(text, words, at, end, pattern.of)
    if (first, last) == (at, end) and not _is_meant(text, words, at, pattern):
        return None
    return first, last - 1


def _is_large(text: str, token: Token) -> bool:
    """A capital at its beginning, or behind the apostrophe of a d’Hondt."""
    return any(part[:1].isupper() for part in re.split("['’ʼ`´]", text[token.start : token.end]))


def _is_meant(text: str, words: Sequence[Token], at: int, pattern: Pattern) -> bool:
    """Whether the family name tells without a given one."""
    if not pattern.of.is_alone or (pattern.bare and not _has_title(text, words, at)):
        return False
    return not pattern.weak or _is_told(text, words, at, at + len(pattern.words))


def _given(text: str, words: Sequence[Token], at: int, end: int, of: Named) -> tuple[int, int]:
    """With the given names or initials before or behind it."""
    given = [word.plain for word in readings(of.given)[0]]
    first, last = at, end
    while first and _beside(text, words[first - 1], words[first]) and _is_given(text, words, first - 1, given):
        first -= 1
    if first != at:
        return first, last
    while last < len(words) and _beside(text, words[last - 1], words[last]) and _is_given(text, words, last, given):
        last += 1
    return first, last


def _is_given(text: str, words: Sequence[Token], at: int, given: Sequence[str]) -> bool:
    token = words[at]
    if not text[token.start].isupper():
        return False
    if any(bears(token.plain, one) for one in given):
        return True
    if at and words[at - 1].plain in LABELS:
        return False
    is_short = len(token.plain) == 1 or (len(token.plain) == 2 and text[token.end : token.end + 1] == ".")
    return is_short and any(sound(one).startswith(sound(token.plain)) for one in given)


def bears(token: str, name: str) -> bool:
    """Whether a folded word is that name, in another spelling or with an ending."""
    if token == name or (len(name) > SHORT and sound(token) == sound(name)):
        return True
    if name in ORDINARY:
        return token == f"{name}s" and token not in ORDINARY
    return _goes_on(token, name) or _goes_on(sound(token), sound(name))


def _goes_on(token: str, name: str) -> bool:
    if name[-1:] in {"a", "e", "o"}:
        return _has(token, name[:-1], _AFTER_VOWEL)
    if name.endswith(("ski", "cki")):
        return _has(token, name[:-1], _AFTER_SKI)
    return _has(token, name, _AFTER_I if name.endswith("i") else _AFTER_OTHER)


def _has(token: str, stem: str, endings: frozenset[str]) -> bool:
    return len(stem) >= STEM and token.startswith(stem) and token[len(stem) :] in endings


def _beside(text: str, one: Token, other: Token) -> bool:
    return _BESIDE.fullmatch(text, one.end, other.start) is not None


def _has_title(text: str, words: Sequence[Token], at: int) -> bool:
    before = words[at - 1] if at else None
    if before is None or before.plain not in TITLES or not text[before.start].isupper():
        return False
    return _beside(text, before, words[at])


def _is_told(text: str, words: Sequence[Token], at: int, end: int) -> bool:
    """Whether more than its capital tells that a word of the language is a name: a title, what it does, its place."""
    before = words[at - 1] if at else None
    behind = words[end] if end < len(words) else None
    if _has_title(text, words, at):
        return not _is_name(text, words[end - 1], behind)
    if _is_name(text, words[end - 1], behind):
        return False
    gap = text[before.end : words[at].start] if before is not None else "."
    if before is None or _STOP.search(gap):
        return behind is not None and _does(text, words[end - 1], behind)
    typed, last = text[before.start : before.end], text[words[end - 1].start : words[end - 1].end]
    if before.plain in ARTICLES or (last.isupper() and typed.isupper()):
        return False
    return not (typed[0].isupper() and before.plain not in SMALL)


def _does(text: str, one: Token, behind: Token) -> bool:
    """Whether it says right behind it what that person does."""
    is_small = text[behind.start].islower() and behind.plain in DOING
    return is_small and _BLANK.fullmatch(text, one.end, behind.start) is not None


def _is_name(text: str, one: Token, behind: Token | None) -> bool:
    """Whether a longer name goes on behind it; where all is in capitals they do not tell."""
    if behind is None or one.has_possessive or not _BLANK.fullmatch(text, one.end, behind.start):
        return False
    typed, next_ = text[one.start : one.end], text[behind.start : behind.end]
    return next_[0].isupper() and not (typed.isupper() and next_.isupper())
