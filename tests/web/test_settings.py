"""Settings: one row, made when first saved; two editors; what the next page shows."""

import datetime as dt
import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session as Unit
from sqlalchemy.orm import scoped_session
from werkzeug.test import TestResponse

from dialogue.domain.settings import Settings, Weekday
from tests.cast import Cast
from tests.planted import Planted
from tests.rendering.word.checks import members
from tests.web.browser import As, key, submit

Db = scoped_session[Unit]
WORDS = {
    "dialogue_name": "Dialogue of the Two",
    "marking": "LIMITED",
    "public_marking": "FOR ALL",
    "zone_label": "Brussels time",
    "digest_on": "Friday",
    "digest_at": "16:30",
    "escalate_after": "30",
    "designation": "neutral-nato",
    "designation_cohost": "neutral-nato",
    "designation_public": "neutral-nato",
    "designation_words": "",
}


def base_of(client: FlaskClient) -> str:
    found = re.search(r'name="base_version"[^>]*value="(\d*)"', client.get("/settings").text)
    assert found
    return found[1]


def save(client: FlaskClient, base: str, **more: str) -> TestResponse:
    return submit(client, "/settings", WORDS | {"base_version": base} | more)


def test_a_fresh_instance_has_defaults_and_takes_its_first_words(people: Cast, admin: FlaskClient, db: Db) -> None:
    db.delete(db.scalars(select(Settings)).one())
    db.commit()

    assert "High-Level Dialogue" in admin.get("/settings").text
    assert save(admin, base_of(admin)).status_code == 303
    assert db.scalars(select(Settings)).one().marking == "LIMITED"


def test_the_words_are_on_the_next_page(admin: FlaskClient) -> None:
    assert save(admin, base_of(admin)).location == "/settings"

    page = admin.get("/settings").text
    assert "Dialogue of the Two" in page
    assert '<span class="marking">LIMITED</span>' in page
    assert 'value="FOR ALL"' in page
    assert "The settings are saved." in page


def test_a_footnote_stands_in_the_papers_of_the_edition_for_which_it_was_chosen(
    world: Planted, browse: Callable[[str], FlaskClient]
) -> None:
    admin, paper = browse("admin"), "/sessions/2027-1/participants.docx"
    assert save(admin, base_of(admin), designation_public="un-footnote").status_code == 303

    taken = {level: browse("secretary").get(f"{paper}?edition={level}").data for level in ("delegations", "public")}

    notes = {level: members(blob)["word/footnotes.xml"] for level, blob in taken.items()}
    assert "in line with UNSCR 1244/1999." in notes["public"]
    assert "UNSCR" not in notes["delegations"]


def test_a_footnote_of_ones_own_without_words_is_said_and_what_was_typed_is_kept(admin: FlaskClient, db: Db) -> None:
    answer = save(admin, base_of(admin), designation="custom", marking="TYPED")

    assert answer.status_code == 422
    assert "Please write the footnote of your own that you have chosen." in answer.text and "TYPED" in answer.text
    assert db.scalars(select(Settings)).one().marking != "TYPED"
    assert save(admin, base_of(admin), designation="custom", designation_words="* Our own.").status_code == 303
    assert db.scalars(select(Settings)).one().designation_words == "* Our own."


def test_the_second_editor_is_told_and_loses_nothing(people: Cast, as_: As, db: Db) -> None:
    first, second = as_(people.admin), as_(people.admin)
    base = base_of(first)
    assert save(first, base).status_code == 303

    late = save(second, base, marking="SOMETHING ELSE")

    assert late.status_code == 409
    assert "SOMETHING ELSE" in late.text
    assert db.scalars(select(Settings)).one().marking == "LIMITED"


def test_two_first_editors_are_two_editors_too(people: Cast, as_: As, db: Db) -> None:
    db.delete(db.scalars(select(Settings)).one())
    db.commit()
    first, second = as_(people.admin), as_(people.admin)
    base = base_of(first)
    assert save(first, base).status_code == 303

    assert save(second, base, marking="SOMETHING ELSE").status_code == 409
    assert db.scalars(select(Settings)).one().marking == "LIMITED"


def test_the_form_sent_twice_saves_once(admin: FlaskClient) -> None:
    base, once = base_of(admin), key(admin)

    assert [save(admin, base, form_key=once or "").status_code for _ in range(2)] == [303, 303]


def test_a_name_is_needed_and_what_was_typed_stays(admin: FlaskClient) -> None:
    answer = save(admin, base_of(admin), dialogue_name=" ", marking="FOR SOME")

    assert answer.status_code == 422
    assert "FOR SOME" in answer.text


def test_when_follow_ups_are_told_of_is_set_and_shown(admin: FlaskClient, db: Db) -> None:
    assert 'value="08:00"' in admin.get("/settings").text
    assert save(admin, base_of(admin)).status_code == 303

    held = db.scalars(select(Settings)).one()
    assert (held.digest_on, held.digest_at, held.escalate_after) == (Weekday.FRIDAY, dt.time(16, 30), 30)
    assert 'value="16:30"' in admin.get("/settings").text


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("digest_on", "Someday", "Please choose one of the list."),
        ("digest_at", "25:10", "Please type a time, for example 08:30."),
        ("digest_at", "08:30+02:00", "Please type a time, for example 08:30."),
        ("digest_at", "", "Please fill this in."),
        ("escalate_after", "0", "Please type a whole number from 1 to 365."),
        ("escalate_after", "soon", "Please type a whole number from 1 to 365."),
    ],
)
def test_nonsense_is_a_sentence_and_stays_in_its_field(
    admin: FlaskClient, db: Db, field: str, typed: str, said: str
) -> None:
    answer = save(admin, base_of(admin), **{field: typed})

    assert (answer.status_code, said in answer.text) == (422, True)
    assert f'value="{typed}"' in answer.text or field == "digest_on"
    assert db.scalars(select(Settings)).one().escalate_after == 14
