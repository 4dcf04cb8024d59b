"""What minutes wait for, asked of both databases."""

from sqlalchemy import literal, select

from dialogue.actions import approvals, texts
from dialogue.domain import agreed
from dialogue.domain import minutes as register
from dialogue.domain.editions import fingerprint
from dialogue.domain.minutes import Corrigendum, Disposition, Minutes
from dialogue.queries import sheets
from tests import walk
from tests.cast import enter
from tests.factories import DAY


def waits(db, where):
    return db.scalar(select(Minutes.id).where(where)) is not None


def test_comments_then_the_end_of_their_period_then_answers(db):
    cast = enter(db)
    made, seats = walk.to_minutes(db, cast, walk.plan(db, cast))
    walk.comments(db, cast, made)
    until, party = made.comments_until, literal(cast.nato.id)
    remark = walk.comment(db, made, seats["delegate_nato"])
    assert waits(db, register.awaits_comments(party, literal(until, Minutes.comments_until.type)))
    assert not waits(db, register.awaits_close(literal(until, Minutes.comments_until.type)))
    late = literal(until + DAY, Minutes.comments_until.type)
    assert waits(db, register.awaits_close(late)) and not waits(db, register.awaits_comments(party, late))
    assert not waits(db, register.awaits_answers())

    register.close(made, by=cast.secretary_brussels, at=until + DAY)
    db.flush()

    assert waits(db, register.awaits_answers()) and not waits(db, register.awaits_close(late))
    remark.dispose(Disposition.ACCEPTED, "", base=1, by=cast.secretary_brussels, at=until + DAY)
    db.flush()
    assert not waits(db, register.awaits_answers())


def test_a_side_that_has_no_further_comments_is_not_asked_and_when_neither_has_the_period_may_close(db):
    cast = enter(db)
    made, _ = walk.to_minutes(db, cast, walk.plan(db, cast))
    walk.comments(db, cast, made)
    at = literal(made.circulated_at, Minutes.comments_until.type)
    register.reply(made, by=cast.secretary_brussels, at=made.circulated_at)
    db.flush()

    assert not waits(db, register.awaits_comments(literal(cast.nato.id), at))
    assert waits(db, register.awaits_comments(literal(cast.kosovo.id), at))
    assert not waits(db, register.awaits_close(at))
    register.reply(made, by=cast.secretary_prishtina, at=made.circulated_at)
    db.flush()
    assert waits(db, register.awaits_close(at))


def test_a_corrigendum_waits_for_each_co_chair_once(db):
    cast = enter(db)
    made, seats = walk.to_approval(db, cast, walk.plan(db, cast))
    at = made.approved_at + DAY
    one = approvals.begin_corrigendum(made, by=cast.secretary_brussels, at=at)
    one.add(2, "monthly", "every month", by=cast.secretary_brussels, at=at)
    db.flush()

    def asked(party):
        return (
            db.scalar(select(Corrigendum.id).where(agreed.awaits_approval(Corrigendum, literal(party.id)))) is not None
        )

    assert not asked(cast.nato)
    for secretary in walk.both(cast):
        seen = fingerprint(sheets.working_text(one))
        texts.sign_off(one, by=secretary, at=at, seen=seen)
    db.flush()
    assert asked(cast.nato) and asked(cast.kosovo)
    texts.approve(one, seats["chair_nato"], one.text_hash, at=at)
    db.flush()
    assert (asked(cast.nato), asked(cast.kosovo)) == (False, True)
