"""Named selections of the domain, asked of a database that holds more than they pick."""

import datetime as dt

import pytest
from sqlalchemy import select

from dialogue.domain import decisions, delegations, engagements, followups, papers, people, receipts, sessions, topics
from dialogue.domain import organisations as organisation_register
from dialogue.domain.editions import Level
from dialogue.domain.followups import FollowUp
from dialogue.domain.minutes import ParagraphDraft, drafts_of
from dialogue.domain.papers import Paper, ReleasedFile
from dialogue.domain.topics import Topic
from tests import walk
from tests.cast import enter
from tests.factories import AT, DAY, HOUR, STARTS


@pytest.fixture
def cast(db):
    return enter(db)


def test_the_parties_stand_in_their_order(db, cast):
    assert db.scalars(organisation_register.parties()).all() == [cast.nato, cast.kosovo]


def test_people_are_found_by_every_word_that_is_typed_in_either_alphabet(db, cast):
    cast.delegate_nato.rename("Đorđe", "Petrović 50%")
    db.flush()

    def found(words):
        return [one.given_name for one in db.scalars(people.everyone(words))]

    assert found("dorde") == found("Ђорђе") == found("petrovic ĐORĐE") == found("50%") == ["Đorđe"]
    assert found("%") == ["Đorđe"]  # a sign that is typed is looked for, it is no wildcard
    assert found("dorde chair") == []
    assert len(found("")) == len(db.scalars(select(people.Person)).all())


def test_secretaries_are_the_active_ones(db, cast):
    cast.secretary_prishtina.active = False
    db.flush()

    assert db.scalars(people.secretaries()).all() == [cast.secretary_brussels]


def test_a_person_is_found_by_the_address_in_any_spelling(db, cast):
    assert db.scalar(people.by_email(" ADMIN@dialogue.example")) is cast.admin


# Sessions


def test_a_session_is_found_by_its_reference_alone(db, cast):
    one = walk.plan(db, cast)

    assert db.scalar(sessions.by_ref("2027-1")) is one
    assert [db.scalar(sessions.by_ref(ref)) for ref in ("2027-2", "2026-1", "2027-01", "")] == [None] * 4


@pytest.fixture
def year(db, cast):
    """Five half-years, each with another fate."""
    made = []
    for n in range(5):
        made.append(walk.plan(db, cast, existing=made, starts=STARTS + n * 180 * DAY))
    made[1].cancel("No quorum.", by=cast.secretary_brussels, at=AT)
    made[2].postpone("A strike.", by=cast.secretary_brussels, at=AT)
    db.flush()
    return made


def test_upcoming_sessions_are_those_still_to_be_held_the_nearest_first(db, year):
    first, _, _, fourth, fifth = year

    assert db.scalars(sessions.upcoming(AT)).all() == [first, fourth, fifth]
    assert db.scalars(sessions.upcoming(first.ends_at)).all() == [first, fourth, fifth]
    assert db.scalars(sessions.upcoming(first.ends_at + HOUR)).all() == [fourth, fifth]


def test_the_next_regular_session_is_no_special_one(db, cast, year):
    special = walk.plan(
        db, cast, existing=year, starts=STARTS - DAY, kind=sessions.SessionKind.SPECIAL, place=cast.brussels,
        asked_by=cast.nato,
    )  # fmt: skip

    assert db.scalars(sessions.upcoming(AT)).first() is special
    assert db.scalar(sessions.next_regular(AT)) is year[0]


def test_the_year_plan_is_in_the_order_of_the_dates(db, year):
    year[0].reschedule(
        STARTS + 900 * DAY, STARTS + 901 * DAY, due=None, base=year[0].version, by=year[0].state_by, at=AT
    )
    db.flush()

    assert db.scalars(sessions.in_order()).all() == [*year[1:], year[0]]


def test_no_two_sessions_have_one_reference(db, cast):
    walk.plan(db, cast)

    with pytest.raises(Exception, match=r"(?i)unique"):
        walk.plan(db, cast)
    db.rollback()


# Topics, papers, seats, engagements


def test_topics_in_use_are_offered_and_retired_ones_stand_last(db, cast):
    old, new = Topic(slug="a", title="A"), Topic(slug="b", title="B")
    db.add_all([old, new])
    old.retire(by=cast.secretary_brussels, at=AT)
    db.flush()

    assert db.scalars(topics.in_use()).all() == [new]
    assert db.scalars(topics.register()).all() == [new, old]


def test_papers_and_released_files_are_those_of_their_session(db, cast):
    one = walk.plan(db, cast)
    other = walk.plan(db, cast, existing=[one], starts=STARTS + 180 * DAY)
    for session in (one, other):
        db.add(Paper(session=session, reference="WP 1", title="T", entered_by=cast.secretary_brussels, entered_at=AT))
        for level in (Level.COHOST, Level.PUBLIC):
            db.add(
                ReleasedFile(
                    session=session, kind="minutes", label="", level=level, name="m.docx", text_hash="ab",
                    content=f"{session.ref} {level}".encode(), released_at=AT,
                )
            )  # fmt: skip
    db.flush()

    assert [p.session for p in db.scalars(papers.of_session(one))] == [one]
    (file,) = db.scalars(papers.released(one, "minutes", "", Level.COHOST)).all()
    assert file.content == b"2027-1 cohost"
    assert db.scalars(papers.released(one, "agenda", "", Level.COHOST)).all() == []


