"""Old sessions are entered apart from those of this system."""

import datetime as dt

import pytest
from sqlalchemy import func, select

from dialogue.actions import archive as acts
from dialogue.domain.archive import ImportedSession, Old
from dialogue.domain.base import Refused
from dialogue.domain.sessions import Session, SessionKind


def old(reference="Third meeting"):
    day = dt.date(2019, 5, 14)
    return Old(reference=reference, held_on=day, held_until=None, city="Ohrid", kind=SessionKind.REGULAR)


def test_an_old_session_is_no_session_of_this_system(db, session, ours):
    before = db.scalar(select(func.count(Session.id)))

    acts.enter(old(), **ours)

    assert db.scalar(select(func.count(Session.id))) == before
    assert db.scalar(select(func.count(ImportedSession.id))) == 1


def test_the_reference_of_a_session_is_refused_when_entered_and_when_corrected(db, session, ours):
    with pytest.raises(Refused, match="is a session of this system"):
        acts.enter(old(session.reference), **ours)
    made = acts.enter(old(), **ours)
    with pytest.raises(Refused, match="is a session of this system"):
        acts.correct(made, old(session.reference), base=made.version, **ours)


def test_what_is_removed_is_gone(db, session, ours):
    made = acts.enter(old(), **ours)

    acts.remove(made, base=made.version, **ours)
    db.flush()

    assert db.scalar(select(func.count(ImportedSession.id))) == 0


def test_no_new_session_bears_the_reference_of_an_old_one(db, session, ours):
    acts.enter(old("HLD/2018/1"), **ours)

    with pytest.raises(Refused, match="HLD/2018/1 is the reference of a session from before this system"):
        acts.must_not_bear("HLD/2018/1")
    acts.must_not_bear("HLD/2018/2")
