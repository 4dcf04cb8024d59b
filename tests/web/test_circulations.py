"""The silence procedure over HTTP: from the proposal to the receipt, who sees what of a round, and the ways out of a
hold."""

import datetime as dt
import io
import re
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from dialogue import i18n
from dialogue.actions import accounts, acts, rounds, texts
from dialogue.domain import delegations
from dialogue.domain.minutes import Minutes, MinutesState
from dialogue.domain.notices import Dispatch, NoticeKind, NoticeState
from dialogue.domain.people import Person
from dialogue.domain.sessions import ZONE
from dialogue.domain.signins import KeptForm, SignIn
from dialogue.domain.silence import (
    Category,
    Circulation,
    CirculationState,
    Objection,
    ObjectionKind,
    Part,
    Profile,
    Route,
    latest_service,
)
from dialogue.domain.tokens import digest
from dialogue.operations import beats
from tests import silent, walk
from tests.factories import DAY, HOUR
from tests.stories.hand import Hand
from tests.web.browser import submit

MINUTE = dt.timedelta(minutes=1)
SILENCE = "If nobody objects, this text is approved"


@pytest.fixture
def minutes(db, people, clock):
    """A final draft, and the clock shows the day after."""
    made = walk.to_final_draft(db, people)
    clock.at = made.session.ends_at + 3 * DAY
    return made


@pytest.fixture
def round_(db, people, minutes, clock):
    """Running and served for a day; the service was there all the time."""
    made = walk.kept_up(db, people, minutes, at=clock())
    clock.at += DAY
    walk.heard(db, clock(), clock())
    db.commit()
    return made


@pytest.fixture
def sit(as_, people):
    """Whoever of the cast sits down, signed in."""

    def at_a_browser(who: str) -> Hand:
        return Hand(as_(getattr(people, who)))

    return at_a_browser


@pytest.fixture
def page(round_):
    return f"/circulations/{round_.id}"


def stands(db):
    db.rollback()
    return db.scalars(select(Circulation).order_by(Circulation.id.desc())).first()


def minutes_now(db):
    db.rollback()
    return db.scalars(select(Minutes)).one()


# The way to a round


def test_from_the_minutes_to_the_issued_round(sit, db, minutes, clock):
    ours = sit("secretary_brussels")
    ours.open(f"/sessions/{minutes.session.ref}/minutes")
    ours.follow("Put under silence…")
    ours.press("Ask both co-chairs")
    path = ours.path
    assert "Silence is proposed as the method" in ours.text
    assert "Issue the round…" not in ours.text

    for chair in ("chair_nato", "chair_kosovo"):
        hand = sit(chair)
        hand.open(path)
        hand.press("Consent to silence as the method")
    assert "Both co-chairs have consented to the method." in hand.text

    ours.open(path)
    ours.follow("Issue the round…")
    preview = ours.open(f"{path}/issue?expires=2027-06-22T15:00")
    assert "Nora Chair" in preview and "chair.nato@nato.example" in preview
    assert "If nobody objects by Tue 22 Jun 2027, 15:00 Brussels/Prishtina time (13:00 UTC)" in preview
    ours.press("Send to 4 people")
    assert SILENCE in ours.text
    assert minutes_now(db).state is MinutesState.UNDER_SILENCE
    assert "To the minutes" in sit("delegate_nato").open(path)


def test_an_expiry_that_is_too_early_is_refused_in_a_sentence(sit, db, people, minutes, clock):
    round_ = _proposed(db, people, minutes, clock)
    ours = sit("secretary_brussels")
    ours.open(f"/circulations/{round_.id}/issue?expires=2027-06-14T15:00")

    ours.press("Send to 4 people", status=409)

    assert "A silence on minutes lasts five full working days of both capitals at least." in ours.text


@pytest.mark.parametrize("field", ["expires", "down_since"])
def test_an_hour_that_the_clock_skips_or_repeats_is_no_expiry(sit, db, people, minutes, clock, field):
    round_ = _proposed(db, people, minutes, clock)
    ours, path = sit("secretary_brussels"), f"/circulations/{round_.id}/issue"
    for wall, said in (("2028-03-26T02:30", "put forward over 02:30"), ("2027-10-31T02:30", "shows 02:30 twice")):
        query = {"expires": "2027-06-22T15:00", "down_until": "2028-04-01T10:00"} | {field: wall}
        assert said in ours.open(f"{path}?{urlencode(query)}", status=422)
        assert wall in ours.page.xpath(f"//input[@name='{field}']/@value")
        answer = submit(ours.client, path, query)
        assert (answer.status_code, said in answer.text) == (422, True)
    assert stands(db).issues == []


def test_an_announced_downtime_is_announced(sit, db, people, minutes, clock):
    round_ = _proposed(db, people, minutes, clock)
    ours = sit("secretary_brussels")
    told = "The service will be down from Thu 17 Jun 2027, 02:00 Brussels/Prishtina time"

    down = "&down_since=2027-06-17T02:00&down_until=2027-06-17T03:00"
    assert told in ours.open(f"/circulations/{round_.id}/issue?expires=2027-06-22T15:00{down}")
    ours.press("Send to 4 people")

    (notice,) = db.scalars(select(Dispatch).where(Dispatch.kind == NoticeKind.ISSUE))
    assert all(told in one.body for one in notice.notices)


@pytest.mark.parametrize("until", ["", "2027-06-17T01:00"])
def test_a_downtime_without_a_true_end_is_refused(sit, db, people, minutes, clock, until):
    round_ = _proposed(db, people, minutes, clock)
    ours = sit("secretary_brussels")
    ours.open(f"/circulations/{round_.id}/issue?expires=2027-06-22T15:00")

    ours.press("Send to 4 people", status=409, down_since="2027-06-17T02:00", down_until=until)

    assert "An announced downtime" in ours.text
    assert not stands(db).issues


def test_a_holiday_that_hangs_on_the_moon_is_shown_as_estimated(sit, db, people, minutes, clock):
    round_ = _proposed(db, people, minutes, clock)
    ours = sit("secretary_brussels")

    page = ours.open(f"/circulations/{round_.id}/issue?expires=2028-03-10T15:00")

    assert "Prishtina: " in page
    assert "(estimated), counts as a day off." in page


def _proposed(db, people, minutes, clock):
    made = rounds.propose(
        texts.find("minutes", minutes.session.ref), walk.MINUTES_TERMS, by=people.secretary_brussels, at=clock()
    )
    for chair in (people.chair_nato, people.chair_kosovo):
        made.consent_to_method("", by=chair, at=clock())
    db.commit()
    return made


