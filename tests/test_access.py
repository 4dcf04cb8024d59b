"""Who may do what, in the user's words: every right for every role, with things there that could have shown."""

import datetime as dt

import pytest
from sqlalchemy import event, func, select

from dialogue.access import (
    Right,
    agenda_edition,
    announced,
    audience,
    commentators,
    knows,
    may,
    minutes_edition,
    minutes_editions,
    minutes_readers,
    readers,
    signatory,
    standing,
    values,
    visible,
)
from dialogue.actions import rounds
from dialogue.domain import (
    agenda,
    archive,
    communiques,
    conclusions,
    delegations,
    developments,
    engagements,
    mandates,
    meetings,
    minutes,
    tracks,
)
from dialogue.domain.archive import ImportedSession, Old
from dialogue.domain.conclusions import ConclusionState, Wording
from dialogue.domain.delegations import Capacity
from dialogue.domain.developments import Account, Corroboration, Development
from dialogue.domain.editions import Audience, Level
from dialogue.domain.followups import FollowUp
from dialogue.domain.mandates import MandateKind, Order
from dialogue.domain.meetings import Format, Meeting, MeetingKind, Plan, Under
from dialogue.domain.minutes import Comment, CommentKind, Corrigendum, Remark
from dialogue.domain.people import AccountState as Role
from dialogue.domain.people import Person
from dialogue.domain.sessions import Session, SessionKind
from dialogue.domain.silence import Category, Part, Profile
from dialogue.domain.topics import Topic
from dialogue.domain.tracks import TRACKS
from tests import silent, walk
from tests.cast import HASH, enter
from tests.factories import AT, DAY, STARTS
from tests.once import once

ROLES = (
    "secretary_brussels", "secretary_prishtina", "chair_nato", "chair_kosovo", "delegate_kosovo", "focal_kosovo",
    "observer", "cohost_university", "outsider", "admin",
)  # fmt: skip

