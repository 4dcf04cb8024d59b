"""Hashes as people type them. What is known of files is tried through the page: tests/web/test_verification.py."""

import pytest

from dialogue.queries.verification import digits

HASH = "0123456789abcdef" * 4


@pytest.mark.parametrize(
    "typed", [HASH, HASH.upper(), f" {HASH}\n", ":".join(HASH), "-".join(HASH), f"{HASH[:32]} {HASH[32:]}"]
)
def test_a_hash_is_known_however_it_is_written(typed):
    assert digits(typed) == HASH


@pytest.mark.parametrize("typed", ["", "x", HASH[:-1], HASH + "0", "g" * 64, "é" * 64, "٣" * 64])
def test_what_is_no_hash_is_none(typed):
    assert digits(typed) == ""
