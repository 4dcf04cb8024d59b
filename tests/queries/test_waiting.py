"""What waits for whom: signatures, consents, nominations, follow-ups."""

import datetime as dt
import importlib
import pkgutil
import sys
from typing import Any

import pytest
from sqlalchemy import delete, select

from dialogue import access, domain
from dialogue.actions import acts, approvals, ladders, rounds, texts
from dialogue.db import db
from dialogue.domain import decisions, delegations, meetings, notices
from dialogue.domain.agenda import Agenda
from dialogue.domain.agreed import Word
from dialogue.domain.decisions import DraftDecision
from dialogue.domain.delegations import Capacity, Participant, ParticipantState, Reply, Route
from dialogue.domain.editions import fingerprint
from dialogue.domain.engagements import Engagement, EngagementState
from dialogue.domain.flow import Flow
from dialogue.domain.followups import DUE, FollowUp, FollowUpState
from dialogue.domain.ladder import RULES, Owner, RungEntry, RungKey
from dialogue.domain.meetings import Format, Meeting, MeetingKind, Plan, Under
from dialogue.domain.minutes import Minutes, MinutesState, Signatory, sign
from dialogue.domain.people import Person
from dialogue.domain.pulse import Pulse
from dialogue.domain.sessions import Session
from dialogue.domain.silence import (
    Category,
    Circulation,
    CirculationState,
    Formula,
    ObjectionKind,
    Profile,
    latest_service,
    proposed_expiry,
)
from dialogue.domain.tracks import TRACKS
from dialogue.queries import sheets
from dialogue.queries.waiting import SAID, Task, Wait, Whose, holders, others, turns, waiting
from dialogue.queries.waiting.table import OF_RUNGS, TABLE, WHOSE
from dialogue.queries.waiting.waits import OF_FOLLOWUPS
from tests import walk
from tests.databases import Postgres, Sqlite
from tests.planted import AT, ROLES, planted, session, standing
from tests.web.many import more_sessions

TODAY = AT.date()
THEIRS = "secretary.prishtina@dialogue.example"


@pytest.fixture(autouse=True)
def _world(database: Sqlite | Postgres) -> None:
    planted(database)


def waits(who: str) -> set[str]:
    reader = standing(who)
    return {task.wait.value for task in waiting(reader, TODAY).tasks}


def test_what_waits_in_the_demonstration_waits_for_the_right_people() -> None:
    assert waits("secretary") == {
        Wait.CHANGE_CONSENT, Wait.DEVELOPMENT, Wait.ANSWERS, Wait.AGENDA_REQUEST,
        Wait.MAIL, Wait.NOTICES_HELD, Wait.SESSION_CONVENE,
    }  # fmt: skip
    assert waits(THEIRS) == {
        Wait.ANSWERS,
        Wait.AGENDA_REQUEST,
        Wait.DECISION_SIGN_OFF,
        Wait.FOLLOWUP_CLAIM,
        Wait.FOLLOWUP_DUE,
        Wait.MAIL,
        Wait.NOTICES_HELD,
        Wait.SESSION_CONVENE,
    }
    assert waits("chair") == {Wait.MINUTES_APPROVAL}
    for who in ("co-host", "other co-host", "observer@council.example", "outsider", "admin"):
        assert waits(who) == set()


def elsewhere(who: str) -> set[tuple[str, str]]:
    """What waits for others, and of which Party."""
    return {(task.wait.value, task.side) for task in waiting(standing(who), TODAY).others}


def test_what_waits_for_others_is_told_to_the_secretaries_and_to_whoever_has_the_same_to_do() -> None:
    approval, sign_off = (Wait.MINUTES_APPROVAL, "NATO"), (Wait.DECISION_SIGN_OFF, "Kosovo")

    assert elsewhere("secretary") == {approval, sign_off, (Wait.FOLLOWUP_CLAIM, "Kosovo")}
    assert elsewhere(THEIRS) == {approval, (Wait.CHANGE_CONSENT, "NATO"), (Wait.DEVELOPMENT, "NATO")}
    assert elsewhere("chair.kosovo@kosovo.example") == {approval}
    for who in ("chair", "delegate", "focal point", "co-host", "observer@council.example", "outsider", "admin"):
        assert elsewhere(who) == set()


def flows() -> dict[str, Flow[Any]]:
    """Every flow of the domain, by where it stands first."""
    for found in pkgutil.walk_packages(domain.__path__, "dialogue.domain."):
        importlib.import_module(found.name)
    modules = [module for name, module in sorted(sys.modules.items()) if name.startswith("dialogue.domain")]
    return {
        f"{module.__name__}.{name}": one
        for module in modules for name, one in vars(module).items() if isinstance(one, Flow)
    }  # fmt: skip


def test_every_state_of_every_flow_waits_for_somebody_or_says_in_words_why_for_nobody() -> None:
    missing = {name for name, flow in flows().items() if flow not in TABLE}
    assert missing == set()

    for flow, lines in TABLE.items():
        assert set(lines) == flow.states
        for state, line in lines.items():
            assert line, (state, "neither a wait nor a reason")
            assert not isinstance(line, str) or line.endswith("."), state


