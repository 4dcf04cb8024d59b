"""The main job from end to end, over HTTP and the forms that stand on the pages: a whole session of the dialogue."""

import datetime as dt
import hashlib
import io
import re
from collections.abc import Callable

import pytest
from docx import Document
from flask import Flask
from sqlalchemy.orm import Session as Db
from sqlalchemy.orm import scoped_session

from dialogue.actions import acts
from dialogue.domain.agenda import Change
from tests import cast, walk, wire
from tests.cast import Cast
from tests.conftest import Clock
from tests.factories import HOUR
from tests.stories.hand import Hand, sits_down

pytestmark = pytest.mark.engines(slow="sqlite")  # the one story that quick tests walk on PostgreSQL

REF = "2027-2"
BASE = f"/sessions/{REF}"
Sit = Callable[[str], Hand]

ENERGY = {"title": "Energy security", "public_title": "Energy", "presenter": "Niels Delegate", "minutes": "40"}
ENERGY |= {"origin": "NATO", "oral": "y"}
STATEMENT = "The posture remains unchanged."
DECISION = "To meet the students every year."
ACTION = "Send the list of students."
ITEM_OF = {STATEMENT: "Energy security", DECISION: "Students’ simulation", ACTION: "Students’ simulation"}


def _paragraphs(ours: Hand, theirs: Hand) -> list[tuple[Hand, str, dict[str, str]]]:
    return [
        (ours, STATEMENT, {"kind": "statement", "speaker": "NATO"}),
        (theirs, DECISION, {"kind": "decided", "level": "cohost"}),
        (ours, ACTION, {"kind": "action", "level": "cohost", "owner": "Kosovo", "due_on": "2028-03-01"}),
    ]


@pytest.fixture
def people(db: scoped_session[Db], clock: Clock) -> Cast:
    """The people, and a session that was held, at which one item was deferred; the clock shows a fortnight later."""
    everybody = cast.enter(db)
    before = walk.plan(db, everybody)
    seats = walk.delegations(db, everybody, before)
    agenda = walk.circulate(db, everybody, walk.agenda(db, everybody, before, title="Border incidents"))
    walk.adopt(db, everybody, walk.opened(db, everybody, agenda), seats)
    item = next(item for item in agenda.all_items if item.title == "Border incidents")
    acts.change_adopted_agenda(
        agenda, item, Change.DEFERRED, "No time was left.", by=everybody.secretary_brussels, at=before.starts_at + HOUR
    )
    before.end(by=everybody.secretary_brussels, at=before.ends_at)
    db.commit()
    clock.at = before.ends_at + dt.timedelta(days=14)
    return everybody


@pytest.fixture
def sit(app: Flask, people: Cast) -> Sit:
    """Whoever sits down signs in anew: weeks pass in this story."""
    return lambda who: sits_down(app, getattr(people, who).email)


def test_a_whole_session_from_its_plan_to_the_tracker(sit: Sit, clock: Clock) -> None:
    _planned(sit)
    _delegations_named(sit)
    _cohost_engaged(sit)
    _agenda_circulated(sit, clock)
    feed = _subscribed(sit)
    _revised(sit, clock)
    _convened(sit, clock, feed)
    _opened_and_adopted(sit, clock)
    _minutes_written(sit, clock)
    text_hash = _signed_off(sit, clock)
    _approved(sit, clock, text_hash)
    _released(sit, clock)
    _taken_away(sit, clock)
    _carried_into_the_next(sit, clock)


def _planned(sit: Sit) -> None:
    secretary = sit("secretary_brussels")
    assert "HLD/2027/2" in secretary.open("/sessions/new")
    plan = secretary.press("Plan this session")
    assert secretary.path == BASE
    assert "tentative" in plan
    assert "Prishtina" in plan
    secretary.follow("Change date or place")
    secretary.press("See what that means", status=200, venue="Grand Hall", address="Skanderbeg Square 1")
    secretary.press("Change it now")
    assert "Grand Hall" in secretary.text


