"""The worker's part in rounds: what it finds to write down, what it leaves alone, and whom it reminds."""

import datetime as dt

import pytest
from sqlalchemy import select

from dialogue.actions import rounds, settling
from dialogue.domain.notices import Dispatch
from dialogue.domain.pulse import Beat, beat
from dialogue.domain.silence import ObjectionKind
from dialogue.operations import beats
from tests import walk
from tests.factories import DAY, HOUR

pytestmark = pytest.mark.engines

MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def minutes(db, cast):
    return walk.to_final_draft(db, cast)


@pytest.fixture
def round_(db, cast, minutes):
    """Under silence, served, and the service was there all the time."""
    return walk.kept_up(db, cast, minutes)


def heard_after(db, round_, after):
    """An instant so long after the expiry, at which the service was heard again."""
    walk.heard(db, round_.expires_at + MINUTE / 2, round_.expires_at + MINUTE / 2)
    return round_.expires_at + after


@pytest.mark.parametrize("seconds", [0, 60])
def test_the_worker_finds_a_doubt_that_nobody_wrote_down(db, cast, round_, minutes, seconds):
    """What follows of an objection may fail; the objection stands, and the next pass of the worker sees it."""
    at = heard_after(db, round_, HOUR)
    rounds.settle(round_, at=at)
    received = round_.expires_at + dt.timedelta(seconds=seconds)
    pulse = beats.of_round(round_, at)
    round_.object_(ObjectionKind.OBJECTION, "", entitled=True, pulse=pulse, by=cast.chair_nato, at=at,
                   received_at=received)  # fmt: skip
    db.flush()

    assert settling.to_settle(at) == [round_.id]
    settling.settle_by_id(round_.id, at)

    assert (round_.adoption_in_question, minutes.in_question) == (True, True)
    assert settling.to_settle(at) == []


def test_those_who_have_not_acknowledged_are_reminded_a_day_and_two_hours_before(db, cast, round_):
    expiry = round_.expires_at
    round_.acknowledge(
        entitled=True, pulse=beats.of_round(round_, expiry - 3 * DAY), by=cast.chair_nato, at=expiry - 3 * DAY
    )
    for before in (25 * HOUR, 24 * HOUR, 23 * HOUR, 2 * HOUR, HOUR):
        at = expiry - before
        walk.heard(db, at, at)
        for circulation_id in settling.to_settle(at):
            settling.settle_by_id(circulation_id, at)

    reminders = db.scalars(select(Dispatch).where(Dispatch.kind == "reminder").order_by(Dispatch.id)).all()
    assert [[n.recipient.email for n in one.notices] for one in reminders] == [["chair.kosovo@kosovo.example"]] * 2


def test_a_round_that_goes_on_as_it_was_gives_the_worker_nothing_to_do(db, cast, round_):
    at = round_.issue.issued_at + DAY
    walk.heard(db, at, at)

    assert settling.to_settle(at) == []
    assert settling.to_settle(heard_after(db, round_, MINUTE)) == [round_.id]


def test_a_clock_put_back_before_the_round_was_proposed_does_not_keep_the_worker_from_telling(db, round_):
    earlier = round_.proposed_at - DAY
    db.add(beat(earlier, 0.0, "test", last=Beat(at=round_.issue.issued_at + DAY, monotonic=0.0, boot=""),
                last_of_boot=Beat(at=round_.issue.issued_at + DAY, monotonic=-60.0, boot="")))  # fmt: skip
    db.flush()

    assert settling.to_settle(earlier) == [round_.id]
