"""A world in which every text that is entered ends in a mark of its own, with the roles that may read each mark.

After each mark comes what is no word, and may act nowhere: HTML, a template, a format, an entity."""

import datetime as dt
import enum
import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import String, event, select

from dialogue import access
from dialogue.actions import accounts, acts, approvals, rounds, texts
from dialogue.actions.texts import communiques as communique_acts
from dialogue.db import db
from dialogue.domain import communiques, mandates, sessions, working_days
from dialogue.domain import minutes as minutes_register
from dialogue.domain.agenda import AgendaItem, Change, ItemKind
from dialogue.domain.agreed import Assent, Word
from dialogue.domain.base import Base
from dialogue.domain.communiques import Communique
from dialogue.domain.decisions import DraftDecision
from dialogue.domain.delegations import Capacity, Participant
from dialogue.domain.editions import Level, fingerprint
from dialogue.domain.engagements import Engagement
from dialogue.domain.factors import Factor
from dialogue.domain.factors import Kind as FactorKind
from dialogue.domain.followups import FollowUp, State
from dialogue.domain.log import LogEntry
from dialogue.domain.mandates import Mandate
from dialogue.domain.minutes import (
    Comment,
    Corrigendum,
    CorrigendumLine,
    Disposition,
    Minutes,
    MinutesSignature,
    Paragraph,
    ParagraphDraft,
    ParagraphKind,
    Signatory,
)
from dialogue.domain.minutes.periods import STEPS
from dialogue.domain.notices import Notice
from dialogue.domain.organisations import DayKind, Organisation
from dialogue.domain.papers import Paper
from dialogue.domain.people import Person
from dialogue.domain.pulse import Pulse
from dialogue.domain.sessions import Kind, Session
from dialogue.domain.settings import Settings
from dialogue.domain.signins import KeptForm, SignIn
from dialogue.domain.silence import Category, EntryKind, Objection, ObjectionKind, Profile
from dialogue.domain.subscriptions import Scope, subscribe
from dialogue.domain.tokens import digest
from dialogue.domain.topics import Topic
from dialogue.queries import communiques as communique_sheets
from dialogue.queries import sheets
from dialogue.queries.action_sheets import keep_action_sheet
from tests import cast, silent, walk
from tests.factories import AT, DAY, HOUR, STARTS
from tests.told import all_kinds

MARK = re.compile(r"zq\d+q")
TOKEN = re.compile(r"[\w.-]{60,}")
HOSTILE = """'onzq=1 "onzq=1 ><zq>{{7*7}}%(n)s&lt;"""  # to be read after each mark as it stands here
ACTS = re.compile(rf"<zq|=\"[^\"<>]*{MARK.pattern}'onzq=1 \"onzq")  # that as an element, as an attribute
NOW = dt.datetime(2027, 12, 20, 12, tzinfo=dt.UTC)
A, B, C, D = "2027-1", "2027-2", "2028-1", "2028-2"  # released; in drafting; circulated; tentative
E = "2027-3"  # its minutes are out for comments
F = "2029-1"  # postponed, and in the other city than that in turn

# Not words of anybody: names in addresses, numbers, hashes, secrets, and what was frozen of words marked before.
NO_WORDS = {
    "slug", "token", "token_sha256", "account_sha256", "network", "uid", "key", "item_key", "sha256", "text_hash", "digest", "previous", "verb", "noun",  # noqa: E501
    "kind", "label", "email", "email_digest", "search_text", "password_hash", "country", "number", "item_number", "what",  # noqa: E501
    "sheet_kept", "path", "action", "body", "location", "typed",
    "came_from", "level", "standing", "refs", "message_id", "reasons", "text_kind", "text_key", "text_kept",
}  # fmt: skip
WORKING_NAMES = {
    ("Paragraph", "reference"),
    ("Circulation", "reference"),
    ("Decision", "reference"),
    ("ReleasedFile", "name"),
    ("Attempt", "address"),
    ("Notice", "address"),
    ("PasswordLink", "name"),
    ("Beat", "boot"),
    ("Challenge", "holder"),
    ("Challenge", "purpose"),
    ("Challenge", "value"),
    ("Factor", "credential_id"),
    ("HalfSignIn", "address"),
    ("HalfSignIn", "bound"),
    ("HalfSignIn", "token_digest"),
    ("Issue", "days_off"),
}

