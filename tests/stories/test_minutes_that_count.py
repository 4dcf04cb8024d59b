"""Minutes that count, over HTTP and the forms that stand on the pages: comments, a round that is broken, one that is
kept, the numbers, the Action Sheet, the release, a corrigendum."""

import datetime as dt
import io
import re
from collections.abc import Callable

import pytest
from docx import Document
from flask import Flask
from sqlalchemy.orm import Session as Db
from sqlalchemy.orm import scoped_session

from dialogue.actions.ticking import Tick
from dialogue.actions.ticking import run as tick
from dialogue.config import Config
from dialogue.db import transaction
from dialogue.domain.minutes import Minutes
from dialogue.domain.sessions import instant
from tests import cast, walk
from tests.cast import Cast
from tests.conftest import Clock
from tests.factories import HOUR
from tests.stories.hand import Hand, sits_down

MINUTE = dt.timedelta(minutes=1)
BASE = "/sessions/2027-1"
Sit = Callable[[str], Hand]
DECISION = "To meet monthly."


@pytest.fixture
def minutes(db: scoped_session[Db], clock: Clock) -> tuple[Cast, Minutes]:
    """A session that was held, everybody present, and its minutes in drafting."""
    people = cast.enter(db)
    made, seats = walk.to_minutes(db, people, walk.plan(db, people))
    for seat in seats.values():
        made.mark(seat, True, by=people.secretary_brussels, at=made.session.ends_at)
    db.commit()
    clock.at = made.session.ends_at + dt.timedelta(days=2)
    return people, made


@pytest.fixture
def sit(app: Flask, minutes: tuple[Cast, Minutes]) -> Sit:
    """Whoever sits down signs in anew: weeks pass in this story."""
    return lambda who: sits_down(app, getattr(minutes[0], who).email)


@pytest.fixture
def works(app: Flask, clock: Clock) -> Callable[[], None]:
    """One pass of the worker; mails go to files, so nobody is served by them."""
    config: Config = app.extensions["dialogue.config"]
    return lambda: _nothing_failed(tick(Tick(config, clock)))


def _nothing_failed(failed: list[str]) -> None:
    assert failed == []


def test_minutes_from_the_first_draft_to_a_corrigendum(
    sit: Sit, clock: Clock, works: Callable[[], None], db: scoped_session[Db]
) -> None:
    _signed_off(sit)
    _commented(sit, clock)
    _consolidated(sit, clock)
    first = _put_under_silence(sit, clock, works)
    _broken(sit, clock, works, first)
    _mended(sit, clock)
    second = _put_under_silence(sit, clock, works, beats=db)
    assert "round 2" in sit("chair_nato").open(second)
    _kept(sit, clock, works, second)
    _released(sit, clock)
    _corrected(sit, clock)


def _signed_off(sit: Sit) -> None:
    for who in ("secretary_brussels", "secretary_prishtina"):
        hand = sit(who)
        hand.open(f"{BASE}/minutes/sign-off")
        hand.press("Sign off this text")


def _commented(sit: Sit, clock: Clock) -> None:
    ours = sit("secretary_brussels")
    ours.open(f"{BASE}/minutes")
    ours.follow("Circulate for comments…")
    path, proposed = ours.filled("See the mail and its recipients")
    ours.open(f"{path}?until={proposed['until'][0]}")
    ours.press("Propose this")
    theirs = sit("secretary_prishtina")
    theirs.open(f"{path}?until={proposed['until'][0]}")
    theirs.press("Agree, and circulate")
    delegate = sit("delegate_kosovo")
    delegate.open(f"{BASE}/minutes/comments")
    delegate.follow("Comment on paragraph 2…")
    delegate.press("Record this comment", kind="correction", text="“Weekly” was said.")
    assert "“Weekly” was said." in sit("chair_kosovo").open(f"{BASE}/minutes/comments")
    assert "“Weekly” was said." not in sit("delegate_nato").open(f"{BASE}/minutes/comments")
    clock.later(days=30)
    ours = sit("secretary_brussels")
    ours.open(f"{BASE}/minutes/comments")
    ours.press("Close the period")
    assert "“Weekly” was said." in sit("delegate_nato").open(f"{BASE}/minutes/comments")


def _consolidated(sit: Sit, clock: Clock) -> None:
    ours = sit("secretary_brussels")
    ours.open(f"{BASE}/minutes/sign-off")
    assert "Every comment needs its answer before the text is final" in ours.text
    assert "Sign off this text" not in ours.buttons()
    ours.follow("To the comments")
    ours.follow("Answer…")
    ours.press("Record the answer", disposition="not accepted", reason="The recording says otherwise.")
    clock.later(hours=1)
    _signed_off(sit)
    assert "final draft" in sit("chair_nato").open(f"{BASE}/minutes")


