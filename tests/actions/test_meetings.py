"""Meetings: numbered one after the other, told to those who take part, and never news that is no more."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from dialogue.actions import meetings as acts
from dialogue.actions import tracks as lists
from dialogue.domain.base import Refused
from dialogue.domain.followups import FollowUp
from dialogue.domain.meetings import Format, MeetingKind, Plan, Under
from dialogue.domain.notices import Notice, NoticeKind, NoticeState
from dialogue.domain.sessions import Concern
from dialogue.domain.tracks import TRACKS
from tests import walk
from tests.cast import enter
from tests.factories import AT, DAY, HOUR, STARTS

SECOND = HOUR / 3600


@pytest.fixture
def cast(db):
    return enter(db)


@pytest.fixture
def session(db, cast):
    return walk.plan(db, cast)


def plan_of(**more):
    starts = STARTS + 30 * DAY
    given = {"kind": MeetingKind.EXPERTS, "title": "Experts", "starts": starts, "ends": starts + HOUR}
    return Plan(**given | {"format": Format.REMOTE} | more)


def planned(cast, under, *names, **more):
    people = [getattr(cast, name) for name in names or ("chair_nato", "chair_kosovo", "secretary_brussels")]
    return acts.plan(under, plan_of(**more), people, by=cast.secretary_brussels, at=AT)


def told(db, kind):
    """Whose mail of this kind waits or went."""
    db.flush()
    found = db.scalars(select(Notice).where(Notice.state != NoticeState.UNDONE))
    return {one.recipient for one in found if one.dispatch.kind == kind}


def test_numbers_are_given_one_after_the_other_in_each_series(db, cast, session):
    here, there = Under(session=session), Under(track=TRACKS["military-to-military"])
    lists.admit(there.track, cast.chair_nato, by=None, at=AT)
    db.flush()

    found = [planned(cast, here), planned(cast, there, "chair_nato"), planned(cast, here)]

    assert [one.reference for one in found] == ["IM/2027/1", "MM-IM/2027/1", "IM/2027/2"]


def test_the_page_before_shows_just_the_mails_that_go_out(db, cast, session):
    under, people = Under(session=session), [cast.chair_nato, cast.chair_kosovo, cast.secretary_brussels]
    before = acts.look(under, plan_of(), people, by=cast.secretary_brussels, at=AT)

    acts.plan(under, plan_of(), people, by=cast.secretary_brussels, at=AT)

    (letter,) = before.letters
    assert set(letter.recipients) == told(db, NoticeKind.MEETING_NAMED) == {cast.chair_nato, cast.chair_kosovo}
    assert {one.path for one in db.scalars(select(Notice))} == {letter.path}


def test_what_is_warned_of_is_heeded_or_nothing_is_written(db, cast, session):
    there = plan_of(starts=session.starts, ends=session.ends)
    seen = []

    def heeds(found):
        seen.extend(one.concern for one in found)
        return False

    made = acts.plan(Under(session=session), there, [cast.chair_nato], by=cast.secretary_brussels, at=AT, heeds=heeds)

    assert (made, seen) == (None, [Concern.OVERLAP])
    assert told(db, NoticeKind.MEETING_NAMED) == set()


def test_another_date_goes_to_those_who_knew_the_old_one_and_whoever_is_new_hears_of_the_new_one_alone(
    db, cast, session
):
    made = planned(cast, Under(session=session))
    for notice in db.scalars(select(Notice)):
        notice.claim(at=AT + HOUR)
        notice.sent(at=AT + HOUR)
    later = replace(made.plan, starts=made.starts + HOUR, ends=made.ends + HOUR)

    acts.revise(made, later, [cast.chair_nato, cast.delegate_kosovo], base=made.version, by=cast.secretary_brussels,
                at=AT + DAY)  # fmt: skip

    assert told(db, NoticeKind.MEETING_MOVED) == {cast.chair_nato}
    assert told(db, NoticeKind.MEETING_NAMED) == {cast.chair_nato, cast.chair_kosovo, cast.delegate_kosovo}


def test_a_mail_that_still_waits_never_tells_an_old_date(db, cast, session):
    made = planned(cast, Under(session=session))
    later = replace(made.plan, starts=made.starts + DAY, ends=made.ends + DAY)

    acts.revise(made, later, made.people, base=made.version, by=cast.secretary_brussels, at=AT + SECOND)

    waiting = db.scalars(select(Notice).where(Notice.state == NoticeState.QUEUED)).all()
    assert {one.recipient for one in waiting} == {cast.chair_nato, cast.chair_kosovo}
    assert all("Fri 9 Jul 2027" in one.subject and "Thu 8 Jul" not in one.body for one in waiting)
    assert told(db, NoticeKind.MEETING_MOVED) == set()


def test_whoever_is_taken_off_gets_no_mail_that_still_waits(db, cast, session):
    made = planned(cast, Under(session=session))

    acts.revise(made, made.plan, [cast.chair_nato], base=made.version, by=cast.secretary_brussels, at=AT + SECOND)

    states = {one.recipient: one.state for one in db.scalars(select(Notice))}
    assert states == {cast.chair_nato: NoticeState.QUEUED, cast.chair_kosovo: NoticeState.CALLED_BACK}


def heard(db, at):
    for notice in db.scalars(select(Notice).where(Notice.state == NoticeState.QUEUED)):
        notice.claim(at=at)
        notice.sent(at=at)


def test_whoever_had_heard_is_told_to_take_part_no_longer_and_the_page_before_shows_it(db, cast, session):
    made = planned(cast, Under(session=session))
    heard(db, AT + HOUR)
    by, stay = cast.secretary_brussels, [cast.chair_nato]
    before = acts.look_again(made, made.plan, stay, base=made.version, by=by, at=AT + DAY)

    acts.revise(made, made.plan, stay, base=made.version, by=by, at=AT + DAY)

    (letter,) = before.letters
    assert set(letter.recipients) == told(db, NoticeKind.MEETING_LEFT) == {cast.chair_kosovo}
    assert "not cancelled" in letter.body and made.title not in letter.subject + letter.body


def test_whoever_is_named_again_in_time_is_not_told_of_having_been_taken_off(db, cast, session):
    made = planned(cast, Under(session=session))
    heard(db, AT + HOUR)
    by, everybody = cast.secretary_brussels, made.people
    acts.revise(made, made.plan, [cast.chair_nato], base=made.version, by=by, at=AT + DAY)

    acts.revise(made, made.plan, everybody, base=made.version, by=by, at=AT + DAY + SECOND)
    assert told(db, NoticeKind.MEETING_LEFT) == set()

    acts.revise(made, made.plan, [cast.chair_nato], base=made.version, by=by, at=AT + DAY + 2 * SECOND)
    assert told(db, NoticeKind.MEETING_LEFT) == {cast.chair_kosovo}


def test_a_cancellation_is_told_to_whoever_takes_part(db, cast, session):
    made = planned(cast, Under(session=session))
    (letter,) = acts.cancelling(made, "No quorum.", by=cast.secretary_brussels)

    acts.cancel(made, "No quorum.", base=made.version, by=cast.secretary_brussels, at=AT + SECOND)

    assert told(db, NoticeKind.MEETING_CANCELLED) == set(letter.recipients) == {cast.chair_nato, cast.chair_kosovo}
    assert told(db, NoticeKind.MEETING_NAMED) == set()


def test_in_a_compartment_its_own_people_meet_and_nothing_goes_by_mail(db, cast):
    under = Under(track=TRACKS["military-to-military"])
    lists.admit(under.track, cast.chair_nato, by=None, at=AT)
    db.flush()
    with pytest.raises(Refused, match="Kaltrina Chair"):
        planned(cast, under, "chair_nato", "chair_kosovo")

    made = planned(cast, under, "chair_nato")
    acts.cancel(made, "No quorum.", base=made.version, by=cast.chair_nato, at=AT)

    assert db.scalars(select(Notice)).all() == []


def test_with_both_words_what_is_to_be_done_is_in_the_register(db, cast, session):
    made = planned(cast, Under(session=session))
    made.hold(by=cast.secretary_brussels, at=made.ends_at)
    db.flush()
    made.conclude("Ten places.", base=made.version, by=cast.secretary_brussels, at=AT)
    db.flush()
    made.add("Send the list.", cast.kosovo, "", made.ends.date() + 30 * DAY, base=made.version,
             by=cast.secretary_brussels, at=AT)  # fmt: skip
    db.flush()

    (opened,) = acts.agree(made, base=made.version, by=cast.secretary_prishtina, at=AT)
    db.flush()

    assert (opened.meeting, opened.session) == (made, session)
    assert db.scalars(select(FollowUp)).all() == [opened]


def test_in_a_compartment_it_is_in_the_register_of_its_track_and_no_session_is_asked_for(db, cast):
    under = Under(track=TRACKS["military-to-military"])
    ours, theirs = cast.chair_nato, cast.chair_kosovo
    for who in (ours, theirs):
        lists.admit(under.track, who, by=None, at=AT)
        db.flush()
    due = {"office": "", "due_on": AT.date() + 90 * DAY, "entry": None}
    lists.open_followup(under.track, text="First.", by=ours, at=AT, **due)
    made = planned(cast, under, "chair_nato", "chair_kosovo")
    made.hold(by=ours, at=made.ends_at)
    db.flush()
    made.conclude("Ten places.", base=made.version, by=ours, at=AT)
    db.flush()
    for text in ("Send the list.", "Name the dates."):
        made.add(text, cast.kosovo, "Staff", made.ends.date() + 30 * DAY, base=made.version, by=ours, at=AT)
        db.flush()

    opened = acts.agree(made, base=made.version, by=theirs, at=AT)
    db.flush()

    assert [(one.reference, one.text, one.office, one.owner, one.meeting, one.opened_by) for one in opened] == [
        ("MM/OC/02", "Send the list.", "Staff", cast.kosovo, made, theirs),
        ("MM/OC/03", "Name the dates.", "Staff", cast.kosovo, made, theirs),
    ]
    assert db.scalars(select(FollowUp)).all() == []
    assert db.scalars(select(Notice)).all() == []
