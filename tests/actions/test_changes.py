"""Changes of a session in the database: judged by what everybody else has left, carried out once, told to everybody."""

import threading
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, func, select

from dialogue import access
from dialogue.actions import acts, changes
from dialogue.db import db as the_db
from dialogue.domain.agenda import Agenda, AgendaState
from dialogue.domain.base import Refused, Stale
from dialogue.domain.changes import ChangeKind, ChangeState, SessionChange, Wish
from dialogue.domain.delegations import Capacity, Reply, Route
from dialogue.domain.notices import WAIT, Dispatch, Notice, NoticeKind, NoticeState
from dialogue.domain.organisations import Place
from dialogue.domain.people import Person
from dialogue.domain.sessions import (
    Appointment,
    Concern,
    Session,
    SessionKind,
    SessionState,
    by_ref,
    city_instead,
    is_out_of_turn,
)
from dialogue.notifications import invitations
from dialogue.queries.waiting import Wait, waiting
from tests import walk
from tests.cast import enter
from tests.factories import AT, DAY, ENDS, HOUR, STARTS

LATER = (STARTS + 60 * DAY, ENDS + 60 * DAY)
THEIRS = "secretary.prishtina@dialogue.example"
REASON = "The hall burnt down."


@pytest.fixture
def cast(db):
    made = enter(db)
    first = walk.plan(db, made)
    walk.plan(db, made, existing=[first], starts=STARTS + 182 * DAY)
    db.commit()
    return made


@pytest.fixture
def read(db, cast):
    """The first session is read: both delegations, an observer and a co-host, and its agenda went out."""
    session = found("2027-1")
    walk.delegations(db, cast, session)
    walk.seat(db, cast, session, cast.observer, Capacity.OBSERVER)
    walk.engagement(db, cast, session, cast.university)
    walk.circulate(db, cast, walk.agenda(db, cast, session))
    db.commit()
    return session


def found(ref):
    return the_db.scalars(by_ref(ref)).one()


def by(email="secretary.brussels@dialogue.example", at=AT):
    return {"by": the_db.scalars(select(Person).where(Person.email == email)).one(), "at": at}


def city(slug):
    return the_db.scalars(select(Place).where(Place.slug == slug)).one()


def wish(ref, kind=ChangeKind.MOVE, reason=REASON, departs="", **to):
    session = found(ref)
    return Wish(kind, session, replace(session.appointment, **to), reason, departs)


def propose(wanted, who="secretary.brussels@dialogue.example", at=AT, **more):
    return changes.propose(wanted, base=wanted.session.version, **by(who, at), **more)


def warned(wanted):
    """What it is warned of, and nothing is written."""
    told = []
    assert propose(wanted, heeds=lambda found: told.extend(found) or False) is None
    return [(one.concern, one.session.ref if one.session else None) for one in told]


def at(times):
    return {"starts": times[0], "ends": times[1]}


# Planning


def planned(starts, place, **more):
    to = Appointment(starts, starts + HOUR, place)
    return changes.propose(Wish(ChangeKind.PLAN, None, to, **more), base=None, **by())


def test_a_session_is_planned_among_all_others(cast):
    told = []
    to = Appointment(STARTS.replace(hour=16), ENDS, cast.brussels)
    special = Wish(ChangeKind.PLAN, None, to, session_kind=SessionKind.SPECIAL, asked_by=cast.kosovo)

    assert changes.propose(special, base=None, **by(), heeds=told.extend) is None
    assert [one.concern for one in told] == [Concern.OVERLAP]
    assert the_db.scalars(by_ref("2027-3")).all() == []
    made = changes.propose(special, base=None, **by())
    assert (made.session.ref, made.is_in_force, found("2027-3").asked_by) == ("2027-3", True, cast.kosovo)


def test_a_session_out_of_turn_is_planned_with_the_consent_of_the_other_side(cast):
    with pytest.raises(Refused):
        planned(STARTS + 200 * DAY, cast.prishtina)
    made = planned(STARTS + 200 * DAY, cast.prishtina, departure_reason="Both wish it.")

    assert (made.session, made.state) == (None, ChangeState.PROPOSED)
    assert the_db.scalars(by_ref("2027-3")).all() == []
    with pytest.raises(Refused):
        planned(STARTS + 201 * DAY, cast.prishtina, departure_reason="Both wish it.")
    changes.consent(made, **by(THEIRS))
    the_db.flush()

    session = found("2027-3")
    assert (made.session, session.departure_reason, session.state) == (session, "Both wish it.", SessionState.TENTATIVE)


