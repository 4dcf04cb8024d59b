"""A follow-up, its moves and its history; how one is opened from minutes, and undone with them."""

import datetime as dt
from collections.abc import Iterable

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dialogue.domain.agreed import Agreement
from dialogue.domain.base import Base, Refused, words
from dialogue.domain.decisions import Decision
from dialogue.domain.editions import Level
from dialogue.domain.followups.pursued import FLOW, FollowUpState, Pursued
from dialogue.domain.meetings import Meeting
from dialogue.domain.minutes import Minutes, ParagraphKind
from dialogue.domain.organisations import Organisation
from dialogue.domain.people import Person
from dialogue.domain.sessions import Session
from dialogue.domain.silence import Circulation, Subject
from dialogue.domain.text import Prose
from dialogue.domain.topics import Topic
from dialogue.domain.working_days import local_day


class FollowUp(Pursued, Subject, Base):
    """The text is that of minutes, or of a meeting, and never changes; what becomes of it is told by its updates."""

    __tablename__ = "followups"
    __table_args__ = (UniqueConstraint("session_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    session_id: Mapped[int] = mapped_column(ForeignKey("sessions.id"), init=False)
    owner_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), init=False, index=True)
    decision_id: Mapped[int | None] = mapped_column(ForeignKey("decisions.id"), init=False)
    topic_id: Mapped[int | None] = mapped_column(ForeignKey("topics.id"), init=False, index=True)
    circulation_id: Mapped[int | None] = mapped_column(ForeignKey("circulations.id"), init=False, index=True)
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meetings.id"), init=False, index=True)
    number: Mapped[int]
    text: Mapped[str] = mapped_column(Prose)
    level: Mapped[Level] = mapped_column(words(Level))
    item_key: Mapped[str] = mapped_column(default="")
    office: Mapped[str] = mapped_column(default="")
    supporting: Mapped[str] = mapped_column(default="")
    deliverable: Mapped[str] = mapped_column(default="")  # what there will be when it is done
    indicator: Mapped[str] = mapped_column(default="")  # by what it is seen that it is done
    due_on: Mapped[dt.date]
    state: Mapped[FollowUpState] = mapped_column(words(FollowUpState), default=FollowUpState.OPEN)
    opened_at: Mapped[dt.datetime]
    ended_at: Mapped[dt.datetime | None] = mapped_column(init=False, default=None)
    agreement_id: Mapped[int | None] = mapped_column(ForeignKey("agreements.id"), init=False, unique=True)
    version: Mapped[int] = mapped_column(init=False)

    session: Mapped[Session] = relationship(lazy="joined", innerjoin=True)
    owner: Mapped[Organisation] = relationship(foreign_keys=[owner_id], lazy="joined", innerjoin=True)
    decision: Mapped[Decision | None] = relationship(default=None)
    topic: Mapped[Topic | None] = relationship(default=None)
    circulation: Mapped[Circulation | None] = relationship(default=None)  # the round that agreed it, if it was one
    meeting: Mapped[Meeting | None] = relationship(default=None)  # whose conclusions it comes from
    agreement: Mapped[Agreement | None] = relationship(init=False, default=None)  # none before anything was said
    updates: Mapped[list["FollowUpUpdate"]] = relationship(
        back_populates="followup",
        default_factory=list,
        order_by="FollowUpUpdate.id",
    )

    __mapper_args__ = {"version_id_col": version}

    @property
    def reference(self) -> str:
        return reference(self.session.year, self.session.number, self.number)

    @property
    def rests(self) -> bool:
        """Whether the adoption of the text that it comes from is in question (practice §3.4 a)."""
        return self.in_question

    def assign(
        self,
        *,
        office: str,
        supporting: str,
        deliverable: str | None = None,
        indicator: str | None = None,
        due_on: dt.date,
        reason: str,
        base: int | None,
        by: Person,
        at: dt.datetime,
    ) -> None:
        """Change who does it or by when, what there will be then and by what that is seen; a new date needs its reason.
        None: it stays."""
        self._on(base)
        if due_on != self.due_on and not reason.strip():
            raise Refused("Please say why the date changes.")
        old_due, self.office, self.supporting, self.due_on = self.due_on, office, supporting, due_on
        self.deliverable = self.deliverable if deliverable is None else deliverable
        self.indicator = self.indicator if indicator is None else indicator
        self._update(None, reason, "", by=by, at=at, due_was=old_due if due_on != old_due else None)

    def carry(
        self, over: Session, cause: str, due_on: dt.date, *, base: int | None, by: Person, at: dt.datetime
    ) -> None:
        """At the closing of a session that it was carried over again: why, and by when from now on."""
        self._on(base)
        if not cause.strip():
            raise Refused("Please say why it was not done by this session.")
        if due_on <= max(self.due_on, local_day(at)):
            raise Refused("The new date lies after today, and after the one that has not been kept.")
        old_due, self.due_on = self.due_on, due_on
        self._update(None, cause, "", by=by, at=at, due_was=old_due, over=over)

    def may_be_pursued(self) -> None:
        """Refuse what rests: nobody acts on a text while it is in question whether it was adopted."""
        if self.rests:
            raise Refused(
                "This follow-up rests: the adoption of the text that it comes from is in question. "
                "It goes on when that is settled."
            )

    def void(self, *, at: dt.datetime) -> None:
        """The text that agreed it was broken after all: nothing is left to do, and the number is never given again."""
        self.state = FLOW.move(self.state, FollowUpState.VOID)
        self.ended_at = at
        self.did("void", by=None, at=at)

    def _update(
        self,
        was: FollowUpState | None,
        text: str,
        evidence: str,
        *,
        by: Person,
        at: dt.datetime,
        due_was: dt.date | None = None,
        over: Session | None = None,
    ) -> None:
        update = FollowUpUpdate(
            was=was,
            became=self.state,
            text=text,
            evidence=evidence,
            made_by=by,
            made_at=at,
            due_was=due_was,
            due_on=self.due_on,
            over=over,
        )
        self.updates.append(update)
        self.did(self.state.value if was else "carry" if over else "note", by=by, at=at)


