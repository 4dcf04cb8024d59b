"""Mails that came in for the secretariat: kept before anybody reads them, then counted or put before a secretary.

What a program can read without doubt counts by itself; all else waits for a person. No mail is lost on the way."""

import datetime as dt
import enum
import hashlib

from sqlalchemy import Delete, ForeignKey, ScalarSelect, Select, delete, func, select
from sqlalchemy.orm import Mapped, aliased, joinedload, mapped_column, relationship

from dialogue.domain.base import Base, Refused, words
from dialogue.domain.delegations import Participant, Reply
from dialogue.domain.flow import Flow
from dialogue.domain.notices import Notice
from dialogue.domain.people import Person
from dialogue.domain.sessions import Session
from dialogue.domain.text import LINE, fit, unturned

LARGEST = 1024 * 1024  # bytes of a mail that are kept; of a larger one its beginning, its size and its hash
EXCERPT = 10_000  # characters of its words that a page shows
KEPT_FOR = dt.timedelta(days=90)  # after it was counted, recorded or put aside


class MailState(enum.StrEnum):
    WAITING = "not read yet"
    COUNTED = "counted as an answer"
    RETURNED = "recorded as a return"
    IGNORED = "needs nobody"  # an automatic answer, or a delay that a mail server tells of
    QUEUED = "waits for a secretary"
    RECORDED = "recorded by a secretary"
    ASIDE = "put aside"


class Doubt(enum.StrEnum):
    """Why a mail was not counted by itself: what a secretary is told beside it."""

    UNREADABLE = "It could not be read by the product."
    TOO_LARGE = "It is too large; its beginning alone was kept."
    WORDS = "It is written to people, and holds no answer that a calendar program made."
    OTHER = "A calendar program asks for something that only a secretary can do."
    COUNTER = "It proposes another time."
    SEVERAL = "It is not one answer of one person to one session."
    UNKNOWN = "It answers an invitation that is none of ours."
    NOT_INVITED = "It answers for somebody who is not invited to this session."
    SENDER = "It was not sent from the address that it answers for, or the mail server doubts that it was."
    OUTDATED = "It answers an invitation of before: date, place or state of the session have changed since."
    AUTOMATIC = "It says that a machine has sent it."
    CLOSED = "An answer to this session cannot be recorded any more."
    RETURN = "It says that one of our mails came back, without the proof that it was that one."
    ROUND = "It answers a mail about a text under silence. It may be an objection: please read it at once."


FLOW = Flow(
    {
        MailState.WAITING: {MailState.COUNTED, MailState.RETURNED, MailState.IGNORED, MailState.QUEUED},
        MailState.QUEUED: {MailState.RECORDED, MailState.ASIDE},
    }
)


