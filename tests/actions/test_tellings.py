"""Acts that tell whose turn it is: the page before and the act say the same, and the one who acts is not told."""

from sqlalchemy import select

from dialogue.access import may_be_told
from dialogue.actions import tellings
from dialogue.domain import communiques
from dialogue.domain.agreed import Means, TextState
from dialogue.domain.delegations import Capacity
from dialogue.domain.editions import Level
from dialogue.domain.engagements import Engagement, EngagementState
from dialogue.domain.notices import Notice, NoticeKind
from dialogue.queries import sheets
from dialogue.rendering.word.labels import symbol_of
from tests import walk
from tests.cast import enter
from tests.factories import AT, DAY, HOUR


def told(db, kind):
    db.flush()
    return {one.recipient for one in db.scalars(select(Notice)) if one.dispatch.kind == kind}


def test_the_call_opens_with_a_mail_to_those_whom_the_page_before_named(db):
    cast = enter(db)
    session = walk.plan(db, cast)
    walk.delegations(db, cast, session)
    db.flush()
    by = cast.secretary_brussels
    before = {one.recipient for one in tellings.call(session, by, AT).drafts}

    tellings.begin_agenda(session, [], by=by, at=AT)

    assert told(db, NoticeKind.CALL) == before
    assert by not in before and cast.secretary_prishtina in before


def test_the_people_of_a_co_host_are_told_what_begins_for_them_and_of_other_steps_nothing(db):
    cast = enter(db)
    session = walk.plan(db, cast)
    engagement = walk.engagement(db, cast, session, cast.university)
    engagement.state = EngagementState.MOU_SIGNED
    by = cast.secretary_brussels
    before = {one.recipient for one in tellings.of_step(engagement, EngagementState.ACTIVE, by).drafts}

    tellings.take_step(engagement, Engagement.activate, by=by, at=AT)
    assert told(db, NoticeKind.COHOST_OPEN) == before == {cast.cohost_university, cast.secretary_prishtina}

    tellings.take_step(engagement, Engagement.suspend, by=by, at=AT)
    assert len(db.scalars(select(Notice)).all()) == len(before)


def final_draft(db, cast):
    """The minutes of a session that was held, as both secretaries signed them off."""
    made, seats = walk.to_minutes(db, cast, walk.plan(db, cast))
    walk.finalise(db, cast, made)
    return made, seats


def test_both_co_chairs_are_asked_once_the_text_is_the_final_draft_and_not_before(db):
    cast = enter(db)
    made, _ = walk.to_minutes(db, cast, walk.plan(db, cast))
    by = cast.secretary_brussels
    tellings.signed_off(made, "/minutes", by=by, at=AT)
    assert told(db, NoticeKind.APPROVAL) == set()

    walk.finalise(db, cast, made)
    tellings.signed_off(made, "/minutes", by=by, at=AT)
    assert told(db, NoticeKind.APPROVAL) == {cast.chair_nato, cast.chair_kosovo}
    assert told(db, NoticeKind.COMMENTS_ANSWERED) == set()  # it was not out for comments


def test_whoever_could_comment_is_told_that_comments_are_answered_and_the_co_chairs_only_once(db):
    cast = enter(db)
    made, _ = final_draft(db, cast)
    made.circulated_at = AT

    tellings.signed_off(made, "/minutes", by=cast.secretary_brussels, at=AT)

    answered, asked = told(db, NoticeKind.COMMENTS_ANSWERED), told(db, NoticeKind.APPROVAL)
    assert {cast.secretary_prishtina, cast.delegate_nato, cast.delegate_kosovo} <= answered
    assert answered & asked == set()


def test_each_edition_is_told_to_those_who_hold_it_and_no_fuller_one(db):
    cast = enter(db)
    session = walk.plan(db, cast)
    walk.engagement(db, cast, session, cast.university)
    walk.seat(db, cast, session, cast.observer, Capacity.OBSERVER)
    made, seats = walk.to_minutes(db, cast, session)
    walk.finalise(db, cast, made)
    walk.approve(db, made, seats)
    db.flush()

    def readers(level):
        return {one.recipient for one in tellings.releasing(made, level, cast.secretary_brussels, AT).drafts}

    delegations, cohost, public = (readers(level) for level in made.KIND.levels)
    assert {cast.secretary_prishtina, cast.chair_nato, cast.delegate_kosovo} <= delegations
    assert (cohost, public) == ({cast.cohost_university}, {cast.observer})
    assert not (delegations & (cohost | public))


def test_each_mail_names_the_paper_by_the_reference_that_the_paper_bears(db):
    cast = enter(db)
    made, seats = walk.to_minutes(db, cast, walk.plan(db, cast))
    by, paper = cast.secretary_brussels, f"{made.session.reference}-MIN"
    shown_before = tellings.asking(made, "/", by, AT).drafts[0].subject
    walk.finalise(db, cast, made)
    final = f"{paper} REV {made.revisions[-1].rev}"
    asked = tellings.asking(made, "/", by, AT).drafts[0].subject
    walk.approve(db, made, seats)
    db.flush()

    def subject_of(level):
        found = tellings.releasing(made, level, by, AT).drafts or [None]
        return found[0] and found[0].subject

    released = symbol_of(sheets.minutes_edition(made, Level.DELEGATIONS))
    assert shown_before == asked == f"Your approval is asked: minutes, {final}"
    assert tellings.approving(made, "/", by, AT).drafts[0].subject == f"Approved: minutes, {final}"
    assert tellings.closing(made, by, AT).drafts[0].subject == f"Comments are closed: draft minutes {final}"
    assert released.startswith(f"{paper} REV ")
    assert subject_of(Level.DELEGATIONS) == f"Released: minutes {released}"


