"""A compartment leaves no trace: for every account of the demonstration, in all pages, papers, feeds, hits, log rows.

Who is on its list reads it in its own places, and in nothing that is for others too."""

import datetime as dt
import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from dialogue.actions import meetings
from dialogue.actions import tracks as acts
from dialogue.app import create_app
from dialogue.config import Config
from dialogue.db import db
from dialogue.domain import agenda as agendas
from dialogue.domain import minutes, sessions
from dialogue.domain.developments import Development
from dialogue.domain.editions import Level
from dialogue.domain.followups import TrackFollowUp, TrackFollowUpUpdate
from dialogue.domain.meetings import Format, Meeting, MeetingKind, MeetingPerson, MeetingState, Plan, Under
from dialogue.domain.notices import Notice
from dialogue.domain.people import Person
from dialogue.domain.sessions import Session
from dialogue.domain.silence import Circulation, ExternalRound
from dialogue.domain.subscriptions import Scope, subscribe
from dialogue.domain.topics import Topic
from dialogue.domain.tracks import (
    TRACKS,
    Kind,
    Target,
    TrackEntry,
    TrackMember,
    TrackMove,
    TrackPaper,
    TrackPlacement,
    TrackValue,
)
from seeds.cast import ACCOUNTS
from tests.conftest import furnished
from tests.databases import Postgres, Sqlite
from tests.pdf_files import bearing
from tests.planted import AT, Planted, planted
from tests.stories.places import Places, built, named, of_sessions
from tests.stories.readings import texts
from tests.web.browser import submit
from tests.web.planning import all_the_same, begun

pytestmark = pytest.mark.engines(slow="pg")  # lists are selected by access

EVERYBODY = [email for email, _ in ACCOUNTS]
SECRETARIES = ["secretary.brussels@dialogue.example", "secretary.prishtina@dialogue.example"]
ON_THE_LIST = ["delegate.nato@nato.example", "delegate.kosovo@kosovo.example"]
SLUG = "military-to-military"
TRACK = TRACKS[SLUG]
# What each word of an entry is entered as; what the demonstration says in it; and what the track itself is called.
MARK = re.compile(r"zqm[a-z]+q")
DEMO = re.compile(
    r"Training of medical|Joint exercise of engineers|Professional exchange of engineers|Offer of dates"
    r"|names of the medical teams|Confirm the training centre|Two centres were asked|Programme of the first week"
)
NAME = re.compile(
    rf"{SLUG}|{re.escape(TRACK.title)}|{re.escape(TRACK.purpose[:30])}|\b{TRACK.series}[/-](?:[A-Z]+[/-])?\d",
    re.IGNORECASE,
)
# Questions that would find it: its words, its name, what its references begin with.
ASKED = (
    "zqmtitleq", "zqmtextq", "zqmnoteq", "zqmplaceq", "zqmevidenceq",
    "military", "mm", "engineers", "zqmtaskq", "zqmofficeq", "zqmreportq", "zqmpaperq", "zqmpageq", "programme",
    "zqmmeetingq", "zqmvenueq", "zqmconcludedq", "zqmactionq", "zqmdeskq",
)  # fmt: skip
ITS_OWN = re.compile(
    rf"/tracks(/{SLUG}(/.*)?)?$|/search\?|/sessions/[^/]+/review$|/meetings(/new|/mm-im-\d+-\d+(/edit|/cancel)?)?$"
)
# Of an entry, a follow-up, a paper, a meeting.
WORDS = (
    "title", "text", "step", "note", "evidence", "task", "office", "report", "proof", "paper", "page",
    "meeting", "venue", "concluded", "action", "desk",
)  # fmt: skip
FEW = 8  # addresses of one rule: of each session that it can name some


@pytest.fixture
def world(database: Sqlite | Postgres) -> Planted:
    """The demonstration, with an entry in the compartment that has words wherever an entry has some; and a
    subscription of each kind for everybody."""
    made = planted(database)
    _mark()
    for email in EVERYBODY:
        for scope in Scope:
            db.add(_subscription(email, scope))
    db.commit()
    return made


