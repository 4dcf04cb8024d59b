"""Every form of the URL map as somebody sends it: where, as whom, and with what in the fields that are no texts."""

from collections.abc import Iterator
from itertools import chain, islice

from flask import Flask
from flask.testing import FlaskClient
from lxml.html import HtmlElement, document_fromstring
from sqlalchemy import select
from werkzeug.routing import Rule
from werkzeug.test import TestResponse
from wtforms.fields.core import UnboundField

from dialogue.db import db
from dialogue.domain.silence import Circulation
from dialogue.web.forms import Form, Text
from tests.planted import AT, REFS, Planted
from tests.stories.forms import read_by
from tests.stories.places import Places, built, named, of_sessions
from tests.web.browser import submit
from tests.web.test_matrix import MATRIX, address

ASKED = "alternate.kosovo@kosovo.example"  # for a second word
SENDERS = ("secretary", "chair", "delegate", "focal point", "co-host", "admin", "outsider", ASKED)
ADDRESSES, TRIED = 3, 40  # of one form: where it is sent at most, and where that is tried
ABOUT = {"/circulations": {"minutes": REFS["last"]}}  # what a form says unseen, of a text that there is


Field = tuple[type[Form], str]  # its form, its name
Sent = tuple[str, str, TestResponse]  # as whom, where, and what is answered when nothing is typed


def every_form(world: Planted, app: Flask) -> Iterator[tuple[Rule, set[Field], Iterator[Sent]]]:
    """Each rule that takes texts, which ones, and where it is sent."""
    world.restore()
    places: Places = {"": {"circulation": list(db.scalars(select(Circulation.id).order_by(Circulation.id)))}}
    places |= of_sessions()
    db.remove()
    for rule in app.url_map.iter_rules():
        texts = {(form, name) for form in read_by(app, rule) for name in texts_of(form)}
        if "POST" in (rule.methods or ()) and texts:
            yield rule, texts, islice(openings(world, app, rule, places), ADDRESSES)


def texts_of(form: type[Form]) -> Iterator[str]:
    for name in dir(form):
        field = getattr(form, name)
        if isinstance(field, UnboundField) and issubclass(field.field_class, Text):
            yield name


def openings(world: Planted, app: Flask, rule: Rule, places: Places) -> Iterator[Sent]:
    """Where the first role that may send it may, and what is answered when nothing is typed."""
    for role in SENDERS:
        client, sent = world.browser(app, role), False
        every = chain(_of_the_matrix(app, rule), (built(rule, names) for names in named(rule, places)))
        for path in islice(every, TRIED):
            answer = submit(client, path, ABOUT.get(path))
            if answer.status_code < 400:
                world.restore()
            if answer.status_code not in {403, 404}:
                sent = True
                yield role, path, answer
        if sent:
            return


def _of_the_matrix(app: Flask, rule: Rule) -> Iterator[str]:
    return (address(app, key) for key in MATRIX if key[:2] == ("POST", rule.rule))


def send(client: FlaskClient, path: str, typed: dict[str, str], empty: TestResponse) -> TestResponse:
    """These texts; what else is asked for as the page shows it, else the first choice."""
    return submit(client, path, dict(_else(path, empty)) | ABOUT.get(path, {}) | typed)


def _else(path: str, empty: TestResponse) -> Iterator[tuple[str, str]]:
    forms = document_fromstring(empty.text).forms if empty.status_code == 422 else ()
    for form in forms:
        if (form.get("action") or path) == path:
            yield from ((name, value) for name, value in form.form_values() if name not in {"csrf_token", "form_key"})
            yield from _chosen(form)


def _chosen(form: HtmlElement) -> Iterator[tuple[str, str]]:
    whens = {"date": f"{AT:%Y-%m-%d}", "datetime-local": f"{AT:%Y-%m-%dT%H:%M}", "number": "3"}
    for control in form.xpath(".//input[@name]"):
        if control.get("type") == "radio" or (control.get("type") in whens and not control.get("value")):
            yield control.get("name"), whens.get(control.get("type"), control.get("value") or "")
        if control.get("type") == "email":
            yield control.get("name"), "somebody.new@people.example"
    for select_ in form.xpath(".//select[@name]"):
        yield select_.get("name"), next((o.get("value") for o in select_.iter("option") if o.get("value")), "")
