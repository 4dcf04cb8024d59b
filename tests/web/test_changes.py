"""Changes of a session over HTTP: the form, what it means, the proposal, and the other side's word."""

import datetime as dt

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session as Unit
from sqlalchemy.orm import scoped_session

from dialogue.domain.changes import SessionChange
from dialogue.domain.delegations import Capacity
from dialogue.domain.log import LogEntry
from dialogue.domain.notices import Dispatch, NoticeKind
from dialogue.domain.sessions import Session, SessionState
from tests import walk
from tests.cast import Cast
from tests.conftest import Clock
from tests.factories import AT, DAY, STARTS
from tests.stories.hand import Hand
from tests.web.browser import As, key, submit
from tests.web.mails import addressed, shown, told
from tests.web.many import BUDGET, Statements
from tests.web.planning import begun, change, consent, only

Db = scoped_session[Unit]
BASE = "/sessions/2027-1"
LATER = {"starts": "2027-06-15T09:30", "ends": "2027-06-15T17:00"}
REASON = "The hall burnt down."


@pytest.fixture
def read(db: Db, people: Cast, clock: Clock) -> str:
    """A session that both delegations, an observer and a co-host read; its agenda went out."""
    clock.at = AT + DAY
    session = walk.plan(db, people)
    walk.delegations(db, people, session)
    walk.seat(db, people, session, people.observer, Capacity.OBSERVER)
    walk.engagement(db, people, session)
    walk.circulate(db, people, walk.agenda(db, people, session))
    db.commit()
    return session.ref


@pytest.fixture
def ours(people: Cast, as_: As) -> FlaskClient:
    return as_(people.secretary_brussels)


@pytest.fixture
def theirs(people: Cast, as_: As) -> FlaskClient:
    return as_(people.secretary_prishtina)


def page(client: FlaskClient, path: str) -> str:
    return " ".join(client.get(path).text.split())


def written(db: Db) -> tuple[int | None, ...]:
    found = tuple(db.scalar(select(func.count()).select_from(noun)) for noun in (SessionChange, Dispatch, LogEntry))
    db.rollback()
    return found


def test_the_page_before_a_change_says_what_it_means_and_writes_nothing(read: str, ours: FlaskClient, db: Db) -> None:
    before = written(db)
    typed = begun(ours, "move") | LATER | {"reason": REASON, "venue": "Palace"}

    answer = submit(ours, f"{BASE}/changes/move/check", typed)

    assert answer.status_code == 200
    for said in (
        "Tue 8 Jun 2027, 09:30–17:00 Brussels/Prishtina time, in Brussels",
        "Tue 15 Jun 2027, 09:30–17:00 Brussels/Prishtina time, in Brussels, Palace",
        REASON,
        "REV 1 of the agenda, which went out, becomes stale",
        "You propose it to the other side.",
        "To 9 people",
        "Una University",
        "HLD/2027/1 moved to Tue 15 Jun 2027",
        "If it cannot wait",
    ):
        assert said in answer.text, said
    assert written(db) == before
    assert only(db).starts == dt.datetime(2027, 6, 8, 9, 30)


def test_it_is_proposed_seen_by_the_other_side_and_in_force_with_its_consent(
    read: str, ours: FlaskClient, theirs: FlaskClient, as_: As, people: Cast, db: Db
) -> None:
    one, other = Hand(ours), Hand(theirs)
    one.open(BASE)
    one.follow("Change date or place")
    one.press("See what that means", status=200, reason=REASON, **LATER)
    one.press("Propose it to the other side")
    assert "Nothing has changed yet" in one.text
    assert only(db).starts == dt.datetime(2027, 6, 8, 9, 30)
    assert "Another date or place" not in page(as_(people.chair_nato), BASE)
    other.open("/")
    other.follow("Consent to a change of the session")
    other.press("Consent")

    assert only(db).starts == dt.datetime(2027, 6, 15, 9, 30)
    for reader in (people.chair_nato, people.observer, people.cohost_university):
        told = page(as_(reader), BASE)
        assert "Until then it was: Tue 8 Jun 2027" in told
        assert REASON in told
    assert "Consent to a change" not in page(theirs, "/")
    assert "Circulate the agenda anew" in page(theirs, "/")


def test_the_other_side_declines_with_a_reason_and_the_own_one_withdraws(
    read: str, ours: FlaskClient, theirs: FlaskClient, db: Db
) -> None:
    change(ours, "postpone", reason=REASON)
    number = db.scalar(select(func.max(SessionChange.id)))
    db.rollback()
    path = f"/changes/{number}"
    assert submit(theirs, f"{path}/decline", reason="").status_code == 422
    assert submit(ours, f"{path}/decline", reason="No.").status_code == 409
    assert submit(theirs, f"{path}/withdraw").status_code == 409
    assert submit(ours, f"{path}/consent").status_code == 409
    assert submit(theirs, f"{path}/decline", reason="The heads cannot.").status_code == 303
    assert "The heads cannot." in page(ours, path)
    assert submit(theirs, f"{path}/consent").status_code == 409
    change(ours, "postpone", reason=REASON)
    hand = Hand(ours)
    hand.open(BASE)
    hand.follow("Postpone HLD/2027/1")
    hand.press("Withdraw the proposal")

    assert only(db).state is SessionState.TENTATIVE


