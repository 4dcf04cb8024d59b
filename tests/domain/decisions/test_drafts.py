"""The draft of a single decision: written by both, signed off by its hash, under silence, adopted, returned."""

import pytest

from dialogue.domain.base import Refused, Stale
from dialogue.domain.decisions import FLOW, DraftState, draft_reference
from dialogue.domain.editions import Level, fingerprint
from dialogue.domain.minutes import Means
from dialogue.domain.silence import Category, Formula, ObjectionKind, Route
from tests.domain.pairs import allowed
from tests.domain.pairs import table as pairs
from tests.factories import (
    AT,
    DAY,
    ENDS,
    HOUR,
    NO_PULSE,
    STARTS,
    decided_by_silence,
    draft_decision,
    draft_sheet,
    proposed,
    session,
    signed_off,
    table,
    topic,
    under_silence,
)

NOW = {"at": AT + HOUR}


@pytest.fixture
def sides():
    return table()


@pytest.fixture
def draft(sides):
    return draft_decision(sides)


def test_every_pair_of_states():
    assert allowed(FLOW, DraftState) == pairs(
        """
        drafting: signed off, given up
        signed off: drafting, under silence, given up
        under silence: drafting, adopted
        adopted: drafting
        """
    )


def test_a_draft_has_a_paper_s_reference_and_no_number(draft):
    assert (draft.reference, draft.key, draft.state) == ("DD/2027/1/01", "2027-1-01", DraftState.DRAFTING)
    assert draft.session.last_decision == 0
    assert draft_reference(2027, 2, 12) == "DD/2027/2/12"


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"title": " "}, "A decision needs a title and its text."),
        ({"text": ""}, "A decision needs a title and its text."),
        ({"level": Level.SECRETARIAT}, "A decision is for the delegations at least."),
        (
            {"category": Category.POLITICAL},
            "Political matters are not put under silence: they are decided in session, by consensus.",
        ),
        ({"category": Category.MINUTES}, "Minutes are put under silence as minutes, not as a single decision."),
    ],
)
def test_what_cannot_be_decided_so_is_refused_when_it_is_begun_and_when_it_is_revised(sides, draft, fields, sentence):
    with pytest.raises(Refused) as begun:
        draft_decision(sides, **fields)
    with pytest.raises(Refused) as revised:
        draft.revise(base=1, by=sides.ours, **fields, **NOW)

    assert str(begun.value) == str(revised.value) == sentence


def test_a_cancelled_session_takes_no_drafts(sides):
    one = session(sides)
    one.cancel("Weather", by=sides.ours, at=AT)

    with pytest.raises(Refused) as no:
        draft_decision(sides, one)

    assert str(no.value) == "This session has been cancelled: it takes no decisions."


def test_either_secretary_revises_it_on_the_version_that_it_saw(sides, draft):
    draft.revise(base=1, by=sides.theirs, title="Places", formula=Formula.NOTED, topic=topic("Risks"), **NOW)
    assert (draft.title, draft.formula.value, draft.topic.title) == ("Places", "noted", "Risks")
    assert (draft.edited_by, draft.edited_at) == (sides.theirs, AT + HOUR)

    with pytest.raises(Stale):
        draft.revise(base=7, by=sides.ours, title="Mine", **NOW)
    assert draft.title == "Places"


def test_both_sign_off_one_text_by_its_hash(sides, draft):
    sheet = draft_sheet(draft)

    assert not draft.sign_off(sheet, by=sides.ours, **NOW)
    assert (draft.state, draft.text_hash) == (DraftState.DRAFTING, "")
    assert draft.sign_off(sheet, by=sides.theirs, **NOW)
    assert (draft.state, draft.text_hash) == (DraftState.SIGNED_OFF, fingerprint(sheet))
    assert draft.agreed_sheet == sheet


def test_an_edit_leaves_the_sign_off_before_it_behind(sides, draft):
    draft.sign_off(draft_sheet(draft), by=sides.ours, **NOW)
    draft.revise(base=1, by=sides.theirs, text="Four places are offered.", **NOW)

    assert not draft.sign_off(draft_sheet(draft), by=sides.theirs, **NOW)
    assert draft.is_open_to_edits
    assert draft.sign_off(draft_sheet(draft), by=sides.ours, **NOW)


