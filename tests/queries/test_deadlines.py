"""Deadlines in a calendar: whose they are, what moves them, and that no word of what is due stands in them."""

import datetime as dt

import pytest
from sqlalchemy import event

from dialogue import access
from dialogue.actions import ladders
from dialogue.domain import tracks
from dialogue.domain.editions import Level
from dialogue.domain.followups import FollowUp, FollowUpState
from dialogue.domain.ladder import RungKey
from dialogue.domain.tracks import TRACKS
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
    assert costs == [(steps_ + 1, 6), (steps_ + 2, 6), (steps_ + 3, 6)]


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


# Days of entries of tracks


def entry_of(db, who, slug, number=1, *, level=Level.DELEGATIONS, stage=None, **values):
    made = tracks.begin(
        TRACKS[slug], number, title="CANARY", text="CANARY", owner=who.organisation, next_step="CANARY", level=level,
        values={"kind": "staff talks", "year": "2027", "sought": "observer"} | values, by=who, at=AT,
    )  # fmt: skip
    made.stage_name = stage or made.stage_name
    db.add(made)
    db.commit()
    return made


def days(person):
    return [(one.title, one.on, one.url) for one in held(person)]


def test_planning_conferences_are_in_the_calendars_of_whoever_reads_the_entry(db, people, session):
    entry_of(db, people.secretary_brussels, "exercises", initial="2027-06-01", main="2027-09-01")
    entry_of(db, people.secretary_brussels, "exercises", 2, level=Level.SECRETARIAT, final="2027-10-01")

    url = "https://here/tracks/exercises"
    shared = [
        ("Initial planning conference (EX/1)", dt.date(2027, 6, 1), f"{url}/1"),
        ("Main planning conference (EX/1)", dt.date(2027, 9, 1), f"{url}/1"),
    ]
    assert days(people.delegate_kosovo) == days(people.chair_nato) == shared
    assert days(people.secretary_prishtina) == [
        *shared, ("Final planning conference (EX/2)", dt.date(2027, 10, 1), f"{url}/2"),
    ]  # fmt: skip
    assert days(people.cohost_institute) == days(people.outsider) == days(people.admin) == []
    assert "CANARY" not in repr(held(people.delegate_kosovo))


@pytest.mark.parametrize(
    ("stage", "there"), [("adopted by the plenary", 0), ("reaction expected", 1), ("reaction received", 0)]
)
def test_the_day_of_a_reaction_is_in_calendars_while_it_is_expected(db, people, session, stage, there):
    entry_of(db, people.secretary_brussels, "parliamentary-assembly", stage=stage, expected="2027-08-02")

    assert (
        days(people.delegate_nato)
        == [("Reaction expected by (PA/1)", dt.date(2027, 8, 2), "https://here/tracks/parliamentary-assembly/1")]
        * there
    )


def test_another_day_is_the_same_entry_revised_and_its_name_tells_nothing(db, people, session):
    made = entry_of(db, people.secretary_brussels, "exercises", initial="2027-06-01")
    (before,) = held(people.delegate_nato)
    made.values["initial"].value = "2027-06-08"
    made.edited_at = AT + DAY
    db.commit()
    (after,) = held(people.delegate_nato)

    assert (after.uid, after.on - before.on, after.revision) == (before.uid, 7 * DAY, before.revision + 1)
    assert after.changed_at == AT + DAY
    assert made.uid not in before.uid


def test_of_a_compartment_its_list_reads_the_day_and_nobody_else_anything(db, people, session):
    db.add(tracks.admit(TRACKS["military-to-military"], people.delegate_nato, (), by=None, at=AT))
    entry_of(db, people.delegate_nato, "military-to-military", begins="2027-07-01", place="CANARY")

    assert days(people.delegate_nato) == [("Deadline", dt.date(2027, 7, 1), "")]
    everybody = [who for who in vars(people).values() if hasattr(who, "email") and who is not people.delegate_nato]
    assert [days(who) for who in everybody] == [[]] * len(everybody)
