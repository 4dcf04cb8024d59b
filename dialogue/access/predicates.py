"""What a predicate is: a name, yes or no for one thing and, where lists ask it, the `where` of many."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Boolean, ColumnElement, Integer, and_, bindparam, or_, select

from dialogue.access.standing import Standing
from dialogue.domain.base import Moment
from dialogue.domain.minutes import Corrigendum, Minutes
from dialogue.domain.sessions import Session

Noun = type[Any]
# What a `where` may name of whoever asks, beside the predicates' own names (`values` in judging.py).
PERSON, PARTY = (bindparam(name, type_=Integer()) for name in ("person_id", "party_id"))
NOW = bindparam("asked_at", type_=Moment())


@dataclass(frozen=True, slots=True)
class Predicate:
    """`value`: what the parameter of this name in a `where` is for that person."""

    name: str
    holds: Callable[[Standing, Any], bool]
    where: Callable[[Noun], ColumnElement[bool]] | None = None
    value: Callable[[Standing], Any] | None = None

    def sql(self, noun: Noun) -> ColumnElement[bool]:
        if self.where is None:
            raise LookupError(f"{self.name} is asked of one thing alone: it has no where")
        return self.where(noun)


Alternatives = Sequence[Sequence[Predicate]]  # one of them has to hold, with all that stands in it


def granted(alternatives: Alternatives, standing: Standing, thing: Any) -> bool:
    return any(all(one.holds(standing, thing) for one in together) for together in alternatives)


def selected(alternatives: Alternatives, noun: Noun) -> ColumnElement[bool]:
    return or_(*(and_(*(one.sql(noun) for one in together)) for together in alternatives))


def of_person(name: str, asks: Callable[[Standing], bool]) -> Predicate:
    """Something about the person alone, whatever the thing is."""
    return Predicate(name, lambda who, _: asks(who), lambda _: bindparam(name, type_=Boolean()), asks)


def in_session(name: str, held: Callable[[Standing, int], bool]) -> Predicate:
    """Something that the person holds in the session of the thing: by a seat or an engagement."""
    return Predicate(
        name,
        lambda who, thing: (here := session_id_of(thing)) is not None and held(who, here),
        lambda noun: _session_id(noun).in_(bindparam(name, type_=Integer(), expanding=True)),
        lambda who: [here for here in {*who.seats, *who.engagements} if held(who, here)],
    )


def fact(
    name: str,
    holds: Callable[[Standing, Any], bool],
    where: Callable[[Noun], ColumnElement[bool]] | None = None,
) -> Predicate:
    """Something about the thing, or about the thing and the person. Both spellings stand here side by side, and a test
    holds them against each other."""
    return Predicate(name, holds, where)


def session_id_of(thing: Any) -> int | None:
    """The session that a thing belongs to; None for no thing, and for things of no session."""
    if isinstance(thing, Session):
        return thing.id
    if getattr(thing, "session_id", None) is not None:
        return int(thing.session_id)
    session = getattr(thing, "session", None)
    return session.id if session is not None else None


def _session_id(noun: Noun) -> ColumnElement[int]:
    if noun is Session:
        return Session.__table__.c.id
    if noun is Corrigendum:
        own = select(Minutes.session_id).where(Minutes.id == Corrigendum.minutes_id)
        return own.correlate(Corrigendum).scalar_subquery()
    column: ColumnElement[int] = noun.session_id
    return column