# The columns are the roles above; the things are those of one session: its agenda adopted, its minutes in drafting, the
# round of silence issued; the delegation, the follow-up and the comment Kosovo's.
TABLE = """
                        secB secP chrN chrK delK focK obsv cohU outs admn
account:left             x    x    x    x    x    x    x    x    x    x
account:open             .    .    .    .    .    .    .    .    .    .
account:use              x    x    x    x    x    x    x    x    x    x
agenda:adopt             x    x    x    x    .    .    .    .    .    .
agenda:annotated         x    x    x    x    x    x    .    .    .    .
agenda:edit              x    x    .    .    .    .    .    .    .    .
agenda:read              x    x    x    x    x    x    x    x    .    .
agenda:request           x    x    x    x    x    x    .    x    .    .
answer:give              .    .    x    x    x    .    x    .    .    .
answer:hear              .    x    .    x    .    x    .    .    .    .
answer:read              x    x    .    x    .    x    .    .    .    .
answer:record            .    x    .    .    .    .    .    .    .    .
answer:remind            x    x    .    .    .    .    .    .    .    .
busy dates:keep          x    x    .    .    .    .    .    .    .    .
calendar:subscribe       x    x    x    x    x    x    x    x    .    .
circulations:read        x    x    x    x    x    x    .    .    .    .
circulation:answer       x    x    x    x    .    .    .    .    .    .
circulation:hear         x    x    x    x    x    x    .    .    .    .
circulation:keep         x    x    .    .    .    .    .    .    .    .
circulation:lead         .    .    x    x    .    .    .    .    .    .
circulation:object       x    x    x    x    x    x    .    .    .    .
circulation:read         x    x    x    x    x    x    .    .    .    .
circulation:receive      x    x    x    x    .    .    .    .    .    .
circulation:speak        .    .    x    x    .    .    .    .    .    .
circulation:withdraw     x    x    x    x    .    .    .    .    .    .
comment:answer           .    x    .    .    .    .    .    .    .    .
comment:keep             .    .    .    .    .    .    .    .    .    .
comment:read             .    x    .    .    .    .    .    .    .    .
communiqué:approve       .    .    x    x    .    .    .    .    .    .
communiqué:edit          x    x    .    .    .    .    .    .    .    .
communiqué:read          x    x    .    .    .    .    .    .    .    .
conclusions:draft        x    x    .    .    .    .    .    .    .    .
conclusions:read         x    x    x    x    x    x    .    .    .    .
conclusion:answer        x    .    .    .    .    .    .    .    .    .
conclusion:comment       x    x    .    .    .    .    .    .    .    .
conclusion:keep          x    x    .    .    .    .    .    .    .    .
conclusion:read          x    x    .    .    .    .    .    .    .    .
corrigendum:approve      .    .    x    x    .    .    .    .    .    .
corrigendum:edit         x    x    .    .    .    .    .    .    .    .
corrigendum:read         x    x    .    .    .    .    .    .    .    .
decisions:read           x    x    x    x    x    x    .    .    .    .
decision:draft           x    x    .    .    .    .    .    .    .    .
decision:keep            x    x    .    .    .    .    .    .    .    .
delegation:accredit      .    x    .    .    .    .    .    .    .    .
delegation:authorise     .    x    .    x    .    .    .    .    .    .
delegation:enter         .    x    .    x    .    x    .    .    .    .
delegation:give          .    x    .    x    .    .    .    .    .    .
delegation:name          .    x    .    x    .    x    .    .    .    .
delegation:open          x    x    .    .    .    .    .    .    .    .
delegation:release       .    x    .    x    .    .    .    .    .    .
developments:read        x    x    x    x    x    x    .    .    .    .
development:answer       x    .    .    .    .    .    .    .    .    .
development:correct      x    x    .    .    .    x    .    .    .    .
development:keep         .    x    .    .    .    x    .    .    .    .
development:propose      x    x    .    .    .    x    .    .    .    .
development:read         x    x    .    x    x    x    .    .    .    .
engagement:consent       x    x    x    x    .    .    .    .    .    .
engagement:hear          x    x    .    .    .    .    .    x    .    .
engagement:propose       x    x    .    .    .    .    .    .    .    .
engagement:read          x    x    x    x    .    .    .    .    .    .
engagement:run           x    x    .    .    .    .    .    .    .    .
external round:keep      x    x    .    .    .    .    .    .    .    .
external rounds:read     x    x    x    x    x    x    .    .    .    .
follow-ups:hear          .    .    .    .    .    x    .    .    .    .
follow-ups:read          x    x    x    x    x    x    .    .    .    .
follow-up:hear           .    .    .    x    .    .    .    .    .    .
follow-up:keep           x    x    .    .    .    .    .    .    .    .
follow-up:report         x    x    .    x    x    x    .    .    .    .
imported session:answer  x    .    .    .    .    .    .    .    .    .
imported session:keep    x    x    .    .    .    .    .    .    .    .
imported session:read    x    x    .    .    .    .    .    .    .    .
log:read                 x    x    .    .    .    .    .    .    .    x
mails:keep               x    x    .    .    .    .    .    .    .    .
mandates:read            x    x    x    x    .    x    .    .    .    x
mandate:answer           .    x    .    .    .    .    .    .    .    .
mandate:propose          .    .    .    .    .    x    .    .    .    x
mandate:read             x    x    .    .    .    .    .    .    .    x
mandate:withdraw         .    .    .    .    .    .    .    .    .    x
meetings:read            x    x    x    x    x    x    .    .    .    .
meeting:attend           .    .    .    .    x    .    .    .    .    .
meeting:keep             x    x    .    .    .    .    .    .    .    .
meeting:plan             x    x    .    .    .    x    .    .    .    .
meeting:read             x    x    x    x    x    x    .    .    .    .
minutes:approve          .    .    x    x    .    .    .    .    .    .
minutes:comment          x    x    .    .    .    .    .    .    .    .
minutes:edit             x    x    .    .    .    .    .    .    .    .
minutes:read             x    x    .    .    .    .    .    .    .    .
minutes:reply            x    x    .    .    .    .    .    .    .    .
minutes:revisions        x    x    .    .    .    .    .    .    .    .
minutes:scan             x    x    .    .    .    .    .    .    .    .
minutes:sign             x    x    x    .    .    .    .    .    .    .
needs:read               x    x    .    .    .    .    .    .    .    .
notices:keep             x    x    .    .    .    .    .    .    .    .
organisations:keep       .    .    .    .    .    .    .    .    .    x
own people:keep          .    .    .    .    .    x    .    .    .    .
own session:read         .    .    .    .    .    .    x    x    .    .
paper:verify             x    x    x    x    x    x    x    x    .    .
participants:read        x    x    x    x    x    x    x    x    .    .
people:keep              .    .    .    .    .    .    .    .    .    x
sessions:list            x    x    x    x    x    x    x    x    x    x
session:attend           .    .    x    x    x    x    x    .    .    .
session:decisions        x    x    x    x    x    x    .    .    .    .
session:follow           x    x    x    x    x    x    .    .    .    .
session:host             x    .    .    .    .    .    .    .    .    .
session:keep             x    x    .    .    .    .    .    .    .    .
session:name             x    x    .    .    .    x    .    .    .    .
session:plan             x    x    .    .    .    .    .    .    .    .
session:read             x    x    x    x    x    x    x    x    .    .
session:review           x    x    x    x    x    x    .    .    .    .
search:ask               x    x    x    x    x    x    x    x    .    x
settings:keep            .    .    .    .    .    .    .    .    .    x
topics:keep              x    x    .    .    .    .    .    .    .    .
topics:read              x    x    x    x    x    x    .    .    .    .
tracks:read              x    x    x    x    x    x    .    .    .    .
track apart:keep         .    .    .    .    .    x    .    .    .    .
track apart:read         .    .    .    .    .    x    .    .    .    .
track entry:keep         x    x    .    .    .    .    .    .    .    .
track entry:place        x    x    .    .    .    .    .    .    .    .
track entry:read         x    x    x    x    x    x    .    .    .    .
track:keep               x    x    .    .    .    .    .    .    .    .
track list:keep          .    .    .    .    .    x    .    .    .    .
track list:read          .    .    .    .    .    x    .    .    .    .
track paper:remove       .    .    .    .    .    x    .    .    .    .
track:read               x    x    x    x    x    x    .    .    .    .
track:take               x    x    x    x    x    x    .    .    .    .
turn:remind              x    x    .    .    .    .    .    .    .    .
turn:take                x    x    x    x    .    .    .    .    .    .
working days:keep        x    x    .    .    .    .    .    .    .    .
working days:read        x    x    x    x    x    x    .    .    .    .
"""


PLAN = Plan(
    kind=MeetingKind.EXPERTS, title="Experts", starts=STARTS + 30 * DAY, ends=STARTS + 31 * DAY, format=Format.REMOTE
)


def read(table):
    rows = [(line[:25].strip(), line[25:].split()) for line in table.strip("\n").splitlines()[1:]]
    return {right: dict(zip(ROLES, (mark == "x" for mark in marks), strict=True)) for right, marks in rows}


EXPECTED = read(TABLE)


@pytest.fixture
def cast(db):
    return enter(db)


@pytest.fixture
def here(db, cast):
    """The session that is everybody's own: with its delegations, a co-host, an observer, and minutes in drafting."""

    def made():
        session = walk.plan(db, cast)
        walk.seat(db, cast, session, cast.observer, Capacity.OBSERVER)
        walk.engagement(db, cast, session)
        walk.to_minutes(db, cast, session)
        return session

    return once(db, "here", made)


@pytest.fixture
def elsewhere(db, cast, here):
    """Another session as full as the first, of other people."""

    def made():
        for who in (cast.chair_nato, cast.chair_kosovo):
            who.function = "of the other session"
        session = walk.plan(db, cast, existing=[here], starts=STARTS + 180 * DAY)
        walk.engagement(db, cast, session, cast.institute)
        walk.circulate(db, cast, walk.agenda(db, cast, session))
        walk.sessions_delegation(db, session, cast.kosovo)
        return session

    return once(db, "elsewhere", made)


