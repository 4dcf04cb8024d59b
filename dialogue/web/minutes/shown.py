"""Texts of minutes as they were shown last: made once, and shown again for as long as their rows are the same."""

from collections.abc import Callable, Hashable, Mapping, Sequence

from flask import render_template
from markupsafe import Markup
from sqlalchemy import select
from sqlalchemy.orm import selectinload
from sqlalchemy.orm.attributes import set_committed_value

from dialogue import sheets
from dialogue.db import db
from dialogue.domain import minutes as register
from dialogue.domain.editions import Level
from dialogue.domain.minutes import Minutes, MinutesItem, Paragraph
from dialogue.words import language

MOST = 32  # texts, of which a long one is a hundred kilobytes

Corrected = Mapping[int, Sequence[tuple[str, str]]]  # by the number of a paragraph: labels and addresses of what does

_texts: dict[Hashable, Markup] = {}


def working_text(minutes: Minutes, corrected: Corrected) -> Markup:
    """All items with their paragraphs. Told from every other text by the versions of all its rows and the instants at
    which they were written; no two sessions have one uid, not even in a restored database."""
    rows = tuple(tuple(row) for row in db.execute(register.marks(minutes)))
    return _kept(
        ("working", minutes.session.uid, minutes.version, rows, _told(corrected), language()),
        lambda: render_template(
            "minutes/_text.html", minutes=_whole(minutes), session=minutes.session, corrected=corrected
        ),
    )


def edition_text(minutes: Minutes, level: Level, corrected: Corrected, *, editor: bool) -> Markup:
    """An edition as a paper. Once approved its text never changes; signatures are added to it, and what corrects it,
    and its adoption may come to be in question. Before, it is made anew. It shows what was kept, who presided, and the
    state and signatures of the minutes: their versions tell it from every other. `editor`: who reads it writes it."""
    edition = minutes.kept_edition(level)
    if edition is None:
        made = sheets.minutes_edition if editor else sheets.minutes_as_sent
        sheet = made(_whole(minutes), level)
        return Markup(render_template("minutes/_sheet.html", sheet=sheet, corrected={}))  # noqa: S704 the template escapes
    about = (minutes.session.uid, minutes.session.version, minutes.version, minutes.text_hash, minutes.in_question)
    return _kept(
        ("edition", *about, level, _told(corrected), language()),
        lambda: render_template(
            "minutes/_sheet.html", sheet=sheets.minutes_edition(minutes, level), corrected=corrected
        ),
    )


def _told(corrected: Corrected) -> Hashable:
    return tuple((number, tuple(by)) for number, by in sorted(corrected.items()))


def _whole(minutes: Minutes) -> Minutes:
    """The minutes with their items and paragraphs, in two statements."""
    paragraphs = selectinload(MinutesItem.paragraphs).joinedload(Paragraph.owner)
    own = select(MinutesItem).where(MinutesItem.minutes_id == minutes.id).order_by(MinutesItem.position)
    set_committed_value(minutes, "items", db.scalars(own.options(paragraphs)).all())
    return minutes


def _kept(key: Hashable, make: Callable[[], str]) -> Markup:
    found = _texts.get(key)
    if found is None:
        found = Markup(make())  # noqa: S704 the template escapes
        if len(_texts) >= MOST:
            _texts.clear()
        _texts[key] = found
    return found