def test_a_secretary_records_what_the_own_co_chair_said_in_session(sit, db, people, minutes, clock):
    ours = sit("secretary_brussels")
    ours.open(f"/circulations/new?minutes={minutes.session.ref}")
    ours.press("Ask both co-chairs")
    ours.press("Record the consent of our co-chair", text="At the session, under item 7.")

    assert stands(db).consented(people.nato)
    assert not stands(db).method_agreed


def test_before_the_notice_only_those_who_consent_to_the_method_read_the_text(sit, db, people, minutes, clock):
    round_ = _proposed(db, people, minutes, clock)

    assert "The text" in sit("chair_nato").open(f"/circulations/{round_.id}")
    assert "The agenda was adopted" not in sit("delegate_nato").open(f"/circulations/{round_.id}", status=404)
    assert f"SP/{round_.id}" not in sit("delegate_nato").open("/circulations")


def test_an_objection_to_the_method_leaves_the_text_to_the_session(sit, db, minutes):
    ours = sit("secretary_brussels")
    ours.open(f"/circulations/new?minutes={minutes.session.ref}")
    ours.press("Ask both co-chairs")
    chair = sit("chair_kosovo")
    chair.open(ours.path)
    chair.follow("Object to the method…")
    chair.press("Object to the method", text="In session, please.")

    assert stands(db).state is CirculationState.DECLINED
    assert minutes_now(db).state is MinutesState.FINAL_DRAFT


def test_a_technical_matter_needs_its_reason_and_is_put_under_silence_as_what_it_is(sit, db, people, minutes, clock):
    """What the draft says of itself is not chosen again; without the reason nothing is proposed."""
    draft = silent.draft(db, minutes.session, "Places in courses", at=clock(), category=Category.TECHNICAL)
    silent.signed_off(db, draft, at=clock())
    db.commit()
    ours = sit("secretary_brussels")
    ours.open(f"/circulations/new?draft={draft.key}")

    ours.press("Ask both co-chairs", status=409, why="  ")
    assert "Please say why this matter is technical and not political." in ours.text
    ours.open(f"/circulations/new?draft={draft.key}")
    ours.press("Ask both co-chairs", why="It is about places in courses.")

    assert (stands(db).category, stands(db).formula) == (Category.TECHNICAL, draft.formula)


# Objecting


def test_from_the_mail_to_the_receipt_in_two_clicks(sit, db, page):
    """The mail leads to the round; one button breaks silence; the receipt says what that did."""
    chair = sit("chair_kosovo")
    chair.open(page)

    chair.press("Break silence")

    assert "Kept, and in time: silence is broken" in chair.text
    assert re.search(r"SP/\d+/R1", chair.text)
    assert stands(db).state is CirculationState.BROKEN
    assert minutes_now(db).state is MinutesState.CONSOLIDATION


def test_an_amendment_with_words_breaks_silence_too(sit, db, page):
    chair = sit("chair_nato")
    chair.open(page)

    chair.press("Break silence", kind="an amendment", text="Paragraph 2: “may” instead of “shall”.")

    assert "Paragraph 2: “may” instead of “shall”." in chair.text
    assert stands(db).objections[0].text == "Paragraph 2: “may” instead of “shall”."


def test_a_choice_that_cannot_be_read_is_an_objection(as_, people, db, page):
    answer = submit(as_(people.chair_nato), f"{page}/objections", {"kind": "complaint", "text": "No."})

    assert answer.status_code == 303
    assert stands(db).state is CirculationState.BROKEN


@pytest.mark.parametrize("kind", ["objection", b"objection"])
def test_an_objection_whose_text_came_as_a_file_counts_without_it(as_, people, db, page, kind):
    kind = (io.BytesIO(kind), "kind.txt") if isinstance(kind, bytes) else kind
    fields = {"kind": kind, "text": (io.BytesIO(b"We cannot agree."), "objection.txt")}

    answer = submit(as_(people.chair_nato), f"{page}/objections", fields)

    assert answer.status_code == 303
    assert [one.text for one in stands(db).objections] == [""]
    assert stands(db).state is CirculationState.BROKEN


def test_a_letter_of_another_alphabet_takes_no_more_room_at_the_door(sit, db, page):
    hand = sit("chair_kosovo")
    hand.open(page)
    assert hand.form("Break silence").get("enctype") == "multipart/form-data"  # else it is three times its size
    path, sent = hand.filled("Break silence", text="ж" * 15_000)

    hand.client.post(path, data=sent, content_type="multipart/form-data")

    assert [one.text for one in stands(db).objections] == ["ж" * 15_000]
    assert stands(db).state is CirculationState.BROKEN


def test_the_same_press_twice_is_one_objection(as_, people, db, page):
    browser = as_(people.chair_nato)
    form_key = re.search(r'name="form_key" value="([^"]+)"', browser.get(page).text)[1]

    first, second = (submit(browser, f"{page}/objections", {"kind": "objection"}, form_key=form_key) for _ in range(2))

    assert first.location == second.location
    assert len(stands(db).objections) == 1


def test_a_page_that_objects_again_after_its_objection_was_disowned_objects(sit, db, people, page, clock):
    """Its sender speaks for the Party by now: nothing of the first press may stand in the way of the second."""
    delegate, head = sit("delegate_kosovo"), sit("chair_kosovo")
    delegate.open(page)
    path, sent = delegate.filled("Break silence")
    delegate.client.post(path, data=sent)
    head.open(page)
    head.press("It does not speak for our Party", text="Not ours.")
    assert stands(db).state is CirculationState.RUNNING
    seat = db.scalars(delegations.seats_of(people.delegate_kosovo)).one()
    seat.authorise("A note of today.", by=people.secretary_prishtina, at=clock())
    db.commit()

    answers = [delegate.client.post(path, data=sent) for _ in range(2)]

    assert [one.location.rpartition("/")[2] for one in answers] == ["2", "2"]
    assert [one.number for one in stands(db).objections] == [1, 2]
    assert stands(db).state is CirculationState.BROKEN


def test_a_delegates_objection_is_never_turned_away(sit, db, page):
    delegate = sit("delegate_kosovo")
    delegate.open(page)

    delegate.press("Break silence", text="This must not pass.")

    assert "Kept. The round is held" in delegate.text
    assert stands(db).state is CirculationState.HELD