def things(db, cast, session):
    """What each right is about."""
    owned = db.scalar(select(FollowUp).where(FollowUp.owner == cast.kosovo)) or a_follow_up(db, cast, session)
    own = db.scalar(delegations.of_organisation(session, cast.kosovo))
    text = db.scalar(minutes.of_session(session))
    seated = db.scalars(delegations.accredited_in(session.id))
    chairs = next((seat for seat in seated if seat.person is cast.chair_kosovo), None)
    return {
        "agenda": db.scalar(agenda.of_session(session)),
        "answer": own,
        "answer:give": session,
        "circulation": a_round(db, session),
        "communiqué": communiques.begin(session, "T", "Words", by=cast.secretary_brussels, at=AT),
        "conclusion": a_conclusion(db, cast, session),
        "conclusions": db.scalar(agenda.of_session(session)),
        "corrigendum": text and Corrigendum(minutes=text, number=1, state_at=AT, state_by=cast.secretary_brussels),
        "comment": text and Remark(text, a_comment(cast.delegate_kosovo)),
        "delegation": own,
        "imported session": an_old_session(db, cast),
        "delegation:open": session,
        "delegation:give": chairs,
        "delegation:release": chairs,
        "development": an_entry_of_the_log(db, cast),
        "engagement": db.scalars(engagements.of_session(session)).first(),
        "engagement:read": session,
        "engagement:propose": session,
        "follow-up": owned,
        "mandate": a_mandate(db, cast),
        "mandate:propose": Order(MandateKind.CLOSE, cast.delegate_kosovo),
        "meeting": a_meeting(db, cast, session),
        "minutes": text,
        "own people": cast.delegate_kosovo,
        "participants": session,
        "session": session,
        "track": TRACKS["exercises"],
        "track apart": TRACKS["military-to-military"],
        "track paper": TRACKS["military-to-military"],
        "track entry": an_entry(db, cast),
        "track list": a_list(db, cast),
        "turn": session,
    }


def a_conclusion(db, cast, session):
    """Proposed by Kosovo for the session, which NATO presides."""
    there = db.scalar(agenda.of_session(session))
    before = db.scalars(conclusions.of_agenda(there)).all() if there is not None else ()
    if there is None or before:
        return before[0] if before else None
    words = Wording(
        item_key=there.timetable()[0][0].key, text="T", owner=cast.kosovo, office="", due_on=dt.date(2027, 9, 1)
    )  # fmt: skip
    made = conclusions.draft(there, words, (), by=cast.secretary_prishtina, at=AT)
    made.state = ConclusionState.PROPOSED
    db.add(made)
    db.flush()
    return made


def an_entry(db, cast):
    """Of an open track, for both delegations."""
    words = {"title": "E", "text": "", "next_step": "", "level": Level.DELEGATIONS, "owner": cast.nato}
    return tracks.begin(TRACKS["parliamentary-assembly"], 1, values={}, by=cast.secretary_brussels, at=AT, **words)


def an_entry_of_the_log(db, cast):
    """Proposed by the focal point of Kosovo: it waits for the secretary of the other side."""
    before = db.scalar(select(func.count(Development.id)))
    topic = Topic(slug=f"log-{before}", title="Log")
    account = Account(
        happened_on=AT.date(), happened_until=None, text="It happened.", source="Press",
        corroboration=Corroboration.REPORTED,
    )  # fmt: skip
    made = developments.propose(topic, account, 90 + before, by=cast.focal_kosovo, at=AT)
    db.add(made)
    db.flush()
    return made


def an_old_session(db, cast):
    """From before this system, taken in by the other side; not confirmed yet."""
    before = db.scalar(select(func.count(ImportedSession.id)))
    about = Old(
        reference=f"Old {before}", held_on=AT.date() - DAY, held_until=None, city="Ohrid", kind=SessionKind.REGULAR
    )
    made = archive.enter(about, [], by=cast.secretary_prishtina, at=AT)
    db.add(made)
    db.flush()
    return made


def a_meeting(db, cast, session):
    """Of experts, between the sessions; one delegate of Kosovo takes part, if the account is open."""
    before = db.scalar(select(func.count(Meeting.id)))
    able = [one for one in (cast.delegate_kosovo, cast.delegate_nato) if one.active]
    made = meetings.plan(Under(session=session), PLAN, able[:1], 90 + before, by=cast.secretary_brussels, at=AT)
    db.add(made)
    db.flush()
    return made


def a_list(db, cast):
    """The track in a compartment; one focal point is on its list."""
    track = TRACKS["military-to-military"]
    db.add(tracks.admit(track, cast.focal_kosovo, (), by=None, at=AT))
    db.flush()
    return track


def a_follow_up(db, cast, session):
    made = FollowUp(
        session=session, number=90, text="Send the list.", level=Level.DELEGATIONS, owner=cast.kosovo,
        due_on=dt.date(2027, 9, 1), opened_at=AT,
    )  # fmt: skip
    db.add(made)
    db.flush()
    return made


def a_mandate(db, cast):
    """The admin's, about the other side's secretary; one secretary is asked."""
    order = Order(MandateKind.FACTORS, cast.secretary_brussels)
    return mandates.propose(order, "Lost.", asked=[cast.secretary_prishtina], waiting=(), by=cast.admin, at=AT)


def a_round(db, session):
    """Of silence, its notice issued."""
    made = silent.circulate(
        db, "A text", "D-draft", "ab" * 32, session, category=Category.PROCEDURAL, profile=Profile.DECISION, at=AT
    )
    return silent.issue(db, silent.sides(db), made, at=AT)


def a_comment(writer):
    made = Comment(
        party=writer.organisation, writer=writer, paragraph=None, number=1, paragraph_number=1,
        kind=CommentKind.NOTE, text="A note.", written_at=AT,
    )  # fmt: skip
    made.writer_id = writer.id
    return made


