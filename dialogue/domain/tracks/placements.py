"""Where entries are dealt with: an item of an agenda, a paragraph of minutes, a decision or its draft, a follow-up. An
item keeps its key, so that its whole history is found."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

from sqlalchemy import ForeignKey, Select, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from dialogue.domain.agenda import Agenda, AgendaItem, ItemState
from dialogue.domain.base import Base, Refused, among
from dialogue.domain.editions import Level
from dialogue.domain.people import Person
from dialogue.domain.sessions import Session
from dialogue.domain.tracks.entries import TrackEntry, TrackPoint

STANDS = (ItemState.ACCEPTED, ItemState.DISCUSSED, ItemState.REQUESTED)  # on an agenda, or asked for


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """One of these: what an entry is linked to."""

    item_key: str = ""
    paragraph_id: int | None = None
    draft_id: int | None = None
    decision_id: int | None = None
    followup_id: int | None = None


class TrackPlacement(Base):
    """A link from an entry, or from one of its points, to one thing of a session. It stands beside that thing and is no
    part of its text. It goes with its paragraph; whoever makes one waits for whoever makes another, so that none is
    there twice."""

    __tablename__ = "track_placements"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    entry_id: Mapped[int] = mapped_column(ForeignKey("track_entries.id"), init=False, index=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("sessions.id"), init=False)
    placed_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"), init=False)
    point_id: Mapped[int | None] = mapped_column(ForeignKey("track_points.id"), init=False, index=True)
    item_key: Mapped[str] = mapped_column(index=True, default="")
    paragraph_id: Mapped[int | None] = mapped_column(
        ForeignKey("paragraphs.id", ondelete="CASCADE"), index=True, default=None
    )
    draft_id: Mapped[int | None] = mapped_column(ForeignKey("draft_decisions.id"), index=True, default=None)
    decision_id: Mapped[int | None] = mapped_column(ForeignKey("decisions.id"), index=True, default=None)
    followup_id: Mapped[int | None] = mapped_column(ForeignKey("followups.id"), index=True, default=None)
    placed_at: Mapped[dt.datetime]

    entry: Mapped[TrackEntry] = relationship()
    session: Mapped[Session] = relationship()  # at which it was linked first
    placed_by: Mapped[Person] = relationship()
    point: Mapped[TrackPoint | None] = relationship(default=None)  # none: the whole entry

    @property
    def target(self) -> Target:
        return Target(**{name: getattr(self, name) for name in Target.__slots__})

    @property
    def reference(self) -> str:
        """`PA/2, point 1`."""
        return self.entry.reference if self.point is None else f"{self.entry.reference}, point {self.point.number}"


def must_be_shared(entry: TrackEntry) -> None:
    """Refuse what never comes before a joint session."""
    if entry.track.compartment:
        raise Refused("Nothing of this track is part of a joint text.")
    if entry.level is Level.SECRETARIAT:
        raise Refused(
            "This entry is the two secretaries' own. To put it on an agenda, open it to the delegations first."
        )


def must_be_open(entry: TrackEntry) -> None:
    """Refuse what never comes before a joint session, and what is over."""
    must_be_shared(entry)
    if not entry.is_live:
        raise Refused("This entry is “%(stage)s”; nothing more is expected of it.", stage=entry.stage_name)


def link(
    entry: TrackEntry, item: AgendaItem, there: Sequence[TrackPlacement], *, by: Person, at: dt.datetime
) -> TrackPlacement:
    """The item comes from the entry. `there`: where it was put before."""
    must_be_open(entry)
    return connect(entry, Target(item_key=item.key), item.session, there, verb="put on an agenda", by=by, at=at)


def connect(
    entry: TrackEntry,
    target: Target,
    session: Session,
    there: Iterable[TrackPlacement],
    *,
    point: TrackPoint | None = None,
    verb: str = "link",
    by: Person,
    at: dt.datetime,
) -> TrackPlacement:
    """Link the entry, or that point of it. `there`: what it is linked to. Refused: a second time to the same."""
    must_be_shared(entry)
    made = TrackPlacement(entry=entry, session=session, placed_by=by, placed_at=at, point=point, **asdict(target))
    if any(one.target == target and one.point is point for one in there):
        raise Refused("%(reference)s is linked to this already.", reference=made.reference)
    entry.did(verb, by=by, at=at)
    return made


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
    found = select(TrackPlacement).options(joinedload(TrackPlacement.session), joinedload(TrackPlacement.point))
    return found.where(TrackPlacement.entry_id == entry.id).order_by(TrackPlacement.id)


def next_open(entry: TrackEntry, at: dt.datetime) -> Select[Agenda]:
    """The agenda of the next session that still takes items, and on which the entry does not stand."""
    coming = (Session.starts_at > at, among(Agenda.state, Agenda.KIND.edited))
    keys = select(TrackPlacement.item_key).where(TrackPlacement.entry_id == entry.id)
    there = select(AgendaItem.agenda_id).where(AgendaItem.key.in_(keys), among(AgendaItem.state, STANDS))
    found = select(Agenda).join(Agenda.session).where(*coming, Agenda.id.not_in(there))
    return found.order_by(Session.starts_at, Session.id).limit(1)


def on_agendas(entry: TrackEntry, at: dt.datetime) -> Select[Agenda]:
    """The agenda of the next session that is not over on which an item of the entry stands."""
    keys = select(TrackPlacement.item_key).where(TrackPlacement.entry_id == entry.id)
    there = select(AgendaItem.agenda_id).where(AgendaItem.key.in_(keys), AgendaItem.state == ItemState.ACCEPTED)
    found = select(Agenda).join(Agenda.session).where(Session.ends_at > at, Agenda.id.in_(there))
    return found.order_by(Session.starts_at, Session.id).limit(1)


def drafted_for(session: Session) -> Select[int]:
    """The ids of the entries of which an item stands on the agenda of the session, or is asked for, as it is now."""
    found = select(TrackPlacement.entry_id).join(AgendaItem, AgendaItem.key == TrackPlacement.item_key)
    return found.join(AgendaItem.agenda).where(Agenda.session_id == session.id, among(AgendaItem.state, STANDS))


def entries_of(keys: list[str]) -> Select[int, str]:
    """The ids of the entries that the items with these keys came from, each with the key."""
    found = select(TrackPlacement.entry_id, TrackPlacement.item_key)
    return found.where(TrackPlacement.item_key.in_(keys)).order_by(TrackPlacement.id)
