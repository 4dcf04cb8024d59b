"""Sessions over HTTP: the year plan, one session, and each step from planning to its end; and who sees what."""

import datetime as dt
import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session as Unit
from sqlalchemy.orm import scoped_session

from dialogue.domain import sessions
from dialogue.domain.delegations import Capacity, Participant
from dialogue.domain.delegations.capacities import ABILITIES, OF_A_PARTY, Ability
from dialogue.domain.notices import Notice
from dialogue.domain.sessions import Session, SessionState
from tests import walk
from tests.cast import Cast
from tests.conftest import Clock
from tests.factories import AT
from tests.planted import Planted
from tests.web.browser import As, key, submit
from tests.web.many import BUDGET, Statements, all_cost_the_same, more_sessions
from tests.web.planning import SECOND, all_the_same, begun, change, consent, only, plan, planned, version_on

Db = scoped_session[Unit]
Browse = Callable[[str], FlaskClient]
OBSERVER = "observer@council.example"


@pytest.fixture
def secretary(people: Cast, as_: As) -> FlaskClient:
    return as_(people.secretary_brussels)


# Planning


def test_the_page_proposes_the_city_in_turn(people: Cast, secretary: FlaskClient) -> None:
    plan(secretary, people)

    page = secretary.get("/sessions/new").text
    assert "HLD/2027/2 in Prishtina" in page
    assert f'<option selected value="{people.prishtina.id}">' in page


def test_a_regular_session_leaves_the_alternation_with_a_recorded_reason_only(
    people: Cast, secretary: FlaskClient
) -> None:
    plan(secretary, people)

    refused = plan(secretary, people, SECOND)
    assert refused.status_code == 409
    assert "it is the turn of Prishtina" in refused.text
    assert SECOND in refused.text
    typed = planned(people, SECOND, departure_reason="The hall is being rebuilt.")
    made = all_the_same(secretary, "/sessions/new", submit(secretary, "/sessions/new", typed), typed)
    assert made.status_code == 303
    assert "The hall is being rebuilt." in secretary.get(made.location).text


def test_a_special_session_continues_the_numbers_outside_the_alternation(people: Cast, secretary: FlaskClient) -> None:
    plan(secretary, people)
    special = {"kind": "special", "place": people.brussels.id}

    assert plan(secretary, people, "2027-06-22T09:30", **special).status_code == 409  # nobody asked for it
    made = plan(secretary, people, "2027-06-22T09:30", asked_by=people.kosovo.id, **special)
    assert made.location == "/sessions/2027-2"
    assert "Special session 2 of 2027" in secretary.get(made.location).text
    assert "HLD/2027/3 in Prishtina" in secretary.get("/sessions/new").text


def test_who_asked_is_recorded_of_special_sessions_alone(people: Cast, secretary: FlaskClient, db: Db) -> None:
    made = plan(secretary, people, asked_by=people.kosovo.id)

    assert "Special, asked for by" not in secretary.get(made.location).text


@pytest.mark.parametrize(
    ("starts", "said"),
    [
        ("2027-05-15T09:30", "weekend"),
        ("2027-07-21T09:30", "public holiday in Brussels"),
        ("2027-02-17T09:30", "holiday in Prishtina"),
    ],
)
def test_a_day_off_is_said_before_and_after_and_never_in_the_way(
    starts: str, said: str, people: Cast, secretary: FlaskClient, db: Db
) -> None:
    warned = plan(secretary, people, starts)

    assert said in warned.text
    assert "Plan it all the same" in warned.text
    assert f'value="{starts}"' in warned.text
    assert db.scalars(select(Session)).all() == []
    db.rollback()
    made = all_the_same(secretary, "/sessions/new", warned, planned(people, starts))
    assert made.status_code == 303
    assert said in secretary.get(made.location).text


def test_what_is_wrong_is_said_beside_what_was_typed(people: Cast, secretary: FlaskClient) -> None:
    answer = plan(secretary, people, "2027-05-15T09:30", ends="2027-05-15T08:00", departure_reason="Because.")

    assert answer.status_code == 422
    assert "A session ends after it starts." in answer.text
    assert "2027-05-15T08:00" in answer.text
    assert "Because." in answer.text
    assert "weekend" not in answer.text or "2027" in answer.text


