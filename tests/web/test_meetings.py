"""Meetings between the sessions: planned with a look at who is told, kept by both secretaries, read by both sides."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from lxml import html
from sqlalchemy import func, select

from dialogue.actions import tracks as lists
from dialogue.db import db
from dialogue.domain.followups import FollowUp
from dialogue.domain.meetings import Meeting, MeetingState, Under
from dialogue.domain.meetings import plan as planned
from dialogue.domain.notices import Notice, NoticeKind
from dialogue.domain.people import Person
from dialogue.domain.tracks import TRACKS
from dialogue.domain.wording import LetStand
from tests.factories import HOUR
from tests.planted import AT, ROLES
from tests.stories.hand import Hand
from tests.web.browser import submit
from tests.web.many import Statements, costs_the_same
from tests.web.planning import version_on

Browse = Callable[[str], FlaskClient]
THEIRS = "secretary.prishtina@dialogue.example"
EXPERTS, GROUP = "/meetings/im-2026-1", "/meetings/im-2026-2"
WHEN = {"starts": "2026-12-15T10:00", "ends": "2026-12-15T12:00"}


def hand(client: FlaskClient, path: str) -> Hand:
    made = Hand(client)
    made.open(path)
    return made


def person(email: str) -> Person:
    return db.scalars(select(Person).where(Person.email == ROLES.get(email, email))).one()


def ids(*names: str) -> list[str]:
    found = [str(person(name).id) for name in names]
    db.rollback()
    return found


def meeting(path: str = EXPERTS) -> Meeting:
    db.expire_all()
    number = int(path.rpartition("-")[2])
    return db.scalars(select(Meeting).where(Meeting.series == "IM", Meeting.number == number)).one()


def begun() -> None:
    """The meeting of experts is over by now."""
    one = meeting()
    one.starts_at, one.ends_at = AT - 2 * HOUR, AT - HOUR
    db.commit()


def told(kind: NoticeKind) -> set[str]:
    db.expire_all()
    newest = max((one.dispatch_id for one in db.scalars(select(Notice)) if one.dispatch.kind == kind), default=0)
    return {one.recipient.email for one in db.scalars(select(Notice)) if one.dispatch_id == newest}


def more_meetings(n: int) -> None:
    """Each with the other secretary, under the same session."""
    first = db.scalars(select(Meeting).order_by(Meeting.id)).first()
    assert first is not None
    have, by = db.scalar(select(func.count(Meeting.id))) or 0, person("secretary")
    for i in range(have, have + n):
        db.add(planned(Under(session=first.session), first.plan, [person(THEIRS)], 100 + i, by=by, at=AT))


def test_the_list_has_what_is_to_come_and_what_is_over(browse: Browse) -> None:
    page = Hand(browse("chair")).open("/meetings")

    coming, over = page.partition(" Over ")[::2]
    assert "IM/2026/1 Countering disinformation expert meeting" in coming and "planned" in coming
    assert "IM/2026/2 Places in courses on civil emergency planning working group" in over and "held" in over
    assert "Plan a meeting" not in page


def test_a_meeting_is_planned_after_a_look_at_who_is_told(browse: Browse) -> None:
    people = ids("delegate", "chair.kosovo@kosovo.example", "secretary")
    ours = hand(browse("secretary"), "/sessions/2027-1")
    ours.follow("Plan a meeting")
    ours.press("See what that means", status=200, title="Preparation", people=people, place="Brussels", **WHEN)
    assert ours.answer.content_type == "text/html; charset=utf-8", "else a browser shows the page's source"
    assert "What will happen" in ours.text and "Tue 15 Dec 2026, 10:00–12:00" in ours.text
    assert db.scalar(select(func.count(Meeting.id))) == 2
    db.rollback()

    ours.press("Plan it")

    made = meeting("im-2026-3")
    assert (made.title, made.session.ref if made.session else "") == ("Preparation", "2027-1")
    assert told(NoticeKind.MEETING_NAMED) == {ROLES["delegate"], "chair.kosovo@kosovo.example"}
    assert "Preparation" in Hand(browse("chair")).open("/sessions/2027-1")


def filled(browse: Browse, **typed: object) -> tuple[FlaskClient, str, dict[str, object]]:
    """The form as the page of the check would send it on."""
    client = browse("secretary")
    ours = hand(client, "/meetings/new?under=track-exercises")
    given = {"title": "Preparation", "people": ids("delegate"), "place": "Brussels"} | WHEN | typed
    ours.press("See what that means", status=200, **given)
    path, sent = ours.filled("Plan it")
    return client, path, sent


def test_a_form_that_is_sent_twice_plans_one_meeting(browse: Browse) -> None:
    client, path, sent = filled(browse)

    first, second = client.post(path, data=sent), client.post(path, data=sent)

    assert (first.status_code, first.location) == (second.status_code, second.location) == (303, "/meetings/im-2026-3")
    assert db.scalar(select(func.count(Meeting.id))) == 3


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"starts": "2027-03-28T02:30"}, "the clock is put forward over 02:30"),
        ({"starts": "2026-10-25T02:30"}, "shows 02:30 twice"),
        ({"ends": "2026-12-15T09:00"}, "A meeting ends after it starts."),
        ({"place": ""}, "People come to this meeting: please choose the city."),
        ({"people": []}, "Please choose who takes part."),
        ({"link": "http://x.example"}, "begins with https://"),
        ({"title": ""}, "Please fill this in."),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(browse: Browse, typed: dict, sentence: str) -> None:
    ours = hand(browse("secretary"), "/meetings/new?under=session-2027-1")
    given = {"title": "Preparation", "people": ids("delegate"), "place": "Brussels", "venue": "Hall"} | WHEN | typed

    ours.press("See what that means", status=422, **given)

    assert sentence in ours.text
    assert ours.page.xpath("//input[@name='venue']")[0].get("value") == "Hall"
    assert bool(ours.page.xpath("//input[@name='people'][@checked]")) == (typed.get("people") != [])


def test_a_day_off_is_warned_of_before_it_is_planned(browse: Browse) -> None:
    client, path, sent = filled(browse, starts="2026-12-20T10:00", ends="2026-12-20T11:00")

    assert "is a weekend" in client.post("/meetings/check", data=sent).text
    unseen = client.post(path, data=sent | {"seen": [""]})
    assert unseen.status_code == 422 and "press once more" in unseen.text


def test_another_date_is_told_and_the_second_editor_sees_both(browse: Browse) -> None:
    ours, theirs = browse("secretary"), browse(THEIRS)
    late = hand(theirs, f"{EXPERTS}/edit")
    mine = hand(ours, f"{EXPERTS}/edit")
    mine.press("See what that means", status=200, title="Countering lies", starts="2026-12-15T10:00",
               ends="2026-12-15T15:00")  # fmt: skip
    assert "Until now" in mine.text
    mine.press("Change it")
    assert told(NoticeKind.MEETING_MOVED) == {
        ROLES["delegate"], "delegate.kosovo@kosovo.example", THEIRS,
    }  # fmt: skip

    late.press("See what that means", status=409, title="Their words")

    assert "Two people edited this text" in late.text
    assert meeting().title == "Countering lies"


def test_it_is_cancelled_with_a_reason_after_a_look_at_the_mails(browse: Browse) -> None:
    ours = hand(browse("secretary"), EXPERTS)
    ours.follow("Cancel the meeting")
    ours.press("See what that means", status=422, reason=" ")
    ours.press("See what that means", status=200, reason="No quorum.")
    assert "Mail: “Meeting IM/2026/1 cancelled" in ours.text

    ours.press("Cancel it")

    assert meeting().state is MeetingState.CANCELLED
    assert "No quorum." in ours.text
    assert len(told(NoticeKind.MEETING_CANCELLED)) == 3


def test_conclusions_go_from_one_side_to_the_other_and_into_the_register(browse: Browse) -> None:
    begun()
    ours = hand(browse("secretary"), EXPERTS)
    ours.press("It was held")
    ours.press("Record it for our side", conclusions="Ten places.")
    ours.press("Add it", text="Send the list.", owner="Kosovo", office="MoD", due_on="2027-02-01")
    assert "Ten places." not in Hand(browse("delegate")).open(EXPERTS)
    theirs = hand(browse(THEIRS), "/")
    assert "Agree to the conclusions of a meeting" in theirs.text
    theirs.open(EXPERTS)
    theirs.press("Our side agrees")

    (opened,) = db.scalars(select(FollowUp).where(FollowUp.meeting_id == meeting().id))
    assert opened.reference.startswith("OC/2026/1/")
    page = hand(browse("chair"), EXPERTS)
    assert "Ten places." in page.text and opened.reference in page.text
    page.follow(opened.reference)
    assert "opened with the conclusions of IM/2026/1" in page.text
    assert '"IM/2026/1"' in browse("delegate").get("/follow-ups.csv").text


def test_the_decision_says_which_meeting_answers_it(browse: Browse) -> None:
    assert "IM/2026/1 Countering disinformation" in Hand(browse("chair")).open("/decisions/2026-1/1")


def test_guests_see_no_trace_of_it_on_the_page_of_their_session(browse: Browse) -> None:
    assert "Countering disinformation" in browse("chair").get("/sessions/2026-1").text
    page = browse("other co-host").get("/sessions/2026-1").text
    assert "Countering disinformation" not in page and "Meetings between" not in page
    assert browse("other co-host").get(EXPERTS).status_code == 404


def test_only_those_who_take_part_see_where_to_join(browse: Browse) -> None:
    assert "https://meet.example/courses" in browse("delegate").get(GROUP).text
    assert "https://meet.example/courses" not in browse("chair").get(GROUP).text


def test_one_in_a_compartment_is_there_for_its_list_alone(browse: Browse) -> None:
    track = TRACKS["military-to-military"]
    ours = hand(browse("delegate"), f"/tracks/{track.slug}")
    ours.follow("Plan a meeting")
    assert len(ours.offered("under")) == 1 + len([one for one in ours.offered("under") if "MM/" in one])
    ours.press("See what that means", status=200, title="Waterways", people=ids("delegate"), place="Brussels", **WHEN)
    assert "Nobody is told by mail" in ours.text
    ours.press("Plan it")

    path = ours.path
    assert path == "/meetings/mm-im-2026-1"
    assert [browse(who).get(path).status_code for who in ("delegate", "secretary", THEIRS, "chair")] == [
        200,
        *[404] * 3,
    ]
    assert "Waterways" in browse("delegate").get("/meetings").text
    for where in ("/meetings", "/notices", "/log", "/search?q=waterways"):
        assert "Waterways" not in browse("secretary").get(where).text.replace("q=waterways", "")
    assert "MM-IM" not in browse("secretary").get("/notices").text


def test_of_one_in_a_compartment_no_words_are_kept_where_others_read(browse: Browse) -> None:
    track = TRACKS["military-to-military"]
    ours = hand(browse("delegate"), f"/tracks/{track.slug}")
    ours.follow("Plan a meeting")
    there = {"title": "Patrols on the state border", "people": ids("delegate"), "place": "Brussels"}
    ours.press("See what that means", status=200, **there, **WHEN)
    assert "Words to look at" not in ours.text

    ours.press("Plan it")

    assert "state border" in browse("delegate").get(ours.path).text
    assert db.scalars(select(LetStand)).all() == []


def held_apart(ours: Hand) -> str:
    """One of the two people on the list, under the first entry of its track; it is over by now, and was held."""
    ours.open("/meetings/new?under=entry-1")
    under = next(one for one in ours.offered("under") if "MM/1 " in one)
    people = ids("delegate", "delegate.kosovo@kosovo.example")
    ours.press(
        "See what that means", status=200, title="Waterways", under=under, people=people, place="Brussels", **WHEN
    )
    ours.press("Plan it")
    one = db.scalars(select(Meeting).where(Meeting.series == "MM-IM")).one()
    one.starts_at, one.ends_at = AT - 2 * HOUR, AT - HOUR
    db.commit()
    ours.open(ours.path)
    ours.press("It was held")
    return ours.path


def test_what_both_sides_conclude_in_a_compartment_is_open_in_the_register_of_its_track(browse: Browse) -> None:
    ours = Hand(browse("delegate"))
    path = held_apart(ours)
    ours.press("Record it for our side", conclusions="Ten places, as MM/1 asks for.")
    assert "It counts when somebody of the other side on the list has agreed." in ours.text
    ours.press("Add it", text="Name the instructors for MM/1.", owner="Kosovo", office="Staff", due_on="2027-03-01")

    theirs = hand(browse("delegate.kosovo@kosovo.example"), path)
    theirs.press("Our side agrees")

    assert "1 follow-up is open." in theirs.text
    assert "opened with the conclusions of MM-IM/2026/1" in theirs.follow("MM/OC/03")
    where = theirs.path
    assert "Ten places, as MM/1 asks for." in theirs.follow("MM-IM/2026/1")
    assert "MM/1, MM-IM/2026/1" in theirs.open("/tracks/military-to-military/follow-ups")
    for who in ("secretary", THEIRS, "chair", "admin"):
        assert [browse(who).get(one).status_code for one in (path, where)] == [404, 404]
        assert "Name the instructors" not in browse(who).get("/follow-ups").text
    assert db.scalars(select(FollowUp).where(FollowUp.meeting_id.is_not(None))).all() == []


def test_what_follows_of_a_meeting_for_all_cannot_name_a_compartment(browse: Browse) -> None:
    begun()
    ours = hand(browse("secretary"), EXPERTS)
    ours.press("It was held")
    ours.press("Record it for our side", conclusions="Ten places.")

    ours.press("Add it", status=422, text="See MM/1.", owner="Kosovo", office="Staff", due_on="2027-03-01")

    assert "it cannot name “MM/1”" in ours.text
    assert meeting().actions == []


def test_whoever_is_not_on_the_list_is_named_in_the_refusal(browse: Browse, world: object) -> None:
    track = TRACKS["military-to-military"]
    lists.admit(track, person("secretary"), by=person("delegate"), at=AT)
    db.commit()
    ours = hand(browse("secretary"), f"/meetings/new?under=track-{track.slug}")

    ours.press("See what that means", status=422, title="Waterways", people=ids("chair"), place="Brussels", **WHEN)

    assert "Only people on the list of this track take part" in ours.text


@pytest.mark.parametrize("path", ["/meetings", EXPERTS, f"{EXPERTS}/edit", "/meetings/new", "/sessions/2026-1"])
def test_a_page_costs_the_same_for_one_meeting_and_for_many(browse: Browse, statements: Statements, path: str) -> None:
    costs_the_same(browse("secretary"), path, statements, more_meetings)


def test_a_stale_word_is_not_taken(browse: Browse) -> None:
    client = browse("secretary")

    answer = submit(client, f"{GROUP}/agree", {"base_version": "1"})

    assert answer.status_code == 409
    assert version_on(client.get(f"{EXPERTS}/edit").text)


def test_no_id_stands_twice(browse: Browse) -> None:
    begun()
    ours = hand(browse("secretary"), EXPERTS)
    ours.press("It was held")
    ours.press("Record it for our side", conclusions="Ten places.")

    found = html.document_fromstring(ours.answer.text).xpath("//@id")

    assert len(found) == len(set(found))
