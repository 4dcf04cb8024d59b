"""Rungs told to their owners: before the day, and once when it has passed; anew where it has moved, never when done."""

import datetime as dt

import pytest
from sqlalchemy import select

from dialogue.actions import changes, ladders, ticking
from dialogue.actions.ticking import Tick, tell_of_rungs
from dialogue.config import Config
from dialogue.db import db as bound
from dialogue.domain.base import Refused
from dialogue.domain.changes import ChangeKind, Wish
from dialogue.domain.ladder import RungEntry, RungKey
from dialogue.domain.notices import Dispatch, Notice, NoticeKind, NoticeState
from dialogue.domain.people import Person
from dialogue.domain.sessions import Session
from tests import cast as people_of
from tests import walk
from tests.factories import AT, DAY, STARTS
from tests.queries.test_deadlines import followup


@pytest.fixture
def people(db):
    return people_of.enter(db)


@pytest.fixture
def session(db, people):
    """All is there that the ladder of a session can ask for, but for its agenda; nothing is to be followed up."""
    made = walk.plan(db, people)
    walk.delegations(db, people, made)
    db.commit()
    return made.id


@pytest.fixture
def tick(data_dir, database, clock):
    config = Config(data_dir=data_dir, database_url=database.url, base_url="http://localhost", secret_key="k" * 32)
    return Tick(config, clock)


def before(days):
    """Noon, so many days before the session."""
    return dt.datetime.combine(STARTS.date() - days * DAY, dt.time(12), dt.UTC)


def told(tick, clock, days):
    """What a pass, or two, of so many days before tells: whom of what."""
    clock.at = before(days)
    known = set(bound.scalars(select(Notice.id)))
    bound.remove()
    for _ in range(2):
        assert ticking.run(tick, [tell_of_rungs]) == []
    new = bound.scalars(select(Notice).where(Notice.id.not_in(known)))
    found = sorted((one.subject.partition(" (")[0], one.recipient.email.partition("@")[0]) for one in new)
    bound.remove()
    return found


SECRETARIES = ["secretary.brussels", "secretary.prishtina"]


def test_owners_are_told_a_week_before_and_once_when_it_has_passed(session, tick, clock):
    call, day = "The call for items goes out", "Sun 9 May 2027"

    assert told(tick, clock, 38) == []
    assert told(tick, clock, 37) == [(f"Due by {day}: {call}", who) for who in SECRETARIES]
    assert told(tick, clock, 36) == told(tick, clock, 30) == []
    late = [one for one in told(tick, clock, 29) if "Overdue" in one[0]]
    assert late == [(f"Overdue since {day}: {call}", who) for who in SECRETARIES]
    assert [one for one in told(tick, clock, 27) if call in one[0]] == []


def test_each_rung_is_told_to_those_whose_it_is(session, tick, clock):
    told(tick, clock, 29)

    assert told(tick, clock, 28) == [
        ("Due by Tue 18 May 2027: Requests for items close", who) for who in ("focal.kosovo", *SECRETARIES)
    ]
    assert [one for one in told(tick, clock, 7) if "arrivals" in one[0]] == []
    assert [one for one in told(tick, clock, 6) if "arrivals" in one[0]] == [
        ("Due by Sat 5 Jun 2027: The list of arrivals goes to the hosts", "secretary.brussels")
    ]


def test_nobody_is_told_of_what_is_done(db, people, session, tick, clock):
    """Both delegations have their heads, there is nothing to review, and the list of arrivals was said to be sent."""
    one, by = db.get_one(Session, session), db.get_one(Person, people.secretary_prishtina.id)
    ladders.finish(one, RungKey.ARRIVALS, "By mail.", base=0, by=by, at=AT)
    db.commit()

    every = [told(tick, clock, days) for days in range(40, 0, -1)]

    words = {subject.partition(": ")[2] for one in every for subject, _ in one}
    assert words == {
        "The call for items goes out", "Requests for items close", "The provisional agenda goes out with its papers",
    }  # fmt: skip


