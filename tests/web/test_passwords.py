"""Passwords over HTTP: one's own, one that is forgotten, and the link by which one is chosen."""

import re
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session as Unit
from sqlalchemy.orm import scoped_session
from werkzeug.test import TestResponse

from dialogue.actions import accounts
from dialogue.config import Config
from dialogue.domain.notices import Notice
from dialogue.domain.password_links import (
    ASKED_FROM_ONE_PLACE,
    LASTS,
    PasswordLink,
    PasswordRequest,
    by_token,
    make,
    token,
)
from dialogue.domain.passwords import matches
from dialogue.domain.people import Person
from dialogue.domain.signins import TRIES_OF_PAIR, SignIn
from dialogue.notifications import outbox
from tests.cast import HASH, PASSWORD, SECRET_KEY, Cast
from tests.conftest import Clock
from tests.web.browser import As, submit
from tests.web.browser import token as csrf
from tests.web.conftest import Asked

Db = scoped_session[Unit]
NEW = "four horses on a green hill"


@pytest.fixture
def config(app: Flask, data_dir: Path) -> Config:
    """What the worker has: the application's own, with a folder for the mails of this test."""
    return replace(app.extensions["dialogue.config"], data_dir=data_dir)


def change(client: FlaskClient, old: str = PASSWORD, new: str = NEW, again: str | None = None) -> TestResponse:
    typed = {"old_password": old, "password": new, "password_again": new if again is None else again}
    return submit(client, "/password", typed)


def choose(client: FlaskClient, path: str, new: str = NEW, again: str | None = None) -> TestResponse:
    return submit(client, path, {"password": new, "password_again": new if again is None else again})


def stored(db: Db, person: Person) -> str | None:
    db.rollback()
    return db.scalars(select(Person.password_hash).where(Person.id == person.id)).one()


def path_of_link(db: Db, person: Person, clock: Clock) -> str:
    link = make(db.get_one(Person, person.id), secret=SECRET_KEY, by=None, by_hand=False, at=clock())
    db.add(link)
    db.commit()
    return f"/password/links/{token(link.name, SECRET_KEY)}"


# My own


def test_i_change_my_password_and_stay_signed_in_here_alone(people: Cast, as_: As, db: Db) -> None:
    here, there, other = as_(people.chair_nato), as_(people.chair_nato), as_(people.chair_kosovo)

    answer = change(here)

    assert (answer.status_code, answer.location) == (303, "/sign-ins")
    assert matches(NEW, stored(db, people.chair_nato))
    assert "Your password is changed" in here.get("/sign-ins").text
    assert [client.get("/sign-ins").status_code for client in (here, there, other)] == [200, 302, 200]
    assert [n.address for n in db.scalars(select(Notice))] == ["chair.nato@nato.example"]


def test_it_is_found_from_my_sign_ins(people: Cast, as_: As) -> None:
    client = as_(people.chair_nato)

    assert 'href="/password"' in client.get("/sign-ins").text
    assert client.get("/password").status_code == 200


@pytest.mark.parametrize(
    ("old", "new", "again", "said"),
    [
        ("not my password", NEW, NEW, "This is not your present password."),
        ("", NEW, NEW, "Please fill this in."),
        (PASSWORD, "short", "short", "at least 12 characters"),
        (PASSWORD, NEW, f"{NEW}s", "The two are not the same."),
        (PASSWORD, "passwordpassword", "passwordpassword", "easily guessed"),
        (PASSWORD, "chair.nato@nato.example", "chair.nato@nato.example", "little more than names"),
    ],
)
def test_what_does_not_do_is_told_and_changes_nothing(
    old: str, new: str, again: str, said: str, people: Cast, as_: As, db: Db
) -> None:
    client = as_(people.chair_nato)

    answer = change(client, old, new, again)

    assert answer.status_code == 422
    assert said in answer.text
    assert f'value="{new}"' not in answer.text
    assert stored(db, people.chair_nato) == HASH
    assert db.scalars(select(Notice)).all() == []


def test_pressed_twice_it_is_done_once(people: Cast, as_: As, db: Db) -> None:
    client = as_(people.chair_nato)

    assert (change(client).location, change(client).location) == ("/sign-ins", "/sign-ins")

    assert db.scalar(select(func.count(Notice.id))) == 1


def test_the_finder_of_an_open_screen_cannot_guess_for_long(people: Cast, as_: As, db: Db, clock: Clock) -> None:
    client = as_(people.chair_nato)
    for _ in range(TRIES_OF_PAIR):
        assert change(client, "wrong").status_code == 422

    assert change(client).status_code == 429
    assert stored(db, people.chair_nato) == HASH
    clock.later(minutes=16)
    assert change(client).status_code == 303