# The alternation


def test_a_new_date_is_judged_by_the_alternation_among_all_others(cast):
    early = (STARTS - 60 * DAY, ENDS - 60 * DAY)
    with pytest.raises(Refused) as no:
        propose(wish("2027-2", **at(early)))
    assert "it is the turn of Brussels" in str(no.value)
    the_db.rollback()
    wanted = wish("2027-2", departs="Both sides wish it.", **at(early))
    assert (Concern.BEFORE, "2027-1") in warned(wanted)

    made = propose(wanted)

    assert (made.is_open, found("2027-2").departure_reason) == (True, "")
    changes.consent(made, **by(THEIRS))
    assert found("2027-2").departure_reason == "Both sides wish it."


def test_another_city_is_judged_by_the_alternation_among_all_others(cast):
    with pytest.raises(Refused):
        propose(wish("2027-2", place=city("brussels")))
    the_db.rollback()
    wanted = wish("2027-2", departs="No hall is free.", place=city("brussels"))
    with pytest.raises(Stale):
        changes.propose(wanted, base=wanted.session.version - 1, **by())
    assert warned(wanted) == [(Concern.SAME_CITY, "2027-1")]

    changes.consent(propose(wanted), **by(THEIRS))

    assert [one.concern for one in changes.cautions(found("2027-2"), **by(THEIRS))] == [Concern.SAME_CITY]


@pytest.mark.engines
def test_of_two_who_choose_the_same_hours_at_the_same_moment_the_second_is_warned(database, cast):
    """On the embedded database whoever writes waits for every writer anyway."""
    told = []

    def other():
        propose(wish("2027-2", departs="x", **at(LATER)), heeds=told.extend)
        the_db.remove()

    assert (Concern.OVERLAP, "2027-2") not in warned(wish("2027-1", **at(LATER)))
    assert propose(wish("2027-1", **at(LATER))).is_in_force
    the_db.flush()
    if database.engine.dialect.name == "sqlite":
        the_db.commit()
    second = threading.Thread(target=other)
    second.start()
    second.join(0.5)
    the_db.commit()
    second.join(20)

    assert (Concern.OVERLAP, "2027-1") in [(one.concern, one.session.ref if one.session else None) for one in told]


# What takes both words


def test_what_nobody_else_reads_is_changed_at_once_and_nobody_is_told(cast):
    made = propose(wish("2027-1", reason="", **at(LATER)))

    assert (made.is_in_force, made.is_told, found("2027-1").starts) == (True, False, LATER[0])
    assert the_db.scalar(select(func.count()).select_from(Dispatch)) == 0


@pytest.mark.parametrize("reader", ["seat", "engagement", "agenda"])
def test_whoever_reads_it_makes_it_a_matter_of_both(db, cast, reader):
    session = found("2027-1")
    if reader == "seat":
        walk.seat(db, cast, session, cast.delegate_nato)
        cast.delegate_nato.close(by=cast.admin, at=AT)  # whoever is accredited counts, with or without an account
    elif reader == "engagement":
        walk.engagement(db, cast, session, cast.university)
    else:
        walk.circulate(db, cast, walk.agenda(db, cast, session))

    assert propose(wish("2027-1", **at(LATER))).is_open


def test_nobody_reads_it_by_a_nomination_alone(db, cast):
    walk.seat(db, cast, found("2027-1"), cast.delegate_nato, accredited=False)

    assert not changes.has_readers(found("2027-1"), AT)


def test_nothing_changes_and_the_other_secretary_alone_is_told_before_the_consent(cast, read):
    was = read.appointment
    made = propose(wish("2027-1", **at(LATER)))

    assert (made.is_open, read.appointment) == (True, was)
    (telling,) = the_db.scalars(select(Dispatch))
    assert (telling.kind, [one.recipient.email for one in telling.notices]) == (NoticeKind.CHANGE, [THEIRS])


