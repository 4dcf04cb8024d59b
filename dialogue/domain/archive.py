"""Sessions from before this system: their old papers, taken in by one side and confirmed by the other.

None of them is a `Session`: no text of theirs was agreed to here, and nothing that asks for sessions, decisions or
signed texts can take one for such."""

import datetime as dt
import enum
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, ForeignKey, Select, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column, relationship, selectinload

from dialogue.domain.base import Base, Refused, Stale, words
from dialogue.domain.editions.imported import ImportedLine
from dialogue.domain.flow import Flow
from dialogue.domain.organisations import Organisation
from dialogue.domain.people import Person
from dialogue.domain.sessions import SessionKind, reference
from dialogue.domain.text import Prose
from dialogue.domain.working_days import local_day


class ImportState(enum.StrEnum):
    ENTERED = "being entered"
    OFFERED = "with the other side"
    CONFIRMED = "confirmed by both sides"


FLOW = Flow(
    {
        ImportState.ENTERED: {ImportState.OFFERED},
        ImportState.OFFERED: {ImportState.CONFIRMED, ImportState.ENTERED},
        ImportState.CONFIRMED: {ImportState.ENTERED},
    }
)


class ImportKind(enum.StrEnum):
    AGENDA = "agenda"
    MINUTES = "minutes"


class ImportedSession(Base):
    """An old session. `reference`: as its own papers have it, in plain words. `party`: the side that takes it in."""

    __tablename__ = "imported_sessions"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    reference: Mapped[str]
    held_on: Mapped[dt.date] = mapped_column(index=True)
    held_until: Mapped[dt.date | None]
    city: Mapped[str]
    kind: Mapped[SessionKind] = mapped_column(words(SessionKind))
    party_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), init=False)
    entered_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"), init=False)
    entered_at: Mapped[dt.datetime]
    state: Mapped[ImportState] = mapped_column(words(ImportState), init=False, default=ImportState.ENTERED)
    state_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"), init=False)
    state_at: Mapped[dt.datetime]
    state_reason: Mapped[str] = mapped_column(init=False, default="")
    taken_in: Mapped[int] = mapped_column(init=False, default=0)  # how often: so a second editor meets the first
    version: Mapped[int] = mapped_column(init=False)

    party: Mapped[Organisation] = relationship(lazy="joined", innerjoin=True)
    entered_by: Mapped[Person] = relationship(foreign_keys=[entered_by_id], lazy="joined", innerjoin=True)
    state_by: Mapped[Person] = relationship(foreign_keys=[state_by_id], lazy="joined", innerjoin=True)
    papers: Mapped[list["ImportedPaper"]] = relationship(
        back_populates="session", init=False, default_factory=list, cascade="all, delete-orphan",
        order_by="ImportedPaper.kind",
    )  # fmt: skip

    __mapper_args__ = {"version_id_col": version}

    @property
    def is_open(self) -> bool:
        return self.state is ImportState.ENTERED

    @property
    def is_offered(self) -> bool:
        return self.state is ImportState.OFFERED

    @property
    def is_confirmed(self) -> bool:
        return self.state is ImportState.CONFIRMED

    def paper(self, kind: ImportKind) -> "ImportedPaper | None":
        return next((one for one in self.papers if one.kind is kind), None)

    def must_be_open(self) -> None:
        if not self.is_open:
            raise Refused("This imported session is “%(state)s”; it does not change now.", state=self.state.value)

    def correct(
        self, about: "Old", existing: "Iterable[ImportedSession]", *, base: int, by: Person, at: dt.datetime
    ) -> None:
        """Write reference, date and place anew, on the version that the editor saw."""
        self._on(base)
        self.must_be_open()
        about.check(at, (one for one in existing if one is not self))
        self.reference, self.held_on, self.held_until = about.reference, about.held_on, about.held_until
        self.city, self.kind = about.city, about.kind
        self.did("correct", by=by, at=at)

    def take_in(self, kind: ImportKind, words_: "Words", *, base: int, by: Person, at: dt.datetime) -> None:
        """Put one of its papers in; in the place of what was taken in as that before."""
        self._on(base)
        self.must_be_open()
        if not words_.lines:
            raise Refused("There is nothing to take in.")
        paper = self.paper(kind)
        if paper is None:
            paper = ImportedPaper(kind=kind, taken_in_by=by, taken_in_at=at)
            self.papers.append(paper)
        paper.hold(words_, by=by, at=at)
        self.taken_in += 1
        self.did(f"take in {kind.value}", by=by, at=at, digest=words_.sha256)

    def must_be_offerable(self) -> None:
        FLOW.move(self.state, ImportState.OFFERED)
        if not self.papers:
            raise Refused("Please take in its agenda or its minutes first.")

    def offer(self, *, base: int, by: Person, at: dt.datetime) -> None:
        """Ask the other side whether these are the papers that it has as well."""
        self._on(base)
        self.must_be_offerable()
        self._become(ImportState.OFFERED, by=by, at=at)

    def must_be_answerable(self, party: Organisation) -> None:
        if not self.is_offered:
            raise Refused("Nothing waits for the other side's word here.")
        if party.id == self.party.id:
            raise Refused("The other side confirms what your side has taken in.")

    def confirm(self, *, base: int, by: Person, at: dt.datetime) -> None:
        """The other side has compared it with its own papers. That agrees to no text: both have the same one."""
        self._on(base)
        self.must_be_answerable(by.organisation)
        self._become(ImportState.CONFIRMED, by=by, at=at)

    def hand_back(self, reason: str, *, base: int, by: Person, at: dt.datetime) -> None:
        """It is entered once more, by either side and with the reason: what is offered, and what is confirmed."""
        self._on(base)
        if not reason.strip():
            raise Refused("Please say what is not as it should be.")
        self._become(ImportState.ENTERED, by=by, at=at, reason=reason)

    def must_be_removable(self, party: Organisation) -> None:
        self.must_be_open()
        if party.id != self.party.id:
            raise Refused("The side that took it in removes it.")

    def remove(self, *, base: int, by: Person, at: dt.datetime) -> None:
        """To be deleted: while it is open nobody but the secretaries reads it."""
        self._on(base)
        self.must_be_removable(by.organisation)
        self.did("remove", by=by, at=at)

    def _become(self, state: ImportState, *, by: Person, at: dt.datetime, reason: str = "") -> None:
        self.state = FLOW.move(self.state, state)
        self.state_by, self.state_at, self.state_reason = by, at, reason
        self.did(state.value, by=by, at=at)

    def _on(self, base: int) -> None:
        if base != self.version:
            raise Stale("Somebody has changed this imported session since you opened it.")


