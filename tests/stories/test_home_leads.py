"""Home leads: whoever does nothing but what their own home says brings a session from its plan to its closing, through
comments, silence, a co-host and a corrigendum. It fails where nobody has a line and the session is not closed.

What nobody has to do, somebody begins by their own wish: an engagement, a round of silence, a correction."""

import datetime as dt
from collections.abc import Callable, Mapping

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session as Db
from sqlalchemy.orm import scoped_session

from dialogue.actions.ticking import Tick
from dialogue.actions.ticking import run as tick
from dialogue.db import transaction
from dialogue.domain.sessions import Session
from dialogue.domain.silence import Issue
from tests import cast, walk
from tests.cast import Cast
from tests.conftest import Clock
from tests.factories import DAY, HOUR
from tests.stories.hand import Hand, sits_down

pytestmark = pytest.mark.slow

REF = "2027-1"
BASE = f"/sessions/{REF}"
MINUTE = HOUR / 60
ACCOUNTS = ("chair_nato", "chair_kosovo", "secretary_brussels", "secretary_prishtina")
MOST = 200  # steps
LEVELS = ("delegations", "cohost", "public")


def pressing(*buttons: str, **fields: str) -> Callable[[Hand], None]:
    def act(hand: Hand) -> None:
        for button in buttons:
            hand.press(button, **fields)

    return act


def following(link: str, *buttons: str, **fields: str) -> Callable[[Hand], None]:
    def act(hand: Hand) -> None:
        hand.follow(link)
        pressing(*buttons, **fields)(hand)

    return act


def name_the_head(hand: Hand) -> None:
    hand.follow("Name a person")
    offered = next(words for words in hand.offered("person") if "Chair" in words)
    hand.press("Name this person", person=offered, capacity="Head of delegation")


def record_consent(hand: Hand) -> None:
    hand.press("Record this consent", head=next(words for words in hand.offered("head") if "Chair" in words))


def circulate(hand: Hand) -> None:
    """One side proposes until when, the other agrees to the same."""
    if not hand.path.endswith("/circulate"):
        hand.follow("Circulate for comments…")
    path, proposed = hand.filled("See the mail and its recipients")
    hand.open(f"{path}?until={proposed['until'][0]}")
    agrees = any(button.startswith("Agree, and circulate") for button in hand.buttons())
    hand.press("Agree, and circulate" if agrees else "Propose this")


def comment(hand: Hand) -> None:
    hand.follow("Comment on paragraph 1…")
    hand.press("Record this comment", kind="correction", text="“Adopted” was not said.")


def issue(hand: Hand) -> None:
    path = hand.path
    hand.follow("Issue the round…")
    expires = hand.page.xpath("//input[@name='expires']/@value")[0]
    hand.open(f"{path}/issue?expires={expires}")
    hand.press("Send to")


def release(hand: Hand) -> None:
    for level in LEVELS:
        hand.open(f"{BASE}/minutes/releases/{level}")
        if "Consent to the release of this edition" in hand.buttons():
            hand.press("Consent to the release")


# What a person does who opens a line of home. None: what another line brings about, or what waits for its day.
DOES: Mapping[str, Callable[[Hand], None] | None] = {
    "Convene the session": following("Convene the session", "Propose it to the other side"),
    "Consent to a change of the session": pressing("Consent: Convene HLD/"),
    "Answer the invitation": None,  # whoever does not answer comes all the same
    "Confirm again that you come: the session has changed since you answered": None,
    "Remind those who have not answered": None,
    "Send the list of arrivals": pressing("It is done", how="By mail."),
    "Begin the agenda": pressing("Begin the agenda"),
    "Name and accredit the head": name_the_head,
    "Accredit a nomination": pressing("Accredit"),
    "Give the second person’s word": following("Accreditation of", "Agree: put it in force"),
    "Agree that the call for items closes early": pressing("Close the call", reason="All is in."),
    "Close the call for items": pressing("Close the call", reason="All is in."),
    "Draft the agenda": pressing("Sign off this text"),
    "Sign off the agenda": pressing("Sign off this text"),
    "Freeze the agenda": pressing("Freeze REV 1"),
    "Circulate the provisional agenda": pressing("Circulate REV 1 to all of them"),
    "Open the session to a co-host": following("Open the session to its people", "Open the session to its people"),
    "Open the session": pressing("Open the session"),
    "Consent to the adoption": record_consent,
    "Record the adoption": None,
    "End the session": pressing("End the session"),
    "Consent to a co-host": pressing("Consent"),
    "Sign the memorandum": following("Record the signed memorandum", "Record that it is signed", mou_reference="M/1"),
    "Begin the handover": following("Begin the handover", "Begin the handover"),
    "Close the engagement": following("Close the engagement", "Close the engagement"),
    "Begin the minutes": pressing("Begin the minutes"),
    "Write the minutes": following("Read and sign off", "Sign off this text"),
    "Sign off the minutes": following("Read and sign off", "Sign off this text"),
    "Send the joint draft on": circulate,
    "Agree until when": circulate,
    "Comment on the minutes": comment,
    "Close the period for comments": pressing("Close the period"),
    "Answer the comments": following(
        "Answer…", "Record the answer", disposition="not accepted", reason="The recording says otherwise."
    ),
    "Approve the minutes": None,  # silence is proposed instead
    "Consent to silence": pressing("Consent to silence as the method"),
    "Issue a round": issue,
    "Serve the paper": None,  # whom it is for acknowledges it
    "Read a paper under silence": pressing("Acknowledge receipt"),
    "Release the minutes": release,
    "Consent to a release": release,
    "Sign the minutes as the Chair": pressing("Sign the minutes"),
    "Sign the minutes": pressing("Sign the minutes"),
    "Write a corrigendum": following("COR 1", "Sign off this text"),
    "Sign off a corrigendum": following("COR 1", "Sign off this text"),
    "Approve a corrigendum": following("COR 1", "Approve this text"),
    "Close the session": pressing("Close the session for good"),
}


