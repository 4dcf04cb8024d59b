"""The frame of every page: product, marking, who is here, and the way to what they may open, and to nothing else."""

import re

import pytest
from flask.testing import FlaskClient
from lxml import html
from sqlalchemy.orm import Session, scoped_session

from dialogue.domain import settings
from tests.cast import Cast
from tests.web.browser import As


def links(page: str) -> list[str]:
    nav = page.split('class="main-nav"')[1].split("</nav>", maxsplit=1)[0] if "main-nav" in page else ""
    return re.findall(r'<a href="([^"]+)"', nav)


def test_nobody_sees_neither_name_nor_way(client: FlaskClient, people: Cast) -> None:
    page = client.get("/sign-in").text

    assert "NATO–Kosovo dialogue" in page
    assert links(page) == []
    assert "Sign out" not in page


def test_a_person_sees_their_own_name_and_organisation(people: Cast, as_: As) -> None:
    page = as_(people.secretary_brussels).get("/sign-ins").text

    assert '<strong>Bea Brussels</strong> <span class="of">NATO</span>' in page
    assert "Sign out" in page


def test_the_menu_that_opens_over_its_button_has_one_that_closes_it(people: Cast, as_: As) -> None:
    page = html.document_fromstring(as_(people.secretary_brussels).get("/sign-ins").text)

    (close,) = page.xpath("//ul[@id='main-nav' and @popover]//button")
    assert (close.text, close.get("popovertarget"), close.get("popovertargetaction")) == ("Close", "main-nav", "hide")


def test_the_marking_stands_on_every_page_escaped(
    people: Cast, as_: As, client: FlaskClient, db: scoped_session[Session]
) -> None:
    row = db.scalars(settings.current()).one()
    row.marking = "LIMITED <b>"
    db.commit()

    assert "LIMITED &lt;b&gt;" in client.get("/sign-in").text


@pytest.mark.parametrize(
    ("role", "there", "not_there"),
    [
        ("secretary_brussels", {"/sessions", "/topics", "/decisions", "/follow-ups", "/calendar"}, {"/people"}),
        ("admin", {"/people", "/organisations"}, {"/decisions", "/topics", "/follow-ups"}),
        ("outsider", set(), {"/people", "/decisions", "/topics", "/follow-ups", "/sessions"}),
    ],
)
def test_the_way_leads_to_what_one_may_open(
    people: Cast, as_: As, role: str, there: set[str], not_there: set[str]
) -> None:
    browser = as_(getattr(people, role))

    shown = links(browser.get("/sign-ins").text)

    assert set(shown) >= there
    assert set(shown) & not_there == set()
    assert {path: browser.get(path).status_code for path in shown} == dict.fromkeys(shown, 200)
