"""The outbox: what the product tells people by mail. A notice is a row in the same transaction as the act of which it
tells; it is sent afterwards, by whichever process comes first, and never twice."""

import datetime as dt
import enum
import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import ForeignKey, Index, Select, UniqueConstraint, func, or_, select
from sqlalchemy.orm import Mapped, contains_eager, joinedload, mapped_column, relationship, selectinload

from dialogue.domain.base import Base, Refused, words
from dialogue.domain.flow import Flow
from dialogue.domain.people import Person
from dialogue.domain.text import fit

WAIT = dt.timedelta(seconds=60)  # for what a person sends to many: time to see a mistake and take it back
LEASE = dt.timedelta(minutes=15)  # longer than the longest talk with a mail server: then whoever claimed it is dead
LONGEST_PAUSE = 60  # minutes
FAULT = 500
_PATH = re.compile(r"/(?!/)[!-~]*")


class State(enum.StrEnum):
    QUEUED = "queued"
    SENT = "sent"  # the mail server has accepted it
    WRITTEN = "written"  # to a file, because no mail server is set: nobody has been told
    REFUSED = "refused"  # by the mail server, for good
    UNDONE = "undone"
    HELD = "held"  # a backup was put back: it may have gone out after the backup was made


FLOW = Flow(
    {
        State.QUEUED: {State.SENT, State.WRITTEN, State.REFUSED, State.UNDONE, State.HELD},
        State.HELD: {State.QUEUED, State.UNDONE},
    }
)


class Dispatch(Base):
    """One telling of one thing, to one or many: its key says what is told, and nothing is told twice."""

    __tablename__ = "dispatches"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    key: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), init=False)
    made_at: Mapped[dt.datetime] = mapped_column(index=True)
    not_before: Mapped[dt.datetime]
    undone_at: Mapped[dt.datetime | None] = mapped_column(init=False, default=None)
    undone_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), init=False)
    session_id: Mapped[int | None] = mapped_column(ForeignKey("sessions.id"), index=True, default=None)

    by: Mapped[Person | None] = relationship(foreign_keys=[by_id])
    undone_by: Mapped[Person | None] = relationship(foreign_keys=[undone_by_id], init=False, default=None)
    notices: Mapped[list["Notice"]] = relationship(
        back_populates="dispatch", init=False, default_factory=list, order_by="Notice.id"
    )

    @property
    def waits(self) -> bool:
        """Whether it was made with a time in which it may be taken back."""
        return self.not_before > self.made_at

    def can_undo(self, at: dt.datetime) -> bool:
        return self.waits and self.undone_at is None and at < self.not_before and not self.has_begun

    @property
    def has_begun(self) -> bool:
        """Whether anything went out, or is on its way."""
        return any(notice.has_begun for notice in self.notices)

    def undo(self, *, by: Person | None, at: dt.datetime) -> None:
        """Take it back, all of it or nothing; without `by` the product does. Refused: after its time to wait, once
        anything went out, twice."""
        if self.undone_at is not None:
            raise Refused("This was taken back already.")
        if not self.waits:
            raise Refused("This goes out at once and cannot be taken back.")
        if at >= self.not_before or self.has_begun:
            raise Refused("The time to take this back is over: it is going out.")
        for notice in self.notices:
            notice.state = FLOW.move(notice.state, State.UNDONE)
        self.undone_at, self.undone_by = at, by
        self.did("undo", by=by, at=at)


