"""Links by which people set their passwords, and what people ask who have forgotten theirs.

A link is for one person, works once and for a day. It is made for the account as it is: it dies with a changed password
or address, and with the account. The link itself is stored nowhere, only its SHA-256."""

import datetime as dt
import enum
import json
import secrets

from sqlalchemy import Delete, ForeignKey, Select, bindparam, delete, func, or_, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dialogue.domain.base import Base, Refused, words
from dialogue.domain.mailboxes import one_spelling
from dialogue.domain.networks import network
from dialogue.domain.people import Person
from dialogue.domain.tokens import digest, worked_out

PATH = "/password/links/"
LASTS = dt.timedelta(hours=24)
SHOWN_FOR = dt.timedelta(minutes=15)  # to whoever made it and hands it over: time to do so
ASKED_WITHIN = dt.timedelta(hours=1)
ASKED_MOST = 3  # mails within that time that one account gets by asking; those it has open the account all the same
WINDOW = dt.timedelta(minutes=15)
ASKED_FROM_ONE_PLACE = 200  # within the window; a ministry may share one address


class Purpose(enum.StrEnum):
    INVITATION = "invitation"  # the account has no password yet
    RESET = "reset"


class PasswordLink(Base):
    """`name` is what the house calls the link, and opens nothing; the link is worked out of it with the server's key.
    `made_by` nobody: the person asked for it, or, of one that is handed over, whoever runs the machine made it."""

    __tablename__ = "password_links"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), init=False, index=True)
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), init=False)
    purpose: Mapped[Purpose] = mapped_column(words(Purpose))
    name: Mapped[str] = mapped_column(unique=True)
    token_sha256: Mapped[str] = mapped_column(unique=True)
    account_sha256: Mapped[str]
    by_hand: Mapped[bool]  # no mail brings it
    handed_to_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), init=False)
    made_at: Mapped[dt.datetime]
    expires_at: Mapped[dt.datetime]
    ended_at: Mapped[dt.datetime | None] = mapped_column(init=False, default=None)

    person: Mapped[Person] = relationship(foreign_keys=[person_id], lazy="joined", innerjoin=True)
    made_by: Mapped[Person | None] = relationship(foreign_keys=[made_by_id])
    handed_to: Mapped[Person | None] = relationship(foreign_keys=[handed_to_id])

    @property
    def invites(self) -> bool:
        return self.purpose is Purpose.INVITATION

    @property
    def key(self) -> str:
        """The key of the telling that brings it."""
        return f"password link:{self.name}"

    @property
    def path(self) -> str:
        """What a notice that brings it carries; `mailed` makes the link of it."""
        return PATH + self.name

    def opens(self, at: dt.datetime) -> bool:
        alive = self.ended_at is None and at < self.expires_at
        return alive and self.person.active and self.account_sha256 == _account(self.person)

    def may_be_shown(self, to: Person, at: dt.datetime) -> bool:
        """Whether it may still be shown to that person, who hands it over: to whoever made it for a quarter of an hour;
        to somebody who learns of it later for as long as it opens."""
        there = self.handed_to is to and may_hold(to, self.person)
        return there and (self.made_by is not to or at < self.made_at + SHOWN_FOR) and self.opens(at)

    def use(self, password_hash: str, *, at: dt.datetime) -> None:
        """Set the password. Refused: a link that was used, is too old, or was made for another state of the account."""
        if not self.opens(at):
            raise Refused("This link opens nothing any more. Please ask for a new one.")
        self.ended_at = at
        self.person.password_hash = password_hash
        self.person.did("set password by link", by=self.person, at=at)

    def revoke(self, *, by: Person | None, at: dt.datetime) -> None:
        """It opens nothing any more; a second time changes nothing."""
        if self.ended_at is None:
            self.ended_at = at
            self.person.did("revoke link", by=by, at=at)


class PasswordRequest(Base):
    """That somebody who says to have this address has forgotten a password. It is written for known and unknown
    addresses alike and answered later, so that nobody learns from the answer, or from how long it takes, who is known.
    The address is kept as a hash: people type passwords into the wrong field."""

    __tablename__ = "password_requests"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    email_digest: Mapped[str]
    network: Mapped[str] = mapped_column(index=True)
    at: Mapped[dt.datetime] = mapped_column(index=True)
    answered_at: Mapped[dt.datetime | None] = mapped_column(init=False, default=None)