def _delegations_named(sit: Sit) -> None:
    ours, theirs = sit("secretary_brussels"), sit("secretary_prishtina")
    _name(ours, "nato", "Nora Chair", "Head of delegation")
    _name(ours, "nato", "Niels Delegate", "Member")
    _name(theirs, "kosovo", "Fatos Focal", "Focal point")
    theirs.press("Accredit")
    assert "waits for a second person’s word, within a week: Kaltrina Chair" in theirs.text
    _agree(sit("chair_kosovo"), "Accreditation of Fatos Focal as focal point")
    focal = sit("focal_kosovo")
    _name(focal, "kosovo", "Kaltrina Chair", "Head of delegation")
    _name(focal, "kosovo", "Krenar Delegate", "Member")
    assert "Accredit" not in focal.buttons()
    for secretary in (ours, theirs):
        secretary.open(f"{BASE}/participants")
        for _ in range(2):
            secretary.press("Accredit")
        assert "is accredited" in secretary.text
    _agree(theirs, "Accreditation of Nora Chair as head of delegation")
    listed = _paper(theirs.download(f"{BASE}/participants.docx"))
    assert [
        name for name in ("Nora Chair", "Niels Delegate", "Kaltrina Chair", "Krenar Delegate") if name not in listed
    ] == []


def _agree(hand: Hand, what: str) -> None:
    """Who names a head or a focal point accredits it with a second person's word."""
    hand.open("/")
    hand.follow("Give the second person’s word")
    hand.follow(what)
    hand.press("Agree: put it in force")
    assert "it is in force" in hand.text


def _name(hand: Hand, side: str, person: str, capacity: str) -> None:
    hand.open(f"{BASE}/participants/{side}/nominate")
    offered = next(words for words in hand.offered("person") if words.startswith(person))
    hand.press("Name this person", person=offered, capacity=capacity)
    assert f"{person} is named" in hand.text


def _cohost_engaged(sit: Sit) -> None:
    ours, theirs = sit("secretary_brussels"), sit("secretary_prishtina")
    assert sit("cohost_university").open(BASE, status=404)
    ours.open(f"{BASE}/co-hosts/new")
    ours.press("Enter this organisation", organisation="The University", begins="proposed")
    ours.press("Consent")
    theirs.open(f"{BASE}/co-hosts")
    theirs.press("Consent")
    ours.open(f"{BASE}/co-hosts")
    ours.follow("Record the signed memorandum")
    ours.press("Record that it is signed", mou_reference="MoU/2027/2")
    check = ours.follow("Open the session to its people")
    assert "Una University" in check
    ours.press("Open the session to its people")
    assert "Grand Hall" in sit("cohost_university").open(BASE)


def _agenda_circulated(sit: Sit, clock: Clock) -> None:
    ours, theirs, host = sit("secretary_brussels"), sit("secretary_prishtina"), sit("cohost_university")
    assert "Border incidents" in ours.open(f"{BASE}/agenda")  # the item deferred at the last session comes back
    assert "HLD/2027/1" in ours.text
    ours.press("Begin the agenda")
    assert "Border incidents" in ours.text
    ours.follow("Add an item")
    ours.press("Put the item", **ENERGY)
    host.open(f"{BASE}/agenda/requests")
    host.press("Ask both secretaries", title="Students’ simulation", presenter="Una University", kind="open")
    ours.open(f"{BASE}/agenda")
    _accepted(ours, "Students’ simulation")
    ours.follow("Edit: Students’ simulation")
    ours.press("Save the item", oral="y", level="public")
    clock.at = dt.datetime(2027, 11, 10, 9, tzinfo=dt.UTC)
    ours, theirs = sit("secretary_brussels"), sit("secretary_prishtina")
    for secretary in (ours, theirs):
        secretary.open(f"{BASE}/agenda")
        secretary.press("Close the call", reason="All requests are in.")
    _both_sign(sit, "agenda")
    ours.open(f"{BASE}/agenda")
    ours.follow("Freeze it")
    ours.press("Freeze REV 1")
    assert sit("delegate_nato").open(f"{BASE}/agenda", status=403)
    ours.follow("Circulate REV 1")
    assert "Una University" in ours.text
    ours.press("Circulate REV 1 to all of them")
    assert "Energy security" in sit("delegate_nato").open(f"{BASE}/agenda")
    read = sit("cohost_university").open(f"{BASE}/agenda")
    assert "Students’ simulation" in read
    assert "Energy security" not in read


def _accepted(secretary: Hand, title: str) -> None:
    secretary.follow(title)
    secretary.press("Accept the request")


