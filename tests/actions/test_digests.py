"""Follow-ups told by mail: each focal point once a week, the head once when one stays overdue; what is done since is
not mailed; two workers and a crash tell nothing twice."""

import datetime as dt
import threading

import pytest
from sqlalchemy import event, select

from dialogue import access
from dialogue.actions import digests, ticking
from dialogue.actions.ticking import Tick, send_notices, tell_of_followups
from dialogue.config import Config
from dialogue.db import db as bound
from dialogue.domain import tracks
from dialogue.domain.delegations import Capacity
from dialogue.domain.editions import Level
from dialogue.domain.followups import FollowUp, FollowUpState, FollowUpWatch
from dialogue.domain.notices import Dispatch, Loss, Notice, NoticeKind, NoticeState
from dialogue.domain.people import Person
from dialogue.domain.sessions import ZONE
from dialogue.domain.settings import Settings, Weekday
from dialogue.domain.tracks import TRACKS
from tests import cast as people_of
from tests import silent, walk
from tests.factories import AT, DAY, STARTS
from tests.queries.test_deadlines import followup

pytestmark = pytest.mark.engines
BEFORE = dt.datetime(2027, 5, 2, 12, tzinfo=ZONE)  # a Sunday
MONDAY = dt.datetime(2027, 5, 3, 8, tzinfo=ZONE)  # when the digest goes out


@pytest.fixture
def people(db):
    return people_of.enter(db)


@pytest.fixture
def session(db, people):
    """Both heads, and the focal point of one side; a worker has looked through the register once."""
    made = walk.plan(db, people)
    walk.delegations(db, people, made)
    db.commit()
    digests.tell(BEFORE)
    db.commit()
    return made


@pytest.fixture
def tick(data_dir, database, clock):
    config = Config(data_dir=data_dir, database_url=database.url, base_url="http://localhost", secret_key="k" * 32)
    return Tick(config, clock)


def passes(tick, clock, at, *steps):
    """Two passes at that instant."""
    clock.at = at
    bound.commit()
    for _ in range(2):
        assert ticking.run(tick, steps or [tell_of_followups]) == []


def told(kind=NoticeKind.DIGEST):
    """Whom, of what, in which words."""
    found = bound.scalars(select(Notice).join(Notice.dispatch).where(Dispatch.kind == kind).order_by(Notice.id)).all()
    return [(one.recipient.email.partition("@")[0], one.subject, one.body) for one in found]


def named(email):
    return bound.scalars(select(Person).where(Person.email.startswith(email))).one()


def state_of(number, state, by):
    one = bound.scalars(select(FollowUp).where(FollowUp.number == number)).one()
    one.become(state, "A note.", base=one.version, by=bound.get(Person, by.id), at=AT, evidence="Letter 1")
    bound.commit()


def test_a_focal_point_is_told_once_a_week_what_there_is_of_its_side(db, people, session, tick, clock):
    mine = [("late", 1, -1), ("today", 2, 0), ("soon", 3, 14), ("far", 4, 15)]
    for _, number, days in mine:
        followup(db, session, people.kosovo, number=number, due_on=MONDAY.date() + days * DAY)
    followup(db, session, people.nato, number=5, due_on=MONDAY.date())

    passes(tick, clock, MONDAY - dt.timedelta(minutes=1))
    assert told() == []
    passes(tick, clock, MONDAY)
    passes(tick, clock, MONDAY + 6 * DAY)

    ((who, subject, body),) = told()
    assert (who, subject) == ("focal.kosovo", "Follow-ups of Kosovo, week of Mon 3 May 2027: 3 · 1 overdue")
    assert [line for line in body.splitlines() if line.startswith("- ")] == [
        "- OC/2027/1/01, due Sun 2 May 2027", "- OC/2027/1/02, due Mon 3 May 2027",
        "- OC/2027/1/03, due Mon 17 May 2027",
    ]  # fmt: skip
    assert "CANARY" not in body

    passes(tick, clock, MONDAY + 7 * DAY)
    assert len(told()) == 2


def test_claimed_and_returned_stand_in_it_and_what_is_verified_or_rests_does_not(db, people, session, tick, clock):
    far = MONDAY.date() + 200 * DAY
    for number in range(1, 6):
        followup(db, session, people.kosovo, number=number, due_on=far)
    for number in (1, 2, 3, 4):
        state_of(number, FollowUpState.CLAIMED_DONE, people.focal_kosovo)
    state_of(2, FollowUpState.IN_PROGRESS, people.secretary_brussels)
    state_of(3, FollowUpState.VERIFIED, people.secretary_brussels)
    four = bound.scalars(select(FollowUp).where(FollowUp.number == 4)).one()
    four.circulation = silent.in_question(bound, four.session, "minutes", "0" * 64, at=AT)

    passes(tick, clock, MONDAY)

    ((_, _, body),) = told()
    assert [line for line in body.splitlines() if line and not line.startswith("  ")][1:] == [
        "Due by Mon 17 May 2027, or returned by the other side",
        "- OC/2027/1/02, due Fri 19 Nov 2027, returned by the other side",
        "Claimed to be done; the other side has not verified it yet",
        "- OC/2027/1/01, due Fri 19 Nov 2027",
    ]


