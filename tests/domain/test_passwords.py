"""Passwords: hashed with argon2, good enough to be accepted, and never told apart by who owns them."""

import time
from collections.abc import Iterator

import pytest
from argon2 import PasswordHasher, Type, extract_parameters

from dialogue.domain import passwords
from dialogue.domain.base import Refused
from dialogue.domain.passwords import LONGEST, hashed, kept, matches
from tests.cast import HASH, PASSWORD

CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


@pytest.fixture
def cheap(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """What a hash costs is asked by one test; the rest is the same of a cheap one."""
    monkeypatch.setattr(passwords, "_hasher", CHEAP)
    passwords._nobody.cache_clear()
    yield
    passwords._nobody.cache_clear()


@pytest.mark.usefixtures("cheap")
def test_a_password_matches_its_own_hash_alone() -> None:
    stored = hashed("correct horse battery")

    assert stored.startswith("$argon2id$")
    assert "horse" not in stored
    assert matches("correct horse battery", stored)
    assert not matches("correct horse batterz", stored)


@pytest.mark.usefixtures("cheap")
@pytest.mark.parametrize(
    ("was_set", "typed"),
    [
        ("Blue-lantern-harbour-77 ", "Blue-lantern-harbour-77"),
        ("Blue-lantern-harbour-77", " Blue-lantern-harbour-77\n"),
        ("Blue-lantern-harbour-77", "\ufeffBlue-lantern-harbour-77\u00a0\u200b"),
        ("gjethe të gjelbra mbi lumë", "gjethe te\u0308 gjelbra mbi lume\u0308"),
        ("gjethe te\u0308 gjelbra mbi lume\u0308", "gjethe të gjelbra mbi lumë"),
    ],
)
def test_blanks_around_it_and_composed_letters_keep_nobody_out(was_set: str, typed: str) -> None:
    assert matches(typed, hashed(was_set))


@pytest.mark.usefixtures("cheap")
def test_the_longest_one_is_not_opened_by_a_longer_one():
    longest = "four horses on a green hill; " * 8 + "and the rest of a long evening"[:24]
    stored = kept(longest)

    assert len(longest) == LONGEST
    assert [matches(typed, stored) for typed in (longest, longest + "x", longest[:-1])] == [True, False, False]


@pytest.mark.usefixtures("cheap")
def test_blanks_inside_it_count() -> None:
    assert not matches("two spaces and more", hashed("two  spaces and more"))


@pytest.mark.usefixtures("cheap")
@pytest.mark.parametrize("typed", ["Blue-lantern-harbour-77 ", " lume\u0308 lume\u0308 lume\u0308 "])
def test_a_hash_of_what_was_typed_before_still_opens(typed: str) -> None:
    stored = CHEAP.hash(typed)

    assert matches(typed, stored)
    assert not matches(typed.strip(), stored)


@pytest.mark.usefixtures("cheap")
@pytest.mark.parametrize("typed", ["wrong password", " wrong password"])
def test_an_unknown_person_takes_as_many_looks_as_a_known_one(monkeypatch: pytest.MonkeyPatch, typed: str) -> None:
    monkeypatch.setattr(passwords, "_hasher", PasswordHasher(memory_cost=8 * 1024, parallelism=1))
    stored = hashed("correct horse battery")
    times: list[float] = []
    for one in (stored, None):
        began = time.perf_counter()
        matches(typed, one)
        times.append(time.perf_counter() - began)

    assert 0.3 < times[0] / times[1] < 3


@pytest.mark.usefixtures("cheap")
def test_nobody_without_a_hash_is_let_in() -> None:
    assert not matches("", None)
    assert not matches("nobody has this password", None)
    assert not matches(PASSWORD, "not a hash")


@pytest.mark.usefixtures("cheap")
@pytest.mark.parametrize(
    "weak",
    [
        "",
        "short",
        "elevenchars",
        "passwordpassword",
        "dialogue1234",
        "aaaaaaaaaaaaaaaa",
        "x" * 257,
        "  short  words  "[:9] + " " * 12,
    ],
)
def test_a_password_too_short_or_too_easy_is_refused(weak: str) -> None:
    with pytest.raises(Refused):
        hashed(weak)


@pytest.mark.usefixtures("cheap")
def test_what_is_wrong_with_its_length_is_told() -> None:
    for typed, said in (("eleven char", "at least 12"), ("x" * 257, "at most 256"), (f"  {'y' * 11} ", "at least 12")):
        with pytest.raises(Refused, match=said):
            hashed(typed)
    assert matches("g7" * 128, kept("g7" * 128))


@pytest.mark.usefixtures("cheap")
def test_names_are_told_apart_for_whom_it_is() -> None:
    with pytest.raises(Refused, match="little more than names"):
        hashed("kaltrina.chair1", ["Kaltrina Chair"])


@pytest.mark.usefixtures("cheap")
def test_the_demonstrations_password_is_judged_by_its_length_alone() -> None:
    assert matches("demonstration", kept("demonstration"))
    with pytest.raises(Refused):
        kept("demo")


@pytest.mark.usefixtures("cheap")
def test_the_cast_has_a_cheap_hash_of_a_good_password() -> None:
    assert matches(PASSWORD, HASH)


def test_a_hash_costs_what_rfc_9106_asks_for():
    cost = extract_parameters(kept(PASSWORD))

    assert (cost.type, cost.memory_cost, cost.time_cost, cost.parallelism) == (Type.ID, 64 * 1024, 3, 4)
    assert (cost.salt_len, cost.hash_len) == (16, 32)
