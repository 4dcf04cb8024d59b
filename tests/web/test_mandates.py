"""Second words on pages: asked for, seen, given, declined, withdrawn; and by nobody else."""

import re

import pytest
from sqlalchemy import select

from dialogue.domain import mandates as register
from dialogue.domain.delegations import Capacity
from dialogue.domain.log import LogEntry
from dialogue.domain.mandates import Mandate, MandateState
from dialogue.domain.password_links import PasswordLink
from dialogue.domain.people import AccountState, Person
from dialogue.web.mandates import SHOWN
from tests import walk
from tests.factories import AT
from tests.web.browser import key, submit
from tests.web.test_people import address_of_link, revise

WHY = {"why": "She has lost her telephone."}


@pytest.fixture
def session(people, db):
    """With both heads, a delegate and the focal point."""
    made = walk.plan(db, people)
    for who, capacity in (
        ("chair_nato", Capacity.HEAD),
        ("chair_kosovo", Capacity.HEAD),
        ("delegate_kosovo", Capacity.MEMBER),
        ("focal_kosovo", Capacity.FOCAL_POINT),
    ):
        walk.seat(db, people, made, getattr(people, who), capacity)
    db.commit()
    return made


def again(db, thing):
    db.rollback()
    return db.get(type(thing), thing.id, populate_existing=True)


def the_one(db):
    db.rollback()
    return db.scalars(select(Mandate).execution_options(populate_existing=True)).one()


def asked_for(admin, who, kind="password"):
    """Press the button, say why; where the proposal stands."""
    page = submit(admin, f"/people/{who.id}/{kind}").location
    assert page == f"/mandates/new/{kind}/{who.id}"
    return submit(admin, page, WHY).location


def test_the_admin_asks_for_a_link_and_the_second_person_gets_it_to_hand_over(people, session, admin, as_, db, clock):
    who, second = people.chair_nato, as_(people.secretary_brussels)
    page = admin.get(submit(admin, f"/people/{who.id}/password").location).text
    assert "Asked by mail: Bea Brussels." in page
    here = asked_for(admin, who)
    assert db.scalars(select(PasswordLink)).all() == []
    db.rollback()
    assert f'href="{here}"' in admin.get(f"/people/{who.id}").text
    home = second.get("/").text
    assert "Give the second person’s word, or decline: Nora Chair" in home
    assert "She has lost her telephone." in second.get(here).text

    handed = submit(second, f"{here}/confirm").location

    assert address_of_link(second.get(handed).text)
    assert admin.get(handed).status_code == 404
    assert the_one(db).state is MandateState.IN_FORCE
    assert "Give the second person’s word" not in second.get("/").text
    clock.later(minutes=15)
    assert second.get(handed).status_code == 404


def test_what_waits_for_me_is_listed_however_much_is_asked_of_others_since(people, session, as_, db):
    def propose(who, asked):
        order = register.Order(register.MandateKind.PASSWORD, who)
        db.add(register.propose(order, "Lost.", asked=[asked], waiting=(), by=people.admin, at=AT))

    propose(people.chair_nato, people.chair_kosovo)
    db.commit()
    for _ in range(SHOWN):
        propose(people.outsider, people.secretary_prishtina)
    db.commit()

    page = as_(people.chair_kosovo).get("/mandates").text

    assert "Nora Chair" in page
    assert people.outsider.name not in page


def test_the_other_sides_secretary_agrees_and_the_own_focal_point_hands_the_link_over(people, admin, as_, db, clock):
    walk.seat(db, people, walk.plan(db, people), people.focal_kosovo, Capacity.FOCAL_POINT)
    db.commit()
    second, focal = as_(people.secretary_brussels), as_(people.focal_kosovo)
    here = asked_for(admin, people.secretary_prishtina)
    assert "Hand over a link" not in focal.get("/").text

    assert submit(second, f"{here}/confirm").location == here

    assert "Fatos Focal hands the link over" in second.get(here).text
    number = db.scalars(select(PasswordLink.id)).one()
    db.rollback()
    handed = f"/mandates/links/{number}"
    assert f'href="{handed}">Hand over a link for a password, alone and in person: Petrit P</a>' in focal.get("/").text
    assert [browser.get(handed).status_code for browser in (second, admin)] == [404, 404]
    clock.later(hours=23)
    address = address_of_link(as_(people.focal_kosovo).get(handed).text)
    used = submit(as_(None), address, password="rain over the old harbour", password_again="rain over the old harbour")
    assert used.status_code == 303
    assert "Hand over a link" not in as_(people.focal_kosovo).get("/").text


def test_without_a_reason_it_is_not_asked_for(people, session, admin, db):
    answer = submit(admin, f"/mandates/new/factors/{people.chair_nato.id}", why="")

    assert answer.status_code == 422
    assert db.scalars(select(Mandate)).all() == []


def test_sent_twice_it_is_one_proposal_and_one_word(people, session, admin, as_, db):
    once, path = key(admin), f"/mandates/new/factors/{people.chair_nato.id}"
    here = submit(admin, path, WHY, form_key=once).location
    assert submit(admin, path, WHY, form_key=once).location == here
    assert submit(admin, path, WHY).status_code == 409
    second = as_(people.secretary_brussels)
    word = key(second)
    first = submit(second, f"{here}/confirm", form_key=word)

    assert submit(second, f"{here}/confirm", form_key=word).location == first.location
    assert submit(second, f"{here}/confirm").status_code == 409
    assert len(db.scalars(select(Mandate)).all()) == 1


