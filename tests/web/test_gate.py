"""The gate: who passes, what the URL names, one effect per form, nothing written by a GET, nothing typed lost."""

import datetime as dt
import json
import re
import threading
from pathlib import Path

import pytest
from flask import Blueprint, Flask, redirect, request
from flask.testing import FlaskClient
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session, scoped_session
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.test import TestResponse
from werkzeug.wrappers import Response

from dialogue.access import Right
from dialogue.app import BLUEPRINTS, create_app
from dialogue.config import Config
from dialogue.db import db as the_db
from dialogue.domain.base import Refused, Stale
from dialogue.domain.organisations import Organisation
from dialogue.domain.people import Person
from dialogue.domain.signins import KEPT_EACH, FormKey, KeptForm, SignIn
from dialogue.web.gate import (
    after_read,
    belongs,
    guard,
    loads,
    machine,
    me,
    needs,
    now,
    public,
    receipt,
)
from tests import cast
from tests.cast import Cast
from tests.conftest import Clock
from tests.databases import Postgres, Sqlite
from tests.web.browser import As, key, key_of, submit, token

bp = Blueprint("tried", __name__)
counted: list[str] = []


class Thing:
    """A name for organisations that no loader of the product has taken."""


@loads(Thing)
def _thing(slug: str) -> Organisation | None:
    return the_db.scalar(select(Organisation).where(Organisation.slug == slug))


@bp.get("/tried/<slug:slug>")
@needs(Right.PEOPLE_KEEP, Thing)
def show(thing: Organisation) -> str:
    return f"{thing.long_name} for {me().name} at {now().isoformat()}"


@bp.post("/tried/<slug:slug>")
@needs(Right.PEOPLE_KEEP, Thing)
def rename(thing: Organisation) -> Response:
    counted.append(request.form["name"])
    thing.long_name = request.form["name"]
    if "refuse" in request.form:
        raise Refused("No %(what)s today.", what="<b>soup</b>")
    if "wrong" in request.form:
        return Response("wrong", 422)
    if "stale" in request.form:
        raise Stale("Somebody was first.")
    if "raced" in request.form:
        raise StaleDataError
    if "raced-once" in request.form and len(counted) == 1:
        raise StaleDataError
    return redirect(f"/tried/{thing.slug}?renamed={len(counted)}", 303)


@bp.post("/tried/<slug:slug>/draft")
@needs(Right.PEOPLE_KEEP, Thing, keyed=False)
def draft(thing: Organisation) -> tuple[str, int]:
    counted.append("draft")
    return "", 204


@bp.get("/tried/<slug:slug>/paper")
@needs(Right.PEOPLE_KEEP, Thing)
def paper(thing: Organisation) -> Response:
    person_id = me().id
    receipt(lambda: the_db.add(KeptForm(digest="r", person_id=person_id, path="", typed="[]", arrived_at=now())))
    return Response("a paper", headers={"Cache-Control": "private"})


@bp.get("/tried/<slug:slug>/no-receipt")
@needs(Right.PEOPLE_KEEP, Thing)
def no_receipt(thing: Organisation) -> str:
    receipt(_fails)
    return "must not be sent"


@bp.get("/tried/<slug:slug>/unseen")
@needs(Right.PEOPLE_KEEP, Thing)
def unseen(thing: Organisation) -> str:
    after_read(_fails)
    return "sent all the same"


@bp.get("/tried/<slug:slug>/writes")
@needs(Right.PEOPLE_KEEP, Thing)
def writes(thing: Organisation) -> str:
    thing.long_name = "Changed by a GET"
    the_db.flush()
    return "written"


@bp.get("/tried/<slug:slug>/forgets")
@needs(Right.PEOPLE_KEEP, Thing)
def forgets(thing: Organisation) -> str:
    thing.long_name = "Changed by a GET, unseen"
    return "read"


@bp.get("/tried/<slug:slug>/people/<int:person>")
@needs(Right.PEOPLE_KEEP, Thing)
def person(thing: Organisation, person: int) -> str:
    return belongs(the_db.get(Person, person), thing, by="organisation").name


@bp.get("/tried/fault")
@public
def fault() -> str:
    return str(1 / 0)