def test_every_wait_of_the_table_is_asked_somewhere_and_has_a_place_where_it_is_done() -> None:
    next_door = {
        Wait.AGENDA_REVISE, Wait.ROUND_SERVE, Wait.LINK, Wait.FOLLOWUP_DUE, Wait.FOLLOWUP_CLOSE, Wait.FOLLOWUP_UNHEARD,
        *SAID.values(),
    }  # fmt: skip
    asked = [one.wait for one in turns.every()]

    assert len(asked) == len(set(asked))
    assert set(asked) | next_door == set(WHOSE) == set(Wait)
    assert set(asked) & next_door == set()


# Steps of the ladder

OWNS = {
    Owner.SECRETARIES: {Whose.EITHER},
    Owner.HOST: {Whose.SECRETARY},
    Owner.NAMERS: {Whose.EITHER, Whose.SECRETARY, Whose.SIDE},
    Owner.CO_CHAIRS: {Whose.HEAD},
}


def test_every_step_of_the_ladder_has_a_line_for_each_of_its_owners() -> None:
    assert set(OF_RUNGS) == set(RULES)
    for key, lines in OF_RUNGS.items():
        whose = {WHOSE[wait] for wait in lines}
        assert whose <= OWNS[RULES[key].owner]
        assert Whose.SIDE in whose or RULES[key].owner is not Owner.NAMERS


def lines(who: str, days: int, *, of_others: bool = False) -> dict[Wait, Task]:
    """What home of that person says of the next session, so many days before it."""
    at = session(2027, 1).starts_at - dt.timedelta(days=days)
    found = waiting(access.standing(standing(who).person, at), at.date())
    tasks = found.others if of_others else found.tasks
    return {task.wait: task for task in tasks if task.session is not None and task.session.ref == "2027-1"}


def test_the_list_of_arrivals_waits_for_the_side_that_presides_until_it_is_said_to_be_sent() -> None:
    """The other secretary sees it wait, and can remind."""
    of = session(2027, 1)
    db.execute(delete(RungEntry))  # the demonstration has moved it
    of.arrange(standing("secretary").person.organisation, of.named_first, "", base=of.version,
               by=standing("secretary").person, at=AT)  # fmt: skip
    db.commit()
    day = of.starts.date() - dt.timedelta(days=3)
    assert Wait.ARRIVALS not in lines("secretary", 18)

    (mine, other) = lines("secretary", 5)[Wait.ARRIVALS], lines(THEIRS, 5, of_others=True)[Wait.ARRIVALS]
    assert (mine.due_on, other.side, other.thing, other.slug) == (day, of.presiding.short_name, of.id, "arrivals")
    assert [one.email for one in holders(other, of, AT)] == [ROLES["secretary"]]
    at = of.starts_at - dt.timedelta(days=5)
    assert others(access.standing(standing(THEIRS).person, at), at.date(), "arrivals") == [other]
    assert Wait.ARRIVALS not in lines(THEIRS, 5)
    for who in ("chair", "delegate", "focal point"):
        assert Wait.ARRIVALS not in {**lines(who, 5), **lines(who, 5, of_others=True)}

    by = standing("secretary").person
    ladders.finish(of, RungKey.ARRIVALS, "By mail.", base=0, by=by, at=of.starts_at - dt.timedelta(days=5))
    db.commit()
    assert Wait.ARRIVALS not in lines("secretary", 5) | lines(THEIRS, 5, of_others=True)


def test_the_review_of_follow_ups_waits_for_either_secretary_before_the_session() -> None:
    of = session(2027, 1)
    db.execute(delete(RungEntry))  # the demonstration has moved one
    db.commit()
    for who in ("secretary", THEIRS):
        assert Wait.FOLLOWUPS_REVIEW not in lines(who, 40)
        assert lines(who, 25)[Wait.FOLLOWUPS_REVIEW].due_on == of.starts.date() - dt.timedelta(days=21)
    assert Wait.FOLLOWUPS_REVIEW not in lines("chair", 25) | lines("focal point", 25)

    at = of.starts_at - dt.timedelta(days=25)
    ladders.finish(of, RungKey.REVIEW, "By telephone.", base=0, by=standing(THEIRS).person, at=at)
    db.commit()
    assert Wait.FOLLOWUPS_REVIEW not in lines("secretary", 25) | lines(THEIRS, 25)


def test_a_line_is_due_on_the_day_to_which_a_secretary_has_moved_its_step() -> None:
    of, by = session(2027, 2), standing("secretary").person
    of.convene(by=by, at=AT)
    to = of.starts.date() - dt.timedelta(days=40)
    ladders.move(of, RungKey.CALL, to, "A holiday.", base=0, by=by, at=AT)
    db.commit()

    begin = next(one for one in waiting(standing("secretary"), TODAY).tasks if one.wait is Wait.AGENDA_BEGIN)
    assert begin.due_on == to


