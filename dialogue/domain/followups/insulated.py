"""Follow-ups of a track in a compartment: a register of their own, with numbers of their own, for its list alone.

No statement about the joint register reads these tables, so none of them can come to stand there."""

import datetime as dt

from sqlalchemy import ForeignKey, Select, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship, selectinload

from dialogue.domain.agreed import Agreement
from dialogue.domain.base import Base, Refused, words
from dialogue.domain.followups.pursued import FollowUpState, Pursued
from dialogue.domain.meetings import Meeting
from dialogue.domain.organisations import Organisation
from dialogue.domain.people import Person
from dialogue.domain.text import Prose
from dialogue.domain.tracks import TRACKS, Track, TrackEntry, must_be_insulated
from dialogue.domain.working_days import local_day


class TrackFollowUp(Pursued, Base):
    """Its text never changes; what becomes of it is told by its updates. No session carries it over, or ends it."""

    __tablename__ = "track_followups"
    __table_args__ = (UniqueConstraint("track_slug", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    track_slug: Mapped[str]
    number: Mapped[int]  # given once in its track
    entry_id: Mapped[int | None] = mapped_column(ForeignKey("track_entries.id"), init=False, index=True)
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meetings.id"), init=False, index=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), init=False)
    opened_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"), init=False)
    agreement_id: Mapped[int | None] = mapped_column(ForeignKey("agreements.id"), init=False, unique=True)
    text: Mapped[str] = mapped_column(Prose)
    office: Mapped[str] = mapped_column(default="")
    due_on: Mapped[dt.date]
    state: Mapped[FollowUpState] = mapped_column(words(FollowUpState), default=FollowUpState.OPEN)
    opened_at: Mapped[dt.datetime]
    ended_at: Mapped[dt.datetime | None] = mapped_column(init=False, default=None)
    version: Mapped[int] = mapped_column(init=False)

    entry: Mapped[TrackEntry | None] = relationship()  # that it comes from; none: of the track as a whole
    owner: Mapped[Organisation] = relationship(lazy="joined", innerjoin=True)
    opened_by: Mapped[Person] = relationship()  # of a meeting: whose word was the second
    meeting: Mapped[Meeting | None] = relationship(default=None)  # whose conclusions it comes from
    agreement: Mapped[Agreement | None] = relationship(init=False, default=None)  # none before anything was said
    updates: Mapped[list["TrackFollowUpUpdate"]] = relationship(
        default_factory=list, init=False, order_by="TrackFollowUpUpdate.id"
    )

    __mapper_args__ = {"version_id_col": version}

    @property
    def reference(self) -> str:
        return reference_on_list(self.track_slug, self.number)

    @property
    def origin(self) -> str:
        """The entry and the meeting that it comes from, as far as there are such."""
        return ", ".join(one.reference for one in (self.entry, self.meeting) if one is not None)

    def assign(
        self, *, office: str, due_on: dt.date, reason: str, base: int | None, by: Person, at: dt.datetime
    ) -> None:
        """Change who does it or by when; a new date needs its reason."""
        self._on(base)
        if due_on != self.due_on and not reason.strip():
            raise Refused("Please say why the date changes.")
        old_due, self.office, self.due_on = self.due_on, office, due_on
        self._update(None, reason, "", by=by, at=at, due_was=old_due if due_on != old_due else None)

    def _update(
        self,
        was: FollowUpState | None,
        text: str,
        evidence: str,
        *,
        by: Person,
        at: dt.datetime,
        due_was: dt.date | None = None,
    ) -> None:
        update = TrackFollowUpUpdate(
            was=was, became=self.state, text=text, evidence=evidence, made_by=by, made_at=at, due_was=due_was,
            due_on=self.due_on,
        )  # fmt: skip
        self.updates.append(update)
        self.did(self.state.value if was else "note", by=by, at=at)


class TrackFollowUpUpdate(Base):
    __tablename__ = "track_followup_updates"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    followup_id: Mapped[int] = mapped_column(ForeignKey("track_followups.id"), init=False, index=True)
    made_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"), init=False)
    made_at: Mapped[dt.datetime]
    was: Mapped[FollowUpState | None] = mapped_column(words(FollowUpState), default=None)
    became: Mapped[FollowUpState] = mapped_column(words(FollowUpState))
    text: Mapped[str] = mapped_column(Prose, default="")
    evidence: Mapped[str] = mapped_column(default="")
    due_was: Mapped[dt.date | None] = mapped_column(default=None)
    due_on: Mapped[dt.date]

    made_by: Mapped[Person] = relationship()


def open_on_list(
    track: Track,
    number: int,
    *,
    text: str,
    office: str,
    due_on: dt.date,
    entry: TrackEntry | None,
    by: Person,
    at: dt.datetime,
) -> TrackFollowUp:
    """What the writer's own side is to do: nobody binds the other side alone. Refused: of an open track, without
    words, or due before today."""
    must_be_insulated(track)
    if not text.strip():
        raise Refused("Please say what is to be done.")
    if due_on < local_day(at):
        raise Refused("This day is over.")
    made = TrackFollowUp(
        track_slug=track.slug, number=number, text=text, owner=by.organisation, office=office, due_on=due_on,
        entry=entry, opened_by=by, opened_at=at,
    )  # fmt: skip
    made.did("open", by=by, at=at)
    return made


def reference_on_list(slug: str, number: int) -> str:
    """`MM/OC/07`."""
    return f"{TRACKS[slug].series}/OC/{number:02d}"


def on_list(track: Track) -> Select[TrackFollowUp]:
    """All of the track, in the order of their numbers, each with what became of it."""
    found = select(TrackFollowUp).where(TrackFollowUp.track_slug == track.slug).order_by(TrackFollowUp.number)
    return found.options(
        joinedload(TrackFollowUp.entry), joinedload(TrackFollowUp.meeting), selectinload(TrackFollowUp.updates)
    )


def one_on_list(slug: str, number: int) -> Select[TrackFollowUp]:
    """One by its track and its own number, with its history."""
    found = select(TrackFollowUp).where(TrackFollowUp.track_slug == slug, TrackFollowUp.number == number)
    return found.options(
        joinedload(TrackFollowUp.entry),
        joinedload(TrackFollowUp.meeting),
        joinedload(TrackFollowUp.opened_by).joinedload(Person.organisation),
        joinedload(TrackFollowUp.agreement).selectinload(Agreement.assents),
        selectinload(TrackFollowUp.updates).joinedload(TrackFollowUpUpdate.made_by),
    )


def last_on_list(track: Track) -> Select[int]:
    return select(func.max(TrackFollowUp.number)).where(TrackFollowUp.track_slug == track.slug)
