"""Menus over HTTP: a publisher's list is taken in whole, its bad lines told one by one, and read page by page."""

import io
import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from dialogue.db import db
from dialogue.domain.log import LogEntry
from dialogue.domain.tracks import TrackActivity, TrackImport
from tests.planted import Planted
from tests.stories.hand import Hand
from tests.web.browser import submit
from tests.web.many import Statements, costs_the_same

pytestmark = pytest.mark.engines

Browse = Callable[[str], FlaskClient]
MENU = "/tracks/partnership-tools/activities"
AREAS = ("Education", "Training", "Doctrine development", "Civil emergency planning", "Exercises")
HEAD = "Code;Title;Area;Audience;Level;Year"
# What is wrong with every 50th line or so, and what its reader is told.
BAD = (
    (";No code;Education;;;2027", "It lacks: code."),
    ("M-{n};;Education;;;2027", "It lacks: title."),
    ("M-{n};No area; ;;;2027", "It lacks: area."),
    ("M-{n};Too few cells;Education", "There are 3 cells, and the heading names 6."),
    ("M-{n};" + "x" * 501 + ";Education;;;2027", "“title” is longer than 500 characters."),
    ("M-0001;A second time;Education;;;2027", "The code “M-0001” stands in line 3 already."),
    (
        "M-{n};D\udce9fense;Education;;;2027",
        "Letters in “title” are not in UTF-8. In Excel, save the file as “CSV UTF-8”.",
    ),
    ("M-{n};Turned \u202eround;Education;;;2027", "A hidden mark in “title” turns the direction of writing round."),
    ("M-{n};=1+1;Education;;;2027", "“title” begins as a formula does."),
    ("M-{n};Title;Education;;;soon", "“soon” is no year."),
    ('M-{n};"Never closed;Education;;;2027', "A quotation mark is opened and not closed."),
    ("M-{n};Title;Education;;@SUM(A1);2027", "“level” begins as a formula does."),
)  # fmt: skip
ROWS, WRONG = 1_600, 30


def publishers_list() -> tuple[bytes, list[tuple[str, str]]]:
    """1,600 lines behind the heading, 30 of them bad, as Excel saves them; and of each bad one its number and why."""
    lines, told = ["sep=;", HEAD], []
    for n in range(1, ROWS + 1):
        if n % 53 == 0 and len(told) < WRONG:
            line, why = BAD[len(told) % len(BAD)]
            told.append((str(len(lines) + 1), why))
            lines.append(line.format(n=f"{n:04}"))
        else:
            lines.append(f'M-{n:04};"Course {n}, ""part"" ž";{AREAS[n % 5]};Officials;Basic;{2026 + n % 3}')
    return b"\xef\xbb\xbf" + "\r\n".join([*lines, ""]).encode("utf-8", "surrogateescape"), told


def bring(client: FlaskClient, content: bytes, as_of: str = "2026-11-20", **more: str) -> TestResponse:
    client.get(f"{MENU}/import")
    return submit(client, f"{MENU}/import", file=(io.BytesIO(content), "menu.csv"), listed_on=as_of, **more)


def figures(page: str) -> dict[str, str]:
    return dict(re.findall(r"<dt>(Added|Changed|As before|Not taken in)</dt>\s*<dd>(\d+)</dd>", page))


def kept() -> dict[str, tuple[object, ...]]:
    db.expire_all()
    every = db.scalars(select(TrackActivity)).all()
    found = {one.code: (one.id, one.title, one.area, one.audience, one.stage, one.year, one.listed_on) for one in every}
    db.remove()
    return found


def test_a_list_of_1600_lines_with_30_bad_ones_is_in_but_for_those_and_once_more_changes_nothing(
    world: Planted, browse: Browse
) -> None:
    client, (content, wrong) = browse("secretary"), publishers_list()
    before = kept()

    first = bring(client, content)
    page = client.get(first.location).text

    assert first.status_code == 303
    assert figures(page) == {"Added": "1570", "Changed": "0", "As before": "0", "Not taken in": "30"}
    assert re.findall(r'<th scope="row">(\d+)</th><td data-label="Why">(.*?)</td>', page) == wrong
    assert len(wrong) == WRONG
    there = kept()
    assert len(there) == len(before) + 1570
    assert there["M-0002"][1:3] == ('Course 2, "part" ž', "Doctrine development")

    again = bring(client, content)

    assert figures(client.get(again.location).text) == {
        "Added": "0", "Changed": "0", "As before": "1570", "Not taken in": "30",
    }  # fmt: skip
    assert kept() == there
    assert "1570 activities" in client.get(f"{MENU}?q=course").text


