"""The tables of a track: its entries with columns of its own, parted by one of their values, on page and paper."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from dialogue.access import Right, Standing, only
from dialogue.db import db
from dialogue.domain import tracks as domain
from dialogue.domain.editions import Level, TableColumn, TableGroup, TableRow, TableSheet
from dialogue.domain.tracks import FACTS, Field, Kind, Table, Track, TrackEntry
from dialogue.i18n import day, gettext, month
from dialogue.queries import tracks, values
from dialogue.queries.sheets import house
from dialogue.queries.tracks import Line
from dialogue.queries.values import Kept, Titles

WIDE = (Kind.TEXT, Kind.ACTIVITY)  # what takes more room than a word


@dataclass(frozen=True, slots=True)
class Row:
    """`cells`: what stands in the columns, in their order."""

    line: Line
    cells: Sequence[str]


@dataclass(frozen=True, slots=True)
class Group:
    """Entries of one value; `title` "": they are not parted."""

    title: str
    rows: Sequence[Row]
    stages: str  # how many stand where, in words


@dataclass(frozen=True, slots=True)
class Shown:
    track: Track
    table: Table
    heads: Sequence[str]
    groups: Sequence[Group]
    month: dt.date | None = None  # its first day, of a table of one month
    months: Sequence[dt.date] = ()  # of which there is something, the newest first


def shown(standing: Standing, track: Track, table: Table, on: dt.date, month: dt.date | None = None) -> Shown:
    """As it stands today, of the entries that the reader may open. `month`: of a table of one month, else this one."""
    lines = tracks.register(standing, track, on).lines
    if not table.monthly:
        return _table(standing, track, table, lines)
    first = (month or on).replace(day=1)
    months = _months(standing, track, table)
    there = [one for one in lines if months.get(one.number) == first]
    known = sorted({first, on.replace(day=1), *months.values()}, reverse=True)
    return replace(_table(standing, track, table, there), month=first, months=known)


def _months(standing: Standing, track: Track, table: Table) -> dict[int, dt.date]:
    """In which month each entry came to the stage of the table, by its number."""
    found = only(domain.days_of(track, table.monthly), standing, Right.TRACK_ENTRY_READ, TrackEntry)
    first: dict[int, dt.date] = {}
    for number, day_ in db.execute(found):
        first.setdefault(number, day_.replace(day=1))
    return first


def sheet(standing: Standing, track: Track, table: Table, on: dt.date, month_: dt.date | None = None) -> TableSheet:
    """For the delegations: without what is the two secretaries' own."""
    page = shown(standing, track, table, on, month_)
    rows = [row.line for group in page.groups for row in group.rows]
    lines = sorted((one for one in rows if one.level is not Level.SECRETARIAT), key=lambda one: one.number)
    title = gettext(table.title) if page.month is None else f"{gettext(table.title)}: {month(page.month)}"
    return _paper(track, table, _table(standing, track, table, lines), title, on)


def _paper(track: Track, table: Table, made: Shown, title: str, on: dt.date) -> TableSheet:
    here = house()
    columns = zip(made.heads, map(track.field, table.columns), strict=True)
    return TableSheet(
        title=title,
        purpose=table.purpose,
        opening=table.opening,
        columns=tuple(TableColumn(head=head, wide=one is not None and one.kind in WIDE) for head, one in columns),
        groups=tuple(_group(one) for one in made.groups),
        dialogue=here.dialogue_name,
        marking=here.marking,
        designation=here.profile.footnote,
        at_every=here.profile.every,
        as_of=on,
    )


def joint(track: Track, table: Table, on: dt.date) -> TableSheet:
    """As an annex of a paper of both sides: in fewer columns, and for the delegations, whoever asks. What stands still
    is said to sessions, and not in what was agreed at one."""
    narrow = replace(table, columns=table.annex)
    lines = [replace(one, concern=None) for one in tracks.for_both(track)]
    made = _made(track, narrow, lines, values.of_both(track, _keys(track, narrow)))
    return _paper(track, narrow, made, gettext(table.title), on)


def _keys(track: Track, table: Table) -> list[str]:
    return [key for key in (*table.columns, table.by) if track.field(key) is not None]


def _table(standing: Standing, track: Track, table: Table, lines: Sequence[Line]) -> Shown:
    return _made(track, table, lines, values.of_track(standing, track, _keys(track, table)))


def _made(track: Track, table: Table, lines: Sequence[Line], kept: Mapping[int, Mapping[str, Kept]]) -> Shown:
    held = [one for one in lines if track.holds(table, one.stage)]
    key = track.chooses.key if track.chooses is not None else ""
    names = values.titles(track, {own[key].value for own in kept.values() if key in own})
    rows = [Row(one, [_cell(track, key, one, kept, names) for key in table.columns]) for one in held]
    heads = [gettext(_head(track, key)) for key in table.columns]
    return Shown(track, table, heads, _parted(track, table, rows, kept, names))


def _head(track: Track, key: str) -> str:
    one = track.field(key)
    return one.label if one is not None else track.stands if key == "stage" else FACTS[key]


def _cell(track: Track, key: str, line: Line, kept: Mapping[int, Mapping[str, Kept]], names: Titles) -> str:
    one = track.field(key)
    if one is not None:
        return values.told(one, kept.get(line.number, {}).get(key, Kept("")), names)
    facts = {"stage": gettext(line.stage), "owner": line.owner, "moved": day(line.moved_on), "next": line.next_step}
    return facts[key]


def _parted(
    track: Track, table: Table, rows: Sequence[Row], kept: Mapping[int, Mapping[str, Kept]], names: Titles
) -> list[Group]:
    """By the values of one field, in the order of its choices, its numbers or its words; what says nothing is last."""
    by = track.field(table.by)
    if by is None:
        return [Group("", rows, _stages(track, rows))] if rows else []
    parts: dict[str, list[Row]] = {}
    for row in rows:
        parts.setdefault(kept.get(row.line.number, {}).get(by.key, Kept("")).value, []).append(row)
    order = sorted(parts, key=lambda value: _place(by, value))
    heads = {value: values.told(by, Kept(value), names) or gettext("%(field)s not said", field=gettext(by.label))
             for value in order}  # fmt: skip
    return [Group(heads[value], parts[value], _stages(track, parts[value])) for value in order]


def _place(by: Field, value: str) -> tuple[bool, int, str]:
    number = by.choices.index(value) if value in by.choices else int(value) if by.kind is Kind.NUMBER and value else 0
    return not value, number, value.casefold()


def _stages(track: Track, rows: Sequence[Row]) -> str:
    """`observer: 2; host: 1`, in the order of the ladder."""
    count = Counter(row.line.stage for row in rows)
    return "; ".join(f"{gettext(one.name)}: {count[one.name]}" for one in track.stages if count[one.name])


def _group(one: Group) -> TableGroup:
    return TableGroup(title=one.title, stages=one.stages, rows=tuple(_row(row) for row in one.rows))


def _row(row: Row) -> TableRow:
    return TableRow(reference=row.line.reference, title=row.line.title, cells=tuple(row.cells), why=row.line.why)