def test_one_side_signs_off_a_text_once(sides, draft):
    draft.sign_off(draft_sheet(draft), by=sides.ours, **NOW)

    with pytest.raises(Refused) as no:
        draft.sign_off(draft_sheet(draft), by=sides.ours, **NOW)

    assert str(no.value) == "Your side has signed off this text already."


def test_a_session_that_moves_changes_no_text(sides, draft):
    before = fingerprint(draft_sheet(draft))
    draft.session.reschedule(STARTS + DAY, ENDS + DAY, due=None, base=1, by=sides.ours, at=AT)

    assert fingerprint(draft_sheet(draft)) == before


def test_every_word_of_the_text_counts_for_the_hash(sides, draft):
    seen = {fingerprint(draft_sheet(draft))}
    for field in (
        {"title": "Other"},
        {"text": "Other"},
        {"formula": Formula.NOTED},
        {"level": Level.PUBLIC},
        {"topic": topic("Risks")},
        {"category": Category.PROCEDURAL},
        {"supersedes": decided_by_silence(sides).decision},
    ):
        draft.revise(base=1, by=sides.ours, **field, **NOW)
        seen.add(fingerprint(draft_sheet(draft)))

    assert len(seen) == 8


def test_a_signed_off_text_is_taken_back_to_drafting_before_it_changes(sides, draft):
    signed_off(sides, draft)
    with pytest.raises(Refused, match="take it back to drafting first"):
        draft.revise(base=1, by=sides.ours, title="Other", **NOW)

    draft.reopen(by=sides.ours, **NOW)

    assert (draft.state, draft.text_hash, draft.sign_offs) == (DraftState.DRAFTING, "", [])
    with pytest.raises(Refused, match="open to edits already"):
        draft.reopen(by=sides.ours, **NOW)


def test_a_reader_below_its_level_holds_the_reference_alone(sides, draft):
    withheld = draft_sheet(draft, Level.COHOST)
    draft.revise(base=1, by=sides.ours, level=Level.COHOST, **NOW)
    whole = draft_sheet(draft, Level.COHOST)

    assert (withheld.withheld, withheld.title, withheld.text, withheld.reference) == (True, "", "", "DD/2027/1/01")
    assert (whole.withheld, whole.title) == (False, "Places in courses")


# Silence


def test_only_a_text_that_both_signed_off_goes_under_silence(sides, draft):
    with pytest.raises(Refused) as no:
        draft.put_under_silence(proposed(sides), at=AT)

    assert str(no.value) == "Both secretaries have to sign off this text first."


def test_a_round_on_another_text_is_not_its_round(sides, draft):
    signed_off(sides, draft)

    with pytest.raises(Stale):
        draft.put_under_silence(proposed(sides, text_hash="b" * 64), at=AT)

    assert (draft.state, draft.circulation) == (DraftState.SIGNED_OFF, None)


def test_while_a_round_runs_the_text_does_not_change(sides):
    draft = under_silence(sides)
    for attempt in (
        lambda: draft.revise(base=1, by=sides.ours, title="Other", **NOW),
        lambda: draft.sign_off(draft_sheet(draft), by=sides.ours, **NOW),
        lambda: draft.reopen(by=sides.ours, **NOW),
        lambda: draft.give_up(by=sides.ours, **NOW),
    ):
        with pytest.raises(Refused) as no:
            attempt()
        assert str(no.value) == "This text is under silence. Withdraw the round first."


def test_kept_silence_makes_it_a_decision_as_of_the_expiry(sides, draft):
    risks = topic("Risks")
    draft.revise(base=1, by=sides.ours, topic=risks, level=Level.COHOST, **NOW)
    expiry = under_silence(sides, draft).circulation.expires_at

    made = draft.adopt(draft.circulation, expiry)

    assert (made.reference, made.title, made.text) == ("D/2027/1/01", draft.title, draft.text)
    assert (made.adopted_at, made.means, made.circulation) == (expiry, Means.SILENCE, draft.circulation)
    assert (made.topic, made.level, made.paragraph, made.item_number) == (risks, Level.COHOST, None, "")
    assert (draft.state, draft.state_at, draft.decision) == (DraftState.ADOPTED, expiry, made)
    with pytest.raises(Refused, match="it never changes"):
        draft.revise(base=1, by=sides.ours, title="Other", **NOW)


