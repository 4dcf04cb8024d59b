"""Draft conclusions: who drafts and who proposes, what is kept of each wording, and what comes into the minutes."""

import datetime as dt
from dataclasses import replace

import pytest

from dialogue.domain import conclusions
from dialogue.domain import minutes as minutes_register
from dialogue.domain.base import Refused, Stale
from dialogue.domain.conclusions import ConclusionState, Wording
from dialogue.domain.minutes import ParagraphKind
from dialogue.domain.sessions import SessionState
from tests import cast as people_of
from tests import walk
from tests.factories import AT, DAY

DUE = dt.date(2027, 9, 1)


@pytest.fixture
def people(db):
    return people_of.enter(db)


@pytest.fixture
def agenda(db, people):
    """Circulated; NATO presides."""
    session = walk.plan(db, people)
    made = walk.agenda(db, people, session)
    session.presiding = people.nato
    walk.circulate(db, people, made)
    return made


def wording(agenda, owner, **more):
    item = next(item for item, _, _ in agenda.timetable() if item.standing is None)
    words = {"item_key": item.key, "text": "Send the list.", "owner": owner, "office": "", "due_on": DUE}
    return Wording(**words | more)


def drafted(db, agenda, by, existing=(), **more):
    made = conclusions.draft(agenda, wording(agenda, by.organisation, **more), existing, by=by, at=AT)
    db.add(made)
    db.flush()
    return made


def opened(agenda):
    agenda.session.state = SessionState.IN_SESSION


def test_the_side_that_presides_drafts_and_the_other_one_proposes(db, people, agenda):
    ours = drafted(db, agenda, people.secretary_brussels)
    theirs = drafted(db, agenda, people.secretary_prishtina, [ours])

    assert [(one.number, one.state) for one in (ours, theirs)] == [
        (1, ConclusionState.DRAFT), (2, ConclusionState.PROPOSED),
    ]  # fmt: skip
    assert (theirs.awaits(people.nato), theirs.awaits(people.kosovo)) == (True, False)


def test_before_the_session_each_is_in_one_hand_and_in_the_room_in_both(db, people, agenda):
    ours = drafted(db, agenda, people.secretary_brussels)
    theirs = drafted(db, agenda, people.secretary_prishtina, [ours])
    parties = (people.nato, people.kosovo)

    assert [[one.is_in_hand_of(party) for party in parties] for one in (ours, theirs)] == [
        [True, False], [False, True],
    ]  # fmt: skip
    opened(agenda)
    assert all(one.is_in_hand_of(party) for one in (ours, theirs) for party in parties)


def test_what_is_amended_in_the_room_keeps_the_words_with_which_the_session_opened(db, people, agenda):
    one = drafted(db, agenda, people.secretary_brussels)
    one.revise(replace(one.wording, text="Send both lists."), base=one.version, by=people.secretary_brussels, at=AT)
    db.flush()
    assert one.as_drafted is None
    opened(agenda)

    one.revise(replace(one.wording, due_on=DUE + DAY), base=one.version, by=people.secretary_prishtina, at=AT + DAY)
    db.flush()
    one.revise(replace(one.wording, text="Send one list."), base=one.version, by=people.secretary_brussels, at=AT + DAY)

    assert (one.text, one.due_on) == ("Send one list.", DUE + DAY)
    assert (one.as_drafted.text, one.as_drafted.due_on) == ("Send both lists.", DUE)
    assert [(w.text, w.in_room) for w in one.wordings] == [
        ("Send the list.", False), ("Send both lists.", False), ("Send both lists.", True), ("Send one list.", True),
    ]  # fmt: skip


def test_what_comes_in_the_room_was_never_drafted(db, people, agenda):
    opened(agenda)

    one = drafted(db, agenda, people.secretary_prishtina)

    assert (one.state, one.as_drafted, one.came_in_the_room) == (ConclusionState.DRAFT, None, True)


