"""How far a decision is carried out: which status may follow which, and what each move needs."""

import pytest

from dialogue.domain.base import Refused, Stale
from dialogue.domain.decisions import Status
from dialogue.domain.working_days import local_day
from tests.factories import AT, DAY, decided_by_silence, draft_decision, table

NOW = AT + 40 * DAY
TODAY = local_day(NOW)


@pytest.fixture
def sides():
    return table()


@pytest.fixture
def decision(sides):
    return decided_by_silence(sides).decision


def move(decision, sides, status, *, on=TODAY, evidence="", note="Said."):
    decision.move(status, note, on=on, evidence=evidence, base=decision.version, by=sides.ours, at=NOW)


def refused(decision, sides, status, **how):
    with pytest.raises(Refused) as no:
        move(decision, sides, status, **how)
    return str(no.value)


def test_every_pair_of_statuses_is_allowed_or_refused_with_its_sentence(sides, decision):
    allowed = {
        Status.OPEN: {Status.OPEN, Status.UNDER_WAY, Status.DONE},
        Status.UNDER_WAY: {Status.OPEN, Status.UNDER_WAY, Status.DONE},
        Status.DONE: {Status.UNDER_WAY, Status.DONE},
    }
    for was, to in allowed.items():
        for status in Status:
            decision.progress = was
            assert (status in decision.next_statuses) is (status in to)
            if status in to:
                move(decision, sides, status, evidence="Letter")
                assert decision.status is status
            elif status is Status.SUPERSEDED:
                said = refused(decision, sides, status)
                assert said == "A decision is superseded when both sides have named the later one."
            else:
                assert refused(decision, sides, status) == f"This is “{was}” and cannot become “{status}”."


def test_a_move_needs_its_note_its_evidence_and_a_day_that_can_be(sides, decision):
    assert refused(decision, sides, Status.UNDER_WAY, note=" ") == "Please add a note that says why or how."
    done = refused(decision, sides, Status.DONE, evidence=" ")
    assert done == "“done” needs its evidence: a document, a date, an event."
    late = refused(decision, sides, Status.OPEN, on=TODAY + DAY)
    assert late == "A move is dated on the day on which it happened, and that is not after today."
    adopted = local_day(decision.adopted_at)
    early = refused(decision, sides, Status.UNDER_WAY, on=adopted - DAY)
    assert early == f"It came to where it stands on {adopted}; it cannot have moved on before that."
    assert (decision.moves, decision.status) == ([], Status.OPEN)


def test_a_move_is_added_and_the_text_stays_as_it_was(sides, decision):
    text = decision.text

    move(decision, sides, Status.UNDER_WAY, on=TODAY - DAY)
    move(decision, sides, Status.UNDER_WAY, note="Still so.")
    move(decision, sides, Status.DONE, evidence="Report of the desk")

    told = [(one.was, one.became, one.is_step, one.evidence, one.made_by) for one in decision.moves]
    assert told == [
        (Status.OPEN, Status.UNDER_WAY, True, "", sides.ours),
        (Status.UNDER_WAY, Status.UNDER_WAY, False, "", sides.ours),
        (Status.UNDER_WAY, Status.DONE, True, "Report of the desk", sides.ours),
    ]
    assert (decision.text, decision.moved_at) == (text, NOW)
    assert [fact.verb for fact in decision.facts()][-3:] == ["move", "note", "move"]


def test_a_second_editor_is_asked_again(sides, decision):
    with pytest.raises(Stale):
        decision.move(Status.UNDER_WAY, "Said.", on=TODAY, base=7, by=sides.ours, at=NOW)


def test_what_does_not_stand_takes_no_move(sides, decision):
    newer = decided_by_silence(sides, draft_decision(sides, decision.session, number=2)).decision
    newer.adopted_at = decision.adopted_at + DAY
    move(decision, sides, Status.UNDER_WAY)
    for by in (sides.ours, sides.theirs):
        decision.supersede(newer, by=by, at=NOW)

    no = "D/2027/1/01 does not stand: nothing is recorded of it any more."
    assert decision.status is Status.SUPERSEDED
    assert refused(decision, sides, Status.DONE, evidence="Letter") == no

    decision.take_back_from(newer)
    assert decision.status is Status.UNDER_WAY
    decision.void(at=NOW)
    assert refused(decision, sides, Status.DONE, evidence="Letter") == no
