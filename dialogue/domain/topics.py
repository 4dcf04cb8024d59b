"""Regional-security topics: a register of its own, whose history over the sessions is computed from what cites them."""

import datetime as dt
from collections.abc import Iterable

from sqlalchemy import ForeignKey, Select, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dialogue.domain.base import Base, Refused, Stale
from dialogue.domain.people import Person
from dialogue.domain.text import Prose, slug


class Topic(Base):
    __tablename__ = "topics"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    slug: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    summary: Mapped[str] = mapped_column(Prose, default="")
    entered_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), init=False)
    entered_at: Mapped[dt.datetime | None] = mapped_column(default=None)
    retired_at: Mapped[dt.datetime | None] = mapped_column(default=None)
    version: Mapped[int] = mapped_column(init=False)

    entered_by: Mapped[Person | None] = relationship(default=None)

    __mapper_args__ = {"version_id_col": version}

    def reword(self, title: str, summary: str, *, base: int | None, by: Person, at: dt.datetime) -> None:
        """New words for the same topic; past papers keep theirs. `base` is the version that the editor saw."""
        if base != self.version:
            raise Stale("Somebody has changed this topic since you opened it.")
        self.title, self.summary = title, summary
        self.did("reword", by=by, at=at)

    def retire(self, *, by: Person, at: dt.datetime) -> None:
        """Take the topic out of the choice for new items; its history stays."""
        if self.retired_at is not None:
            raise Refused("This topic is retired already.")
        self.retired_at = at
        self.did("retire", by=by, at=at)

    def revive(self, *, by: Person, at: dt.datetime) -> None:
        if self.retired_at is None:
            raise Refused("This topic is in use.")
        self.retired_at = None
        self.did("revive", by=by, at=at)


def register() -> Select[Topic]:
    """All topics, those in use first, by title."""
    return select(Topic).order_by(Topic.retired_at.isnot(None), Topic.title)


def enter(title: str, summary: str, *, taken: Iterable[str], by: Person, at: dt.datetime) -> Topic:
    """A new topic; its word in addresses comes from its title and is never changed."""
    topic = Topic(slug=slug(title, [*taken, "new"]), title=title, summary=summary, entered_by=by, entered_at=at)
    topic.did("enter", by=by, at=at)
    return topic


def slugs() -> Select[str]:
    return select(Topic.slug)


def by_slug(slug: str) -> Select[Topic]:
    return select(Topic).where(Topic.slug == slug)


def in_use() -> Select[Topic]:
    return select(Topic).where(Topic.retired_at.is_(None)).order_by(Topic.title)
