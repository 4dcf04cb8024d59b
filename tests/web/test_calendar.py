"""The calendar over HTTP: addresses made, shown, used and revoked; what a feed holds for whom, and when nothing."""

import datetime as dt
import html
import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from icalendar import Calendar
from sqlalchemy import event, select, text
from sqlalchemy.orm import Session as Unit
from sqlalchemy.orm import scoped_session

from dialogue.domain import sessions, topics
from dialogue.domain.base import Base
from dialogue.domain.delegations import Capacity, Delegation, Participant
from dialogue.domain.engagements import Engagement, Mode, engage
from dialogue.domain.people import Person
from dialogue.domain.sessions import Session, SessionKind
from dialogue.domain.subscriptions import MOST, Scope, Subscription, subscribe
from tests import wire
from tests.cast import Cast
from tests.conftest import Clock
from tests.databases import Postgres, Sqlite
from tests.web.browser import As, key, submit

Db = scoped_session[Unit]
Subscribe = Callable[..., str]
AT = dt.datetime(2026, 11, 2, tzinfo=dt.UTC)


@pytest.fixture
def make(as_: As) -> Subscribe:
    """Make an address as this person, through the pages; returns the path of its feed."""

    def address_of(person: Person, scope: Scope = Scope.MINE, name: str = "Telephone") -> str:
        client = as_(person)
        made = submit(client, "/calendar", name=name, scope=scope.value)
        assert made.status_code == 303, made.text
        return address(client.get(made.location).text)

    return address_of


def address(page: str) -> str:
    found = re.search(r'value="http://localhost(/feeds/[A-Za-z0-9_-]{43}\.ics)"', page)
    assert found, page
    return found[1]


def plan(db: Db, people: Cast, starts: str = "2027-05-11T09:30", venue: str = "Palace of Meetings") -> Session:
    begin = dt.datetime.fromisoformat(starts)
    planned = sessions.plan(
        existing=db.scalars(sessions.in_order()).all(),
        parties=[people.nato, people.kosovo],
        kind=SessionKind.REGULAR,
        place=people.brussels,
        starts=begin,
        ends=begin + dt.timedelta(hours=30),
        departure_reason="For the test.",
        by=people.secretary_brussels,
        at=dt.datetime(2026, 11, 1, tzinfo=dt.UTC),
    )
    planned.venue = venue
    db.add(planned)
    db.commit()
    return planned


def seat(db: Db, people: Cast, person: Person, session: Session, capacity: Capacity = Capacity.MEMBER) -> Participant:
    by, at = people.secretary_brussels, dt.datetime(2026, 11, 2, tzinfo=dt.UTC)
    delegation = db.scalar(select(Delegation).filter_by(session_id=session.id, organisation_id=person.organisation_id))
    delegation = delegation or Delegation(session=session, organisation=person.organisation)
    made = delegation.nominate(person, capacity, by=by, at=at)
    made.accredit(by=by, at=at)
    db.add(delegation)
    db.commit()
    return made


def engaged(db: Db, people: Cast, person: Person, session: Session) -> Engagement:
    at = dt.datetime(2026, 11, 2, tzinfo=dt.UTC)
    made = engage(session, person.organisation, Mode.CO_ORGANISER, by=people.secretary_brussels, at=at)
    made.consent(by=people.secretary_brussels, at=at)
    made.consent(by=people.secretary_prishtina, at=at)
    made.sign("MoU/1", by=people.secretary_brussels, at=at)
    made.activate(by=people.secretary_brussels, at=at)
    db.add(made)
    db.commit()
    return made


def titles(client: FlaskClient, path: str) -> list[str]:
    """What a calendar program lists; the feed has kept every rule of the wire."""
    answer = client.get(path)
    assert answer.status_code == 200, answer.text
    return [event["SUMMARY"] for event in wire.events(answer.data)]


# Making an address


