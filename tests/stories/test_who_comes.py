"""A session from its convening to its cancellation, as twelve accounts live through it: whatever is changed, their
calendar, page, home, mail and papers say the same date and place."""

import copy
import datetime as dt
import hashlib
from dataclasses import dataclass, field

import icalendar
import pytest
import vobject
from flask import Flask
from sqlalchemy.orm import Session as Db
from sqlalchemy.orm import scoped_session

from dialogue.actions import incoming, ticking
from dialogue.config import Config
from dialogue.domain import subscriptions
from dialogue.domain.agenda import Agenda
from dialogue.domain.changes import SessionChange
from dialogue.domain.delegations import Capacity, Participant, Reply
from dialogue.domain.notices import WAIT
from dialogue.domain.sessions import ZONE, Session
from dialogue.domain.subscriptions import Scope
from dialogue.i18n import span
from dialogue.notifications.outbox import send_due
from dialogue.queries import sheets
from tests import arriving, walk
from tests.cast import Cast, enter
from tests.conftest import Clock
from tests.factories import DAY
from tests.post import Office, served
from tests.rendering.word.checks import words
from tests.stories.hand import Hand, sits_down

pytestmark = pytest.mark.slow

REF = "2027-1"
BASE = f"/sessions/{REF}"
INVITED = ("chair_nato", "chair_kosovo", "delegate_nato", "delegate_kosovo", "observer")
READERS = (*INVITED, "secretary_brussels", "secretary_prishtina", "focal_kosovo", "cohost_university")
STRANGERS = ("admin", "cohost_institute", "outsider")
OURS, THEIRS = "secretary_brussels", "secretary_prishtina"
WALL = "%Y-%m-%dT%H:%M"


@pytest.fixture(scope="module")
def office():
    with served(Office()) as opened:
        yield opened


@dataclass
class Story:
    app: Flask
    db: scoped_session[Db]
    clock: Clock
    people: Cast
    office: Office
    config: Config
    keys: dict[str, str] = field(default_factory=dict)
    hands: dict[str, Hand] = field(default_factory=dict)

    def hand(self, who: str) -> Hand:
        if who not in self.hands:
            self.hands[who] = sits_down(self.app, getattr(self.people, who).email)
        return self.hands[who]

    def session(self) -> Session:
        self.db.expire_all()
        return self.db.query(Session).one()

    def seat(self, who: str) -> Participant:
        self.db.expire_all()
        return walk.seat_of(self.db, self.session(), getattr(self.people, who))

    def subscribe(self) -> None:
        for who in (*READERS, *STRANGERS):
            self.keys[who] = hashlib.sha256(who.encode()).hexdigest()[:43]
            made = subscriptions.subscribe(
                getattr(self.people, who), name="Telephone", scope=Scope.ALL, token=self.keys[who], existing=[],
                at=self.clock(),
            )  # fmt: skip
            self.db.add(made)
        self.db.commit()

    def changed(self, verb: str, **typed: str) -> None:
        """One secretary proposes what the form says, the other consents."""
        ours = self.hand(OURS)
        ours.open(f"{BASE}/changes/{verb}")
        if typed:
            ours.press("See what that means", status=200, **typed)
        ours.press("Propose it to the other side")
        change = self.db.query(SessionChange).order_by(SessionChange.id.desc()).first()
        theirs = self.hand(THEIRS)
        theirs.open(f"/changes/{change.id}")
        theirs.press("Consent:")
        self.posted()

    def posted(self) -> None:
        self.db.rollback()
        self.clock.at += WAIT + dt.timedelta(seconds=1)
        send_due(self.config, self.clock)

    def arrives(self, raw: bytes) -> None:
        incoming.keep(raw, size=len(raw), sha256=hashlib.sha256(raw).hexdigest(), at=self.clock())
        ticking.read_mails(ticking.Tick(self.config, self.clock))
        self.db.rollback()

    def mails(self, who: str) -> list[str]:
        """The words of each mail to that person, the last one last."""
        email = getattr(self.people, who).email
        found = (one.get_body(("plain",)).get_content() for one in self.office.letters if email in one["To"])
        return [" ".join(body.split()) for body in found]

    def entry(self, who: str) -> icalendar.Event | None:
        """The session in that person's calendar."""
        answer = self.app.test_client().get(f"/feeds/{self.keys[who]}.ics")
        if answer.status_code == 404:  # of whoever takes part in nothing
            return None
        return next(iter(icalendar.Calendar.from_ical(answer.data).walk("VEVENT")), None)

    def agree(self) -> None:
        """Everybody who reads the session finds the same, everywhere; nobody else finds anything."""
        session = self.session()
        when, city = span(session.starts, session.ends), session.place.short_name
        for who in READERS:
            hand = self.hand(who)
            page, entry = hand.open(BASE), self.entry(who)
            assert when in page, who
            assert city in page, who
            assert entry is not None, who
            assert entry.decoded("DTSTART").astimezone(ZONE).replace(tzinfo=None) == session.starts, who
            assert city in entry["LOCATION"], who
            assert (entry["STATUS"] == "CANCELLED") is not session.stands, who
            assert when in hand.open("/"), who
            self._mail_says(who, when, city)
            self._papers_say(who, when, city)
        for who in STRANGERS:
            hand = self.hand(who)
            hand.open(BASE, 404)
            assert self.entry(who) is None, who
            assert self.mails(who) == [], who
            assert city not in hand.open("/"), who
            for paper in ("participants.docx", "agenda.docx"):
                assert hand.client.get(f"{BASE}/{paper}").status_code == 404, who

    def _papers_say(self, who: str, when: str, city: str) -> None:
        """The list of participants is made anew, as is the draft that a secretary has. Of the released agenda the bytes
        stay; where it gives another date or place, or the session is off, its page says so."""
        hand, session = self.hand(who), self.session()
        for paper in ("participants.docx", *(["agenda.docx"] if who in (OURS, THEIRS) else [])):
            made = words(hand.download(f"{BASE}/{paper}"))
            assert when in made and city in made, (who, paper)
        (kept,) = self.db.query(Agenda).one().releases
        heading, said = kept.sheet.heading, sheets.moved(session, kept.sheet.heading)
        agenda, page = words(hand.download(f"{BASE}/agenda.docx?rev=1")), hand.open(f"{BASE}/agenda?rev=1")
        assert span(heading.starts, heading.ends) in agenda and heading.place in agenda, who
        assert said in page, who
        assert said or (when in agenda and city in agenda), who
        assert not session.has_a_date or not said or (when in said and city in said), who

    def _mail_says(self, who: str, when: str, city: str) -> None:
        """The last mail that names a date names this one."""
        dated = [one for one in self.mails(who) if "Brussels/Prishtina time" in one and "/changes/" not in one]
        if who in INVITED:
            assert dated, who
        if dated:
            assert when.partition("–")[0] in dated[-1], who
            assert city in dated[-1], who


