"""Ids of another session, in path and in body: a form that stands on a page is sent with one of them exchanged, and
nothing changes. The forms are found by walking the pages, the ids by their meaning."""

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.routing import Rule

from dialogue.db import db
from dialogue.domain.agenda import Agenda, AgendaItem
from dialogue.domain.conclusions import Conclusion
from dialogue.domain.delegations import Participant
from dialogue.domain.engagements import Engagement
from dialogue.domain.minutes import Minutes, MinutesItem, Paragraph, ParagraphDraft
from dialogue.domain.people import Person
from dialogue.domain.sessions import Session
from tests.planted import AT, REFS, ROLES, Planted
from tests.stamps import stamp
from tests.stories.hand import Hand
from tests.stories.pages import ELSEWHERE, HERE, Form, forms_of, sent_of
from tests.web.browser import submit

AFTER = REFS["after next"]
START = {
    "secretary": [
        "/", "/sessions", f"/sessions/{HERE}", f"/sessions/{ELSEWHERE}", f"/sessions/{HERE}/agenda/adoption",
        f"/sessions/{HERE}/agenda/changes", f"/sessions/{AFTER}", f"/sessions/{AFTER}/agenda",
        f"/sessions/{AFTER}/agenda/new", f"/sessions/{AFTER}/participants", f"/sessions/{AFTER}/minutes",
    ],
    "chair": [f"/sessions/{HERE}", f"/sessions/{ELSEWHERE}/minutes/approval"],
    "focal point": [f"/sessions/{HERE}"],
}  # fmt: skip


@pytest.fixture(scope="module")
def forms(world: Planted, application: Flask) -> dict[str, list[Form]]:
    """As planted, whatever ran before, and once more when a co-chair has given the minutes back to be written on."""
    world.restore()
    found = {role: list(forms_of(world.browser(application, role), START[role])) for role in START}
    chair = Hand(world.browser(application, "chair"))
    chair.open(f"/sessions/{ELSEWHERE}/minutes/approval")
    chair.press("Return to the secretaries", reason="Please add a word.")
    items = [f"/sessions/{ELSEWHERE}/minutes/items/{n}" for n in (1, 3)]
    found["secretary"] += forms_of(world.browser(application, "secretary"), [f"/sessions/{ELSEWHERE}/minutes", *items])
    return found


def test_an_id_of_another_session_in_the_path_is_unknown_and_changes_nothing(
    world: Planted, application: Flask, forms: dict[str, list[Form]]
) -> None:
    """The reference of a session in the path is exchanged; its other ids are then foreign to it."""
    wrong = []
    for role, found in forms.items():
        client = world.browser(application, role)
        for action, fields in found:
            counted = ("/items/" in action and "/minutes/" in action) or SHARED in action
            if counted or not re.search(r"/sessions/[^/]+/.*/(?!position)\d+(/|$)", action):
                continue
            path = action.replace(HERE, "*").replace(ELSEWHERE, HERE).replace("*", ELSEWHERE)
            before = stamp()
            answer = submit(client, path, sent_of(fields))
            if answer.status_code != 404 or stamp() != before:
                wrong.append(f"{role} {path}: {answer.status_code}")
                world.restore()

    assert wrong == []


def test_an_id_of_another_session_in_the_body_is_unknown_and_changes_nothing(
    world: Planted, application: Flask, forms: dict[str, list[Form]]
) -> None:
    """Every choice of a record is exchanged for a record that is not on offer."""
    wrong, tried = [], set()
    for role, found in forms.items():
        client = world.browser(application, role)
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


def test_no_route_knows_an_id_of_another_session_whatever_stands_on_a_page(world: Planted, application: Flask) -> None:
    """Every route that writes and names a record of a session, with one of every other session in its place."""
    world.restore()
    client, records, wrong, tried = world.browser(application, "secretary"), _records(), [], set()
    before = stamp()
    for rule in _writing(application):
        for path in _misnamed(rule, records):
            tried.add(rule.endpoint)
            if (status := submit(client, path).status_code) != 404:
                wrong.append(f"{path}: {status}")

    assert wrong == []
    assert stamp() == before
    assert tried == {rule.endpoint for rule in _writing(application) if rule.arguments - OF_NO_SESSION}


@pytest.mark.parametrize(
    ("page", "field", "of"), [("agenda/adoption", "head", "seat"), ("agenda/changes", "item", "item")]
)
def test_a_form_that_waits_for_its_day_knows_no_record_of_another_session(
    world: Planted, application: Flask, page: str, field: str, of: str
) -> None:
    world.restore()
    records = _records()
    before = stamp()

    answer = submit(
        world.browser(application, "secretary"), f"/sessions/{HERE}/{page}", {field: str(records[ELSEWHERE][of])}
    )

    assert answer.status_code == 404
    assert stamp() == before


