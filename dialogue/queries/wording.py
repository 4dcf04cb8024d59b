"""What a secretary looks at before a text goes on: each edition against its profile, its readers and its marking."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Select, false, literal, select, union_all

from dialogue.db import db
from dialogue.domain.base import among
from dialogue.domain.delegations import Capacity, Delegation, Participant
from dialogue.domain.editions import Level
from dialogue.domain.engagements import BOUND, OPEN, Engagement
from dialogue.domain.organisations import Organisation, OrganisationKind, Place
from dialogue.domain.people import Person
from dialogue.domain.sessions import Session
from dialogue.domain.wording import Bounds, Finding, LetStand, Named, check_each, known_places, of_key
from dialogue.queries.sheets import house

PLACE, HOST, GUEST, SEAT = "place", "host", "guest", "seat"


def findings(session: Session | None, made: Mapping[Level, Any]) -> tuple[Finding, ...]:
    """In these editions of a text of that session, the fullest first: one statement, whatever they are."""
    if not made:
        return ()
    lower = any(level is not Level.DELEGATIONS for level in made)
    rows = db.execute(_known(session, lower=lower)).all()
    bounds = {level: _bounds(level, rows) for level in made}
    return check_each((made[level], bounds[level]) for level in sorted(made, key=lambda one: -one.depth))


def let_stand(kind: str, key: str) -> Sequence[LetStand]:
    """All that was let stand in that text, the newest first."""
    return db.scalars(of_key(kind, key)).all()


def _known(session: Session | None, *, lower: bool) -> Any:
    """Rows of what the rules have to know: of each city its names; of a session who is seated; where lower editions go
    out, also which co-hosts they do not speak of."""
    none, no = literal(""), literal(0)
    places: Any = _row(PLACE, no, false(), Place.short_name, Place.neutral_name, none)
    if session is None:
        return places
    seats = _row(SEAT, no, Participant.capacity == Capacity.HEAD, Person.given_name, Person.family_name, none)
    seats = seats.join(Participant.person).join(Participant.delegation).join(Delegation.organisation)
    of_parties = (Participant.session_id == session.id, Organisation.kind == OrganisationKind.PARTY)
    return union_all(places, seats.where(*of_parties), *(_hosts_of(session) if lower else ()))


def _hosts_of(session: Session) -> tuple[Select[Any], ...]:
    working = among(Engagement.state, BOUND | OPEN)
    own = Organisation.id.in_(select(Engagement.organisation_id).where(Engagement.session_id == session.id, working))
    is_cohost = Organisation.kind == OrganisationKind.COHOST
    names = (Organisation.short_name, Organisation.long_name, Organisation.neutral_name)
    theirs = _row(GUEST, Organisation.id, own, Person.given_name, Person.family_name, literal(""))
    return (
        _row(HOST, Organisation.id, own, *names).where(is_cohost),
        theirs.join(Person.organisation).where(is_cohost),
    )


def _row(kind: str, *columns: Any) -> Select[Any]:
    names = ("id", "own", "one", "two", "three")
    told = [column.label(name) for column, name in zip(columns, names, strict=True)]
    found: Select[Any] = select(literal(kind).label("kind"), *told)
    return found


def _bounds(level: Level, rows: Sequence[Any]) -> Bounds:
    here = house()
    profile = here.profile_for(level)
    whole = level is Level.DELEGATIONS
    return Bounds(
        level=level,
        profile=profile,
        places=known_places([(row.one, row.two) for row in rows if row.kind == PLACE], profile),
        hosts=() if whole else _hosts(rows),
        guests=() if whole else _guests(rows),
        people=() if whole else _people(rows),
        officials=_named(row for row in rows if row.kind == SEAT) if profile.is_neutral else (),
        marking=here.public_marking if level is Level.PUBLIC else here.marking,
    )


def _hosts(rows: Sequence[Any]) -> tuple[str, ...]:
    """Co-hosts, but for the one that works for the session: no co-host reads of another, also where several work for
    the same one."""
    named = (name for row in _foreign(HOST, rows) for name in (row.one, row.two, row.three))
    return tuple(dict.fromkeys(name for name in named if name.strip()))


def _guests(rows: Sequence[Any]) -> tuple[Named, ...]:
    """The people of these co-hosts."""
    return _named(_foreign(GUEST, rows))


def _foreign(kind: str, rows: Sequence[Any]) -> Iterator[Any]:
    several = len({row.id for row in rows if row.kind == HOST and row.own}) > 1
    return (row for row in rows if row.kind == kind and (several or not row.own))


def _people(rows: Sequence[Any]) -> tuple[Named, ...]:
    """Lower editions name the heads of the Parties alone; by a family name that a head has too nobody is told."""
    seats = [row for row in rows if row.kind == SEAT]
    heads = _named(row for row in seats if row.own)
    families = {one.family for one in heads}
    named = _named(row for row in seats if not row.own)
    return tuple(replace(one, is_alone=one.family not in families) for one in named if one not in heads)


def _named(rows: Iterable[Any]) -> tuple[Named, ...]:
    return tuple(dict.fromkeys(Named(row.one, row.two) for row in rows if row.two.strip()))
