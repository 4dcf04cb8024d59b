"""What is told of minutes and agendas: to whom exactly, with the act or not at all, and no more than a reader holds."""

import datetime as dt

import pytest
from sqlalchemy import select

from dialogue.access import Right, may, standing
from dialogue.actions import acts, rounds
from dialogue.domain.base import Refused
from dialogue.domain.delegations import Capacity
from dialogue.domain.editions import Level
from dialogue.domain.log import LogEntry
from dialogue.domain.minutes import MinutesState
from dialogue.domain.notices import WAIT, Dispatch, Loss, NoticeKind, NoticeState
from dialogue.domain.people import AccountState
from dialogue.notifications import recipients
from tests import walk
from tests.cast import enter
from tests.factories import AT, DAY, HOUR

SIDES = [
    "chair.kosovo", "chair.nato", "delegate.kosovo", "delegate.nato", "focal.kosovo",
    "secretary.brussels", "secretary.prishtina",
]  # fmt: skip
SECRET = "Convoy routes"


@pytest.fixture
def cast(db):
    return enter(db)


@pytest.fixture
def session(db, cast):
    """With everybody who could be told by mistake: a co-host that is open, one that is not yet, an observer."""
    made = walk.plan(db, cast)
    walk.engagement(db, cast, made, cast.university)
    walk.engagement(db, cast, made, cast.institute, active=False)
    walk.seat(db, cast, made, cast.observer, Capacity.OBSERVER)
    return made


@pytest.fixture
def minutes(db, cast, session):
    made, _ = walk.to_minutes(db, cast, session)
    return made


@pytest.fixture
def agenda(db, cast, session):
    """Circulated by the act: one item that the co-host reads, one for the delegations alone."""
    walk.delegations(db, cast, session)
    made = walk.agenda(db, cast, session, level=Level.COHOST)
    walk.put(db, cast, made, SECRET)
    return circulated(db, cast, made)


def circulated(db, cast, agenda):
    agenda.close_call(by=cast.secretary_brussels, at=agenda.session.starts_at - 20 * DAY)
    walk.signed(db, cast, agenda)
    acts.propose_agenda(agenda, by=cast.secretary_brussels, at=AT)
    acts.circulate_agenda(agenda, by=cast.secretary_brussels, at=AT)
    db.flush()
    return agenda


def revised(db, cast, agenda, at=AT + HOUR):
    walk.signed(db, cast, agenda)
    return acts.revise_agenda(agenda, by=cast.secretary_prishtina, at=at)


def tellings_of(db, kind):
    return db.scalars(select(Dispatch).where(Dispatch.kind == kind).order_by(Dispatch.id)).all()


def who(telling):
    return sorted(notice.recipient.email.split("@")[0] for notice in telling.notices)


def letter_to(telling, person):
    (notice,) = [one for one in telling.notices if one.recipient is person]
    return notice


# Minutes


def test_who_has_no_account_is_not_told_to_come_and_comment(db, cast, minutes):
    """The page before names whoever that is."""
    cast.delegate_kosovo.password_hash = None

    walk.comments(db, cast, minutes)

    (telling,) = tellings_of(db, NoticeKind.COMMENTS)
    assert who(telling) == sorted({*SIDES} - {"delegate.kosovo"})


def test_both_delegations_and_both_secretaries_are_told_that_minutes_are_open_for_comments(db, cast, minutes):
    walk.comments(db, cast, minutes)

    (telling,) = tellings_of(db, NoticeKind.COMMENTS)
    assert who(telling) == SIDES
    assert (telling.key, telling.session_id) == (f"minutes:{minutes.id}:comments:1", minutes.session_id)
    assert (telling.by, telling.not_before - telling.made_at) == (cast.secretary_brussels, WAIT)
    assert telling.made_at == minutes.circulated_at


def test_everybody_who_is_told_can_open_the_page_and_nobody_else_can(db, cast, minutes):
    walk.comments(db, cast, minutes)

    (telling,) = tellings_of(db, NoticeKind.COMMENTS)
    at = minutes.circulated_at
    assert all(may(standing(one.recipient, at), Right.MINUTES_COMMENT, minutes) for one in telling.notices)
    for person in (cast.cohost_university, cast.cohost_institute, cast.observer, cast.admin, cast.outsider):
        assert not may(standing(person, at), Right.MINUTES_COMMENT, minutes)


