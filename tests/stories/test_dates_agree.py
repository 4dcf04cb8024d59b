"""Whatever two secretaries do to the date and place of a session, and however the mail fares meanwhile: the last mail,
the calendar, the page and the agenda of each of its readers say the same."""

from dataclasses import dataclass, replace
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dialogue.access import standing
from dialogue.actions import changes
from dialogue.config import Config
from dialogue.db import db
from dialogue.domain.agenda import of_session
from dialogue.domain.base import Refused
from dialogue.domain.changes import ChangeKind, Wish
from dialogue.domain.delegations import Capacity
from dialogue.domain.organisations import Place
from dialogue.domain.people import Person
from dialogue.domain.sessions import Session, by_ref
from dialogue.i18n import span
from dialogue.notifications.changes import when
from dialogue.notifications.outbox import send_due
from dialogue.queries import feeds, sheets
from tests import walk
from tests.cast import enter
from tests.factories import AT, DAY, HOUR
from tests.post import Office, served
from tests.rendering.word.checks import words
from tests.stories.hand import sits_down

READERS = (
    "secretary_brussels", "secretary_prishtina", "chair_nato", "chair_kosovo", "delegate_nato", "delegate_kosovo",
    "focal_kosovo", "observer", "cohost_university",
)  # fmt: skip
REASON, BASE = "A reason.", "/sessions/2027-1"


@dataclass(frozen=True)
class Move:
    kind: ChangeKind
    weeks: int = 0
    city: str = "brussels"
    venue: str = ""
    urgent: bool = False
    answer: bool = True  # whether the other side consents; else it declines
    by_ours: bool = True


@dataclass(frozen=True)
class Post:
    """The worker sends what is due; `up`: whether the mail server takes it."""

    minutes: int
    up: bool


moves = st.builds(
    Move,
    kind=st.sampled_from([ChangeKind.MOVE] * 4 + [one for one in ChangeKind if one is not ChangeKind.PLAN]),
    weeks=st.integers(-2, 8),
    city=st.sampled_from(["brussels", "prishtina"]),
    venue=st.sampled_from(["", "Palace of Youth", "Grand Hall"]),
    urgent=st.booleans(),
    answer=st.sampled_from([True, True, True, False]),
    by_ours=st.booleans(),
)
posts = st.builds(Post, minutes=st.sampled_from([0, 1, 2, 90]), up=st.booleans())
histories = st.lists(moves | moves | posts, min_size=1, max_size=8)
readers = st.sampled_from(READERS)


@pytest.fixture
def world(database: Any) -> Any:
    """A session that everybody of READERS reads; its agenda went out, as nobody has been told by mail yet."""
    cast = enter(db)
    session = walk.plan(db, cast)
    walk.delegations(db, cast, session)
    walk.seat(db, cast, session, cast.observer, Capacity.OBSERVER)
    walk.engagement(db, cast, session)
    walk.circulate(db, cast, walk.agenda(db, cast, session))
    people = {who: getattr(cast, who).id for who in READERS}
    db.commit()
    db.remove()
    database.keep("dates")
    return database, people


def session_of() -> Session:
    return db.scalars(by_ref("2027-1")).one()


def act(step: Move, people: dict[str, int], at: Any) -> None:
    """As far as it is allowed."""
    ours, theirs = (db.get_one(Person, people[f"secretary_{side}"]) for side in ("brussels", "prishtina"))
    one, other = (ours, theirs) if step.by_ours else (theirs, ours)
    session = session_of()
    to = session.appointment
    if step.kind is ChangeKind.MOVE:
        city = db.query(Place).filter_by(slug=step.city).one()
        to = replace(to, starts=to.starts + step.weeks * 7 * DAY, ends=to.ends + step.weeks * 7 * DAY, place=city)
        to = replace(to, venue=step.venue)
    wish = Wish(step.kind, session, to, REASON, "Both wish it.")
    urgent = "It cannot wait." if step.urgent else ""
    try:
        made = changes.propose(wish, base=session.version, by=one, at=at, urgent_reason=urgent)
        if made is not None and made.is_open:
            if step.answer:
                changes.consent(made, by=other, at=at)
            else:
                changes.decline(made, "No.", by=other, at=at)
        db.commit()
    except Refused:
        db.rollback()
    db.remove()


