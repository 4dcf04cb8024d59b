"""From which entries of tracks an item, a paragraph, a decision or a follow-up comes, as far as its reader may know."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from dialogue.access import Right, Standing, condition, may, values
from dialogue.db import db
from dialogue.domain import tracks
from dialogue.domain.decisions import Decision, DraftDecision
from dialogue.domain.followups import FollowUp
from dialogue.domain.minutes import Minutes, MinutesItem, Paragraph
from dialogue.domain.tracks import TrackEntry, TrackPlacement


@dataclass(frozen=True, slots=True)
class Origin:
    """An entry, or that point of it."""

    track: str
    nth: int
    point: int | None = None
    title: str = ""

    @property
    def reference(self) -> str:
        return tracks.reference(self.track, self.nth)


Origins = list[Origin]

# Each link with its entry and its point, as far as the reader may open the entry.
_LINKS: Select[Any] = (
    select(TrackPlacement)
    .join(TrackPlacement.entry)
    .options(contains_eager(TrackPlacement.entry), joinedload(TrackPlacement.point))
    .where(condition(Right.TRACK_ENTRY_READ, TrackEntry))
)
_KEYS = bindparam("keys", type_=TrackPlacement.item_key.type, expanding=True)
_OF_ITEMS = _LINKS.where(TrackPlacement.item_key.in_(_KEYS)).order_by(TrackPlacement.id)


def of_items(standing: Standing, keys: Iterable[str]) -> dict[str, Origins]:
    """By the keys of the items; nothing is asked for who may open no entry."""
    told: dict[str, Origins] = {}
    for one in _found(standing, _OF_ITEMS, keys=[key for key in keys if key]):
        told.setdefault(one.item_key, []).append(_origin(one))
    return told


def of_decision(standing: Standing, decision: Decision) -> Origins:
    """By its item, its paragraph, its draft, or by itself."""
    draft = select(DraftDecision.id).where(DraftDecision.decision_id == decision.id)
    found = _links(
        standing,
        _is_item(decision.item_key),
        TrackPlacement.decision_id == decision.id,
        TrackPlacement.draft_id.in_(draft),
        TrackPlacement.paragraph_id == (decision.paragraph_id or 0),
    )
    return _once(found)


def of_draft(standing: Standing, draft: DraftDecision) -> Origins:
    return _once(_links(standing, TrackPlacement.draft_id == draft.id))


def of_followup(standing: Standing, followup: FollowUp) -> Origins:
    """By its item, the action that it was, or by itself."""
    action = (
        select(Paragraph.id)
        .join(Paragraph.item)
        .join(Minutes, Minutes.id == MinutesItem.minutes_id)
        .where(Minutes.session_id == followup.session_id, Paragraph.reference == followup.reference)
    )
    found = _links(
        standing,
        _is_item(followup.item_key),
        TrackPlacement.followup_id == followup.id,
        TrackPlacement.paragraph_id.in_(action),
    )
    return _once(found)


def in_minutes(standing: Standing, minutes: Minutes) -> list[tuple[int, Origin]]:
    """What is linked to paragraphs of an approved text, each with the number of its paragraph; one statement."""
    if not minutes.is_approved:
        return []
    order = (MinutesItem.position, Paragraph.position)
    numbers = select(Paragraph.id, func.row_number().over(order_by=order).label("nth")).join(Paragraph.item)
    text = numbers.where(MinutesItem.minutes_id == minutes.id).subquery()
    found = _LINKS.join(text, text.c.id == TrackPlacement.paragraph_id).add_columns(text.c.nth)
    if not may(standing, Right.FOLLOWUPS_READ):
        return []
    rows = db.execute(found.order_by(text.c.nth, TrackPlacement.id), values(standing))
    return [(nth, _origin(one)) for one, nth in rows]


def of_text(text: Iterable[tuple[Any, Iterable[tuple[Any, ...]]]]) -> list[tuple[int, Origin]]:
    """The same of a text that is being written, as `paragraphs.numbered` brings it, for whoever works on it."""
    found = []
    for number, *_, linked in (line for _, lines in text for line in lines):
        for one in sorted((linked or "").split(";")) if linked else ():
            track, nth, point = one.split(" ")
            found.append((number, Origin(track, int(nth), int(point) or None)))
    return found


def _is_item(key: str) -> ColumnElement[bool]:
    return and_(TrackPlacement.item_key == key, TrackPlacement.item_key != "")


def _links(standing: Standing, *alternatives: ColumnElement[bool]) -> list[TrackPlacement]:
    return _found(standing, _LINKS.where(or_(*alternatives)).order_by(TrackPlacement.id))


def _found(standing: Standing, links: Select[Any], **named: Any) -> list[TrackPlacement]:
    """Nothing is asked for whoever reads no register."""
    if not may(standing, Right.FOLLOWUPS_READ):
        return []
    return list(db.scalars(links, values(standing) | named))


def _origin(link: TrackPlacement) -> Origin:
    point = link.point.number if link.point is not None else None
    return Origin(link.entry.track_slug, link.entry.number, point, link.entry.title)


def _once(links: Iterable[TrackPlacement]) -> Origins:
    return list(dict.fromkeys(map(_origin, links)))
