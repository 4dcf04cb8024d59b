"""The period for comments: opened by a circulation, each side by itself, closed, and every comment answered."""

import datetime as dt

import pytest

from dialogue.domain import minutes as register
from dialogue.domain.base import Refused, Stale
from dialogue.domain.editions import Audience, Level, fingerprint
from dialogue.domain.minutes import CommentKind, Disposition, MinutesState, Wanted
from dialogue.domain.working_days import Capitals
from tests.factories import (
    AT,
    DAY,
    HOUR,
    UNTIL,
    approved,
    circulate,
    consolidating,
    final_draft,
    heading,
    in_comments,
    joint_draft,
    minutes,
    minutes_sheet,
    paragraph,
    remark,
    table,
)

LATER = {"at": AT + 61 * DAY}
AFTER = {"at": UNTIL + HOUR}
SECOND = dt.timedelta(seconds=1)
PROPOSED = "Your side has proposed this already; it waits for the other side."


@pytest.fixture
def sides():
    return table()


def refused(attempt):
    with pytest.raises(Refused) as no:
        attempt()
    return str(no.value)


# Circulation


def test_the_joint_draft_is_circulated_as_rev_1_and_stays_as_it_is(sides):
    one = in_comments(sides)

    assert (one.state, one.rev, one.comments_until, one.is_open_to_edits) == (MinutesState.COMMENTS, 1, UNTIL, False)
    (kept,) = one.revisions
    assert (kept.rev, kept.text_hash, kept.made_at) == (1, one.text_hash, one.circulated_at)
    assert fingerprint(kept.sheet) == one.text_hash
    assert (kept.sheet.rev, kept.sheet.status) == (1, "comments")


@pytest.mark.parametrize("made", [minutes, final_draft, approved, in_comments, consolidating])
def test_only_a_joint_draft_is_circulated(sides, made):
    one = made(sides)

    said = refused(lambda: circulate(sides, one, UNTIL, by=sides.ours, **LATER))

    assert said == "There is no joint draft to circulate for comments."


def test_what_is_circulated_is_what_both_signed_off(sides):
    one = joint_draft(sides)
    sheet = one.edition(Audience(Level.DELEGATIONS), heading(one.session, venue="Another hall"), ())

    said = refused(lambda: register.circulate(one, sheet, UNTIL, Capitals(sides.parties), by=sides.ours, **LATER))

    assert said.startswith("The heading or the list of participants has changed since both secretaries signed off")
    assert (one.state, one.revisions) == (MinutesState.JOINT_DRAFT, [])


def test_the_period_ends_later_than_it_begins(sides):
    one = joint_draft(sides)

    said = refused(lambda: circulate(sides, one, AT, by=sides.ours, at=AT))

    assert said == "The period for comments ends later than it begins."


def test_the_usual_deadline_is_the_end_of_the_tenth_day_on_which_both_capitals_work(sides):
    """From Friday 9 July 2027: Belgium's national day, the 21st, and the weekends do not count."""
    at = dt.datetime(2027, 7, 9, 8, tzinfo=dt.UTC)

    assert register.usual_deadline(at, Capitals(sides.parties)) == dt.datetime(2027, 7, 26, 17)


def test_circulated_minutes_are_open_to_delegates_from_then_on(sides):
    assert not joint_draft(sides).open_to_delegates
    assert not final_draft(sides).open_to_delegates

    assert in_comments(sides).open_to_delegates
    assert consolidating(sides).open_to_delegates


# Writing


def test_a_comment_has_its_paragraph_its_writer_and_a_number_of_its_own_side(sides):
    one = in_comments(sides)

    remark(one, sides.chair_nato)
    remark(one, sides.chair_kosovo)
    second = remark(one, sides.chair_nato, "Delete this.", CommentKind.DELETION).comment

    assert (second.number, second.paragraph_number, second.kind) == (2, 1, CommentKind.DELETION)
    assert (second.writer, second.party) == (sides.chair_nato, sides.nato)
    assert [(c.party, c.number) for c in one.comments] == [(sides.nato, 1), (sides.kosovo, 1), (sides.nato, 2)]


