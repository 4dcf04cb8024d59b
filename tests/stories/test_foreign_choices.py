"""One answer for a foreign choice and an unknown one: every field of every form that names a record, for every role.

The fields come from the classes of the forms, the views that read them from their own code, the addresses from the URL
map, and what is on offer to a role from the pages that it may open."""

import io
import re
import zipfile
from collections.abc import Iterator
from itertools import islice

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import html
from sqlalchemy import select
from werkzeug.routing import Rule
from werkzeug.test import TestResponse
from wtforms.fields.core import UnboundField

from dialogue.actions.texts import KINDS
from dialogue.db import db
from dialogue.domain.delegations import Participant
from dialogue.domain.meetings import Meeting
from dialogue.domain.sessions import Session
from dialogue.domain.silence import Circulation
from dialogue.domain.topics import Topic
from dialogue.web.forms import Form, RecordField, RecordsField
from tests.planted import REFS, ROLES, Planted
from tests.stamps import stamp
from tests.stories.forms import classes, read_by, reads_questions
from tests.stories.places import Names, Places, built, named, of_sessions
from tests.web.browser import submit

UNKNOWN = "999999999"
FOREIGN = 12  # ids that are not on offer, of the smallest that there are: each kind has some of them
PLACES = 3  # where one form is sent by one role
# Tokens, what lets a script run, and what was typed.
OWN = re.compile(r'(nonce|value)="[^"]{20,}"|<section class="typed">.*?</section>', re.DOTALL)

Field = tuple[str, str]  # the class of its form, its name
# Which forms somebody else than a secretary sends; the delegate is on the list of the compartment.
SENT_BY = {
    "admin": {("OrganisationForm", "seat"), ("PersonForm", "organisation")},
    "delegate": {("ListForm", "person"), ("AttachForm", "entry"), ("EntrustForm", "entry")},
}


@pytest.fixture(scope="module")
def places(world: Planted) -> Places:
    rounds = list(db.scalars(select(Circulation.id).order_by(Circulation.id)))
    met = [one.slug for one in db.scalars(select(Meeting)) if one.was_held]
    found: Places = {"": {"circulation": rounds, "track": ["exercises", "military-to-military"], "meeting": met}}
    found |= of_sessions()
    db.remove()
    return found


@pytest.mark.slow
@pytest.mark.parametrize("role", [role for role in ROLES if role != "nobody"])
def test_a_foreign_choice_is_answered_as_one_that_there_is_not(
    role: str, world: Planted, application: Flask, places: Places
) -> None:
    world.restore()
    wrong, tried = list[str](), set[Field]()
    for rule, forms in _sent_with_records(application):
        sender = Sender(role, world, application)
        sent = (names for names in named(rule, places) if sender.may_send(built(rule, names)))
        for names in islice(sent, PLACES):
            path = built(rule, names)
            offered = _offered(sender, application, path, names, forms)
            for form in forms:
                for name in _records(form):
                    wrong += sender.tries(path, name, offered.get(name))
                    if sender.was_unknown:
                        tried.add((form.__name__, name))

    assert "\n".join(wrong) == ""
    if role in {"secretary", *SENT_BY}:  # between them they send every form in which a record is chosen
        sent = (form for form in classes() if not form.__subclasses__())  # what several begin with is not sent itself
        every = {(form.__name__, name) for form in sent for name in _records(form)}
        assert (SENT_BY.get(role) or every - set().union(*SENT_BY.values())) - tried == set()


@pytest.mark.slow
@pytest.mark.parametrize("role", [role for role in ROLES if role != "nobody"])
def test_a_foreign_record_in_a_question_is_answered_as_one_that_there_is_not(
    role: str, world: Planted, application: Flask
) -> None:
    """Behind the “?” of every page that reads it, under every name by which a record is asked for there: sessions and
    topics that are not there for this role."""
    world.restore()
    client = world.browser(application, role)
    refs, slugs = db.scalars(select(Session)).all(), db.scalars(select(Topic.slug)).all()
    named = {f"/sessions/{one.ref}": (one.ref, "1999-1") for one in refs}
    named |= {f"/topics/{slug}": (slug, "no-such-thing") for slug in slugs}
    db.remove()
    foreign = [words for page, words in named.items() if client.get(page).status_code == 404]
    pages = [
        rule.rule
        for rule in application.url_map.iter_rules()
        if not rule.arguments and reads_questions(application, rule)
    ]

    wrong = [
        f"{page}?{name}={there}"
        for page in pages
        for name in sorted({"session", "topic"} | KINDS.keys())
        for there, nowhere in foreign
        if _asked(client, page, name, there) != _asked(client, page, name, nowhere)
    ]

    assert wrong == []
    assert foreign or role == "secretary"


