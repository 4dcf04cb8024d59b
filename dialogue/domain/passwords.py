"""Passwords: argon2, four at a time, the same time for an unknown person; what makes one good enough is `strength`."""

import re
import threading
import unicodedata
from collections.abc import Iterable
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from dialogue.domain import strength
from dialogue.domain.base import Refused

SHORTEST = 12
LONGEST = 256

_hasher = PasswordHasher()
_turn = threading.Semaphore(4)  # each takes 64 MiB and a fifth of a second: a flood of sign-ins leaves room for pages
_AROUND = re.compile("^[\\s\u00ad\u200b-\u200f\u2060\ufeff]+|[\\s\u00ad\u200b-\u200f\u2060\ufeff]+$")


def normal(typed: str) -> str:
    """The password that somebody means: without what was copied along on either side, in one spelling (NFC) whatever
    the keyboard composes."""
    return _AROUND.sub("", unicodedata.normalize("NFC", typed))


def hashed(typed: str, about: Iterable[str] = ()) -> str:
    """The hash to store. Refused: too short, too long, too easily guessed; what is made of the names of `about`."""
    strength.must_be_good(_of_a_length(typed), about)
    return kept(typed)


def kept(typed: str) -> str:
    """The hash of a password that is not judged but by its length: that of the demonstration, which is a setting."""
    password = _of_a_length(typed)
    with _turn:
        return _hasher.hash(password)


def _of_a_length(typed: str) -> str:
    password = normal(typed)
    if len(password) < SHORTEST:
        raise Refused("A password needs at least %(n)d characters.", n=SHORTEST)
    if len(password) > LONGEST:
        raise Refused("A password has at most %(n)d characters.", n=LONGEST)
    return password


@cache
def _nobody() -> str:
    """Made when the first sign-in is tried: at the start it would keep the first page waiting."""
    return _hasher.hash("nobody has this password")


def matches(typed: str, stored: str | None) -> bool:
    """Whether the password belongs to the stored hash. Without one it takes as long and says no. A hash that is older
    than `normal` is of what was typed: that is tried too where it differs."""
    meant = dict.fromkeys((normal(typed), typed))
    found = any(_verified(password, stored or _nobody()) for password in meant)
    return found and stored is not None


def _verified(password: str, stored: str) -> bool:
    with _turn:
        try:
            _hasher.verify(stored, password[:LONGEST])
        except (VerificationError, InvalidHashError):
            return False
    return len(password) <= LONGEST
