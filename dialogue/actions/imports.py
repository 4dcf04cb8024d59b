"""What comes in from elsewhere: the items of an agenda, entered together by the verbs that enter each alone."""

import datetime as dt
from collections.abc import Sequence
from typing import Protocol

from dialogue.db import db
from dialogue.domain.agenda import Agenda, AgendaItem
from dialogue.domain.base import Refused, Stale
from dialogue.domain.editions import Level
from dialogue.domain.people import Person

USUAL = 15  # minutes of an item that does not say


class Entered(Protocol):
    """An item as it was judged: its title, what is said of it, and whether it stands under the one above."""

    @property
    def is_below(self) -> bool: ...

    @property
    def is_numbered(self) -> bool: ...

    text: str
    more: str
    minutes: int | None
    presenter: str


def enter_items(
    agenda: Agenda, items: Sequence[Entered], *, base: int, by: Person, at: dt.datetime
) -> list[AgendaItem]:
    """Put them on the agenda in their order, before its closing items, all of them or none. `base`: the order that the
    editor saw."""
    agenda.may_be_edited()
    if base != agenda.order_version:
        raise Stale("Somebody has changed this agenda since you opened this page. Please look at it once more.")
    if not items:
        raise Refused("There is nothing to enter.")
    made: list[AgendaItem] = []
    above: AgendaItem | None = None
    for one in items:
        item = AgendaItem(
            agenda=agenda,
            title=one.text,
            text=one.more,
            minutes=USUAL if one.minutes is None else one.minutes,
            presenter=one.presenter,
            parent=above if one.is_below else None,
            requested_at=at,
            numbered=one.is_numbered,
            level=Level.DELEGATIONS if one.is_numbered else Level.PUBLIC,
        )
        db.add(item)
        made.append(agenda.add(item, by=by, at=at))
        above = item if one.is_numbered and not one.is_below else above
    return made
