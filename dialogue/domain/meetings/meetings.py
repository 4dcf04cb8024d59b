"""A meeting between the sessions: when and where it is, who takes part, and what was concluded."""

import datetime as dt
import enum
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dialogue.domain.agreed import Agreement, Word
from dialogue.domain.base import Base, Refused, Stale, words
from dialogue.domain.decisions import Decision
from dialogue.domain.flow import Flow
from dialogue.domain.meetings.plans import Format, MeetingKind, Plan, Under, must_be_able, reference, slug_of
from dialogue.domain.organisations import Organisation, Place
from dialogue.domain.people import Person
from dialogue.domain.sessions import ZONE, Session, instant
from dialogue.domain.text import Prose
from dialogue.domain.tracks import TRACKS, TrackEntry, must_not_be_named
from dialogue.domain.working_days import local_day

MOST_ACTIONS = 20


class MeetingState(enum.StrEnum):
    PLANNED = "planned"
    HELD = "held"
    CANCELLED = "cancelled"


FLOW = Flow({MeetingState.PLANNED: {MeetingState.HELD, MeetingState.CANCELLED}})


@dataclass(frozen=True, slots=True)
class Revised:
    """What became of a plan: who takes part from now on and who does no longer, and whether it is at another time or
    place."""

    named: Sequence[Person]
    gone: Sequence[Person]
    moved: bool


