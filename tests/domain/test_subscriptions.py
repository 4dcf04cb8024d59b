"""Subscriptions: made under a name, found by a token that is stored nowhere, seen at most hourly, revoked for good."""

import datetime as dt
import hashlib
import re

import pytest

from dialogue.domain.base import Refused
from dialogue.domain.organisations import Organisation, OrganisationKind
from dialogue.domain.people import Person
from dialogue.domain.subscriptions import (
    MOST,
    NAME,
    SHOWN_FOR,
    Scope,
    Subscription,
    by_token,
    digest,
    not_revoked,
    subscribe,
    token_for,
)
from dialogue.domain.text import TooLong

AT = dt.datetime(2026, 11, 23, 9, 0, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)


def person():
    institute = Organisation(
        slug="institute",
        kind=OrganisationKind.COHOST,
        short_name="Institute",
        long_name="Institute",
        neutral_name="Institute",
    )
    return Person(email="ana@institute.example", given_name="Ana", family_name="Ilić", organisation=institute)


def subscription(**changed):
    held = {"name": "Telephone", "scope": Scope.MINE, "token": "t" * 43, "existing": [], "at": AT}
    return subscribe(person(), **{**held, **changed})


def test_a_subscription_keeps_the_digest_of_its_token_and_not_the_token():
    made = subscription(token="a-token")

    assert made.token_sha256 == hashlib.sha256(b"a-token").hexdigest()
    assert "a-token" not in repr(vars(made))


def test_a_subscription_is_made_and_revoked_on_the_record():
    made = subscription()
    made.revoke(by=made.person, at=AT + HOUR)
    made.revoke(by=made.person, at=AT + 2 * HOUR)

    assert [(fact.verb, fact.at) for fact in made.facts()] == [
        ("subscription:make", AT),
        ("subscription:revoke", AT + HOUR),
    ]


def test_a_subscription_answers_until_it_is_revoked():
    made = subscription()
    assert made.alive(AT + 1000 * 24 * HOUR)

    made.revoke(by=made.person, at=AT + HOUR)

    assert [made.alive(AT + HOUR - dt.timedelta(microseconds=1)), made.alive(AT + HOUR)] == [True, False]


def test_a_subscription_of_somebody_who_has_left_does_not_answer():
    made = subscription()

    made.person.active = False

    assert not made.alive(AT)


def test_an_address_is_shown_to_whoever_has_just_made_it():
    made = subscription()

    assert [made.may_be_shown(AT), made.may_be_shown(AT + SHOWN_FOR)] == [True, False]


def test_an_address_that_was_revoked_at_once_is_not_shown_again():
    made = subscription()

    made.revoke(by=made.person, at=AT)

    assert not made.may_be_shown(AT)


def test_a_subscription_is_seen_at_most_hourly():
    made = subscription()
    assert made.due_to_be_seen(AT)

    made.see("Calendar/1.0\r\nX-Forged: yes" + "x" * 500, at=AT)

    assert [made.due_to_be_seen(AT + HOUR - dt.timedelta(seconds=1)), made.due_to_be_seen(AT + HOUR)] == [False, True]
    assert made.last_used_at == AT
    assert re.fullmatch(r"Calendar/1\.0 X-Forged: yesx+", made.last_used_by)
    assert len(made.last_used_by) <= 80


@pytest.mark.parametrize("name", ["", "  \n ", "\x00\u200e"])
def test_a_subscription_without_a_name_is_refused(name):
    with pytest.raises(Refused, match="give the calendar a name"):
        subscription(name=name)


def test_a_name_stands_on_one_line():
    assert subscription(name="  Office\r\n\u200bcalendar\x00 ").name == "Office calendar"


def test_a_name_that_is_too_long_is_refused():
    assert subscription(name="n" * NAME).name == "n" * NAME
    with pytest.raises(TooLong):
        subscription(name="n" * (NAME + 1))


def test_one_address_too_many_is_refused_until_another_is_revoked():
    existing = [subscription(token=str(n)) for n in range(MOST)]
    with pytest.raises(Refused, match=f"You have {MOST} calendar addresses"):
        subscription(existing=existing)

    existing[0].revoke(by=existing[0].person, at=AT)

    assert isinstance(subscription(existing=existing), Subscription)


def test_the_same_form_makes_the_same_token_and_any_other_another():
    one = token_for("secret", "7", "key", "Telephone", "my sessions")

    assert token_for("secret", "7", "key", "Telephone", "my sessions") == one
    assert re.fullmatch(r"[A-Za-z0-9_-]{43}", one)  # 256 bits
    others = [
        token_for("other secret", "7", "key", "Telephone", "my sessions"),
        token_for("secret", "8", "key", "Telephone", "my sessions"),
        token_for("secret", "7", "keys", "Telephone", "my sessions"),
        token_for("secret", "7", "key", "Telephonemy", " sessions"),
        token_for("secret", "7", "key", "Telephone", "all sessions"),
    ]
    assert len({one, *others}) == 6


def test_a_token_is_looked_up_by_its_digest():
    found = by_token("a-token").compile(compile_kwargs={"literal_binds": True})

    assert digest("a-token") in str(found)
    assert "a-token" not in str(found)


def test_addresses_that_were_revoked_are_not_listed():
    who = person()
    who.id = 7

    found = str(not_revoked(who))

    assert "revoked_at IS NULL" in found
    assert "person_id = " in found