def test_a_city_that_nobody_entered_is_not_found(people: Cast, secretary: FlaskClient, db: Db) -> None:
    assert plan(secretary, people, place=9999).status_code == 404
    assert db.scalars(select(Session)).all() == []


def test_the_form_sent_twice_plans_one_session(people: Cast, secretary: FlaskClient, db: Db) -> None:
    once = key(secretary)

    first, second = plan(secretary, people, form_key=once), plan(secretary, people, form_key=once)

    assert first.location == second.location == "/sessions/2027-1"
    assert only(db).ref == "2027-1"


def test_the_reference_of_a_cancelled_session_is_not_given_again(people: Cast, secretary: FlaskClient) -> None:
    plan(secretary, people)
    change(secretary, "cancel", reason="Elections.")

    assert plan(secretary, people).location == "/sessions/2027-2"
    assert plan(secretary, people, "2028-05-10T09:30", place=people.prishtina.id).location == "/sessions/2028-1"


# Changing


def test_a_new_date_keeps_the_reference_even_in_another_year(people: Cast, secretary: FlaskClient) -> None:
    plan(secretary, people)
    path = "/sessions/2027-1/changes/move"
    typed = begun(secretary, "move") | {"starts": "2028-05-09T09:30", "ends": "2028-05-09T12:00"}
    warned = submit(secretary, path, typed)
    assert "Its reference names another year" in warned.text
    moved = all_the_same(secretary, path, warned, typed)

    assert moved.location == "/sessions/2027-1"
    assert "9 May 2028" in secretary.get(moved.location).text


def test_a_date_set_on_an_old_page_is_refused_and_stays_on_the_screen(people: Cast, as_: As, db: Db) -> None:
    ours, theirs = as_(people.secretary_brussels), as_(people.secretary_prishtina)
    plan(ours, people)
    path = "/sessions/2027-1/changes/move"
    typed = begun(ours, "move") | {"starts": "2027-05-12T09:30", "ends": "2027-05-12T12:00"}
    assert submit(theirs, path, typed).status_code == 303

    late = submit(ours, path, typed | {"starts": "2027-05-12T08:15"})

    assert late.status_code == 409
    assert "2027-05-12T08:15" in late.text
    assert only(db).starts == dt.datetime(2027, 5, 12, 9, 30)


@pytest.mark.parametrize(
    ("page", "typed"), [("changes/postpone", {"reason": "Snow."}), ("arrange", {"hybrid_link": "https://meet.example"})]
)
def test_a_form_without_its_base_changes_nothing(
    page: str, typed: dict[str, str], people: Cast, secretary: FlaskClient, db: Db
) -> None:
    plan(secretary, people)
    parties = {"place": people.brussels.id, "presiding": people.nato.id, "named_first": people.kosovo.id}

    assert submit(secretary, f"/sessions/2027-1/{page}", parties | typed).status_code == 409
    assert (only(db).state, only(db).hybrid_link) == (SessionState.TENTATIVE, "")


def test_a_new_venue_and_who_presides_are_shown(people: Cast, secretary: FlaskClient) -> None:
    plan(secretary, people)
    typed: dict[str, object] = {"venue": "Palace of Youth", "address": "Luan Haradinaj"}
    assert change(secretary, "move", **typed).status_code == 303
    base = version_on(secretary.get("/sessions/2027-1/arrange").text)
    typed = {"presiding": people.kosovo.id, "named_first": people.nato.id, "hybrid_link": "https://meet.example/hld"}
    assert submit(secretary, "/sessions/2027-1/arrange", typed, base_version=base).status_code == 303

    page = secretary.get("/sessions/2027-1").text
    for shown in ("Palace of Youth", "Luan Haradinaj", "https://meet.example/hld"):
        assert shown in page


