"""What whoever takes part in a meeting is told: when and where, what it was, and why it is off; in its own words."""

from dataclasses import replace

import pytest

from dialogue.domain.meetings import Format, MeetingKind, Plan
from dialogue.notifications import meetings as letters
from tests.cast import enter
from tests.factories import HOUR, STARTS


@pytest.fixture
def cast(db):
    return enter(db)


def plan_of(cast):
    return Plan(kind=MeetingKind.EXPERTS, title="Experts", starts=STARTS, ends=STARTS + HOUR, format=Format.IN_PERSON,
                place=cast.brussels, venue="Hall")  # fmt: skip


def test_each_mail_says_when_and_where_and_none_calls_it_a_session(cast):
    made, to, where = plan_of(cast), [cast.chair_nato], ("IM/2027/1", "/meetings/im-2027-1")
    by = cast.secretary_brussels
    later = replace(made, starts=STARTS + HOUR, ends=STARTS + 2 * HOUR)
    told = [
        *letters.named(*where, made, to, by=by),
        *letters.moved(*where, later, made, to, by=by),
        *letters.cancelled(*where, made, "No quorum.", to, by=by),
    ]

    assert all("IM/2027/1" in one.subject and one.path == "/meetings/im-2027-1" for one in told)
    assert all("session" not in (one.subject + one.body).lower() and "%(" not in one.subject + one.body for one in told)
    assert all("Brussels, Hall" in one.body for one in told)
    assert "09:30–10:30" in told[1].body and "10:30–11:30" in told[1].body
    assert "No quorum." in told[2].body


def test_who_does_it_or_has_no_account_is_not_told(cast):
    cast.delegate_nato.password_hash = None
    everybody = [cast.secretary_brussels, cast.delegate_nato, cast.chair_kosovo]

    found = letters.named("IM/2027/1", "/meetings/im-2027-1", plan_of(cast), everybody, by=cast.secretary_brussels)

    assert [one.recipient for one in found] == [cast.chair_kosovo]


def test_one_from_afar_says_so(cast):
    made = replace(plan_of(cast), place=None, venue="", format=Format.REMOTE)

    assert letters.when(made) == "Tue 8 Jun 2027, 09:30–10:30 Brussels/Prishtina time, from afar"