class Meeting(Base):
    """Light: no agenda, no delegations, no minutes. Under a session or a track. Its number is given once in its year.
    `revision` is the SEQUENCE of its entry in calendars, and rises with `changed_at`."""

    __tablename__ = "meetings"
    __table_args__ = (UniqueConstraint("series", "year", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    series: Mapped[str]
    year: Mapped[int]  # in which it was planned
    number: Mapped[int]
    session_id: Mapped[int | None] = mapped_column(ForeignKey("sessions.id"), init=False, index=True)
    track_slug: Mapped[str | None]
    entry_id: Mapped[int | None] = mapped_column(ForeignKey("track_entries.id"), init=False, index=True)
    kind: Mapped[MeetingKind] = mapped_column(words(MeetingKind))
    title: Mapped[str]
    starts_at: Mapped[dt.datetime] = mapped_column(index=True)
    ends_at: Mapped[dt.datetime]
    format: Mapped[Format] = mapped_column(words(Format))
    place_id: Mapped[int | None] = mapped_column(ForeignKey("places.id"), init=False)
    venue: Mapped[str] = mapped_column(default="")
    link: Mapped[str] = mapped_column(default="")
    decision_id: Mapped[int | None] = mapped_column(ForeignKey("decisions.id"), init=False, index=True)
    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreements.id"), init=False, unique=True)
    state: Mapped[MeetingState] = mapped_column(words(MeetingState), init=False, default=MeetingState.PLANNED)
    state_at: Mapped[dt.datetime]
    state_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"), init=False)
    state_reason: Mapped[str] = mapped_column(init=False, default="")  # of a cancellation
    edited_at: Mapped[dt.datetime]
    edited_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"), init=False)
    conclusions: Mapped[str] = mapped_column(Prose, init=False, default="")
    agreed_at: Mapped[dt.datetime | None] = mapped_column(init=False, default=None)
    uid: Mapped[str] = mapped_column(unique=True)
    revision: Mapped[int] = mapped_column(init=False, default=0)
    changed_at: Mapped[dt.datetime]
    version: Mapped[int] = mapped_column(init=False)

    session: Mapped[Session | None] = relationship()
    entry: Mapped[TrackEntry | None] = relationship()
    place: Mapped[Place | None] = relationship(lazy="joined")
    decision: Mapped[Decision | None] = relationship()
    agreement: Mapped[Agreement] = relationship(init=False)
    state_by: Mapped[Person] = relationship(foreign_keys=[state_by_id])
    edited_by: Mapped[Person] = relationship(foreign_keys=[edited_by_id])
    seats: Mapped[list["MeetingPerson"]] = relationship(
        back_populates="meeting", default_factory=list, init=False, order_by="MeetingPerson.id"
    )
    actions: Mapped[list["MeetingAction"]] = relationship(
        default_factory=list, init=False, order_by="MeetingAction.id", cascade="all, delete-orphan"
    )

    __mapper_args__ = {"version_id_col": version}

    def __post_init__(self) -> None:
        self.agreement = Agreement()

    @property
    def reference(self) -> str:
        return reference(self.series, self.year, self.number)

    @property
    def slug(self) -> str:
        """As addresses name it."""
        return slug_of(self.reference)

    @property
    def under(self) -> Under:
        track = TRACKS[self.track_slug] if self.track_slug is not None else None
        return Under(session=self.session, entry=self.entry, track=track)

    @property
    def is_insulated(self) -> bool:
        """Whether it is there for the list of its track alone."""
        return self.track_slug is not None and TRACKS[self.track_slug].compartment

    @property
    def starts(self) -> dt.datetime:
        """On the clock of the wall."""
        return self.starts_at.astimezone(ZONE).replace(tzinfo=None)

    @property
    def ends(self) -> dt.datetime:
        return self.ends_at.astimezone(ZONE).replace(tzinfo=None)

    @property
    def plan(self) -> Plan:
        return Plan(
            kind=self.kind,
            title=self.title,
            starts=self.starts,
            ends=self.ends,
            format=self.format,
            place=self.place,
            venue=self.venue,
            link=self.link,
            decision=self.decision,
        )

    @property
    def people(self) -> list[Person]:
        """Who takes part."""
        return [one.person for one in self.seats if one.stands]

    @property
    def is_planned(self) -> bool:
        return self.state is MeetingState.PLANNED

    @property
    def was_held(self) -> bool:
        return self.state is MeetingState.HELD

    @property
    def is_agreed(self) -> bool:
        """Whether both sides have agreed to the conclusions."""
        return self.agreed_at is not None

    @property
    def said_by(self) -> list[Organisation]:
        """The sides whose word the conclusions have as they stand."""
        return [one.party for one in self.agreement.standing(Word.CONCLUSIONS)]

    def can(self, to: MeetingState) -> bool:
        return FLOW.allows(self.state, to)

    def has(self, person: Person) -> bool:
        """Whether the person takes part, for the Party for which it was named."""
        return any(one.reads for one in self.seats if one.person_id == person.id)

    def must_be_planned(self) -> None:
        if not self.is_planned:
            raise Refused("Nothing of a meeting that is “%(state)s” is planned any more.", state=self.state.value)

    def would_be(self, made: Plan, people: Collection[Person], *, base: int | None) -> Revised:
        """What another plan comes to; nothing is changed. Refused: what cannot be planned."""
        self._on(base)
        self.must_be_planned()
        made.check(self.under)
        there = self.people
        named = [one for one in people if one not in there]
        must_be_able(named)
        gone = [one for one in there if one not in people]
        return Revised(named, gone, made.appointment != self.plan.appointment)

    def revise(
        self, made: Plan, people: Collection[Person], *, base: int | None, by: Person, at: dt.datetime
    ) -> Revised:
        """Another plan, and other people, in one step."""
        found = self.would_be(made, people, base=base)
        if made.shown != self.plan.shown:
            self._revise(at)
        self._take(made)
        for person in found.gone:
            self._seat(person).end(by=by, at=at)
        for person in found.named:
            self.admit(person, by=by, at=at)
        self.edited_at, self.edited_by = at, by
        self.did("revise", by=by, at=at)
        return found

    def place_was_renamed(self, *, by: Person, at: dt.datetime) -> None:
        """It is where it was, and calendars show another name for it."""
        self._revise(at)
        self.did("place renamed", by=by, at=at)

    def must_have_begun(self, at: dt.datetime) -> None:
        FLOW.move(self.state, MeetingState.HELD)
        if at < self.starts_at:
            raise Refused("A meeting has been held once it has begun, and not before.")

    def hold(self, *, by: Person, at: dt.datetime) -> None:
        self.must_have_begun(at)
        self._become(MeetingState.HELD, by=by, at=at)

    def cancel(self, reason: str, *, base: int | None, by: Person, at: dt.datetime) -> None:
        """It will not take place. Its number is never given again."""
        self._on(base)
        FLOW.move(self.state, MeetingState.CANCELLED)
        if not reason.strip():
            raise Refused("Please say why: whoever takes part is told.")
        self._become(MeetingState.CANCELLED, reason, by=by, at=at)
        self._revise(at)

    # What was concluded

    def must_be_open(self) -> None:
        """Refuse conclusions of what was not held, and other ones than both sides have agreed to."""
        if not self.was_held:
            raise Refused("Conclusions are recorded after the meeting was held.")
        if self.is_agreed:
            raise Refused("Both sides have agreed to these conclusions: nothing of them changes any more.")

    def conclude(self, text: str, *, base: int | None, by: Person, at: dt.datetime) -> None:
        """One side's words for what was concluded; what the other side has said to earlier ones counts no more."""
        self._opened(base)
        if not text.strip():
            raise Refused("Please say what was concluded.")
        self.conclusions = text
        self._say_anew(by=by, at=at)
        self.did("conclude", by=by, at=at)

    def add(
        self, text: str, owner: Organisation, office: str, due_on: dt.date, *, base: int | None, by: Person,
        at: dt.datetime,
    ) -> "MeetingAction":  # fmt: skip
        """What somebody is to do, which becomes a follow-up once both sides have agreed."""
        self._opened(base)
        self.must_take_actions()
        if not text.strip():
            raise Refused("Please say what is to be done.")
        if due_on < local_day(self.starts_at):
            raise Refused("It is due after the meeting, not before.")
        made = MeetingAction(text=text, owner=owner, office=office, due_on=due_on)
        self.actions.append(made)
        self._say_anew(by=by, at=at)
        self.did("add action", by=by, at=at)
        return made

    def must_take_actions(self) -> None:
        if not self.conclusions:
            raise Refused("Please write the conclusions first; what is to be done follows from them.")
        if len(self.actions) >= MOST_ACTIONS:
            raise Refused("A meeting has %(most)d follow-ups at the most.", most=MOST_ACTIONS)

    def remove(self, action: "MeetingAction", *, base: int | None, by: Person, at: dt.datetime) -> None:
        self._opened(base)
        self.actions.remove(action)
        self._say_anew(by=by, at=at)
        self.did("remove action", by=by, at=at)

    def agree(self, *, base: int | None, by: Person, at: dt.datetime) -> bool:
        """The side's word to the conclusions as they stand. Returns whether both have said it now."""
        self._opened(base)
        if not self.conclusions:
            raise Refused("Nothing has been concluded yet.")
        if not self.is_insulated:
            must_not_be_named(self.title, self.conclusions, *(one.text for one in self.actions))
        if self.agreement.say(Word.CONCLUSIONS, by=by, at=at):
            self.agreed_at = at
        self.edited_at, self.edited_by = at, by
        self.did("agree", by=by, at=at)
        return self.is_agreed

    def _opened(self, base: int | None) -> None:
        self.must_be_open()
        self._on(base)

    def _say_anew(self, *, by: Person, at: dt.datetime) -> None:
        self.agreement.end(Word.CONCLUSIONS, at=at)
        self.agreement.say(Word.CONCLUSIONS, by=by, at=at)
        self.edited_at, self.edited_by = at, by

    def _on(self, base: int | None) -> None:
        if base != self.version:
            raise Stale("Somebody has changed this meeting since you opened it.")

    def _take(self, made: Plan) -> None:
        self.kind, self.title, self.format = made.kind, made.title, made.format
        self.starts_at, self.ends_at = instant(made.starts), instant(made.ends)
        self.place, self.venue, self.link, self.decision = made.place, made.venue, made.link, made.decision

    def _seat(self, person: Person) -> "MeetingPerson":
        return next(one for one in self.seats if one.stands and one.person is person)

    def admit(self, person: Person, *, by: Person, at: dt.datetime) -> None:
        """The person takes part. Whoever took part before comes back to the same seat: its entry in the calendar is the
        same."""
        old = next((one for one in self.seats if one.person is person), None)
        if old is not None:
            old.begin(person.organisation, by=by, at=at)
            return
        self.seats.append(MeetingPerson(person=person, party=person.organisation, named_by=by, named_at=at))

    def _become(self, state: MeetingState, reason: str = "", *, by: Person, at: dt.datetime) -> None:
        self.state, self.state_reason, self.state_by, self.state_at = state, reason, by, at
        self.did(state.value, by=by, at=at)

    def _revise(self, at: dt.datetime) -> None:
        self.revision += 1
        self.changed_at = at


class MeetingPerson(Base):
    """Somebody who takes part, for one Party. It counts as long as it stands and the person is of that Party.
    `changes`: how often it was begun anew, or ended, which are changes of this person's own entry in a calendar."""

    __tablename__ = "meeting_people"
    __table_args__ = (UniqueConstraint("meeting_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"), init=False)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), init=False, index=True)
    party_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), init=False)
    named_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"), init=False)
    named_at: Mapped[dt.datetime]
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), init=False)
    ended_at: Mapped[dt.datetime | None] = mapped_column(init=False, default=None)
    changes: Mapped[int] = mapped_column(init=False, default=0)

    meeting: Mapped[Meeting] = relationship(back_populates="seats", init=False)
    person: Mapped[Person] = relationship(foreign_keys=[person_id], lazy="joined", innerjoin=True)
    party: Mapped[Organisation] = relationship()
    named_by: Mapped[Person] = relationship(foreign_keys=[named_by_id])
    ended_by: Mapped[Person | None] = relationship(foreign_keys=[ended_by_id], init=False, default=None)

    @property
    def stands(self) -> bool:
        return self.ended_at is None

    @property
    def reads(self) -> bool:
        """Whether it opens anything to its person now."""
        return self.stands and self.person.organisation_id == self.party_id

    def begin(self, party: Organisation, *, by: Person, at: dt.datetime) -> None:
        self.party, self.named_by, self.named_at = party, by, at
        self.ended_at = self.ended_by = None
        self.changes += 1

    def end(self, *, by: Person, at: dt.datetime) -> None:
        """The person takes part no longer: its calendar lets go of the meeting, which takes place all the same."""
        self.ended_at, self.ended_by = at, by
        self.changes += 1


class MeetingAction(Base):
    """What somebody is to do. `reference`: of the follow-up that it became."""

    __tablename__ = "meeting_actions"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"), init=False, index=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), init=False)
    text: Mapped[str] = mapped_column(Prose)
    office: Mapped[str] = mapped_column(default="")
    due_on: Mapped[dt.date]
    reference: Mapped[str] = mapped_column(init=False, default="")

    owner: Mapped[Organisation] = relationship(lazy="joined", innerjoin=True)