def test_follow_ups_of_earlier_sessions_are_to_be_reviewed(db, people, session, tick, clock):
    earlier = walk.plan(db, people, existing=[db.get_one(Session, session)], starts=STARTS - 200 * DAY)
    followup(db, earlier, people.kosovo)

    found = [one for one in told(tick, clock, 28) if "reviewed" in one[0]]

    assert found == [
        ("Due by Tue 18 May 2027: The follow-ups of earlier sessions are reviewed", who) for who in SECRETARIES
    ]


def test_a_rung_that_has_moved_is_told_of_anew_and_the_old_mail_does_not_go(db, people, session, tick, clock):
    assert len(told(tick, clock, 35)) == 2
    one, by = db.get_one(Session, session), db.get_one(Person, people.secretary_brussels.id)
    ladders.move(one, RungKey.CALL, STARTS.date() - 24 * DAY, "A strike.", base=0, by=by, at=clock())
    db.commit()

    assert told(tick, clock, 34) == []
    states = [one.state for one in db.scalars(select(Notice))]
    assert states == [NoticeState.UNDONE] * 2
    db.remove()
    assert [one for one in told(tick, clock, 31) if "call" in one[0]] == [
        ("Due by Sat 15 May 2027: The call for items goes out", who) for who in SECRETARIES
    ]


def test_of_a_session_that_is_postponed_nothing_is_due(db, people, session, tick, clock):
    assert len(told(tick, clock, 35)) == 2
    by = db.get_one(Person, people.secretary_brussels.id)
    db.get_one(Session, session).postpone("A strike.", by=by, at=clock())
    db.commit()

    assert told(tick, clock, 29) == []
    assert [one.state for one in db.scalars(select(Notice))] == [NoticeState.UNDONE] * 2


def test_of_a_session_that_takes_place_after_all_on_its_day_the_owners_are_told_anew(db, people, session, tick, clock):
    """Whatever the mail of before said is off with the session, sent or not."""
    told(tick, clock, 36)
    for kind in (ChangeKind.CANCEL, ChangeKind.REINSTATE):
        one = db.get_one(Session, session)
        wish = Wish(kind, one, one.appointment, "A strike.")
        by = [db.get_one(Person, each.id) for each in (people.secretary_brussels, people.secretary_prishtina)]
        made = changes.propose(wish, base=one.version, by=by[0], at=clock())
        changes.consent(made, by=by[1], at=clock())
        db.commit()
        assert told(tick, clock, 35) == ([] if kind is ChangeKind.CANCEL else [
            ("Due by Sun 9 May 2027: The call for items goes out", who) for who in SECRETARIES
        ])  # fmt: skip
    assert told(tick, clock, 34) == []


def test_what_was_due_long_ago_is_no_news(session, tick, clock):
    found = told(tick, clock, 1)

    assert [one for one in found if "call" in one[0] or "Requests" in one[0]] == []


def test_a_rung_is_moved_once_and_by_who_has_seen_the_last(db, people, session):
    one, by = db.get_one(Session, session), people.secretary_brussels
    to = STARTS.date() - 24 * DAY
    ladders.move(one, RungKey.CALL, to, "A strike.", base=0, by=by, at=AT)
    db.flush()

    with pytest.raises(Refused, match="It is due on that day already"):
        ladders.move(one, RungKey.CALL, to, "A strike.", base=0, by=by, at=AT)
    assert len(db.scalars(select(RungEntry)).all()) == 1


@pytest.mark.parametrize("key", [RungKey.NOMINATIONS, RungKey.JOINT_DRAFT])
def test_what_is_done_or_of_another_time_is_not_moved(db, people, session, key):
    with pytest.raises(Refused, match="This step is done, or is none of this session's any more"):
        ladders.move(
            db.get_one(Session, session), key, STARTS.date(), "Why", base=0, by=people.secretary_brussels, at=AT
        )


def test_a_mail_of_a_rung_is_of_its_session_and_leads_to_its_ladder(db, session, tick, clock):
    told(tick, clock, 35)

    (telling,) = db.scalars(select(Dispatch)).all()
    assert (telling.kind, telling.session_id, telling.about_id) == (NoticeKind.RUNG, session, session)
    assert {one.path for one in telling.notices} == {"/sessions/2027-1/ladder"}
    assert "Whose it is: both secretaries" in telling.notices[0].body
