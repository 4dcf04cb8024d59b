"""Clocks that are put forward or back, hours that come twice or never, and a service or a worker that was away. The
monotonic clock is the machine's own throughout; what the wall shows is moved."""

import datetime as dt

import pytest

from dialogue.actions import rounds
from dialogue.actions.ticking import Tick, run, settle_rounds
from dialogue.app import create_app
from dialogue.config import Config
from dialogue.db import db
from dialogue.domain import pulse
from dialogue.domain.people import Person
from dialogue.domain.pulse import Beat
from dialogue.domain.silence import Circulation, CirculationState, ObjectionKind, Profile, earliest_expiry
from dialogue.domain.working_days import ZONE, Capitals, Recorded
from dialogue.operations import beats
from dialogue.operations.heartbeat import Heart
from tests import cast as people_of
from tests.factories import DAY, HOUR
from tests.serving import served
from tests.storms import house

pytestmark = pytest.mark.slow
SECOND, MINUTE = dt.timedelta(seconds=1), dt.timedelta(minutes=1)


class Wall:
    """A clock on the wall that somebody can put forward or back; the time goes on beneath it."""

    def __init__(self):
        self.off_by = dt.timedelta(0)

    def __call__(self):
        return house.now() + self.off_by


@pytest.fixture
def wall():
    return Wall()


@pytest.fixture
def cast(database):
    return people_of.enter(db)


@pytest.fixture
def round_until(cast):
    """A round that expires then, in a service that was there for a week until now."""
    session = house.session_of(cast)
    house.heard_until(house.now())
    db.commit()

    def make(expires_at):
        again = people_of.Cast(**{name: db.merge(getattr(cast, name)) for name in cast.__dataclass_fields__})
        (made,) = house.rounds_until(again, db.merge(session), [expires_at])
        db.commit()
        return made

    return make


@pytest.fixture
def beat(database, wall, data_dir, cast):
    """Ask the pages, which are there, and write a beat by the clock on the wall."""
    config = Config(data_dir=data_dir, database_url=database.url, base_url="http://localhost", secret_key=house.SECRET)
    with served(create_app(config, engine=database.engine, clock=wall), wall) as port:
        heart = Heart(f"http://127.0.0.1:{port}", host="localhost", clock=wall)

        def one():
            assert heart.beat()

        yield one


@pytest.fixture
def works(database, wall, data_dir):
    """A pass of the worker, by the clock on the wall."""
    config = Config(data_dir=data_dir, database_url=database.url, base_url="http://localhost", secret_key=house.SECRET)

    def once():
        assert run(Tick(config, wall), [settle_rounds]) == []

    return once


def state(id_, at):
    db.rollback()
    db.expire_all()
    found = beats.outcome(db.get_one(Circulation, id_), at)
    db.rollback()
    return found.state, found.reasons


def told(id_):
    return [kind for _, kind in house.tellings_of_outcomes().get(id_, {})]


# Put forward and back


@pytest.mark.parametrize("left", [30 * MINUTE, 50 * SECOND])
def test_a_clock_that_is_put_an_hour_forward_over_the_expiry_adopts_nothing(round_until, beat, works, wall, left):
    one = round_until(house.now() + left)
    beat()
    assert state(one, wall()) == (CirculationState.RUNNING, "")

    wall.off_by = HOUR
    works()
    assert state(one, wall())[0] in {CirculationState.HELD, CirculationState.CLOSING}
    beat()
    works()

    assert "clock jumped" in state(one, wall())[1]
    wall.off_by = dt.timedelta(0)
    beat()
    works()
    assert state(one, wall() + HOUR)[0] is CirculationState.HELD
    assert set(told(one)) == {"held"}


@pytest.mark.parametrize("left", [30 * MINUTE, 50 * SECOND, -30 * SECOND])
def test_a_clock_that_is_put_an_hour_back_holds_what_ran_across_it(round_until, beat, works, wall, left):
    one = round_until(house.now() + left)
    beat()

    wall.off_by = -HOUR
    works()
    assert state(one, wall())[0] is CirculationState.RUNNING  # nobody can know yet, and nothing is adopted
    beat()
    works()

    assert state(one, wall()) == (CirculationState.HELD, "clock jumped")
    assert state(one, wall() + 3 * HOUR)[0] is CirculationState.HELD
    assert told(one) == ["held"]


