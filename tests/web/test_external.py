"""Rounds of others: logged from outside, changed as one hears of them, and never by whom one was broken."""

import datetime as dt
import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import inspect, select

from dialogue.db import db
from dialogue.domain.people import Person
from dialogue.domain.silence import ExternalRound
from tests.planted import AT, ROLES
from tests.web.browser import submit
from tests.web.many import Statements, costs_the_same

Browse = Callable[[str], FlaskClient]
LIST = "/circulations/external"
THEIRS = "secretary.prishtina@dialogue.example"
TYPED = {"reference": "PC(2026)0400", "body": "Partnership committee", "deadline": "2026-12-04T16:00", "note": "News."}


def one() -> ExternalRound:
    db.remove()
    return db.scalars(select(ExternalRound).order_by(ExternalRound.id)).first()  # type: ignore[return-value]  # there is one


def page_of(client: FlaskClient) -> tuple[str, str]:
    """The address of its form, and the version that the form carries."""
    path = f"{LIST}/{one().id}/edit"
    found = re.search(r'name="base_version"[^>]*value="(\d+)"', client.get(path).text)
    assert found is not None
    return path, found[1]


def test_both_sides_people_read_what_is_known_of_a_round(browse: Browse) -> None:
    page = browse("delegate").get(LIST).text

    for told in ("PC(2026)0231", "Partnership committee", "announced", "Wed 2 Dec 2026"):
        assert told in page
    assert "Log a round" not in page
    assert LIST in browse("delegate").get("/circulations").text


def test_a_secretary_logs_a_round_with_its_deadline_in_the_dialogue_s_own_zone(browse: Browse) -> None:
    assert submit(browse("secretary"), f"{LIST}/new", TYPED).status_code == 303

    assert "Fri 4 Dec 2026, 16:00" in browse("chair").get(LIST).text
    (made,) = db.scalars(select(ExternalRound).where(ExternalRound.reference == "PC(2026)0400"))
    assert made.deadline == dt.datetime(2026, 12, 4, 15, 0, tzinfo=dt.UTC)
    assert (made.state.value, made.state_at, made.entered_by.email) == ("announced", AT, ROLES["secretary"])


def test_a_round_may_have_no_known_deadline_and_needs_its_reference_and_body(browse: Browse) -> None:
    client = browse("secretary")

    assert submit(client, f"{LIST}/new", TYPED | {"deadline": ""}).status_code == 303
    assert "not known" in client.get(LIST).text
    missing = submit(client, f"{LIST}/new", TYPED | {"body": ""})
    assert missing.status_code == 422
    assert "PC(2026)0400" in missing.text


def test_what_is_heard_of_it_is_recorded_and_its_end_is_the_end(browse: Browse) -> None:
    client = browse("secretary")
    path, base = page_of(client)

    assert submit(client, path, state="not concluded", note="No consensus.", base_version=base).status_code == 303
    page = browse("delegate").get(LIST).text
    assert "not concluded" in page
    assert "No consensus." in page
    path, base = page_of(client)
    assert submit(client, path, state="concluded", note="", base_version=base).status_code == 422
    assert submit(client, path, state="not concluded", note="Taken up in spring.", base_version=base).status_code == 303
    assert "Taken up in spring." in client.get(LIST).text


def test_two_secretaries_who_write_at_once_see_both_notes(browse: Browse) -> None:
    ours, theirs = browse("secretary"), browse(THEIRS)
    path, base = page_of(ours)
    submit(theirs, path, state="in progress", note="Their words.", base_version=base)

    late = submit(ours, path, state="concluded", note="Our words.", base_version=base)

    assert late.status_code == 409
    assert "Our words." in late.text
    assert "theirs is “in progress”, yours is “concluded”" in late.text
    assert "Their words." in ours.get(LIST).text


def test_there_is_no_place_to_say_who_broke_it(browse: Browse) -> None:
    columns = {column.key for column in inspect(ExternalRound).column_attrs}
    assert columns == {
        "id", "reference", "body", "deadline", "note", "state", "state_at", "entered_by_id", "version",
    }  # fmt: skip
    path, _ = page_of(browse("secretary"))
    for page in (path, f"{LIST}/new"):
        names = set(re.findall(r'name="([a-z_]+)"', browse("secretary").get(page).text.split("<main")[1]))
        assert names <= {*TYPED, "state", "base_version", "csrf_token", "form_key"}


@pytest.mark.parametrize(
    ("who", "status"), [("delegate", 403), ("chair", 403), ("admin", 403), ("co-host", 404), ("outsider", 404)]
)
def test_only_secretaries_log(browse: Browse, who: str, status: int) -> None:
    assert submit(browse(who), f"{LIST}/new", TYPED).status_code == status
    assert browse(who).get(f"{LIST}/{one().id}/edit").status_code == (404 if who == "admin" else status)


@pytest.mark.parametrize("who", ["co-host", "other co-host", "outsider", "observer@council.example"])
def test_the_list_does_not_exist_for_others(browse: Browse, who: str) -> None:
    answer = browse(who).get(LIST)

    assert answer.status_code == 404
    assert "PC(2026)0231" not in answer.text


def test_more_rounds_cost_no_more_statements(browse: Browse, statements: Statements) -> None:
    def more(n: int) -> None:
        by = db.scalars(select(Person).where(Person.email == ROLES["secretary"])).one()
        db.add_all(ExternalRound(reference="R", body="B", state_at=AT, entered_by=by) for _ in range(n))

    costs_the_same(browse("secretary"), LIST, statements, more)
