"""Signing: the Chair and both Secretaries, here or on paper, each once; with all three the minutes are signed."""

import datetime as dt

import pytest

from dialogue.domain import minutes as register
from dialogue.domain.base import Refused, Stale
from dialogue.domain.editions import Level
from dialogue.domain.minutes import Minutes, MinutesState, Signatory
from tests.factories import AT, DAY, approved, final_draft, joint_draft, minutes, organisation, table

LATER = {"at": AT + 65 * DAY}
ON = (AT + 64 * DAY).date()
CHAIR, SECRETARY = Signatory


@pytest.fixture
def sides():
    return table()


@pytest.fixture
def done(sides):
    return approved(sides)


def refused(attempt):
    with pytest.raises(Refused) as no:
        attempt()
    return str(no.value)


def sign(one, by, signatory=SECRETARY):
    return register.sign(one, signatory, one.text_hash, by=by, **LATER)


def presiding(one, sides):
    return sides.chair_nato if one.session.presiding is sides.nato else sides.chair_kosovo


def test_the_minutes_are_signed_when_the_chair_and_both_secretaries_have_signed(sides, done):
    assert [sign(done, sides.ours), sign(done, presiding(done, sides), CHAIR)] == [False, False]
    assert done.state is MinutesState.APPROVED

    assert sign(done, sides.theirs)

    assert (done.state, done.signatures_given, done.is_approved) == (MinutesState.SIGNED, 3, True)
    assert done.stages[-2:] == ("signed", "released")
    assert {(s.signatory, s.party, s.name, s.text_hash) for s in done.signatures} == {
        (CHAIR, done.session.presiding, presiding(done, sides).name, done.text_hash),
        (SECRETARY, sides.nato, sides.ours.name, done.text_hash),
        (SECRETARY, sides.kosovo, sides.theirs.name, done.text_hash),
    }


def test_who_signs_has_read_this_text(sides, done):
    with pytest.raises(Stale):
        register.sign(done, SECRETARY, "0" * 64, by=sides.ours, **LATER)

    assert done.signatures == []


def test_each_place_is_signed_once(sides, done):
    sign(done, sides.ours)

    assert refused(lambda: sign(done, sides.ours)) == "This signature has been given already."
    on_paper = (done, SECRETARY, sides.nato, "Bea Bosmans", ON)
    assert refused(lambda: register.record(*on_paper, by=sides.theirs, **LATER)) == (
        "This signature has been given already."
    )


def test_the_co_chair_who_presided_signs_as_the_chair_and_the_other_does_not(sides, done):
    other = sides.chair_kosovo if presiding(done, sides) is sides.chair_nato else sides.chair_nato

    assert refused(lambda: sign(done, other, CHAIR)) == "The co-chair who presided signs as the Chair."


def test_a_secretary_records_what_was_signed_on_paper(sides, done):
    register.record(done, CHAIR, done.session.presiding, "Somebody Else", ON, by=sides.ours, **LATER)
    register.record(done, SECRETARY, sides.nato, "Bea Bosmans", ON, by=sides.ours, **LATER)

    assert register.record(done, SECRETARY, sides.kosovo, "Petrit Hoxha", ON, by=sides.ours, **LATER)

    assert {(s.on_paper, s.signed_on, s.recorded_by) for s in done.signatures} == {(True, ON, sides.ours)}
    assert done.state is MinutesState.SIGNED


@pytest.mark.parametrize(
    ("name", "on", "sentence"),
    [
        (" ", ON, "Please say who signed."),
        ("Bea", AT.date(), "Minutes are signed after their approval."),
        ("Bea", (LATER["at"] + DAY).date(), "This day is still to come."),
    ],
)
def test_a_record_of_paper_says_who_and_on_which_day_after_the_approval(sides, done, name, on, sentence):
    said = refused(lambda: register.record(done, SECRETARY, sides.nato, name, on, by=sides.ours, **LATER))

    assert said == sentence


def test_only_a_party_signs(sides, done):
    said = refused(lambda: register.record(done, SECRETARY, organisation(), "Una", ON, by=sides.ours, **LATER))

    assert said == "Only a Party signs."


@pytest.mark.parametrize("made", [minutes, joint_draft, final_draft])
def test_what_is_not_approved_is_not_signed_and_has_no_scan(sides, made):
    one = made(sides)

    assert refused(lambda: sign(one, sides.ours)) == "Minutes are signed after their approval."
    assert refused(lambda: register.attach(one, b"%PDF-", by=sides.ours, **LATER)) == (
        "Minutes are signed after their approval."
    )


def test_what_was_signed_before_an_adoption_came_to_nothing_does_not_count_for_the_next_text(sides, done):
    sign(done, sides.ours)
    done.text_hash = "f" * 64

    assert [place.signature for place in register.block(done, sides.parties)] == [None] * 3
    assert not sign(done, sides.ours)
    assert not sign(done, sides.theirs)
    assert sign(done, presiding(done, sides), CHAIR)


class InQuestion(Minutes):
    """Minutes of which an objection in time became known after their adoption."""

    __abstract__ = True  # no noun of its own
    in_question = True


def test_what_is_in_question_is_neither_signed_nor_released(sides, done):
    done.__class__ = InQuestion
    said = "The adoption of this text is in question. Please settle that first."

    assert refused(lambda: sign(done, sides.ours)) == said
    assert refused(lambda: register.attach(done, b"%PDF-", by=sides.ours, **LATER)) == said
    assert refused(lambda: done.release(Level.PUBLIC, by=sides.ours, **LATER)) == said


def test_scans_stand_beside_each_other(sides, done):
    for content in (b"%PDF-1", b"%PDF-2"):
        register.attach(done, content, by=sides.ours, **LATER)

    assert [(s.number, s.content) for s in done.scans] == [(1, b"%PDF-1"), (2, b"%PDF-2")]
    with pytest.raises(Refused):
        register.attach(done, b"GIF89a", by=sides.ours, **LATER)


def test_the_block_has_a_place_for_each_who_signs_in_their_order(sides, done):
    sign(done, sides.theirs)

    block = register.block(done, sides.parties)

    assert [(p.signatory, p.party, p.signature is not None) for p in block] == [
        (CHAIR, done.session.presiding, False),
        (SECRETARY, sides.nato, False),
        (SECRETARY, sides.kosovo, True),
    ]
    assert [p.name_for(Level.DELEGATIONS) for p in block] == ["", "", sides.theirs.name]
    assert [p.name_for(Level.COHOST) for p in block] == ["", "", ""]
    assert dt.date(2027, 7, 5) == done.signatures[0].signed_on
