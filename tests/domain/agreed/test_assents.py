"""What two Parties say to the same thing: it acts with the second word, a side says it once, nothing is deleted."""

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from dialogue.domain.agreed import AGAIN, Agreement, Assent, Word, asked_of, awaits_second, said
from dialogue.domain.base import Refused
from tests.cast import enter
from tests.factories import AT, HOUR, table


@pytest.fixture
def sides():
    return table()


@pytest.fixture
def one():
    return Agreement()


def test_it_acts_when_both_have_said_the_same_to_the_same(sides, one):
    assert not one.say(Word.SIGN_OFF, "a", by=sides.ours, at=AT)
    assert not one.say(Word.APPROVAL, "a", by=sides.theirs, at=AT)
    assert not one.say(Word.SIGN_OFF, "b", by=sides.theirs, at=AT)
    assert not one.is_reached(Word.SIGN_OFF)

    assert one.say(Word.SIGN_OFF, "a", by=sides.theirs, at=AT + HOUR)

    assert (one.is_reached(Word.SIGN_OFF, "a"), one.is_reached(Word.SIGN_OFF, "b")) == (True, False)
    assert [(a.party, a.given_by, a.settled_at) for a in one.standing(Word.SIGN_OFF, text_hash="a")] == [
        (sides.nato, sides.ours, AT + HOUR),
        (sides.kosovo, sides.theirs, AT + HOUR),
    ]


def test_each_edition_is_agreed_by_itself(sides, one):
    one.say(Word.RELEASE, "a", level="public", by=sides.ours, at=AT)

    assert not one.say(Word.RELEASE, "a", level="cohost", by=sides.theirs, at=AT)
    assert one.say(Word.RELEASE, "a", level="public", by=sides.theirs, at=AT)


@pytest.mark.parametrize("word", Word)
def test_a_side_says_it_once_whoever_says_it(sides, one, word):
    one.say(word, "a", by=sides.ours, at=AT)

    with pytest.raises(Refused) as no:
        one.say(word, "a", by=sides.chair_nato, at=AT)

    assert str(no.value) == AGAIN[word]
    assert [a.given_by for a in one.assents] == [sides.ours]


def test_a_word_may_be_recorded_by_the_other_side_and_counts_for_its_own(sides, one):
    one.say(Word.ADOPTION, by=sides.ours, party=sides.kosovo, name="Head of delegation", at=AT)

    assert one.said_by(sides.kosovo, Word.ADOPTION)
    assert not one.said_by(sides.nato, Word.ADOPTION)


def test_what_has_ended_counts_no_more_is_said_anew_and_stays_on_record(sides, one):
    one.say(Word.SIGN_OFF, "a", by=sides.ours, at=AT)
    one.say(Word.SIGN_OFF, "a", by=sides.theirs, at=AT)
    one.say(Word.APPROVAL, "a", by=sides.chair_nato, at=AT)

    one.end(Word.SIGN_OFF, at=AT + HOUR)

    assert not one.is_reached(Word.SIGN_OFF)
    assert [a.word for a in one.standing()] == [Word.APPROVAL]
    assert not one.say(Word.SIGN_OFF, "a", by=sides.ours, at=AT + 2 * HOUR)
    assert [(a.party, a.ended_at) for a in one.assents if a.word is Word.SIGN_OFF] == [
        (sides.nato, AT + HOUR),
        (sides.kosovo, AT + HOUR),
        (sides.nato, None),
    ]


def test_one_side_takes_its_own_word_back(sides, one):
    one.say(Word.OPENING, "a", by=sides.ours, at=AT)
    one.say(Word.OPENING, "b", by=sides.theirs, at=AT)

    one.end(Word.OPENING, party=sides.nato, at=AT)

    assert [a.party for a in one.standing()] == [sides.kosovo]


# As they are kept


@pytest.fixture
def cast(db):
    return enter(db)


@pytest.fixture
def stored(db, cast, one):
    """As of the two secretaries of a stored cast."""
    db.add(one)
    db.flush()
    return one


def kept(one, by, word=Word.SIGN_OFF, text_hash="a"):
    return Assent(word=word, text_hash=text_hash, party=by.organisation, given_by=by, given_at=AT)


def test_the_table_itself_refuses_a_second_word_of_one_side(db, cast, stored):
    stored.assents.append(kept(stored, cast.secretary_brussels))
    db.flush()

    stored.assents.append(kept(stored, cast.chair_nato))
    with pytest.raises(IntegrityError):
        db.flush()


def test_the_table_takes_what_is_said_again_after_it_had_ended(db, cast, stored):
    stored.say(Word.SIGN_OFF, "a", by=cast.secretary_brussels, at=AT)
    stored.end(at=AT)
    stored.say(Word.SIGN_OFF, "a", by=cast.secretary_brussels, at=AT)
    db.flush()

    assert [a.ended_at for a in db.scalars(select(Assent).order_by(Assent.id))] == [AT, None]


def asked(db, who, one, rule):
    return db.scalar(select(rule(who.organisation_id, one.id, Word.SIGN_OFF)))


def test_whom_a_word_waits_for(db, cast, stored):
    ours, theirs = cast.secretary_brussels, cast.secretary_prishtina
    stored.say(Word.SIGN_OFF, "a", by=ours, at=AT)
    db.flush()
    for rule in (asked_of, awaits_second):
        assert (asked(db, ours, stored, rule), asked(db, theirs, stored, rule)) == (False, True)

    stored.say(Word.SIGN_OFF, "b", by=theirs, at=AT)  # of a newer text
    db.flush()
    assert (asked(db, ours, stored, asked_of), asked(db, theirs, stored, asked_of)) == (True, True)
    assert (asked(db, ours, stored, awaits_second), asked(db, theirs, stored, awaits_second)) == (True, False)

    stored.say(Word.SIGN_OFF, "b", by=ours, at=AT)
    db.flush()
    assert (asked(db, ours, stored, awaits_second), asked(db, theirs, stored, awaits_second)) == (False, False)


def test_what_has_ended_waits_for_nobody(db, cast, stored):
    stored.say(Word.SIGN_OFF, "a", by=cast.secretary_brussels, at=AT)
    db.flush()
    assert db.scalar(select(said(stored.id, Word.SIGN_OFF)))

    stored.end(at=AT)
    db.flush()

    assert not db.scalar(select(said(stored.id, Word.SIGN_OFF)))
    for rule in (asked_of, awaits_second):
        assert not asked(db, cast.secretary_prishtina, stored, rule)
