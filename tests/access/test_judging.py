"""One declaration, two questions: what the `where` of a right selects is just what `may` says yes to, for everybody."""

import datetime as dt
import random

import pytest
from sqlalchemy import select

from dialogue import access
from dialogue.access import POLICY, Right, condition, may, only, values, who
from dialogue.access.predicates import Predicate
from dialogue.domain import delegations, engagements, mandates, minutes, organisations, silence
from dialogue.domain.agenda import Agenda, AgendaItem, ItemState
from dialogue.domain.agreed import Edition, Revision, TextState
from dialogue.domain.archive import ImportedSession, ImportState
from dialogue.domain.delegations import Capacity, Delegation, Participant
from dialogue.domain.developments import Development, DevelopmentState
from dialogue.domain.engagements import Engagement
from dialogue.domain.followups import TrackFollowUp
from dialogue.domain.mandates import Mandate
from dialogue.domain.meetings import Meeting, MeetingPerson
from dialogue.domain.minutes import Corrigendum, Minutes
from dialogue.domain.organisations import Organisation
from dialogue.domain.people import AccountState as Role
from dialogue.domain.people import Person
from dialogue.domain.sessions import Session, SessionState
from dialogue.domain.silence import Circulation, Delivery, Part
from dialogue.domain.tracks import INSULATED, LEVELS, TrackEntry, TrackMember, TrackPaper
from tests.planted import AT, planted

# Of which things lists may be asked, by the noun of a right; and what they have to be asked for.
NOUNS = [
    ("session", Session),
    ("agenda", Agenda),
    ("minutes", Minutes),
    ("corrigendum", Corrigendum),
    ("circulation", Circulation),
    ("delegation", Delegation),
    ("delegation", Participant),
    ("engagement", Engagement),
    ("mandate", Mandate),
    ("own people", Person),
    ("track entry", TrackEntry),
    ("development", Development),
    ("imported session", ImportedSession),
    ("meeting", Meeting),
    ("track list", TrackMember),
    ("track apart", TrackPaper),
    ("track paper", TrackPaper),
    ("track apart", TrackFollowUp),
]
LISTED = {
    Right.SESSION_READ,
    Right.SESSION_FOLLOW,
    Right.AGENDA_READ,
    Right.AGENDA_ANNOTATED,
    Right.MINUTES_READ,
    Right.MINUTES_REVISIONS,
    Right.MINUTES_COMMENT,
    Right.MINUTES_APPROVE,
    Right.MINUTES_SCAN,
    Right.CORRIGENDUM_APPROVE,
    Right.CORRIGENDUM_READ,
    Right.CIRCULATION_LEAD,
    Right.CIRCULATION_READ,
    Right.DELEGATION_ACCREDIT,
    Right.DELEGATION_NAME,
    Right.MINUTES_SIGN,
    Right.ENGAGEMENT_CONSENT,
    Right.MANDATE_ANSWER,
    Right.MANDATE_READ,
    Right.DEVELOPMENT_ANSWER,
    Right.DEVELOPMENT_READ,
    Right.MEETING_ATTEND,
    Right.MEETING_KEEP,
    Right.MEETING_READ,
    Right.OWN_PEOPLE,
    Right.TRACK_APART_KEEP,
    Right.TRACK_APART_READ,
    Right.TRACK_ENTRY_PLACE,
    Right.TRACK_ENTRY_READ,
    Right.TRACK_LIST_READ,
}
WORLDS = 8


def has_a_where(right, noun):
    try:
        condition(right, noun)
    except LookupError:
        return False
    return True


ASKED = {
    noun: [right for right in Right if right.value.partition(":")[0] == name and has_a_where(right, noun)]
    for name, noun in NOUNS
} | {AgendaItem: [Right.AGENDA_EDIT]}
# Made once, as a `where` is meant: making them took as long as asking.
WHERES = {noun: select(noun.id, *(condition(right, noun) for right in rights)) for noun, rights in ASKED.items()}


def shuffle_people(db, chance):
    everybody, sessions = db.scalars(select(Person)).all(), db.scalars(select(Session)).all()
    organisations = db.scalars(select(Organisation)).all()
    for person in chance.sample(everybody, 8):
        person.active = chance.random() < 0.7
        person.organisation = chance.choice(organisations)
        person.standing = chance.choice(list(Role))
    for seat in db.scalars(select(Participant)):
        seat.capacity, seat.state = chance.choice(list(Capacity)), chance.choice(list(delegations.ParticipantState))
        seat.authorised, seat.as_delegate = chance.choice(["", "Note 1"]), chance.random() < 0.3
    for one in db.scalars(select(Engagement)):
        one.state = chance.choice(list(engagements.EngagementState))
        one.no_edition_reason = chance.choice(["", "It gave the room alone."])
        one.closed_at = chance.choice([None, AT - dt.timedelta(days=10), AT - dt.timedelta(days=200)])
    for one in sessions:
        one.state = chance.choice(list(SessionState))
    for one in db.scalars(select(Mandate)):
        one.state, one.kind = chance.choice(list(mandates.MandateState)), chance.choice(list(mandates.MandateKind))
        one.asked, one.proposed_by = chance.sample(everybody, 3), chance.choice([None, *everybody])


