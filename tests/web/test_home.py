"""Home: the next session, what waits for whom, and that every link of it opens."""

import datetime as dt
import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from dialogue.db import db
from dialogue.domain import people
from dialogue.domain.followups import FollowUp
from dialogue.domain.people import Person
from dialogue.domain.sessions import Session, by_ref
from dialogue.domain.silence import Issue
from dialogue.queries.waiting import Task, Wait
from dialogue.queries.waiting.lines import At
from dialogue.web.home import address
from tests.conftest import Clock
from tests.planted import AT, ROLES, Planted
from tests.web.browser import submit
from tests.web.many import Statements, costs_the_same, more_followups, more_rounds, more_sessions

Browse = Callable[[str], FlaskClient]
THEIRS = "secretary.prishtina@dialogue.example"
OBSERVER = "observer@council.example"


def links(page: str) -> list[str]:
    """Every address that a page leads to."""
    return [path.replace("&amp;", "&") for path in re.findall(r'href="(/[^"]*)"', page) if "/static/" not in path]


@pytest.mark.parametrize("who", [*(role for role in ROLES if role != "nobody"), THEIRS])
def test_every_link_of_the_page_opens(who: str, browse: Browse) -> None:
    client = browse(who)
    found = {path.split("#")[0] for path in links(client.get("/").text)}

    assert {path: answer.status for path in found if (answer := client.get(path)).status_code != 200} == {}


def test_a_secretary_sees_the_next_session_and_what_is_due_until_then(browse: Browse) -> None:
    page = browse("secretary").get("/").text

    assert "HLD/2027/1" in page
    assert "in 169 days" in page
    assert "The provisional agenda goes out with its papers" in page


def test_a_request_for_an_item_waits_for_both_secretaries(browse: Browse) -> None:
    for who in ("secretary", THEIRS):
        page = browse(who).get("/").text
        assert "Answer a request for an item: Student simulation of the dialogue" in page


def test_the_approval_of_the_minutes_waits_for_the_head_that_has_not_given_it(browse: Browse) -> None:
    assert "Approve the minutes" in browse("chair").get("/").text
    theirs = browse("chair.kosovo@kosovo.example").get("/").text
    assert "Approve the minutes" not in theirs.split("Waits for others")[0]
    assert re.search(r"Approve the minutes</a> .*due .* <strong>NATO, the co-chair</strong> <span[^>]*>since", theirs)
    assert "Approve the minutes" not in browse("delegate").get("/").text


def test_a_claim_waits_for_the_other_side_alone(browse: Browse) -> None:
    wait = "Verify what the other side has done: OC/2026/1/01"

    assert wait in browse(THEIRS).get("/").text.split("Waits for others")[0]
    mine, others = browse("secretary").get("/").text.split("Waits for others")  # whose own it is
    assert (wait in mine, wait in others) == (False, True)
    remind = "/sessions/2026-1/reminders/followup-claim/1/kosovo"
    assert f'href="{remind}"' in others
    assert "Verify what the other side has done" in browse("secretary").get(remind).text
    assert wait not in browse("delegate").get("/").text


def test_the_wish_to_drop_a_follow_up_waits_for_the_other_side(browse: Browse, world: Planted) -> None:
    followup = db.scalars(select(FollowUp).where(FollowUp.number == 2)).one()
    ours = db.scalars(select(Person).where(Person.email == THEIRS)).one()
    followup.drop("Not wanted.", base=followup.version, by=ours, at=AT)
    db.commit()
    wait = "Agree that a follow-up is dropped: OC/2026/1/02"

    assert wait in browse("secretary").get("/").text.split("Waits for others")[0]
    mine, others = browse(THEIRS).get("/").text.split("Waits for others")
    assert (wait in mine, wait in others) == (False, True)


def test_what_is_overdue_is_told_once_to_each_side_and_to_nobody_else(browse: Browse, world: Planted) -> None:
    more_followups(
        1, due_on=dt.date(2026, 11, 22)
    )  # of the side that the delegate belongs to; one of the other is late
    db.commit()
    own = db.scalars(select(FollowUp).order_by(FollowUp.id.desc())).first()
    assert own is not None

    page = browse("delegate").get("/").text
    assert "Overdue on the other side (1)" in page
    assert page.count(own.reference) == 1
    assert re.search(rf"Report on a follow-up: {own.reference}</a>.*overdue</span>", page)
    assert f"{own.reference}</a> NATO: Send the list." in browse(THEIRS).get("/").text
    for who in ("co-host", "admin", "outsider", OBSERVER):
        assert "OC/2026" not in browse(who).get("/").text


def test_a_text_is_shown_without_its_marks(browse: Browse, world: Planted) -> None:
    more_followups(1)
    db.commit()

    page = browse("secretary").get("/").text
    assert "Send the list." in page
    assert "_list_" not in page


