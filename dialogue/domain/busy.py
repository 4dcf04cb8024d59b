"""Dates that are taken beside the dialogue: each side keeps its own, and the other learns no more than the days."""

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import ForeignKey, Select, select
from sqlalchemy.orm import Mapped, contains_eager, joinedload, mapped_column, relationship

from dialogue.domain.base import Base, Refused, Stale
from dialogue.domain.organisations import Organisation
from dialogue.domain.people import Person

NAME, TITLE = 80, 120
MOST_LISTS, MOST_DATES = 10, 300  # of a side at a time; of one list
LONGEST = dt.timedelta(days=60)

_LINE = re.compile(r"(\d{4}-\d\d-\d\d)(?:\s*(?:–|—|-|/|to)?\s*(\d{4}-\d\d-\d\d))?\s+(\S.*)")


@dataclass(frozen=True, slots=True, order=True)
class Taken:
    """Days that are taken, first and last included. `whose`: the Party, in short. No `title`: of the other side."""

    first: dt.date
    last: dt.date
    title: str
    whose: str = ""
    list_name: str = ""


class BusyList(Base):
    """A named list of one side: ministerials, assemblies, holidays of its principals."""

    __tablename__ = "busy_lists"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    party_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), init=False, index=True)
    kept_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"), init=False)
    name: Mapped[str]
    kept_at: Mapped[dt.datetime]
    deleted_at: Mapped[dt.datetime | None] = mapped_column(init=False, default=None)
    version: Mapped[int] = mapped_column(init=False)

    party: Mapped[Organisation] = relationship(lazy="joined", innerjoin=True)
    kept_by: Mapped[Person] = relationship(lazy="joined", innerjoin=True)
    dates: Mapped[list["BusyDate"]] = relationship(
        back_populates="of_list", init=False, default_factory=list, cascade="all, delete-orphan",
        order_by="(BusyDate.first_on, BusyDate.id)",
    )  # fmt: skip

    __mapper_args__ = {"version_id_col": version}

    @property
    def is_deleted(self) -> bool:
        return self.deleted_at is not None

    @property
    def text(self) -> str:
        """As `read` reads it."""
        return written(Taken(one.first_on, one.last_on, one.title) for one in self.dates)

    def replace(self, name: str, text: str, *, base: int | None, by: Person, at: dt.datetime) -> None:
        """Other dates in the place of these. `base`: the version that the editor saw."""
        if base != self.version or self.is_deleted:
            raise Stale("Somebody has changed this list since you opened it.")
        self.name, self.dates[:] = _named(name), _dates(text)
        self.kept_by, self.kept_at = by, at
        self.did("replace", by=by, at=at)

    def delete(self, *, by: Person, at: dt.datetime) -> None:
        """Nothing of what it held is kept; a second time changes nothing."""
        if not self.is_deleted:
            self.name, self.deleted_at = "", at
            self.dates.clear()
            self.did("delete", by=by, at=at)


class BusyDate(Base):
    __tablename__ = "busy_dates"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    list_id: Mapped[int] = mapped_column(ForeignKey("busy_lists.id"), init=False, index=True)
    first_on: Mapped[dt.date] = mapped_column(index=True)
    last_on: Mapped[dt.date]
    title: Mapped[str]

    of_list: Mapped[BusyList] = relationship(back_populates="dates", init=False)

    def taken(self, by: Person) -> Taken:
        """As this secretary may know it."""
        kept = self.of_list
        if kept.party.id != by.organisation.id:
            return Taken(self.first_on, self.last_on, "", kept.party.short_name)
        return Taken(self.first_on, self.last_on, self.title, kept.party.short_name, kept.name)


def keep(name: str, text: str, *, existing: Sequence[BusyList], by: Person, at: dt.datetime) -> BusyList:
    """A new list of the secretary's own side."""
    if len(existing) >= MOST_LISTS:
        raise Refused("Your side has %(most)d lists. Please delete one that you no longer need.", most=MOST_LISTS)
    made = BusyList(name=_named(name), kept_at=at, party=by.organisation, kept_by=by)
    made.dates.extend(_dates(text))
    made.did("keep", by=by, at=at)
    return made


def read(text: str) -> list[Taken]:
    """What was typed, a line each: a day, or a first and a last one, and what it is."""
    lines = [(n, " ".join(line.split())) for n, line in enumerate(text.splitlines(), 1) if line.strip()]
    if not lines:
        raise Refused("Please give the list one date at least.")
    if len(lines) > MOST_DATES:
        raise Refused("A list has %(most)d dates at the most.", most=MOST_DATES)
    return [_read(n, line) for n, line in lines]


def written(dates: Iterable[Taken]) -> str:
    return "\n".join(map(_written, sorted(dates)))


def _written(one: Taken) -> str:
    """A single day is given twice where its title begins with what reads as another one."""
    short, whole = f"{one.first} {one.title}", f"{one.first} – {one.last} {one.title}"
    found = _LINE.fullmatch(short) if one.first == one.last else None
    return short if found is not None and found[2] is None else whole


def _named(name: str) -> str:
    if not name.strip():
        raise Refused("Please give the list a name.")
    return name


def _dates(text: str) -> list[BusyDate]:
    return [BusyDate(first_on=one.first, last_on=one.last, title=one.title) for one in read(text)]


def _read(n: int, line: str) -> Taken:
    found = _LINE.fullmatch(line)
    first, last = (_day(found[1]), _day(found[2] or found[1])) if found is not None else (None, None)
    if found is None or first is None or last is None:
        raise Refused("Line %(n)d: please begin with a date as 2027-05-11, and say after it what it is.", n=n)
    if not dt.timedelta(0) <= last - first <= LONGEST:
        raise Refused("Line %(n)d: from its first day to its last it lasts from one day to sixty.", n=n)
    if len(found[3]) > TITLE:
        raise Refused("Line %(n)d: please say in %(most)d characters at the most what it is.", n=n, most=TITLE)
    return Taken(first, last, found[3])


def _day(text: str) -> dt.date | None:
    try:
        found = dt.date.fromisoformat(text)
    except ValueError:
        return None
    return found if 2000 <= found.year <= 2199 else None


def of_party(party: Organisation) -> Select[BusyList]:
    """The lists of a side, by name."""
    stands = select(BusyList).where(BusyList.party_id == party.id, BusyList.deleted_at.is_(None))
    return stands.options(joinedload(BusyList.dates)).order_by(BusyList.name, BusyList.id)


def between(first: dt.date, last: dt.date) -> Select[BusyDate]:
    """Dates of both sides that touch these days, by day."""
    touching = select(BusyDate).join(BusyDate.of_list).where(BusyDate.first_on <= last, BusyDate.last_on >= first)
    return touching.options(contains_eager(BusyDate.of_list)).order_by(BusyDate.first_on, BusyDate.id)
