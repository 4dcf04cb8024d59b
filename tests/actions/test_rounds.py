"""Acts on rounds: what follows of an outcome for the text, who is told of it, and that nobody is told twice."""

import datetime as dt

import pytest
from sqlalchemy import select

from dialogue.actions import acts, rounds, texts
from dialogue.domain import delegations, papers, silence
from dialogue.domain.base import Refused
from dialogue.domain.decisions import Decision
from dialogue.domain.editions import Level, fingerprint
from dialogue.domain.followups import FollowUp, FollowUpState
from dialogue.domain.log import LogEntry
from dialogue.domain.minutes import Means, MinutesState
from dialogue.domain.notices import Dispatch, Loss, Notice, NoticeKind, NoticeState
from dialogue.domain.silence import CirculationState, EntryKind, Objection, ObjectionKind, Part, Profile, Route, Weight
from dialogue.operations import beats
from dialogue.queries import sheets
from tests import walk
from tests.factories import AT, DAY, HOUR

pytestmark = pytest.mark.engines

MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def minutes(db, cast):
    return walk.to_final_draft(db, cast)


@pytest.fixture
def round_(db, cast, minutes):
    """Under silence, served, and the service was there all the time."""
    return walk.kept_up(db, cast, minutes)


def after(db, round_, **later):
    """An instant after the expiry at which the service was heard again."""
    at = round_.expires_at + dt.timedelta(**(later or {"minutes": 1}))
    walk.heard(db, round_.expires_at + MINUTE / 2, round_.expires_at + MINUTE / 2)
    return at


def object_(round_, by, at, **more):
    return rounds.object_to(round_, ObjectionKind.OBJECTION, "No.", **{"entitled": True, "by": by, "at": at, **more})


def told(db, kind):
    """To whom tellings of this kind went, and how often."""
    return [
        sorted(notice.recipient.email.split("@")[0] for notice in one.notices)
        for one in db.scalars(select(Dispatch).where(Dispatch.kind == kind).order_by(Dispatch.id))
    ]


EVERYBODY = ["chair.kosovo", "chair.nato", "secretary.brussels", "secretary.prishtina"]


def test_an_objection_stands_whatever_fails_of_what_follows(db, cast, round_, minutes):
    """Here the minutes are out of step with their round: they cannot be given back."""
    minutes.state = MinutesState.DRAFTING
    db.commit()

    one = object_(round_, cast.chair_kosovo, round_.issue.issued_at + DAY)
    db.commit()

    assert [o.id for o in db.scalars(select(Objection))] == [one.id]
    assert beats.outcome(round_, one.recorded_at).state is CirculationState.BROKEN
    assert [e.verb for e in db.scalars(select(LogEntry).where(LogEntry.noun == "circulations"))].count("object") == 1


# The way to a round


def test_both_co_chairs_are_asked_for_the_method_and_nobody_else(db, cast, minutes):
    round_ = rounds.propose(
        texts.find("minutes", minutes.session.ref), walk.MINUTES_TERMS, by=cast.secretary_brussels, at=minutes.state_at
    )

    assert told(db, NoticeKind.METHOD) == [["chair.kosovo", "chair.nato"]]
    assert minutes.circulation is round_
    assert minutes.state is MinutesState.FINAL_DRAFT


def test_a_text_that_is_in_a_round_is_not_put_into_another(db, cast, round_, minutes):
    minutes.state = MinutesState.FINAL_DRAFT
    with pytest.raises(Refused) as no:
        rounds.propose(
            texts.find("minutes", minutes.session.ref),
            walk.MINUTES_TERMS,
            by=cast.secretary_brussels,
            at=round_.state_at,
        )
    assert str(no.value) == f"This text is in a round already: {round_.number}."