ROLES = {
    "secretary": "secretary_brussels",
    "other secretary": "secretary_prishtina",
    "chair": "chair_nato",
    "delegate": "delegate_nato",  # of A and C
    "focal point": "focal_kosovo",  # of A and C
    "interpreter": "delegate_kosovo",  # of A, B and C, given no more than that
    "co-host": "cohost_university",  # of C; and of A, where by decision it gets no edition of the minutes
    "other co-host": "cohost_institute",  # of A
    "observer": "observer",  # of A
    "admin": "admin",
    "outsider": "outsider",
}
SECRETARIES = {"secretary", "other secretary"}
REGISTER = SECRETARIES | {"chair", "delegate", "focal point"}
SIGNED_IN = set(ROLES)
SEATS: dict[str, dict[Level, set[str]]] = {
    A: {
        Level.DELEGATIONS: {"chair", "delegate", "focal point"},
        Level.COHOST: {"co-host", "other co-host"},
        Level.PUBLIC: {"observer"},
    },
    B: {Level.DELEGATIONS: {"chair"}},
    C: {Level.DELEGATIONS: {"chair", "delegate", "focal point"}, Level.COHOST: {"co-host"}},
    D: {},
    E: {Level.DELEGATIONS: {"chair"}},
    F: {Level.DELEGATIONS: {"chair"}},
}
Column = tuple[str, str]  # the class, and what it calls the column
Entered = list[tuple[Base, str, str]]  # the record, its column, the mark


def readers(ref: str, level: Level) -> set[str]:
    """Who holds this level of the session, or a fuller one."""
    return SECRETARIES.union(*(who for held, who in SEATS[ref].items() if held.reads(level)))


def minutes_readers(ref: str, level: Level) -> set[str]:
    """As of papers, but for the co-host that gets no edition of the minutes: it reads what is for everybody."""
    return readers(ref, level) - ({"co-host"} if ref == A and level is Level.COHOST else set())


def agenda_readers(ref: str, level: Level) -> set[str]:
    """Who reads this level of the agenda: an interpreter reads it whole, though nothing else of the session."""
    return readers(ref, level) | ({"interpreter"} if ref in {A, B, C} else set())


def read_otherwise(text: str) -> Iterator[int]:
    """Where a mark stands after which not that comes which was typed after it."""
    by_chance = [one.span() for one in TOKEN.finditer(text)]  # what a form signs may look like a mark
    found = (one.span() for one in MARK.finditer(text))
    typed = ((at, end) for at, end in found if not any(since <= at < until for since, until in by_chance))
    return (at for at, end in typed if not text.startswith(HOSTILE, end))


def columns() -> dict[Column, Any]:
    """Everything in which a record holds words of somebody."""
    every = ((mapper, one) for mapper in Base.registry.mappers for one in mapper.column_attrs)
    return {(m.class_.__name__, one.key): getattr(m.class_, one.key) for m, one in every if _of_words(m, one)}


@contextmanager
def marking(given: set[Column]) -> Iterator[Entered]:
    """Every word that is given to a record meanwhile ends in a mark; a copy of marked words keeps theirs. `given`: the
    columns of both."""
    entered: Entered = []
    attributes = columns().values()

    def mark(target: Any, value: Any, _old: Any, initiator: Any) -> Any:
        if not value or isinstance(value, enum.Enum) or not isinstance(value, str):
            return value
        given.add((type(target).__name__, initiator.key))
        if MARK.search(value):
            return value
        entered.append((target, initiator.key, f"zq{len(entered)}q"))
        return f"{value}-{entered[-1][2]}{HOSTILE}"

    for attribute in attributes:
        event.listen(attribute, "set", mark, retval=True)
    yield entered
    for attribute in attributes:
        event.remove(attribute, "set", mark)


def _of_words(mapper: Any, attribute: Any) -> bool:
    kept_as = attribute.columns[0].type
    plain = isinstance(kept_as, String) and kept_as.__class__.__name__ in {"String", "Text", "AutoString"}
    if mapper.class_ is LogEntry:  # ids, verbs and hashes
        return False
    return plain and attribute.key not in NO_WORDS and (mapper.class_.__name__, attribute.key) not in WORKING_NAMES


@dataclass
class World:
    people: cast.Cast
    tokens: dict[str, str] = field(default_factory=dict)  # of sign-ins, by role
    feeds: dict[str, str] = field(default_factory=dict)  # addresses of subscriptions, by role
    kept: str = ""
    allowed: dict[str, set[str]] = field(default_factory=dict)  # who may read which mark
    told: dict[str, str] = field(default_factory=dict)  # whose word a mark is, for people who read a failure
    emails: dict[str, set[str]] = field(default_factory=dict)
    given: set[Column] = field(default_factory=set)  # in which there is a mark


