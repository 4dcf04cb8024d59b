"""Nobody silences a Party: whoever speaks in a round keeps that voice, leaves by the word of its own side, and is
missed where nobody is left."""

import datetime as dt

import pytest
from sqlalchemy import select

from dialogue.access import Right, may, standing
from dialogue.actions import departures, rounds, voices
from dialogue.domain.base import Refused, refusal
from dialogue.domain.delegations import Capacity
from dialogue.domain.notices import Dispatch, NoticeKind
from dialogue.domain.people import AccountState
from dialogue.domain.silence import CirculationState, EntryKind, ObjectionKind, Reason
from dialogue.operations import beats
from tests import walk
from tests.factories import AT, DAY, HOUR

MINUTE = dt.timedelta(minutes=1)
LATER = AT + DAY
SENTENCE = (
    "Kaltrina Chair speaks for Kosovo on a text that is under silence, SP/1. That takes the word of the head of "
    "delegation or of the secretary of that side."
)


@pytest.fixture
def seats(db, cast, session):
    """Heads on both sides; Kosovo's focal point, an alternate, and a delegate with a written authority."""
    made = {who: walk.seat(db, cast, session, getattr(cast, who), capacity) for who, capacity in (
        ("chair_nato", Capacity.HEAD), ("chair_kosovo", Capacity.HEAD), ("delegate_nato", Capacity.MEMBER),
        ("delegate_kosovo", Capacity.ALTERNATE), ("focal_kosovo", Capacity.FOCAL_POINT),
    )}  # fmt: skip
    made["delegate_nato"].authorise("Letter 1", by=cast.secretary_brussels, at=AT)
    return made


@pytest.fixture
def round_(db, cast, session, seats):
    made = walk.bare_round(db, cast, session, at=AT)
    for at in (AT, LATER, LATER + HOUR, made.expires_at):
        walk.heard(db, at - MINUTE / 2, at)
    db.commit()
    return made


def withdraw(seat, cast, **more):
    departures.withdraw_seat(seat, **{"by": cast.secretary_prishtina, "at": LATER, "word": True, **more})


def revise(cast, person, organisation=None, role=AccountState.NONE):
    departures.revise_person(
        person, given_name=person.given_name, family_name=person.family_name, email=person.email,
        organisation=organisation or person.organisation, function="", rank=5, standing=role, base=person.version,
        by=cast.admin, at=LATER,
    )  # fmt: skip


def said(round_):
    return [(e.kind, e.party.short_name, e.to.name if e.to else "") for e in round_.entries
            if e.kind in (EntryKind.VOICE_LOST, EntryKind.VOICELESS)]  # fmt: skip


def told(db, kind):
    return [sorted(n.recipient.email.partition("@")[0] for n in one.notices)
            for one in db.scalars(select(Dispatch).where(Dispatch.kind == kind).order_by(Dispatch.id))]  # fmt: skip


def rights(person, round_, at=LATER):
    asked = (Right.CIRCULATIONS_READ, Right.CIRCULATION_READ, Right.CIRCULATION_SPEAK, Right.CIRCULATION_RECEIVE,
             Right.CIRCULATION_OBJECT)  # fmt: skip
    return {may(standing(person, at), right, round_) for right in asked}


def outcome(round_, at):
    return beats.outcome(round_, at)


# Whose word it takes


@pytest.mark.parametrize("who", ["chair_kosovo", "delegate_kosovo"])
def test_a_focal_point_alone_takes_no_voice_away(db, cast, seats, round_, who):
    with pytest.raises(Refused) as no:
        withdraw(seats[who], cast, by=cast.focal_kosovo, word=False)

    assert str(no.value) == SENTENCE.replace("Kaltrina Chair", getattr(cast, who).name)
    db.rollback()
    assert (seats[who].is_accredited, said(round_)) == (True, [])


def test_whoever_does_not_speak_leaves_as_before(db, cast, seats, round_):
    withdraw(seats["focal_kosovo"], cast, by=cast.focal_kosovo, word=False)

    assert (said(round_), told(db, NoticeKind.VOICE)) == ([], [])


def test_before_the_notice_and_after_the_end_nobodys_word_is_needed(db, cast, session, seats):
    withdraw(seats["delegate_kosovo"], cast, by=cast.focal_kosovo, word=False)
    round_ = walk.bare_round(db, cast, session, at=AT)
    rounds.withdraw(round_, "", by=cast.secretary_brussels, at=LATER)

    withdraw(seats["chair_kosovo"], cast, by=cast.focal_kosovo, word=False)

    assert said(round_) == []