def test_a_comment_of_a_side_is_a_fact_that_names_no_session(sides):
    """The log shows a secretary the rows of a session: of the other side's comments there are none."""
    one = in_comments(sides)
    one.facts()

    made = remark(one, sides.chair_nato).comment

    assert [fact.verb for fact in made.facts()] == ["comment"]
    assert one.facts() == []
    assert not hasattr(made, "session_id")


def test_a_delegation_that_was_not_there_leaves_notes_only(sides):
    one = in_comments(sides, absent=[sides.kosovo])

    said = refused(lambda: remark(one, sides.chair_kosovo))
    assert said == "Only a delegation that was present asks for changes. You may leave a note."
    note = remark(one, sides.chair_kosovo, "A note.", CommentKind.NOTE).comment

    assert (note.needs_answer, one.unanswered) == (False, 0)


def test_a_delegation_of_which_no_presence_is_recorded_asks_for_changes(sides):
    one = in_comments(sides)
    one.attending[sides.kosovo].mark(None, by=sides.theirs, at=AT)

    asked = remark(one, sides.chair_kosovo).comment

    assert (asked.kind, one.unanswered) == (CommentKind.CORRECTION, 1)


def test_a_secretary_has_no_seat_and_leaves_notes_only(sides):
    one = in_comments(sides)
    here = one.paragraphs()[0]

    said = refused(lambda: register.comment(one, here, CommentKind.ADDITION, "Add.", None, by=sides.ours, **LATER))

    assert said == "Only a delegation that was present asks for changes. You may leave a note."
    register.comment(one, here, CommentKind.NOTE, "A note.", None, by=sides.ours, **LATER)
    assert len(one.comments) == 1


def test_a_comment_needs_its_words_and_a_paragraph_of_these_minutes(sides):
    one, other = in_comments(sides), minutes(sides)
    own = one.attending[sides.nato]

    assert refused(lambda: remark(one, sides.chair_nato, " \n")) == "A comment needs its words."
    said = refused(
        lambda: register.comment(one, other.paragraphs()[0], CommentKind.NOTE, "x", own, by=sides.chair_nato, **LATER)
    )
    assert said == "This paragraph belongs to other minutes."


def test_several_comments_are_made_in_one_act_in_their_order(sides):
    made = minutes(sides)
    paragraph(made, sides.ours)
    one = in_comments(sides, made)
    first, second = one.paragraphs()
    wanted = [Wanted(second, CommentKind.NOTE, "b"), Wanted(first, CommentKind.CORRECTION, "a")]

    made = register.comment_all(one, wanted, one.attending[sides.nato], by=sides.chair_nato, **LATER)

    assert [(c.number, c.paragraph_number, c.kind, c.text) for c in made] == [
        (1, 2, CommentKind.NOTE, "b"),
        (2, 1, CommentKind.CORRECTION, "a"),
    ]
    assert one.comments == made


def test_of_several_comments_one_that_is_refused_refuses_and_so_does_the_end_of_the_period(sides):
    one = in_comments(sides)
    own, on = one.attending[sides.nato], one.paragraphs()[0]
    wanted = [Wanted(on, CommentKind.NOTE, "a"), Wanted(on, CommentKind.NOTE, " ")]

    def made(asked, at):
        return refused(lambda: register.comment_all(one, asked, own, by=sides.chair_nato, at=at))

    assert made(wanted, LATER["at"]) == "A comment needs its words."
    assert made(wanted[:1], UNTIL + SECOND) == "The period for comments is over."
    assert made([], UNTIL + SECOND) == "The period for comments is over."


def test_a_comment_is_in_time_until_the_very_instant_of_the_deadline(sides):
    one = in_comments(sides)

    remark(one, sides.chair_nato, at=UNTIL)

    assert refused(lambda: remark(one, sides.chair_nato, at=UNTIL + SECOND)) == "The period for comments is over."
    assert len(one.comments) == 1


def test_a_comment_that_arrived_in_time_is_kept_though_the_period_was_closed_while_it_waited(sides):
    one = consolidating(sides)

    remark(one, sides.chair_kosovo, at=UNTIL)

    assert one.unanswered == 1


