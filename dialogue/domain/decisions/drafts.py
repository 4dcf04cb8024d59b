"""The draft of a single decision: written by both secretaries, signed off by its hash, put under silence, adopted.

It has no number before it is adopted, only a reference as a paper of its session."""

import datetime as dt
import enum

from sqlalchemy import ColumnElement, ForeignKey, Select, UniqueConstraint, and_, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from dialogue.domain.agreed import Agreement, Assent, Kind, Means, SignedText, Word, Written, asked_of, is_newest, said
from dialogue.domain.base import Refused, Stale, words
from dialogue.domain.decisions.register import Decision
from dialogue.domain.editions import Audience, DecisionSheet, Heading, Level
from dialogue.domain.flow import Flow
from dialogue.domain.people import Person
from dialogue.domain.sessions import Session
from dialogue.domain.silence import Category, Circulation, Formula
from dialogue.domain.text import Prose
from dialogue.domain.topics import Topic


class DraftState(enum.StrEnum):
    DRAFTING = "drafting"
    SIGNED_OFF = "signed off"
    UNDER_SILENCE = "under silence"
    ADOPTED = "adopted"
    GIVEN_UP = "given up"


FLOW = Flow(
    {
        DraftState.DRAFTING: {DraftState.SIGNED_OFF, DraftState.GIVEN_UP},
        DraftState.SIGNED_OFF: {DraftState.DRAFTING, DraftState.UNDER_SILENCE, DraftState.GIVEN_UP},
        DraftState.UNDER_SILENCE: {DraftState.DRAFTING, DraftState.ADOPTED},
        DraftState.ADOPTED: {DraftState.DRAFTING},  # adoption in question, then broken
        DraftState.GIVEN_UP: set(),
    }
)
ALIVE = (DraftState.DRAFTING, DraftState.SIGNED_OFF, DraftState.UNDER_SILENCE)

WHY_NOT = {
    DraftState.SIGNED_OFF: "Both secretaries have signed off this text. To change it, take it back to drafting first.",
    DraftState.UNDER_SILENCE: "This text is under silence. Withdraw the round first.",
    DraftState.ADOPTED: "This text has been adopted; it never changes.",
    DraftState.GIVEN_UP: "This draft has been given up.",
}


