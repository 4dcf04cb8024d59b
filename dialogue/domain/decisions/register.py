"""The register of decisions: numbered only on adoption, one across all sessions; their text never changes."""

import datetime as dt
from collections.abc import Iterable

from sqlalchemy import ForeignKey, Select, String, UniqueConstraint, case, cast, func, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship, selectinload

from dialogue.domain.agreed import Agreement, Word
from dialogue.domain.base import Base, Refused, Stale, words
from dialogue.domain.decisions.progress import STEPS, DecisionMove, Status
from dialogue.domain.editions import Level
from dialogue.domain.minutes import Means, Minutes, Paragraph, ParagraphKind
from dialogue.domain.organisations import Organisation
from dialogue.domain.people import Person
from dialogue.domain.sessions import Session, read_ref
from dialogue.domain.silence import ATTACHED, Circulation, Entry, Subject
from dialogue.domain.text import Prose
from dialogue.domain.topics import Topic
from dialogue.domain.working_days import local_day


class Decision(Subject, Base):
    """What minutes decided stands in a paragraph of theirs; a single decision was adopted by a circulation of its own.
    A number is given once: if the adoption is broken after all, the decision stays in the register as void."""

    __tablename__ = "decisions"
    __table_args__ = (UniqueConstraint("session_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    session_id: Mapped[int] = mapped_column(ForeignKey("sessions.id"), init=False)
    topic_id: Mapped[int | None] = mapped_column(ForeignKey("topics.id"), init=False, index=True)
    paragraph_id: Mapped[int | None] = mapped_column(ForeignKey("paragraphs.id"), init=False)
    circulation_id: Mapped[int | None] = mapped_column(ForeignKey("circulations.id"), init=False, index=True)
    superseded_by_id: Mapped[int | None] = mapped_column(ForeignKey("decisions.id"), init=False)
    successor_id: Mapped[int | None] = mapped_column(ForeignKey("decisions.id"), init=False)
    agreement_id: Mapped[int | None] = mapped_column(ForeignKey("agreements.id"), init=False, unique=True)
    number: Mapped[int]
    title: Mapped[str] = mapped_column(default="")  # of a single decision; one of minutes goes by its item's
    text: Mapped[str] = mapped_column(Prose)
    level: Mapped[Level] = mapped_column(words(Level))
    item_key: Mapped[str] = mapped_column(default="")
    item_number: Mapped[str] = mapped_column(default="")
    item_title: Mapped[str] = mapped_column(default="")
    adopted_at: Mapped[dt.datetime]
    means: Mapped[Means] = mapped_column(words(Means))
    void_at: Mapped[dt.datetime | None] = mapped_column(init=False, default=None)
    superseded_at: Mapped[dt.datetime | None] = mapped_column(init=False, default=None)
    progress: Mapped[Status] = mapped_column(words(Status), init=False, default=Status.OPEN)  # as last recorded
    moved_at: Mapped[dt.datetime | None] = mapped_column(init=False, default=None)  # when anything was last recorded
    version: Mapped[int] = mapped_column(init=False)

    session: Mapped[Session] = relationship(lazy="joined", innerjoin=True)
    topic: Mapped[Topic | None] = relationship(default=None)
    paragraph: Mapped[Paragraph | None] = relationship(default=None)
    circulation: Mapped[Circulation | None] = relationship(default=None)
    superseded_by: Mapped["Decision | None"] = relationship(
        remote_side="Decision.id", foreign_keys=[superseded_by_id], init=False, default=None
    )
    # Of which one side has said that it supersedes this one; it does when the other side says so too.
    successor: Mapped["Decision | None"] = relationship(
        remote_side="Decision.id", foreign_keys=[successor_id], init=False, default=None
    )
    agreement: Mapped[Agreement | None] = relationship(init=False, default=None)  # none before anything was said
    moves: Mapped[list[DecisionMove]] = relationship(default_factory=list, init=False, order_by=DecisionMove.id)

    __mapper_args__ = {"version_id_col": version}

    @property
    def reference(self) -> str:
        return reference(self.session.year, self.session.number, self.number)

    @property
    def successor_of(self) -> Organisation | None:
        """The side that has named the successor."""
        said = self.agreement.standing(Word.SUCCESSOR) if self.agreement is not None and self.successor else []
        return said[0].party if said else None

    @property
    def is_void(self) -> bool:
        """Its adoption was broken after all; the number is never given again."""
        return self.void_at is not None

    @property
    def stands(self) -> bool:
        """Whether it is in force, as far as the register knows."""
        return not (self.is_void or self.in_question or self.superseded_by is not None)

    @property
    def status(self) -> Status:
        """How far it is carried out; what has been superseded is so whatever was recorded before."""
        return Status.SUPERSEDED if self.superseded_by is not None else self.progress

    @property
    def next_statuses(self) -> list[Status]:
        """What may be recorded of it: as it is, or where it can go."""
        return [self.progress, *(one for one in Status if STEPS.allows(self.progress, one))]

    @property
    def marks(self) -> tuple[str, ...]:
        """What has to be said beside its number wherever it is shown."""
        told = {"void": self.is_void, "adoption in question": self.in_question}
        return tuple(word for word, so in (told | {"superseded": self.superseded_by is not None}).items() if so)

    @property
    def attached(self) -> list[Entry]:
        """Statements and reservations that go with the text as its annex."""
        return [e for e in self.circulation.entries if e.kind in ATTACHED] if self.circulation else []

    def must_be_in_force(self) -> None:
        """Refuse what is void, in question or superseded: nothing is done on the strength of it."""
        if not self.stands:
            raise Refused("%(reference)s does not stand: nothing is recorded of it any more.", reference=self.reference)

    def move(
        self,
        status: Status,
        note: str,
        *,
        on: dt.date,
        evidence: str = "",
        base: int | None,
        by: Person,
        at: dt.datetime,
    ) -> None:
        """A dated note where the status stays, else the move to another. What is done needs its evidence."""
        if base != self.version:
            raise Stale("Somebody has changed this decision since you opened it.")
        self.must_be_in_force()
        if not note.strip():
            raise Refused("Please add a note that says why or how.")
        if on > local_day(at):
            raise Refused("A move is dated on the day on which it happened, and that is not after today.")
        was = self.progress
        if status is not was:
            self._must_follow(status, on, evidence)
            self.progress = status
        self.moved_at = at
        self.moves.append(
            DecisionMove(was=was, became=status, note=note, evidence=evidence, on=on, made_by=by, made_at=at)
        )
        self.did("move" if status is not was else "note", by=by, at=at)

    def may_be_superseded(self, newer: "Decision") -> None:
        """Refuse what cannot follow: itself, an earlier one, one that does not stand."""
        if self.is_void or self.in_question:
            raise Refused("%(reference)s does not stand: nothing supersedes it.", reference=self.reference)
        if self.superseded_by is not None:
            raise Refused("%(reference)s has been superseded already.", reference=self.reference)
        if newer is self or newer.adopted_at < self.adopted_at:
            raise Refused("A decision is superseded by a later one.")
        if newer.is_void or newer.in_question:
            raise Refused("%(reference)s does not stand: it supersedes nothing.", reference=newer.reference)

    def supersede(self, newer: "Decision", *, by: Person, at: dt.datetime) -> bool:
        """One side's word that a later decision has taken the place of this one; it has when the other side says the
        same. Returns whether it has."""
        self.may_be_superseded(newer)
        agreement = self.agreement = self.agreement or Agreement()
        if self.successor is not newer:
            agreement.end(Word.SUCCESSOR, at=at)
        if not agreement.say(Word.SUCCESSOR, newer.reference, by=by, at=at):
            self.successor = newer
            self.did("propose successor", by=by, at=at)
            return False
        self.give_way_to(newer, by=by, at=at)
        return True

    def give_way_to(self, newer: "Decision", *, by: Person | None, at: dt.datetime) -> None:
        """Superseded, by the text of the newer one or by both sides' word."""
        self.may_be_superseded(newer)
        self.superseded_by, self.superseded_at = newer, at
        self.successor = None
        if self.agreement is not None:
            self.agreement.end(Word.SUCCESSOR, at=at)
        self.did("supersede", by=by, at=at)

    def take_back_from(self, newer: "Decision") -> None:
        """The newer one is void: this one stands again, if it was that which had taken its place."""
        if self.superseded_by is newer:
            self.superseded_by = self.superseded_at = None

    def void(self, *, at: dt.datetime) -> None:
        """The adoption is broken after all. The number stays with this text and is never given again; the paragraph
        that carried it is free for another."""
        if self.is_void:
            raise Refused("%(reference)s is void already.", reference=self.reference)
        self.void_at = at
        if self.paragraph is not None and self.paragraph.reference == self.reference:
            self.paragraph.reference = ""
        self.did("void", by=None, at=at)

    def _must_follow(self, status: Status, on: dt.date, evidence: str) -> None:
        if status is Status.SUPERSEDED:
            raise Refused("A decision is superseded when both sides have named the later one.")
        STEPS.move(self.progress, status)
        if status is Status.DONE and not evidence.strip():
            raise Refused("“done” needs its evidence: a document, a date, an event.")
        last = max((one.on for one in self.moves if one.is_step), default=local_day(self.adopted_at))
        if on < last:
            raise Refused("It came to where it stands on %(day)s; it cannot have moved on before that.", day=str(last))


def reference(year: int, session_number: int, number: int) -> str:
    """`D/2026/2/03`."""
    return f"D/{year}/{session_number}/{number:02d}"


def adopt(minutes: Minutes, circulation: Circulation | None = None) -> list[Decision]:
    """Number what the approved minutes decided, in the order of their paragraphs; the paragraphs carry the reference
    from now on. `circulation`: the round that approved them, if it was one. Refused before the approval, and a second
    time."""
    if not minutes.is_approved or minutes.approved_at is None or minutes.means is None:
        raise Refused("Decisions get their numbers when the minutes are approved.")
    decided = [p for p in minutes.paragraphs() if p.kind is ParagraphKind.DECIDED]
    if any(p.reference for p in decided):
        raise Refused("The decisions of these minutes have their numbers already.")
    found = []
    for paragraph in decided:
        item = paragraph.item
        decision = Decision(
            session=minutes.session,
            number=minutes.session.next("D"),
            text=paragraph.text,
            level=paragraph.level,
            item_key=item.key,
            item_number=item.number,
            item_title=item.title,
            adopted_at=minutes.approved_at,
            means=minutes.means,
            topic=item.topic,
            paragraph=paragraph,
            circulation=circulation,
        )
        paragraph.reference = decision.reference
        decision.did("adopt", by=None, at=minutes.approved_at)
        found.append(decision)
    return found


def undo(decided: Iterable[Decision], *, at: dt.datetime) -> None:
    """The approval of the minutes that decided this is broken after all: every number is void."""
    for decision in decided:
        if not decision.is_void:
            decision.void(at=at)


def known(found: Select[Decision]) -> Select[Decision]:
    """With what is told of a decision wherever it is shown, in a fixed number of statements."""
    return found.options(
        joinedload(Decision.topic),
        joinedload(Decision.superseded_by),
        joinedload(Decision.circulation).selectinload(Circulation.records),
        joinedload(Decision.circulation).selectinload(Circulation.entries),
    )


def register() -> Select[Decision]:
    """The joint register at the delegations' level, the newest first."""
    found = select(Decision).join(Decision.session).where(Decision.level != Level.SECRETARIAT)
    return known(found).order_by(Session.year.desc(), Session.number.desc(), Decision.number)


def by_number(ref: str, number: int) -> Select[Decision]:
    """A decision by its session's reference and its own number, with what both sides have said of it."""
    year, session_number = read_ref(ref) or (0, 0)
    return (
        known(select(Decision).join(Decision.session))
        .options(joinedload(Decision.successor), joinedload(Decision.paragraph))
        .options(joinedload(Decision.agreement).selectinload(Agreement.assents))
        .options(selectinload(Decision.moves).joinedload(DecisionMove.made_by))
        .where(Session.year == year, Session.number == session_number, Decision.number == number)
    )


def by_status() -> Select[str, int]:
    """How many of the register stand at each status, as `Decision.status` has it."""
    superseded = Decision.superseded_by_id.is_not(None)
    status = case((superseded, Status.SUPERSEDED.value), else_=cast(Decision.progress, String)).label("word")
    told = (Decision.level != Level.SECRETARIAT, Decision.void_at.is_(None))
    return select(status, func.count().label("n")).where(*told).group_by(status)


def of_circulation(circulation: Circulation) -> Select[Decision]:
    """What a round brought, in the order of the numbers."""
    return known(select(Decision)).where(Decision.circulation_id == circulation.id).order_by(Decision.number)


def later_than(decision: Decision) -> Select[Decision]:
    """What may have taken its place: adopted at the same time or later, and not void."""
    return register().where(
        Decision.id != decision.id, Decision.adopted_at >= decision.adopted_at, Decision.void_at.is_(None)
    )
