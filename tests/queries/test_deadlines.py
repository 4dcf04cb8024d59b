"""Deadlines in a calendar: whose they are, what moves them, and that no word of what is due stands in them."""

import datetime as dt

import pytest
from sqlalchemy import event

from dialogue import access
from dialogue.actions import ladders
from dialogue.domain.editions import Level
from dialogue.domain.followups import FollowUp, FollowUpState
from dialogue.domain.ladder import RungKey
from dialogue.queries.deadlines import due
from tests import cast, walk
from tests.factories import AT, DAY


@pytest.fixture
def people(db):
    return cast.enter(db)


@pytest.fixture
def session(db, people):
    made = walk.plan(db, people)
    walk.delegations(db, people, made)
    db.commit()
    return made


def followup(db, session, owner, *, due_on=dt.date(2027, 9, 1), number=1, level=Level.DELEGATIONS):
    made = FollowUp(
        session=session, owner=owner, number=number, text="CANARY", level=level, office="CANARY", due_on=due_on,
        opened_at=AT,
    )  # fmt: skip
    db.add(made)
    db.commit()
    return made


def every(person, at=AT):
    return due(access.standing(person, at), address=lambda path: f"https://here{path}")


def held(person, at=AT):
    """All but the steps of the ladder."""
    return [one for one in every(person, at) if not one.url.endswith("/ladder")]


def rungs(person, at=AT):
    return [one for one in every(person, at) if one.url.endswith("/ladder")]


def test_a_follow_up_is_in_the_calendars_of_its_owners_people_alone(db, people, session):
    followup(db, session, people.kosovo)
    own = (people.secretary_prishtina, people.chair_kosovo, people.delegate_kosovo, people.focal_kosovo)
    others = (people.secretary_brussels, people.chair_nato, people.delegate_nato, people.cohost_institute,
              people.outsider, people.admin)  # fmt: skip

    assert [[one.title for one in held(who)] for who in own] == [["Follow-up OC/2027/1/01 due"]] * 4
    assert [held(who) for who in others] == [[]] * 6
    (entry,) = held(people.secretary_prishtina)
    assert (entry.on, entry.url) == (dt.date(2027, 9, 1), "https://here/follow-ups/2027-1/1")
    assert "CANARY" not in repr(entry)


def test_a_follow_up_with_another_day_is_the_same_entry_revised(db, people, session):
    made, by = followup(db, session, people.kosovo), people.secretary_prishtina
    (before,) = held(by)

    words = {"office": "The other office", "supporting": "", "by": by, "at": AT + DAY}
    made.assign(due_on=made.due_on, reason="", base=made.version, **words)
    db.commit()
    (same,) = held(by)
    made.assign(due_on=made.due_on + DAY, reason="A strike.", base=made.version, **words)
    db.commit()
    (after,) = held(by)

    assert same == before
    assert (after.uid, after.on - before.on) == (before.uid, DAY)
    assert [(one.revision, one.changed_at) for one in (before, after)] == [(0, AT), (1, AT + DAY)]


@pytest.mark.parametrize("state", [FollowUpState.CLAIMED_DONE, FollowUpState.CLOSED, FollowUpState.VOID])
def test_what_is_done_leaves_the_calendar(db, people, session, state):
    followup(db, session, people.kosovo).state = state
    db.commit()

    assert held(people.secretary_prishtina) == []


def test_the_end_of_comments_is_in_the_calendars_of_those_who_comment(db, people):
    made = walk.comments(db, people, walk.to_minutes(db, people, walk.plan(db, people))[0])
    db.commit()
    those = [who for who in vars(people).values() if hasattr(who, "email") and held(who, made.circulated_at)]

    assert {who.email.split("@")[0] for who in those} == {
        "secretary.brussels", "secretary.prishtina", "chair.nato", "chair.kosovo", "delegate.nato", "delegate.kosovo",
        "focal.kosovo",
    }  # fmt: skip
    (entry,) = held(people.delegate_nato, made.circulated_at)
    assert entry.title == "Comments on the minutes of HLD/2027/1 close"
    assert entry.on == made.comments_until.date()


