"""Invitations over a mail server: what the one recipient gets, in which order, and nothing that no longer holds."""

from dataclasses import replace

import icalendar
import pytest
import vobject
from sqlalchemy import func, select

from dialogue import access
from dialogue.actions import answers, changes, departures, invitations
from dialogue.actions.answers import Said, take
from dialogue.config import Config
from dialogue.domain.changes import ChangeKind, Wish
from dialogue.domain.delegations import Capacity, Reply
from dialogue.domain.notices import IN_ORDER, LEASE, WAIT, Notice, NoticeKind, NoticeState
from dialogue.domain.notices import due as due_at
from dialogue.domain.people import Person
from dialogue.notifications import invitations as letters
from dialogue.notifications.outbox import send_due
from dialogue.queries import feeds
from dialogue.rendering.icalendar import render
from tests import walk, wire
from tests.cast import enter
from tests.factories import AT, DAY, HOUR
from tests.post import Office, once, served

MINUTE = HOUR / 60


@pytest.fixture
def cast(db):
    return enter(db)


@pytest.fixture
def session(db, cast):
    made = walk.plan(db, cast)
    made.venue, made.address = "Palace of Meetings", "Main Street 1"
    return made


@pytest.fixture
def seats(db, cast, session):
    return walk.delegations(db, cast, session)


@pytest.fixture(scope="module")
def office():
    with served(Office()) as opened:
        yield opened


@pytest.fixture
def config(data_dir, database, office):
    office.letters.clear()
    office.mood = None
    return Config(
        data_dir=data_dir, database_url=database.url, base_url="http://localhost", secret_key="k" * 32,
        smtp_url=office.url, mail_from="Joint Secretariat <secretariat@dialogue.example>",
    )  # fmt: skip


@pytest.fixture
def convened(db, cast, session, seats, clock):
    invitations.convene(session, by=cast.secretary_brussels, at=AT)
    db.commit()
    clock.at = AT + WAIT
    return session


def parts(letter):
    return {one.get_content_type(): one for one in letter.walk() if not one.is_multipart()}


def calendar(letter):
    return icalendar.Calendar.from_ical(parts(letter)["text/calendar"].get_payload(decode=True))


def to(office, who):
    return [letter for letter in office.letters if letter["To"].addresses[0].username == who]


def methods(office, who):
    return [str(calendar(letter).method) for letter in to(office, who)]


def test_each_gets_the_entry_of_the_own_feed_and_learns_of_nobody_else(db, cast, convened, config, office, clock):
    send_due(config, clock)

    addresses = {one.email for one in db.scalars(select(Person))}
    invited = [letter for letter in office.letters if "text/calendar" in parts(letter)]
    assert len(invited) == 4
    for letter in invited:
        (mine,) = [one.addr_spec for one in letter["To"].addresses]
        whole = letter.as_string() + "".join(
            one.get_payload(decode=True).decode() for one in letter.walk() if not one.is_multipart()
        )
        assert {address for address in addresses if address in whole} == {mine}
        held = access.standing(db.scalars(select(Person).where(Person.email == mine)).one(), clock())
        feed = render([feeds.single(convened, held, address=lambda path: f"http://localhost{path}")])
        body = parts(letter)["text/calendar"].get_payload(decode=True)
        extra = ("ATTENDEE", "ORGANIZER", "METHOD")
        assert [line for line in wire.lines(body) if not line.startswith(extra)] == wire.lines(feed)


def test_who_has_no_account_is_invited_and_not_told_to_sign_in(cast, session, seats):
    seat = seats["delegate_nato"]
    ways = (lambda: letters.invited(seat, AT), lambda: letters.unanswered(seat), lambda: letters.uninvited(seat))
    with_one = [way() for way in ways]
    seat.person.password_hash = None

    without = [way() for way in ways]

    assert ("signed in" in with_one[0].body, "signed in" in without[0].body) == (True, False)
    assert ("on the page below" in with_one[1].body, "on the page below" in without[1].body) == (True, False)
    assert all("in your own words as an answer to this mail" in one.body for one in without[:2])
    answer = f"/sessions/{session.ref}/answer"
    assert [one.path for one in with_one] == [answer, answer, "/"]
    assert [one.path for one in without] == ["", "", ""]