def test_nobody_is_mailed_where_nothing_is_due(db, people, session, tick, clock):
    followup(db, session, people.kosovo, due_on=MONDAY.date() + 40 * DAY)

    passes(tick, clock, MONDAY)

    assert told() == []


def test_day_and_hour_are_the_settings_and_a_new_day_makes_no_second_digest_of_a_week(db, people, session, tick, clock):
    followup(db, session, people.kosovo, due_on=MONDAY.date())
    here = db.scalars(select(Settings)).one()
    here.digest_on, here.digest_at = Weekday.WEDNESDAY, dt.time(16, 30)
    wednesday = dt.datetime(2027, 5, 5, 16, 30, tzinfo=ZONE)

    passes(tick, clock, wednesday - dt.timedelta(minutes=1))
    assert told() == []
    passes(tick, clock, wednesday)
    assert len(told()) == 1

    bound.scalars(select(Settings)).one().digest_on = Weekday.FRIDAY
    passes(tick, clock, wednesday + 3 * DAY)
    assert len(told()) == 1


def test_the_addresses_of_the_pages_are_mailed_whole_and_open(db, people, session, tick, clock, data_dir, as_):
    followup(db, session, people.kosovo, due_on=MONDAY.date())

    passes(tick, clock, MONDAY, tell_of_followups, send_notices)

    (mail,) = (data_dir / "outbox").glob("*.eml")
    assert "  http://localhost/follow-ups/2027-1/1\n" in mail.read_text()
    assert as_(people.focal_kosovo).get("/follow-ups/2027-1/1").status_code == 200


def test_what_was_done_before_the_mail_goes_is_not_in_it(db, people, session, tick, clock):
    for number in (1, 2):
        followup(db, session, people.kosovo, number=number, due_on=MONDAY.date())
    passes(tick, clock, MONDAY)
    ended = bound.scalars(select(FollowUp).where(FollowUp.number == 1)).one()
    ended.state = FollowUpState.CLOSED

    passes(tick, clock, MONDAY, send_notices)

    notice = bound.scalars(select(Notice)).one()
    assert (notice.state, "OC/2027/1/01" in notice.body, "OC/2027/1/02" in notice.body) == (
        NoticeState.WRITTEN, False, True,
    )  # fmt: skip


def test_where_all_was_done_before_the_mail_goes_none_does(db, people, session, tick, clock):
    followup(db, session, people.kosovo, due_on=MONDAY.date())
    passes(tick, clock, MONDAY)
    bound.scalars(select(FollowUp)).one().state = FollowUpState.CLOSED

    passes(tick, clock, MONDAY, send_notices)

    notice = bound.scalars(select(Notice)).one()
    assert (notice.state, notice.called_back_why) == (NoticeState.UNDONE, Loss.OVERTAKEN)


# What stays overdue


def overdue(db, session, owner, days, number=1):
    return followup(db, session, owner, number=number, due_on=MONDAY.date() - days * DAY)


def test_the_head_of_the_owners_side_is_told_once_after_the_days_of_the_settings(db, people, session, tick, clock):
    overdue(db, session, people.kosovo, 13)
    overdue(db, session, people.nato, 14, number=2)

    passes(tick, clock, MONDAY)

    assert [(who, subject) for who, subject, _ in told(NoticeKind.ESCALATION)] == [
        ("chair.nato", "Overdue for 14 days: follow-up OC/2027/1/02")
    ]
    passes(tick, clock, MONDAY + DAY)
    passes(tick, clock, MONDAY + 30 * DAY)
    assert sorted(who for who, _, _ in told(NoticeKind.ESCALATION)) == ["chair.kosovo", "chair.nato"]
    assert not any(
        "CANARY" in subject + body.replace("lies: CANARY", "") for _, subject, body in told(NoticeKind.ESCALATION)
    )


def test_a_new_date_that_is_not_kept_either_is_told_of_anew(db, people, session, tick, clock):
    overdue(db, session, people.kosovo, 14)
    passes(tick, clock, MONDAY)
    one, by = bound.scalars(select(FollowUp)).one(), named("secretary.brussels")
    one.assign(
        office="", supporting="", due_on=MONDAY.date() + 7 * DAY, reason="A strike.", base=one.version, by=by, at=MONDAY
    )

    passes(tick, clock, MONDAY + 20 * DAY)
    assert len(told(NoticeKind.ESCALATION)) == 1
    passes(tick, clock, MONDAY + 21 * DAY)
    assert len(told(NoticeKind.ESCALATION)) == 2


