"""Plans as a secretary types them, and the second press where a date is warned of."""

import datetime as dt
import re

from flask.testing import FlaskClient
from lxml import html
from sqlalchemy import func, select
from sqlalchemy.orm import Session as Unit
from sqlalchemy.orm import scoped_session
from werkzeug.test import TestResponse

from dialogue.domain.changes import SessionChange
from dialogue.domain.sessions import Session
from tests.cast import Cast
from tests.web.browser import submit

Db = scoped_session[Unit]
FIRST, SECOND = "2027-05-11T09:30", "2027-11-09T09:30"  # Tuesdays on which both capitals work


def planned(people: Cast, starts: str = FIRST, **fields: object) -> dict[str, object]:
    """A session of seven hours, in Brussels unless told otherwise."""
    ends = dt.datetime.fromisoformat(starts) + dt.timedelta(hours=7)
    typed = {"kind": "regular", "place": people.brussels.id, "starts": starts, "ends": f"{ends:%Y-%m-%dT%H:%M}"}
    return typed | fields


def plan(client: FlaskClient, people: Cast, starts: str = FIRST, **fields: object) -> TestResponse:
    return submit(client, "/sessions/new", planned(people, starts, **fields))


def begun(client: FlaskClient, kind: str, ref: str = "2027-1") -> dict[str, object]:
    """What the form of a change begins with."""
    path = f"/sessions/{ref}/changes/{kind}"
    page = html.document_fromstring(client.get(path).text)
    (form, *_) = [one for one in page.forms if (one.get("action") or "").startswith(path)]
    return {name: value for name, value in form.form_values() if name not in ("csrf_token", "form_key")}


def change(client: FlaskClient, kind: str, ref: str = "2027-1", **fields: object) -> TestResponse:
    """Change what is named, past the page that says what it means."""
    return submit(client, f"/sessions/{ref}/changes/{kind}", begun(client, kind, ref) | fields)


def consent(client: FlaskClient, db: Db) -> TestResponse:
    """To what was proposed last."""
    newest = db.scalars(select(func.max(SessionChange.id))).one()
    db.rollback()
    return submit(client, f"/changes/{newest}/consent")


def all_the_same(client: FlaskClient, path: str, answer: TestResponse, fields: dict[str, object]) -> TestResponse:
    """Press once more, as the page that warns carries it."""
    assert answer.status_code == 422, answer.text
    assert "press once more" in answer.text
    return submit(client, path, fields | {"seen": seen_on(answer.text)})


def seen_on(page: str) -> str:
    found = re.search(r'name="seen"[^>]*value="([^"]*)"', page)
    assert found, page
    return found[1]


def only(db: Db) -> Session:
    found = db.scalars(select(Session)).one()
    db.rollback()
    return found


def version_on(page: str) -> str:
    found = re.search(r'name="base_version"[^>]*value="(\d+)"', page)
    assert found, page
    return found[1]
