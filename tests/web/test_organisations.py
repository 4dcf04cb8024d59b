"""Organisations and places: entered, renamed, never a third Party; and no name on a released paper changes."""

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session as Unit
from sqlalchemy.orm import scoped_session

from dialogue.domain.organisations import Organisation, Place
from tests.cast import Cast
from tests.web.browser import As, key, submit

Db = scoped_session[Unit]
Browse = Callable[[str], FlaskClient]
NAMES = {"short_name": "Forum", "long_name": "The Forum for Dialogue", "neutral_name": "The Forum"}


def base_of(client: FlaskClient, path: str) -> str:
    found = re.search(r'name="base_version"[^>]*value="(\d+)"', client.get(path).text)
    assert found
    return found[1]


def test_an_organisation_is_entered_once(people: Cast, admin: FlaskClient, db: Db) -> None:
    once, typed = key(admin), NAMES | {"kind": "co-host", "order": "0", "seat": ""}

    assert [submit(admin, "/organisations/new", typed, form_key=once).status_code for _ in range(2)] == [303, 303]
    assert [one.long_name for one in db.scalars(select(Organisation).where(Organisation.slug == "forum"))] == [
        "The Forum for Dialogue"
    ]


def test_a_third_party_is_refused_and_its_words_kept(people: Cast, admin: FlaskClient, db: Db) -> None:
    answer = submit(admin, "/organisations/new", NAMES | {"kind": "party", "order": "3"})

    assert answer.status_code == 409
    assert "a dialogue has no third" in answer.text
    assert "The Forum for Dialogue" in answer.text
    assert db.scalar(select(Organisation).where(Organisation.slug == "forum")) is None


def test_the_kind_does_not_change_with_the_names(people: Cast, admin: FlaskClient, db: Db) -> None:
    path = "/organisations/institute/edit"
    typed = NAMES | {"kind": "party", "order": "2", "seat": str(people.brussels.id)}

    assert submit(admin, path, typed, base_version=base_of(admin, path)).status_code == 303
    kept = db.scalars(select(Organisation).where(Organisation.slug == "institute")).one()
    assert (kept.short_name, kept.is_party, kept.seat_id) == ("Forum", False, people.brussels.id)


def test_names_are_needed_and_what_was_typed_stays(people: Cast, admin: FlaskClient) -> None:
    answer = submit(admin, "/organisations/new", NAMES | {"short_name": "", "kind": "nonsense", "order": "-1"})

    assert answer.status_code == 422
    assert "The Forum for Dialogue" in answer.text
    assert "from 0 to 99" in answer.text
    assert "Please choose one of the list." in answer.text


@pytest.mark.parametrize("path", ["/organisations/institute/edit", "/places/brussels/edit"])
def test_the_second_editor_is_told_and_loses_nothing(path: str, people: Cast, as_: As) -> None:
    first, second = as_(people.admin), as_(people.admin)
    typed = NAMES | {"order": "1", "seat": "", "country": "BE", "base_version": base_of(first, path)}
    assert submit(first, path, typed).status_code == 303

    late = submit(second, path, typed, neutral_name="Another name")

    assert late.status_code == 409
    assert "Another name" in late.text
    assert "Another name" not in first.get("/organisations").text


def test_a_city_is_entered_with_the_code_of_its_country(people: Cast, admin: FlaskClient, db: Db) -> None:
    typed = {"short_name": "Vienna", "long_name": "Vienna", "neutral_name": "Vienna", "country": "at"}

    assert submit(admin, "/places/new", typed).status_code == 303
    assert db.scalars(select(Place).where(Place.slug == "vienna")).one().country == "AT"
    assert submit(admin, "/places/new", typed | {"country": "Austria"}).status_code == 422


def test_a_seat_that_nobody_entered_is_not_found(people: Cast, admin: FlaskClient) -> None:
    typed = NAMES | {"kind": "co-host", "order": "0", "seat": "9999"}

    assert submit(admin, "/organisations/new", typed).status_code == 404


def test_new_names_alter_no_released_paper(browse: Browse) -> None:
    admin, reader = browse("admin"), browse("delegate")
    papers = ("/sessions/2026-1/agenda.docx", "/sessions/2026-1/minutes.docx?edition=public")
    before = [reader.get(path).data for path in papers]
    names = {"short_name": "Alliance", "long_name": "The Alliance", "neutral_name": "The Alliance"}
    for path in ("/organisations/nato/edit", "/places/brussels/edit"):
        typed = names | {"order": "1", "seat": "", "country": "BE", "base_version": base_of(admin, path)}
        assert submit(admin, path, typed).status_code == 303

    assert [reader.get(path).data for path in papers] == before
    assert "Alliance" in reader.get("/sessions").text


def test_they_are_the_admins_alone(people: Cast, as_: As) -> None:
    for who, status in ((people.secretary_brussels, 403), (people.cohost_institute, 404), (people.outsider, 404)):
        answers = [as_(who).get(path).status_code for path in ("/organisations", "/organisations/new", "/places/new")]
        assert answers == [status] * 3
        one = [as_(who).get(path).status_code for path in ("/organisations/nato/edit", "/places/brussels/edit")]
        assert one == [404, 404]


def test_an_unknown_one_is_not_found(people: Cast, admin: FlaskClient) -> None:
    assert admin.get("/organisations/nobody/edit").status_code == 404
    assert admin.get("/places/nowhere/edit").status_code == 404