@pytest.fixture
def app(world: Planted, database: Sqlite | Postgres, tmp_path: Path) -> Flask:
    config = Config(data_dir=furnished(tmp_path), database_url="", base_url="http://localhost", secret_key="k" * 40)
    return create_app(config, engine=database.engine, clock=lambda: AT)


def _mark() -> None:
    """An entry of the compartment, begun, filled in, moved with note and evidence."""
    by = db.scalars(select(Person).where(Person.email == ON_THE_LIST[0])).one()
    filled = {one.key: f"zqm{one.key}q" for one in TRACK.fields if one.kind in (Kind.LINE, Kind.TEXT)}
    filled |= {one.key: "2026-12-10" for one in TRACK.fields if one.kind is Kind.DATE}
    words = {"title": "zqmtitleq", "text": "zqmtextq", "next_step": "zqmstepq", "level": Level.DELEGATIONS}
    entry = acts.begin(TRACK, owner=by.organisation, values=filled, by=by, at=AT, **words)
    db.flush()
    entry.move(entry.stage_name, "zqmnoteq", evidence="zqmevidenceq", on=AT.date(), base=1, by=by, at=AT)
    due = {"due_on": AT.date(), "office": "zqmofficeq", "entry": entry}
    task = acts.open_followup(TRACK, text="zqmtaskq", by=by, at=AT, **due)
    db.flush()
    task.note("zqmreportq", evidence="zqmproofq", base=task.version, by=by, at=AT)
    acts.attach(TRACK, title="zqmpaperq", content=bearing(b"zqmpageq"), entry=entry, by=by, at=AT)
    _hold(Under(track=TRACK, entry=entry), "zqm", ON_THE_LIST)


def _hold(under: Under, mark: str, sides: list[str]) -> None:
    """A meeting that was held the day before, with conclusions to which both sides have agreed and what follows."""
    by, other = people = [db.scalars(select(Person).where(Person.email == email)).one() for email in sides]
    starts = (AT - dt.timedelta(days=1)).replace(tzinfo=None)
    how = {"kind": MeetingKind.EXPERTS, "format": Format.REMOTE, "venue": f"{mark}venueq"}
    plan = Plan(title=f"{mark}meetingq", starts=starts, ends=starts + dt.timedelta(hours=1), **how)
    made = meetings.plan(under, plan, people, by=by, at=AT)
    assert made is not None
    made.hold(by=by, at=AT)
    db.flush()
    made.conclude(f"{mark}concludedq", base=made.version, by=by, at=AT)
    db.flush()
    made.add(f"{mark}actionq", other.organisation, f"{mark}deskq", AT.date(), base=made.version, by=by, at=AT)
    db.flush()
    meetings.agree(made, base=made.version, by=other, at=AT)
    db.flush()


def _session(ref: str) -> Session:
    return db.scalars(sessions.by_ref(ref)).one()


def _mark_in_the_open() -> None:
    """The like of it on tracks that both delegations read, and linked to an agenda and to minutes."""
    by = db.scalars(select(Person).where(Person.email == SECRETARIES[0])).one()
    words = {"text": "zqotextq", "next_step": "zqostepq", "level": Level.DELEGATIONS}
    for slug, kept in (
        ("exercises", {"year": "2027", "sought": "host", "initial": "2026-12-10", "main": "2026-12-11"}),
        ("public-communication", {"subject": "zqosubjectq"}),
    ):
        entry = acts.begin(TRACKS[slug], owner=by.organisation, title="zqotitleq", values=kept, by=by, at=AT, **words)
        db.flush()
        agenda, text = (db.scalars(noun.of_session(_session(ref))).one() for noun, ref in LINKED)
        item = next(one for one in agenda.all_items if one.is_on and one.standing is None)
        for target, session in (
            (Target(item_key=item.key), agenda.session),
            (Target(paragraph_id=text.paragraphs()[0].id), text.session),
        ):
            acts.connect(entry, target, session, point=None, by=by, at=AT)
            db.flush()
        _hold(Under(track=TRACKS[slug], entry=entry), "zqo", SECRETARIES)


def _token(email: str, scope: Scope) -> str:
    return f"{email.replace('@', '-').replace('.', '-')}{scope[:4]}".replace(" ", "-").ljust(43, "x")[:43]


