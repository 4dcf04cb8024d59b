"""Where an entry was dealt with: by item, paragraph, draft, decision and follow-up, as its reader may know it."""

import pytest
from sqlalchemy import select

from dialogue.actions import tracks as acts
from dialogue.domain import tracks
from dialogue.domain.base import Refused
from dialogue.domain.decisions import Decision, DraftDecision
from dialogue.domain.followups import FollowUp
from dialogue.domain.minutes import Minutes
from dialogue.domain.sessions import Session
from dialogue.domain.tracks import Target
from dialogue.queries import dealings
from tests import planted


@pytest.fixture
def world(database):
    return planted.planted(database)


@pytest.fixture
def entry(db, world):
    """Two points; it stands on no agenda."""
    return db.scalars(tracks.by_number("parliamentary-assembly", 2)).unique().one()


def session(db, ref):
    year, number = map(int, ref.split("-"))
    return db.scalars(select(Session).where(Session.year == year, Session.number == number)).one()


def paragraph(db, ref, number):
    """The paragraph of that number in the minutes of that session."""
    minutes = db.scalars(select(Minutes).where(Minutes.session_id == session(db, ref).id)).one()
    return minutes.paragraphs()[number - 1]


def link(db, entry, ref, *, point=None, **target):
    acts.connect(entry, Target(**target), session(db, ref), point=point, by=entry.edited_by, at=planted.AT)
    db.flush()


def told(who, entry):
    return [(one.reference, one.point, one.marks) for one in dealings.dealt_with(planted.standing(who), entry)]


def test_an_action_of_approved_minutes_leads_to_its_follow_up(db, entry):
    link(db, entry, "2026-1", point=entry.points[0], paragraph_id=paragraph(db, "2026-1", 10).id)

    assert told("delegate", entry) == [("HLD/2026/1", 1, ()), ("OC/2026/1/03", 1, ("open",))]
    (minutes, _) = dealings.dealt_with(planted.standing("delegate"), entry)
    assert (minutes.words, minutes.path) == ("minutes, paragraph 10", "/sessions/2026-1/minutes")


def test_a_paragraph_leads_to_its_decision(db, entry):
    link(db, entry, "2026-1", paragraph_id=paragraph(db, "2026-1", 9).id)

    assert [one[0] for one in told("chair", entry)] == ["HLD/2026/1", "D/2026/1/02"]


def test_a_paragraph_of_a_text_on_its_way_is_told_to_whoever_works_on_it_alone(db, entry):
    link(db, entry, "2026-2", paragraph_id=paragraph(db, "2026-2", 5).id)

    assert told("secretary", entry) == [("HLD/2026/2", None, ())]
    assert told("chair", entry) == told("delegate", entry) == []


def test_a_draft_is_the_secretaries_own_until_it_is_the_decision_that_it_became(db, entry):
    draft = db.scalars(select(DraftDecision).where(DraftDecision.id == 1)).one()
    link(db, entry, "2027-1", draft_id=draft.id)

    assert told("secretary", entry) == [("DD/2027/1/01", None, ("drafting",))]
    assert told("delegate", entry) == []
    draft.decision = db.get(Decision, 2)
    db.flush()
    assert told("secretary", entry) == told("delegate", entry) == [("D/2026/1/02", None, ())]


def test_an_item_tells_of_all_that_came_of_it_and_each_place_stands_once(db, entry):
    followup = db.get(FollowUp, 3)
    link(db, entry, "2026-1", item_key=followup.item_key)
    link(db, entry, "2026-1", followup_id=followup.id)

    assert [one[0] for one in told("delegate", entry)] == ["HLD/2026/1", "HLD/2026/1", "D/2026/1/02", "OC/2026/1/03"]


def test_what_is_linked_twice_is_refused_and_a_point_is_not_the_whole(db, entry):
    link(db, entry, "2026-1", followup_id=3)
    link(db, entry, "2026-1", followup_id=3, point=entry.points[0])

    with pytest.raises(Refused) as no:
        link(db, entry, "2026-1", followup_id=3, point=entry.points[0])

    assert str(no.value) == "PA/2, point 1 is linked to this already."
    assert [one[:2] for one in told("delegate", entry)] == [("OC/2026/1/03", None), ("OC/2026/1/03", 1)]


def test_a_paragraph_that_is_deleted_takes_its_links_with_it(db, entry):
    one = paragraph(db, "2026-2", 5)
    link(db, entry, "2026-2", paragraph_id=one.id)
    db.delete(one)
    db.flush()
    db.expire_all()

    assert db.scalars(tracks.of_entry(entry)).all() == []
