"""The register of decisions: what was adopted, for those who hold the delegations' papers of any session."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from dialogue.db import db
from dialogue.domain.delegations import Participant
from dialogue.domain.people import Person
from dialogue.domain.sessions import Session
from tests.planted import ROLES, Planted
from tests.web.many import Statements, costs_the_same, more_decisions

Browse = Callable[[str], FlaskClient]


def test_decisions_of_approved_minutes_stand_with_their_number_and_means(browse: Browse) -> None:
    page = browse("delegate").get("/decisions").text

    assert "D/2026/1/01" in page
    assert "<strong>countering disinformation</strong>" in page
    assert "by the co-chairs" in page


def test_what_the_minutes_only_draft_is_no_decision_yet(browse: Browse) -> None:
    for who in ("secretary", "delegate"):
        page = browse(who).get("/decisions").text
        assert "observer places" not in page
        assert "D/2026/2" not in page


def test_words_narrow_the_register(browse: Browse) -> None:
    client = browse("delegate")

    assert "D/2026/1/02" in client.get("/decisions?q=Concept+DOCUMENT").text
    assert "D/2026/1/01" not in client.get("/decisions?q=Concept+DOCUMENT").text
    assert "No decision holds these words." in client.get("/decisions?q=100%25").text


def test_the_link_to_a_session_is_for_those_whose_session_it_is(browse: Browse, world: Planted) -> None:
    own = select(Participant).join(Participant.session).join(Participant.person)
    seat = db.scalars(own.where(Person.email == ROLES["delegate"], Session.year == 2026, Session.number == 1)).one()
    chair = db.scalars(select(Person).where(Person.email == ROLES["secretary"])).one()
    seat.withdraw(by=chair, at=seat.state_at)
    db.commit()

    page = browse("delegate").get("/decisions").text
    assert "HLD/2026/1" in page
    assert "/sessions/2026-1" not in page
    assert "/sessions/2026-1" in browse("chair").get("/decisions").text


@pytest.mark.parametrize("who", ["co-host", "other co-host", "outsider", "observer@council.example"])
def test_the_register_does_not_exist_for_others(who: str, browse: Browse) -> None:
    answer = browse(who).get("/decisions")

    assert answer.status_code == 404
    assert "D/2026" not in answer.text


def test_more_rows_cost_no_more_statements(browse: Browse, statements: Statements) -> None:
    costs_the_same(browse("delegate"), "/decisions", statements, more_decisions)
