"""A focal point took head and alternate of its own side away while a text ran, which ran on unseen and was adopted.
The same again: it takes the side's own word, and whoever had the notice is heard until the end."""

import datetime as dt

import pytest
from sqlalchemy import select

from dialogue.actions import departures, rounds
from dialogue.domain.base import Refused
from dialogue.domain.delegations import Capacity, Participant
from dialogue.domain.notices import Dispatch, NoticeKind
from dialogue.domain.organisations import Organisation
from dialogue.domain.people import AccountState, Person
from dialogue.domain.silence import Circulation, CirculationState
from tests import walk
from tests.factories import AT, DAY
from tests.stories.hand import Hand
from tests.web.browser import submit

MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def round_(db, people, clock):
    """On a text of a session to come, for which Kosovo has a head, an alternate and a focal point."""
    session = walk.plan(db, people)
    walk.delegations(db, people, session)
    seat = db.scalars(select(Participant).where(Participant.person_id == people.delegate_kosovo.id)).one()
    seat.capacity = Capacity.ALTERNATE
    made = walk.bare_round(db, people, session, at=AT)
    clock.at = AT + DAY
    for at in (AT, clock(), made.expires_at):
        walk.heard(db, at - MINUTE / 2, at)
    db.commit()
    return made


@pytest.fixture
def sit(as_, people):
    return lambda who: Hand(as_(getattr(people, who)))


def participants(round_, db, who):
    seat = db.scalars(select(Participant).where(Participant.person_id == who.id)).one()
    return f"/sessions/2027-1/participants/{seat.id}"


def stands(db):
    db.rollback()
    return db.scalars(select(Circulation)).one()


def test_a_focal_point_is_refused_in_a_sentence_and_head_and_alternate_read_on(sit, db, people, round_):
    there = [participants(round_, db, getattr(people, who)) for who in ("chair_kosovo", "delegate_kosovo")]
    focal = sit("focal_kosovo")
    for page in there:
        assert "takes the word of the head of delegation or of the secretary" in focal.open(f"{page}/withdraw")
        refused = submit(focal.client, f"{page}/withdraw")
        assert refused.status_code == 409
        assert "That takes the word of the head of delegation or of the secretary of that side." in refused.text

    assert [sit(who).open(f"/circulations/{round_.id}") != "" for who in ("chair_kosovo", "delegate_kosovo")] == [
        True
    ] * 2


def test_who_was_withdrawn_still_finds_the_round_and_breaks_it(sit, db, people, round_):
    theirs = sit("secretary_prishtina")
    shown = theirs.open(f"{participants(round_, db, people.chair_kosovo)}/withdraw")
    assert "Kosovo, Kaltrina Chair: no longer speaks in SP/1" in shown
    assert "It goes out at once and cannot be taken back." in shown
    assert "secretary.brussels@dialogue.example" in shown
    theirs.press("Withdraw this person")
    (telling,) = db.scalars(select(Dispatch).where(Dispatch.kind == NoticeKind.VOICE))
    assert len(telling.notices) == 4
    head = sit("chair_kosovo")

    assert "Read a paper under silence: Places in courses" in head.open("/")
    assert "SP/1" in head.open("/circulations")
    assert "If nobody objects, this text is agreed" in head.open(f"/circulations/{round_.id}")
    head.press("Acknowledge receipt")
    head.press("Break silence")

    assert "Kept, and in time: silence is broken" in head.text
    assert stands(db).state is CirculationState.BROKEN
    head.open(f"/circulations/{round_.id}", status=404)
    head.open("/circulations", status=404)


def elsewhere(db, people, clock):
    """The act of whoever keeps the accounts; the way to it, with its second word, is tested with the people."""
    db.expunge_all()
    one = db.get(Person, people.chair_kosovo.id)
    departures.revise_person(
        one, given_name=one.given_name, family_name=one.family_name, email=one.email,
        organisation=db.get(Organisation, people.university.id), function="", rank=5, standing=AccountState.NONE,
        base=one.version, by=db.get(Person, people.admin.id), at=clock(),
    )  # fmt: skip


def test_a_side_lets_somebody_go_before_the_accounts_say_so(sit, db, people, round_, clock):
    page, chair = f"/circulations/{round_.id}", people.chair_kosovo.id
    with pytest.raises(Refused, match="Kaltrina Chair speaks for Kosovo on a text that is under silence, SP/1"):
        elsewhere(db, people, clock)
    db.rollback()
    theirs = sit("secretary_prishtina")
    assert "Who speaks for our side" in theirs.open(page)
    theirs.follow("Leaves that place…", about="Kaltrina Chair")

    theirs.press("Agree for our side")
    elsewhere(db, people, clock)
    db.commit()

    assert "lets a voice go, Kaltrina Chair" in theirs.open(page)
    assert "loses a voice, Kaltrina Chair" in theirs.text
    assert "Who speaks for our side" not in sit("delegate_nato").open(page)
    sit("secretary_brussels").open(f"{page}/voices/{chair}/let-go", status=404)


def test_a_party_with_nobody_left_is_waited_for(sit, db, people, round_, clock):
    admin = sit("admin")
    for who in ("chair_kosovo", "delegate_kosovo"):
        admin.open(f"/people/{getattr(people, who).id}")
        admin.press("Close the account")
    clock.at = round_.expires_at + DAY
    walk.heard(db, clock() - MINUTE, clock())
    found = stands(db)
    rounds.settle(found, at=clock())
    db.commit()

    ours = sit("secretary_brussels")
    assert "Kosovo had nobody left who could read the paper and answer it." in ours.open(f"/circulations/{found.id}")
    assert "That Party names somebody who speaks for it." in ours.text
    assert stands(db).state is CirculationState.HELD
