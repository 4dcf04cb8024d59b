"""Receipts: who took which released edition away, and when; one for each complete download."""

import datetime as dt

from sqlalchemy import ForeignKey, Select, select
from sqlalchemy.orm import Mapped, contains_eager, joinedload, mapped_column, relationship

from dialogue.domain.base import Base, words
from dialogue.domain.editions import Level
from dialogue.domain.papers import ReleasedFile
from dialogue.domain.people import Person
from dialogue.domain.sessions import Session


class Receipt(Base):
    __tablename__ = "receipts"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    file_id: Mapped[int] = mapped_column(ForeignKey("released_files.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    level: Mapped[Level] = mapped_column(words(Level))
    sha256: Mapped[str]
    taken_at: Mapped[dt.datetime]

    file: Mapped[ReleasedFile] = relationship(init=False)
    person: Mapped[Person] = relationship(init=False)


def take(file: ReleasedFile, person: Person, at: dt.datetime) -> Receipt:
    """The receipt of a complete download; it holds ids, so that it can be written after the file's transaction
    ended."""
    return Receipt(
        file_id=file.id,
        person_id=person.id,
        organisation_id=person.organisation_id,
        level=file.level,
        sha256=file.sha256,
        taken_at=at,
    )


def of_session(session: Session) -> Select[Receipt]:
    """All receipts of a session's files with who took what, the newest first."""
    return (
        select(Receipt)
        .join(Receipt.file)
        .options(contains_eager(Receipt.file), joinedload(Receipt.person))
        .where(ReleasedFile.session_id == session.id)
        .order_by(Receipt.taken_at.desc(), Receipt.id.desc())
    )