def test_somebody_of_a_party_who_takes_no_part_objects_without_seeing_the_text(as_, people, db, page):
    stranger = Person(email="s@kosovo.example", given_name="S", family_name="T", organisation=people.kosovo)
    db.add(stranger)
    db.commit()
    hand = Hand(as_(stranger))
    assert hand.open(page, status=404)
    form = hand.open(f"{page}/objections/new")

    hand.press("Break silence")

    assert "Minutes of the" not in form
    assert "Minutes of the" not in hand.text
    assert stands(db).state is CirculationState.HELD


def _alike(answers, numbers):
    """Status and words of each, but for keys and the number that was asked for."""
    for answer, number in zip(answers, numbers, strict=True):
        text = re.sub(r'(csrf_token|form_key|kept_token)" value="[^"]+"|/kept/[\w-]+', "", answer.text)
        where = re.sub(r"kept%2F[\w-]+|kept/[\w-]+", "", answer.location or "")
        yield answer.status_code, text.replace(f"/circulations/{number}/", "/circulations/N/"), where


def _by_form(browser, path):
    return submit(browser, path, {"kind": "objection", "text": "No."})


def _too_large(browser, path):
    return submit(browser, path, {"text": "x" * 70_000})


def _old_page(browser, path):
    key = re.search(r'name="form_key" value="([^"]+)"', browser.get("/sessions").text)
    return browser.post(path, data={"csrf_token": "old", "form_key": key[1] if key else "", "kind": "objection"})


def _signed_out(browser, path):
    text = browser.get("/sessions").text
    fields = {name: re.search(rf'name="{name}" value="([^"]+)"', text)[1] for name in ("csrf_token", "form_key")}
    browser.post("/sign-out", data=fields)
    return browser.post(path, data=fields | {"kind": "objection"})


@pytest.mark.parametrize(
    ("send", "status"),
    [
        (lambda browser, path: browser.get(f"{path}/new"), 404),
        (lambda browser, path: browser.get(f"{path}/1"), 404),
        (_by_form, 404),
        (_too_large, 413),
        (_old_page, 400),
        (_signed_out, 303),
    ],
)
def test_no_objection_tells_whether_a_round_is_there_that_was_not_issued(as_, people, db, minutes, clock, send, status):
    """To whoever may not know of it, by whatever way it is sent: the answer is that of a number that nobody has, and
    nothing of it is kept, no mail goes out."""
    numbers = _proposed(db, people, minutes, clock).id, 999

    answers = [send(as_(people.delegate_kosovo), f"/circulations/{number}/objections") for number in numbers]

    proposed, unknown = _alike(answers, numbers)
    assert proposed == unknown
    assert proposed[0] == status
    assert stands(db).objections == []
    assert db.scalars(select(Dispatch).where(Dispatch.kind == "objection")).all() == []


def test_who_consents_to_the_method_may_object_before_the_notice(sit, db, people, minutes, clock):
    page = f"/circulations/{_proposed(db, people, minutes, clock).id}/objections/new"
    chair = sit("chair_kosovo")
    chair.open(page)

    chair.press("Break silence")

    assert "Kept. No round was running when it came" in chair.text
    assert [one.person.id for one in stands(db).objections] == [people.chair_kosovo.id]


def test_who_has_objected_keeps_the_receipt(as_, people, db, minutes, clock):
    round_ = _proposed(db, people, minutes, clock)
    round_.object_(ObjectionKind.OBJECTION, "", entitled=False, pulse=beats.of_round(round_, clock()),
                   by=people.delegate_kosovo, at=clock())  # fmt: skip
    db.commit()

    assert as_(people.delegate_kosovo).get(f"/circulations/{round_.id}/objections/1").status_code == 200
    assert as_(people.delegate_nato).get(f"/circulations/{round_.id}/objections/1").status_code == 404


@pytest.mark.parametrize("who", ["cohost_university", "observer", "outsider", "admin"])
def test_nobody_beside_the_parties_finds_a_round(as_, people, db, page, who):
    browser: FlaskClient = as_(getattr(people, who))

    for path in (page, f"{page}/objections/new", f"{page}/objections/1"):
        assert browser.get(path).status_code == 404
    assert submit(browser, f"{page}/objections").status_code == 404
    assert stands(db).objections == []


def test_a_receipt_is_for_its_sender_and_for_those_who_settle_it(sit, people, page):
    delegate = sit("delegate_kosovo")
    delegate.open(page)
    delegate.press("Break silence", text="Between us.")
    receipt = delegate.path

    assert "Between us." in sit("secretary_brussels").open(receipt)
    assert "Between us." in sit("chair_kosovo").open(receipt)
    assert "Between us." not in sit("delegate_nato").open(receipt, status=404)
    assert "Between us." not in sit("delegate_nato").open(page)


def test_a_receipt_names_the_text_and_the_second_for_those_who_may_read_the_round(sit, db, people, as_, round_, page):
    until = f"{i18n.day(round_.expires_at.astimezone(ZONE))}, {i18n.clock(round_.expires_at.astimezone(ZONE))}"
    stranger = Person(email="s@kosovo.example", given_name="S", family_name="T", organisation=people.kosovo)
    db.add(stranger)
    db.commit()
    hand = Hand(as_(stranger))
    hand.open(f"{page}/objections/new")
    hand.press("Break silence")
    assert re.search(r"Received\w{3} \d+ \w+ 2027, 17:00:00 Brussels/Prishtina time \(15:00:00 UTC\)", hand.text)
    assert "Minutes of the" not in hand.text
    assert "Expiry" not in hand.text
    assert not hand.page.xpath("//nav[@class='crumbs']//a")

    chair = sit("chair_nato")
    chair.open(page)
    chair.press("Break silence")

    assert "Minutes of the first session of 2027, HLD/2027/1" in chair.text
    assert f"Expiry{until}" in chair.text
    assert chair.page.xpath("//nav[@class='crumbs']//a/@href") == ["/circulations", page]


def test_issuing_again_says_so_and_what_the_expiry_was(sit, db, page, clock):
    round_ = stands(db)
    for delivery in round_.issue.deliveries:
        delivery.notice.sent_at = None
    was = round_.expires_at.astimezone(ZONE)
    clock.at = round_.expires_at + HOUR
    db.commit()
    ours = sit("secretary_brussels")
    ours.open(page)

    ours.follow("Issue it again with a later expiry")

    assert ours.page.xpath("string(//h1)") == "Issue the round again"
    assert f"It was to expire {i18n.day(was)}, {i18n.clock(was)} Brussels/Prishtina time; a full period" in ours.text


