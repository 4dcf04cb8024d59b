"""Follow-ups of a compartment: the moves of every other one, numbers of their own, and no session in them."""

import datetime as dt

import pytest

from dialogue.domain import followups
from dialogue.domain.base import Refused, Stale
from dialogue.domain.followups import FollowUpState, TrackFollowUp
from dialogue.domain.tracks import TRACKS
from tests.factories import AT, HOUR, known, person
from tests.factories import table as two_sides

TRACK = TRACKS["military-to-military"]
DUE = dt.date(2027, 9, 1)


@pytest.fixture
def sides():
    return two_sides()


def opened(sides, track=TRACK, **more):
    given = {"text": "Send the names.", "office": "", "due_on": DUE, "entry": None} | more
    return known(followups.open_on_list(track, 7, by=person(of=sides.kosovo), at=AT, **given))


def test_it_has_a_number_of_its_track_and_is_open(sides):
    made = opened(sides)

    assert (made.reference, made.state, made.is_live) == ("MM/OC/07", FollowUpState.OPEN, True)
    assert made.owner is sides.kosovo, "of the writer's own side: nobody binds the other one"
    assert [fact.verb for fact in made.facts()] == ["open"]


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        (
            {"track": TRACKS["exercises"]},
            "This track is open to both delegations; it keeps no papers and no follow-ups apart.",
        ),
        ({"text": " "}, "Please say what is to be done."),
        ({"due_on": dt.date(2020, 1, 1)}, "This day is over."),
    ],
)
def test_it_is_not_opened(more, sentence, sides):
    with pytest.raises(Refused) as no:
        opened(sides, **more)

    assert str(no.value) == sentence


def test_it_is_claimed_with_evidence_verified_by_the_other_side_and_closed(sides):
    made, owner, other = opened(sides), person(of=sides.kosovo), person(of=sides.nato)

    def become(state, by, evidence=""):
        made.report(state, "Told.", evidence=evidence, base=made.version, by=by, at=AT + HOUR)

    become(FollowUpState.CLAIMED_DONE, owner, "Letter")
    with pytest.raises(Refused) as no:
        become(FollowUpState.VERIFIED, owner)
    become(FollowUpState.VERIFIED, other)
    become(FollowUpState.CLOSED, other)

    assert str(no.value) == "What one side has done is verified by the other side."
    assert [(one.was, one.became) for one in made.updates] == [
        ("open", "claimed done"),
        ("claimed done", "verified"),
        ("verified", "closed"),
    ]
    assert made.ended_at == AT + HOUR


def test_a_new_date_needs_its_reason_and_stands_in_the_history(sides):
    made, by = opened(sides), person(of=sides.nato)
    later = {"office": "Staff", "due_on": DUE + dt.timedelta(days=7), "base": made.version, "by": by, "at": AT}
    with pytest.raises(Refused) as no:
        made.assign(reason="", **later)

    made.assign(reason="The hall is closed.", **later)

    assert str(no.value) == "Please say why the date changes."
    assert [(one.due_was, one.due_on) for one in made.updates] == [(DUE, DUE + dt.timedelta(days=7))]


def test_a_second_editor_is_told(sides):
    made = opened(sides)

    with pytest.raises(Stale):
        made.note("Told.", base=made.version + 1, by=person(of=sides.nato), at=AT)


def test_it_is_dropped_by_both_sides(sides):
    made = opened(sides)

    first = made.drop("Not needed.", base=made.version, by=person(of=sides.nato), at=AT)
    second = made.drop("Agreed.", base=made.version, by=person(of=sides.kosovo), at=AT)

    assert (first, second, made.state) == (False, True, FollowUpState.DROPPED)


def test_no_column_of_it_names_a_session():
    assert [one.name for one in TrackFollowUp.__table__.columns if "session" in one.name] == []