def test_who_has_no_access_is_not_told_whatever_seat_was_given(db, cast, minutes):
    cast.delegate_nato.active = False
    cast.delegate_kosovo.organisation = cast.elsewhere
    cast.focal_kosovo.standing = AccountState.ADMIN

    walk.comments(db, cast, minutes)

    (telling,) = tellings_of(db, NoticeKind.COMMENTS)
    assert who(telling) == ["chair.kosovo", "chair.nato", "secretary.brussels", "secretary.prishtina"]


def test_the_act_and_its_telling_stand_or_fall_together(db, cast, minutes):
    db.commit()
    walk.comments(db, cast, minutes)
    assert len(tellings_of(db, NoticeKind.COMMENTS)) == 1

    db.rollback()

    assert tellings_of(db, NoticeKind.COMMENTS) == []
    assert minutes.state is MinutesState.DRAFTING


def test_of_a_circulation_that_is_refused_nobody_is_told(db, cast, minutes):
    with pytest.raises(Refused):
        acts.circulate_minutes(minutes, AT + 90 * DAY, by=cast.secretary_brussels, at=AT + 60 * DAY)
    walk.comments(db, cast, minutes)
    with pytest.raises(Refused):
        acts.circulate_minutes(minutes, AT + 90 * DAY, by=cast.secretary_brussels, at=AT + 60 * DAY)

    assert len(tellings_of(db, NoticeKind.COMMENTS)) == 1


def test_the_mail_says_nothing_of_the_text(db, cast, minutes):
    walk.comments(db, cast, minutes)

    (telling,) = tellings_of(db, NoticeKind.COMMENTS)
    told = {(one.subject, one.body) for one in telling.notices}
    assert len(told) == 1
    words = " ".join(told.pop())
    assert [line for line in ("Border incidents", "To meet monthly", "Send the list") if line in words] == []


def test_undoing_takes_the_mail_back_and_leaves_the_text_open_for_comments(db, cast, minutes):
    walk.comments(db, cast, minutes)
    (telling,) = tellings_of(db, NoticeKind.COMMENTS)

    rounds.undo(telling, by=cast.secretary_prishtina, at=telling.made_at + WAIT / 2)

    assert {one.state for one in telling.notices} == {NoticeState.UNDONE}
    assert minutes.takes_comments(telling.made_at + WAIT)
    assert [(row.verb, row.by_id) for row in log(db)] == [
        ("dispatch", cast.secretary_brussels.id), ("undo", cast.secretary_prishtina.id),
    ]  # fmt: skip


def test_what_is_on_its_way_is_not_taken_back(db, cast, minutes):
    walk.comments(db, cast, minutes)
    (telling,) = tellings_of(db, NoticeKind.COMMENTS)

    with pytest.raises(Refused):
        rounds.undo(telling, by=cast.secretary_prishtina, at=telling.not_before)


def log(db):
    db.commit()
    return db.scalars(select(LogEntry).where(LogEntry.noun == "dispatches").order_by(LogEntry.id)).all()


def test_a_mail_that_came_back_holds_nothing(db, cast, minutes):
    walk.comments(db, cast, minutes)
    (telling,) = tellings_of(db, NoticeKind.COMMENTS)
    one = telling.notices[0]
    one.claim(at=telling.not_before)
    one.sent(at=telling.not_before)

    one.bounce(by=cast.secretary_brussels, at=telling.not_before + HOUR)

    assert minutes.takes_comments(telling.not_before + HOUR)
    assert minutes.circulation is None


# Agenda


def test_all_readers_of_the_agenda_are_told_of_its_circulation(db, cast, agenda):
    (telling,) = tellings_of(db, NoticeKind.AGENDA)

    assert who(telling) == sorted([*SIDES, "cohost", "observer"])
    assert letter_to(telling, cast.cohost_university).address == "cohost@university.example"
    assert telling.key == f"agenda:{agenda.id}:release:1"
    assert telling.not_before - telling.made_at == WAIT
    assert {one.path for one in telling.notices} == {"/sessions/2027-1/agenda"}
    assert [one.body for one in telling.notices if "Changed" in one.body or SECRET in one.body] == []


def test_everybody_who_is_told_of_the_agenda_can_open_it(db, cast, agenda):
    (telling,) = tellings_of(db, NoticeKind.AGENDA)

    assert all(may(standing(one.recipient, AT), Right.AGENDA_READ, agenda) for one in telling.notices)


