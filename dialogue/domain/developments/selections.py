"""Which entries of the development log: by number, by topic, as they came to stand, and what waits for a side."""

import datetime as dt
from typing import Any

from sqlalchemy import ColumnElement, Select, String, and_, bindparam, cast, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from dialogue.domain import sessions
from dialogue.domain.agenda import AgendaItem, StandingItem
from dialogue.domain.agreed import Agreement
from dialogue.domain.base import among
from dialogue.domain.developments.citations import Citation
from dialogue.domain.developments.developments import STANDS, Development, DevelopmentState
from dialogue.domain.people import Person


def by_ref(ref: str) -> Select[Development]:
    """As addresses name it, with all that its page tells."""
    year, number = sessions.read_ref(ref) or (0, 0)
    who = (Development.proposed_by, Development.state_by)
    return (
        select(Development)
        .options(*(joinedload(one).joinedload(Person.organisation) for one in who))
        .options(joinedload(Development.agreement).selectinload(Agreement.assents))
        .options(joinedload(Development.corrects), selectinload(Development.corrections))
        .where(Development.year == year, Development.number == number)
    )


def last_number(year: int) -> Select[int]:
    """The highest number that was given in the year; 0 before the first."""
    return select(func.coalesce(func.max(Development.number), 0)).where(Development.year == year)


def in_order() -> Select[Development]:
    """With what a line tells of it: what waits first, then the newest development."""
    waits = Development.state != DevelopmentState.PROPOSED
    newest = (Development.happened_on.desc(), Development.id.desc())
    found = select(Development).options(joinedload(Development.corrects), selectinload(Development.corrections))
    return found.order_by(waits, *newest)


def standing() -> Select[Development]:
    """Those that stand: accepted by both sides first, then what one side does not share; the oldest first."""
    return _standing().options(joinedload(Development.corrects), selectinload(Development.corrections))


def for_agenda() -> Select[Development, str | None, bool, str]:
    """Those that are new to its session and those that are cited under items with these keys, a row for each citation:
    its key, whether the entry is new, and the key of the standing item under which all that is new belongs. One
    statement, made once, of which the rows are to be made unique; it names `agenda_id`, `keys`, and when the session
    begins and was held."""
    moment = Development.state_at.type
    new = since(bindparam("starts_at", type_=moment), bindparam("held_at", type_=moment))
    agenda = bindparam("agenda_id", type_=AgendaItem.agenda_id.type)
    standing_item = (AgendaItem.agenda_id == agenda, AgendaItem.standing == StandingItem.DEVELOPMENTS)
    key = select(AgendaItem.key).where(*standing_item).limit(1).scalar_subquery()
    keys = bindparam("keys", type_=Citation.item_key.type, expanding=True)
    here = and_(Citation.development_id == Development.id, Citation.item_key.in_(keys))
    return (
        _standing()
        .options(joinedload(Development.corrects), joinedload(Development.corrections))
        .outerjoin(Citation, here)
        .where(or_(new, Citation.id.is_not(None)))
        .add_columns(Citation.item_key, new, key)
    )


def does_stand() -> ColumnElement[bool]:
    return among(Development.state, STANDS)


def since(starts_at: Any, held_at: Any) -> ColumnElement[bool]:
    """The `where` of what came to stand as it does after the regular session before one that begins then was held, and
    before this one was, if it was. Instants, or parameters for them."""
    last = sessions.last_held_before(starts_at).scalar_subquery()
    until = Development.state_at <= func.coalesce(held_at, Development.state_at)
    return and_(or_(last.is_(None), Development.state_at > last), until)


def by_state(session: sessions.Session) -> Select[str, int]:
    """How many came to stand since then, by the state in which they stand."""
    word = cast(Development.state, String).label("word")
    where = (does_stand(), since(session.starts_at, session.held_at))
    return select(word, func.count().label("n")).where(*where).group_by(word)


def after(held_at: dt.datetime) -> ColumnElement[bool]:
    """The `where` of what became what it is since then."""
    return Development.state_at > held_at


def happened_from(first: dt.date) -> ColumnElement[bool]:
    """The `where` of what had not ended before that day."""
    return func.coalesce(Development.happened_until, Development.happened_on) >= first


def awaits_answer(party_id: Any) -> ColumnElement[bool]:
    """The `where` of entries that the other side has proposed."""
    return and_(Development.state == DevelopmentState.PROPOSED, Development.party_id != party_id)


def _standing() -> Select[Development]:
    by_day = (Development.happened_on, Development.id)
    return select(Development).where(does_stand()).order_by(Development.state != DevelopmentState.ACCEPTED, *by_day)
