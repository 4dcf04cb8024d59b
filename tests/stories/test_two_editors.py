"""Two people at once: nothing lost, nothing twice. Of one text one version is saved and the other shown beside it."""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from dialogue.app import create_app
from dialogue.config import Config
from dialogue.db import bind, db
from dialogue.domain.agenda import AgendaItem
from dialogue.domain.minutes import MinutesItem
from tests.databases import Databases, Postgres, Sqlite
from tests.planted import AT, REFS, Planted, planted
from tests.stamps import stamp
from tests.stories.hand import Hand
from tests.stories.pages import forms_of, sent_of
from tests.web.browser import key, submit

AGENDA = f"/sessions/{REFS['next']}/agenda"
MINUTES = f"/sessions/{REFS['last']}/minutes"
OTHER = "secretary.prishtina@dialogue.example"
Pair = tuple[Hand, Hand]
Way = Callable[[Hand], Any]


@pytest.fixture
def world(database: Sqlite | Postgres) -> Planted:
    return planted(database)


@pytest.fixture
def both(world: Planted, app: Flask) -> Pair:
    """The two secretaries; a co-chair has just given the minutes back to them."""
    chair = Hand(world.browser(app, "chair"))
    chair.open(f"{MINUTES}/approval")
    chair.press("Return to the secretaries", reason="Please add a word.")
    return Hand(world.browser(app, "secretary")), Hand(world.browser(app, OTHER))


def _item(hand: Hand) -> None:
    hand.open(AGENDA)
    hand.follow("Edit", about="Next session")


def _paragraph(hand: Hand) -> None:
    hand.open(f"{MINUTES}/items/3")


def _answer(hand: Hand) -> None:
    hand.open(f"{MINUTES}/comments/nato/1")


def _topic(hand: Hand) -> None:
    hand.open("/topics/cyber-defence/edit")


EDITS: dict[str, tuple[Way, str, str]] = {
    "an item": (_item, "Save the item", "text"),
    "a paragraph": (_paragraph, "Save paragraph", "text"),
    "an answer": (_answer, "Record the answer", "reason"),
    "a topic": (_topic, "Save", "summary"),
}


@pytest.mark.parametrize("what", EDITS)
def test_of_two_versions_of_one_text_both_are_shown_and_none_is_lost(both: Pair, what: str) -> None:
    (first, second), (way, button, name) = both, EDITS[what]
    way(first)
    way(second)
    first.press(button, **{name: "The version that came first."})

    second.press(button, status=409, **{name: "The version that came second."})

    assert "The version that came first." in second.text
    assert "The version that came second." in second.text
    second.press("Save this text over theirs", **{name: "The version of both."})
    way(first)
    assert "The version of both." in first.text


def test_two_notes_on_one_followup_are_both_kept_and_of_two_new_states_one_is_asked_again(both: Pair) -> None:
    first, second = both
    for hand in both:
        hand.open("/follow-ups/2026-1/2")
    first.press("Record this", text="What came first.", state="blocked")
    second.press("Record this", status=409, text="What came second.", state="blocked")

    assert "What came second." in second.text
    assert "What came first." in second.open("/follow-ups/2026-1/2")
    second.press("Record this", text="What came second.")
    assert "What came first." in second.text
    assert "What came second." in second.text


def test_two_items_edited_at_once_are_both_saved(both: Pair) -> None:
    for hand, title in zip(both, ("Any other business", "Next session"), strict=True):
        hand.open(AGENDA)
        hand.follow("Edit", about=title)

    for hand in both:
        hand.press("Save the item", presenter="Somebody else")

    assert both[0].open(AGENDA).count("Somebody else") == 2


def test_two_paragraphs_edited_at_once_are_both_saved(both: Pair) -> None:
    for hand in both:
        hand.open(f"{MINUTES}/items/3")

    for n, hand in enumerate(both):
        hand.press("Save paragraph", nth=n, text=f"Text number {n}.")

    page = both[0].open(MINUTES)
    assert "Text number 0." in page
    assert "Text number 1." in page