def test_another_round_adopts_nothing(sides):
    draft = under_silence(sides)
    with pytest.raises(Refused, match="not under that silence"):
        draft.adopt(proposed(sides, text_hash=draft.text_hash), AT)

    draft.circulation.text_hash = "b" * 64
    with pytest.raises(Refused, match="another text"):
        draft.adopt(draft.circulation, AT)
    assert draft.session.last_decision == 0


def test_a_round_that_ended_gives_the_text_back_and_both_sign_off_again(sides):
    draft = under_silence(sides)
    first = draft.circulation

    draft.return_(at=AT + DAY)

    assert (draft.state, draft.text_hash, draft.sign_offs, draft.circulation) == (DraftState.DRAFTING, "", [], first)
    with pytest.raises(Refused):
        draft.return_(at=AT + DAY)
    under_silence(sides, draft)
    assert draft.circulation is not first


def test_an_adoption_that_is_broken_after_all_voids_the_number_for_good(sides):
    draft = decided_by_silence(sides)
    void = draft.decision

    draft.return_(at=AT + 9 * DAY)

    assert (void.is_void, void.void_at, void.reference) == (True, AT + 9 * DAY, "D/2027/1/01")
    assert (draft.state, draft.decision) == (DraftState.DRAFTING, None)
    assert decided_by_silence(sides, draft).decision.reference == "D/2027/1/02"


def test_what_it_supersedes_gives_way_on_its_adoption_and_stands_again_if_it_is_void(sides):
    older = decided_by_silence(sides).decision
    draft = draft_decision(sides, older.session, number=2, supersedes=older)
    assert draft_sheet(draft).supersedes == "D/2027/1/01"

    newer = decided_by_silence(sides, draft).decision
    assert (older.superseded_by, older.superseded_at, older.stands) == (newer, newer.adopted_at, False)

    draft.return_(at=AT + 9 * DAY)
    assert (older.superseded_by, older.superseded_at, older.stands) == (None, None, True)


def test_what_does_not_stand_is_not_superseded(sides):
    first = decided_by_silence(sides)
    first.return_(at=AT + 9 * DAY)
    draft = draft_decision(sides)
    assert first.decision is None

    older = decided_by_silence(sides).decision
    older.void(at=AT)
    with pytest.raises(Refused) as no:
        draft.revise(base=1, by=sides.ours, supersedes=older, **NOW)

    assert str(no.value) == "D/2027/1/01 does not stand: nothing supersedes it."


def test_a_draft_that_is_given_up_stays_as_it_is(sides, draft):
    draft.give_up(by=sides.ours, **NOW)

    assert (draft.state, draft.is_alive) == (DraftState.GIVEN_UP, False)
    for attempt in (
        lambda: draft.revise(base=1, by=sides.ours, title="Other", **NOW),
        lambda: draft.sign_off(draft_sheet(draft), by=sides.ours, **NOW),
    ):
        with pytest.raises(Refused, match="has been given up"):
            attempt()


def test_an_adoption_is_in_question_while_its_round_is(sides):
    draft = decided_by_silence(sides)
    decision, round_ = draft.decision, draft.circulation
    assert (decision.in_question, decision.stands, decision.marks) == (False, True, ())

    late_news = round_.expires_at + 2 * DAY
    round_.object_(
        ObjectionKind.OBJECTION,
        "No.",
        entitled=True,
        pulse=NO_PULSE,
        by=sides.chair_kosovo,
        at=late_news,
        received_at=round_.expires_at - HOUR,
        route=Route.TELEPHONE,
        recorded_by=sides.theirs,
    )
    round_.record(late_news, NO_PULSE)

    assert (decision.in_question, decision.stands, decision.is_void) == (True, False, False)
    assert decision.marks == ("adoption in question",)
