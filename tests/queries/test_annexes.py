"""Tables that minutes have as an annex: of tracks that their session dealt with, for the delegations."""

import datetime as dt

import pytest

from dialogue.actions import tracks as acts
from dialogue.db import db
from dialogue.domain import minutes as register
from dialogue.domain import sessions, tracks
from dialogue.domain.editions import Level, fingerprint
from dialogue.domain.tracks import Target
from dialogue.domain.working_days import local_day
from dialogue.queries import annexes, sheets
from dialogue.rendering.word import word
from tests import cast as people_of
from tests import walk
from tests.planted import AT, planted
from tests.rendering.word.checks import faults, read

DAY = dt.date(2027, 3, 1)


@pytest.fixture
def world(database):
    yield planted(database)
    db.remove()


@pytest.fixture
def minutes(world):
    """Of the last session, on their way to approval."""
    return (
        db.scalars(register.with_text(register.of_session(db.scalars(sessions.by_ref("2026-2")).one()))).unique().one()
    )


def entry_of(slug, number=1):
    return db.scalars(tracks.by_number(slug, number)).unique().one()


def deal(minutes, slug, number=1):
    """Its first item comes from the entry."""
    entry, target = entry_of(slug, number), Target(item_key=minutes.items[0].key)
    acts.connect(entry, target, minutes.session, point=None, by=entry.edited_by, at=AT)
    db.flush()


def titles(minutes):
    return [one.title for one in annexes.of_minutes(minutes, DAY)]


def test_a_session_that_dealt_with_a_centre_has_its_table_and_other_tables_are_no_annex(minutes):
    before = titles(minutes)
    deal(minutes, "centre-of-excellence")
    deal(minutes, "exercises")

    assert before == ["Table of Centres"]
    assert titles(minutes) == ["Accreditation: checklist", "Table of Centres"]


def test_it_is_narrower_than_the_register_and_says_of_which_day_it_is(minutes):
    (centres,) = annexes.of_minutes(minutes, DAY)

    assert [one.head for one in centres.columns] == ["Status sought", "Stage", "Last contact", "Next course on"]
    assert centres.as_of == DAY
    assert not any(row.why for group in centres.groups for row in group.rows)


def test_what_is_the_two_secretaries_own_is_in_none(minutes):
    (whole,) = annexes.of_minutes(minutes, DAY)
    entry_of("centres-affiliation", 2).level = Level.SECRETARIAT
    db.flush()
    (left,) = annexes.of_minutes(minutes, DAY)

    told = [{row.reference for group in one.groups for row in group.rows} for one in (whole, left)]
    assert told[0] - told[1] == {"AFF/2"}


def test_the_delegations_edition_alone_has_it_and_its_text_does_not_change(minutes):
    made = sheets.minutes_editions(minutes, AT, annexes.of_minutes(minutes, DAY))
    bare = sheets.minutes_editions(minutes, AT)

    assert {level: len(one.tables) for level, one in made.items()} == {
        Level.DELEGATIONS: 1,
        Level.COHOST: 0,
        Level.PUBLIC: 0,
    }
    assert fingerprint(made[Level.DELEGATIONS]) == fingerprint(bare[Level.DELEGATIONS])
    paper = word.render(made[Level.DELEGATIONS])
    assert faults(paper) == []
    assert any("Table of Centres" in one for one in read(paper))


def test_a_working_copy_has_none(minutes):
    sheet = sheets.minutes_edition(minutes, Level.DELEGATIONS)

    assert sheets.minutes_paper(minutes, sheet, Level.DELEGATIONS).tables == ()


def test_it_is_kept_with_the_edition_at_the_approval_and_does_not_move_with_the_register(db):
    cast = people_of.enter(db)
    session = walk.plan(db, cast)
    made, seats = walk.to_minutes(db, cast, session)
    walk.finalise(db, cast, made)
    by, track = cast.secretary_brussels, tracks.TRACKS["centres-affiliation"]
    words = {"title": "Cyber", "text": "", "next_step": "", "values": {}, "level": Level.DELEGATIONS}
    entry = acts.begin(track, owner=cast.kosovo, by=by, at=AT, **words)
    db.flush()
    target = Target(item_key=made.items[0].key)
    acts.connect(entry, target, session, point=None, by=by, at=AT)
    db.flush()

    walk.approve(db, made, seats)
    entry.title = "Another"
    db.flush()

    (kept,) = sheets.minutes_edition(made, Level.DELEGATIONS).tables
    assert [row.title for group in kept.groups for row in group.rows] == ["Cyber"]
    assert kept.as_of == local_day(session.ends_at + 3 * dt.timedelta(days=1))