class IncomingMail(Base):
    """One mail as it came in. The same bytes twice are one mail."""

    __tablename__ = "incoming_mails"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    sha256: Mapped[str] = mapped_column(unique=True)  # of the whole, also of one that was cut
    size: Mapped[int]
    raw: Mapped[bytes] = mapped_column(deferred=True)
    arrived_at: Mapped[dt.datetime]
    state: Mapped[MailState] = mapped_column(words(MailState), init=False, default=MailState.WAITING, index=True)
    state_at: Mapped[dt.datetime]
    doubt: Mapped[str] = mapped_column(init=False, default="")
    sender: Mapped[str] = mapped_column(init=False, default="")
    subject: Mapped[str] = mapped_column(init=False, default="")
    excerpt: Mapped[str] = mapped_column(init=False, default="")
    proposed: Mapped[str] = mapped_column(init=False, default="")  # another time, as its sender's program says it
    reply: Mapped[Reply | None] = mapped_column(words(Reply), init=False, default=None)
    session_id: Mapped[int | None] = mapped_column(ForeignKey("sessions.id"), init=False, index=True)
    seat_id: Mapped[int | None] = mapped_column(ForeignKey("participants.id"), init=False)
    notice_id: Mapped[int | None] = mapped_column(ForeignKey("notices.id"), init=False)  # that it answers or returns
    by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), init=False)
    why: Mapped[str] = mapped_column(init=False, default="")
    version: Mapped[int] = mapped_column(init=False)

    session: Mapped[Session | None] = relationship(init=False, default=None)
    seat: Mapped[Participant | None] = relationship(init=False, default=None)
    notice: Mapped[Notice | None] = relationship(init=False, default=None)
    by: Mapped[Person | None] = relationship(init=False, default=None)

    __mapper_args__ = {"version_id_col": version}

    @property
    def is_cut(self) -> bool:
        return self.size > LARGEST

    @property
    def waits(self) -> bool:
        """Whether it waits for a secretary."""
        return self.state is MailState.QUEUED

    def says(self, *, sender: str, subject: str, excerpt: str) -> None:
        """What its list shows of it: whatever somebody wrote, as text that a page can carry."""
        self.sender = fit(sender[: 2 * LINE], one_line=True)[:LINE]
        self.subject = fit(subject[: 2 * LINE], one_line=True)[:LINE]
        self.excerpt = unturned(fit(excerpt[:EXCERPT], one_line=False))

    def count(self, seat: Participant, reply: Reply, *, at: dt.datetime) -> None:
        """The person's own answer, without a doubt."""
        self.session, self.seat, self.reply = seat.session, seat, reply
        self._become(MailState.COUNTED, at=at)

    def returns(self, notice: Notice, *, at: dt.datetime) -> None:
        self.notice = notice
        self._become(MailState.RETURNED, at=at)

    def ignore(self, *, at: dt.datetime) -> None:
        self._become(MailState.IGNORED, at=at)

    def queue(self, doubt: Doubt, *, at: dt.datetime) -> None:
        """Put it before the secretaries."""
        self.doubt = doubt.value
        self._become(MailState.QUEUED, at=at)

    def record(self, seat: Participant, reply: Reply, *, by: Person, at: dt.datetime) -> None:
        """A secretary takes it for that person's answer."""
        self._must_wait()
        self.session, self.seat, self.reply, self.by = seat.session, seat, reply, by
        self._become(MailState.RECORDED, at=at, by=by)

    def put_aside(self, why: str, *, by: Person, at: dt.datetime) -> None:
        """Nothing is to be recorded, and why."""
        self._must_wait()
        if not why.strip():
            raise Refused("Please say why this mail is put aside.")
        self.why, self.by = why, by
        self._become(MailState.ASIDE, at=at, by=by)

    def _must_wait(self) -> None:
        if not self.waits:
            raise Refused("This mail is settled already: %(state)s.", state=self.state.value)

    def _become(self, state: MailState, *, at: dt.datetime, by: Person | None = None) -> None:
        self.state, self.state_at = FLOW.move(self.state, state), at
        self.did(state.value, by=by, at=at)


def keep(raw: bytes, *, size: int, sha256: str, at: dt.datetime) -> IncomingMail:
    """A mail as it came, which nobody has looked into."""
    return IncomingMail(sha256=sha256, size=size, raw=raw[:LARGEST], arrived_at=at, state_at=at)


def digest(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()


def by_digest(sha256: str) -> Select[int]:
    return select(IncomingMail.id).where(IncomingMail.sha256 == sha256)


def unread() -> Select[int]:
    """The ids of those that nobody has looked into, in the order in which they came."""
    return select(IncomingMail.id).where(IncomingMail.state == MailState.WAITING).order_by(IncomingMail.id)


def waiting(limit: int | None = None) -> Select[IncomingMail]:
    """What waits for a secretary, the oldest first."""
    return _whole().where(IncomingMail.state == MailState.QUEUED).order_by(IncomingMail.id).limit(limit)


def first_waiting() -> ScalarSelect[int]:
    """The id of the oldest of them."""
    each = aliased(IncomingMail)
    return select(func.min(each.id)).where(each.state == MailState.QUEUED).scalar_subquery()


def how_many_wait() -> Select[int]:
    return select(func.count(IncomingMail.id)).where(IncomingMail.state == MailState.QUEUED)


def settled(limit: int, before: int | None = None) -> Select[IncomingMail]:
    """What waits for nobody, the newest first."""
    found = _whole().where(IncomingMail.state.not_in([MailState.QUEUED, MailState.WAITING]))
    if before is not None:
        found = found.where(IncomingMail.id < before)
    return found.order_by(IncomingMail.id.desc()).limit(limit)


def by_id(mail_id: int) -> Select[IncomingMail]:
    return _whole().where(IncomingMail.id == mail_id)


def outdated(at: dt.datetime) -> Select[int]:
    """The ids of those that were settled so long ago that they are not kept any more."""
    return select(IncomingMail.id).where(
        IncomingMail.state.not_in([MailState.QUEUED, MailState.WAITING]), IncomingMail.state_at < at - KEPT_FOR
    )


def forget(at: dt.datetime) -> Delete:
    return delete(IncomingMail).where(IncomingMail.id.in_(outdated(at)))


def _whole() -> Select[IncomingMail]:
    seat = joinedload(IncomingMail.seat).joinedload(Participant.person)
    return select(IncomingMail).options(joinedload(IncomingMail.session), seat, joinedload(IncomingMail.by))