def _both_sign(sit: Sit, what: str, base: str = BASE) -> None:
    """Both read the same text, told by its hash, and sign it off."""
    hashes = set()
    for secretary in (sit("secretary_brussels"), sit("secretary_prishtina")):
        secretary.open(f"{base}/{what}")
        hashes |= set(re.findall(r"Hash of this text: ([0-9a-f]{12})", secretary.text))
        secretary.press("Sign off this text")
    assert len(hashes) == 1


def _subscribed(sit: Sit) -> str:
    delegate = sit("delegate_kosovo")
    delegate.open("/calendar")
    delegate.press("Make the address", name="My telephone")
    address = delegate.page.get_element_by_id("address-https").get("value")
    feed = str(address).removeprefix("http://localhost")
    assert _event(delegate, feed)["STATUS"] == "TENTATIVE"
    assert "My telephone" in delegate.open("/calendar")
    return feed


def _event(hand: Hand, feed: str) -> dict[str, str]:
    """The session as a calendar program without any cookie sees it."""
    (event,) = [
        e
        for e in wire.events(hand.client.application.test_client().get(feed).data)
        if e["DTSTART;TZID=Europe/Brussels"].startswith("20271207")
    ]
    return event


def _revised(sit: Sit, clock: Clock) -> None:
    clock.later(days=3)
    secretary = sit("secretary_prishtina")
    secretary.open(f"{BASE}/agenda")
    secretary.follow("Edit: Energy security")
    secretary.press("Save the item", minutes="55")
    assert "Changed since REV 1" in secretary.text
    _both_sign(sit, "agenda")
    secretary.open(f"{BASE}/agenda")
    secretary.follow("Circulate the next release")
    secretary.press("Circulate REV 2")
    delegate = sit("delegate_nato")
    assert "REV 2" in delegate.open(f"{BASE}/agenda")
    first, second = (_paper(delegate.download(f"{BASE}/agenda.docx?rev={rev}")) for rev in (1, 2))
    assert "REV 1" in first
    assert "REV 2" in second
    assert first != second


def _convened(sit: Sit, clock: Clock, feed: str) -> None:
    secretary = sit("secretary_brussels")
    before = _event(secretary, feed)
    clock.later(hours=2)
    _both_convene(secretary, sit("secretary_prishtina"), BASE)
    after = _event(secretary, feed)
    assert (before["STATUS"], after["STATUS"]) == ("TENTATIVE", "CONFIRMED")
    assert int(after["SEQUENCE"]) > int(before["SEQUENCE"])
    assert after["UID"] == before["UID"]


def _both_convene(one: Hand, other: Hand, base: str) -> None:
    """Proposed by one secretary, in force with the consent of the other."""
    one.open(base)
    one.follow("Convene the session")
    one.press("Propose it to the other side")
    assert "tentative" in one.text
    other.open("/")
    other.follow("Consent to a change of the session")
    other.press("Consent: Convene HLD/")
    assert "convened" in other.text


def _opened_and_adopted(sit: Sit, clock: Clock) -> None:
    clock.at = dt.datetime(2027, 12, 7, 8, 30, tzinfo=dt.UTC)
    secretary = sit("secretary_prishtina")
    secretary.open(BASE)
    secretary.press("Open the session")
    for who, minutes in (("chair_kosovo", 4), ("chair_nato", 2)):
        clock.later(minutes=minutes)
        head = sit(who)
        head.open(f"{BASE}/agenda/adoption")
        head.press("Record this consent", head=next(words for words in head.offered("head") if "Chair" in words))
    assert "The agenda is adopted." in head.text
    assert "09:36" in secretary.open(f"{BASE}/agenda")
    assert "Nora Chair" in secretary.text
    assert "Kaltrina Chair" in secretary.text


def _minutes_written(sit: Sit, clock: Clock) -> None:
    clock.later(hours=1)
    ours, theirs = sit("secretary_brussels"), sit("secretary_prishtina")
    ours.open(f"{BASE}/minutes")
    ours.press("Begin the minutes")
    ours.follow("Who was present")
    ours.press("Save, and record all others as present")
    for hand, words, fields in _paragraphs(ours, theirs):
        hand.open(f"{BASE}/minutes")
        hand.follow("Write and edit", about=ITEM_OF[words])
        hand.press("Add this paragraph", text=words, **fields)
    both = theirs.open(f"{BASE}/minutes")
    assert [words for words in ITEM_OF if words not in both] == []
    clock.at = dt.datetime(2027, 12, 7, 16, 5, tzinfo=dt.UTC)
    ours = sit("secretary_brussels")
    ours.open(BASE)
    ours.press("End the session")