def test_who_names_a_delegation_is_asked_for_items_and_for_its_head() -> None:
    """A focal point beside its secretary, who closes the call and accredits the head."""
    of, by = session(2027, 2), standing("secretary").person
    seat(of, "focal point", Capacity.FOCAL_POINT)
    of.convene(by=by, at=AT)
    db.add(acts.begin_agenda(of, [], by=by, at=AT))
    db.commit()

    def asked(who: str) -> set[Wait]:
        tasks = [one for one in waiting(standing(who), TODAY).tasks if one.session and one.session.ref == "2027-2"]
        return {one.wait for one in tasks} & {Wait.ITEMS_ASK, Wait.HEAD_NAME, Wait.CALL_CLOSE, Wait.DELEGATION}

    assert asked("focal point") == {Wait.ITEMS_ASK, Wait.HEAD_NAME}
    assert asked(THEIRS) == {Wait.CALL_CLOSE, Wait.DELEGATION}
    assert asked("delegate") == asked("chair") == set()

    seat(of, "chair.kosovo@kosovo.example", Capacity.HEAD)
    assert asked("focal point") == {Wait.ITEMS_ASK}
    db.scalars(select(Agenda).where(Agenda.session_id == of.id)).one().close_call(
        by=by, at=of.starts_at - dt.timedelta(days=20)
    )
    db.commit()
    assert asked("focal point") == set()


def seat(of: Session, who: str, capacity: Capacity) -> None:
    """Accredited where it is no head: a head takes a second person's word."""
    person = standing(who).person
    made = acts.nominate(walk.sessions_delegation(db, of, person.organisation), person, capacity, by=person, at=AT)
    if capacity is not Capacity.HEAD:
        made.accredit(by=person, at=AT)
    db.commit()


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
    agenda.agreement.say(Word.SIGN_OFF, "0", by=ours, at=AT)
    minutes.agreement.say(Word.SIGN_OFF, "1", by=ours, at=AT)
    db.commit()

    assert {Wait.AGENDA_SIGN_OFF, Wait.MINUTES_SIGN_OFF} & waits("secretary") == set()
    assert {Wait.AGENDA_SIGN_OFF, Wait.MINUTES_SIGN_OFF} & waits(THEIRS) == {Wait.MINUTES_SIGN_OFF}


def test_the_next_rev_waits_for_both_secretaries_once_a_session_with_a_circulated_agenda_has_moved() -> None:
    def waits_for() -> list[bool]:
        db.commit()
        db.expire_all()
        return [Wait.AGENDA_REVISE in waits(who) for who in ("secretary", THEIRS, "chair", "co-host")]

    agenda = db.scalars(select(Agenda).join(Agenda.session).where(Session.year == 2027, Session.number == 1)).one()
    moved, by = agenda.session, standing("secretary").person
    starts, ends, day = moved.starts, moved.ends, dt.timedelta(days=1)
    assert waits_for() == [False] * 4

    moved.arrange(moved.named_first, moved.presiding, "", base=moved.version, by=by, at=AT + day)
    assert waits_for() == [False] * 4
    moved.reschedule(starts + day, ends + day, due=None, base=moved.version, by=by, at=AT + day)
    assert waits_for() == [True, True, False, False]
    moved.reschedule(starts, ends, due=None, base=moved.version, by=by, at=AT + day)
    assert waits_for() == [False] * 4
    moved.move(moved.place, "Another hall", "", due=None, base=moved.version, by=by, at=AT + day)
    assert waits_for() == [True, True, False, False]
    moved.postpone("A strike.", by=by, at=AT + day)
    assert waits_for() == [False] * 4
    moved.reschedule(starts + day, ends + day, due=None, base=moved.version, by=by, at=AT + day)
    assert waits_for() == [True, True, False, False]
    for who in ("secretary", THEIRS):
        acts.sign_off_agenda(agenda, by=standing(who).person, at=AT + day)
    acts.revise_agenda(agenda, by=standing("secretary").person, at=AT + day)
    assert waits_for() == [False] * 4


def test_the_draft_of_a_decision_waits_for_the_side_that_has_not_signed_this_very_text() -> None:
    draft = db.scalars(decisions.DraftDecision.of_ref("2027-1", 1)).one()
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


def test_that_a_side_has_no_head_yet_waits_for_it_and_the_other_secretary_can_remind_it() -> None:
    """Whom it names is its own business until that is accredited: the other side reads no name."""
    of = session(2027, 2)
    of.convene(by=standing("secretary").person, at=AT)
    db.commit()

    def others_of(who: str, wait: Wait) -> list[Task]:
        tasks = waiting(standing(who), TODAY).others
        return [one for one in tasks if one.wait is wait and one.session is not None and one.session.ref == "2027-2"]

    (line,) = others_of("secretary", Wait.DELEGATION)
    assert (line.side, line.about, line.thing) == ("Kosovo", "", of.id)
    assert [one.email for one in holders(line, of, AT)] == [THEIRS]

    seat(of, "chair.kosovo@kosovo.example", Capacity.HEAD)
    assert others_of("secretary", Wait.DELEGATION) == [line]
    assert others_of("secretary", Wait.ACCREDITATION) == []
    assert Wait.ACCREDITATION in waits(THEIRS)
    (line,) = others_of("secretary", Wait.NOMINATIONS)
    assert (line.side, line.about, line.thing) == ("Kosovo", "", of.id)
    assert [one.email for one in holders(line, of, AT)] == [THEIRS]
    assert Wait.NOMINATIONS not in waits(THEIRS), "its own line names the person"
    assert others_of(THEIRS, Wait.NOMINATIONS) == []
    assert others_of("chair", Wait.NOMINATIONS) == others_of("focal point", Wait.NOMINATIONS) == []

    named = db.scalars(select(Participant).where(Participant.session_id == of.id)).one()
    named.accredit(by=standing(THEIRS).person, at=AT)
    db.commit()
    assert others_of("secretary", Wait.DELEGATION) == others_of("secretary", Wait.NOMINATIONS) == []
    assert Wait.ACCREDITATION not in waits(THEIRS)


