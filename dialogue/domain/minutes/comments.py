"""Comments on minutes: each on a paragraph, its side's own while the period runs, and answered after it.

A comment belongs to a compartment, so it carries a number of its own side, no session, and tells the log no more than
that a comment was written."""

import datetime as dt
import enum

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dialogue.domain.base import Base, Refused, Stale, words
from dialogue.domain.minutes.paragraphs import MinutesItem, Paragraph
from dialogue.domain.organisations import Organisation
from dialogue.domain.people import Person


class CommentKind(enum.StrEnum):
    """What is asked for. A note asks for nothing, and needs no answer."""

    CORRECTION = "correction"
    ADDITION = "addition"
    DELETION = "deletion"
    STATEMENT = "statement for the record"
    NOTE = "note"


# What can be asked for where nothing was recorded: that something is.
WITHOUT_PARAGRAPH = (CommentKind.ADDITION, CommentKind.STATEMENT, CommentKind.NOTE)


class Disposition(enum.StrEnum):
    """What became of a comment."""

    ACCEPTED = "accepted"
    PARTLY = "partly accepted"
    NOT_ACCEPTED = "not accepted"


class Comment(Base):
    """`paragraph_number` is that of REV 1, on which it was written; the paragraph itself may move or go later. On an
    `item` under which nothing was recorded it is 0."""

    __tablename__ = "minutes_comments"
    __table_args__ = (UniqueConstraint("minutes_id", "party_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    minutes_id: Mapped[int] = mapped_column(ForeignKey("minutes.id"), init=False)
    party_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), init=False)
    writer_id: Mapped[int] = mapped_column(ForeignKey("people.id"), init=False)
    paragraph_id: Mapped[int | None] = mapped_column(
        ForeignKey("paragraphs.id", ondelete="SET NULL"), init=False, index=True
    )
    item_id: Mapped[int | None] = mapped_column(ForeignKey("minutes_items.id"), init=False, index=True)
    number: Mapped[int]  # 1, 2, 3 … of its side: what the other side writes leaves no gap in it
    paragraph_number: Mapped[int]
    kind: Mapped[CommentKind] = mapped_column(words(CommentKind))
    text: Mapped[str]
    written_at: Mapped[dt.datetime]
    edited_at: Mapped[dt.datetime | None] = mapped_column(init=False, default=None)
    withdrawn_at: Mapped[dt.datetime | None] = mapped_column(init=False, default=None)
    disposition: Mapped[Disposition | None] = mapped_column(words(Disposition), init=False, default=None)
    answer: Mapped[str] = mapped_column(init=False, default="")
    disposed_at: Mapped[dt.datetime | None] = mapped_column(init=False, default=None)
    disposed_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), init=False)
    version: Mapped[int] = mapped_column(init=False)

    party: Mapped[Organisation] = relationship(lazy="joined", innerjoin=True)
    writer: Mapped[Person] = relationship(foreign_keys=[writer_id], lazy="joined", innerjoin=True)
    paragraph: Mapped[Paragraph | None] = relationship(passive_deletes=True, default=None)
    item: Mapped[MinutesItem | None] = relationship(default=None)
    disposed_by: Mapped[Person | None] = relationship(foreign_keys=[disposed_by_id], init=False, default=None)

    __mapper_args__ = {"version_id_col": version}

    @property
    def is_note(self) -> bool:
        return self.kind is CommentKind.NOTE

    @property
    def is_withdrawn(self) -> bool:
        return self.withdrawn_at is not None

    @property
    def takes_answer(self) -> bool:
        return not (self.is_note or self.is_withdrawn)

    @property
    def needs_answer(self) -> bool:
        return self.takes_answer and self.disposition is None

    @property
    def is_taken(self) -> bool:
        """Whether it was answered that it comes into the text, at least in part."""
        return self.disposition in (Disposition.ACCEPTED, Disposition.PARTLY) and not self.is_withdrawn

    def reword(self, kind: CommentKind, text: str, *, base: int | None, by: Person, at: dt.datetime) -> None:
        """Say it otherwise. `base` is the version that its writer saw."""
        self._on(base)
        if not text.strip():
            raise Refused("A comment needs its words.")
        self.kind, self.text, self.edited_at = kind, text, at
        self.did("reword", by=by, at=at)

    def withdraw(self, *, base: int | None, by: Person, at: dt.datetime) -> None:
        """Its writer no longer makes it; the other side never reads it."""
        self._on(base)
        self.withdrawn_at = at
        self.did("withdraw", by=by, at=at)

    def dispose(self, disposition: Disposition, answer: str, *, base: int | None, by: Person, at: dt.datetime) -> None:
        """What became of it, with the reason where it was not taken as it is."""
        self._on(base)
        if not self.takes_answer:
            raise Refused("This needs no answer.")
        if disposition is not Disposition.ACCEPTED and not answer.strip():
            raise Refused("Please say why the comment is not accepted as it is.")
        self.disposition, self.answer, self.disposed_at, self.disposed_by = disposition, answer, at, by
        self.did("answer", by=by, at=at)

    def _on(self, base: int | None) -> None:
        if self.is_withdrawn:
            raise Refused("This comment has been withdrawn.")
        if base != self.version:
            raise Stale("Somebody has changed this comment since you opened it.")


class Reply(Base):
    """One Party says that it has no (further) comments: as much as can be said to the other side."""

    __tablename__ = "minutes_replies"
    __table_args__ = (UniqueConstraint("minutes_id", "party_id"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    minutes_id: Mapped[int] = mapped_column(ForeignKey("minutes.id"), init=False)
    party_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), init=False)
    given_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"), init=False)
    given_at: Mapped[dt.datetime]

    party: Mapped[Organisation] = relationship(lazy="joined", innerjoin=True)
    given_by: Mapped[Person] = relationship()
