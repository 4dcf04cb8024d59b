"""From which entries something comes, as its reader may know it."""

import pytest
from sqlalchemy import select

from dialogue.actions import tracks as acts
from dialogue.domain import tracks
from dialogue.domain.decisions import Decision, DraftDecision
from dialogue.domain.editions import Level
from dialogue.domain.followups import FollowUp
from dialogue.domain.minutes import Minutes
from dialogue.domain.tracks import Target
from dialogue.queries import origins, paragraphs
from tests import planted


@pytest.fixture
def world(database):
    return planted.planted(database)


@pytest.fixture
def entry(db, world):
    return db.scalars(tracks.by_number("parliamentary-assembly", 2)).unique().one()


def link(db, entry, thing, **target):
    acts.connect(entry, Target(**target), thing.session, point=entry.points[0], by=entry.edited_by, at=planted.AT)
    db.flush()


def named(found):
    return [f"{one.reference}, point {one.point}" if one.point else one.reference for one in found]


def test_a_follow_up_comes_from_what_its_action_or_it_itself_is_linked_to(db, entry):
    followup = db.get(FollowUp, 3)
    before = named(origins.of_followup(planted.standing("delegate"), followup))
    minutes = db.scalars(select(Minutes).where(Minutes.session_id == followup.session_id)).one()
    action = next(one for one in minutes.paragraphs() if one.reference == followup.reference)
    link(db, entry, followup, paragraph_id=action.id)
    link(db, entry, followup, followup_id=followup.id)

    own = ["PCM/1", "PA/1, point 1", "PA/4, point 2"]
    assert before == own
    assert named(origins.of_followup(planted.standing("delegate"), followup)) == [*own, "PA/2, point 1"]
    assert named(origins.of_followup(planted.standing("delegate"), db.get(FollowUp, 1))) == []


def test_a_decision_comes_from_what_its_paragraph_or_its_draft_is_linked_to(db, entry):
    first, second = db.get(Decision, 1), db.get(Decision, 2)
    draft = db.get(DraftDecision, 1)
    link(db, entry, first, paragraph_id=first.paragraph_id)
    link(db, entry, draft, draft_id=draft.id)

    assert named(origins.of_decision(planted.standing("delegate"), first)) == ["PA/2, point 1"]
    assert named(origins.of_decision(planted.standing("delegate"), second)) == (
        own := ["PCM/1", "PA/1, point 1", "PA/4, point 2"]
    )
    assert named(origins.of_draft(planted.standing("secretary"), draft)) == ["PA/2, point 1"]
    draft.decision = second
    db.flush()
    assert named(origins.of_decision(planted.standing("delegate"), second)) == [*own, "PA/2, point 1"]


def test_minutes_tell_at_which_paragraph_and_on_their_way_to_whoever_works_on_them_alone(db, entry):
    approved, on_its_way = db.scalars(select(Minutes).order_by(Minutes.id)).all()
    for minutes in (approved, on_its_way):
        link(db, entry, minutes, paragraph_id=minutes.paragraphs()[2].id)

    def told(who, minutes):
        return [(n, *named([one])) for n, one in origins.in_minutes(planted.standing(who), minutes)]

    there = [(3, "PA/2, point 1"), (4, "AFF/2")]
    assert [told(who, approved) for who in ("secretary", "delegate", "co-host")] == [there, there, []]  # fmt: skip
    assert [told(who, on_its_way) for who in ("secretary", "delegate")] == [[], []]
    assert [(n, *named([one])) for n, one in origins.of_text(paragraphs.numbered(on_its_way))] == [(3, "PA/2, point 1")]


def test_an_entry_that_the_reader_may_not_open_is_no_origin(db, entry):
    followup = db.get(FollowUp, 1)
    link(db, entry, followup, followup_id=followup.id)
    entry.level = Level.SECRETARIAT
    db.flush()

    assert named(origins.of_followup(planted.standing("secretary"), followup)) == ["PA/2, point 1"]
    assert named(origins.of_followup(planted.standing("delegate"), followup)) == []


def test_items_are_told_by_their_keys_each_with_all_its_entries(db, entry):
    key = db.get(FollowUp, 3).item_key
    link(db, entry, db.get(FollowUp, 3), item_key=key)

    found = origins.of_items(planted.standing("delegate"), [key, "", "unknown"])

    assert {key: named(those) for key, those in found.items()} == {key: ["PCM/1", "PA/2, point 1"]}
    assert origins.of_items(planted.standing("co-host"), [key]) == {}
