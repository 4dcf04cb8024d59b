"""Terms outside of a profile, as `terms.toml` lists them: read once, found in a text by their first word."""

import itertools
import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from dialogue.domain.text import fold
from dialogue.domain.wording.tokens import Token, go_together

ANY = "_"
JOINING = frozenset({"of", "in", "with", "to", "from", "by", "at"})  # no word of an office
_DATA = tomllib.loads(Path(__file__).with_name("terms.toml").read_text(encoding="utf-8"))
SETS: dict[str, list[str]] = _DATA["sets"]
PLACES: list[dict[str, Any]] = _DATA["places"]
MARKINGS: tuple[str, ...] = tuple(_DATA["markings"]["words"])
_PART = re.compile(r"\((?P<may>[^)]+)\)|\{(?P<set>\w+)\}(?P<how>[~!*]?)|(?P<word>[^\s~!*]+)(?P<own>[~!*]?)")


@dataclass(frozen=True, slots=True)
class Step:
    """One word of a term: any of these; `how`: "~" also in the plural, "!" no possessive, "*" with an asterisk."""

    words: frozenset[str]
    how: str = ""

    def takes(self, token: Token) -> bool:
        if (self.how == "!" and token.has_possessive) or (self.how == "*" and not token.is_starred):
            return False
        if ANY in self.words:
            return token.plain not in JOINING
        if token.plain in self.words:
            return True
        return self.how == "~" and any(one in self.words for one in _singulars(token.plain))


@dataclass(frozen=True, slots=True)
class Term:
    rule: str
    steps: tuple[Step, ...]
    instead: str
    unless_next: frozenset[str] = frozenset()
    unless_before: frozenset[str] = frozenset()


def _singulars(word: str) -> Iterator[str]:
    if word.endswith("ies"):
        yield f"{word[:-3]}y"
    if word.endswith("es"):
        yield word[:-2]
    if word.endswith("s"):
        yield word[:-1]


def _steps(written: str, how: str) -> tuple[Step, ...]:
    """The words of one way to say it; what follows the last of them is of that one."""
    *first, last = (ANY if one == ANY else fold(one) for one in written.split())
    return (*(Step(frozenset({one})) for one in first), Step(frozenset({last}), how))


def _ways(name: str, how: str) -> list[tuple[Step, ...]]:
    """Of a set: its single words together, each longer name by itself."""
    single = frozenset(fold(one) for one in SETS[name] if " " not in one)
    longer = [_steps(one, how) for one in SETS[name] if " " in one]
    return [*([(Step(single, how),)] if single else []), *longer]


def _choices(part: re.Match[str]) -> list[tuple[Step, ...]]:
    if part["may"]:
        return [(), *([way for one in _parts(part["may"]) for way in _choices(one)])]
    return _ways(part["set"], part["how"]) if part["set"] else [_steps(part["word"], part["own"])]


def _parts(written: str) -> list[re.Match[str]]:
    return list(_PART.finditer(written))


def read(written: str) -> Iterator[tuple[Step, ...]]:
    """Every sequence of words that a line of the file stands for."""
    for chosen in itertools.product(*(_choices(part) for part in _parts(written))):
        yield tuple(itertools.chain.from_iterable(chosen))


def _terms(name: str) -> list[Term]:
    return [
        Term(
            one["rule"],
            steps,
            one["instead"],
            frozenset(one.get("unless_next", ())),
            frozenset(one.get("unless_before", ())),
        )
        for one in _DATA["lists"][name]
        for written in one["words"]
        for steps in read(written)
    ]


TERMS: dict[str, list[Term]] = {name: _terms(name) for name in _DATA["lists"]}


@lru_cache
def _index(lists: tuple[str, ...]) -> dict[str, list[Term]]:
    """The terms of these lists by each word that one may begin with, the longest first."""
    found: dict[str, list[Term]] = {}
    for term in sorted((one for name in lists for one in TERMS[name]), key=lambda one: -len(one.steps)):
        for word in term.steps[0].words:
            found.setdefault(word, []).append(term)
    return found


def found(text: str, words: Sequence[Token], lists: Sequence[str]) -> Iterator[tuple[int, int, Term]]:
    """Each term of these lists, from the left and the longest first: where it begins and ends among the words."""
    index, at = _index(tuple(lists)), 0
    while at < len(words):
        here = [term for first in _forms(words[at].plain) for term in index.get(first, ())]
        best = next((one for one in here if _fits(text, words, at, one) and not _is_other(text, words, at, one)), None)
        if best is not None:
            yield at, at + len(best.steps) - 1, best
        at += len(best.steps) if best is not None else 1


def _forms(word: str) -> tuple[str, ...]:
    return (word, *_singulars(word)) if word.endswith("s") else (word,)


def _fits(text: str, words: Sequence[Token], at: int, term: Term) -> bool:
    here = words[at : at + len(term.steps)]
    if len(here) < len(term.steps):
        return False
    if not all(step.takes(word) for step, word in zip(term.steps, here, strict=True)):
        return False
    return all(go_together(text, one, other) for one, other in itertools.pairwise(here))


def _is_other(text: str, words: Sequence[Token], at: int, term: Term) -> bool:
    """Whether a word beside it, in the same phrase, makes it mean something else."""
    last = at + len(term.steps) - 1
    after = [two for two in itertools.pairwise(words[last : last + 2]) if two[1].plain in term.unless_next]
    before = [two for two in itertools.pairwise(words[max(at - 1, 0) : at + 1]) if two[0].plain in term.unless_before]
    return any(go_together(text, one, other) for one, other in [*after, *before])