def test_a_withdrawn_voice_is_told_to_whom_it_concerns(db, cast, seats, round_):
    withdraw(seats["chair_kosovo"], cast)

    assert said(round_) == [(EntryKind.VOICE_LOST, "Kosovo", "Kaltrina Chair")]
    assert told(db, NoticeKind.VOICE) == [
        ["chair.kosovo", "delegate.kosovo", "secretary.brussels", "secretary.prishtina"]
    ]
    (telling,) = db.scalars(select(Dispatch).where(Dispatch.kind == NoticeKind.VOICE))
    assert {n.subject for n in telling.notices} == {"Kosovo, Kaltrina Chair: no longer speaks in SP/1"}
    assert [n for n in telling.notices if round_.title in n.subject + n.body] == []


def test_what_is_shown_before_is_what_goes_out(db, cast, session, seats, round_):
    shown = voices.letters_before(cast.chair_kosovo, cast.secretary_prishtina, session.id, LATER)

    withdraw(seats["chair_kosovo"], cast)

    (telling,) = db.scalars(select(Dispatch).where(Dispatch.kind == NoticeKind.VOICE))
    assert sorted((d.recipient.id, d.subject, d.body) for d in shown) == sorted(
        (n.recipient.id, n.subject, n.body) for n in telling.notices
    )


# Whatever becomes of the seat


def test_whom_the_notice_was_addressed_to_keeps_the_voice_until_the_round_has_ended(db, cast, seats, round_):
    for who in ("chair_kosovo", "delegate_kosovo"):
        withdraw(seats[who], cast)
    db.commit()
    assert [rights(getattr(cast, who), round_) for who in ("chair_kosovo", "delegate_kosovo")] == [{True}, {True}]
    assert outcome(round_, LATER).state is CirculationState.RUNNING

    rounds.extend(round_, round_.expires_at + 7 * DAY, by=cast.chair_nato, at=LATER)
    rounds.object_to(round_, ObjectionKind.OBJECTION, "No.", entitled=False, by=cast.chair_kosovo, at=LATER + HOUR)

    assert (round_.state, round_.state_at) == (CirculationState.BROKEN, LATER + HOUR)
    everybody = ["chair.kosovo", "chair.nato", "delegate.kosovo", "delegate.nato",
                 "secretary.brussels", "secretary.prishtina"]  # fmt: skip
    assert (told(db, NoticeKind.EXTENSION), told(db, NoticeKind.BROKEN)) == ([everybody], [everybody])
    held = standing(cast.chair_kosovo, LATER)
    asked = (Right.CIRCULATION_READ, Right.CIRCULATION_SPEAK, Right.CIRCULATION_RECEIVE, Right.CIRCULATION_HEAR)
    assert [may(held, right, round_) for right in asked] == [False, False, False, True]


def test_who_speaks_by_now_is_told_beside_whom_the_notice_was_addressed_to(db, cast, session, seats, round_):
    withdraw(seats["chair_kosovo"], cast)
    seats["focal_kosovo"].authorise("Letter 2", by=cast.secretary_prishtina, at=LATER)

    rounds.extend(round_, round_.expires_at + 7 * DAY, by=cast.chair_nato, at=LATER)

    assert {"chair.kosovo", "focal.kosovo"} <= set(told(db, NoticeKind.EXTENSION)[0])


def test_a_closed_account_ends_the_voice_and_who_has_left_the_party_took_none_along(db, cast, seats, round_):
    departures.close_account(cast.delegate_kosovo, by=cast.admin, at=LATER)
    withdraw(seats["chair_kosovo"], cast)
    revise(cast, cast.chair_kosovo, cast.nato)

    assert [rights(getattr(cast, who), round_) for who in ("delegate_kosovo", "chair_kosovo")] == [
        {False},
        {True, False},
    ]
    moved = standing(cast.chair_kosovo, LATER)
    assert [may(moved, right, round_) for right in (Right.CIRCULATION_READ, Right.CIRCULATION_SPEAK)] == [False, False]


# Nobody left


ROADS = {
    "seat withdrawn": lambda cast, seats: departures.withdraw_seat(
        seats["delegate_nato"], by=cast.secretary_brussels, at=LATER, word=True
    ),
    "authority taken back": lambda cast, seats: departures.authorise(
        seats["delegate_nato"], "", base=None, by=cast.secretary_brussels, at=LATER, word=True
    ),
    "account closed": lambda cast, seats: departures.close_account(cast.delegate_nato, by=cast.admin, at=LATER),
    "other organisation": lambda cast, seats: revise(cast, cast.delegate_nato, cast.university),
    "made an admin": lambda cast, seats: revise(cast, cast.delegate_nato, role=AccountState.ADMIN),
}
GOES_ON = {"seat withdrawn", "authority taken back"}  # the voice that the notice gave