def test_with_the_consent_it_is_in_force_and_everybody_who_reads_it_is_told_once(cast, read):
    before = read.revision
    made = propose(wish("2027-1", place=read.place, venue="Palace", **at(LATER)))

    changes.consent(made, **by(THEIRS))

    assert (read.starts, read.venue, read.revision) == (LATER[0], "Palace", before + 1)
    told = news()
    assert sorted(one.recipient.email for one in told.notices) == sorted(
        one.email for one in (
            cast.secretary_brussels, cast.secretary_prishtina, cast.chair_nato, cast.chair_kosovo, cast.delegate_nato,
            cast.delegate_kosovo, cast.focal_kosovo, cast.observer, cast.cohost_university,
        )
    )  # fmt: skip
    assert (told.kind, told.not_before - told.made_at, told.by.email) == (NoticeKind.SESSION_CHANGED, WAIT, THEIRS)
    one = told.notices[0]
    assert one.subject == "HLD/2027/1 moved to Sat 7 Aug 2027, 09:30–17:00, in Brussels"
    assert "Until now: Tue 8 Jun 2027, 09:30–17:00 Brussels/Prishtina time, in Brussels\n" in one.body
    assert "Now: Sat 7 Aug 2027, 09:30–17:00 Brussels/Prishtina time, in Brussels, Palace\n" in one.body
    assert REASON in one.body
    assert one.body.split("\n")[0] == f"{one.subject}."


def test_whoever_has_no_account_is_told_and_not_to_sign_in(db, cast, read):
    cast.delegate_nato.password_hash = None
    db.commit()

    changes.consent(propose(wish("2027-1", **at(LATER))), **by(THEIRS))

    told = {one.recipient.email: one.body for one in news().notices}
    signs_in = {email for email, body in told.items() if "signed in" in body}
    assert set(told) - signs_in == {cast.delegate_nato.email}
    assert "Now: Sat 7 Aug 2027" in told[cast.delegate_nato.email]


def news():
    """What was told last."""
    return the_db.scalars(select(Dispatch).where(Dispatch.key.regexp_match("^change:[0-9]+$"))).all()[-1]


def test_why_the_cities_do_not_alternate_is_told_to_readers_of_the_register_alone(cast, read):
    made = propose(wish("2027-1", departs="Secret hall.", place=city("prishtina")))
    changes.consent(made, **by(THEIRS))

    told = {one.recipient.email: "Secret hall." in one.body for one in news().notices}

    assert told == {
        one.email: one not in (cast.observer, cast.cohost_university)
        for one in (
            cast.secretary_brussels, cast.secretary_prishtina, cast.chair_nato, cast.chair_kosovo, cast.delegate_nato,
            cast.delegate_kosovo, cast.focal_kosovo, cast.observer, cast.cohost_university,
        )
    }  # fmt: skip
    assert {one.subject for one in news().notices} == {"HLD/2027/1 moved to Prishtina, Tue 8 Jun 2027, 09:30–17:00"}


@pytest.mark.parametrize(
    ("kind", "state", "subject"),
    [
        (ChangeKind.POSTPONE, SessionState.POSTPONED, "HLD/2027/1 postponed: not on Tue 8 Jun 2027, 09:30–17:00"),
        (
            ChangeKind.CANCEL,
            SessionState.CANCELLED,
            "HLD/2027/1 cancelled: not held on Tue 8 Jun 2027, 09:30–17:00 in Brussels",
        ),
    ],
)
def test_what_is_called_off_says_so_in_its_subject(cast, read, kind, state, subject):
    changes.consent(propose(wish("2027-1", kind)), **by(THEIRS))

    assert (read.state, read.state_reason, {one.subject for one in news().notices}) == (state, REASON, {subject})


def test_a_cancelled_session_is_reinstated_with_its_agenda(cast, read):
    changes.consent(propose(wish("2027-1", ChangeKind.CANCEL)), **by(THEIRS))
    agenda = the_db.scalars(select(Agenda).where(Agenda.session_id == read.id)).one()
    assert agenda.state is AgendaState.LAPSED
    uid, revision = read.uid, read.revision

    changes.consent(propose(wish("2027-1", ChangeKind.REINSTATE)), **by(THEIRS))

    assert (read.state, agenda.state) == (SessionState.TENTATIVE, AgendaState.CIRCULATED)
    assert (read.uid, read.revision) == (uid, revision + 1)
    assert {one.subject for one in news().notices} == {
        "HLD/2027/1 takes place after all: Brussels, Tue 8 Jun 2027, 09:30–17:00"
    }
    assert until_and_from_now() == [
        "Until now: cancelled; it was to be Tue 8 Jun 2027, 09:30–17:00 Brussels/Prishtina time, in Brussels",
        "Now: Tue 8 Jun 2027, 09:30–17:00 Brussels/Prishtina time, in Brussels",
    ]