@bp.get("/tried/feed")
@machine(reads=True)
def feed() -> str:
    return str(the_db.scalar(select(func.count()).select_from(Person)))


@bp.get("/tried/feed/broken")
@machine(reads=True)
def broken_feed() -> str:
    raise Refused("no")


def _fails() -> None:
    the_db.execute(text("INSERT INTO nowhere VALUES (1)"))


@pytest.fixture
def people(db: scoped_session[Session]) -> Cast:
    counted.clear()
    return cast.enter(db)


@pytest.fixture
def app(people: Cast, database: Sqlite | Postgres, clock: Clock, data_dir: Path) -> Flask:
    config = Config(data_dir=data_dir, database_url="", base_url="http://localhost", secret_key="gate " * 9)
    return create_app(config, engine=database.engine, clock=clock, blueprints=(*BLUEPRINTS, bp))


@pytest.fixture
def admin(people: Cast, as_: As) -> FlaskClient:
    return as_(people.admin)


def long_name(slug: str = "nato") -> str:
    name = the_db.scalars(select(Organisation.long_name).where(Organisation.slug == slug)).one()
    the_db.rollback()
    return name


def kept_token(answer: TestResponse) -> str:
    found = re.search(r"/kept/([A-Za-z0-9_-]+)", (answer.location or "") + answer.text)
    assert found is not None
    return found[1]


# Who passes


def test_the_right_person_gets_the_thing_and_the_instant(admin: FlaskClient) -> None:
    answer = admin.get("/tried/nato")

    assert answer.text == "The NATO for Ada Admin at 2026-11-23T12:00:00+00:00"


def test_nobody_is_sent_to_sign_in_and_back(client: FlaskClient) -> None:
    answer = client.get("/tried/nato?x=1&y=2")

    assert (answer.status_code, answer.location) == (302, "/sign-in?next=/tried/nato?x%3D1%26y%3D2")


def test_known_but_not_allowed_is_403(people: Cast, as_: As) -> None:
    assert as_(people.secretary_brussels).get("/tried/nato").status_code == 403


def test_foreign_and_unknown_are_the_same_404(people: Cast, as_: As) -> None:
    outsider = as_(people.outsider)

    foreign, unknown = outsider.get("/tried/nato"), outsider.get("/tried/atlantis")

    assert (foreign.status_code, unknown.status_code) == (404, 404)
    assert without_secrets(foreign.text) == without_secrets(unknown.text)
    assert without_secrets(foreign.text) == without_secrets(outsider.get("/no/such/page").text)


def test_an_id_of_another_whole_is_the_404_of_an_unknown_one(people: Cast, admin: FlaskClient) -> None:
    own = admin.get(f"/tried/nato/people/{people.chair_nato.id}")
    foreign = admin.get(f"/tried/nato/people/{people.chair_kosovo.id}")
    unknown = admin.get("/tried/nato/people/99999")

    assert (own.text, foreign.status_code, unknown.status_code) == ("Nora Chair", 404, 404)
    assert without_secrets(foreign.text) == without_secrets(unknown.text)


@pytest.mark.parametrize("number", ["0", "-1", "01", "9999999999", "99999999999999999999", "1e3", "١"])
def test_a_number_that_no_database_holds_is_a_404(admin: FlaskClient, number: str) -> None:
    assert admin.get(f"/tried/nato/people/{number}").status_code == 404


def test_a_view_that_does_not_say_who_may_call_it_does_not_start(people: Cast, app: Flask) -> None:
    bare = Flask("bare", static_folder=None)
    bare.config["SECRET_KEY"] = "x"
    bare.add_url_rule("/open", view_func=lambda: "open", endpoint="open")

    with pytest.raises(RuntimeError, match="open does not say who may call it"):
        guard(bare)


def test_a_noun_that_nobody_loads_does_not_start() -> None:
    bare = Flask("bare", static_folder=None)
    bare.config["SECRET_KEY"] = "x"
    bare.add_url_rule("/open", view_func=needs(Right.PEOPLE_KEEP, Cast)(lambda thing: ""), endpoint="open")

    with pytest.raises(RuntimeError, match="nothing is registered that loads one"):
        guard(bare)


