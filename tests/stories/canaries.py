"""A world in which every text that is entered ends in a mark of its own, with the roles that may read each mark.

After each mark comes what is no word, and may act nowhere: HTML, a template, a format, an entity."""

import dataclasses
import datetime as dt
import enum
import itertools
import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import String, event, select

from dialogue import access
from dialogue.actions import accounts, acts, approvals, ladders, rounds, texts
from dialogue.actions import conclusions as conclusion_acts
from dialogue.actions import developments as development_acts
from dialogue.actions import meetings as meeting_acts
from dialogue.actions import tracks as track_acts
from dialogue.db import db
from dialogue.domain import agenda as agendas
from dialogue.domain import archive, busy, changes, communiques, incoming, mandates, sessions, tracks, working_days
from dialogue.domain import minutes as minutes_register
from dialogue.domain.agenda import AgendaItem, Change, ItemKind
from dialogue.domain.agreed import Assent, Word
from dialogue.domain.archive import ImportedPaper, ImportedSession, ImportKind, ImportState, Old, Words
from dialogue.domain.base import Base
from dialogue.domain.communiques import Communique
from dialogue.domain.conclusions import Conclusion, Wording
from dialogue.domain.decisions import DraftDecision, Status
from dialogue.domain.delegations import Answer, Capacity, Needs, Participant, ParticipantState, Reply, Route
from dialogue.domain.developments import Account, Corroboration, Development, DevelopmentState
from dialogue.domain.editions import Level, fingerprint
from dialogue.domain.editions.imported import ImportedLine
from dialogue.domain.engagements import Engagement
from dialogue.domain.factors import Factor, FactorKind
from dialogue.domain.followups import FollowUp, FollowUpState, TrackFollowUp, TrackFollowUpUpdate
from dialogue.domain.ladder import RungKey
from dialogue.domain.log import LogEntry
from dialogue.domain.mandates import Mandate
from dialogue.domain.meetings import Format, Meeting, MeetingAction, MeetingKind, Plan, Under
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
from dialogue.domain.sessions import Session, SessionKind
from dialogue.domain.settings import Settings
from dialogue.domain.signins import KeptForm, SignIn
from dialogue.domain.silence import Category, EntryKind, Objection, ObjectionKind, Profile
from dialogue.domain.subscriptions import Scope, subscribe
from dialogue.domain.tokens import digest
from dialogue.domain.topics import Topic
from dialogue.domain.tracks import TRACKS, Offered, Target, TrackEntry, TrackMove, TrackPaper, TrackPoint, TrackValue
from dialogue.domain.wording import Finding, Where, let_stand
from dialogue.queries import sheets
from dialogue.queries.action_sheets import keep_action_sheet
from tests import cast, pdf_files, silent, walk
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
    "sheet_kept", "findings_kept", "path", "action", "body", "location", "typed",
    "left_out_kept",
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
    ("FollowUpWatch", "digest_week"),
    ("HalfSignIn", "address"),
    ("IncomingMail", "doubt"),
    ("HalfSignIn", "bound"),
    ("HalfSignIn", "token_digest"),
    ("Issue", "days_off"),
    ("LetStand", "step"),
    ("Meeting", "series"),
    ("Meeting", "track_slug"),
    ("MeetingAction", "reference"),
    ("TrackEntry", "stage_name"),
    ("TrackActivity", "track_slug"),
    ("TrackEntry", "track_slug"),
    ("TrackImport", "track_slug"),
    ("TrackFollowUp", "track_slug"),
    ("TrackMember", "track_slug"),
    ("TrackMove", "became"),
    ("TrackMove", "wanted"),
    ("TrackMove", "was"),
    ("TrackPaper", "track_slug"),
    ("TrackPoint", "reported"),
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
    feeds: dict[str, list[str]] = field(default_factory=dict)  # tokens of subscriptions, by role
    kept: str = ""
    allowed: dict[str, set[str]] = field(default_factory=dict)  # who may read which mark
    told: dict[str, str] = field(default_factory=dict)  # whose word a mark is, for people who read a failure
    emails: dict[str, set[str]] = field(default_factory=dict)
    given: set[Column] = field(default_factory=set)  # in which there is a mark