def planted() -> World:
    given: set[Column] = set()
    with marking(given) as entered:
        world = World(cast.enter(db), given=given)
        _told(world)
        db.commit()
        for record, column, mark in entered:
            if record in db:
                world.told[mark] = f"{_kind(record)}.{column} of {_place(record)}: {getattr(record, column)}"
                world.allowed[mark] = CLEARED[type(record).__name__](record, column)
    told = set(db.scalars(select(Notice.address))) | _to_be_told()
    world.emails = {
        one.email: {"admin", *(role for role, who in ROLES.items() if getattr(world.people, who).id == one.id)}
        | (SECRETARIES if one.email in told else set())
        | ({"focal point"} if one.organisation_id == world.people.kosovo.id else set())  # it keeps its own side's
        for one in db.scalars(select(Person))
    }
    db.remove()
    return world


def _to_be_told() -> set[str]:
    """Whom the page before the next release of C names, each with its address."""
    session = db.scalars(sessions.by_ref(C)).one()
    return {one.email for people in access.readers(session, NOW).values() for one in people}


def _told(world: World) -> None:
    people, by = world.people, world.people.secretary_brussels
    topic = Topic(slug="borders", title="Borders", summary="What it is about", entered_by=by, entered_at=AT)
    db.add(topic)
    _released(people, topic)
    _in_drafting(people)
    _circulated(people)
    _under_silence(people)
    order = mandates.Order(mandates.Kind.FACTORS, people.chair_kosovo)
    db.add(mandates.propose(order, "Why", asked=[people.secretary_prishtina], waiting=(), by=people.admin, at=AT))
    made = _session(people, dt.datetime(2028, 12, 5, 9, 30))
    assert made.ref == D
    _in_comments(people)
    _postponed(people)
    _declined(people)
    _set(people)
    _of_their_own(world)
    _outbox(world)


def _session(people: Any, starts: dt.datetime) -> Any:
    by, existing = people.secretary_brussels, db.query(Session).all()
    made = walk.plan(
        db, people, existing=existing, starts=starts, kind=Kind.SPECIAL, place=people.brussels, asked_by=people.nato
    )
    made.move(people.brussels, "Great Hall", "Main Street 1", due=None, base=made.version, by=by, at=AT)
    db.flush()
    links = {"restricted_link": "https://meet.example/heads", "open_link": "https://meet.example/all"}
    made.arrange(people.nato, people.kosovo, "https://meet.example/room", **links, base=made.version, by=by, at=AT)
    db.flush()
    return made


def _items(people: Any, agenda: Any, **more: Any) -> list[AgendaItem]:
    """One item of each level, with a paper and a note."""
    made = []
    for level in (Level.DELEGATIONS, Level.COHOST, Level.PUBLIC):
        paper = Paper(
            session=agenda.session, reference="P", title="Paper", level=level, entered_by=people.admin, entered_at=AT
        )
        db.add(paper)
        words = {"text": "Text", "public_title": "Public", "note": "Note", "presenter": "Presenter", "papers": [paper]}
        made.append(walk.put(db, people, agenda, f"Item for {level.value}", level=level, **words, **more))
    return made


def _released(people: Any, topic: Topic) -> None:
    """A: minutes released in every edition; the co-host has only to take its own away."""
    session, by = _session(people, STARTS), people.secretary_brussels
    seats = walk.delegations(db, people, session)
    seats["delegate_kosovo"].capacity = Capacity.INTERPRETER
    delegation = acts.open_delegation(session, people.mission, by=by, at=AT)
    acts.nominate(delegation, people.observer, Capacity.OBSERVER, by=by, at=AT).accredit(by=by, at=AT)
    engagement, without = (walk.engagement(db, people, session, who) for who in (people.institute, people.university))
    engagement.terms = "Premises"
    agenda = acts.begin_agenda(session, [], by=by, at=AT)
    db.flush()
    _items(people, agenda, topic=topic)
    walk.circulate(db, people, agenda)
    walk.opened(db, people, agenda)
    for who in ("chair_nato", "chair_kosovo"):
        acts.adopt_agenda(agenda, seats[who], "Amended" if "nato" in who else "", by=by, at=session.starts_at)
    minutes = _minutes(people, session)
    session.end(by=by, at=session.ends_at)
    db.flush()
    _answered(people, minutes, seats)
    walk.approve(db, walk.resign(db, people, minutes), seats)
    minutes_register.sign(minutes, Signatory.SECRETARY, minutes.text_hash, by=by, at=NOW)
    minutes_register.record(minutes, Signatory.CHAIR, people.nato, "Chair", NOW.date(), by=by, at=NOW)
    without.waive_edition("It left the room", by=by, at=NOW)
    walk.release(db, people, minutes)
    _corrected(people, minutes, seats)
    _told_the_public(people, session)
    engagement.hand_over(by=by, at=session.ends_at + 10 * DAY)
    followup = db.query(FollowUp).filter_by(session_id=session.id).first()
    followup.become(State.IN_PROGRESS, "Begun", evidence="Letter", base=followup.version, by=people.chair_nato, at=NOW)
    db.flush()
    due = {"due_on": followup.due_on, "reason": "", "base": followup.version}
    followup.assign(office="Desk", supporting="Others", by=by, at=NOW, **due)
    _single_decisions(people, session)


