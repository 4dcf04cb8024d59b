"""That what lists ask of a round in columns is what the round says of itself, on both databases."""

import datetime as dt

from sqlalchemy import select

from dialogue.domain.notices import WAIT
from dialogue.domain.silence import Circulation, CirculationState, Delivery, Issue, ObjectionKind, Part, Route, awaiting
from dialogue.domain.silence.objections import Objection
from tests import walk
from tests.cast import enter
from tests.factories import AT, HOUR, NO_PULSE


def begun(db):
    cast = enter(db)
    session = walk.plan(db, cast)
    walk.delegations(db, cast, session)
    return cast, walk.bare_round(db, cast, session, at=AT, served=False)


def asked(db, column):
    joined = select(column).select_from(Circulation).join(Issue, Issue.circulation_id == Circulation.id)
    return db.scalars(joined.where(awaiting.is_in_force())).all()


def served(db, round_):
    """Which Parties are served, by the columns; and that the round says so too."""
    db.flush()
    parties = (Circulation.first_party_id, Circulation.second_party_id)
    said = tuple(round_.issue.served_at(party, round_.entries) is not None for party in round_.parties)
    for party, is_served in zip(parties, said, strict=True):
        assert [bool(one) for one in asked(db, awaiting.is_settled_with(party))] == [is_served]
    return said


def deliver(round_, party, part):
    for delivery in round_.issue.to(party, part):
        delivery.notice.claim(at=AT + WAIT)
        delivery.notice.sent(at=AT + WAIT)


def test_a_party_is_served_by_the_mail_to_its_co_chair_and_its_secretary_unless_that_came_back(db):
    cast, round_ = begun(db)
    assert served(db, round_) == (False, False)
    deliver(round_, cast.nato, Part.CO_CHAIR)
    assert served(db, round_) == (False, False)
    deliver(round_, cast.nato, Part.SECRETARY)
    assert served(db, round_) == (True, False)
    deliver(round_, cast.kosovo, Part.CO_CHAIR)
    deliver(round_, cast.kosovo, Part.SECRETARY)
    assert served(db, round_) == (True, True)

    round_.issue.to(cast.nato, Part.CO_CHAIR)[0].notice.bounce(by=cast.secretary_brussels, at=AT + HOUR)
    assert served(db, round_) == (False, True)


def test_a_mail_in_a_file_serves_nobody(db):
    _, round_ = begun(db)
    for delivery in db.scalars(select(Delivery)):
        delivery.notice.claim(at=AT + WAIT)
        delivery.notice.written(at=AT + WAIT)

    assert served(db, round_) == (False, False)


def test_a_party_is_served_by_an_entitled_persons_word_or_by_hand_once_the_other_secretary_has_seen_it(db):
    cast, round_ = begun(db)
    round_.acknowledge(entitled=False, pulse=NO_PULSE, by=cast.delegate_nato, at=AT)
    assert served(db, round_) == (False, False)
    round_.acknowledge(entitled=True, pulse=NO_PULSE, by=cast.chair_nato, at=AT)
    assert served(db, round_) == (True, False)

    handed = round_.deliver_by_hand(
        cast.chair_kosovo, "At the airport.", AT, pulse=NO_PULSE, by=cast.secretary_prishtina, at=AT
    )
    assert served(db, round_) == (True, False)
    round_.see_delivery(handed, by=cast.secretary_brussels, at=AT)
    assert served(db, round_) == (True, True)


def test_the_expiry_in_force_is_that_of_the_last_extension(db):
    cast, round_ = begun(db)
    assert asked(db, awaiting.expiry()) == [round_.issue.expires_at]

    round_.extend(round_.expires_at + dt.timedelta(days=7), pulse=NO_PULSE, by=cast.chair_nato, at=AT)
    db.flush()
    assert asked(db, awaiting.expiry()) == [round_.expires_at]


def test_an_objection_waits_for_the_co_chair_of_its_own_side_until_that_has_spoken(db):
    cast, round_ = begun(db)

    def waits(party):
        found = select(Objection.number).join(Circulation, Circulation.id == Objection.circulation_id)
        return db.scalars(found.where(awaiting.awaits_confirmation(party.id)).order_by(Objection.number)).all()

    sent = {"pulse": NO_PULSE, "at": AT + HOUR}
    first = round_.object_(ObjectionKind.OBJECTION, "No.", entitled=False, by=cast.delegate_nato, **sent)
    round_.object_(ObjectionKind.OBJECTION, "", entitled=True, by=cast.chair_nato, route=Route.TURNED_AWAY, **sent)
    db.flush()
    assert (waits(cast.nato), waits(cast.kosovo)) == ([1, 2], [])

    round_.disown(first, "Not ours.", by=cast.chair_nato, at=AT + HOUR)
    db.flush()
    assert waits(cast.nato) == [2]

    sent = {"pulse": NO_PULSE, "entitled": False, "by": cast.delegate_nato}
    routes = (Route.OUTSIDE, Route.OUTSIDE, Route.SPENT)
    outside, *_ = [round_.object_(ObjectionKind.OBJECTION, "", route=r, at=AT + HOUR, **sent) for r in routes]
    db.flush()
    assert waits(cast.nato) == [2, 3, 4]
    round_.disown(outside, "Stolen.", by=cast.chair_nato, at=AT + 2 * HOUR)
    round_.object_(ObjectionKind.OBJECTION, "", route=Route.OUTSIDE, at=AT + 3 * HOUR, **sent)
    db.flush()
    assert waits(cast.nato) == [2, 6] == [o.number for o in round_.objections if o.is_open(round_.entries)]
    round_.state = CirculationState.BROKEN
    db.flush()
    assert waits(cast.nato) == []


def test_a_round_binds_its_text_while_it_goes(db):
    cast, round_ = begun(db)
    assert db.scalar(select(awaiting.binds(round_.id)))

    round_.withdraw("", pulse=NO_PULSE, by=cast.secretary_brussels, at=AT)
    db.flush()
    assert not db.scalar(select(awaiting.binds(round_.id)))
    assert not db.scalar(select(awaiting.was_broken(round_.id)))
    assert not db.scalar(select(awaiting.puts_in_question(round_.id)))
