"""Second factors: codes are good once and soon, recovery codes once, and half a sign-in opens nothing for long."""

import datetime as dt
import re

import pyotp
import pytest

from dialogue.domain import factors
from dialogue.domain.base import Refused
from dialogue.domain.factors import (
    CODES,
    HALF_LASTS,
    TRIES,
    Factor,
    FactorKind,
    app_secret,
    authenticator,
    code_digest,
    half,
    may_add,
    may_remove,
    new_codes,
    new_seed,
    passkey,
)
from dialogue.domain.organisations import Organisation, OrganisationKind
from dialogue.domain.people import Person

AT = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)
KEY = "the key of the server"
STEP = dt.timedelta(seconds=30)


@pytest.fixture
def person() -> Person:
    names = {"short_name": "O", "long_name": "O", "neutral_name": "O"}
    organisation = Organisation(slug="o", kind=OrganisationKind.OTHER, **names)
    made = Person(email="a@o.example", given_name="A", family_name="B", organisation=organisation)
    made.id, made.password_hash = 7, "a hash"
    return made


@pytest.fixture
def app(person: Person) -> Factor:
    """An authenticator app of which no code was taken yet."""
    made = Factor(kind=FactorKind.AUTHENTICATOR, name="Telephone", seed="seed", added_at=AT, person=person)
    made.person_id = person.id
    return made


def code(at: dt.datetime, *, seed: str = "seed", person_id: int = 7) -> str:
    return pyotp.TOTP(app_secret(KEY, person_id, seed)).at(at)


def takes(app: Factor, typed: str, at: dt.datetime = AT, *, strict: bool = False) -> bool:
    step = app.takes(typed, key=KEY, at=at, strict=strict)
    if step is not None:
        app.took(step, at=at)
    return step is not None


def test_a_code_is_good_once(app: Factor) -> None:
    assert takes(app, code(AT))
    assert not takes(app, code(AT))
    assert app.used_at == AT


@pytest.mark.parametrize(("steps", "good"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_clock_may_be_wrong_by_one_step(app: Factor, steps: int, good: bool) -> None:
    assert takes(app, code(AT + steps * STEP)) is good


def test_an_older_code_is_refused_after_a_newer_one(app: Factor) -> None:
    assert takes(app, code(AT))
    assert not takes(app, code(AT - STEP))
    assert takes(app, code(AT + STEP))


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "abcdef", "１２３４５６", "-12345", "0" * 5000])
def test_what_is_no_code_is_refused(app: Factor, typed: str) -> None:
    assert not takes(app, typed)


def test_a_code_may_be_typed_with_spaces(app: Factor) -> None:
    one = code(AT)

    assert takes(app, f" {one[:3]} {one[3:]} ")


def test_two_codes_in_a_row_are_good_where_one_is_not_enough(app: Factor) -> None:
    two = f"{code(AT - STEP)} {code(AT)}"

    assert not takes(app, code(AT), strict=True)
    assert not takes(app, f"{code(AT)} {code(AT - STEP)}", strict=True)
    assert not takes(app, f"{code(AT)} {code(AT)}", strict=True)
    assert takes(app, two, strict=True)
    assert not takes(app, two, strict=True)
    assert not takes(app, code(AT))


def test_of_two_codes_in_a_row_neither_was_taken_before(app: Factor) -> None:
    assert takes(app, code(AT))
    at = AT + STEP

    assert not takes(app, code(AT) + code(at), at, strict=True)
    assert takes(app, code(at) + code(at + STEP), at + STEP, strict=True)


def test_the_secret_is_worked_out_from_the_seed_the_person_and_the_key() -> None:
    secret = app_secret(KEY, 7, "seed")

    assert re.fullmatch(r"[A-Z2-7]{32}", secret)
    assert len({secret, app_secret(KEY, 8, "seed"), app_secret(KEY, 7, "seed2"), app_secret("another", 7, "seed")}) == 4
    assert new_seed() != new_seed()


def test_an_app_is_added_with_a_code_that_is_then_used_up(person: Person) -> None:
    assert authenticator(person, "Telephone", "seed", "000000", key=KEY, at=AT) is None

    made = authenticator(person, "Telephone", "seed", code(AT), key=KEY, at=AT)

    assert made is not None
    assert (made.kind, made.name, made.is_passkey) == (FactorKind.AUTHENTICATOR, "Telephone", False)
    assert not takes(made, code(AT))


def test_a_passkey_takes_no_code(person: Person) -> None:
    made = passkey(person, "Key", "id", b"public", 3, at=AT)
    made.used(4, at=AT)

    assert (made.is_passkey, made.sign_count, made.used_at) == (True, 4, AT)
    assert not takes(made, code(AT))


def test_recovery_codes_are_told_apart_and_kept_as_hashes(person: Person) -> None:
    rows, shown = new_codes(person, at=AT)

    assert len(set(shown)) == len(rows) == CODES
    assert all(re.fullmatch(r"([a-hjkmnp-z2-9]{4}-){3}[a-hjkmnp-z2-9]{4}", one) for one in shown)
    assert [row.digest for row in rows] == [code_digest(one) for one in shown]
    assert code_digest(shown[0]) == code_digest(f" {shown[0].upper().replace('-', ' ')} ")
    assert not any(one in row.digest for one in shown for row in rows)


def test_half_a_sign_in_ends_after_ten_minutes(person: Person) -> None:
    row, token = half(person, "127.0.0.1", at=AT)

    assert row.stands(AT + HALF_LASTS - dt.timedelta(microseconds=1))
    assert not row.stands(AT + HALF_LASTS)
    assert token not in row.token_digest


def test_half_a_sign_in_ends_with_five_wrong_codes(person: Person) -> None:
    row, _ = half(person, "127.0.0.1", at=AT)
    for _n in range(TRIES - 1):
        row.wrong()
    assert row.stands(AT)

    row.wrong()

    assert not row.stands(AT)


@pytest.mark.parametrize("what", ["finished", "closed", "new password"])
def test_half_a_sign_in_falls_with_what_it_stands_on(person: Person, what: str) -> None:
    row, _ = half(person, "127.0.0.1", at=AT)
    assert row.stands(AT)
    if what == "finished":
        row.finish(at=AT)
    elif what == "closed":
        person.active = False
    else:
        person.password_hash = "another"

    assert not row.stands(AT)


def test_the_last_one_stays_where_it_is_needed(app: Factor) -> None:
    may_remove([app], required=False)
    may_remove([app, app], required=True)

    with pytest.raises(Refused, match="add another one before"):
        may_remove([app], required=True)


def test_a_person_has_ten_at_the_most(app: Factor) -> None:
    may_add([app] * 9)

    with pytest.raises(Refused, match="10 second factors already"):
        may_add([app] * 10)


def test_what_a_telephone_scans_names_the_dialogue_and_the_account() -> None:
    found = factors.app_address("MFRGGZDFMZTWQ2LKMFRGGZDFMZTWQ2LK", "a@o.example", "Our dialogue")

    assert (
        found
        == "otpauth://totp/Our%20dialogue:a%40o.example?secret=MFRGGZDFMZTWQ2LKMFRGGZDFMZTWQ2LK&issuer=Our%20dialogue"
    )
