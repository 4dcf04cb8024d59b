"""Two delegations edit the draft in Word and bring it in: each by itself, both read when the period is over, and every
change that was asked for is a comment with its answer."""

import datetime as dt
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy.orm import Session as Db
from sqlalchemy.orm import scoped_session

from tests import cast, walk
from tests.cast import Cast
from tests.conftest import Clock
from tests.rendering.word.desk import Desk
from tests.stories.hand import Hand, sits_down

BASE = "/sessions/2027-1/minutes"
Sit = Callable[[str], Hand]


@pytest.fixture
def sit(app: Flask, db: scoped_session[Db], clock: Clock) -> Sit:
    """The minutes of a session are out for comments; everybody was there."""
    people: Cast = cast.enter(db)
    made, seats = walk.to_minutes(db, people, walk.plan(db, people))
    for seat in seats.values():
        made.mark(seat, True, by=people.secretary_brussels, at=made.session.ends_at)
    walk.comments(db, people, made)
    db.commit()
    clock.at = made.circulated_at + dt.timedelta(hours=1)
    return lambda who: sits_down(app, getattr(people, who).email)


def edited(hand: Hand, new: str, remark: str) -> bytes:
    """The draft as this person takes it away, with a word of its second paragraph typed over and a comment on it."""
    desk = Desk(hand.download(f"{BASE}.docx?edition=delegations"), author="Somebody Else")
    line = desk.lines("Paragraph_2")[0]
    end = desk.text(line).index(" ")
    desk.replace(line, 0, end, new)
    desk.comment(line, len(new) + 1, len(new) + 4, remark)
    return bytes(desk.bytes())


def brought(hand: Hand, copy: bytes) -> None:
    hand.open(f"{BASE}/comments")
    hand.follow("Bring in your copy edited in Word…")
    hand.bring("Show what it asks for", copy, "draft.docx")
    hand.press("Send 2 comments")


def test_each_side_brings_in_its_copy_and_neither_learns_of_the_other_before_the_end(sit: Sit, clock: Clock) -> None:
    ours, theirs = sit("delegate_nato"), sit("delegate_kosovo")

    brought(ours, edited(ours, "Ourword", "Ourremark?"))
    for who in ("delegate_kosovo", "chair_kosovo", "secretary_prishtina"):
        page = sit(who).open(f"{BASE}/comments")
        assert ("Ourword" in page, "comment 1" in page) == (False, False), who
    brought(theirs, edited(theirs, "Theirword", "Theirremark?"))
    for who, own, foreign in (("chair_nato", "Our", "Their"), ("chair_kosovo", "Their", "Our")):
        page = sit(who).open(f"{BASE}/comments")
        assert [word in page for word in (f"{own}word", f"{own}remark?", f"{foreign}word", f"{foreign}remark?")] == [
            True, True, False, False
        ]  # fmt: skip

    clock.later(days=60)
    closing = sit("secretary_brussels")
    closing.open(f"{BASE}/comments")
    closing.press("Close the period")
    for who in ("delegate_nato", "delegate_kosovo"):
        page = sit(who).open(f"{BASE}/comments")
        assert all(word in page for word in ("Ourword", "Ourremark?", "Theirword", "Theirremark?")), who
        assert "Somebody Else" not in page
    assert "2 comments have no answer yet." in sit("secretary_brussels").open(f"{BASE}/comments")