def _signed_off(sit: Sit, clock: Clock) -> str:
    clock.later(days=3)
    ours, theirs = sit("secretary_brussels"), sit("secretary_prishtina")
    seen = []
    for secretary in (ours, theirs):
        secretary.open(f"{BASE}/minutes")
        secretary.follow("Read and sign off")
        _, sent = secretary.filled("Sign off this text")
        seen += sent["seen"]
        secretary.press("Sign off this text")
    assert seen[0] == seen[1]
    assert "Both secretaries have signed off" in theirs.text
    assert sit("chair_nato").open(f"{BASE}/minutes", status=403)
    theirs.follow("Send to the co-chairs")
    theirs.press("Send to the co-chairs")
    return str(seen[0])


def _approved(sit: Sit, clock: Clock, text_hash: str) -> None:
    clock.later(days=2)
    assert "D/2027/2/01" not in sit("chair_nato").open(f"{BASE}/minutes")
    for who in ("chair_nato", "chair_kosovo"):
        chair = sit(who)
        chair.open(f"{BASE}/minutes/approval")
        _, sent = chair.filled("Approve this text")
        assert sent["seen"] == [text_hash]
        chair.press("Approve this text")
    assert "D/2027/2/01" in chair.text
    assert "OC/2027/2/01" in chair.text
    assert "D/2027/2/01" in sit("delegate_nato").open("/decisions")


def _released(sit: Sit, clock: Clock) -> None:
    clock.later(days=1)
    assert sit("cohost_university").open(f"{BASE}/minutes", status=404)
    for level in ("delegations", "cohost", "public"):
        for who in ("secretary_brussels", "secretary_prishtina"):
            secretary = sit(who)
            secretary.open(f"{BASE}/minutes/releases/{level}")
            secretary.press("Consent to the release")
    assert secretary.text.count("released") >= 3


def _taken_away(sit: Sit, clock: Clock) -> None:
    clock.later(hours=3)
    host = sit("cohost_university")
    host.open("/documents")
    path = next(a.get("href") for a in host.page.iter("a") if "minutes.docx" in a.get("href", ""))
    blob = host.download(path)
    digest = hashlib.sha256(blob).hexdigest()
    assert DECISION in _paper(blob)
    assert STATEMENT not in _paper(blob)
    for page in ("minutes/releases", "co-hosts"):
        receipts = sit("secretary_brussels").open(f"{BASE}/{page}")
        assert digest[:12] in receipts
        assert "Una University" in receipts
    assert "15:05" not in receipts  # the hour stands in the zone of the dialogue
    assert host.download(path) == blob


def _carried_into_the_next(sit: Sit, clock: Clock) -> None:
    """The next session is planned, prepared and held; the follow-up is still there, carried once."""
    ours, theirs = sit("secretary_brussels"), sit("secretary_prishtina")
    assert "0 times" in ours.open("/follow-ups/2027-2/1")
    assert "HLD/2028/1" in ours.open("/sessions/new")
    ours.press("Plan this session")
    base = ours.path
    ours.open(f"{base}/agenda")
    ours.press("Begin the agenda")
    for secretary in (ours, theirs):
        secretary.open(f"{base}/agenda")
        secretary.press("Close the call", reason="Nothing else is asked for.")
    _both_sign(sit, "agenda", base)
    ours.open(f"{base}/agenda/propose")
    ours.press("Freeze REV 1")
    ours.open(f"{base}/agenda/circulate")
    ours.press("Circulate REV 1")
    _both_convene(ours, theirs, base)
    clock.at = dt.datetime(2028, 6, 6, 8, tzinfo=dt.UTC)
    ours = sit("secretary_brussels")
    ours.open(base)
    ours.press("Open the session")
    clock.later(hours=7)
    ours.press("End the session")
    assert "1 time" in ours.open("/follow-ups/2027-2/1")
    tracker = _paper(ours.download("/follow-ups.docx"))
    assert "OC/2027/2/01" in tracker
    assert ACTION in tracker
    assert "carried once" in tracker


def _paper(blob: bytes) -> str:
    """The words of a document, tables included."""
    return " ".join("".join(t.itertext()) for t in Document(io.BytesIO(blob)).element.body.iter("{*}p"))
