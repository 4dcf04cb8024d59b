"""Second factors: authenticator apps and passkeys, recovery codes, and the half of a sign-in that waits for one."""

import base64
import datetime as dt
import enum
import hmac
import secrets
from collections.abc import Iterable, Sequence

import pyotp
from sqlalchemy import BigInteger, Delete, ForeignKey, Select, delete, func, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from dialogue.domain.base import Base, Refused, words
from dialogue.domain.people import Person
from dialogue.domain.tokens import digest, worked_out

HALF_LASTS = dt.timedelta(minutes=10)
TRIES = 5  # wrong codes after one right password
CHALLENGE_LASTS = dt.timedelta(minutes=5)
SUSPICION = dt.timedelta(days=1)  # how far back wrong codes are counted
SUSPECT = 10  # wrong codes for one person: from then on two codes in a row are asked for
STEP = 30  # seconds, of every authenticator app
DIGITS = 6
DRIFT = 1  # steps that a clock may be wrong
NAME = 60
MOST = 10  # factors of one person
CODES = 10
CODE_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that looks like another
CODE_LENGTH = 16  # 79 bits: a plain hash of it cannot be tried out


class FactorKind(enum.StrEnum):
    AUTHENTICATOR = "authenticator app"
    PASSKEY = "passkey"


class Factor(Base):
    """An authenticator app or a passkey of a person.

    Of an app the `seed` is stored. Its secret is worked out from that and the server's key, so a stolen backup does not
    give it away. Of a passkey the public key is stored."""

    __tablename__ = "second_factors"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True, init=False)
    kind: Mapped[FactorKind] = mapped_column(words(FactorKind))
    name: Mapped[str]
    added_at: Mapped[dt.datetime]
    used_at: Mapped[dt.datetime | None] = mapped_column(default=None)
    seed: Mapped[str | None] = mapped_column(unique=True, default=None)
    last_step: Mapped[int | None] = mapped_column(default=None)  # the last one of which a code was taken
    credential_id: Mapped[str | None] = mapped_column(unique=True, default=None)
    public_key: Mapped[bytes | None] = mapped_column(default=None)
    sign_count: Mapped[int] = mapped_column(BigInteger, default=0)

    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True)

    @property
    def is_passkey(self) -> bool:
        return self.kind is FactorKind.PASSKEY

    def takes(self, typed: str, *, key: str, at: dt.datetime, strict: bool) -> int | None:
        """The step of a code that is good now: one code, or two in a row typed one after the other, none of which was
        taken before. `strict`: two are needed. None: it is not good."""
        if self.seed is None:
            return None
        step = _step(app_secret(key, self.person_id, self.seed), typed, at, strict=strict)
        first = None if step is None else step - (len(_digits(typed)) > DIGITS)
        return step if first is not None and (self.last_step is None or first > self.last_step) else None

    def took(self, step: int, *, at: dt.datetime) -> None:
        """Its code was taken: neither that one nor an earlier one is good any more."""
        self.last_step, self.used_at = step, at

    def used(self, sign_count: int, *, at: dt.datetime) -> None:
        """A passkey has signed; its counter, where it keeps one, has grown."""
        self.sign_count, self.used_at = sign_count, at


class RecoveryCode(Base):
    """A code on paper, good once, for whoever has lost the telephone. Only its hash is kept."""

    __tablename__ = "recovery_codes"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    digest: Mapped[str] = mapped_column(unique=True)
    made_at: Mapped[dt.datetime]
    used_at: Mapped[dt.datetime | None] = mapped_column(default=None)


class HalfSignIn(Base):
    """A right password that waits for the second factor; by itself it opens nothing."""

    __tablename__ = "half_sign_ins"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    token_digest: Mapped[str] = mapped_column(unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True, init=False)
    address: Mapped[str]  # from which the password was tried
    bound: Mapped[str]  # to the password: another one ends it
    created_at: Mapped[dt.datetime] = mapped_column(index=True)
    tries: Mapped[int] = mapped_column(default=0)
    done_at: Mapped[dt.datetime | None] = mapped_column(default=None)

    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True)

    def stands(self, at: dt.datetime) -> bool:
        open_ = self.done_at is None and self.tries < TRIES and at < self.created_at + HALF_LASTS
        return open_ and self.person.active and self.bound == _bound(self.person)

    def wrong(self) -> None:
        self.tries += 1

    def finish(self, *, at: dt.datetime) -> None:
        self.done_at = at


class Challenge(Base):
    """What a passkey is asked to sign: once, soon, and in the sign-in that asked for it."""

    __tablename__ = "passkey_challenges"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    value: Mapped[str] = mapped_column(unique=True)  # base64url
    purpose: Mapped[str]
    holder: Mapped[str]  # hash of the token of the sign-in, or of its half
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    made_at: Mapped[dt.datetime] = mapped_column(index=True)


def half(person: Person, address: str, *, at: dt.datetime) -> tuple[HalfSignIn, str]:
    """Begin the second step; returns it with the token that its browser carries."""
    token = secrets.token_urlsafe(32)
    made = HalfSignIn(token_digest=digest(token), address=address, bound=_bound(person), created_at=at, person=person)
    return made, token


def authenticator(person: Person, name: str, seed: str, typed: str, *, key: str, at: dt.datetime) -> Factor | None:
    """The app whose secret was shown, once a code proves that it knows it; None for a wrong code."""
    factor = Factor(kind=FactorKind.AUTHENTICATOR, name=name, seed=seed, added_at=at, person=person)
    factor.person_id = person.id
    step = factor.takes(typed, key=key, at=at, strict=False)
    if step is None:
        return None
    factor.took(step, at=at)
    return factor


