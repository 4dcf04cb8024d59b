"""Who is told of a nomination and of its return: the side that names, and nobody beside it."""

import pytest
from sqlalchemy import select

from dialogue.actions import nominations
from dialogue.domain import notices
from dialogue.domain.delegations import Capacity
from dialogue.domain.notices import Notice, NoticeKind
from tests import walk
from tests.cast import enter
from tests.factories import AT


@pytest.fixture
def cast(db):
    return enter(db)


@pytest.fixture
def session(db, cast):
    return walk.plan(db, cast)


def told(db, kind):
    db.flush()
    return [one for one in db.scalars(select(Notice).order_by(Notice.id)) if one.dispatch.kind == kind]


def named(db, cast, session, person, by, capacity=Capacity.MEMBER):
    delegation = walk.sessions_delegation(db, session, person.organisation)
    return nominations.nominate(delegation, person, capacity, by=by, at=AT)


def test_the_secretary_of_that_side_is_told_without_the_name_and_the_other_is_not(db, cast, session):
    walk.seat(db, cast, session, cast.focal_kosovo, Capacity.FOCAL_POINT)
    delegation = walk.sessions_delegation(db, session, cast.kosovo)
    before = [(one.recipient, one.subject, one.body) for one in nominations.naming(delegation, cast.focal_kosovo, AT)]

    named(db, cast, session, cast.delegate_kosovo, cast.focal_kosovo)

    (one,) = told(db, NoticeKind.NAMED)
    assert [(one.recipient, one.subject, one.body)] == before
    assert one.recipient is cast.secretary_prishtina
    assert one.subject == "A nomination waits for you: HLD/2027/1"
    assert cast.delegate_kosovo.family_name not in one.subject + one.body


def test_whom_a_secretary_names_for_the_own_side_it_accredits_itself_and_nobody_is_told(db, cast, session):
    named(db, cast, session, cast.delegate_kosovo, cast.secretary_prishtina)

    assert told(db, NoticeKind.NAMED) == []


def test_of_a_guest_the_other_secretary_is_told(db, cast, session):
    named(db, cast, session, cast.observer, cast.secretary_brussels, Capacity.OBSERVER)

    assert [one.recipient for one in told(db, NoticeKind.NAMED)] == [cast.secretary_prishtina]


def test_whoever_named_is_told_that_it_is_returned_and_once_for_each_time(db, cast, session):
    walk.seat(db, cast, session, cast.focal_kosovo, Capacity.FOCAL_POINT)
    for _ in range(2):
        seat = named(db, cast, session, cast.delegate_kosovo, cast.focal_kosovo)
        before = nominations.returning(seat, cast.secretary_prishtina, AT)
        nominations.give_back(seat, "Not yet.", by=cast.secretary_prishtina, at=AT)

    found = told(db, NoticeKind.RETURNED)
    assert [one.recipient for one in found] == 2 * [cast.focal_kosovo] and len(told(db, NoticeKind.NAMED)) == 2
    assert (found[1].subject, found[1].body) == (before[0].subject, before[0].body)
    assert cast.delegate_kosovo.name in found[1].body and "Not yet." not in found[1].body


def test_whoever_named_and_names_no_more_is_not_told(db, cast, session):
    focal = walk.seat(db, cast, session, cast.focal_kosovo, Capacity.FOCAL_POINT)
    seat = named(db, cast, session, cast.delegate_kosovo, cast.focal_kosovo)
    focal.withdraw(by=cast.secretary_prishtina, at=AT)
    db.flush()

    nominations.give_back(seat, "Not yet.", by=cast.secretary_prishtina, at=AT)

    assert told(db, NoticeKind.RETURNED) == []


def test_no_page_of_the_secretaries_lists_such_a_mail(db, cast, session):
    named(db, cast, session, cast.observer, cast.secretary_brussels, Capacity.OBSERVER)
    seat = named(db, cast, session, cast.delegate_kosovo, cast.secretary_prishtina)
    nominations.give_back(seat, "Not yet.", by=cast.admin, at=AT)
    db.flush()

    assert told(db, NoticeKind.NAMED) and told(db, NoticeKind.RETURNED)
    assert db.scalars(notices.newest(20)).all() == []