def test_whoever_is_not_signed_in_is_led_to_the_sign_in(people: Cast, client: FlaskClient, db: Db) -> None:
    answer = change(client)

    assert (answer.status_code, answer.location) == (303, "/sign-in?next=/password")
    assert client.get("/password").status_code == 302


# Forgotten


def test_known_and_unknown_addresses_are_answered_alike(people: Cast, as_: As, statements: Asked, db: Db) -> None:
    answers, asked = [], []
    for email in ("nobody@nato.example", "chair.nato@nato.example", "closed@nato.example", " Chair.NATO@nato.example"):
        with statements() as told:
            answers.append(submit(as_(None), "/password/forgotten", email=email))
        asked.append([re.sub(r"\d+", "n", statement) for statement in told])

    assert [(a.status_code, a.location) for a in answers] == [(303, "/password/forgotten/asked")] * 4
    assert len({a.text for a in answers}) == 1
    assert asked == [asked[0]] * 4
    assert len(asked[0]) > 1
    assert [row.answered_at for row in db.scalars(select(PasswordRequest))] == [None] * 4
    assert db.scalars(select(PasswordLink)).all() == []


def test_the_link_comes_by_mail_and_opens_once(
    people: Cast, client: FlaskClient, db: Db, clock: Clock, config: Config
) -> None:
    assert 'href="/password/forgotten"' in client.get("/sign-in").text
    submit(client, "/password/forgotten", email="Chair.NATO@nato.example")
    accounts.answer_requests(secret=config.secret_key, at=clock())
    db.commit()
    outbox.send_due(config, clock)

    path = mailed(config)

    assert client.get(path).status_code == 200
    assert choose(client, path).location == "/sign-in"
    assert "Your password is set. Please sign in with it." in client.get("/sign-in").text
    assert client.get("/sign-ins").status_code == 302
    assert submit(client, "/sign-in", email="chair.nato@nato.example", password=NEW).status_code == 303
    assert choose(client, path, "another horse on a hill").status_code == 404
    assert matches(NEW, stored(db, people.chair_nato))


def test_what_stands_in_the_database_opens_nothing(people: Cast, client: FlaskClient, db: Db, clock: Clock) -> None:
    path = path_of_link(db, people.chair_nato, clock)
    link = db.scalars(select(PasswordLink)).one()
    kept = [link.name, link.token_sha256, link.account_sha256]
    db.rollback()

    assert client.get(path).status_code == 200
    assert [client.get(f"/password/links/{word}").status_code for word in kept] == [404] * 3


def test_an_empty_address_is_said_and_kept_words_are_not_lost(people: Cast, client: FlaskClient) -> None:
    answer = submit(client, "/password/forgotten", email="")

    assert (answer.status_code, "Please fill this in." in answer.text) == (422, True)


def test_one_place_asks_so_often_and_no_oftener(people: Cast, client: FlaskClient, db: Db, clock: Clock) -> None:
    row = {"email_digest": "d", "network": "127.0.0.1", "at": clock()}
    db.add_all(PasswordRequest(**row) for _ in range(ASKED_FROM_ONE_PLACE))
    db.commit()

    answer = submit(client, "/password/forgotten", email="chair.nato@nato.example")
    other = submit(
        client, "/password/forgotten", {"email": "chair.nato@nato.example"}, headers={"X-Forwarded-For": "10.0.0.1"}
    )

    assert (answer.status_code, other.status_code) == (429, 429)
    assert 'value="chair.nato@nato.example"' in answer.text
    assert db.scalar(select(func.count(PasswordRequest.id))) == ASKED_FROM_ONE_PLACE


# The link


def test_reading_the_page_of_a_link_does_nothing(people: Cast, client: FlaskClient, db: Db, clock: Clock) -> None:
    """Scanners of mails follow links, some more than once."""
    path = path_of_link(db, people.chair_nato, clock)

    pages = [client.get(path) for _ in range(3)]
    client.head(path)

    assert [page.status_code for page in pages] == [200] * 3
    assert pages[0].headers["Referrer-Policy"] == "no-referrer"
    assert pages[0].headers["Cache-Control"] == "no-store"
    assert db.scalars(select(PasswordLink.ended_at)).one() is None
    db.rollback()
    assert choose(client, path).status_code == 303


def test_a_link_sets_the_password_ends_sign_ins_and_signs_nobody_in(
    people: Cast, as_: As, db: Db, clock: Clock
) -> None:
    theirs, stranger = as_(people.chair_nato), as_(people.outsider)
    path = path_of_link(db, people.chair_nato, clock)

    answer = choose(stranger, path)

    assert (answer.status_code, answer.location) == (303, "/sign-in")
    assert matches(NEW, stored(db, people.chair_nato))
    assert [client.get("/sign-ins").status_code for client in (theirs, stranger)] == [302, 302]
    assert stranger.get("/sign-in").status_code == 200
    standing = db.scalars(select(SignIn.revoked_at).join(SignIn.person).where(Person.id == people.outsider.id)).one()
    assert standing == clock()