class Notice(Base):
    """One mail to one person, as it was when the act was done: a later change of address or name alters nothing."""

    __tablename__ = "notices"
    __table_args__ = (UniqueConstraint("dispatch_id", "recipient_id"), Index(None, "state", "next_at"))

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    dispatch_id: Mapped[int] = mapped_column(ForeignKey("dispatches.id"), init=False)
    recipient_id: Mapped[int] = mapped_column(ForeignKey("people.id"), init=False, index=True)
    address: Mapped[str]
    subject: Mapped[str]
    body: Mapped[str]
    path: Mapped[str]
    message_id: Mapped[str] = mapped_column(unique=True)  # the part before the @: the host is a setting
    state: Mapped[State] = mapped_column(words(State), init=False, default=State.QUEUED)
    next_at: Mapped[dt.datetime]
    attempts: Mapped[int] = mapped_column(init=False, default=0)
    claimed_until: Mapped[dt.datetime | None] = mapped_column(init=False, default=None)
    sent_at: Mapped[dt.datetime | None] = mapped_column(init=False, default=None)
    refused_at: Mapped[dt.datetime | None] = mapped_column(init=False, default=None)
    bounced_at: Mapped[dt.datetime | None] = mapped_column(init=False, default=None)
    last_error: Mapped[str] = mapped_column(init=False, default="")
    version: Mapped[int] = mapped_column(init=False)

    dispatch: Mapped[Dispatch] = relationship(back_populates="notices")
    recipient: Mapped[Person] = relationship()

    __mapper_args__ = {"version_id_col": version}

    @property
    def session_id(self) -> int | None:
        return self.dispatch.session_id

    @property
    def accepted_at(self) -> dt.datetime | None:
        """When the mail server accepted it; never for one that was written to a file."""
        return self.sent_at if self.state is State.SENT else None

    @property
    def failed_at(self) -> dt.datetime | None:
        """When it was known not to have arrived: refused for good, or come back."""
        return self.refused_at or self.bounced_at

    @property
    def settled_at(self) -> dt.datetime | None:
        """When it left the outbox, by mail or into a file."""
        return self.sent_at

    @property
    def has_begun(self) -> bool:
        return self.attempts > 0

    @property
    def word(self) -> str:
        """What became of it, in one word; one that came back was sent all the same."""
        return "came back" if self.bounced_at is not None else self.state.value

    @property
    def is_late(self) -> bool:
        """Whether it was tried and has to be tried again."""
        return self.state is State.QUEUED and bool(self.last_error)

    @property
    def may_bounce(self) -> bool:
        return self.state is State.SENT and self.bounced_at is None

    @property
    def is_held(self) -> bool:
        return self.state is State.HELD

    def can(self, to: State) -> bool:
        return FLOW.allows(self.state, to)

    def is_due(self, at: dt.datetime) -> bool:
        free = self.claimed_until is None or self.claimed_until <= at
        return self.state is State.QUEUED and self.next_at <= at and free

    def claim(self, *, at: dt.datetime, lease: dt.timedelta = LEASE) -> None:
        """Take it for this process, to be committed before the mail server is spoken to. Whoever claims and dies loses
        it when the lease ends. Refused: what is not due, or another's."""
        if not self.is_due(at):
            raise Refused("This notice is not due, or is being sent already.")
        self.attempts += 1
        self.claimed_until = at + lease

    def sent(self, *, at: dt.datetime) -> None:
        """The mail server accepted it at that instant."""
        self._settle(State.SENT, at)
        self.sent_at = at

    def written(self, *, at: dt.datetime) -> None:
        """It stands in a file; by that nobody has been told."""
        self._settle(State.WRITTEN, at)
        self.sent_at = at

    def refuse(self, fault: str, *, at: dt.datetime) -> None:
        """The mail server will never take it, and says why."""
        self._settle(State.REFUSED, at)
        self.refused_at, self.last_error = at, _told(fault)

    def postpone(self, fault: str, *, at: dt.datetime) -> None:
        """It did not go now: tried again after 1, 2, 4 … 60 minutes, and never given up."""
        pause = min(2 ** max(self.attempts - 1, 0), LONGEST_PAUSE)
        self.next_at, self.claimed_until = at + dt.timedelta(minutes=pause), None
        self.last_error = _told(fault)

    def bounce(self, *, by: Person, at: dt.datetime) -> None:
        """It came back, as a secretary has seen. Refused: for what was never sent, twice."""
        if self.state is not State.SENT:
            raise Refused("Only a notice that was sent can have come back.")
        if self.bounced_at is not None:
            raise Refused("That this notice came back is recorded already.")
        self.bounced_at = at
        self.did("bounce", by=by, at=at)

    def hold(self, *, at: dt.datetime) -> None:
        """A backup was put back: nobody knows whether this went out since it was made."""
        self.state = FLOW.move(self.state, State.HELD)
        self.claimed_until = None
        self.did("hold", by=None, at=at)

    def release(self, *, by: Person, at: dt.datetime) -> None:
        """Send it after all; whoever has it already sees by its Message-ID that it is the same one."""
        self._unhold(State.QUEUED)
        self.next_at = at
        self.did("release", by=by, at=at)

    def drop(self, *, by: Person, at: dt.datetime) -> None:
        """Do not send what was held: it went out before, or is of no use any more."""
        self._unhold(State.UNDONE)
        self.did("drop", by=by, at=at)

    def _settle(self, state: State, at: dt.datetime) -> None:
        self.state = FLOW.move(self.state, state)
        self.claimed_until, self.last_error = None, ""
        self.did(state.value, by=None, at=at)

    def _unhold(self, state: State) -> None:
        if not self.is_held:
            raise Refused("This notice is not held.")
        self.state = FLOW.move(self.state, state)


@dataclass(frozen=True, slots=True)
class Draft:
    """What one person is to be told: that something waits, until when, and where in the product; of a paper no more
    than the person may read of it."""

    recipient: Person
    subject: str
    body: str
    path: str

    def __post_init__(self) -> None:
        if not _PATH.fullmatch(self.path):
            raise ValueError(f"a notice leads to an address of the product, not to {self.path!r}")


