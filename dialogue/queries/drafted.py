"""Draft operational conclusions under the items of an agenda, as the annotated paper prints them, beside the written
reactions that it quotes."""

from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import Integer, Row, Select, Text, cast, literal, select, union_all

from dialogue.db import db
from dialogue.domain.agenda import Agenda
from dialogue.domain.base import among
from dialogue.domain.conclusions import CIRCULATED, Conclusion
from dialogue.domain.organisations import Organisation
from dialogue.i18n import day, gettext
from dialogue.queries import reactions
from dialogue.rendering.prose import plain

KIND = "conclusion"
ByItem = dict[str, list[str]]


def with_reactions(agenda: Agenda, keys: Collection[str]) -> tuple[ByItem, ByItem]:
    """By the keys of the items, for the delegations: reactions to what was pulled there, and conclusions that go out
    with the agenda. What is only proposed, declined or withdrawn is not there. One statement."""
    rows = db.execute(union_all(reactions.found(keys), found(agenda))).all()
    return reactions.told(rows), _told(rows)


def found(agenda: Agenda) -> Select[*tuple[Any, ...]]:
    nothing, none = cast(literal(""), Text), cast(literal(0), Integer)
    of = (literal(KIND, Text).label("kind"), Conclusion.item_key, nothing.label("track_slug"), Conclusion.number)
    said = (none.label("nth"), Conclusion.text, nothing.label("answer"), Conclusion.due_on)
    return (
        select(*of, *said, Organisation.short_name, Conclusion.office)
        .join(Organisation, Organisation.id == Conclusion.owner_id)
        .where(Conclusion.agenda_id == agenda.id, among(Conclusion.state, CIRCULATED))
    )


def _told(rows: Iterable[Row[*tuple[Any, ...]]]) -> ByItem:
    by_item: ByItem = {}
    for row in sorted((row for row in rows if row.kind == KIND), key=lambda one: one.number):
        by_item.setdefault(row.item_key, []).append(_in_words(row))
    return by_item


def _in_words(row: Row[*tuple[Any, ...]]) -> str:
    return gettext(
        "%(number)d. %(text)s (%(owner)s, due %(due)s)",
        number=row.number,
        text=plain(row.text),
        owner=", ".join(filter(None, (row.owner, row.office))),
        due=day(row.answered_on),
    )