def test_it_is_declined_with_a_reason_and_withdrawn_by_its_proposer(people, session, admin, as_, db):
    here, second = asked_for(admin, people.chair_nato), as_(people.secretary_brussels)
    assert submit(second, f"{here}/decline").status_code == 422
    assert submit(second, f"{here}/withdraw").status_code == 403
    assert submit(second, f"{here}/decline", reason="I know nothing of it.").status_code == 303
    assert "I know nothing of it." in admin.get(here).text
    assert the_one(db).state is MandateState.DECLINED

    other = asked_for(admin, people.chair_nato, "reopen")
    assert submit(admin, f"{other}/withdraw").status_code == 303
    assert submit(second, f"{other}/confirm").status_code == 409


def test_after_a_week_it_cannot_be_confirmed_and_waits_for_nobody(people, session, admin, as_, clock):
    here = asked_for(admin, people.chair_nato)
    clock.later(days=7)
    second = as_(people.secretary_brussels)

    assert "Give the second person’s word" not in second.get("/").text
    assert submit(second, f"{here}/confirm").status_code == 409


def test_who_was_asked_and_has_lost_the_role_gives_no_word(people, session, admin, as_, db):
    here = asked_for(admin, people.chair_nato)
    db.merge(people.secretary_brussels).standing = AccountState.NONE
    db.commit()

    assert submit(as_(people.secretary_brussels), f"{here}/confirm").status_code == 404


def test_a_voice_is_proposed_by_the_secretary_and_given_by_the_head(people, session, as_, db):
    secretary, head = as_(people.secretary_prishtina), as_(people.chair_kosovo)
    other, admin = as_(people.secretary_brussels), as_(people.admin)
    seat = walk.seat_of(db, session, people.delegate_kosovo)
    version, ref = seat.version, session.ref
    db.rollback()

    typed = {"authorised": "Letter 7", "base_version": version}
    assert submit(secretary, f"/sessions/{ref}/participants/{seat.id}/authorise", typed).status_code == 303

    here = f"/mandates/{the_one(db).id}"
    assert not again(db, seat).is_entitled
    assert (other.get(here).status_code, admin.get(here).status_code) == (404, 404)
    assert "Give the second person’s word, or decline: Krenar Delegate" in head.get("/").text
    assert submit(head, f"{here}/confirm").status_code == 303
    assert again(db, seat).is_entitled
    assert (other.get(here).status_code, admin.get(here).status_code) == (200, 404)


def test_both_secretaries_see_in_the_log_what_the_admin_did(people, session, admin, as_, db):
    submit(admin, f"/people/{people.delegate_kosovo.id}/password")
    here = asked_for(admin, people.chair_nato)
    submit(as_(people.secretary_brussels), f"{here}/confirm")

    for who in (people.secretary_brussels, people.secretary_prishtina):
        page = as_(who).get("/log").text
        for row in ("make link: person", "propose password: second person", "confirm password: second person"):
            assert row in page
    assert "propose password" in admin.get("/log").text


def test_an_admin_alone_becomes_nobody(people, session, admin, as_, db, clock):
    """Every road that an admin has to act as a secretary or a co-chair ends at a second person; each try is on record
    for both secretaries."""
    secretary, chair, own = people.secretary_brussels, people.chair_nato, people.delegate_nato
    before = {one.id: (one.email, one.organisation_id, one.standing, one.password_hash) for one in (secretary, chair)}

    for who in (secretary, chair):
        asked_for(admin, who)
        asked_for(admin, who, "factors")
        fields = {"email": f"mine{who.id}@elsewhere.example", "organisation": who.organisation_id, "why": "Moved."}
        assert revise(admin, who, people, standing=who.standing.value, **fields).status_code == 303
    for standing in ("secretary", "admin"):
        entered = {"email": f"{standing}@elsewhere.example", "organisation": people.nato.id, "family_name": "Puppet"}
        made = submit(admin, "/people/new", entered | {"rank": 5, "standing": standing, "why": "Needed."})
        assert made.status_code == 303
    fields = {"email": own.email, "organisation": people.nato.id, "why": "Needed."}
    assert revise(admin, own, people, standing="secretary", **fields).status_code == 303
    assert submit(admin, f"/people/{secretary.id}/close").status_code == 303
    waiting = db.scalars(select(Mandate.id).where(Mandate.state == MandateState.PROPOSED)).all()
    db.rollback()
    refused = [submit(admin, f"/mandates/{one}/confirm").status_code for one in waiting]

    db.expire_all()
    after = db.scalars(select(Person).where(Person.id.in_(before))).all()
    assert {one.id: (one.email, one.organisation_id, one.standing, one.password_hash) for one in after} == before
    assert [one.standing for one in db.scalars(select(Person).where(Person.family_name == "Puppet"))] == ["none"] * 2
    assert again(db, own).standing is AccountState.NONE
    assert db.scalars(select(PasswordLink)).all() == []
    assert len(waiting) == 9
    assert refused == [403] * 9
    rows = len(db.scalars(select(LogEntry.id).where(LogEntry.noun == "mandates")).all())
    db.rollback()
    assert rows == 10
    for who in (people.secretary_prishtina,):
        page = as_(who).get("/log?noun=mandates").text
        assert len(re.findall(r"second person&#39;s word \d+", page)) == rows
    listed = as_(people.secretary_prishtina).get("/mandates").text
    assert listed.count("Puppet") == 2
