"""Sending what is due, on both databases and to a real mail server: nothing lost, nothing twice, nobody waits."""

import threading
from contextlib import contextmanager
from dataclasses import replace

import pytest
from sqlalchemy import event, select, text, update
from sqlalchemy.exc import OperationalError

from dialogue.actions import accounts
from dialogue.config import Config
from dialogue.db import connect, transaction
from dialogue.db import db as scoped
from dialogue.domain.notices import LEASE, WAIT, Draft, Loss, Notice, NoticeKind, NoticeState, dispatch, held
from dialogue.domain.people import Person
from dialogue.notifications.outbox import send_due
from tests import cast as people_of
from tests.post import Office, once, served

pytestmark = pytest.mark.engines


@pytest.fixture
def cast(db):
    made = people_of.enter(db)
    db.commit()
    return made


@pytest.fixture
def config(data_dir, database):
    return Config(data_dir=data_dir, database_url=database.url, base_url="http://localhost", secret_key="k" * 32)


@pytest.fixture
def office():
    with served(Office()) as opened:
        yield opened


@pytest.fixture
def by_mail(config, office):
    return replace(config, smtp_url=office.url)


@pytest.fixture
def queue(db, cast, clock):
    """Put notices into the outbox, one telling each, and let go of them."""

    def put(many=1, **more):
        people = [cast.chair_nato, cast.chair_kosovo, cast.delegate_nato]
        for n in range(many):
            drafts = [Draft(people[n % 3], f"No. {n}", "A text waits.", "/")]
            db.add(dispatch(NoticeKind.ACCOUNT, drafts, key=f"no. {n}", by=cast.secretary_brussels, at=clock(), **more))
        db.commit()
        db.remove()

    return put


def states(db):
    db.rollback()
    db.expire_all()
    return [one.state for one in db.scalars(select(Notice).order_by(Notice.id))]


def notices(db):
    db.rollback()
    db.expire_all()
    return db.scalars(select(Notice).order_by(Notice.id)).all()


def test_what_is_due_is_sent_once_and_dated_at_its_acceptance(db, queue, by_mail, office, clock):
    queue(3)

    assert send_due(by_mail, clock) == 3
    assert send_due(by_mail, clock) == 0

    assert [one["Subject"] for one in office.letters] == ["No. 0", "No. 1", "No. 2"]
    assert {f"<{one.message_id}@localhost>": 1 for one in notices(db)} == office.taken
    assert [(one.state, one.accepted_at, one.attempts) for one in notices(db)] == [(NoticeState.SENT, clock(), 1)] * 3


def test_without_a_mail_server_it_is_written_and_nobody_was_told(db, queue, config, clock, data_dir):
    queue(2)

    assert send_due(config, clock) == 2

    assert [(one.state, one.accepted_at, one.settled_at) for one in notices(db)] == [
        (NoticeState.WRITTEN, None, clock())
    ] * 2
    assert sorted(path.stem for path in (data_dir / "outbox").iterdir()) == sorted(
        one.message_id for one in notices(db)
    )


def test_what_waits_is_not_sent_before_its_time(db, queue, by_mail, office, clock):
    queue(wait=WAIT)

    assert send_due(by_mail, clock) == 0
    clock.later(seconds=60)
    assert send_due(by_mail, clock) == 1


def test_a_refusal_is_for_good_and_stops_no_other(db, queue, by_mail, office, clock):
    office.at_rcpt = lambda address: "550 5.1.1 Unknown" if address.startswith("chair.nato") else None
    queue(3)

    assert send_due(by_mail, clock) == 2

    refused, *others = notices(db)
    assert (refused.state, refused.failed_at, refused.last_error) == (NoticeState.REFUSED, clock(), "550 5.1.1 Unknown")
    assert [one.state for one in others] == [NoticeState.SENT] * 2
    clock.later(days=1)
    assert send_due(by_mail, clock) == 0


def test_a_no_for_now_is_tried_again_in_its_time(db, queue, by_mail, office, clock):
    office.mood = once("451 4.3.0 Later")
    queue(3)

    assert send_due(by_mail, clock) == 0
    assert [one.last_error for one in notices(db)] == ["451 4.3.0 Later"] * 3
    clock.later(seconds=59)
    assert send_due(by_mail, clock) == 0
    clock.later(seconds=1)
    assert send_due(by_mail, clock) == 3
    assert len(office.letters) == 3


