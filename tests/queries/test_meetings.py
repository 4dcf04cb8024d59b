"""Meetings as their reader may see them: in the list, in a calendar, and under what they stand."""

import datetime as dt
from dataclasses import replace

import icalendar
import pytest
import vobject
from sqlalchemy import select

from dialogue import access
from dialogue.actions import tracks as lists
from dialogue.domain import meetings, tracks
from dialogue.domain.agenda import Agenda
from dialogue.domain.editions import Audience, Level
from dialogue.domain.meetings import Format, Meeting, MeetingKind, Plan, Under
from dialogue.domain.people import Person
from dialogue.domain.subscriptions import Scope, Subscription
from dialogue.domain.tracks import TRACKS
from dialogue.queries import meetings as shown
from dialogue.queries import search, sheets
from dialogue.queries.feeds import feed
from dialogue.queries.search import SearchFilter
from dialogue.rendering.icalendar import render
from tests import planted, walk
from tests.cast import enter
from tests.factories import AT, DAY, HOUR, STARTS

COMPARTMENT = Under(track=TRACKS["military-to-military"])


@pytest.fixture
def cast(db):
    return enter(db)


def planned(db, cast, *names, under=None, **more):
    starts = STARTS + 30 * DAY
    plan = Plan(
        kind=MeetingKind.EXPERTS, title="Secret of the experts", starts=starts, ends=starts + HOUR,
        format=Format.IN_PERSON, place=cast.brussels, venue="Hall",
    )  # fmt: skip
    people = [getattr(cast, name) for name in names]
    under = under or Under(track=TRACKS["exercises"])
    made = meetings.plan(under, replace(plan, **more), people, 1, by=cast.secretary_brussels, at=AT)
    db.add(made)
    db.commit()
    return made


def held(person, scope=Scope.ALL, at=AT, **more):
    wanted = Subscription(person=person, name="Mine", scope=scope, token_sha256="", made_at=at, **more)
    return feed(access.standing(person, at), wanted, address=lambda path: f"https://x.example{path}")


@pytest.mark.parametrize("scope", [Scope.ALL, Scope.MINE])
def test_an_entry_stands_in_the_calendars_of_those_who_take_part_and_in_no_other(db, cast, scope):
    made = planned(db, cast, "delegate_nato", "chair_kosovo")

    (entry,) = held(cast.delegate_nato, scope)

    assert (entry.title, entry.place, entry.venue) == ("Expert meeting IM/2027/1", "Brussels", "Hall")
    assert (entry.uid, entry.revision, entry.changed_at) == (made.uid, 0, AT)
    assert entry.url == "https://x.example/meetings/im-2027-1"
    assert [held(one, scope) for one in (cast.secretary_brussels, cast.delegate_kosovo, cast.outsider)] == [[]] * 3


def test_neither_a_topic_nor_deadlines_hold_it(db, cast):
    planned(db, cast, "secretary_brussels")

    assert held(cast.secretary_brussels, Scope.DEADLINES) == []
    assert held(cast.secretary_brussels, Scope.TOPIC) == []


def events(entries):
    """As two programs read the bytes."""
    content = render(entries, name="Mine")
    ours = {str(one["UID"]): one for one in icalendar.Calendar.from_ical(content).walk("VEVENT")}
    theirs = {one.uid.value: one for one in vobject.readOne(content.decode()).vevent_list}
    assert ours.keys() == theirs.keys()
    return ours, theirs