# Done once: the line stays until somebody else has acted, too.
ONCE = ("Comment on the minutes", "Accredit a nomination", "Name and accredit the head")


class Story:
    def __init__(self, app: Flask, db: scoped_session[Db], clock: Clock, people: Cast) -> None:
        self.app, self.db, self.clock, self.people = app, db, clock, people
        self.hands: dict[str, Hand] = {}
        self.done: list[str] = []

    def at_home(self, who: str) -> Hand:
        """Signs in anew where a sign-in did not last: weeks pass in this story."""
        hand = self.hands.get(who)
        if hand is not None:
            hand.open("/")
        if hand is None or "Sign in" in hand.buttons():
            hand = self.hands[who] = sits_down(self.app, getattr(self.people, who).email)
            hand.open("/")
        return hand

    def lines(self, who: str) -> list[str]:
        """What home says waits for that account, in its order."""
        found = self.at_home(who).page.xpath("//section[@aria-labelledby='waits']//ul//a")
        return [" ".join(link.text_content().split()) for link in found]

    def goes_on(self) -> None:
        """As long as somebody's home names something to do."""
        before = len(self.done)
        while any(self._does(who, line) for who in ACCOUNTS for line in self.lines(who)):
            assert len(self.done) < MOST, self.done[-20:]
        assert len(self.done) > before, f"nobody has anything to do, and the session is not closed: {self.done[-5:]}"

    def _does(self, who: str, line: str) -> bool:
        begins = next((words for words in DOES if line.startswith(words)), None)
        assert begins is not None, f"home of {who} says what nobody here can do: {line}"
        act, step = DOES[begins], f"{who}: {line}"
        if act is None or (begins in ONCE and step in self.done):
            return False
        self.hands[who].follow(line)
        act(self.hands[who])
        self.done.append(step)
        self.clock.later(minutes=1)
        return True

    def is_heard(self, until: dt.datetime) -> None:
        with transaction():
            walk.heard(self.db, self.clock() - HOUR, until - MINUTE / 2)
            walk.heard(self.db, self.clock(), until + MINUTE / 2)

    def works(self) -> None:
        assert tick(Tick(self.app.extensions["dialogue.config"], self.clock)) == []


def engage(story: Story) -> None:
    ours = story.at_home("secretary_brussels")
    ours.open(f"{BASE}/co-hosts/new")
    ours.press("Enter this organisation", organisation="The University", begins="proposed")


def propose_silence(story: Story) -> None:
    ours = story.at_home("secretary_prishtina")
    ours.open(f"{BASE}/minutes")
    ours.follow("Put under silence…")
    ours.press("Ask both co-chairs")


def correct(story: Story) -> None:
    ours = story.at_home("secretary_brussels")
    ours.open(f"{BASE}/minutes")
    ours.press("Begin a corrigendum")
    ours.press("Add this correction", paragraph="1", reads="", should_read="So it was agreed.")


def test_home_alone_leads_a_session_from_its_plan_to_its_closing(
    app: Flask, db: scoped_session[Db], clock: Clock
) -> None:
    people = cast.enter(db)
    session = walk.plan(db, people)
    starts_at, session_id = session.starts_at, session.id
    db.commit()
    clock.at = starts_at - 60 * DAY
    story = Story(app, db, clock, people)

    engage(story)
    story.goes_on()  # convened, its agenda circulated, its heads accredited, its co-host let in

    clock.at = starts_at - HOUR / 2
    story.goes_on()  # opened, adopted, ended; the joint draft with both delegations

    clock.later(days=40)
    story.goes_on()  # comments closed and answered, the final draft
    propose_silence(story)
    story.goes_on()  # method, notice, acknowledged
    expires_at = db.scalars(select(Issue.expires_at)).one()
    story.is_heard(expires_at)
    clock.at = expires_at + 2 * MINUTE
    story.works()

    correct(story)
    story.goes_on()  # corrected, signed, released, handed over, closed

    db.expire_all()
    assert db.get_one(Session, session_id).is_closed
    assert [line for who in ACCOUNTS for line in story.lines(who)] == []
