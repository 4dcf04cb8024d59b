"""Papers that an agenda refers to, and the files that were made once at a release and are served unchanged ever
after."""

import datetime as dt
import hashlib
from collections.abc import Iterable

from sqlalchemy import ForeignKey, Index, LargeBinary, Select, event, select, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dialogue.domain.base import Base, Refused, on_postgresql_too, words
from dialogue.domain.editions import Level
from dialogue.domain.people import Person
from dialogue.domain.sessions import Session
from dialogue.domain.silence import Circulation


class Paper(Base):
    """A paper referred to: its own reference, its title, and the widest circle that may know of it."""

    __tablename__ = "papers"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    session_id: Mapped[int] = mapped_column(ForeignKey("sessions.id"), init=False, index=True)
    reference: Mapped[str]
    title: Mapped[str]
    level: Mapped[Level] = mapped_column(words(Level), default=Level.DELEGATIONS)
    entered_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"), init=False)
    entered_at: Mapped[dt.datetime]

    session: Mapped[Session] = relationship()
    entered_by: Mapped[Person] = relationship()

    @property
    def line(self) -> str:
        return f"{self.reference} — {self.title}" if self.reference else self.title


_STANDING = text("void_round_id IS NULL")


class ReleasedFile(Base):
    """The DOCX of a release in one edition: made once, kept with its SHA-256, never made again (contract, Words). What
    is void is kept beside what stands in its place under the same label."""

    __tablename__ = "released_files"
    __table_args__ = (
        Index(
            "uq_released_files_standing",
            "session_id",
            "kind",
            "label",
            "level",
            unique=True,
            sqlite_where=_STANDING,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    session_id: Mapped[int] = mapped_column(ForeignKey("sessions.id"), init=False, index=True)
    kind: Mapped[str]  # "agenda" | "minutes" | "action-sheet"
    label: Mapped[str]  # "REV 2", "", "DD/2026/2/01-AS1"
    level: Mapped[Level] = mapped_column(words(Level))
    name: Mapped[str]
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    sha256: Mapped[str] = mapped_column(init=False, index=True)
    text_hash: Mapped[str]
    released_at: Mapped[dt.datetime]
    circulation_id: Mapped[int | None] = mapped_column(ForeignKey("circulations.id"), default=None, index=True)
    void_round_id: Mapped[int | None] = mapped_column(
        ForeignKey("circulations.id"), init=False, default=None, index=True
    )

    session: Mapped[Session] = relationship()

    def __post_init__(self) -> None:
        self.sha256 = hashlib.sha256(self.content).hexdigest()

    @property
    def is_void(self) -> bool:
        return self.void_round_id is not None

    def void(self, by_round: Circulation) -> None:
        """The text was not adopted after all: the file is kept as it is, and is no release any more. The round is for
        our own record; readers are told that the file is void and no more. What is void already stays as it is."""
        if not self.is_void:
            self.void_round_id = by_round.id


event.listen(ReleasedFile.__table__, "before_create", on_postgresql_too)


def enter(
    session: Session,
    reference: str,
    title: str,
    level: Level,
    existing: Iterable[Paper],
    *,
    by: Person,
    at: dt.datetime,
) -> Paper:
    """Enter a paper that the agenda may refer to; a reference names one paper of a session."""
    if level is Level.SECRETARIAT:
        raise Refused("A paper of the agenda is for the delegations at least.")
    if reference and any(paper.reference == reference for paper in existing):
        raise Refused("There is a paper %(reference)s already.", reference=reference)
    paper = Paper(session=session, reference=reference, title=title, level=level, entered_by=by, entered_at=at)
    paper.did("enter", by=by, at=at)
    return paper


def of_session(session: Session) -> Select[Paper]:
    return select(Paper).where(Paper.session_id == session.id).order_by(Paper.reference, Paper.id)


def released(session: Session, kind: str, label: str, level: Level) -> Select[ReleasedFile]:
    """The one that stands."""
    return select(ReleasedFile).where(
        ReleasedFile.session_id == session.id,
        ReleasedFile.kind == kind,
        ReleasedFile.label == label,
        ReleasedFile.level == level,
        ReleasedFile.void_round_id.is_(None),
    )


def files_of(session: Session, kind: str) -> Select[ReleasedFile]:
    """All files of that kind that were ever released, the void ones too, without their bytes."""
    return select(ReleasedFile).where(ReleasedFile.session_id == session.id, ReleasedFile.kind == kind)


OF_MINUTES = ("minutes", "corrigendum")  # read by whoever reads the minutes in the same edition
ACTION_SHEET = "action-sheet"
ADOPTED = "adopted"  # label of the agenda that both heads consented to, beside its releases


def action_sheet_of(circulation_id: int) -> Select[ReleasedFile]:
    """The one that was made when the round was adopted."""
    return select(ReleasedFile).where(ReleasedFile.circulation_id == circulation_id, ReleasedFile.kind == ACTION_SHEET)