def test_the_notice_goes_to_all_who_speak_and_to_both_secretaries_after_a_minute(db, round_, minutes):
    (telling,) = db.scalars(select(Dispatch).where(Dispatch.kind == NoticeKind.ISSUE))

    assert told(db, NoticeKind.ISSUE) == [EVERYBODY]
    assert telling.not_before - telling.made_at == MINUTE
    assert minutes.state is MinutesState.UNDER_SILENCE
    assert {(d.person.email.split("@")[0], d.part) for d in round_.issue.deliveries} == {
        ("chair.kosovo", Part.CO_CHAIR), ("chair.nato", Part.CO_CHAIR),
        ("secretary.brussels", Part.SECRETARY), ("secretary.prishtina", Part.SECRETARY),
    }  # fmt: skip


def test_undoing_the_notice_withdraws_the_round_and_gives_the_text_back(db, cast, minutes):
    round_ = walk.silence(db, cast, minutes, at=minutes.state_at)
    issue = round_.issue
    _leave_unsent(round_)

    rounds.undo(issue.deliveries[0].notice.dispatch, by=cast.secretary_prishtina, at=issue.issued_at + MINUTE / 2)

    assert round_.state is CirculationState.WITHDRAWN
    assert minutes.state is MinutesState.FINAL_DRAFT


def test_whoever_knows_of_a_round_is_told_that_its_notice_was_taken_back(db, cast, minutes):
    """The co-chairs have consented to it; where it is issued for the second time, everybody had the first notice."""
    first = walk.silence(db, cast, minutes, at=minutes.state_at)
    _take_back(first, cast, first.issue.issued_at + MINUTE / 2)
    assert told(db, "withdrawn") == [["chair.kosovo", "chair.nato"]]

    again = walk.silence(db, cast, minutes, at=minutes.state_at)
    later = again.expires_at + HOUR
    rounds.settle(again, at=later)
    walk.issue(db, cast, again, at=later)
    _take_back(again, cast, later + MINUTE / 2)

    assert told(db, "withdrawn")[1:] == [EVERYBODY]
    assert again.state is CirculationState.WITHDRAWN


@pytest.mark.parametrize("how", ["withdrawn", "broken"])
def test_a_notice_that_still_waits_does_not_go_out_for_a_round_that_is_over(db, cast, minutes, how):
    round_ = walk.silence(db, cast, minutes, at=minutes.state_at)
    _leave_unsent(round_)
    at = round_.issue.issued_at + MINUTE / 2
    if how == "withdrawn":
        rounds.withdraw(round_, "A page is missing.", by=cast.secretary_prishtina, at=at)
    else:
        object_(round_, cast.chair_kosovo, at)
    db.commit()

    (notice,) = {d.notice.dispatch for d in round_.issue.deliveries}
    assert round_.state.value == how
    assert notice.undone_at == at
    assert {d.notice.state.value for d in round_.issue.deliveries} == {"undone"}
    assert told(db, how) == [EVERYBODY]


def test_what_is_on_its_way_already_is_not_called_back_and_costs_no_objection(db, cast, minutes):
    round_ = walk.silence(db, cast, minutes, at=minutes.state_at)
    _leave_unsent(round_)
    at = round_.issue.issued_at + MINUTE
    round_.issue.deliveries[0].notice.claim(at=at)
    db.commit()

    object_(round_, cast.chair_kosovo, at)

    first, *others = (d.notice for d in round_.issue.deliveries)
    assert round_.state is CirculationState.BROKEN
    assert (first.state.value, {one.state.value for one in others}) == ("queued", {"undone"})
    assert told(db, "broken") == [EVERYBODY]


def waiting(db, round_):
    """Of which kinds something still waits, in the order in which it was told."""
    found = db.scalars(select(Notice).where(Notice.state == NoticeState.QUEUED).order_by(Notice.id))
    return list(dict.fromkeys(one.dispatch.kind for one in found if one.dispatch.about_id == round_.id))


def away(db, at):
    """The mail server was asked, and could not be reached: everything has been tried, and waits."""
    for notice in db.scalars(select(Notice).where(Notice.state == NoticeState.QUEUED)):
        notice.claim(at=max(at, notice.next_at))
        notice.postpone("OSError", at=at)
    db.flush()


