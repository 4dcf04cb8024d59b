"""Where entries of the development log are cited: under items of agendas, which keep their keys into the minutes."""

import datetime as dt
from collections.abc import Collection, Iterable

from sqlalchemy import ForeignKey, Select, UniqueConstraint, select
from sqlalchemy.orm import Mapped, contains_eager, joinedload, mapped_column, relationship, selectinload

from dialogue.domain.agenda import AgendaItem
from dialogue.domain.base import Base, Refused, among
from dialogue.domain.developments.developments import STANDS, Development
from dialogue.domain.minutes import MinutesItem
from dialogue.domain.people import Person
from dialogue.domain.sessions import Session


class Citation(Base):
    """Beside the text of the item, and no part of it: no sheet or hash knows of it."""

    __tablename__ = "development_citations"
    __table_args__ = (UniqueConstraint("development_id", "item_key"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    development_id: Mapped[int] = mapped_column(ForeignKey("developments.id"), init=False)
    session_id: Mapped[int] = mapped_column(ForeignKey("sessions.id"), init=False)
    cited_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"), init=False)
    item_key: Mapped[str] = mapped_column(index=True)
    cited_at: Mapped[dt.datetime]

    development: Mapped[Development] = relationship()
    session: Mapped[Session] = relationship()  # on whose agenda it was cited first
    cited_by: Mapped[Person] = relationship()


def must_be_on(item: AgendaItem) -> None:
    if not item.is_on:
        raise Refused("An entry is cited under an item that is on the agenda.")
    item.must_be_numbered()


def cite(
    development: Development, item: AgendaItem, there: Collection[Citation], *, by: Person, at: dt.datetime
) -> Citation:
    """Name the entry under the item. `there`: what is cited under it already."""
    must_be_on(item)
    development.must_stand()
    if any(one.development is development for one in there):
        raise Refused("%(reference)s is cited under this item already.", reference=development.reference)
    development.did("cite", by=by, at=at)
    return Citation(development=development, item_key=item.key, session=item.session, cited_by=by, cited_at=at)


def of_items(keys: Iterable[str]) -> Select[Citation]:
    """What is cited under the items with these keys, by its day."""
    whole = contains_eager(Citation.development)
    found = (
        select(Citation)
        .join(Citation.development)
        .options(whole.joinedload(Development.corrects), whole.selectinload(Development.corrections))
    )
    by_day = (Development.happened_on, Development.id)
    return found.where(Citation.item_key.in_(list(keys))).order_by(*by_day)


def in_minutes(minutes_id: int) -> Select[str, Development]:
    """By the number of the item in those minutes, what is cited under it and stands."""
    here = (MinutesItem.minutes_id == minutes_id, among(Development.state, STANDS))
    return (
        select(MinutesItem.number, Development)
        .join(Citation, Citation.item_key == MinutesItem.key)
        .join(Development, Development.id == Citation.development_id)
        .where(*here)
        .options(joinedload(Development.corrects), selectinload(Development.corrections))
        .order_by(MinutesItem.position, Development.happened_on, Development.id)
    )


def of_development(development: Development) -> Select[Citation]:
    """Where it is cited, in the order in which that was done."""
    found = select(Citation).options(joinedload(Citation.session))
    return found.where(Citation.development_id == development.id).order_by(Citation.id)
