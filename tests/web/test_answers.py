"""Answers to invitations: given on a page, heard by a secretary, a substitute, and who knows of what was said."""

import datetime as dt

import pytest
from sqlalchemy import func, select

from dialogue.actions import invitations
from dialogue.domain.delegations import Answer, Capacity, Listing, Needs, Participant, ParticipantState, Reply, Route
from dialogue.domain.notices import WAIT, Dispatch, Notice, NoticeKind
from dialogue.domain.people import Person
from tests.web.browser import key, submit
from tests.web.test_participants import HERE, enter, heads, name, plan, words_of

AT = dt.datetime(2026, 11, 1, 9, tzinfo=dt.UTC)
STARTS = dt.datetime(2027, 5, 11, 9, 30)
OWN = "/sessions/2027-1/answer"
SIDES = ("secretary_brussels", "secretary_prishtina", "chair_nato", "delegate_kosovo", "chair_kosovo")
COMES = {"reply": "accepted", "listed": "participants"}


@pytest.fixture
def session(people, db):
    made = plan(people, db, STARTS)
    made.convene(by=people.secretary_brussels, at=AT)
    db.commit()
    return made


@pytest.fixture
def niels(db, people, session):
    heads(db, session, people)
    name(db, session, people.delegate_kosovo)
    return name(db, session, people.delegate_nato)


def seat_of(db, person):
    return db.scalars(select(Participant).where(Participant.person_id == person.id)).one()


def shown(seat, **more):
    """What the page of that seat carries, and what is typed on it."""
    return {"dates_and_city": seat.dates_and_city, "base_version": str(seat.version), **more}


def answers(db, seat):
    db.expire_all()
    own = select(Answer).where(Answer.participant_id == seat.id).order_by(Answer.id)
    return [(one.reply, one.route, one.by_id) for one in db.scalars(own)]


def test_a_link_answers_nothing_and_the_button_does(people, as_, niels, db):
    browser = as_(people.delegate_nato)
    page = browser.get(OWN)
    assert "You have not answered yet." in page.text
    assert answers(db, niels) == []

    sent = submit(browser, OWN, shown(niels, **COMES, note="With the night train."))

    assert (sent.status_code, sent.location) == (303, OWN)
    assert answers(db, niels) == [(Reply.ACCEPTED, Route.PAGE, people.delegate_nato.id)]
    assert seat_of(db, people.delegate_nato).listed is Listing.PARTICIPANTS
    assert "With the night train." in browser.get(OWN).text


def test_what_was_said_stands_in_the_form_so_that_another_need_drops_no_note(people, as_, niels, db):
    browser = as_(people.delegate_nato)
    submit(browser, OWN, shown(niels, reply="regrets", note="A visit.", substitute="Nina Substitute"))

    page = browser.get(OWN).text

    assert ">A visit.</textarea>" in page.replace("\r\n", "")
    assert 'value="Nina Substitute"' in page
    again = shown(seat_of(db, people.delegate_nato), **COMES, note="A visit.", substitute="Nina Substitute")
    assert submit(browser, OWN, again).status_code == 303
    assert seat_of(db, people.delegate_nato).newest_answer.substitute == ""


def test_pressed_twice_or_sent_twice_it_is_one_answer(people, as_, niels, db):
    browser = as_(people.delegate_nato)
    pressed = key(browser)
    for _ in range(2):
        assert submit(browser, OWN, shown(niels, **COMES), form_key=pressed).status_code == 303

    assert submit(browser, OWN, shown(seat_of(db, people.delegate_nato), **COMES)).status_code == 303
    assert len(answers(db, niels)) == 1


def test_whoever_comes_says_once_in_which_lists_it_stands(people, as_, niels, db):
    browser = as_(people.delegate_nato)

    missing = submit(browser, OWN, shown(niels, reply="accepted", note="A long note."))

    assert (missing.status_code, answers(db, niels)) == (422, [])
    assert "A long note." in missing.text
    assert submit(browser, OWN, shown(niels, reply="regrets")).status_code == 303


