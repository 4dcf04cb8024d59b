"""Dates among all others: each is judged by what everybody else has left, whoever is first."""

import threading

import pytest
from sqlalchemy import select

from dialogue.actions import dates
from dialogue.db import db as the_db
from dialogue.domain.base import Refused, Stale
from dialogue.domain.organisations import Place
from dialogue.domain.people import Person
from dialogue.domain.sessions import Concern, Kind, by_ref
from tests import walk
from tests.cast import enter
from tests.factories import AT, DAY, ENDS, STARTS

LATER = (STARTS + 60 * DAY, ENDS + 60 * DAY)


@pytest.fixture
def cast(db):
    made = enter(db)
    first = walk.plan(db, made)
    walk.plan(db, made, existing=[first], starts=STARTS + 182 * DAY)
    db.commit()
    return made


def found(ref):
    return the_db.scalars(by_ref(ref)).one()


def by(email="secretary.brussels@dialogue.example"):
    return {"by": the_db.scalars(select(Person).where(Person.email == email)).one(), "at": AT}


def reschedule(ref, starts, ends, reason=""):
    session = found(ref)
    told = dates.reschedule(session, starts, ends, reason, base=session.version, **by())
    return [(one.concern, one.session.ref if one.session else None) for one in told]


def test_a_session_is_planned_among_all_others_and_kept_once_it_is_added(cast):
    starts, ends = STARTS.replace(hour=16), ENDS
    made, told = dates.plan(
        Kind.SPECIAL, cast.brussels, starts, ends, departure_reason="", asked_by=cast.kosovo, **by()
    )

    assert (made.ref, [one.concern for one in told]) == ("2027-3", [Concern.OVERLAP])
    assert the_db.scalars(by_ref("2027-3")).all() == []


def test_a_new_date_is_judged_by_the_alternation_among_all_others(cast):
    with pytest.raises(Refused) as no:
        reschedule("2027-2", STARTS - 60 * DAY, ENDS - 60 * DAY)
    assert "it is the turn of Brussels" in str(no.value)
    the_db.rollback()

    told = reschedule("2027-2", STARTS - 60 * DAY, ENDS - 60 * DAY, "Both sides wish it.")

    assert (Concern.BEFORE, "2027-1") in told
    assert found("2027-2").departure_reason == "Both sides wish it."


def test_another_city_is_judged_by_the_alternation_among_all_others(cast):
    session, city = found("2027-2"), the_db.scalars(select(Place).where(Place.slug == "brussels")).one()
    base = session.version
    with pytest.raises(Refused):
        dates.move(session, city, "Hall", "", "", base=base, **by())
    the_db.rollback()
    with pytest.raises(Stale):
        dates.move(session, city, "Hall", "", "No hall is free.", base=base - 1, **by())
    the_db.rollback()

    told = dates.move(session, city, "Hall", "", "No hall is free.", base=base, **by())

    assert [(one.concern, one.session.ref) for one in told] == [(Concern.SAME_CITY, "2027-1")]
    assert told == dates.cautions(session, AT)


@pytest.mark.engines
def test_of_two_who_choose_the_same_hours_at_the_same_moment_the_second_is_warned(database, cast):
    """On the embedded database whoever writes waits for every writer anyway."""
    told = []

    def other():
        told.extend(reschedule("2027-2", *LATER, "Both sides wish it."))
        the_db.remove()

    assert (Concern.OVERLAP, "2027-2") not in reschedule("2027-1", *LATER)
    the_db.flush()
    if database.engine.dialect.name == "sqlite":
        the_db.commit()
    second = threading.Thread(target=other)
    second.start()
    second.join(0.5)
    the_db.commit()
    second.join(20)

    assert (Concern.OVERLAP, "2027-1") in told
