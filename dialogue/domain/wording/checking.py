"""Words to look at before a paper goes out: outside of its profile, names that its readers may not have, markings.

It warns; a secretary decides. Words in quotation marks or in italics are somebody else's, or the name of a law."""

import hashlib
import itertools
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from functools import lru_cache
from typing import Any

from dialogue.domain.editions import Level
from dialogue.domain.editions.designation import Profile
from dialogue.domain.wording.places import HEADING, Loose, Where, Written, written
from dialogue.domain.wording.terms import MARKINGS, PLACES, found
from dialogue.domain.wording.tokens import WIDEST, Token, exempt, go_together, readings, within

OWN_LANGUAGE = "en"  # of the papers: names of places and markings are judged in texts of that language
BETWEEN = r"[\s:]+"  # two words of a marking
KNOWN = "|".join(BETWEEN.join(re.escape(word) for word in re.split("[ :]", one)) for one in MARKINGS)
MARKING = rf"(?<!\w)(?:{KNOWN})(?!\w)"
_MARKING = re.compile(MARKING)
_NAME_BEFORE = re.compile(r"[^\W\d_a-z][\w’'-]*\s+$")
_NAME_AFTER = re.compile(r"\s+(?:of\s|for\s|[^\W\d_a-z])")
_LATIN = re.compile("[A-Za-z]")


@dataclass(frozen=True, slots=True)
class Finding:
    """Words at a place that a secretary looks at: by which rule, and what to write instead ("" where there is no
    other word). `level`: of the edition."""

    where: Where
    words: str
    rule: str
    instead: str = ""
    level: Level = Level.DELEGATIONS


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """What an edition keeps to. `places`: of each city the forms in which it is named, the right one first; `hosts` and
    `people`: who is not named to its readers; `marking`: what it bears by the settings."""

    level: Level
    profile: Profile
    places: tuple[tuple[str, ...], ...] = ()
    hosts: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    marking: str = ""


def known_places(records: Iterable[tuple[str, str]], profile: Profile) -> tuple[tuple[str, ...], ...]:
    """The forms of each city, the right one first. `records`: the short and the neutral name of each."""
    pairs, made = list(records), []
    for family in PLACES:
        forms = [str(one) for one in family["forms"]]
        kept = next((pair for pair in pairs if pair[0] in forms or pair[1] in forms), None)
        right = kept[profile.is_neutral] if kept is not None else family.get(profile.names, "")
        if right:
            made.append((right, *(one for one in forms if one != right)))
    return tuple(made)


def check(sheet: Any, bounds: Bounds) -> tuple[Finding, ...]:
    """What stands in the sheet outside of its bounds, each word of a place once, in the order of the sheet."""
    marking = bounds.marking if isinstance(sheet, Loose) else sheet.heading.marking
    lacks = [_lacking(HEADING, bounds.marking)] if bounds.marking and not marking else []
    texts = (finding for one in written(sheet) for finding in _in(one, bounds, marking))
    return tuple(replace(one, level=bounds.level) for one in dict.fromkeys(itertools.chain(lacks, texts)))


def check_each(sheets: Iterable[tuple[Any, Bounds]]) -> tuple[Finding, ...]:
    """Of several editions; what stands in more than one is told of the first."""
    told: dict[tuple[Where, str, str], Finding] = {}
    for sheet, bounds in sheets:
        for one in check(sheet, bounds):
            told.setdefault((one.where, one.words, one.rule), one)
    return tuple(told.values())


def digest(findings: Sequence[Finding]) -> str:
    """By which a page and what is sent from it know that they mean the same findings; "" for none."""
    return hashlib.sha256(kept(findings).encode()).hexdigest() if findings else ""


def kept(findings: Sequence[Finding]) -> str:
    return json.dumps([asdict(one) for one in findings], ensure_ascii=False, sort_keys=True)


def restored(text: str) -> tuple[Finding, ...]:
    """What `kept` wrote."""
    return tuple(
        Finding(**one | {"where": Where(**one["where"]), "level": Level(one["level"])}) for one in json.loads(text)
    )