def test_a_view_says_once_who_may_call_it_and_a_noun_is_loaded_once() -> None:
    with pytest.raises(RuntimeError, match="twice"):
        public(needs(Right.PEOPLE_KEEP)(lambda: ""))
    with pytest.raises(RuntimeError, match="twice"):
        loads(Thing)(lambda slug: None)


def test_a_nul_in_a_query_is_refused(admin: FlaskClient) -> None:
    assert admin.get("/tried/nato?q=a%00b").status_code == 400
    assert admin.get("/tried/na%00to").status_code == 404


def test_options_and_trace_are_not_answered(admin: FlaskClient) -> None:
    assert admin.options("/tried/nato").status_code == 405
    assert admin.open("/tried/nato", method="TRACE").status_code == 405
    assert admin.delete("/tried/nato").headers["Allow"] in {"GET, HEAD, POST", "GET, POST, HEAD", "HEAD, GET, POST",
                                                            "HEAD, POST, GET", "POST, GET, HEAD", "POST, HEAD, GET"}  # fmt: skip


# The request is the transaction


def test_a_post_commits(admin: FlaskClient) -> None:
    answer = submit(admin, "/tried/nato", name="New")

    assert (answer.status_code, answer.location, long_name()) == (303, "/tried/nato?renamed=1", "New")


@pytest.mark.parametrize(("how", "status"), [("refuse", 409), ("wrong", 422), ("stale", 409), ("raced", 409)])
def test_what_is_refused_changes_nothing(admin: FlaskClient, how: str, status: int) -> None:
    answer = submit(admin, "/tried/nato", {"name": "New", how: "1"})

    assert (answer.status_code, long_name()) == (status, "The NATO")


def test_a_get_cannot_write(admin: FlaskClient) -> None:
    assert admin.get("/tried/nato/writes").status_code in {500, 503}
    assert admin.get("/tried/nato/forgets").status_code == 200
    assert long_name() == "The NATO"


def test_a_commit_that_came_between_is_judged_again(admin: FlaskClient) -> None:
    answer = submit(admin, "/tried/nato", {"name": "New", "raced-once": "1"})

    assert (answer.status_code, long_name(), counted) == (303, "New", ["New", "New"])


def test_a_fault_rolls_back_and_keeps_the_text_on_the_page(admin: FlaskClient, app: Flask) -> None:
    answer = admin.get("/tried/fault")

    assert answer.status_code == 500
    assert re.search(r"this number: [0-9a-f]{12}\.", answer.text)
    assert "ZeroDivisionError" not in answer.text


# One effect per form


def test_the_same_form_twice_answers_the_first_result(admin: FlaskClient, people: Cast) -> None:
    once = key(admin)

    first = submit(admin, "/tried/nato", name="New", form_key=once)
    second = submit(admin, "/tried/nato", name="New", form_key=once)

    assert first.location == second.location == "/tried/nato?renamed=1"
    assert (second.status_code, counted) == (303, ["New"])


def test_the_same_key_with_another_text_or_address_is_a_new_act(admin: FlaskClient) -> None:
    once = key(admin)

    submit(admin, "/tried/nato", name="New", form_key=once)
    submit(admin, "/tried/nato", name="Newer", form_key=once)
    submit(admin, "/tried/kosovo", name="New", form_key=once)

    assert counted == ["New", "Newer", "New"]


def test_a_refused_form_consumes_no_key(admin: FlaskClient, db: scoped_session[Session]) -> None:
    once = key(admin)
    submit(admin, "/tried/nato", {"name": "New", "refuse": "1"}, form_key=once)
    submit(admin, "/tried/nato", {"name": "New", "refuse": "1"}, form_key=once)

    assert counted == ["New", "New"]
    assert db.scalar(select(func.count()).select_from(FormKey)) == 0


@pytest.mark.parametrize("bad", [None, "", "x", "WzFd.x", "null"])
def test_a_form_without_a_key_of_ours_is_not_acted_upon_and_its_text_is_shown(
    admin: FlaskClient, bad: str | None
) -> None:
    answer = submit(admin, "/tried/nato", name="A text worth keeping", form_key=bad)

    assert (answer.status_code, counted) == (400, [])
    assert "A text worth keeping" in answer.text