def test_a_clock_that_is_right_adopts_what_nobody_objected_to(round_until, beat, works, wall):
    """What the tests above would have shown, had nobody touched the clock."""
    one = round_until(house.now() - 61 * SECOND)
    beat()
    works()

    assert state(one, wall()) == (CirculationState.ADOPTED, "")
    assert told(one) == ["adopted"]


# The hours that come twice, and never


def every_minute(since, until):
    """Beats as they come when nothing is wrong."""
    made, last, at = [], None, since
    while at <= until:
        last = pulse.beat(at, (at - since).total_seconds(), "steady", last=last, last_of_boot=last)
        made.append(last)
        at += MINUTE
    db.add_all(made)
    db.flush()


def local(*when):
    return dt.datetime(*when, tzinfo=ZONE).astimezone(dt.UTC)


@pytest.mark.parametrize(
    ("issued", "profile", "expires"),
    [
        (local(2026, 10, 23, 15), Profile.DECISION, local(2026, 10, 26, 14)),  # an hour came twice
        (local(2027, 3, 26, 15), Profile.DECISION, local(2027, 3, 29, 16)),  # an hour never came
        (local(2026, 10, 23, 15), Profile.MINUTES, local(2026, 10, 30, 15)),  # days are days all the same
        (local(2027, 3, 31, 15), Profile.MINUTES, local(2027, 4, 7, 15)),
    ],
)
def test_across_a_change_of_hours_hours_elapse_and_days_are_days(cast, round_until, issued, profile, expires):
    days = Capitals([cast.nato, cast.kosovo])
    assert earliest_expiry(profile, issued, days) == expires

    one = db.get_one(Circulation, round_until(expires))
    one.profile = profile
    one.issue.issued_at = issued
    one.issue.days_off = str(Recorded.of(days, issued.date(), expires.date()))
    for entry in one.entries:
        entry.at = issued
    for old in db.query(Beat):
        db.delete(old)
    every_minute(issued - 5 * MINUTE, expires + 2 * MINUTE)
    db.commit()

    assert state(one.id, expires) == (CirculationState.RUNNING, "")
    assert state(one.id, expires + MINUTE) == (CirculationState.ADOPTED, "")


# Away


def test_a_worker_that_was_off_for_two_days_while_the_pages_stayed_up_changes_nothing(cast, round_until, beat, works):
    expires_at = house.now() - 2 * DAY
    chair, quiet, broken = cast.chair_nato.id, round_until(expires_at), round_until(expires_at)
    db.query(Beat).delete()
    every_minute(expires_at - 5 * DAY, house.now())
    one = db.get_one(Circulation, broken)
    rounds.object_to(one, ObjectionKind.OBJECTION, "", entitled=True, by=db.get_one(Person, chair), at=expires_at)
    db.commit()
    shown = [state(id_, expires_at + 2 * MINUTE) for id_ in (quiet, broken)]
    assert (told(quiet), told(broken)) == ([], ["broken"])

    works()

    assert (
        [state(id_, house.now()) for id_ in (quiet, broken)]
        == shown
        == [(CirculationState.ADOPTED, ""), (CirculationState.BROKEN, "")]
    )
    found = house.what_became()
    assert [found[id_].state_at for id_ in (quiet, broken)] == [expires_at] * 2
    assert (told(quiet), told(broken)) == (["adopted"], ["broken"])


@pytest.mark.parametrize("left", [90 * MINUTE, -30 * MINUTE])
def test_a_service_that_was_off_for_two_hours_holds_what_ran(round_until, beat, works, left):
    """Whether it came back before the expiry or after it."""
    one = round_until(house.now() + left)
    db.query(Beat).delete()
    every_minute(house.now() - 7 * DAY, house.now() - 2 * HOUR)
    db.commit()

    beat()
    works()
    works()

    assert state(one, house.now() + 3 * HOUR)[0] is CirculationState.HELD
    assert state(one, house.now()) == (CirculationState.HELD, "service was unreachable")
    assert told(one) == ["held"]