def _subscription(email: str, scope: Scope) -> object:
    person, topic = db.scalars(select(Person).where(Person.email == email)).one(), db.scalars(select(Topic)).first()
    return subscribe(
        person, name="C", scope=scope, topic=topic if scope is Scope.TOPIC else None, token=_token(email, scope),
        existing=[], at=AT,
    )  # fmt: skip


@pytest.mark.slow
def test_its_words_stand_in_its_own_places_for_its_list_and_nowhere_for_anybody_else(
    world: Planted, app: Flask
) -> None:
    places, read = _places(), {}
    paths = list(_addresses(app, places))
    db.remove()

    for email in EVERYBODY:
        client = world.browser(app, email)
        found = {path: _words(client, path) for path in [*paths, *_feeds(email), *_searches(), *_log(client)]}
        read[email] = {path: words for path, words in found.items() if words}

    outside = {email: told for email, told in read.items() if email not in ON_THE_LIST}
    assert {email: told for email, told in outside.items() if told} == {}
    for email in ON_THE_LIST:
        assert [path for path in read[email] if not ITS_OWN.search(path)] == []
        assert set.union(*read[email].values()) >= {f"zqm{word}q" for word in WORDS}
        assert {*_searches()[:5]} <= read[email].keys()
    assert len(outside) == 9
    assert len(paths) > 300


@pytest.mark.engines
def test_its_follow_ups_and_papers_are_in_no_register_log_home_or_search_of_others(world: Planted, app: Flask) -> None:
    """What is quick to ask of every account; the walk over all addresses is the test before."""
    paths = ["/", "/follow-ups", "/follow-ups.csv", "/follow-ups.docx", "/decisions", "/log", "/documents"]
    paths += [f"/search?q={word}" for word in ASKED] + ["/sessions/2027-1/agenda", "/sessions/2027-1/review"]
    own = [f"/tracks/{SLUG}/follow-ups", f"/tracks/{SLUG}/follow-ups.docx", f"/tracks/{SLUG}/papers"]
    own += [f"/tracks/{SLUG}/follow-ups/3", f"/tracks/{SLUG}/papers/2.pdf", f"/tracks/{SLUG}/follow-ups/4"]
    own += ["/meetings/mm-im-2026-1"]

    for email in EVERYBODY:
        client, mine = world.browser(app, email), email in ON_THE_LIST
        told = {path: _words(client, path) for path in [*paths, *own, *_feeds(email)]}
        assert mine or {path: words for path, words in told.items() if words} == {}, email
        assert [client.get(path).status_code for path in own] == [200 if mine else 404] * len(own)


@pytest.mark.engines
def test_nothing_that_others_read_changes_by_a_letter_when_something_happens_in_it(world: Planted, app: Flask) -> None:
    """Not even a number: what is counted, what waits, what is listed, what is found, what is logged, what a calendar
    holds, what a paper and its properties say. The two counts of a review sheet are told to everybody, and name
    nothing. The like of it on an open track changes each of these places, so each of them could have told."""
    before = _everything(world, app)
    _mark()
    db.commit()
    after = _everything(world, app)
    _mark_in_the_open()
    db.commit()
    told = _changed(after, _everything(world, app))

    changed = _changed(before, after)
    assert {who for who, _ in changed} == {ON_THE_LIST[0]}
    assert {page for _, page in changed} >= {"/tracks", "/meetings", *FOUND, _feed(ON_THE_LIST[0], Scope.DEADLINES)}
    assert {page for _, page in told} >= {*_pages(SECRETARIES[0])} - {*FOUND, *RESTING}
    assert {page: word for page, word in RESTING.items() if word not in after[SECRETARIES[0], page]} == {}