def test_two_programs_read_it_its_changes_and_its_cancellation(db, cast):
    made, by = planned(db, cast, "delegate_nato"), cast.secretary_brussels

    def read():
        ours, theirs = events(held(cast.delegate_nato, at=AT + 9 * DAY))
        one, other = ours[made.uid], theirs[made.uid]
        assert str(one["STATUS"]) == other.status.value
        assert int(one["SEQUENCE"]) == int(other.sequence.value)
        assert one["DTSTART"].dt.astimezone(dt.UTC) == other.dtstart.value.astimezone(dt.UTC)
        return str(one["STATUS"]), int(one["SEQUENCE"]), one["DTSTAMP"].dt, one["DTSTART"].dt.astimezone(dt.UTC)

    assert read() == ("CONFIRMED", 0, AT, made.starts_at)
    later = replace(made.plan, starts=made.starts + HOUR, ends=made.ends + HOUR)
    made.revise(later, made.people, base=made.version, by=by, at=AT + DAY)
    db.commit()
    assert read() == ("CONFIRMED", 1, AT + DAY, made.starts_at)
    made.cancel("No quorum.", base=made.version, by=by, at=AT + 2 * DAY)
    db.commit()
    assert read() == ("CANCELLED", 2, AT + 2 * DAY, made.starts_at)


def test_whoever_is_taken_off_finds_it_gone_and_named_again_the_same_entry_with_a_higher_sequence(db, cast):
    made, by, both = planned(db, cast, "delegate_nato", "chair_kosovo"), cast.secretary_brussels, None
    both = made.people
    made.revise(made.plan, [cast.chair_kosovo], base=made.version, by=by, at=AT + DAY)
    db.commit()
    assert held(cast.delegate_nato) == []
    assert [one.revision for one in held(cast.chair_kosovo)] == [0]

    made.revise(made.plan, both, base=made.version, by=by, at=AT + 2 * DAY)
    db.commit()

    (entry,) = held(cast.delegate_nato)
    assert (entry.uid, entry.revision, entry.changed_at) == (made.uid, 2, AT + 2 * DAY)


def test_whoever_has_left_its_party_or_whose_account_is_closed_finds_it_gone(db, cast):
    planned(db, cast, "delegate_nato", "chair_kosovo")
    cast.delegate_nato.organisation = cast.kosovo
    cast.chair_kosovo.active = False
    db.commit()

    assert [held(one) for one in (cast.delegate_nato, cast.chair_kosovo)] == [[], []]


def test_a_discreet_calendar_says_when_and_nothing_else(db, cast):
    planned(db, cast, "delegate_nato")

    (entry,) = held(cast.delegate_nato, is_discreet=True)

    assert (entry.title, entry.place, entry.venue, entry.url, entry.description) == ("Meeting", "", "", "", "")


def listed(person):
    found = shown.listed(access.standing(person, AT))
    return [one.reference for one in (*found.coming, *found.over)]


def test_one_in_a_compartment_is_there_for_its_list_alone_and_says_when_in_a_calendar(db, cast):
    for who in (cast.delegate_nato, cast.focal_kosovo):
        lists.admit(COMPARTMENT.track, who, by=None, at=AT)
    planned(db, cast, "delegate_nato", under=COMPARTMENT)

    assert [listed(one) for one in (cast.delegate_nato, cast.focal_kosovo)] == [["MM-IM/2027/1"]] * 2
    assert [listed(one) for one in (cast.secretary_brussels, cast.secretary_prishtina)] == [[], []]
    (entry,) = held(cast.delegate_nato)
    assert (entry.title, entry.place, entry.url) == ("Meeting", "", "")


def test_whoever_leaves_the_list_loses_the_meeting_and_its_entry(db, cast):
    member = lists.admit(COMPARTMENT.track, cast.delegate_nato, by=None, at=AT)
    planned(db, cast, "delegate_nato", under=COMPARTMENT)
    member.end(by=cast.delegate_nato, at=AT)
    db.commit()

    assert (listed(cast.delegate_nato), held(cast.delegate_nato)) == ([], [])


def test_a_list_costs_the_same_whatever_its_length(db, cast):
    session = walk.plan(db, cast)
    db.commit()
    found = shown.of_session(access.standing(cast.secretary_brussels, AT), session)
    assert found == []
    planned(db, cast, "delegate_nato", under=Under(session=session))

    (one,) = shown.of_session(access.standing(cast.secretary_brussels, AT), session)

    assert one.reference == "IM/2027/1"
    assert shown.of_session(access.standing(cast.outsider, AT), session) == ()


