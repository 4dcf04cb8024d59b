"""What became of an agenda from one release to the next, and the recorded changes after its adoption."""

import datetime as dt
import enum
from dataclasses import dataclass

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dialogue.domain.base import Base
from dialogue.domain.editions import AgendaLine, AgendaSheet
from dialogue.domain.people import Person


class AgendaChange(Base):
    """A change after the adoption: recorded with its reason, never silent."""

    __tablename__ = "agenda_changes"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    agenda_id: Mapped[int] = mapped_column(ForeignKey("agendas.id"), init=False)
    item_number: Mapped[str]
    item_title: Mapped[str]
    what: Mapped[str]  # a word of Change
    reason: Mapped[str]
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"), init=False)
    recorded_at: Mapped[dt.datetime]

    recorded_by: Mapped[Person] = relationship()


class Change(enum.StrEnum):
    NEW = "new"
    MOVED = "moved"
    CHANGED = "changed"
    WITHDRAWN = "withdrawn"
    DEFERRED = "deferred"


@dataclass(frozen=True, slots=True)
class Difference:
    """What became of one item from REV n-1 to REV n, as the reader of the two sheets may know it."""

    change: Change
    number: str
    title: str
    was: str = ""  # the number it had


def differences(old: AgendaSheet, new: AgendaSheet) -> tuple[Difference, ...]:
    """New, moved, changed and withdrawn items. An item is moved when its order among the items that stayed is another
    one, or it became a sub-item or ceased to be one; not when something above it came or went."""
    before = {line.key: line for line in old.items}
    after = {line.key: line for line in new.items}
    stayed = _unmoved([k for k in before if k in after], [k for k in after if k in before])
    found = []
    for key, line in after.items():
        was = before.get(key)
        if was is None:
            found.append(Difference(Change.NEW, line.number, line.title))
            continue
        if key not in stayed or line.depth != was.depth:
            found.append(Difference(Change.MOVED, line.number, line.title, was.number))
        if _text(line) != _text(was):
            found.append(Difference(Change.CHANGED, line.number, line.title))
    found.extend(
        Difference(Change.WITHDRAWN, line.number, line.title, line.number)
        for key, line in before.items()
        if key not in after
    )
    return tuple(found)


def _text(line: AgendaLine) -> tuple[object, ...]:
    return (
        line.title,
        line.minutes,
        line.kind,
        line.presenter,
        line.origin,
        line.topic,
        line.text,
        line.papers,
        line.level,
    )


def _unmoved(old: list[str], new: list[str]) -> set[str]:
    """The longest run of keys whose order is the same in both: the others are the ones that moved."""
    place = {key: n for n, key in enumerate(old)}
    best: list[tuple[int, str | None]] = []
    for i, key in enumerate(new):
        length, via = 1, None
        for j in range(i):
            if place[new[j]] < place[key] and best[j][0] + 1 > length:
                length, via = best[j][0] + 1, new[j]
        best.append((length, via))
    at = {key: best[i] for i, key in enumerate(new)}
    key_now: str | None = max(new, key=lambda k: at[k][0], default=None)
    kept = set()
    while key_now is not None:
        kept.add(key_now)
        key_now = at[key_now][1]
    return kept
