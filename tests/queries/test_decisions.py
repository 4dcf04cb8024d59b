"""The standing paper of a session: which decisions it tells of, in which order, and what each edition leaves out."""

import pytest
from sqlalchemy import select

from dialogue.domain.decisions import Decision, Status
from dialogue.domain.editions import Level
from dialogue.domain.people import Person
from dialogue.domain.sessions import Session
from dialogue.domain.working_days import local_day
from dialogue.queries import decisions
from tests import planted
from tests.factories import DAY


@pytest.fixture(autouse=True)
def _world(database):
    planted.planted(database)


@pytest.fixture
def by(db):
    return db.scalars(select(Person).where(Person.email == planted.ROLES["secretary"])).one()


def session(db, year, number):
    return db.scalars(select(Session).where(Session.year == year, Session.number == number)).one()


def done(db, by, number, at):
    one = db.scalars(select(Decision).where(Decision.number == number).join(Decision.session)).first()
    one.move(Status.DONE, "Done.", on=local_day(at), evidence="Letter", base=one.version, by=by, at=at)
    db.flush()


def told(sheet):
    return [(row.reference, row.status, row.changed) for row in sheet.rows]


def test_it_tells_what_is_open_first_and_what_changed_since_the_session_before(db):
    sheet = decisions.status(session(db, 2027, 1), Level.DELEGATIONS)

    assert (sheet.since, sheet.finished) == ("HLD/2026/2", 0)
    assert told(sheet) == [("D/2026/1/02", "open", ""), ("D/2026/1/01", "under way", "1 note")]
    assert sheet.rows[1].note == "The programme is agreed; one name of three is still to come."
    assert sheet.rows[1].evidence == "Exchange of letters"


def test_what_was_over_before_the_session_before_is_counted_and_not_repeated(db, by):
    done(db, by, 1, planted.AT)
    upcoming = session(db, 2027, 1)
    assert told(decisions.status(upcoming, Level.DELEGATIONS))[-1] == (
        "D/2026/1/01",
        "done",
        "under way → done; 1 note",
    )

    done(db, by, 2, session(db, 2026, 2).held_at - DAY)
    sheet = decisions.status(upcoming, Level.DELEGATIONS)
    assert ([row.reference for row in sheet.rows], sheet.finished) == (["D/2026/1/01"], 1)


def test_a_cohost_gets_its_own_levels_without_notes_and_evidence(db, by):
    done(db, by, 2, planted.AT)
    upcoming = session(db, 2027, 1)
    assert decisions.status(upcoming, Level.DELEGATIONS).rows[-1].evidence == "Letter"

    sheet = decisions.status(upcoming, Level.COHOST)

    assert told(sheet) == [("D/2026/1/02", "done", "open → done")]
    assert (sheet.rows[0].note, sheet.rows[0].evidence) == ("", "")


def test_the_session_that_adopted_them_does_not_tell_of_them(db):
    first = decisions.status(session(db, 2026, 1), Level.DELEGATIONS)

    assert (first.rows, first.since) == ((), "")