def _answered(people: Any, minutes: Any, seats: Any) -> None:
    """A comment of each side, each with its answer."""
    walk.comments(db, people, minutes)
    made = [walk.comment(db, minutes, seats[who], "Comment") for who in ("delegate_nato", "chair_kosovo")]
    minutes_register.close(minutes, by=people.secretary_brussels, at=NOW)
    for one in made:
        one.dispose(Disposition.PARTLY, "Answer", base=1, by=people.secretary_brussels, at=NOW)
    db.flush()


def _told_the_public(people: Any, session: Session, *, returned: bool = False) -> None:
    """A communiqué: the final draft, or back from a co-chair with what is asked for."""
    one = communiques.begin(session, "Told", "What we agreed", by=people.secretary_brussels, at=NOW)
    db.add(one)
    db.flush()
    for secretary in walk.both(people):
        seen = fingerprint(communique_sheets.working(one))
        communique_acts.sign_off(one, seen=seen, by=secretary, at=NOW)
    if returned:
        one.return_("Please shorten", one.text_hash, by=people.chair_nato, at=NOW)
    db.flush()


def _communique(one: Communique, _: str) -> set[str]:
    """Until it is out: both secretaries, and from the final draft on who speaks."""
    return SECRETARIES if one.is_open_to_edits else SECRETARIES | {"chair"}


def _corrected(people: Any, minutes: Any, seats: Any) -> None:
    """COR 1 of a paragraph of each level; COR 2 came back from a co-chair."""
    for n in (1, 2):
        one = approvals.begin_corrigendum(minutes, by=people.secretary_brussels, at=NOW)
        for number, level in ((2, Level.DELEGATIONS), (7, Level.COHOST), (12, Level.PUBLIC))[: 3 if n == 1 else 1]:
            reads = minutes.kept_edition(Level.DELEGATIONS).sheet.line(number).text
            one.add(number, reads, f"Better for {level}", by=people.secretary_brussels, at=NOW)
        db.flush()
        for secretary in walk.both(people):
            seen = fingerprint(sheets.working_corrigendum(one, Level.DELEGATIONS))
            approvals.sign_off_corrigendum(one, by=secretary, at=NOW, seen=seen)
        if n == 2:
            one.return_("Please correct", one.text_hash, by=people.chair_nato, at=NOW)
            continue
        for who in CHAIRS:
            approvals.approve_corrigendum(one, seats[who], one.text_hash, at=NOW)
    db.flush()


def _corrigendum_line(line: CorrigendumLine, column: str) -> set[str]:
    """Of COR 1 whoever reads the paragraph; COR 2 is being drafted."""
    if db.get_one(Corrigendum, line.corrigendum_id).number == 2:
        return SECRETARIES
    return minutes_readers(A, line.level)


def _in_comments(people: Any) -> None:
    """E: out for comments at this moment; each side has written one."""
    session, by = _session(people, dt.datetime(2027, 12, 14, 9, 30)), people.secretary_brussels
    seats = {who: walk.seat(db, people, session, getattr(people, who), Capacity.HEAD) for who in CHAIRS}
    agenda = acts.begin_agenda(session, [], by=by, at=AT)
    db.flush()
    _items(people, agenda)
    walk.adopt(db, people, walk.opened(db, people, walk.circulate(db, people, agenda)), seats)
    minutes = _minutes(people, session)
    session.end(by=by, at=session.ends_at)
    db.flush()
    walk.comments(db, people, minutes, until=NOW + DAY)
    for who in CHAIRS:
        walk.comment(db, minutes, seats[who], "Comment")