def thing_of(found, right):
    return found.get(right.value, found.get(right.value.partition(":")[0]))


def now(person, at=AT):
    return standing(person, at)


def test_the_table_names_every_right():
    assert set(EXPECTED) == {right.value for right in Right}


def test_every_role_may_do_what_the_table_says_and_nothing_else(db, cast, here):
    found = things(db, cast, here)

    answers = {
        right.value: {role: may(now(getattr(cast, role)), right, thing_of(found, right)) for role in ROLES}
        for right in Right
    }

    assert answers == EXPECTED


SESSION_RIGHTS = [
    right for right in Right
    if right.value.partition(":")[0] in ("agenda", "delegation", "engagement", "minutes", "participants", "session")
    and right is not Right.SESSION_PLAN
]  # fmt: skip


@pytest.mark.parametrize("role", [role for role in ROLES if not role.startswith("secretary")])
def test_nothing_of_another_session_is_anybodys_but_the_secretaries(db, cast, elsewhere, role):
    found = things(db, cast, elsewhere)
    reader = now(getattr(cast, role))

    for right in SESSION_RIGHTS:
        thing = thing_of(found, right)
        if thing is not None:
            assert not may(reader, right, thing), right
            assert not knows(reader, thing), right
    assert may(now(cast.secretary_brussels), Right.AGENDA_READ, found["agenda"])


# Levels


def test_everybody_holds_the_level_of_their_role_in_their_own_session_alone(db, cast, here, elsewhere):
    held = {role: [now(getattr(cast, role)).level(one.id) for one in (here, elsewhere)] for role in ROLES}

    assert held == {
        "secretary_brussels": [Level.SECRETARIAT, Level.SECRETARIAT],
        "secretary_prishtina": [Level.SECRETARIAT, Level.SECRETARIAT],
        "chair_nato": [Level.DELEGATIONS, None],
        "chair_kosovo": [Level.DELEGATIONS, None],
        "delegate_kosovo": [Level.DELEGATIONS, None],
        "focal_kosovo": [Level.DELEGATIONS, None],
        "observer": [Level.PUBLIC, None],
        "cohost_university": [Level.COHOST, None],
        "outsider": [None, None],
        "admin": [None, None],
    }


# What each capacity of a Party holds of its session: its own level, that of the agenda, whether the register,
# and in the room of which parts it sits.
HELD = {
    Capacity.HEAD: (Level.DELEGATIONS, Level.DELEGATIONS, True, ["plenary", "restricted", "open"]),
    Capacity.ALTERNATE: (Level.DELEGATIONS, Level.DELEGATIONS, True, ["plenary", "open"]),
    Capacity.MEMBER: (Level.DELEGATIONS, Level.DELEGATIONS, True, ["plenary", "open"]),
    Capacity.ADVISER: (Level.PUBLIC, Level.DELEGATIONS, False, ["plenary", "open"]),
    Capacity.INTERPRETER: (Level.PUBLIC, Level.DELEGATIONS, False, ["plenary", "open"]),
    Capacity.NOTE_TAKER: (Level.PUBLIC, Level.DELEGATIONS, False, ["plenary", "open"]),
    Capacity.FOCAL_POINT: (Level.DELEGATIONS, Level.DELEGATIONS, True, []),
}
ASSISTANTS = (Capacity.ADVISER, Capacity.INTERPRETER, Capacity.NOTE_TAKER)


def held_by(person, session):
    standing_ = now(person)
    rooms = [room.name.lower() for room in standing_.rooms(session.id)]
    return standing_.level(session.id), standing_.agenda_level(session.id), standing_.holds_register, rooms


def test_every_capacity_stands_in_the_table_of_abilities():
    assert set(delegations.ABILITIES) == set(Capacity)
    assert set(HELD) == delegations.OF_A_PARTY


@pytest.mark.parametrize("capacity", sorted(delegations.OF_A_PARTY))
def test_an_accredited_seat_of_a_party_opens_what_its_capacity_may_read(db, cast, capacity):
    session = walk.plan(db, cast)
    seat = walk.seat(db, cast, session, cast.delegate_nato, capacity, accredited=False)
    assert held_by(cast.delegate_nato, session) == (None, None, False, [])

    seat.accredit(by=cast.secretary_brussels, at=AT)
    db.flush()

    assert held_by(cast.delegate_nato, session) == HELD[capacity]


def an_assistant(db, organisation):
    made = Person(
        email="assistant@x.example", given_name="Agron", family_name="A", organisation=organisation, function=""
    )
    made.password_hash = HASH
    db.add(made)
    db.flush()
    return made


def rights_of(db, cast, session, person):
    found = things(db, cast, session)
    return {right.value for right in Right if may(now(person), right, thing_of(found, right))}


@pytest.mark.parametrize("capacity", ASSISTANTS)
def test_no_delegate_reads_the_circulated_agenda_and_no_more_until_its_party_says_so(db, cast, capacity):
    session = walk.plan(db, cast)
    walk.engagement(db, cast, session)
    assistant = an_assistant(db, cast.kosovo)
    walk.seat(db, cast, session, assistant, capacity)
    made, _ = walk.to_minutes(db, cast, session)
    walk.finalise(db, cast, made)

    assert rights_of(db, cast, session, assistant) == {
        "account:left", "account:use", "agenda:read", "answer:give", "calendar:subscribe", "circulation:object",
        "own session:read", "paper:verify", "participants:read", "search:ask", "session:attend", "session:read",
        "sessions:list",
    }  # fmt: skip

    seat = now(assistant).seats[session.id]
    seat.give(as_delegate=True, in_restricted=False, base=seat.version, by=cast.chair_kosovo, at=AT)
    db.flush()
    named = {Right.MEETING_ATTEND.value}  # by its name, and no seat
    assert rights_of(db, cast, session, assistant) == rights_of(db, cast, session, cast.delegate_kosovo) - named

    seat.give(as_delegate=False, in_restricted=False, base=seat.version, by=cast.chair_kosovo, at=AT)
    db.flush()
    assert "minutes:read" not in rights_of(db, cast, session, assistant)


