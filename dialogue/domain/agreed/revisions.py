"""What is kept of an agreed text: each REV that was sent or signed off, and the editions that were made of it."""

import datetime as dt
from collections.abc import Mapping
from typing import Any, Self

from sqlalchemy import ColumnElement, ForeignKey, Select, Text, UniqueConstraint, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship, undefer

from dialogue.domain.agreed.kinds import SHEETS
from dialogue.domain.base import Base, Refused, Stale, words
from dialogue.domain.editions import DOCUMENT_LEVELS, Level, fingerprint, keep, restore
from dialogue.domain.people import Person
from dialogue.domain.silence import Circulation, Subject


class Revision(Subject, Base):
    """REV n of a text: its delegations' sheet, which is the text of the hash. Nothing of it changes ever after."""

    __tablename__ = "revisions"
    __table_args__ = (UniqueConstraint("agreement_id", "rev"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreements.id"), init=False, index=True)
    kind: Mapped[str]  # of the text, as a round names it
    rev: Mapped[int]
    text_hash: Mapped[str]
    sheet_kept: Mapped[str] = mapped_column(Text, deferred=True)
    made_at: Mapped[dt.datetime]
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), init=False)
    circulated_at: Mapped[dt.datetime | None] = mapped_column(default=None)  # of an agenda: when it went out
    # Of an agenda: each release may go under silence. Of other kinds the text keeps its round.
    circulation_id: Mapped[int | None] = mapped_column(ForeignKey("circulations.id"), init=False, index=True)

    made_by: Mapped[Person | None] = relationship(default=None)
    circulation: Mapped[Circulation | None] = relationship(init=False, default=None, lazy="joined")
    editions: Mapped[list["Edition"]] = relationship(
        default_factory=list,
        init=False,
        cascade="all, delete-orphan",
        lazy="joined",
        order_by="Edition.id",
        back_populates="revision",
    )

    @classmethod
    def of(cls, sheet: Any, rev: int, *, at: dt.datetime, by: Person | None = None, text_hash: str = "") -> "Revision":
        """The delegations' sheet as it is sent at that instant. `text_hash`: where the sheet was signed off before it
        got its date and number."""
        return cls(
            kind=sheet.kind, rev=rev, text_hash=text_hash or fingerprint(sheet), sheet_kept=keep(sheet), made_at=at,
            made_by=by,
        )  # fmt: skip

    @property
    def sheet(self) -> Any:
        """The text of the hash, for the delegations."""
        return restore(SHEETS[self.kind], self.sheet_kept)

    def edition(self, level: Level) -> "Edition | None":
        return next((one for one in self.editions if one.level is level), None)

    def sheet_of(self, level: Level) -> Any:
        """What a reader at that level holds; the secretariat, and where no edition of it was made, the text itself."""
        made = self.edition(level) if level in (Level.COHOST, Level.PUBLIC) else None
        return made.sheet if made is not None else self.sheet

    @property
    def sheets(self) -> dict[Level, Any]:
        """Of each level that takes papers away."""
        return {level: self.sheet_of(level) for level in DOCUMENT_LEVELS}

    def freeze(self, sheets: Mapping[Level, Any]) -> None:
        """Keep these editions."""
        self.editions.extend(Edition(level=level, sheet_kept=keep(sheet)) for level, sheet in sheets.items())

    def put_under_silence(self, circulation: Circulation, *, at: dt.datetime) -> None:  # noqa: ARG002  # a round calls every text so
        """A round has been proposed on exactly this text. Refused while an earlier one on it is not over, and once it
        was agreed to."""
        if circulation.text_hash != self.text_hash:
            raise Stale("The text has changed since you opened it.")
        if self.is_under_silence or self.agreed_at is not None:
            raise Refused("REV %(rev)d has been put under silence already.", rev=self.rev)
        self.circulation = circulation

    @property
    def is_under_silence(self) -> bool:
        return self.circulation is not None and not (self.circulation.is_over or self.circulation.is_adopted)

    @property
    def agreed_at(self) -> dt.datetime | None:
        """When it was agreed to under the silence procedure; None: it was not, or that is in question."""
        round_ = self.circulation
        return round_.state_at if round_ is not None and round_.is_adopted else None


class Edition(Base):
    """What the readers of one level hold of a revision, kept with all that is printed on it."""

    __tablename__ = "editions"
    __table_args__ = (UniqueConstraint("revision_id", "level"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    revision_id: Mapped[int] = mapped_column(ForeignKey("revisions.id"), init=False)
    level: Mapped[Level] = mapped_column(words(Level))
    sheet_kept: Mapped[str] = mapped_column(Text, deferred=True)
    released_at: Mapped[dt.datetime | None] = mapped_column(init=False, default=None)  # one by one, but an agenda's

    revision: Mapped[Revision] = relationship(init=False, back_populates="editions")

    @property
    def sheet(self) -> Any:
        return restore(SHEETS[self.revision.kind], self.sheet_kept)

    @property
    def is_released(self) -> bool:
        return self.released_at is not None


def with_sheets(revision: Revision) -> Select[Revision]:
    """The same revision with all its sheets, by one statement; else each is read when it is asked for."""
    whole = undefer(Revision.sheet_kept), joinedload(Revision.editions).undefer(Edition.sheet_kept)
    found = select(Revision).where(Revision.id == revision.id).options(*whole)
    return found.execution_options(populate_existing=True)


def editions_of(agreement_id: Any) -> tuple[ColumnElement[bool], ...]:
    """The `where` that leads from a text to its editions."""
    return Edition.revision_id == Revision.id, Revision.agreement_id == agreement_id


class GoingOut:
    """Editions that get to their readers without a release of their own: of most kinds of text none does."""

    def goes_out_at_once(self, level: Level) -> bool:  # noqa: ARG002  # for the kinds of which some do
        """Whether readers of that edition hold it as soon as it is approved."""
        return False

    @classmethod
    def came_out(cls, since: dt.datetime, at: dt.datetime) -> Select[Self] | None:  # noqa: ARG003  # as above
        """Those of which an edition may have come out in that time by no person's act; None: of its kind none does."""
        return None

    def came_out_by_itself(self, level: Level) -> bool:  # noqa: ARG002  # as above
        return False
