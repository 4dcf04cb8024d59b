"""What is frozen of an agenda: its releases, and the recorded changes after its adoption."""

import datetime as dt
import enum
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dialogue.domain.base import Base, Refused, Stale
from dialogue.domain.editions import DOCUMENT_LEVELS, AgendaLine, AgendaSheet, Level, fingerprint, keep, restore
from dialogue.domain.people import Person
from dialogue.domain.silence import Circulation, Subject


class AgendaRelease(Subject, Base):
    """REV n: its three editions as they were, and the hash of its text. Nothing of it changes ever after."""

    __tablename__ = "agenda_releases"
    __table_args__ = (UniqueConstraint("agenda_id", "rev"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    agenda_id: Mapped[int] = mapped_column(ForeignKey("agendas.id"), init=False)
    rev: Mapped[int]
    text_hash: Mapped[str] = mapped_column(init=False)
    delegations_sheet: Mapped[str] = mapped_column(Text, init=False, deferred=True, deferred_group="sheets")
    cohost_sheet: Mapped[str] = mapped_column(Text, init=False, deferred=True, deferred_group="sheets")
    public_sheet: Mapped[str] = mapped_column(Text, init=False, deferred=True, deferred_group="sheets")
    released_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"), init=False)
    circulation_id: Mapped[int | None] = mapped_column(ForeignKey("circulations.id"), init=False, index=True)
    released_at: Mapped[dt.datetime]
    circulated_at: Mapped[dt.datetime | None] = mapped_column(default=None)

    released_by: Mapped[Person] = relationship()
    circulation: Mapped[Circulation | None] = relationship(
        init=False, default=None, lazy="joined"
    )  # the round it is or was last under

    def freeze(self, sheets: Mapping[Level, AgendaSheet]) -> None:
        """Keep the editions; the hash is that of the delegations' one."""
        self.text_hash = fingerprint(sheets[Level.DELEGATIONS])
        self.delegations_sheet = keep(sheets[Level.DELEGATIONS])
        self.cohost_sheet = keep(sheets[Level.COHOST])
        self.public_sheet = keep(sheets[Level.PUBLIC])

    def put_under_silence(self, circulation: Circulation, *, at: dt.datetime) -> None:  # noqa: ARG002 a round calls every text so
        """A round has been proposed on exactly this text. Refused while an earlier one on it is not over, and once it
        was agreed to."""
        if circulation.text_hash != self.text_hash:
            raise Stale("The text has changed since you opened it.")
        if self.is_under_silence or self.agreed_at is not None:
            raise Refused("REV %(rev)d has been put under silence already.", rev=self.rev)
        self.circulation = circulation

    @property
    def is_under_silence(self) -> bool:
        return self.circulation is not None and not (self.circulation.is_over or self.circulation.is_adopted)

    @property
    def agreed_at(self) -> dt.datetime | None:
        """When it was agreed to under the silence procedure; None: it was not, or that is in question."""
        round_ = self.circulation
        return round_.state_at if round_ is not None and round_.is_adopted else None

    def sheet(self, level: Level) -> AgendaSheet:
        """The edition that a reader at `level` holds; the secretariat reads the delegations' one."""
        kept = {Level.PUBLIC: lambda: self.public_sheet, Level.COHOST: lambda: self.cohost_sheet}
        sheet: AgendaSheet = restore(AgendaSheet, kept.get(level, lambda: self.delegations_sheet)())
        return sheet

    @property
    def editions(self) -> dict[Level, AgendaSheet]:
        return {level: self.sheet(level) for level in DOCUMENT_LEVELS}


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
