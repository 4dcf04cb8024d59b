"""What is done about second factors: once, told, logged, and undone as a whole."""

import datetime as dt

import pyotp
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, scoped_session

from dialogue.actions import factors
from dialogue.domain import factors as second_factors
from dialogue.domain.base import Refused
from dialogue.domain.factors import Factor, FactorKind, HalfSignIn, RecoveryCode, app_secret, half
from dialogue.domain.log import LogEntry
from dialogue.domain.notices import Notice
from dialogue.domain.people import Person
from dialogue.domain.signins import SignIn
from tests import cast
from tests.cast import Cast

pytestmark = pytest.mark.engines

AT = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)
KEY = "the key of the server"


@pytest.fixture
def people(db: scoped_session[Session]) -> Cast:
    return cast.enter(db)


def app(person: Person, seed: str = "seed") -> Factor:
    return Factor(kind=FactorKind.AUTHENTICATOR, name=seed, seed=seed, added_at=AT, person=person)


def code(person: Person, seed: str = "seed", at: dt.datetime = AT) -> str:
    return pyotp.TOTP(app_secret(KEY, person.id, seed)).at(at)


def prove(person: Person, typed: str, *, strict: bool = False, at: dt.datetime = AT) -> bool:
    return factors.prove(person, typed, key=KEY, at=at, strict=strict)


def test_recovery_codes_come_with_the_first_factor_alone(people: Cast, db: scoped_session[Session]) -> None:
    first, second = factors.add(app(people.chair_nato), at=AT), factors.add(app(people.chair_nato, "2"), at=AT)

    assert (len(first), second) == (10, [])
    assert [one.name for one in factors.of(people.chair_nato)] == ["seed", "2"]
    assert len(db.scalars(select(RecoveryCode)).all()) == 10


def test_a_code_of_any_app_proves_once(people: Cast) -> None:
    factors.add(app(people.chair_nato), at=AT)
    factors.add(app(people.chair_nato, "2"), at=AT)

    assert prove(people.chair_nato, code(people.chair_nato, "2"))
    assert not prove(people.chair_nato, code(people.chair_nato, "2"))
    assert prove(people.chair_nato, code(people.chair_nato))


def test_a_recovery_code_proves_once_and_also_where_two_codes_are_asked(people: Cast) -> None:
    shown = factors.add(app(people.chair_nato), at=AT)

    assert not prove(people.chair_nato, code(people.chair_nato), strict=True)
    assert [prove(people.chair_nato, shown[0], strict=True) for _ in range(2)] == [True, False]
    assert not prove(people.chair_kosovo, shown[1])


def test_looking_at_a_code_does_not_use_it_up(people: Cast) -> None:
    shown = factors.add(app(people.chair_nato), at=AT)
    for typed in (code(people.chair_nato), shown[0]):
        found = factors.proof(people.chair_nato.id, typed, key=KEY, at=AT, strict=False, hold=False)

        assert found is not None
        assert prove(people.chair_nato, typed)


def test_codes_made_anew_end_the_earlier_ones(people: Cast) -> None:
    earlier = factors.add(app(people.chair_nato), at=AT)
    made = factors.new_codes(people.chair_nato, at=AT)

    assert not set(earlier) & set(made)
    assert [prove(people.chair_nato, one) for one in (earlier[0], made[0])] == [False, True]
    with pytest.raises(Refused, match="Please add one first"):
        factors.new_codes(people.chair_kosovo, at=AT)


def test_with_the_last_factor_its_codes_go(people: Cast, db: scoped_session[Session]) -> None:
    first, second = app(people.chair_nato), app(people.chair_nato, "2")
    factors.add(first, at=AT)
    factors.add(second, at=AT)
    db.flush()

    factors.remove(first, required=True, at=AT)
    db.flush()
    assert len(db.scalars(select(RecoveryCode)).all()) == 10
    with pytest.raises(Refused, match="add another one before"):
        factors.remove(second, required=True, at=AT)
    factors.remove(second, required=False, at=AT)
    db.flush()

    assert [len(db.scalars(select(kind)).all()) for kind in (Factor, RecoveryCode)] == [0, 0]


def test_a_reset_takes_all_of_one_person_and_nothing_of_another(people: Cast, db: scoped_session[Session]) -> None:
    for person in (people.chair_nato, people.chair_kosovo):
        factors.add(app(person, person.email), at=AT)
        db.add(SignIn(person=person, created_at=AT))
        db.add(half(person, "127.0.0.1", at=AT)[0])
    db.commit()

    factors.reset_factors(people.chair_nato, by=people.admin, at=AT)
    db.commit()
    factors.reset_factors(people.chair_nato, by=people.admin, at=AT + dt.timedelta(seconds=1))
    db.commit()

    assert [one.person.email for one in db.scalars(select(Factor))] == [people.chair_kosovo.email]
    assert [one.person.email for one in db.scalars(select(HalfSignIn))] == [people.chair_kosovo.email]
    assert {one.person_id for one in db.scalars(select(RecoveryCode))} == {people.chair_kosovo.id}
    assert {one.person.email: one.revoked_at for one in db.scalars(select(SignIn))} == {
        people.chair_nato.email: AT, people.chair_kosovo.email: None
    }  # fmt: skip
    reset = db.scalars(select(LogEntry).where(LogEntry.verb == "reset second factors")).first()
    assert reset is not None and (reset.thing_id, reset.by_id) == (people.chair_nato.id, people.admin.id)


def test_each_change_is_told_to_its_person_alone(people: Cast, db: scoped_session[Session]) -> None:
    first = app(people.chair_nato)
    shown = factors.add(first, at=AT)
    prove(people.chair_nato, shown[0])
    factors.new_codes(people.chair_nato, at=AT)
    factors.remove(first, required=False, at=AT)
    factors.reset_factors(people.chair_nato, by=people.admin, at=AT)
    db.commit()

    told = db.scalars(select(Notice).order_by(Notice.id)).all()
    assert {(one.recipient.email, one.path) for one in told} == {(people.chair_nato.email, "/factors")}
    assert [one.body.split(".")[0] for one in told] == [
        "A second factor was added: seed",
        "One of your recovery codes was used",
        "Your recovery codes were made anew",
        "A second factor was removed: seed",
        "All your second factors were taken away, and every sign-in of yours has ended",
    ]
    assert not any(one.body.count(word) for one in told for word in shown)


def test_ten_wrong_codes_in_a_day_make_suspicious(people: Cast, db: scoped_session[Session]) -> None:
    row, _ = half(people.chair_nato, "127.0.0.1", at=AT)
    row.tries = second_factors.SUSPECT - 1
    db.add(row)
    db.flush()
    assert not factors.is_suspect(people.chair_nato, AT)

    row.wrong()
    db.flush()

    assert factors.is_suspect(people.chair_nato, AT)
    assert not factors.is_suspect(people.chair_kosovo, AT)
    assert not factors.is_suspect(people.chair_nato, AT + second_factors.SUSPICION)