class DraftDecision(Written, SignedText):
    """`circulation` is the round it is under, or was under last: what came of earlier ones is told by its parents."""

    KIND = Kind(
        name="draft",
        word="draft of a decision",
        sheet=DecisionSheet,
        flow=FLOW,
        edited=(DraftState.DRAFTING,),
        signed_off={DraftState.DRAFTING: DraftState.SIGNED_OFF},
        final=DraftState.SIGNED_OFF,
        silent=DraftState.UNDER_SILENCE,
        approved=(DraftState.ADOPTED,),
        returned=DraftState.DRAFTING,
        several=True,
        is_told=True,
    )

    __tablename__ = "draft_decisions"
    __table_args__ = (UniqueConstraint("session_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    session_id: Mapped[int] = mapped_column(ForeignKey("sessions.id"), init=False)
    topic_id: Mapped[int | None] = mapped_column(ForeignKey("topics.id"), init=False)
    supersedes_id: Mapped[int | None] = mapped_column(ForeignKey("decisions.id"), init=False)
    decision_id: Mapped[int | None] = mapped_column(ForeignKey("decisions.id"), init=False)
    number: Mapped[int]
    title: Mapped[str]
    text: Mapped[str] = mapped_column(Prose)
    level: Mapped[Level] = mapped_column(words(Level), default=Level.DELEGATIONS)
    category: Mapped[Category] = mapped_column(words(Category), default=Category.TECHNICAL)
    formula: Mapped[Formula] = mapped_column(words(Formula), default=Formula.ADOPTED)
    state: Mapped[DraftState] = mapped_column(words(DraftState), init=False, default=DraftState.DRAFTING)
    state_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), init=False)
    edited_at: Mapped[dt.datetime]
    edited_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"), init=False)
    version: Mapped[int] = mapped_column(init=False)

    session: Mapped[Session] = relationship(lazy="joined", innerjoin=True)
    edited_by: Mapped[Person] = relationship(foreign_keys=[edited_by_id])
    state_by: Mapped[Person | None] = relationship(foreign_keys=[state_by_id], default=None)
    topic: Mapped[Topic | None] = relationship(default=None)
    supersedes: Mapped[Decision | None] = relationship(foreign_keys=[supersedes_id], default=None)
    decision: Mapped[Decision | None] = relationship(foreign_keys=[decision_id], init=False, default=None)

    __mapper_args__ = {"version_id_col": version}

    @property
    def reference(self) -> str:
        return draft_reference(self.session.year, self.session.number, self.number)

    @property
    def key(self) -> str:
        """`2026-2-01`."""
        return f"{self.session.ref}-{self.number:02d}"

    @property
    def is_alive(self) -> bool:
        return self.state in ALIVE

    @property
    def is_agreed_text(self) -> bool:
        """Whether there is a text that both secretaries have signed off."""
        return bool(self.text_hash)

    def sheet(self, audience: Audience, heading: Heading) -> DecisionSheet:
        """The text as the audience holds it; withheld from it, nothing but the paper's reference."""
        if not audience.reads(self.level):
            return DecisionSheet(heading=heading, reference=self.reference, withheld=True, level=audience.level)
        return DecisionSheet(
            heading=heading,
            reference=self.reference,
            title=self.title,
            text=self.text,
            formula=self.formula.value,
            category=self.category.value,
            level=self.level,
            topic=self.topic.title if self.topic else "",
            supersedes=self.supersedes.reference if self.supersedes else "",
            status=self.state.value,
            text_hash=self.text_hash,
        )

    @property
    def agreed_sheet(self) -> DecisionSheet:
        """The delegations' sheet as both secretaries signed it off; the text of the hash."""
        agreed = self.agreed
        if agreed is None:
            raise Refused("Both secretaries have to sign off this text first.")
        sheet: DecisionSheet = agreed.sheet
        return sheet

    def may_be_edited(self) -> None:
        if not self.is_open_to_edits:
            raise Refused(WHY_NOT[self.state])

    def check(self) -> None:
        """Refuse what cannot be decided so: no title or text, the secretariat's own level, a political matter."""
        if not self.title.strip() or not self.text.strip():
            raise Refused("A decision needs a title and its text.")
        if self.level is Level.SECRETARIAT:
            raise Refused("A decision is for the delegations at least.")
        if self.category is Category.POLITICAL:
            raise Refused("Political matters are not put under silence: they are decided in session, by consensus.")
        if self.category is Category.MINUTES:
            raise Refused("Minutes are put under silence as minutes, not as a single decision.")
        if self.supersedes is not None and not self.supersedes.stands:
            raise Refused("%(reference)s does not stand: nothing supersedes it.", reference=self.supersedes.reference)

    def reopen(self, *, by: Person, at: dt.datetime) -> None:
        """Take the signed-off text back to drafting; both sign off again."""
        if self.state is not DraftState.SIGNED_OFF:
            raise Refused(WHY_NOT.get(self.state, "This draft is open to edits already."))
        self._take_up_again(DraftState.DRAFTING, by=by, at=at)

    def give_up(self, *, by: Person, at: dt.datetime) -> None:
        """It is not pursued. It stays readable, and its reference is never given again."""
        if self.state is DraftState.UNDER_SILENCE:
            raise Refused(WHY_NOT[self.state])
        self._become(DraftState.GIVEN_UP, by=by, at=at)

    def put_under_silence(self, circulation: Circulation, *, at: dt.datetime) -> None:
        """A round has been proposed on exactly this text. Refused before both secretaries have signed it off."""
        if self.state is not DraftState.SIGNED_OFF:
            raise Refused("Both secretaries have to sign off this text first.")
        if circulation.text_hash != self.text_hash:
            raise Stale("The text has changed since you opened it.")
        self.circulation = circulation
        self._become(DraftState.UNDER_SILENCE, by=None, at=at)

    def adopt(self, circulation: Circulation, as_of: dt.datetime) -> Decision:
        """The round kept its silence: the decision gets its number, adopted as of that instant. What it says that it
        supersedes gives way to it."""
        if self.state is not DraftState.UNDER_SILENCE or circulation is not self.circulation:
            raise Refused("This draft is not under that silence.")
        if circulation.text_hash != self.text_hash:
            raise Refused("The silence was kept on another text than this one.")
        made = Decision(
            session=self.session,
            number=self.session.next("D"),
            title=self.title,
            text=self.text,
            level=self.level,
            adopted_at=as_of,
            means=Means.SILENCE,
            topic=self.topic,
            circulation=circulation,
        )
        made.did("adopt", by=None, at=as_of, digest=self.text_hash)
        self.decision = made
        self._become(DraftState.ADOPTED, by=None, at=as_of)
        if self.supersedes is not None and self.supersedes.stands:
            self.supersedes.give_way_to(made, by=None, at=as_of)
        return made

    def return_(self, *, at: dt.datetime) -> None:
        """The round was broken, withdrawn or declined, or its text is to change: back to the secretaries. Was it
        adopted before the break became known, its number is void, and what it superseded stands again."""
        if self.state not in (DraftState.UNDER_SILENCE, DraftState.ADOPTED):
            raise Refused("This draft is not under silence.")
        if self.decision is not None:
            self.decision.void(at=at)
            if self.supersedes is not None:
                self.supersedes.take_back_from(self.decision)
            self.decision = None
        self._take_up_again(DraftState.DRAFTING, by=None, at=at)

    def silence_ended(self, circulation: Circulation, *, at: dt.datetime) -> None:  # noqa: ARG002  # a round calls every text so
        self.return_(at=at)

    def silence_was_broken(self, circulation: Circulation, *, at: dt.datetime) -> None:  # noqa: ARG002  # a round calls every text so
        self.return_(at=at)