def test_whoever_is_authorised_to_speak_reads_what_is_spoken_of(db, cast):
    session = walk.plan(db, cast)
    seat = walk.seat(db, cast, session, cast.delegate_nato, Capacity.ADVISER)

    seat.authorise("Note 3", by=cast.secretary_brussels, at=AT)
    db.flush()

    assert held_by(cast.delegate_nato, session) == HELD[Capacity.MEMBER]
    assert now(cast.delegate_nato).entitled(session.id)


def test_a_word_of_the_party_brings_a_person_into_the_restricted_part(db, cast):
    session = walk.plan(db, cast)
    seat = walk.seat(db, cast, session, cast.delegate_nato, Capacity.INTERPRETER)

    seat.give(as_delegate=False, in_restricted=True, base=seat.version, by=cast.chair_nato, at=AT)
    db.flush()

    level, of_agenda, register, _ = HELD[Capacity.INTERPRETER]
    assert held_by(cast.delegate_nato, session) == (level, of_agenda, register, ["plenary", "restricted", "open"])


def test_co_hosts_and_observers_sit_in_no_room_but_an_accredited_speaker_in_the_open_part(db, cast):
    session = walk.plan(db, cast)
    engagement = walk.engagement(db, cast, session)
    walk.seat(db, cast, session, cast.observer, Capacity.OBSERVER)
    assert [now(one).rooms(session.id) for one in (cast.cohost_university, cast.observer, cast.outsider)] == [
        (),
        (),
        (),
    ]

    walk.seat(db, cast, session, cast.cohost_university, Capacity.SPEAKER)
    assert held_by(cast.cohost_university, session)[3] == ["open"]

    engagement.suspend(by=cast.secretary_brussels, at=AT)
    db.flush()
    assert now(cast.cohost_university).rooms(session.id) == ()


def test_minutes_out_for_comments_are_told_to_whoever_may_comment(db, cast):
    session = walk.plan(db, cast)
    walk.delegations(db, cast, session)
    walk.engagement(db, cast, session)
    assistant = an_assistant(db, cast.nato)
    walk.seat(db, cast, session, assistant, Capacity.NOTE_TAKER)

    told = commentators(session, AT)

    assert assistant not in told
    assert assistant in readers(session, AT).of_each[Level.DELEGATIONS]
    assistant.password_hash = None
    assert assistant in readers(session, AT).cannot
    assert assistant not in readers(session, AT).of_each[Level.DELEGATIONS]
    assert {cast.delegate_nato, cast.secretary_brussels} <= set(told)
    assert cast.cohost_university not in told


def test_a_seat_that_was_withdrawn_or_returned_opens_nothing(db, cast, here):
    held = now(cast.delegate_nato)
    assert held.level(here.id) is Level.DELEGATIONS

    held.seats[here.id].state = delegations.ParticipantState.WITHDRAWN
    db.flush()

    after = now(cast.delegate_nato)
    assert (after.level(here.id), after.holds_register, after.takes_part) == (None, False, False)
    assert not may(after, Right.SESSION_READ, here)


def test_in_the_place_of_a_head_who_has_left_speaks_whoever_else_speaks_for_the_party(db, cast):
    session = walk.plan(db, cast)
    made, seats = walk.to_minutes(db, cast, session)
    walk.finalise(db, cast, made)
    seats["delegate_kosovo"].authorise("Note 12", by=cast.secretary_prishtina, at=AT)
    db.flush()

    def leads():
        return [who for who in ROLES if may(now(getattr(cast, who)), Right.MINUTES_APPROVE, made)]

    assert leads() == ["chair_nato", "chair_kosovo"]
    cast.chair_kosovo.active = False
    db.flush()

    assert leads() == ["chair_nato", "delegate_kosovo"]
    assert [r.person.email for r in rounds.addressees(session.id) if r.part is Part.CO_CHAIR] == [
        cast.chair_nato.email, cast.delegate_kosovo.email,
    ]  # fmt: skip
    session.presiding = cast.kosovo
    assert signatory(now(cast.delegate_kosovo), made) is None


def test_before_the_session_a_head_who_has_left_is_followed_by_a_new_head_alone(db, cast):
    session = walk.plan(db, cast)
    seats = walk.delegations(db, cast, session)
    seats["delegate_kosovo"].authorise("Note 12", by=cast.secretary_prishtina, at=AT)
    cast.chair_kosovo.active = False
    db.flush()

    assert now(cast.delegate_kosovo).heads(session.id) is None
    assert [r.person for r in rounds.addressees(session.id) if r.part is Part.CO_CHAIR] == [cast.chair_nato]


def test_a_speaker_of_a_co_host_holds_the_co_hosts_edition_by_the_engagement_alone(db, cast):
    session = walk.plan(db, cast)
    engagement = walk.engagement(db, cast, session)
    walk.seat(db, cast, session, cast.cohost_university, Capacity.SPEAKER)
    assert now(cast.cohost_university).level(session.id) is Level.COHOST

    engagement.suspend(by=cast.secretary_brussels, at=AT)
    db.flush()

    assert now(cast.cohost_university).level(session.id) is None


@pytest.mark.parametrize(
    "role", ["secretary_brussels", "chair_nato", "delegate_kosovo", "observer", "cohost_university"]
)
def test_a_person_who_is_no_longer_active_holds_nothing_and_may_do_nothing(db, cast, here, role):
    person = getattr(cast, role)
    assert now(person).level(here.id) is not None
    person.active = False
    db.flush()

    gone = now(person)

    assert (gone.level(here.id), gone.holds_register, gone.takes_part) == (None, False, False)
    assert db.scalars(visible(select(Session), gone)).all() == []
    found = things(db, cast, here)
    assert [right for right in Right if may(gone, right, thing_of(found, right))] == [
        Right.ACCOUNT_LEFT  # to be told that it is closed
    ]


