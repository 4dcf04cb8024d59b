"""The pulse of a round as the database has it: what lies in its time, and nothing else."""

import datetime as dt

import pytest

from dialogue.domain import pulse
from dialogue.domain.pulse import Restore
from dialogue.domain.silence import CirculationState, Reason
from dialogue.operations import beats
from tests import walk
from tests.cast import enter
from tests.factories import DAY, HOUR
from tests.once import once

MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def round_(db):
    cast = enter(db)
    return once(db, "silence", lambda: walk.silence(db, cast, walk.to_final_draft(db, cast)))


def beat(db, at, *, monotonic=None):
    last = db.scalar(pulse.last_beat())
    made = pulse.beat(at, at.timestamp() if monotonic is None else monotonic, "a", last=last, last_of_boot=last)
    db.add(made)
    db.flush()


def test_a_round_that_is_not_issued_has_no_pulse_to_read(db, round_):
    round_.issues.clear()

    assert beats.of_round(round_, round_.proposed_at) == pulse.Pulse()


def test_silence_is_kept_where_the_service_was_heard_all_the_time(db, round_):
    walk.heard(db, round_.issue.issued_at - DAY, round_.expires_at - MINUTE / 2)

    assert beats.outcome(round_, round_.expires_at + MINUTE).state is CirculationState.CLOSING
    walk.heard(db, round_.expires_at, round_.expires_at)
    assert beats.outcome(round_, round_.expires_at + MINUTE).state is CirculationState.ADOPTED


def test_an_outage_of_days_in_which_only_the_worker_was_off_changes_nothing(db, round_):
    """Beats come from the pages, not from the worker."""
    walk.heard(db, round_.issue.issued_at - DAY, round_.expires_at + MINUTE / 2)
    walk.heard(db, round_.expires_at - MINUTE / 2, round_.expires_at - MINUTE / 2)

    assert beats.outcome(round_, round_.expires_at + 2 * DAY).as_of == round_.expires_at


@pytest.mark.parametrize("jump", [HOUR, -HOUR])
def test_a_jump_of_the_clock_is_found_on_either_side(db, round_, jump):
    began = round_.issue.issued_at + 3 * HOUR
    walk.heard(db, round_.issue.issued_at, round_.expires_at)
    beat(db, began, monotonic=0.0)
    beat(db, began + jump + MINUTE, monotonic=60.0)

    assert beats.outcome(round_, round_.expires_at + DAY).is_held_for(Reason.CLOCK)


def test_an_hour_back_after_the_expiry_and_before_it_was_written_down_adopts_nothing(db, round_):
    walk.heard(db, round_.issue.issued_at - DAY, round_.expires_at - MINUTE / 2)
    beat(db, round_.expires_at + MINUTE / 2, monotonic=0.0)
    beat(db, round_.expires_at + MINUTE / 2 - HOUR, monotonic=60.0)

    assert beats.outcome(round_, round_.expires_at - HOUR + MINUTE).state is CirculationState.HELD


@pytest.mark.parametrize("back", [HOUR, 5 * HOUR, 3 * DAY])
def test_a_clock_that_was_put_back_behind_the_issue_is_found_however_far(db, round_, back):
    """Nobody had heard of the service for a day before: neither beat of the jump lies near the issue."""
    issued = round_.issue.issued_at
    beat(db, issued - back - DAY, monotonic=0.0)
    beat(db, issued - back, monotonic=(back + DAY + MINUTE).total_seconds())  # by itself it would show a minute more

    assert beats.outcome(round_, issued).is_held_for(Reason.CLOCK)
    assert beats.outcome(round_, round_.expires_at + DAY).is_held_for(Reason.CLOCK)


def test_a_jump_of_the_clock_that_was_over_before_the_issue_holds_nothing(db, round_):
    issued = round_.issue.issued_at
    beat(db, issued - 2 * DAY, monotonic=0.0)
    beat(db, issued - 2 * DAY - HOUR, monotonic=60.0)
    walk.heard(db, issued - DAY, round_.expires_at)

    assert not beats.outcome(round_, round_.expires_at + DAY).is_held_for(Reason.CLOCK)


def test_a_backup_that_was_put_back_since_the_issue_is_found(db, round_):
    walk.heard(db, round_.issue.issued_at - DAY, round_.expires_at)
    db.add(Restore(at=round_.issue.issued_at + DAY, backup_made_at=round_.issue.issued_at))
    db.flush()

    assert beats.outcome(round_, round_.expires_at + DAY).reasons == Reason.RESTORED.value


@pytest.mark.parametrize("night", [dt.datetime(2027, 3, 28, tzinfo=dt.UTC), dt.datetime(2026, 10, 25, tzinfo=dt.UTC)])
def test_a_night_in_which_the_clocks_change_is_no_jump(db, night):
    """Beats are instants: the wall clock of the capitals may say what it likes."""
    for n in range(180):
        beat(db, night + n * MINUTE, monotonic=60.0 * n)

    assert db.scalars(pulse.irregular_in(night, night + DAY)).all() == []