def test_what_is_proposed_for_another_issue_is_later_than_the_expiry_before(sit, db, round_, page, clock):
    clock.at = round_.issue.issued_at
    delegate = sit("delegate_kosovo")
    delegate.open(page)
    delegate.press("Break silence")
    ours = sit("secretary_brussels")
    ours.open(f"{page}/issue")

    proposed = ours.page.xpath("string(//input[@name='expires']/@value)")
    ours.open(f"{page}/issue?expires={proposed}")
    ours.press("Send to 4 people")

    assert len(stands(db).issues) == 2


def test_an_objection_whose_text_is_too_long_counts_and_says_where_it_was_cut(as_, people, db, page):
    browser = as_(people.chair_nato)

    answer = submit(browser, f"{page}/objections", {"text": "No. " * 6_000})

    assert answer.status_code == 303
    assert stands(db).state is CirculationState.BROKEN
    assert stands(db).objections[0].text.startswith("No. No. ")
    assert "[Cut here: it was longer." in browser.get(answer.location).text


def test_an_objection_with_a_mark_that_no_other_text_may_hold_counts_without_it(as_, people, db, page):
    answer = submit(as_(people.chair_nato), f"{page}/objections", {"text": "No: \u202enot\u202c this."})

    assert answer.status_code == 303
    assert (stands(db).state, stands(db).objections[0].text) == (CirculationState.BROKEN, "No: not this.")


def test_an_objection_larger_than_its_door_is_told_so_and_holds_the_round(as_, people, db, page):
    """Nothing of it can be read, not even its token; that somebody of a Party tried is an attempt all the same."""
    browser = as_(people.chair_nato)

    answer = submit(browser, f"{page}/objections", {"text": "x" * 70_000})

    assert answer.status_code == 413
    assert "Your objection was too long and is not recorded" in answer.text
    assert "Silence is not broken by it." in answer.text
    assert f'href="{page}/objections/new"' in answer.text
    assert [(one.route, one.text, one.person.id) for one in stands(db).objections] == [
        (Route.TURNED_AWAY, "", people.chair_nato.id)
    ]
    assert stands(db).state is CirculationState.HELD
    assert submit(browser, f"{page}/objections", {"text": "Shorter."}).status_code == 303
    assert stands(db).state is CirculationState.BROKEN


@pytest.mark.parametrize("who", [None, "outsider", "cohost_university"])
def test_of_anybody_else_a_form_that_is_too_large_leaves_nothing(as_, people, db, page, who):
    browser = as_(getattr(people, who) if who else None)

    assert submit(browser, f"{page}/objections", {"text": "x" * 70_000}).status_code == 413
    across = submit(
        as_(people.chair_nato), f"{page}/objections", {"text": "x" * 70_000}, headers={"Sec-Fetch-Site": "cross-site"}
    )

    assert across.status_code == 403
    assert stands(db).objections == []


def test_a_late_objection_is_told_plainly(sit, db, round_, page, clock):
    clock.at = round_.expires_at + 5 * MINUTE
    walk.heard(db, clock() - MINUTE, clock())
    db.commit()
    chair = sit("chair_kosovo")
    assert "Silence was kept" in chair.open(page)
    chair.open(f"{page}/objections/new")

    chair.press("Break silence")

    assert "Kept, but late: the silence had expired" in chair.text
    assert "adopted" in chair.text


# A sign-in that ended, a form that is old


def _turned_away(as_, people, db, page, clock, query=""):
    """The page is open, the sign-in ends, and the button is pressed."""
    browser = as_(people.chair_kosovo)
    text = browser.get(page).text
    fields = {name: re.search(rf'name="{name}" value="([^"]+)"', text)[1] for name in ("csrf_token", "form_key")}
    for row in db.scalars(select(SignIn).where(SignIn.person_id == people.chair_kosovo.id)):
        row.revoke(by=people.chair_kosovo, at=clock())
    db.commit()
    answer = browser.post(f"{page}/objections{query}", data={**fields, "kind": "objection", "text": "We cannot agree."})
    assert (answer.status_code, "/sign-in" in answer.location) == (303, True)
    return browser


def test_an_objection_after_the_sign_in_ended_holds_the_round_at_once(as_, people, db, page, clock):
    _turned_away(as_, people, db, page, clock)

    (attempt,) = stands(db).objections
    assert (attempt.route, attempt.text) == (Route.OUTSIDE, "We cannot agree.")
    assert stands(db).state is CirculationState.HELD


def _lost(as_, people, db, page, clock, how):
    """A browser that somebody else has by now: its sign-in was ended, or the account closed. Returns what presses the
    button there, with its cookie or without it."""
    browser = as_(people.delegate_kosovo)
    text = browser.get(page).text
    fields = {name: re.search(rf'name="{name}" value="([^"]+)"', text)[1] for name in ("csrf_token", "form_key")}
    person = db.get(Person, people.delegate_kosovo.id)
    if how == "closed":
        accounts.close(person, by=db.get(Person, people.admin.id), at=clock())
    for row in db.scalars(select(SignIn).where(SignIn.person_id == person.id)):
        row.revoke(by=None, at=clock())
    db.commit()

    def press(words, cookie=True):
        sender = browser if cookie else browser.application.test_client()
        assert sender.post(f"{page}/objections", data={**fields, "text": words}).status_code in (303, 400)

    return press


def _attempts(db):
    return [(one.text, one.route) for one in stands(db).objections]


def _alarms(db):
    found = db.scalars(select(Dispatch).where(Dispatch.kind.in_([NoticeKind.OBJECTION, NoticeKind.OBJECTION_KEPT])))
    return [sorted(n.recipient.email.partition("@")[0] for n in one.notices) for one in found.all()]


@pytest.mark.parametrize("how", ["closed", "ended"])
def test_a_lost_laptop_is_answered_once_and_holds_nothing_more(as_, sit, people, db, page, clock, how):
    press = _lost(as_, people, db, page, clock, how)
    press("One.")
    press("Two.")
    assert (stands(db).state, _attempts(db)) == (
        CirculationState.HELD,
        [("One.", Route.OUTSIDE), ("Two.", Route.OUTSIDE)],
    )
    head = sit("chair_kosovo")
    head.open(page)
    head.press("It does not speak for our Party", text="It was stolen.")
    assert stands(db).state is CirculationState.RUNNING

    clock.at += HOUR
    press("Three.")
    press("Four.", cookie=False)

    assert stands(db).state is CirculationState.RUNNING
    assert _attempts(db)[2:] == [("Three.", Route.SPENT), ("Four.", Route.SPENT)]
    assert _alarms(db) == [["chair.kosovo", "secretary.brussels", "secretary.prishtina"], ["delegate.kosovo"]]
    assert "Three." in sit("secretary_brussels").open(page)