LINKED = ((agendas, "2027-1"), (minutes, "2026-1"))
SESSION, OLD, STATEMENTS = "/sessions/2027-1", "/sessions/2026-1", "/tracks/public-communication"
AGENDA = [f"{SESSION}/agenda", f"{SESSION}/agenda.docx", f"{SESSION}/annotated-agenda.docx"]
MINUTES = [f"{OLD}/minutes", f"{OLD}/minutes.docx"]
REGISTERS = ["/follow-ups", "/follow-ups.csv", "/follow-ups.docx"]
FOUND = ["/search?q=zqmtitleq", "/search?q=mm", "/search?q=zqm&kind=entry+of+a+track", "/search?q=zqmconcludedq"]
# What went out, and what lists nothing of entries: there a word could stand only that somebody typed.
RESTING = {
    "/": "HLD/2026/2", AGENDA[1]: "HLD/2027/1-AG", MINUTES[1]: "HLD/2026/1-MIN",
    "/feeds/secretary-brussels-dialogue-exampleone-xxxx.ics": "BEGIN:VCALENDAR",
}  # fmt: skip


def _pages(email: str) -> list[str]:
    pages = ["/", "/tracks", "/meetings", STATEMENTS, f"{STATEMENTS}.docx", "/log", "/log?noun=track_entries"]
    return [*pages, *AGENDA, *MINUTES, *REGISTERS, *FOUND, "/search?q=zqo", *(_feed(email, scope) for scope in Scope)]


def _everything(world: Planted, app: Flask) -> dict[tuple[str, str], str]:
    """What is read at each place by who keeps or reads most, and by somebody on the list."""
    outside = [email for email in EVERYBODY if email.startswith(("secretary", "chair", "admin"))]
    db.remove()
    return {
        (email, page): _plain(world.browser(app, email), page)
        for email in [*outside, ON_THE_LIST[0]]
        for page in _pages(email)
    }


def _changed(before: dict[tuple[str, str], str], after: dict[tuple[str, str], str]) -> set[tuple[str, str]]:
    return {at for at in before if before[at] != after[at]}


@pytest.mark.parametrize(("kind", "state"), [("cancel", "cancelled"), ("postpone", "postponed")])
def test_what_becomes_of_a_session_changes_nothing_of_it(world: Planted, app: Flask, kind: str, state: str) -> None:
    """Entries, moves and meetings stay as they are, and the calendars of its list hold its meetings as before."""
    _meet()
    db.commit()
    before, entries = _rows(), {email: _meetings(world.browser(app, email), email) for email in ON_THE_LIST}

    ours = world.browser(app, "secretary.brussels@dialogue.example")
    typed = begun(ours, kind, "2027-2") | {"reason": "The hall burnt down."}
    answer = submit(ours, f"/sessions/2027-2/changes/{kind}", typed)
    if answer.status_code == 422:
        answer = all_the_same(ours, f"/sessions/2027-2/changes/{kind}", answer, typed)
    assert answer.status_code == 303
    db.remove()

    assert db.scalars(select(Session).where(Session.year == 2027, Session.number == 2)).one().state == state
    assert _rows() == before
    assert {email: _meetings(world.browser(app, email), email) for email in ON_THE_LIST} == entries
    assert [len(found) for found in entries.values()] == [1, 1]


def _meet() -> None:
    """A meeting of the two people on the list, on the day of the session."""
    people = [db.scalars(select(Person).where(Person.email == email)).one() for email in ON_THE_LIST]
    entry = db.scalars(select(TrackEntry).where(TrackEntry.track_slug == SLUG).order_by(TrackEntry.id)).first()
    starts = db.scalars(select(Session).where(Session.year == 2027, Session.number == 2)).one().starts
    how = {"kind": MeetingKind.EXPERTS, "format": Format.REMOTE, "link": "https://meet.example/x"}
    made = Plan(title="zqmmeetingq", starts=starts, ends=starts + dt.timedelta(hours=1), **how)
    under = Under(track=TRACK, entry=entry)
    assert meetings.plan(under, made, people, by=people[0], at=AT) is not None


def _rows() -> dict[str, list[tuple[object, ...]]]:
    """All that is kept of it."""
    entries = select(TrackEntry.id).where(TrackEntry.track_slug == SLUG)
    held = select(Meeting.id).where(Meeting.track_slug == SLUG)
    tasks = select(TrackFollowUp.id).where(TrackFollowUp.track_slug == SLUG)
    of_it = {
        TrackEntry: TrackEntry.id.in_(entries), TrackMove: TrackMove.entry_id.in_(entries),
        TrackValue: TrackValue.entry_id.in_(entries), TrackMember: TrackMember.track_slug == SLUG,
        TrackFollowUp: TrackFollowUp.track_slug == SLUG, TrackPaper: TrackPaper.track_slug == SLUG,
        TrackFollowUpUpdate: TrackFollowUpUpdate.followup_id.in_(tasks),
        Meeting: Meeting.id.in_(held), MeetingPerson: MeetingPerson.meeting_id.in_(held),
    }  # fmt: skip
    return {
        noun.__name__: [tuple(row) for row in db.execute(select(noun.__table__).where(where).order_by(noun.id))]
        for noun, where in of_it.items()
    }


