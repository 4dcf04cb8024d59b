"""What a compartment keeps apart, as its list reads it: its follow-ups as a register and as a paper, its papers."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select

from dialogue.access import Right, Standing, may, only
from dialogue.db import db
from dialogue.domain import followups, tracks
from dialogue.domain.editions import TrackerRow, TrackerSheet
from dialogue.domain.followups import TrackFollowUp
from dialogue.domain.tracks import Track, TrackEntry, TrackPaper
from dialogue.domain.working_days import local_day
from dialogue.i18n import day, gettext
from dialogue.queries.sheets import house


@dataclass(frozen=True, slots=True)
class Beside:
    """One thing that stands beside an entry: a follow-up with its state, or a paper, which has none."""

    number: int
    reference: str
    words: str
    state: str = ""


def followups_beside(entry: TrackEntry) -> list[Beside]:
    """For whoever reads an entry in a compartment, which is its list alone; an open track has none."""
    if not entry.track.compartment:
        return []
    of = (TrackFollowUp.number, TrackFollowUp.text, TrackFollowUp.state)
    found = select(*of).where(TrackFollowUp.entry_id == entry.id).order_by(TrackFollowUp.number)
    rows = db.execute(found)
    return [Beside(nth, followups.reference_on_list(entry.track_slug, nth), text, state) for nth, text, state in rows]


def papers_beside(entry: TrackEntry) -> list[Beside]:
    """Those that are there, likewise."""
    if not entry.track.compartment:
        return []
    there = (TrackPaper.entry_id == entry.id, TrackPaper.removed_at.is_(None))
    found = select(TrackPaper.number, TrackPaper.title).where(*there).order_by(TrackPaper.number)
    return [Beside(nth, tracks.paper_reference(entry.track_slug, nth), title) for nth, title in db.execute(found)]


def followups_of(standing: Standing, track: Track) -> list[TrackFollowUp]:
    """Those of the track; none for whoever is not on its list."""
    mine = may(standing, Right.TRACK_APART_READ, track)
    return list(db.scalars(followups.on_list(track)).unique()) if mine else []


def papers_of(standing: Standing, track: Track) -> list[TrackPaper]:
    """All that were ever attached; none for whoever is not on its list."""
    return list(db.scalars(tracks.papers_of(track))) if may(standing, Right.TRACK_APART_READ, track) else []


def to_be_removed_by(standing: Standing, track: Track) -> set[int]:
    """The numbers of those papers that are there and that the reader may take away; one statement."""
    there = (TrackPaper.track_slug == track.slug, TrackPaper.removed_at.is_(None))
    found = only(select(TrackPaper.number).where(*there), standing, Right.TRACK_PAPER_REMOVE, TrackPaper)
    return set(db.scalars(found))


def tracker(standing: Standing, track: Track, on: dt.date) -> TrackerSheet:
    """The register of its follow-ups, for its list: it bears nothing by which another reader could be told of it."""
    here, rows = house(), followups_of(standing, track)
    moments = [one.opened_at for one in rows] + [update.made_at for one in rows for update in one.updates]
    return TrackerSheet(
        title=gettext("Follow-ups: %(track)s", track=gettext(track.title)),
        rows=tuple(_row(one, on) for one in rows),
        dialogue=here.dialogue_name,
        marking=here.marking,
        as_of=on,
        dated=max(moments, default=None),
        zone=here.zone_label,
        edition=None,
        addressee=gettext("The people on the list of this track"),
        claims=False,
    )


def _row(one: TrackFollowUp, on: dt.date) -> TrackerRow:
    return TrackerRow(
        reference=one.reference,
        text=one.text,
        owner=one.owner.short_name,
        office=one.office,
        supporting="",
        due=one.due_on,
        overdue=one.is_overdue(on),
        state=one.state.value,
        carried=0,
        origin=one.origin,
        changed=day(local_day(one.updates[-1].made_at)) if one.updates else "",
        last_note=next((update.text for update in reversed(one.updates) if update.text), ""),
    )
