"""What waits for whom: signatures, consents, nominations, follow-ups."""

import datetime as dt

import pytest
from sqlalchemy import select

from dialogue import access, acts, rounds, texts
from dialogue.access import Standing
from dialogue.db import db
from dialogue.domain import decisions
from dialogue.domain.agenda import Agenda, AgendaSignOff
from dialogue.domain.delegations import Capacity, Participant
from dialogue.domain.engagements import Engagement
from dialogue.domain.engagements import State as EngagementState
from dialogue.domain.minutes import Minutes, MinutesSignOff
from dialogue.domain.people import Person
from dialogue.domain.pulse import Pulse
from dialogue.domain.sessions import Session
from dialogue.domain.silence import ObjectionKind, Profile, proposed_expiry
from dialogue.waiting import Wait, waiting
from tests.databases import Postgres, Sqlite
from tests.planted import AT, ROLES, planted
from tests.web.many import more_sessions

TODAY = AT.date()
THEIRS = "secretary.prishtina@dialogue.example"


@pytest.fixture(autouse=True)
def _world(database: Sqlite | Postgres) -> None:
    planted(database)


def standing(who: str) -> Standing:
    person = db.scalars(select(Person).where(Person.email == ROLES.get(who, who))).one()
    return access.standing(person, AT)


def session(year: int, number: int) -> Session:
    return db.scalars(select(Session).where(Session.year == year, Session.number == number)).one()


def waits(who: str) -> set[str]:
    reader = standing(who)
    return {task.wait.value for task in waiting(reader, TODAY).tasks}


def test_what_waits_in_the_demonstration_waits_for_the_right_people() -> None:
    assert waits("secretary") == {Wait.AGENDA_REQUEST}
    assert waits(THEIRS) == {
        Wait.AGENDA_REQUEST,
        Wait.DECISION_SIGN_OFF,
        Wait.FOLLOWUP_CLAIM,
        Wait.FOLLOWUP_DUE,
    }
    assert waits("chair") == {Wait.MINUTES_APPROVAL}
    for who in ("co-host", "other co-host", "observer@council.example", "outsider", "admin"):
        assert waits(who) == set()


def test_a_text_waits_for_the_side_that_has_not_signed_it_off() -> None:
    more_sessions(1)  # whose agenda and minutes the other side has signed off
    db.commit()
    both = {Wait.AGENDA_SIGN_OFF, Wait.MINUTES_SIGN_OFF}

    assert both & waits("secretary") == both
    assert both & waits(THEIRS) == set()


def test_a_text_waits_no_longer_once_both_have_signed_it_off_or_one_has_signed_a_newer_one() -> None:
    more_sessions(1)
    ours, agenda, minutes = (
        standing("secretary").person,
        db.scalars(select(Agenda).order_by(Agenda.id.desc())).first(),
        db.scalars(select(Minutes).order_by(Minutes.id.desc())).first(),
    )
    assert agenda is not None and minutes is not None
    signed = {"party": ours.organisation, "signed_by": ours, "signed_at": AT}
    agenda.sign_offs.append(AgendaSignOff(text_hash="0", **signed))
    minutes.sign_offs.append(MinutesSignOff(text_hash="1", **signed))
    db.commit()

    assert {Wait.AGENDA_SIGN_OFF, Wait.MINUTES_SIGN_OFF} & waits("secretary") == set()
    assert {Wait.AGENDA_SIGN_OFF, Wait.MINUTES_SIGN_OFF} & waits(THEIRS) == {Wait.MINUTES_SIGN_OFF}


def test_the_draft_of_a_decision_waits_for_the_side_that_has_not_signed_this_very_text() -> None:
    draft = db.scalars(decisions.draft_by_ref("2027-1", 1)).one()
    assert Wait.DECISION_SIGN_OFF not in waits("secretary")

    draft.revise(base=draft.version, by=standing(THEIRS).person, at=AT, text="Other words.")
    db.commit()
    assert Wait.DECISION_SIGN_OFF not in waits("secretary") | waits(THEIRS)

    acts.sign_off_draft(draft, by=standing(THEIRS).person, at=AT)
    db.commit()
    assert Wait.DECISION_SIGN_OFF in waits("secretary")
    assert Wait.DECISION_SIGN_OFF not in waits(THEIRS)

    acts.sign_off_draft(draft, by=standing("secretary").person, at=AT)
    db.commit()
    assert Wait.DECISION_SIGN_OFF not in waits("secretary") | waits(THEIRS)