def test_an_urgent_change_needs_its_reason_and_stands_until_note_is_taken(
    read: str, ours: FlaskClient, theirs: FlaskClient, as_: As, people: Cast, db: Db
) -> None:
    one, other = Hand(ours), Hand(theirs)
    one.open(f"{BASE}/changes/cancel")
    one.press("See what that means", status=200, reason=REASON)
    one.press("Change it at once", status=422)
    assert "Please say why it cannot wait" in one.text
    assert REASON in one.text
    one.press("Change it at once", urgent_reason="The airport is closed.")
    assert only(db).state is SessionState.CANCELLED
    other.open("/")
    other.follow("Take note of an urgent change")
    assert "The airport is closed." in other.text
    other.press("I have taken note")

    assert "Take note" not in page(theirs, "/")
    assert "airport" not in page(as_(people.chair_nato), BASE)


def test_the_same_form_sent_twice_proposes_once(read: str, ours: FlaskClient, db: Db) -> None:
    typed = begun(ours, "cancel") | {"reason": REASON, "form_key": key(ours)}

    answers = [submit(ours, f"{BASE}/changes/cancel", typed) for _ in range(2)]

    assert [one.status_code for one in answers] == [303, 303]
    assert db.scalar(select(func.count()).select_from(SessionChange)) == 1


def test_of_two_editors_the_second_keeps_what_was_typed(
    read: str, ours: FlaskClient, theirs: FlaskClient, db: Db
) -> None:
    typed = begun(theirs, "move") | LATER | {"reason": "Typed by the second."}
    change(ours, "postpone", reason=REASON)
    waits = submit(theirs, f"{BASE}/changes/move", typed)
    consent(theirs, db)

    late = submit(theirs, f"{BASE}/changes/move", typed)

    for one in (waits, late):
        assert one.status_code == 409
        assert "Typed by the second." in one.text


def test_what_is_wrong_stays_in_its_field_on_both_pages(read: str, ours: FlaskClient) -> None:
    typed = begun(ours, "move") | {"starts": "2027-06-15T09:30", "ends": "2027-06-15T08:00", "reason": REASON}

    for path in (f"{BASE}/changes/move", f"{BASE}/changes/move/check"):
        answer = submit(ours, path, typed)
        assert answer.status_code == 422
        assert "A session ends after it starts." in answer.text
        assert REASON in answer.text


def test_a_form_that_is_turned_away_is_kept_for_its_person(read: str, ours: FlaskClient) -> None:
    typed = begun(ours, "cancel") | {"reason": REASON}

    answer = submit(ours, f"{BASE}/changes/cancel/check", typed, csrf_token="wrong")

    assert answer.status_code in (302, 303, 400)
    assert REASON in (ours.get(answer.location).text if answer.location else answer.text)


def test_convening_takes_both_secretaries(read: str, ours: FlaskClient, theirs: FlaskClient, db: Db) -> None:
    hand = Hand(ours)
    hand.open(BASE)
    hand.follow("Convene the session")
    hand.press("Propose it to the other side")
    assert only(db).state is SessionState.TENTATIVE

    consent(theirs, db)

    assert only(db).state is SessionState.CONVENED


def test_the_page_of_the_second_word_shows_the_mails_that_go_out_with_it(
    read: str, ours: FlaskClient, theirs: FlaskClient, db: Db
) -> None:
    """Invitations, and then news that tell the earlier date too, which not everybody has heard of."""
    for kinds, verb, wanted in (
        ((NoticeKind.INVITED, NoticeKind.CONVENED), "convene", {}),
        ((NoticeKind.SESSION_CHANGED,), "move", LATER),
        ((NoticeKind.SESSION_CHANGED,), "move", {"venue": "Palace"}),
        ((NoticeKind.SESSION_POSTPONED,), "postpone", {}),
    ):
        change(ours, verb, **(wanted | {"reason": REASON} if verb != "convene" else {}))
        path = f"/changes/{db.scalar(select(func.max(SessionChange.id)))}"
        db.rollback()
        page = theirs.get(path).text
        before = shown(page)
        assert shown(ours.get(path).text) == set()

        consent(theirs, db)

        newest = select(Dispatch).order_by(Dispatch.id.desc())
        last = [db.scalars(newest.where(Dispatch.kind == kind.value)).first() for kind in kinds]
        assert before == set().union(*(told(one) for one in last)) != set()
        assert addressed(page) == {one.address for each in last for one in each.notices}
        db.rollback()