def _single_decisions(people: Any, session: Any) -> None:
    """One that was adopted under silence, with a statement; a draft that the secretaries alone know."""
    more = {"at": NOW, "category": Category.PROCEDURAL}
    made = silent.adopted(db, silent.draft(db, session, "Decided alone", "A decision", **more), at=NOW)
    keep_action_sheet(made.circulation, session, [made], at=NOW)
    silent.draft(db, session, "Still a draft", "Not decided", **more)
    acts.log_external_round("Their paper", "Their body", NOW, "What it means", by=people.secretary_brussels, at=NOW)
    db.flush()


def _minutes(people: Any, session: Any) -> Any:
    """A paragraph of each kind and level under the item of that level."""
    minutes = acts.begin_minutes(session, by=people.secretary_brussels, at=session.starts_at + HOUR)
    for item in minutes.items[4:7]:
        for kind in ParagraphKind:
            action = {"owner": people.kosovo, "office": "Office", "due_on": dt.date(2028, 9, 1)}
            more = action if kind is ParagraphKind.ACTION else {"speaker": "Speaker"}
            one = Paragraph(text=f"A text {kind.value}", kind=kind, level=item.level, **more)
            minutes.add(item, one, by=people.secretary_brussels, at=session.starts_at + HOUR)
    db.flush()
    return minutes


def _in_drafting(people: Any) -> None:
    """B: held; its minutes came back from a co-chair; each secretary has typed something and not saved it."""
    session, by = _session(people, dt.datetime(2027, 12, 7, 9, 30)), people.secretary_brussels
    capacities = {"chair_nato": Capacity.HEAD, "chair_kosovo": Capacity.HEAD, "delegate_kosovo": Capacity.INTERPRETER}
    seats = {who: walk.seat(db, people, session, getattr(people, who), c) for who, c in capacities.items()}
    agenda = acts.begin_agenda(session, [], by=by, at=AT)
    db.flush()
    items = _items(people, agenda)
    walk.adopt(db, people, walk.opened(db, people, walk.circulate(db, people, agenda)), seats)
    minutes = _minutes(people, session)
    acts.change_adopted_agenda(agenda, items[0], Change.MOVED, "Late", by=by, at=session.starts_at + 2 * HOUR)
    session.end(by=by, at=session.ends_at)
    db.flush()
    draft = walk.finalise(db, people, minutes)
    draft.return_("Please change", draft.text_hash, by=people.chair_nato, at=NOW)
    _told_the_public(people, session, returned=True)
    for secretary in walk.both(people):
        item = minutes.items[4]
        db.add(
            ParagraphDraft(
                person=secretary, item=item, paragraph=item.paragraphs[0], text="Unsaved", base=1, saved_at=NOW
            )
        )
    db.flush()


def _circulated(people: Any) -> None:
    """C: circulated; with a request of the other side that waits, one that was declined, one that the co-host made,
    and names that only the other side knows."""
    session, by = _session(people, dt.datetime(2028, 6, 6, 9, 30)), people.secretary_brussels
    walk.delegations(db, people, session)["delegate_kosovo"].capacity = Capacity.INTERPRETER
    engagement = walk.engagement(db, people, session, people.university)
    engagement.terms = "Premises"
    agenda = acts.begin_agenda(session, [], by=by, at=AT)
    db.flush()
    _items(people, agenda)
    for secretary in walk.both(people):
        agenda.close_call(by=secretary, at=AT, reason="All are in")
    walk.signed(db, people, agenda)
    acts.propose_agenda(agenda, by=by, at=AT)
    agenda.circulate(by=by, at=AT)
    for asked_by, kind, declined in (
        (people.focal_kosovo, ItemKind.PLENARY, False),
        (people.focal_kosovo, ItemKind.PLENARY, True),
        (people.cohost_university, ItemKind.OPEN, False),
    ):
        item = AgendaItem(agenda=agenda, title="Wish", text="Why", presenter="Somebody", kind=kind, requested_at=NOW)
        db.add(agenda.request(item, by=asked_by, at=NOW))
        db.flush()
        if declined:
            item.decline("Not now", by=people.secretary_prishtina, at=NOW)
    _names_of_one_side(people, session)


