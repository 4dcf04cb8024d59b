"""The ladder of a session: what is due by which day, whose it is, and what the secretaries have said of each rung."""

import datetime as dt
import enum
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dialogue.domain.base import Base, Refused, Stale, words
from dialogue.domain.people import Person
from dialogue.domain.sessions import Session


class RungKey(enum.StrEnum):
    CALL = "call"
    REQUESTS = "requests"
    REVIEW = "review"
    PROVISIONAL = "provisional"
    NOMINATIONS = "nominations"
    ARRIVALS = "arrivals"
    JOINT_DRAFT = "joint-draft"
    COMMENTS = "comments"
    APPROVAL = "approval"


class Owner(enum.StrEnum):
    """Whose a rung is: each of them is reminded, and has it in the calendar of deadlines."""

    SECRETARIES = "both secretaries"
    HOST = "the secretary of the side that presides"
    NAMERS = "focal points and secretaries"
    CO_CHAIRS = "both co-chairs"


@dataclass(frozen=True, slots=True)
class RungRule:
    """When a rung is due unless it is moved (practice §0.10), and whose it is. `days` count from the session, back or
    on; of `after` from the rung of that name. `working`: days on which both capitals work. `remind`: so many days
    before, its owners are. `said`: nothing in the product shows that it is done; a secretary says so."""

    days: int
    owner: Owner
    working: bool = False
    after: RungKey | None = None
    remind: int = 7
    said: bool = False


RULES: dict[RungKey, RungRule] = {
    RungKey.CALL: RungRule(-30, Owner.SECRETARIES),
    RungKey.REQUESTS: RungRule(-21, Owner.NAMERS),
    RungKey.REVIEW: RungRule(-21, Owner.SECRETARIES, said=True),
    RungKey.PROVISIONAL: RungRule(-15, Owner.SECRETARIES),
    RungKey.NOMINATIONS: RungRule(-10, Owner.NAMERS),
    RungKey.ARRIVALS: RungRule(-3, Owner.HOST, remind=3, said=True),
    RungKey.JOINT_DRAFT: RungRule(10, Owner.SECRETARIES, working=True),
    RungKey.COMMENTS: RungRule(10, Owner.SECRETARIES, working=True, after=RungKey.JOINT_DRAFT),
    RungKey.APPROVAL: RungRule(5, Owner.CO_CHAIRS, working=True, after=RungKey.COMMENTS, remind=2),
}
BEFORE = tuple(key for key, rule in RULES.items() if rule.days < 0)


class RungEntry(Base):
    """What a secretary said of a rung: its new day with the reason, or (no day) that it is done. Nothing is deleted.
    `counted_from`: the day of the session then, so that a rung that was moved moves along with it."""

    __tablename__ = "rung_entries"
    __table_args__ = (UniqueConstraint("session_id", "rung", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    session_id: Mapped[int] = mapped_column(ForeignKey("sessions.id"), init=False)
    made_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"), init=False)
    rung: Mapped[RungKey] = mapped_column(words(RungKey))
    number: Mapped[int]
    moved_to: Mapped[dt.date | None]
    counted_from: Mapped[dt.date]
    reason: Mapped[str]
    made_at: Mapped[dt.datetime]

    session: Mapped[Session] = relationship()
    made_by: Mapped[Person] = relationship(lazy="joined")

    @property
    def is_done(self) -> bool:
        return self.moved_to is None

    def day(self, counted_from: dt.date) -> dt.date | None:
        """The day that it gives while the session is on that one."""
        return None if self.moved_to is None else self.moved_to + (counted_from - self.counted_from)


def anchor(session: Session, key: RungKey) -> dt.date:
    """The day of the session from which a rung counts: its first before it, its last after it."""
    return session.starts.date() if key in BEFORE else session.ends.date()


def move(
    session: Session,
    key: RungKey,
    to: dt.date,
    reason: str,
    *,
    stands: dt.date,
    said: Iterable[RungEntry],
    base: int | None,
    today: dt.date,
    by: Person,
    at: dt.datetime,
) -> RungEntry:
    """Give a rung another day than it has (`stands`); `said`: what was said of it, of which the editor saw `base`."""
    _must_be_said(reason, "Please say why the day changes: both secretaries read it.")
    must_be_another_day(to, stands)
    if to < today:
        raise Refused("Please name a day from today on.")
    if key in BEFORE and to > session.starts.date():
        raise Refused("This has to happen before the session begins.")
    return _say(session, key, to, reason, said=said, base=base, by=by, at=at)


def must_be_another_day(to: dt.date, stands: dt.date | None) -> None:
    if to == stands:
        raise Refused("It is due on that day already.")


def finish(
    session: Session,
    key: RungKey,
    reason: str,
    *,
    said: Iterable[RungEntry],
    base: int | None,
    by: Person,
    at: dt.datetime,
) -> RungEntry:
    """Say that a rung is done, and how; refused of one that the product itself sees to."""
    if not RULES[key].said:
        raise Refused("That this is done is seen from what is done for the session.")
    _must_be_said(reason, "Please say what was done, so that the other secretary knows.")
    return _say(session, key, None, reason, said=said, base=base, by=by, at=at)


def _must_be_said(reason: str, sentence: str) -> None:
    if not reason.strip():
        raise Refused(sentence)


def _say(
    session: Session,
    key: RungKey,
    to: dt.date | None,
    reason: str,
    *,
    said: Iterable[RungEntry],
    base: int | None,
    by: Person,
    at: dt.datetime,
) -> RungEntry:
    number = len([one for one in said if one.rung is key])
    if base != number:
        raise Stale("Somebody has moved this day since you opened the page.")
    entry = RungEntry(
        session=session, rung=key, number=number + 1, moved_to=to, counted_from=anchor(session, key), reason=reason,
        made_by=by, made_at=at,
    )  # fmt: skip
    entry.did("rung:move" if to is not None else "rung:done", by=by, at=at)
    return entry
