"""Names of places in a text, in forms that a paper does not use: with endings, in other alphabets, without marks."""

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from dialogue.domain.editions.designation import Profile
from dialogue.domain.text import fold
from dialogue.domain.wording.terms import ENDINGS, PLACES
from dialogue.domain.wording.tokens import Token, go_together

STEM = 4  # letters that a name keeps under any ending; a shorter one is known as it is listed
PECULIAR = 7  # letters from which on a name is known without its capital
_LATIN = re.compile("[A-Za-z]")
_VOWELS = tuple("aeiouëаеиоу")
NOUNS, ADJECTIVES = (frozenset(ENDINGS[name]) for name in ("nouns", "adjectives"))


def known_places(records: Iterable[tuple[str, str]], profile: Profile) -> tuple[tuple[str, ...], ...]:
    """The forms of each city, the right one first. `records`: the short and the neutral name of each."""
    pairs, made = list(records), []
    for family in PLACES:
        forms = [str(one) for one in family["forms"]]
        kept = next((pair for pair in pairs if pair[0] in forms or pair[1] in forms), None)
        right = kept[profile.is_neutral] if kept is not None else family.get(profile.names, family["long"])
        made.append((str(right), *(one for one in forms if one != right)))
    return tuple(made)


def cities(text: str, words: Sequence[Token], places: tuple[tuple[str, ...], ...]) -> Iterator[tuple[int, int, str]]:
    """Each name in another form than the right one: from and to among the words, and the right one. Within Cyrillic a
    name in Cyrillic is right; so is one form beside the right one, as “Peja/Peć”."""
    told = -1
    for at, word in enumerate(words):
        if at <= told:
            continue
        if not text[word.start].isupper() and len(word.own) < PECULIAR:
            continue
        for right, stems in _stems(places).get(word.own[:2], ()):
            here = words[at : at + len(stems)]
            if _is_form(text, here, stems, right) and not _is_right(text, words, at, here, right):
                told = at + len(stems) - 1
                yield at, told, right
                break


def _is_form(text: str, here: Sequence[Token], stems: tuple[str, ...], right: str) -> bool:
    if len(here) < len(stems) or " ".join(one.own for one in here) == right.casefold():
        return False
    if not all(_bears(one.own, stem) for one, stem in zip(here, stems, strict=True)):
        return False
    if len(here) == 1 and len(here[0].own) <= STEM and text[here[0].start : here[0].end].isupper():
        return here[0].own != fold(here[0].own)  # PEC is an abbreviation, PEĆ is none
    return all(go_together(text, one, other) for one, other in itertools.pairwise(here))


def _is_right(text: str, words: Sequence[Token], at: int, here: Sequence[Token], right: str) -> bool:
    start, end = here[0].start, here[-1].end
    if _LATIN.search(text, start, end) is None:
        around = text[:start] + text[end:]
        letters = [one for one in around if one.isalpha()]
        if letters and len(_LATIN.findall(around)) * 2 <= len(letters):
            return True
    before = at > 0 and words[at - 1].own == right.casefold() and text[words[at - 1].end : start].strip() == "/"
    after = [one for one in words[at + len(here) :][:1] if one.own == right.casefold()]
    return before or any(text[end : one.start].strip() == "/" for one in after)


@lru_cache(64)
def _stems(places: tuple[tuple[str, ...], ...]) -> dict[str, list[tuple[str, tuple[str, ...]]]]:
    """The words of each form, as typed and without its marks, by how the first of them begins; the longest first."""
    found: dict[str, dict[tuple[str, tuple[str, ...]], None]] = {}
    for right, *wrong in places:
        for form in dict.fromkeys([*wrong, right]):
            for one in (form.casefold(), fold(form) if _LATIN.search(form) else form.casefold()):
                words = tuple(one.split())
                found.setdefault(words[0][:2], {})[right, words] = None
    return {key: sorted(ways, key=lambda one: -len(one[1])) for key, ways in found.items()}


def _bears(word: str, form: str) -> bool:
    if word == form:
        return True
    stem = form[:-1] if form.endswith(_VOWELS) else form
    return len(stem) >= STEM and word.startswith(stem) and word[len(stem) :] in NOUNS | ADJECTIVES