def _postponed(people: Any) -> None:
    """F: put off, in the city whose turn it was not; one of its people may speak by the Party's written authority."""
    by, existing = people.secretary_brussels, db.query(Session).all()
    starts = dt.datetime(2029, 6, 5, 9, 30)
    due = sessions.city_in_turn(existing, [people.nato, people.kosovo], starts)
    other = people.prishtina if due is people.brussels else people.brussels
    made = walk.plan(db, people, existing=existing, starts=starts, place=other, departure_reason="Works in the hall")
    walk.seat(db, people, made, people.chair_nato).authorise("Letter", by=people.chair_nato, at=AT)
    made.postpone("Elections", by=by, at=AT)
    db.flush()


def _declined(people: Any) -> None:
    """What the admin wanted to do to an account, and to a seat, which one who was asked did not agree to."""
    seat = walk.seat_of(db, db.scalars(sessions.by_ref(C)).one(), people.delegate_nato)
    account = mandates.Order(mandates.Kind.PASSWORD, people.chair_kosovo)
    voice = mandates.Order(mandates.Kind.VOICE, people.delegate_nato, seat=seat, authority="Letter")
    for order, by in ((account, people.admin), (voice, people.secretary_brussels)):
        asked = people.chair_nato if order is voice else people.secretary_prishtina
        made = mandates.propose(order, "Why", asked=[asked], waiting=(), by=by, at=AT)
        db.add(made)
        made.decline("No", by=asked, at=AT)
    db.flush()


def _set(people: Any) -> None:
    """What is set for all, and what a Party says of its own days."""
    settings = db.scalars(select(Settings)).one()
    settings.marking, settings.public_marking = "For the two sides", "For everybody"
    day = dt.date(2028, 6, 6)
    db.add(working_days.correct(people.nato, day, DayKind.CLOSED, "A move", by=people.secretary_brussels, at=NOW))
    db.flush()


def _names_of_one_side(people: Any, session: Any) -> None:
    unknown = [
        Person(
            email=f"{n}@kosovo.example",
            given_name=f"New{n}",
            family_name="One",
            organisation=people.kosovo,
            function="F",
        )
        for n in range(2)
    ]
    db.add_all(unknown)
    db.flush()
    walk.seat(db, people, session, unknown[0], accredited=False)
    walk.seat(db, people, session, unknown[1], accredited=False).return_("Why", by=people.secretary_prishtina, at=NOW)
    db.flush()


def _under_silence(people: Any) -> None:
    """C: a single decision under silence, on which everything has been said that can be."""
    session = db.scalars(select(Session).where(Session.year == 2028, Session.number == 1)).one()
    by, at = people.secretary_brussels, NOW - HOUR / 2
    draft = acts.begin_draft(session, "Places in courses", "To open ten places.", by=by, at=at)
    db.add(draft)
    db.flush()
    for secretary in walk.both(people):
        acts.sign_off_draft(draft, by=secretary, at=at)
        db.flush()
    terms = texts.Terms(draft.formula, Profile.DECISION, draft.category, "It is about courses")
    round_ = rounds.propose(texts.find("draft", draft.slug), terms, by=by, at=at)
    for chair in (people.chair_nato, people.chair_kosovo):
        round_.consent_to_method("We consent", by=chair, at=at)
    walk.issue(db, people, round_, at=at)
    said: Any = {"pulse": Pulse(), "at": at}
    for kind in (EntryKind.STATEMENT, EntryKind.SCRUTINY, EntryKind.COMMENT):
        entry = round_.speak(kind, "Something was said", by=people.chair_nato, **said)
    round_.answer(next(e for e in round_.entries if e.kind is EntryKind.SCRUTINY), "An answer", by=by, at=at)
    round_.deliver_by_hand(people.chair_nato, "At the door", at, by=by, **said)
    db.flush()
    assert entry.id
    for who in (people.delegate_nato, people.chair_nato):
        rounds.object_to(round_, ObjectionKind.AMENDMENT, "Nine places", entitled=False, by=who, at=NOW)
        db.flush()


def _of_their_own(world: World) -> None:
    for role, who in ROLES.items():
        person = getattr(world.people, who)
        token = f"{role.replace(' ', '-')}-".ljust(43, "x")
        db.add(row := SignIn(person=person, created_at=NOW, device="A telephone"))
        db.add(Factor(kind=FactorKind.AUTHENTICATOR, name="Telephone", seed=role, added_at=AT, person=person))
        world.tokens[role] = row.token
        if role in {"admin", "outsider"}:
            continue
        made = subscribe(person, name="My calendar", scope=Scope.ALL, token=token, existing=[], at=NOW - 9 * DAY)
        made.last_used_at, made.last_used_by = NOW, "A program"
        db.add(made)
        world.feeds[role] = token
    world.kept = "k" * 43
    db.flush()
    typed = json.dumps([["text", f"typed by the focal point {FOCAL}{HOSTILE}"]])
    owner = world.people.focal_kosovo.id
    db.add(KeptForm(digest=digest(world.kept), person_id=owner, path="/topics/new", typed=typed, arrived_at=NOW))
    world.allowed[FOCAL], world.told[FOCAL] = {"focal point"}, "what the focal point typed"


