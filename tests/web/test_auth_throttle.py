"""The throttle before signing in: it brakes whoever guesses, and keeps nobody with the right password out."""

import threading
import time

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session, scoped_session

from dialogue.domain.people import Person
from dialogue.domain.signins import ALARM, TRIES_OF_ADDRESS, TRIES_OF_PAIR, WINDOW, Attempt, SignIn
from dialogue.domain.tokens import digest
from dialogue.web.auth import lane
from dialogue.web.auth.lane import FIRST, Lane
from tests.cast import PASSWORD, Cast
from tests.conftest import Clock
from tests.web.browser import As, sign_in, submit

CHAIR = "chair.nato@nato.example"
ANOTHER = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)  # a new hash is a new password


def guess(as_: As, times: int = TRIES_OF_PAIR, email: str = CHAIR, address: str = "127.0.0.1") -> list[int]:
    """So many wrong passwords, each from a browser of its own at this address."""
    return [sign_in(at(address, as_), email, f"wrong {n}").status_code for n in range(times)]


def at(address: str, as_: As) -> FlaskClient:
    client = as_(None)
    client.environ_base["REMOTE_ADDR"] = address
    return client


def lots_of_tries(db: scoped_session[Session], clock: Clock, address: str = "127.0.0.1") -> None:
    db.add_all(Attempt(email_digest=str(n), address=address, at=clock()) for n in range(TRIES_OF_ADDRESS))
    db.commit()


def persistent(client: FlaskClient, app: Flask) -> FlaskClient:
    """The same browser, closed and opened again: it has kept the cookies that have an end, and no others."""
    opened = app.test_client()
    kept = client.get_cookie("dialogue-browser")
    assert kept is not None and kept.max_age is not None
    opened.set_cookie("dialogue-browser", kept.value)
    return opened


@pytest.mark.engines
def test_ten_wrong_passwords_keep_the_right_one_out_of_no_new_browser(people: Cast, as_: As) -> None:
    assert guess(as_, 12) == [422] * 10 + [429] * 2

    answer = sign_in(as_(None), CHAIR)

    assert (answer.status_code, answer.location) == (303, "/")


@pytest.mark.engines
def test_two_hundred_tries_from_its_address_keep_nobody_out(
    people: Cast, as_: As, db: scoped_session[Session], clock: Clock
) -> None:
    lots_of_tries(db, clock)

    assert guess(as_, 2) == [429, 429]
    assert sign_in(as_(None), CHAIR).status_code == 303
    assert sign_in(as_(None), "delegate.kosovo@kosovo.example").status_code == 303


@pytest.mark.engines
def test_over_the_limit_a_wrong_password_is_answered_as_if_nobody_had_looked(people: Cast, as_: As, app: Flask) -> None:
    guess(as_)
    looked_at = sign_in(as_(None), CHAIR, "wrong")
    app.extensions[lane.NAME] = Lane(pace=60, room=1)
    assert app.extensions[lane.NAME].wait()

    unseen, right = sign_in(as_(None), CHAIR, "wrong"), sign_in(as_(None), CHAIR)

    assert [(one.status_code, one.headers["Retry-After"]) for one in (looked_at, unseen, right)] == [(429, "5")] * 3
    assert len({_said(one.text) for one in (looked_at, unseen, right)}) == 1


def test_the_lane_looks_at_no_more_than_one_address_had_before() -> None:
    assert WINDOW.total_seconds() / lane.PACE == TRIES_OF_ADDRESS
    assert lane.PACE * lane.ROOM < 60


@pytest.mark.engines
def test_in_the_lane_each_has_its_turn_and_few_wait() -> None:
    one, came, gone = Lane(pace=0.2, room=3), [], []

    def go() -> None:
        (came if one.wait() else gone).append(time.monotonic())

    waiting = [threading.Thread(target=go) for _ in range(5)]
    began = time.monotonic()
    for thread in waiting:
        thread.start()
    for thread in waiting:
        thread.join()

    assert (len(came), len(gone)) == (3, 2)
    assert [int((at - began) / 0.2) for at in sorted(came)] == [0, 1, 2]
    assert max(gone) - began < 0.2


def test_while_strangers_go_on_the_right_password_comes_to_its_turn(people: Cast, as_: As, app: Flask) -> None:
    """Four who guess as fast as they are answered, from the same address, for the same person."""
    guess(as_)
    app.extensions[lane.NAME] = Lane(pace=0.3)
    over, answered = threading.Event(), []

    def go_on() -> None:
        client = app.test_client()
        while not over.is_set():
            answered.append(sign_in(client, CHAIR, "wrong").status_code)

    strangers = [threading.Thread(target=go_on) for _ in range(4)]
    for stranger in strangers:
        stranger.start()
    time.sleep(1)
    began = time.monotonic()
    answer = sign_in(app.test_client(), CHAIR)
    took = time.monotonic() - began
    over.set()
    for stranger in strangers:
        stranger.join()

    assert answer.status_code == 303
    assert took < 0.3 * lane.ROOM + 2
    assert 429 in answered


@pytest.mark.engines
def test_a_place_is_kept_for_a_browser_that_was_not_here_before() -> None:
    one = Lane(pace=0.5, room=4)
    assert one.wait("guesser")
    done: dict[str, list[bool]] = {"guesser": [], "person": []}

    def go(browser: str) -> None:
        done[browser].append(one.wait(browser))

    crowd = [threading.Thread(target=go, args=("guesser",)) for _ in range(6)]
    for thread in crowd:
        thread.start()
    go("person")
    for thread in crowd:
        thread.join()

    assert done["person"] == [True]
    assert done["guesser"].count(True) == 4 - FIRST - 1


