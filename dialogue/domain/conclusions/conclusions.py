"""A draft operational conclusion, every wording that it had, and what was said to it (practice §3.6)."""

import datetime as dt
import enum
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dialogue.domain.agenda import Agenda
from dialogue.domain.base import Base, Refused, Stale, words
from dialogue.domain.flow import Flow
from dialogue.domain.organisations import Organisation
from dialogue.domain.people import Person
from dialogue.domain.sessions import Session
from dialogue.domain.text import Prose


class ConclusionState(enum.StrEnum):
    PROPOSED = "proposed"  # by the side that does not preside
    DRAFT = "draft"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    TAKEN = "in the minutes"


FLOW = Flow(
    {
        ConclusionState.PROPOSED: {
            ConclusionState.DRAFT,
            ConclusionState.DECLINED,
            ConclusionState.WITHDRAWN,
        },
        ConclusionState.DRAFT: {ConclusionState.WITHDRAWN, ConclusionState.TAKEN},
    }
)
CIRCULATED = (ConclusionState.DRAFT, ConclusionState.TAKEN)  # both delegations read it with the agenda


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """What is to be concluded: under which item, in which words, whose it is, and until when."""

    item_key: str
    text: str
    owner: Organisation
    office: str
    due_on: dt.date

    def check(self, agenda: Agenda) -> None:
        if not self.text.strip():
            raise Refused("A conclusion needs its text.")
        if not self.owner.is_party:
            raise Refused("A conclusion is owned by a Party.")
        if self.item_key not in {item.key for item, _, _ in agenda.timetable()}:
            raise Refused("This item is not on the agenda any more. Please choose another.")


class Conclusion(Base):
    """`party`: the side that put it forward. A number is given once in its session."""

    __tablename__ = "conclusions"
    __table_args__ = (UniqueConstraint("agenda_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    agenda_id: Mapped[int] = mapped_column(ForeignKey("agendas.id"), init=False)
    session_id: Mapped[int] = mapped_column(ForeignKey("sessions.id"), init=False, index=True)
    party_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), init=False)
    owner_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), init=False)
    state_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"), init=False)
    number: Mapped[int]
    item_key: Mapped[str]
    text: Mapped[str] = mapped_column(Prose)
    office: Mapped[str]
    due_on: Mapped[dt.date]
    state: Mapped[ConclusionState] = mapped_column(words(ConclusionState))
    state_at: Mapped[dt.datetime]
    state_reason: Mapped[str] = mapped_column(init=False, default="")
    version: Mapped[int] = mapped_column(init=False)

    agenda: Mapped[Agenda] = relationship()
    session: Mapped[Session] = relationship(lazy="joined", innerjoin=True)
    party: Mapped[Organisation] = relationship(foreign_keys=[party_id], lazy="joined", innerjoin=True)
    owner: Mapped[Organisation] = relationship(foreign_keys=[owner_id], lazy="joined", innerjoin=True)
    state_by: Mapped[Person] = relationship()
    wordings: Mapped[list["SavedWording"]] = relationship(default_factory=list, init=False, order_by="SavedWording.id")
    comments: Mapped[list["ConclusionComment"]] = relationship(
        default_factory=list, init=False, order_by="ConclusionComment.id"
    )

    __mapper_args__ = {"version_id_col": version}

    @property
    def is_open(self) -> bool:
        """Whether anything may still become of it on this page."""
        return self.state in (ConclusionState.PROPOSED, ConclusionState.DRAFT)

    @property
    def waits(self) -> bool:
        return self.state is ConclusionState.PROPOSED

    @property
    def is_circulated(self) -> bool:
        """Whether both delegations read it, once the agenda has gone out."""
        return self.state in CIRCULATED

    @property
    def as_drafted(self) -> "SavedWording | None":
        """The wording with which the session opened, where another one stands now."""
        before = [one for one in self.wordings if not one.in_room]
        return before[-1] if before and self.wordings[-1] is not before[-1] else None

    @property
    def came_in_the_room(self) -> bool:
        return bool(self.wordings) and all(one.in_room for one in self.wordings)

    @property
    def wording(self) -> Wording:
        return Wording(item_key=self.item_key, text=self.text, owner=self.owner, office=self.office, due_on=self.due_on)

    def is_in_hand_of(self, party: Organisation) -> bool:
        """Whether that side may reword it now: in the room either does; before it who presides its drafts, and each
        side what it has proposed."""
        if self.session.has_opened:
            return party.is_party
        return party.id == (self.party.id if self.waits else self.session.presiding.id)

    def awaits(self, party: Organisation) -> bool:
        """Whether that side has to say what becomes of the proposal."""
        return self.waits and party.id == self.session.presiding.id

    def can(self, to: ConclusionState) -> bool:
        return FLOW.allows(self.state, to)

    def revise(self, wording: Wording, *, base: int | None, by: Person, at: dt.datetime) -> None:
        """Other words for it; the earlier ones are kept."""
        self.must_be_open()
        self._on(base)
        wording.check(self.agenda)
        if wording == self.wording:
            return
        self._take(wording)
        self._keep(by=by, at=at)
        self.did("amend" if self.session.has_opened else "revise", by=by, at=at)

    def take_in(self, *, base: int | None, by: Person, at: dt.datetime) -> None:
        """The side that presides takes the other one's proposal into the draft, as it has seen it."""
        self._become(ConclusionState.DRAFT, "", base=base, by=by, at=at)

    def decline(self, reason: str, *, base: int | None, by: Person, at: dt.datetime) -> None:
        if not reason.strip():
            raise Refused("Please say why it is not taken in: the other side reads it.")
        self._become(ConclusionState.DECLINED, reason, base=base, by=by, at=at)

    def withdraw(self, reason: str, *, base: int | None, by: Person, at: dt.datetime) -> None:
        """It does not come into the minutes; it stays on the page of both secretaries, with the reason."""
        if not reason.strip():
            raise Refused("Please say why it is withdrawn: the other side reads it.")
        self._become(ConclusionState.WITHDRAWN, reason, base=base, by=by, at=at)

    def take(self, *, by: Person, at: dt.datetime) -> None:
        """It stands in the minutes now, and is amended there."""
        self._become(ConclusionState.TAKEN, "", base=self.version, by=by, at=at)

    def comment(self, text: str, *, by: Person, at: dt.datetime) -> None:
        self.must_be_open()
        if not text.strip():
            raise Refused("A comment needs its text.")
        self.comments.append(ConclusionComment(text=text, written_by=by, written_at=at))
        self.did("comment", by=by, at=at)

    def must_be_open(self) -> None:
        if not self.is_open:
            raise Refused("This conclusion is “%(state)s”; nothing of it changes here.", state=self.state.value)

    def _on(self, base: int | None) -> None:
        if base != self.version:
            raise Stale("Somebody has changed this conclusion since you opened it.")

    def _take(self, wording: Wording) -> None:
        self.item_key, self.text, self.owner = wording.item_key, wording.text, wording.owner
        self.office, self.due_on = wording.office, wording.due_on

    def _keep(self, *, by: Person, at: dt.datetime) -> None:
        kept = SavedWording(
            text=self.text,
            item_key=self.item_key,
            owner=self.owner,
            office=self.office,
            due_on=self.due_on,
            written_by=by,
            written_at=at,
            in_room=self.session.has_opened,
        )
        self.wordings.append(kept)

    def _become(self, state: ConclusionState, reason: str, *, base: int | None, by: Person, at: dt.datetime) -> None:
        to = FLOW.move(self.state, state)
        self._on(base)
        self.state, self.state_by, self.state_at, self.state_reason = to, by, at, reason
        self.did(state.value, by=by, at=at)