@pytest.mark.parametrize("made", [minutes, joint_draft, final_draft, approved])
def test_minutes_that_were_never_circulated_take_no_comments(sides, made):
    one = made(sides)

    said = refused(
        lambda: register.comment(one, one.paragraphs()[0], CommentKind.NOTE, "x", None, by=sides.ours, **LATER)
    )

    assert said == "These minutes have not been circulated for comments."


def test_a_comment_is_changed_on_the_version_that_was_seen_while_the_period_runs(sides):
    one = in_comments(sides)
    mine = remark(one, sides.chair_nato)
    own, by = one.attending[sides.nato], sides.chair_nato
    words = (CommentKind.ADDITION, "Add where.", own)

    with pytest.raises(Stale):
        mine.reword(*words, base=0, by=by, **LATER)
    assert refused(lambda: mine.reword(CommentKind.NOTE, " ", own, base=1, by=by, **LATER)).startswith(
        "A comment needs"
    )
    mine.reword(*words, base=1, by=by, **LATER)
    assert (mine.comment.kind, mine.comment.text, mine.comment.edited_at) == (
        CommentKind.ADDITION,
        "Add where.",
        LATER["at"],
    )

    assert refused(lambda: mine.reword(*words, base=1, by=by, **AFTER)) == "The period for comments is over."
    assert refused(lambda: mine.withdraw(base=1, by=by, **AFTER)) == "The period for comments is over."


# Two compartments


def test_each_side_reads_its_own_while_the_period_runs_and_all_when_it_is_over(sides):
    one = in_comments(sides)
    ours, theirs = remark(one, sides.chair_nato), remark(one, sides.chair_kosovo)

    def read(party, at):
        return [found.comment for found in register.remarks(one, party, at)]

    assert read(sides.nato, UNTIL) == [ours.comment]
    assert read(sides.kosovo, UNTIL) == [theirs.comment]
    assert read(sides.nato, UNTIL + SECOND) == [ours.comment, theirs.comment]
    assert read(sides.kosovo, UNTIL + SECOND) == [ours.comment, theirs.comment]


# The end of the period


def test_the_period_is_closed_at_its_deadline_and_not_before(sides):
    one = in_comments(sides)

    said = refused(lambda: register.close(one, by=sides.ours, at=UNTIL))
    assert said == (
        "The period for comments runs until its deadline, unless both sides have said that they have no further "
        "comments."
    )
    assert register.close(one, by=sides.ours, at=UNTIL + SECOND)

    assert (one.state, one.comments_closed_at) == (MinutesState.CONSOLIDATION, UNTIL + SECOND)
    assert (one.text_hash, one.sign_offs, one.is_open_to_edits) == ("", [], True)


def test_the_period_is_closed_early_when_both_sides_are_done_and_both_secretaries_say_so(sides):
    one = in_comments(sides)
    theirs = remark(one, sides.chair_kosovo)
    register.reply(one, by=sides.chair_nato, **LATER)
    assert refused(lambda: register.close(one, by=sides.ours, **LATER)).startswith("The period for comments runs until")
    register.reply(one, by=sides.theirs, **LATER)

    assert not register.close(one, by=sides.ours, **LATER)
    assert refused(lambda: register.close(one, by=sides.ours, **LATER)) == PROPOSED
    assert one.takes_comments(**LATER)
    assert register.close(one, by=sides.theirs, **LATER)

    assert one.shares_comments(**LATER)
    assert theirs.is_readable(sides.nato, **LATER)


def test_a_side_that_has_no_further_comments_says_so_once_and_makes_and_changes_none(sides):
    one = in_comments(sides)
    mine = remark(one, sides.chair_nato)
    register.reply(one, by=sides.ours, **LATER)
    said = "Your side has said that it has no further comments."
    own = one.attending[sides.nato]

    assert (one.has_replied(sides.nato), one.has_replied(sides.kosovo)) == (True, False)
    assert refused(lambda: register.reply(one, by=sides.chair_nato, **LATER)) == said
    assert refused(lambda: remark(one, sides.chair_nato)) == said
    assert refused(lambda: mine.withdraw(base=1, by=sides.chair_nato, **LATER)) == said
    assert refused(lambda: mine.reword(CommentKind.NOTE, "x", own, base=1, by=sides.chair_nato, **LATER)) == said
    assert refused(lambda: register.reply(one, by=sides.theirs, **AFTER)) == "The period for comments is over."
    remark(one, sides.chair_kosovo)