def finds(person, words):
    return [hit.reference for group in search.find(access.standing(person, AT), SearchFilter(words=words))
            for hit in group.hits]  # fmt: skip


def test_search_finds_a_meeting_for_its_readers_and_its_conclusions_once_both_sides_have_agreed(db, cast):
    made = planned(db, cast, "delegate_nato")
    readers, others = (
        (cast.delegate_nato, cast.secretary_prishtina),
        (cast.outsider, cast.cohost_university, cast.admin),
    )
    assert [finds(one, "experts") for one in readers] == [[made.reference]] * 2
    assert [finds(one, "experts") for one in others] == [[]] * 3

    made.hold(by=cast.secretary_brussels, at=made.ends_at)
    made.conclude("Ten floating bridges.", base=made.version, by=cast.secretary_brussels, at=AT)
    db.commit()
    assert finds(cast.delegate_nato, "bridges") == []
    made.agree(base=made.version, by=cast.secretary_prishtina, at=AT)
    db.commit()

    assert finds(cast.delegate_nato, "bridges") == [made.reference]


def test_search_finds_one_in_a_compartment_for_its_list_alone(db, cast):
    lists.admit(COMPARTMENT.track, cast.delegate_nato, by=None, at=AT)
    planned(db, cast, "delegate_nato", under=COMPARTMENT)

    assert finds(cast.delegate_nato, "experts") == ["MM-IM/2027/1"]
    assert finds(cast.secretary_brussels, "experts") == []


def test_it_may_stand_under_what_the_person_keeps(db, cast):
    session = walk.plan(db, cast)
    lists.admit(COMPARTMENT.track, cast.delegate_nato, by=None, at=AT)
    words = {"title": "E", "text": "", "next_step": "", "level": Level.DELEGATIONS, "owner": cast.nato, "values": {}}
    db.add(tracks.begin(TRACKS["parliamentary-assembly"], 1, by=cast.secretary_brussels, at=AT, **words))
    db.commit()

    def keeps(person):
        return [under.id for under, _ in shown.places_for(access.standing(person, AT))]

    assert {f"session-{session.ref}", "track-exercises", "entry-parliamentary-assembly-1"} <= set(
        keeps(cast.secretary_brussels)
    )
    assert f"track-{COMPARTMENT.track.slug}" not in keeps(cast.secretary_brussels)
    assert keeps(cast.delegate_nato) == [f"track-{COMPARTMENT.track.slug}"]
    assert set(shown.people_for(access.standing(cast.delegate_nato, AT))) == {cast.delegate_nato}
    offered = set(shown.people_for(access.standing(cast.secretary_brussels, AT)))
    assert offered == {one for one in db.scalars(select(Person)) if one.organisation is cast.nato} | {
        cast.secretary_prishtina
    }

    walk.seat(db, cast, session, cast.delegate_kosovo)
    db.commit()

    assert set(shown.people_for(access.standing(cast.secretary_brussels, AT))) == offered | {cast.delegate_kosovo}


def test_what_was_held_since_the_last_session_is_told_in_words(db, database):
    planted.planted(database)
    (group,) = db.scalars(select(Meeting).where(Meeting.agreed_at.is_not(None)))

    (told,) = shown.held_before(planted.session(2027, 1))

    assert told.startswith(f"Working group {group.reference} (")
    assert "ten places" in told
    assert shown.held_before(planted.session(2026, 2)) == []


def test_the_annotated_agenda_tells_it_under_the_review_to_the_delegations_alone(db, database):
    planted.planted(database)
    next_one = planted.session(2027, 1)
    agenda = db.scalars(select(Agenda).where(Agenda.session_id == next_one.id)).one()

    whole = sheets.annotated(agenda.circulated.sheet, agenda, Audience(Level.DELEGATIONS))

    told = [line.history.meetings for line in whole.items if line.history and line.history.meetings]
    assert told == [tuple(shown.held_before(next_one))] != [()]
    lower = sheets.annotated(agenda.circulated.sheet_of(Level.COHOST), agenda, Audience(Level.COHOST))
    assert not any(line.history and line.history.meetings for line in lower.items)