def shuffle_papers(db, chance):
    for one in db.scalars(select(AgendaItem)):
        one.state = chance.choice(list(ItemState))
        one.origin = chance.choice([None, *db.scalars(select(Organisation))])
    for one in (*db.scalars(select(Revision)).unique(), *db.scalars(select(Minutes))):
        one.circulated_at = chance.choice([None, AT])
    for one in db.scalars(select(Minutes)):
        one.state = chance.choice(list(minutes.MinutesState))
    for one in db.scalars(select(Edition)):
        one.released_at = chance.choice([None, AT])
    for one in db.scalars(select(Corrigendum)):
        one.state = chance.choice(list(TextState))
        kept = chance.random() < 0.5
        for edition in list(one.editions):
            if not kept or chance.random() > 0.7:
                one.editions.remove(edition)
    for one in db.scalars(select(Circulation)):
        one.state = chance.choice(list(silence.CirculationState))
    for one in db.scalars(select(Delivery)):
        one.part = chance.choice(list(Part))


def shuffle_tracks(db, chance):
    everybody, parties = db.scalars(select(Person)).all(), db.scalars(organisations.parties()).all()
    for entry in db.scalars(select(TrackEntry)):
        entry.level, entry.track_slug = chance.choice(LEVELS), chance.choice(["exercises", *INSULATED])
        entry.number = 100 + entry.id
    for one in db.scalars(select(ImportedSession)):
        one.state, one.party = chance.choice(list(ImportState)), chance.choice(parties)
    for one in db.scalars(select(Development)):
        one.state, one.party = chance.choice(list(DevelopmentState)), chance.choice(parties)
    for one in db.scalars(select(Meeting)):
        one.track_slug = chance.choice([None, "exercises", *INSULATED])
    for seat in db.scalars(select(MeetingPerson)):
        seat.party, seat.ended_at = chance.choice(parties), chance.choice([None, None, AT])
    for member in db.scalars(select(TrackMember)):
        member.person, member.party = chance.choice(everybody), chance.choice(parties)
        member.ended_at = chance.choice([None, None, AT])


def shuffled(db, seed):
    """Every fact that a right asks for, at random: states, seats, roles, organisations, what was released and sent."""
    chance = random.Random(seed)
    shuffle_people(db, chance)
    shuffle_papers(db, chance)
    shuffle_tracks(db, chance)
    db.commit()
    db.expire_all()


def answers(db, reader):
    """Of every thing that may be listed each right, by the `where` and by the question."""
    mine, by_where, by_question = values(reader), set(), set()
    for noun, rights in ASKED.items():
        for key, *found in db.execute(WHERES[noun], mine):
            by_where |= {(right, noun, key) for right, yes in zip(rights, found, strict=True) if yes}
        things = db.scalars(select(noun)).all()
        by_question |= {(right, noun, thing.id) for right in rights for thing in things if may(reader, right, thing)}
    return by_where, by_question


@pytest.fixture
def world(db, database):
    """The demonstration, and beside it a corrigendum and what waits for a word about a seat."""
    planted(database)
    text = db.scalars(select(Minutes).where(Minutes.approved_at.is_not(None))).first()
    secretaries = {one.email: one for one in db.scalars(select(Person).where(Person.standing == Role.SECRETARY))}
    by, other = secretaries.values()
    made = minutes.correct(text, db.scalars(minutes.corrigenda(text)).all(), by=by, at=AT)
    revision = Revision(kind="corrigendum", rev=1, text_hash="", sheet_kept="{}", made_at=AT)
    revision.editions.extend(Edition(level=one.level, sheet_kept="{}") for one in text.editions)
    made.revisions.append(revision)
    db.add(made)
    seat = db.scalars(select(Participant)).first()
    order = mandates.Order(mandates.MandateKind.VOICE, seat.person, seat=seat, authority="Note 1")
    db.add(mandates.propose(order, "", asked=[other], waiting=(), by=by, at=AT))
    db.commit()
    return db


def test_every_list_that_is_asked_for_has_a_where():
    assert LISTED - {right for rights in ASKED.values() for right in rights} == set()


@pytest.mark.parametrize("seed", [None, 0, *(pytest.param(n, marks=pytest.mark.slow) for n in range(1, WORLDS))])
def test_a_where_selects_just_what_may_says_yes_to_for_every_account(world, seed):
    db = world
    if seed is not None:
        shuffled(db, seed)
    people = db.scalars(select(Person).order_by(Person.id)).all()

    told = {person.email: answers(db, access.standing(person, AT)) for person in people}

    assert {who_: by_where ^ asked for who_, (by_where, asked) in told.items() if by_where != asked} == {}
    assert {right for by_where, _ in told.values() for right, *_ in by_where} & LISTED
    if seed is None:
        seen = [len(by_where) for by_where, _ in told.values()]
        assert min(seen) == 0 < max(seen)


def test_only_is_asked_with_what_the_person_holds(world):
    reader = access.standing(world.scalars(select(Person).where(Person.email.like("cohost@uni%"))).one(), AT)

    found = world.scalars(only(select(Session), reader, Right.SESSION_READ, Session)).all()

    assert [one.ref for one in found] == ["2027-1"]


def test_a_condition_without_what_it_names_of_the_person_is_not_asked_at_all(world):
    with pytest.raises(Exception, match="A value is required for bind parameter"):
        world.scalars(select(Session).where(condition(Right.SESSION_READ, Session))).all()


def test_every_right_stands_in_the_policy():
    assert set(POLICY) == set(Right)


def test_a_predicate_is_called_by_its_name():
    named = {name: one for name, one in vars(who).items() if isinstance(one, Predicate)}

    assert {name: one.name for name, one in named.items() if one.name != name} == {}
