"""In a real browser: a passkey of a virtual device, an app by its code, without script, by keyboard, on a telephone."""

import base64
import json
import re

import pyotp
import pytest
from axe_playwright_python.sync_playwright import Axe
from sqlalchemy import select

from dialogue.actions import factors
from dialogue.domain.factors import Factor, FactorKind, app_secret
from tests import cast
from tests.cast import PASSWORD
from tests.stories.hands import follow, press

pytestmark = pytest.mark.browser
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def people(db):
    return cast.enter(db)


@pytest.fixture
def with_app(people, db, clock):
    """The outsider has an authenticator app; its recovery codes."""
    made = Factor(
        kind=FactorKind.AUTHENTICATOR, name="Telephone", seed="s", added_at=clock(), person=db.merge(people.outsider)
    )
    codes = factors.add(made, at=clock())
    db.commit()
    db.remove()
    return codes


def device(page):
    """A passkey device in this window; returns the way to talk to it, and its name."""
    cdp = page.context.new_cdp_session(page)
    cdp.send("WebAuthn.enable")
    return cdp, cdp.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})["authenticatorId"]


def type_password(page, email):
    page.goto("/sign-in?next=/sign-ins")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    press(page, "Sign in")


def test_a_passkey_is_made_in_the_browser_and_signs_in_there(people, window, db):
    page = window(people.outsider)
    cdp, name = device(page)
    page.goto("/factors")
    follow(page, "Add a passkey")
    page.get_by_label("Name of the passkey").fill("This laptop")

    press(page, "Make a passkey")

    assert page.locator("h1").inner_text() == "Your recovery codes"
    assert page.locator("li code").count() == 10
    follow(page, "I have them: go on")
    assert "This laptop" in page.locator("table").inner_text()
    assert len(cdp.send("WebAuthn.getCredentials", {"authenticatorId": name})["credentials"]) == 1
    press(page, "Sign out")

    type_password(page, people.outsider.email)
    assert page.locator("h1").inner_text() == "Second step"
    press(page, "Use a passkey")
    assert page.locator("h1").inner_text() == "My sign-ins"
    assert db.scalars(select(Factor.sign_count)).one() > 0


def test_an_answer_of_the_browser_is_good_once_and_for_this_origin(people, window, db):
    """What the browser answers is sent as if from another origin, then as it was; another one is sent twice."""
    page = window(people.outsider)
    device(page)
    page.goto("/factors/passkey")
    press(page, "Make a passkey")
    press(page, "Sign out")
    type_password(page, people.outsider.email)
    asked = _ask(page)
    changed = json.loads(asked)
    client = base64.urlsafe_b64decode(changed["response"]["clientDataJSON"] + "==")
    assert page.evaluate("location.origin").encode() in client
    told = base64.urlsafe_b64encode(client.replace(b"http://localhost", b"https://localhost")).rstrip(b"=")
    changed["response"]["clientDataJSON"] = told.decode()

    led = [_send(page, one) for one in (json.dumps(changed), asked)]
    asked = _ask(page)
    led.append(_send(page, asked))
    press(page, "Sign out")
    type_password(page, people.outsider.email)
    led.append(_send(page, asked))

    assert led == ["/sign-in/second", "/sign-in/second", "/sign-ins", "/sign-in/second"]


def _ask(page):
    """What the browser answers to a new challenge, held back."""
    return page.evaluate(
        """async () => {
          const form = document.querySelector('[data-passkey]');
          const answer = await fetch(form.dataset.options, {
            method: 'POST', headers: {'X-CSRFToken': form.elements.csrf_token.value} });
          const options = PublicKeyCredential.parseRequestOptionsFromJSON(await answer.json());
          return JSON.stringify((await navigator.credentials.get({publicKey: options})).toJSON());
        }"""
    )


def _send(page, credential):
    """Send the form of the second step with this answer in it; where that led."""
    page.goto("/sign-in/second?next=/sign-ins")
    with page.expect_navigation():
        page.evaluate(
            """(credential) => { const form = document.querySelector('[data-passkey]');
               form.elements.credential.value = credential; form.submit(); }""",
            credential,
        )
    return re.sub(r"^https?://[^/]+|\?.*$", "", page.url)


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_code_is_typed_by_keyboard_alone(people, window, with_app, app, clock, script):
    page = window(script=script, width=360)
    type_password(page, people.outsider.email)
    page.wait_for_selector("h1:has-text('Second step')")
    secret = app_secret(app.secret_key, people.outsider.id, "s")

    page.keyboard.type(pyotp.TOTP(secret).at(clock()))
    page.keyboard.press("Enter")

    page.wait_for_selector("h1:has-text('My sign-ins')")
    assert people.outsider.name in page.locator("header").inner_text()


def test_an_app_is_added_without_script(people, window, clock, db):
    page = window(people.outsider, script=False)
    page.goto("/factors")
    follow(page, "Add an authenticator app")
    assert page.get_by_role("img", name="QR code for an authenticator app").is_visible()
    secret = page.locator("code").inner_text().replace(" ", "")

    page.get_by_label("Code that the app shows now").fill(pyotp.TOTP(secret).at(clock()))
    press(page, "Add this app")

    assert page.locator("h1").inner_text() == "Your recovery codes"
    assert db.scalars(select(Factor.name)).one() == "Authenticator app"


def test_a_page_without_script_says_that_passkeys_need_it(people, window):
    page = window(people.outsider, script=False)

    page.goto("/factors/passkey")

    assert "A passkey needs JavaScript" in page.locator("main").inner_text()
    assert not page.get_by_role("button", name="Make a passkey").is_visible()


def test_whoever_gives_no_passkey_is_told_and_may_try_again(people, window):
    page = window(people.outsider)
    page.goto("/factors/passkey")
    page.evaluate("() => { navigator.credentials.create = () => Promise.reject(new DOMException('no')); }")

    page.get_by_role("button", name="Make a passkey").click()

    page.get_by_text("No passkey was given.").wait_for()
    assert page.get_by_role("button", name="Make a passkey").is_enabled()


@pytest.mark.parametrize("width", [pytest.param(1280, marks=pytest.mark.slow), 360])
def test_axe_finds_nothing_and_nothing_is_wider_than_the_screen(people, window, with_app, width):
    page = window(people.outsider, width=width, for_axe=True)
    for path in ("/factors", "/factors/app", "/factors/passkey", "/factors/codes"):
        page.goto(path)
        assert Axe().run(page).response["violations"] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    press(page, "Make ten new codes")
    assert Axe().run(page).response["violations"] == []
    other = window(width=width, for_axe=True)
    type_password(other, people.outsider.email)
    assert other.locator("h1").inner_text() == "Second step"
    assert Axe().run(other).response["violations"] == []
    assert other.evaluate("document.documentElement.scrollWidth") <= width
