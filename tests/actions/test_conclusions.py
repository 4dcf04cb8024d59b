"""Acts on draft conclusions: numbers are given once, and nothing comes after the minutes have begun."""

import datetime as dt

import pytest

from dialogue.actions import acts, conclusions
from dialogue.domain.base import Refused
from dialogue.domain.conclusions import Wording
from tests import cast as people_of
from tests import walk
from tests.factories import AT


@pytest.fixture
def people(db):
    return people_of.enter(db)


@pytest.fixture
def agenda(db, people):
    session = walk.plan(db, people)
    made = walk.agenda(db, people, session)
    walk.adopt(
        db, people, walk.opened(db, people, walk.circulate(db, people, made)), walk.delegations(db, people, session)
    )
    return made


def put(agenda, by):
    words = Wording(
        item_key=agenda.timetable()[0][0].key, text="T", owner=by.organisation, office="", due_on=dt.date(2027, 9, 1)
    )
    return conclusions.draft(agenda, words, by=by, at=AT)


def test_numbers_go_on_after_what_was_withdrawn(db, people, agenda):
    first, second = put(agenda, people.secretary_brussels), put(agenda, people.secretary_prishtina)
    second.withdraw("Not now.", base=second.version, by=people.secretary_brussels, at=AT)

    assert [one.number for one in (first, second, put(agenda, people.secretary_brussels))] == [1, 2, 3]


def test_once_the_minutes_have_begun_they_hold_the_conclusions(db, people, agenda):
    one = put(agenda, people.secretary_brussels)
    minutes = acts.begin_minutes(agenda.session, by=people.secretary_brussels, at=AT)
    db.flush()

    assert [p.conclusion for p in minutes.paragraphs() if p.conclusion is not None] == [one]
    for verb in (
        lambda: put(agenda, people.secretary_brussels),
        lambda: conclusions.revise(one, one.wording, base=one.version, by=people.secretary_brussels, at=AT),
    ):
        with pytest.raises(Refused, match="The minutes have begun"):
            verb()
