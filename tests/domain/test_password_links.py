"""Links for passwords: for one person and one state of the account, once, for a day."""

import datetime as dt

import pytest

from dialogue.domain import password_links
from dialogue.domain.base import Refused
from dialogue.domain.password_links import LASTS, PATH, SHOWN_FOR, Purpose, ask, mailed, token
from dialogue.domain.people import AccountState
from dialogue.domain.tokens import digest
from tests.factories import AT, HOUR, person, table

KEY = "k" * 32
SECOND = dt.timedelta(seconds=1)


def made(who, by=None, *, to=None):
    return password_links.make(who, secret=KEY, by=by, by_hand=to is not None, to=to, at=AT)


def test_a_link_is_stored_as_a_digest_and_its_name_opens_nothing():
    link = made(person())

    assert link.token_sha256 == digest(token(link.name, KEY))
    assert link.token_sha256 != digest(link.name)
    assert token(link.name, KEY) not in (link.name, link.path, link.key)
    assert token(link.name, "l" * 32) != token(link.name, KEY)


def test_what_is_mailed_is_the_link_and_other_paths_stay():
    link = made(person())

    assert mailed(link.path, KEY) == PATH + token(link.name, KEY)
    assert mailed("/sign-ins", KEY) == "/sign-ins"


def test_a_link_opens_once_and_for_a_day():
    link = made(person())

    assert (link.opens(AT), link.opens(AT + LASTS - SECOND), link.opens(AT + LASTS)) == (True, True, False)
    link.use("new hash", at=AT + HOUR)

    assert not link.opens(AT + HOUR)
    with pytest.raises(Refused) as no:
        link.use("another hash", at=AT + HOUR)
    assert str(no.value) == "This link opens nothing any more. Please ask for a new one."
    assert link.person.password_hash == "new hash"


def test_a_link_that_is_too_old_sets_nothing():
    link = made(person(password_hash="hash"))

    with pytest.raises(Refused):
        link.use("new hash", at=AT + LASTS)
    assert link.person.password_hash == "hash"


def test_it_dies_with_the_state_of_the_account():
    ada = person(standing=AccountState.ADMIN)
    for change in ("password", "address", "closed"):
        ana = person(password_hash="hash")
        link = made(ana)
        if change == "password":
            ana.password_hash = "another hash"
        elif change == "address":
            ana.email = "other@people.example"
        else:
            ana.close(by=ada, at=AT)
        assert not link.opens(AT), change


def test_a_link_that_is_revoked_opens_no_more_and_is_revoked_once():
    ada, link = person(standing=AccountState.ADMIN), made(person())
    link.person.facts()

    link.revoke(by=ada, at=AT + HOUR)
    link.revoke(by=ada, at=AT + 2 * HOUR)

    assert (link.opens(AT + HOUR), link.ended_at) == (False, AT + HOUR)
    assert [fact.verb for fact in link.person.facts()] == ["revoke link"]


def test_what_happens_to_it_is_on_the_record_of_its_person():
    ana, ada = person(), person(standing=AccountState.ADMIN)

    made(ana, by=ada)
    made(ana).use("hash", at=AT)

    told = [(fact.verb, fact.by) for fact in ana.facts()]
    assert told == [("make link", ada), ("ask for link", None), ("set password by link", ana)]


def test_it_invites_whoever_has_no_password_yet():
    assert made(person()).purpose is Purpose.INVITATION
    assert made(person(password_hash="hash")).purpose is Purpose.RESET


def test_a_closed_account_gets_none():
    ana = person()
    ana.close(by=person(), at=AT)

    with pytest.raises(Refused) as no:
        made(ana)
    assert str(no.value) == "This account is closed. Please open it again first."


def test_it_is_shown_to_whoever_made_it_to_hand_it_over_for_a_quarter_of_an_hour():
    ada, other = person(standing=AccountState.ADMIN), person(standing=AccountState.ADMIN)
    by_hand, by_mail = made(person(), ada, to=ada), made(person(), ada)

    assert by_hand.may_be_shown(ada, AT + SHOWN_FOR - SECOND)
    assert not by_hand.may_be_shown(ada, AT + SHOWN_FOR)
    assert not by_hand.may_be_shown(other, AT)
    assert not by_mail.may_be_shown(ada, AT)
    by_hand.use("hash", at=AT)
    assert not by_hand.may_be_shown(ada, AT)


def test_to_whom_somebody_else_has_given_it_it_is_shown_while_it_opens():
    ada, ben = person(standing=AccountState.ADMIN), person()
    link = made(person(), ada, to=ben)

    assert (link.may_be_shown(ben, AT + LASTS - SECOND), link.may_be_shown(ben, AT + LASTS)) == (True, False)
    assert not link.may_be_shown(ada, AT)


def test_to_nobody_of_the_other_party_it_is_shown():
    sides = table()
    link = made(sides.chair_nato, sides.chair_nato, to=sides.theirs)
    assert not link.may_be_shown(sides.theirs, AT)

    sides.theirs.organisation = sides.nato
    assert link.may_be_shown(sides.theirs, AT)


def test_a_request_keeps_no_address():
    request = ask("my-secret-password", "2001:db8:1:2:3:4:5:6", at=AT)

    assert request.email_digest == digest("my-secret-password")
    assert (request.network, request.answered_at) == ("2001:db8:1:2::/64", None)