@pytest.mark.parametrize("times", [LATER, (STARTS, ENDS)])
def test_a_new_date_of_a_postponed_session_says_that_it_had_none(cast, read, times):
    changes.consent(propose(wish("2027-1", ChangeKind.POSTPONE)), **by(THEIRS))
    for one in news().notices:
        one.claim(at=AT + WAIT)
        one.sent(at=AT + WAIT)

    made = propose(wish("2027-1", **at(times)))
    until = "Until now: postponed; it was to be Tue 8 Jun 2027, 09:30–17:00 Brussels/Prishtina time, in Brussels"
    (asked,) = the_db.scalars(select(Notice).join(Notice.dispatch).where(Dispatch.key == f"change:{made.id}:asked"))
    assert until in asked.body.split("\n\n")
    changes.consent(made, **by(THEIRS, AT + HOUR))

    assert until_and_from_now()[0] == until
    assert until_and_from_now()[1].startswith(f"Now: {times[0]:%a} {times[0].day} ")


@pytest.mark.parametrize(
    ("off", "back"), [(ChangeKind.CANCEL, ChangeKind.REINSTATE), (ChangeKind.POSTPONE, ChangeKind.MOVE)]
)
def test_whoever_said_to_come_before_it_was_off_is_asked_again_though_the_date_is_the_same(cast, read, off, back):
    coming, not_coming = (walk.seat_of(the_db, read, one) for one in (cast.delegate_nato, cast.delegate_kosovo))
    coming.answer(Reply.ACCEPTED, route=Route.PAGE, by=coming.person, at=AT)
    not_coming.answer(Reply.REGRETS, route=Route.PAGE, by=not_coming.person, at=AT)

    for kind in (off, back, ChangeKind.CONVENE):
        changes.consent(propose(wish("2027-1", kind)), **by(THEIRS))

    assert (coming.awaits_answer, coming.was_off_since) == (True, True)
    assert not_coming.sent_regrets and not not_coming.awaits_answer
    assert "was called off after you answered, and takes place after all" in invitations.unanswered(coming).body
    asked = waiting(access.standing(coming.person, AT), AT.date()).tasks
    assert Wait.ANSWER_AGAIN in [one.wait for one in asked]
    coming.answer(Reply.ACCEPTED, route=Route.PAGE, by=coming.person, at=AT + HOUR)
    assert (coming.awaits_answer, coming.was_off_since, len(coming.answers)) == (False, False, 2)


def until_and_from_now():
    """What the news that were told last give as the old and the new."""
    body = news().notices[0].body
    return [line for line in body.split("\n\n") if line.startswith(("Until now: ", "Now: "))]


def test_an_agenda_that_never_went_out_goes_on_as_a_draft_or_with_its_call(db, cast):
    session = found("2027-1")
    agenda = walk.agenda(db, cast, session)
    acts.cancel_session(session, REASON, **by())
    acts.reinstate_session(session, "", due=None, **by())
    assert agenda.state is AgendaState.COLLECTING  # nobody has closed it

    agenda.close_call(**by(at=session.starts_at - 20 * DAY))
    acts.cancel_session(session, REASON, **by(at=session.starts_at - 20 * DAY))
    acts.reinstate_session(session, "", due=None, **by(at=session.starts_at - 20 * DAY))
    assert agenda.state is AgendaState.DRAFTING


def test_one_whose_call_both_have_closed_early_goes_on_as_a_draft(db, cast):
    session = found("2027-1")
    agenda = walk.agenda(db, cast, session)
    for who in (by(), by(THEIRS)):
        agenda.close_call(reason="All is in.", **who)
    acts.cancel_session(session, REASON, **by())
    acts.reinstate_session(session, "", due=None, **by())

    assert agenda.state is AgendaState.DRAFTING


def test_convening_takes_both_words_and_whoever_comes_is_invited(cast, read):
    made = propose(wish("2027-1", ChangeKind.CONVENE, reason=""))
    assert read.state is SessionState.TENTATIVE

    changes.consent(made, **by(THEIRS))

    assert read.state is SessionState.CONVENED
    told = {NoticeKind.CHANGE, NoticeKind.INVITED, NoticeKind.CONVENED}
    assert {one.kind for one in the_db.scalars(select(Dispatch))} == told