def test_a_key_signed_over_something_else_is_not_ours(admin: FlaskClient, app: Flask) -> None:
    strange = key_of(admin, "one")  # type: ignore[arg-type]  # that is the point

    assert submit(admin, "/tried/nato", name="New", form_key=strange).status_code == 400


def test_two_presses_at_the_same_moment_have_one_effect(admin: FlaskClient, app: Flask, people: Cast) -> None:
    once, csrf = key(admin), token(admin)
    with admin.session_transaction() as cookie:
        held = dict(cookie)
    answers: list[tuple[int, str | None]] = []

    def press() -> None:
        browser = app.test_client()
        with browser.session_transaction() as cookie:
            cookie.update(held)
        answer = submit(browser, "/tried/nato", name="New", form_key=once, csrf_token=csrf)
        answers.append((answer.status_code, answer.location))

    presses = [threading.Thread(target=press) for _ in range(6)]
    for one in presses:
        one.start()
    for one in presses:
        one.join()

    assert answers == [(303, "/tried/nato?renamed=1")] * 6
    assert counted == ["New"]


# Forged, late and foreign forms


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
    fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', page.split('action="/tried/nato"')[1].split("</form>")[0]))

    answer = back.post("/tried/nato", data=fields)

    assert (answer.status_code, long_name()) == (303, "Kept")
    assert sorted(fields) == ["csrf_token", "form_key", "name"]


def test_a_kept_text_can_be_let_go(people: Cast, admin: FlaskClient, db: scoped_session[Session]) -> None:
    place = f"/kept/{kept_token(submit(admin, '/tried/nato', name='Kept', csrf_token=None))}"

    assert submit(admin, f"{place}/discard").status_code == 303

    assert admin.get(place).status_code == 404
    assert db.scalar(select(func.count()).select_from(KeptForm)) == 0


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
        KeptForm(digest=str(n), person_id=people.admin.id, path="/", typed="[]", arrived_at=at) for n in range(KEPT_EACH)
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


# What a GET may write


def test_a_complete_download_leaves_a_receipt(admin: FlaskClient, db: scoped_session[Session]) -> None:
    admin.head("/tried/nato/paper")
    admin.get("/tried/nato/paper", headers={"Sec-Purpose": "prefetch"})
    admin.get("/tried/nato/paper", headers={"Purpose": "prefetch"})
    assert db.scalar(select(func.count()).select_from(KeptForm)) == 0
    db.rollback()

    answer = admin.get("/tried/nato/paper")

    assert (answer.text, answer.headers["Cache-Control"]) == ("a paper", "private")
    assert db.scalar(select(func.count()).select_from(KeptForm)) == 1


def test_no_download_without_its_receipt(admin: FlaskClient) -> None:
    answer = admin.get("/tried/nato/no-receipt")

    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")
    assert "must not be sent" not in answer.text


def test_what_was_last_seen_is_skipped_where_it_fails(admin: FlaskClient) -> None:
    assert admin.get("/tried/nato/unseen").text == "sent all the same"


def test_a_post_notes_that_the_sign_in_was_seen(admin: FlaskClient, clock: Clock, db: scoped_session[Session]) -> None:
    later = clock.later(hours=2)

    submit(admin, "/tried/nato", name="New")

    assert db.scalars(select(SignIn.seen_at)).one() == later


# Machines


def test_a_machine_is_served_without_a_cookie(admin: FlaskClient, client: FlaskClient) -> None:
    for browser in (admin, client):
        answer = browser.get("/tried/feed")

        assert (answer.status_code, answer.text) == (200, "11")
        assert "Set-Cookie" not in answer.headers
        assert "Vary" not in answer.headers


def test_a_machine_is_answered_in_plain_text(client: FlaskClient) -> None:
    answer = client.get("/tried/feed/broken")

    assert (answer.status_code, answer.text, answer.content_type) == (409, "409\n", "text/plain; charset=utf-8")
    assert "Vary" not in answer.headers


def without_secrets(page: str) -> str:
    return re.sub(r'value="[^"]*"', "", page)
