"""Known dates over HTTP: brought as a file, looked at, kept, and warned of in the year plan and in forms."""

import io

import pytest
from sqlalchemy import select

from dialogue.domain.busy import BusyList
from dialogue.domain.sessions import Session
from tests import walk
from tests.factories import AT
from tests.web.browser import key, submit
from tests.web.planning import version_on

PAGE = "/sessions/known-dates"
FILE = b"""BEGIN:VCALENDAR\r
VERSION:2.0\r
BEGIN:VEVENT\r
SUMMARY:CANARY ministerial\r
DTSTART;VALUE=DATE:20270608\r
END:VEVENT\r
BEGIN:VEVENT\r
SUMMARY:CANARY weekly\r
DTSTART;VALUE=DATE:20270609\r
RRULE:FREQ=WEEKLY\r
END:VEVENT\r
END:VCALENDAR\r
"""


@pytest.fixture
def session(db, people, clock):
    clock.at = AT
    made = walk.plan(db, people)
    walk.delegations(db, people, made)
    db.commit()
    return made.id


def sent(client, content=FILE):
    return submit(client, f"{PAGE}/read", file=(io.BytesIO(content), "dates.ics"))


def kept(client, text="2027-06-08 CANARY ministerial", name="CANARY list", **more):
    return submit(client, f"{PAGE}/new", {"name": name, "dates": text} | more)


def test_a_file_is_looked_at_before_anything_is_kept(db, people, session, as_):
    client = as_(people.secretary_brussels)

    looked = sent(client)

    assert looked.status_code == 200
    assert "2027-06-08 CANARY ministerial" in looked.text
    assert "“CANARY weekly” repeats: please type its days." in looked.text
    assert db.scalars(select(BusyList)).all() == []


@pytest.mark.parametrize(
    ("content", "status"),
    [(b"%PDF", 422), (b"", 422), (b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", 422), (b"\xff\x00" * 999, 422)],
)
def test_a_file_that_is_none_is_answered_in_a_sentence(people, session, as_, content, status):
    assert sent(as_(people.secretary_brussels), content).status_code == status


def test_a_list_warns_its_own_side_by_title_and_the_other_by_day(db, people, session, as_):
    ours, theirs = as_(people.secretary_brussels), as_(people.secretary_prishtina)

    assert kept(ours).status_code == 303

    own, other = "CANARY ministerial: Tue 8 Jun 2027 (CANARY list).", "NATO has another date: Tue 8 Jun 2027."
    for page in ("/sessions", "/sessions/2027-1"):
        assert own in ours.get(page).text
        assert other in theirs.get(page).text
        assert "CANARY" not in theirs.get(page).text
        for who in (people.chair_nato, people.focal_kosovo):
            text = as_(who).get(page).text
            assert ("CANARY" in text, "another date" in text) == (False, False)


def test_a_page_that_sets_a_date_warns_of_it(db, people, session, as_):
    theirs = as_(people.secretary_prishtina)
    kept(as_(people.secretary_brussels), "2027-06-15 CANARY ministerial")
    page = "/sessions/2027-1/changes/move"
    base, place = version_on(theirs.get(page).text), db.get_one(Session, session).place_id
    typed = {"starts": "2027-06-15T09:30", "ends": "2027-06-15T17:00", "place": str(place), "reason": "A strike."}

    warned = submit(theirs, f"{page}/check", typed | {"base_version": base})

    assert "NATO has another date: Tue 15 Jun 2027." in warned.text
    assert "CANARY" not in warned.text


def test_a_list_of_the_other_side_is_as_unknown_as_none(db, people, session, as_):
    kept(as_(people.secretary_brussels))
    one = db.scalars(select(BusyList)).one()
    theirs = as_(people.secretary_prishtina)

    assert theirs.get(f"{PAGE}/{one.id}").status_code == theirs.get(f"{PAGE}/{one.id + 1}").status_code == 404
    assert submit(theirs, f"{PAGE}/{one.id}/delete").status_code == 404
    assert "CANARY" not in theirs.get(PAGE).text


def test_a_list_is_kept_once_replaced_and_deleted(db, people, session, as_):
    client = as_(people.secretary_brussels)
    twice = {"form_key": key(client)}
    kept(client, **twice)
    kept(client, **twice)
    one = db.scalars(select(BusyList)).one()
    page = f"{PAGE}/{one.id}"
    base = version_on(client.get(page).text)

    typed = {"name": "Other", "dates": "2027-06-09 Something", "base_version": base}
    assert submit(client, page, typed).status_code == 303
    stale = submit(client, page, typed | {"dates": "2027-06-10 TYPED"})
    assert (stale.status_code, "TYPED" in stale.text) == (409, True)
    assert "CANARY" not in client.get("/sessions").text
    assert submit(client, f"{page}/delete").status_code == 303
    assert client.get(page).status_code == 404


def test_what_is_no_list_is_told_with_its_line_and_nothing_typed_is_lost(people, session, as_):
    answer = kept(as_(people.secretary_brussels), "2027-06-08 One\nsoon: the other")

    assert answer.status_code == 422
    assert "Line 2: please begin with a date" in answer.text
    assert "soon: the other" in answer.text


def test_the_lists_are_for_secretaries(people, session, as_):
    found = [as_(who).get(PAGE).status_code for who in (people.chair_nato, people.cohost_university, people.admin)]

    assert found == [403, 404, 403]