def _kind(record: Any) -> str:
    return f"Assent({record.word.name})" if isinstance(record, Assent) else type(record).__name__


CHAIRS = ("chair_nato", "chair_kosovo")


def _outbox(world: World) -> None:
    """What was told of the first session to people of every kind."""
    people = world.people
    session = db.scalars(select(Session).order_by(Session.id)).first()
    who = [getattr(people, name) for name in ("delegate_nato", "focal_kosovo", "cohost_institute", "observer")]
    db.add_all(all_kinds(who, by=people.secretary_brussels, at=NOW, session_id=session.id))
    accounts.make_link(people.cohost_university, by=people.admin, secret="k" * 40, by_hand=True, at=NOW)
    db.flush()


FOCAL = "zq999999q"
ACCOUNTS = {
    "secretary": "secretary.brussels@dialogue.example",
    "other secretary": "secretary.prishtina@dialogue.example",
    "chair": "chair.nato@nato.example",
    "delegate": "delegate.nato@nato.example",
    "focal point": "focal.kosovo@kosovo.example",
    "interpreter": "delegate.kosovo@kosovo.example",
    "co-host": "cohost@university.example",
    "other co-host": "cohost@institute.example",
    "observer": "observer@mission.example",
    "admin": "admin@dialogue.example",
    "outsider": "outsider@elsewhere.example",
}


def _place(record: Any) -> str:
    return str(getattr(getattr(record, "session", None), "ref", "")) or "the register"


# Who may read what, in the contract's words.


def _item(item: AgendaItem, column: str) -> set[str]:
    ref = item.agenda.session.ref
    if column == "note":
        return SECRETARIES
    if not item.is_on:
        asked = {"other secretary", "focal point"} if item.origin.slug.startswith("kosovo") else {"co-host"}
        return asked if item.state.value == "declined" else asked | SECRETARIES
    if column == "public_title":
        return agenda_readers(ref, Level.PUBLIC) | (REGISTER if item.topic else set())
    told = REGISTER if item.topic and column == "title" else set()  # the history of its topic
    return agenda_readers(ref, item.level) | told


def _paragraph(one: Paragraph, column: str) -> set[str]:
    ref = db.get_one(Minutes, one.item.minutes_id).session.ref
    if ref == B:
        return SECRETARIES
    if ref == E:
        return readers(ref, one.level)
    in_register = one.kind in (ParagraphKind.DECIDED, ParagraphKind.ACTION)
    return minutes_readers(ref, one.level) | (REGISTER if in_register else set())


def _comment(comment: Comment, column: str) -> set[str]:
    """Of its side alone while the period runs, then of both."""
    ref = db.get_one(Minutes, comment.minutes_id).session.ref
    if ref != E:
        return readers(ref, Level.DELEGATIONS)
    return {"secretary", "chair"} if comment.party.slug == "nato" else {"other secretary"}


def _signature(signature: MinutesSignature, column: str) -> set[str]:
    """The Chair is known to whoever reads the minutes; the secretaries to the delegations."""
    chair = signature.signatory is Signatory.CHAIR
    return readers(A, Level.PUBLIC if chair else Level.DELEGATIONS)


def _own(person: Person) -> set[str]:
    return {role for role, email in ACCOUNTS.items() if email == person.email}


def _person(person: Person, column: str) -> set[str]:
    """The admin and the person; of a co-host's people the secretaries; of a side what the side and the room know."""
    known = {"admin"} | _own(person)
    if person.is_admin:
        return known | SECRETARIES  # who has proposed what takes a second word
    if "head" in _seats_of(person):
        return SIGNED_IN - {"outsider"}
    if person.is_secretary or "accredited" in _seats_of(person):
        return known | REGISTER
    if person.organisation.slug == "kosovo":
        return known | {"other secretary", "focal point"}  # named, and not accredited
    return known | (SECRETARIES if person.organisation.is_cohost else set())


def _seats_of(person: Person) -> set[str]:
    seats = db.scalars(select(Participant).where(Participant.person_id == person.id))
    return {word for seat in seats if seat.is_accredited for word in ("accredited", "head" * seat.is_head)}