def test_of_many_whom_the_other_side_has_named_a_secretary_reads_one_line_since_the_first() -> None:
    of = session(2027, 2)
    of.convene(by=standing("secretary").person, at=AT)
    hour = dt.timedelta(hours=1)
    for n, email in enumerate(("chair.kosovo@kosovo.example", "delegate.kosovo@kosovo.example")):
        person = db.scalars(select(Person).where(Person.email == email)).one()
        side = walk.sessions_delegation(db, of, person.organisation)
        acts.nominate(side, person, Capacity.MEMBER, by=person, at=AT + n * hour)
    db.commit()

    lines = [one for one in waiting(standing("secretary"), TODAY).others if one.wait is Wait.NOMINATIONS]
    assert [(one.side, one.since) for one in lines if one.thing == of.id] == [("Kosovo", AT)]


def test_a_proposed_cohost_waits_for_whoever_has_not_consented() -> None:
    engagement = db.scalars(select(Engagement).where(Engagement.session_id == session(2027, 1).id)).one()
    engagement.state = EngagementState.PROPOSED
    engagement.agreement.end(at=AT)
    engagement.consent(by=standing(THEIRS).person, at=AT)
    db.commit()

    assert Wait.CONSENT in waits("secretary")
    assert Wait.CONSENT in waits("chair")
    assert Wait.CONSENT not in waits(THEIRS)
    assert Wait.CONSENT not in waits("delegate")


def test_a_half_released_edition_waits_for_the_other_side() -> None:
    minutes = db.scalars(select(Minutes).where(Minutes.session_id == session(2026, 1).id)).one()
    edition = minutes.editions[0]
    edition.released_at = None
    minutes.agreement.end(Word.RELEASE, at=AT)
    minutes.agreement.say(Word.RELEASE, minutes.text_hash, level=edition.level, by=standing(THEIRS).person, at=AT)
    db.commit()

    assert Wait.RELEASE in waits("secretary")
    assert Wait.RELEASE not in waits(THEIRS)


def test_what_waits_is_in_order_of_its_date() -> None:
    reader = standing(THEIRS)

    tasks = waiting(reader, TODAY).tasks
    dates = [task.day or dt.date.max for task in tasks]
    assert dates == sorted(dates)
    assert dates[0] < dt.date.max


# Meetings between the sessions


def over(under: Under) -> Meeting:
    """A meeting that the delegate of one side and the secretary of the other were to be at, and that has ended."""
    ends = AT.replace(tzinfo=None) - dt.timedelta(days=1)
    plan = Plan(kind=MeetingKind.EXPERTS, title="Experts", starts=ends - dt.timedelta(hours=1), ends=ends,
                format=Format.REMOTE)  # fmt: skip
    made = meetings.plan(under, plan, people("delegate", THEIRS), 9, by=people("delegate")[0], at=AT)
    db.add(made)
    db.commit()
    return made


def test_a_meeting_that_is_over_waits_for_either_secretary_and_its_conclusions_for_the_other_side() -> None:
    everybody, both_do = ("secretary", THEIRS, "delegate", "chair", "co-host", "outsider"), {"secretary", THEIRS}
    assert not any({Wait.MEETING_HELD, Wait.MEETING_CONCLUSIONS} & waits(who) for who in everybody)

    made, ours = over(Under(track=TRACKS["exercises"])), people("secretary")[0]
    assert {who for who in everybody if Wait.MEETING_HELD in waits(who)} == both_do

    made.hold(by=ours, at=AT)
    db.commit()
    assert not any({Wait.MEETING_HELD, Wait.MEETING_CONCLUSIONS} & waits(who) for who in everybody)
    made.conclude("Ten places.", base=made.version, by=ours, at=AT)
    db.commit()
    assert {who for who in everybody if Wait.MEETING_CONCLUSIONS in waits(who)} == {THEIRS}
    assert (Wait.MEETING_CONCLUSIONS, "Kosovo") in elsewhere("secretary")

    made.agree(base=made.version, by=people(THEIRS)[0], at=AT)
    db.commit()
    assert not any(Wait.MEETING_CONCLUSIONS in waits(who) for who in everybody)


def test_a_meeting_in_a_compartment_that_is_over_waits_for_its_list_alone() -> None:
    everybody = ("secretary", THEIRS, "delegate", "chair", "co-host", "outsider")

    made, ours = over(Under(track=TRACKS["military-to-military"])), people("delegate")[0]
    assert {who for who in everybody if Wait.MEETING_HELD in waits(who)} == {"delegate"}

    made.hold(by=ours, at=AT)
    made.conclude("Ten places.", base=made.version, by=ours, at=AT)
    db.commit()
    assert not any(Wait.MEETING_CONCLUSIONS in waits(who) for who in everybody)
    heard = {who for who in everybody for wait, _ in elsewhere(who) if wait == Wait.MEETING_CONCLUSIONS}
    assert heard == {"delegate"}


# Rounds of silence


def people(*who: str) -> list[Person]:
    return [standing(one).person for one in who]


