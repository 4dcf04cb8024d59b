"""What a secretary looks at before a text goes on: each edition against its profile, its readers and its marking."""

from collections.abc import Mapping, Sequence
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
from dialogue.domain.wording import Bounds, Finding, LetStand, check_each, known_places, of_key
from dialogue.queries.sheets import house

PLACE, HOST, SEAT = "place", "host", "seat"


def findings(session: Session | None, made: Mapping[Level, Any]) -> tuple[Finding, ...]:
    """In these editions of a text of that session, the fullest first: one statement, whatever they are."""
    if not made:
        return ()
    lower = session is not None and any(level is not Level.DELEGATIONS for level in made)
    rows = db.execute(_known(session if lower else None)).all()
    bounds = {level: _bounds(level, rows) for level in made}
    return check_each((made[level], bounds[level]) for level in sorted(made, key=lambda one: -one.depth))


def let_stand(kind: str, key: str) -> Sequence[LetStand]:
    """All that was let stand in that text, the newest first."""
    return db.scalars(of_key(kind, key)).all()


def _known(session: Session | None) -> Any:
    """Rows of what the rules have to know: of each city its names; of a session, in which lower editions go out, also
    of whom they do not speak."""
    none, no = literal(""), literal(0)
    places: Any = _row(PLACE, no, false(), Place.short_name, Place.neutral_name, none)
    if session is None:
        return places
    working = among(Engagement.state, BOUND | OPEN)
    own = Organisation.id.in_(select(Engagement.organisation_id).where(Engagement.session_id == session.id, working))
    is_cohost, full = Organisation.kind == OrganisationKind.COHOST, Person.given_name + " " + Person.family_name
    names = (Organisation.short_name, Organisation.long_name, Organisation.neutral_name)
    hosts = _row(HOST, Organisation.id, own, *names).where(is_cohost)
    theirs = _row(HOST, Organisation.id, own, full, none, none).join(Person.organisation).where(is_cohost)
    seats = _row(SEAT, no, Participant.capacity == Capacity.HEAD, full, Person.family_name, none)
    seats = seats.join(Participant.person).join(Participant.delegation).join(Delegation.organisation)
    of_parties = (Participant.session_id == session.id, Organisation.kind == OrganisationKind.PARTY)
    return union_all(places, hosts, theirs, seats.where(*of_parties))


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
        hosts=() if whole else _hosts([row for row in rows if row.kind == HOST]),
        people=() if whole else _people([row for row in rows if row.kind == SEAT]),
        marking=here.public_marking if level is Level.PUBLIC else here.marking,
    )


def _hosts(rows: Sequence[Any]) -> tuple[str, ...]:
    """Co-hosts and their people, but for the one that works for the session: no co-host reads of another, also where
    several work for the same one."""
    several = len({row.id for row in rows if row.own}) > 1
    named = (name for row in rows if several or not row.own for name in (row.one, row.two, row.three))
    return tuple(dict.fromkeys(name for name in named if name.strip()))


def _people(rows: Sequence[Any]) -> tuple[str, ...]:
    """Lower editions name the heads of the Parties alone; a family name that a head has too is not told apart."""
    heads = {name for row in rows if row.own for name in (row.one, row.two)}
    named = (name for row in rows if not row.own for name in (row.one, row.two))
    return tuple(dict.fromkeys(name for name in named if name.strip() and name not in heads))