def test_an_organisation_that_is_no_party_does_not_preside(people: Cast, secretary: FlaskClient) -> None:
    plan(secretary, people)
    base = version_on(secretary.get("/sessions/2027-1/arrange").text)
    typed = {"presiding": people.institute.id, "named_first": people.nato.id}

    assert submit(secretary, "/sessions/2027-1/arrange", typed, base_version=base).status_code == 404


LINKS = ("plenary", "heads", "guests")  # of the plenary, the restricted and the open part


def with_links(db: Db, people: Cast) -> Session:
    """A circulated session of everybody, with a link for each of its parts."""
    session = walk.plan(db, people)
    session.hybrid_link, session.restricted_link, session.open_link = (f"https://meet.example/{one}" for one in LINKS)
    walk.seat(db, people, session, people.observer, Capacity.OBSERVER)
    walk.engagement(db, people, session)
    walk.circulate(db, people, walk.agenda(db, people, session))
    db.commit()
    return session


def seen_by(browser: FlaskClient, path: str) -> list[str]:
    return [one for one in LINKS if f"https://meet.example/{one}" in browser.get(path).text]


def test_a_link_is_shown_to_whoever_is_accredited_to_the_part_that_it_opens(people: Cast, as_: As, db: Db) -> None:
    session = with_links(db, people)
    walk.delegations(db, people, session)
    walk.seat(db, people, session, people.cohost_university, Capacity.SPEAKER, accredited=False)
    db.commit()
    path = f"/sessions/{session.ref}"
    readers = (
        "secretary_brussels", "chair_nato", "chair_kosovo", "delegate_nato", "focal_kosovo", "observer",
        "cohost_university", "cohost_institute", "outsider", "admin",
    )  # fmt: skip

    seen = {who: seen_by(as_(getattr(people, who)), path) for who in readers}

    both = ["plenary", "guests"]
    assert seen == {
        "secretary_brussels": list(LINKS), "chair_nato": list(LINKS), "chair_kosovo": list(LINKS),
        "delegate_nato": both, "focal_kosovo": [], "observer": [], "cohost_university": [], "cohost_institute": [],
        "outsider": [], "admin": [],
    }  # fmt: skip
    assert as_(people.observer).get(path).status_code == as_(people.cohost_university).get(path).status_code == 200


def test_beside_the_link_of_the_plenary_stands_who_sees_it(people: Cast, as_: As, db: Db) -> None:
    session = with_links(db, people)

    page = as_(people.secretary_brussels).get(f"/sessions/{session.ref}/arrange").text

    shown, _, hidden = page.partition("Shown to the ")[2].partition("</")[0].partition(" of both delegations. ")
    seated = {one for one in OF_A_PARTY if Ability.PLENARY in ABILITIES[one]}
    words = {one for one in Capacity if one.value.partition(" ")[0] in shown}
    assert words == seated
    assert hidden == "Focal points, observers and co-hosts do not see it."


def test_an_accredited_speaker_of_the_co_host_gets_the_link_of_the_open_part(people: Cast, as_: As, db: Db) -> None:
    session = with_links(db, people)
    seat_id = walk.seat(db, people, session, people.cohost_university, Capacity.SPEAKER).id
    db.commit()
    path = f"/sessions/{session.ref}"
    assert seen_by(as_(people.cohost_university), path) == ["guests"]

    db.get_one(Participant, seat_id).withdraw(by=people.secretary_brussels, at=AT)
    db.commit()

    assert seen_by(as_(people.cohost_university), path) == []


def test_whom_a_party_brings_into_the_restricted_part_gets_its_link(people: Cast, as_: As, db: Db) -> None:
    session = with_links(db, people)
    seat = walk.seat(db, people, session, people.delegate_nato, Capacity.NOTE_TAKER)
    seat.give(as_delegate=False, in_restricted=True, base=None, by=people.chair_nato, at=AT)
    db.commit()

    assert seen_by(as_(people.delegate_nato), f"/sessions/{session.ref}") == list(LINKS)