def test_with_a_mail_server_that_is_away_only_the_newest_news_of_a_round_waits(db, cast, minutes):
    round_ = walk.silence(db, cast, minutes, at=minutes.state_at)
    _leave_unsent(round_)
    at = round_.issue.issued_at + 2 * MINUTE
    away(db, at)
    walk.heard(db, at - MINUTE, at + 3 * MINUTE)
    assert waiting(db, round_) == ["consent to silence", "notice of silence"]

    one = object_(round_, cast.delegate_kosovo, at, entitled=False)
    assert waiting(db, round_) == ["consent to silence", "notice of silence", "held", "objection"]

    away(db, at)
    round_.disown(one, "Not ours.", by=cast.chair_kosovo, at=at + MINUTE)
    rounds.settle(round_, at=at + MINUTE)
    assert waiting(db, round_) == ["consent to silence", "notice of silence", "objection", "running"]

    away(db, at + MINUTE)
    rounds.extend(round_, round_.expires_at + 7 * DAY, by=cast.chair_nato, at=at + MINUTE)
    rounds.extend(round_, round_.expires_at + 7 * DAY, by=cast.chair_nato, at=at + 2 * MINUTE)
    assert waiting(db, round_) == ["consent to silence", "notice of silence", "objection", "running", "extension"]
    assert [len(d.notices) for d in db.scalars(select(Dispatch).where(Dispatch.kind == "extension"))] == [4, 4]

    away(db, at + 2 * MINUTE)
    object_(round_, cast.chair_kosovo, at + 3 * MINUTE)
    assert waiting(db, round_) == ["objection", "broken"]
    overtaken = db.scalars(select(Notice).where(Notice.called_back_at.is_not(None))).all()
    assert {(one.state.value, one.called_back_by, one.called_back_why.value) for one in overtaken} == {
        ("undone", None, "overtaken by newer news")
    }


def test_issued_again_the_earlier_notice_does_not_go_out_any_more(db, cast, minutes):
    round_ = walk.silence(db, cast, minutes, at=minutes.state_at)
    _leave_unsent(round_)
    first = round_.issue
    away(db, first.issued_at + HOUR)
    later = round_.expires_at + HOUR
    rounds.settle(round_, at=later)
    assert waiting(db, round_) == ["consent to silence", "notice of silence", "held"]

    walk.issue(db, cast, round_, at=later, served=False)

    assert waiting(db, round_) == ["notice of silence"]
    assert {d.notice.state.value for d in first.deliveries} == {"undone"}
    assert {d.notice.state.value for d in round_.issue.deliveries} == {"queued"}


def _leave_unsent(round_):
    for delivery in round_.issue.deliveries:
        delivery.notice.state, delivery.notice.attempts = type(delivery.notice.state).QUEUED, 0


def _take_back(round_, cast, at):
    _leave_unsent(round_)
    rounds.undo(round_.issue.deliveries[0].notice.dispatch, by=cast.secretary_prishtina, at=at)


# Silence kept


def test_minutes_are_approved_as_of_the_expiry_however_late_that_is_written_down(db, cast, round_, minutes):
    late = after(db, round_, days=2)

    rounds.settle(round_, at=late)

    assert (minutes.state, minutes.means) == (MinutesState.APPROVED, Means.SILENCE)
    assert minutes.approved_at == round_.expires_at
    assert [d.adopted_at for d in db.scalars(select(Decision))] == [round_.expires_at]
    assert [f.state for f in db.scalars(select(FollowUp))] == [FollowUpState.OPEN, FollowUpState.OPEN]
    assert told(db, "adopted") == [EVERYBODY]


def test_writing_it_down_twice_tells_nobody_twice(db, cast, round_):
    at = after(db, round_)
    for _ in range(3):
        rounds.settle(round_, at=at)

    assert told(db, "adopted") == [EVERYBODY]


def test_without_beats_nothing_is_adopted(db, cast, minutes):
    round_ = walk.silence(db, cast, minutes)

    rounds.settle(round_, at=round_.expires_at + HOUR)

    assert round_.state is CirculationState.HELD
    assert minutes.state is MinutesState.UNDER_SILENCE
    assert told(db, "held") == [EVERYBODY]


