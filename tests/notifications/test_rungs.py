"""What a mail of a rung says is so when it goes, whatever was done since it was put into the outbox."""

import datetime as dt
from dataclasses import replace

import pytest
from sqlalchemy import select

from dialogue.actions import acts, ladders
from dialogue.config import Config
from dialogue.domain.ladder import RungKey
from dialogue.domain.notices import Notice
from dialogue.notifications.outbox import send_due
from tests import cast as people_of
from tests import walk
from tests.factories import DAY, HOUR, STARTS
from tests.post import Office, served

NOW = dt.datetime.combine(STARTS.date() - 35 * DAY, dt.time(12), dt.UTC)
CALL = "The call for items goes out"


@pytest.fixture(scope="module")
def office():
    with served(Office()) as opened:
        yield opened


@pytest.fixture
def config(data_dir, database, office):
    office.letters.clear()
    return Config(
        data_dir=data_dir, database_url=database.url, base_url="http://localhost", secret_key="k" * 32,
        smtp_url=office.url,
    )  # fmt: skip


@pytest.fixture
def people(db):
    return people_of.enter(db)


@pytest.fixture
def session(db, people):
    """Both secretaries are told that its call comes due; the mails wait."""
    made = walk.plan(db, people)
    walk.delegations(db, people, made)
    db.flush()
    ladders.tell(made.id, NOW)
    db.commit()
    assert [one.subject for one in db.scalars(select(Notice))] == [f"Due by Sun 9 May 2027: {CALL} (HLD/2027/1)"] * 2
    return made


def rearranged(session, by, *, days=0, venue="Palace"):
    was = session.appointment
    to = replace(was, starts=was.starts + days * DAY, ends=was.ends + days * DAY, venue=venue)
    session.rearrange(to, due=None, base=session.version, by=by, at=NOW)


def rung_moved(db, session, by):
    to = STARTS.date() - 24 * DAY
    ladders.move(session, RungKey.CALL, to, "A strike.", base=0, by=by, at=NOW)


CHANGES = {
    "nothing": (lambda db, session, by: None, 2),
    "another venue": (lambda db, session, by: rearranged(session, by, venue="Another Hall"), 2),
    "another date": (lambda db, session, by: rearranged(session, by, days=7), 0),
    "another day of its own": (rung_moved, 0),
    "it is done": (lambda db, session, by: db.add(acts.begin_agenda(session, [], by=by, at=NOW)), 0),
    "postponed": (lambda db, session, by: session.postpone("A strike.", by=by, at=NOW), 0),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_mail_of_a_rung_goes_while_its_day_holds(db, people, session, config, office, clock, change):
    act, many = CHANGES[change]
    act(db, session, people.secretary_brussels)
    db.commit()
    clock.at = NOW + HOUR

    send_due(config, clock)

    assert len(office.letters) == many


def test_of_a_session_that_moved_the_owners_are_told_anew_in_time(db, people, session, config, office, clock):
    rearranged(session, people.secretary_brussels, days=7)
    db.commit()
    clock.at = NOW + HOUR
    send_due(config, clock)

    clock.at = NOW + 7 * DAY
    ladders.tell(session.id, clock())
    db.commit()
    send_due(config, clock)

    found = [one["Subject"] for one in office.letters if CALL in one["Subject"]]
    assert found == [f"Due by Sun 16 May 2027: {CALL} (HLD/2027/1)"] * 2