def test_an_admin_reads_no_papers_even_with_a_seat(db, cast, here):
    cast.delegate_nato.appoint(Role.ADMIN, at=AT)
    db.flush()

    keeper = now(cast.delegate_nato)

    assert (keeper.level(here.id), keeper.holds_register, keeper.takes_part) == (None, False, False)
    assert may(keeper, Right.PEOPLE_KEEP)


@pytest.mark.parametrize("to", ["kosovo", "elsewhere"])
def test_who_has_left_an_organisation_holds_no_seat_of_its_delegation(db, cast, here, to):
    assert now(cast.delegate_nato).level(here.id) is Level.DELEGATIONS

    cast.delegate_nato.organisation = getattr(cast, to)
    db.commit()

    gone = now(cast.delegate_nato)
    assert (gone.level(here.id), gone.takes_part) == (None, False)
    assert db.scalars(visible(select(Session), gone)).all() == []


# The co-host, over time


def levels(cast, session, *instants):
    return [now(cast.cohost_university, at).level(session.id) for at in instants]


def test_a_co_host_sees_its_session_from_active_until_90_days_after_the_later_of_closing_and_release(db, cast):
    session = walk.plan(db, cast)
    one = walk.engagement(db, cast, session, active=False)
    assert levels(cast, session, AT) == [None]  # proposed
    one.consent(by=cast.secretary_brussels, at=AT)
    one.consent(by=cast.secretary_prishtina, at=AT)
    one.sign("MoU 1", by=cast.secretary_brussels, at=AT)
    assert levels(cast, session, AT) == [None]  # signed
    one.activate(by=cast.secretary_brussels, at=AT)
    assert levels(cast, session, AT, AT + 900 * DAY) == [Level.COHOST, Level.COHOST]

    made, _ = walk.to_approval(db, cast, session)
    one.hand_over(by=cast.secretary_brussels, at=session.ends_at)
    assert levels(cast, session, AT) == [Level.COHOST]  # handover
    walk.release(db, cast, made, Level.COHOST)
    released = made.kept_edition(Level.COHOST).released_at
    one.close(by=cast.secretary_brussels, at=released + 10 * DAY)
    db.flush()

    last = released + 100 * DAY
    assert levels(cast, session, released + 11 * DAY, last, last + dt.timedelta(seconds=1)) == [
        Level.COHOST,
        Level.COHOST,
        None,
    ]


def test_the_release_of_another_edition_does_not_prolong_a_co_hosts_access(db, cast):
    session = walk.plan(db, cast)
    one = walk.engagement(db, cast, session)
    made, _ = walk.to_approval(db, cast, session)
    walk.release(db, cast, made, Level.COHOST)
    at = one.edition_released_at

    walk.release(db, cast, made, Level.PUBLIC, Level.DELEGATIONS)

    assert one.edition_released_at == at


def test_a_co_host_of_whom_it_was_decided_that_it_gets_no_minutes_reads_none_that_another_one_gets(db, cast):
    session = walk.plan(db, cast)
    one, other = walk.engagement(db, cast, session), walk.engagement(db, cast, session, cast.institute)
    made, _ = walk.to_approval(db, cast, session)
    one.waive_edition("It gave the room alone.", by=cast.secretary_brussels, at=AT)

    walk.release(db, cast, made)

    assert minutes_editions(now(cast.cohost_university), made) == (Level.PUBLIC,)
    assert minutes_editions(now(cast.cohost_institute), made) == (Level.COHOST, Level.PUBLIC)
    assert [bool(e.edition_released_at) for e in (one, other)] == [False, True]
    told = {level: [who.short_name for who, _ in minutes_readers(session, level, AT)] for level in Level}
    assert ("University" in told[Level.COHOST], "University" in told[Level.PUBLIC]) == (False, True)
    assert "Institute" in told[Level.COHOST]


@pytest.mark.parametrize("end", ["suspend", "end_early"])
def test_a_suspended_or_ended_engagement_shows_nothing_at_all(db, cast, here, end):
    one = now(cast.cohost_university).engagements[here.id]

    getattr(one, end)(by=cast.secretary_brussels, at=AT)
    db.flush()

    gone = now(cast.cohost_university)
    assert (gone.level(here.id), gone.takes_part, gone.is_cohost) == (None, False, False)
    assert not knows(gone, here)


def test_the_people_of_a_party_are_no_co_hosts_whatever_is_engaged(db, cast, here):
    assert not now(cast.delegate_nato).is_cohost
    assert now(cast.cohost_university).is_cohost


# The minutes: who reads which edition when


def editions(cast, text):
    """What each role reads, the fullest edition first; roles that read nothing are left out."""
    found = {role: minutes_editions(now(getattr(cast, role)), text) for role in ROLES}
    return {role: " ".join(levels) for role, levels in found.items() if levels}


SECRETARIES = dict.fromkeys(("secretary_brussels", "secretary_prishtina"), "secretariat delegations cohost public")
CHAIRS = dict.fromkeys(("chair_nato", "chair_kosovo"), "delegations cohost public")
DELEGATES = dict.fromkeys(("delegate_kosovo", "focal_kosovo"), "delegations cohost public")


def test_minutes_are_read_by_the_secretaries_then_the_chairs_then_by_whom_they_are_released_to(db, cast):
    session = walk.plan(db, cast)
    walk.seat(db, cast, session, cast.observer, Capacity.OBSERVER)
    walk.engagement(db, cast, session)
    made, seats = walk.to_minutes(db, cast, session)
    assert editions(cast, made) == SECRETARIES

    walk.finalise(db, cast, made)
    assert editions(cast, made) == {**SECRETARIES, **CHAIRS}

    walk.approve(db, made, seats)
    assert editions(cast, made) == {**SECRETARIES, **CHAIRS}

    walk.release(db, cast, made, Level.PUBLIC)
    told = dict.fromkeys(("delegate_kosovo", "focal_kosovo", "observer", "cohost_university"), "public")
    assert editions(cast, made) == {**SECRETARIES, **CHAIRS, **told}

    walk.release(db, cast, made, Level.COHOST, Level.DELEGATIONS)
    assert editions(cast, made) == {
        **SECRETARIES,
        **CHAIRS,
        **DELEGATES,
        "observer": "public",
        "cohost_university": "cohost public",
    }