def test_what_an_urgent_cancellation_leaves_out_of_turn_waits_until_both_agree_to_it(db, cast, read):
    """The cancellation stands, by one alone. The session after it is the first of all by that."""
    assert out_of_turn() == []
    changes.propose(wish("2027-1", ChangeKind.CANCEL), base=read.version, urgent_reason="Tonight.", **by())
    assert (read.state, out_of_turn()) == (SessionState.CANCELLED, ["2027-2"])
    second = found("2027-2")
    assert [one.place for one in changes.cautions(second, **by()) if one.concern is Concern.ITS_TURN] == [
        city("brussels")
    ]

    made = propose(replace(wish("2027-2", ChangeKind.KEEP), departure_reason="The hall is paid.", reason=""))
    assert (second.departure_reason, out_of_turn()) == ("", ["2027-2"])
    changes.consent(made, **by(THEIRS))

    assert (second.departure_reason, out_of_turn()) == ("The hall is paid.", [])
    assert [one for one in the_db.scalars(select(Dispatch)) if one.kind == NoticeKind.SESSION_CHANGED] == []


def test_or_until_one_moves_it_to_the_city_in_turn(db, cast, read):
    changes.propose(wish("2027-1", ChangeKind.CANCEL), base=read.version, urgent_reason="Tonight.", **by())
    second = found("2027-2")

    propose(replace(wish("2027-2"), to=replace(second.appointment, place=city("brussels"))))

    assert (second.place.slug, out_of_turn()) == ("brussels", [])


def out_of_turn():
    the_db.flush()
    return [one.ref for one in the_db.scalars(select(Session).where(is_out_of_turn()))]


PLANS = st.tuples(
    st.integers(0, 30),
    st.sampled_from(["brussels", "prishtina", "skopje"]),
    st.sampled_from(["tentative", "convened", "postponed", "cancelled", "held"]),
    st.sampled_from(["", "So it is."]),
    st.booleans(),
)


@given(st.lists(PLANS, max_size=6, unique_by=lambda one: one[0]))
@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_database_and_year_plan_say_the_same_of_whose_turn_it_is(db, cast, plans):
    with the_db.begin_nested() as nested:
        the_db.execute(delete(Session))
        elsewhere = Place(slug="skopje", short_name="Skopje", long_name="Skopje", neutral_name="Skopje", country="MK")
        the_db.add(elsewhere)
        cities = {"skopje": elsewhere, "brussels": city("brussels"), "prishtina": city("prishtina")}
        made = []
        for months, place, state, reason, regular in plans:
            more = {"departure_reason": "x", "place": cities[place], "starts": STARTS + 30 * months * DAY}
            one = walk.plan(the_db, cast, existing=made, **more)
            one.departure_reason, one.state = reason, SessionState(state)
            one.kind = SessionKind.REGULAR if regular else SessionKind.SPECIAL
            made.append(one)
        every, sides = the_db.scalars(select(Session)).all(), changes.parties()

        assert sorted(out_of_turn()) == sorted(one.ref for one in every if city_instead(one, every, sides))
        nested.rollback()


# No, and not any more


def test_it_is_judged_again_when_it_is_consented_to(cast, read):
    """Meanwhile the other city has come to its turn, by a session that was put before it."""
    made = propose(wish("2027-1", **at(LATER)))
    more = {"existing": the_db.scalars(select(Session)).all(), "departure_reason": "Both wish it."}
    walk.plan(the_db, cast, starts=STARTS + 30 * DAY, place=city("brussels"), **more)
    the_db.flush()

    with pytest.raises(Refused) as no:
        changes.consent(made, **by(THEIRS))
    assert "it is the turn of Prishtina" in str(no.value)


def test_a_decline_tells_the_side_that_proposed_it(cast, read):
    made = propose(wish("2027-1", **at(LATER)))

    changes.decline(made, "The heads cannot.", **by(THEIRS))

    last = the_db.scalars(select(Dispatch).order_by(Dispatch.id.desc())).first()
    assert (made.state, [one.recipient.email for one in last.notices]) == (
        ChangeState.DECLINED,
        ["secretary.brussels@dialogue.example"],
    )
    assert "The heads cannot." in last.notices[0].body
    with pytest.raises(Refused):
        changes.consent(made, **by(THEIRS))


