"""Rungs: moved with a reason and never deleted, along with their session, by whoever has seen what was said last."""

import datetime as dt

import pytest

from dialogue.domain.base import Refused, Stale
from dialogue.domain.ladder import BEFORE, RULES, RungKey, anchor, finish, move
from tests.factories import AT, DAY, STARTS, session
from tests.factories import table as two_sides

TODAY = AT.date()
STANDS = STARTS.date() - 15 * DAY
NEW = STANDS + 2 * DAY


@pytest.fixture
def sides():
    return two_sides()


def moved(sides, one, to=NEW, key=RungKey.PROVISIONAL, **more):
    given = {"reason": "A strike.", "stands": STANDS, "said": (), "base": 0, "today": TODAY, "by": sides.ours, "at": AT}
    given |= more
    return move(one, key, to, given.pop("reason"), **given)


def test_the_rungs_are_those_of_the_practice():
    """Practice §0.10, counted once more."""
    counted = {key.value: (rule.days, rule.working, rule.after) for key, rule in RULES.items()}

    assert counted == {
        "call": (-30, False, None),
        "requests": (-21, False, None),
        "review": (-21, False, None),
        "provisional": (-15, False, None),
        "nominations": (-10, False, None),
        "arrivals": (-3, False, None),
        "joint-draft": (10, True, None),
        "comments": (10, True, "joint-draft"),
        "approval": (5, True, "comments"),
    }
    assert len(BEFORE) == 6


def test_a_move_keeps_who_when_and_why(sides):
    entry = moved(sides, session(sides))

    assert (entry.moved_to, entry.reason, entry.made_by, entry.made_at, entry.number) == (
        NEW, "A strike.", sides.ours, AT, 1,
    )  # fmt: skip
    assert [fact.verb for fact in entry.facts()] == ["rung:move"]
    assert not entry.is_done


def test_what_was_moved_moves_along_with_its_session(sides):
    one = session(sides)
    entry = moved(sides, one)
    assert entry.day(anchor(one, RungKey.PROVISIONAL)) == NEW

    one.reschedule(one.starts + 7 * DAY, one.ends + 7 * DAY, due=None, base=1, by=sides.ours, at=AT)

    assert entry.day(anchor(one, RungKey.PROVISIONAL)) == NEW + 7 * DAY
    assert (one.moved_from, one.moved_at, one.moves) == (STARTS.date(), AT, 1)


def test_another_hour_of_the_same_day_moves_nothing(sides):
    one = session(sides)

    one.reschedule(one.starts + DAY / 24, one.ends, due=None, base=1, by=sides.ours, at=AT)

    assert (one.moved_from, one.moved_at, one.moves) == (None, None, 0)


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"reason": "  "}, "Please say why the day changes: both secretaries read it."),
        ({"to": STANDS}, "It is due on that day already."),
        ({"to": TODAY - DAY}, "Please name a day from today on."),
        ({"to": STARTS.date() + DAY}, "This has to happen before the session begins."),
    ],
)
def test_a_move_is_refused(sides, more, sentence):
    with pytest.raises(Refused) as no:
        moved(sides, session(sides), **more)

    assert str(no.value) == sentence


def test_whoever_has_not_seen_the_last_move_moves_nothing(sides):
    one = session(sides)
    first = moved(sides, one)

    with pytest.raises(Stale):
        moved(sides, one, NEW + DAY, said=[first], base=0)

    assert moved(sides, one, NEW + DAY, said=[first], base=1).number == 2
    assert moved(sides, one, NEW, RungKey.CALL, said=[first], base=0).number == 1


def test_that_it_is_done_is_said_where_nothing_else_tells_it(sides):
    said = {"said": (), "base": 0, "by": sides.ours, "at": AT}
    entry = finish(session(sides), RungKey.ARRIVALS, "Sent by mail.", **said)
    assert (entry.is_done, entry.day(dt.date(2027, 1, 1))) == (True, None)

    with pytest.raises(Refused, match="is seen from what is done"):
        finish(session(sides), RungKey.CALL, "Sent by mail.", **said)
    with pytest.raises(Refused, match="Please say what was done"):
        finish(session(sides), RungKey.REVIEW, " ", **said)