def test_a_later_list_changes_what_it_says_otherwise_adds_what_is_new_and_loses_nothing(
    world: Planted, browse: Browse
) -> None:
    client = browse("secretary")
    bring(client, f"{HEAD}\nA;One;Training;;;\nB;Two;Training;;;\n".encode())

    answer = bring(client, f"{HEAD}\nB;Two and more;Training;;;2027\nC;Three;Training;;;\n".encode(), "2026-11-22")

    assert figures(client.get(answer.location).text) == {
        "Added": "1", "Changed": "1", "As before": "0", "Not taken in": "0",
    }  # fmt: skip
    there = kept()
    assert [there[code][1] for code in "ABC"] == ["One", "Two and more", "Three"]
    page = client.get(f"{MENU}?area=Training").text
    assert page.count("last listed as of Fri 20 Nov 2026") == 1  # A; the demonstration's are older still


def test_an_older_list_and_one_of_tomorrow_are_refused(world: Planted, browse: Browse) -> None:
    client, content = browse("secretary"), f"{HEAD}\nA;One;Training;;;\n".encode()
    bring(client, content)

    older, later = (bring(client, content, day) for day in ("2026-11-19", "2026-11-24"))

    assert "A list as of 2026-11-20 was taken in already; an older one changes nothing." in older.text
    assert "and that is not after today." in later.text
    assert [older.status_code, later.status_code] == [409, 409]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 a workbook", b"Code;Title\n"])
def test_a_file_that_is_none_is_answered_in_a_sentence_and_nothing_is_taken_in(
    content: bytes, world: Planted, browse: Browse
) -> None:
    before = kept()

    answer = bring(browse("secretary"), content)

    assert answer.status_code == 422
    assert 'value="2026-11-20"' in answer.text
    assert kept() == before


def test_a_list_that_is_sent_twice_is_taken_in_once_and_the_log_tells_it(world: Planted, browse: Browse) -> None:
    client = browse("secretary")
    page = client.get(f"{MENU}/import").text
    key = re.findall(r'name="form_key"[^>]*value="([^"]+)"', page)[0]
    content = f"{HEAD}\nA;One;Training;;;\n".encode()
    had = len(db.scalars(select(TrackImport)).all())
    db.remove()

    places = [bring(client, content, form_key=key).location for _ in range(2)]

    assert places[0] == places[1]
    made = db.scalars(select(TrackImport)).all()
    assert len(made) == had + 1
    assert db.scalars(select(LogEntry.verb).where(LogEntry.noun == "track_imports")).all() == ["take in"] * len(made)


def test_who_reads_the_track_reads_its_activities_and_the_secretaries_take_lists_in(
    world: Planted, browse: Browse
) -> None:
    for who, page, form in (
        ("secretary", 200, 200),
        ("delegate", 200, 403),
        ("co-host", 404, 404),
        ("admin", 404, 404),
    ):
        client = browse(who)
        assert [client.get(path).status_code for path in (MENU, f"{MENU}/import")] == [page, form], who
    assert browse("secretary").get("/tracks/exercises/activities").status_code == 404
    assert browse("secretary").get(f"{MENU}/imports/99").status_code == 404
    assert Hand(browse("delegate")).open("/tracks/partnership-tools").count("Partnership Cooperation Menu") > 0


def test_an_activity_is_found_by_search_and_leads_to_its_line(world: Planted, browse: Browse) -> None:
    bring(browse("secretary"), f"{HEAD}\nZ-9;Wildfires from the air;Training;;;\n".encode())

    hand = Hand(browse("delegate"))
    hand.open("/search?q=wildfires")
    assert "Wildfires from the air" in hand.follow("Z-9")
    assert "Wildfires" not in browse("co-host").get("/search?q=air").text


def test_the_page_asks_the_same_with_few_activities_and_with_many(
    world: Planted, browse: Browse, statements: Statements
) -> None:
    def more(n: int) -> None:
        have = len(db.scalars(select(TrackActivity.id)).all())
        lines = "".join(f"N-{have + i};More {have + i};Training;;;2027\n" for i in range(n))
        bring(browse("secretary"), f"{HEAD}\n{lines}".encode())

    costs_the_same(browse("delegate"), f"{MENU}?q=more", statements, more)
