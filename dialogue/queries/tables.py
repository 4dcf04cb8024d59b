"""The tables of a track: its entries with columns of its own, parted by one of their values, on page and paper."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dialogue.access import Standing
from dialogue.domain.editions import Level, TableColumn, TableGroup, TableRow, TableSheet
from dialogue.domain.tracks import FACTS, Field, Kind, Table, Track
from dialogue.i18n import day, gettext
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


def shown(standing: Standing, track: Track, table: Table, on: dt.date) -> Shown:
    """As it stands today, of the entries that the reader may open."""
    lines = tracks.register(standing, track, on).lines
    return _table(standing, track, table, lines)


def sheet(standing: Standing, track: Track, table: Table, on: dt.date) -> TableSheet:
    """For the delegations: without what is the two secretaries' own."""
    lines = [one for one in tracks.register(standing, track, on).lines if one.level is not Level.SECRETARIAT]
    made, here = _table(standing, track, table, lines), house()
    columns = zip(made.heads, map(track.field, table.columns), strict=True)
    return TableSheet(
        title=table.title,
        purpose=table.purpose,
        opening=table.opening,
        columns=tuple(TableColumn(head=head, wide=one is not None and one.kind in WIDE) for head, one in columns),
        groups=tuple(_group(one) for one in made.groups),
        dialogue=here.dialogue_name,
        marking=here.marking,
        as_of=on,
    )


def _table(standing: Standing, track: Track, table: Table, lines: Sequence[Line]) -> Shown:
    keys = [key for key in (*table.columns, table.by) if track.field(key) is not None]
    kept = values.of_track(standing, track, keys)
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