# Silence broken


def test_an_objection_breaks_silence_at_once_and_everybody_is_told(db, cast, round_, minutes):
    one = object_(round_, cast.chair_kosovo, round_.issue.issued_at + DAY)

    assert rounds.weight_of(round_, one, round_.issue.issued_at + DAY) is Weight.IN_TIME
    assert round_.state is CirculationState.BROKEN
    assert (minutes.state, minutes.sign_offs) == (MinutesState.CONSOLIDATION, [])
    assert told(db, "broken") == [EVERYBODY]
    assert told(db, "objection") == []


def test_a_mail_of_a_break_names_nobody(db, cast, round_):
    object_(round_, cast.chair_kosovo, round_.issue.issued_at + DAY)

    bodies = {n.subject + n.body for d in db.scalars(select(Dispatch)) for n in d.notices if d.kind == "broken"}

    assert len(bodies) == 1
    assert [name for name in ("Kaltrina", "Kosovo/", "No.") if name in next(iter(bodies))] == []


def test_the_next_round_is_linked_to_the_broken_one(db, cast, round_, minutes):
    object_(round_, cast.chair_kosovo, round_.issue.issued_at + DAY)
    walk_on = round_.issue.issued_at + 2 * DAY
    for secretary in walk.both(cast):
        texts.sign_off(minutes, by=secretary, at=walk_on)

    again = walk.silence(db, cast, minutes, at=walk_on)

    assert (again.round, again.parent) == (2, round_)
    assert texts.of_round(round_) is None
    assert texts.of_round(again) is minutes


def test_a_delegates_objection_holds_the_round_and_alarms_secretaries_and_its_own_co_chair(db, cast, round_):
    one = object_(round_, cast.delegate_kosovo, round_.issue.issued_at + DAY, entitled=False)

    assert rounds.weight_of(round_, one, round_.state_at + DAY) is Weight.UNCONFIRMED
    assert round_.state is CirculationState.HELD
    assert told(db, "objection") == [["chair.kosovo", "secretary.brussels", "secretary.prishtina"]]


def test_a_late_objection_is_kept_and_alarms_both_secretaries(db, cast, round_, minutes):
    at = after(db, round_, hours=1)
    rounds.settle(round_, at=at)

    one = object_(round_, cast.chair_kosovo, at)

    assert rounds.weight_of(round_, one, at) is Weight.LATE
    assert minutes.state is MinutesState.APPROVED
    assert told(db, "objection") == [["secretary.brussels", "secretary.prishtina"]]


# An adoption in question


@pytest.fixture
def questioned(db, cast, round_, minutes):
    at = after(db, round_, hours=1)
    rounds.settle(round_, at=at)
    one = object_(round_, cast.chair_kosovo, at, received_at=round_.expires_at, route=Route.KEPT)
    return round_, one, at


def test_a_doubt_of_somebody_who_does_not_speak_for_a_side_is_its_co_chairs_to_answer(db, cast, round_, minutes):
    at = after(db, round_, hours=1)
    rounds.settle(round_, at=at)

    object_(round_, cast.delegate_kosovo, at, entitled=False, received_at=round_.expires_at + MINUTE, route=Route.KEPT)

    assert round_.adoption_in_question
    assert told(db, "objection") == [["chair.kosovo", "secretary.brussels", "secretary.prishtina"]]


def test_nothing_is_released_while_the_adoption_is_in_question(db, cast, questioned, minutes):
    round_, _one, at = questioned

    assert round_.adoption_in_question
    assert minutes.in_question
    with pytest.raises(Refused) as no:
        texts.release(minutes, Level.PUBLIC, by=cast.secretary_brussels, at=at)
    assert str(no.value) == "The adoption of this text is in question. Please settle that first."
    (followup, *_) = db.scalars(select(FollowUp))
    assert followup.rests