def both() -> list[Person]:
    return people("secretary", THEIRS)


def chairs() -> list[Person]:
    return people("chair", "chair.kosovo@kosovo.example")


def proposed(title: str = "Exercises") -> Circulation:
    """A single decision that both secretaries have signed off, and silence proposed for it."""
    ours, _ = both()
    draft = acts.begin_draft(session(2026, 2), title, "To observe two exercises.", by=ours, at=AT)
    db.add(draft)
    db.flush()
    for secretary in both():
        acts.sign_off_draft(draft, by=secretary, at=AT)
        db.flush()
    terms = texts.Terms(draft.formula, Profile.DECISION, draft.category, "It is about exercises.")
    return rounds.propose(texts.find("draft", draft.key), terms, by=ours, at=AT)


def issued(round_: Circulation) -> Circulation:
    """With the consent of both co-chairs; nobody is served yet."""
    for chair in chairs():
        round_.consent_to_method("", by=chair, at=AT)
    db.flush()
    rounds.issue(round_, proposed_expiry(round_.profile, AT, round_.capitals), by=both()[0], at=AT)
    db.flush()
    return round_


def served(round_: Circulation) -> Circulation:
    for chair in chairs():
        round_.acknowledge(entitled=True, pulse=Pulse(), by=chair, at=AT)
    db.flush()
    return round_


def going(who: str) -> list[str]:
    """The titles under silence that this person finds at home."""
    return [one.title for one in waiting(standing(who), TODAY).going]


def on_minutes(of: Session) -> Circulation:
    terms = texts.Terms(Formula.APPROVED, Profile.MINUTES, Category.MINUTES)
    return rounds.propose(texts.find("minutes", of.ref), terms, by=both()[0], at=AT)


def test_a_round_waits_for_its_co_chairs_then_for_the_secretaries_then_for_whoever_was_told() -> None:
    round_ = proposed()
    assert Wait.ROUND_METHOD in waits("chair")
    assert Wait.ROUND_METHOD not in waits("delegate") | waits("secretary")

    for chair in chairs():
        round_.consent_to_method("", by=chair, at=AT)
    db.flush()
    assert Wait.ROUND_METHOD not in waits("chair")
    assert Wait.ROUND_ISSUE in waits("secretary") & waits(THEIRS)

    rounds.issue(round_, proposed_expiry(round_.profile, AT, round_.capitals), by=both()[0], at=AT)
    db.flush()
    assert Wait.ROUND_PAPER in waits("chair")
    assert Wait.ROUND_PAPER not in waits("delegate")
    (task,) = [t for t in waiting(standing("chair"), TODAY).tasks if t.wait is Wait.ROUND_PAPER]
    assert (task.about, task.round, task.due_at) == ("Exercises", round_.id, round_.expires_at)

    served(round_)
    rounds.object_to(round_, ObjectionKind.OBJECTION, "", entitled=False, by=people("delegate")[0], at=AT)
    db.flush()
    assert Wait.ROUND_PAPER not in waits("chair")
    assert Wait.ROUND_HELD in waits("secretary")


def test_a_paper_waits_for_whom_it_was_addressed_to_whatever_became_of_the_seat() -> None:
    round_ = issued(proposed())
    chair = people("chair")[0]
    for seat in db.scalars(select(Participant).where(Participant.person_id == chair.id)):
        if seat.session_id == session(2026, 2).id:
            seat.state = ParticipantState.WITHDRAWN
    db.commit()

    assert Wait.ROUND_PAPER in waits("chair")
    assert "Exercises" in going("chair")

    round_.state = CirculationState.WITHDRAWN  # has ended
    db.commit()
    assert Wait.ROUND_PAPER not in waits("chair")
    assert "Exercises" not in going("chair")


def test_a_paper_waits_for_nobody_who_has_left_the_party() -> None:
    issued(proposed())
    chair = people("chair")[0]
    chair.organisation = people("secretary.prishtina@dialogue.example")[0].organisation
    db.commit()

    assert Wait.ROUND_PAPER not in waits("chair")
    assert "Exercises" not in going("chair")


def test_rounds_that_go_are_told_to_whoever_may_read_them_from_their_notice_on() -> None:
    round_ = proposed()
    everybody = ("secretary", THEIRS, "chair", "delegate")
    assert not any("Exercises" in going(who) for who in everybody)  # of what is proposed nobody else learns

    issued(round_)
    assert all("Exercises" in going(who) for who in everybody)
    for who in ("co-host", "other co-host", "observer@council.example", "outsider", "admin"):
        assert going(who) == []

    served(round_)  # who has acknowledged it still finds it
    assert "Exercises" in going("chair")
    (line,) = [one for one in waiting(standing("chair"), TODAY).going if one.title == "Exercises"]
    assert (line.number, line.expires_at, line.unserved) == (round_.number, round_.expires_at, ())
    assert line.state(AT) is CirculationState.RUNNING
    assert line.state(round_.expires_at + dt.timedelta(minutes=2)) is CirculationState.CLOSING

    round_.extend(round_.expires_at + dt.timedelta(days=1), pulse=Pulse(), by=chairs()[0], at=AT)
    db.flush()
    (line,) = [one for one in waiting(standing("chair"), TODAY).going if one.title == "Exercises"]
    assert line.expires_at == round_.expires_at
    rounds.withdraw(round_, "", by=both()[0], at=AT)
    db.flush()
    assert "Exercises" not in going("secretary")


