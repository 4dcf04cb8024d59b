"""Whoever takes a right away reads on the next page how many mails that still waited were called back by it."""

import datetime as dt

import pytest
from sqlalchemy import select

from dialogue.actions import acts
from dialogue.domain.delegations import Capacity
from dialogue.domain.engagements import Engagement
from dialogue.domain.notices import Loss, Notice, NoticeState
from dialogue.domain.people import AccountState
from tests import walk
from tests.factories import AT as PLANNED
from tests.factories import DAY
from tests.web.browser import submit

ONE = "1 mail that still waited is called back: its recipient may not read it any more."


@pytest.fixture
def session(db, people):
    """Its agenda has gone out a moment ago: everybody's mail waits."""
    made = walk.plan(db, people)
    walk.delegations(db, people, made)
    walk.seat(db, people, made, people.observer, Capacity.OBSERVER)
    walk.engagement(db, people, made, people.university)
    agenda = walk.agenda(db, people, made)
    agenda.close_call(by=people.secretary_brussels, at=made.starts_at - 20 * DAY)
    walk.signed(db, people, agenda)
    acts.propose_agenda(agenda, by=people.secretary_brussels, at=PLANNED)
    acts.circulate_agenda(agenda, by=people.secretary_brussels, at=PLANNED)
    db.commit()
    return made


def called_back(db):
    db.rollback()
    found = db.scalars(select(Notice).where(Notice.state == NoticeState.CALLED_BACK)).all()
    return [(one.recipient.name, one.called_back_by.name, one.called_back_why) for one in found]


@pytest.fixture
def particulars(people):
    person = people.delegate_nato
    return {
        "given_name": person.given_name, "family_name": person.family_name, "email": person.email, "function": "",
        "rank": "5", "standing": AccountState.NONE.value, "base_version": person.version,
    }  # fmt: skip


def test_withdrawing_a_seat_says_so(db, people, as_, session):
    seat = walk.seat_of(db, session, people.delegate_nato)
    browser, address = as_(people.secretary_brussels), f"/sessions/2027-1/participants/{seat.id}/withdraw"

    page = browser.get(submit(browser, address).location).text

    assert ONE in page
    assert called_back(db) == [("Niels Delegate", "Bea Brussels", Loss.SEAT)]


def test_closing_an_account_says_so_and_a_second_person_without_mail_is_closed_in_silence(db, people, admin, session):
    both = [people.delegate_nato.id, people.outsider.id]

    pages = [admin.get(submit(admin, f"/people/{number}/close").location).text for number in both]

    assert [ONE in page for page in pages] == [True, False]
    assert called_back(db) == [("Niels Delegate", "Ada Admin", Loss.ACCOUNT)]


@pytest.mark.parametrize(("organisation", "many"), [("elsewhere", 1), ("nato", 0)])
def test_another_organisation_says_so_and_another_function_does_not(
    db, people, admin, session, particulars, organisation, many
):
    address = f"/people/{people.delegate_nato.id}"
    fields = particulars | {"function": "New office", "organisation": str(getattr(people, organisation).id)}

    page = admin.get(submit(admin, address, fields).location).text

    assert (ONE in page, len(called_back(db))) == (bool(many), many)


def test_suspending_an_engagement_says_so(db, people, as_, session):
    (engagement,) = db.scalars(select(Engagement))
    browser, address = as_(people.secretary_brussels), f"/sessions/2027-1/co-hosts/{engagement.id}/steps/suspend"

    page = browser.get(submit(browser, address).location).text

    assert ONE in page
    assert called_back(db) == [("Una University", "Bea Brussels", Loss.ENGAGEMENT)]


def test_taking_back_what_is_left_of_a_telling_leaves_what_was_called_back_as_it_is(db, people, as_, session, clock):
    seat, browser = walk.seat_of(db, session, people.delegate_nato), as_(people.secretary_brussels)
    submit(browser, f"/sessions/2027-1/participants/{seat.id}/withdraw")
    db.rollback()
    told = db.scalars(select(Notice)).first().dispatch
    clock.at = told.made_at + dt.timedelta(seconds=1)
    browser = as_(people.secretary_brussels)
    assert submit(browser, f"/notices/dispatches/{told.id}/undo").status_code == 303

    assert called_back(db) == [("Niels Delegate", "Bea Brussels", Loss.SEAT)]
    left = db.scalars(select(Notice).where(Notice.dispatch_id == told.id))  # beside the word that the place has ended
    assert {one.state for one in left} == {NoticeState.CALLED_BACK, NoticeState.UNDONE}


@pytest.mark.parametrize("address", ["/notices/held/release", "/notices/{}/release"])
def test_what_was_held_is_judged_again_when_it_is_released(db, people, as_, session, clock, address):
    for notice in db.scalars(select(Notice)):
        notice.hold(at=clock())
    people.delegate_nato.active = False
    (theirs,) = db.scalars(select(Notice).where(Notice.recipient_id == people.delegate_nato.id))
    (other,) = db.scalars(select(Notice).where(Notice.recipient_id == people.chair_nato.id))
    numbers = theirs.id, other.id
    db.commit()
    browser = as_(people.secretary_brussels)

    pages = [browser.get(submit(browser, address.format(n)).location).text for n in numbers]

    assert [ONE in page for page in pages] == [True, False]
    assert called_back(db) == [("Niels Delegate", "Bea Brussels", Loss.FOUND)]
    assert db.get(Notice, numbers[1]).state is NoticeState.QUEUED
