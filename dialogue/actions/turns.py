"""Turns: whoever writes about a session waits for whoever is writing about it, and waits before holding anything else.

One order of locks for all verbs that touch a session, its texts and its rounds: the session first. What is held after
it may be held in any order. Two sessions at once are a case that the database ends, and the request tries again."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, select

from dialogue.db import db
from dialogue.domain import sessions
from dialogue.domain.organisations import Organisation, OrganisationKind
from dialogue.domain.sessions import Session


def take(session_id: int) -> None:
    """Wait until nobody else writes about that session."""
    _hold(select(Session.id).where(Session.id == session_id))


def take_of(ref: str) -> None:
    """The same, by the session's reference as addresses name it."""
    _hold(sessions.by_ref(ref).with_only_columns(Session.id))


def take_all() -> Sequence[Session]:
    """Wait until nobody else writes about any session: all of them, by date, as whoever was first left them."""
    found = sessions.in_order().execution_options(populate_existing=True)
    return db.scalars(found.with_for_update(of=Session, key_share=True)).all()


def take_series() -> None:
    """Wait until nobody else gives a number that belongs to no session, or changes a list: the rows of both Parties are
    held, in their order. It may follow a session's turn, and never comes before one."""
    parties = select(Organisation.id).where(Organisation.kind == OrganisationKind.PARTY).order_by(Organisation.id)
    db.execute(parties.with_for_update(of=Organisation, key_share=True))


def _hold(found: Select[Any]) -> None:
    # FOR NO KEY UPDATE: rows that name the session may be written meanwhile, which is all that others do to it.
    db.execute(found.with_for_update(of=Session, key_share=True))
