"""Every form takes what somebody types on purpose, or says why not: the text stands as it was typed, and acts nowhere.

The fields come from the classes of the forms, the views that read them from their own code, the addresses from the URL
map. Where a text stands once it is saved is asked of the marked world (`test_nothing_leaks.py`)."""

import html
import re
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
from tests.stories.canaries import ACTS, HOSTILE, MARK, read_otherwise
from tests.stories.forms import classes, read_by, sent_to
from tests.stories.places import Places, built, named, of_sessions
from tests.web.browser import submit
from tests.web.test_matrix import MATRIX, address

ASKED = "alternate.kosovo@kosovo.example"  # for a second word
SENDERS = ("secretary", "chair", "delegate", "focal point", "co-host", "admin", "outsider", ASKED)
ADDRESSES, TRIED = 3, 40  # of one form: where it is sent at most, and where that is tried
ABOUT = {"/circulations": {"minutes": REFS["last"]}}  # what a form says unseen, of a text that there is
ADDRESS = re.compile(r'(href|action)="[^"]*"')  # in which a name stands as a slug, or quoted as addresses are
Field = tuple[type[Form], str]  # its form, its name


def test_no_form_lets_act_what_is_typed_in_it_or_loses_it(world: Planted, application: Flask) -> None:
    world.restore()
    places: Places = {"": {"circulation": list(db.scalars(select(Circulation.id).order_by(Circulation.id)))}}
    places |= of_sessions()
    db.remove()
    wrong, typed = list[str](), set[Field]()
    for rule in application.url_map.iter_rules():
        texts = {(form, name) for form in read_by(application, rule) for name in texts_of(form)}
        kept = any(next(texts_of(form), None) for form in sent_to(application, rule))
        if "POST" not in (rule.methods or ()) or not texts:
            continue
        for role, path, empty in islice(_open(world, application, rule, places), ADDRESSES):
            answer = _send(world.browser(application, role), path, {name for _, name in texts}, empty)
            looked_at = application.view_functions[rule.endpoint].mark.asks
            faults = _faults(world.browser(application, role), answer, kept=kept, looked_at=looked_at)
            wrong += [f"{path}, {role}: {one}" for one in faults]
            typed |= texts
            world.restore()

    assert "\n".join(wrong) == ""
    whole = (form for form in classes() if not form.__subclasses__())
    assert {(form, name) for form in whole for name in texts_of(form)} - typed == set()


def texts_of(form: type[Form]) -> Iterator[str]:
    for name in dir(form):
        field = getattr(form, name)
        if isinstance(field, UnboundField) and issubclass(field.field_class, Text):
            yield name


def _open(world: Planted, app: Flask, rule: Rule, places: Places) -> Iterator[tuple[str, str, TestResponse]]:
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


def _send(client: FlaskClient, path: str, texts: set[str], empty: TestResponse) -> TestResponse:
    """Every text with a mark of its own; what else is asked for as the page shows it, else the first choice."""
    typed = {name: f"Words-zq{n}q{HOSTILE}" for n, name in enumerate(sorted(texts))}
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


def _faults(client: FlaskClient, answer: TestResponse, *, kept: bool, looked_at: bool) -> Iterator[str]:
    """In words: what the answer, or the page that it leads to, does with what was typed. Only JSON is answered 200, and
    a page on which what was typed is `looked_at`, and nothing written."""
    shows = looked_at and answer.status_code == 200
    if answer.status_code not in {303, 409, 422} and not answer.is_json and not shows:
        yield str(answer.status_code)
    shown = client.get(answer.location, follow_redirects=True) if answer.status_code == 303 else answer
    if ACTS.search(shown.text):
        yield "lets act what was typed"
    text = html.unescape(ADDRESS.sub("", shown.text).replace("<wbr>", ""))
    yield from (f"reads otherwise: {text[at - 20 : at + 60]}" for at in read_otherwise(text))
    if kept and (shows or answer.status_code in {409, 422}) and not MARK.search(text):
        yield f"{answer.status_code}, and what was typed is lost"
