"""Collisions of sessions with known dates: told by one statement to secretaries alone, the other side's by day."""

import datetime as dt

import pytest
from sqlalchemy import event

from dialogue import access
from dialogue.domain import busy
from dialogue.queries.busy import collisions
from tests import cast, walk
from tests.factories import AT, STARTS


@pytest.fixture
def people(db):
    return cast.enter(db)


@pytest.fixture
def session(db, people):
    made = walk.plan(db, people)
    for by, title in ((people.secretary_brussels, "CANARY ministerial"), (people.secretary_prishtina, "CANARY leave")):
        text = f"2027-06-07 – 2027-06-08 {title}\n2027-06-09 Next day"
        db.add(busy.keep("CANARY list", text, existing=[], by=by, at=AT))
    db.commit()
    return made


def told(who, *those):
    found = collisions(access.standing(who, AT), those)
    return [(day.title, day.whose) for one in those for day in found.get(one.id, ())]


def test_each_side_reads_its_own_titles_and_of_the_other_that_it_is_taken(db, people, session):
    assert told(people.secretary_brussels, session) == [("", "Kosovo"), ("CANARY ministerial", "NATO")]
    assert told(people.secretary_prishtina, session) == [("", "NATO"), ("CANARY leave", "Kosovo")]


def test_nobody_else_is_told_of_any_date(db, people, session):
    walk.delegations(db, people, session)
    db.commit()

    others = (people.chair_nato, people.focal_kosovo, people.delegate_nato, people.cohost_university, people.admin)
    assert [told(who, session) for who in others] == [[]] * 5


def test_what_is_over_or_called_off_collides_with_nothing(db, people, session):
    session.postpone("A strike.", by=people.secretary_brussels, at=AT)

    assert told(people.secretary_brussels, session) == []


def test_many_sessions_cost_one_statement(db, people, session, engine):
    others = [walk.plan(db, people, existing=[session], starts=STARTS + n * dt.timedelta(200)) for n in (1, 2)]
    db.commit()
    those = [session, *others]
    assert [one.place.short_name for one in those]
    reader, said = access.standing(people.secretary_brussels, AT), []
    event.listen(engine, "before_cursor_execute", lambda *told: said.append(told[2]))

    collisions(reader, those)

    assert len(said) == 1