def corrected(db, cast, *released):
    """COR 1, waiting for both co-chairs; its one line is of the co-hosts' edition. These editions are out."""
    session = walk.plan(db, cast)
    walk.engagement(db, cast, session, cast.university)
    walk.seat(db, cast, session, cast.observer, Capacity.OBSERVER)
    made, seats = walk.to_minutes(db, cast, session)
    walk.finalise(db, cast, made)
    walk.approve(db, made, seats)
    if released:
        walk.release(db, cast, made, *released)
    return walk.corrigendum(db, cast, made, at=session.ends_at + 5 * DAY), seats


def test_a_corrigendum_is_told_to_the_readers_of_each_edition_with_which_it_goes_out(db):
    """Of the public edition it says nothing: who holds that one alone is told nothing."""
    cast, by = (who := enter(db)), who.focal_kosovo
    one, seats = corrected(db, cast, Level.DELEGATIONS, Level.COHOST, Level.PUBLIC)
    before = {draft.recipient for draft in tellings.approving(one, "/", by, AT).drafts}

    walk.approve(db, one, seats)
    tellings.approved(one, "/", by=by, at=AT)

    readers = told(db, NoticeKind.CORRIGENDUM_OUT)
    assert readers == before >= {*walk.both(cast), cast.chair_nato, cast.delegate_kosovo, cast.cohost_university}
    assert cast.observer not in readers and by not in readers
    assert told(db, NoticeKind.APPROVED) == set()
    paths = {n.path for n in db.scalars(select(Notice)) if n.dispatch.kind == NoticeKind.CORRIGENDUM_OUT}
    assert paths == {f"/sessions/{one.session.ref}/minutes/corrigenda/1"}
    assert tellings.out_by_itself(AT) == []


def test_a_corrigendum_of_minutes_that_nobody_holds_yet_is_told_to_the_secretaries(db):
    cast = enter(db)
    one, seats = corrected(db, cast)
    walk.approve(db, one, seats)

    tellings.approved(one, "/", by=cast.chair_nato, at=AT)

    assert told(db, NoticeKind.APPROVED) >= set(walk.both(cast))
    assert told(db, NoticeKind.CORRIGENDUM_OUT) == set()


def test_what_silence_corrects_is_told_once_by_the_worker(db):
    cast = enter(db)
    one, _ = corrected(db, cast, Level.COHOST)
    one.state, one.means, one.approved_at = TextState.APPROVED, Means.SILENCE, one.session.ends_at + 9 * DAY
    one.freeze(sheets.text_editions(one))
    db.flush()
    kept = one.approved_at + HOUR

    assert tellings.out_by_itself(kept) == [(one, Level.COHOST)]
    tellings.tell_what_came_out(one.session_id, kept)

    assert told(db, NoticeKind.CORRIGENDUM_OUT) == {cast.cohost_university}
    assert tellings.out_by_itself(kept) == []


def test_an_embargo_that_is_over_is_told_once_to_the_readers_who_waited_for_it(db):
    cast = enter(db)
    session = walk.plan(db, cast)
    walk.delegations(db, cast, session)
    walk.seat(db, cast, session, cast.observer, Capacity.OBSERVER)
    over, by = AT + 2 * DAY, cast.secretary_brussels
    one = communiques.begin(session, "T", "Words", over, by=by, at=AT)
    db.add(one)
    one.state, one.text_hash, one.approved_at, one.means = TextState.APPROVED, "0" * 64, AT, Means.CO_CHAIRS
    db.flush()
    one.freeze(sheets.text_editions(one))
    for level in one.KIND.levels:
        one.kept_edition(level).released_at = AT
        tellings.released(one, level, by=by, at=AT)
    assert cast.observer not in told(db, NoticeKind.COMMUNIQUE_OUT)
    assert tellings.out_by_itself(over - HOUR) == []

    assert tellings.out_by_itself(over) == [(one, Level.PUBLIC)]
    away = [tellings.out_by_itself(over + days * DAY) for days in (30, 91)]  # a worker that was away until then
    assert away == [[(one, Level.PUBLIC)], []]
    tellings.tell_what_came_out(session.id, over)

    (notice,) = [n for n in db.scalars(select(Notice)) if n.level is Level.PUBLIC]
    assert (notice.recipient, notice.path) == (cast.observer, f"/sessions/{session.ref}/communique")
    assert (notice.dispatch.by, notice.next_at) == (None, over)  # nobody does it, and nobody takes it back
    assert may_be_told(notice, over) and not may_be_told(notice, over - HOUR)
    assert tellings.out_by_itself(over) == []


def test_a_text_that_came_back_and_is_signed_off_again_at_once_asks_again(db):
    cast = enter(db)
    made, _ = final_draft(db, cast)
    by = cast.secretary_brussels
    tellings.signed_off(made, "/minutes", by=by, at=AT)
    made.return_("Shorter.", made.text_hash, by=cast.chair_nato, at=AT)
    walk.resign(db, cast, made)

    tellings.signed_off(made, "/minutes", by=by, at=AT)

    found = [one for one in db.scalars(select(Notice)) if one.dispatch.kind == NoticeKind.APPROVAL]
    assert len(found) == 4
