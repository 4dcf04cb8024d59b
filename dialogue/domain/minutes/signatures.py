"""Signatures on approved minutes: the Chair and both Secretaries, each here or on paper; scans of the paper."""

import datetime as dt
import enum
import hashlib

from sqlalchemy import ForeignKey, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dialogue.domain.base import Base, Refused, words
from dialogue.domain.organisations import Organisation
from dialogue.domain.people import Person

LARGEST_SCAN = 10 * 1024 * 1024
PDF = b"%PDF-"


class Signatory(enum.StrEnum):
    """In which capacity a text is signed. The co-chair who presided is the Chair."""

    CHAIR = "chair"
    SECRETARY = "secretary"


class MinutesSignature(Base):
    """`recorded_by` is the signatory, or the secretary who saw the signature on paper."""

    __tablename__ = "minutes_signatures"
    __table_args__ = (UniqueConstraint("minutes_id", "signatory", "party_id", "text_hash"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    minutes_id: Mapped[int] = mapped_column(ForeignKey("minutes.id"), init=False)
    party_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), init=False)
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"), init=False)
    signatory: Mapped[Signatory] = mapped_column(words(Signatory))
    name: Mapped[str]  # as it was then
    signed_on: Mapped[dt.date]
    on_paper: Mapped[bool]
    recorded_at: Mapped[dt.datetime]
    text_hash: Mapped[str]

    party: Mapped[Organisation] = relationship(lazy="joined", innerjoin=True)
    recorded_by: Mapped[Person] = relationship()


class MinutesScan(Base):
    """A scanned copy of the signed paper. It is kept as it came, and never replaced: a better one stands beside it."""

    __tablename__ = "minutes_scans"
    __table_args__ = (UniqueConstraint("minutes_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    minutes_id: Mapped[int] = mapped_column(ForeignKey("minutes.id"), init=False)
    attached_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"), init=False)
    number: Mapped[int]
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    sha256: Mapped[str] = mapped_column(init=False)
    size: Mapped[int] = mapped_column(init=False)
    attached_at: Mapped[dt.datetime]

    attached_by: Mapped[Person] = relationship()

    def __post_init__(self) -> None:
        self.sha256, self.size = hashlib.sha256(self.content).hexdigest(), len(self.content)


def must_be_a_scan(content: bytes) -> None:
    """Refuse what is no PDF by its first bytes, whatever it is called, and what is too large."""
    if not content.startswith(PDF):
        raise Refused("Only a PDF can be attached.")
    if len(content) > LARGEST_SCAN:
        raise Refused("A scanned copy has 10 MB at most.")