@pytest.mark.parametrize("reply", ["", "perhaps", "declined"])
def test_only_the_three_words_are_answers(people, as_, niels, db, reply):
    assert submit(as_(people.delegate_nato), OWN, shown(niels, reply=reply, listed="public")).status_code == 422
    assert answers(db, niels) == []


def test_a_date_that_was_not_on_the_page_is_not_accepted(people, as_, niels, session, db):
    seen = shown(niels, **COMES, note="Gladly.")
    moved = db.merge(session)
    moved.reschedule(
        STARTS + dt.timedelta(days=7),
        STARTS + dt.timedelta(days=7, hours=7),
        due=None,
        base=moved.version,
        by=people.secretary_brussels,
        at=AT,
    )
    db.commit()
    browser = as_(people.delegate_nato)

    sent = submit(browser, OWN, seen)

    assert (sent.status_code, answers(db, niels)) == (409, [])
    assert "another date or place" in sent.text
    assert "Gladly." in sent.text


def test_after_a_move_the_page_asks_to_confirm_again(people, as_, niels, session, db):
    browser = as_(people.delegate_nato)
    submit(browser, OWN, shown(niels, **COMES))
    moved = db.merge(session)
    moved.move(
        db.merge(people.prishtina),
        "Palace",
        "",
        "Asked for",
        due=None,
        base=moved.version,
        by=db.merge(people.chair_nato),
        at=AT,
    )
    db.commit()

    assert "Please confirm again" in browser.get(OWN).text
    assert "1 to reconfirm" in as_(people.secretary_prishtina).get(HERE).text


def test_of_two_who_record_at_once_the_second_sees_that_it_was_second(people, as_, niels, db):
    opened = shown(niels, **COMES, told="By telephone", interpretation="French")
    assert submit(as_(people.delegate_nato), OWN, shown(niels, reply="regrets")).status_code == 303

    late = submit(as_(people.secretary_brussels), f"{HERE}/{niels.id}/answer", opened)

    assert (late.status_code, len(answers(db, niels))) == (409, 1)
    assert "By telephone" in late.text


# Regrets


def test_whoever_sends_regrets_says_who_comes_instead_and_its_side_names_that_person(people, as_, niels, db):
    nina = enter(db, people.nato, "Nina", "Substitute")
    sent = submit(as_(people.delegate_nato), OWN, shown(niels, reply="regrets", substitute="Nina Substitute, adviser"))
    assert sent.status_code == 303
    told = [who for who in SIDES if "Nina Substitute, adviser" in as_(getattr(people, who)).get(HERE).text]
    assert told == ["secretary_brussels", "chair_nato"]

    named = {"person": nina.id, "capacity": "member", "instead_of": niels.id}
    assert submit(as_(people.secretary_brussels), f"{HERE}/nato/nominate", named).status_code == 303

    seat = seat_of(db, nina)
    assert (seat.state, seat.instead_of_id) == (ParticipantState.NOMINATED, niels.id)
    told = [who for who in SIDES if "In this place: Nina Substitute" in as_(getattr(people, who)).get(HERE).text]
    assert told == ["secretary_brussels", "chair_nato"]


def test_in_the_place_of_whoever_comes_or_of_another_side_nobody_is_named(people, as_, niels, db):
    nina, browser = enter(db, people.nato, "Nina", "Substitute"), as_(people.secretary_brussels)
    submit(as_(people.delegate_kosovo), OWN, shown(seat_of(db, people.delegate_kosovo), reply="regrets"))

    for other in (niels.id, seat_of(db, people.delegate_kosovo).id, 999999):
        named = {"person": nina.id, "capacity": "member", "instead_of": other}
        assert submit(browser, f"{HERE}/nato/nominate", named).status_code == 404
    assert db.scalars(select(Participant).where(Participant.person_id == nina.id)).all() == []


def test_a_substitute_without_regrets_is_asked_about(people, as_, niels, db):
    sent = submit(as_(people.delegate_nato), OWN, shown(niels, **COMES, substitute="Nina Substitute"))

    assert (sent.status_code, answers(db, niels)) == (422, [])
    assert "Nina Substitute" in sent.text


# Recorded by a secretary