def _lacking(field: str, marking: str) -> Finding:
    return Finding(Where(field=field), "", "marking", marking)


def _in(one: Written, bounds: Bounds, marking: str) -> Iterator[Finding]:
    """In one text: each finding with the words as they stand there, on one line."""
    quoted = exempt(one.text, is_prose=one.is_prose, is_of_old=one.is_of_old)
    is_ours = one.language.partition("-")[0] in ("", OWN_LANGUAGE)
    hits = list(_markings(one, marking)) if is_ours else []
    for words in readings(one.text):
        hits += [*_terms(one.text, words, bounds), *_named(one.text, words, bounds)]
        hits += _places(one.text, words, bounds) if is_ours else []
    for start, end, rule, instead in sorted(hits):
        if not within(quoted, start, end):
            yield Finding(one.where, " ".join(one.text[start:end].split()), rule, instead)


Hit = tuple[int, int, str, str]  # from, to, rule, what to write instead


def _terms(text: str, words: Sequence[Token], bounds: Bounds) -> Iterator[Hit]:
    for first, last, term in found(text, words, bounds.profile.terms):
        yield words[first].start, words[last].end, term.rule, term.instead


def _places(text: str, words: Sequence[Token], bounds: Bounds) -> Iterator[Hit]:
    """Letter by letter, but for capitals. Within Cyrillic, a name in Cyrillic is right."""
    latin = len(_LATIN.findall(text)) * 2 > sum(one.isalpha() for one in text)
    spelt = [one.own for one in words]
    for right, *wrong in bounds.places:
        for form in wrong:
            for start, end in _standing(text, words, spelt, form.casefold().split()):
                if latin or _LATIN.search(form):
                    yield start, end, "name of a place", right


def _named(text: str, words: Sequence[Token], bounds: Bounds) -> Iterator[Hit]:
    """A name of a single word begins with a capital there, for it may be a common word as well. That of an
    organisation stands by itself then: “University” is no co-host in “University of the Arts”."""
    spelt = [one.plain for one in words]
    for names, rule in ((bounds.hosts, "name of a co-host"), (bounds.people, "name of a person")):
        for name in names:
            wanted = _words_of(name)
            for start, end in _standing(text, words, spelt, wanted):
                if len(wanted) > 1 or (text[start].isupper() and (names is bounds.people or _alone(text, start, end))):
                    yield start, end, rule, ""


@lru_cache(8_192)
def _words_of(name: str) -> tuple[str, ...]:
    return tuple(one.plain for one in readings(name)[0])


def _alone(text: str, start: int, end: int) -> bool:
    """Whether no longer name goes on around it."""
    return not _NAME_BEFORE.search(text[max(0, start - WIDEST) : start]) and not _NAME_AFTER.match(text, end)


def _standing(
    text: str, words: Sequence[Token], spelt: Sequence[str], wanted: Sequence[str]
) -> Iterator[tuple[int, int]]:
    """Where these words stand one behind the other, as one name."""
    if not wanted or wanted[0] not in spelt:
        return
    for at in range(len(spelt) - len(wanted) + 1):
        here = words[at : at + len(wanted)]
        if [*spelt[at : at + len(wanted)]] == [*wanted] and _is_one(text, here):
            yield here[0].start, here[-1].end


def _is_one(text: str, words: Sequence[Token]) -> bool:
    """Whether nothing parts them, but for a comma, which a name of an organisation may have."""
    pairs = itertools.pairwise(words)
    return all(go_together(text, one, other) or text[one.end : other.start] == ", " for one, other in pairs)


def _markings(one: Written, marking: str) -> Iterator[Hit]:
    """A marking in the text that the paper itself does not bear."""
    for hit in _MARKING.finditer(one.text):
        if f" {_on_one_line(hit[0])} " not in f" {_on_one_line(marking)} ":
            yield *hit.span(), "marking", ""


def _on_one_line(marking: str) -> str:
    return " ".join(re.split(BETWEEN, marking))
