"""What is said of a mandate: to whom it is about, to whoever is asked, to both secretaries."""

import pytest

from dialogue.domain.delegations import Capacity
from dialogue.domain.mandates import MandateKind, Order, alone, propose
from dialogue.domain.people import AccountState
from dialogue.notifications import second_words
from tests.cast import enter
from tests.factories import AT, HOUR, person, seat, session, table


@pytest.fixture
def sides(db):
    enter(db)  # the name of the dialogue is read from its settings
    return table()


def test_it_is_said_in_words(sides):
    held = seat(sides.chair_nato, Capacity.ALTERNATE, one=session(sides))
    new = {"standing": AccountState.SECRETARY, "organisation": sides.kosovo, "email": "n@kosovo.example"}

    assert [
        second_words.what(Order(MandateKind.PARTICULARS, sides.chair_nato, **new)),
        second_words.what(Order(MandateKind.CLOSE, sides.chair_nato)),
        second_words.what(Order(MandateKind.VOICE, held.person, seat=held, authority="Letter 7")),
        second_words.what(Order(MandateKind.SEAT, held.person, seat=held)),
    ] == [
        "Nora Chair; standing role: secretary; organisation: Kosovo; address: n@kosovo.example",
        "Closing the account of Nora Chair",
        "Written authority of Nora Chair to speak for NATO: Letter 7",
        "Accreditation of Nora Chair as alternate of NATO",
    ]


def test_who_is_asked_reads_who_wants_what_and_why(sides):
    order, ada = Order(MandateKind.PASSWORD, sides.chair_nato), person("Ada Admin")
    made = propose(order, "The telephone is lost.", asked=[sides.ours, sides.theirs], waiting=(), by=ada, at=AT)
    made.id = 7

    drafts = second_words.asked(made)

    assert [(one.recipient, one.path) for one in drafts] == [(sides.ours, "/mandates/7"), (sides.theirs, "/mandates/7")]
    for word in ("by which Nora Chair chooses", "Ada Admin has proposed it", "The telephone is lost.", "8 May 2027"):
        assert word in drafts[0].body


def test_what_is_done_names_both_or_says_that_it_was_one_alone(sides):
    order, ada = Order(MandateKind.PASSWORD, sides.chair_nato), person("Ada Admin")
    made = propose(order, "Lost.", asked=[sides.ours], waiting=(), by=ada, at=AT)
    made.id = 7
    made.confirm(by=sides.ours, at=AT + HOUR)
    single = alone(order, "", by=None, at=AT)
    single.id = 8

    (both,), (one,) = second_words.done_to(made), second_words.in_force(single, [sides.theirs])

    assert both.recipient is sides.chair_nato
    assert "Ada Admin has proposed this, Bea Bosmans has agreed." in both.body
    assert "Whoever runs the machine has done this alone" in one.body
    assert one.subject.startswith("Set up by one person alone")


def test_who_proposed_reads_why_it_was_declined(sides):
    ada = person("Ada Admin")
    made = propose(Order(MandateKind.CLOSE, sides.ours), "Gone.", asked=[sides.theirs], waiting=(), by=ada, at=AT)
    made.id = 7
    made.decline("She is here.", by=sides.theirs, at=AT)

    (told,) = second_words.declined(made, ada)

    assert (told.recipient, told.path) == (ada, "/mandates/7")
    assert "Petrit Hoxha has declined this. Reason: She is here." in told.body
