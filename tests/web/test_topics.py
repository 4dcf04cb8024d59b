"""Topics: their register, their history over the sessions, and who changes their words."""

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from dialogue.db import db
from dialogue.domain.agenda import Agenda, AgendaItem
from dialogue.domain.agreed import Revision
from dialogue.domain.topics import Topic
from tests.planted import Planted
from tests.web.browser import key, submit
from tests.web.many import Statements, costs_the_same, more_decisions, more_followups, more_sessions, more_topics

Browse = Callable[[str], FlaskClient]
THEIRS = "secretary.prishtina@dialogue.example"
HYBRID = "/topics/hybrid-threats-and-disinformation"


def version_on(page: str) -> str:
    found = re.search(r'name="base_version"[^>]*value="(\d+)"', page)
    assert found, page
    return found[1]


def figures(client: FlaskClient, slug: str) -> list[str]:
    line = client.get("/topics").text.split(f"/topics/{slug}")[1].split("</tr>")[0]
    return re.findall(r'data-label="[^"]*">(\d+)<', line)


def test_a_topic_tells_where_it_was_on_the_agenda_what_was_decided_and_what_is_open(browse: Browse) -> None:
    page = browse("delegate").get(HYBRID).text

    for told in ("HLD/2026/1", "HLD/2027/1", "D/2026/1/01", "OC/2026/1/02"):
        assert told in page
    assert "HLD/2026/2" not in page


def test_its_figures_are_those_of_its_page(browse: Browse) -> None:
    assert figures(browse("delegate"), "hybrid-threats-and-disinformation") == ["2", "1", "2"]
    assert figures(browse("delegate"), "energy-security") == ["0", "0", "0"]


@pytest.mark.parametrize("who", ["delegate", "secretary"])
def test_a_draft_is_nobodys_history(who: str, browse: Browse, world: Planted) -> None:
    topic = db.scalars(select(Topic).where(Topic.slug == "energy-security")).one()
    agenda = db.scalars(select(Agenda).order_by(Agenda.id.desc())).first()
    assert agenda is not None
    db.add(AgendaItem(agenda=agenda, title="Energy in the draft", requested_at=agenda.state_at, topic=topic))
    db.commit()

    assert "Energy in the draft" not in browse(who).get("/topics/energy-security").text
    assert figures(browse(who), "energy-security")[0] == "0"


def test_an_agenda_that_never_went_out_is_no_history(browse: Browse, world: Planted) -> None:
    releases = select(Revision).join(Agenda, Revision.agreement_id == Agenda.agreement_id).join(Agenda.session)
    for release in db.scalars(releases.where(Agenda.session.has(year=2027))).unique():
        release.circulated_at = None
    db.commit()

    assert "HLD/2027/1" not in browse("delegate").get(HYBRID).text
    assert figures(browse("delegate"), "hybrid-threats-and-disinformation")[0] == "1"


@pytest.mark.parametrize("who", ["co-host", "other co-host", "outsider", "observer@council.example"])
def test_the_register_does_not_exist_for_others(who: str, browse: Browse) -> None:
    for path in ("/topics", HYBRID):
        answer = browse(who).get(path)
        assert answer.status_code == 404
        assert "ybrid" not in answer.text.replace(HYBRID, "")


def test_a_secretary_enters_a_topic_once(browse: Browse) -> None:
    client = browse("secretary")
    once = key(client)

    made = [submit(client, "/topics/new", title="New ", summary="On _x_.", form_key=once) for _ in range(2)]

    assert [answer.location for answer in made] == ["/topics/new-2"] * 2  # "new" is the page's own word
    assert "On <em>x</em>." in client.get("/topics/new-2").text
    assert client.get("/topics").text.count("/topics/new-2") == 1
    assert submit(client, "/topics/new", title="", summary="Kept.").status_code == 422


def test_two_editors_see_both_texts_and_lose_neither(browse: Browse) -> None:
    ours, theirs = browse("secretary"), browse(THEIRS)
    base = version_on(ours.get(f"{HYBRID}/edit").text)
    typed = {"title": "Hybrid threats", "base_version": base}
    assert submit(theirs, f"{HYBRID}/edit", typed, summary="Their words.").status_code == 303

    late = submit(ours, f"{HYBRID}/edit", typed, summary="Our words.")

    assert late.status_code == 409
    assert "Our words." in late.text
    assert "Their" in late.text
    assert "Their words." in ours.get(HYBRID).text
    seen = version_on(late.text)
    assert submit(ours, f"{HYBRID}/edit", typed | {"base_version": seen}, summary="Both.").status_code == 303
    assert "Both." in theirs.get(HYBRID).text


def test_a_retired_topic_keeps_its_history_and_may_come_back(browse: Browse) -> None:
    client = browse("secretary")

    assert submit(client, f"{HYBRID}/retire").status_code == 303
    assert "retired" in client.get("/topics").text
    assert "D/2026/1/01" in client.get(HYBRID).text
    assert submit(client, f"{HYBRID}/retire").status_code == 409
    assert submit(client, f"{HYBRID}/revive").status_code == 303
    assert "retired" not in client.get("/topics").text


def test_delegates_read_and_do_not_change(browse: Browse) -> None:
    client = browse("delegate")

    assert "Change the wording" not in client.get(HYBRID).text
    assert submit(client, f"{HYBRID}/edit", title="Mine", base_version="1").status_code == 403
    assert submit(client, f"{HYBRID}/retire").status_code == 403


def test_more_topics_cost_no_more_statements(browse: Browse, statements: Statements) -> None:
    costs_the_same(browse("secretary"), "/topics", statements, more_topics)


def test_a_longer_history_costs_no_more_statements(browse: Browse, statements: Statements) -> None:
    def more(n: int) -> None:
        more_sessions(n)
        more_decisions(n)
        more_followups(n)

    costs_the_same(browse("secretary"), "/topics/energy-security", statements, more)
    assert browse("secretary").get("/topics/energy-security").text.count("/agenda") == 200
