"""Passwords: hashed with argon2, good enough to be accepted, and never told apart by who owns them."""

import time

import pytest

from dialogue.domain.base import Refused
from dialogue.domain.passwords import hashed, matches
from tests.cast import HASH, PASSWORD


def test_a_password_matches_its_own_hash_alone() -> None:
    stored = hashed("correct horse battery")

    assert stored.startswith("$argon2id$")
    assert "horse" not in stored
    assert matches("correct horse battery", stored)
    assert not matches("correct horse batterz", stored)


def test_nobody_without_a_hash_is_let_in() -> None:
    assert not matches("", None)
    assert not matches("nobody has this password", None)
    assert not matches(PASSWORD, "not a hash")


def test_an_unknown_person_takes_as_long_as_a_known_one() -> None:
    stored = hashed("correct horse battery")
    times: list[float] = []
    for one in (stored, None):
        began = time.perf_counter()
        matches("wrong password", one)
        times.append(time.perf_counter() - began)

    assert 0.2 < times[0] / times[1] < 5


@pytest.mark.parametrize(
    "weak", ["", "short", "elevenchars", "passwordpassword", "dialogue1234", "aaaaaaaaaaaaaaaa", "x" * 257]
)
def test_a_password_too_short_or_too_easy_is_refused(weak: str) -> None:
    with pytest.raises(Refused):
        hashed(weak)


def test_the_cast_has_a_cheap_hash_of_a_good_password() -> None:
    assert matches(PASSWORD, HASH)
