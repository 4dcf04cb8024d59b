"""Corrigenda: COR n says what approved minutes read and what they should read. The approved text never changes."""

import datetime as dt
import enum
import re
from collections.abc import Mapping, Sequence

from sqlalchemy import ForeignKey, Select, Text, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dialogue.domain.assents import Agreement, Assent, Word
from dialogue.domain.base import Base, Refused, Stale, words
from dialogue.domain.delegations import Participant
from dialogue.domain.editions import (
    Audience,
    CorrigendumLineSheet,
    CorrigendumSheet,
    Heading,
    Level,
    fingerprint,
    keep,
    restore,
)
from dialogue.domain.flow import Flow
from dialogue.domain.minutes.minutes import Minutes
from dialogue.domain.minutes.states import Means
from dialogue.domain.organisations import Organisation
from dialogue.domain.people import Person
from dialogue.domain.sessions import Session
from dialogue.domain.silence import Circulation, Subject


class CorrigendumState(enum.StrEnum):
    DRAFTING = "drafting"
    FINAL_DRAFT = "final draft"
    APPROVED = "approved"


CORRIGENDUM_FLOW = Flow(
    {
        CorrigendumState.DRAFTING: {CorrigendumState.FINAL_DRAFT},
        CorrigendumState.FINAL_DRAFT: {CorrigendumState.APPROVED, CorrigendumState.DRAFTING},
        CorrigendumState.APPROVED: {CorrigendumState.DRAFTING},  # its adoption by silence fell
    }
)


