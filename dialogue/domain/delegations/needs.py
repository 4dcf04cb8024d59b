"""What a person needs to take part: interpretation, access. It stands apart from the seat: no list carries it."""

import datetime as dt

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from dialogue.domain.base import Base


class Needs(Base):
    """Private: for the person and the secretariat alone. It says what is needed now; nothing of it is kept beyond."""

    __tablename__ = "needs"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    participant_id: Mapped[int] = mapped_column(ForeignKey("participants.id"), init=False, unique=True)
    interpretation: Mapped[str]
    access: Mapped[str]
    said_at: Mapped[dt.datetime]