def test_a_cohost_has_its_session_and_its_documents(browse: Browse) -> None:
    page = browse("co-host").get("/").text

    assert "HLD/2027/1" in page
    assert "/documents" in page
    for foreign in ("HLD/2026", "HLD/2027/2", "Waits for you", "What is due until then"):
        assert foreign not in page


def test_an_observer_has_its_sessions_and_nothing_of_the_parties(browse: Browse) -> None:
    page = browse(OBSERVER).get("/").text

    assert "HLD/2027/1" in page
    assert "OC/2026" not in page
    assert "What is due until then" not in page


def test_an_outsider_is_told_that_there_is_nothing_yet(browse: Browse) -> None:
    page = browse("outsider").get("/").text

    assert "You take part in no session at present." in page
    assert "HLD/" not in page


def test_an_admin_is_led_to_the_people(browse: Browse) -> None:
    page = browse("admin").get("/").text

    assert "/people" in page
    assert "HLD/" not in page


def test_what_is_under_silence_is_told_with_its_hour_to_those_who_read_rounds(browse: Browse) -> None:
    for who in ("secretary", THEIRS, "chair", "delegate"):
        page = browse(who).get("/").text
        assert "Under silence (1)" in page
        assert re.search(r">SP/1</a> Places in courses.*expires <time[^>]*>Thu 26 Nov 2026, \d\d:00 Brussels", page)
    for who in ("co-host", "other co-host", "admin", "outsider", OBSERVER):
        page = browse(who).get("/").text
        assert "SP/" not in page
        assert "silence" not in page.split("<main")[1].lower()


def test_whom_a_paper_has_not_reached_is_told_to_the_secretaries_alone(browse: Browse) -> None:
    more_rounds(1)
    db.commit()

    page = browse("secretary").get("/").text
    assert "Serve the paper: Places in courses" in page
    assert re.search(r"the last Party must be served by <time[^>]*>Mon 23 Nov 2026, \d\d:00 Brussels", page)
    assert "NATO, Kosovo not served yet" in page
    for who in ("chair", "delegate"):
        page = browse(who).get("/").text
        assert "Under silence (2)" in page
        assert "served" not in page.split("<main")[1]


def test_a_paper_to_be_read_says_when_its_silence_expires(browse: Browse) -> None:
    more_rounds(1)
    db.commit()

    page = browse("chair").get("/").text
    assert re.search(
        r"Read a paper under silence: Places in courses</a> <span[^>]*>expires <time[^>]*>Thu 26 Nov", page
    )


def test_a_page_that_tells_of_a_round_is_never_shown_again_as_it_was(browse: Browse, clock: Clock) -> None:
    client = browse("delegate")
    assert "running" in client.get("/").text
    issue = db.scalars(select(Issue)).one()
    issue.expires_at = clock.at + dt.timedelta(hours=1)
    db.commit()
    clock.later(hours=1)
    assert "running" in client.get("/").text
    clock.later(seconds=1)  # within the same minute

    assert "closing" in client.get("/").text


def test_the_co_host_is_told_until_when_papers_may_be_taken_away(browse: Browse) -> None:
    assert "until 90 days after the engagement is closed" in browse("co-host").get("/").text
    page = browse("other co-host").get("/").text  # its engagement was closed, and its edition released, in November
    assert re.search(r"Papers may be taken away until <time[^>]*>\w+ \d+ \w+ 2027, \d\d:\d\d Brussels", page)


@pytest.mark.parametrize("who", ["secretary", "chair", "delegate"])
def test_more_rounds_cost_no_more_statements(who: str, browse: Browse, statements: Statements) -> None:
    costs_the_same(browse(who), "/", statements, more_rounds)


@pytest.mark.parametrize("who", ["secretary", "chair"])
def test_more_sessions_cost_no_more_statements(who: str, browse: Browse, statements: Statements) -> None:
    costs_the_same(browse(who), "/", statements, more_sessions)


def test_more_overdue_follow_ups_cost_no_more_statements(browse: Browse, statements: Statements) -> None:
    costs_the_same(browse("secretary"), "/", statements, more_followups)


def test_of_many_follow_ups_the_first_are_listed_and_the_register_has_the_rest(browse: Browse) -> None:
    more_followups(40)
    db.commit()

    page = browse("secretary").get("/").text
    listed = re.findall(r"Report on a follow-up: OC/2026/1/\d\d", page)
    assert len(listed) == 10
    theirs = browse(THEIRS).get("/").text
    assert "Overdue on the other side (40)" in theirs
    for shown, more in ((page, r"\d+ more follow-ups of ours"), (theirs, r"30 more that are overdue")):
        address = re.search(rf'<a href="([^"]+)">{more}</a>', shown)
        assert address is not None, more
        register = browse("secretary").get(address[1].replace("&amp;", "&")).text
        assert register.count('<th scope="row">') >= 40


