"""Last uses of calendar addresses: written at once where one comes alone, together where many come."""

import datetime as dt

import pytest
from sqlalchemy import select

from dialogue.domain.subscriptions import Scope, Subscription
from dialogue.web.uses import Uses
from tests import cast

AT = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)


@pytest.fixture
def addresses(db):
    person = cast.enter(db).secretary_brussels
    made = [
        Subscription(person=person, name=f"{n}", scope=Scope.ALL, token_sha256=f"{n}", made_at=AT) for n in range(3)
    ]
    db.add_all(made)
    db.commit()
    return [one.id for one in made]


def noted(db):
    return db.execute(select(Subscription.last_used_by, Subscription.last_used_at).order_by(Subscription.id)).all()


def at(seconds):
    return AT + dt.timedelta(seconds=seconds)


def test_one_that_comes_alone_is_written_at_once(db, addresses):
    uses = Uses()

    assert uses.note(addresses[0], "Telephone", at=AT)
    uses.write()

    assert noted(db)[0] == ("Telephone", AT)


def test_those_that_follow_within_ten_seconds_are_written_together_each_at_its_own_instant(db, addresses):
    uses = Uses()

    due = []
    for address, seconds in zip(addresses, (0, 4, 10), strict=True):
        due.append(uses.note(address, f"Program {address}", at=at(seconds)))
        if due[-1]:
            uses.write()

    assert due == [True, False, True]
    assert noted(db) == [(f"Program {one}", at(seconds)) for one, seconds in zip(addresses, (0, 4, 10), strict=True)]


def test_a_clock_that_was_put_back_holds_nothing_up(addresses):
    uses = Uses()

    assert [uses.note(addresses[0], "Telephone", at=at(seconds)) for seconds in (3600, 0)] == [True, True]


def test_an_address_that_is_gone_loses_no_other(db, addresses):
    uses = Uses()
    uses.note(999, "Gone", at=AT)
    uses.note(addresses[1], "Telephone", at=AT)

    uses.write()

    assert [by for by, _ in noted(db)] == ["", "Telephone", ""]