def test_a_break_after_the_adoption_voids_its_numbers_and_sends_the_text_back(db, cast, questioned, minutes):
    round_, one, at = questioned
    pulse = beats.of_round(round_, at)

    round_.rule_in(one, "It was in time.", pulse=pulse, by=cast.secretary_brussels, at=at + HOUR)
    rounds.settle(round_, at=at + HOUR)
    db.flush()

    assert round_.state is CirculationState.BROKEN
    assert (minutes.state, minutes.editions, minutes.approved_at) == (MinutesState.CONSOLIDATION, [], None)
    assert [d.is_void for d in db.scalars(select(Decision))] == [True]
    assert {f.state for f in db.scalars(select(FollowUp))} == {FollowUpState.VOID}
    assert told(db, "broken") == [EVERYBODY]
    (sheet,) = db.scalars(papers.files_of(minutes.session, papers.ACTION_SHEET))
    assert sheet.void_round_id == round_.id


def corrigendum_of(db, cast, minutes, how, at):
    """COR 1 of the adopted minutes: a final draft, approved by both co-chairs, or under silence."""
    made = walk.corrigendum(db, cast, minutes, at=at)
    if how == "approved":
        for chair in (cast.chair_nato, cast.chair_kosovo):
            seat = db.scalars(delegations.seats_of(chair)).one()
            texts.approve(made, seat, made.text_hash, at=at)
    if how in {"proposed", "under silence"}:
        text = texts.find("corrigendum", f"{minutes.session.ref}/1")
        other = rounds.propose(text, text.usual, by=cast.secretary_brussels, at=at)
        for chair in (cast.chair_nato, cast.chair_kosovo) if how != "proposed" else ():
            other.consent_to_method("", by=chair, at=at)
        if how != "proposed":
            walk.issue(db, cast, other, at=at)
            walk.heard(db, at - DAY, other.expires_at)
    db.flush()
    return made


@pytest.mark.parametrize("how", ["final draft", "approved", "proposed", "under silence"])
def test_what_was_agreed_to_correct_in_a_text_that_fell_is_not_agreed_of_the_next(db, cast, round_, minutes, how):
    at = after(db, round_, hours=1)
    rounds.settle(round_, at=at)
    corrigendum = corrigendum_of(db, cast, minutes, how, at)
    assert bool(corrigendum.editions) == (how == "approved")
    one = object_(round_, cast.chair_kosovo, at, received_at=round_.expires_at, route=Route.KEPT)

    round_.rule_in(one, "", pulse=beats.of_round(round_, at), by=cast.secretary_brussels, at=at + HOUR)
    rounds.settle(round_, at=at + HOUR)
    db.flush()

    assert (corrigendum.is_open_to_edits, corrigendum.editions, corrigendum.text_hash) == (True, [], "")
    if how in {"proposed", "under silence"}:
        assert corrigendum.circulation.state is CirculationState.SUPERSEDED
        assert len(told(db, "superseded")) == 1
    with pytest.raises(Refused, match="are not approved: they are being worked on again"):
        texts.sign_off(corrigendum, by=cast.secretary_brussels, at=at + HOUR, seen=fingerprint(
            sheets.working_text(corrigendum)))  # fmt: skip


@pytest.mark.parametrize("in_time", [True, False])
def test_a_corrigendum_whose_silence_runs_out_meanwhile_waits_for_what_becomes_of_its_minutes(
    db, cast, round_, minutes, in_time
):
    at = after(db, round_, hours=1)
    rounds.settle(round_, at=at)
    corrigendum = corrigendum_of(db, cast, minutes, "under silence", at)
    other = corrigendum.circulation
    later = after(db, other, hours=1)
    one = object_(round_, cast.chair_kosovo, at + HOUR, received_at=round_.expires_at, route=Route.KEPT)

    assert rounds.settle(other, at=later) is None
    assert (other.state, corrigendum.is_approved) == (CirculationState.RUNNING, False)

    how = {"pulse": beats.of_round(round_, later), "at": later}
    if in_time:
        round_.rule_in(one, "", by=cast.secretary_brussels, **how)
    else:
        for secretary in walk.both(cast):
            round_.rule_out(one, "Sent later.", by=secretary, **how)
    rounds.settle(round_, at=later)
    rounds.settle(other, at=later + MINUTE)

    assert other.state is (CirculationState.SUPERSEDED if in_time else CirculationState.ADOPTED)
    assert corrigendum.is_open_to_edits is in_time
    assert corrigendum.approved_at == (None if in_time else other.expires_at)