@pytest.mark.parametrize("strangers", [8])
def test_however_many_go_on_in_their_browsers_another_one_comes_to_its_turn(
    people: Cast, as_: As, app: Flask, strangers: int
) -> None:
    guess(as_)
    app.extensions[lane.NAME] = Lane(pace=0.2)
    over = threading.Event()

    def go_on() -> None:
        client = app.test_client()
        while not over.is_set():
            sign_in(client, CHAIR, "wrong")

    crowd = [threading.Thread(target=go_on) for _ in range(strangers)]
    for stranger in crowd:
        stranger.start()
    time.sleep(1.5)
    answer = sign_in(app.test_client(), CHAIR)
    over.set()
    for stranger in crowd:
        stranger.join()

    assert answer.status_code == 303


@pytest.mark.engines
def test_nobody_waits_for_what_is_tried_from_elsewhere(
    people: Cast, as_: As, db: scoped_session[Session], clock: Clock, app: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    """Who runs the house is told."""
    tried = [f"198.51.100.{n}" for n in range(ALARM - 1)]
    email = digest(CHAIR)
    db.add_all(Attempt(email_digest=email, address=one, at=clock()) for one in tried)
    db.commit()
    assert guess(as_, address="127.0.0.5") == [422] * 10
    app.extensions[lane.NAME] = Lane(pace=60, room=0)
    assert sign_in(at("127.0.0.5", as_), CHAIR).status_code == 429

    assert sign_in(at("127.0.0.7", as_), CHAIR).status_code == 303
    assert f"{ALARM} tries to sign in within 0:15:00 for the e-mail {email[:12]}" in caplog.text


@pytest.mark.engines
def test_a_forged_forwarding_header_does_not_evade_the_limit(people: Cast, client: FlaskClient) -> None:
    for n in range(TRIES_OF_PAIR):
        sign_in(client, CHAIR, "wrong", headers={"X-Forwarded-For": f"10.0.0.{n}"})

    assert sign_in(client, CHAIR, "wrong", headers={"X-Forwarded-For": "10.9.9.9"}).status_code == 429


@pytest.mark.engines
def test_the_limit_ends_by_itself_while_strangers_go_on(people: Cast, as_: As, clock: Clock) -> None:
    guess(as_)
    clock.later(minutes=14)
    assert guess(as_, 2) == [429, 429]
    clock.later(minutes=1)

    assert guess(as_, 1) == [422]


@pytest.fixture
def no_lane(app: Flask) -> None:
    """Nobody has a turn: whoever gets in over the limit was known."""
    app.extensions[lane.NAME] = Lane(pace=60, room=0)


@pytest.mark.engines
def test_a_browser_that_was_closed_is_known_when_it_is_opened_again(
    people: Cast, as_: As, app: Flask, clock: Clock, no_lane: None
) -> None:
    own, another = as_(None), as_(None)
    assert sign_in(own, CHAIR).status_code == 303
    assert sign_in(another, "chair.kosovo@kosovo.example").status_code == 303
    clock.later(days=100)
    guess(as_)

    assert sign_in(as_(None), CHAIR).status_code == 429
    assert sign_in(persistent(another, app), CHAIR).status_code == 429
    assert persistent(own, app).get("/sign-ins").status_code == 302
    assert sign_in(persistent(own, app), CHAIR).status_code == 303


@pytest.mark.engines
def test_a_browser_that_two_people_share_is_known_for_both(
    people: Cast, as_: As, app: Flask, clock: Clock, no_lane: None
) -> None:
    own = as_(None)
    for email in (CHAIR, "delegate.nato@nato.example"):
        sign_in(own, email)
    clock.later(hours=13)
    for email in (CHAIR, "delegate.nato@nato.example"):
        guess(as_, email=email)

    assert sign_in(persistent(own, app), CHAIR).status_code == 303
    assert sign_in(persistent(own, app), "delegate.nato@nato.example").status_code == 303


@pytest.mark.parametrize("end", ["signed out", "revoked elsewhere", "new password", "half a year", "forged"])
@pytest.mark.engines
def test_a_browser_is_known_no_more(
    people: Cast, as_: As, app: Flask, db: scoped_session[Session], clock: Clock, no_lane: None, end: str
) -> None:
    own = as_(None)
    sign_in(own, CHAIR)
    back = persistent(own, app)
    if end == "signed out":
        submit(own, "/sign-out")
    elif end == "revoked elsewhere":
        row = db.scalars(select(SignIn)).one()
        submit(as_(people.chair_nato), f"/sign-ins/{row.id}/revoke")
    elif end == "new password":
        db.get_one(Person, people.chair_nato.id).password_hash = ANOTHER
        db.commit()
    elif end == "half a year":
        clock.later(days=180)
    else:
        back.set_cookie("dialogue-browser", "WzEsMV0.forged")
    guess(as_)

    assert sign_in(back, CHAIR).status_code == 429


@pytest.mark.engines
def test_a_known_browser_has_ten_tries_of_its_own_and_no_more(
    people: Cast, as_: As, app: Flask, db: scoped_session[Session], no_lane: None
) -> None:
    own = as_(None)
    sign_in(own, CHAIR)
    back = persistent(own, app)

    tried = [sign_in(back, CHAIR, "wrong").status_code for _ in range(11)]

    assert tried == [422] * 10 + [429]
    assert db.scalar(select(func.count()).select_from(Attempt).where(Attempt.address == "127.0.0.1")) == 0


def _said(page: str) -> str:
    return "\n".join(line for line in page.splitlines() if "csrf_token" not in line)
