"""That a secretary looked at words and let them stand: who, when, which, on what text, before which step."""

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import ForeignKey, Select, Text, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dialogue.domain.base import Base
from dialogue.domain.people import Person
from dialogue.domain.wording.checking import Finding, kept, restored


class LetStand(Base):
    """Added, and never changed. `kind` and `key` name the text as addresses do; `step`: what the secretary did then."""

    __tablename__ = "let_stand"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    session_id: Mapped[int | None] = mapped_column(ForeignKey("sessions.id"), index=True)
    kind: Mapped[str]
    key: Mapped[str]
    step: Mapped[str]
    text_hash: Mapped[str]
    findings_kept: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(default="")
    by_id: Mapped[int] = mapped_column(ForeignKey("people.id"), init=False)
    at: Mapped[dt.datetime]

    by: Mapped[Person] = relationship(lazy="joined", innerjoin=True)

    @property
    def findings(self) -> tuple[Finding, ...]:
        return restored(self.findings_kept)


def let_stand(
    kind: str,
    key: str,
    step: str,
    findings: Sequence[Finding],
    *,
    text_hash: str,
    reason: str,
    session_id: int | None,
    by: Person,
    at: dt.datetime,
) -> LetStand:
    """The decision that a text goes out as it stands, with these findings."""
    made = LetStand(
        session_id=session_id, kind=kind, key=key, step=step, text_hash=text_hash, findings_kept=kept(findings),
        reason=reason, by=by, at=at,
    )  # fmt: skip
    made.did("let stand", by=by, at=at, digest=text_hash)
    return made


def of_key(kind: str, key: str) -> Select[LetStand]:
    """All that was let stand in that text, the newest first."""
    return select(LetStand).where(LetStand.kind == kind, LetStand.key == key).order_by(LetStand.id.desc())