def test_ruled_out_by_both_the_adoption_stands_as_it_was(db, cast, questioned, minutes):
    round_, one, at = questioned
    for secretary in walk.both(cast):
        round_.rule_out(one, "Sent later.", pulse=beats.of_round(round_, at), by=secretary, at=at + HOUR)
    rounds.settle(round_, at=at + HOUR)

    assert round_.is_adopted
    assert not minutes.in_question
    assert minutes.approved_at == round_.expires_at
    assert [len(sent) for sent in told(db, "adopted")] == [4, 4]


def test_the_numbers_of_what_fell_are_never_given_again(db, cast, questioned, minutes):
    round_, one, at = questioned
    round_.rule_in(one, "", pulse=beats.of_round(round_, at), by=cast.secretary_brussels, at=at)
    rounds.settle(round_, at=at)
    for secretary in walk.both(cast):
        texts.sign_off(minutes, by=secretary, at=at + HOUR)
    again = walk.silence(db, cast, minutes, at=at + DAY)
    walk.heard(db, again.expires_at - MINUTE / 2, again.expires_at + MINUTE / 2)
    rounds.settle(again, at=again.expires_at + MINUTE)
    db.flush()

    numbers = [d.number for d in db.scalars(select(Decision).order_by(Decision.number))]
    assert numbers == [1, 2]


# Holds


def test_everybody_has_to_have_been_told_of_a_hold_before_its_day_begins(db, cast, minutes):
    round_ = walk.silence(db, cast, minutes)
    later = round_.expires_at + HOUR
    rounds.settle(round_, at=later)
    (telling,) = db.scalars(select(Dispatch).where(Dispatch.kind == "held"))
    assert rounds.told_of_hold_at(round_) is None

    for notice in telling.notices:
        notice.claim(at=later)
        notice.written(at=later + MINUTE)

    assert rounds.told_of_hold_at(round_) == later + MINUTE


def test_who_may_not_be_told_of_a_hold_any_more_keeps_no_round_held(db, cast, minutes):
    round_ = walk.silence(db, cast, minutes)
    later = round_.expires_at + HOUR
    rounds.settle(round_, at=later)
    (telling,) = db.scalars(select(Dispatch).where(Dispatch.kind == "held"))
    gone, *others = telling.notices
    for notice in others:
        notice.claim(at=later)
        notice.sent(at=later)
    assert rounds.told_of_hold_at(round_) is None

    gone.call_back(Loss.ACCOUNT, by=cast.admin, at=later + MINUTE)

    assert rounds.told_of_hold_at(round_) == later + MINUTE


def test_a_round_held_for_an_outage_is_released_by_both_and_adopted_as_of_then(db, cast, minutes):
    round_ = walk.silence(db, cast, minutes)
    later = round_.expires_at + HOUR
    rounds.settle(round_, at=later)
    (telling,) = db.scalars(select(Dispatch).where(Dispatch.kind == "held"))
    for notice in telling.notices:
        notice.claim(at=later)
        notice.sent(at=later)
    for chair in (cast.chair_nato, cast.chair_kosovo):
        round_.confirm_none_sent("None.", pulse=beats.of_round(round_, later), by=chair, at=later)
    walk.heard(db, later, later)

    for n, secretary in enumerate(walk.both(cast)):
        rounds.release(round_, by=secretary, at=later + DAY + n * HOUR)

    assert round_.state is CirculationState.ADOPTED
    assert minutes.approved_at == later + DAY + HOUR


# Extension, withdrawal