def _seat(seat: Participant, column: str) -> set[str]:
    if column == "authorised":
        return {"secretary", "chair"}
    return {"other secretary", "focal point"} if column == "return_reason" else SECRETARIES | {"chair", "focal point"}


def _mandate(mandate: Mandate, column: str) -> set[str]:
    """Of an account whoever may be asked; of a seat who proposed it, who was asked, and the side's secretary."""
    return {"secretary", "chair"} if mandate.is_of_a_seat else SECRETARIES | {"admin"}


def _engagement(engagement: Engagement, column: str) -> set[str]:
    return SECRETARIES | {"chair"}


def _organisation(organisation: Organisation, column: str) -> set[str]:
    if organisation.is_party:
        return SIGNED_IN
    own = {role for role, email in ACCOUNTS.items() if email.split("@")[1].startswith(organisation.slug)}
    return own | REGISTER | {"admin"}


def _session_word(session: Session, column: str) -> set[str]:
    """A link is for whoever is accredited to the part that it opens; no co-host's speaker has a seat here. Why another
    city was taken is the Parties' own business."""
    links = {"hybrid_link": {"chair", "delegate", "interpreter"}, "restricted_link": {"chair"}}
    links["open_link"] = links["hybrid_link"]
    known = agenda_readers(session.ref, Level.PUBLIC)
    if column == "departure_reason":
        return readers(session.ref, Level.DELEGATIONS)
    return SECRETARIES | (links[column] & known) if column in links else known


def _topic(topic: Topic, column: str) -> set[str]:
    """Its title stands with the items on it, for whoever reads them whole."""
    return REGISTER | (agenda_readers(A, Level.PUBLIC) if column == "title" else set())


def _draft_decision(draft: DraftDecision, column: str) -> set[str]:
    if draft.circulation is None:
        return SECRETARIES
    since = {"interpreter"} if column == "title" else set()  # the circulated agenda lists what happened under silence
    return REGISTER | since


def _assent(assent: Assent, column: str) -> set[str]:
    """What secretaries say to each other stays between them; what was amended is for the room, why a follow-up is
    dropped for readers of the register, and why a period is short for those who comment."""
    if assent.word in STEPS:
        minutes = db.scalars(select(Minutes).where(Minutes.agreement_id == assent.agreement_id)).one()
        return readers(minutes.session.ref, Level.DELEGATIONS)
    if assent.word is Word.ADOPTION:
        return REGISTER | {"interpreter"}
    return REGISTER if assent.word is Word.DROPPING else SECRETARIES


def _objection(one: Objection, column: str) -> set[str]:
    """Those who speak on the round, its secretaries, and who sent it."""
    return SECRETARIES | {"chair"} | _own(one.person)


CLEARED: dict[str, Callable[[Any, str], set[str]]] = {
    "AgendaItem": _item,
    "Agenda": lambda agenda, _: agenda_readers(agenda.session.ref, Level.DELEGATIONS),
    "Assent": _assent,
    "AgendaChange": lambda change, _: agenda_readers(B, Level.DELEGATIONS),
    "Comment": _comment,
    "Communique": _communique,
    "Corrigendum": lambda *_: SECRETARIES,
    "CorrigendumLine": _corrigendum_line,
    "Circulation": lambda *_: REGISTER,
    "DraftDecision": _draft_decision,
    "Engagement": _engagement,
    "Entry": lambda *_: REGISTER,
    "ExternalRound": lambda *_: REGISTER,
    "FollowUp": lambda *_: REGISTER,
    "FollowUpUpdate": lambda *_: REGISTER,
    "Factor": lambda factor, _: _own(factor.person),
    "Mandate": _mandate,
    "Minutes": lambda *_: SECRETARIES,
    "MinutesItem": lambda *_: set(),
    "Notice": lambda _, column: set() if column == "body" else SECRETARIES,
    "MinutesSignature": _signature,
    "Objection": _objection,
    "Organisation": _organisation,
    "OwnDay": lambda *_: REGISTER,
    "Paper": lambda paper, _: agenda_readers(paper.session.ref, paper.level),
    "Paragraph": _paragraph,
    "ParagraphDraft": lambda draft, _: _own(draft.person),
    "Participant": _seat,
    "Person": _person,
    "Place": lambda *_: SIGNED_IN,
    "Session": _session_word,
    "Settings": lambda *_: SIGNED_IN | {"nobody"},
    "SignIn": lambda row, _: _own(row.person),
    "Subscription": lambda row, _: _own(row.person),
    "Topic": _topic,
}