def test_the_expiry_of_a_round_is_a_day_with_its_hour_and_no_title(db, people, session):
    round_ = walk.bare_round(db, people, session, at=AT)
    db.commit()

    (entry,) = held(people.chair_nato)

    assert entry.title == "A silence procedure expires (HLD/2027/1)"
    assert entry.on == round_.issue.expires_at.date()
    assert entry.description.endswith("Brussels/Prishtina time.")
    assert round_.title not in repr(entry)
    assert held(people.cohost_institute) == []


def test_deadlines_cost_the_same_statements_whatever_their_number(db, people, session, engine):
    said = []
    event.listen(engine, "before_cursor_execute", lambda *told: said.append(told[2]))
    costs = []
    for n in (1, 3, 9):
        followup(db, session, people.kosovo, number=n)
        standing = access.standing(people.secretary_prishtina, AT)
        said.clear()
        found = due(standing, address=str)
        costs.append((len(found), len(said)))

    # Follow-ups, comments, rounds, sessions under way, and what was done for each.
    steps_ = costs[0][0] - 1
    assert costs == [(steps_ + 1, 5), (steps_ + 2, 5), (steps_ + 3, 5)]


# Steps of the ladder


def steps(person, at=AT):
    return [(one.title.partition(" (")[0], one.on.isoformat()) for one in rungs(person, at)]


CALL = ("The call for items goes out", "2027-05-09")
REQUESTS = ("Requests for items close", "2027-05-18")
AGENDA = ("The provisional agenda goes out with its papers", "2027-05-24")
ARRIVALS = ("The list of arrivals goes to the hosts", "2027-06-05")


def test_each_has_the_steps_that_are_its_own(db, people, session):
    """Both delegations have their heads, and nothing is to be followed up: those steps are done."""
    assert steps(people.secretary_brussels) == [CALL, REQUESTS, AGENDA, ARRIVALS]
    assert steps(people.secretary_prishtina) == [CALL, REQUESTS, AGENDA]
    assert steps(people.focal_kosovo) == [REQUESTS]
    others = (people.chair_nato, people.delegate_nato, people.cohost_institute, people.outsider, people.admin)
    assert [steps(who) for who in others] == [[]] * 5


def test_a_step_that_moves_is_the_same_entry_revised(db, people, session):
    by = people.secretary_prishtina
    (before, *_) = rungs(by)

    ladders.move(session, RungKey.CALL, dt.date(2027, 5, 12), "A strike.", base=0, by=by, at=AT + DAY)
    db.commit()
    moved = rungs(by)[0]
    session.reschedule(
        session.starts + 7 * DAY, session.ends + 7 * DAY, due=None, base=session.version, by=by, at=AT + 2 * DAY
    )
    db.commit()
    along = rungs(by)[0]

    entries = (before, moved, along)
    assert [one.on.isoformat() for one in entries] == ["2027-05-09", "2027-05-12", "2027-05-19"]
    assert [one.revision for one in entries] == [0, 1, 2]
    assert [one.changed_at for one in entries] == [AT, AT + DAY, AT + 2 * DAY]
    assert len({one.uid for one in entries}) == 1


def test_a_session_that_is_put_off_has_no_steps(db, people, session):
    session.postpone("A strike.", by=people.secretary_prishtina, at=AT)
    db.commit()

    assert steps(people.secretary_brussels) == []


def test_after_the_session_the_heads_have_the_approval_and_the_secretaries_the_draft(db, people):
    made, _ = walk.to_minutes(db, people, walk.plan(db, people))
    at = made.session.ends_at

    assert [what for what, _ in steps(people.secretary_brussels, at)] == [
        "The secretaries agree on a joint draft of the minutes", "Both delegations comment on the minutes",
    ]  # fmt: skip
    assert [what for what, _ in steps(people.chair_nato, at)] == ["Both Parties approve the minutes"]
    assert steps(people.delegate_nato, at) == []
