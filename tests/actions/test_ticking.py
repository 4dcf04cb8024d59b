"""One pass: each step on its own, a fault in one stops no other, and what nobody needs any more is forgotten."""

import datetime as dt

import pytest
from sqlalchemy import select

from dialogue.actions import ticking
from dialogue.actions.ticking import BEATS_KEPT, STEPS, Tick, forget_old_beats, run
from dialogue.config import Config
from dialogue.domain.minutes import MinutesState
from dialogue.domain.notices import Draft, Notice, NoticeKind, NoticeState, dispatch
from dialogue.domain.password_links import PasswordLink, PasswordRequest, ask, token
from dialogue.domain.pulse import Beat
from dialogue.domain.silence import Circulation, CirculationState
from tests import cast as people_of
from tests import walk
from tests.factories import HOUR

pytestmark = pytest.mark.engines


@pytest.fixture
def tick(data_dir, database, clock):
    config = Config(data_dir=data_dir, database_url=database.url, base_url="http://localhost", secret_key="k" * 32)
    return Tick(config, clock)


def test_a_pass_sends_what_is_due(db, tick, clock):
    cast = people_of.enter(db)
    db.add(dispatch(NoticeKind.ACCOUNT, [Draft(cast.admin, "S", "B", "/")], key="k", by=None, at=clock()))
    db.commit()

    assert run(tick) == []

    assert db.scalars(select(Notice)).one().state is NoticeState.WRITTEN


def test_a_fault_in_one_step_stops_no_other_and_is_told(tick, caplog):
    done = []

    def breaks(_tick):
        done.append("breaks")
        raise RuntimeError("a wire came loose")

    def goes_on(given):
        done.append(given)

    assert run(tick, [breaks, goes_on]) == ["breaks"]

    assert done == ["breaks", tick]
    assert [(record.levelname, record.getMessage()) for record in caplog.records] == [("ERROR", "breaks failed")]
    assert "a wire came loose" in caplog.text


def test_what_a_step_left_open_is_not_the_next_ones(db, tick):
    def leaves_open(_tick):
        db.add(Beat(at=tick.clock(), monotonic=1.0, boot="b"))
        db.flush()

    assert run(tick, [leaves_open]) == []

    assert db.scalars(select(Beat)).all() == []


def test_whoever_is_told_to_end_begins_no_further_step(tick):
    done = []
    ending = Tick(tick.config, tick.clock, ending=lambda: bool(done))

    run(ending, [done.append, done.append])

    assert done == [ending]


def test_sending_comes_after_what_is_written_down():
    assert [step.__name__ for step in STEPS][-3:] == ["send_notices", "forget_old_beats", "forget_old_mails"]


def test_whoever_has_forgotten_a_password_is_mailed_a_link_in_the_same_pass(db, tick, clock, data_dir):
    people_of.enter(db)
    db.add(ask("chair.nato@nato.example", "127.0.0.1", at=clock()))
    db.commit()

    assert run(tick) == []

    (mail,) = (data_dir / "outbox").glob("*.eml")
    link = db.scalars(select(PasswordLink)).one()
    assert f"/password/links/{token(link.name, tick.config.secret_key)}" in mail.read_text().replace("=\n", "")


def test_requests_are_forgotten_after_the_window(db, tick, clock):
    db.add(ask("nobody@nato.example", "127.0.0.1", at=clock()))
    db.commit()
    run(tick)
    assert len(db.scalars(select(PasswordRequest)).all()) == 1
    db.rollback()

    clock.later(minutes=15)
    run(tick)

    assert db.scalars(select(PasswordRequest)).all() == []


def test_beats_are_forgotten_when_no_round_can_ask_for_them(db, tick, clock):
    for age in (BEATS_KEPT + dt.timedelta(seconds=1), BEATS_KEPT, dt.timedelta()):
        db.add(Beat(at=clock() - age, monotonic=1.0, boot="b"))
    db.commit()

    forget_old_beats(tick)
    forget_old_beats(tick)

    assert [clock() - beat.at for beat in db.scalars(select(Beat).order_by(Beat.id))] == [BEATS_KEPT, dt.timedelta()]


def test_with_no_beat_at_all_there_is_nothing_to_forget(db, tick):
    forget_old_beats(tick)

    assert db.scalars(select(Beat)).all() == []
    assert ticking.EVERY == 5


def test_a_round_that_cannot_be_settled_keeps_no_other_waiting(db, tick, clock, caplog):
    """The first one's text was taken from under it, by no way that the product knows."""
    cast = people_of.enter(db)
    minutes, _ = walk.to_minutes(db, cast, walk.plan(db, cast))
    walk.finalise(db, cast, minutes)
    rounds_ = [walk.silence(db, cast, minutes), walk.bare_round(db, cast, minutes.session, at=minutes.state_at)]
    minutes.state = MinutesState.APPROVED
    db.commit()
    clock.at = max(one.expires_at for one in rounds_) + HOUR
    for one in rounds_:
        walk.heard(db, one.issue.issued_at, one.expires_at)
    db.commit()

    assert run(tick) == ["settle_rounds"]

    found = db.scalars(select(Circulation).order_by(Circulation.id)).all()
    assert [one.state.value for one in found] == ["running", "adopted"]
    assert f"round {found[0].id} could not be settled" in caplog.text


def test_beats_are_kept_as_long_as_a_round_goes_that_rests_on_them(db, tick, clock):
    cast = people_of.enter(db)
    session = walk.plan(db, cast)
    walk.delegations(db, cast, session)
    round_ = walk.bare_round(db, cast, session, at=clock())
    began = clock()
    for age in (2 * HOUR, 0 * HOUR):
        db.add(Beat(at=began - age, monotonic=1.0, boot="b"))
    moved = began - dt.timedelta(days=3)  # the clock was put back so far: what was done before it is the round
    db.add(Beat(at=moved, monotonic=1.0, boot="b", jumped=-3 * 86400.0, irregular=True))
    db.commit()
    clock.later(days=90)

    assert run(tick, [forget_old_beats]) == []
    assert sorted(beat.at for beat in db.scalars(select(Beat))) == [moved, began]

    db.merge(round_).state = CirculationState.WITHDRAWN
    db.commit()
    run(tick, [forget_old_beats])
    assert db.scalars(select(Beat)).all() == []
