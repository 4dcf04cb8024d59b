"""What stories stand on: `site`, the application behind a real server, and `window(person)` of a real browser."""

import threading
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Browser, Page, sync_playwright
from werkzeug.serving import make_server

from dialogue.domain.people import Person
from tests.conftest import CHROMIUM


@pytest.fixture
def site(app: Flask) -> Iterator[str]:
    """The address of the application, on a port of its own."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://localhost:{server.port}"
    server.shutdown()
    thread.join()
    server.server_close()


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
