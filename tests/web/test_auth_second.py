"""The second step of a sign-in: what it takes, what it leaves closed, and who cannot be without it."""

import datetime as dt
import json
import re
import threading
from collections.abc import Callable, Iterator

import pyotp
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session, scoped_session
from werkzeug.test import TestResponse

from dialogue.actions import factors
from dialogue.app import create_app
from dialogue.config import Config
from dialogue.domain import factors as second_factors
from dialogue.domain.delegations import Delegation
from dialogue.domain.factors import SUSPECT, TRIES, Challenge, Factor, HalfSignIn, RecoveryCode
from dialogue.domain.log import LogEntry
from dialogue.domain.notices import Notice
from dialogue.domain.people import Person
from dialogue.domain.signins import TRIES_OF_PAIR, KeptForm, SignIn
from dialogue.web.auth import lane
from dialogue.web.auth.lane import Lane
from tests.authenticator import Authenticator
from tests.cast import PASSWORD, Cast
from tests.conftest import Clock, furnished
from tests.databases import Postgres, Sqlite
from tests.web.browser import As, key_of, sign_in, submit, token
from tests.web.sitting import session_of

CHAIR = "chair.nato@nato.example"
STEP = dt.timedelta(seconds=30)
Codes = list[str]


@pytest.fixture
def secure(database: Sqlite | Postgres, clock: Clock, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The application behind https."""
    config = Config(
        data_dir=furnished(tmp_path_factory.mktemp("var")),
        database_url=database.url,
        base_url="https://localhost",
        secret_key="only for tests " * 3,
    )
    return create_app(config, engine=database.engine, clock=clock)


@pytest.fixture
def app_of(people: Cast, db: scoped_session[Session], app: Flask, clock: Clock) -> Callable[[Person], Codes]:
    """Give this person an authenticator app; returns the recovery codes."""

    def give(person: Person) -> Codes:
        made = Factor(
            kind=second_factors.FactorKind.AUTHENTICATOR,
            name="Telephone",
            seed=f"seed of {person.id}",
            added_at=clock(),
            person=db.merge(person),
        )
        codes = factors.add(made, at=clock())
        db.commit()
        db.remove()
        return codes

    return give


def code(app: Flask, person: Person, at: dt.datetime) -> str:
    secret = second_factors.app_secret(str(app.secret_key), person.id, f"seed of {person.id}")
    return pyotp.TOTP(secret).at(at)


def give(client: FlaskClient, typed: str, next_path: str | None = None) -> TestResponse:
    path = "/sign-in/second" + (f"?next={next_path}" if next_path else "")
    return submit(client, path, {"second_factor": typed})


def at_the_second_step(client: FlaskClient, email: str = CHAIR, path: str = "/sign-in") -> FlaskClient:
    answer = sign_in(client, email, path=path)
    assert (answer.status_code, answer.location.split("?")[0]) == (303, "/sign-in/second")
    return client


def spend(as_: As) -> None:
    """All tries that this address has for the chair."""
    for n in range(TRIES_OF_PAIR):
        sign_in(as_(None), CHAIR, f"wrong {n}")


def is_in(client: FlaskClient) -> bool:
    return client.get("/sign-ins").status_code == 200


def test_whoever_has_an_app_signs_in_by_password_and_code(
    people: Cast, app: Flask, as_: As, clock: Clock, app_of
) -> None:
    app_of(people.chair_nato)
    client = as_(None)

    first = sign_in(client, CHAIR, path="/sign-in?next=/sign-ins?a=1")
    assert (first.status_code, first.location) == (303, "/sign-in/second?next=/sign-ins?a%3D1")
    assert not is_in(client)
    second = give(client, code(app, people.chair_nato, clock()), "/sign-ins?a%3D1")

    assert (second.status_code, second.location) == (303, "/sign-ins?a=1")
    assert is_in(client)


def test_half_a_sign_in_opens_nothing(people: Cast, app: Flask, as_: As, clock: Clock, app_of, db) -> None:
    app_of(people.chair_nato)
    client = at_the_second_step(as_(None))
    with client.session_transaction() as cookie:
        names = set(cookie)

    pages = ["/", "/sessions", "/factors", "/factors/app", "/circulations", "/calendar", "/sign-ins"]
    assert {client.get(page).status_code for page in pages} == {302}
    posted = submit(client, "/factors/codes", form_key=key_of(client, people.chair_nato.id))
    assert posted.status_code == 303 and posted.location.startswith("/sign-in")
    assert names <= {"half", "csrf_token"}
    assert db.scalar(select(func.count()).select_from(SignIn)) == 0


def test_each_code_signs_in_once(people: Cast, app: Flask, as_: As, clock: Clock, app_of) -> None:
    app_of(people.chair_nato)
    one, other = at_the_second_step(as_(None)), at_the_second_step(as_(None))
    typed = code(app, people.chair_nato, clock())

    assert give(one, typed).status_code == 303
    assert give(other, typed).status_code == 422
    clock.later(seconds=30)
    assert give(other, code(app, people.chair_nato, clock())).status_code == 303


def test_one_code_sent_many_times_at_once_lets_one_in(people: Cast, app: Flask, as_: As, clock: Clock, app_of) -> None:
    recovery = app_of(people.chair_nato)
    for typed in (code(app, people.chair_nato, clock()), recovery[0]):
        windows = [at_the_second_step(as_(None)) for _ in range(4)]
        tokens, status = [token(client) for client in windows], []

        def send(client: FlaskClient, csrf: str, typed: str = typed, status: list[int] = status) -> None:
            status.append(submit(client, "/sign-in/second", {"second_factor": typed}, csrf_token=csrf).status_code)

        threads = [threading.Thread(target=send, args=pair) for pair in zip(windows, tokens, strict=True)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(status) == [303, 422, 422, 422]


def test_a_recovery_code_signs_in_once_and_its_person_is_told(people: Cast, as_: As, app_of, db) -> None:
    codes = app_of(people.chair_nato)

    first = give(at_the_second_step(as_(None)), codes[0].upper().replace("-", " "))
    again = give(at_the_second_step(as_(None)), codes[0])
    another = give(at_the_second_step(as_(None)), codes[1])

    assert (first.status_code, again.status_code, another.status_code) == (303, 422, 303)
    told = db.scalars(select(Notice.body).where(Notice.recipient_id == people.chair_nato.id).order_by(Notice.id)).all()
    assert [body.split(".")[0] for body in told] == [
        "A second factor was added: Telephone",
        "One of your recovery codes was used",
        "One of your recovery codes was used",
    ]
    assert "Left: 8." in told[-1]
    assert not any(one in body for one in codes for body in told)


def test_codes_of_another_person_are_good_for_nothing(people: Cast, app: Flask, as_: As, clock: Clock, app_of) -> None:
    app_of(people.chair_nato)
    theirs = app_of(people.chair_kosovo)

    assert give(at_the_second_step(as_(None)), code(app, people.chair_kosovo, clock())).status_code == 422
    assert give(at_the_second_step(as_(None)), theirs[0]).status_code == 422


def test_after_five_wrong_codes_the_password_is_asked_again(
    people: Cast, app: Flask, as_: As, clock: Clock, app_of
) -> None:
    app_of(people.chair_nato)
    client = at_the_second_step(as_(None), path="/sign-in?next=/calendar")

    tried = [give(client, "000000", "/calendar") for _ in range(TRIES)]

    assert [one.status_code for one in tried] == [422] * (TRIES - 1) + [303]
    assert tried[-1].location == "/sign-in?next=/calendar"
    assert give(client, code(app, people.chair_nato, clock())).location == "/sign-in"
    assert not is_in(client)
    assert give(at_the_second_step(client), code(app, people.chair_nato, clock())).status_code == 303


def test_after_ten_minutes_the_password_is_asked_again(people: Cast, app: Flask, as_: As, clock: Clock, app_of) -> None:
    app_of(people.chair_nato)
    client = at_the_second_step(as_(None))
    clock.later(minutes=10)

    assert client.get("/sign-in/second").location == "/sign-in"
    assert give(client, code(app, people.chair_nato, clock())).location == "/sign-in"


def test_who_knows_the_password_cannot_guess_on_and_its_person_gets_in(
    people: Cast, app: Flask, as_: As, clock: Clock, app_of
) -> None:
    """Two codes in a row are then asked for: a million times a million to guess, half a minute to wait."""
    app_of(people.chair_nato)
    for _ in range(SUSPECT // TRIES):
        client = at_the_second_step(as_(None))
        for _n in range(TRIES):
            give(client, "000000")
    own = at_the_second_step(as_(None))
    assert "two codes in a row" in own.get("/sign-in/second").text

    first = code(app, people.chair_nato, clock())
    assert give(own, first).status_code == 422
    clock.later(seconds=30)
    assert give(own, f"{first} {code(app, people.chair_nato, clock())}").status_code == 303
    clock.later(hours=24)
    assert give(at_the_second_step(as_(None)), code(app, people.chair_nato, clock())).status_code == 303


def test_tries_of_passwords_are_wiped_by_the_second_step_alone(people: Cast, as_: As, app_of) -> None:
    codes = app_of(people.chair_nato)
    for _ in range(TRIES_OF_PAIR):
        at_the_second_step(as_(None))
    assert sign_in(as_(None), CHAIR, "wrong").status_code == 429

    assert give(at_the_second_step(as_(None)), codes[0]).status_code == 303

    assert sign_in(as_(None), CHAIR, "wrong").status_code == 422


def test_a_new_password_ends_what_waits(people: Cast, as_: As, app_of, db) -> None:
    codes = app_of(people.chair_nato)
    client = at_the_second_step(as_(None))
    db.get_one(Person, people.chair_nato.id).password_hash = "another"
    db.commit()

    assert give(client, codes[0]).location == "/sign-in"


def test_over_the_limit_whoever_brings_a_code_has_no_turn_to_wait_for(
    people: Cast, app: Flask, as_: As, clock: Clock, app_of
) -> None:
    codes = app_of(people.chair_nato)
    app.extensions[lane.NAME] = Lane(pace=60, room=0)
    spend(as_)
    one = code(app, people.chair_nato, clock())
    clock.later(seconds=30)
    two = code(app, people.chair_nato, clock())

    def tried(password: str, typed: str) -> TestResponse:
        return sign_in(as_(None), CHAIR, password, second_factor=typed)

    shown = tried(PASSWORD, "")
    refused = [
        tried(PASSWORD, two),
        tried(PASSWORD, "0000-0000-0000-0000"),
        tried("wrong", one + two),
        tried("wrong", codes[0]),
    ]
    assert "two codes in a row" in shown.text
    assert {answer.status_code for answer in [shown, *refused]} == {429}
    assert one not in refused[2].text and codes[0] not in refused[3].text
    for typed in (f"{one} {two}", codes[0]):
        answer = tried(PASSWORD, typed)
        assert (answer.status_code, answer.location) == (303, "/")
        spend(as_)
        assert tried(PASSWORD, typed).status_code == 429


def test_under_the_limit_no_code_is_asked_beside_the_password(
    people: Cast, as_: As, app_of, client: FlaskClient
) -> None:
    codes = app_of(people.chair_nato)

    assert "second_factor" not in client.get("/sign-in").text
    assert sign_in(client, CHAIR, second_factor=codes[0]).location == "/sign-in/second"


def test_a_text_that_was_kept_is_shown_behind_both_steps(
    people: Cast, app: Flask, as_: As, clock: Clock, app_of, db
) -> None:
    app_of(people.admin)
    browser = as_(people.admin)
    key = key_of(browser, people.admin.id)
    clock.later(hours=13)
    turned = submit(browser, "/organisations/new", {"short_name": "Written for an hour"}, form_key=key)
    path = turned.location.partition("next=")[2]
    assert path.startswith("/kept/") and db.scalar(select(func.count()).select_from(KeptForm)) == 1

    first = sign_in(browser, people.admin.email, path=turned.location)
    second = submit(browser, first.location, {"second_factor": code(app, people.admin, clock())})

    assert second.location == path
    assert "Written for an hour" in browser.get(path).text


# Who cannot be without one


def scanned(page: str) -> str:
    """The key that the page shows as text."""
    found = re.search(r"<code>([A-Z2-7 ]+)</code>", page)
    assert found is not None
    return found[1].replace(" ", "")


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}"[^>]*value="([^"]+)"', page)
    assert found is not None
    return found[1]


def test_behind_https_an_admin_and_a_secretary_set_one_up_before_anything_else(
    people: Cast, secure: Flask, clock: Clock, db
) -> None:
    for person in (people.admin, people.secretary_prishtina):
        client = secure.test_client()
        first = sign_in(client, person.email, path="/sign-in?next=/sign-ins")
        assert (first.status_code, first.location) == (303, "/sign-in/set-up?next=/sign-ins")
        assert client.get("/").status_code == 302
        page = client.get(first.location).text

        typed = {"seed": hidden(page, "seed"), "name": "", "second_factor": pyotp.TOTP(scanned(page)).at(clock())}
        wrong = submit(client, first.location, typed | {"second_factor": "000000"})
        assert (wrong.status_code, scanned(wrong.text)) == (422, scanned(page))
        done = submit(client, first.location, typed)

        assert done.status_code == 200
        assert len(set(re.findall(r"<code>([a-z0-9-]{19})</code>", done.text))) == 10
        assert 'href="/sign-ins"' in done.text
        assert is_in(client)
        assert db.scalar(select(Factor.name).where(Factor.person_id == person.id)) == "Authenticator app"
        clock.later(seconds=30)
        again = at_the_second_step(secure.test_client(), person.email)
        assert give(again, pyotp.TOTP(scanned(page)).at(clock())).status_code == 303


def test_behind_https_whoever_speaks_for_a_party_sets_one_up_and_nobody_else(people: Cast, secure: Flask, db) -> None:
    session_of(people)
    led = {
        person.email: sign_in(secure.test_client(), person.email).location
        for person in (
            people.chair_nato,
            people.chair_kosovo,
            people.delegate_nato,
            people.cohost_university,
            people.outsider,
        )
    }

    assert led == {
        people.chair_nato.email: "/sign-in/set-up",
        people.chair_kosovo.email: "/sign-in/set-up",
        people.delegate_nato.email: "/",
        people.cohost_university.email: "/",
        people.outsider.email: "/",
    }


def test_a_written_authority_asks_for_one_too(people: Cast, secure: Flask, db, clock: Clock) -> None:
    session_of(people)
    delegation = db.scalars(select(Delegation).where(Delegation.organisation_id == people.nato.id)).one()
    named = next(one for one in delegation.participants if one.person_id == people.delegate_nato.id)
    named.authorise("by letter of 1 November", by=db.merge(people.secretary_brussels), at=clock())
    db.commit()
    db.remove()

    assert sign_in(secure.test_client(), people.delegate_nato.email).location == "/sign-in/set-up"


def test_on_loopback_the_same_people_work_without(people: Cast, as_: As) -> None:
    assert [sign_in(as_(None), person.email).location for person in (people.admin, people.secretary_brussels)] == [
        "/"
    ] * 2


def test_a_set_up_is_finished_once(people: Cast, secure: Flask, clock: Clock, db) -> None:
    """Whoever presses twice, or has the page open twice, has one app and one sign-in."""
    client = secure.test_client()
    sign_in(client, people.admin.email)
    page = client.get("/sign-in/set-up").text
    typed = {"seed": hidden(page, "seed"), "name": "T", "second_factor": pyotp.TOTP(scanned(page)).at(clock())}
    tokens, status = [token(client), token(client)], []
    value = client.get_cookie("__Host-dialogue").value

    def send(csrf: str) -> None:
        twin = secure.test_client()
        twin.set_cookie("__Host-dialogue", value)
        status.append(submit(twin, "/sign-in/set-up", typed, csrf_token=csrf, form_key=None).status_code)

    threads = [threading.Thread(target=send, args=(one,)) for one in tokens]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(status) == [200, 303]
    counts = [db.scalar(select(func.count()).select_from(kind)) for kind in (Factor, SignIn, RecoveryCode)]
    assert counts == [1, 1, 10]


def test_the_seed_of_another_person_is_taken_for_none(people: Cast, secure: Flask, clock: Clock) -> None:
    one, other = secure.test_client(), secure.test_client()
    sign_in(one, people.admin.email)
    sign_in(other, people.secretary_brussels.email)
    page = one.get("/sign-in/set-up").text
    theirs = {"seed": hidden(page, "seed"), "name": "T", "second_factor": pyotp.TOTP(scanned(page)).at(clock())}

    answer = submit(other, "/sign-in/set-up", theirs)

    assert answer.status_code == 422
    assert scanned(answer.text) != scanned(page)


def test_whoever_has_a_second_factor_cannot_set_up_a_first_one_instead(
    people: Cast, secure: Flask, clock: Clock, app_of, key: Authenticator, db
) -> None:
    """A thief of the password who kept the page of the set-up open, or asks for it."""
    client = secure.test_client()
    sign_in(client, people.admin.email)
    page, challenge = client.get("/sign-in/set-up").text, asked(client, "/sign-in/set-up/challenge")
    typed = {"seed": hidden(page, "seed"), "name": "T", "second_factor": pyotp.TOTP(scanned(page)).at(clock())}
    app_of(people.admin)

    answers = [
        client.get("/sign-in/set-up"),
        submit(client, "/sign-in/set-up", typed),
        submit(client, "/sign-in/set-up/passkey", {"credential": key.make(challenge)}),
    ]

    assert {(answer.status_code, answer.location) for answer in answers} == {(303, "/sign-in")}
    assert client.post("/sign-in/set-up/challenge", headers={"X-CSRFToken": token(client)}).status_code == 401
    assert not is_in(client)
    assert [one.name for one in db.scalars(select(Factor))] == ["Telephone"]


def test_behind_https_both_cookies_are_of_this_host_alone(people: Cast, secure: Flask) -> None:
    cookies = sign_in(secure.test_client(), people.outsider.email).headers.getlist("Set-Cookie")

    assert [cookie.split("=")[0] for cookie in cookies] == ["__Host-dialogue-browser", "__Host-dialogue"]
    assert all({"Secure", "HttpOnly", "Path=/"} <= set(cookie.split("; ")) for cookie in cookies)
    assert not any("Domain" in cookie for cookie in cookies)


# Passkeys


@pytest.fixture
def key() -> Authenticator:
    return Authenticator("localhost", "https://localhost")


def asked(client: FlaskClient, path: str) -> dict:
    answer = client.post(path, headers={"X-CSRFToken": token(client)})
    assert (answer.status_code, answer.mimetype) == (200, "application/json")
    return json.loads(answer.text)


@pytest.fixture
def with_passkey(people: Cast, secure: Flask, key: Authenticator) -> Callable[[], FlaskClient]:
    """The admin has set up a passkey; gives a browser at the second step."""
    client = secure.test_client()
    sign_in(client, people.admin.email)
    made = key.make(asked(client, "/sign-in/set-up/challenge"))
    done = submit(client, "/sign-in/set-up/passkey", {"name": "Key on the ring", "credential": made})
    assert (done.status_code, "recovery codes" in done.text) == (200, True)
    assert is_in(client)
    return lambda: at_the_second_step(secure.test_client(), people.admin.email)


def sign(client: FlaskClient, answer: str) -> str:
    return submit(client, "/sign-in/passkey", {"credential": answer}).location


def test_a_passkey_is_the_second_step(with_passkey, key: Authenticator) -> None:
    client = with_passkey()
    options = asked(client, "/sign-in/challenge")

    assert len(options["allowCredentials"]) == 1
    assert sign(client, key.sign(options)) == "/"
    assert is_in(client)


def test_a_challenge_is_good_once(with_passkey, key: Authenticator, db) -> None:
    client, other = with_passkey(), with_passkey()
    options = asked(client, "/sign-in/challenge")
    answer = key.sign(options)

    assert sign(other, answer) == "/sign-in/second"
    assert sign(client, answer) == "/"
    again = with_passkey()
    assert sign(again, answer) == "/sign-in/second"
    assert not is_in(again)
    assert db.scalar(select(func.count()).select_from(Challenge)) == 0


def test_one_challenge_answered_twice_at_once_lets_one_in(with_passkey, key: Authenticator, secure: Flask, db) -> None:
    client = with_passkey()
    before = db.scalar(select(func.count()).select_from(SignIn))
    db.rollback()
    answer = key.sign(asked(client, "/sign-in/challenge"))
    value, csrf, led = client.get_cookie("__Host-dialogue").value, token(client), []

    def send() -> None:
        twin = secure.test_client()
        twin.set_cookie("__Host-dialogue", value)
        led.append(submit(twin, "/sign-in/passkey", {"credential": answer}, csrf_token=csrf, form_key=None).location)

    threads = [threading.Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(led) == ["/"] + ["/sign-in/second"] * 3
    assert db.scalar(select(func.count()).select_from(SignIn)) == before + 1


@pytest.mark.parametrize("fault", ["origin", "domain", "key", "late", "nothing", "of a registration"])
def test_a_passkey_is_refused(with_passkey, key: Authenticator, clock: Clock, fault: str) -> None:
    client = with_passkey()
    if fault == "of a registration":
        answer = key.make(asked(client, "/sign-in/challenge"))
    else:
        options = asked(client, "/sign-in/challenge")
        if fault == "late":
            clock.later(minutes=5)
        if fault in {"origin", "domain"}:
            setattr(key, fault, "https://localhost.evil" if fault == "origin" else "evil.example")
        if fault == "key":
            key.key = Authenticator("localhost", "https://localhost").key
        answer = "" if fault == "nothing" else key.sign(options)

    assert sign(client, answer) == "/sign-in/second"
    assert not is_in(client)


def test_a_passkey_of_another_person_is_refused(with_passkey, people: Cast, secure: Flask, key: Authenticator) -> None:
    other = Authenticator("localhost", "https://localhost", b"another passkey")
    client = secure.test_client()
    sign_in(client, people.secretary_brussels.email)
    submit(client, "/sign-in/set-up/passkey", {"credential": other.make(asked(client, "/sign-in/set-up/challenge"))})
    assert is_in(client)

    half = with_passkey()

    assert sign(half, other.sign(asked(half, "/sign-in/challenge"))) == "/sign-in/second"


def test_without_a_half_there_is_no_challenge(people: Cast, secure: Flask) -> None:
    client = secure.test_client()

    for path in ("/sign-in/challenge", "/sign-in/set-up/challenge"):
        assert client.post(path, headers={"X-CSRFToken": token(client)}).status_code == 401


def test_pages_may_ask_for_passkeys_of_their_own_site_alone(client: FlaskClient) -> None:
    policy = client.get("/sign-in").headers["Permissions-Policy"].split(", ")

    assert {"publickey-credentials-create=(self)", "publickey-credentials-get=(self)", "camera=()"} <= set(policy)


# One's own, kept


@pytest.fixture
def own(people: Cast, as_: As, app_of) -> Iterator[FlaskClient]:
    app_of(people.outsider)
    return as_(people.outsider)


def ids(db: scoped_session[Session], person: Person) -> list[int]:
    found = list(db.scalars(select(Factor.id).where(Factor.person_id == person.id).order_by(Factor.id)))
    db.rollback()
    return found


def test_a_second_app_is_added_named_and_removed(people: Cast, own: FlaskClient, db, clock: Clock) -> None:
    page = own.get("/factors/app").text
    typed = {"seed": hidden(page, "seed"), "name": "Tablet", "second_factor": pyotp.TOTP(scanned(page)).at(clock())}
    added = submit(own, "/factors/app", typed)
    assert (added.status_code, added.location) == (303, "/factors")
    shown = own.get("/factors").text
    assert "Tablet" in shown and "Telephone" in shown and "10 recovery codes are left" in shown
    first, second = ids(db, people.outsider)

    assert submit(own, f"/factors/{second}/remove").status_code == 303
    assert submit(own, f"/factors/{second}/remove").status_code == 404
    assert submit(own, f"/factors/{first}/remove").status_code == 303

    assert "You have none yet." in own.get("/factors").text
    assert db.scalar(select(func.count()).select_from(RecoveryCode)) == 0
    verbs = db.scalars(select(LogEntry.verb).where(LogEntry.noun == "people").order_by(LogEntry.id)).all()
    assert list(verbs) == ["add second factor"] * 2 + ["remove second factor"] * 2
    told = db.scalars(select(Notice.body).where(Notice.recipient_id == people.outsider.id).order_by(Notice.id)).all()
    assert [body.split(".")[0] for body in told] == [
        "A second factor was added: Telephone",
        "A second factor was added: Tablet",
        "A second factor was removed: Tablet",
        "A second factor was removed: Telephone",
    ]


def test_its_owner_names_a_factor_anew(people: Cast, own: FlaskClient, db, clock: Clock) -> None:
    (number,) = ids(db, people.outsider)
    page = own.get("/factors").text
    assert f'href="/factors/{number}/name"' in page
    assert 'value="Telephone"' in own.get(f"/factors/{number}/name").text

    empty = submit(own, f"/factors/{number}/name", name=" ")
    assert submit(own, f"/factors/{number}/name", name="Old <b>telephone</b>").location == "/factors"
    assert submit(own, f"/factors/{number}/name", name="Old <b>telephone</b>").location == "/factors"

    assert empty.status_code == 422
    assert "Old &lt;b&gt;telephone&lt;/b&gt;" in own.get("/factors").text
    told = db.scalars(select(Notice.body).where(Notice.body.contains("is called"))).all()
    assert [body.split(" now.")[0] for body in told] == [
        "Your second factor “Telephone” is called “Old <b>telephone</b>”"
    ]
    assert db.scalar(select(func.count()).where(LogEntry.verb == "rename second factor")) == 1
    db.rollback()
    clock.later(minutes=11)
    late = submit(own, f"/factors/{number}/name", name="Of the finder")
    assert (late.location, own.get(f"/factors/{number}/name").location) == ("/factors", "/factors")
    assert "Of the finder" not in own.get("/factors").text


def test_another_persons_factor_is_unknown(people: Cast, own: FlaskClient, as_: As, db, app_of) -> None:
    app_of(people.chair_nato)
    theirs = ids(db, people.chair_nato)[0]

    assert submit(own, f"/factors/{theirs}/remove").status_code == 404
    assert submit(own, f"/factors/{theirs}/name", name="Mine").status_code == 404
    assert own.get(f"/factors/{theirs}/name").status_code == 404
    assert ids(db, people.chair_nato) == [theirs]


def test_recovery_codes_are_made_anew_and_the_earlier_ones_end(people: Cast, as_: As, app_of) -> None:
    earlier = app_of(people.outsider)
    own = as_(people.outsider)

    page = submit(own, "/factors/codes").text

    made = re.findall(r"<code>([a-z0-9-]{19})</code>", page)
    assert len(set(made)) == 10 and not set(made) & set(earlier)
    half = at_the_second_step(as_(None), people.outsider.email)
    assert [give(half, earlier[0]).status_code, give(half, made[0]).status_code] == [422, 303]


def test_after_ten_minutes_a_change_needs_the_password_or_a_code(
    people: Cast, own: FlaskClient, app: Flask, db, clock: Clock
) -> None:
    number = ids(db, people.outsider)[0]
    clock.later(minutes=10)
    closed = [
        own.get("/factors/app"),
        own.get("/factors/passkey"),
        submit(own, "/factors/app"),
        submit(own, "/factors/passkey"),
        submit(own, f"/factors/{number}/remove"),
        submit(own, "/factors/codes"),
    ]
    assert [answer.location for answer in closed] == ["/factors"] * 6
    assert ids(db, people.outsider) == [number]
    assert submit(own, "/factors/confirm", password="wrong").status_code == 422
    assert own.get("/factors/app").status_code == 303

    for proof in (lambda: PASSWORD, lambda: code(app, people.outsider, clock())):
        assert submit(own, "/factors/confirm", password=proof()).status_code == 303
        assert own.get("/factors/app").status_code == 200
        clock.later(minutes=10)
    assert own.get("/factors/app").status_code == 303


def test_who_finds_an_open_screen_does_not_guess_on(people: Cast, own: FlaskClient, clock: Clock) -> None:
    clock.later(minutes=10)
    tried = [submit(own, "/factors/confirm", password=f"guess {n}").status_code for n in range(TRIES_OF_PAIR)]

    assert tried == [422] * TRIES_OF_PAIR
    assert submit(own, "/factors/confirm", password=PASSWORD).status_code == 429
    clock.later(minutes=15)
    assert submit(own, "/factors/confirm", password=PASSWORD).status_code == 303


def test_the_last_one_cannot_go_where_it_is_needed(people: Cast, with_passkey, key: Authenticator, db) -> None:
    client = with_passkey()
    sign(client, key.sign(asked(client, "/sign-in/challenge")))

    answer = submit(client, f"/factors/{ids(db, people.admin)[0]}/remove")

    assert (answer.status_code, "Please add another one before you remove this one." in answer.text) == (409, True)


def test_a_passkey_is_added_to_an_app(
    people: Cast, secure: Flask, key: Authenticator, app_of, clock: Clock, db
) -> None:
    app_of(people.outsider)
    client = at_the_second_step(secure.test_client(), people.outsider.email)
    give(client, code(secure, people.outsider, clock()))
    assert "Make a passkey" in client.get("/factors/passkey").text
    made = key.make(asked(client, "/factors/passkey/challenge"))

    first = submit(client, "/factors/passkey", {"name": "Ring", "credential": made})
    again = submit(client, "/factors/passkey", {"name": "Ring", "credential": made})

    assert (first.location, again.location) == ("/factors", "/factors/passkey")
    assert [one.name for one in db.scalars(second_factors.of_person(people.outsider.id))] == ["Telephone", "Ring"]


def test_no_passkey_is_offered_at_a_bare_address(people: Cast, as_: As) -> None:
    own = as_(people.outsider)

    bare = {"headers": {"Host": "127.0.0.1:8000"}}
    assert own.get("/factors/passkey").status_code == 200
    assert own.get("/factors/passkey", **bare).status_code in {302, 404}


def test_what_was_typed_as_a_code_is_kept_nowhere(people: Cast, as_: As, app_of, db, clock: Clock) -> None:
    codes = app_of(people.outsider)
    own = as_(people.outsider)
    key = key_of(own, people.outsider.id)
    clock.later(hours=13)

    submit(own, "/factors/app", {"second_factor": codes[0], "name": "Tablet"}, form_key=key)

    typed = db.scalars(select(KeptForm.typed)).one()
    assert "Tablet" in typed and codes[0] not in typed


def test_half_sign_ins_and_challenges_are_forgotten(people: Cast, as_: As, app_of, db, clock: Clock) -> None:
    app_of(people.chair_nato)
    at_the_second_step(as_(None))
    clock.later(days=1, minutes=1)

    sign_in(as_(None), CHAIR, "wrong")

    assert db.scalar(select(func.count()).select_from(HalfSignIn)) == 0


def test_factors_are_told_in_the_log(people, app, as_, clock, app_of, events) -> None:
    app_of(people.chair_nato)
    client = at_the_second_step(as_(None))
    give(client, "000000")
    give(client, code(app, people.chair_nato, clock()))
    clock.later(minutes=11)
    for typed in ("no password", PASSWORD):
        submit(client, "/factors/confirm", {"password": typed})

    number = people.chair_nato.id
    assert [(line["events"], line["person"]) for line in events()] == [
        ([f"right password of person {number}, no sign-in without a second factor"], None),
        ([f"wrong code of person {number}"], None),
        (["signed in by password and code"], number),
        (["wrong password or code to confirm"], number),
        (["confirmed by password or code"], number),
    ]