@pytest.mark.parametrize("end", ["used", "too old", "password", "address", "closed"])
def test_a_link_that_opens_nothing_says_so_and_sets_nothing(
    end: str, people: Cast, client: FlaskClient, admin: FlaskClient, as_: As, db: Db, clock: Clock
) -> None:
    who = people.delegate_nato
    path = path_of_link(db, who, clock)
    assert client.get(path).status_code == 200
    if end == "used":
        choose(client, path)
    elif end == "too old":
        clock.later(seconds=LASTS.total_seconds())
    elif end == "password":
        change(as_(who))
    elif end == "address":
        db.get_one(Person, who.id).email = "other@nato.example"
        db.commit()
    else:
        submit(admin, f"/people/{who.id}/close")
    before = stored(db, who)
    db.rollback()
    client.get("/sign-in")  # which tells that a password was set

    page, answer = client.get(path), choose(client, path, "another horse on a hill")

    assert (page.status_code, answer.status_code) == (404, 404)
    assert "This link opens nothing any more" in page.text
    unknown = client.get("/password/links/" + "u" * 43)
    assert (unknown.status_code, unknown.text) == (404, page.text)
    assert stored(db, who) == before


@pytest.mark.parametrize(
    ("new", "again", "said"),
    [
        ("short", "short", "at least 12 characters"),
        (NEW, "another horse on a hill", "The two are not the same."),
        ("", "", "Please fill this in."),
        ("passwordpassword", "passwordpassword", "easily guessed"),
        ("natokosovo2026", "natokosovo2026", "little more than names"),
        ("Nora-Chair-2026", "Nora-Chair-2026", "little more than names"),
    ],
)
def test_a_password_that_does_not_do_uses_no_link_up(
    new: str, again: str, said: str, people: Cast, client: FlaskClient, db: Db, clock: Clock
) -> None:
    path = path_of_link(db, people.chair_nato, clock)

    answer = choose(client, path, new, again)

    assert answer.status_code == 422
    assert said in answer.text
    assert stored(db, people.chair_nato) == HASH
    assert choose(client, path).status_code == 303


def test_a_link_is_of_its_person_whoever_asks(people: Cast, client: FlaskClient, db: Db, clock: Clock) -> None:
    """Another system's administrators ended their own tokens by the pages of other people."""
    path = path_of_link(db, people.chair_nato, clock)

    choose(client, path)

    changed = db.scalars(select(Person.email).where(Person.password_hash != HASH)).all()
    assert changed == ["chair.nato@nato.example"]
    assert db.scalar(by_token(path.rpartition("/")[2])) is not None


def test_of_two_who_use_a_link_in_the_same_moment_one_sets_the_password(
    people: Cast, as_: As, db: Db, clock: Clock
) -> None:
    path = path_of_link(db, people.chair_nato, clock)
    chosen, answers = ("first horse on a green hill", "second horse on a green hill"), dict[str, int]()
    browsers = {word: as_(None) for word in chosen}
    tokens = {word: csrf(browser) for word, browser in browsers.items()}

    def send(word: str) -> None:
        typed = {"password": word, "password_again": word, "csrf_token": tokens[word]}
        answers[word] = browsers[word].post(path, data=typed).status_code

    threads = [threading.Thread(target=send, args=(word,)) for word in chosen]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(answers.values()) == [303, 404]
    (won,) = (word for word, status in answers.items() if status == 303)
    assert matches(won, stored(db, people.chair_nato))
    assert len(db.scalars(select(Notice)).all()) == 1


def test_the_form_of_a_link_from_another_site_is_refused(
    people: Cast, client: FlaskClient, db: Db, clock: Clock
) -> None:
    path = path_of_link(db, people.chair_nato, clock)
    typed = {"password": NEW, "password_again": NEW}

    without = submit(client, path, typed, csrf_token=None)
    across = submit(client, path, typed, headers={"Sec-Fetch-Site": "cross-site"})

    assert (without.status_code, across.status_code) == (400, 403)
    assert stored(db, people.chair_nato) == HASH


def mailed(config: Config) -> str:
    (mail,) = (config.data_dir / "outbox").glob("*.eml")
    found = re.search(r"http://localhost(/password/links/[\w-]{43})", mail.read_text().replace("=\n", ""))
    assert found, mail.read_text()
    return found[1]
