"""Corrigenda: COR n says what approved minutes read and what they should read. The approved text never changes."""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from typing import Self

from sqlalchemy import ColumnElement, ForeignKey, Select, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dialogue.domain.agreed import ApprovedText, Means, TextState, plain
from dialogue.domain.base import Base, Refused, words
from dialogue.domain.editions import (
    Audience,
    CorrigendumLineSheet,
    CorrigendumSheet,
    Heading,
    Level,
)
from dialogue.domain.minutes.minutes import Minutes
from dialogue.domain.organisations import Organisation
from dialogue.domain.people import Person
from dialogue.domain.sessions import Session
from dialogue.domain.silence import Circulation


class Corrigendum(ApprovedText):
    """It goes out with each edition of the minutes that it corrects: at its approval, or at the release of that
    edition."""

    KIND = plain(
        name="corrigendum",
        word="corrigendum",
        sheet=CorrigendumSheet,
        several=True,
        title="Corrigendum %(number)d to the minutes of %(session)s",
        terms=Minutes.KIND.terms,
        is_told=True,
    )

    __tablename__ = "corrigenda"
    __table_args__ = (UniqueConstraint("minutes_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    minutes_id: Mapped[int] = mapped_column(ForeignKey("minutes.id"), init=False)
    number: Mapped[int]
    state: Mapped[TextState] = mapped_column(words(TextState), init=False, default=TextState.DRAFTING)
    state_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"), init=False)
    version: Mapped[int] = mapped_column(init=False)

    minutes: Mapped[Minutes] = relationship(lazy="joined", innerjoin=True)
    state_by: Mapped[Person] = relationship()
    lines: Mapped[list["CorrigendumLine"]] = relationship(
        default_factory=list,
        cascade="all, delete-orphan",
        order_by="(CorrigendumLine.paragraph_number, CorrigendumLine.id)",
    )

    __mapper_args__ = {"version_id_col": version}

    @classmethod
    def in_session(cls, where: ColumnElement[bool]) -> ColumnElement[bool]:
        return cls.minutes.has(Minutes.in_session(where))

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
    def key(self) -> str:
        return f"{self.session.ref}/{self.number}"

    @property
    def reference(self) -> str:
        return f"{self.session.reference} {self.label}"

    @property
    def paper(self) -> str:
        return f"{self.minutes.paper} {self.label}"

    @property
    def dated(self) -> dt.datetime:
        return self.state_at

    @property
    def lacks_words(self) -> bool:
        return not self.lines

    @property
    def previous(self) -> str:
        """The text that it corrects."""
        rev = self.minutes.rev
        return f"{self.minutes.paper} REV {rev}" if rev else self.minutes.paper

    @property
    def in_question(self) -> bool:
        """Whether its adoption is, or that of the minutes that it corrects: with them it would fall."""
        return self.is_approved and (super().in_question or self.minutes.in_question)

    def released_to(self, level: Level) -> bool:
        """Whether readers of that edition hold it: it has a line for them, and the edition is out."""
        return self.kept_edition(level) is not None and self.minutes.released_to(level)

    def goes_out_at_once(self, level: Level) -> bool:
        audience = Audience(level)
        return self.minutes.released_to(level) and any(audience.reads(line.level) for line in self.lines)

    @classmethod
    def came_out(cls, since: dt.datetime, at: dt.datetime) -> Select[Self]:
        """Those on which silence was kept."""
        return select(cls).where(cls.means == Means.SILENCE, cls.approved_at >= since, cls.approved_at <= at)

    def came_out_by_itself(self, level: Level) -> bool:
        """Whether that edition of the minutes was out when this was approved; else it went out with the edition."""
        edition = self.minutes.kept_edition(level)
        out = edition.released_at if edition is not None and self.released_to(level) else None
        return out is not None and self.approved_at is not None and out <= self.approved_at

    def sheet(self, audience: Audience, heading: Heading) -> CorrigendumSheet:
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
        self.may_be_edited()
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
        self.may_be_edited()
        self.lines.remove(line)
        self.did("leave out", by=by, at=at)

    def check(self) -> None:
        self._must_have_a_text()
        if not self.lines:
            raise Refused("A corrigendum needs at least one correction before it is signed off.")

    def keep_revision(self, sheet: CorrigendumSheet, rev: int, *, by: Person | None = None, at: dt.datetime) -> None:
        """Its text is kept with its approval; what was signed off before is in its round."""
        if self.is_approved:
            super().keep_revision(sheet, rev, by=by, at=at)

    def must_be_approvable(self, party: Organisation) -> None:
        self._must_have_a_text()
        self.minutes.must_not_be_in_question()
        super().must_be_approvable(party)

    def silence_was_kept(self, circulation: Circulation, *, as_of: dt.datetime, at: dt.datetime) -> None:
        self.minutes.must_not_be_in_question()
        self._must_have_a_text()
        super().silence_was_kept(circulation, as_of=as_of, at=at)

    def text_fell(self, *, by: Person, at: dt.datetime) -> None:
        """The minutes that it corrects were not adopted after all. What was agreed of that text is not agreed of the
        next: it goes back to the secretaries. One that is under silence goes back when its round is over."""
        if self.is_open_to_edits or self.is_under_silence:
            return
        self.thaw()
        self._take_up_again(TextState.DRAFTING, by=by, at=at)
        self.drop_proposal(by=by, at=at)

    def freeze(self, sheets: Mapping[Level, CorrigendumSheet]) -> None:
        """Keep the editions that say something to their readers; the others do not exist."""
        super().freeze({level: one for level, one in sheets.items() if any(not line.withheld for line in one.lines)})

    def _must_have_a_text(self) -> None:
        if not self.minutes.is_approved:
            raise Refused("The minutes that this corrects are not approved: they are being worked on again.")


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


def corrigenda(minutes: Minutes) -> Select[Corrigendum]:
    return select(Corrigendum).where(Corrigendum.minutes_id == minutes.id).order_by(Corrigendum.number)


def _plain(text: str) -> str:
    """As it is compared: neither how it is broken into lines matters, nor what is emphasised."""
    return " ".join(re.sub(r"[*_`]", "", text).split())