def begin(
    session: Session, number: int, title: str, text: str, *, by: Person, at: dt.datetime, **fields: object
) -> DraftDecision:
    """Begin a draft for the register of a session; `number` is the next of its drafts."""
    if not session.stands:
        raise Refused("This session has been cancelled: it takes no decisions.")
    made = DraftDecision(
        session=session, number=number, title=title, text=text, state_at=at, edited_at=at, edited_by=by
    )
    for name, value in fields.items():
        setattr(made, name, value)
    made.check()
    made.did("begin", by=by, at=at)
    return made


def draft_reference(year: int, session_number: int, number: int) -> str:
    """`DD/2026/2/01`: a paper's reference, not the number of a decision."""
    return f"DD/{year}/{session_number}/{number:02d}"


def drafts() -> Select[DraftDecision]:
    """All of them, those with something left to do first."""
    return (
        select(DraftDecision)
        .join(DraftDecision.session)
        .options(joinedload(DraftDecision.decision), joinedload(DraftDecision.edited_by))
        .options(joinedload(DraftDecision.agreement).selectinload(Agreement.assents))
        .order_by(DraftDecision.state.in_(ALIVE).desc(), DraftDecision.edited_at.desc(), DraftDecision.id.desc())
    )


def drafts_of(session: Session) -> Select[DraftDecision]:
    return select(DraftDecision).where(DraftDecision.session_id == session.id).order_by(DraftDecision.number)


def awaits_sign_off(party_id: ColumnElement[int]) -> ColumnElement[bool]:
    """The `where` of those whose present text the other side has signed off, and this one has not."""
    newest = and_(is_newest(DraftDecision.agreement_id, Word.SIGN_OFF), Assent.given_at >= DraftDecision.edited_at)
    asked = asked_of(party_id, DraftDecision.agreement_id, Word.SIGN_OFF, where=newest)
    return and_(DraftDecision.state == DraftState.DRAFTING, asked)


def awaits_first_sign_off() -> ColumnElement[bool]:
    """Nobody has signed off its present text."""
    given = said(DraftDecision.agreement_id, Word.SIGN_OFF, Assent.given_at >= DraftDecision.edited_at)
    return and_(DraftDecision.state == DraftState.DRAFTING, ~given)
