"""Draft conclusions as their readers find them: who sees which, in which order, and what the paper has of them."""

import datetime as dt
from dataclasses import replace

import pytest

from dialogue import access
from dialogue.actions import conclusions as acts
from dialogue.domain.conclusions import Wording
from dialogue.domain.sessions import SessionState
from dialogue.queries import conclusions
from tests import cast as people_of
from tests import walk
from tests.factories import AT


@pytest.fixture
def people(db):
    return people_of.enter(db)


@pytest.fixture
def agenda(db, people):
    session = walk.plan(db, people)
    walk.delegations(db, people, session)
    made = walk.agenda(db, people, session)
    walk.put(db, people, made, "Another")
    session.presiding = people.nato
    return made


def put(agenda, by, nth, text):
    item, _, _ = [row for row in agenda.timetable() if row[0].standing is None][nth]
    words = Wording(item_key=item.key, text=text, owner=by.organisation, office="", due_on=dt.date(2027, 9, 1))
    return acts.draft(agenda, words, by=by, at=AT)


def seen(who, agenda):
    return [line.conclusion.text for line in conclusions.lines(access.standing(who, AT), agenda)]


def test_drafts_go_out_with_the_agenda_in_its_order_and_proposals_do_not(db, people, agenda):
    put(agenda, people.secretary_brussels, 1, "second")
    put(agenda, people.secretary_brussels, 0, "first")
    put(agenda, people.secretary_prishtina, 0, "proposed")
    assert seen(people.chair_nato, agenda) == []

    walk.circulate(db, people, agenda)

    assert seen(people.chair_nato, agenda) == seen(people.delegate_kosovo, agenda) == ["first", "second"]
    assert seen(people.secretary_brussels, agenda) == ["first", "proposed", "second"]
    assert [row.text for row in conclusions.sheet(agenda).rows] == ["first", "second"]


def test_what_is_withdrawn_comes_last_for_the_secretaries_and_is_on_no_paper(db, people, agenda):
    gone = put(agenda, people.secretary_brussels, 0, "gone")
    put(agenda, people.secretary_brussels, 1, "kept")
    gone.withdraw("Not now.", base=gone.version, by=people.secretary_brussels, at=AT)
    db.flush()

    assert seen(people.secretary_prishtina, agenda) == ["kept", "gone"]
    assert [row.text for row in conclusions.sheet(agenda).rows] == ["kept"]


def test_the_paper_says_what_was_drafted_where_words_owner_or_day_are_others_by_now(db, people, agenda):
    one = put(agenda, people.secretary_brussels, 0, "drafted")
    agenda.session.state = SessionState.IN_SESSION
    same = replace(one.wording, due_on=dt.date(2027, 10, 1))
    one.revise(same, base=one.version, by=people.secretary_prishtina, at=AT)
    db.flush()

    (row,) = conclusions.sheet(agenda).rows
    assert (row.drafted, row.drafted_details) == ("", "NATO, due Wed 1 Sept 2027")