class SavedWording(Base):
    """A wording as it was saved: added, never changed. `in_room`: after the session had opened."""

    __tablename__ = "conclusion_wordings"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    conclusion_id: Mapped[int] = mapped_column(ForeignKey("conclusions.id"), init=False, index=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), init=False)
    written_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"), init=False)
    item_key: Mapped[str]
    text: Mapped[str] = mapped_column(Prose)
    office: Mapped[str]
    due_on: Mapped[dt.date]
    written_at: Mapped[dt.datetime]
    in_room: Mapped[bool]

    owner: Mapped[Organisation] = relationship()
    written_by: Mapped[Person] = relationship()


class ConclusionComment(Base):
    """What one side says to the draft: added, never changed."""

    __tablename__ = "conclusion_comments"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    conclusion_id: Mapped[int] = mapped_column(ForeignKey("conclusions.id"), init=False, index=True)
    written_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"), init=False)
    text: Mapped[str] = mapped_column(Prose)
    written_at: Mapped[dt.datetime]

    written_by: Mapped[Person] = relationship()


def draft(
    agenda: Agenda, wording: Wording, existing: Iterable[Conclusion], *, by: Person, at: dt.datetime
) -> Conclusion:
    """A conclusion under the next number of the session. Before the session the side that presides drafts, and the
    other one proposes; in the room either secretary adds one."""
    session = agenda.session
    must_be_draftable(session)
    wording.check(agenda)
    drafts = session.has_opened or by.organisation.id == session.presiding.id
    made = Conclusion(
        agenda=agenda,
        session=session,
        number=max((one.number for one in existing), default=0) + 1,
        item_key=wording.item_key,
        text=wording.text,
        owner=wording.owner,
        office=wording.office,
        due_on=wording.due_on,
        party=by.organisation,
        state=ConclusionState.DRAFT if drafts else ConclusionState.PROPOSED,
        state_at=at,
        state_by=by,
    )
    made._keep(by=by, at=at)
    made.did("draft" if drafts else "propose", by=by, at=at)
    return made


def must_be_draftable(session: Session) -> None:
    """Refuse a new conclusion for a session that is over, called off or without a date."""
    if session.is_closed or not (session.has_opened or session.has_a_date):
        raise Refused("This session is “%(state)s”: nothing is drafted for it now.", state=session.state.value)


def must_be_answered(those: Iterable[Conclusion]) -> None:
    """Refuse to go on while a proposal waits: what one side has put forward is not lost in silence."""
    if waiting := [str(one.number) for one in those if one.waits]:
        raise Refused(
            "Proposed conclusions wait for their answer: %(numbers)s. The side that presides first takes each in, or "
            "declines it with its reason.",
            numbers=", ".join(waiting),
        )