def test_the_same_words_are_no_new_wording(db, people, agenda):
    one = drafted(db, agenda, people.secretary_brussels)

    one.revise(one.wording, base=one.version, by=people.secretary_brussels, at=AT)

    assert len(one.wordings) == 1


def test_who_has_not_seen_the_last_wording_changes_nothing(db, people, agenda):
    one = drafted(db, agenda, people.secretary_prishtina)
    verbs = (
        lambda: one.revise(wording(agenda, people.nato), base=0, by=people.secretary_prishtina, at=AT),
        lambda: one.take_in(base=0, by=people.secretary_brussels, at=AT),
        lambda: one.decline("No.", base=0, by=people.secretary_brussels, at=AT),
        lambda: one.withdraw("No.", base=0, by=people.secretary_prishtina, at=AT),
    )

    for verb in verbs:
        with pytest.raises(Stale):
            verb()
    assert one.waits


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"text": " "}, "needs its text"),
        ({"item_key": "gone"}, "not on the agenda any more"),
    ],
)
def test_what_cannot_be_concluded_is_refused(db, people, agenda, more, said):
    with pytest.raises(Refused, match=said):
        drafted(db, agenda, people.secretary_brussels, **more)


def test_a_reason_is_needed_and_what_is_withdrawn_changes_no_more(db, people, agenda):
    one = drafted(db, agenda, people.secretary_brussels)
    with pytest.raises(Refused, match="why it is withdrawn"):
        one.withdraw(" ", base=one.version, by=people.secretary_brussels, at=AT)

    one.withdraw("Not now.", base=one.version, by=people.secretary_brussels, at=AT)

    for verb in (lambda: one.comment("Why?", by=people.secretary_prishtina, at=AT), one.must_be_open):
        with pytest.raises(Refused, match="nothing of it changes here"):
            verb()


# Into the minutes


@pytest.fixture
def adopted(db, people, agenda):
    seats = walk.delegations(db, people, agenda.session)
    walk.opened(db, people, agenda)
    walk.adopt(db, people, agenda, seats)
    return agenda


def begun(people, agenda, those):
    return minutes_register.begin(agenda.session, agenda, "Adopted.", those, by=people.secretary_brussels, at=AT)


def test_each_is_an_action_of_its_item_as_it_stands_and_no_withdrawn_one_is(db, people, adopted):
    kept = drafted(db, adopted, people.secretary_brussels, office="Liaison Office")
    gone = drafted(db, adopted, people.secretary_brussels, [kept], text="Gone.")
    gone.withdraw("Not now.", base=gone.version, by=people.secretary_prishtina, at=AT)

    made = begun(people, adopted, [kept, gone])

    (action,) = [one for one in made.paragraphs() if one.kind is ParagraphKind.ACTION]
    assert (action.text, action.owner, action.office, action.due_on) == (
        "Send the list.", people.nato, "Liaison Office", DUE,
    )  # fmt: skip
    assert (action.item.key, action.conclusion) == (kept.item_key, kept)
    assert (kept.state, gone.state) == (ConclusionState.TAKEN, ConclusionState.WITHDRAWN)


def test_one_whose_item_is_off_the_agenda_comes_under_the_last_and_is_not_lost(db, people, adopted):
    one = drafted(db, adopted, people.secretary_brussels)
    one.item_key = "gone"

    made = begun(people, adopted, [one])

    assert [p.text for p in made.items[-1].paragraphs] == ["Send the list."]


def test_minutes_do_not_begin_while_a_proposal_waits(db, people, adopted):
    adopted.session.state = SessionState.CONVENED
    one = drafted(db, adopted, people.secretary_prishtina)
    adopted.session.state = SessionState.IN_SESSION

    with pytest.raises(Refused, match="Proposed conclusions wait for their answer: 1"):
        begun(people, adopted, [one])

    one.decline("Not ours.", base=one.version, by=people.secretary_brussels, at=AT)
    assert begun(people, adopted, [one]).paragraphs()
    assert one.state is ConclusionState.DECLINED