def test_what_is_withdrawn_asks_nobody(cast, read):
    made = propose(wish("2027-1", **at(LATER)))

    changes.withdraw(made, **by())

    assert made.state is ChangeState.WITHDRAWN
    assert {one.state for one in the_db.scalars(select(Notice))} == {NoticeState.UNDONE}
    assert propose(wish("2027-1", **at(LATER))).is_open


def test_one_change_of_a_session_waits_at_a_time(cast, read):
    propose(wish("2027-1", **at(LATER)))

    with pytest.raises(Refused):
        propose(wish("2027-1", ChangeKind.CANCEL), THEIRS)


# Urgently


def test_an_urgent_change_is_in_force_at_once_and_the_other_side_takes_note(cast, read):
    waiting = propose(wish("2027-1", **at(LATER)))

    made = propose(wish("2027-1", ChangeKind.POSTPONE), THEIRS, urgent_reason="The airport is closed.")

    assert (read.state, made.awaits_note, waiting.state) == (SessionState.POSTPONED, True, ChangeState.OVERTAKEN)
    assert news().kind == NoticeKind.SESSION_POSTPONED
    (letter,) = the_db.scalars(select(Notice).join(Notice.dispatch).where(Dispatch.key == f"change:{made.id}:urgent"))
    assert (letter.recipient.email, "The airport is closed." in letter.body) == (
        "secretary.brussels@dialogue.example",
        True,
    )
    assert not any("airport" in one.body for one in news().notices)
    changes.note(made, **by())
    assert not made.awaits_note


def test_nothing_leaves_the_alternation_urgently_and_nothing_is_convened_so(cast, read):
    for wanted in (wish("2027-1", departs="Snow.", place=city("prishtina")), wish("2027-1", ChangeKind.CONVENE)):
        with pytest.raises(Refused):
            propose(wanted, urgent_reason="Tonight.")
        the_db.rollback()


# Of the news the newest alone waits


def test_a_change_of_a_change_tells_of_both_dates_whoever_has_not_heard_of_the_first(cast, read):
    changes.consent(propose(wish("2027-1", **at(LATER))), **by(THEIRS))
    first = news()
    changes.consent(propose(wish("2027-1", venue="Palace")), **by(THEIRS, AT + WAIT / 2))
    changes.consent(propose(wish("2027-1", venue="Castle")), **by(THEIRS, AT + WAIT))

    assert {one.state for one in first.notices} == {NoticeState.UNDONE}
    body = news().notices[0].body
    assert [line.partition(",")[0] for line in body.split("\n\n") if "ime, in" in line] == [
        "Until now: Tue 8 Jun 2027", "Until now: Sat 7 Aug 2027", "Until now: Sat 7 Aug 2027", "Now: Sat 7 Aug 2027",
    ]  # fmt: skip


def test_what_everybody_has_heard_is_not_told_again(cast, read):
    changes.consent(propose(wish("2027-1", **at(LATER))), **by(THEIRS))
    for one in news().notices:
        one.claim(at=AT + WAIT)
        one.sent(at=AT + WAIT)

    changes.consent(propose(wish("2027-1", venue="Palace")), **by(THEIRS, AT + HOUR))

    assert "8 Jun" not in news().notices[0].body
    assert news().notices[0].subject == "HLD/2027/1: another venue in Brussels, Sat 7 Aug 2027, 09:30–17:00"


# At the same moment


@pytest.mark.engines
def test_of_a_consent_and_an_urgent_change_at_the_same_moment_one_alone_acts(database, cast, read):
    made = propose(wish("2027-1", **at(LATER)))
    number = made.id
    the_db.commit()
    fates = []

    def consents():
        try:
            changes.consent(the_db.get_one(SessionChange, number), **by(THEIRS))
            the_db.commit()
            fates.append("in force")
        except Refused:
            the_db.rollback()
            fates.append("refused")
        the_db.remove()

    propose(wish("2027-1", ChangeKind.POSTPONE), urgent_reason="Snow.")
    if database.engine.dialect.name == "sqlite":
        the_db.commit()
    second = threading.Thread(target=consents)
    second.start()
    second.join(0.5)
    the_db.commit()
    second.join(20)
    the_db.remove()

    assert fates == ["refused"]
    session = the_db.get_one(Session, the_db.get_one(SessionChange, number).session_id)
    assert (session.state, session.starts) == (SessionState.POSTPONED, STARTS)
