"""One answer for what is foreign and what is unknown: every rule with a name in it, every role, every kind of record.

403 is left for what another page tells the role of. The rules come from the URL map, the records from the world, and
what a role is told of from the pages that open for it."""

import html
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from dialogue.db import db
from dialogue.domain.agenda import AgendaItem
from dialogue.domain.delegations import Participant
from dialogue.domain.engagements import Engagement
from dialogue.domain.mandates import Mandate
from dialogue.domain.minutes import Minutes
from dialogue.domain.notices import Dispatch, Notice
from dialogue.domain.organisations import Organisation, OwnDay
from dialogue.domain.people import Person
from dialogue.domain.signins import SignIn
from dialogue.domain.silence import Circulation, ExternalRound
from dialogue.domain.subscriptions import Subscription
from dialogue.domain.topics import Topic
from tests.planted import ROLES, Planted
from tests.stories.places import Names, Places, built, named, of_sessions
from tests.web.browser import submit

WORDS = {"edition", "step"}  # of a short list that is the same for everybody
UNKNOWN: Names = {"ref": "1999-1", "token": "z" * 43, "key": "z" * 43}
SLUGS = {"slug", "place", "organisation"}
UNSEEN = re.compile(r'(nonce|value)="[^"]{20,}"')  # what forms carry unseen, and what lets a script run

Shown = tuple[str, str]  # a page, and the words by which it tells of the thing


@pytest.fixture(scope="module")
def places(world: Planted) -> Places:
    def every(of: type, *columns: object) -> list[object]:
        return list(db.scalars(select(of.id).order_by(of.id)))  # type: ignore[attr-defined]

    kinds = {
        "circulation": Circulation, "external": ExternalRound, "own_day": OwnDay, "subscription": Subscription,
        "notice": Notice, "dispatch": Dispatch, "sign_in": SignIn,
    }  # fmt: skip
    met = [ROLES["outsider"], ROLES["delegate"], ROLES["admin"]]
    found: Places = {
        "": {name: every(of)[:4] for name, of in kinds.items()}
        | {
            "token": ["t" * 43],
            "key": ["k" * 43],
            "slug": ["cyber-defence", "nato", "institute"],
            "place": ["brussels"],
            "objection": [1],
            "person": list(db.scalars(select(Person.id).where(Person.email.in_(met)))),
        }
    }
    sessions = of_sessions()
    db.remove()
    return found | sessions


@dataclass
class Asker:
    """A role at its browser: what each address answers it, asked once; what the pages tell it, read once."""

    role: str
    world: Planted
    client: FlaskClient
    heard: dict[tuple[str, str], tuple[int, str]] = field(default_factory=dict)
    read: dict[str, str] = field(default_factory=dict)

    def ask(self, method: str, path: str) -> tuple[int, str]:
        if (method, path) not in self.heard:
            answer = self.client.get(path) if method == "GET" else submit(self.client, path)
            self.heard[method, path] = answer.status_code, _plain(answer, path)
            if method == "POST" and answer.status_code < 400:
                self.world.restore()
                self.client = self.world.browser(self.client.application, self.role)  # without what it was told of that
        return self.heard[method, path]

    def is_told(self, page: str, words: str) -> bool:
        if page not in self.read:
            answer = self.client.get(page)
            self.read[page] = html.unescape(answer.text) if answer.status_code == 200 else ""
        return words in self.read[page]


@pytest.mark.slow
@pytest.mark.parametrize("role", [role for role in ROLES if role != "nobody"])
def test_what_a_role_may_not_know_of_is_answered_as_what_there_is_not(
    role: str, world: Planted, application: Flask, places: Places
) -> None:
    world.restore()
    asker = Asker(role, world, world.browser(application, role))
    wrong, refused = [], set()
    for method, rule, names in _asked(application, places):
        answer = asker.ask(method, built(rule, names))
        if answer[0] in {403, 404}:
            refused.add((method, rule.rule))
            for name in rule.arguments - WORDS:
                other = asker.ask(method, built(rule, names | {name: UNKNOWN.get(name) or _no(name)}))
                told = (answer[0], other[0]) == (403, 404) and any(
                    asker.is_told(*at) for at in _shown(rule, name, names)
                )
                if answer != other and not told:
                    wrong.append(f"{method} {built(rule, names)}: {answer[0]}, and {other[0]} of an unknown {name}")

    assert "\n".join(wrong) == ""
    assert len(refused) > FEWEST[role]


def _asked(app: Flask, places: Places) -> Iterator[tuple[str, Rule, Names]]:
    """Every rule with a name in it that somebody who is signed in may ask: the first of each right on each noun with
    all that its parts may name, those that the gate judges alike with the first of it."""
    met = set()
    for rule in app.url_map.iter_rules():
        mark = getattr(app.view_functions[rule.endpoint], "mark", None)
        for method in sorted((rule.methods or set()) & {"GET", "POST"}):
            judged = (mark and mark.right, mark and mark.noun, frozenset(rule.arguments))
            every = named(rule, places) if rule.arguments and rule.endpoint != "static" else iter(())
            yield from ((method, rule, names) for names in (islice(every, 1) if judged in met else every))
            met.add(judged)