def read_by(cast, right, thing, at=AT):
    return {role for role in ROLES if may(now(getattr(cast, role), at), right, thing)}


BOTH_SIDES = {
    "secretary_brussels",
    "secretary_prishtina",
    "chair_nato",
    "chair_kosovo",
    "delegate_kosovo",
    "focal_kosovo",
}


def test_delegates_read_the_minutes_from_their_circulation_for_comments_on(db, cast, here):
    made = db.scalar(minutes.of_session(here))
    walk.comments(db, cast, made)
    assert read_by(cast, Right.MINUTES_READ, made) == BOTH_SIDES
    assert minutes_editions(now(cast.delegate_nato), made) == (Level.DELEGATIONS, Level.COHOST, Level.PUBLIC)
    assert read_by(cast, Right.MINUTES_REPLY, made) == BOTH_SIDES - {"delegate_kosovo", "focal_kosovo"}

    minutes.close(made, by=cast.secretary_brussels, at=made.comments_until + DAY)

    assert read_by(cast, Right.MINUTES_READ, made) == BOTH_SIDES
    assert minutes_editions(now(cast.delegate_nato), made) == (Level.DELEGATIONS,)
    assert minutes_editions(now(cast.chair_nato), made) == (Level.DELEGATIONS,)
    walk.resign(db, cast, made)
    assert read_by(cast, Right.MINUTES_REVISIONS, made) == BOTH_SIDES


def test_a_side_reads_its_own_comments_alone_until_the_period_is_over(db, cast, here):
    made = db.scalar(minutes.of_session(here))
    walk.comments(db, cast, made)
    found = Remark(made, a_comment(cast.delegate_kosovo))
    theirs = {"secretary_prishtina", "chair_kosovo", "delegate_kosovo", "focal_kosovo"}
    until = made.comments_until

    assert read_by(cast, Right.COMMENT_READ, found, until) == theirs
    assert read_by(cast, Right.COMMENT_KEEP, found, until) == {"delegate_kosovo"}
    assert not knows(now(cast.secretary_brussels, until), found)
    assert knows(now(cast.chair_kosovo, until), found)
    assert read_by(cast, Right.COMMENT_READ, found, until + DAY) == BOTH_SIDES
    assert read_by(cast, Right.COMMENT_ANSWER, found, until + DAY) == {"secretary_brussels", "secretary_prishtina"}
    assert knows(now(cast.secretary_brussels, until + DAY), found)


def test_a_delegate_whom_the_party_authorised_in_writing_reads_the_final_draft(db, cast):
    session = walk.plan(db, cast)
    made, seats = walk.to_minutes(db, cast, session)
    walk.finalise(db, cast, made)
    assert minutes_editions(now(cast.delegate_nato), made) == ()

    seats["delegate_nato"].authorise("Note 12", by=cast.secretary_brussels, at=AT)
    db.flush()

    assert may(now(cast.delegate_nato), Right.MINUTES_READ, made)


def test_an_edition_that_a_reader_does_not_hold_is_not_given(db, cast):
    session = walk.plan(db, cast)
    walk.engagement(db, cast, session)
    made, _ = walk.to_approval(db, cast, session)
    walk.release(db, cast, made)
    reader = now(cast.cohost_university)

    asked = {wanted: minutes_edition(reader, made, wanted) for wanted in (None, *Level)}

    assert asked == {
        None: Level.COHOST,
        Level.SECRETARIAT: None,
        Level.DELEGATIONS: None,
        Level.COHOST: Level.COHOST,
        Level.PUBLIC: Level.PUBLIC,
    }


# The agenda: from circulation


def test_an_agenda_is_read_from_its_circulation_on_and_before_by_the_secretaries_alone(db, cast):
    session = walk.plan(db, cast)
    walk.delegations(db, cast, session)
    walk.seat(db, cast, session, cast.observer, Capacity.OBSERVER)
    walk.engagement(db, cast, session)
    made = walk.agenda(db, cast, session)

    def readers():
        return [role for role in ROLES if may(now(getattr(cast, role)), Right.AGENDA_READ, made)]

    assert readers() == ["secretary_brussels", "secretary_prishtina"]

    walk.circulate(db, cast, made)

    assert readers() == [role for role in ROLES if role not in ("outsider", "admin")]


def test_a_declined_item_is_known_to_the_side_that_asked_alone(db, cast):
    session = walk.plan(db, cast)
    walk.delegations(db, cast, session)
    made = walk.agenda(db, cast, session)
    item = walk.put(db, cast, made, "Visas", origin=cast.kosovo, requested_by=cast.chair_kosovo)
    item.state = item.state.REQUESTED
    item.decline("Another time.", by=cast.secretary_brussels, at=AT)
    db.flush()

    assert [knows(now(getattr(cast, role)), item) for role in ROLES[:4]] == [False, True, False, True]
    assert [may(now(getattr(cast, role)), Right.AGENDA_EDIT, item) for role in ROLES[:2]] == [False, True]


def test_an_item_declined_to_a_co_host_is_known_to_both_secretaries_and_to_nobody_else_of_their_sides(db, cast):
    session = walk.plan(db, cast)
    walk.delegations(db, cast, session)
    made = walk.agenda(db, cast, session)
    item = walk.put(db, cast, made, "Campus", origin=cast.university, requested_by=cast.cohost_university)
    item.state = item.state.REQUESTED
    item.decline("Another time.", by=cast.secretary_brussels, at=AT)
    db.flush()

    assert [knows(now(getattr(cast, role)), item) for role in ROLES[:4]] == [True, True, False, False]
    assert [may(now(getattr(cast, role)), Right.AGENDA_EDIT, item) for role in ROLES] == [
        role.startswith("secretary") for role in ROLES
    ]


