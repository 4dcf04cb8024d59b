"""What of a session an entry can be linked to."""

import pytest
from sqlalchemy import select

from dialogue.domain.sessions import Session
from dialogue.queries import targets
from tests import planted


@pytest.fixture
def choices(db, database):
    planted.planted(database)
    found = {one.ref: targets.of_session(one) for one in db.scalars(select(Session))}
    return {ref: [(one.id.split("-")[0], one.label) for one in those] for ref, those in found.items()}


def test_a_session_that_was_held_offers_items_paragraphs_decisions_and_follow_ups_in_this_order(choices):
    kinds = list(dict.fromkeys(kind for kind, _ in choices["2026-1"]))

    assert kinds == ["item", "paragraph", "decision", "follow"]
    labels = [label for _, label in choices["2026-1"]]
    assert len([one for one in labels if one.startswith("Paragraph ")]) == 12
    assert labels[-1].startswith("OC/2026/1/03: Submit the concept document")


def test_a_draft_that_lives_is_offered_and_one_that_was_adopted_is_not(db, choices):
    assert [label[:18] for kind, label in choices["2027-1"] if kind == "draft"] == ["DD/2027/1/01, draf"]


def test_a_line_without_a_number_is_not_offered(choices):
    items = [label for kind, label in choices["2027-1"] if kind == "item"]

    assert len(items) == 12  # one of them is asked for
    assert not any("Coffee break" in label or "Press point" in label for label in items)


def test_nothing_of_another_session_is_offered(choices):
    assert not any("OC/2026/1" in label for _, label in choices["2027-1"])
