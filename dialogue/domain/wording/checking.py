"""Words to look at before a paper goes out: outside of its profile, names that its readers may not have, markings.

It warns; a secretary decides. Words in quotation marks or in italics are somebody else's, or the name of a law."""

import hashlib
import itertools
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from dialogue.domain.editions import Level
from dialogue.domain.editions.designation import Profile
from dialogue.domain.wording.bodies import bodies
from dialogue.domain.wording.cities import cities
from dialogue.domain.wording.names import Named, people
from dialogue.domain.wording.places import HEADING, Loose, Where, Written, written
from dialogue.domain.wording.terms import MARKINGS, WITHOUT_TITLE, found, office_before
from dialogue.domain.wording.tokens import Token, exempt, readings, within

OWN_LANGUAGE = "en"  # of the papers: names of places and markings are judged in texts of that language
BETWEEN = r"[\s:]+"  # two words of a marking
KNOWN = "|".join(BETWEEN.join(re.escape(word) for word in re.split("[ :]", one)) for one in MARKINGS)
MARKING = rf"(?<!\w)(?:{KNOWN})(?!\w)"
_MARKING = re.compile(MARKING)


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
    """What an edition keeps to. `places`: of each city the forms in which it is named, the right one first; `hosts`,
    their `guests` and `people`: who is not named to its readers; `officials`:
    who is named without an office; `marking`: what it bears by the settings."""

    level: Level
    profile: Profile
    places: tuple[tuple[str, ...], ...] = ()
    hosts: tuple[str, ...] = ()
    guests: tuple[Named, ...] = ()
    officials: tuple[Named, ...] = ()
    people: tuple[Named, ...] = ()
    marking: str = ""


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
        hits += [*_terms(one.text, words, bounds), *_offices(one.text, words, bounds), *_named(one.text, words, bounds)]
        hits += _places(one.text, words, bounds) if is_ours else []
    for start, end, rule, instead in sorted(hits):
        larger = [(a, b) for a, b, other, _ in hits if other == rule and (a, b) != (start, end)]
        if not within([*quoted, *larger], start, end):
            yield Finding(one.where, " ".join(one.text[start:end].split()), rule, instead)


Hit = tuple[int, int, str, str]  # from, to, rule, what to write instead


def _terms(text: str, words: Sequence[Token], bounds: Bounds) -> Iterator[Hit]:
    for first, last, term in found(text, words, bounds.profile.terms):
        yield words[first].start, words[last].end, term.rule, term.instead


def _offices(text: str, words: Sequence[Token], bounds: Bounds) -> Iterator[Hit]:
    """An office before the name of somebody who is seated."""
    for first, last in people(text, words, bounds.officials):
        begins = office_before(text, words, first)
        if begins < first:
            yield words[begins].start, words[last].end, "title of office", WITHOUT_TITLE


def _places(text: str, words: Sequence[Token], bounds: Bounds) -> Iterator[Hit]:
    for first, last, right in cities(text, words, bounds.places):
        yield words[first].start, words[last].end, "name of a place", right


def _named(text: str, words: Sequence[Token], bounds: Bounds) -> Iterator[Hit]:
    hosts = [*bodies(text, words, bounds.hosts), *people(text, words, bounds.guests)]
    for rule, places in (("name of a co-host", hosts), ("name of a person", people(text, words, bounds.people))):
        for first, last in places:
            yield words[first].start, words[last].end, rule, ""


def _markings(one: Written, marking: str) -> Iterator[Hit]:
    """A marking in the text that the paper itself does not bear."""
    for hit in _MARKING.finditer(one.text):
        if f" {_on_one_line(hit[0])} " not in f" {_on_one_line(marking)} ":
            yield *hit.span(), "marking", ""


def _on_one_line(marking: str) -> str:
    return " ".join(re.split(BETWEEN, marking))
