"""Who is invited by which act, told of what, once; and who is told that a place has ended."""

import pytest
from sqlalchemy import select

from dialogue.actions import departures, invitations, mandates
from dialogue.actions.mandates import Links
from dialogue.domain.delegations import Capacity
from dialogue.domain.notices import WAIT, Notice, NoticeKind, NoticeState
from tests import walk
from tests.cast import enter
from tests.factories import AT, DAY, HOUR

LINKS = Links("k" * 32, by_hand=False)


@pytest.fixture
def cast(db):
    return enter(db)


@pytest.fixture
def session(db, cast):
    made = walk.plan(db, cast)
    made.venue = "Palace of Meetings"
    return made


def told(db, kind):
    db.flush()
    found = [one for one in db.scalars(select(Notice).order_by(Notice.id)) if one.dispatch.kind == kind]
    return {one.recipient.email.split("@")[0]: one for one in found}


def named(db, cast, session, person, capacity=Capacity.MEMBER):
    return walk.seat(db, cast, session, person, capacity, accredited=False)


def accredit(cast, seat, by=None):
    """By the secretary who has not named it."""
    return mandates.accredit(seat, base=None, by=by or cast.secretary_prishtina, at=AT + HOUR, links=LINKS)


def test_convening_invites_everybody_at_the_table_and_nobody_else(db, cast, session):
    walk.delegations(db, cast, session)  # with a focal point, who sits at no table
    walk.seat(db, cast, session, cast.observer, Capacity.OBSERVER)
    named(db, cast, session, cast.outsider, Capacity.OBSERVER)

    invitations.convene(session, by=cast.secretary_brussels, at=AT)

    found = told(db, NoticeKind.INVITED)
    assert sorted(found) == ["chair.kosovo", "chair.nato", "delegate.kosovo", "delegate.nato", "observer"]
    one = found["chair.kosovo"]
    assert (one.dispatch.not_before, one.dispatch.session_id, one.dispatch.by) == (
        AT + WAIT, session.id, cast.secretary_brussels,
    )  # fmt: skip
    assert one.subject == "Invitation: HLD/2027/1, Tue 8 Jun 2027, Brussels"
    assert one.body.startswith(
        "You are invited to HLD/2027/1, “First session of 2027”, as head of delegation.\n\nBegins: Tue 8 Jun 2027, "
    )
    assert "\nWhere: Palace of Meetings, Brussels\n" in one.body


def test_the_page_before_shows_what_convening_sends(db, cast, session):
    walk.delegations(db, cast, session)

    before = [(one.recipient, one.subject, one.body, one.path) for one in invitations.drafts(session, AT)]
    invitations.convene(session, by=cast.secretary_brussels, at=AT)

    sent = [*told(db, NoticeKind.INVITED).values(), *told(db, NoticeKind.CONVENED).values()]
    assert before == [(one.recipient, one.subject, one.body, one.path) for one in sent]


def test_everybody_else_who_reads_it_is_told_that_it_is_convened_and_nobody_twice(db, cast, session):
    walk.delegations(db, cast, session)
    walk.engagement(db, cast, session, cast.university)
    cast.focal_kosovo.password_hash = None

    invitations.convene(session, by=cast.secretary_brussels, at=AT)

    found, invited = told(db, NoticeKind.CONVENED), told(db, NoticeKind.INVITED)
    assert not set(found) & set(invited) and "outsider" not in found
    assert {cast.focal_kosovo, cast.cohost_university, *walk.both(cast)} == {one.recipient for one in found.values()}
    assert found["focal.kosovo"].path == "" != found[cast.cohost_university.email.split("@")[0]].path
    assert {one.dispatch.not_before for one in found.values()} == {AT + WAIT}


def test_whoever_is_accredited_before_it_is_convened_is_told_that_and_invited_once_by_the_convening(db, cast, session):
    seat = named(db, cast, session, cast.delegate_kosovo)
    before = invitations.accrediting([seat], cast.secretary_prishtina)
    accredit(cast, seat)

    (one,) = told(db, NoticeKind.ACCREDITED).values()
    assert [(one.recipient, one.subject, one.body)] == [(it.recipient, it.subject, it.body) for it in before]
    assert told(db, NoticeKind.INVITED) == {}
    invitations.convene(session, by=cast.secretary_brussels, at=AT + DAY)
    assert list(told(db, NoticeKind.INVITED)) == ["delegate.kosovo"]


