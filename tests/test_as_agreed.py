"""What silence was kept on is what counts as approved, whatever names the rows have by then; and who has changed sides
takes no voice along."""

import pytest

from dialogue.actions import rounds, texts
from dialogue.domain import delegations
from dialogue.domain.base import Refused
from dialogue.domain.delegations import ParticipantState
from dialogue.domain.editions import Level, MinutesSheet, fingerprint, restore
from dialogue.domain.minutes import MinutesState
from dialogue.domain.silence import CirculationState, ObjectionKind, Part, Weight
from tests.actions.conftest import cast
from tests.actions.test_rounds import after, minutes, round_
from tests.factories import DAY

__all__ = ["cast", "minutes", "round_"]


def renamed(db, party):
    party.long_name = f"{party.long_name} as it is called now"
    db.flush()


def unseated(db, round_):
    """An adviser's seat is gone, by whatever way: nobody withdraws one after the session."""
    seats = db.scalars(delegations.accredited_in(round_.session_id))
    seat = next(one for one in seats if not one.is_entitled)
    seat.state = ParticipantState.WITHDRAWN
    db.flush()
    return seat.name


def test_a_name_that_changed_while_silence_ran_keeps_no_adoption_from_being_written(db, cast, round_, minutes):
    gone = unseated(db, round_)
    renamed(db, cast.kosovo)

    rounds.settle(round_, at=after(db, round_))

    assert (round_.state, minutes.state) == (CirculationState.ADOPTED, MinutesState.APPROVED)
    sheet = minutes.kept_edition(Level.DELEGATIONS).sheet
    assert fingerprint(sheet) == round_.text_hash == fingerprint(restore(MinutesSheet, round_.text_kept))
    assert gone in {seat.name for one in sheet.participants for seat in one.seats}
    assert any(line.reference for item in sheet.items for line in item.paragraphs)
    public = minutes.kept_edition(Level.PUBLIC).sheet
    assert {seat.role for one in public.participants for seat in one.seats} == {"head of delegation"}
    assert not any(one.name.endswith("as it is called now") for one in public.participants)


def test_a_text_that_is_not_the_one_that_was_signed_off_is_not_put_under_silence(db, cast, minutes):
    renamed(db, cast.nato)

    with pytest.raises(Refused, match="has changed since the secretaries signed off this text"):
        texts.find("minutes", minutes.session.ref)


def moved(db, person, organisation):
    person.organisation = organisation
    db.flush()


def test_who_has_left_for_the_other_side_is_told_nothing_as_its_voice(db, cast, round_):
    assert cast.chair_nato in [r.person for r in rounds.addressees(round_.session_id)]

    moved(db, cast.chair_nato, cast.kosovo)

    told = rounds.addressees(round_.session_id)
    assert cast.chair_nato not in [r.person for r in told]
    assert [r.person for r in told if r.part is Part.CO_CHAIR] == [cast.chair_kosovo]


def test_an_objection_of_who_has_changed_sides_waits_for_the_co_chair_of_the_new_one(db, cast, round_):
    moved(db, cast.chair_nato, cast.kosovo)
    at = round_.issue.issued_at + DAY

    one = rounds.object_to(round_, ObjectionKind.OBJECTION, "", entitled=False, by=cast.chair_nato, at=at)

    assert rounds.weight_of(round_, one, at) is Weight.UNCONFIRMED
    assert round_.state is CirculationState.HELD
