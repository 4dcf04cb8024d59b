"""What stories stand on: `site`, the application behind a real server, and `window(person)` of a real browser; and for
those that ask a whole address space, `world` and its `application`."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Browser, Page, sync_playwright

from dialogue.app import create_app
from dialogue.config import Config
from dialogue.db import bind
from dialogue.domain.people import Person
from tests.cast import SECRET_KEY
from tests.conftest import CHROMIUM, Clock, furnished
from tests.databases import Databases
from tests.planted import AT, REFS, Planted, planted
from tests.serving import served
from tests.stories.hand import Hand


@pytest.fixture(scope="module")
def world(databases: Databases) -> Planted:
    """The demonstration, one for all tests of a file: a test that changes it puts it back."""
    database = databases["sqlite"]
    database.clean()
    bind(database.engine)
    return planted(database)


@pytest.fixture(scope="session")
def application(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The whole application on that world, at the moment of its planting."""
    folder = furnished(tmp_path_factory.mktemp("var"))
    config = Config(data_dir=folder, database_url="", base_url="http://localhost", secret_key=SECRET_KEY)
    return create_app(config, engine=databases["sqlite"].engine, clock=lambda: AT)


@pytest.fixture(scope="module")
def at_work(world: Planted, application: Flask) -> Flask:
    """The same, once a co-chair has given the minutes of the last session back to be written on."""
    chair = Hand(world.browser(application, "chair"))
    chair.open(f"/sessions/{REFS['last']}/minutes/approval")
    chair.press("Return to the secretaries", reason="Please add a word.")
    return application


@pytest.fixture
def site(app: Flask, clock: Clock) -> Iterator[str]:
    """The address of the application, on a port of its own."""
    with served(app, clock) as port:
        yield f"http://localhost:{port}"


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-dev-shm-usage"])
        yield browser
        browser.close()


@pytest.fixture
def window(chromium: Browser, site: str, as_: Callable[..., FlaskClient]) -> Iterator[Callable[..., Page]]:
    """A window in which this person has signed in. What a page complains about, in script or policy, fails the test."""
    complaints: list[str] = []
    contexts = []

    def open_(person: Person | None = None, *, width: int = 1280, script: bool = True, for_axe: bool = False) -> Page:
        context = chromium.new_context(
            base_url=site,
            viewport={"width": width, "height": 900},
            java_script_enabled=script,
            locale="en-GB",
            bypass_csp=for_axe,  # axe writes inline styles and fetches style sheets while it looks
        )
        contexts.append(context)
        if person is not None:
            cookie = as_(person).get_cookie("dialogue")
            assert cookie is not None
            context.add_cookies([{"name": "dialogue", "value": cookie.value, "url": site}])
        page = context.new_page()
        if for_axe:
            return page
        page.on(
            "console",
            lambda said: (
                complaints.append(f"{said.text} {said.location}") if said.type in {"error", "warning"} else None
            ),
        )
        page.on("pageerror", lambda fault: complaints.append(str(fault)))
        return page

    yield open_
    for context in contexts:
        context.close()
    # Which features a browser can be told to switch off differs from one to the next.
    assert [said for said in complaints if "Unrecognized feature" not in said] == []
