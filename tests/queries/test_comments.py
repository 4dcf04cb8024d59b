"""The comments on minutes to be taken away: each side its own while the period runs, and all of them afterwards."""

import pytest
from sqlalchemy import select

from dialogue.domain import organisations
from dialogue.domain.editions import Level
from dialogue.domain.minutes import Comment, Minutes
from dialogue.domain.sessions import Session
from dialogue.queries import comments, sheets
from tests import planted


@pytest.fixture(autouse=True)
def _world(database):
    planted.planted(database)


@pytest.fixture
def minutes(db):
    return db.scalars(select(Minutes).join(Minutes.session).where(Session.year == 2026, Session.number == 2)).one()


@pytest.fixture
def parties(db):
    return db.scalars(organisations.parties()).all()


def test_both_sides_take_away_the_same_once_the_period_is_over(db, minutes, parties):
    first, second = (comments.sheet(minutes, party, planted.AT) for party in parties)

    assert first == second
    assert first.own == ""
    written = db.scalars(select(Comment).where(Comment.minutes_id == minutes.id)).all()
    named = sorted((one.party.short_name, one.number) for one in written)
    assert sorted((row.party, row.number) for row in first.rows) == named != []
    assert {row.disposition for row in first.rows} <= {"accepted", "partly accepted", "not accepted", ""}
    assert all(row.item for row in first.rows if row.paragraph)
    assert first.heading.paper == "HLD/2026/2-CMT"


def test_while_it_runs_each_side_has_its_own_alone(minutes, parties):
    before = minutes.comments_closed_at or minutes.comments_until
    early = min(before, minutes.circulated_at)
    minutes.comments_closed_at = None
    for party in parties:
        sheet = comments.sheet(minutes, party, early)
        assert (sheet.own, {row.party for row in sheet.rows} <= {party.short_name}) == (party.short_name, True)


def test_the_draft_has_them_at_the_paragraphs_of_rev_1_but_for_those_withdrawn(db, minutes, parties):
    party, _ = parties
    mine = next(one for one in minutes.comments if one.party.id == party.id)
    mine.withdrawn_at = planted.AT

    drafts = [comments.on_draft(minutes, one, planted.AT) for one in parties]

    assert drafts[0] == drafts[1] is not None
    assert drafts[0].minutes == sheets.minutes_paper(minutes, minutes.revision(1).sheet, Level.DELEGATIONS)
    assert drafts[0].rows == tuple(row for row in comments.sheet(minutes, party, planted.AT).rows if not row.withdrawn)
    assert len(drafts[0].rows) == len(minutes.comments) - 1


def test_of_minutes_that_were_not_sent_out_there_is_no_draft_with_comments(minutes, parties):
    minutes.revisions.clear()

    assert comments.on_draft(minutes, parties[0], planted.AT) is None