def _put_under_silence(
    sit: Sit, clock: Clock, works: Callable[[], None], beats: scoped_session[Db] | None = None
) -> str:
    """Method, consent of both, notice; both sides acknowledge the paper. Returns the address of the round."""
    ours = sit("secretary_prishtina")
    ours.open(f"{BASE}/minutes")
    ours.follow("Put under silence…")
    ours.press("Ask both co-chairs")
    path = ours.path
    for chair in ("chair_kosovo", "chair_nato"):
        hand = sit(chair)
        hand.open("/")
        hand.follow("Consent to silence as the method")
        hand.press("Consent to silence as the method")
    ours.open("/")
    ours.follow("Issue a round")
    page = ours.follow("Issue the round…")
    assert "First choose the expiry" in page
    expires = ours.page.xpath("//input[@name='expires']/@value")[0]
    ours.open(f"{path}/issue?expires={expires}")
    ours.press("Send to 4 people")
    if beats is not None:
        _heard_until(beats, clock, dt.datetime.fromisoformat(expires))
    clock.later(minutes=2)
    works()
    for chair in ("chair_nato", "chair_kosovo"):
        hand = sit(chair)
        hand.open(path)
        hand.press("Acknowledge receipt")
    return path


def _heard_until(db: scoped_session[Db], clock: Clock, expires: dt.datetime) -> None:
    """The service was heard all the time: a beat at both ends of the round, and one after it."""
    with transaction():
        walk.heard(db, clock() - HOUR, instant(expires) - MINUTE / 2)
        walk.heard(db, clock(), instant(expires) + MINUTE / 2)


def _broken(sit: Sit, clock: Clock, works: Callable[[], None], path: str) -> None:
    clock.later(minutes=30)
    chair = sit("chair_kosovo")
    chair.open(path)
    chair.press("Break silence", kind="an amendment", text="“Weekly”, please.")
    assert "Kept, and in time: silence is broken" in chair.text
    works()
    assert "the text is not approved" in sit("delegate_nato").open(path)
    assert "consolidation" in sit("secretary_brussels").open(f"{BASE}/minutes")
    notices = sit("secretary_brussels").open("/notices")
    assert "Not adopted, silence was broken" in notices


def _mended(sit: Sit, clock: Clock) -> None:
    clock.later(days=1)
    ours = sit("secretary_brussels")
    ours.open(f"{BASE}/minutes/items/5")
    ours.press("Save paragraph 2", text="To meet weekly.")
    _signed_off(sit)


def _kept(sit: Sit, clock: Clock, works: Callable[[], None], path: str) -> None:
    round_page = sit("delegate_nato").open(path)
    assert "To meet weekly." in round_page
    expires = re.search(r"Silence under|[Ee]xpiry", round_page)
    assert expires is not None
    clock.later(days=20)
    before = sit("delegate_nato").open(path)
    works()
    after = sit("delegate_nato").open(path)
    assert "Silence was kept: the text is approved" in before
    assert "Silence was kept: the text is approved" in after
    register = sit("delegate_nato").open("/decisions")
    assert "D/2027/1/01" in register
    assert "To meet weekly." in register
    minutes = sit("delegate_nato").open(f"{BASE}/minutes")
    assert "Approved under the silence procedure on" in minutes
    hand = sit("chair_nato")
    hand.open(path)
    sheet = next(
        a.get("href") for a in hand.page.iter("a") if "action-sheet" in a.get("href", "") or "AS1" in a.text_content()
    )
    assert "D/2027/1/01" in _paper(hand.download(sheet))


def _released(sit: Sit, clock: Clock) -> None:
    for who in ("secretary_brussels", "secretary_prishtina"):
        hand = sit(who)
        hand.open(f"{BASE}/minutes/releases/delegations")
        hand.press("Consent to the release")
    released = _paper(sit("delegate_kosovo").download(f"{BASE}/minutes.docx"))
    assert "To meet weekly." in released
    assert "Approved under the silence procedure" in released


def _corrected(sit: Sit, clock: Clock) -> None:
    """A slip is found: the text stays as it was approved, and COR 1 stands beside it once both sides have approved."""
    clock.later(days=3)
    before = sit("delegate_kosovo").download(f"{BASE}/minutes.docx")
    ours = sit("secretary_brussels")
    ours.open(f"{BASE}/minutes")
    ours.press("Begin a corrigendum")
    path = ours.path
    ours.press("Add this correction", paragraph="2", reads="weekly", should_read="every week")
    for secretary in ("secretary_brussels", "secretary_prishtina"):
        hand = sit(secretary)
        hand.open(path)
        hand.press("Sign off this text")
    for chair in ("chair_nato", "chair_kosovo"):
        hand = sit(chair)
        hand.open(path)
        hand.press("Approve this text")
    delegate = sit("delegate_kosovo")
    assert "COR 1" in delegate.open(f"{BASE}/minutes")
    assert "every week" in _paper(delegate.download(f"{path}.docx"))
    assert delegate.download(f"{BASE}/minutes.docx") == before


def _paper(blob: bytes) -> str:
    return " ".join("".join(t.itertext()) for t in Document(io.BytesIO(blob)).element.body.iter("{*}p"))
