"""Who comes, as far as a reader may know it."""

import pytest

from dialogue.domain.delegations import Reply, Route
from dialogue.queries.answers import answers
from dialogue.queries.sheets import delegations_in_order
from tests import walk
from tests.cast import enter
from tests.factories import AT, DAY
from tests.test_access import now


@pytest.fixture
def cast(db):
    return enter(db)


@pytest.fixture
def session(db, cast):
    made = walk.plan(db, cast)
    seats = walk.delegations(db, cast, made)
    made.convene(by=cast.secretary_brussels, at=AT)
    for who, reply in (("chair_nato", Reply.ACCEPTED), ("delegate_kosovo", Reply.REGRETS)):
        seats[who].answer(reply, route=Route.PAGE, by=seats[who].person, note="A note", at=AT)
    seats["delegate_kosovo"].say_needs("French", "", by=cast.delegate_kosovo, at=AT)
    db.commit()
    return made


def read(who, session):
    sides = answers(now(who), session, delegations_in_order(session))
    return {
        side.delegation.organisation.slug: [
            (one.seat.person_id, one.word, one.heard, bool(one.needs)) for one in side.lines
        ]
        for side in sides
    }


def test_both_secretaries_know_who_comes_and_each_hears_its_own_side(cast, session):
    sides = read(cast.secretary_brussels, session)

    assert sides == {
        "nato": [(cast.chair_nato.id, "accepted", True, False), (cast.delegate_nato.id, "not answered", True, False)],
        "kosovo": [
            (cast.chair_kosovo.id, "not answered", False, False),
            (cast.delegate_kosovo.id, "regrets", False, True),
        ],
    }
    assert [heard for _, _, heard, _ in read(cast.secretary_prishtina, session)["nato"]] == [False, False]


def test_whoever_names_a_side_knows_of_that_side_and_of_no_needs(cast, session):
    assert read(cast.focal_kosovo, session) == {
        "kosovo": [
            (cast.chair_kosovo.id, "not answered", True, False),
            (cast.delegate_kosovo.id, "regrets", True, False),
        ]
    }
    for who in (cast.delegate_nato, cast.delegate_kosovo, cast.outsider, cast.admin):
        assert read(who, session) == {}


def test_whoever_answered_to_another_date_is_to_confirm_again(cast, session, db):
    session.reschedule(
        session.starts + DAY, session.ends + DAY, due=None, base=session.version, by=cast.secretary_brussels, at=AT
    )
    db.commit()

    words = [word for _, word, *_ in read(cast.chair_nato, session)["nato"]]
    assert words == ["to reconfirm", "not answered"]