def test_an_address_is_made_named_and_shown_in_both_its_forms(db: Db, people: Cast, as_: As) -> None:
    plan(db, people)
    client = as_(people.secretary_brussels)

    made = submit(client, "/calendar", name="Telephone", scope="my sessions")
    page = client.get(made.location)

    assert (made.status_code, page.status_code) == (303, 200)
    path = address(page.text)
    assert f'value="webcal://localhost{path}"' in page.text
    assert f'href="webcal://localhost{path}"' in page.text
    assert f"webcal%3A%2F%2Flocalhost%2Ffeeds%2F{path.split('/')[2]}" in page.text
    assert (
        f"https://outlook.office.com/calendar/0/addfromweb?url=http%3A%2F%2Flocalhost%2Ffeeds%2F{path.split('/')[2]}"
        in page.text
    )
    assert 'src="data:image/svg+xml' in page.text
    assert titles(client, path) == ["Dialogue session HLD/2027/1"]


def test_the_pages_hold_no_style_of_their_own(db: Db, people: Cast, as_: As) -> None:
    client = as_(people.secretary_brussels)
    made = submit(client, "/calendar", name="Telephone", scope="my sessions")

    for page in (client.get(made.location), client.get("/calendar")):
        assert re.findall(r"<style|\sstyle=|<script>|\son[a-z]+=", page.text + html.unescape(page.text)) == []


def test_a_form_sent_twice_makes_one_address_and_shows_it_twice(db: Db, people: Cast, as_: As) -> None:
    client = as_(people.secretary_brussels)
    form = {"name": "Telephone", "scope": "my sessions", "form_key": key(client)}

    first, second = submit(client, "/calendar", form), submit(client, "/calendar", form)

    assert (first.status_code, second.status_code, first.location) == (303, 303, second.location)
    assert address(client.get(first.location).text) == address(client.get(second.location).text)
    assert len(db.scalars(select(Subscription)).all()) == 1


def test_a_form_sent_again_with_another_name_makes_another_address(db: Db, people: Cast, as_: As) -> None:
    client = as_(people.secretary_brussels)
    form_key = key(client)

    made = [
        submit(client, "/calendar", name=name, scope="my sessions", form_key=form_key)
        for name in ("Telephone", "Office")
    ]

    assert len({address(client.get(answer.location).text) for answer in made}) == 2


def test_the_token_is_stored_nowhere(db: Db, people: Cast, make: Subscribe) -> None:
    token = make(people.secretary_brussels).removeprefix("/feeds/").removesuffix(".ics")

    stored = [str(row) for table in Base.metadata.sorted_tables for row in db.execute(select(table)).all()]

    assert [row for row in stored if "Telephone" in row]
    assert [row for row in stored if token in row] == []


def test_an_address_is_shown_for_a_quarter_of_an_hour(db: Db, people: Cast, as_: As, clock: Clock) -> None:
    client = as_(people.secretary_brussels)
    made = submit(client, "/calendar", name="Telephone", scope="my sessions")
    clock.later(minutes=14)
    assert "/feeds/" in client.get(made.location).text

    clock.later(minutes=1)

    late = client.get(made.location)
    assert (late.status_code, late.location) == (302, "/calendar")
    listed = client.get("/calendar").text
    assert "That address is not shown again." in listed
    assert "/feeds/" not in listed


def test_an_address_is_shown_to_nobody_but_its_person(db: Db, people: Cast, as_: As) -> None:
    made = submit(as_(people.secretary_brussels), "/calendar", name="Telephone", scope="my sessions")

    assert as_(people.secretary_brussels).get(made.location).status_code == 200
    assert as_(people.secretary_prishtina).get(made.location).status_code == 404


@pytest.mark.parametrize(("name", "message"), [("", "Please fill this in."), ("n" * 81, "This text is too long")])
def test_a_name_that_will_not_do_is_told_and_kept(db: Db, people: Cast, as_: As, name: str, message: str) -> None:
    answer = submit(as_(people.secretary_brussels), "/calendar", name=name, scope="all sessions")

    assert answer.status_code == 422
    assert message in answer.text
    assert f'value="{name}"' in answer.text
    assert db.scalars(select(Subscription)).all() == []