def test_the_secretary_of_that_side_records_what_it_was_told(people, as_, niels, db):
    page = f"{HERE}/{niels.id}/answer"
    heard = {"reply": "tentative", "told": "By telephone, his office", "heard": "2026-10-30T10:00"}

    sent = submit(as_(people.secretary_brussels), page, shown(niels, **heard))

    assert sent.status_code == 303
    assert answers(db, niels) == [(Reply.TENTATIVE, Route.TOLD, people.secretary_brussels.id)]
    assert "By telephone, his office" in as_(people.delegate_nato).get(OWN).text
    assert "By telephone, his office" in as_(people.secretary_brussels).get(HERE).text
    assert "By telephone, his office" not in as_(people.secretary_prishtina).get(HERE).text


def test_what_was_heard_before_the_persons_own_answer_does_not_count(people, as_, clock, niels, db):
    submit(as_(people.delegate_nato), OWN, shown(niels, reply="regrets"))
    clock.later(hours=1)
    seat, before = seat_of(db, people.delegate_nato), dt.datetime(2026, 1, 1, 10)

    heard = shown(seat, reply="accepted", told="By telephone", heard=before.isoformat(timespec="minutes"))
    assert submit(as_(people.secretary_brussels), f"{HERE}/{niels.id}/answer", heard).status_code == 303

    assert len(answers(db, niels)) == 2
    assert seat_of(db, people.delegate_nato).sent_regrets


@pytest.mark.parametrize(
    ("who", "status"),
    [("secretary_prishtina", 403), ("chair_nato", 403), ("delegate_nato", 403), ("focal_kosovo", 404), ("admin", 404)],
)
def test_nobody_else_records_for_somebody(people, as_, niels, db, who, status):
    sent = submit(as_(getattr(people, who)), f"{HERE}/{niels.id}/answer", shown(niels, **COMES, told="By telephone"))

    assert (sent.status_code, answers(db, niels)) == (status, [])


# Who is asked, and who knows


def test_a_focal_point_answers_nothing(people, as_, niels, session, db):
    name(db, db.merge(session), people.focal_kosovo, Capacity.FOCAL_POINT)

    assert as_(people.focal_kosovo).get(OWN).status_code == 403
    assert "Answer the invitation" not in as_(people.focal_kosovo).get(HERE).text


@pytest.mark.parametrize("who", ["outsider", "admin", "cohost_university", "observer"])
def test_for_whoever_has_no_seat_there_is_no_such_page(people, as_, niels, who):
    assert as_(getattr(people, who)).get(OWN).status_code == 404


def test_whoever_is_withdrawn_or_closed_answers_no_more(people, as_, niels, db):
    browser, form = as_(people.delegate_nato), shown(niels, **COMES)
    seat_of(db, people.delegate_nato).withdraw(by=people.secretary_brussels, at=AT)
    db.commit()
    assert browser.get(OWN).status_code == 404
    assert submit(browser, OWN, form).status_code == 404

    browser, form = as_(people.delegate_kosovo), shown(seat_of(db, people.delegate_kosovo), **COMES)
    db.get_one(Person, people.delegate_kosovo.id).active = False
    db.commit()
    assert submit(browser, OWN, form).status_code in (302, 303, 401, 404)
    assert db.scalar(select(func.count()).select_from(Answer)) == 0


def test_of_a_cancelled_session_the_page_says_so_in_the_place_of_its_form(people, as_, niels, session, db):
    db.merge(session).cancel("Snow.", by=people.secretary_brussels, at=AT)
    db.commit()
    browser = as_(people.delegate_nato)

    assert "This session is cancelled; there is nothing to answer any more." in browser.get(OWN).text
    assert submit(browser, OWN, shown(niels, **COMES)).status_code == 409


