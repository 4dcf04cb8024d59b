"""A meeting between the sessions: its plan, who takes part, its end, and what both sides conclude."""

import datetime as dt
from dataclasses import replace

import pytest

from dialogue.domain import followups, meetings
from dialogue.domain.base import Refused, Stale
from dialogue.domain.followups import open_apart_from_meeting, open_from_meeting
from dialogue.domain.meetings import FLOW, Format, MeetingKind, MeetingState, Plan, Under
from dialogue.domain.sessions import Concern
from dialogue.domain.tracks import TRACKS
from tests import factories
from tests.domain.pairs import allowed, table
from tests.factories import AT, DAY, HOUR, STARTS, known

OPEN, INSULATED = Under(track=TRACKS["exercises"]), Under(track=TRACKS["military-to-military"])


@pytest.fixture
def sides():
    return factories.table()


def plan_of(sides, **more):
    starts = STARTS + 30 * DAY
    given = {"kind": MeetingKind.EXPERTS, "title": "Experts", "starts": starts, "ends": starts + 3 * HOUR}
    return Plan(**given | {"format": Format.IN_PERSON, "place": sides.brussels, "venue": "Hall"} | more)


def planned(sides, under=OPEN, people=None, **more):
    people = people or [sides.chair_nato, sides.chair_kosovo]
    made = known(meetings.plan(under, plan_of(sides, **more), people, 3, by=sides.ours, at=AT))
    for seat in made.seats:
        seat.person_id, seat.party_id = seat.person.id, seat.party.id
    return made


def held(sides, **more):
    made = planned(sides, **more)
    made.hold(by=sides.ours, at=made.ends_at)
    return made


def test_a_meeting_has_a_number_of_its_year_and_its_times_are_instants(sides):
    made = planned(sides)

    assert (made.reference, made.slug) == ("IM/2027/3", "im-2027-3")
    assert made.starts_at == dt.datetime(2027, 7, 8, 7, 30, tzinfo=dt.UTC)
    assert (made.starts, made.ends) == (STARTS + 30 * DAY, STARTS + 30 * DAY + 3 * HOUR)
    assert made.people == [sides.chair_nato, sides.chair_kosovo]


def test_one_in_a_compartment_is_numbered_in_a_series_of_its_own(sides):
    made = planned(sides, INSULATED)

    assert (made.reference, made.slug, made.is_insulated) == ("MM-IM/2027/3", "mm-im-2027-3", True)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"title": " "}, "title"),
        ({"ends": STARTS + 30 * DAY}, "ends after"),
        ({"ends": STARTS + 36 * DAY}, "five days"),
        ({"place": None}, "choose the city"),
    ],
)
def test_what_cannot_be_planned_is_refused(sides, wrong, sentence):
    with pytest.raises(Refused, match=sentence):
        planned(sides, **wrong)


def test_from_afar_it_needs_no_city_and_in_a_compartment_it_answers_no_decision(sides):
    assert planned(sides, format=Format.REMOTE, place=None).place is None
    with pytest.raises(Refused, match="answers no decision"):
        planned(sides, INSULATED, decision=object())


def test_nobody_but_people_of_the_two_parties_takes_part(sides):
    with pytest.raises(Refused, match="people of the two Parties"):
        planned(sides, people=[sides.chair_nato, factories.person()])
    with pytest.raises(Refused, match="who takes part"):
        meetings.plan(OPEN, plan_of(sides), [], 3, by=sides.ours, at=AT)


def test_the_sequence_rises_with_what_a_calendar_shows_and_with_nothing_else(sides):
    made = planned(sides)
    base, people = 1, made.people

    made.revise(replace(made.plan, title="Other words", link="https://x.example"), people, base=base, by=sides.ours,
                at=AT + DAY)  # fmt: skip
    assert (made.revision, made.changed_at) == (0, AT)
    later = replace(made.plan, starts=made.starts + HOUR, ends=made.ends + HOUR)
    found = made.revise(later, people, base=base, by=sides.ours, at=AT + 2 * DAY)

    assert (made.revision, made.changed_at, found.moved) == (1, AT + 2 * DAY, True)


def test_whoever_is_taken_off_and_named_again_has_the_same_seat_and_a_later_entry(sides):
    made = planned(sides)
    both, one = made.people, [sides.chair_nato]

    gone = made.revise(made.plan, one, base=1, by=sides.ours, at=AT + DAY)
    assert (gone.gone, made.people) == ([sides.chair_kosovo], one)
    back = made.revise(made.plan, both, base=1, by=sides.ours, at=AT + 2 * DAY)

    assert (back.named, back.moved, made.revision) == ([sides.chair_kosovo], False, 0)
    assert [(seat.changes, seat.named_at) for seat in made.seats] == [(0, AT), (2, AT + 2 * DAY)]


def test_a_second_editor_is_told(sides):
    made = planned(sides)

    with pytest.raises(Stale):
        made.revise(made.plan, made.people, base=0, by=sides.ours, at=AT)
    with pytest.raises(Stale):
        made.cancel("Why.", base=0, by=sides.ours, at=AT)


def test_its_flow():
    assert allowed(FLOW, MeetingState) == table("planned: held, cancelled")