def test_an_address_too_many_is_refused_with_its_sentence(db: Db, people: Cast, as_: As, clock: Clock) -> None:
    who = people.secretary_brussels
    tokens = map(str, range(MOST))
    db.add_all(subscribe(who, name="Old", scope=Scope.MINE, token=t, existing=[], at=clock()) for t in tokens)
    db.commit()

    answer = submit(as_(people.secretary_brussels), "/calendar", name="One more", scope="my sessions")

    assert answer.status_code == 409
    assert f"You have {MOST} calendar addresses." in answer.text


# The list


def test_the_list_tells_name_scope_and_last_use_of_ones_own(
    people: Cast, make: Subscribe, as_: As, client: FlaskClient
) -> None:
    mine = make(people.secretary_brussels, Scope.ALL, "Telephone <b>")
    make(people.secretary_prishtina, name="Somebody else's")
    before = as_(people.secretary_brussels).get("/calendar").text

    client.get(mine, headers={"User-Agent": "Example Calendar/7"})

    after = as_(people.secretary_brussels).get("/calendar").text
    assert "Telephone &lt;b&gt;" in after
    assert "all sessions that I may see, and my meetings between them</td>" in after
    assert "Somebody else" not in after
    assert ("Example Calendar/7" in before, "Example Calendar/7" in after) == (False, True)


def test_last_use_is_noted_at_most_hourly(
    db: Db, people: Cast, make: Subscribe, client: FlaskClient, clock: Clock
) -> None:
    path = make(people.secretary_brussels)
    noted = []
    for minutes in (0, 59, 1, 30):
        clock.later(minutes=minutes)
        client.get(path)
        noted.append(db.scalars(select(Subscription.last_used_at)).one())
        db.rollback()

    noon = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)
    hour = dt.timedelta(hours=1)
    assert noted == [noon, noon, noon + hour, noon + hour]


def test_a_feed_answers_though_its_last_use_cannot_be_noted(
    database: Sqlite | Postgres, people: Cast, db: Db, make: Subscribe, client: FlaskClient
) -> None:
    path = make(people.secretary_brussels)
    with database.engine.begin() as connection:
        connection.execute(text("ALTER TABLE subscriptions RENAME COLUMN last_used_by TO hidden"))
        connection.execute(
            text("ALTER TABLE subscriptions ADD COLUMN last_used_by VARCHAR(3) DEFAULT '' CHECK (last_used_by = '')")
        )

    try:
        answer = client.get(path, headers={"User-Agent": "Example"})
    finally:
        with database.engine.begin() as connection:
            connection.execute(text("ALTER TABLE subscriptions DROP COLUMN last_used_by"))
            connection.execute(text("ALTER TABLE subscriptions RENAME COLUMN hidden TO last_used_by"))

    assert answer.status_code == 200


# Which address


def test_the_page_proposes_a_name_that_is_free_and_the_widest_scope(people: Cast, as_: As, make: Subscribe) -> None:
    client = as_(people.secretary_brussels)
    first = client.get("/calendar").text
    make(people.secretary_brussels, name="Dialogue")

    again = client.get("/calendar").text

    assert [re.findall(r'name="name"[^>]*value="([^"]*)"', page) for page in (first, again)] == [
        ["Dialogue"], ["Dialogue 2"],
    ]  # fmt: skip
    assert re.findall(r'<option selected value="([^"]*)"', first)[0] == "all sessions"


def test_each_choice_makes_another_address_and_is_kept_with_it(db: Db, people: Cast, as_: As) -> None:
    topic = topics.enter("Cyber defence", "", taken=(), by=people.secretary_brussels, at=AT)
    db.add(topic)
    db.commit()
    client = as_(people.secretary_brussels)
    form = {"name": "Mine", "form_key": key(client)}
    forms = [
        {"scope": "all sessions"},
        {"scope": "all sessions", "is_discreet": "y"},
        {"scope": "my deadlines"},
        {"scope": "one topic", "topic": str(topic.id)},
    ]

    made = [address(client.get(submit(client, "/calendar", form | one).location).text) for one in forms]

    assert len(set(made)) == 4
    kept = [(one.scope.value, one.is_discreet, one.topic_id) for one in db.scalars(select(Subscription))]
    assert kept == [
        ("all sessions", False, None), ("all sessions", True, None), ("my deadlines", False, None),
        ("one topic", False, topic.id),
    ]  # fmt: skip
    listed = client.get("/calendar").text
    assert "the sessions of one topic: Cyber defence" in listed
    assert listed.count("discreet</span>") == 1