class Corrigendum(Subject, Base):
    """It goes out with each edition of the minutes that it corrects: at its approval, or at the release of that
    edition."""

    __tablename__ = "corrigenda"
    __table_args__ = (UniqueConstraint("minutes_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    minutes_id: Mapped[int] = mapped_column(ForeignKey("minutes.id"), init=False)
    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreements.id"), init=False, unique=True)
    number: Mapped[int]
    state: Mapped[CorrigendumState] = mapped_column(
        words(CorrigendumState), init=False, default=CorrigendumState.DRAFTING
    )
    state_at: Mapped[dt.datetime]
    state_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"), init=False)
    circulation_id: Mapped[int | None] = mapped_column(ForeignKey("circulations.id"), init=False, index=True)
    return_reason: Mapped[str] = mapped_column(init=False, default="")
    text_hash: Mapped[str] = mapped_column(init=False, default="")
    approved_at: Mapped[dt.datetime | None] = mapped_column(init=False, default=None)
    means: Mapped[Means | None] = mapped_column(words(Means), init=False, default=None)
    version: Mapped[int] = mapped_column(init=False)

    minutes: Mapped[Minutes] = relationship(lazy="joined", innerjoin=True)
    state_by: Mapped[Person] = relationship()
    circulation: Mapped[Circulation | None] = relationship(init=False, default=None)
    lines: Mapped[list["CorrigendumLine"]] = relationship(
        default_factory=list,
        cascade="all, delete-orphan",
        order_by="(CorrigendumLine.paragraph_number, CorrigendumLine.id)",
    )
    agreement: Mapped[Agreement] = relationship(init=False)
    editions: Mapped[list["CorrigendumEdition"]] = relationship(
        default_factory=list, lazy="selectin", cascade="all, delete-orphan", order_by="CorrigendumEdition.id"
    )

    __mapper_args__ = {"version_id_col": version}

    def __post_init__(self) -> None:
        self.agreement = Agreement()

    @property
    def said(self) -> list[Assent]:
        return self.agreement.standing()

    @property
    def session(self) -> Session:
        return self.minutes.session

    @property
    def session_id(self) -> int:
        return self.minutes.session_id

    @property
    def label(self) -> str:
        return f"COR {self.number}"

    @property
    def is_open_to_edits(self) -> bool:
        return self.state is CorrigendumState.DRAFTING

    @property
    def awaits_approval(self) -> bool:
        return self.state is CorrigendumState.FINAL_DRAFT

    @property
    def is_approved(self) -> bool:
        return self.state is CorrigendumState.APPROVED

    @property
    def may_go_under_silence(self) -> bool:
        """A final draft that no round is about."""
        return self.awaits_approval and self.is_free

    @property
    def is_under_silence(self) -> bool:
        """A round on it has been issued and goes."""
        going = self.circulation is not None and not (self.circulation.is_over or self.circulation.is_proposed)
        return self.awaits_approval and going

    @property
    def in_question(self) -> bool:
        """Whether its adoption is, or that of the minutes that it corrects: with them it would fall."""
        return self.is_approved and (super().in_question or self.minutes.in_question)

    @property
    def open_to_entitled(self) -> bool:
        """As minutes: co-chairs and the entitled read from the final draft on."""
        return not self.is_open_to_edits

    def can(self, to: CorrigendumState) -> bool:
        return CORRIGENDUM_FLOW.allows(self.state, to)

    def released_to(self, level: Level) -> bool:
        """Whether readers of that edition hold it: it has a line for them, and the edition is out."""
        return self.kept_edition(level) is not None and self.minutes.released_to(level)

    def kept_edition(self, level: Level) -> "CorrigendumEdition | None":
        return next((one for one in self.editions if one.level is level), None)

    def said_by(self, party: Organisation, word: Word, text_hash: str) -> bool:
        return self.agreement.said_by(party, word, text_hash)

    def edition(self, audience: Audience, heading: Heading) -> CorrigendumSheet:
        """The lines as the audience holds them; of one that it does not hold stands the number of its paragraph."""
        return CorrigendumSheet(
            heading=heading,
            number=self.number,
            corrects=self.minutes.text_hash,
            lines=tuple(line.sheet(audience) for line in self.lines),
            status=self.state.value,
            text_hash=self.text_hash,
        )

    def add(self, paragraph_number: int, reads: str, should_read: str, *, by: Person, at: dt.datetime) -> None:
        """One more place of the approved text: what it reads there, and what it should read. `reads` has to stand
        there; it is empty where something is missing."""
        self._must_be_drafted()
        edition = self.minutes.kept_edition(Level.DELEGATIONS)
        line = edition.sheet.line(paragraph_number) if edition else None
        if line is None:
            raise Refused("There is no paragraph %(number)d in these minutes.", number=paragraph_number)
        if not should_read.strip() and not reads.strip():
            raise Refused("Please say what it reads and what it should read.")
        if _plain(reads) not in _plain(line.text):
            raise Refused("Paragraph %(number)d does not read so.", number=paragraph_number)
        if _plain(reads) == _plain(should_read):
            raise Refused("This changes nothing.")
        self.lines.append(
            CorrigendumLine(paragraph_number=paragraph_number, reads=reads, should_read=should_read, level=line.level)
        )
        self.did("correct", by=by, at=at)

    def remove(self, line: "CorrigendumLine", *, by: Person, at: dt.datetime) -> None:
        self._must_be_drafted()
        self.lines.remove(line)
        self.did("leave out", by=by, at=at)

    def must_be_signable(self, party: Organisation, text_hash: str) -> None:
        self._must_be_drafted()
        self._must_have_a_text()
        if not self.lines:
            raise Refused("A corrigendum needs at least one correction before it is signed off.")
        self._must_await_word(Word.SIGN_OFF, party, text_hash)

    def sign_off(self, sheet: CorrigendumSheet, *, by: Person, at: dt.datetime) -> bool:
        """A secretary agrees to it by its hash; with both it is the final draft. Returns whether it is."""
        text_hash = fingerprint(sheet)
        self.must_be_signable(by.organisation, text_hash)
        if not self._say(Word.SIGN_OFF, by.organisation, by, text_hash, at):
            return False
        self.text_hash = text_hash
        self._become(CorrigendumState.FINAL_DRAFT, by=by, at=at)
        return True

    def return_(self, reason: str, text_hash: str, *, by: Person, at: dt.datetime) -> None:
        """A co-chair does not approve it: it goes back to the secretaries, with what is asked for."""
        if not reason.strip():
            raise Refused("Please say what should be changed.")
        self._must_await(text_hash)
        self._go_back(by=by, at=at)
        self.return_reason = reason

    def must_be_approvable(self, party: Organisation) -> None:
        self._must_await(self.text_hash)
        self._must_have_a_text()
        self.minutes.must_not_be_in_question()
        self._must_await_word(Word.APPROVAL, party, self.text_hash)

    def approve(self, text_hash: str, seat: Participant, *, at: dt.datetime) -> bool:
        """A head of delegation approves it by its hash; with both Parties it is approved. Returns whether it is."""
        self._must_await(text_hash)
        self.must_be_approvable(seat.delegation.organisation)
        if not self._say(Word.APPROVAL, seat.delegation.organisation, seat.person, text_hash, at):
            return False
        self.be_approved(Means.CO_CHAIRS, by=seat.person, at=at)
        return True

    def be_approved(self, means: Means, *, by: Person, at: dt.datetime) -> None:
        """By whatever means: the co-chairs' word, or a round of silence that was kept."""
        self.minutes.must_not_be_in_question()
        self._must_have_a_text()
        self._become(CorrigendumState.APPROVED, by=by, at=at)
        self.approved_at, self.means = at, means
        self.drop_proposal(by=by, at=at)

    def was_issued(self, circulation: Circulation, *, at: dt.datetime) -> None:  # noqa: ARG002 a round calls every text so
        if self.text_hash != circulation.text_hash:
            raise Refused("The text has changed since silence was proposed for it.")

    def silence_was_broken(self, circulation: Circulation, *, at: dt.datetime) -> None:
        """It goes back to the secretaries; had it been approved by that silence, its editions are none any more."""
        self.editions.clear()
        self.approved_at, self.means = None, None
        self._go_back(by=circulation.proposed_by, at=at)

    def text_fell(self, *, by: Person, at: dt.datetime) -> None:
        """The minutes that it corrects were not adopted after all. What was agreed of that text is not agreed of the
        next: it goes back to the secretaries. One that is under silence goes back when its round is over."""
        if self.is_open_to_edits or self.is_under_silence:
            return
        self.editions.clear()
        self.approved_at, self.means = None, None
        self._go_back(by=by, at=at)

    def freeze(self, sheets: Mapping[Level, CorrigendumSheet]) -> None:
        """Keep the editions that say something to their readers; the others do not exist."""
        if not self.is_approved or self.editions:
            raise Refused("Only a corrigendum that was approved just now is frozen.")
        self.editions.extend(
            CorrigendumEdition(level=level, sheet_kept=keep(sheet))
            for level, sheet in sheets.items()
            if any(not line.withheld for line in sheet.lines)
        )

    def _go_back(self, *, by: Person, at: dt.datetime) -> None:
        self._become(CorrigendumState.DRAFTING, by=by, at=at)
        self.text_hash = ""
        self.agreement.end(at=at)
        self.drop_proposal(by=by, at=at)

    def _must_be_drafted(self) -> None:
        if not self.is_open_to_edits:
            raise Refused("This corrigendum is “%(state)s”; it does not change now.", state=self.state.value)

    def _must_have_a_text(self) -> None:
        if not self.minutes.is_approved:
            raise Refused("The minutes that this corrects are not approved: they are being worked on again.")

    def _must_await(self, text_hash: str) -> None:
        if not self.awaits_approval:
            raise Refused("There is no final draft of this corrigendum.")
        if self.is_under_silence:
            raise Refused("This corrigendum is under silence. Whoever does not agree breaks it there.")
        if text_hash != self.text_hash:
            raise Stale("The text has changed since you opened it.")

    def _must_await_word(self, word: Word, party: Organisation, text_hash: str) -> None:
        if self.said_by(party, word, text_hash):
            raise Refused("Your side has said so already.")

    def _say(self, word: Word, party: Organisation, by: Person, text_hash: str, at: dt.datetime) -> bool:
        both = self.agreement.say(word, text_hash, party=party, by=by, at=at)
        self.did(word.value, by=by, at=at, digest=text_hash)
        return both

    def _become(self, state: CorrigendumState, *, by: Person, at: dt.datetime) -> None:
        self.state = CORRIGENDUM_FLOW.move(self.state, state)
        self.state_at, self.state_by = at, by
        self.did(state.value, by=by, at=at, digest=self.text_hash)


class CorrigendumLine(Base):
    """One correction; its readers are those of the paragraph that it corrects."""

    __tablename__ = "corrigendum_lines"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    corrigendum_id: Mapped[int] = mapped_column(ForeignKey("corrigenda.id"), init=False, index=True)
    paragraph_number: Mapped[int]
    reads: Mapped[str]
    should_read: Mapped[str]
    level: Mapped[Level] = mapped_column(words(Level))

    def sheet(self, audience: Audience) -> CorrigendumLineSheet:
        if not audience.reads(self.level):
            return CorrigendumLineSheet(paragraph=self.paragraph_number, withheld=True)
        return CorrigendumLineSheet(
            paragraph=self.paragraph_number, reads=self.reads, should_read=self.should_read, level=self.level
        )


class CorrigendumEdition(Base):
    """One edition of an approved corrigendum, kept as it was approved."""

    __tablename__ = "corrigendum_editions"
    __table_args__ = (UniqueConstraint("corrigendum_id", "level"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    corrigendum_id: Mapped[int] = mapped_column(ForeignKey("corrigenda.id"), init=False)
    level: Mapped[Level] = mapped_column(words(Level))
    sheet_kept: Mapped[str] = mapped_column(Text, deferred=True)

    @property
    def sheet(self) -> CorrigendumSheet:
        sheet: CorrigendumSheet = restore(CorrigendumSheet, self.sheet_kept)
        return sheet


def correct(minutes: Minutes, existing: Sequence[Corrigendum], *, by: Person, at: dt.datetime) -> Corrigendum:
    """Begin the next corrigendum of approved minutes; one is made after the other."""
    must_be_correctable(minutes, existing)
    made = Corrigendum(minutes=minutes, number=len(existing) + 1, state_at=at, state_by=by)
    made.did("begin", by=by, at=at)
    return made


def must_be_correctable(minutes: Minutes, existing: Sequence[Corrigendum]) -> None:
    if not minutes.is_approved:
        raise Refused("Only approved minutes are corrected; before that they are changed.")
    minutes.must_not_be_in_question()
    if any(not one.is_approved for one in existing):
        raise Refused("There is a corrigendum on its way already. Please add to that one.")


def corrigendum_under(circulation: Circulation) -> Select[Corrigendum]:
    """The corrigendum whose round this is, as long as no later one has come."""
    return select(Corrigendum).where(Corrigendum.circulation_id == circulation.id)


def held_corrigendum(found: Select[Corrigendum]) -> Select[Corrigendum]:
    """For writing: whoever acts on it comes after whoever did so before."""
    return found.with_for_update(of=Corrigendum)


def corrigenda(minutes: Minutes) -> Select[Corrigendum]:
    return select(Corrigendum).where(Corrigendum.minutes_id == minutes.id).order_by(Corrigendum.number)


def _plain(text: str) -> str:
    """As it is compared: neither how it is broken into lines matters, nor what is emphasised."""
    return " ".join(re.sub(r"[*_`]", "", text).split())