def test_no_route_knows_a_session_to_those_without_a_part_in_it(world: Planted, application: Flask) -> None:
    """Every route that writes, with the records of that session in its path, to the co-host of another."""
    world.restore()
    client, records, wrong = world.browser(application, "other co-host"), _records(), []
    before = stamp()
    for rule in _writing(application):
        for ref in (HERE, ELSEWHERE):
            path = _built(rule, ref, records[ref])
            if (status := submit(client, path).status_code) != 404:
                wrong.append(f"{path}: {status}")

    assert wrong == []
    assert stamp() == before


def test_every_form_of_a_session_was_met_on_a_page(application: Flask, forms: dict[str, list[Form]]) -> None:
    adapter = application.url_map.bind("localhost")
    met = {adapter.match(action, method="POST")[0] for found in forms.values() for action, _ in found}

    assert {rule.endpoint for rule in _writing(application)} - met == NOT_ON_A_PAGE_NOW


def _writing(app: Flask) -> list[Rule]:
    return [
        rule
        for rule in app.url_map.iter_rules()
        if "POST" in (rule.methods or ()) and "/sessions/<ref:ref>/" in rule.rule
    ]


def _records() -> dict[str, dict[str, object]]:
    """One of each kind in each session, by the name that it has in an address; of drafts a new one of the secretary."""
    found: dict[str, dict[str, object]] = {}
    for session in db.scalars(select(Session)):
        here = found[session.ref] = {}
        for name, of in OF_SESSION.items():
            here[name] = db.scalar(of.where(Session.id == session.id).limit(1))
        if here["paragraph"]:
            paragraph = db.get_one(Paragraph, here["paragraph"])
            person = db.scalars(select(Person).where(Person.email == ROLES["secretary"])).one()
            draft = ParagraphDraft(
                person=person, item=paragraph.item, paragraph=paragraph, text="Unsaved.", base=1, saved_at=AT
            )
            db.add(draft)
            db.flush()
            here["draft"] = draft.id
    db.commit()
    db.remove()
    return found


def _misnamed(rule: Rule, records: dict[str, dict[str, object]]) -> Iterator[str]:
    for ref in (HERE, ELSEWHERE):
        for other, theirs in records.items():
            named = {name: theirs.get(name) for name in rule.arguments & OF_SESSION.keys() | rule.arguments & {"draft"}}
            if "/minutes/items/" in rule.rule:
                named = {"item": 99}  # a position, which every session has of its own
            if "number" in rule.arguments and "corrigenda" in rule.rule:
                named = {"number": 99}  # counted in each session for itself
            if "place" in rule.arguments:
                named = {"place": "secretary-institute"}  # which signs nothing
            if "organisation" in rule.arguments:
                named = {"organisation": "institute"}  # which sends no delegation
            if other != ref and named and all(named.values()):
                yield _built(rule, ref, named)


def _built(rule: Rule, ref: str, named: dict[str, object]) -> str:
    values = {"organisation": "nato", "edition": "cohost", "step": "suspend"} | named | {"ref": ref}
    built = rule.build({name: values.get(name) or 1 for name in rule.arguments})
    assert built is not None
    return built[1]


# What an address names beside records of the session: words, and entries of registers that all sessions share.
OF_NO_SESSION = {"ref", "edition", "verb", "rung", "track", "nth", "table", "wait", "thing"}
SHARED = "/agenda/entries/"
OF_SESSION = {
    "item": select(AgendaItem.id).join(AgendaItem.agenda).join(Agenda.session),
    "paragraph": select(Paragraph.id)
    .join(Paragraph.item)
    .join(Minutes, Minutes.id == MinutesItem.minutes_id)
    .join(Minutes.session),
    "seat": select(Participant.id).join(Participant.session),
    "engagement": select(Engagement.id).join(Session),
    "conclusion": select(Conclusion.id).join(Session),
}

# Their buttons wait for a state that neither world has. What their addresses name is exchanged above all the same. Only
# two carry the id of a record besides, and those are sent with another's.
NOT_ON_A_PAGE_NOW = {
    "agenda.adopt", "agenda.change", "agenda.circulate", "agenda.close_call", "agenda.enter_import", "agenda.propose",
    "agenda.revise", "minutes.comment_from_copy", "minutes.read_copy",
    "agenda.sign_off", "agenda.take_back", "agenda.take_up", "agenda.waive_notice",
    "changes.create", "cohosts.consent", "conclusions.decline", "conclusions.take_in",
    "cohosts.decline", "cohosts.sign", "communiques.approve", "communiques.release", "communiques.return_",
    "communiques.sign_off", "communiques.update",
    "corrigenda.add", "corrigenda.approve", "corrigenda.correct", "corrigenda.leave_out", "corrigenda.return_",
    "corrigenda.sign_off", "minutes.attach",
    "minutes.begin", "minutes.circulate", "minutes.close", "minutes.comment", "minutes.comment_item",
    "minutes.conclude", "minutes.extend",
    "minutes.discard", "minutes.finalise", "minutes.keep", "minutes.keep_new",
    "minutes.record", "minutes.release", "minutes.reopen", "minutes.reply",
    "minutes.reword", "minutes.sign", "minutes.withdraw", "participants.accredit",
    "participants.return_", "sessions.end", "sessions.open_",
}  # fmt: skip