def test_it_was_held_once_it_has_begun_and_is_cancelled_with_a_reason(sides):
    made = planned(sides)
    with pytest.raises(Refused, match="once it has begun"):
        made.hold(by=sides.ours, at=made.starts_at - HOUR)
    with pytest.raises(Refused, match="say why"):
        made.cancel(" ", base=1, by=sides.ours, at=AT)

    made.cancel("No quorum.", base=1, by=sides.ours, at=AT + DAY)

    assert (made.state, made.state_reason, made.revision) == (MeetingState.CANCELLED, "No quorum.", 1)
    with pytest.raises(Refused, match="planned any more"):
        made.revise(made.plan, made.people, base=1, by=sides.ours, at=AT)


def test_conclusions_take_the_word_of_both_sides_and_change_no_more(sides):
    made = held(sides)
    made.conclude("Ten places.", base=1, by=sides.ours, at=AT)
    with pytest.raises(Refused, match="agreed to these conclusions already"):
        made.agree(base=1, by=sides.ours, at=AT)
    assert not made.is_agreed

    assert made.agree(base=1, by=sides.theirs, at=AT + DAY)

    assert made.agreed_at == AT + DAY
    with pytest.raises(Refused, match="nothing of them changes"):
        made.conclude("Eleven.", base=1, by=sides.ours, at=AT + 2 * DAY)


def test_other_words_end_what_the_other_side_has_said(sides):
    made = held(sides)
    made.conclude("Ten places.", base=1, by=sides.theirs, at=AT)
    made.conclude("Eleven places.", base=1, by=sides.ours, at=AT + HOUR)

    assert made.said_by == [sides.nato]
    assert made.agree(base=1, by=sides.theirs, at=AT + DAY)


def test_before_it_was_held_nothing_is_concluded(sides):
    made = planned(sides)

    with pytest.raises(Refused, match="after the meeting was held"):
        made.conclude("Words.", base=1, by=sides.ours, at=AT)


def add(made, sides, **more):
    given = {"text": "Send the list.", "owner": sides.kosovo, "office": "MoD", "due_on": made.ends.date() + 30 * DAY}
    return made.add(*(given | more).values(), base=1, by=sides.ours, at=AT)


def test_what_is_to_be_done_becomes_a_follow_up_of_the_session_with_the_meeting_as_its_origin(sides):
    session = factories.session(sides)
    made = held(sides, under=Under(session=session))
    with pytest.raises(Refused, match="conclusions first"):
        add(made, sides)
    made.conclude("Ten places.", base=1, by=sides.ours, at=AT)
    add(made, sides)
    with pytest.raises(Refused, match="both sides have agreed"):
        open_from_meeting(made, session, at=AT)
    made.agree(base=1, by=sides.theirs, at=AT)

    (one,) = open_from_meeting(made, session, at=AT)

    assert (one.reference, one.meeting, one.owner, one.state) == (
        "OC/2027/1/01", made, sides.kosovo, followups.FollowUpState.OPEN,
    )  # fmt: skip
    assert made.actions[0].reference == one.reference
    assert open_from_meeting(made, session, at=AT) == []


def test_of_a_compartment_it_comes_into_the_register_of_its_track_and_never_into_the_joint_one(sides):
    made = held(sides, under=INSULATED)
    made.conclude("Ten places.", base=1, by=sides.ours, at=AT)

    add(made, sides)
    made.agree(base=1, by=sides.theirs, at=AT)

    with pytest.raises(Refused, match="Nothing of this track comes into the joint register"):
        open_from_meeting(made, factories.session(sides), at=AT)
    (one,) = open_apart_from_meeting(made, 4, by=sides.theirs, at=AT)

    assert (one.reference, one.meeting, one.owner, one.state) == (
        "MM/OC/05", made, sides.kosovo, followups.FollowUpState.OPEN,
    )  # fmt: skip
    assert (one.origin, made.actions[0].reference) == ("MM-IM/2027/3", "MM/OC/05")
    assert open_apart_from_meeting(made, 5, by=sides.theirs, at=AT) == []


def test_what_follows_from_a_meeting_is_open_in_the_register_of_its_track_with_both_words_alone(sides):
    apart, joint = held(sides, under=INSULATED), held(sides)
    for made in (apart, joint):
        made.conclude("Ten places.", base=1, by=sides.ours, at=AT)
        add(made, sides)
    with pytest.raises(Refused, match="both sides have agreed"):
        open_apart_from_meeting(apart, 0, by=sides.ours, at=AT)
    joint.agree(base=1, by=sides.theirs, at=AT)

    with pytest.raises(Refused, match="into the joint register"):
        open_apart_from_meeting(joint, 0, by=sides.ours, at=AT)


def test_a_date_is_warned_of_where_it_has_passed_is_a_day_off_or_that_of_a_session(sides):
    session = factories.session(sides)
    there = plan_of(sides, starts=session.starts, ends=session.ends)
    sunday = dt.datetime(2027, 7, 11, 10)

    def concerns(made, at=AT):
        return [one.concern for one in meetings.cautions(made, [session], sides.parties, at)]

    assert concerns(plan_of(sides)) == []
    assert concerns(there) == [Concern.OVERLAP]
    assert concerns(plan_of(sides), STARTS.replace(tzinfo=dt.UTC) + 60 * DAY) == [Concern.PAST]
    assert set(concerns(plan_of(sides, starts=sunday, ends=sunday + HOUR))) == {Concern.DAY_OFF}
