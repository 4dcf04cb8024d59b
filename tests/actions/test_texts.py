"""The texts that go under silence: how a round names, locks and gives back each kind of them."""

from dataclasses import replace

import pytest

from dialogue.actions import acts, approvals, rounds, texts
from dialogue.domain import communiques, decisions, papers
from dialogue.domain.base import Refused
from dialogue.domain.decisions import Decision
from dialogue.domain.editions import Audience, Level, fingerprint
from dialogue.domain.silence import Category, Formula, ObjectionKind, Profile
from dialogue.operations import beats
from dialogue.queries import sheets
from tests import walk
from tests.factories import AT, DAY, HOUR

pytestmark = pytest.mark.engines

LATER = AT + 60 * DAY  # when the session is over and its minutes are released


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
    made = rounds.propose(texts.find("draft", draft.key), terms, by=cast.secretary_brussels, at=AT)
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

    assert (round_.text_kind, round_.text_key, found.text) == ("draft", draft.key, "To open ten places.")
    assert fingerprint(found) == round_.text_hash


def test_a_text_that_is_not_signed_off_is_not_put_under_silence(db, cast, session):
    made = decisions.begin(session, 1, "A title", "A text.", by=cast.secretary_brussels, at=AT)
    db.add(made)
    db.flush()

    with pytest.raises(Refused) as no:
        texts.find("draft", made.key)
    assert str(no.value) == "A text goes under silence as a final draft that both secretaries have signed off."
    assert texts.find("draft", "2027-1-99") is None
    assert texts.find("minutes", session.ref) is None


def test_minutes_that_are_no_final_draft_are_not_put_under_silence(db, cast):
    minutes, _ = walk.to_minutes(db, cast, walk.plan(db, cast))

    with pytest.raises(Refused) as no:
        texts.find("minutes", minutes.session.ref)
    assert str(no.value) == "A text goes under silence as a final draft that both secretaries have signed off."


def test_minutes_are_approved_by_their_usual_terms(db, cast):
    minutes, _ = walk.to_minutes(db, cast, walk.plan(db, cast))
    walk.finalise(db, cast, minutes)

    found = texts.find("minutes", minutes.session.ref)

    assert found.profiles == (Profile.MINUTES,)
    assert found.usual == texts.Terms(Formula.APPROVED, Profile.MINUTES, Category.MINUTES)
    assert (found.title, found.reference) == ("Minutes of the first session of 2027", "HLD/2027/1-MIN REV 1")


@pytest.fixture
def corrigendum(db, cast):
    """COR 1 of approved minutes, signed off by both secretaries."""
    minutes, _ = walk.to_approval(db, cast, walk.plan(db, cast))
    walk.release(db, cast, minutes, Level.DELEGATIONS)
    return walk.corrigendum(db, cast, minutes, at=LATER)


def under_silence(db, cast, corrigendum):
    text = texts.find("corrigendum", f"{corrigendum.session.ref}/1")
    made = rounds.propose(text, text.usual, by=cast.secretary_brussels, at=LATER)
    for chair in (cast.chair_nato, cast.chair_kosovo):
        made.consent_to_method("", by=chair, at=LATER)
    walk.issue(db, cast, made, at=LATER)
    walk.heard(db, LATER - DAY, made.expires_at)
    return made


def test_a_corrigendum_is_approved_by_silence_like_minutes(db, cast, corrigendum):
    round_ = under_silence(db, cast, corrigendum)
    with pytest.raises(Refused) as no:
        corrigendum.return_("No.", corrigendum.text_hash, by=cast.chair_nato, at=LATER)
    assert str(no.value) == "This text is under silence. Whoever does not agree breaks it there."

    rounds.settle(round_, at=round_.expires_at + DAY)
    db.flush()

    assert (corrigendum.is_approved, corrigendum.approved_at) == (True, round_.expires_at)
    assert [f.label for f in db.scalars(papers.files_of(corrigendum.session, "corrigendum"))] == ["COR 1"]
    assert fingerprint(texts.shown(round_)) == round_.text_hash


def test_a_corrigendum_whose_adoption_falls_goes_back_and_its_files_are_served_no_more(db, cast, corrigendum):
    round_ = under_silence(db, cast, corrigendum)
    rounds.settle(round_, at=round_.expires_at + HOUR)
    one = rounds.object_to(round_, ObjectionKind.OBJECTION, "", entitled=True, by=cast.chair_nato,
                           at=round_.expires_at + DAY, received_at=round_.expires_at)  # fmt: skip
    assert corrigendum.in_question

    after = round_.expires_at + 2 * DAY
    round_.rule_in(one, "", pulse=beats.of_round(round_, after), by=cast.secretary_brussels, at=after)
    rounds.settle(round_, at=after)
    db.flush()

    assert corrigendum.is_open_to_edits
    assert corrigendum.editions == []
    (file,) = db.scalars(papers.files_of(corrigendum.session, "corrigendum"))
    assert (file.label, file.void_round_id) == ("COR 1", round_.id)


