"""The policy, asked: of one thing with yes or no, of many with a `where`, and whether a thing is known at all."""

from collections.abc import Iterator
from typing import Any, TypeVarTuple

from sqlalchemy import ColumnElement, Select, and_

from dialogue.access import who
from dialogue.access.policy import BEHIND_A_CLOSED_ACCOUNT, IS_ENTITLED, KNOWN, POLICY, TWO_FACTORS
from dialogue.access.predicates import NOW, PARTY, PERSON, Noun, Predicate, granted, selected
from dialogue.access.rights import Right
from dialogue.access.standing import Standing
from dialogue.domain.silence import Circulation

Row = TypeVarTuple("Row")


def may(standing: Standing, right: Right, thing: Any = None) -> bool:
    """Whether the person may do this to the thing (or to no thing in particular, for a list)."""
    return (standing.person.active or right in BEHIND_A_CLOSED_ACCOUNT) and granted(POLICY[right], standing, thing)


_CONDITIONS: dict[tuple[Right, Noun], ColumnElement[bool]] = {}


def condition(right: Right, noun: Noun) -> ColumnElement[bool]:
    """The `where` of those things of which `may` says yes, the same for everybody and so made once: what it names of
    the person has to be put in each time (`values`), else the database is not asked at all."""
    if (right, noun) not in _CONDITIONS:
        _CONDITIONS[right, noun] = and_(who.is_active.sql(noun), selected(POLICY[right], noun))
    return _CONDITIONS[right, noun]


def values(standing: Standing) -> dict[str, Any]:
    """What a `condition` names of the person."""
    known = {one.name: one.value(standing) for one in _NAMED if one.value is not None}
    return known | {PERSON.key: standing.person.id, PARTY.key: standing.person.organisation_id, NOW.key: standing.at}


def only(found: Select[*Row], standing: Standing, right: Right, noun: Noun) -> Select[*Row]:
    """Of these rows those of which `may` says yes to this person."""
    return found.where(condition(right, noun)).params(values(standing))


def knows(standing: Standing, thing: Any = None) -> bool:
    """Whether another page tells the person of this thing, so that a refusal may say 403."""
    return granted(KNOWN.get(type(thing), ()), standing, thing)


def attempts(standing: Standing, circulation: Circulation) -> bool:
    """Whether an objection leaves an attempt behind: also one of an account that was closed since."""
    return granted(POLICY[Right.CIRCULATION_OBJECT], standing, circulation)


def speaks_in(standing: Standing, circulation: Circulation) -> bool:
    """Whether what the person says in the round is said for its Party."""
    return granted(IS_ENTITLED, standing, circulation)


def needs_second_factor(standing: Standing) -> bool:
    return granted(TWO_FACTORS, standing, None)


def _named() -> Iterator[Predicate]:
    yield from (one for one in vars(who).values() if isinstance(one, Predicate))
    yield from (*who.minutes_of.values(), *who.agenda_of.values())


_NAMED = tuple(one for one in _named() if one.value is not None)
