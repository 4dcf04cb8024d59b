"""What was answered in writing to the points of entries, as an annotated agenda quotes it."""

from collections.abc import Collection

from sqlalchemy import or_, select
from sqlalchemy.orm import contains_eager

from dialogue.db import db
from dialogue.domain.editions import Level
from dialogue.domain.tracks import INSULATED, TrackEntry, TrackPlacement, TrackPoint
from dialogue.i18n import day, gettext
from dialogue.rendering.prose import plain


def of_items(keys: Collection[str]) -> dict[str, list[str]]:
    """By the keys of the items, for the delegations: all answered points of the entries that were pulled there, or the
    point that alone is linked."""
    found = (
        select(TrackPlacement.item_key, TrackPoint)
        .join(TrackEntry, TrackEntry.id == TrackPlacement.entry_id)
        .join(TrackPoint, TrackPoint.entry_id == TrackEntry.id)
        .options(contains_eager(TrackPoint.entry))
        .where(TrackPlacement.item_key.in_(keys), TrackPlacement.item_key != "")
        .where(or_(TrackPlacement.point_id.is_(None), TrackPlacement.point_id == TrackPoint.id))
        .where(TrackEntry.level != Level.SECRETARIAT, TrackEntry.track_slug.not_in(INSULATED))
        .order_by(TrackEntry.track_slug, TrackEntry.number, TrackPoint.number)
    )
    told: dict[str, list[str]] = {}
    for key, point in db.execute(found):
        words = _quoted(point)
        if point.is_answered and words not in told.setdefault(key, []):
            told[key].append(words)
    return told


def _quoted(point: TrackPoint) -> str:
    """`PA/2, point 1 (“…”), answered on Thu 4 Mar 2027: “…”`"""
    return gettext(
        "%(reference)s, point %(number)d (“%(asked)s”), answered on %(day)s: “%(answer)s”",
        reference=point.entry.reference,
        number=point.number,
        asked=plain(point.text),
        day=day(point.answered_on) if point.answered_on else "",
        answer=plain(point.answer),
    )