def _asked(client: FlaskClient, page: str, name: str, value: str) -> tuple[int, str]:
    """What the page or the paper answers, but for the question itself."""
    answer = client.get(page, query_string={name: value})
    shown = answer.data.decode("latin-1")
    if answer.data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(answer.data)) as paper:
            shown = "".join(paper.read(part).decode("latin-1") for part in paper.namelist())
    return answer.status_code, OWN.sub("", re.sub(rf"(?<![\w-]){value}(?![\w-])", "*", shown))


def test_presence_is_recorded_of_no_seat_of_another_session(world: Planted, application: Flask) -> None:
    """The one form whose fields are called by the ids of records."""
    world.restore()
    sender, path = Sender("secretary", world, application), f"/sessions/{REFS['last']}/minutes/presence"
    elsewhere = list(db.scalars(select(Participant.id).where(Participant.session.has(year=2027))))
    db.remove()
    before = stamp()

    answers = {sender.answer(path, {f"mark-{seat}": "yes"}) for seat in [*elsewhere, UNKNOWN]}

    assert len(elsewhere) > 3
    assert [status for status, _ in answers] == [404]
    assert stamp() == before


class Sender:
    """A role that sends forms from a fresh browser: nothing that it was told by one answer stands in the next."""

    def __init__(self, role: str, world: Planted, app: Flask) -> None:
        self.role, self.world, self.app = role, world, app
        self.client: FlaskClient = world.browser(app, role)
        self.was_unknown = False
        self.refused = ""  # what the form answers when nothing is chosen in it

    def may_send(self, path: str) -> bool:
        """Whether the gate lets this form in; what is told of the one that is sent empty is kept."""
        answer = self._post(path, {})
        self.refused = answer.text
        return answer.status_code not in {403, 404}

    def tries(self, path: str, name: str, offered: set[str] | None) -> list[str]:
        """Where an id that is not on offer is answered otherwise than an unknown one. `None`: no page shows this field
        now, so that one of those that it will offer may be told that it is not time."""
        unknown, before = self.answer(path, {name: UNKNOWN}), stamp()
        self.was_unknown = unknown[0] == 404
        foreign = islice((str(n) for n in range(1, 1000) if str(n) not in (offered or ())), FOREIGN)
        answers = [(one, self.answer(path, {name: one})) for one in foreign]
        told = [(one, got[0]) for one, got in answers if got != unknown and not (offered is None and got[0] == 409)]
        wrong = [f"{path} {name}={one}: {status}, {unknown[0]} of an unknown" for one, status in told]
        return wrong + ([f"{path} {name}: written"] if self.was_unknown and stamp() != before else [])

    def answer(self, path: str, fields: dict[str, str]) -> tuple[int, str]:
        answer = self._post(path, fields)
        return answer.status_code, OWN.sub("", answer.text)

    def _post(self, path: str, fields: dict[str, str]) -> TestResponse:
        answer = submit(self.client, path, fields)
        if answer.status_code < 400:
            self.world.restore()
            self.client = self.world.browser(self.app, self.role)
        return answer


def _offered(sender: Sender, app: Flask, path: str, names: Names, forms: set[type[Form]]) -> dict[str, set[str]]:
    """What this role may choose in the form that goes to this address, by field: of every page with that form."""
    found: dict[str, set[str]] = {}
    pages = [(path, sender.refused)]
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or ()) and rule.arguments <= names.keys() and forms & read_by(app, rule):
            page = built(rule, names)
            pages.append((page, sender.client.get(page, follow_redirects=True).text))
    for where, text in pages:
        for form in html.document_fromstring(text).forms if text else ():
            sent = (form.get("action") or where).partition("?")[0].removesuffix("/check")  # the same form, then sent on
            if sent == path.removesuffix("/check"):
                for control in form.xpath(".//select[@name]/option | .//input[@type='checkbox'][@value]"):
                    name = control.get("name") or control.getparent().get("name")
                    found.setdefault(name, set()).add(control.get("value", ""))
    return found


# Which form is read where


def _sent_with_records(app: Flask) -> Iterator[tuple[Rule, set[type[Form]]]]:
    """Each address that takes a form, with the forms it reads in which a record is chosen."""
    for rule in app.url_map.iter_rules():
        forms = {form for form in read_by(app, rule) if any(_records(form))}
        if "POST" in (rule.methods or ()) and forms:
            yield rule, forms


def _records(form: type[Form]) -> Iterator[str]:
    for name in dir(form):
        field = getattr(form, name)
        if isinstance(field, UnboundField) and issubclass(field.field_class, RecordField | RecordsField):
            yield name
