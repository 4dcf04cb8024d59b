"""The page of the log: rows of numbers, verbs and hashes, the newest first, of what is the reader's to see."""

import datetime as dt
import re
from collections.abc import Callable

from flask.testing import FlaskClient
from lxml import html
from sqlalchemy import select

from dialogue.db import db
from dialogue.domain.log import LogEntry
from dialogue.domain.people import Person
from dialogue.domain.sessions import Session
from dialogue.domain.topics import Topic
from dialogue.queries import log_view
from tests.planted import AT, ROLES, Planted
from tests.web.many import Statements, costs_the_same

Browse = Callable[[str], FlaskClient]


def lines(text: str) -> list[str]:
    return [" ".join(row.text_content().split()) for row in html.document_fromstring(text).xpath("//tbody/tr")]


def more_rows(n: int) -> None:
    topic = db.scalars(select(Topic)).first()
    assert topic is not None
    for i in range(n):
        topic.did("reword", by=None, at=AT + dt.timedelta(seconds=i))


def test_a_secretary_reads_rows_of_papers_with_their_session_and_their_hash(world: Planted, browse: Browse) -> None:
    page = browse("secretary").get("/log?session=2026-1&noun=minutes").text

    newest = db.scalars(
        select(LogEntry).join(Session, Session.id == LogEntry.session_id).where(
            LogEntry.noun == "minutes", Session.year == 2026, Session.number == 1
        ).order_by(LogEntry.id.desc())
    ).first()  # fmt: skip
    assert newest is not None
    assert f"person {newest.by_id} {newest.verb}: minutes {newest.thing_id} HLD/2026/1" in lines(page)[0]
    assert newest.digest in lines(page)[0]
    assert newest.hash in lines(page)[0]
    assert {re.search(r"HLD/\d+/\d", line)[0] for line in lines(page)} == {"HLD/2026/1"}  # type: ignore[index]


def test_one_s_own_acts_are_told_as_one_s_own_and_a_hash_by_its_beginning(world: Planted, browse: Browse) -> None:
    mine = db.scalars(select(Person).where(Person.email == ROLES["secretary"])).one()
    topic = db.scalars(select(Topic)).first()
    assert topic is not None
    topic.did("reword", by=mine, at=AT, digest="0123456789abcdef" * 4)
    db.commit()
    row = html.document_fromstring(browse("secretary").get("/log?noun=topics").text).xpath("//tbody/tr")[0]

    assert "you reword: topic" in " ".join(row.text_content().split())
    assert row.xpath("string(.//summary)") == "0123456789ab…"
    assert row.xpath(".//details[not(@open)]//span[@class='hash']/text()")[0] == "0123456789abcdef" * 4


def test_the_admin_reads_rows_of_people_and_the_way_to_them_and_no_session(world: Planted, browse: Browse) -> None:
    client = browse("admin")
    admin = db.scalars(select(Person).where(Person.email.startswith("admin"))).one()
    other = db.scalars(select(Person).where(Person.id != admin.id)).first()
    assert other is not None
    for by in (admin, other):
        admin.did("revise", by=by, at=AT)
    db.commit()

    page = client.get("/log").text

    assert f'<a href="/people/{other.id}">person {other.id}</a>' in page
    assert f'<a href="/people/{admin.id}">you</a>' in page
    assert "HLD/" not in page
    assert 'name="session"' not in page


def test_the_page_holds_no_names_and_no_texts(world: Planted, browse: Browse) -> None:
    shown = " ".join(lines(browse("secretary").get("/log").text))

    people = db.scalars(select(Person)).all()
    assert len(shown) > 1000
    assert [one.family_name for one in people if re.search(rf"\b{one.family_name}\b", shown)] == []
    assert [topic.title for topic in db.scalars(select(Topic)) if topic.title in shown] == []


def test_older_rows_stand_on_pages_of_their_own_and_none_twice(world: Planted, browse: Browse) -> None:
    more_rows(2 * log_view.PAGE)
    db.commit()
    client, path, hashes = browse("secretary"), "/log?noun=topics", []
    while path:
        page = html.document_fromstring(client.get(path).text)
        hashes += page.xpath("//tbody/tr//span[@class='hash'][last()]/text()")
        path = page.xpath("string(//a[@rel='next']/@href)")

    of_topics = db.scalars(select(LogEntry.hash).where(LogEntry.noun == "topics").order_by(LogEntry.id.desc())).all()
    assert hashes == of_topics
    assert len(hashes) >= 2 * log_view.PAGE


def test_no_number_of_a_row_tells_how_many_are_not_shown(world: Planted, browse: Browse) -> None:
    """Between two rows that are seen may stand some of the other side's."""
    page = browse("secretary").get("/log?noun=sessions").text

    ids = [str(n) for n in db.scalars(select(LogEntry.id).where(LogEntry.noun == "sessions"))]
    assert len(ids) > 3
    assert [n for n in ids if f"row-{n}" in page] == []


def test_what_an_address_names_wrongly_is_left_out(world: Planted, browse: Browse) -> None:
    client = browse("secretary")

    whole = lines(client.get("/log").text)
    for odd in ("session=1999-1", "noun=sign_ins", "noun=log", "before=x", "before=99999999999999", "before=-1"):
        assert lines(client.get(f"/log?{odd}").text) == whole
    assert "No row of the log answers to this." in client.get("/log?before=1").text


def test_the_page_asks_the_same_for_few_rows_and_many(world: Planted, browse: Browse, statements: Statements) -> None:
    costs_the_same(browse("secretary"), "/log", statements, more_rows)


def test_the_way_to_it_stands_at_the_foot_for_those_who_may(world: Planted, browse: Browse) -> None:
    for who, there in (("secretary", True), ("admin", True), ("chair", False), ("outsider", False)):
        assert ('href="/log"' in browse(who).get("/").text) is there