@pytest.fixture
def story(app, db, clock, database, office, data_dir):
    office.letters.clear()
    people = enter(db)
    session = walk.plan(db, people)
    walk.delegations(db, people, session)
    walk.seat(db, people, session, people.observer, Capacity.OBSERVER)
    walk.engagement(db, people, session)
    walk.circulate(db, people, walk.agenda(db, people, session))
    db.commit()
    config = Config(
        data_dir=data_dir, database_url=database.url, base_url="http://localhost", secret_key="k" * 32,
        smtp_url=office.url, mail_from=arriving.SECRETARIAT,
    )  # fmt: skip
    made = Story(app, db, clock, people, office, config)
    made.subscribe()
    return made


def test_from_the_convening_to_the_cancellation_nobody_is_told_another_date_or_place(story: Story) -> None:
    people = story.people

    story.changed("convene")
    story.agree()
    (invitation,) = [one for one in story.office.letters if people.delegate_kosovo.email in one["To"]]
    (event,) = icalendar.Calendar.from_ical(invitation.get_body(("plain",)) and _calendar(invitation)).walk("VEVENT")
    assert str(event["ATTENDEE"]) == f"mailto:{people.delegate_kosovo.email}"

    said = {"uid": str(event["UID"]), "who": people.delegate_kosovo.email, "sequence": int(event["SEQUENCE"])}
    story.arrives(arriving.reply("outlook", **said))
    assert story.seat("delegate_kosovo").answered is Reply.ACCEPTED

    (invitation,) = [one for one in story.office.letters if people.observer.email in one["To"]]
    story.arrives(arriving.reply(who=people.observer.email, ics=_answered(_calendar(invitation), "TENTATIVE")))
    assert story.seat("observer").answered is Reply.TENTATIVE
    story.agree()

    nato = story.hand("delegate_nato")
    nato.open(f"{BASE}/answer")
    nato.press("Send this answer", reply="regrets", substitute="Mila Deputy, Liaison Office, mila@nato.example")
    assert "Mila Deputy" in story.hand(OURS).open(f"{BASE}/participants")
    story.agree()

    later = story.session().starts + 14 * DAY
    until = story.session().ends + 14 * DAY
    moved = {"starts": later.strftime(WALL), "ends": until.strftime(WALL), "reason": "A ministerial meeting."}
    story.changed("move", **moved)
    story.agree()
    assert story.seat("delegate_kosovo").must_reconfirm
    assert "Please confirm again" in story.hand("delegate_kosovo").open(f"{BASE}/answer")
    assert not story.seat("delegate_nato").awaits_answer  # regrets stay regrets

    other = "Prishtina" if story.session().place.short_name == "Brussels" else "Brussels"
    ours = story.hand(OURS)
    ours.open(f"{BASE}/changes/move")
    refused = ours.press("See what that means", status=409, place=other, reason="Rooms.")
    assert "turn of" in refused
    story.agree()

    story.changed("move", place=other, reason="Rooms.", departure_reason="Both sides prefer it this once.")
    assert story.session().place.short_name == other
    story.agree()

    story.changed("cancel", reason="Both sides agree that there is nothing to discuss.")
    assert not story.session().stands
    story.agree()


def _calendar(mail):
    return next(part for part in mail.walk() if part.get_content_type() == "text/calendar").get_content()


def _answered(invitation: str, said: str) -> str:
    """The reply that a program which is built on vobject makes of it."""
    asked, made = vobject.readOne(invitation).vevent, vobject.iCalendar()
    made.add("method").value = "REPLY"
    event = made.add("vevent")
    for name in ("uid", "sequence", "organizer", "attendee", "dtstart", "dtend", "summary"):
        event.add(copy.deepcopy(asked.contents[name][0]))
    event.add("dtstamp").value = dt.datetime.now(vobject.icalendar.utc)
    event.attendee.params["PARTSTAT"] = [said]
    text: str = made.serialize()
    return text