def test_the_page_of_a_session_tells_its_secretaries_alone_of_another_at_the_same_hours(
    people: Cast, as_: As, db: Db
) -> None:
    session = with_links(db, people)
    walk.delegations(db, people, session)
    walk.plan(
        db, people, existing=[session], kind=sessions.SessionKind.SPECIAL, place=people.prishtina, asked_by=people.nato
    )
    db.commit()

    said = {who: "is at the same time" in as_(getattr(people, who)).get(f"/sessions/{session.ref}").text
            for who in ("secretary_brussels", "chair_nato", "observer")}  # fmt: skip

    assert said == {"secretary_brussels": True, "chair_nato": False, "observer": False}


def test_no_link_stands_in_any_file_feed_or_list(people: Cast, as_: As, db: Db) -> None:
    session = with_links(db, people)
    walk.delegations(db, people, session)
    db.commit()
    base = f"/sessions/{session.ref}"
    pages = ["/", "/sessions", f"{base}.ics", f"{base}/agenda", f"{base}/participants", "/documents", "/calendar"]

    for who in (people.chair_nato, people.delegate_nato, people.observer, people.cohost_university):
        assert [seen_by(as_(who), page) for page in pages] == [[]] * len(pages)
    assert "meet.example" not in "".join(db.scalars(select(Notice.body)))


def test_each_part_has_its_own_link(people: Cast, secretary: FlaskClient, db: Db) -> None:
    plan(secretary, people)
    base = version_on(secretary.get("/sessions/2027-1/arrange").text)
    links = {"hybrid_link": "https://a.example", "restricted_link": "https://b.example", "open_link": "ftp://c.example"}
    typed = {"presiding": people.nato.id, "named_first": people.nato.id} | links
    assert submit(secretary, "/sessions/2027-1/arrange", typed, base_version=base).status_code == 422

    typed |= {"open_link": "https://c.example"}
    assert submit(secretary, "/sessions/2027-1/arrange", typed, base_version=base).status_code == 303

    session = only(db)
    kept = (session.hybrid_link, session.restricted_link, session.open_link)
    assert kept == ("https://a.example", "https://b.example", "https://c.example")


def test_an_address_for_joining_begins_with_https(people: Cast, secretary: FlaskClient) -> None:
    plan(secretary, people)
    typed = {"presiding": people.nato.id, "named_first": people.nato.id, "hybrid_link": "javascript:alert(1)"}

    answer = submit(secretary, "/sessions/2027-1/arrange", typed)
    assert answer.status_code == 422
    assert "https://" in answer.text


def test_postponed_and_cancelled_need_a_reason(people: Cast, secretary: FlaskClient, db: Db) -> None:
    plan(secretary, people)

    assert change(secretary, "postpone", reason="").status_code == 422
    assert change(secretary, "cancel", reason=" ").status_code in {409, 422}
    assert only(db).state is SessionState.TENTATIVE


def test_postponed_and_cancelled_stay_in_the_plan_and_differ(people: Cast, secretary: FlaskClient) -> None:
    plan(secretary, people)
    plan(secretary, people, SECOND, place=people.prishtina.id)
    change(secretary, "postpone", reason="The hall is closed.")
    change(secretary, "cancel", "2027-2", reason="Elections.")

    index = secretary.get("/sessions").text
    assert ">postponed<" in index
    assert ">cancelled<" in index
    postponed, cancelled = secretary.get("/sessions/2027-1").text, secretary.get("/sessions/2027-2").text
    assert "The hall is closed." in postponed
    assert "a new date will be announced" in postponed
    assert "Elections." in cancelled
    assert "a new date will be announced" not in cancelled
    assert "What has to happen" not in postponed + cancelled


def test_a_postponed_session_is_tentative_again_with_its_new_date(people: Cast, secretary: FlaskClient) -> None:
    plan(secretary, people)
    change(secretary, "postpone", reason="The hall is closed.")

    change(secretary, "move", starts=SECOND, ends="2027-11-09T12:00")

    page = secretary.get("/sessions/2027-1").text
    assert ">tentative<" in page
    assert "9 Nov 2027" in page
    assert "The hall is closed." not in page


