"""Tables of tracks that minutes have as an annex: of each track that was dealt with at their session."""

import datetime as dt

from sqlalchemy import select

from dialogue.db import db
from dialogue.domain.editions import Level, TableSheet
from dialogue.domain.minutes import Minutes
from dialogue.domain.tracks import TRACKS, TrackEntry, TrackPlacement
from dialogue.queries import tables


def of_minutes(minutes: Minutes, on: dt.date) -> tuple[TableSheet, ...]:
    """For the delegations, as the tables stand now: in the order of the tracks, of those whose entries were on the
    agenda. `on`: the day that they tell. One statement, and two for each table."""
    keys = [item.key for item in minutes.items]
    dealt = select(TrackEntry.track_slug).join(TrackPlacement, TrackPlacement.entry_id == TrackEntry.id)
    there = (TrackPlacement.item_key.in_(keys), TrackEntry.level != Level.SECRETARIAT)
    slugs = set(db.scalars(dealt.where(*there).distinct()))
    return tuple(
        tables.joint(track, table, on)
        for slug, track in TRACKS.items()
        if slug in slugs and not track.compartment
        for table in track.tables
        if table.annex
    )