def test_a_server_that_is_down_ends_the_pass_and_everything_goes_once_it_is_back(db, queue, config, clock):
    office = Office()
    with served(office):
        config = replace(config, smtp_url=office.url)
    queue(4)

    for _ in range(5):
        assert send_due(config, clock) == 0
    assert [(one.state, one.attempts) for one in notices(db)] == [(NoticeState.QUEUED, 1)] * 4

    with served(office):
        clock.later(minutes=1)
        assert send_due(config, clock) == 4
    assert sorted(office.taken.values()) == [1] * 4


def test_a_server_that_hangs_up_after_the_text_gets_it_twice_at_most_under_one_name(db, queue, by_mail, office, clock):
    office.mood = once("drop")
    queue(3)

    send_due(by_mail, clock)
    clock.later(minutes=1)
    send_due(by_mail, clock)

    assert states(db) == [NoticeState.SENT] * 3
    assert sorted(office.taken.values()) == [2, 2, 2]


def test_a_slow_server_makes_nobody_wait_who_writes(db, queue, by_mail, office, clock, engine):
    wrote = []

    def write(_letter):
        with engine.begin() as connection:
            connection.execute(text("UPDATE people SET function = 'meanwhile'"))
        wrote.append(True)

    office.mood = write
    queue()

    assert send_due(by_mail, clock) == 1
    assert wrote == [True]


@contextmanager
def elsewhere(work):
    """Do the work in another thread, with a database session of its own."""

    def do():
        try:
            work()
        finally:
            scoped.remove()

    thread = threading.Thread(target=do)
    thread.start()
    yield thread
    thread.join()


def test_what_one_sends_no_other_sends_meanwhile(db, queue, by_mail, office, clock):
    sent = []

    def meanwhile(letter):
        if letter["Subject"] == "No. 0" and not sent:
            sent.append(None)
            with elsewhere(lambda: sent.append(send_due(other, clock))):
                pass

    office.mood = meanwhile
    with served(Office()) as second:
        other = replace(by_mail, smtp_url=second.url)
        queue(3)
        send_due(by_mail, clock)

        assert sent == [None, 2]
        assert [one["Subject"] for one in office.letters] == ["No. 0"]
        assert [one["Subject"] for one in second.letters] == ["No. 1", "No. 2"]
    assert states(db) == [NoticeState.SENT] * 3


def test_what_another_took_between_the_look_and_the_claim_is_theirs(
    db, queue, by_mail, office, clock, engine, database
):
    queue()
    other = connect(database.url)

    def take(*_returned):
        with other.begin() as connection:
            connection.execute(update(Notice.__table__).values(claimed_until=clock() + LEASE, version=2))

    db.remove()
    event.listen(engine, "checkin", take, once=True)

    assert send_due(by_mail, clock) == 0
    assert office.letters == []
    other.dispose()


def test_whoever_died_with_a_notice_loses_it_when_the_lease_ends(db, queue, by_mail, office, clock):
    queue()
    (one,) = notices(db)
    one.claim(at=clock())
    db.commit()

    assert send_due(by_mail, clock) == 0
    clock.later(seconds=LEASE.total_seconds())
    assert send_due(by_mail, clock) == 1
    assert notices(db)[0].attempts == 2


def overtaken(office, by_mail, clock, first, second):
    """A talk that outlasts its lease: another process claims the notice and gets the second answer, the first gets its
    own after that."""
    answers = [first, second]

    def mood(_letter):
        answer = answers.pop(0)
        if answers:
            clock.later(seconds=LEASE.total_seconds())
            with elsewhere(lambda: send_due(replace(by_mail, smtp_url=inner.url), clock)):
                pass
        return answer

    office.mood = mood
    with served(Office(mood=mood)) as inner:
        send_due(by_mail, clock)


def test_of_an_account_that_is_closed_meanwhile_only_what_is_in_hand_goes(db, cast, queue, by_mail, office, clock):
    """The second letter is to whoever has the first; while it is handed over the account is closed."""
    who, admin = cast.chair_nato.id, cast.admin.id

    def close():
        with transaction():
            accounts.close(scoped.get_one(Person, who), by=scoped.get_one(Person, admin), at=clock())

    def mood(letter):
        if letter["Subject"] == "No. 3":
            with elsewhere(close):
                pass

    office.mood = mood
    queue(9)  # the first, fourth and seventh to that person

    assert send_due(by_mail, clock) == 9  # eight of these, and that the account is closed

    subjects = [one["Subject"] for one in office.letters]
    assert [one for one in subjects if one.startswith("No. ")] == [f"No. {n}" for n in range(9) if n != 6]
    assert [one for one in subjects if not one.startswith("No. ")] == ["Your account was closed: NATO–Kosovo dialogue"]
    assert [
        (one.called_back_by_id, one.called_back_why) for one in notices(db) if one.state is NoticeState.CALLED_BACK
    ] == [(admin, Loss.ACCOUNT)]


