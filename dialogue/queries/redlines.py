"""Redlines: what became of a text of minutes since the one that was sent out before it, line by line, word by word.

Both texts are sheets of the same edition, so that nothing is told that its reader may not hold."""

from collections.abc import Sequence
from dataclasses import dataclass

from dialogue.domain.editions import (
    DelegationSheet,
    MinutesItemSheet,
    MinutesSheet,
    ParagraphLine,
    RedlineLine,
    RedlineSection,
    RedlineSheet,
    Seat,
)
from dialogue.i18n import gettext, span
from dialogue.rendering import prose
from dialogue.rendering.differences import aligned, difference
from dialogue.rendering.word import labels


@dataclass(frozen=True, slots=True)
class _Line:
    """A line as it is compared: its words; beside them its number, what was typed, and who may read it."""

    words: str
    number: str = ""
    typed: str = ""
    readers: str = ""


def redline(old: MinutesSheet, new: MinutesSheet) -> RedlineSheet:
    """The new text against the old one: the session, who took part, then each item in the order of the new."""
    keyed = old.has_keys and new.has_keys
    before, after = ({item.key if keyed else item.number: item for item in one.items} for one in (old, new))
    items = {**after, **{key: item for key, item in before.items() if key not in after}}
    return RedlineSheet(
        heading=new.heading,
        old=old.rev or 0,
        rev=new.rev,
        sections=(
            _section("", gettext("Session"), _session(old), _session(new)),
            _section("", gettext("Participants"), _people(old.participants), _people(new.participants)),
            *(
                _section(item.number, item.title, _lines(before.get(key)), _lines(after.get(key)))
                for key, item in items.items()
            ),
        ),
    )


def _section(number: str, title: str, old: Sequence[_Line], new: Sequence[_Line]) -> RedlineSection:
    pairs = aligned([line.words for line in old], [line.words for line in new])
    lines = (_became(None if x is None else old[x], None if y is None else new[y]) for x, y in pairs)
    return RedlineSection(number=number, title=title, lines=tuple(lines))


def _became(old: _Line | None, new: _Line | None) -> RedlineLine:
    if new is None:
        gone = old or _Line("")
        return RedlineLine(change="gone", number=gone.number, pieces=(("gone", gone.words),))
    if old is None:
        return RedlineLine(change="new", number=new.number, pieces=(("new", new.words),))
    was = old.number if old.number != new.number else ""
    before, after = (old.words, new.words) if old.words != new.words else (old.typed, new.typed)
    if old.readers != new.readers:
        before, after = f"{before}\n{old.readers}", f"{after}\n{new.readers}"
    if before == after:
        return RedlineLine(change="same", number=new.number, was=was, pieces=(("same", new.words),))
    return RedlineLine(change="changed", number=new.number, was=was, pieces=tuple(difference(before, after)))


def _session(sheet: MinutesSheet) -> list[_Line]:
    """The heading as far as it is part of the text."""
    here = sheet.heading
    where = ", ".join(part for part in (here.where, here.venue) if part)
    chair = gettext("In the chair: %(name)s", name=sheet.presided) if sheet.presided else ""
    return [_Line(words) for words in (f"{span(here.starts, here.ends)} {here.zone}", where, chair) if words]


def _people(delegations: Sequence[DelegationSheet]) -> list[_Line]:
    return [_Line(f"{one.name}: {_seat(seat)}") for one in delegations for seat in one.seats]


def _seat(seat: Seat) -> str:
    away = gettext("not present") if seat.present is False else ""
    return ", ".join(part for part in (seat.name, seat.function, seat.organisation, away, labels.hours(seat)) if part)


def _lines(item: MinutesItemSheet | None) -> list[_Line]:
    if item is None:
        return []
    away = gettext("Not in the room: %(names)s", names=", ".join(item.away)) if item.away else ""
    return [*([_Line(away)] if away else []), *(_paragraph(line) for line in item.paragraphs)]


def _paragraph(line: ParagraphLine) -> _Line:
    """A paragraph as its readers tell it apart: kind and speaker, words, owner and date."""
    kind = labels.worded(labels.PARAGRAPH_KINDS, line.kind)
    lead = gettext("%(kind)s by %(speaker)s.", kind=kind, speaker=line.speaker) if line.speaker else f"{kind}."
    about = [
        gettext("Owner: %(owner)s", owner=line.owner) if line.owner else "",
        gettext("Due: %(day)s", day=labels.day(line.due)) if line.due else "",
    ]
    rest = " · ".join(part for part in about if part)
    words, typed = ("\n".join(filter(None, (f"{lead} {text}", rest))) for text in (prose.lines(line.text), line.text))
    return _Line(words, str(line.number), typed, labels.worded(labels.EDITIONS, line.level))
