"""What was answered in writing to the points of entries, as an annotated agenda quotes it."""

from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import Row, Select, Text, cast, func, literal, or_, select

from dialogue.db import db
from dialogue.domain import tracks
from dialogue.domain.editions import Level
from dialogue.domain.tracks import INSULATED, TRACKS, TrackEntry, TrackPlacement, TrackPoint
from dialogue.i18n import day, gettext
from dialogue.rendering.prose import plain

KIND = "reaction"
# Whose points are answered by somebody else; the claims of a statement and the lessons of an exercise are not.
ANSWERED = [
    slug for slug, one in TRACKS.items() if one.points is not None and one.points.told and slug not in INSULATED
]


def of_items(keys: Collection[str]) -> dict[str, list[str]]:
    """By the keys of the items, for the delegations: all answered points of the entries that were pulled there, or the
    point that alone is linked."""
    return told(db.execute(found(keys)))


def found(keys: Collection[str]) -> Select[*tuple[Any, ...]]:
    """In the columns of `drafted.found`, so that an annotated agenda asks for both at once."""
    nothing = cast(literal(""), Text)
    of = (literal(KIND, Text).label("kind"), TrackPlacement.item_key, TrackEntry.track_slug, TrackEntry.number)
    said = (TrackPoint.number.label("nth"), TrackPoint.text, TrackPoint.answer, TrackPoint.answered_on)
    return (
        select(*of, *said, nothing.label("owner"), nothing.label("office"))
        .join(TrackEntry, TrackEntry.id == TrackPlacement.entry_id)
        .join(TrackPoint, TrackPoint.entry_id == TrackEntry.id)
        .where(TrackPlacement.item_key.in_(keys), TrackPlacement.item_key != "", func.trim(TrackPoint.answer) != "")
        .where(or_(TrackPlacement.point_id.is_(None), TrackPlacement.point_id == TrackPoint.id))
        .where(TrackEntry.level != Level.SECRETARIAT, TrackEntry.track_slug.in_(ANSWERED))
    )


def told(rows: Iterable[Row[*tuple[Any, ...]]]) -> dict[str, list[str]]:
    """Each answer once under its item, in the order of entries and points."""
    by_item: dict[str, list[str]] = {}
    mine = (row for row in rows if row.kind == KIND)
    for row in sorted(mine, key=lambda one: (one.track_slug, one.number, one.nth)):
        words = _quoted(row)
        if words not in by_item.setdefault(row.item_key, []):
            by_item[row.item_key].append(words)
    return by_item


def _quoted(row: Row[*tuple[Any, ...]]) -> str:
    """`PA/2, point 1 (“…”), answered on Thu 4 Mar 2027: “…”`"""
    return gettext(
        "%(reference)s, point %(number)d (“%(asked)s”), answered on %(day)s: “%(answer)s”",
        reference=tracks.reference(row.track_slug, row.number),
        number=row.nth,
        asked=plain(row.text),
        day=day(row.answered_on) if row.answered_on else "",
        answer=plain(row.answer),
    )