def test_a_paper_is_served_by_the_secretaries_while_the_period_is_full() -> None:
    round_ = issued(proposed())
    assert Wait.ROUND_SERVE in waits("secretary") & waits(THEIRS)
    assert Wait.ROUND_SERVE not in waits("chair") | waits("delegate")
    (task,) = [t for t in waiting(standing("secretary"), TODAY).tasks if t.wait is Wait.ROUND_SERVE]
    assert round_.issue is not None and round_.expires_at is not None
    assert task.due_at == latest_service(round_.profile, round_.expires_at, round_.issue.working_days)

    (line,) = [one for one in waiting(standing("secretary"), TODAY).going if one.title == "Exercises"]
    assert line.unserved == tuple(party.short_name for party in round_.parties)
    assert line.state(task.due_at + dt.timedelta(minutes=1)) is CirculationState.HELD
    served(round_)
    assert Wait.ROUND_SERVE not in waits("secretary") | waits(THEIRS)


def test_the_objection_of_somebody_who_does_not_speak_for_a_side_waits_for_its_own_co_chair_first_of_all() -> None:
    round_ = served(issued(proposed()))
    one = rounds.object_to(round_, ObjectionKind.OBJECTION, "", entitled=False, by=people("delegate")[0], at=AT)
    db.flush()

    first = waiting(standing("chair"), TODAY).tasks[0]
    assert (first.wait, first.round, first.due_at) == (Wait.OBJECTION_CONFIRM, round_.id, None)
    for who in ("chair.kosovo@kosovo.example", "delegate", "secretary", THEIRS, "focal point"):
        assert Wait.OBJECTION_CONFIRM not in waits(who)

    round_.disown(one, "It is not ours.", by=chairs()[0], at=AT)
    db.flush()
    assert Wait.OBJECTION_CONFIRM not in waits("chair")


@pytest.mark.parametrize(("seconds", "there"), [(60, True), (61, False)])
def test_an_objection_after_the_closing_minute_waits_for_nobody(seconds: int, there: bool) -> None:
    round_ = served(issued(proposed()))
    assert round_.expires_at is not None
    walk.heard(db, AT, round_.expires_at - dt.timedelta(seconds=30))
    late = round_.expires_at + dt.timedelta(seconds=seconds)
    rounds.object_to(round_, ObjectionKind.OBJECTION, "", entitled=False, by=people("delegate")[0], at=late)
    db.flush()

    assert "Exercises" in going("chair")  # nothing is adopted before the service was heard after the expiry
    assert (Wait.OBJECTION_CONFIRM in waits("chair")) is there


@pytest.mark.parametrize(("seconds", "there"), [(0, True), (60, True), (61, False)])
def test_one_that_is_known_after_the_adoption_waits_for_its_co_chair_too(seconds: int, there: bool) -> None:
    round_ = served(issued(proposed()))
    assert round_.expires_at is not None
    walk.heard(db, AT, round_.expires_at)
    walk.heard(db, after := round_.expires_at + dt.timedelta(hours=1), after)
    rounds.settle(round_, at=after)
    rounds.object_to(
        round_, ObjectionKind.OBJECTION, "", entitled=False, by=people("delegate")[0], at=after,
        received_at=round_.expires_at + dt.timedelta(seconds=seconds),
    )  # fmt: skip
    db.flush()

    assert (Wait.OBJECTION_CONFIRM in waits("chair")) is there
    assert Wait.OBJECTION_CONFIRM not in waits("chair.kosovo@kosovo.example")


def test_what_was_not_adopted_goes_back_to_the_secretaries_until_one_has_signed_off_another_text() -> None:
    rework = {Wait.DECISION_REWORK, Wait.MINUTES_REWORK}
    for round_ in (served(issued(proposed())), issued(on_minutes(session(2026, 2)))):
        rounds.object_to(round_, ObjectionKind.OBJECTION, "", entitled=True, by=chairs()[0], at=AT)
        db.flush()

    assert rework & waits("secretary") == rework & waits(THEIRS) == rework
    assert not rework & (waits("chair") | waits("delegate"))
    draft = db.scalars(select(DraftDecision).where(DraftDecision.title == "Exercises")).one()
    acts.sign_off_draft(draft, by=both()[0], at=AT)
    texts.sign_off(db.scalars(select(Minutes).where(Minutes.session_id == session(2026, 2).id)).one(),
                          by=both()[0], at=AT)  # fmt: skip
    db.flush()
    assert not rework & (waits("secretary") | waits(THEIRS))
    assert {Wait.DECISION_SIGN_OFF, Wait.MINUTES_SIGN_OFF} <= waits(THEIRS)


# Minutes on their last way, and what corrects them


def minutes_of(year: int, number: int) -> Minutes:
    return db.scalars(select(Minutes).where(Minutes.session_id == session(year, number).id)).one()


def head(minutes: Minutes, who: Person) -> Participant:
    seats = select(Participant).where(Participant.session_id == minutes.session_id, Participant.person_id == who.id)
    return db.scalars(seats).one()


