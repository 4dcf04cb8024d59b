"""Entries on agendas: which item came from which entry. An item keeps its key, so that its whole history is found."""

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import ForeignKey, Select, UniqueConstraint, select
from sqlalchemy.orm import Mapped, contains_eager, joinedload, mapped_column, relationship

from dialogue.domain.agenda import Agenda, AgendaItem, ItemState
from dialogue.domain.base import Base, Refused, among
from dialogue.domain.editions import Level
from dialogue.domain.people import Person
from dialogue.domain.sessions import Session
from dialogue.domain.tracks.entries import TrackEntry

STANDS = (ItemState.ACCEPTED, ItemState.DISCUSSED, ItemState.REQUESTED)  # on an agenda, or asked for


class TrackPlacement(Base):
    __tablename__ = "track_placements"
    __table_args__ = (UniqueConstraint("entry_id", "item_key"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    entry_id: Mapped[int] = mapped_column(ForeignKey("track_entries.id"), init=False, index=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("sessions.id"), init=False)
    placed_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"), init=False)
    item_key: Mapped[str] = mapped_column(index=True)
    placed_at: Mapped[dt.datetime]

    entry: Mapped[TrackEntry] = relationship()
    session: Mapped[Session] = relationship()  # on whose agenda it was put first
    placed_by: Mapped[Person] = relationship()


def must_be_open(entry: TrackEntry) -> None:
    """Refuse what never comes before a joint session, and what is over."""
    if entry.track.compartment:
        raise Refused("Nothing of this track is part of a joint text.")
    if entry.level is Level.SECRETARIAT:
        raise Refused(
            "This entry is the two secretaries' own. To put it on an agenda, open it to the delegations first."
        )
    if not entry.is_live:
        raise Refused("This entry is “%(stage)s”; nothing more is expected of it.", stage=entry.stage_name)


def link(
    entry: TrackEntry, item: AgendaItem, there: Sequence[TrackPlacement], *, by: Person, at: dt.datetime
) -> TrackPlacement:
    """The item comes from the entry. `there`: where it was put before."""
    must_be_open(entry)
    if any(one.item_key == item.key for one in there):
        raise Refused("This item comes from %(reference)s already.", reference=entry.reference)
    entry.did("put on an agenda", by=by, at=at)
    return TrackPlacement(entry=entry, item_key=item.key, session=item.session, placed_by=by, placed_at=at)


def put_on(
    agenda: Agenda, entry: TrackEntry, there: Sequence[TrackPlacement], *, by: Person, at: dt.datetime
) -> tuple[AgendaItem, TrackPlacement]:
    """A new item with the words of the entry, for the delegations. Refused: twice on one agenda."""
    must_be_open(entry)
    agenda.may_be_edited()
    keys = {one.item_key for one in there}
    if any(item.key in keys and item.state in STANDS for item in agenda.all_items):
        raise Refused("%(reference)s is on this agenda already.", reference=entry.reference)
    item = AgendaItem(agenda=agenda, title=entry.title, text=entry.text, origin=entry.owner, requested_at=at)
    agenda.add(item, by=by, at=at)
    return item, link(entry, item, there, by=by, at=at)


def of_entry(entry: TrackEntry) -> Select[TrackPlacement]:
    found = select(TrackPlacement).options(joinedload(TrackPlacement.session))
    return found.where(TrackPlacement.entry_id == entry.id).order_by(TrackPlacement.id)


def next_open(entry: TrackEntry, at: dt.datetime) -> Select[Agenda]:
    """The agenda of the next session that still takes items, and on which the entry does not stand."""
    coming = (Session.starts_at > at, among(Agenda.state, Agenda.KIND.edited))
    keys = select(TrackPlacement.item_key).where(TrackPlacement.entry_id == entry.id)
    there = select(AgendaItem.agenda_id).where(AgendaItem.key.in_(keys), among(AgendaItem.state, STANDS))
    found = select(Agenda).join(Agenda.session).where(*coming, Agenda.id.not_in(there))
    return found.order_by(Session.starts_at, Session.id).limit(1)


def drafted_for(session: Session) -> Select[int]:
    """The ids of the entries of which an item stands on the agenda of the session, or is asked for, as it is now."""
    found = select(TrackPlacement.entry_id).join(AgendaItem, AgendaItem.key == TrackPlacement.item_key)
    return found.join(AgendaItem.agenda).where(Agenda.session_id == session.id, among(AgendaItem.state, STANDS))


def entries_of(keys: list[str]) -> Select[int, str]:
    """The ids of the entries that the items with these keys came from, each with the key."""
    found = select(TrackPlacement.entry_id, TrackPlacement.item_key)
    return found.where(TrackPlacement.item_key.in_(keys)).order_by(TrackPlacement.id)


def of_items(keys: list[str]) -> Select[TrackPlacement]:
    """What the items with these keys came from."""
    found = select(TrackPlacement).join(TrackPlacement.entry).options(contains_eager(TrackPlacement.entry))
    return found.where(TrackPlacement.item_key.in_(keys)).order_by(TrackPlacement.id)