def test_a_cancelled_session_is_not_convened_and_keeps_its_date(people: Cast, secretary: FlaskClient, db: Db) -> None:
    plan(secretary, people)
    change(secretary, "cancel", reason="Elections.")

    base = str(only(db).version)
    assert submit(secretary, "/sessions/2027-1/changes/convene", base_version=base).status_code == 409
    assert change(secretary, "move", starts=SECOND, ends="2027-11-09T12:00").status_code == 409
    assert only(db).starts == dt.datetime(2027, 5, 11, 9, 30)
    page = secretary.get("/sessions/2027-1").text
    assert "Convene" not in page
    assert "Change date or place" not in page


def test_a_session_opens_at_its_time_with_a_circulated_agenda_and_its_page_says_so_before(
    people: Cast, as_: As, clock: Clock, db: Db
) -> None:
    secretary = as_(people.secretary_brussels)
    plan(secretary, people)
    change(secretary, "convene")
    consent(as_(people.secretary_prishtina), db)
    button, said = 'action="/sessions/2027-1/open"', "<strong>Open the session:</strong> "
    early, bare = "A session cannot open more than twelve hours", "A session opens with a circulated agenda."

    page, refused = secretary.get("/sessions/2027-1").text, submit(secretary, "/sessions/2027-1/open")
    assert (button in page, said + early in page) == (False, True)
    assert (refused.status_code, early in refused.text) == (409, True)
    clock.at = dt.datetime(2027, 5, 11, 6, tzinfo=dt.UTC)
    db.remove()
    secretary = as_(people.secretary_brussels)
    page, refused = secretary.get("/sessions/2027-1").text, submit(secretary, "/sessions/2027-1/open")
    assert (button in page, said + bare in page) == (False, True)
    assert (refused.status_code, bare in refused.text) == (409, True)
    assert submit(secretary, "/sessions/2027-1/end").status_code == 409


# Who sees what


def test_the_plan_of_the_secretaries_is_whole(browse: Browse) -> None:
    page = browse("secretary").get("/sessions").text

    for ref in ("2026-1", "2026-2", "2027-1", "2027-2"):
        assert f"/sessions/{ref}" in page


@pytest.mark.parametrize(
    ("who", "opens", "only_named"),
    [
        ("delegate", {"2026-1", "2026-2", "2027-1"}, set()),
        ("co-host", {"2027-1"}, set()),
        ("other co-host", {"2026-1"}, set()),
        (OBSERVER, {"2026-1", "2026-2", "2027-1"}, set()),
        ("outsider", set(), set()),
        ("admin", set(), set()),
    ],
)
def test_everybody_else_sees_their_own_sessions(
    who: str, opens: set[str], only_named: set[str], browse: Browse
) -> None:
    page = browse(who).get("/sessions").text

    assert set(re.findall(r"/sessions/(\d+-\d+)", page)) == opens
    named = {f"{year}-{number}" for year, number in re.findall(r"HLD/(\d+)/(\d+)", page)}
    assert named == opens | only_named


def test_a_partys_own_people_know_the_date_of_the_next_regular_session_and_no_more(
    people: Cast, as_: As, secretary: FlaskClient
) -> None:
    plan(secretary, people)
    plan(secretary, people, SECOND, place=people.prishtina.id)

    page = as_(people.delegate_kosovo).get("/sessions").text
    assert "HLD/2027/1" in page
    assert "HLD/2027/2" not in page
    assert "/sessions/2027-1" not in page
    assert as_(people.delegate_kosovo).get("/sessions/2027-1").status_code == 404
    for other in (people.outsider, people.cohost_institute, people.admin):
        assert "HLD/2027" not in as_(other).get("/sessions").text


def test_where_the_papers_stand_is_told_to_the_two_sides_alone(browse: Browse) -> None:
    assert "minutes approved and signed" in browse("delegate").get("/sessions").text
    for who in ("other co-host", OBSERVER):
        page = browse(who).get("/sessions").text
        assert "HLD/2026/1" in page
        assert "minutes" not in page
        assert "decision" not in page