def test_a_calendar_of_one_topic_asks_which(people: Cast, as_: As) -> None:
    answer = submit(as_(people.secretary_brussels), "/calendar", name="Typed", scope="one topic")

    assert (answer.status_code, "Please choose the topic of the calendar." in answer.text) == (422, True)
    assert 'value="Typed"' in answer.text


def test_the_pages_tell_each_program_its_way_and_its_delay(people: Cast, as_: As) -> None:
    client = as_(people.secretary_brussels)
    page = client.get(submit(client, "/calendar", name="Mine", scope="my sessions").location).text
    whole = client.get("/calendar").text

    for told in ("Android does not know addresses of calendars", "8 to 24 hours", "webcal://"):
        assert told in page
    before, _, code = page.partition('<div class="on-large-screens">')  # a telephone does not show what stands in it
    assert ("data:image/svg+xml" in before, "data:image/svg+xml" in code) == (False, True)
    assert "Google Calendar takes it away without a word. What tells you for certain is our mail." in whole


# Revoking


def test_a_revoked_address_answers_as_an_unknown_one(
    db: Db, people: Cast, make: Subscribe, as_: As, client: FlaskClient
) -> None:
    path, other = make(people.secretary_brussels), make(people.secretary_brussels, name="Office")
    browser = as_(people.secretary_brussels)
    assert client.get(path).status_code == 200
    row = db.scalars(select(Subscription.id).where(Subscription.name == "Telephone")).one()

    answer = submit(browser, f"/calendar/{row}/revoke")

    assert (answer.status_code, answer.location) == (303, "/calendar")
    revoked, unknown = client.get(path), client.get(f"/feeds/{'x' * 43}.ics")
    assert (revoked.status_code, revoked.data, dict(revoked.headers)) == (404, unknown.data, dict(unknown.headers))
    assert client.get(other).status_code == 200
    assert re.findall(r'<th scope="row">(\w+)', browser.get("/calendar").text) == ["Office"]


def test_nobody_revokes_the_address_of_somebody_else(
    db: Db, people: Cast, make: Subscribe, as_: As, client: FlaskClient
) -> None:
    path = make(people.secretary_brussels)
    row = db.scalars(select(Subscription)).one()

    answer = submit(as_(people.secretary_prishtina), f"/calendar/{row.id}/revoke")

    assert answer.status_code == 404
    assert client.get(path).status_code == 200


def test_a_feed_ends_with_its_persons_account(db: Db, people: Cast, make: Subscribe, client: FlaskClient) -> None:
    path = make(people.secretary_brussels)
    assert client.get(path).status_code == 200

    people.secretary_brussels.active = False
    db.add(people.secretary_brussels)
    db.commit()

    assert client.get(path).status_code == 404


def test_a_feed_ends_with_the_last_seat(db: Db, people: Cast, make: Subscribe, client: FlaskClient) -> None:
    held = seat(db, people, people.delegate_nato, plan(db, people))
    path = make(people.delegate_nato)
    assert titles(client, path) == ["Dialogue session HLD/2027/1"]

    held = db.get_one(Participant, held.id)
    held.withdraw(by=held.person, at=dt.datetime(2026, 11, 23, tzinfo=dt.UTC))
    db.commit()

    assert client.get(path).status_code == 404


def test_a_cohosts_feed_ends_ninety_days_after_its_engagement(
    db: Db, people: Cast, make: Subscribe, client: FlaskClient, clock: Clock
) -> None:
    held = engaged(db, people, people.cohost_institute, plan(db, people, "2026-11-10T09:30"))
    held.session.convene(by=people.secretary_brussels, at=clock() - dt.timedelta(days=20))
    held.session.open_(by=people.secretary_brussels, at=clock() - dt.timedelta(days=13))
    held.session.end(by=people.secretary_brussels, at=clock() - dt.timedelta(days=12))
    held.hand_over(by=people.secretary_brussels, at=clock() - dt.timedelta(days=11))
    held.waive_edition("None was asked for.", by=people.secretary_brussels, at=clock() - dt.timedelta(days=10))
    held.close(by=people.secretary_brussels, at=clock() - dt.timedelta(days=10))
    db.commit()
    path = make(people.cohost_institute)
    assert titles(client, path) == ["Dialogue session HLD/2026/1"]

    clock.later(days=80)
    at_the_end = client.get(path).status_code
    client.get(path)
    clock.later(seconds=1)

    assert (at_the_end, client.get(path).status_code) == (200, 404)