def test_a_letter_that_comes_back_from_a_server_is_judged_again(db, cast, queue, by_mail, office, clock):
    office.mood = once("451 4.3.0 Later")
    queue()
    assert send_due(by_mail, clock) == 0
    notices(db)[0].recipient.active = False
    db.commit()

    clock.later(minutes=1)
    assert send_due(by_mail, clock) == 0

    (one,) = notices(db)
    assert (one.state, one.called_back_at, one.called_back_by) == (NoticeState.CALLED_BACK, clock(), None)
    assert office.letters == []


def test_it_goes_to_the_address_that_the_person_has_by_then(db, cast, queue, by_mail, office, clock):
    queue()
    notices(db)[0].recipient.email = "nora@nato.example"
    db.commit()

    assert send_due(by_mail, clock) == 1

    assert office.recipients == [["nora@nato.example"]]
    assert notices(db)[0].address == "nora@nato.example"


def test_a_kind_that_nobody_knows_is_sent_to_nobody(db, queue, by_mail, office, clock):
    queue(2)
    notices(db)[0].dispatch.kind = "of a newer version"
    db.commit()

    assert send_due(by_mail, clock) == 1
    assert states(db) == [NoticeState.CALLED_BACK, NoticeState.SENT]


@pytest.mark.parametrize(
    ("first", "second", "state", "attempts"),
    [
        (None, None, NoticeState.SENT, 2),
        ("451 Later", None, NoticeState.SENT, 2),
        (None, "451 Later", NoticeState.SENT, 2),
        ("550 No", "451 Later", NoticeState.QUEUED, 2),
    ],
)
def test_a_talk_that_outlasts_its_lease_undoes_nothing(
    db, queue, by_mail, office, clock, first, second, state, attempts
):
    queue()

    overtaken(office, by_mail, clock, first, second)

    (one,) = notices(db)
    assert (one.state, one.attempts) == (state, attempts)


def test_a_database_that_is_away_for_a_moment_loses_no_answer(db, queue, by_mail, office, clock, engine):
    queue()

    def away(_connection):
        event.remove(engine, "begin", away)
        raise OperationalError("BEGIN", {}, Exception("the server closed the connection"))

    office.mood = lambda _letter: event.listen(engine, "begin", away)

    assert send_due(by_mail, clock) == 1
    assert states(db) == [NoticeState.SENT]
    assert len(office.letters) == 1


def test_a_pass_ends_when_it_is_told_to_or_has_lasted_long(db, queue, by_mail, office, clock):
    queue(5)

    assert send_due(by_mail, clock, ending=lambda: len(office.letters) == 2) == 2
    office.mood = lambda _letter: clock.later(seconds=40) and None
    assert send_due(by_mail, clock) == 2
    assert send_due(by_mail, clock) == 1


def test_what_a_restored_backup_holds_goes_out_when_a_secretary_says_so(db, cast, queue, by_mail, office, clock):
    queue(3)
    for one in notices(db)[1:]:
        one.hold(at=clock())
    db.commit()
    assert send_due(by_mail, clock) == 1

    notices(db)[1].drop(by=cast.secretary_brussels, at=clock())
    db.flush()
    for one in db.scalars(held()):
        one.release(by=cast.secretary_brussels, at=clock())
    db.commit()

    assert send_due(by_mail, clock) == 1
    assert states(db) == [NoticeState.SENT, NoticeState.UNDONE, NoticeState.SENT]
    assert [one["Subject"] for one in office.letters] == ["No. 0", "No. 2"]


def test_what_a_restored_backup_holds_may_be_dropped(db, cast, queue, by_mail, clock):
    queue(2)
    for one in notices(db):
        one.hold(at=clock())
    db.flush()

    for one in db.scalars(held()):
        one.drop(by=cast.secretary_brussels, at=clock())
    db.commit()

    assert send_due(by_mail, clock) == 0
    assert states(db) == [NoticeState.UNDONE] * 2
