"""The review sheet of a session, as it was frozen with each release of its agenda that went out."""

import datetime as dt

from sqlalchemy import ForeignKey, Select, Text, UniqueConstraint, exists, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dialogue.domain.base import Base
from dialogue.domain.editions import ReviewSheet, fingerprint, keep, restore
from dialogue.domain.sessions import Session

REVIEW = "review"  # the kind of its file


class Review(Base):
    """Nothing of it changes ever after. It has the number of the agenda's release, and is no part of that text."""

    __tablename__ = "reviews"
    __table_args__ = (UniqueConstraint("session_id", "rev"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    session_id: Mapped[int] = mapped_column(ForeignKey("sessions.id"), init=False)
    rev: Mapped[int]
    sheet_kept: Mapped[str] = mapped_column(Text, deferred=True)
    text_hash: Mapped[str]
    made_at: Mapped[dt.datetime]

    session: Mapped[Session] = relationship()

    @property
    def sheet(self) -> ReviewSheet:
        found: ReviewSheet = restore(ReviewSheet, self.sheet_kept)
        return found

    @property
    def label(self) -> str:
        return f"REV {self.rev}"


def freeze(session: Session, sheet: ReviewSheet, rev: int, *, at: dt.datetime) -> Review:
    return Review(session=session, rev=rev, sheet_kept=keep(sheet), text_hash=fingerprint(sheet), made_at=at)


def has_reviews(session: Session) -> Select[bool]:
    return select(exists().where(Review.session_id == session.id))


def reviews_of(session: Session) -> Select[Review]:
    """In the order of their numbers."""
    return select(Review).where(Review.session_id == session.id).order_by(Review.rev)
