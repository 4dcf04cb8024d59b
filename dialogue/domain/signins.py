"""Sign-ins that can be revoked, the throttle before them, keys by which a form acts once, texts kept for a person."""

import datetime as dt
import json
import secrets
from collections.abc import Sequence

from sqlalchemy import Delete, ForeignKey, Select, UniqueConstraint, and_, bindparam, delete, func, or_, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from dialogue.domain.base import Base
from dialogue.domain.mailboxes import one_spelling
from dialogue.domain.networks import network
from dialogue.domain.people import Person
from dialogue.domain.tokens import digest

LASTS = dt.timedelta(hours=12)  # absolute: nobody stays signed in over night by working on
CONFIRMED_FOR = dt.timedelta(minutes=10)  # by the sign-in itself, or by password or code again
SEEN_EVERY = dt.timedelta(hours=1)
WINDOW = dt.timedelta(minutes=15)
TRIES_OF_PAIR = 10  # within the window, of one e-mail from one address
TRIES_OF_ADDRESS = 200  # a ministry may share one
ALARM = 50  # so many for one e-mail, from wherever: somebody is guessing
KEPT_BYTES = 512 * 1024
KEPT_FOR = dt.timedelta(days=30)
KEPT_EACH = 50  # texts of one person; the oldest go first
KEYS_FOR = dt.timedelta(days=30)

Fields = list[tuple[str, str]]


class SignIn(Base):
    """The cookie carries the token alone and may outlive the row's expiry: what counts is `stands(at)`."""

    __tablename__ = "sign_ins"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    token: Mapped[str] = mapped_column(unique=True, init=False, default_factory=lambda: secrets.token_urlsafe(32))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), init=False, index=True)
    device: Mapped[str] = mapped_column(default="")
    created_at: Mapped[dt.datetime]
    seen_at: Mapped[dt.datetime] = mapped_column(init=False)
    expires_at: Mapped[dt.datetime] = mapped_column(init=False)
    revoked_at: Mapped[dt.datetime | None] = mapped_column(init=False, default=None)
    confirmed_at: Mapped[dt.datetime] = mapped_column(init=False)

    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True)

    def __post_init__(self) -> None:
        self.seen_at = self.confirmed_at = self.created_at
        self.expires_at = self.created_at + LASTS
        self.did("sign-in:begin", by=self.person, at=self.created_at)

    def stands(self, at: dt.datetime) -> bool:
        return self.person.active and self.revoked_at is None and at < self.expires_at

    def is_confirmed(self, at: dt.datetime) -> bool:
        """Whether its person has proved, not long ago, that nobody else sits there."""
        return at < self.confirmed_at + CONFIRMED_FOR

    def confirm(self, *, at: dt.datetime) -> None:
        self.confirmed_at = at

    def due_to_be_seen(self, at: dt.datetime) -> bool:
        return at >= self.seen_at + SEEN_EVERY

    def see(self, *, at: dt.datetime) -> None:
        """Note the last use; feeds no rule."""
        self.seen_at = at

    def revoke(self, *, by: Person | None, at: dt.datetime) -> None:
        """End it; a second time changes nothing."""
        if self.revoked_at is None:
            self.revoked_at = at
            self.did("sign-in:revoke", by=by, at=at)


class Attempt(Base):
    """A sign-in that was tried, written before the password is looked at, so that many at once count as many. The
    address typed is kept as a hash: people type passwords into the wrong field."""

    __tablename__ = "sign_in_attempts"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    email_digest: Mapped[str] = mapped_column(index=True)
    address: Mapped[str] = mapped_column(index=True)
    at: Mapped[dt.datetime] = mapped_column(index=True)