def dispatch(
    kind: str,
    drafts: Iterable[Draft],
    *,
    key: str,
    by: Person | None,
    at: dt.datetime,
    wait: dt.timedelta = dt.timedelta(0),
    session_id: int | None = None,
) -> Dispatch:
    """Put a telling into the outbox, to go out after `wait`. `by` None: the product tells it by itself. A person who
    stands in the drafts twice is told once. Refused: a person's telling to nobody."""
    each = _once(drafts)
    if by is not None and not each:
        raise Refused("There is nobody to tell.")
    made = Dispatch(key=key, kind=kind, by=by, made_at=at, not_before=at + wait, session_id=session_id)
    for draft in each:
        Notice(
            dispatch=made,
            recipient=draft.recipient,
            address=draft.recipient.email,
            subject=draft.subject,
            body=draft.body,
            path=draft.path,
            message_id=_message_id(key, draft.recipient.email),
            next_at=made.not_before,
        )
    made.did("dispatch", by=by, at=at)
    return made


@dataclass(frozen=True, slots=True)
class Preview:
    """A letter as it will go out, and exactly to whom: what the page before a telling shows."""

    subject: str
    body: str
    path: str
    recipients: tuple[Person, ...]


def previews(drafts: Iterable[Draft]) -> list[Preview]:
    """What `dispatch` would make of the drafts, letter by letter, in their order."""
    letters: dict[tuple[str, str, str], list[Person]] = {}
    for draft in _once(drafts):
        letters.setdefault((draft.subject, draft.body, draft.path), []).append(draft.recipient)
    return [Preview(*letter, tuple(people)) for letter, people in letters.items()]


def _once(drafts: Iterable[Draft]) -> list[Draft]:
    """Each person once, with words that a mail can carry."""
    each: dict[int, Draft] = {}
    for draft in drafts:
        each.setdefault(id(draft.recipient), draft)
    return [
        replace(
            draft,
            subject=fit(draft.subject, one_line=True),
            body=fit(draft.body, one_line=False),
        )
        for draft in each.values()
    ]


def _message_id(key: str, address: str) -> str:
    """The same telling to the same person has one name, however often it is made or sent."""
    return hashlib.sha256(f"{key}\n{address}".encode()).hexdigest()[:40]


def _told(fault: str) -> str:
    """A server's own words, as far as a page can carry them."""
    return fit(fault[:FAULT], one_line=True)


# Selections


def due(at: dt.datetime) -> Select[Notice]:
    """What is to be sent now and nobody else has claimed, the oldest first."""
    free = or_(Notice.claimed_until.is_(None), Notice.claimed_until <= at)
    return (
        select(Notice)
        .where(Notice.state == State.QUEUED, Notice.next_at <= at, free)
        .order_by(Notice.next_at, Notice.id)
    )


def by_key(key: str) -> Select[Dispatch]:
    return select(Dispatch).where(Dispatch.key == key)


def of_keys_for_writing(keys: Sequence[str]) -> Select[Notice]:
    """The notices of these tellings as they are now, held against whoever would send them meanwhile."""
    of_these = select(Notice).join(Notice.dispatch).where(Dispatch.key.in_(keys)).order_by(Notice.id)
    fresh = of_these.options(contains_eager(Notice.dispatch)).execution_options(populate_existing=True)
    return fresh.with_for_update(of=Notice)


def newest(limit: int, before: int | None = None) -> Select[Dispatch]:
    """Tellings with whom they went to, the newest first; those made before the one with that id."""
    found = select(Dispatch).options(
        selectinload(Dispatch.notices).joinedload(Notice.recipient), joinedload(Dispatch.by)
    )
    if before is not None:
        found = found.where(Dispatch.id < before)
    return found.order_by(Dispatch.id.desc()).limit(limit)


def of_dispatch(dispatch: Dispatch) -> Select[Notice]:
    return select(Notice).where(Notice.dispatch_id == dispatch.id).order_by(Notice.id)


def held() -> Select[Notice]:
    """Those that a restored backup keeps back, the oldest first."""
    return _whole().where(Notice.state == State.HELD).order_by(Notice.id)


def queued() -> Select[Notice]:
    """All that have not gone out yet, whenever they are due."""
    return select(Notice).where(Notice.state == State.QUEUED).order_by(Notice.id)


def left_lying(at: dt.datetime) -> Select[int]:
    """How many have been due for so long that nobody seems to send anything."""
    lying = (Notice.state == State.QUEUED, Notice.next_at <= at - LEASE)
    return select(func.count(Notice.id)).where(*lying)


def failed() -> Select[Notice]:
    """Those known not to have arrived, the newest first."""
    lost = or_(Notice.refused_at.is_not(None), Notice.bounced_at.is_not(None))
    return _whole().where(lost).order_by(Notice.id.desc())


def _whole() -> Select[Notice]:
    """With its telling and its recipient."""
    return (
        select(Notice)
        .join(Notice.dispatch)
        .join(Notice.recipient)
        .options(contains_eager(Notice.dispatch), contains_eager(Notice.recipient))
    )
