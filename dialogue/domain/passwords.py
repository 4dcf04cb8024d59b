"""Passwords: argon2, four at a time, the same time for an unknown person, and what makes one good enough."""

import threading
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from dialogue.domain.base import Refused

SHORTEST = 12
LONGEST = 256

_hasher = PasswordHasher()
_turn = threading.Semaphore(4)  # each takes 64 MiB and a fifth of a second: a flood of sign-ins leaves room for pages
_COMMON = ("password", "dialogue", "123456", "qwerty", "abcdef", "letmein", "welcome", "secretary")


def hashed(password: str) -> str:
    """The hash to store. Too short or too easily guessed is refused; there are no rules of composition."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise Refused("A password needs at least %(n)d characters.", n=SHORTEST)
    rest = password.casefold()
    for word in _COMMON:
        rest = rest.replace(word, "")
    if len(set(rest)) < 5:
        raise Refused("This password is too easily guessed. Please choose another one.")
    with _turn:
        return _hasher.hash(password)


@cache
def _nobody() -> str:
    """Made when the first sign-in is tried: at the start it would keep the first page waiting."""
    return _hasher.hash("nobody has this password")


def matches(password: str, stored: str | None) -> bool:
    """Whether the password belongs to the stored hash. Without one it takes as long and says no."""
    with _turn:
        try:
            _hasher.verify(stored or _nobody(), password[:LONGEST])
        except (VerificationError, InvalidHashError):
            return False
    return stored is not None