def test_a_lost_laptop_holds_no_other_round_either(as_, sit, people, db, page, round_, clock):
    press = _lost(as_, people, db, page, clock, "ended")
    press("One.")
    sit("chair_kosovo").open(page)
    other = Person(email="x@kosovo.example", given_name="X", family_name="Y", organisation=people.kosovo)
    db.add(other)
    found = stands(db)
    (mine,) = found.objections
    found.disown(mine, "Stolen.", by=db.get(Person, people.chair_kosovo.id), at=clock())
    anew = {"kind": ObjectionKind.OBJECTION, "words": "", "at": clock() + HOUR, "signed_in": False}

    spent = rounds.keep_attempt(found, by=mine.person, since=clock(), **anew)
    signed_in_since = rounds.keep_attempt(found, by=mine.person, since=clock() + MINUTE, **anew)
    somebody = rounds.keep_attempt(found, by=other, since=None, **anew)

    assert [one.route for one in (spent, signed_in_since, somebody)] == [Route.SPENT, Route.OUTSIDE, Route.OUTSIDE]


def test_whoever_is_signed_in_is_heard_after_an_attempt_was_disowned(as_, sit, people, db, page, clock):
    press = _lost(as_, people, db, page, clock, "ended")
    press("One.")
    head = sit("chair_kosovo")
    head.open(page)
    head.press("It does not speak for our Party", text="It was stolen.")
    clock.at += HOUR
    delegate = sit("delegate_kosovo")
    delegate.open(page)

    delegate.press("Break silence", text="It is me.")

    assert stands(db).state is CirculationState.HELD
    assert _attempts(db)[1:] == [("It is me.", Route.PAGE)]


def test_whoever_may_not_read_a_round_is_told_by_its_number_alone_that_an_attempt_was_kept(
    as_, people, db, round_, page
):
    stranger = Person(email="s@kosovo.example", given_name="S", family_name="T", organisation=people.kosovo)
    db.add(stranger)
    db.commit()
    browser = as_(stranger)
    key = re.search(r'name="form_key" value="([^"]+)"', browser.get(f"{page}/objections/new").text)[1]

    browser.post(f"{page}/objections", data={"csrf_token": "broken", "form_key": key, "kind": "objection"})

    alarm, kept = (db.scalars(select(Dispatch).where(Dispatch.kind == kind)).one()
                   for kind in (NoticeKind.OBJECTION, NoticeKind.OBJECTION_KEPT))  # fmt: skip
    told, (mine,) = {notice.recipient.email: notice for notice in alarm.notices}, kept.notices
    assert mine.recipient.email == "s@kosovo.example"
    assert mine.subject == f"{round_.number}: your attempt was kept"
    assert [said for said in (round_.title, round_.reference) if said in mine.body] == []
    assert browser.get(mine.path).status_code == 200
    assert all(round_.title in notice.subject for notice in told.values())
    assert len(told) == 3


@pytest.mark.parametrize("query", ["", "?from=mail"])
def test_sent_again_after_a_new_sign_in_it_counts_as_of_its_first_arrival(as_, people, db, round_, page, clock, query):
    first = clock.at = round_.expires_at - MINUTE
    walk.heard(db, clock() - MINUTE, round_.expires_at)
    db.commit()
    _turned_away(as_, people, db, page, clock, query)
    clock.at = round_.expires_at + HOUR
    token = re.search(r"/kept/([\w-]+)", _kept_path(db, as_, people))[1]
    hand = Hand(as_(people.chair_kosovo))
    hand.open(f"/kept/{token}")

    hand.press("Send it now")

    assert "silence is broken" in hand.text
    sent = db.scalars(select(Objection).where(Objection.route == Route.KEPT)).one()
    assert sent.received_at == first
    assert stands(db).state_at == first


def _kept_path(db, as_, people):
    """A kept text is found behind the sign-in; its token is in no list, so the test makes one it knows."""
    kept = db.scalars(select(KeptForm)).one()
    kept.digest = digest("k" * 43)
    db.commit()
    return "/kept/" + "k" * 43


def test_the_time_of_another_persons_kept_text_is_nobodys(as_, people, db, round_, page, clock):
    clock.at = round_.expires_at - MINUTE
    walk.heard(db, clock() - MINUTE, round_.expires_at)
    db.commit()
    _turned_away(as_, people, db, page, clock)
    _kept_path(db, as_, people)
    clock.at = round_.expires_at + HOUR

    submit(as_(people.chair_nato), f"{page}/objections", {"kept_token": "k" * 43})

    (theirs,) = db.scalars(select(Objection).where(Objection.route == Route.PAGE))
    assert theirs.received_at == clock()


# What the page says


def test_the_page_says_first_what_silence_means_and_how_long_is_left(sit, page):
    text = sit("delegate_nato").open(page)

    assert text.index(SILENCE) < text.index("Break silence")
    assert "Brussels/Prishtina time (" in text
    assert re.search(r"\d+ days( and \d+ hours?)? are left\.", text)


def test_the_text_stands_before_the_buttons_which_are_one_link_away(sit, page):
    chair = sit("chair_nato")
    chair.open(page)

    ids = list(chair.page.xpath("//main//h2/@id"))
    assert ids == ["the-text", "object", "served", "record", "facts"]
    (link,) = chair.page.xpath("//section[contains(@class, 'callout')]//a[@href='#object']")
    assert link.text == "Break silence or join consensus"


@pytest.mark.parametrize("who", ["secretary_brussels", "delegate_nato"])
def test_whoever_does_not_speak_reads_first_what_an_objection_does(sit, page, who):
    hand = sit(who)
    hand.open(page)

    ids = list(hand.page.xpath("//main//h2/@id"))
    assert ids.index("record") < ids.index("object")
    assert hand.page.get_element_by_id("object").text == "Object"
    assert hand.text.index("the round is held until your co-chair confirms it") < hand.text.index("Break silence")
    assert "Join consensus" not in hand.buttons()