def test_a_mail_without_a_page_ends_with_its_words(db, session, seats, cast, config, office, clock):
    seats["delegate_nato"].person.password_hash = None
    invitations.convene(session, by=cast.secretary_brussels, at=AT)
    db.commit()
    clock.at = AT + WAIT
    send_due(config, clock)
    found = parts(to(office, "delegate.nato")[0])

    page, plain = (found[f"text/{kind}"].get_content() for kind in ("html", "plain"))

    assert "href" not in page
    assert plain.rstrip().endswith("nobody else does.")


def test_a_mail_client_finds_words_a_request_and_the_same_as_a_file(convened, config, office, clock):
    send_due(config, clock)
    (letter,) = to(office, "chair.kosovo")
    found = parts(letter)

    assert [one.get_content_type() for one in letter.walk()] == [
        "multipart/mixed", "multipart/alternative", "text/plain", "text/html", "text/calendar", "application/ics",
    ]  # fmt: skip
    assert dict(found["text/calendar"]["Content-Type"].params) == {
        "method": "REQUEST", "component": "VEVENT", "charset": "utf-8",
    }  # fmt: skip
    assert found["application/ics"].get_payload(decode=True) == found["text/calendar"].get_payload(decode=True)
    (event,) = calendar(letter).events
    (asked,) = event.attendees
    assert (str(asked), str(asked.params["PARTSTAT"]), asked.params["RSVP"]) == (
        "mailto:chair.kosovo@kosovo.example", "NEEDS-ACTION", "TRUE",
    )  # fmt: skip
    assert (
        str(event.organizer)
        == "mailto:secretariat@dialogue.example"
        == f"mailto:{letter['From'].addresses[0].addr_spec}"
    )
    assert (str(event["STATUS"]), event.sequence) == ("CONFIRMED", convened.revision + 1)
    assert str(event.location) == "Palace of Meetings, Main Street 1, Brussels"
    other = vobject.readOne(found["text/calendar"].get_payload(decode=True).decode())
    assert [one.uid.value for one in other.vevent_list] == [convened.uid]


def test_its_html_says_the_same_loads_nothing_and_has_no_button(convened, config, office, clock):
    send_due(config, clock)
    found = parts(to(office, "chair.kosovo")[0])
    page, plain = (found[f"text/{kind}"].get_content() for kind in ("html", "plain"))

    assert page.count("href=") == 1
    assert f'href="http://localhost/sessions/{convened.ref}' in page
    assert not any(word in page.lower() for word in ("<img", "src=", "<form", "<button", "<link", "<style", "script"))
    for line in filter(None, plain.splitlines()):
        assert line in page


def test_the_same_mail_is_the_same_bytes_on_every_try(db, convened, config, office, clock):
    office.mood = once("451 later")
    send_due(config, clock)
    clock.later(hours=1)
    send_due(config, clock)

    assert len(office.letters) == db.scalar(select(func.count(Notice.id))) > 4
    assert {one.attempts for one in db.scalars(select(Notice).execution_options(populate_existing=True))} == {2}


def withdraw(db, cast, seats, clock):
    departures.withdraw_seat(seats["delegate_kosovo"], by=cast.secretary_prishtina, at=clock())
    db.commit()


def test_who_was_invited_and_is_withdrawn_gets_a_cancel_that_does_not_cancel_the_session(
    db, cast, convened, seats, config, office, clock
):
    send_due(config, clock)
    withdraw(db, cast, seats, clock)
    clock.later(minutes=1)
    send_due(config, clock)

    first, second = to(office, "delegate.kosovo")
    (invited,), (out,) = calendar(first).events, calendar(second).events
    assert methods(office, "delegate.kosovo") == ["REQUEST", "CANCEL"]
    assert "STATUS" not in out and not str(out["SUMMARY"]).startswith("CANCELLED")
    assert str(out.uid) == str(invited.uid) and out.sequence > invited.sequence
    assert out.location is None or "Palace" not in str(out.location)
    assert all(methods(office, who) == ["REQUEST"] for who in ("chair.kosovo", "chair.nato", "delegate.nato"))


