"""Organisations and the places they sit in: the two Parties, co-hosts, observers. Their names are data, in three
forms."""

import datetime as dt
import enum
from collections.abc import Iterable, Sequence

from sqlalchemy import ForeignKey, Select, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from dialogue.domain.base import Base, Refused, Stale, words
from dialogue.domain.text import slug


class OrganisationKind(enum.StrEnum):
    PARTY = "party"
    COHOST = "co-host"
    OBSERVER = "observer"
    OTHER = "other"


class Place(Base):
    """A city with its names; `country` is the code under which the package `holidays` knows its public holidays."""

    __tablename__ = "places"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    slug: Mapped[str] = mapped_column(unique=True)
    short_name: Mapped[str]
    long_name: Mapped[str]
    neutral_name: Mapped[str]
    country: Mapped[str] = mapped_column(default="")
    version: Mapped[int] = mapped_column(init=False)

    __mapper_args__ = {"version_id_col": version}

    def named(self, *, is_neutral: bool) -> str:
        """As a paper calls it: by its neutral name, or its short one."""
        return self.neutral_name if is_neutral else self.short_name

    def rename(
        self, short: str, long: str, neutral: str, *, country: str, base: int | None, by: Base, at: dt.datetime
    ) -> bool:
        """New names; papers released before keep the old ones. `base` is the version that the editor saw. Returns
        whether the short one is another: that is the one which calendars show."""
        _same(base, self.version)
        shown = short != self.short_name
        self.short_name, self.long_name, self.neutral_name, self.country = short, long, neutral, country.upper()
        self.did("rename", by=by, at=at)
        return shown


class Organisation(Base):
    __tablename__ = "organisations"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    slug: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[OrganisationKind] = mapped_column(words(OrganisationKind))
    short_name: Mapped[str]
    long_name: Mapped[str]
    neutral_name: Mapped[str]
    seat_id: Mapped[int | None] = mapped_column(ForeignKey("places.id"), init=False, index=True)
    order: Mapped[int] = mapped_column(default=0)  # of the Parties among themselves where nothing else decides
    version: Mapped[int] = mapped_column(init=False)

    seat: Mapped[Place | None] = relationship(default=None, lazy="joined")
    own_days: Mapped[list["OwnDay"]] = relationship(
        back_populates="party", init=False, default_factory=list, order_by="OwnDay.on"
    )

    __mapper_args__ = {"version_id_col": version}

    @property
    def is_party(self) -> bool:
        return self.kind is OrganisationKind.PARTY

    def rename(self, short: str, long: str, neutral: str, *, base: int | None, by: Base, at: dt.datetime) -> None:
        """New names; papers released before keep the old ones. `base` is the version that the editor saw."""
        _same(base, self.version)
        self.short_name, self.long_name, self.neutral_name = short, long, neutral
        self.did("rename", by=by, at=at)

    @property
    def is_cohost(self) -> bool:
        return self.kind is OrganisationKind.COHOST

    def own_day(self, on: dt.date) -> "OwnDay | None":
        """What its own calendar says of a day, where it says anything."""
        return next((one for one in self.own_days if one.on == on and one.stands), None)


class DayKind(enum.StrEnum):
    CLOSED = "closed"
    WORKS = "works"


class OwnDay(Base):
    """A day on which a Party's calendar is not that of its country: it is closed, or it works on a public holiday."""

    __tablename__ = "own_days"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    party_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), init=False, index=True)
    on: Mapped[dt.date]
    kind: Mapped[DayKind] = mapped_column(words(DayKind))
    reason: Mapped[str]
    taken_back_at: Mapped[dt.datetime | None] = mapped_column(init=False, default=None)

    party: Mapped[Organisation] = relationship(back_populates="own_days", init=False)

    @property
    def works(self) -> bool:
        return self.kind is DayKind.WORKS

    @property
    def stands(self) -> bool:
        return self.taken_back_at is None

    def take_back(self, *, by: Base, at: dt.datetime) -> None:
        """The public calendar counts again on that day."""
        if not self.stands:
            raise Refused("This was taken back already.")
        self.taken_back_at = at
        self.did("take back", by=by, at=at)


def enter(
    kind: OrganisationKind,
    short: str,
    long: str,
    neutral: str,
    *,
    seat: Place | None,
    order: int,
    existing: Sequence[Organisation],
    by: Base,
    at: dt.datetime,
) -> Organisation:
    """A new organisation; its word in addresses comes from its short name and is never changed. A third Party is
    refused."""
    may_join(kind, sum(one.is_party for one in existing))
    word = slug(short, [*(one.slug for one in existing), "new"])
    found = Organisation(
        slug=word, kind=kind, short_name=short, long_name=long, neutral_name=neutral, seat=seat, order=order
    )
    found.did("enter", by=by, at=at)
    return found


def enter_place(
    short: str, long: str, neutral: str, *, country: str, taken: Iterable[str], by: Base, at: dt.datetime
) -> Place:
    """A new city, with the code of the country whose public holidays it keeps."""
    word = slug(short, [*taken, "new"])
    place = Place(slug=word, short_name=short, long_name=long, neutral_name=neutral, country=country.upper())
    place.did("enter", by=by, at=at)
    return place


def register() -> Select[Organisation]:
    """All organisations: the Parties, then the others by name."""
    return select(Organisation).order_by(
        Organisation.kind != OrganisationKind.PARTY, Organisation.order, Organisation.short_name
    )


def by_slug(slug: str) -> Select[Organisation]:
    return select(Organisation).where(Organisation.slug == slug)


def place_by_slug(slug: str) -> Select[Place]:
    return select(Place).where(Place.slug == slug)


def parties() -> Select[Organisation]:
    """The two Parties in their standing order."""
    return (
        select(Organisation)
        .where(Organisation.kind == OrganisationKind.PARTY)
        .order_by(Organisation.order, Organisation.id)
    )


def with_calendars(found: Select[Organisation]) -> Select[Organisation]:
    """The same with the days of their own calendars: for whoever counts working days."""
    return found.options(joinedload(Organisation.own_days))


def guests() -> Select[Organisation]:
    """Everybody beside the two Parties, by name."""
    return select(Organisation).where(Organisation.kind != OrganisationKind.PARTY).order_by(Organisation.short_name)


def cohosts() -> Select[Organisation]:
    """Civil-society and academic organisations, by name."""
    return select(Organisation).where(Organisation.kind == OrganisationKind.COHOST).order_by(Organisation.short_name)


def places() -> Select[Place]:
    return select(Place).order_by(Place.short_name, Place.id)


def other_party(both: Sequence[Organisation], party: Organisation) -> Organisation:
    """The Party across the table; refused where the second one has not been entered yet."""
    for one in both:
        if one.id != party.id:
            return one
    raise Refused("A dialogue needs two Parties. Please enter the second one first.")


def may_join(kind: OrganisationKind, existing: int) -> None:
    """A dialogue has two Parties: a third is refused."""
    if kind is OrganisationKind.PARTY and existing >= 2:
        raise Refused("There are two Parties already, and a dialogue has no third.")


def _same(base: int | None, version: int) -> None:
    if base != version:
        raise Stale("Somebody has changed these names since you opened them.")