def test_news_that_were_taken_back_wait_for_both_secretaries_until_everybody_is_told(
    read: str, ours: FlaskClient, theirs: FlaskClient, as_: As, people: Cast, db: Db
) -> None:
    change(ours, "move", reason=REASON, **LATER)
    consent(theirs, db)
    waits = "Tell everybody of a change of the session"
    assert not any(waits in page(one, "/") for one in (ours, theirs))
    first = newest(db)
    number, words = first.id, told(first)
    db.rollback()
    assert submit(theirs, f"/notices/dispatches/{number}/undo").status_code == 303

    assert all(waits in page(one, "/") for one in (ours, theirs))
    assert waits not in page(as_(people.chair_nato), "/")
    hand = Hand(ours)
    hand.open("/")
    hand.follow(waits)
    address = hand.path
    before = shown(ours.get(address).text)
    hand.press("Tell everybody now")

    told_again = newest(db)
    assert before == told(told_again) == words
    assert addressed(ours.get("/notices").text) >= {one.address for one in told_again.notices}
    assert not any(waits in page(one, "/") for one in (ours, theirs))
    assert submit(theirs, f"{address}/tell").status_code == 409


def newest(db: Db) -> Dispatch:
    kind = NoticeKind.SESSION_CHANGED.value
    found = db.scalars(select(Dispatch).where(Dispatch.kind == kind).order_by(Dispatch.id.desc())).first()
    assert found is not None
    return found


def test_a_cancelled_session_is_reinstated(read: str, ours: FlaskClient, theirs: FlaskClient, db: Db) -> None:
    change(ours, "cancel", reason=REASON)
    consent(theirs, db)
    hand = Hand(ours)
    hand.open(BASE)
    hand.follow("Reinstate the session")
    hand.press("See what that means", status=200, reason="The hall stands.")
    hand.press("Propose it to the other side")

    consent(theirs, db)

    assert only(db).state is SessionState.TENTATIVE


def test_a_session_out_of_turn_is_planned_by_both(
    read: str, ours: FlaskClient, theirs: FlaskClient, people: Cast, db: Db
) -> None:
    fields = {"kind": "regular", "place": people.brussels.id, "starts": "2027-11-09T09:30", "ends": "2027-11-09T17:00"}
    path = "/sessions/new"
    warned = submit(ours, path, fields | {"departure_reason": "Both wish it."})
    seen = Hand(ours)
    seen._take(warned, 422)
    _, sent = seen.filled("Plan")
    made = submit(ours, path, fields | {"departure_reason": "Both wish it.", "seen": sent["seen"]})
    assert made.location.startswith("/changes/")
    assert db.scalar(select(func.count()).select_from(Session)) == 1
    db.rollback()
    other = Hand(theirs)
    other.open("/")
    other.follow("Consent to a session out of turn")
    other.press("Consent")

    assert db.scalar(select(func.count()).select_from(Session)) == 2


def test_what_is_left_out_of_turn_waits_at_both_homes_until_both_have_agreed_to_it(
    read: str, ours: FlaskClient, theirs: FlaskClient, people: Cast, db: Db
) -> None:
    """By an urgent cancellation: the line leads to the form, and the other side's consent takes it away."""
    db.remove()
    later = walk.plan(db, people, starts=STARTS + 300 * DAY, place=people.prishtina, departure_reason="Since told.")
    later.departure_reason = ""
    only_first = db.scalars(select(Session).where(Session.id != later.id)).one()
    only_first.cancel("Snow.", by=people.secretary_brussels, at=AT)
    line, path = f"Out of turn: agree to leave it so, with the reason, or move it: {later.place.short_name}", later.ref
    db.commit()
    assert all(line in page(one, "/") for one in (ours, theirs))
    hand = Hand(ours)
    hand.open("/")
    hand.follow(line)
    hand.press("See what that means", status=200, departure_reason="The hall is paid.")
    assert "Everybody named below" not in hand.page.text_content()
    hand.press("Propose it to the other side")
    other = Hand(theirs)
    other.open("/")
    other.follow("Consent to a change of the session: keep")
    other.press("Consent")

    assert all(line not in page(one, "/") for one in (ours, theirs))
    assert "The hall is paid." in page(theirs, f"/sessions/{path}")
    assert "no reason is recorded" not in page(theirs, f"/sessions/{path}")


def test_the_pages_of_a_change_cost_no_more_than_others(
    read: str, ours: FlaskClient, theirs: FlaskClient, statements: Statements
) -> None:
    change(ours, "move", reason=REASON, **LATER)
    with statements() as found:
        theirs.get(BASE)
    assert len(found) <= BUDGET