def _meetings(client: FlaskClient, email: str) -> list[str]:
    """Its meetings in a calendar, as they stand there: without its words."""
    (uid,) = db.scalars(select(Meeting.uid).where(Meeting.track_slug == SLUG, Meeting.state == MeetingState.PLANNED))
    told = client.get(f"/feeds/{_token(email, Scope.MINE)}.ics").text
    events = re.findall(r"BEGIN:VEVENT.*?END:VEVENT", told, re.DOTALL)
    return [one for one in events if uid in one.replace("\r\n ", "")]


def _words(client: FlaskClient, path: str) -> set[str]:
    """What is read of the compartment in the answer to this address."""
    answer = client.get(path)
    assert answer.status_code < 500, path
    asked = path.partition("?")[2]  # a page repeats what was looked for
    return {
        word
        for text in texts(answer)
        for known in (MARK, DEMO, NAME)
        for word in known.findall(_without_what_was_asked(text, asked))
    }


def _without_what_was_asked(text: str, asked: str) -> str:
    word = asked.partition("q=")[2].partition("&")[0]
    return re.sub(rf'value="{re.escape(word)}"|[?&]q={re.escape(word)}', "", text) if word else text


def _plain(client: FlaskClient, path: str) -> str:
    """All that is to be read, but for what is another each time."""
    answer = client.get(path, follow_redirects=True)
    parts = [part for part in texts(answer) if not part.startswith("Content-Type: ")]
    return re.sub(r'(nonce|value)="[^"]{20,}"', "", "\n".join(parts))


def _searches() -> list[str]:
    words = [f"/search?q={word}" for word in ASKED]
    return [*words, *(f"{path}&kind=entry+of+a+track" for path in words)]


def _feeds(email: str) -> list[str]:
    return [_feed(email, scope) for scope in Scope]


def _feed(email: str, scope: Scope) -> str:
    return f"/feeds/{_token(email, scope)}.ics"


def _log(client: FlaskClient) -> Iterator[str]:
    """Every page of the log, one after the other."""
    path: str | None = "/log"
    while path is not None:
        yield path
        older = re.search(r'href="(/log\?[^"]*before=\d+)"[^>]*rel="next"', client.get(path).text)
        path = older[1].replace("&amp;", "&") if older else None


def _addresses(app: Flask, places: Places) -> Iterator[str]:
    """Every page, paper and form, of each rule some; of tracks all that there are."""
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or ()) and rule.endpoint != "static":
            every = named(rule, places)
            chosen = every if "track" in rule.arguments else islice(every, FEW)
            yield from (built(rule, names) for names in chosen)


def _places() -> Places:
    sessions = of_sessions()
    return {ref: {name: found[:2] for name, found in here.items()} for ref, here in sessions.items()} | {
        "": {
            "token": ["t" * 43], "key": ["k" * 43], "slug": ["cyber-defence", "nato"], "place": ["brussels"],
            "track": [*TRACKS], "nth": [1, 2, 3], "point": [1], "number": [1, 2, 3],
            "listed": list(db.scalars(select(TrackMember.id))),
            "placement": list(db.scalars(select(TrackPlacement.id).limit(2))),
            "meeting": [one.slug for one in db.scalars(select(Meeting))],
            "development": [one.ref for one in db.scalars(select(Development).limit(3))],
            "circulation": list(db.scalars(select(Circulation.id))),
            "external": list(db.scalars(select(ExternalRound.id))),
            "notice": list(db.scalars(select(Notice.id).limit(2))),
            "person": list(db.scalars(select(Person.id).where(Person.email.in_(EVERYBODY)).limit(3))),
        }
    }  # fmt: skip
