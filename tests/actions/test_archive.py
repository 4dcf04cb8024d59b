"""Old sessions are entered apart from those of this system."""

import datetime as dt

import pytest
from sqlalchemy import func, select

from dialogue.actions import archive as acts
from dialogue.domain.archive import ImportedSession, ImportKind, Old, Words
from dialogue.domain.base import Refused
from dialogue.domain.editions.imported import ImportedLine
from dialogue.domain.notices import Notice, NoticeKind
from dialogue.domain.sessions import Session, SessionKind
from tests.factories import AT


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


@pytest.fixture
def theirs(cast):
    return {"by": cast.secretary_prishtina, "at": AT}


def offered(db, by):
    made = acts.enter(old(), **by)
    made.take_in(ImportKind.MINUTES, Words(lines=(ImportedLine(what="item", text="Title"),)), base=made.version, **by)
    db.flush()
    acts.offer(made, base=made.version, **by)
    return made


def told(db):
    notices = db.scalars(select(Notice).order_by(Notice.id))
    return [one for one in notices if one.dispatch.kind == NoticeKind.OLD_SESSION]


def test_the_secretary_of_the_other_side_alone_is_told_that_it_waits(db, session, ours, cast):
    made = offered(db, ours)

    (notice,) = told(db)

    assert (notice.recipient, notice.dispatch.about_id) == (cast.secretary_prishtina, made.id)
    assert notice.is_waiting
    assert notice.dispatch.can_undo(ours["at"])


@pytest.mark.parametrize("answer", ["confirm", "hand back", "take back"])
def test_whoever_has_answered_before_the_mail_goes_gets_none(db, session, ours, theirs, answer):
    made = offered(db, ours)

    if answer == "confirm":
        acts.confirm(made, base=made.version, **theirs)
    else:
        by = theirs if answer == "hand back" else ours
        acts.hand_back(made, "A page is missing.", base=made.version, **by)

    assert [one.is_waiting for one in told(db)] == [False]


def test_what_is_offered_again_is_told_again(db, session, ours, theirs):
    made = offered(db, ours)
    acts.hand_back(made, "A page is missing.", base=made.version, **theirs)
    db.flush()

    acts.offer(made, base=made.version, **ours)

    assert [one.is_waiting for one in told(db)] == [False, True]
