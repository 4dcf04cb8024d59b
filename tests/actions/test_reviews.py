"""Which releases of an agenda freeze a review sheet, and that its file is made once."""

import hashlib

import pytest
from sqlalchemy import select
from sqlalchemy.orm import undefer

from dialogue.actions import acts
from dialogue.domain.agenda import Change
from dialogue.domain.editions import Level
from dialogue.domain.papers import ReleasedFile
from dialogue.domain.tracks import REVIEW, reviews_of
from dialogue.rendering.word import word
from tests import walk
from tests.cast import enter
from tests.factories import AT, DAY, HOUR


@pytest.fixture
def cast(db):
    return enter(db)


@pytest.fixture
def agenda(db, cast):
    """Signed off, and frozen as provisional."""
    made = walk.agenda(db, cast, walk.plan(db, cast))
    made.close_call(by=cast.secretary_brussels, at=made.session.starts_at - 20 * DAY)
    walk.signed(db, cast, made)
    acts.propose_agenda(made, by=cast.secretary_brussels, at=AT)
    db.flush()
    return made


def kept(db, agenda):
    db.flush()
    return [(one.rev, one.made_at) for one in db.scalars(reviews_of(agenda.session))]


def test_what_is_between_the_secretaries_freezes_none(db, agenda):
    assert agenda.release is not None
    assert kept(db, agenda) == []


def test_circulation_and_revision_freeze_one_each_with_its_file(db, cast, agenda):
    acts.circulate_agenda(agenda, by=cast.secretary_brussels, at=AT)
    walk.put(db, cast, agenda, "One more")
    walk.signed(db, cast, agenda)
    acts.revise_agenda(agenda, by=cast.secretary_brussels, at=AT + HOUR)

    assert kept(db, agenda) == [(1, AT), (2, AT + HOUR)]
    files = db.scalars(select(ReleasedFile).where(ReleasedFile.kind == REVIEW).options(undefer(ReleasedFile.content)))
    for review, file in zip(db.scalars(reviews_of(agenda.session)), files, strict=True):
        assert (file.label, file.level, file.text_hash) == (review.label, Level.DELEGATIONS, review.text_hash)
        assert file.released_at == review.made_at
        assert file.content == word.render(review.sheet)
        assert file.sha256 == hashlib.sha256(file.content).hexdigest()


def test_what_is_recorded_in_the_room_freezes_one_where_it_makes_a_release(db, cast, agenda):
    acts.circulate_agenda(agenda, by=cast.secretary_brussels, at=AT)
    seats = walk.delegations(db, cast, agenda.session)
    walk.adopt(db, cast, walk.opened(db, cast, agenda), seats)
    assert [rev for rev, _ in kept(db, agenda)] == [1]  # adopted as it was

    item = next(one for one in agenda.all_items if one.title == "Border incidents")
    at = agenda.session.starts_at + HOUR
    acts.change_adopted_agenda(agenda, item, Change.WITHDRAWN, "No news.", by=cast.secretary_brussels, at=at)

    assert kept(db, agenda) == [(1, AT), (2, at)]
