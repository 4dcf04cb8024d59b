"""Buttons about an account: done at once, or on to the page that asks why; what came of it is said."""

from sqlalchemy import select

from dialogue.domain.mandates import Mandate
from tests.web.browser import submit


def test_what_takes_one_word_is_done_and_said_at_once(people, admin, db):
    done = submit(admin, f"/people/{people.delegate_nato.id}/factors")

    assert done.location == f"/people/{people.delegate_nato.id}"
    assert db.scalars(select(Mandate)).all() == []


def test_what_takes_two_leads_to_the_page_that_asks_why_and_then_names_who_is_asked(people, admin, db):
    asks = submit(admin, f"/people/{people.secretary_brussels.id}/factors").location
    assert asks == f"/mandates/new/factors/{people.secretary_brussels.id}"

    made = submit(admin, asks, why="Lost.")

    assert "This waits for a second person’s word, within a week: Petrit P." in admin.get(made.location).text
