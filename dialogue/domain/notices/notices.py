"""The outbox: what the product tells people by mail. A notice is a row in the same transaction as the act of which it
tells; it is sent afterwards, by whichever process comes first, never twice, and to nobody who may not read it by then
(`access.may_be_told`)."""

import datetime as dt

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dialogue.domain.base import Base, Refused, words
from dialogue.domain.editions import Level
from dialogue.domain.notices.kinds import FLOW, Loss, NoticeState
from dialogue.domain.people import Person
from dialogue.domain.text import fit

WAIT = dt.timedelta(seconds=60)  # for what a person sends to many: time to see a mistake and take it back
LEASE = dt.timedelta(minutes=15)  # longer than the longest talk with a mail server: then whoever claimed it is dead
LONGEST_PAUSE = 60  # minutes
FAULT = 500


class Dispatch(Base):
    """One telling of one thing, to one or many: its key says what is told, and nothing is told twice. `about_id` is the
    row of that thing, whose noun follows from the kind; None: it is about the recipient's own account."""

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
    about_id: Mapped[int | None] = mapped_column(default=None)
    digest: Mapped[str] = mapped_column(default="")  # of the facts of its session that its words name; none: ""

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
            if notice.is_waiting:
                notice.state = FLOW.move(notice.state, NoticeState.UNDONE)
        self.undone_at, self.undone_by = at, by
        self.did("undo", by=by, at=at)