# What a feed holds


def test_my_sessions_are_those_that_i_take_part_in(db: Db, people: Cast, make: Subscribe, client: FlaskClient) -> None:
    mine, foreign = plan(db, people, "2027-05-11T09:30"), plan(db, people, "2027-11-09T09:30", venue="FOREIGN VENUE")
    seat(db, people, people.delegate_nato, mine)
    seat(db, people, people.delegate_kosovo, foreign)

    path = make(people.delegate_nato)

    assert titles(client, path) == ["Dialogue session HLD/2027/1"]
    assert b"FOREIGN" not in client.get(path).data
    assert titles(client, make(people.secretary_prishtina)) == [
        "Dialogue session HLD/2027/1",
        "Dialogue session HLD/2027/2",
    ]


def test_all_sessions_hold_the_date_of_the_next_one_and_nothing_else_of_it(
    db: Db, people: Cast, make: Subscribe, client: FlaskClient
) -> None:
    before, coming = plan(db, people, "2026-05-12T09:30"), plan(db, people, "2027-05-11T09:30", venue="FOREIGN VENUE")
    after_next = plan(db, people, "2027-11-09T09:30")
    seat(db, people, people.delegate_nato, before)

    told = wire.events(client.get(make(people.delegate_nato, Scope.ALL)).data)

    assert [event["UID"] for event in told] == [before.uid, coming.uid]
    assert [event["LOCATION"] for event in told] == ["Palace of Meetings\\, Brussels", "Brussels"]
    assert [event.get("URL") for event in told] == ["http://localhost/sessions/2026-1", None]
    assert after_next.uid not in str(told)


def test_the_next_session_gives_way_when_it_is_over(
    db: Db, people: Cast, make: Subscribe, client: FlaskClient, clock: Clock
) -> None:
    seat(db, people, people.delegate_nato, plan(db, people, "2026-05-12T09:30"))
    plan(db, people, "2026-11-24T09:30")
    plan(db, people, "2027-05-11T09:30")
    path = make(people.delegate_nato, Scope.ALL)
    assert titles(client, path)[1:] == ["Dialogue session HLD/2026/2"]

    clock.later(days=3)

    assert titles(client, path)[1:] == ["Dialogue session HLD/2027/1"]


def test_a_cohost_sees_its_own_session_alone(db: Db, people: Cast, make: Subscribe, client: FlaskClient) -> None:
    engaged(db, people, people.cohost_university, plan(db, people, "2027-05-11T09:30"))
    engaged(db, people, people.cohost_institute, plan(db, people, "2027-11-09T09:30"))

    for scope in (Scope.ALL, Scope.MINE):
        path = make(people.cohost_university, scope, name=scope.value)
        assert titles(client, path) == ["Dialogue session HLD/2027/1"]


@pytest.mark.parametrize("scope", [Scope.DEADLINES, Scope.TOPIC])
def test_a_cohost_is_offered_no_deadlines_and_no_topics(db: Db, people: Cast, as_: As, scope: Scope) -> None:
    engaged(db, people, people.cohost_university, plan(db, people, "2027-05-11T09:30"))
    topic = topics.enter("Cyber defence", "", taken=(), by=people.secretary_brussels, at=AT)
    db.add(topic)
    db.commit()
    theirs, client = as_(people.secretary_brussels).get("/calendar").text, as_(people.cohost_university)
    assert ("Cyber defence" in theirs, "Cyber defence" in client.get("/calendar").text) == (True, False)

    assert submit(client, "/calendar", name="Mine", scope=scope.value).status_code == 422
    assert submit(client, "/calendar", name="Mine", scope="all sessions", topic=str(topic.id)).status_code == 404