def test_a_reminder_is_previewed_goes_once_a_day_and_is_offered_to_the_secretaries_alone(browse: Browse) -> None:
    ours, page = browse("secretary"), browse("secretary").get("/").text
    address = re.search(r'href="(/sessions/2026-2/reminders/minutes-approval/\d+/nato)"', page)
    assert address is not None
    assert "/reminders/" not in browse("chair.kosovo@kosovo.example").get("/").text

    asked = ours.get(address[1]).text
    assert "chair.<wbr>" not in asked and "chair.nato@<wbr>nato.example" in asked and "Approve the minutes" in asked
    assert submit(ours, address[1]).status_code == 303
    for who in ("secretary", THEIRS):
        assert "Once a day is the most" in browse(who).get(address[1]).text
        assert submit(browse(who), address[1]).status_code == 409


def test_on_the_day_room_links_and_agenda_stand_on_top(browse: Browse) -> None:
    session = db.scalars(by_ref("2027-1")).one()
    session.venue, session.hybrid_link = "Hall 3", "https://meet.example/plenary"
    session.restricted_link = "https://meet.example/restricted"
    hour = dt.timedelta(hours=1)
    session.starts, session.ends = (AT.replace(tzinfo=None) + n * hour for n in (2, 6))
    session.starts_at, session.ends_at = AT + hour, AT + 5 * hour
    db.commit()

    def day(who: str) -> str:
        return browse(who).get("/").text.split("<main")[1].split("</section>")[0]

    for who, links in (("secretary", 2), ("delegate", 1), ("co-host", 0), (OBSERVER, 0)):
        top = day(who)
        assert 'id="day"' in top and "Hall 3" in top, who
        assert top.count("https://meet.example/") == links, who
        assert ("/sessions/2027-1/agenda" in top) is True, who
    for who in ("other co-host", "outsider", "admin"):
        assert 'id="day"' not in browse(who).get("/").text


OFF = "Not on the day that was given"


@pytest.mark.parametrize(("verb", "word"), [("postpone", "postponed"), ("cancel", "cancelled")])
def test_a_session_that_is_called_off_stays_with_everybody_concerned(verb: str, word: str, browse: Browse) -> None:
    concerned = ["secretary", THEIRS, "chair", "delegate", "focal point"]
    listed, strangers = (
        ["adviser", "co-host", OBSERVER],
        ["other co-host", "outsider", "admin"],
    )  # who has a list of own
    assert not any(OFF in browse(who).get("/").text for who in concerned + listed + strangers)

    session = db.scalars(by_ref("2027-1")).one()
    getattr(session, verb)("An election.", by=db.scalars(people.secretaries()).first(), at=AT)
    db.commit()

    for who in concerned:
        page = browse(who).get("/").text
        assert OFF in page and "/sessions/2027-1" in page and f">{word}<" in page and "You take part in no" not in page
    for who in listed:
        page = browse(who).get("/").text
        assert "/sessions/2027-1" in page and f">{word}<" in page
    assert not any("2027-1" in browse(who).get("/").text for who in strangers)


def test_the_next_rev_of_a_moved_session_waits_at_home_and_at_the_session_for_the_secretaries(browse: Browse) -> None:
    session = db.scalars(by_ref("2027-1")).one()
    by, day = db.scalars(people.secretaries()).first(), dt.timedelta(days=1)
    said = "The agenda that went out gives another date or place"
    assert said not in browse("secretary").get("/sessions/2027-1").text
    session = db.scalars(by_ref("2027-1")).one()
    session.reschedule(session.starts + day, session.ends + day, due=None, base=session.version, by=by, at=AT + day)
    db.commit()

    for who, waits in (("secretary", True), (THEIRS, True), ("chair", False), ("co-host", False), (OBSERVER, False)):
        assert ("Circulate the agenda anew: date or place have changed" in browse(who).get("/").text) is waits
        assert (said in browse(who).get("/sessions/2027-1").text) is waits


def test_more_moved_sessions_cost_no_more_statements(browse: Browse, statements: Statements) -> None:
    def moved(n: int) -> None:
        more_sessions(n)
        db.flush()
        for session in db.scalars(select(Session).where(Session.year > 2026, Session.venue != "Elsewhere")):
            session.venue, session.changed_at = "Elsewhere", AT + dt.timedelta(days=1)

    costs_the_same(browse("secretary"), "/", statements, moved)


@pytest.mark.parametrize("wait", Wait)
def test_every_wait_has_a_page_that_exists(app: Flask, wait: Wait) -> None:
    """Whatever thing it is of, which a line of its kind names."""
    of = {"round": 1} if wait.name.startswith(("ROUND", "OBJECTION")) else {}
    of |= {"number": 1} if wait.name.startswith("FOLLOWUP") or wait is Wait.LINK else {}
    of |= {"about": "DEV/2027/1"} if wait is Wait.DEVELOPMENT else {}
    of |= {"about": "IM/2027/1"} if wait.name.startswith("MEETING") else {}
    with app.test_request_context():
        path = address(Task(wait, At(1, 2027, 1, AT), thing=1, **of))

    assert app.url_map.bind("localhost").match(path, method="GET")