class FormKey(Base):
    """A form that was acted upon: the same key with the same body answers the first result again."""

    __tablename__ = "form_keys"
    __table_args__ = (UniqueConstraint("digest", "person_id", "action", "body"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    digest: Mapped[str]
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    action: Mapped[str]  # method and address
    body: Mapped[str]  # SHA-256 of what was typed
    at: Mapped[dt.datetime] = mapped_column(index=True)
    location: Mapped[str | None] = mapped_column(init=False, default=None)


class KeptForm(Base):
    """What was typed into a form that could not be accepted as it came; only its own person sees it and sends it."""

    __tablename__ = "kept_forms"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    digest: Mapped[str] = mapped_column(unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    path: Mapped[str]
    typed: Mapped[str]  # JSON: pairs of name and value
    arrived_at: Mapped[dt.datetime] = mapped_column(index=True)

    @property
    def fields(self) -> Fields:
        return [(name, value) for name, value in json.loads(self.typed)]


def email_digest(email: str) -> str:
    return digest(one_spelling(email))


def attempt(email: str, address: str, *, at: dt.datetime) -> Attempt:
    """`address`: of the machine, or the name of a browser in which that person has signed in before."""
    return Attempt(email_digest=email_digest(email), address=network(address), at=at)


def keep(person_id: int, path: str, fields: Fields, *, at: dt.datetime) -> tuple[KeptForm, str] | None:
    """Keep a text for its person; returns it with the token of its page, or None where it is too long to keep."""
    typed = json.dumps(fields, ensure_ascii=False)
    if len(typed.encode()) > KEPT_BYTES:
        return None
    token = secrets.token_urlsafe(32)
    return KeptForm(digest=digest(token), person_id=person_id, path=path, typed=typed, arrived_at=at), token


def wait(pair_tries: int, address_tries: int) -> bool:
    """Whether the next try is over the limit. How often an e-mail was tried from elsewhere does not count: whoever
    knows it could make its owner wait, and objecting is never throttled (practice §0.6)."""
    return pair_tries >= TRIES_OF_PAIR or address_tries >= TRIES_OF_ADDRESS


def alarms(email_tries: int) -> bool:
    """Whether whoever runs the house is to be told of this try for one e-mail."""
    return email_tries > 0 and email_tries % ALARM == 0


# Selections


# Every page asks this: made once, with `token` to be put in, and without the city in which the organisation sits.
BY_TOKEN = (
    select(SignIn)
    .where(SignIn.token == bindparam("token"))
    .options(joinedload(SignIn.person, innerjoin=True).joinedload(Person.organisation, innerjoin=True).lazyload("*"))
)


def standing(at: dt.datetime) -> Select[SignIn]:
    """Everybody's sign-ins that stand."""
    return select(SignIn).where(SignIn.revoked_at.is_(None), SignIn.expires_at > at)


def standing_of(person: Person, at: dt.datetime) -> Select[SignIn]:
    """The person's sign-ins that stand, last used first."""
    mine = standing(at).where(SignIn.person_id == person.id)
    return mine.order_by(SignIn.seen_at.desc(), SignIn.id.desc())


def tries(tried: Attempt) -> Select[int, int, int]:
    """How often, within the window before it, this e-mail was tried from this address, anything from this address, and
    this e-mail from anywhere."""
    within = [Attempt.at > tried.at - WINDOW, Attempt.at <= tried.at]
    email, address = Attempt.email_digest == tried.email_digest, Attempt.address == tried.address
    pair = and_(email, address)
    return select(
        func.count().filter(pair), func.count().filter(address), func.count().filter(email)
    ).where(*within, or_(email, address))  # fmt: skip


def settled(tried: Attempt) -> Delete:
    """What a successful sign-in wipes: the tries of this e-mail from this address."""
    return delete(Attempt).where(Attempt.email_digest == tried.email_digest, Attempt.address == tried.address)


def outdated(at: dt.datetime) -> Sequence[Delete]:
    """Rows that no rule reads any more."""
    return (
        delete(Attempt).where(Attempt.at < at - WINDOW),
        delete(FormKey).where(FormKey.at < at - KEYS_FOR),
        delete(KeptForm).where(KeptForm.arrived_at < at - KEPT_FOR),
    )


def first_result(key: FormKey) -> Select[FormKey]:
    """The row of the same form, sent before with the same body."""
    same = [FormKey.digest == key.digest, FormKey.person_id == key.person_id]
    return select(FormKey).where(*same, FormKey.action == key.action, FormKey.body == key.body)


def kept_for(person: Person, token: str) -> Select[KeptForm]:
    return select(KeptForm).where(KeptForm.digest == digest(token), KeptForm.person_id == person.id)


def surplus(person_id: int) -> Select[KeptForm]:
    """Kept texts beyond what one person may have, the oldest."""
    mine = select(KeptForm).where(KeptForm.person_id == person_id)
    return mine.order_by(KeptForm.arrived_at.desc(), KeptForm.id.desc()).offset(KEPT_EACH - 1)