def test_the_next_release_lists_what_changed_for_each_reader_and_nothing_else(db, cast, agenda):
    shown, secret = (one for one in agenda.children(None) if one.is_substantive)
    secret.revise(base=secret.version, title="Convoy routes in winter", by=cast.secretary_brussels, at=AT)
    walk.put(db, cast, agenda, "Visas", level=Level.COHOST)

    revised(db, cast, agenda)

    _, telling = tellings_of(db, NoticeKind.AGENDA)
    ours, theirs = letter_to(telling, cast.delegate_nato).body, letter_to(telling, cast.cohost_university).body
    assert telling.key == f"agenda:{agenda.id}:release:2"
    assert lines(ours) == ["- Changed: 6 Convoy routes in winter", "- New: 7 Visas"]
    assert lines(theirs) == ["- New: 7 Visas"]
    assert lines(letter_to(telling, cast.observer).body) == ["- New: 7 Restricted item"]
    assert [word for word in (shown.title, "Opening") if word in ours] == []
    assert "Convoy" not in theirs


def lines(body):
    return [line for line in body.splitlines() if line.startswith("- ")]


def test_a_reader_for_whom_no_item_changed_is_told_just_that(db, cast, agenda):
    secret = next(one for one in agenda.children(None) if one.title == SECRET)
    secret.revise(base=secret.version, text="Where they drive.", by=cast.secretary_brussels, at=AT)

    revised(db, cast, agenda)

    _, telling = tellings_of(db, NoticeKind.AGENDA)
    body = letter_to(telling, cast.cohost_university).body
    assert "The items that you read are the same" in body
    assert lines(body) == []


def test_a_text_frozen_twice_and_then_circulated_is_told_whole(db, cast, session):
    """REV 1 went to nobody: there is nothing that a reader could compare REV 2 with."""
    agenda = walk.agenda(db, cast, session)
    agenda.close_call(by=cast.secretary_brussels, at=session.starts_at - 20 * DAY)
    for title in ("One more", "And another"):
        walk.put(db, cast, agenda, title)
        walk.signed(db, cast, agenda)
        acts.propose_agenda(agenda, by=cast.secretary_brussels, at=AT)

    acts.circulate_agenda(agenda, by=cast.secretary_brussels, at=AT)

    (telling,) = tellings_of(db, NoticeKind.AGENDA)
    assert telling.notices[0].subject == "Provisional agenda HLD/2027/1-AG REV 2"
    assert "And another" not in telling.notices[0].body


def test_undoing_leaves_the_agenda_with_its_readers(db, cast, agenda):
    (telling,) = tellings_of(db, NoticeKind.AGENDA)

    rounds.undo(telling, by=cast.secretary_brussels, at=AT + WAIT / 2)

    assert {one.state for one in telling.notices} == {NoticeState.UNDONE}
    assert agenda.circulated is agenda.release


def test_a_session_that_is_cancelled_calls_back_what_still_waits(db, cast, agenda, session):
    acts.cancel_session(session, "No quorum.", by=cast.secretary_brussels, at=AT + WAIT / 2)

    (telling,) = tellings_of(db, NoticeKind.AGENDA)
    assert {one.state for one in telling.notices} == {NoticeState.UNDONE}
    assert (telling.undone_at, telling.undone_by) == (AT + WAIT / 2, None)


def test_of_a_session_that_is_cancelled_what_has_begun_to_go_goes_and_the_rest_is_taken_back(db, cast, agenda, session):
    (telling,) = tellings_of(db, NoticeKind.AGENDA)
    telling.notices[0].claim(at=telling.not_before)
    at = telling.not_before + dt.timedelta(seconds=1)

    acts.cancel_session(session, "No quorum.", by=cast.secretary_brussels, at=at)

    first, *others = telling.notices
    assert telling.undone_at is None
    assert (first.state, {one.state for one in others}) == (NoticeState.QUEUED, {NoticeState.UNDONE})
    assert {(one.called_back_at, one.called_back_why) for one in others} == {(at, Loss.OVERTAKEN)}


# The floor that all tellings stand on


def test_where_there_is_nobody_nothing_is_told(db, cast, session):
    assert recipients.tell(NoticeKind.ACCOUNT, [], key="k", at=AT, about=None) is None
    assert tellings_of(db, NoticeKind.ACCOUNT) == []