def test_a_nomination_is_known_to_its_own_side_before_it_is_accredited(db, cast):
    session = walk.plan(db, cast)
    walk.delegations(db, cast, session)
    seat = walk.seat(db, cast, session, cast.secretary_prishtina, Capacity.ALTERNATE, accredited=False)

    assert [knows(now(getattr(cast, role)), seat) for role in ("chair_nato", "chair_kosovo")] == [False, True]


# Editions, and who will read what goes out


def test_an_edition_of_a_session_is_given_to_those_who_hold_it(db, cast, here):
    found = db.scalar(agenda.of_session(here))

    asked = {
        role: [agenda_edition(now(getattr(cast, role)), found, wanted) for wanted in (None, *Level)]
        for role in ("secretary_brussels", "chair_nato", "cohost_university", "observer", "outsider")
    }

    secretariat, delegations_, cohost, public = Level
    assert asked == {
        "secretary_brussels": [secretariat, secretariat, delegations_, cohost, public],
        "chair_nato": [delegations_, None, delegations_, cohost, public],
        "cohost_university": [cohost, None, None, cohost, public],
        "observer": [public, None, None, None, public],
        "outsider": [None] * 5,
    }


def test_before_a_release_it_is_told_who_will_read_it(db, cast, here):
    proposed = walk.plan(db, cast, existing=[here], starts=STARTS + 180 * DAY)
    walk.engagement(db, cast, proposed, cast.institute)

    told = {level: dict(minutes_readers(here, level, AT)) for level in (Level.DELEGATIONS, Level.COHOST, Level.PUBLIC)}

    both = {cast.nato: 2, cast.kosovo: 3}
    assert told == {
        Level.DELEGATIONS: both,
        Level.COHOST: {**both, cast.university: None},
        Level.PUBLIC: {**both, cast.mission: 1, cast.university: None},
    }


def test_what_goes_out_goes_to_those_who_read_it_each_once_at_its_fullest(db, cast, here):
    cast.delegate_nato.active = False
    cast.delegate_kosovo.organisation = cast.elsewhere
    cast.focal_kosovo.appoint(Role.SECRETARY, at=AT)
    db.flush()

    told = readers(here, AT).of_each

    assert {level: sorted(one.name for one in people) for level, people in told.items()} == {
        Level.DELEGATIONS: ["Bea Brussels", "Fatos Focal", "Kaltrina Chair", "Nora Chair", "Petrit P"],
        Level.COHOST: ["Una University"],
        Level.PUBLIC: ["Olga Observer"],
    }
    for level, people in told.items():
        assert {now(person).level(here.id) for person in people} - {Level.SECRETARIAT} == {level}


def test_an_observers_delegation_is_named_by_a_secretary(db, cast, here):
    mission = walk.sessions_delegation(db, here, cast.mission)

    named = [role for role in ROLES if may(now(getattr(cast, role)), Right.DELEGATION_NAME, mission)]

    assert named == ["secretary_brussels", "secretary_prishtina"]


def test_what_belongs_to_no_session_is_known_to_those_who_hold_the_register_and_to_the_admin(db, cast, here):
    assert [role for role in ROLES if knows(now(getattr(cast, role)))] == [*ROLES[:6], "admin"]


def test_what_belongs_to_a_session_is_known_to_those_at_its_table(db, cast, here):
    found = things(db, cast, here)

    for thing in (here, found["agenda"], found["agenda"].all_items[0], found["minutes"]):
        assert [role for role in ROLES if knows(now(getattr(cast, role)), thing)] == list(ROLES[:6])


# Lists agree with single pages


@pytest.mark.parametrize("role", ROLES)
def test_a_list_of_sessions_holds_just_those_that_open(db, cast, here, elsewhere, role):
    reader = now(getattr(cast, role))

    listed = set(db.scalars(visible(select(Session), reader)))

    assert listed == {one for one in (here, elsewhere) if may(reader, Right.SESSION_READ, one)}
    assert listed == {one for one in (here, elsewhere) if audience(reader, one) is not None}


def test_the_next_regular_session_is_announced_to_both_parties_people_and_to_nobody_else(db, cast, here, elsewhere):
    def told(role):
        found = select(Session).where(announced(elsewhere.id)).order_by(Session.id)
        return [one.ref for one in db.scalars(found, values(now(getattr(cast, role))))]

    assert [told(role) for role in ROLES] == [*[["2027-1", "2027-2"]] * 6, ["2027-1"], ["2027-1"], [], []]


def test_an_audience_is_a_level_and_the_compartment_of_the_readers_own_organisation(db, cast, here):
    assert audience(now(cast.chair_nato), here) == Audience(Level.DELEGATIONS, cast.nato.id)
    assert audience(now(cast.cohost_university), here) == Audience(Level.COHOST, cast.university.id)
    assert audience(now(cast.outsider), here) is None


@pytest.fixture
def sent(db):
    """The statements that the database was sent."""
    found = []

    def note(_connection, _cursor, statement, *_):
        found.append(statement)

    event.listen(db.get_bind(), "before_cursor_execute", note)
    yield found
    event.remove(db.get_bind(), "before_cursor_execute", note)


def test_what_a_person_holds_costs_the_same_for_one_session_and_for_three(db, cast, here, sent):
    planned = [here]
    for _ in range(2):
        later = walk.plan(db, cast, existing=planned, starts=planned[-1].starts + 180 * DAY)
        walk.seat(db, cast, later, cast.delegate_nato)
        walk.engagement(db, cast, later)
        planned.append(later)
    walk.engagement(db, cast, later, cast.institute)
    db.commit()

    def cost(person):
        db.expunge_all()
        again = db.get(type(person), person.id)
        sent.clear()
        reader = now(again)
        return [len(sent), len([one for one in (1, 2, 3) if reader.level(one)])]

    statements = [cost(who) for who in (cast.delegate_kosovo, cast.delegate_nato)]
    assert statements == [[statements[0][0], 1], [statements[0][0], 3]]
    statements = [cost(who) for who in (cast.cohost_institute, cast.cohost_university)]
    assert statements == [[statements[0][0], 1], [statements[0][0], 3]]
