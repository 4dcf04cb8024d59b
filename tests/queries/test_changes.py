"""What a session's page tells of its changes: proposals to secretaries, where it was before to all its readers."""

from dataclasses import replace

import pytest

from dialogue.access import standing
from dialogue.actions import changes as acts
from dialogue.domain.changes import ChangeKind, Wish
from dialogue.queries import changes
from tests import walk
from tests.cast import enter
from tests.factories import AT, HOUR


@pytest.fixture
def cast(db):
    return enter(db)


@pytest.fixture
def session(db, cast):
    made = walk.plan(db, cast)
    walk.delegations(db, cast, made)
    return made


def wish(one, kind=ChangeKind.MOVE, **to):
    return Wish(kind, one, replace(one.appointment, **to), "A strike.")


def seen(person, session):
    return changes.of_session(standing(person, AT), session)


def test_a_proposal_is_there_for_the_secretaries_alone(cast, session):
    made = acts.propose(wish(session, venue="Palace"), base=session.version, by=cast.secretary_brussels, at=AT)

    assert (seen(cast.secretary_prishtina, session).open, seen(cast.secretary_brussels, session).open) == (made, made)
    assert seen(cast.chair_nato, session) == changes.Changes()


def test_what_it_was_before_is_there_for_everybody_while_the_change_holds(db, cast, session):
    made = acts.propose(wish(session, venue="Palace"), base=session.version, by=cast.secretary_brussels, at=AT)
    acts.consent(made, by=cast.secretary_prishtina, at=AT)

    assert seen(cast.chair_nato, session) == changes.Changes(moved=made)
    db.flush()
    session.move(session.place, "Castle", "", due=None, base=session.version, by=cast.secretary_brussels, at=AT)
    assert seen(cast.chair_nato, session) == changes.Changes()


def test_an_urgent_change_stands_there_until_note_is_taken(cast, session):
    wanted = wish(session, ChangeKind.POSTPONE)
    made = acts.propose(wanted, base=session.version, by=cast.secretary_brussels, at=AT, urgent_reason="Snow.")
    assert seen(cast.secretary_prishtina, session).unnoted == [made]

    acts.note(made, by=cast.secretary_prishtina, at=AT + HOUR)

    assert seen(cast.secretary_prishtina, session).unnoted == []


def test_a_session_out_of_turn_waits_in_the_year_plan(cast, session):
    to = replace(
        session.appointment, place=cast.brussels, starts=session.starts + 30 * HOUR, ends=session.ends + 30 * HOUR
    )
    wanted = Wish(ChangeKind.PLAN, None, to, departure_reason="Both wish it.")
    made = acts.propose(wanted, base=None, by=cast.secretary_brussels, at=AT)

    assert changes.open_plans() == [made]
    acts.withdraw(made, by=cast.secretary_brussels, at=AT)
    assert changes.open_plans() == []