def test_approved_minutes_wait_for_the_signatures_of_the_chair_and_of_both_secretaries() -> None:
    minutes = minutes_of(2026, 2)  # the other co-chair has approved them; that side presided
    chairs_word, presided = Wait.MINUTES_SIGN_AS_CHAIR, "chair.kosovo@kosovo.example"
    assert not {Wait.MINUTES_SIGN, chairs_word} & (waits("secretary") | waits(presided))
    texts.approve(minutes, head(minutes, chairs()[0]), minutes.text_hash, at=AT)
    db.flush()

    for who in ("secretary", THEIRS):
        assert Wait.MINUTES_SIGN in waits(who) and chairs_word not in waits(who)
    assert chairs_word in waits(presided) and Wait.MINUTES_SIGN not in waits(presided)
    assert not {Wait.MINUTES_SIGN, chairs_word} & (waits("chair") | waits("delegate"))
    sign(minutes, Signatory.SECRETARY, minutes.text_hash, by=both()[0], at=AT)
    db.flush()
    assert Wait.MINUTES_SIGN not in waits("secretary")
    assert Wait.MINUTES_SIGN in waits(THEIRS)


def test_nobody_is_asked_to_sign_in_the_place_of_the_chair_who_presided_and_has_left() -> None:
    minutes, deputy = minutes_of(2026, 2), "alternate.kosovo@kosovo.example"
    chair = people("chair.kosovo@kosovo.example")[0]
    texts.approve(minutes, head(minutes, chairs()[0]), minutes.text_hash, at=AT)
    db.flush()
    assert Wait.MINUTES_SIGN_AS_CHAIR in waits("chair.kosovo@kosovo.example")

    chair.active = False
    db.flush()

    assert access.leading_seat(standing(deputy), minutes.session_id) is not None
    assert Wait.MINUTES_SIGN_AS_CHAIR not in waits(deputy)


def test_editions_wait_for_both_secretaries_until_one_speaks_and_then_for_the_other() -> None:
    minutes = minutes_of(2026, 2)
    texts.approve(minutes, head(minutes, chairs()[0]), minutes.text_hash, at=AT)
    db.flush()
    assert Wait.RELEASE_FIRST in waits("secretary") & waits(THEIRS)
    assert Wait.RELEASE_FIRST not in waits("chair") | waits("delegate")

    for edition in minutes.editions:
        texts.release(minutes, edition.level, by=both()[0], at=AT)
    db.flush()
    assert not {Wait.RELEASE, Wait.RELEASE_FIRST} & waits("secretary")
    assert {Wait.RELEASE, Wait.RELEASE_FIRST} & waits(THEIRS) == {Wait.RELEASE}


def test_nothing_of_a_closed_session_waits_but_its_follow_ups() -> None:
    minutes = minutes_of(2026, 2)
    texts.approve(minutes, head(minutes, chairs()[0]), minutes.text_hash, at=AT)
    acts.conclude_session(minutes, by=both()[0], at=AT)
    db.flush()

    assert not {Wait.MINUTES_SIGN, Wait.RELEASE_FIRST} & (waits("secretary") | waits("chair.kosovo@kosovo.example"))


def test_a_corrigendum_waits_for_both_secretaries_then_for_the_co_chairs_and_under_silence_for_neither() -> None:
    minutes = minutes_of(2026, 1)
    one = approvals.begin_corrigendum(minutes, by=both()[0], at=AT)
    one.add(1, "", "It was read out.", by=both()[0], at=AT)
    db.flush()
    for n, secretary in enumerate(both()):
        assert (Wait.CORRIGENDUM_SIGN_OFF in waits(THEIRS)) == bool(n)
        assert Wait.CORRIGENDUM_SIGN_OFF not in waits("secretary") | waits("chair")
        seen = fingerprint(sheets.working_text(one))
        texts.sign_off(one, by=secretary, at=AT, seen=seen)
        db.flush()
    assert Wait.CORRIGENDUM_APPROVAL in waits("chair") & waits("chair.kosovo@kosovo.example")
    assert Wait.CORRIGENDUM_APPROVAL not in waits("delegate") | waits("secretary")

    text = texts.find("corrigendum", f"{minutes.session.ref}/{one.number}")
    round_ = rounds.propose(text, text.usual, by=both()[0], at=AT)
    assert Wait.CORRIGENDUM_APPROVAL in waits("chair")  # while silence is only proposed the co-chairs may approve it
    issued(round_)
    assert Wait.CORRIGENDUM_APPROVAL not in waits("chair") | waits("chair.kosovo@kosovo.example")

    rounds.object_to(round_, ObjectionKind.OBJECTION, "", entitled=True, by=chairs()[0], at=AT)
    db.flush()
    assert Wait.CORRIGENDUM_REWORK in waits("secretary") & waits(THEIRS)
    assert Wait.CORRIGENDUM_REWORK not in waits("chair") | waits("delegate")


def test_comments_wait_with_the_instant_at_which_their_period_ends() -> None:
    minutes = minutes_of(2026, 2)
    minutes.state, minutes.circulated_at = MinutesState.COMMENTS, AT
    minutes.comments_until = AT + dt.timedelta(days=9)
    for reply in list(minutes.replies):
        db.delete(reply)
    db.commit()

    (task,) = [t for t in waiting(standing("delegate"), TODAY).tasks if t.wait is Wait.MINUTES_COMMENT]
    assert task.due_at == AT + dt.timedelta(days=9)
    assert Wait.MINUTES_COMMENT not in waits("secretary") | waits("outsider") | waits("co-host")