def test_who_has_not_answered_is_known_to_secretaries_and_to_those_who_name(people, as_, niels, session, db):
    name(db, db.merge(session), people.focal_kosovo, Capacity.FOCAL_POINT)
    submit(as_(people.delegate_kosovo), OWN, shown(seat_of(db, people.delegate_kosovo), **COMES))

    sides = {one.slug: f"Answers: {one.long_name}" for one in (people.nato, people.kosovo)}

    def reads(who):
        page = as_(getattr(people, who)).get(HERE).text
        return [slug for slug, told in sides.items() if told in page]

    assert reads("secretary_brussels") == reads("secretary_prishtina") == ["nato", "kosovo"]
    assert reads("focal_kosovo") == reads("chair_kosovo") == ["kosovo"]
    assert reads("chair_nato") == ["nato"]
    assert reads("delegate_nato") == reads("delegate_kosovo") == []


def test_what_somebody_needs_is_for_the_secretariat_and_the_person(people, as_, niels, session, db):
    needs = {"interpretation": "Albanian into Dutch", "access": "A ramp at the door"}
    assert submit(as_(people.delegate_nato), OWN, shown(niels, **COMES, **needs)).status_code == 303

    def reads(who, page):
        answer = as_(getattr(people, who)).get(page)
        return [one for one in needs.values() if answer.status_code == 200 and one in words_of(answer)]

    both = list(needs.values())
    assert reads("secretary_brussels", HERE) == reads("secretary_prishtina", HERE) == both
    assert reads("delegate_nato", OWN) == both
    for who in ("chair_nato", "delegate_nato", "chair_kosovo", "delegate_kosovo"):
        assert reads(who, HERE) == reads(who, f"{HERE}.docx") == []


def test_needs_go_when_they_are_taken_back_and_when_the_place_does(people, as_, niels, db):
    browser = as_(people.delegate_nato)
    submit(browser, OWN, shown(niels, **COMES, access="A ramp"))
    assert db.scalars(select(Needs.access)).all() == ["A ramp"]

    submit(browser, OWN, shown(seat_of(db, people.delegate_nato), **COMES, interpretation="Dutch"))
    assert db.execute(select(Needs.interpretation, Needs.access)).all() == [("Dutch", "")]

    seat_of(db, people.delegate_nato).withdraw(by=people.secretary_brussels, at=AT)
    db.commit()
    assert db.scalars(select(Needs)).all() == []


def test_a_list_names_who_agreed_to_it_and_the_co_chairs_read_every_name(people, as_, niels, db):
    assert submit(as_(people.delegate_nato), OWN, shown(niels, reply="accepted", listed="chairs")).status_code == 303

    def reads(who, page):
        return "Niels Delegate" in words_of(as_(getattr(people, who)).get(page))

    paper, page = f"{HERE}.docx", HERE
    everybody = ("secretary_brussels", "secretary_prishtina", "chair_nato", "chair_kosovo", "delegate_kosovo")
    assert [who for who in everybody if reads(who, page)] == list(everybody[:-1])
    assert [who for who in everybody if reads(who, paper)] == []
    assert "N.N." in words_of(as_(people.delegate_kosovo).get(paper))


def test_whoever_sent_regrets_stands_in_no_list(people, as_, niels, db):
    submit(as_(people.delegate_nato), OWN, shown(niels, reply="regrets"))

    for who in ("delegate_kosovo", "chair_kosovo"):
        assert "Niels Delegate" not in as_(getattr(people, who)).get(HERE).text
    for who in ("secretary_brussels", "secretary_prishtina", "chair_nato"):
        assert "Niels Delegate" in as_(getattr(people, who)).get(HERE).text
    assert "Niels Delegate" not in words_of(as_(people.secretary_brussels).get(f"{HERE}.docx"))


# Reminders

REMIND = f"{HERE}/remind"


@pytest.fixture
def invited(db, people, session, niels):
    """The invitations of all four wait in the outbox."""
    for seat in db.scalars(select(Participant)):
        invitations.accredited(seat, by=people.secretary_brussels, at=AT)
    db.commit()


def reminded(db):
    told = select(Notice).join(Notice.dispatch).where(Dispatch.kind == NoticeKind.UNANSWERED.value)
    return sorted((one.recipient.name, one.subject) for one in db.scalars(told))