def test_a_persons_seats_are_those_held_or_on_the_way(db, cast):
    kept = walk.plan(db, cast)
    left = walk.plan(db, cast, existing=[kept], starts=STARTS + 180 * DAY)
    seat = walk.seat(db, cast, kept, cast.delegate_nato, accredited=False)
    walk.seat(db, cast, left, cast.delegate_nato).withdraw(by=cast.secretary_brussels, at=AT)
    walk.seat(db, cast, kept, cast.chair_nato)
    db.flush()

    assert db.scalars(delegations.seats_of(cast.delegate_nato)).all() == [seat]


def test_engagements_are_found_by_session_and_by_organisation(db, cast):
    one = walk.plan(db, cast)
    ours, theirs = walk.engagement(db, cast, one), walk.engagement(db, cast, one, cast.institute)

    assert db.scalars(engagements.of_session(one)).all() == [ours, theirs]
    assert db.scalars(engagements.of_organisation(cast.institute)).all() == [theirs]


# Minutes, decisions, follow-ups


def test_a_persons_drafts_are_its_own(db, cast):
    made, _ = walk.to_minutes(db, cast, walk.plan(db, cast))
    for person in walk.both(cast):
        db.add(ParagraphDraft(person=person, item=made.items[0], text=person.email, base=None, saved_at=AT))
    db.flush()

    texts = [draft.text for draft in db.scalars(drafts_of(cast.secretary_brussels, made.id))]

    assert texts == ["secretary.brussels@dialogue.example"]
    assert db.scalars(drafts_of(cast.secretary_brussels, made.id + 1)).all() == []


@pytest.fixture
def approved(db, cast):
    session = walk.plan(db, cast)
    made, _ = walk.to_approval(db, cast, session)
    return made


def test_the_register_of_decisions_begins_with_the_newest_session(db, cast, approved):
    later = walk.plan(db, cast, existing=[approved.session], starts=STARTS + 180 * DAY)
    walk.to_approval(db, cast, later)

    assert [d.reference for d in db.scalars(decisions.register())] == ["D/2027/2/01", "D/2027/1/01"]


def counts(db):
    return dict(db.execute(select(FollowUp.number, followups.carried()).order_by(FollowUp.number)).all())


def hold(db, cast, existing, starts):
    one = walk.plan(db, cast, existing=existing, starts=starts)
    one.convene(by=cast.secretary_brussels, at=AT)
    one.open_(by=cast.secretary_brussels, at=one.starts_at)
    one.end(by=cast.secretary_brussels, at=one.ends_at)
    db.flush()
    return one


def test_a_follow_up_is_carried_by_every_session_held_while_it_lives(db, cast, approved):
    assert counts(db) == {1: 0, 2: 0}  # the session that made it does not carry it
    first, second = db.scalars(select(FollowUp).order_by(FollowUp.number)).all()

    held = hold(db, cast, [approved.session], STARTS + 180 * DAY)
    assert counts(db) == {1: 1, 2: 1}
    assert db.scalar(followups.carried_of(first)) == 1

    for by in walk.both(cast):
        second.drop("Overtaken.", base=second.version, by=by, at=held.ends_at + DAY)
        db.flush()
    hold(db, cast, [approved.session, held], STARTS + 360 * DAY)

    assert counts(db) == {1: 2, 2: 1}


def test_a_session_that_is_planned_or_cancelled_carries_nothing(db, cast, approved):
    later = walk.plan(db, cast, existing=[approved.session], starts=STARTS + 180 * DAY)
    later.cancel("No quorum.", by=cast.secretary_brussels, at=AT)
    walk.plan(db, cast, existing=[approved.session, later], starts=STARTS + 360 * DAY)

    assert counts(db) == {1: 0, 2: 0}


def test_overdue_follow_ups_are_those_whose_owner_is_late(db, cast, approved):
    first, second = db.scalars(select(FollowUp).order_by(FollowUp.number)).all()
    due = first.due_on
    second.become(
        followups.FollowUpState.CLAIMED_DONE,
        "Done.",
        evidence="Letter 3",
        base=second.version,
        by=cast.chair_nato,
        at=AT,
    )
    db.flush()

    assert db.scalars(select(FollowUp).where(followups.late(due))).all() == []
    assert db.scalars(select(FollowUp).where(followups.late(due + DAY))).all() == [first]


def test_a_follow_up_is_found_by_its_session_and_number(db, approved):
    assert db.scalar(followups.by_number("2027-1", 2)).reference == "OC/2027/1/02"
    assert db.scalar(followups.by_number("2027-1", 3)) is None
    assert db.scalar(followups.by_number("2027-2", 1)) is None


def test_receipts_of_a_session_are_those_of_its_files_the_newest_first(db, cast, approved):
    walk.release(db, cast, approved, Level.COHOST)
    file = db.scalars(papers.released(approved.session, "minutes", "", Level.COHOST)).one()
    for n in range(2):
        db.add(receipts.take(file, cast.cohost_university, AT + n * HOUR))
    other = walk.plan(db, cast, existing=[approved.session], starts=STARTS + 180 * DAY)
    db.flush()

    found = db.scalars(receipts.of_session(approved.session)).all()

    assert [(r.taken_at, r.person, r.sha256) for r in found] == [
        (AT + HOUR, cast.cohost_university, file.sha256),
        (AT, cast.cohost_university, file.sha256),
    ]
    assert db.scalars(receipts.of_session(other)).all() == []


def test_follow_ups_of_the_minutes_are_due_as_they_say(db, approved):
    assert {f.due_on for f in db.scalars(select(FollowUp))} == {dt.date(2027, 9, 1)}