@pytest.mark.parametrize("road", ROADS)
def test_by_whatever_road_the_last_voice_is_lost_the_round_is_held(db, cast, seats, round_, road):
    departures.close_account(cast.chair_nato, by=cast.admin, at=LATER)
    round_.let_go(cast.delegate_nato, by=cast.secretary_brussels, at=LATER)
    assert (said(round_), round_.state) == ([(EntryKind.VOICE_LOST, "NATO", "Nora Chair")], CirculationState.RUNNING)

    ROADS[road](cast, seats)

    lost = [(EntryKind.VOICE_LOST, "NATO", "Niels Delegate")]
    assert said(round_)[1:] == lost + ([] if road in GOES_ON else [(EntryKind.VOICELESS, "NATO", "")])
    assert (round_.state is CirculationState.HELD) is (road not in GOES_ON)
    assert outcome(round_, LATER).is_held_for(Reason.VOICELESS) is (road not in GOES_ON)
    assert len(told(db, NoticeKind.VOICE)) == 2
    assert len(told(db, NoticeKind.HELD)) == (road not in GOES_ON)


@pytest.mark.parametrize("road", ["other organisation", "made an admin"])
def test_who_keeps_the_accounts_asks_the_side_first(db, cast, seats, round_, road):
    with pytest.raises(Refused) as no:
        ROADS[road](cast, seats)
    assert str(no.value) == SENTENCE.replace("Kaltrina Chair", "Niels Delegate").replace("Kosovo", "NATO")
    db.rollback()

    round_.let_go(cast.delegate_nato, by=cast.secretary_brussels, at=LATER)
    ROADS[road](cast, seats)

    assert said(round_) == [(EntryKind.VOICE_LOST, "NATO", "Niels Delegate")]


def test_only_the_own_side_lets_somebody_go_and_once(cast, round_):
    with pytest.raises(Refused, match="belongs to another organisation"):
        round_.let_go(cast.chair_kosovo, by=cast.chair_nato, at=LATER)
    round_.let_go(cast.chair_nato, by=cast.secretary_brussels, at=LATER)

    with pytest.raises(Refused, match="has said this already"):
        round_.let_go(cast.chair_nato, by=cast.chair_nato, at=LATER)


def voiceless(cast, round_):
    """Kosovo has nobody left."""
    for who in ("chair_kosovo", "delegate_kosovo"):
        departures.close_account(getattr(cast, who), by=cast.admin, at=LATER)
    return round_


def test_neither_waiting_nor_an_account_that_is_opened_again_ends_the_hold(db, cast, seats, round_):
    voiceless(cast, round_)
    cast.chair_kosovo.reopen(by=cast.admin, at=LATER + MINUTE)
    walk.heard(db, round_.expires_at + MINUTE / 2, round_.expires_at + MINUTE / 2)
    after = round_.expires_at + 30 * DAY
    rounds.settle(round_, at=after)
    assert (round_.state, outcome(round_, after).reasons) == (CirculationState.HELD, Reason.VOICELESS.value)

    round_.state_no_objection("None.", pulse=beats.of_round(round_, after), by=cast.chair_kosovo, at=after)
    rounds.settle(round_, at=after)

    assert (round_.state, round_.state_at) == (CirculationState.ADOPTED, after)


def test_a_new_head_is_served_afresh_by_another_issue(db, cast, session, seats, round_):
    voiceless(cast, round_)
    with pytest.raises(Refused, match="Kosovo has no co-chair to send this to"):
        walk.issue(db, cast, round_, at=LATER, expires_at=round_.expires_at + 7 * DAY)
    withdraw(seats["chair_kosovo"], cast)
    withdraw(seats["focal_kosovo"], cast)
    walk.seat(db, cast, session, cast.focal_kosovo, Capacity.HEAD)

    walk.issue(db, cast, round_, at=LATER, expires_at=round_.expires_at + 7 * DAY)

    assert outcome(round_, LATER).state is CirculationState.RUNNING
    assert rights(cast.focal_kosovo, round_) == {True}
    assert voices.own(round_, cast.kosovo) == [cast.focal_kosovo]


def test_the_word_that_a_withdrawal_needs_can_be_asked_for_beforehand(cast, seats, round_):
    chair = seats["chair_kosovo"]

    refused = refusal(voices.must_have_word, chair.person, chair.session_id, False)

    assert refused is not None and refused.sentence == voices.NEEDS_WORD
    assert refusal(voices.must_have_word, chair.person, chair.session_id, True) is None
    assert refusal(voices.must_have_word, chair.person, chair.session_id + 1, False) is None  # it speaks in no other