def test_notices_that_a_restore_holds_wait_for_the_secretaries() -> None:
    assert Wait.NOTICES_HELD in waits("secretary") & waits(THEIRS)
    assert Wait.NOTICES_HELD not in waits("chair") | waits("admin") | waits("delegate")

    for notice in db.scalars(notices.held()):
        notice.drop(by=both()[0], at=AT)
    db.flush()
    assert Wait.NOTICES_HELD not in waits("secretary")


def test_an_invitation_waits_for_its_person_until_it_is_answered_and_again_once_the_date_is_another() -> None:
    """Also for those who read no rounds and no register."""
    seat = db.scalars(select(Participant).where(Participant.person.has(email=ROLES["adviser"]))).all()[-1]
    meeting, asked = seat.session, {Wait.ANSWER, Wait.ANSWER_AGAIN, Wait.ANSWERS}

    def waits_for() -> list[set[str]]:
        db.commit()
        db.expire_all()
        return [asked & waits(who) for who in ("adviser", "delegate", "chair", "focal point", "secretary", "co-host")]

    assert waits_for() == [set(), {Wait.ANSWER}, set(), set(), {Wait.ANSWERS}, set()]
    by, day = standing("secretary").person, dt.timedelta(days=1)
    meeting.reschedule(meeting.starts + day, meeting.ends + day, due=None, base=meeting.version, by=by, at=AT)
    assert waits_for() == [{Wait.ANSWER_AGAIN}, {Wait.ANSWER}, {Wait.ANSWER_AGAIN}, set(), {Wait.ANSWERS}, set()]
    seat = db.get_one(Participant, seat.id)
    assert seat.name in _silent()
    seat.answer(Reply.REGRETS, route=Route.PAGE, by=seat.person, at=AT)
    db.flush()
    assert seat.name not in _silent()
    assert waits_for()[0] == set()
    db.get_one(Session, seat.session_id).cancel("Snow.", by=by, at=AT)
    assert waits_for() == [set()] * 6


def _silent() -> str:
    """Who has not answered, as home of the secretaries names them."""
    (line,) = [task for task in waiting(standing("secretary"), TODAY).tasks if task.wait is Wait.ANSWERS]
    return line.about


def test_what_ones_own_side_says_of_a_follow_up_waits_for_the_others_word_and_they_can_be_reminded() -> None:
    """That it is done, or no longer wanted: for one secretary it is a task, for the other it waits for somebody."""
    ours = standing("secretary")
    wanted = next(one for one in db.scalars(select(FollowUp)) if one.can(FollowUpState.DROPPED) and not one.rests)
    wanted.drop("It is overtaken.", base=wanted.version, by=ours.person, at=AT)
    db.commit()

    of_ours = {task.wait: task for task in waiting(ours, TODAY).others if task.wait in OF_FOLLOWUPS}
    claimed, dropped = of_ours[Wait.FOLLOWUP_CLAIM], of_ours[Wait.FOLLOWUP_DROP]

    assert (dropped.about, dropped.number, dropped.side) == (wanted.reference, wanted.number, "Kosovo")
    assert dropped.since == AT
    done = db.get_one(FollowUp, claimed.thing)
    assert claimed.since == max(one.made_at for one in done.updates if one.became is FollowUpState.CLAIMED_DONE)
    (theirs,) = holders(dropped, wanted.session, AT)
    assert theirs.email == THEIRS
    assert {Wait.FOLLOWUP_CLAIM, Wait.FOLLOWUP_DROP} <= waits(THEIRS)
    assert not OF_FOLLOWUPS & {task.wait for task in waiting(standing(THEIRS), TODAY).others}
    assert not OF_FOLLOWUPS & waits("secretary")
    for who in ("chair", "delegate"):
        assert not OF_FOLLOWUPS & {task.wait for task in waiting(standing(who), TODAY).others}


def test_an_overdue_follow_up_of_which_no_head_can_hear_waits_for_the_secretary_of_its_side() -> None:
    """The mail to a head waits in silence where there is none; the secretary can name one."""
    ours = standing("secretary").person.organisation
    own = next(one for one in db.scalars(select(FollowUp)) if one.state in DUE and one.owner.id != ours.id)
    own.owner, own.due_on = ours, TODAY - dt.timedelta(days=15)
    db.flush()
    heard = waits("secretary")
    for seat in db.scalars(delegations.heads_of_party(ours)):
        seat.person.password_hash = None
    db.commit()

    assert Wait.FOLLOWUP_DUE in heard
    assert Wait.FOLLOWUP_UNHEARD not in heard
    assert Wait.FOLLOWUP_UNHEARD in waits("secretary")
    assert Wait.FOLLOWUP_UNHEARD not in waits(THEIRS) | waits("delegate")
    own.due_on = TODAY - dt.timedelta(days=14)
    db.commit()
    assert Wait.FOLLOWUP_UNHEARD in waits("secretary")
    own.due_on = TODAY - dt.timedelta(days=13)
    db.commit()
    assert Wait.FOLLOWUP_UNHEARD not in waits("secretary")
