"""An entry is linked to an item that stands, a paragraph, a decision, a follow-up; each shows the other."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from dialogue.db import db
from dialogue.domain.tracks import TrackPlacement
from tests.planted import ROLES
from tests.stories.hand import Hand
from tests.web.browser import submit

Browse = Callable[[str], FlaskClient]
ENTRY = "/tracks/parliamentary-assembly/2"
LINKS = f"{ENTRY}/links"


def targets(client: FlaskClient, session: str) -> dict[str, str]:
    """By their labels the values of the choices."""
    page = Hand(client)
    page.open(f"{LINKS}?session={session}")
    found = page.page.xpath("//select[@name='to']/option")
    return {one.text_content().strip(): one.get("value") for one in found}


def choose(client: FlaskClient, session: str, words: str, point: str = "") -> str:
    to = next(value for label, value in targets(client, session).items() if words in label)
    answer = submit(client, f"{LINKS}?session={session}", {"to": to, "point": point})
    assert answer.status_code == 303, answer.text
    return to


def point_of(browse: Browse, number: int) -> str:
    page = Hand(browse("secretary"))
    page.open(LINKS)
    values = page.page.xpath("//select[@name='point']/option/@value")
    return str(values[number])


def test_a_point_is_linked_to_a_follow_up_and_each_page_shows_the_other(browse: Browse) -> None:
    choose(browse("secretary"), "2026-1", "OC/2026/1/03", point_of(browse, 1))

    entry = Hand(browse("delegate"))
    entry.open(ENTRY)
    third = entry.page.xpath("//li[@id='point-1']//a[@class='reference']")
    assert [one.text_content() for one in third] == ["OC/2026/1/03"]
    followup = Hand(browse("delegate"))
    followup.open("/follow-ups/2026-1/3")
    found = followup.page.xpath("//dt[text()='Track']/following-sibling::dd//a")
    assert [(one.text_content(), one.get("href")) for one in found] == [
        ("PCM/1", "/tracks/partnership-tools/1"),
        ("PA/1, point 1", "/tracks/parliamentary-assembly/1#point-1"),
        ("PA/4, point 2", "/tracks/parliamentary-assembly/4#point-2"),
        ("PA/2, point 1", f"{ENTRY}#point-1"),
    ]  # fmt: skip


def test_an_item_that_stands_on_an_agenda_and_a_draft_and_a_paragraph_show_the_entry(browse: Browse) -> None:
    ours = browse("secretary")
    choose(ours, "2027-1", "Item of the agenda: Any other business")
    choose(ours, "2027-1", "DD/2027/1/01")
    choose(ours, "2026-1", "Paragraph 9 of the minutes")

    assert "PA/2" in ours.get("/sessions/2027-1/agenda").text.split("Entries of tracks that should be dealt with")[0]
    assert "PA/2" in ours.get("/decisions/drafts/2027-1/1").text
    assert "paragraph 9: " in Hand(browse("delegate")).open("/sessions/2026-1/minutes")
    assert "PA/2" in browse("delegate").get("/decisions/2026-1/2").text
    assert "PA/2" not in browse("co-host").get("/sessions/2027-1/agenda").text


def test_the_same_link_a_second_time_is_refused_and_is_taken_back(browse: Browse) -> None:
    ours = browse("secretary")
    to = choose(ours, "2026-1", "OC/2026/1/03")

    again = submit(ours, f"{LINKS}?session=2026-1", {"to": to, "point": ""})
    assert (again.status_code, "PA/2 is linked to this already." in again.text) == (409, True)
    page = Hand(ours)
    page.open(f"{LINKS}?session=2026-1")
    page.press("Take the link back")
    left = db.scalars(select(TrackPlacement).where(TrackPlacement.followup_id.is_not(None))).all()
    assert [one.entry.reference for one in left] == ["PA/1", "PA/4"]
    assert "OC/2026/1/03" not in browse("delegate").get(ENTRY).text


@pytest.mark.parametrize(
    "path", ["/tracks/centre-of-excellence/2/links", "/tracks/military-to-military/1/links", f"{LINKS}?session=2031-1"]
)
def test_what_is_apart_is_linked_nowhere(path: str, browse: Browse) -> None:
    assert browse("secretary").get(path).status_code == 404
    assert browse(ROLES["delegate"]).get(path).status_code in (403, 404)


def test_a_link_of_another_entry_is_not_taken_back_here(browse: Browse) -> None:
    other = db.scalars(select(TrackPlacement).order_by(TrackPlacement.id)).first()
    assert other is not None
    assert submit(browse("secretary"), f"{LINKS}/{other.id}/take-back", {}).status_code == 404
