"""Acts on tracks: an entry gets its number, comes onto an agenda, a person onto a list, activities into a menu."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from dialogue.actions import turns
from dialogue.db import db
from dialogue.domain import followups, tracks
from dialogue.domain.agenda import Agenda
from dialogue.domain.base import Refused
from dialogue.domain.followups import TrackFollowUp
from dialogue.domain.people import Person
from dialogue.domain.sessions import Session
from dialogue.domain.text import fold
from dialogue.domain.tracks import (
    Offered,
    Reason,
    Target,
    Track,
    TrackEntry,
    TrackImport,
    TrackMember,
    TrackPaper,
    TrackPlacement,
    TrackPoint,
)


def begin(track: Track, *, by: Person, at: dt.datetime, **words: Any) -> TrackEntry:
    """A new entry under the next number of its track; numbers are given one after the other."""
    turns.take_series()
    _must_be_one(track, 0, words["values"])
    number = (db.scalar(tracks.last_number(track)) or 0) + 1
    entry = tracks.begin(track, number, by=by, at=at, **words)
    db.add(entry)
    return entry


def revise(entry: TrackEntry, *, by: Person, at: dt.datetime, **words: Any) -> None:
    """Other words and values of an entry; who writes what there is one of, writes one after the other."""
    if any(one.one_for for one in entry.track.fields):
        turns.take_series()
    _must_be_one(entry.track, entry.number, words["values"])
    entry.revise(by=by, at=at, **words)


def _must_be_one(track: Track, number: int, values: Mapping[str, str]) -> None:
    """Refuse a second word where there is one for each: another lead authority for the same subject."""
    for one in track.fields:
        mine, of = values.get(one.key, ""), fold(values.get(one.one_for, ""))
        others = db.execute(tracks.pairs_of(track, one.key, one.one_for)).all() if mine and of else ()
        for nth, stage, theirs, subject in others:
            live = nth != number and not track.stage(stage).ends
            if live and theirs != mine and fold(subject) == of:
                said = {"subject": subject, "field": one.label, "word": theirs}
                raise Refused(
                    "Of “%(subject)s” %(reference)s says: %(field)s, %(word)s. There is one for each subject.",
                    reference=tracks.reference(track.slug, nth), **said,
                )  # fmt: skip


def put_on_agenda(agenda: Agenda, entry: TrackEntry, *, by: Person, at: dt.datetime) -> TrackPlacement:
    """The item that comes onto the agenda from the entry, and where that is remembered."""
    there = db.scalars(tracks.of_entry(entry)).all()
    item, placement = tracks.put_on(agenda, entry, there, by=by, at=at)
    db.add_all([item, placement])
    return placement


def connect(
    entry: TrackEntry, target: Target, session: Session, *, point: TrackPoint | None, by: Person, at: dt.datetime
) -> TrackPlacement:
    """The link from the entry, or from one of its points, to that thing of the session."""
    turns.take_series()
    there = db.scalars(tracks.of_entry(entry)).all()
    made = tracks.connect(entry, target, session, there, point=point, by=by, at=at)
    db.add(made)
    return made


def disconnect(placement: TrackPlacement, *, by: Person, at: dt.datetime) -> None:
    """It is linked there no more; what was printed meanwhile stays."""
    placement.entry.did("take link back", by=by, at=at)
    db.delete(placement)


def take_in(
    track: Track,
    offered: Sequence[Offered],
    left_out: Sequence[Reason],
    *,
    listed_on: dt.date,
    by: Person,
    at: dt.datetime,
) -> TrackImport:
    """The activities of a list, all that can be taken of it at once; those that are kept change where it says other."""
    turns.take_series()
    there = {one.code: one for one in db.scalars(tracks.in_menu(track))}
    last = db.scalars(tracks.last_imports(track)).first()
    number = last.number + 1 if last is not None else 1
    added, made = tracks.take_in(track, there, offered, left_out, number=number, listed_on=listed_on, by=by, at=at)
    db.add_all([*added, made])
    return made


def admit(track: Track, person: Person, *, by: Person | None, at: dt.datetime) -> TrackMember:
    """Put a person on the list of a track; `by` nobody: the operator."""
    turns.take_series()
    member = tracks.admit(track, person, db.scalars(tracks.on_list(track)).all(), by=by, at=at)
    db.add(member)
    return member


def attach(track: Track, *, by: Person, at: dt.datetime, **words: Any) -> TrackPaper:
    """A paper kept at a track in a compartment, under its next number."""
    turns.take_series()
    paper = tracks.attach(track, (db.scalar(tracks.last_paper(track)) or 0) + 1, by=by, at=at, **words)
    db.add(paper)
    return paper


def open_followup(track: Track, *, by: Person, at: dt.datetime, **words: Any) -> TrackFollowUp:
    """A follow-up of a track in a compartment, under its next number."""
    turns.take_series()
    number = (db.scalar(followups.last_on_list(track)) or 0) + 1
    made = followups.open_on_list(track, number, by=by, at=at, **words)
    db.add(made)
    return made