@pytest.mark.parametrize("became", [FollowUpState.CLAIMED_DONE, FollowUpState.CLOSED])
def test_of_what_was_done_before_the_mail_goes_the_head_is_not_told(db, people, session, tick, clock, became):
    overdue(db, session, people.kosovo, 14)
    passes(tick, clock, MONDAY)
    bound.scalars(select(FollowUp)).one().state = became

    passes(tick, clock, MONDAY, send_notices)

    assert [
        one.state
        for one in bound.scalars(select(Notice).join(Notice.dispatch))
        if one.dispatch.kind == NoticeKind.ESCALATION
    ] == [NoticeState.UNDONE]


def test_it_waits_for_a_head_with_an_account_and_asks_the_one_of_the_session_that_comes_next(
    db, people, session, tick, clock
):
    overdue(db, session, people.kosovo, 14)
    chair = named("chair.kosovo")
    held, chair.password_hash = chair.password_hash, None
    later = walk.plan(db, people, existing=[session], starts=STARTS + 180 * DAY)
    walk.seat(db, people, later, people.delegate_kosovo, Capacity.HEAD)
    named("delegate.kosovo").password_hash = None
    passes(tick, clock, MONDAY)
    assert told(NoticeKind.ESCALATION) == []

    named("chair.kosovo").password_hash = held
    passes(tick, clock, MONDAY + DAY)

    assert [who for who, _, _ in told(NoticeKind.ESCALATION)] == ["chair.kosovo"]
    named("delegate.kosovo").password_hash = held
    party = named("chair.kosovo").organisation
    assert [access.head_of_side(party, MONDAY + days * DAY).email.partition("@")[0] for days in (0, 100, 900)] == [
        "chair.kosovo", "delegate.kosovo", "delegate.kosovo",
    ]  # fmt: skip


# Once, and at the cost of a row


def test_a_pass_that_finds_it_looked_through_asks_one_statement(db, people, session, tick, clock, database):
    overdue(db, session, people.kosovo, 14)
    passes(tick, clock, MONDAY)
    asked = []
    event.listen(bound.get_bind(), "before_cursor_execute", lambda *args: asked.append(args[2]))

    clock.at = MONDAY + dt.timedelta(minutes=14, seconds=59)
    tell_of_followups(tick)

    assert [one.split()[0] for one in asked if "followup" in one] == ["SELECT"]
    assert len([one for one in asked if not one.startswith(("BEGIN", "PRAGMA", "SET"))]) == 1
    bound.remove()


def test_two_workers_at_once_tell_each_once(db, people, session, tick, clock):
    for number in (1, 2, 3):
        overdue(db, session, people.kosovo, 14 + number, number=number)
    clock.at, failed = MONDAY, []
    bound.remove()

    def work():
        failed.extend(ticking.run(tick, [tell_of_followups]))

    hands = [threading.Thread(target=work) for _ in range(4)]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join(60)

    assert failed == []
    assert (len(told()), len(told(NoticeKind.ESCALATION))) == (1, 3)


def test_a_worker_that_dies_in_between_leaves_it_to_the_next(db, people, session, tick, clock, monkeypatch):
    overdue(db, session, people.kosovo, 14)
    bound.commit()
    clock.at = MONDAY

    def dies(*_, **__):
        raise RuntimeError("the power went")

    with monkeypatch.context() as broken:
        broken.setattr(FollowUpWatch, "look", dies)
        assert ticking.run(tick, [tell_of_followups]) == ["tell_of_followups"]
    assert told() == told(NoticeKind.ESCALATION) == []

    passes(tick, clock, MONDAY)
    assert (len(told()), len(told(NoticeKind.ESCALATION))) == (1, 1)


def test_the_first_look_makes_up_for_no_digest_whose_hour_has_passed(db, people, tick, clock):
    made = walk.plan(db, people)
    walk.delegations(db, people, made)
    followup(db, made, people.kosovo, due_on=MONDAY.date())

    passes(tick, clock, MONDAY + DAY)
    assert told() == []
    passes(tick, clock, MONDAY + 7 * DAY)
    assert len(told()) == 1


def test_nothing_of_a_compartment_is_told_to_anybody(db, people, session, tick, clock):
    """Its entry stands still and belongs to the same side; the follow-up beside it is told."""
    track = next(one for one in TRACKS.values() if one.compartment)
    words = {"title": "CANARY", "text": "CANARY", "next_step": "CANARY", "level": Level.DELEGATIONS}
    db.add(tracks.begin(track, 1, owner=people.kosovo, values={}, by=people.focal_kosovo, at=AT - 900 * DAY, **words))
    overdue(db, session, people.kosovo, 14)

    passes(tick, clock, MONDAY)

    ((_, subject, body),) = told()
    assert "OC/2027/1/01" in body
    assert not any(word in subject + body for word in ("CANARY", track.series, track.slug))