def test_a_nomination_waits_for_its_own_secretary() -> None:
    seat = db.scalars(select(Participant).join(Participant.person).where(Person.email == ROLES["delegate"])).all()[-1]
    seat.withdraw(by=seat.person, at=AT)
    seat.delegation.nominate(seat.person, Capacity.MEMBER, by=seat.person, at=AT)
    db.commit()

    assert Wait.ACCREDITATION in waits("secretary")
    assert Wait.ACCREDITATION not in waits(THEIRS)


def test_a_proposed_cohost_waits_for_whoever_has_not_consented() -> None:
    engagement = db.scalars(select(Engagement).where(Engagement.session_id == session(2027, 1).id)).one()
    engagement.state = EngagementState.PROPOSED
    for consent in list(engagement.consents):
        if consent.party.id == standing("secretary").person.organisation_id:
            engagement.consents.remove(consent)
    db.commit()

    assert Wait.CONSENT in waits("secretary")
    assert Wait.CONSENT in waits("chair")
    assert Wait.CONSENT not in waits(THEIRS)
    assert Wait.CONSENT not in waits("delegate")


def test_a_half_released_edition_waits_for_the_other_side() -> None:
    minutes = db.scalars(select(Minutes).where(Minutes.session_id == session(2026, 1).id)).one()
    edition = minutes.editions[0]
    edition.released_at = None
    db.delete(next(one for one in edition.consents if one.party.id == standing("secretary").person.organisation_id))
    db.commit()

    assert Wait.RELEASE in waits("secretary")
    assert Wait.RELEASE not in waits(THEIRS)


def test_what_waits_is_in_order_of_its_date() -> None:
    reader = standing(THEIRS)

    tasks = waiting(reader, TODAY).tasks
    dates = [task.due_on or dt.date.max for task in tasks]
    assert dates == sorted(dates)
    assert dates[0] < dt.date.max


def test_a_round_waits_for_its_co_chairs_then_for_the_secretaries_then_for_whoever_was_told() -> None:
    ours, theirs = (standing(who).person for who in ("secretary", THEIRS))
    chairs = [standing(who).person for who in ("chair", "chair.kosovo@kosovo.example")]
    draft = acts.begin_draft(session(2026, 2), "Exercises", "To observe two exercises.", by=ours, at=AT)
    db.add(draft)
    db.flush()
    for secretary in (ours, theirs):
        acts.sign_off_draft(draft, by=secretary, at=AT)
        db.flush()
    terms = texts.Terms(draft.formula, Profile.DECISION, draft.category, "It is about exercises.")
    round_ = rounds.propose(texts.find("draft", draft.slug), terms, by=ours, at=AT)
    assert Wait.ROUND_METHOD in waits("chair")
    assert Wait.ROUND_METHOD not in waits("delegate") | waits("secretary")

    for chair in chairs:
        round_.consent_to_method("", by=chair, at=AT)
    db.flush()
    assert Wait.ROUND_METHOD not in waits("chair")
    assert Wait.ROUND_ISSUE in waits("secretary") & waits(THEIRS)

    rounds.issue(round_, proposed_expiry(round_.profile, AT, round_.capitals), by=ours, at=AT)
    db.flush()
    assert Wait.ROUND_PAPER in waits("chair")
    assert Wait.ROUND_PAPER not in waits("delegate")
    (task,) = [t for t in waiting(standing("chair"), TODAY).tasks if t.wait is Wait.ROUND_PAPER]
    assert (task.about, task.round, task.due_on) == ("Exercises", round_.id, round_.expires_at.date())

    round_.acknowledge(entitled=True, pulse=Pulse(), by=chairs[0], at=AT)
    rounds.object_to(round_, ObjectionKind.OBJECTION, "", entitled=False, by=standing("delegate").person, at=AT)
    db.flush()
    assert Wait.ROUND_PAPER not in waits("chair")
    assert Wait.ROUND_HELD in waits("secretary")