def planted() -> World:
    given: set[Column] = set()
    with marking(given) as entered:
        world = World(cast.enter(db, anew=True), given=given)
        _told(world)
        db.commit()
        for record, column, mark in entered:
            if record in db:
                world.told[mark] = f"{_kind(record)}.{column} of {_place(record)}: {getattr(record, column)}"
                world.allowed[mark] = CLEARED[type(record).__name__](record, column)
    told, named = set(db.scalars(select(Notice.address))) | _to_be_told(), _to_be_accredited()
    world.emails = {
        one.email: {"admin", *(role for role, who in ROLES.items() if getattr(world.people, who).id == one.id)}
        | (SECRETARIES if one.email in told else set())
        | named.get(one.email, set())
        | ({"focal point"} if one.organisation_id == world.people.kosovo.id else set())  # it keeps its own side's
        for one in db.scalars(select(Person))
    }
    db.remove()
    return world


def _to_be_told() -> set[str]:
    """Whom the page before the next release of C names, each with its address."""
    session = db.scalars(sessions.by_ref(C)).one()
    return {one.email for people in access.readers(session, NOW).of_each.values() for one in people}


def _to_be_accredited() -> dict[str, set[str]]:
    """Whom the page of participants names to the secretary of that side, with the address to which the mail goes."""
    seats = db.scalars(select(Participant).where(Participant.state == ParticipantState.NOMINATED))
    return {one.person.email: _own_secretary(one.delegation.organisation) for one in seats}


def _told(world: World) -> None:
    people, by = world.people, world.people.secretary_brussels
    topic = Topic(slug="borders", title="Borders", summary="What it is about", entered_by=by, entered_at=AT)
    db.add(topic)
    _released(people, topic)
    _in_drafting(people)
    _circulated(people)
    _under_silence(people)
    order = mandates.Order(mandates.MandateKind.FACTORS, people.chair_kosovo)
    db.add(mandates.propose(order, "Why", asked=[people.secretary_prishtina], waiting=(), by=people.admin, at=AT))
    made = _session(people, dt.datetime(2028, 12, 5, 9, 30))
    assert made.ref == D
    _to_be_moved(people, made)
    _in_comments(people)
    _postponed(people)
    _declined(people)
    _set(people)
    _tracks(people)
    _developments(people, topic)
    _imported(people)
    _meetings(people)
    _known_dates(people)
    _of_their_own(world)
    _outbox(world)


