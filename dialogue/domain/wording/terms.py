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
BEGINNING = 4  # letters by which a word that may go on is looked up
COMMA = ","
JOINING = frozenset({"of", "in", "with", "to", "from", "by", "at"})  # no word of an office
_DATA = tomllib.loads(Path(__file__).with_name("terms.toml").read_text(encoding="utf-8"))
SETS: dict[str, list[str]] = _DATA["sets"]
PLACES: list[dict[str, Any]] = _DATA["places"]
ENDINGS: dict[str, list[str]] = _DATA["endings"]
MARKINGS: tuple[str, ...] = tuple(_DATA["markings"]["words"])
OURS = frozenset(fold(one) for name in ("kosovo", "people", "serbia") for one in SETS[name])
HEADS = frozenset(SETS["head"])
WITH_HEADS = frozenset(SETS["with_head"])
WITHOUT_TITLE = "the name without the title, or “the head of the delegation”"
OF = frozenset({"of", "between", "with"})
STATES = frozenset({"republic", "kingdom", "state"})
WITHIN = 7  # words behind a term in which the name of somebody else may follow
_PART = re.compile(r"\((?P<may>[^)]+)\)|\{(?P<set>\w+)\}(?P<how>[~!*',]?)|(?P<word>[^\s~!*',%]+)(?P<own>[~!*',%]?)")


@dataclass(frozen=True, slots=True)
class Step:
    """One word of a term: any of these; `how`: "~" also in the plural, "!" no possessive, "'" a
    possessive, "*" with an asterisk, "%" whatever follows of the word, "," in the
    plural or not, and a comma may follow."""

    words: frozenset[str]
    how: str = ""

    def takes(self, token: Token) -> bool:
        if (self.how == "!" and token.has_possessive) or (self.how == "*" and not token.is_starred):
            return False
        if self.how == "'" and not token.has_possessive:
            return False
        if self.how == "%":
            return token.plain.startswith(tuple(self.words))
        if ANY in self.words:
            return token.plain not in JOINING
        if token.plain in self.words:
            return True
        return self.how in {"~", COMMA} and any(one in self.words for one in _singulars(token.plain))


@dataclass(frozen=True, slots=True)
class Term:
    rule: str
    steps: tuple[Step, ...]
    instead: str
    unless_next: frozenset[str] = frozenset()
    unless_before: frozenset[str] = frozenset()
    unless_of_another: bool = False


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
            one.get("unless_of_another", False),
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
            found.setdefault(word[:BEGINNING] if term.steps[0].how == "%" else word, []).append(term)
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


def office_before(text: str, words: Sequence[Token], at: int) -> int:
    """Where an office begins that ends right before this word; `at` where there is none."""
    begins = at
    while begins and go_together(text, words[begins - 1], words[begins]):
        is_head = words[begins - 1].plain in HEADS
        if not is_head and (begins == at or words[begins - 1].plain not in WITH_HEADS):
            break
        begins -= 1
    return begins


def _forms(word: str) -> Iterator[str]:
    return (one for one in dict.fromkeys((word, *_singulars(word), word[:BEGINNING])))


def _fits(text: str, words: Sequence[Token], at: int, term: Term) -> bool:
    here = words[at : at + len(term.steps)]
    if len(here) < len(term.steps):
        return False
    if not all(step.takes(word) for step, word in zip(term.steps, here, strict=True)):
        return False
    pairs = zip(itertools.pairwise(here), term.steps, strict=False)
    return all(go_together(text, *two) or _is_comma(text, *two, step) for two, step in pairs)


def _is_comma(text: str, one: Token, other: Token, step: Step) -> bool:
    """Whether a comma stands where one may: after a word that says so, and in a list of what an office is for."""
    sign = text[one.end : other.start].strip()
    if step.how == COMMA:
        return sign in {",", ":", ";", "(", "\N{EM DASH}", "\N{EN DASH}", "-"}
    return ANY in step.words and sign == "," and text[other.start].isupper()


def _is_other(text: str, words: Sequence[Token], at: int, term: Term) -> bool:
    """Whether a word beside it, in the same phrase, makes it mean something else."""
    last = at + len(term.steps) - 1
    after = [two for two in itertools.pairwise(words[last : last + 2]) if two[1].plain in term.unless_next]
    before = [two for two in itertools.pairwise(words[max(at - 1, 0) : at + 1]) if two[0].plain in term.unless_before]
    if any(go_together(text, one, other) for one, other in [*after, *before]):
        return True
    return term.unless_of_another and _is_of_another(text, words[last : last + WITHIN])


def _is_of_another(text: str, words: Sequence[Token]) -> bool:
    """Whether it goes on with the name of somebody else: "of Albania", "between the Republic of Albania and Greece"."""
    if len(words) < 2 or words[1].plain not in OF or not go_together(text, words[0], words[1]):
        return False
    for one, other in itertools.pairwise(words[1:]):
        if not go_together(text, one, other):
            return False
        if text[other.start].isupper() and other.plain not in STATES:
            return other.plain not in OURS
    return False
