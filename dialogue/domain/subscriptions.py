"""Subscriptions: the secret addresses from which a person's calendar programs fetch sessions. No address is stored."""

import datetime as dt
import enum
from collections.abc import Collection, Iterable, Sequence
from itertools import chain, count

from sqlalchemy import ForeignKey, Select, select
from sqlalchemy.orm import Mapped, joinedload, lazyload, mapped_column, relationship

from dialogue.domain.base import Base, Refused, words
from dialogue.domain.people import Person
from dialogue.domain.text import clean, fit
from dialogue.domain.tokens import digest, worked_out
from dialogue.domain.topics import Topic

NAME = 80
PROGRAM = 80
MOST = 20  # addresses of one person at a time: each is a key that somebody has to remember to take back
SEEN_EVERY = dt.timedelta(hours=1)
SHOWN_FOR = dt.timedelta(minutes=15)  # time to carry an address over to another device


class Scope(enum.StrEnum):
    """What the calendar holds: of the sessions every one that the person may see, those that the person takes part in,
    or those whose public agenda names one topic; or what the person or its side has to do by a day."""

    ALL = "all sessions"
    MINE = "my sessions"
    DEADLINES = "my deadlines"
    TOPIC = "one topic"


class Subscription(Base):
    """Of the address only the SHA-256 of its token is kept, so that a stolen backup opens nobody's calendar. A discreet
    one says when, and nothing else."""

    __tablename__ = "subscriptions"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), init=False, index=True)
    topic_id: Mapped[int | None] = mapped_column(ForeignKey("topics.id"), init=False, index=True)
    name: Mapped[str]
    scope: Mapped[Scope] = mapped_column(words(Scope))
    is_discreet: Mapped[bool] = mapped_column(default=False)
    token_sha256: Mapped[str] = mapped_column(unique=True)
    made_at: Mapped[dt.datetime]
    last_used_at: Mapped[dt.datetime | None] = mapped_column(init=False, default=None)
    last_used_by: Mapped[str] = mapped_column(init=False, default="")  # what the program calls itself
    revoked_at: Mapped[dt.datetime | None] = mapped_column(init=False, default=None)

    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True)
    topic: Mapped[Topic | None] = relationship(default=None)  # of the scope of one topic alone

    def alive(self, at: dt.datetime) -> bool:
        """Whether the address answers at that instant; what it then shows is a question of access."""
        return self.person.active and (self.revoked_at is None or at < self.revoked_at)

    def may_be_shown(self, at: dt.datetime) -> bool:
        """Whether its address may still be shown to the person, who has just made it."""
        return self.alive(at) and at < self.made_at + SHOWN_FOR

    def due_to_be_seen(self, at: dt.datetime) -> bool:
        return self.seen_until is None or at >= self.seen_until

    @property
    def seen_until(self) -> dt.datetime | None:
        """Until when its last use need not be noted again; None before its first."""
        return None if self.last_used_at is None else self.last_used_at + SEEN_EVERY

    def see(self, program: str, *, at: dt.datetime) -> None:
        """Note the last use and by what; feeds no rule."""
        self.last_used_at, self.last_used_by = at, fit(program[:PROGRAM], one_line=True)

    def revoke(self, *, by: Person | None, at: dt.datetime) -> None:
        """The address answers no more, for good; a second time changes nothing."""
        if self.revoked_at is None:
            self.revoked_at = at
            self.did("subscription:revoke", by=by, at=at)


def subscribe(
    person: Person,
    *,
    name: str,
    scope: Scope,
    topic: Topic | None = None,
    is_discreet: bool = False,
    token: str,
    existing: Sequence[Subscription],
    at: dt.datetime,
) -> Subscription:
    """A new address beside the existing ones. Refused: a name that says nothing, no topic where one is asked for, one
    address too many."""
    name = clean(name, limit=NAME, one_line=True)
    if not name:
        raise Refused("Please give the calendar a name, so that you can tell your addresses apart.")
    if scope is Scope.TOPIC and topic is None:
        raise Refused("Please choose the topic of the calendar.")
    if len([one for one in existing if one.alive(at)]) >= MOST:
        raise Refused("You have %(most)d calendar addresses. Please revoke one that you no longer use.", most=MOST)
    subscription = Subscription(
        person=person, name=name, scope=scope, topic=topic if scope is Scope.TOPIC else None, is_discreet=is_discreet,
        token_sha256=digest(token), made_at=at,
    )  # fmt: skip
    subscription.did("subscription:make", by=person, at=at)
    return subscription


def token_for(secret: str, *form: str) -> str:
    """The token of the address that this form makes: sent twice, the form makes one address and can show it twice,
    though it is stored nowhere. Whoever does not hold the secret can no more guess it than a random one."""
    return worked_out(secret, "subscription", *form)


# Selections


def by_token(token: str) -> Select[Subscription]:
    return select(Subscription).where(Subscription.token_sha256 == digest(token))


def by_ids(ids: Collection[int]) -> Select[Subscription]:
    """These addresses, without their persons."""
    return select(Subscription).where(Subscription.id.in_(ids)).options(lazyload(Subscription.person))


def of_everybody() -> Select[Subscription]:
    """All addresses that were not revoked."""
    return select(Subscription).where(Subscription.revoked_at.is_(None))


def not_revoked(person: Person) -> Select[Subscription]:
    """The person's addresses, oldest first, each with its topic."""
    mine = of_everybody().where(Subscription.person_id == person.id).options(joinedload(Subscription.topic))
    return mine.order_by(Subscription.made_at, Subscription.id)


def free_name(name: str, existing: Iterable[Subscription]) -> str:
    """A name to propose that none of the person's addresses has: with a number from the second on."""
    taken = {one.name for one in existing}
    numbered = (f"{name} {n}" for n in count(2))
    return next(one for one in chain([name], numbered) if one not in taken)