def make(
    person: Person, *, secret: str, by: Person | None, by_hand: bool, at: dt.datetime, to: Person | None = None
) -> PasswordLink:
    """A link to set this person's password, beside those that there are. `to`: who hands it over, where no mail brings
    it; nobody: it is shown where it was made, to whoever runs the machine. Refused: of a closed account."""
    if not person.active:
        raise Refused("This account is closed. Please open it again first.")
    name = secrets.token_urlsafe(24)
    person.did("make link" if by is not None or by_hand else "ask for link", by=by, at=at)
    return PasswordLink(
        person=person,
        made_by=by,
        purpose=Purpose.INVITATION if person.password_hash is None else Purpose.RESET,
        name=name,
        token_sha256=digest(token(name, secret)),
        account_sha256=_account(person),
        by_hand=by_hand,
        handed_to=to,
        made_at=at,
        expires_at=at + LASTS,
    )


def may_hold(holder: Person, person: Person) -> bool:
    """Whether a link into the person's account may be in that holder's hands: never in those of the other Party."""
    there, here = holder.organisation, person.organisation
    return there.id == here.id or not (there.is_party and here.is_party)


def ask(email: str, address: str, *, at: dt.datetime) -> PasswordRequest:
    return PasswordRequest(email_digest=digest(one_spelling(email)), network=network(address), at=at)


def token(name: str, secret: str) -> str:
    """The secret of a link, of its name and the server's key."""
    return worked_out(secret, "password link", name)


def mailed(path: str, secret: str) -> str:
    """The path of a notice as it goes out: that of a link gets its secret, which stands nowhere else."""
    return PATH + token(path.removeprefix(PATH), secret) if path.startswith(PATH) else path


def _account(person: Person) -> str:
    """What a link is bound to."""
    return digest(json.dumps([person.email, person.password_hash]))


# Selections


def by_token(token: str) -> Select[PasswordLink]:
    return select(PasswordLink).where(PasswordLink.token_sha256 == digest(token))


def by_token_for_writing(token: str) -> Select[PasswordLink]:
    """The link as it is now, held against whoever would use it at the same moment."""
    return by_token(token).with_for_update(of=PasswordLink).execution_options(populate_existing=True)


def not_ended() -> Select[PasswordLink]:
    return select(PasswordLink).where(PasswordLink.ended_at.is_(None))


def of_person(person: Person) -> Select[PasswordLink]:
    """Those that were not used or revoked, the newest first; whether each still opens, it tells itself."""
    return not_ended().where(PasswordLink.person_id == person.id).order_by(PasswordLink.id.desc())


def ever_made(person: Person) -> Select[int]:
    """How many links were ever made for the person."""
    return select(func.count(PasswordLink.id)).where(PasswordLink.person_id == person.id)


def asked(person: Person, at: dt.datetime) -> Select[int]:
    """How many links the person got lately by asking."""
    own = (PasswordLink.person_id == person.id, PasswordLink.made_by_id.is_(None), PasswordLink.by_hand.is_(False))
    return select(func.count(PasswordLink.id)).where(*own, PasswordLink.made_at > at - ASKED_WITHIN)


# Asked for each page that says what waits: made once. Whether each still opens, it tells itself.
HANDED = (
    select(PasswordLink)
    .where(PasswordLink.handed_to_id == bindparam("person_id"), PasswordLink.made_by_id != PasswordLink.handed_to_id)
    .where(PasswordLink.ended_at.is_(None), PasswordLink.expires_at > bindparam("at"))
    .order_by(PasswordLink.id)
)


def requests() -> Select[PasswordRequest]:
    """What waits to be answered, the oldest first; a row that another process is answering is passed over."""
    waiting = select(PasswordRequest).where(PasswordRequest.answered_at.is_(None)).order_by(PasswordRequest.id)
    return waiting.with_for_update(skip_locked=True)


def from_one_place(wish: PasswordRequest) -> Select[int, dt.datetime | None]:
    """How often somebody asked from there lately, and when first."""
    within = (PasswordRequest.network == wish.network, PasswordRequest.at > wish.at - WINDOW)
    return select(func.count(PasswordRequest.id), func.min(PasswordRequest.at)).where(*within)


def waiting(at: dt.datetime) -> Select[int]:
    """How many requests have something to be done about them: to be answered, or forgotten."""
    old = PasswordRequest.at <= at - WINDOW
    return select(func.count(PasswordRequest.id)).where(or_(PasswordRequest.answered_at.is_(None), old))


def outdated(at: dt.datetime) -> Delete:
    """Requests that were answered and that no rule reads any more."""
    return delete(PasswordRequest).where(PasswordRequest.answered_at.is_not(None), PasswordRequest.at <= at - WINDOW)