def passkey(
    person: Person, name: str, credential_id: str, public_key: bytes, sign_count: int, *, at: dt.datetime
) -> Factor:
    return Factor(
        kind=FactorKind.PASSKEY,
        name=name,
        credential_id=credential_id,
        public_key=public_key,
        sign_count=sign_count,
        added_at=at,
        person=person,
    )


def new_seed() -> str:
    return secrets.token_urlsafe(20)


def app_secret(key: str, person_id: int, seed: str) -> str:
    """The secret of an authenticator app in base32, as apps take it. `key`: the server's."""
    token = worked_out(key, "authenticator app", str(person_id), seed)
    return base64.b32encode(base64.urlsafe_b64decode(f"{token}=")[:20]).decode("ascii")


def app_address(secret: str, email: str, issuer: str) -> str:
    """What the QR code of an authenticator app holds."""
    return pyotp.TOTP(secret, digits=DIGITS, interval=STEP).provisioning_uri(name=email, issuer_name=issuer)


def new_codes(person: Person, *, at: dt.datetime) -> tuple[list[RecoveryCode], list[str]]:
    """Ten recovery codes: the rows to keep, and the words to show once."""
    shown = ["".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH)) for _ in range(CODES)]
    rows = [RecoveryCode(person_id=person.id, digest=digest(code), made_at=at) for code in shown]
    return rows, ["-".join(code[n : n + 4] for n in range(0, CODE_LENGTH, 4)) for code in shown]


def code_digest(typed: str) -> str:
    """The hash of a recovery code as somebody typed it: spaces, hyphens and capitals do not matter."""
    return digest("".join(letter for letter in typed.casefold() if letter in CODE_LETTERS))


def may_remove(factors: Sequence[Factor], *, required: bool) -> None:
    """Refused: the last one, where the person cannot be without."""
    if required and len(factors) <= 1:
        raise Refused("You need a second factor here. Please add another one before you remove this one.")


def may_add(factors: Sequence[Factor]) -> None:
    if len(factors) >= MOST:
        raise Refused("You have %(n)d second factors already. Please remove one first.", n=MOST)


def _step(secret: str, typed: str, at: dt.datetime, *, strict: bool) -> int | None:
    """Of which step the (last) code is, within the drift of a clock."""
    app, digits, now = pyotp.TOTP(secret, digits=DIGITS, interval=STEP), _digits(typed), int(at.timestamp()) // STEP
    if len(digits) not in {DIGITS, 2 * DIGITS} or (strict and len(digits) == DIGITS):
        return None
    found = None
    for step in range(now - DRIFT, now + DRIFT + 1):
        expected = "".join(app.generate_otp(n) for n in range(step - len(digits) // DIGITS + 1, step + 1))
        if hmac.compare_digest(expected, digits):
            found = step
    return found


def _digits(typed: str) -> str:
    """The digits of a code, which people type with spaces; nothing where there is anything else."""
    bare = "".join(typed.split())
    return bare if bare.isascii() and bare.isdigit() else ""


def _bound(person: Person) -> str:
    return digest(person.password_hash or "")


# Selections


def of_person(person_id: int) -> Select[Factor]:
    return select(Factor).where(Factor.person_id == person_id).order_by(Factor.added_at, Factor.id)


def by_credential(credential_id: str) -> Select[Factor]:
    return select(Factor).where(Factor.credential_id == credential_id)


def codes_of(person_id: int) -> Select[RecoveryCode]:
    return select(RecoveryCode).where(RecoveryCode.person_id == person_id)


def unused_codes(person_id: int) -> Select[RecoveryCode]:
    return codes_of(person_id).where(RecoveryCode.used_at.is_(None))


def by_code(person_id: int, typed: str) -> Select[RecoveryCode]:
    return unused_codes(person_id).where(RecoveryCode.digest == code_digest(typed))


def half_by_token(token: str) -> Select[HalfSignIn]:
    found = select(HalfSignIn).where(HalfSignIn.token_digest == digest(token))
    return found.options(joinedload(HalfSignIn.person, innerjoin=True).joinedload(Person.organisation, innerjoin=True))


def wrong_codes(person_id: int, at: dt.datetime) -> Select[int]:
    """How many wrong codes followed a right password of this person lately."""
    lately = HalfSignIn.created_at > at - SUSPICION
    return select(func.coalesce(func.sum(HalfSignIn.tries), 0)).where(HalfSignIn.person_id == person_id, lately)


def challenge(value: str, purpose: str, holder: str) -> Select[Challenge]:
    same = [Challenge.value == value, Challenge.purpose == purpose, Challenge.holder == holder]
    return select(Challenge).where(*same)


def outdated(at: dt.datetime) -> Iterable[Delete]:
    """Rows that no rule reads any more."""
    return (
        delete(HalfSignIn).where(HalfSignIn.created_at < at - SUSPICION),
        delete(Challenge).where(Challenge.made_at < at - CHALLENGE_LASTS),
    )


def all_of(person_id: int) -> Iterable[Delete]:
    """Everything by which the person proves that it is itself, but for the password."""
    of_these = (Factor, RecoveryCode, HalfSignIn, Challenge)
    return [delete(kind).where(kind.person_id == person_id) for kind in of_these]