def test_an_event_tells_what_its_reader_needs_and_nothing_behind_sign_in(
    db: Db, people: Cast, make: Subscribe, client: FlaskClient
) -> None:
    session = plan(db, people)
    session.hybrid_link, session.address = "https://meet.example/CANARY", "Main Street 1"
    db.commit()

    (told,) = Calendar.from_ical(client.get(make(people.secretary_brussels)).data).events

    assert str(told["DESCRIPTION"]).split("\n") == [
        "First session of 2027",
        "Tentative: the date may still change.",
        "All times: Brussels/Prishtina time",
    ]
    assert str(told["LOCATION"]) == "Palace of Meetings, Main Street 1, Brussels"
    assert "CANARY" not in str(told)


def test_postponed_and_cancelled_sessions_stay_and_say_so(
    db: Db, people: Cast, make: Subscribe, client: FlaskClient
) -> None:
    at = dt.datetime(2026, 11, 20, tzinfo=dt.UTC)
    plan(db, people, "2027-05-11T09:30").postpone("An election.", by=people.secretary_brussels, at=at)
    plan(db, people, "2027-11-09T09:30").cancel("Both agreed.", by=people.secretary_brussels, at=at)
    db.commit()

    told = wire.events(client.get(make(people.secretary_brussels)).data)

    assert [(event["SUMMARY"], event["STATUS"], event["TRANSP"], event["SEQUENCE"]) for event in told] == [
        ("POSTPONED: Dialogue session HLD/2027/1", "TENTATIVE", "TRANSPARENT", "1"),
        ("CANCELLED: Dialogue session HLD/2027/2", "CANCELLED", "TRANSPARENT", "1"),
    ]
    assert "election" not in str(told)


def test_one_bad_record_does_not_take_the_feed_down(db: Db, people: Cast, make: Subscribe, client: FlaskClient) -> None:
    plan(db, people, "2027-05-11T09:30")
    bad = plan(db, people, "2027-11-09T09:30")
    db.execute(text("UPDATE sessions SET uid = '' WHERE id = :id"), {"id": bad.id})
    db.commit()

    assert titles(client, make(people.secretary_brussels)) == ["Dialogue session HLD/2027/1"]


# HTTP


def test_a_feed_is_a_calendar_for_programs_without_cookies(
    db: Db, people: Cast, make: Subscribe, client: FlaskClient
) -> None:
    plan(db, people)
    path = make(people.secretary_brussels)

    answer = client.get(path)

    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert re.fullmatch(r'"[0-9a-f]{40}"', answer.headers["ETag"])
    assert {"Set-Cookie", "Vary", "Content-Disposition"} & set(answer.headers.keys()) == set()
    assert b"METHOD" not in answer.data


def test_a_head_tells_what_a_get_would(db: Db, people: Cast, make: Subscribe, client: FlaskClient) -> None:
    plan(db, people)
    path = make(people.secretary_brussels)

    head, whole = client.head(path), client.get(path)

    assert (head.status_code, head.data, dict(head.headers)) == (200, b"", dict(whole.headers))


def test_whoever_has_the_newest_gets_304_until_something_changes(
    db: Db, people: Cast, make: Subscribe, client: FlaskClient, clock: Clock
) -> None:
    session = plan(db, people)
    path = make(people.secretary_brussels)
    tag = client.get(path).headers["ETag"]
    clock.later(days=1)
    asked = [tag, f"W/{tag}", f'"other", {tag}', "*"]
    same = [client.get(path, headers={"If-None-Match": known}) for known in asked]
    assert [(answer.status_code, answer.data, answer.headers["ETag"]) for answer in same] == [(304, b"", tag)] * 4
    assert client.get(path, headers={"If-None-Match": '"other"'}).status_code == 200

    moved, by = db.get_one(Session, session.id), db.get_one(Person, people.secretary_brussels.id)
    moved.reschedule(
        dt.datetime(2027, 5, 18, 9), dt.datetime(2027, 5, 18, 17), due=None, base=moved.version, by=by, at=clock()
    )
    db.commit()

    changed = client.get(path, headers={"If-None-Match": tag})
    assert (changed.status_code, changed.headers["ETag"] != tag) == (200, True)
    assert wire.events(changed.data)[0]["SEQUENCE"] == "1"


