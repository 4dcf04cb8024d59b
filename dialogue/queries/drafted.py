"""Draft operational conclusions under the items of an agenda, as the annotated paper prints them."""

from dialogue.db import db
from dialogue.domain import conclusions
from dialogue.domain.agenda import Agenda
from dialogue.domain.conclusions import Conclusion
from dialogue.i18n import day, gettext
from dialogue.rendering.prose import plain


def by_item(agenda: Agenda) -> dict[str, list[str]]:
    """By the keys of the items, for the delegations: what goes out with the agenda. What is only proposed, declined or
    withdrawn is not there."""
    told: dict[str, list[str]] = {}
    for one in db.scalars(conclusions.circulated_with(agenda)):
        told.setdefault(one.item_key, []).append(_in_words(one))
    return told


def _in_words(one: Conclusion) -> str:
    owner = ", ".join(filter(None, (one.owner.short_name, one.office)))
    return gettext(
        "%(number)d. %(text)s (%(owner)s, due %(due)s)",
        number=one.number,
        text=plain(one.text),
        owner=owner,
        due=day(one.due_on),
    )