def test_who_was_never_invited_gets_the_words_without_a_part(db, cast, session, seats, config, office, clock):
    db.commit()
    clock.at = AT
    withdraw(db, cast, seats, clock)
    clock.later(minutes=1)
    send_due(config, clock)

    (letter,) = to(office, "delegate.kosovo")
    assert letter.get_content_type() == "text/plain"


def test_a_withdrawal_waits_for_an_invitation_that_is_on_its_way(db, cast, convened, seats, config, office, clock):
    """Another process holds the invitation and talks to the mail server; only when that is settled goes the other."""
    mine = db.scalars(due_at(clock())).all()
    (in_hand,) = [one for one in mine if one.recipient is cast.delegate_kosovo]
    in_hand.claim(at=clock())
    db.commit()
    withdraw(db, cast, seats, clock)
    clock.later(minutes=2)
    send_due(config, clock)
    assert methods(office, "delegate.kosovo") == []

    in_hand.sent(at=clock())
    db.commit()
    send_due(config, clock)
    assert methods(office, "delegate.kosovo") == ["CANCEL"]


def test_an_invitation_that_failed_in_hand_and_no_longer_holds_is_not_tried_again(
    db, cast, convened, seats, config, office, clock
):
    (in_hand,) = [one for one in db.scalars(due_at(clock())) if one.recipient is cast.delegate_kosovo]
    in_hand.claim(at=clock())
    db.commit()
    withdraw(db, cast, seats, clock)
    clock.later(seconds=LEASE.total_seconds() + 60)
    send_due(config, clock)

    db.expire_all()
    assert in_hand.state is NoticeState.CALLED_BACK
    assert [letter["Subject"].split(":")[0] for letter in to(office, "delegate.kosovo")] == ["You no longer take part"]


@pytest.mark.parametrize("answer", ["451 4.7.1 greylisted", "drop"])
def test_under_retry_no_cancel_overtakes_its_request(db, cast, convened, seats, config, office, clock, answer):
    """The server defers the first try of every mail; the place ends, and is given back, while the mails still wait."""
    office.mood = once(answer)
    seat = seats["delegate_kosovo"]
    for turn in range(8):
        send_due(config, clock)
        clock.later(minutes=7)
        if turn == 2:
            withdraw(db, cast, seats, clock)
        if turn == 4:
            seat = seat.delegation.nominate(seat.person, Capacity.MEMBER, by=cast.secretary_prishtina, at=clock())
            seat.accredit(by=cast.secretary_prishtina, at=clock())
            invitations.accredited(seat, by=cast.secretary_prishtina, at=clock())
            db.commit()

    told = [calendar(one).events[0].sequence for one in to(office, "delegate.kosovo") if "text/calendar" in parts(one)]
    assert told == sorted(told) and methods(office, "delegate.kosovo")[-1] == "REQUEST"
    assert not db.scalars(due_at(clock() + DAY)).all()


def test_a_reminder_to_answer_goes_to_nobody_who_has_answered_since_and_says_why_it_asks(
    db, cast, convened, seats, config, office, clock
):
    """By the page, by a mail or by word: it is judged when it goes. To a session that has moved it asks anew."""
    send_due(config, clock)
    office.letters.clear()
    take(seats["delegate_nato"], Said(reply=Reply.ACCEPTED), by=cast.delegate_nato, at=clock())
    answers.remind(convened, by=cast.secretary_brussels, at=clock())
    for who, reply in (("chair_nato", Reply.TENTATIVE), ("chair_kosovo", Reply.REGRETS)):
        take(seats[who], Said(reply=reply, told="By telephone"), by=cast.secretary_brussels, at=clock())
    db.flush()
    to = replace(convened.appointment, starts=convened.starts + 7 * DAY, ends=convened.ends + 7 * DAY)
    convened.rearrange(to, due=None, base=convened.version, by=cast.secretary_brussels, at=clock())
    db.commit()
    clock.at += WAIT

    send_due(config, clock)

    subjects = {one["To"].addresses[0].username: one["Subject"] for one in office.letters}
    anew, first = "Please confirm again: HLD/2027/1", "Please answer the invitation: HLD/2027/1"
    assert subjects == {"chair.nato": anew, "delegate.kosovo": first}
    fates = {
        one.recipient.name: one.state for one in db.scalars(select(Notice)) if one.dispatch.kind == "reminder to answer"
    }
    assert fates["Kaltrina Chair"] is NoticeState.UNDONE