@pytest.mark.parametrize("made", [minutes, joint_draft, final_draft, approved, consolidating])
def test_there_is_a_period_to_close_only_in_comments(sides, made):
    one = made(sides)

    assert refused(lambda: register.close(one, by=sides.ours, **AFTER)) == "There is no period for comments to close."


# Answers


def test_every_comment_needs_its_answer_before_the_text_is_final(sides):
    one = in_comments(sides)
    first, second = remark(one, sides.chair_nato), remark(one, sides.chair_kosovo)
    consolidating(sides, one)
    said = "Every comment needs its answer before the text is final: %s."

    assert refused(lambda: one.sign_off(minutes_sheet(one), by=sides.ours, **AFTER)) == said % "2 comments have none"
    first.dispose(Disposition.ACCEPTED, "", base=1, by=sides.ours, **AFTER)
    assert refused(lambda: one.sign_off(minutes_sheet(one), by=sides.ours, **AFTER)) == said % "one comment has none"
    assert (one.needs_answers, one.waiting_comments) == (True, [second.comment])
    second.dispose(Disposition.PARTLY, "The place is enough.", base=1, by=sides.theirs, **AFTER)
    assert not one.needs_answers
    for secretary in (sides.ours, sides.theirs):
        one.sign_off(minutes_sheet(one), confirmed=one.comments, by=secretary, **AFTER)

    assert (one.state, one.rev, [r.rev for r in one.revisions]) == (MinutesState.FINAL_DRAFT, 2, [1, 2])


def test_comments_are_answered_while_the_text_is_consolidated_and_again_when_it_comes_back(sides):
    one = in_comments(sides)
    mine = remark(one, sides.chair_nato)
    said = "Comments are answered while the text is being consolidated."

    def answer():
        mine.dispose(Disposition.ACCEPTED, "", base=1, by=sides.ours, **AFTER)

    assert refused(answer) == said
    consolidating(sides, one)
    answer()
    for secretary in (sides.ours, sides.theirs):
        one.sign_off(minutes_sheet(one), confirmed=one.comments, by=secretary, **AFTER)
    assert refused(answer) == said
    one.return_("Once more.", one.text_hash, by=sides.chair_nato, **AFTER)
    answer()


# Revisions and the way of the text


def test_each_text_that_is_sent_out_gets_the_next_number(sides):
    one = in_comments(sides)
    consolidating(sides, one)
    paragraph(one, sides.ours, "A new one.")
    revs = [minutes_sheet(one).rev]
    for _ in range(2):
        for secretary in (sides.ours, sides.theirs):
            one.sign_off(minutes_sheet(one), by=secretary, **AFTER)
        revs.append(minutes_sheet(one).rev)
        one.return_("Once more.", one.text_hash, by=sides.chair_nato, **AFTER)
        paragraph(one, sides.ours, "Another one.")

    assert revs == [None, 2, 3]
    assert [len(r.sheet.items[0].paragraphs) for r in one.revisions] == [1, 2, 3]
    assert (one.revision(2).sheet.status, one.revision(4)) == ("final draft", None)


def test_the_way_shows_the_detours_that_were_taken(sides):
    plain = final_draft(sides)
    assert plain.stages == ("drafting", "joint draft", "final draft", "approved", "released")

    one = in_comments(sides)
    whole = ("drafting", "joint draft", "comments", "consolidation", "final draft", "approved", "released")
    assert (one.stages, one.stage) == (whole, "comments")
    consolidating(sides, one)
    for secretary in (sides.ours, sides.theirs):
        one.sign_off(minutes_sheet(one), by=secretary, **AFTER)
    assert (one.stages, one.stage, one.was_returned) == (whole, "final draft", False)

    plain.return_("Once more.", plain.text_hash, by=sides.chair_nato, **AFTER)
    assert (plain.stages, plain.was_returned) == (
        ("drafting", "joint draft", "consolidation", "final draft", "approved", "released"),
        True,
    )
    for secretary in (sides.ours, sides.theirs):
        plain.sign_off(minutes_sheet(plain), by=secretary, **AFTER)
    assert "consolidation" in plain.stages
