"""The press desk: what a statement would come into conflict with, and what is told to whom."""

import datetime as dt

import pytest

from dialogue.domain import tracks
from dialogue.domain.communiques import Communique
from dialogue.domain.silence import Circulation
from dialogue.domain.silence.awaiting import is_going
from dialogue.queries import press
from tests import planted
from tests.planted import AT

DAY = dt.timedelta(days=1)


@pytest.fixture
def world(database):
    return planted.planted(database)


def statement(db, number=1, until=None):
    entry = db.scalars(tracks.by_number("public-communication", number)).unique().one()
    if until is not None:
        kept = entry.values.setdefault("embargo", tracks.TrackValue(key="embargo", value=""))
        kept.value = until.isoformat()
    return entry


def told(db, who="secretary", **more):
    return press.cautions(planted.standing(who), statement(db, **more))


def going(db):
    found = db.query(Circulation).filter(is_going()).all()
    return [one for one in found if one.issues and one.expires_at > AT]


def test_a_round_that_still_runs_is_told_to_whoever_reads_it(db, world):
    rounds = going(db)
    assert rounds

    said = [one for one in told(db) if one.startswith("Silence on")]

    assert len(said) == len(rounds)
    assert all(one.title in " ".join(said) for one in rounds)
    assert told(db, "co-host") == []


def test_nothing_is_told_of_a_round_that_ends_before_the_embargo_does(db, world):
    last = max(one.expires_at for one in going(db))

    assert [one for one in told(db, until=last) if one.startswith("Silence on")] == []
    assert [one for one in told(db, until=last - DAY) if one.startswith("Silence on")] != []


def test_the_embargo_of_a_joint_communique_is_told(db, world):
    made = db.query(Communique).first()
    made.embargo = AT + 3 * DAY
    db.flush()

    (said,) = [one for one in told(db, until=AT + 2 * DAY) if not one.startswith("Silence on")]
    assert said.startswith(f"{made.reference} is not published before ")
    assert [one for one in told(db, until=AT + 3 * DAY) if not one.startswith("Silence on")] == []


def test_nothing_is_told_of_what_was_issued_or_of_another_track(db, world):
    (other,) = db.scalars(tracks.by_number("exercises", 1)).unique()

    assert told(db, number=2) == []
    assert press.cautions(planted.standing("secretary"), other) == []