def _session(people: Any, starts: dt.datetime) -> Any:
    by, existing = people.secretary_brussels, db.query(Session).all()
    made = walk.plan(
        db,
        people,
        existing=existing,
        starts=starts,
        kind=SessionKind.SPECIAL,
        place=people.brussels,
        asked_by=people.nato,
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
    followup.become(
        FollowUpState.IN_PROGRESS, "Begun", evidence="Letter", base=followup.version, by=people.chair_nato, at=NOW
    )
    db.flush()
    due = {"due_on": followup.due_on, "reason": "", "base": followup.version}
    measured = {"deliverable": "A paper", "indicator": "Its date"}
    followup.assign(office="Desk", supporting="Others", by=by, at=NOW, **measured, **due)
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
        seen = fingerprint(sheets.working_text(one))
        texts.sign_off(one, seen=seen, by=secretary, at=NOW)
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
            seen = fingerprint(sheets.working_text(one))
            texts.sign_off(one, by=secretary, at=NOW, seen=seen)
        if n == 2:
            one.return_("Please correct", one.text_hash, by=people.chair_nato, at=NOW)
            continue
        for who in CHAIRS:
            texts.approve(one, seats[who], one.text_hash, at=NOW)
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
    how = {"on": NOW.date(), "base": made.version, "by": people.secretary_brussels, "at": NOW}
    made.move(Status.OPEN, "Heard of it", evidence="A letter", **how)
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
    minutes.note_away(minutes.items[0], [seats["chair_nato"]], by=by, at=session.ends_at)
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
    _conclusions(people, agenda)
    _names_of_one_side(people, session)
    _invited(people, session)
    day = session.starts.date() - dt.timedelta(days=4)
    ladders.move(session, RungKey.ARRIVALS, day, "A strike", base=0, by=by, at=NOW)


def _conclusions(people: Any, agenda: Any) -> None:
    """Of C: one in each state that comes before the minutes; the first is commented on."""
    item, made = next(one for one in agenda.all_items if one.is_on and one.standing is None), []
    for by in (
        people.secretary_brussels,
        people.secretary_prishtina,
        people.secretary_prishtina,
        people.secretary_brussels,
    ):
        words = Wording(
            item_key=item.key, text="To be concluded", owner=by.organisation, office="Its office", due_on=AT.date()
        )
        made.append(conclusion_acts.draft(agenda, words, by=by, at=AT))
    drafted, _, declined, withdrawn = made
    drafted.comment("What of it", by=people.secretary_prishtina, at=AT)
    declined.decline("Not ours", base=declined.version, by=people.secretary_brussels, at=NOW)
    withdrawn.withdraw("Not now", base=withdrawn.version, by=people.secretary_brussels, at=NOW)
    db.flush()


def _conclusion(one: Conclusion, column: str) -> set[str]:
    """What is drafted goes out with the agenda; all else is between the secretaries."""
    return readers(C, Level.DELEGATIONS) if one.is_circulated else SECRETARIES


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


def _to_be_moved(people: Any, session: Session) -> None:
    """D: one side wanted it elsewhere, and the other has declined."""
    to = dataclasses.replace(session.appointment, venue="Small Hall", address="Side Street 2")
    wish = changes.Wish(changes.ChangeKind.MOVE, session, to, "A fire", "Both wish it")
    made = changes.propose(wish, open_=(), by=people.secretary_brussels, at=AT, urgent_reason="Tonight")
    db.add(made)
    made.decline("No", by=people.secretary_prishtina, at=AT)
    db.flush()


def _declined(people: Any) -> None:
    """What the admin wanted to do to an account, and to a seat, which one who was asked did not agree to."""
    seat = walk.seat_of(db, db.scalars(sessions.by_ref(C)).one(), people.delegate_nato)
    account = mandates.Order(mandates.MandateKind.PASSWORD, people.chair_kosovo)
    voice = mandates.Order(mandates.MandateKind.VOICE, people.delegate_nato, seat=seat, authority="Letter")
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
    settings.designation_words = "As a house writes it"
    found, stood = (Finding(Where("1"), "words", "state border"),), {"by": people.secretary_brussels, "at": NOW}
    db.add(let_stand("minutes", A, "sign-off", found, text_hash="a" * 64, reason="As agreed", session_id=None, **stood))
    day = dt.date(2028, 6, 6)
    db.add(working_days.correct(people.nato, day, DayKind.CLOSED, "A move", by=people.secretary_brussels, at=NOW))
    db.flush()


def _known_dates(people: Any) -> None:
    """Each side's own dates, on the day of a session."""
    for by in walk.both(people):
        db.add(busy.keep("Ministerials", "2028-06-06 Ministerial", existing=[], by=by, at=NOW))
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


def _invited(people: Any, session: Any) -> None:
    """One answers for itself, of another its secretary has heard."""
    own, other = (walk.seat_of(db, session, one) for one in (people.delegate_nato, people.delegate_kosovo))
    own.answer(Reply.ACCEPTED, route=Route.PAGE, note="With the night train", by=own.person, at=NOW)
    heard = {"told": "Its office, by telephone", "by": people.secretary_prishtina}
    own.say_needs("Albanian into Dutch", "A ramp at the door", by=own.person, at=NOW)
    other.answer(Reply.REGRETS, route=Route.TOLD, note="A visit falls on it", substitute="Somebody", **heard, at=NOW)
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
    round_ = rounds.propose(texts.find("draft", draft.key), terms, by=by, at=at)
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


def _tracks(people: Any) -> None:
    """An entry for both delegations, one for the two secretaries, and one in the compartment, whose list has a delegate
    and a focal point; the secretaries are not on it."""
    listed = TRACKS[COMPARTMENT]
    for who in (people.delegate_nato, people.focal_kosovo):
        track_acts.admit(listed, who, by=None, at=AT)
        db.flush()
    texts_ = TRACKS["parliamentary-assembly"]
    for track, key, level, by in (
        (texts_, "committee", Level.DELEGATIONS, people.secretary_brussels),
        (texts_, "committee", Level.SECRETARIAT, people.secretary_prishtina),
        (listed, "place", Level.DELEGATIONS, people.delegate_nato),
    ):
        words = {"title": "Entry", "text": "What it is", "next_step": "Next", "values": {key: "Somewhere"}}
        entry = track_acts.begin(track, owner=by.organisation, level=level, by=by, at=AT, **words)
        db.flush()
        entry.move(entry.stage_name, "What was done", evidence="Letter", on=AT.date(), base=1, by=by, at=NOW)
        if track.points:
            point = entry.ask("What is asked", by=by, at=NOW)
            db.flush()
            answer = {"answer": "What is answered", "outcome": "What followed", "answered_on": AT.date()}
            point.write(text="What is asked", base=point.version, by=by, at=NOW, **answer)
    by, apart = people.delegate_nato, {"entry": entry}
    due = {"office": "Office", "due_on": AT.date()}
    task = track_acts.open_followup(listed, text="What to do", by=by, at=AT, **due, **apart)
    db.flush()
    task.note("What was done", evidence="Letter", base=task.version, by=by, at=AT)
    track_acts.attach(listed, title="Paper", content=pdf_files.scan(), by=by, at=AT, **apart)
    offered = Offered(code="Code", title="Course", area="Area", audience="Audience", stage="Level", year=2027)
    tools = TRACKS["partnership-tools"]
    track_acts.take_in(tools, [offered], [], listed_on=AT.date(), by=people.secretary_brussels, at=AT)
    db.flush()


def _developments(people: Any, topic: Topic) -> None:
    """Of each side an entry in each state; one that stands is cited under an item for the delegations of C."""
    told = {"happened_until": None, "text": "What happened", "source": "Who said so"}
    for by, other in (walk.both(people), tuple(reversed(walk.both(people)))):
        made = []
        for _ in DevelopmentState:
            account = Account(happened_on=AT.date(), corroboration=Corroboration.REPORTED, **told)
            made.append(development_acts.propose(topic, account, by=by, at=AT))
        waits, accepted, not_shared, withdrawn = made
        accepted.accept(base=1, by=other, at=NOW)
        not_shared.not_share("Why not", base=1, by=other, at=NOW)
        withdrawn.withdraw(by=by, at=NOW)
        db.flush()
        assert waits.waits
    agenda = db.scalars(agendas.of_session(db.scalars(sessions.by_ref(C)).one())).one()
    item = next(one for one in agenda.all_items if one.is_on and one.standing is None)
    development_acts.cite(accepted, item, by=by, at=NOW)
    text = db.scalars(tracks.by_number("parliamentary-assembly", 1)).unique().one()
    for point in (None, text.points[0]):
        target = Target(item_key=item.key)
        track_acts.connect(text, target, agenda.session, point=point, by=by, at=NOW)
        db.flush()


def _imported(people: Any) -> None:
    """Of each side an old session in each state, with both its papers."""
    for n, (by, other) in enumerate((walk.both(people), tuple(reversed(walk.both(people))))):
        for state in ImportState:
            about = Old(
                reference=f"Old {n} {state}", held_on=AT.date() - DAY, held_until=None, city="City",
                kind=SessionKind.REGULAR,
            )  # fmt: skip
            made = archive.enter(about, [], by=by, at=AT)
            db.add(made)
            db.flush()
            for kind in ImportKind:
                lines = (ImportedLine(what="item", text="Title", number="1."), ImportedLine(what="noted", text="Noted"))
                words = Words(lines=lines, head=("Head",), people=("Who",), file_name="File", sha256="ab" * 32)
                made.take_in(kind, words, base=made.version, by=by, at=AT)
                db.flush()
            made.offer(base=made.version, by=by, at=NOW)
            db.flush()
            if state is ImportState.ENTERED:
                made.hand_back("Why not as it should be", base=made.version, by=other, at=NOW)
                db.flush()
            if state is ImportState.CONFIRMED:
                made.confirm(base=made.version, by=other, at=NOW)
                db.flush()


def _meetings(people: Any) -> None:
    """Under C one whose conclusions both sides have agreed to, one of which one side has written, one that is
    cancelled; and one in the compartment. The delegate and the other chair take part."""
    by, other = walk.both(people)
    session = db.scalars(sessions.by_ref(C)).one()
    plan = Plan(
        kind=MeetingKind.EXPERTS, title="Meeting", starts=dt.datetime(2027, 12, 1, 10),
        ends=dt.datetime(2027, 12, 1, 12), format=Format.HYBRID, place=people.brussels, venue="Room",
        link="https://meet.example",
    )  # fmt: skip
    both = [people.delegate_nato, people.chair_kosovo]
    agreed, one_sided, cancelled = (
        meeting_acts.plan(Under(session=session), plan, both, by=by, at=AT) for _ in range(3)
    )
    listed = [people.delegate_nato, people.focal_kosovo]
    own = meeting_acts.plan(Under(track=TRACKS[COMPARTMENT]), plan, listed, by=people.delegate_nato, at=AT)
    for made, who in ((agreed, by), (one_sided, by), (own, people.delegate_nato)):
        made.hold(by=who, at=NOW)
        db.flush()
        made.conclude("What was concluded", base=made.version, by=who, at=NOW)
        db.flush()
    for made, who in ((agreed, by), (one_sided, by), (own, people.delegate_nato)):
        made.add("What to do", people.kosovo, "Office", NOW.date(), base=made.version, by=who, at=NOW)
        db.flush()
    meeting_acts.agree(agreed, base=agreed.version, by=other, at=NOW)
    meeting_acts.agree(own, base=own.version, by=people.focal_kosovo, at=NOW)
    meeting_acts.cancel(cancelled, "Why not", base=cancelled.version, by=by, at=NOW)
    db.flush()


def _meeting(one: Meeting, column: str) -> set[str]:
    """Its list, or readers of the register; where to join, whoever takes part or keeps it; what one side has written,
    the secretaries."""
    if one.track_slug == COMPARTMENT:
        return {"delegate", "focal point"}
    if column == "link":
        return SECRETARIES | {"delegate"}
    return SECRETARIES if column == "conclusions" and not one.is_agreed else REGISTER


def _action(one: MeetingAction, column: str) -> set[str]:
    meeting = db.get_one(Meeting, one.meeting_id)
    if meeting.track_slug == COMPARTMENT:
        return _meeting(meeting, column)
    return REGISTER if meeting.is_agreed else SECRETARIES


def _old(session: ImportedSession) -> set[str]:
    """Between the secretaries until both have confirmed it."""
    return REGISTER if session.is_confirmed else SECRETARIES


def _development(one: Development, column: str) -> set[str]:
    """What stands both delegations read; what waits or was taken back, the secretaries and its own side."""
    if one.stands:
        return REGISTER
    own = {"chair", "delegate"} if one.party.slug == "nato" else {"focal point"}
    return SECRETARIES | own


COMPARTMENT = "military-to-military"


def _of_track(entry: TrackEntry, column: str) -> set[str]:
    if entry.track_slug == COMPARTMENT:
        return {"delegate", "focal point"}
    return SECRETARIES if entry.level is Level.SECRETARIAT else REGISTER


def _of_entry(part: TrackMove | TrackPoint | TrackValue, column: str) -> set[str]:
    return _of_track(db.get_one(TrackEntry, part.entry_id), column)


def _apart(_thing: TrackFollowUp | TrackFollowUpUpdate | TrackPaper, column: str) -> set[str]:
    """All of it is of the compartment."""
    return {"delegate", "focal point"}


def _of_their_own(world: World) -> None:
    topic = db.scalars(select(Topic)).one()
    for role, who in ROLES.items():
        person = getattr(world.people, who)
        db.add(row := SignIn(person=person, created_at=NOW, device="A telephone"))
        db.add(Factor(kind=FactorKind.AUTHENTICATOR, name="Telephone", seed=role, added_at=AT, person=person))
        world.tokens[role] = row.token
        if role in {"admin", "outsider"}:
            continue
        for scope, is_discreet in itertools.product(Scope, (False, True)):
            token = f"{role}-{scope}-{is_discreet}-".replace(" ", "-").ljust(43, "x")
            made = subscribe(
                person, name="My calendar", scope=scope, topic=topic, is_discreet=is_discreet, token=token,
                existing=[], at=NOW - 9 * DAY,
            )  # fmt: skip
            made.last_used_at, made.last_used_by = NOW, "A program"
            db.add(made)
            world.feeds.setdefault(role, []).append(token)
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
    _mailed(people)


def _mailed(people: Any) -> None:
    """Two mails to the secretariat, one of them put aside."""
    for n in (1, 2):
        made = incoming.keep(b"x", size=1, sha256=str(n) * 64, at=NOW)
        made.says(sender="A stranger", subject="About a session", excerpt="It may rain")
        made.proposed = "Another day"
        db.add(made)
        made.queue(incoming.Doubt.COUNTER, at=NOW)
        if n == 2:
            made.put_aside("Of no use", by=people.secretary_brussels, at=NOW)
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


def _own_secretary(party: Organisation) -> set[str]:
    return {"secretary"} if party.slug == "nato" else {"other secretary"}


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


def _answer(answer: Answer, _column: str) -> set[str]:
    """The person, and whoever names its side."""
    side = db.get_one(Participant, answer.participant_id).delegation.organisation.slug
    return {"secretary", "chair", "delegate"} if side == "nato" else {"other secretary", "focal point", "interpreter"}


def _needs(_needs: Needs, _column: str) -> set[str]:
    return SECRETARIES | {"delegate"}


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
    "Answer": _answer,
    "Needs": _needs,
    "AgendaItem": _item,
    "Agenda": lambda agenda, _: agenda_readers(agenda.session.ref, Level.DELEGATIONS),
    "Assent": _assent,
    "AgendaChange": lambda change, _: agenda_readers(B, Level.DELEGATIONS),
    "Comment": _comment,
    "Communique": _communique,
    "Conclusion": _conclusion,
    "ConclusionComment": lambda *_: SECRETARIES,
    "Corrigendum": lambda *_: SECRETARIES,
    "CorrigendumLine": _corrigendum_line,
    "Circulation": lambda *_: REGISTER,
    "DecisionMove": lambda *_: REGISTER,
    "DraftDecision": _draft_decision,
    "Development": _development,
    "ImportedSession": lambda old, _: _old(old),
    "ImportedPaper": lambda paper, _: _old(paper.session),
    "ImportedRow": lambda row, _: _old(db.get(ImportedPaper, row.paper_id).session),
    "Engagement": _engagement,
    "Entry": lambda *_: REGISTER,
    "ExternalRound": lambda *_: REGISTER,
    "FollowUp": lambda *_: REGISTER,
    "FollowUpUpdate": lambda *_: REGISTER,
    "Factor": lambda factor, _: _own(factor.person),
    "IncomingMail": lambda *_: SECRETARIES,
    "Mandate": _mandate,
    "Meeting": _meeting,
    "MeetingAction": _action,
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
    "SessionChange": lambda *_: SECRETARIES,
    "Settings": lambda *_: SIGNED_IN | {"nobody"},
    "BusyDate": lambda one, _: _own_secretary(one.of_list.party),
    "BusyList": lambda kept, _: _own_secretary(kept.party),
    "LetStand": lambda *_: SECRETARIES,
    "RungEntry": lambda entry, _: readers(entry.session.ref, Level.DELEGATIONS),
    "SignIn": lambda row, _: _own(row.person),
    "Subscription": lambda row, _: _own(row.person),
    "Topic": _topic,
    "TrackActivity": lambda *_: REGISTER,
    "TrackEntry": _of_track,
    "TrackFollowUp": _apart,
    "TrackFollowUpUpdate": _apart,
    "TrackMove": _of_entry,
    "TrackPaper": _apart,
    "TrackPoint": _of_entry,
    "TrackValue": _of_entry,
}
