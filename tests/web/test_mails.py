"""The page of mails to the secretariat: what waits, why, and what a secretary does with it."""

import hashlib
import itertools

import pytest
from flask.testing import FlaskClient

from dialogue.actions import invitations
from dialogue.domain import incoming
from dialogue.domain.delegations import Participant, Reply
from dialogue.domain.incoming import Doubt, IncomingMail, MailState
from tests import walk
from tests.cast import Cast, enter
from tests.factories import AT
from tests.web.browser import submit
from tests.web.many import costs_the_same


@pytest.fixture
def people(db) -> Cast:
    return enter(db)


@pytest.fixture
def secretary(as_, people) -> FlaskClient:
    return as_(people.secretary_brussels)


@pytest.fixture
def seats(db, people):
    session = walk.plan(db, people)
    made = walk.delegations(db, people, session)
    invitations.convene(session, by=people.secretary_brussels, at=AT)
    db.commit()
    return made


def waiting(db, subject="Answer", said="I come. <b>Thanks</b>", doubt=Doubt.WORDS):
    raw = subject.encode()
    mail = incoming.keep(raw, size=len(raw), sha256=hashlib.sha256(raw).hexdigest(), at=AT)
    mail.says(sender="Nora <chair.nato@nato.example>", subject=subject, excerpt=said)
    mail.queue(doubt, at=AT)
    db.add(mail)
    db.commit()
    return mail.id


def page_of(client, path):
    return client.get(path).get_data(as_text=True)


def test_both_secretaries_see_what_waits_with_its_doubt_and_nobody_else_does(db, people, as_, seats):
    number = waiting(db)

    for who in (people.secretary_brussels, people.secretary_prishtina):
        page = page_of(as_(who), "/mails")
        assert "1 mail waits" in page and Doubt.WORDS.value in page and f"/mails/{number}" in page
    for who in (people.admin, people.chair_nato, people.outsider, people.cohost_university):
        assert as_(who).get(f"/mails/{number}").status_code == 404


def test_its_words_stand_there_as_text(db, secretary, seats):
    page = page_of(secretary, f"/mails/{waiting(db)}")

    assert "I come. &lt;b&gt;Thanks&lt;/b&gt;" in page
    assert "chair.nato@nato.example" in page


def test_a_secretary_records_answers_of_the_own_side_alone(db, secretary, seats):
    page = page_of(secretary, f"/mails/{waiting(db)}")

    assert "Nora Chair" in page and "Niels Delegate" in page
    assert "Kaltrina Chair" not in page


def test_an_answer_is_recorded_once(db, secretary, seats):
    number, seat = waiting(db), seats["chair_nato"].id
    sent = submit(secretary, f"/mails/{number}/record", seat=seat, reply="regrets")
    again = submit(secretary, f"/mails/{number}/record", seat=seat, reply="accepted")

    db.expire_all()
    assert (sent.status_code, again.status_code) == (303, 409)
    assert db.get_one(Participant, seat).answered is Reply.REGRETS
    assert db.get_one(IncomingMail, number).state is MailState.RECORDED
    assert "Nora Chair, Regrets: will not come" in page_of(secretary, "/mails")


def test_of_the_other_side_nothing_is_recorded(db, secretary, seats):
    number = waiting(db)
    other = seats["chair_kosovo"].id

    assert submit(secretary, f"/mails/{number}/record", seat=other, reply="regrets").status_code == 404
    db.expire_all()
    assert db.get_one(Participant, other).answered is None


def test_it_is_put_aside_with_a_reason_and_what_was_typed_is_kept(db, secretary, seats):
    number = waiting(db)
    without = submit(secretary, f"/mails/{number}/aside", why="")
    long = submit(secretary, f"/mails/{number}/aside", why="Advertising. " * 400)
    done = submit(secretary, f"/mails/{number}/aside", why="Advertising.")

    assert (without.status_code, long.status_code, done.status_code) == (422, 422, 303)
    assert "Advertising. Advertising." in long.get_data(as_text=True)
    db.expire_all()
    assert (db.get_one(IncomingMail, number).why, page_of(secretary, f"/mails/{number}").count("Put it aside")) == (
        "Advertising.", 0,
    )  # fmt: skip


def test_the_page_of_notices_leads_there_and_says_how_many_wait(db, secretary, seats):
    waiting(db)

    assert "1 waits" in page_of(secretary, "/notices")


def test_the_list_asks_no_more_for_more_mails(db, secretary, seats, statements):
    numbers = itertools.count()
    costs_the_same(secretary, "/mails", statements, lambda n: [waiting(db, f"No. {next(numbers)}") for _ in range(n)])
