"""Parts of pages: made once for each reader while nothing is committed, and for a minute at most."""

import re
from collections.abc import Callable, Sequence

import pytest
from flask import Blueprint, render_template_string
from flask.testing import FlaskClient
from sqlalchemy import select, update
from sqlalchemy.orm import Session, scoped_session

from dialogue.access import Right
from dialogue.app import BLUEPRINTS
from dialogue.domain import delegations
from dialogue.domain.agenda import AgendaItem
from dialogue.domain.followups import FollowUp
from dialogue.domain.minutes import Paragraph
from dialogue.domain.organisations import Place
from dialogue.domain.people import Person
from dialogue.web.frame import hidden_fields
from dialogue.web.gate import me, needs
from dialogue.web.parts import UNSEEN, part, passing
from tests.cast import Cast
from tests.conftest import Clock
from tests.planted import ROLES
from tests.web.browser import As

Browse = Callable[[str], FlaskClient]
bp = Blueprint("partly", __name__)
made: list[str] = []


def _made(word: str) -> str:
    made.append(word)
    if word == "round":
        passing()
    return f"{word} {len(made)}, for {me().name} {UNSEEN}"


@bp.get("/partly/<slug:slug>")
@needs(Right.ACCOUNT_USE, parts=True)
def told(slug: str) -> str:
    return render_template_string("{{ part }}", part=part(slug, lambda: _made(slug), hidden_fields()))


@bp.get("/partly/unmarked")
@needs(Right.ACCOUNT_USE)
def unmarked() -> str:
    return part("unmarked", lambda: _made("unmarked"))


@pytest.fixture
def blueprints() -> Sequence[Blueprint]:
    made.clear()
    return (*BLUEPRINTS, bp)


def test_a_part_is_made_once_while_nothing_changes(people: Cast, as_: As, clock: Clock) -> None:
    client = as_(people.admin)

    first = client.get("/partly/one").text
    clock.later(seconds=59)

    assert first.startswith("one 1, for Ada Admin")
    assert client.get("/partly/one").text.startswith("one 1, for Ada Admin")
    assert client.get("/partly/two").text.startswith("two 2")


def test_a_part_is_made_anew_after_a_commit(people: Cast, as_: As, db: scoped_session[Session]) -> None:
    client = as_(people.admin)
    client.get("/partly/one")

    db.add(Place(slug="here", short_name="Here", long_name="Here", neutral_name="Here"))
    db.commit()

    assert client.get("/partly/one").text.startswith("one 2")


def test_a_part_is_made_anew_in_the_next_minute(people: Cast, as_: As, clock: Clock) -> None:
    client = as_(people.admin)
    client.get("/partly/one")

    clock.later(seconds=60)

    assert client.get("/partly/one").text.startswith("one 2")


def test_two_readers_never_share_a_part(people: Cast, as_: As) -> None:
    both = [as_(people.admin), as_(people.outsider)]

    shown = [client.get("/partly/one").text.split(" <")[0] for client in both + both]

    assert shown[:2] == ["one 1, for Ada Admin", "one 2, for Otto Outsider"]
    assert shown[2:] == shown[:2]


def test_what_forms_carry_unseen_is_fresh_in_every_answer(people: Cast, as_: As) -> None:
    client = as_(people.admin)

    pages = [client.get("/partly/one").text for _ in range(2)]
    keys = [re.findall(r'name="form_key" value="([^"]+)"', page) for page in pages]

    assert made == ["one"]
    assert [len(found) for found in keys] == [1, 1]
    assert keys[0] != keys[1]
    assert not any(UNSEEN in page for page in pages)


def test_a_part_that_tells_of_a_round_of_silence_is_made_each_time(people: Cast, as_: As) -> None:
    client = as_(people.admin)

    assert [client.get("/partly/round").text.split(",")[0] for _ in range(2)] == ["round 1", "round 2"]
    assert [client.get("/partly/other").text.split(",")[0] for _ in range(2)] == ["other 3", "other 3"]


def test_a_view_that_asked_for_no_stamp_keeps_nothing(people: Cast, as_: As) -> None:
    client = as_(people.admin)

    assert [client.get("/partly/unmarked").text[:10] for _ in range(2)] == ["unmarked 1", "unmarked 2"]


@pytest.mark.parametrize(
    ("path", "change"),
    [
        ("/", update(FollowUp).values(text="Another text altogether.")),
        ("/follow-ups", update(FollowUp).values(text="Another text altogether.")),
        ("/sessions/2027-1/agenda", update(AgendaItem).values(title="Another text altogether.")),
        ("/sessions/2026-2/minutes", update(Paragraph).values(text="Another text altogether.", version=9)),
    ],
)
def test_a_page_shows_at_once_what_was_changed_by_whatever_way(
    path: str, change: object, browse: Browse, db: scoped_session[Session]
) -> None:
    client = browse("secretary")
    pages = [client.get(path) for _ in range(2)]
    assert [page.status_code for page in pages] == [200, 200]
    assert "Another text altogether." not in pages[1].text

    db.execute(change)  # type: ignore[call-overload]
    db.commit()

    assert "Another text altogether." in client.get(path).text


def test_a_page_shown_again_is_the_same_but_for_what_its_forms_carry(browse: Browse) -> None:
    client, path = browse("secretary"), "/sessions/2027-1/agenda"
    client.get(path)  # the browser's first: its cookie has no token yet

    pages = [client.get(path).text for _ in range(2)]
    keys = [re.findall(r'name="form_key" value="([^"]+)"', page) for page in pages]
    bare = [re.sub(r'(name="(?:form_key|csrf_token)" value=")[^"]+', r"\1", page) for page in pages]

    assert bare[0] == bare[1]
    assert len(keys[0]) == len(keys[1]) > 2
    assert not set(keys[0]) & set(keys[1])


def test_whoever_lost_the_right_is_shown_nothing_of_what_was_kept(browse: Browse, db: scoped_session[Session]) -> None:
    client = browse("delegate")
    assert client.get("/follow-ups").status_code == 200

    person = db.scalars(select(Person).where(Person.email == ROLES["delegate"])).one()
    for seat in db.scalars(delegations.seats_of(person)).all():
        seat.state = delegations.State.WITHDRAWN
    db.commit()

    assert client.get("/follow-ups").status_code == 404
