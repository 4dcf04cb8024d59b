"""A blueprint to try the gate on, and the application that has it."""

import re
import sqlite3
from collections.abc import Sequence

import pytest
from flask import Blueprint, redirect, request
from sqlalchemy import func, select, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.test import TestResponse
from werkzeug.wrappers import Response

from dialogue.access import Right
from dialogue.app import BLUEPRINTS
from dialogue.db import db as the_db
from dialogue.domain.base import Refused, Stale
from dialogue.domain.organisations import Organisation
from dialogue.domain.people import Person
from dialogue.domain.signins import KeptForm
from dialogue.web.gate import (
    after_read,
    belongs,
    loads,
    machine,
    me,
    needs,
    now,
    public,
    receipt,
)

bp = Blueprint("tried", __name__)
counted: list[str] = []


def ended(state: str) -> OperationalError:
    """What the driver of PostgreSQL says where the database ended a transaction, or of SQLite where it is busy."""
    if state == "busy":
        cause: Exception = sqlite3.OperationalError("database is locked")
        cause.sqlite_errorcode = sqlite3.SQLITE_BUSY  # type: ignore[attr-defined]
    else:
        cause = Exception("ended")
        cause.sqlstate = state  # type: ignore[attr-defined]
    return OperationalError("UPDATE", {}, cause)


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
    if "ended" in request.form and len(counted) <= int(request.form.get("times", 1)):
        raise ended(request.form["ended"])
    return redirect(f"/tried/{thing.slug}?renamed={len(counted)}", 303)


@bp.post("/tried/<slug:slug>/refusal")
@needs(Right.PEOPLE_KEEP, Thing)
def refuse(thing: Organisation) -> Response:
    raise Refused("Not today.")


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


@bp.get("/tried/list")
@needs(Right.PEOPLE_KEEP)
def index() -> str:
    return "a page that is no secret"


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
def blueprints() -> Sequence[Blueprint]:
    counted.clear()
    return (*BLUEPRINTS, bp)


def long_name(slug: str = "nato") -> str:
    name = the_db.scalars(select(Organisation.long_name).where(Organisation.slug == slug)).one()
    the_db.rollback()
    return name


def kept_token(answer: TestResponse) -> str:
    found = re.search(r"/kept/([A-Za-z0-9_-]+)", (answer.location or "") + answer.text)
    assert found is not None
    return found[1]


def without_secrets(page: str) -> str:
    return re.sub(r'value="[^"]*"', "", page)