def test_what_has_to_happen_is_told_to_the_two_sides_alone(browse: Browse) -> None:
    told = "The provisional agenda goes out with its papers"

    assert told in browse("delegate").get("/sessions/2027-1").text
    for who in ("co-host", OBSERVER):
        page = browse(who).get("/sessions/2027-1").text
        assert "Conference Centre" in page
        assert told not in page


def test_a_day_by_which_something_had_to_be_done_does_not_read_as_done_in_the_future(browse: Browse) -> None:
    page = browse("secretary").get("/sessions/2027-1").text

    assert "by Sun 11 Apr 2027" in page
    steps = re.findall(r'step-when">([^<]*)</span>\s*<span class="step-status">([^<]*)<', page)
    assert ("by Sun 11 Apr 2027", "done") in steps
    assert steps[-2:] == [("by Thu 6 May 2027, moved from Sat 8 May 2027", "next"), ("Tue 11 May 2027", "to come")]


def test_a_held_session_says_what_is_next_and_leads_there(browse: Browse) -> None:
    for who in ("secretary", "delegate"):
        page = browse(who).get("/sessions/2026-2").text
        assert re.search(
            r'step-due" aria-current="step">\s*<span[^>]*><a href="/sessions/2026-2/minutes">Both Part', page
        )


def test_the_papers_of_a_session_are_there_to_be_taken_away(browse: Browse) -> None:
    for who, ref, found in (
        ("secretary", "2026-2", {"agenda", "minutes"}),
        ("delegate", "2026-2", {"agenda", "minutes"}),
        ("delegate", "2027-1", {"agenda"}),
        ("co-host", "2027-1", {"agenda"}),
        ("other co-host", "2026-1", {"agenda", "minutes"}),
        (OBSERVER, "2026-2", {"agenda"}),
    ):
        client = browse(who)
        page = client.get(f"/sessions/{ref}").text
        assert set(re.findall(rf'href="/sessions/{ref}/(agenda|minutes)\.docx"', page)) == found, (who, ref)
        for paper in found:
            assert client.get(f"/sessions/{ref}/{paper}.docx").status_code == 200
    assert "final draft" in browse("delegate").get("/sessions/2026-2").text


@pytest.mark.parametrize("who", ["secretary", "chair", "co-host", OBSERVER])
@pytest.mark.parametrize("ref", ["2026-2", "2027-1"])
def test_a_page_of_a_session_keeps_its_budget(who: str, ref: str, browse: Browse, statements: Statements) -> None:
    client = browse(who)
    client.get(f"/sessions/{ref}")

    with statements() as asked:
        client.get(f"/sessions/{ref}")
    assert len(asked) <= BUDGET, "\n".join(asked)


def test_a_session_whose_minutes_are_no_final_word_is_not_closed(browse: Browse) -> None:
    page = browse("secretary").get("/sessions/2026-2/close").text
    assert "A session is closed when its minutes are approved." in page
    assert "conclude" not in page

    assert "/close" not in browse("secretary").get("/sessions/2027-1").text
    assert "/close" not in browse("chair").get("/sessions/2026-2").text
    assert browse("chair").get("/sessions/2026-2/close").status_code == 403


def test_the_buttons_are_the_secretaries_own(browse: Browse) -> None:
    assert "Postpone…" in browse("secretary").get("/sessions/2027-1").text
    for who in ("chair", "delegate", "co-host", OBSERVER):
        page = browse(who).get("/sessions/2027-1").text
        assert "Postpone…" not in page
        assert "Bea " not in page.split("<main")[1]


def test_more_sessions_cost_neither_plan_nor_page_more_statements(browse: Browse, statements: Statements) -> None:
    all_cost_the_same(browse("secretary"), ("/sessions", "/sessions/2027-1"), statements, more_sessions)


def test_the_whole_plan_is_in_order_of_date(world: Planted, browse: Browse, db: Db) -> None:
    page = browse("secretary").get("/sessions").text
    refs = [session.ref for session in db.scalars(sessions.in_order())]

    shown = re.findall(r"/sessions/(\d+-\d+)", page)
    assert [ref for ref in shown if ref.startswith("2026")] == [ref for ref in refs if ref.startswith("2026")]