class ImportedPaper(Base):
    """The words of one old paper. `head` and `people`: what stands above its items, and who was there, a line each.
    `file_name`: "" where it was pasted."""

    __tablename__ = "imported_papers"
    __table_args__ = (UniqueConstraint("session_id", "kind"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    session_id: Mapped[int] = mapped_column(ForeignKey("imported_sessions.id", ondelete="CASCADE"), init=False)
    kind: Mapped[ImportKind] = mapped_column(words(ImportKind))
    file_name: Mapped[str] = mapped_column(init=False)
    sha256: Mapped[str] = mapped_column(init=False)
    head: Mapped[str] = mapped_column(init=False)
    people: Mapped[str] = mapped_column(init=False)
    taken_in_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"), init=False)
    taken_in_at: Mapped[dt.datetime]

    session: Mapped[ImportedSession] = relationship(back_populates="papers", init=False)
    taken_in_by: Mapped[Person] = relationship(lazy="joined", innerjoin=True)
    lines: Mapped[list["ImportedRow"]] = relationship(
        init=False, default_factory=list, cascade="all, delete-orphan", order_by="ImportedRow.position"
    )

    def hold(self, words_: "Words", *, by: Person, at: dt.datetime) -> None:
        """These words in the place of what it held."""
        self.file_name, self.sha256 = words_.file_name, words_.sha256
        self.head, self.people = "\n".join(words_.head), "\n".join(words_.people)
        self.taken_in_by, self.taken_in_at = by, at
        self.lines[:] = [
            ImportedRow(position=n, what=one.what, number=one.number, text=one.text)
            for n, one in enumerate(words_.lines, 1)
        ]


class ImportedRow(Base):
    """One line of an old paper: an item, what is said of it, or a paragraph, by what it was taken for."""

    __tablename__ = "imported_lines"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    paper_id: Mapped[int] = mapped_column(ForeignKey("imported_papers.id", ondelete="CASCADE"), init=False, index=True)
    position: Mapped[int]
    what: Mapped[str]
    number: Mapped[str]
    text: Mapped[str] = mapped_column(Prose)


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What a paper says, and from which file: its name, "" of a paste, and its SHA-256."""

    lines: tuple[ImportedLine, ...]
    head: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    file_name: str = ""
    sha256: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Old:
    """What is typed of an old session: how it was called, when and where it was held."""

    reference: str
    held_on: dt.date
    held_until: dt.date | None
    city: str
    kind: SessionKind

    def check(self, at: dt.datetime, existing: Iterable[ImportedSession]) -> None:
        """Refuse what is not over, ends before it begins, or bears the reference of another."""
        if max(self.held_on, self.held_until or self.held_on) >= local_day(at):
            raise Refused("Only a session that is over is taken in. One to come is planned.")
        if self.held_until is not None and self.held_until < self.held_on:
            raise Refused("The last day is not before the first.")
        if any(one.reference == self.reference for one in existing):
            raise Refused("“%(reference)s” is imported already.", reference=self.reference)


def enter(about: Old, existing: Iterable[ImportedSession], *, by: Person, at: dt.datetime) -> ImportedSession:
    """Begin to take an old session in; none but the secretaries see it until both sides have confirmed it."""
    about.check(at, existing)
    made = ImportedSession(
        reference=about.reference,
        held_on=about.held_on,
        held_until=about.held_until,
        city=about.city,
        kind=about.kind,
        party=by.organisation,
        entered_by=by,
        entered_at=at,
        state_by=by,
        state_at=at,
    )
    made.did("enter", by=by, at=at)
    return made


def must_not_be_taken(about: Old, planned: Iterable[tuple[int, int]]) -> None:
    """Refuse the reference of a session of this system. `planned`: year and number of each."""
    if about.reference in {reference(year, number) for year, number in planned}:
        raise Refused(
            "%(reference)s is a session of this system. Please type the reference that stands on the old papers.",
            reference=about.reference,
        )


def with_papers(id_: int) -> Select[ImportedSession]:
    papers = selectinload(ImportedSession.papers).selectinload(ImportedPaper.lines)
    return select(ImportedSession).where(ImportedSession.id == id_).options(papers)


def in_order() -> Select[ImportedSession]:
    """The newest first."""
    return select(ImportedSession).order_by(ImportedSession.held_on.desc(), ImportedSession.id)


def called(reference_: str) -> Select[ImportedSession]:
    return select(ImportedSession).where(ImportedSession.reference == reference_)


def is_confirmed() -> ColumnElement[bool]:
    return ImportedSession.state == ImportState.CONFIRMED.value


def awaits(party_id: object) -> ColumnElement[bool]:
    """The `where` of what waits for the word of this side."""
    return (ImportedSession.state == ImportState.OFFERED.value) & (ImportedSession.party_id != party_id)