def test_an_approval_by_the_co_chairs_ends_the_proposal_for_a_corrigendum(db, cast, corrigendum):
    text = texts.find("corrigendum", f"{corrigendum.session.ref}/1")
    round_ = rounds.propose(text, text.usual, by=cast.secretary_brussels, at=LATER)

    corrigendum.return_("Change it.", corrigendum.text_hash, by=cast.chair_nato, at=LATER)

    assert round_.is_over
    assert [texts.find("corrigendum", key) for key in ("2027-1/9", "2027-1/x", "nowhere", "1999-1/1")] == [None] * 4


@pytest.mark.parametrize(
    "wrong", [{"formula": Formula.NOTED}, {"category": Category.MINUTES}, {"profile": Profile.MINUTES}]
)
def test_a_text_is_put_under_silence_as_the_matter_that_was_signed_off(db, cast, draft, wrong):
    text = texts.find("draft", draft.key)
    with pytest.raises(Refused):
        rounds.propose(text, replace(text.usual, why="It is technical.", **wrong), by=cast.secretary_brussels, at=AT)

    urgent = replace(text.usual, why="It is technical.", profile=Profile.URGENT)
    assert rounds.propose(text, urgent, by=cast.secretary_brussels, at=AT).profile is Profile.URGENT


# What names a compartment goes on towards nobody

NAMED = "This is read by people for whom a track with a list of its own is not there; it cannot name “MM/2”."


def agenda_(db, cast, session):
    made = walk.agenda(db, cast, session, text="As agreed under MM/2.")
    made.close_call(by=cast.secretary_brussels, at=session.starts_at - 20 * DAY)
    return lambda by: acts.sign_off_agenda(made, by=by, at=AT)


def minutes_(db, cast, session):
    made, _ = walk.to_minutes(db, cast, session)
    made.paragraphs()[1].text = "As agreed under MM/2."
    return lambda by: texts.sign_off(made, by=by, at=LATER)


def corrigendum_(db, cast, session):
    minutes, _ = walk.to_approval(db, cast, session)
    made = approvals.begin_corrigendum(minutes, by=cast.secretary_brussels, at=LATER)
    made.add(2, "monthly", "under MM/2", by=cast.secretary_brussels, at=LATER)
    db.flush()
    return lambda by: texts.sign_off(made, by=by, at=LATER)


def draft_(db, cast, session):
    made = acts.begin_draft(session, "Places", "As agreed under MM/2.", by=cast.secretary_brussels, at=AT)
    return lambda by: acts.sign_off_draft(made, by=by, at=AT)


def communique_(db, cast, session):
    words = {"title": "Joint communiqué", "text": "As agreed under MM/2."}
    made = texts.begin(communiques.begin, communiques.Communique, session, by=cast.secretary_brussels, at=AT, **words)
    db.flush()
    return lambda by: texts.sign_off(made, by=by, at=AT)


SIGNED = {
    "agenda": agenda_, "communique": communique_, "corrigendum": corrigendum_, "draft": draft_, "minutes": minutes_,
}  # fmt: skip


@pytest.mark.parametrize("kind", SIGNED)
def test_no_text_that_names_a_compartment_is_signed_off(db, cast, kind):
    sign_off = SIGNED[kind](db, cast, walk.plan(db, cast))

    for secretary in walk.both(cast):
        with pytest.raises(Refused) as no:
            sign_off(secretary)
        assert str(no.value) == NAMED


def test_there_is_no_other_kind_of_text():
    assert {*texts.KINDS} == {*SIGNED}


def named(kept):
    """As it was kept before this was refused."""
    return kept.replace("monthly", "under MM/2").replace("ten places", "MM/2").replace("Border", "MM/2")


def test_what_was_signed_off_before_that_was_refused_is_not_approved_put_under_silence_or_released(db, cast, draft):
    minutes, seats = walk.to_approval(db, cast, walk.plan(db, cast, existing=[draft.session]))
    correction = walk.corrigendum(db, cast, minutes, at=LATER)
    for kept in (draft.revisions[-1], *minutes.editions):
        kept.sheet_kept = named(kept.sheet_kept)
    correction.lines[0].should_read = "under MM/2"
    ways = (
        lambda: texts.find("draft", draft.key),
        lambda: texts.approve(correction, seats["chair_nato"], correction.text_hash, at=LATER),
        lambda: texts.release(minutes, Level.COHOST, by=cast.secretary_brussels, at=LATER),
    )

    for way in ways:
        with pytest.raises(Refused) as no:
            way()
        assert str(no.value) == NAMED


def test_an_agenda_that_was_frozen_before_that_was_refused_is_not_circulated(db, cast, session):
    agenda = walk.agenda(db, cast, session)
    agenda.close_call(by=cast.secretary_brussels, at=session.starts_at - 20 * DAY)
    walk.signed(db, cast, agenda)
    release = acts.propose_agenda(agenda, by=cast.secretary_brussels, at=AT)
    release.sheet_kept = named(release.sheet_kept)

    with pytest.raises(Refused) as no:
        acts.circulate_agenda(agenda, by=cast.secretary_brussels, at=AT)
    assert str(no.value) == NAMED