class Notice(Base):
    """One mail to one person, in the words of the act. It goes to the address that the person has when it goes, and not
    at all if the person may not read by then what it tells of."""

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
    state: Mapped[NoticeState] = mapped_column(words(NoticeState), init=False, default=NoticeState.QUEUED)
    next_at: Mapped[dt.datetime]
    attempts: Mapped[int] = mapped_column(init=False, default=0)
    claimed_until: Mapped[dt.datetime | None] = mapped_column(init=False, default=None)
    sent_at: Mapped[dt.datetime | None] = mapped_column(init=False, default=None)
    refused_at: Mapped[dt.datetime | None] = mapped_column(init=False, default=None, index=True)
    bounced_at: Mapped[dt.datetime | None] = mapped_column(init=False, default=None, index=True)
    last_error: Mapped[str] = mapped_column(init=False, default="")
    level: Mapped[Level | None] = mapped_column(
        words(Level), default=None
    )  # of the edition that its words are cut from
    follows_person: Mapped[bool] = mapped_column(default=True)  # to another address, if that changes before it goes
    called_back_at: Mapped[dt.datetime | None] = mapped_column(init=False, default=None)
    called_back_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), init=False)
    called_back_why: Mapped[Loss | None] = mapped_column(words(Loss), init=False, default=None)
    told_at: Mapped[dt.datetime | None] = mapped_column(init=False, default=None)  # by another way, what did not arrive
    told_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), init=False)
    told_how: Mapped[str] = mapped_column(init=False, default="")
    version: Mapped[int] = mapped_column(init=False)

    dispatch: Mapped[Dispatch] = relationship(back_populates="notices")
    recipient: Mapped[Person] = relationship(foreign_keys=[recipient_id])
    called_back_by: Mapped[Person | None] = relationship(foreign_keys=[called_back_by_id], init=False, default=None)
    told_by: Mapped[Person | None] = relationship(foreign_keys=[told_by_id], init=False, default=None)

    __mapper_args__ = {"version_id_col": version}

    @property
    def session_id(self) -> int | None:
        return self.dispatch.session_id

    @property
    def accepted_at(self) -> dt.datetime | None:
        """When the mail server accepted it; never for one that was written to a file."""
        return self.sent_at if self.state is NoticeState.SENT else None

    @property
    def failed_at(self) -> dt.datetime | None:
        """When it was known not to have arrived: refused for good, or come back."""
        return self.refused_at or self.bounced_at

    @property
    def settled_at(self) -> dt.datetime | None:
        """When it left the outbox, by mail or into a file."""
        return self.sent_at

    @property
    def ended_at(self) -> dt.datetime | None:
        """When nothing was left to be done with it: it went, it failed, or it was called back."""
        return self.settled_at or self.failed_at or self.called_back_at

    @property
    def has_begun(self) -> bool:
        return self.attempts > 0

    @property
    def word(self) -> str:
        """What became of it, in its word; one that came back was sent all the same."""
        return "came back" if self.bounced_at is not None else self.state.value

    @property
    def is_late(self) -> bool:
        """Whether it was tried and has to be tried again."""
        return self.state is NoticeState.QUEUED and bool(self.last_error)

    @property
    def may_bounce(self) -> bool:
        return self.state is NoticeState.SENT and self.bounced_at is None

    @property
    def is_waiting(self) -> bool:
        """Whether it may still go out, by itself or by a secretary's word."""
        return self.state in (NoticeState.QUEUED, NoticeState.HELD)

    @property
    def never_came(self) -> bool:
        """Whether it is known not to have reached its recipient: it was taken or called back, refused, or came back."""
        return self.state in (NoticeState.UNDONE, NoticeState.CALLED_BACK) or self.failed_at is not None

    @property
    def is_held(self) -> bool:
        return self.state is NoticeState.HELD

    def can(self, to: NoticeState) -> bool:
        return FLOW.allows(self.state, to)

    def is_in_hand(self, at: dt.datetime) -> bool:
        """Whether a process speaks to the mail server about it just now."""
        return self.claimed_until is not None and self.claimed_until > at

    def is_due(self, at: dt.datetime) -> bool:
        return self.state is NoticeState.QUEUED and self.next_at <= at and not self.is_in_hand(at)

    def rewrite(self, subject: str, body: str) -> None:
        """What it says of its session is not so any more: it says what is, before it goes."""
        self.subject, self.body = fit(subject, one_line=True), fit(body, one_line=False)

    def claim(self, *, at: dt.datetime, lease: dt.timedelta = LEASE) -> None:
        """Take it for this process, to be committed before the mail server is spoken to; it goes to the address that
        the person has now. Whoever claims and dies loses it when the lease ends. Refused: what is not due, or
        another's."""
        if not self.is_due(at):
            raise Refused("This notice is not due, or is being sent already.")
        self.attempts += 1
        self.claimed_until = at + lease
        if self.follows_person:
            self.address = self.recipient.email

    def sent(self, *, at: dt.datetime) -> None:
        """The mail server accepted it at that instant."""
        self._settle(NoticeState.SENT, at)
        self.sent_at = at

    def written(self, *, at: dt.datetime) -> None:
        """It stands in a file; by that nobody has been told."""
        self._settle(NoticeState.WRITTEN, at)
        self.sent_at = at

    def refuse(self, fault: str, *, at: dt.datetime) -> None:
        """The mail server will never take it, and says why."""
        self._settle(NoticeState.REFUSED, at)
        self.refused_at, self.last_error = at, _told(fault)

    def postpone(self, fault: str, *, at: dt.datetime) -> None:
        """It did not go now: tried again after 1, 2, 4 … 60 minutes, and never given up."""
        pause = min(2 ** max(self.attempts - 1, 0), LONGEST_PAUSE)
        self.next_at, self.claimed_until = at + dt.timedelta(minutes=pause), None
        self.last_error = _told(fault)

    def bounce(self, *, by: Person | None, at: dt.datetime) -> None:
        """It came back, as a secretary has seen or, without `by`, a mail server has said. Refused: for what was never
        sent, twice."""
        if self.state is not NoticeState.SENT:
            raise Refused("Only a notice that was sent can have come back.")
        if self.bounced_at is not None:
            raise Refused("That this notice came back is recorded already.")
        self.bounced_at = at
        self.did("bounce", by=by, at=at)

    def must_be_told_otherwise(self) -> None:
        """Refused: of what is not known to have failed, twice."""
        if self.failed_at is None:
            raise Refused("Nothing tells that this notice did not arrive.")
        if self.told_at is not None:
            raise Refused("That its recipient was told by another way is recorded already.")

    def tell_otherwise(self, how: str, *, by: Person, at: dt.datetime) -> None:
        """It did not arrive, and its recipient knows by another way what it says."""
        self.must_be_told_otherwise()
        if not how.strip():
            raise Refused("Please say how the person was told.")
        self.told_at, self.told_by, self.told_how = at, by, how
        self.did("told otherwise", by=by, at=at)

    def hold(self, *, at: dt.datetime) -> None:
        """A backup was put back: nobody knows whether this went out since it was made."""
        self.state = FLOW.move(self.state, NoticeState.HELD)
        self.claimed_until = None
        self.did("hold", by=None, at=at)

    def release(self, *, by: Person, at: dt.datetime) -> None:
        """Send it after all; whoever has it already sees by its Message-ID that it is the same one."""
        self._unhold(NoticeState.QUEUED)
        self.next_at = at
        self.did("release", by=by, at=at)

    def drop(self, *, by: Person | None, at: dt.datetime) -> None:
        """Do not send what was held: it went out before, or is of no use any more."""
        self._unhold(NoticeState.UNDONE)
        self.did("drop", by=by, at=at)

    def call_back(self, why: Loss, *, by: Person | None, at: dt.datetime) -> None:
        """Its recipient may not read any more what it tells of: it is never sent, and stays in the list with who, when
        and why. Without `by` the product found it."""
        self.state = FLOW.move(self.state, NoticeState.CALLED_BACK)
        self.called_back_at, self.called_back_by, self.called_back_why = at, by, why
        self.claimed_until = None
        self.did(self.state.value, by=by, at=at)

    def overtake(self, *, at: dt.datetime) -> None:
        """It would arrive after the news and say the opposite: the product takes it back."""
        self.state = FLOW.move(self.state, NoticeState.UNDONE)
        self.called_back_at, self.called_back_why = at, Loss.OVERTAKEN
        self.claimed_until = None
        self.did("undo", by=None, at=at)

    def _settle(self, state: NoticeState, at: dt.datetime) -> None:
        self.state = FLOW.move(self.state, state)
        self.claimed_until, self.last_error = None, ""
        self.did(state.value, by=None, at=at)

    def _unhold(self, state: NoticeState) -> None:
        if not self.is_held:
            raise Refused("This notice is not held.")
        self.state = FLOW.move(self.state, state)


def _told(fault: str) -> str:
    """A server's own words, as far as a page can carry them."""
    return fit(fault[:FAULT], one_line=True)