def test_extension_and_withdrawal_are_told_to_everybody(db, cast, round_, minutes):
    at = round_.issue.issued_at + DAY
    walk.heard(db, at, at + HOUR)
    rounds.extend(round_, round_.expires_at + 7 * DAY, by=cast.chair_nato, at=at)
    rounds.withdraw(round_, "More time is needed.", by=cast.secretary_prishtina, at=at + HOUR)

    assert told(db, "extension") == [EVERYBODY]
    assert told(db, "withdrawn") == [EVERYBODY]
    assert minutes.state is MinutesState.FINAL_DRAFT
    assert [e.kind for e in round_.entries][-2:] == [EntryKind.EXTENSION, EntryKind.WITHDRAWAL]


def test_an_objection_to_the_method_leaves_the_minutes_to_the_co_chairs(db, cast, minutes):
    round_ = rounds.propose(
        texts.find("minutes", minutes.session.ref), walk.MINUTES_TERMS, by=cast.secretary_brussels, at=minutes.state_at
    )
    rounds.decline(round_, "In session.", by=cast.chair_nato, at=minutes.state_at)

    assert round_.state is CirculationState.DECLINED
    assert minutes.awaits_approval
    assert told(db, "declined") == [EVERYBODY]


def test_a_text_that_goes_back_ends_a_proposal_that_nobody_answered(db, cast, minutes):
    round_ = rounds.propose(
        texts.find("minutes", minutes.session.ref), walk.MINUTES_TERMS, by=cast.secretary_brussels, at=minutes.state_at
    )

    minutes.return_("Change it.", minutes.text_hash, by=cast.chair_nato, at=minutes.state_at)

    assert round_.state is CirculationState.SUPERSEDED


def test_figures_count_what_was_issued(db, cast, round_):
    object_(round_, cast.chair_kosovo, round_.issue.issued_at + DAY)

    found = silence.figures([round_])

    assert (found.rounds, found.adopted, found.broken, found.extensions, found.lengths) == (1, 0, 1, 0, ())


def test_the_question_to_the_co_chairs_is_not_taken_back_once_the_round_is_issued(db, cast, minutes):
    round_ = walk.silence(db, cast, minutes, at=minutes.state_at)
    (question,) = db.scalars(select(Dispatch).where(Dispatch.kind == NoticeKind.METHOD))

    with pytest.raises(Refused) as no:
        rounds.undo(question, by=cast.secretary_brussels, at=minutes.state_at)
    assert str(no.value) == "The round has been issued since. Please take back its notice instead."
    assert round_.state is CirculationState.RUNNING
    assert question.undone_at is None


def test_a_cancelled_session_takes_back_what_is_under_silence_for_it(db, cast):
    session = walk.plan(db, cast)
    walk.delegations(db, cast, session)
    draft = acts.begin_draft(session, "Places", "Ten places.", by=cast.secretary_brussels, at=AT)
    db.add(draft)
    db.flush()
    for secretary in walk.both(cast):
        acts.sign_off_draft(draft, by=secretary, at=AT)
        db.flush()
    terms = texts.Terms(draft.formula, Profile.DECISION, draft.category, "It is about places.")
    round_ = rounds.propose(texts.find("draft", draft.key), terms, by=cast.secretary_brussels, at=AT)

    rounds.cancel_session(session, "It is not needed.", by=cast.secretary_brussels, at=AT)

    assert round_.state is CirculationState.WITHDRAWN
    assert not session.stands


def test_a_text_to_which_somebody_has_objected_already_is_not_issued(db, cast, minutes):
    at = minutes.state_at
    text = texts.find("minutes", minutes.session.ref)
    round_ = rounds.propose(text, walk.MINUTES_TERMS, by=cast.secretary_brussels, at=at)
    for chair in (cast.chair_nato, cast.chair_kosovo):
        round_.consent_to_method("", by=chair, at=at)
    object_(round_, cast.chair_nato, at)

    with pytest.raises(Refused) as no:
        walk.issue(db, cast, round_, at=at)
    assert str(no.value) == "An objection to this text is on record. Please withdraw the round."
