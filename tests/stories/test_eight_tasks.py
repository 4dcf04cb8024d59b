"""The eight tasks of the three, in a real browser: with the keyboard alone, and again with the mouse without script."""

from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import Page

from tests.planted import REFS, Planted, planted
from tests.stories.doors import person
from tests.stories.hand import Hand
from tests.stories.hands import Keyboard, Mouse

pytestmark = pytest.mark.browser

OTHER = "secretary.prishtina@dialogue.example"
AGENDA, AFTER = f"/sessions/{REFS['next']}/agenda", f"/sessions/{REFS['after next']}/agenda"
MINUTES = f"/sessions/{REFS['last']}/minutes"
Sit = Callable[[str], Mouse]


@pytest.fixture(autouse=True)
def world(database) -> Planted:
    return planted(database)


@pytest.fixture(params=["with the keyboard alone", "without script"])
def sit(request: pytest.FixtureRequest, window: Callable[..., Page]) -> Sit:
    """Whoever sits down has either no mouse or no script."""
    keys = request.param == "with the keyboard alone"
    return lambda role: (Keyboard if keys else Mouse)(window(person(role), script=keys))


def test_an_agenda_is_prepared_from_the_last_one(sit: Sit) -> None:
    hand = sit("secretary")
    hand.open(f"/sessions/{REFS['after next']}")

    hand.follow("Agenda")
    hand.tick("Hybrid threats")
    hand.press("Begin the agenda")

    hand.reads("Hybrid threats")
    hand.reads("Opening and adoption of the agenda")


def test_an_agenda_is_reordered(sit: Sit) -> None:
    hand = sit("secretary")
    hand.open(AGENDA)

    hand.reorder("Up: Regional security developments")
    hand.reads("moved to position 3")
    hand.write("New position of Regional security developments", "5")
    hand.reorder("Move: Regional security developments")
    hand.reads("moved to position 5")

    assert "Regional security developments" in hand.page.locator(".agenda-title").all_inner_texts()[4]


def test_an_agenda_is_circulated_after_both_have_signed_it_off(sit: Sit) -> None:
    ours, theirs = sit("secretary"), sit(OTHER)
    ours.open(AGENDA)
    ours.follow("Edit: Regional security developments")
    ours.write("Minutes", "50")
    ours.press("Save the item")
    for hand in (ours, theirs):
        hand.open(AGENDA)
        hand.press("Sign off this text")

    theirs.follow("Circulate the next release")
    theirs.reads("Who will see it")
    theirs.press("Circulate REV 3")

    delegate = sit("delegate")
    delegate.open(AGENDA)
    delegate.reads("50 min")


def test_minutes_are_written_and_signed_off(sit: Sit, world: Planted, app: Flask) -> None:
    chair = Hand(world.browser(app, "chair"))
    chair.open(f"{MINUTES}/approval")
    chair.press("Return to the secretaries", reason="Please add what was said of the exercises.")
    ours, theirs = sit("secretary"), sit(OTHER)

    ours.open(f"{MINUTES}/items/4")
    ours.write("Text", "Both sides thanked the hosts.")
    ours.press("Add this paragraph")
    ours.reads("Both sides thanked the hosts.")
    for hand in (ours, theirs):
        hand.open(MINUTES)
        hand.follow("Read and sign off")
        hand.reads("Both sides thanked the hosts.")
        hand.press("Sign off this text")

    theirs.reads("final draft")


def test_minutes_are_released(sit: Sit, world: Planted, app: Flask) -> None:
    chair = Hand(world.browser(app, "chair"))
    chair.open(f"{MINUTES}/approval")
    chair.press("Approve this text")

    for role in ("secretary", OTHER):
        hand = sit(role)
        hand.open(f"{MINUTES}/releases")
        hand.follow("Look and release")
        hand.reads("Who will see it")
        hand.press("Consent to the release")

    hand.open(f"{MINUTES}/releases")
    hand.reads("Take it away, Word")


def test_a_cohost_takes_the_minutes_away(sit: Sit) -> None:
    hand = sit("other co-host")
    hand.open("/documents")

    taken = hand.download("Minutes, Word")

    assert taken.suggested_filename.endswith(".docx")
    assert taken.path().read_bytes()[:2] == b"PK"


def test_what_became_of_a_follow_up_is_recorded(sit: Sit) -> None:
    hand = sit("focal point")
    hand.open("/follow-ups")

    hand.follow("OC/2026/1/02")
    hand.choose("From now on it is", "blocked")
    hand.write("Note", "The third institution has withdrawn.")
    hand.press("Record this")

    hand.reads("The third institution has withdrawn.")
    hand.reads("blocked")


def test_a_subscription_is_made_and_revoked(sit: Sit) -> None:
    hand = sit("delegate")
    hand.open("/calendar")
    hand.write("Name", "My telephone")
    hand.press("Make the address")
    address = hand.page.locator("#address-https").input_value()

    hand.follow("I have taken it along")
    hand.press("Revoke My telephone")

    hand.reads("You have no calendar address yet.")
    assert hand.page.request.get("/feeds/" + address.rpartition("/")[2]).status == 404
