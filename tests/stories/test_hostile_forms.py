"""Every form takes what somebody types on purpose, or says why not: the text stands as it was typed, and acts nowhere.

The fields come from the classes of the forms, the views that read them from their own code, the addresses from the URL
map. Where a text stands once it is saved is asked of the marked world (`test_nothing_leaks.py`)."""

import datetime as dt
import html
import re
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from dialogue.db import db
from dialogue.domain import archive
from dialogue.domain.archive import ImportKind, Old, Words
from dialogue.domain.editions.imported import ImportedLine
from dialogue.domain.people import Person
from dialogue.domain.sessions import SessionKind
from dialogue.web.forms import Form
from tests.planted import AT, Planted
from tests.stories.canaries import ACTS, HOSTILE, MARK, read_otherwise
from tests.stories.forms import classes, sent_to
from tests.stories.sending import every_form, send, texts_of

ADDRESS = re.compile(r'(href|action)="[^"]*"')  # in which a name stands as a slug, or quoted as addresses are
Field = tuple[type[Form], str]  # its form, its name


@pytest.fixture
def imported(world: Planted) -> Iterator[None]:
    """An old session that one side has taken in, and that the other has to confirm or to hand back."""
    world.restore()
    world.database.keep("without imported")
    by = db.scalars(select(Person).where(Person.email == "secretary.prishtina@dialogue.example")).one()
    day = AT.date() - dt.timedelta(days=400)
    about = Old(reference="Old/1", held_on=day, held_until=None, city="City", kind=SessionKind.REGULAR)
    made = archive.enter(about, [], by=by, at=AT)
    db.add(made)
    db.flush()
    made.take_in(ImportKind.MINUTES, Words(lines=(ImportedLine(what="item", text="Title"),)), base=made.version, by=by,
                 at=AT)  # fmt: skip
    db.flush()
    made.offer(base=made.version, by=by, at=AT)
    db.commit()
    db.remove()
    world.database.keep("planted")
    yield
    db.remove()
    world.database.put_back("without imported")
    world.database.keep("planted")


@pytest.mark.usefixtures("imported")
def test_no_form_lets_act_what_is_typed_in_it_or_loses_it(world: Planted, application: Flask) -> None:
    wrong, typed = list[str](), set[Field]()
    for rule, texts, sent in every_form(world, application):
        kept = any(next(texts_of(form), None) for form in sent_to(application, rule))
        names = sorted({name for _, name in texts})
        marks = {name: f"Words-zq{n}q{HOSTILE}" for n, name in enumerate(names)}
        for role, path, empty in sent:
            answer = send(world.browser(application, role), path, marks, empty)
            looked_at = application.view_functions[rule.endpoint].mark.asks
            faults = _faults(world.browser(application, role), answer, kept=kept, looked_at=looked_at)
            wrong += [f"{path}, {role}: {one}" for one in faults]
            typed |= texts
            world.restore()

    assert "\n".join(wrong) == ""
    whole = (form for form in classes() if not form.__subclasses__())
    assert {(form, name) for form in whole for name in texts_of(form)} - typed == set()


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
