"""A side's own people: the focal point invites, closes and opens again; never the other side's, no power alone."""

import pytest
from sqlalchemy import select

from dialogue.domain.delegations import Capacity
from dialogue.domain.mandates import Mandate
from dialogue.domain.notices import Notice
from dialogue.domain.password_links import PasswordLink
from dialogue.domain.people import Person
from dialogue.domain.sessions import SessionState
from tests import walk
from tests.web.browser import submit
from tests.web.test_people import address_of_link

NEW = {"given_name": "Besa", "family_name": "Krasniqi", "email": "besa@kosovo.example", "function": "Aide", "rank": "5"}


@pytest.fixture
def session(people, db):
    made = walk.plan(db, people)
    walk.seat(db, people, made, people.chair_kosovo, Capacity.HEAD)
    walk.seat(db, people, made, people.focal_kosovo, Capacity.FOCAL_POINT)
    db.commit()
    return made


@pytest.fixture
def focal(people, session, as_):
    return as_(people.focal_kosovo)


def again(db, who):
    db.rollback()
    return db.get(Person, who.id, populate_existing=True)


def test_the_list_has_the_own_side_and_nobody_else(people, focal):
    page = focal.get("/people/own").text

    assert 'href="/people/own"' in focal.get("/").text
    for name in ("Kaltrina Chair", "Krenar Delegate", "Petrit P", "Fatos Focal"):
        assert name in page
    assert "Nora Chair" not in page
    assert "nato.example" not in page


def test_somebody_of_the_own_side_is_entered_and_invited_by_mail(people, session, by_mail, db):
    focal = by_mail(people.focal_kosovo)

    made = submit(focal, "/people/own/new", NEW)

    assert (made.status_code, made.location) == (303, "/people/own")
    assert "A link to choose a password goes to besa@kosovo.example by mail." in focal.get("/people/own").text
    link = db.scalars(select(PasswordLink)).one()
    assert (link.person.organisation.slug, link.made_by_id, link.by_hand) == ("kosovo", people.focal_kosovo.id, False)
    notice = db.scalars(select(Notice)).one()
    assert (notice.address, notice.path) == ("besa@kosovo.example", link.path)


def test_without_a_mail_server_the_link_is_handed_over(people, focal):
    made = submit(focal, "/people/own/new", NEW)

    assert address_of_link(focal.get(made.location).text)


def test_whoever_is_typed_wrong_or_is_there_already_is_not_entered(people, focal, db):
    wrong = submit(focal, "/people/own/new", NEW | {"email": "besa", "family_name": ""})
    taken = submit(focal, "/people/own/new", NEW | {"email": "chair.nato@nato.example"})

    assert (wrong.status_code, "Aide" in wrong.text, taken.status_code) == (422, True, 409)
    assert "cannot be entered here" in taken.text
    assert db.scalar(select(Person).where(Person.family_name == "Krasniqi")) is None


def test_an_account_of_the_own_side_is_closed_and_opened_again(people, focal, as_, db):
    who, theirs = people.delegate_kosovo, as_(people.delegate_kosovo)

    assert submit(focal, f"/people/own/{who.id}/close").status_code == 303
    assert not again(db, who).active
    assert "/sign-in" in theirs.get("/").location
    assert submit(focal, f"/people/own/{who.id}/reopen").status_code == 303
    assert again(db, who).active


@pytest.mark.parametrize("who", ["chair_kosovo", "secretary_prishtina"])
@pytest.mark.parametrize("act", ["close", "password"])
def test_who_speaks_for_the_side_or_keeps_it_takes_a_second_word(people, focal, db, who, act):
    subject = getattr(people, who)
    page = submit(focal, f"/people/own/{subject.id}/{act}").location
    assert page == f"/mandates/new/{act}/{subject.id}"

    assert submit(focal, page, why="Left the service.").status_code == 303

    assert again(db, subject).active
    assert [one.person_id for one in db.scalars(select(Mandate))] == [subject.id]
    assert db.scalars(select(PasswordLink)).all() == []


@pytest.mark.parametrize("act", ["close", "reopen", "password"])
def test_the_other_side_does_not_exist_here(people, focal, db, act):
    answers = [submit(focal, f"/people/own/{number}/{act}") for number in (people.delegate_nato.id, 9999)]
    asked = [focal.get(f"/mandates/new/{act}/{number}") for number in (people.delegate_nato.id, 9999)]

    assert [one.status_code for one in (*answers, *asked)] == [404] * 4
    assert again(db, people.delegate_nato).active


def test_nobody_closes_the_own_account(people, focal):
    assert submit(focal, f"/people/own/{people.focal_kosovo.id}/close").status_code == 409


def test_once_the_session_is_closed_the_focal_point_keeps_nobody(people, session, focal, db):
    assert focal.get("/people/own").status_code == 200
    db.merge(session).state = SessionState.CLOSED
    db.commit()

    assert focal.get("/people/own").status_code == 403