class FollowUpUpdate(Base):
    __tablename__ = "followup_updates"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    followup_id: Mapped[int] = mapped_column(ForeignKey("followups.id"), init=False, index=True)
    made_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"), init=False)
    over_id: Mapped[int | None] = mapped_column(ForeignKey("sessions.id"), init=False)
    made_at: Mapped[dt.datetime]
    was: Mapped[FollowUpState | None] = mapped_column(words(FollowUpState), default=None)
    became: Mapped[FollowUpState] = mapped_column(words(FollowUpState))
    text: Mapped[str] = mapped_column(Prose, default="")
    evidence: Mapped[str] = mapped_column(default="")
    due_was: Mapped[dt.date | None] = mapped_column(default=None)
    due_on: Mapped[dt.date]

    followup: Mapped[FollowUp] = relationship(back_populates="updates", init=False)
    made_by: Mapped[Person] = relationship()
    over: Mapped[Session | None] = relationship(default=None)  # at whose closing it said why it was carried


def must_be_explained(carried: Iterable[FollowUp]) -> None:
    """Refuse to close a session while a follow-up that is carried again says neither why, nor until when."""
    if names := [one.reference for one in carried]:
        raise Refused(
            "Carried over for the second time or more: %(references)s. Each first needs a cause and a new date.",
            references=", ".join(names),
        )


def reference(year: int, session_number: int, number: int) -> str:
    """`OC/2026/2/07`."""
    return f"OC/{year}/{session_number}/{number:02d}"


def open_from(minutes: Minutes, decisions: list[Decision], circulation: Circulation | None = None) -> list[FollowUp]:
    """Make every action of the approved minutes a follow-up, in the order of the paragraphs. Its origin is the decision
    that stands before it under the same item. `circulation`: the round that approved the minutes, if it was one."""
    if not minutes.is_approved or minutes.approved_at is None:
        raise Refused("Actions become follow-ups when the minutes are approved.")
    if any(p.kind is ParagraphKind.ACTION and p.reference for p in minutes.paragraphs()):
        raise Refused("The actions of these minutes have become follow-ups already.")
    by_paragraph = {id(d.paragraph): d for d in decisions}
    found = []
    for item in minutes.items:
        origin = None
        for paragraph in item.paragraphs:
            origin = by_paragraph.get(id(paragraph), origin)
            if paragraph.kind is not ParagraphKind.ACTION or paragraph.owner is None or paragraph.due_on is None:
                continue
            followup = FollowUp(
                session=minutes.session,
                number=minutes.session.next("OC"),
                text=paragraph.text,
                level=paragraph.level,
                item_key=item.key,
                owner=paragraph.owner,
                office=paragraph.office,
                due_on=paragraph.due_on,
                decision=origin,
                topic=item.topic,
                circulation=circulation,
                opened_at=minutes.approved_at,
            )
            paragraph.reference = followup.reference
            followup.did("open", by=None, at=minutes.approved_at)
            found.append(followup)
    return found


def undo(opened: Iterable[FollowUp], minutes: Minutes, *, at: dt.datetime) -> None:
    """The approval of the minutes is broken after all: what was opened by it is void where it is not over, and their
    actions are free to be opened anew, under new numbers."""
    for followup in opened:
        if followup.can(FollowUpState.VOID):
            followup.void(at=at)
    for paragraph in minutes.paragraphs():
        if paragraph.kind is ParagraphKind.ACTION:
            paragraph.reference = ""
