"""What is said of a session's date and place: a subject that says what changed, and both in the letter."""

from dataclasses import replace

import pytest

from dialogue.domain.changes import ChangeKind, Wish
from dialogue.notifications.changes import News, of_change, what
from tests.factories import DAY, session, table


@pytest.fixture
def one(db):
    return session(table())


def subject(one, kind=ChangeKind.MOVE, anew=False, before=None, **to):
    wish = Wish(kind, one, replace(one.appointment, **to), "A strike.")
    news = News.of(wish, one, before or [one.appointment], anew=anew)
    return news, [draft.subject for draft in of_change(news, [])]


def said(one, **more):
    news, _ = subject(one, **more)
    from dialogue.notifications import changes  # noqa: PLC0415

    return changes._subject(news)


def test_a_subject_says_what_changed(one):
    later = {"starts": one.starts + DAY, "ends": one.ends + DAY}
    prishtina = table().prishtina

    assert said(one, **later) == "HLD/2027/1 moved to Wed 9 Jun 2027, 09:30–17:00, in Brussels"
    assert said(one, place=prishtina, **later) == "HLD/2027/1 moved to Prishtina, Wed 9 Jun 2027, 09:30–17:00"
    assert said(one, venue="Palace") == "HLD/2027/1: another venue in Brussels, Tue 8 Jun 2027, 09:30–17:00"
    assert said(one, anew=True) == "HLD/2027/1 has a new date: Tue 8 Jun 2027, 09:30–17:00, in Brussels"


def test_what_was_given_twice_is_said_once_and_what_holds_again_is_not_said_to_be_over(one):
    other = replace(one.appointment, venue="Palace")

    news, _ = subject(one, before=[one.appointment, other, other])

    assert news.before == [other]


def test_a_change_is_named_by_what_it_does_and_to_what(one):
    named = {kind: what(Wish(kind, None if kind is ChangeKind.PLAN else one, one.appointment)) for kind in ChangeKind}

    assert named == {
        ChangeKind.PLAN: "Plan a session out of turn",
        ChangeKind.CONVENE: "Convene HLD/2027/1",
        ChangeKind.MOVE: "Another date or place for HLD/2027/1",
        ChangeKind.POSTPONE: "Postpone HLD/2027/1",
        ChangeKind.CANCEL: "Cancel HLD/2027/1",
        ChangeKind.REINSTATE: "Reinstate HLD/2027/1",
        ChangeKind.KEEP: "Leave HLD/2027/1 in its city, out of turn",
    }
