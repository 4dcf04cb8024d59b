"""What is told when a turn begins or ends: its words are whole, and whoever has no account is told nothing."""

import pytest

from dialogue.access import SUBJECTS
from dialogue.domain.notices import NoticeKind
from dialogue.notifications import tellings
from tests import walk
from tests.cast import enter
from tests.factories import AT


@pytest.mark.parametrize("kind", tellings.WORDS)
def test_each_kind_has_its_right_and_its_words_want_nothing_that_the_acts_do_not_give(db, kind):
    cast = enter(db)
    session = walk.plan(db, cast)
    others, by = [cast.chair_nato, cast.secretary_prishtina], cast.secretary_brussels

    given = {"about": "University", "until": "Monday", "place": "communique", "label": "COR 1", "number": "1"}
    given |= {"day": "Tue 8 Jun 2027", "city": "Brussels"}
    found = tellings.drafts(kind, session, [*others, by], by=by, **given)

    assert kind in SUBJECTS
    assert [one.recipient for one in found] == others
    assert all(session.reference in one.subject and "%(" not in one.subject + one.body for one in found)


def test_whoever_has_no_account_is_told_nothing_and_named(db):
    cast = enter(db)
    session = walk.plan(db, cast)
    cast.chair_nato.password_hash = None
    concerned = [cast.chair_nato, cast.chair_kosovo]

    found = tellings.drafts(NoticeKind.CALL, session, concerned, by=cast.secretary_brussels, until="Monday")

    assert [one.recipient for one in found] == [cast.chair_kosovo]
    assert tellings.without_account(concerned) == [cast.chair_nato]


def test_words_that_ask_nobody_to_sign_in_go_to_whoever_has_no_account_too_without_a_link(db):
    cast = enter(db)
    session = walk.plan(db, cast)
    cast.chair_nato.password_hash = None

    found = tellings.convened(session, [cast.chair_nato, cast.chair_kosovo])

    assert [(one.recipient, one.path) for one in found] == [
        (cast.chair_nato, ""), (cast.chair_kosovo, f"/sessions/{session.ref}"),
    ]  # fmt: skip
    assert found[0].subject == "Convened: HLD/2027/1, Tue 8 Jun 2027, Brussels"


@pytest.mark.parametrize("kind", [one for one in tellings.WORDS if tellings.WORDS[one].to_anybody])
def test_no_such_words_ask_to_sign_in(kind):
    assert "sign" not in tellings.WORDS[kind].body


def test_the_call_goes_to_whoever_may_ask_for_items_and_to_nobody_else(db):
    cast = enter(db)
    session = walk.plan(db, cast)
    walk.delegations(db, cast, session)
    db.flush()

    told = set(tellings.concerned(NoticeKind.CALL, session, session, AT))

    assert {cast.secretary_brussels, cast.secretary_prishtina, cast.chair_nato, cast.delegate_kosovo} <= told
    assert not {cast.outsider, cast.admin, cast.observer, cast.cohost_university} & told
