"""Lines of the policy that the table of every right does not try: rounds unissued, second words, guests’ seats."""

import pytest
from sqlalchemy import select

from dialogue.access import Right, may, standing
from dialogue.domain import mandates, minutes
from dialogue.domain.agreed import TextState
from dialogue.domain.delegations import Capacity
from dialogue.domain.mandates import MandateKind, Order
from dialogue.domain.people import Person
from dialogue.domain.silence import Category, Profile
from tests import silent, walk
from tests.cast import enter
from tests.factories import AT

BOTH_SIDES = {
    "secretary_brussels", "secretary_prishtina", "chair_nato", "chair_kosovo", "delegate_nato", "delegate_kosovo",
    "focal_kosovo",
}  # fmt: skip
SECRETARIES = {"secretary_brussels", "secretary_prishtina"}


@pytest.fixture
def cast(db):
    return enter(db)


@pytest.fixture
def here(db, cast):
    session = walk.plan(db, cast)
    walk.delegations(db, cast, session)
    return session


def allowed(db, cast, right, thing):
    everybody = db.scalars(select(Person)).all()
    named = {one: name for name, one in vars(cast).items() if isinstance(one, Person)}
    return {named[one] for one in everybody if one in named and may(standing(one, AT), right, thing)}


def test_before_its_notice_a_round_is_there_for_the_secretaries_and_whoever_consents_to_the_method(db, cast, here):
    made = silent.circulate(
        db, "A text", "D-draft", "ab" * 32, here, category=Category.PROCEDURAL, profile=Profile.DECISION, at=AT
    )
    db.flush()

    for right in (Right.CIRCULATION_READ, Right.CIRCULATION_OBJECT):
        assert allowed(db, cast, right, made) == SECRETARIES | {"chair_nato", "chair_kosovo"}


def test_both_sides_comment_while_the_minutes_are_out_for_comments(db, cast):
    session = walk.plan(db, cast)
    made, _ = walk.to_minutes(db, cast, session)
    assert allowed(db, cast, Right.MINUTES_COMMENT, made) == SECRETARIES

    walk.comments(db, cast, made)

    assert allowed(db, cast, Right.MINUTES_COMMENT, made) == BOTH_SIDES


def test_what_is_proposed_of_a_seat_is_known_to_its_own_side_and_in_force_to_both_secretaries(db, cast, here):
    seat = walk.seat_of(db, here, cast.delegate_kosovo)
    order = Order(MandateKind.VOICE, cast.delegate_kosovo, seat=seat, authority="Note 1")
    made = mandates.propose(order, "", asked=[cast.chair_kosovo], waiting=(), by=cast.focal_kosovo, at=AT)
    db.add(made)
    db.flush()
    own = {"secretary_prishtina", "chair_kosovo", "focal_kosovo"}

    assert allowed(db, cast, Right.MANDATE_READ, made) == own
    assert allowed(db, cast, Right.MANDATE_ANSWER, made) == {"chair_kosovo"}
    assert allowed(db, cast, Right.MANDATE_WITHDRAW, made) == {"focal_kosovo"}

    made.confirm(by=cast.chair_kosovo, at=AT)
    db.flush()
    assert allowed(db, cast, Right.MANDATE_READ, made) == own | {"secretary_brussels"}


def test_guests_seats_are_kept_by_both_secretaries_and_by_no_guest(db, cast, here):
    walk.seat(db, cast, here, cast.observer, Capacity.OBSERVER)
    seat = walk.seat_of(db, here, cast.observer)

    for right in (Right.DELEGATION_ENTER, Right.DELEGATION_NAME, Right.DELEGATION_ACCREDIT):
        assert allowed(db, cast, right, seat) == allowed(db, cast, right, seat.delegation) == SECRETARIES
    for right in (Right.DELEGATION_AUTHORISE, Right.DELEGATION_GIVE):
        assert allowed(db, cast, right, seat) == set()


def test_an_approved_corrigendum_that_has_an_edition_is_read_by_whoever_reads_the_whole_text(db, cast):
    session = walk.plan(db, cast)
    made, _ = walk.to_approval(db, cast, session)
    one = minutes.correct(made, [], by=cast.secretary_brussels, at=AT)
    db.add(one)
    db.flush()
    assert allowed(db, cast, Right.CORRIGENDUM_READ, one) == SECRETARIES

    one.state = TextState.FINAL_DRAFT
    assert allowed(db, cast, Right.CORRIGENDUM_READ, one) == SECRETARIES | {"chair_nato", "chair_kosovo"}

    one.state = TextState.APPROVED  # with no line for anybody
    assert allowed(db, cast, Right.CORRIGENDUM_READ, one) == set()