def test_a_session_that_opens_ends_and_closes_is_the_same_for_whoever_has_it(
    db: Db, people: Cast, make: Subscribe, client: FlaskClient, clock: Clock
) -> None:
    session, by = plan(db, people), people.secretary_brussels
    session.convene(by=by, at=clock())
    db.commit()
    path = make(by)
    tag, ref = client.get(path).headers["ETag"], session.id
    for verb in ("open_", "end", "close"):
        clock.at = session.starts_at if verb == "open_" else session.ends_at
        one = db.get_one(Session, ref)
        getattr(one, verb)(by=db.get_one(Person, by.id), at=clock())
        db.commit()
        assert client.get(path, headers={"If-None-Match": tag}).status_code == 304
        session = db.get_one(Session, ref)


def test_the_same_sessions_give_the_same_bytes_day_after_day(
    db: Db, people: Cast, make: Subscribe, client: FlaskClient, clock: Clock
) -> None:
    plan(db, people)
    path = make(people.secretary_brussels)
    first = client.get(path).data

    clock.later(days=200)

    assert client.get(path).data == first


def test_a_feed_costs_the_same_statements_whatever_its_length(
    database: Sqlite | Postgres, db: Db, people: Cast, make: Subscribe, client: FlaskClient
) -> None:
    path = make(people.secretary_brussels)
    client.get(path)  # notes the use
    said: list[str] = []

    def hear(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        said.append(statement)

    event.listen(database.engine, "before_cursor_execute", hear)
    counts = []
    try:
        for n in (1, 3):
            for k in range(n):
                plan(db, people, f"20{30 + n + k}-05-11T09:30")
            said.clear()
            client.get(path)
            counts.append(len([one for one in said if one.lstrip().startswith("SELECT")]))
    finally:
        event.remove(database.engine, "before_cursor_execute", hear)

    assert counts == [5, 5]  # the subscription and its person, the seats, the settings, the sessions, the meetings


# A session as a file


def test_a_session_is_a_file_to_take_away(db: Db, people: Cast, as_: As) -> None:
    plan(db, people)
    client = as_(people.secretary_brussels)

    answer = client.get("/sessions/2027-1.ics")

    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    assert [event["SUMMARY"] for event in wire.events(answer.data)] == ["Dialogue session HLD/2027/1"]
    assert answer.headers["Cache-Control"] == "no-store"
    assert b"REFRESH-INTERVAL" not in answer.data
    assert "a copy of today: it stays as it is" in client.get("/sessions/2027-1").text
    assert "is a copy: it stays as it is" in client.get("/calendar").text
    again = client.get("/sessions/2027-1.ics", headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_a_session_is_a_file_only_to_its_own(db: Db, people: Cast, as_: As) -> None:
    seat(db, people, people.delegate_nato, plan(db, people, "2027-05-11T09:30"))
    seat(db, people, people.delegate_kosovo, plan(db, people, "2027-11-09T09:30"))
    path = "/sessions/2027-1.ics"

    for _ in range(2):  # the second time from what was kept
        answers = [as_(who).get(path).status_code for who in (people.delegate_nato, people.outsider, None)]
        assert answers == [200, 404, 302]
        assert as_(people.delegate_kosovo).get(path).status_code in {403, 404}


def test_a_file_ends_with_the_sign_in(db: Db, people: Cast, as_: As, clock: Clock) -> None:
    plan(db, people)
    client = as_(people.secretary_brussels)
    assert client.get("/sessions/2027-1.ics").status_code == 200

    submit(client, "/sign-out")

    assert client.get("/sessions/2027-1.ics").status_code == 302


def test_a_file_that_is_kept_ends_with_the_time_of_the_sign_in(db: Db, people: Cast, as_: As, clock: Clock) -> None:
    plan(db, people)
    client = as_(people.secretary_brussels)
    clock.later(hours=11, minutes=59)
    client.get("/sessions/2027-1.ics")
    assert client.get("/sessions/2027-1.ics").status_code == 200

    clock.later(minutes=1)

    assert client.get("/sessions/2027-1.ics").status_code == 302