def test_by_when_a_party_must_be_served_is_told_as_long_as_it_is_not(sit, db, page):
    assert "must be served by" not in sit("chair_nato").open(page)
    round_ = stands(db)
    for delivery in round_.issue.to(round_.first_party, *Part):
        delivery.notice.sent_at = None
    db.commit()
    by = latest_service(round_.profile, round_.expires_at, round_.issue.working_days).astimezone(ZONE)
    said = f"NATO must be served by {i18n.day(by)}, {i18n.clock(by)} Brussels/Prishtina time"

    for who in ("secretary_prishtina", "delegate_kosovo"):
        assert said in sit(who).open(page)
    hand = sit("chair_nato")
    hand.open(page)
    hand.press("Acknowledge receipt")

    assert "must be served by" not in hand.text


def test_that_no_mail_goes_out_is_said_once(sit, db, round_, page):
    for delivery in round_.issue.deliveries:
        delivery.notice.state = NoticeState.WRITTEN
    db.commit()

    text = sit("chair_nato").open(page)

    assert text.count("No mail goes out from this installation.") == 1
    assert text.count(": not sent") == 4


def test_words_on_record_are_shown_as_they_were_meant(sit, page):
    chair = sit("chair_nato")
    chair.open(f"{page}/statements/new")
    chair.press("Put it on record", kind="a comment", text="Read this **narrowly**. <b>x</b>")

    assert "<strong>narrowly</strong>" in chair.answer.text
    assert "<b>x</b>" not in chair.answer.text


def test_a_broken_round_leads_the_secretaries_back_to_the_text(sit, minutes, page):
    chair = sit("chair_kosovo")
    chair.open(page)
    chair.press("Break silence")
    assert "To the minutes, to change the text" not in chair.open(page)
    ours = sit("secretary_brussels")
    ours.open(page)

    ours.follow("To the minutes, to change the text and put it under silence again")

    assert ours.path == f"/sessions/{minutes.session.ref}/minutes"


def test_an_adopted_round_leads_to_what_stands_in_the_register(sit, db, round_, page, clock, statements):
    clock.at = round_.expires_at + HOUR
    walk.heard(db, clock() - MINUTE, clock())
    rounds.settle(round_, at=clock())
    db.commit()
    hand = sit("delegate_nato")
    hand.open(page)
    with statements() as asked:
        hand.open(page)
    assert len(asked) <= 15

    hand.follow("D/2027/1/01")

    assert hand.path == "/decisions/2027-1/1"


def test_a_held_round_has_the_shape_of_a_fault_in_the_list_and_on_its_page(sit, page):
    delegate = sit("delegate_kosovo")
    delegate.open(page)
    delegate.press("Break silence")

    for path in (page, "/circulations"):
        delegate.open(path)
        assert delegate.page.xpath("//main//span[@class='state state-broken' and text()='held']")


def test_who_was_served_and_has_opened_it_is_told(sit, db, round_, page):
    sit("chair_kosovo").open(page)

    text = sit("secretary_brussels").open(page)

    assert "NATO: served" in text
    assert text.count("mail accepted") == 4
    assert "Kaltrina Chair, co-chair: mail accepted" in text
    opened = {d.person.email.split("@")[0] for d in stands(db).issue.deliveries if d.opened_at}
    assert opened == {"chair.kosovo", "secretary.brussels"}


def test_reading_a_round_writes_nothing_but_its_first_opening(as_, people, db, page):
    browser = as_(people.delegate_nato)
    browser.get(page)
    before = db.scalar(select(Circulation.version))

    browser.get(page)

    assert db.scalar(select(Circulation.version)) == before


def test_a_held_round_says_why_and_how_it_goes_on(sit, db, round_, page, clock):
    for delivery in round_.issue.deliveries:
        delivery.notice.sent_at = None
    db.commit()
    clock.at = round_.expires_at + HOUR

    text = sit("chair_nato").open(page)

    assert "NATO has not been served with the paper." in text
    assert "State that our side does not object" in text


def _seen_by(sit, page, receipt, who, names):
    """Which of the names and of the sentences stand where a reader looks; whether the receipt opens."""
    hand = sit(who)
    told = hand.open(page) + hand.open("/circulations") + hand.open("/")
    return [name for name in names if name in told], hand.client.get(receipt).status_code == 200


NAMED = "An objection of Kosovo waits for the word of its co-chair."
UNNAMED = "An objection waits for the word of its Party's co-chair."


def test_who_objects_without_speaking_for_a_party_is_named_to_its_co_chair_and_the_secretaries_alone(
    sit, db, people, page, clock
):
    hand = sit("delegate_kosovo")
    hand.open(page)
    hand.press("Break silence", text="A word of mine.")
    receipt, sender = hand.path, people.delegate_kosovo.name
    names = [NAMED, UNNAMED, f"Kosovo, {sender}", "A word of mine.", "SP/1/R1"]
    knows, does_not = ([NAMED, f"Kosovo, {sender}", "A word of mine.", "SP/1/R1"], True), ([UNNAMED], False)

    assert {who: _seen_by(sit, page, receipt, who, names) for who in (
        "secretary_brussels", "secretary_prishtina", "chair_kosovo", "chair_nato", "delegate_nato"
    )} == {"secretary_brussels": knows, "secretary_prishtina": knows, "chair_kosovo": knows,
           "chair_nato": does_not, "delegate_nato": does_not}  # fmt: skip
    (telling,) = db.scalars(select(Dispatch).where(Dispatch.kind == "held"))
    assert [n for n in telling.notices if "Kosovo" in n.body or sender in n.body] == []

    head = sit("chair_kosovo")
    head.open(page)
    head.press("Confirm it for our Party")
    confirmed = [f"Kosovo, {sender}", "A word of mine.", "SP/1/R1"], True
    assert _seen_by(sit, page, receipt, "chair_nato", names) == confirmed
    assert _seen_by(sit, page, receipt, "delegate_nato", names) == ([], False)


def test_whose_objection_was_disowned_stays_its_partys_own(sit, people, page):
    hand = sit("delegate_kosovo")
    hand.open(page)
    hand.press("Break silence", text="A word of mine.")
    receipt = hand.path
    head = sit("chair_kosovo")
    head.open(page)

    head.press("It does not speak for our Party", text="Not ours.")

    names = [f"Kosovo, {people.delegate_kosovo.name}", "A word of mine.", "Not ours."]
    assert _seen_by(sit, page, receipt, "chair_kosovo", names) == (names[:2], True)
    assert _seen_by(sit, page, receipt, "chair_nato", names) == ([], False)


