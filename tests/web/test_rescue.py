"""Nothing typed is lost: forged, late and foreign forms."""

import datetime as dt
import json

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session, scoped_session

from dialogue.domain.signins import KEPT_EACH, KeptForm
from tests.cast import Cast
from tests.conftest import Clock
from tests.databases import Postgres, Sqlite
from tests.web.browser import As, key_of, submit
from tests.web.tried import blueprints, counted, kept_token, long_name  # noqa: F401 a fixture

pytestmark = pytest.mark.engines


def test_a_form_without_its_token_is_kept_for_its_person(admin: FlaskClient) -> None:
    answer = submit(admin, "/tried/nato", name="A text worth keeping", csrf_token=None)

    assert (answer.status_code, counted, long_name()) == (400, [], "The NATO")
    assert "A text worth keeping" in answer.text
    assert 'action="/tried/nato"' in answer.text


def test_a_form_from_another_site_is_refused(admin: FlaskClient) -> None:
    across = submit(admin, "/tried/nato", name="New", headers={"Sec-Fetch-Site": "cross-site"})
    sibling = submit(admin, "/tried/nato", name="New", headers={"Sec-Fetch-Site": "same-site"})
    own = submit(admin, "/tried/nato", name="New", headers={"Sec-Fetch-Site": "same-origin"})

    assert (across.status_code, sibling.status_code, own.status_code, counted) == (403, 403, 303, ["New"])


def test_a_form_that_another_person_opened_is_kept_for_that_person(people: Cast, as_: As, db: scoped_session[Session]
                                                                   ) -> None:  # fmt: skip
    secretary = as_(people.secretary_brussels)

    answer = submit(secretary, "/tried/nato", name="The admin's own words", form_key=key_of(secretary, people.admin.id))

    assert (answer.status_code, counted) == (400, [])
    assert "own words" not in answer.text
    assert db.scalars(select(KeptForm.person_id)).all() == [people.admin.id]


def test_a_form_of_nobody_is_shown_back_at_once(client: FlaskClient, db: scoped_session[Session]) -> None:
    answer = submit(client, "/tried/nato", name="<script>alert(1)</script> dear text")

    assert answer.status_code == 400
    assert "&lt;script&gt;alert(1)&lt;/script&gt; dear text" in answer.text
    assert db.scalar(select(func.count()).select_from(KeptForm)) == 0


def test_a_lost_cookie_is_made_good_by_the_key(people: Cast, client: FlaskClient) -> None:
    answer = submit(client, "/tried/nato", name="Kept", form_key=key_of(client, people.admin.id))

    assert answer.location == f"/sign-in?next=/kept/{kept_token(answer)}"


def test_a_button_pressed_by_nobody_leads_to_the_sign_in(client: FlaskClient) -> None:
    answer = submit(client, "/tried/nato")

    assert (answer.status_code, answer.location) == (303, "/sign-in")


def test_a_text_that_cannot_be_kept_is_shown_back(
    admin: FlaskClient, database: Sqlite | Postgres, db: scoped_session[Session]
) -> None:
    if not isinstance(database, Sqlite):
        pytest.skip("the table would be missing in the tests that follow")
    db.execute(text("DROP TABLE kept_forms"))
    db.commit()

    answer = submit(admin, "/tried/nato", name="A text worth keeping", csrf_token=None)

    assert answer.status_code == 400
    assert "A text worth keeping" in answer.text


def test_passwords_are_never_kept(admin: FlaskClient, db: scoped_session[Session]) -> None:
    submit(admin, "/tried/nato", {"name": "n", "new_password": "hush", "PASSWORD": "hush"}, csrf_token=None)

    assert json.loads(db.scalars(select(KeptForm.typed)).one()) == [["name", "n"]]


def test_a_text_too_long_to_keep_is_shown_back(admin: FlaskClient, db: scoped_session[Session]) -> None:
    answer = submit(admin, "/tried/nato", name="x" * 600_000, csrf_token=None)

    assert answer.status_code == 400
    assert "x" * 600_000 in answer.text
    assert db.scalar(select(func.count()).select_from(KeptForm)) == 0


def test_of_very_many_kept_texts_the_oldest_go(admin: FlaskClient, people: Cast, db: scoped_session[Session]) -> None:
    at = dt.datetime(2026, 11, 1, tzinfo=dt.UTC)
    db.add_all(
        KeptForm(digest=str(n), person_id=people.admin.id, path="/", typed="[]", arrived_at=at)
        for n in range(KEPT_EACH)
    )
    db.commit()

    submit(admin, "/tried/nato", name="the newest", csrf_token=None)

    kept = db.scalars(select(KeptForm).order_by(KeptForm.id)).all()
    assert (len(kept), kept[-1].fields) == (KEPT_EACH, [("name", "the newest")])


def test_an_autosave_needs_a_token_and_no_key_and_is_told_of_the_end(
    people: Cast, admin: FlaskClient, clock: Clock, db: scoped_session[Session]
) -> None:
    good = submit(admin, "/tried/nato/draft", form_key=None)
    forged = submit(admin, "/tried/nato/draft", csrf_token=None)
    clock.later(hours=13)
    late = submit(admin, "/tried/nato/draft", form_key=None)

    assert (good.status_code, forged.status_code, late.status_code, counted) == (204, 400, 401, ["draft"])
    assert db.scalar(select(func.count()).select_from(KeptForm)) == 0