def _no(name: str) -> object:
    return "no-such-thing" if name in SLUGS else 999_999_999


def _plain(answer: TestResponse, path: str) -> str:
    return UNSEEN.sub("", answer.text).replace(path, "*") if "html" in answer.content_type else ""


# By what a page tells of a thing


def _shown(rule: Rule, name: str, names: Names) -> Iterator[Shown]:
    ref, value = str(names.get("ref", "")), names[name]
    if name == "ref":
        yield "/sessions", f"HLD/{ref.replace('-', '/')}"
        return
    for start, teller in TELLERS.items():
        if rule.rule.startswith(start) and name in teller[0]:
            yield from teller[1](ref, names, value)
    db.remove()


def _of_item(ref: str, _names: Names, value: object) -> Iterator[Shown]:
    title = db.get_one(AgendaItem, value).title
    yield f"/sessions/{ref}/agenda", title
    yield f"/sessions/{ref}/agenda/requests", title


def _of_seat(ref: str, _names: Names, value: object) -> Iterator[Shown]:
    yield f"/sessions/{ref}/participants", db.get_one(Participant, value).name


def _of_engagement(ref: str, _names: Names, value: object) -> Iterator[Shown]:
    yield f"/sessions/{ref}/co-hosts", db.get_one(Engagement, value).organisation.long_name


def _of_delegation(ref: str, _names: Names, value: object) -> Iterator[Shown]:
    owner = db.scalars(select(Organisation).where(Organisation.slug == value)).one()
    yield f"/sessions/{ref}/participants", owner.long_name
    if owner.is_party:  # every session has the delegations of both
        yield f"/sessions/{ref}", ref.replace("-", "/")


def _of_comment(ref: str, names: Names, _value: object) -> Iterator[Shown]:
    minutes = db.scalars(Minutes.of_ref(ref)).one()
    which = (names["organisation"], names["number"])
    yield (
        f"/sessions/{ref}/minutes/comments",
        next(c.text for c in minutes.comments if (c.party.slug, c.number) == which),
    )


def _of_corrigendum(ref: str, _names: Names, value: object) -> Iterator[Shown]:
    yield f"/sessions/{ref}/minutes", f"COR {value}"


def _of_decision(ref: str, _names: Names, value: object) -> Iterator[Shown]:
    yield "/decisions", f"D/{ref.replace('-', '/')}/{value:02}"


def _of_followup(ref: str, _names: Names, value: object) -> Iterator[Shown]:
    yield "/follow-ups", f"OC/{ref.replace('-', '/')}/{value:02}"


def _of_topic(_ref: str, _names: Names, value: object) -> Iterator[Shown]:
    yield "/topics", db.scalars(select(Topic).where(Topic.slug == value)).one().title


def _of_external(_ref: str, _names: Names, value: object) -> Iterator[Shown]:
    yield "/circulations/external", db.get_one(ExternalRound, value).reference


def _of_round(_ref: str, _names: Names, value: object) -> Iterator[Shown]:
    yield "/circulations", f"SP/{value}"


def _of_day(_ref: str, _names: Names, value: object) -> Iterator[Shown]:
    yield "/working-days", db.get_one(OwnDay, value).reason


def _of_conclusion(ref: str, _names: Names, value: object) -> Iterator[Shown]:
    yield f"/sessions/{ref}/conclusions", f"Conclusion {value}<"


def _of_mandate(_ref: str, _names: Names, value: object) -> Iterator[Shown]:
    yield "/mandates", db.get_one(Mandate, value).person.name


Teller = Callable[[str, Names, object], Iterator[Shown]]
# What stands in no line here is told of on no page, but to those who may do everything with it.
TELLERS: dict[str, tuple[set[str], Teller]] = {
    "/sessions/<ref:ref>/agenda/items/": ({"item"}, _of_item),
    "/sessions/<ref:ref>/participants/<int:seat>": ({"seat"}, _of_seat),
    "/sessions/<ref:ref>/participants/<slug:organisation>": ({"organisation"}, _of_delegation),
    "/sessions/<ref:ref>/co-hosts/": ({"engagement"}, _of_engagement),
    "/sessions/<ref:ref>/minutes/comments/": ({"organisation", "number"}, _of_comment),
    "/sessions/<ref:ref>/minutes/corrigenda/": ({"number"}, _of_corrigendum),
    "/decisions/<ref:ref>/": ({"number"}, _of_decision),
    "/follow-ups/<ref:ref>/": ({"number"}, _of_followup),
    "/topics/<slug:slug>": ({"slug"}, _of_topic),
    "/circulations/external/": ({"external"}, _of_external),
    "/circulations/<int:circulation>": ({"circulation"}, _of_round),
    "/working-days/": ({"own_day"}, _of_day),
    "/mandates/": ({"mandate"}, _of_mandate),
    "/sessions/<ref:ref>/conclusions/": ({"conclusion"}, _of_conclusion),
}

# Of about two hundred routes with a name in it, how many refuse each role something at the least.
FEWEST = dict.fromkeys(ROLES, 20)
