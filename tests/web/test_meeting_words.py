"""Words to look at of a meeting between the sessions: before its plan is told, and before both sides agree."""

import html
import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from dialogue.db import db
from dialogue.domain.meetings import Meeting
from dialogue.domain.wording import LetStand
from tests.web.browser import submit
from tests.web.planning import version_on
from tests.web.test_meetings import EXPERTS, THEIRS, begun, filled, meeting

Browse = Callable[[str], FlaskClient]
LOOK = "Words to look at"
OUTSIDE = "Patrols along the state border will be reported."


def found_by(page: str) -> dict[str, str]:
    """What the form with the tick carries of the findings."""
    seen = re.search(r'name="stands_found" value="(\w+)"', page)
    assert seen is not None
    return {"stands": "y", "stands_found": seen[1]}


def kept() -> list[tuple[str, str, str, list[str]]]:
    db.remove()
    rows = db.scalars(select(LetStand).order_by(LetStand.id))
    return [(one.kind, one.key, one.step, [found.words for found in one.findings]) for one in rows]


@pytest.fixture
def held(browse: Browse) -> FlaskClient:
    begun()
    ours = browse("secretary")
    assert submit(ours, f"{EXPERTS}/hold").status_code == 303
    return ours


def concluded(client: FlaskClient, text: str, **more: str) -> str:
    given = {"conclusions": text, "base_version": version_on(client.get(EXPERTS).text)}
    return submit(client, f"{EXPERTS}/conclusions", given | more).text


def test_conclusions_are_looked_at_and_kept_as_typed(held: FlaskClient) -> None:
    page = concluded(held, OUTSIDE)

    assert LOOK in page and OUTSIDE in page and meeting().conclusions == ""
    assert f'href="{EXPERTS}#concluded"' in page and 'id="concluded"' in page
    concluded(held, OUTSIDE, **found_by(page))
    assert meeting().conclusions == OUTSIDE
    assert kept() == [("meetings", "im-2026-1", "record", ["state border"])]
    assert "Conclusions of a meeting im-2026-1: 1 finding" in html.unescape(held.get(EXPERTS).text)


def test_the_other_side_is_asked_before_it_agrees(held: FlaskClient, browse: Browse) -> None:
    concluded(held, OUTSIDE, **found_by(concluded(held, OUTSIDE)))
    theirs = browse(THEIRS)
    page = theirs.get(EXPERTS).text
    base = {"base_version": version_on(page)}

    assert LOOK in page
    assert submit(theirs, f"{EXPERTS}/agree", base).status_code == 422
    assert not meeting().is_agreed
    assert submit(theirs, f"{EXPERTS}/agree", base | found_by(page)).status_code == 303
    assert meeting().is_agreed
    assert [one[2] for one in kept()] == ["record", "agree"]


def test_what_is_to_be_done_is_looked_at_too(held: FlaskClient) -> None:
    concluded(held, "They will report.")
    owner = str(meeting().seats[0].person.organisation_id)
    given = {
        "text": "To report.", "office": "Ministry of Defence of Kosovo", "owner": owner, "due_on": "2027-09-01",
        "base_version": version_on(held.get(EXPERTS).text),
    }  # fmt: skip

    page = submit(held, f"{EXPERTS}/actions", given).text

    assert LOOK in page and "Ministry of Defence of Kosovo" in page and meeting().actions == []
    assert submit(held, f"{EXPERTS}/actions", given | found_by(page)).status_code == 303
    assert [one.office for one in meeting().actions] == ["Ministry of Defence of Kosovo"]


def test_a_plan_is_looked_at_before_anybody_is_told(browse: Browse) -> None:
    client, path, typed = filled(browse, title="Experts on the state border")

    page = submit(client, path, typed)

    assert page.status_code == 422 and LOOK in page.text
    assert [one.title for one in db.scalars(select(Meeting)) if "border" in one.title] == []
    assert submit(client, path, typed | found_by(page.text)).status_code == 303
    assert kept() == [("meetings", "im-2026-3", "plan", ["state border"])]


def test_where_nothing_is_found_nothing_is_asked(held: FlaskClient) -> None:
    concluded(held, "They will report.")

    assert meeting().conclusions == "They will report." and kept() == []
    assert LOOK not in held.get(EXPERTS).text
