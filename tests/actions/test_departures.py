"""Acts that take a right away call back what waits by it, with the act or not at all; the rest is in
`stories/test_told_when_sent.py`, kind by kind."""

import pytest
from sqlalchemy import select

from dialogue.actions import accounts, acts, departures
from dialogue.domain.base import Refused
from dialogue.domain.delegations import Capacity
from dialogue.domain.editions import Level
from dialogue.domain.engagements import Engagement
from dialogue.domain.log import LogEntry
from dialogue.domain.notices import LEASE, Draft, Loss, Notice, NoticeKind, NoticeState
from dialogue.notifications import recipients
from tests import walk
from tests.factories import AT, DAY


@pytest.fixture
def session(db, cast):
    made = walk.plan(db, cast)
    walk.delegations(db, cast, made)
    walk.engagement(db, cast, made, cast.university)
    return made


@pytest.fixture
def agenda(db, cast, session):
    """In both delegations' mail, which still waits."""
    made = walk.agenda(db, cast, session)
    made.close_call(by=cast.secretary_brussels, at=session.starts_at - 20 * DAY)
    walk.signed(db, cast, made)
    acts.propose_agenda(made, by=cast.secretary_brussels, at=AT)
    acts.circulate_agenda(made, by=cast.secretary_brussels, at=AT)
    db.commit()
    return made


def called_back(db):
    return [
        (one.recipient.name, one.called_back_why)
        for one in db.scalars(select(Notice).where(Notice.state == NoticeState.CALLED_BACK).order_by(Notice.id))
    ]


def test_the_act_and_the_calling_back_stand_or_fall_together(db, cast, session, agenda):
    seat = walk.seat_of(db, session, cast.delegate_nato)
    assert departures.withdraw_seat(seat, by=cast.secretary_brussels, at=AT) == 1
    assert called_back(db) == [("Niels Delegate", Loss.SEAT)]

    db.rollback()

    assert called_back(db) == []
    assert walk.seat_of(db, session, cast.delegate_nato).is_accredited


def test_it_stands_in_the_log(db, cast, session, agenda):
    departures.withdraw_seat(walk.seat_of(db, session, cast.delegate_nato), by=cast.secretary_brussels, at=AT)
    db.commit()

    (row,) = db.scalars(select(LogEntry).where(LogEntry.noun == "notices"))
    assert (row.verb, row.by_id, row.session_id) == ("no longer entitled", cast.secretary_brussels.id, session.id)


def test_an_act_that_is_refused_calls_nothing_back(db, cast, session, agenda):
    session.convene(by=cast.secretary_brussels, at=AT)
    acts.open_session(session, by=cast.secretary_brussels, at=session.starts_at)
    session.end(by=cast.secretary_brussels, at=session.ends_at)

    with pytest.raises(Refused):
        departures.withdraw_seat(walk.seat_of(db, session, cast.delegate_nato), by=cast.secretary_brussels, at=AT)

    assert called_back(db) == []


def test_a_step_that_opens_something_calls_nothing_back(db, cast, session, agenda):
    (engagement,) = db.scalars(select(Engagement))
    assert departures.take_step(engagement, Engagement.suspend, by=cast.secretary_brussels, at=AT) == 1

    assert departures.take_step(engagement, Engagement.activate, by=cast.secretary_brussels, at=AT) == 0
    assert called_back(db) == [("Una University", Loss.ENGAGEMENT)]


def test_an_authority_that_is_taken_back_takes_what_only_it_opened(db, cast, session):
    seat = walk.seat_of(db, session, cast.delegate_nato)
    departures.authorise(seat, "Letter 1", base=seat.version, by=cast.secretary_brussels, at=AT)
    round_ = walk.bare_round(db, cast, session, at=AT)
    recipients.tell(NoticeKind.REMINDER, [Draft(cast.delegate_nato, "S", "B", "/")], key="r", at=AT, about=round_)
    round_.issues.clear()  # as if it had been issued to others
    db.flush()

    assert departures.authorise(seat, "", base=seat.version, by=cast.secretary_brussels, at=AT, word=True) == 1
    assert called_back(db) == [("Niels Delegate", Loss.AUTHORITY)]


def test_what_is_in_a_senders_hand_is_left_to_it_and_judged_if_it_comes_back(db, cast, session, agenda):
    (notice,) = db.scalars(select(Notice).where(Notice.recipient_id == cast.delegate_nato.id))
    at = notice.next_at
    notice.claim(at=at)
    db.commit()
    person, admin = cast.delegate_nato, cast.admin

    assert accounts.close(person, by=admin, at=at) == 0
    notice.postpone("451 Later", at=at)
    db.commit()
    assert recipients.call_back_from([person], Loss.ACCOUNT, by=admin, at=at) == 1


def test_a_claim_that_died_keeps_nothing_from_being_called_back(db, cast, session, agenda):
    (notice,) = db.scalars(select(Notice).where(Notice.recipient_id == cast.delegate_nato.id))
    notice.claim(at=notice.next_at)
    db.commit()

    assert accounts.close(cast.delegate_nato, by=cast.admin, at=notice.next_at + LEASE) == 1


def test_seats_of_one_session_call_back_nothing_of_another(db, cast, session, agenda):
    other = walk.plan(db, cast, existing=[session])
    seat = walk.seat(db, cast, other, cast.delegate_nato, Capacity.MEMBER)

    assert departures.withdraw_seat(seat, by=cast.secretary_brussels, at=AT) == 0


def an_interpreter(db, cast, session):
    seat = walk.seat_of(db, session, cast.delegate_kosovo)
    seat.capacity = Capacity.INTERPRETER
    seat.give(as_delegate=True, in_restricted=False, base=None, by=cast.chair_kosovo, at=AT)
    db.flush()
    return seat


def test_what_a_party_gave_is_taken_back_with_the_mails_that_only_it_opened(db, cast, session):
    seat = an_interpreter(db, cast, session)
    round_ = walk.bare_round(db, cast, session, at=AT)
    recipients.tell(NoticeKind.RUNNING, [Draft(cast.delegate_kosovo, "S", "B", "/")], key="r", at=AT, about=round_)
    round_.issues[0].deliveries.clear()  # as if it had been issued to others
    db.flush()

    said = {"as_delegate": False, "in_restricted": True, "base": seat.version}
    assert departures.give(seat, **said, by=cast.chair_kosovo, at=AT) == 1

    assert called_back(db) == [("Krenar Delegate", Loss.AUTHORITY)]


def test_the_agenda_stays_with_an_interpreter_from_whom_the_rest_is_taken(db, cast, session):
    seat = an_interpreter(db, cast, session)
    made = walk.agenda(db, cast, session)
    made.close_call(by=cast.secretary_brussels, at=session.starts_at - 20 * DAY)
    walk.signed(db, cast, made)
    acts.propose_agenda(made, by=cast.secretary_brussels, at=AT)
    acts.circulate_agenda(made, by=cast.secretary_brussels, at=AT)
    db.flush()

    said = {"as_delegate": False, "in_restricted": False, "base": seat.version}
    assert departures.give(seat, **said, by=cast.chair_kosovo, at=AT) == 0

    (notice,) = db.scalars(select(Notice).where(Notice.recipient_id == cast.delegate_kosovo.id))
    assert (notice.level, notice.state) == (Level.DELEGATIONS, NoticeState.QUEUED)
