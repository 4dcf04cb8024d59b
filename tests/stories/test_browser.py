"""In a real browser: signing in by hand, with and without script, on a page that axe has nothing to say against."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests import cast
from tests.stories.hands import press

pytestmark = pytest.mark.browser


@pytest.fixture
def people(db):
    return cast.enter(db)


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_person_signs_in_by_hand_and_out_again(people, window, script):
    page = window(script=script)
    page.goto("/")

    page.get_by_label("E-mail address").fill(people.secretary_brussels.email)
    page.get_by_label("Password", exact=True).fill(cast.PASSWORD)
    press(page, "Sign in")

    assert page.url.endswith("/")
    assert people.secretary_brussels.name in page.locator("body").inner_text()


@pytest.mark.parametrize("width", [1280, 360])
def test_axe_finds_nothing_on_the_page_to_sign_in(window, width):
    page = window(width=width, for_axe=True)
    page.goto("/sign-in")

    found = Axe().run(page)

    assert found.response["violations"] == []
    assert len(found.response["passes"]) > 10


def test_the_page_to_sign_in_fits_a_telephone(window):
    page = window(width=360)

    page.goto("/sign-in")

    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_no_telephone_shows_the_code_that_another_one_is_pointed_at(people, window):
    page = window(people.secretary_brussels)
    page.goto("/calendar")
    press(page, "Make the address")
    code, shown = page.get_by_alt_text("QR code of the address"), {}

    for size in ((360, 800), (932, 430), (1280, 900)):  # upright, on its side, a computer
        page.set_viewport_size({"width": size[0], "height": size[1]})
        shown[size] = code.is_visible()

    assert shown == {(360, 800): False, (932, 430): False, (1280, 900): True}