def test_joining_consensus_and_statements_are_on_record_and_break_nothing(sit, db, page):
    chair = sit("chair_nato")
    chair.open(page)
    chair.press("Join consensus")
    chair.follow("Attach a statement")
    chair.press("Put it on record", kind="a reservation, attached to the text", text="We understand it so.")

    assert "We understand it so." in sit("delegate_kosovo").open(page)
    assert stands(db).state is CirculationState.RUNNING


def test_scrutiny_is_answered_on_the_page(sit, page):
    chair = sit("chair_nato")
    chair.open(f"{page}/statements/new")
    chair.press("Put it on record", kind="a request for scrutiny or more time", text="What is item 2?")
    ours = sit("secretary_prishtina")
    ours.open(page)
    ours.follow("Answer…")
    ours.press("Put the answer on record", text="It is this.")

    assert "It is this." in sit("chair_nato").open(page)


def test_receipt_is_acknowledged_with_one_button(sit, page):
    chair = sit("chair_nato")
    chair.open(page)
    chair.press("Acknowledge receipt")

    assert "receipt acknowledged" in chair.text
    assert "Acknowledge receipt" not in chair.buttons()


def test_a_delivery_by_hand_is_recorded_by_one_secretary_and_seen_by_the_other(sit, page):
    ours = sit("secretary_brussels")
    ours.open(f"{page}/deliveries/new")
    ours.press("Record the delivery", person="Nora Chair, NATO", delivered="2027-06-12T10:00", text="In her office.")
    assert "I have seen this record" not in ours.buttons()

    theirs = sit("secretary_prishtina")
    theirs.open(page)
    theirs.press("I have seen this record")

    assert "In her office." in theirs.text
    assert "I have seen this record" not in theirs.buttons()


def test_an_objection_by_telephone_is_recorded_with_its_own_time(sit, db, round_, page, clock):
    ours = sit("secretary_brussels")
    ours.open(f"{page}/objections/record")
    ours.press(
        "Record the objection", person="Kaltrina Chair, Kosovo", route="by telephone", received="2027-06-12T09:00",
        text="She called.",
    )  # fmt: skip

    (one,) = stands(db).objections
    assert one.received_at == dt.datetime(2027, 6, 12, 7, tzinfo=dt.UTC)
    assert stands(db).state is CirculationState.BROKEN
    theirs = sit("secretary_prishtina")
    theirs.open(page)
    theirs.press("I have seen this record")
    assert "I have seen this record" not in theirs.buttons()


def test_an_objection_in_the_hour_that_autumn_repeats_says_which_of_the_two(sit, db, people, minutes, clock):
    clock.at = dt.datetime(2027, 10, 25, 9, tzinfo=dt.UTC)
    page = f"/circulations/{walk.silence(db, people, minutes, at=clock.at).id}"
    db.commit()
    clock.at = dt.datetime(2027, 10, 31, 8, tzinfo=dt.UTC)
    ours = sit("secretary_brussels")
    ours.open(f"{page}/objections/record")
    typed = {
        "person": "Kaltrina Chair, Kosovo", "route": "by telephone", "received": "2027-10-31T02:30",
        "text": "She called.",
    }  # fmt: skip
    ours.press("Record the objection", status=422, **typed)
    assert "the clock was put back and showed 02:30 twice: please say which" in ours.text
    assert "She called." in ours.text

    path, sent = ours.filled("Record the objection")
    assert ours.client.post(path, data=sent | {"received": ["2027-10-31T02:30", "1"]}).status_code == 303

    assert stands(db).objections[-1].received_at == dt.datetime(2027, 10, 31, 1, 30, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("received", "said"),
    [("2020-01-01T00:00", "The round was proposed on"), ("2030-01-01T00:00", "This is still to come")],
)
def test_an_objection_by_telephone_came_neither_before_its_round_nor_after_now(sit, db, page, received, said):
    ours = sit("secretary_brussels")
    ours.open(f"{page}/objections/record")

    ours.press(
        "Record the objection", person="Kaltrina Chair, Kosovo", route="by telephone", received=received,
        text="She called.", status=422,
    )  # fmt: skip

    assert said in ours.text
    assert "She called." in ours.text
    assert stands(db).objections == []


def test_minutes_have_five_working_days_whatever_is_asked_for(as_, people, db, minutes):
    """Nor do they become anything but approved."""
    for terms in ({"profile": "urgent"}, {"profile": "decision"}):
        answer = submit(as_(people.secretary_brussels), "/circulations", terms, minutes=minutes.session.ref)
        assert answer.status_code == 422
    assert stands(db) is None

    told = {"profile": "minutes", "category": "procedural", "formula": "noted", "minutes": minutes.session.ref}
    assert submit(as_(people.secretary_brussels), "/circulations", told).status_code == 303
    assert (stands(db).formula.value, stands(db).category.value) == ("approved", "minutes")


def test_a_proposal_that_falls_by_an_approval_is_called_back_and_told(sit, db, people, minutes, clock):
    _proposed(db, people, minutes, clock)
    for who in ("chair_nato", "chair_kosovo"):
        hand = sit(who)
        hand.open(f"/sessions/{minutes.session.ref}/minutes/approval")
        hand.press("Approve this text")

    assert stands(db).state is CirculationState.SUPERSEDED
    told = {one.kind: one for one in db.scalars(select(Dispatch))}
    assert told[NoticeKind.METHOD].undone_at == clock()
    assert told.keys() == {NoticeKind.METHOD, "superseded", NoticeKind.APPROVED}


def test_the_co_chair_confirms_or_disowns_what_came_from_its_own_side(sit, db, page):
    delegate = sit("delegate_kosovo")
    delegate.open(page)
    delegate.press("Break silence")
    other = sit("chair_nato")
    other.open(page)
    assert [b for b in other.buttons() if b.startswith("Confirm it for our Party")] == []
    own = sit("chair_kosovo")
    own.open(page)

    own.press("It does not speak for our Party", text="Not ours.")

    assert stands(db).state is CirculationState.RUNNING
    assert SILENCE in own.text