def holds(session: Session) -> str:
    """What the last mail about date and place has to say."""
    if session.is_postponed:
        return "Now: postponed."
    return f"Now: {when(session.appointment)}" if session.has_a_date else "Now: cancelled."


def told(office: Office, person: Person) -> list[str]:
    """Every mail to that person that says when and where, the last one last."""
    mails = [one for one in office.letters if person.email in one["To"]]
    bodies = [one.get_body(("plain",)).get_content().replace("\r\n", "\n") for one in mails]
    return [" ".join(body.split()) for body in bodies if "Now: " in body and "/changes/" not in body]


def agree(office: Office, people: dict[str, int], at: Any, *, began: str) -> None:
    session = session_of()
    for who in READERS:
        person = db.get_one(Person, people[who])
        mails = told(office, person)
        assert holds(session) in mails[-1] if mails else session.digest == began, who
        entry = feeds.single(session, standing(person, at), address=lambda ref: ref)
        now = session.appointment
        assert (entry.starts, entry.place, entry.venue) == (now.starts, now.place.short_name, now.venue)
        assert entry.state == session.state.value
    agenda = db.scalars(of_session(session)).one()
    assert agenda.circulated is not None
    heading = agenda.circulated.sheet.heading
    said = sheets.moved(session, heading)
    same = (heading.starts, heading.place, heading.venue) == (now.starts, now.place.short_name, now.venue)
    assert (said == "") == (same and session.has_a_date)
    assert not said or not session.has_a_date or span(now.starts, now.ends) in said


def reads(app: Flask, email: str) -> None:
    """The page and the list of participants, as one of them opens it and takes it away."""
    hand, session = sits_down(app, email), session_of()
    now, page, paper = session.appointment, hand.open(BASE), words(hand.download(f"{BASE}/participants.docx"))
    for said in (span(now.starts, now.ends), now.place.short_name, now.venue):
        assert said in page
        assert said in paper
    assert session.has_a_date or session.state.value in page.lower()


def check(world: Any, app: Flask, config: Config, clock: Any, office: Office, history: list[Any], who: str) -> None:
    """Everybody is asked, and one of them over HTTP."""
    database, people = world
    db.remove()
    database.put_back("dates")
    office.letters.clear()
    clock.at, office.mood, began = AT, None, session_of().digest
    db.remove()
    for step in history:
        clock.at += HOUR / 60
        if isinstance(step, Move):
            act(step, people, clock.at)
        else:
            clock.at += step.minutes * HOUR / 60
            office.mood = None if step.up else "451 not now"
            send_due(config, clock)
    office.mood = None
    for _ in range(4):
        clock.at += 2 * HOUR
        send_due(config, clock)
    agree(office, people, clock.at, began=began)
    email = db.get_one(Person, people[who]).email
    db.remove()
    reads(app, email)
    db.remove()


@pytest.fixture(scope="module")
def office() -> Any:
    with served(Office()) as opened:
        yield opened


@pytest.fixture
def config(data_dir: Any, database: Any, office: Office) -> Config:
    return Config(
        data_dir=data_dir, database_url=database.url, base_url="http://localhost", secret_key="k" * 32,
        smtp_url=office.url,
    )  # fmt: skip


LESS = (HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large)


@settings(max_examples=6, deadline=None, suppress_health_check=LESS)
@given(history=histories, who=readers)
def test_whatever_is_changed_everybody_is_told_the_same(
    world: Any, app: Flask, config: Config, clock: Any, office: Office, history: list[Any], who: str
) -> None:
    check(world, app, config, clock, office, history, who)


@pytest.mark.long
@settings(max_examples=500, deadline=None, suppress_health_check=LESS)
@given(history=histories, who=readers)
def test_five_hundred_times(
    world: Any, app: Flask, config: Config, clock: Any, office: Office, history: list[Any], who: str
) -> None:
    check(world, app, config, clock, office, history, who)