def test_an_invitation_that_was_taken_back_is_sent_as_one_by_the_reminder(db, cast, convened, config, office, clock):
    """To whoever has no account as well, who cannot be reminded of anything."""
    cast.delegate_kosovo.password_hash = None
    (telling,) = {one.dispatch for one in db.scalars(select(Notice)) if one.dispatch.kind == NoticeKind.INVITED}
    telling.undo(by=cast.secretary_brussels, at=AT)
    answers.remind(convened, by=cast.secretary_prishtina, at=AT + HOUR)
    db.commit()
    clock.at = AT + HOUR + WAIT
    send_due(config, clock)

    for who in ("delegate.kosovo", "chair.kosovo", "delegate.nato", "chair.nato"):
        assert methods(office, who) == ["REQUEST"]
        assert to(office, who)[0]["Subject"].startswith("Invitation: HLD/2027/1")


def test_every_kind_that_goes_in_order_has_its_method():
    assert set(letters.METHODS) == set(IN_ORDER)


# What becomes of the session


def change(db, cast, session, kind, at, **to):
    """Proposed by one secretary, in force with the other."""
    wanted = Wish(kind, session, replace(session.appointment, **to), "The hall burnt down.", "")
    made = changes.propose(wanted, base=session.version, by=cast.secretary_brussels, at=at, heeds=lambda _found: True)
    changes.consent(made, by=cast.secretary_prishtina, at=at)
    db.commit()


def events(office, who):
    return [
        (str(calendar(one).method), calendar(one).events[0]) for one in to(office, who) if "text/calendar" in parts(one)
    ]


def test_another_date_and_then_the_end_of_it_reach_the_calendars_of_the_invited_alone(
    db, cast, convened, config, office, clock
):
    walk.engagement(db, cast, convened)
    db.commit()
    send_due(config, clock)
    week = {"starts": convened.starts + 7 * DAY, "ends": convened.ends + 7 * DAY}
    for kind, moved in ((ChangeKind.MOVE, week), (ChangeKind.CANCEL, {})):
        change(db, cast, convened, kind, clock.later(hours=1), **moved)
        clock.later(minutes=2)
        send_due(config, clock)

    invited, moved, off = events(office, "chair.kosovo")
    assert [one[0] for one in (invited, moved, off)] == ["REQUEST", "REQUEST", "CANCEL"]
    assert moved[1].start - invited[1].start == 7 * DAY == off[1].start - invited[1].start
    assert invited[1].sequence < moved[1].sequence < off[1].sequence
    assert str(off[1]["STATUS"]) == "CANCELLED" and str(moved[1]["STATUS"]) == "CONFIRMED"
    assert {str(one["UID"]) for _, one in (invited, moved, off)} == {convened.uid}
    assert events(office, "focal.kosovo") == events(office, "cohost") == []


def test_a_cancellation_waits_for_the_news_of_before_that_is_on_its_way(db, cast, convened, config, office, clock):
    send_due(config, clock)
    change(db, cast, convened, ChangeKind.MOVE, clock.later(hours=1), starts=convened.starts + HOUR)
    clock.later(minutes=2)
    (in_hand,) = [one for one in db.scalars(due_at(clock())) if one.recipient is cast.chair_kosovo]
    in_hand.claim(at=clock())
    change(db, cast, convened, ChangeKind.CANCEL, clock())
    clock.later(minutes=2)
    send_due(config, clock)
    assert [method for method, _ in events(office, "chair.kosovo")] == ["REQUEST"]

    in_hand.sent(at=clock())
    db.commit()
    send_due(config, clock)
    assert [method for method, _ in events(office, "chair.kosovo")] == ["REQUEST", "CANCEL"]
