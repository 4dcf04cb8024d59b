"""What is kept in the fields of entries, in the reader's words: the one place in which a value is told."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select

from dialogue.access import Right, Standing, only
from dialogue.db import db
from dialogue.domain import tracks
from dialogue.domain.editions import Level
from dialogue.domain.sessions import ZONE
from dialogue.domain.tracks import Field, Kind, Track, TrackEntry
from dialogue.i18n import clock, day, gettext
from dialogue.queries.sheets import house

Titles = Mapping[str, str]  # of activities, by their codes


@dataclass(frozen=True, slots=True)
class Kept:
    """As `Field.keep` stores it; who wrote it and when, where that is known."""

    value: str
    by: str = ""
    side: str = ""
    at: dt.datetime | None = None


def told(one: Field, kept: Kept, titles: Titles) -> str:
    """The value in words; a box that was ticked says by whom and when."""
    value = one.read(kept.value)
    if value is None:
        return ""
    if one.kind is Kind.DATE:
        return day(value)
    if one.kind is Kind.MOMENT:
        return moment(value)
    if one.kind is Kind.TICK:
        return _ticked(kept)
    if one.kind is Kind.ACTIVITY:
        return f"{value} {titles.get(value, '')}".rstrip()
    return gettext(value) if one.kind is Kind.CHOICE else str(value)


def _in_one(told: str) -> str:
    """Lines side by side, where there is one line for a fact."""
    return "; ".join(filter(None, told.splitlines()))


def moment(at: dt.datetime) -> str:
    """`Thu 26 Nov 2026, 15:00 Brussels/Prishtina time`."""
    local = at.astimezone(ZONE)
    return f"{day(local)}, {clock(local)} {house().zone_label}"


def _ticked(kept: Kept) -> str:
    if kept.at is None:
        return gettext("yes")
    return gettext("yes: %(who)s (%(side)s), %(day)s", who=kept.by, side=kept.side, day=day(kept.at))


def of_entry(entry: TrackEntry) -> list[tuple[str, str]]:
    """Each field of an entry that says something, by its label; of an entry that the reader may open."""
    there = {key: one for key, one in entry.values.items() if one.value}
    names = titles(entry.track, [one.value for one in there.values()])
    fields = [one for one in entry.track.fields if one.key in there]
    return [(gettext(one.label), _in_one(told(one, _kept(there[one.key]), names))) for one in fields]


def of_track(standing: Standing, track: Track, keys: Collection[str]) -> Mapping[int, Mapping[str, Kept]]:
    """What is kept under these keys, by the number of its entry; of the entries that the reader may open."""
    return _by_number(only(tracks.values_of(track, keys), standing, Right.TRACK_ENTRY_READ, TrackEntry))


def of_both(track: Track, keys: Collection[str]) -> Mapping[int, Mapping[str, Kept]]:
    """The same of an open track for the delegations, whoever asks."""
    return _by_number(tracks.values_of(track, keys).where(TrackEntry.level != Level.SECRETARIAT))


def _by_number(asked: Select[*tuple[Any, ...]]) -> Mapping[int, Mapping[str, Kept]]:
    found: dict[int, dict[str, Kept]] = defaultdict(dict)
    for number, key, value, at, given, family, side in db.execute(asked):
        found[number][key] = Kept(value, f"{given or ''} {family or ''}".strip(), side or "", at)
    return found


def titles(track: Track, codes: Collection[str]) -> Titles:
    """Of these activities of its menu; nothing is asked of a track whose entries choose none."""
    if track.chooses is None or not codes:
        return {}
    return {one.code: one.title for one in db.execute(tracks.titles_of(track, codes))}


def _kept(value: tracks.TrackValue) -> Kept:
    who = value.written_by
    return Kept(value.value, *((who.name, who.organisation.short_name) if who else ("", "")), value.written_at)
