"""The texts that go under silence: how a round names, locks and gives back each kind of them."""

import pytest

from dialogue import rounds, sheets, texts
from dialogue.domain import decisions, papers
from dialogue.domain.base import Refused
from dialogue.domain.decisions import Decision
from dialogue.domain.editions import Audience, Level, fingerprint
from dialogue.domain.silence import Category, Formula, ObjectionKind, Profile
from tests import walk
from tests.cast import enter
from tests.factories import AT, DAY, HOUR


@pytest.fixture
def cast(db):
    return enter(db)


@pytest.fixture
def session(db, cast):
    made = walk.plan(db, cast)
    walk.delegations(db, cast, made)
    return made


@pytest.fixture
def draft(db, cast, session):
    """A single decision that both secretaries have signed off."""
    made = decisions.begin(session, 1, "Places in courses", "To open ten places.", by=cast.secretary_brussels, at=AT)
    db.add(made)
    db.flush()
    head = sheets.heading(session, Level.DELEGATIONS)
    for secretary in walk.both(cast):
        made.sign_off(made.sheet(Audience(Level.DELEGATIONS), head), by=secretary, at=AT)
    db.flush()
    return made


@pytest.fixture
def round_(db, cast, draft):
    terms = texts.Terms(draft.formula, Profile.DECISION, draft.category, "Courses are technical.")
    made = rounds.propose(texts.find("draft", draft.slug), terms, by=cast.secretary_brussels, at=AT)
    for chair in (cast.chair_nato, cast.chair_kosovo):
        made.consent_to_method("", by=chair, at=AT)
    walk.issue(db, cast, made, at=AT)
    walk.heard(db, AT - DAY, made.expires_at)
    return made


def test_a_single_decision_gets_its_number_as_of_the_expiry(db, draft, round_):
    rounds.settle(round_, at=round_.expires_at + DAY)
    db.flush()

    (decision,) = db.query(Decision).all()
    assert (decision.reference, decision.adopted_at) == ("D/2027/1/01", round_.expires_at)
    assert decision.circulation is round_
    (sheet,) = db.scalars(papers.files_of(draft.session, "action-sheet"))
    assert (sheet.label, sheet.circulation_id, sheet.text_hash) == ("DD/2027/1/01-AS1", round_.id, draft.text_hash)


def test_a_single_decision_whose_silence_is_broken_goes_back_to_its_secretaries(db, cast, draft, round_):
    rounds.object_to(round_, ObjectionKind.AMENDMENT, "Nine.", entitled=True, by=cast.chair_nato, at=AT + HOUR)

    assert draft.is_open_to_edits
    assert db.query(Decision).all() == []
    assert texts.shown(round_).text == "To open ten places."  # the round keeps what it was about


def test_a_withdrawn_round_gives_the_decision_back(db, cast, draft, round_):
    rounds.withdraw(round_, "Later.", by=cast.secretary_brussels, at=AT + HOUR)

    assert draft.is_open_to_edits


def test_what_is_shown_is_the_text_that_was_signed_off(draft, round_):
    found = texts.shown(round_)

    assert (round_.text_kind, round_.text_key, found.text) == ("draft", draft.slug, "To open ten places.")
    assert fingerprint(found) == round_.text_hash


def test_a_text_that_is_not_signed_off_is_not_put_under_silence(db, cast, session):
    made = decisions.begin(session, 1, "A title", "A text.", by=cast.secretary_brussels, at=AT)
    db.add(made)
    db.flush()

    with pytest.raises(Refused) as no:
        texts.find("draft", made.slug)
    assert str(no.value) == "Both secretaries have to sign off this text first."
    assert texts.find("draft", "2027-1-99") is None
    assert texts.find("minutes", session.ref) is None


def test_minutes_that_are_no_final_draft_are_not_put_under_silence(db, cast):
    minutes, _ = walk.to_minutes(db, cast, walk.plan(db, cast))

    with pytest.raises(Refused) as no:
        texts.find("minutes", minutes.session.ref)
    assert str(no.value) == "Minutes go under silence as a final draft that both secretaries have signed off."


def test_minutes_are_approved_by_their_usual_terms(db, cast):
    minutes, _ = walk.to_minutes(db, cast, walk.plan(db, cast))
    walk.finalise(db, cast, minutes)

    found = texts.find("minutes", minutes.session.ref)

    assert found.usual == texts.Terms(Formula.APPROVED, Profile.MINUTES, Category.MINUTES)
    assert (found.title, found.reference) == ("Minutes of the First session of 2027", "HLD/2027/1")
