"""A new release ends the silence on the one before; nothing else does, and nothing is lost where it is refused."""

import pytest

from dialogue.actions import acts, reissues, rounds, texts
from dialogue.domain.agenda import Change
from dialogue.domain.base import Refused
from dialogue.domain.delegations import Participant
from dialogue.domain.editions import Level, fingerprint
from dialogue.domain.papers import ReleasedFile
from dialogue.domain.silence import Category, CirculationState, Formula, Profile
from dialogue.queries import sheets
from tests import silent, walk
from tests.cast import enter
from tests.factories import AT, DAY, HOUR


@pytest.fixture
def people(db):
    return enter(db)


@pytest.fixture
def agenda(db, people):
    session = walk.plan(db, people)
    walk.delegations(db, people, session)
    made = acts.begin_agenda(session, [], by=people.secretary_brussels, at=AT)
    db.flush()
    walk.put(db, people, made)
    return walk.circulate(db, people, made)


@pytest.fixture
def ours(people):
    return {"by": people.secretary_brussels, "at": AT + HOUR}


def proposed(agenda, people, at=AT):
    text = texts.find("agenda", agenda.session.ref)
    return rounds.propose(text, text.usual, by=people.secretary_brussels, at=at)


@pytest.fixture
def round_(db, people, agenda):
    made = proposed(agenda, people)
    for chair in (people.chair_nato, people.chair_kosovo):
        made.consent_to_method("", by=chair, at=AT)
    walk.issue(db, people, made, at=AT)
    walk.heard(db, AT - DAY, made.expires_at)
    return made


def changed(db, people, agenda):
    """Another item, signed off by both."""
    walk.put(db, people, agenda, "One more item")
    db.flush()
    return walk.signed(db, people, agenda)


def test_a_circulated_release_goes_under_silence_as_it_is(agenda, round_):
    found = texts.shown(round_)

    assert (round_.title, round_.reference) == ("Agenda of the first session of 2027", "HLD/2027/1-AG REV 1")
    assert (round_.formula, round_.profile, round_.category) == (
        Formula.AGREED,
        Profile.DECISION,
        Category.PROCEDURAL,
    )
    assert fingerprint(found) == round_.text_hash == agenda.release.text_hash
    assert agenda.release.is_under_silence


def test_it_is_agreed_as_of_the_expiry_with_an_action_sheet(db, agenda, round_):
    rounds.settle(round_, at=round_.expires_at + DAY)
    db.flush()

    assert agenda.release.agreed_at == round_.expires_at
    (sheet,) = db.query(ReleasedFile).filter_by(kind="action-sheet")
    assert (sheet.label, sheet.session) == ("HLD/2027/1-AG REV 1-AS1", agenda.session)


@pytest.mark.parametrize("when", ["before its time", "twice", "once agreed"])
def test_what_is_not_fit_for_silence_is_refused(db, people, agenda, when):
    if when == "before its time":
        agenda.release.circulated_at = None
    else:
        made = proposed(agenda, people)
        db.flush()
        if when == "once agreed":
            made.state = CirculationState.ADOPTED

    with pytest.raises(Refused) as no:
        texts.find("agenda", agenda.session.ref)

    assert str(no.value) == "An agenda goes under silence as it was circulated, each release once."
    assert texts.find("agenda", "2035-1") is None


def test_the_next_release_ends_the_round_on_the_one_before(db, people, agenda, round_, ours):
    first = agenda.release
    changed(db, people, agenda)

    release = reissues.revise_agenda(agenda, **ours)

    assert (release.rev, round_.state, first.is_under_silence) == (2, CirculationState.SUPERSEDED, False)
    assert release.circulation is None
    following = proposed(agenda, people, at=AT + 2 * HOUR)
    assert (following.round, following.parent, following.reference) == (2, round_, "HLD/2027/1-AG REV 2")


def test_a_round_that_kept_its_silence_already_stays_agreed_however_late_that_is_written(db, people, agenda, round_):
    first = agenda.release
    changed(db, people, agenda)

    reissues.revise_agenda(agenda, by=people.secretary_brussels, at=round_.expires_at + DAY)

    assert (round_.state, first.agreed_at) == (CirculationState.ADOPTED, round_.expires_at)
    assert agenda.release.agreed_at is None


def test_in_the_minute_after_the_expiry_nothing_is_released(db, people, agenda, round_):
    changed(db, people, agenda)

    with pytest.raises(Refused, match="“closing” does not change"):
        reissues.revise_agenda(agenda, by=people.secretary_brussels, at=round_.expires_at + HOUR / 120)


def test_a_release_without_a_round_is_followed_as_ever(db, people, agenda, ours):
    changed(db, people, agenda)

    assert reissues.revise_agenda(agenda, **ours).rev == 2


def test_a_draft_of_the_next_release_leaves_the_round_alone(db, people, agenda, round_):
    changed(db, people, agenda)

    assert round_.state is CirculationState.RUNNING
    assert agenda.release.is_under_silence


def test_what_is_recorded_in_the_room_ends_a_round_as_well(db, people, agenda, round_):
    walk.opened(db, people, agenda)
    ours = {"by": people.secretary_brussels, "at": round_.expires_at - HOUR}
    for head in (people.chair_nato, people.chair_kosovo):
        seat = db.query(Participant).filter_by(person_id=head.id).one()
        reissues.adopt_agenda(agenda, seat, "", **ours)
    assert round_.state is CirculationState.RUNNING  # the text is the same
    item = next(i for i in agenda.all_items if i.is_substantive)

    reissues.change_adopted_agenda(agenda, item, Change.MOVED, "Late.", **ours)

    assert round_.state is CirculationState.SUPERSEDED
    assert agenda.release.rev == 2


def test_the_provisional_agenda_may_be_proposed_through_here_too(db, people):
    session = walk.plan(db, people)
    made = acts.begin_agenda(session, [], by=people.secretary_brussels, at=AT)
    db.flush()
    for secretary in walk.both(people):
        made.close_call(by=secretary, at=AT, reason="All are in")
    walk.signed(db, people, made)

    assert reissues.propose_agenda(made, by=people.secretary_brussels, at=AT).rev == 1
    assert sheets.released_agenda(made, made.release, Level.PUBLIC).rev == 1
    assert silent.sides(db).ours is people.secretary_brussels