def test_whoever_has_not_answered_is_reminded_once_a_day_and_nobody_else(people, as_, clock, niels, invited, db):
    submit(as_(people.delegate_nato), OWN, shown(niels, **COMES))
    browser = as_(people.secretary_brussels)
    page = browser.get(REMIND).text
    assert [who for who in ("Nora Chair", "Kaltrina Chair", "Krenar Delegate", "Niels") if who in page] == [
        "Nora Chair", "Kaltrina Chair", "Krenar Delegate",
    ]  # fmt: skip
    assert reminded(db) == []

    assert submit(browser, REMIND).status_code == 303
    please = "Please answer the invitation: HLD/2027/1"
    first = [("Kaltrina Chair", please), ("Krenar Delegate", please), ("Nora Chair", please)]
    assert reminded(db) == first
    for again in (browser, as_(people.secretary_prishtina)):
        assert submit(again, REMIND).status_code == 409
    assert reminded(db) == first

    clock.later(hours=25)
    assert submit(as_(people.secretary_prishtina), REMIND).status_code == 303
    assert len(reminded(db)) == 6


def test_the_address_in_a_reminder_opens_the_page_that_answers(people, as_, niels, invited, db):
    submit(as_(people.secretary_brussels), REMIND)

    (path,) = set(db.scalars(select(Notice.path).join(Notice.dispatch).where(Dispatch.kind == NoticeKind.UNANSWERED)))

    assert path == OWN
    assert as_(people.delegate_kosovo).get(path).status_code == 200


def test_a_reminder_that_was_taken_back_has_reminded_nobody(people, as_, niels, invited, db):
    browser = as_(people.secretary_brussels)
    submit(browser, REMIND)
    sent = db.scalars(select(Dispatch).where(Dispatch.kind == NoticeKind.UNANSWERED.value)).one()
    assert submit(browser, f"/notices/dispatches/{sent.id}/undo").status_code == 303

    assert submit(browser, REMIND).status_code == 303


def test_whom_the_invitation_did_not_reach_is_sent_that_and_reminded_of_nothing(people, as_, clock, niels, invited, db):
    """Taken back, refused, come back: each never got it. A second reminder on that day is refused all the same."""
    all_of_them = select(Notice).join(Notice.dispatch).where(Dispatch.kind == NoticeKind.INVITED).order_by(Notice.id)
    taken, refused, back, arrived = db.scalars(all_of_them)
    taken.dispatch.undo(by=people.secretary_brussels, at=AT)
    for one in (refused, back, arrived):
        one.claim(at=AT + WAIT)
    refused.refuse("550 no such user", at=AT + WAIT)
    back.sent(at=AT + WAIT)
    back.bounce(by=None, at=AT + WAIT)
    arrived.sent(at=AT + WAIT)
    names, last = {one.recipient.name for one in (taken, refused, back)}, arrived.recipient.name
    db.commit()
    clock.at = AT + 2 * WAIT
    browser = as_(people.secretary_brussels)
    page = browser.get(REMIND).text
    assert ("Invitation: HLD/2027/1" in page, "Remind 4 people" in page) == (True, True)

    assert submit(browser, REMIND).status_code == 303

    found = [one for one in db.scalars(all_of_them) if one.dispatch.made_at == clock.at]
    assert {one.recipient.name for one in found} == names
    assert all("You are invited to HLD/2027/1" in one.body for one in found)
    assert reminded(db) == [(last, "Please answer the invitation: HLD/2027/1")]
    assert submit(browser, REMIND).status_code == 409
    clock.later(hours=25)
    again = submit(as_(people.secretary_prishtina), REMIND)
    assert again.status_code == 303  # the invitations wait in the outbox: now they are reminded of them
    assert {who for who, _ in reminded(db)} == {*names, last}


def test_where_everybody_has_answered_there_is_nobody_to_remind(people, as_, niels, session, db):
    for who in ("chair_nato", "chair_kosovo", "delegate_nato", "delegate_kosovo"):
        person = getattr(people, who)
        submit(as_(person), OWN, shown(seat_of(db, person), reply="regrets"))

    browser = as_(people.secretary_brussels)
    assert "Nobody is to be reminded" in browser.get(REMIND).text
    assert submit(browser, REMIND).status_code == 409
    assert "Remind those who have not answered" not in browser.get(HERE).text
