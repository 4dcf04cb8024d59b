"""Who was in the room: recorded on the day, also who came late and who left early."""

import datetime as dt
from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from dialogue.domain.base import Base, Refused, WallClock
from dialogue.domain.people import Person


class Attended(Base):
    """What is recorded of a seat on the day of its session."""

    __abstract__ = True

    name: Mapped[str]  # these two the seat says itself
    session: Mapped[Any]

    present: Mapped[bool | None] = mapped_column(init=False, default=None)
    arrived: Mapped[dt.datetime | None] = mapped_column(WallClock, init=False, default=None)  # after the beginning
    left: Mapped[dt.datetime | None] = mapped_column(WallClock, init=False, default=None)  # before the end

    def mark(self, present: bool | None, *, by: Person, at: dt.datetime) -> None:
        """Record presence: in the room, not in the room, or not recorded."""
        if self.present is not present:
            self.present = present
            if not present:
                self.arrived = self.left = None
            self.did("presence", by=by, at=at)

    def stay(self, arrived: dt.datetime | None, left: dt.datetime | None, *, by: Person, at: dt.datetime) -> None:
        """Record who came after the beginning or left before the end, and when; None: was there from or to it. Whoever
        came or left was in the room. Refused: hours of another day, to leave before one came."""
        if (arrived, left) == (self.arrived, self.left):
            return
        for hour in (arrived, left):
            self.must_be_of_the_day(hour)
        self.must_leave_after_coming(arrived, left)
        if arrived or left:
            self.mark(True, by=by, at=at)
        self.arrived, self.left = arrived, left
        self.did("presence", by=by, at=at)

    def must_be_of_the_day(self, hour: dt.datetime | None) -> None:
        first, last = self.session.starts.date(), self.session.ends.date()
        if hour is not None and not first <= hour.date() <= last:
            raise Refused("%(name)s: the session was not on that day.", name=self.name)

    def must_leave_after_coming(self, arrived: dt.datetime | None, left: dt.datetime | None) -> None:
        if (left or self.session.ends) <= (arrived or self.session.starts):
            raise Refused("%(name)s: nobody leaves before coming.", name=self.name)
