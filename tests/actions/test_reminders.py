"""Reminders: to whoever has it to do, in the words of the line, once a day at the most."""

import datetime as dt

import pytest
from sqlalchemy import select

from dialogue.access import standing as held
from dialogue.actions import reminders
from dialogue.actions.reminders import Reminder
from dialogue.db import db
from dialogue.domain.base import Refused
from dialogue.domain.notices import Dispatch, Notice, NoticeKind, NoticeState
from dialogue.queries.waiting import Wait, waiting
from tests.databases import Sqlite
from tests.planted import AT, planted, session, standing

THEIRS = "secretary.prishtina@dialogue.example"


@pytest.fixture(autouse=True)
def _world(database: Sqlite) -> None:
    planted(database)


def of_the_approval(at: dt.datetime = AT, by: str = "secretary") -> Reminder:
    """The minutes of the last session wait for one co-chair."""
    reader = held(standing(by).person, at)
    (task,) = [one for one in waiting(reader, at.date()).others if one.wait is Wait.MINUTES_APPROVAL]
    return reminders.reminder(task, session(2026, 2), "/sessions/2026-2/minutes", reader)


def test_whoever_has_it_to_do_is_reminded_and_nobody_else() -> None:
    made = of_the_approval()
    reminders.remind(made, by=standing("secretary").person, at=AT)
    db.commit()

    (notice,) = [one for one in db.scalars(select(Notice)) if one.dispatch.kind == NoticeKind.TURN]
    assert notice.recipient.email == "chair.nato@nato.example"
    assert notice.subject == "Reminder, HLD/2026/2: Approve the minutes"
    assert notice.dispatch.by is standing("secretary").person
    assert notice.dispatch.can_undo(AT)
    assert "It has waited since Sat 21 Nov 2026" in notice.body


def test_once_a_day_is_the_most_whichever_secretary_asks() -> None:
    reminders.remind(of_the_approval(), by=standing("secretary").person, at=AT)
    db.commit()

    for who in ("secretary", THEIRS):
        with pytest.raises(Refused, match="Once a day is the most"):
            reminders.remind(of_the_approval(by=who), by=standing(who).person, at=AT)
    tomorrow = AT + dt.timedelta(days=1)
    reminders.remind(of_the_approval(tomorrow), by=standing("secretary").person, at=tomorrow)


def test_what_was_taken_back_has_reminded_nobody_and_may_be_sent_again_once() -> None:
    by = standing("secretary").person
    reminders.remind(of_the_approval(), by=by, at=AT)
    db.commit()
    (first,) = db.scalars(select(Dispatch).where(Dispatch.kind == NoticeKind.TURN.value))
    first.undo(by=by, at=AT + dt.timedelta(seconds=30))
    db.commit()

    reminders.remind(of_the_approval(), by=by, at=AT + dt.timedelta(minutes=1))
    db.commit()
    with pytest.raises(Refused, match="Once a day is the most"):
        reminders.remind(of_the_approval(), by=by, at=AT + dt.timedelta(minutes=2))

    made = [one for one in db.scalars(select(Notice)) if one.dispatch.kind == NoticeKind.TURN]
    assert [one.state for one in made] == [NoticeState.UNDONE, NoticeState.QUEUED]


def test_somebody_without_an_account_is_named_and_told_nothing() -> None:
    chair = standing("chair").person
    chair.password_hash = None
    db.commit()

    made = of_the_approval()
    assert (made.drafts, made.cannot) == ([], [chair])
    with pytest.raises(Refused, match="nobody who could be reminded"):
        reminders.remind(made, by=standing("secretary").person, at=AT)


def test_the_deputy_of_a_head_who_has_left_is_reminded_in_its_place() -> None:
    chair, deputy = standing("chair").person, standing("alternate.nato@nato.example").person
    chair.active, deputy.password_hash = False, chair.password_hash
    db.commit()

    assert {one.recipient.email for one in of_the_approval().drafts} == {"alternate.nato@nato.example"}
