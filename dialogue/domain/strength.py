"""What makes a password good enough: how many guesses it takes, and that it is not made of names that anybody knows.

There are no rules of composition: people answer them with Passw0rd1234. zxcvbn knows which passwords are tried first,
and how they are varied; the names come from the data of the house."""

import re
from collections.abc import Iterable
from typing import Any

from zxcvbn import matching, scoring

from dialogue.domain.base import Refused
from dialogue.domain.text import fold

GUESSES = 10  # the least, as a power of ten: some centuries at one a second, and argon2 takes a fifth of a second
GUESSES_BESIDE_NAMES = 8  # of what is left without them
SHORTEST_NAME = 3
INFLECTED = 6  # letters of a name from which on it is known by another ending too, as places have in each language
JUDGED = 40  # characters: zxcvbn takes time by the square of them, and what is good that far is good
SUBSTITUTES = 8  # different signs that may stand for letters: with each more the ways to read them double
AS_TYPED = (
    matching.dictionary_match,
    matching.reverse_dictionary_match,
    matching.spatial_match,
    matching.sequence_match,
    matching.regex_match,
    matching.date_match,
)  # none of them reads signs as letters

EASY = (
    "This password is easily guessed. Please take four or five words that have nothing to do with each other, or one "
    "that a password manager makes."
)
OF_NAMES = (
    "This password is little more than names that belong to you or to the dialogue. Please take four or five words "
    "that have nothing to do with each other, or one that a password manager makes."
)

_SIGNS = frozenset(sign for signs in matching.L33T_TABLE.values() for sign in signs)
_READ = str.maketrans("4@3!105$78", "aaeiiosstb")


def must_be_good(password: str, about: Iterable[str] = ()) -> None:
    """Refused: what takes too few guesses, and what is made of words of `about`: names of the person and of the
    dialogue, an address."""
    plain = _plain(password)
    rest = _without(plain, about)
    if rest != plain and _guesses(rest) < GUESSES_BESIDE_NAMES:
        raise Refused(OF_NAMES)
    if _guesses(password) < GUESSES:
        raise Refused(EASY)


def _without(plain: str, about: Iterable[str]) -> str:
    """What is left of a password without these words and their parts, the longest first."""
    parts = {_plain(part) for words in about for part in (words, *re.split(r"[\W_]+", words))}
    stems = {part.rstrip("aeiou") for part in parts if len(part) >= INFLECTED}
    for name in sorted(parts | stems, key=lambda name: (-len(name), name)):
        if len(name) >= SHORTEST_NAME:
            plain = plain.replace(name, "")
    return plain


def _plain(words: str) -> str:
    """Letters and digits alone, in Latin without marks, and as they are read: N4T0 is NATO."""
    return "".join(c for c in fold(words).translate(_READ) if c.isalnum())


def _guesses(password: str) -> float:
    """How many, as a power of ten. Where so many signs may stand for letters that trying all ways would take seconds,
    it is read as typed, and with each sign in one way."""
    judged = password[:JUDGED]
    if not judged:
        return 0
    if len(_SIGNS & set(judged)) <= SUBSTITUTES:
        return _scored(judged, matching.omnimatch(judged))
    in_one_way = "".join("x" if c in _SIGNS else c for c in judged.translate(_READ))
    as_typed = [match for matcher in AS_TYPED for match in matcher(judged)]
    return min(_scored(judged, as_typed), _scored(in_one_way, matching.omnimatch(in_one_way)))


def _scored(judged: str, matches: list[Any]) -> float:
    ordered = sorted(matches, key=lambda match: (match["i"], match["j"]))
    return float(scoring.most_guessable_match_sequence(judged, ordered)["guesses_log10"])