def test_where_it_is_convened_within_the_minute_the_invitation_alone_goes(db, cast, session):
    accredit(cast, named(db, cast, session, cast.delegate_kosovo))

    invitations.convene(session, by=cast.secretary_brussels, at=AT + HOUR)

    assert [one.state for one in told(db, NoticeKind.ACCREDITED).values()] == [NoticeState.UNDONE]
    assert [one.state for one in told(db, NoticeKind.INVITED).values()] == [NoticeState.QUEUED]


def test_whoever_is_accredited_to_no_table_is_told_that_and_not_invited(db, cast, session):
    session.convene(by=cast.secretary_brussels, at=AT)
    seat = named(db, cast, session, cast.focal_kosovo, Capacity.FOCAL_POINT)

    accredit(cast, seat)

    assert (list(told(db, NoticeKind.ACCREDITED)), told(db, NoticeKind.INVITED)) == (["focal.kosovo"], {})


def test_whoever_is_accredited_later_is_invited_alone(db, cast, session):
    walk.delegations(db, cast, session)
    invitations.convene(session, by=cast.secretary_brussels, at=AT)

    accredit(cast, named(db, cast, session, cast.observer, Capacity.OBSERVER))

    last = db.scalars(select(Notice).order_by(Notice.id.desc()).limit(1)).one()
    assert (last.recipient, last.dispatch.kind, len(last.dispatch.notices)) == (cast.observer, NoticeKind.INVITED, 1)


def test_a_seat_that_takes_a_second_word_is_invited_by_that_word(db, cast, session):
    invitations.convene(session, by=cast.secretary_brussels, at=AT)
    seat = named(db, cast, session, cast.chair_nato, Capacity.HEAD)
    cast.secretary_brussels.organisation = cast.nato
    done = accredit(cast, seat, by=cast.secretary_brussels)

    assert done.waits and told(db, NoticeKind.INVITED) == {}
    mandates.confirm(done.mandate, by=done.mandate.asked[0], at=AT + DAY, links=LINKS)
    assert list(told(db, NoticeKind.INVITED)) == ["chair.nato"]


def test_whoever_loses_an_accredited_place_is_told_and_a_waiting_invitation_is_called_back(db, cast, session):
    seats = walk.delegations(db, cast, session)
    invitations.convene(session, by=cast.secretary_brussels, at=AT)
    waiting = told(db, NoticeKind.INVITED)["delegate.kosovo"]

    departures.withdraw_seat(seats["delegate_kosovo"], by=cast.secretary_prishtina, at=AT + HOUR)

    out = told(db, NoticeKind.UNINVITED)
    assert waiting.state is NoticeState.CALLED_BACK
    assert list(out) == ["delegate.kosovo"]
    assert out["delegate.kosovo"].subject == "You no longer take part: HLD/2027/1, Tue 8 Jun 2027"
    assert "The session itself is not cancelled by that." in out["delegate.kosovo"].body


def test_whoever_was_only_named_is_told_nothing(db, cast, session):
    seat = named(db, cast, session, cast.delegate_kosovo)

    departures.withdraw_seat(seat, by=cast.secretary_prishtina, at=AT + HOUR)

    assert told(db, NoticeKind.UNINVITED) == told(db, NoticeKind.ACCREDITED) == {}


def test_who_comes_back_to_the_place_is_invited_anew(db, cast, session):
    seats = walk.delegations(db, cast, session)
    invitations.convene(session, by=cast.secretary_brussels, at=AT)
    seat = seats["delegate_kosovo"]
    departures.withdraw_seat(seat, by=cast.secretary_prishtina, at=AT + HOUR)

    seat.delegation.nominate(seat.person, Capacity.ADVISER, by=cast.secretary_brussels, at=AT + DAY)
    accredit(cast, seat)

    (last,) = [one for one in db.scalars(select(Notice)) if "as adviser" in one.body]
    assert (last.recipient, last.state) == (cast.delegate_kosovo, NoticeState.QUEUED)
