"""The text of minutes to be read: items and their numbered paragraphs, in one statement of columns."""

from itertools import groupby
from typing import Any

from sqlalchemy import Text, bindparam, cast, func, select

from dialogue.db import db
from dialogue.domain.minutes import Minutes, MinutesItem, Paragraph
from dialogue.domain.organisations import Organisation
from dialogue.domain.tracks import TrackEntry, TrackPlacement, TrackPoint

_ITEM = (MinutesItem.position, MinutesItem.number, MinutesItem.title)
_PARAGRAPH = (
    Paragraph.kind, Paragraph.text, Paragraph.level, Paragraph.reference, Paragraph.speaker, Organisation.short_name,
    Paragraph.office, Paragraph.due_on, Paragraph.language,
)  # fmt: skip
_POINT = cast(func.coalesce(TrackPoint.number, 0), Text)
_LINKED = (
    select(func.aggregate_strings(TrackEntry.track_slug + " " + cast(TrackEntry.number, Text) + " " + _POINT, ";"))
    .select_from(TrackPlacement)
    .join(TrackPlacement.entry)
    .outerjoin(TrackPlacement.point)
    .where(TrackPlacement.paragraph_id == Paragraph.id)
    .correlate(Paragraph)
    .scalar_subquery()
    .label("linked")
)
_TEXT = (
    select(*_ITEM, *_PARAGRAPH, _LINKED)
    .outerjoin(MinutesItem.paragraphs)
    .outerjoin(Paragraph.owner)
    .where(MinutesItem.minutes_id == bindparam("minutes_id", type_=Minutes.id.type))
    .order_by(MinutesItem.position, Paragraph.position)
)


def numbered(minutes: Minutes) -> list[tuple[tuple[Any, ...], list[tuple[Any, ...]]]]:
    """Each item as (position, number, title), with its paragraphs as (number, kind, text, level, reference, speaker,
    owner, office, due_on, language, linked): their numbers run through the whole text. `linked`: the entries of tracks
    that are linked there, as `origins.of_text` reads them."""
    found, last = [], 0
    for item, rows in groupby(db.execute(_TEXT, {"minutes_id": minutes.id}), lambda row: row[:3]):
        lines = [(n, *row[3:]) for n, row in enumerate(rows, last + 1) if row.kind is not None]
        found.append((item, lines))
        last += len(lines)
    return found
