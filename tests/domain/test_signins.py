"""Sign-ins end by themselves, by revocation and with the person; texts are kept whole or not at all."""

import datetime as dt

import pytest

from dialogue.domain.organisations import Organisation, OrganisationKind
from dialogue.domain.people import Person
from dialogue.domain.signins import (
    ALARM,
    KEPT_BYTES,
    TRIES_OF_ADDRESS,
    TRIES_OF_PAIR,
    SignIn,
    alarms,
    attempt,
    digest,
    keep,
    wait,
)

AT = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)


@pytest.fixture
def person() -> Person:
    names = {"short_name": "O", "long_name": "O", "neutral_name": "O"}
    organisation = Organisation(slug="o", kind=OrganisationKind.OTHER, **names)
    return Person(email="a@o.example", given_name="A", family_name="B", organisation=organisation)


def test_a_sign_in_stands_for_twelve_hours_and_not_a_moment_longer(person: Person) -> None:
    row = SignIn(person=person, created_at=AT)

    assert row.stands(AT + dt.timedelta(hours=12, microseconds=-1))
    assert not row.stands(AT + dt.timedelta(hours=12))


def test_a_sign_in_falls_with_its_person(person: Person) -> None:
    row = SignIn(person=person, created_at=AT)
    person.active = False

    assert not row.stands(AT)


def test_revoking_ends_it_at_once_and_twice_is_once(person: Person) -> None:
    row = SignIn(person=person, created_at=AT)
    row.revoke(by=person, at=AT)
    row.revoke(by=person, at=AT + dt.timedelta(hours=1))

    assert not row.stands(AT)
    assert row.revoked_at == AT
    assert [fact.verb for fact in row.facts()] == ["sign-in:begin", "sign-in:revoke"]


def test_two_sign_ins_never_share_a_token(person: Person) -> None:
    tokens = {SignIn(person=person, created_at=AT).token for _ in range(50)}

    assert len(tokens) == 50
    assert {len(token) for token in tokens} == {43}


def test_last_seen_is_due_after_an_hour(person: Person) -> None:
    row = SignIn(person=person, created_at=AT)

    assert not row.due_to_be_seen(AT + dt.timedelta(minutes=59))
    assert row.due_to_be_seen(AT + dt.timedelta(hours=1))
    row.see(at=AT + dt.timedelta(hours=1))
    assert not row.due_to_be_seen(AT + dt.timedelta(hours=1, minutes=59))


def test_whoever_tried_too_often_waits() -> None:
    assert not wait(TRIES_OF_PAIR - 1, TRIES_OF_ADDRESS - 1)
    assert wait(TRIES_OF_PAIR, 0)
    assert wait(0, TRIES_OF_ADDRESS)


def test_many_tries_for_one_e_mail_are_told_now_and_then() -> None:
    assert [n for n in range(2 * ALARM + 1) if alarms(n)] == [ALARM, 2 * ALARM]


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
        ("", ""),
        ("unknown", "unknown"),
    ],
)
def test_a_machine_is_counted_by_what_it_cannot_change(address: str, counted: str) -> None:
    assert attempt("a@o.example", address, at=AT).address == counted


def test_tries_of_one_address_count_together_however_it_is_typed() -> None:
    one, two = attempt(" A@o.example", "::1", at=AT), attempt("a@O.example ", "::1", at=AT)

    assert one.email_digest == two.email_digest == digest("a@o.example")


def test_a_kept_text_comes_back_as_it_was_typed_and_its_token_is_not_stored() -> None:
    fields = [("text", "two\nlines “quoted” \\u0000 \x00"), ("text", "again"), ("item", "7")]
    found = keep(1, "/sessions", fields, at=AT)

    assert found is not None
    assert (found[0].fields, found[0].path, found[0].arrived_at) == (fields, "/sessions", AT)
    assert found[0].digest == digest(found[1])
    assert found[1] not in found[0].digest


def test_a_text_too_long_is_not_kept_in_part() -> None:
    assert keep(1, "/", [("text", "x" * (KEPT_BYTES - 20))], at=AT) is not None
    assert keep(1, "/", [("text", "x" * KEPT_BYTES)], at=AT) is None
    assert keep(1, "/", [("text", "ђ" * (KEPT_BYTES // 2))], at=AT) is None
