"""The page of a kept text, for its own person alone."""

import re

from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session, scoped_session

from dialogue.domain.signins import KeptForm
from tests import cast
from tests.cast import Cast
from tests.conftest import Clock
from tests.web.browser import As, key, submit
from tests.web.tried import blueprints, counted, kept_token, long_name  # noqa: F401 a fixture


def test_a_form_sent_after_the_sign_in_ended_is_shown_again_to_the_same_person(
    people: Cast, admin: FlaskClient, as_: As, clock: Clock
) -> None:
    once, sent_at = key(admin), clock.later(hours=13)
    late = submit(admin, "/tried/nato?from=list", {"name": "Two hours <of> work\n second line", "base_version": "7"},
                  form_key=once)  # fmt: skip
    place = f"/kept/{kept_token(late)}"

    assert (late.status_code, late.location, counted) == (303, f"/sign-in?next={place}", [])
    assert "has been kept for you" in admin.get(late.location).text
    clock.later(minutes=5)
    entered = submit(admin, late.location, email=people.admin.email, password=cast.PASSWORD)
    page = admin.get(entered.location).text
    assert entered.location == place
    assert "Two hours &lt;of&gt; work\n second line" in page
    assert 'action="/tried/nato?from=list"' in page
    assert 'name="base_version" value="7"' in page
    assert f'<time datetime="{sent_at.isoformat()}">' in page
    assert once not in page
    for other in (as_(people.secretary_brussels), as_(people.outsider)):
        assert other.get(place).status_code == 404
        assert submit(other, f"{place}/discard").status_code == 404


def test_the_kept_form_is_sent_as_it_is_shown(people: Cast, admin: FlaskClient, as_: As, clock: Clock) -> None:
    clock.later(hours=13)
    late = submit(admin, "/tried/nato", name="Kept")
    back = as_(people.admin)
    page = back.get(f"/kept/{kept_token(late)}").text
    fields = dict(
        re.findall(r'name="(\w+)" value="([^"]*)"', page.split('action="/tried/nato"')[1].split("</form>")[0])
    )

    answer = back.post("/tried/nato", data=fields)

    assert (answer.status_code, long_name()) == (303, "Kept")
    assert sorted(fields) == ["csrf_token", "form_key", "kept_token", "name"]


def test_a_kept_text_can_be_let_go(people: Cast, admin: FlaskClient, db: scoped_session[Session]) -> None:
    place = f"/kept/{kept_token(submit(admin, '/tried/nato', name='Kept', csrf_token=None))}"

    assert submit(admin, f"{place}/discard").status_code == 303

    assert admin.get(place).status_code == 404
    assert db.scalar(select(func.count()).select_from(KeptForm)) == 0
