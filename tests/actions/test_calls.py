"""The call for items: told anew with its new day, whenever its session gets another date or takes place after all."""

import pytest
from sqlalchemy import select

from dialogue.actions import changes, rounds, tellings
from dialogue.db import db as the_db
from dialogue.domain import agenda as agendas
from dialogue.domain.changes import ChangeKind, Wish
from dialogue.domain.notices import WAIT, Dispatch, NoticeKind, NoticeState
from dialogue.domain.sessions import Appointment
from tests import walk
from tests.cast import enter
from tests.factories import AT, DAY, ENDS, STARTS

SENT = AT + 2 * WAIT


@pytest.fixture
def cast(db):
    return enter(db)


@pytest.fixture
def session(db, cast):
    """Its call has gone out to everybody who may ask for items."""
    made = walk.plan(db, cast)
    walk.delegations(db, cast, made)
    db.commit()
    tellings.begin_agenda(made, [], by=cast.secretary_brussels, at=AT)
    sent()
    db.commit()
    return made


def sent():
    for telling in calls():
        for notice in telling.notices:
            if notice.is_waiting:
                notice.claim(at=SENT)
                notice.sent(at=SENT)


def calls():
    return the_db.scalars(select(Dispatch).where(Dispatch.kind == NoticeKind.CALL).order_by(Dispatch.id)).all()


def changed(cast, session, kind, *, days=0, previews=None):
    to = session.appointment
    to = Appointment(STARTS + days * DAY, ENDS + days * DAY, to.place, to.venue, to.address)
    wish = Wish(kind, session, to, "A strike.")
    look = changes.look(wish, base=session.version, by=cast.secretary_brussels, at=SENT)
    made = changes.propose(wish, base=session.version, by=cast.secretary_brussels, at=SENT)
    asked = changes.consenting(made, by=cast.secretary_prishtina, at=SENT)
    changes.consent(made, by=cast.secretary_prishtina, at=SENT)
    the_db.flush()
    return ["Call for items" in " ".join(one.subject for one in each) for each in (look.letters, asked)]


def until(telling):
    (words,) = {one.body.partition("What arrives by ")[2].partition(",")[0] for one in telling.notices}
    return words


def test_another_date_tells_the_call_anew_and_the_page_before_shows_it(db, cast, session):
    assert changed(cast, session, ChangeKind.MOVE, days=7) == [True, True]

    first, again = calls()
    assert (until(first), until(again)) == ("Tue 18 May 2027", "Tue 25 May 2027")
    focal = cast.focal_kosovo
    assert focal in {one.recipient for one in first.notices} & {one.recipient for one in again.notices}


def test_a_session_that_was_postponed_and_gets_a_date_tells_its_call_anew(db, cast, session):
    assert changed(cast, session, ChangeKind.POSTPONE) == [False, False]
    assert len(calls()) == 1
    assert changed(cast, session, ChangeKind.MOVE, days=28) == [True, True]

    assert until(calls()[-1]) == "Tue 15 Jun 2027"


def test_a_session_that_was_cancelled_and_is_reinstated_tells_its_call_anew_on_the_same_day(db, cast, session):
    assert changed(cast, session, ChangeKind.CANCEL) == [False, False]
    assert changed(cast, session, ChangeKind.REINSTATE) == [True, True]

    assert [until(one) for one in calls()] == ["Tue 18 May 2027"] * 2


def test_a_call_that_waits_does_not_go_beside_the_new_one(db, cast, session):
    changed(cast, session, ChangeKind.MOVE, days=7)
    changed(cast, session, ChangeKind.MOVE, days=14)

    states = [{one.state for one in telling.notices} for telling in calls()]
    assert states == [{NoticeState.SENT}, {NoticeState.UNDONE}, {NoticeState.QUEUED}]


@pytest.mark.parametrize("what", ["another venue", "closed", "taken back"])
def test_of_no_new_day_of_what_is_closed_and_of_what_was_taken_back_nobody_is_told_anew(db, cast, session, what):
    if what == "closed":
        session_agenda(session).close_call(by=cast.secretary_brussels, at=session.starts_at - 20 * DAY)
    if what == "taken back":
        changed(cast, session, ChangeKind.MOVE, days=7)
        rounds.undo(calls()[-1], by=cast.secretary_brussels, at=SENT)
    many = len(calls())
    if what == "another venue":
        to = Appointment(session.starts, session.ends, session.place, "Another hall", "")
        wish = Wish(ChangeKind.MOVE, session, to, "A leak.")
        made = changes.propose(wish, base=session.version, by=cast.secretary_brussels, at=SENT)
        changes.consent(made, by=cast.secretary_prishtina, at=SENT)
    else:
        changed(cast, session, ChangeKind.MOVE, days=14)

    assert len(calls()) == many


def session_agenda(session):
    return the_db.scalars(agendas.of_session(session)).one()