@pytest.mark.parametrize(("path", "of"), [(AGENDA, AgendaItem), (f"{MINUTES}/items/3", MinutesItem)])
def test_of_two_new_orders_one_is_refused_and_every_position_is_held_once(both: Pair, path: str, of: type) -> None:
    first, second = both
    first.open(path)
    second.open(path)
    first.press("Down")

    second.press("Down", status=409)

    assert _positions_are_whole()


@pytest.mark.parametrize("what", EDITS)
def test_two_who_save_in_the_same_moment_do_not_overwrite_each_other(both: Pair, what: str) -> None:
    way, button, name = EDITS[what]
    for hand in both:
        way(hand)
    forms = [hand.filled(button, **{name: f"Version {n}."}) for n, hand in enumerate(both)]

    assert _at_once(both, forms) == [303, 409]


def test_two_new_orders_in_the_same_moment_keep_every_position_once(both: Pair) -> None:
    for hand in both:
        hand.open(AGENDA)
    forms = [hand.filled("Down", nth=n) for n, hand in enumerate(both)]

    assert _at_once(both, forms) == [303, 409]
    assert _positions_are_whole()


def test_a_form_sent_twice_in_the_same_moment_acts_once(world: Planted, both: Pair) -> None:
    one, _ = both
    one.open(f"{AGENDA}/papers")
    form = one.filled("Enter", title="A paper of which there is one")
    twin = Hand(world.browser(one.client.application, "secretary"))
    with one.client.session_transaction() as mine, twin.client.session_transaction() as its:
        its.update(mine)

    assert _at_once((one, twin), [form, form]) == [303, 303]

    one.open(f"{AGENDA}/papers")  # which says that it is entered
    assert one.open(f"{AGENDA}/papers").count("A paper of which there is one") == 1


def _at_once(hands: Pair, forms: list[tuple[str, dict[str, Any]]]) -> list[int]:
    """What both are answered, whose forms arrive together."""
    gate, answers = threading.Barrier(2), [0, 0]

    def send(n: int) -> None:
        path, fields = forms[n]
        gate.wait()
        answers[n] = hands[n].client.post(path, data=fields).status_code

    threads = [threading.Thread(target=send, args=(n,)) for n in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(answers)


def _positions_are_whole() -> bool:
    """Under each parent, every position from the first on is held by one item; likewise paragraphs."""
    held: dict[Any, list[int]] = {}
    for item in db.scalars(select(AgendaItem)):
        if item.is_on:
            held.setdefault((item.agenda_id, item.parent_id), []).append(item.position)
    for under in db.scalars(select(MinutesItem)):
        held[under] = [paragraph.position for paragraph in under.paragraphs]
    db.remove()
    return all(sorted(positions) == list(range(1, len(positions) + 1)) for positions in held.values())


def test_every_form_that_is_sent_twice_acts_once(databases: Databases, data_dir: Path) -> None:
    """Every form on the way through two sessions and the registers, filled in and sent twice with one key.

    On SQLite alone: the walk is long, and the keys themselves are tried on both."""
    database = databases["sqlite"]
    database.clean()
    bind(database.engine)
    world = planted(database)
    config = Config(data_dir=data_dir, database_url="", base_url="http://localhost", secret_key="twice " * 7)
    app = create_app(config, engine=database.engine, clock=lambda: AT)
    twice, acted = [], set()
    for role, start in {
        "secretary": [
            "/sessions",
            "/sessions/new",
            "/topics/cyber-defence",
            "/topics/new",
            "/calendar",
            "/follow-ups/2026-1/2",
        ],
        "chair": [f"{MINUTES}/approval"],
        "admin": ["/people/new", "/people/2", "/organisations/new", "/places/new", "/settings"],
    }.items():
        client = world.browser(app, role)
        for action, fields in list(
            forms_of(client, [*start, f"/sessions/{REFS['next']}", f"/sessions/{REFS['last']}"])
        ):
            filled, form_key = {name: values or "" for name, values in sent_of(fields).items()}, key(client)
            first = submit(client, action, filled, form_key=form_key)
            if first.status_code == 303:
                acted.add(action)
                after = stamp()
                second = submit(client, action, filled, form_key=form_key)
                if (second.status_code, second.location) != (303, first.location) or stamp() != after:
                    twice.append(f"{role} {action}: {second.status_code} {second.location}")
                world.restore()

    assert twice == []
    assert len(acted) > 20