def test_the_way_out_of_an_unconfirmed_objection_is_told_and_stands_above_the_buttons(sit, page):
    """The co-chair concerned settles it before anything else on the page; nobody else is offered that."""
    delegate = sit("delegate_kosovo")
    delegate.open(page)
    delegate.press("Break silence", text="**Not** like this.")
    way = "The Party's co-chair confirms the objection, and silence is broken; or says in writing that it is not"

    own, other, ours = sit("chair_kosovo"), sit("chair_nato"), sit("secretary_brussels")
    for hand in (own, other, ours, sit("delegate_nato")):
        assert way in hand.open(page)

    buttons = own.buttons()
    assert buttons.index("Confirm it for our Party: silence is broken") < buttons.index("Break silence")
    assert own.answer.text.count("<strong>Not</strong> like this.") == 2
    for hand in (other, ours):
        assert "Confirm it for our Party: silence is broken" not in hand.buttons()
    assert ("An objection of Kosovo waits" in ours.text, "An objection waits" in other.text) == (True, True)


def test_a_hold_at_the_expiry_says_how_it_goes_on(sit, db, round_, page, clock):
    clock.at = round_.expires_at + MINUTE / 4
    walk.heard(db, clock() - MINUTE / 2, clock() + MINUTE)
    db.commit()
    chair = sit("chair_kosovo")
    chair.open(page)
    chair.press("Break silence")

    assert "A secretary who finds that it was sent in time says so" in chair.open(page)
    assert "It was not in time" not in chair.buttons()


def test_an_adoption_in_question_says_how_it_goes_on_to_the_co_chair_too(sit, db, people, round_, page, clock):
    """Of a delegate, known after the adoption: the co-chair may say that it is not the Party's, and it stands."""
    clock.at = round_.expires_at + HOUR
    walk.heard(db, clock() - MINUTE, clock())
    rounds.settle(round_, at=clock())
    rounds.object_to(
        round_, ObjectionKind.OBJECTION, "", entitled=False, by=people.delegate_kosovo, at=clock(),
        received_at=round_.expires_at - HOUR,
    )  # fmt: skip
    db.commit()
    chair = sit("chair_kosovo")

    assert "the adoption is broken and its number void" in chair.open(page)
    assert "Confirm it for our Party" in chair.buttons()
    chair.press("It does not speak for our Party", text="Not ours.")

    assert "Silence was kept" in chair.text


def test_anothers_side_is_neither_confirmed_nor_disowned(as_, people, sit, db, page):
    delegate = sit("delegate_kosovo")
    delegate.open(page)
    delegate.press("Break silence")

    for verb in ("confirm", "disown"):
        assert submit(as_(people.chair_nato), f"{page}/objections/1/{verb}", {"text": "No."}).status_code == 404
    assert stands(db).state is CirculationState.HELD


def test_more_time_is_given_by_a_co_chair_and_told_at_once(sit, db, round_, page):
    chair = sit("chair_nato")
    chair.open(f"{page}/extend")
    chair.press("Extend the silence", expires="2027-07-01T15:00")

    assert "Thu 1 Jul 2027, 15:00" in chair.text
    assert db.scalar(select(Dispatch.kind).order_by(Dispatch.id.desc()).limit(1)) == "extension"


def test_withdrawing_says_what_will_happen_first(sit, db, page):
    ours = sit("secretary_brussels")
    ours.open(page)
    ours.follow("Withdraw the text…")
    assert "nothing is decided by silence" in ours.text
    ours.press("Withdraw the text")

    assert stands(db).state is CirculationState.WITHDRAWN
    assert minutes_now(db).state is MinutesState.FINAL_DRAFT


def test_an_objection_in_the_closing_minute_is_settled_by_the_secretaries(sit, db, round_, page, clock):
    clock.at = round_.expires_at + MINUTE / 4
    walk.heard(db, clock() - MINUTE / 2, clock() + MINUTE)
    db.commit()
    chair = sit("chair_kosovo")
    chair.open(page)
    chair.press("Break silence")
    assert "It arrived in the minute after the expiry" in chair.text

    clock.at += HOUR
    for secretary in ("secretary_brussels", "secretary_prishtina"):
        hand = sit(secretary)
        hand.open(page)
        hand.press("It was not in time", text="The log shows when it was sent.")

    assert stands(db).state is CirculationState.ADOPTED
    assert minutes_now(db).approved_at == clock()


def test_the_list_shows_what_each_round_is_by_now(sit, db, round_, clock):
    ends = round_.expires_at
    assert "running" in sit("delegate_nato").open("/circulations")
    clock.at = ends + HOUR
    walk.heard(db, clock() - MINUTE, clock())
    db.commit()

    assert "adopted" in sit("delegate_nato").open("/circulations")


@pytest.mark.parametrize("many", [1, 3])
def test_the_page_of_a_round_costs_the_same_whatever_was_said_on_it(
    as_, people, db, round_, page, statements, many, clock
):
    for n in range(many):
        round_.speak(
            next(k for k in type(round_.entries[0].kind) if k.value == "comment"), f"Comment {n}",
            pulse=_heard(round_), by=people.chair_nato, at=clock(),
        )  # fmt: skip
    db.commit()
    browser = as_(people.secretary_brussels)
    browser.get(page)

    with statements() as asked:
        assert browser.get(page).status_code == 200

    assert len(asked) == SAME


SAME = 10  # who speaks for the reader's side is one of them


def _heard(round_):
    return beats.of_round(round_, round_.issue.issued_at + DAY)


@pytest.mark.parametrize("many", [1, 3])
def test_the_list_costs_the_same_for_one_round_and_for_three(as_, people, db, round_, statements, many, clock):
    for n in range(many - 1):
        draft = acts.begin_draft(round_text(db), f"Draft {n}", "Text.", by=people.secretary_brussels, at=clock())
        db.add(draft)
        db.flush()
        for secretary in walk.both(people):
            acts.sign_off_draft(draft, by=secretary, at=clock())
            db.flush()
        terms = texts.Terms(draft.formula, Profile.DECISION, draft.category, "It is technical.")
        more = rounds.propose(texts.find("draft", draft.key), terms, by=people.secretary_brussels, at=clock())
        for chair in (people.chair_nato, people.chair_kosovo):
            more.consent_to_method("", by=chair, at=clock())
        walk.issue(db, people, more, at=clock())
    db.commit()
    browser = as_(people.secretary_brussels)
    browser.get("/circulations")

    with statements() as asked:
        page = browser.get("/circulations").text

    assert page.count("SP/") >= many
    assert len(asked) == 8


def round_text(db):
    return db.scalars(select(Minutes)).one().session
