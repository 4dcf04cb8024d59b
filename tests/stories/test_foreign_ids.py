"""Ids of another session, in path and in body: a form that stands on a page is sent with one of them exchanged, and
nothing changes. The forms are found by walking the pages, the ids by their meaning."""

import re

import pytest
from flask import Flask

from dialogue.app import create_app
from dialogue.config import Config
from dialogue.db import bind
from dialogue.stamps import stamp
from tests.databases import Databases
from tests.planted import AT, Planted, planted
from tests.stories.pages import ELSEWHERE, HERE, Form, forms_of, sent_of
from tests.web.browser import submit

START = {
    "secretary": ["/", "/sessions", f"/sessions/{HERE}", f"/sessions/{ELSEWHERE}", f"/sessions/{HERE}/agenda/adoption"],
    "focal point": [f"/sessions/{HERE}"],
}


@pytest.fixture(scope="module")
def world(databases: Databases) -> Planted:
    database = databases["sqlite"]
    database.clean()
    bind(database.engine)
    return planted(database)


@pytest.fixture(scope="module")
def app(world: Planted, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    folder = tmp_path_factory.mktemp("var")
    config = Config(data_dir=folder, database_url="", base_url="http://localhost", secret_key="foreign " * 5)
    return create_app(config, engine=world.database.engine, clock=lambda: AT)


@pytest.fixture(scope="module")
def forms(world: Planted, app: Flask) -> dict[str, list[Form]]:
    return {role: list(forms_of(world.browser(app, role), START[role])) for role in START}


def test_an_id_of_another_session_in_the_path_is_unknown_and_changes_nothing(
    world: Planted, app: Flask, forms: dict[str, list[Form]]
) -> None:
    """The reference of a session in the path is exchanged; its other ids are then foreign to it."""
    wrong = []
    for role, found in forms.items():
        client = world.browser(app, role)
        for action, fields in found:
            if (
                not re.search(r"/sessions/[^/]+/.*/(?!position)\d+(/|$)", action)
                or ("/items/" in action
                and "/minutes/" in action)
            ):
                continue
            path = action.replace(HERE, "*").replace(ELSEWHERE, HERE).replace("*", ELSEWHERE)
            before = stamp()
            answer = submit(client, path, sent_of(fields))
            if answer.status_code != 404 or stamp() != before:
                wrong.append(f"{role} {path}: {answer.status_code}")
                world.restore()

    assert wrong == []


def test_an_id_of_another_session_in_the_body_is_unknown_and_changes_nothing(
    world: Planted, app: Flask, forms: dict[str, list[Form]]
) -> None:
    """Every choice of a record is exchanged for a record that is not on offer."""
    wrong, tried = [], set()
    for role, found in forms.items():
        client = world.browser(app, role)
        for action, fields in found:
            for name, value in fields:
                if not name.startswith("choice:"):
                    continue
                field, foreign = name.removeprefix("choice:"), value
                before = stamp()
                sent = sent_of(fields) | {field: foreign}
                answer = submit(client, action, sent)
                tried.add(field)
                if answer.status_code != 404 or stamp() != before:
                    wrong.append(f"{role} {action} {field}={foreign}: {answer.status_code}")
                    world.restore()

    assert wrong == []
    assert {"parent", "papers", "organisation", "person", "origin", "topic"} <= tried


def test_every_form_that_names_something_of_a_session_was_tried(app: Flask, forms: dict[str, list[Form]]) -> None:
    actions = {action for found in forms.values() for action, _ in found}
    adapter = app.url_map.bind("localhost")
    seen = {adapter.match(action.partition("?")[0], method="POST")[0] for action in actions}
    rules = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if "POST" in (rule.methods or ()) and "/sessions/<ref:ref>/" in rule.rule
    }

    assert sorted(rules - seen) == sorted(NOT_ON_A_PAGE_NOW)


NOT_ON_A_PAGE_NOW: set[str] = set()
