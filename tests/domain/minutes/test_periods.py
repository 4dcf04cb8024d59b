"""The period for comments: how long it is; both secretaries agree on its beginning, extension and early end."""

import datetime as dt

import pytest

from dialogue.domain import minutes as register
from dialogue.domain.agreed import Word
from dialogue.domain.base import Refused, Stale
from dialogue.domain.minutes import CommentKind, MinutesState
from dialogue.domain.working_days import Capitals
from tests.factories import AT, DAY, HOUR, UNTIL, circulate, in_comments, joint_draft, minutes, remark, table

NOW = AT + 60 * DAY  # Wed 30 June 2027, 11:00 in both capitals
SOON = NOW + 5 * DAY  # with a weekend in it: three working days
LATER = UNTIL + 7 * DAY
TOO_SHORT = "A period for comments lasts five full working days of both capitals at least."


@pytest.fixture
def sides():
    return table()


@pytest.fixture
def draft(sides):
    return joint_draft(sides)


def refused(attempt, kind=Refused):
    with pytest.raises(kind) as no:
        attempt()
    return str(no.value)


def consenting(sides, one, step=Word.OPENING, party=None):
    return {"consents": register.proposed_to(one, step, party or sides.kosovo).text_hash}


# How long it is


def test_the_shortest_period_is_full_at_the_same_hour_of_the_fifth_day_on_which_both_capitals_work(sides):
    """From Friday 16 July 2027: Belgium's national day, the 21st, and the weekends do not count."""
    at = dt.datetime(2027, 7, 16, 8, 30, tzinfo=dt.UTC)
    days = Capitals(sides.parties)

    earliest = register.earliest_end(at, days)

    assert earliest == dt.datetime(2027, 7, 26, 8, 30, tzinfo=dt.UTC)
    assert not register.is_short(earliest, at, days)
    assert register.is_short(earliest - dt.timedelta(seconds=1), at, days)


def test_the_shortest_period_keeps_the_hour_of_the_wall_when_the_clocks_change(sides):
    at = dt.datetime(2027, 10, 29, 9, tzinfo=dt.UTC)  # 11:00; on Sunday it becomes an hour less

    assert register.earliest_end(at, Capitals(sides.parties)).hour == 10


def test_a_short_period_needs_the_words_of_both(sides, draft):
    assert refused(lambda: circulate(sides, draft, SOON, by=sides.ours, at=NOW)).startswith(TOO_SHORT)

    assert not circulate(sides, draft, SOON, note="The session is near.", by=sides.ours, at=NOW)
    assert refused(lambda: circulate(sides, draft, SOON, by=sides.theirs, at=NOW)).startswith(TOO_SHORT)
    assert circulate(sides, draft, SOON, note="We agree.", by=sides.theirs, at=NOW)

    ((first, second),) = register.agreements(draft)
    assert [(w.party, w.given_by, w.note) for w in (first, second)] == [
        (sides.nato, sides.ours, "The session is near."),
        (sides.kosovo, sides.theirs, "We agree."),
    ]


def test_what_was_long_enough_when_it_was_proposed_and_is_short_when_it_is_agreed_takes_both_words(sides, draft):
    end = register.earliest_end(NOW, Capitals(sides.parties))
    circulate(sides, draft, end, by=sides.ours, at=NOW)
    wanted = consenting(sides, draft)

    said = refused(lambda: circulate(sides, draft, end, **wanted, by=sides.theirs, at=NOW + HOUR))

    assert said.startswith("By now fewer than five working days are left")
    assert not circulate(sides, draft, end, note="All the same.", by=sides.theirs, at=NOW + HOUR)
    assert circulate(sides, draft, end, note="All the same.", by=sides.ours, at=NOW + 2 * HOUR)


# Agreed by both


def test_the_period_begins_when_the_second_secretary_agrees_to_the_same_end(sides, draft):
    assert not circulate(sides, draft, UNTIL, by=sides.theirs, at=NOW)
    assert (draft.state, draft.comments_until, draft.revisions) == (MinutesState.JOINT_DRAFT, None, [])

    assert circulate(sides, draft, UNTIL, by=sides.ours, at=NOW + HOUR)

    assert (draft.state, draft.circulated_at, draft.comments_until) == (MinutesState.COMMENTS, NOW + HOUR, UNTIL)
    ((first, second),) = register.agreements(draft)
    assert [(w.word, w.party, w.given_at, w.until) for w in (first, second)] == [
        (Word.OPENING, sides.kosovo, NOW, UNTIL),
        (Word.OPENING, sides.nato, NOW + HOUR, UNTIL),
    ]


def test_other_ends_stand_beside_each_other_until_one_side_agrees_to_the_others(sides, draft):
    circulate(sides, draft, UNTIL, by=sides.ours, at=NOW)
    circulate(sides, draft, LATER, by=sides.theirs, at=NOW)

    assert [w.until for w in register.proposals(draft, Word.OPENING)] == [UNTIL, LATER]
    assert register.proposed_by(draft, Word.OPENING, sides.nato).until == UNTIL
    assert register.proposed_to(draft, Word.OPENING, sides.nato).until == LATER

    assert circulate(sides, draft, LATER, by=sides.ours, at=NOW)
    assert (draft.comments_until, register.proposals(draft, Word.OPENING)) == (LATER, [])


def test_a_side_that_says_it_again_waits_and_what_it_says_otherwise_takes_the_place(sides, draft):
    circulate(sides, draft, UNTIL, by=sides.ours, at=NOW)

    said = refused(lambda: circulate(sides, draft, UNTIL, by=sides.ours, at=NOW))
    circulate(sides, draft, LATER, by=sides.ours, at=NOW)

    assert said == "Your side has proposed this already; it waits for the other side."
    assert [w.until for w in register.proposals(draft, Word.OPENING)] == [LATER]
    assert not circulate(sides, draft, UNTIL, by=sides.theirs, at=NOW)


def test_who_consents_to_what_is_no_longer_proposed_is_told_so(sides, draft):
    circulate(sides, draft, UNTIL, by=sides.ours, at=NOW)
    seen = consenting(sides, draft)
    circulate(sides, draft, LATER, by=sides.ours, at=NOW)

    said = refused(lambda: circulate(sides, draft, UNTIL, **seen, by=sides.theirs, at=NOW), Stale)

    assert said == "The other side has proposed something else since you opened the page."
    assert draft.state is MinutesState.JOINT_DRAFT


def test_a_text_that_is_signed_off_anew_takes_no_proposal_of_the_old_one(sides, draft):
    circulate(sides, draft, UNTIL, by=sides.ours, at=NOW)
    seen = draft.text_hash
    draft.reopen(by=sides.ours, at=NOW)
    assert register.proposals(draft, Word.OPENING) == []

    again = joint_draft(sides, draft)

    assert refused(lambda: circulate(sides, again, UNTIL, seen="other", by=sides.ours, at=NOW), Stale) == (
        "The text has changed since you opened the page."
    )
    assert not circulate(sides, again, UNTIL, seen=seen, by=sides.theirs, at=NOW)


# Extended


def test_an_extension_is_agreed_by_both_and_opens_the_period_to_a_side_that_was_done(sides):
    one = in_comments(sides)
    register.reply(one, by=sides.ours, at=NOW)

    assert not register.extend(one, LATER, note="Holidays.", by=sides.theirs, at=NOW)
    assert (one.comments_until, one.has_replied(sides.nato)) == (UNTIL, True)
    assert register.extend(one, LATER, **consenting(sides, one, Word.EXTENSION, sides.nato), by=sides.ours, at=NOW)

    assert (one.comments_until, one.replies) == (LATER, [])
    remark(one, sides.chair_nato, at=UNTIL + HOUR)
    assert [(first.word, first.note) for first, _ in register.agreements(one)] == [
        (Word.OPENING, ""),
        (Word.EXTENSION, "Holidays."),
    ]


def test_a_period_is_extended_again_and_never_to_an_earlier_end(sides):
    one = in_comments(sides)
    for until in (LATER, LATER + DAY):
        for secretary in (sides.ours, sides.theirs):
            register.extend(one, until, by=secretary, at=NOW)

    assert one.comments_until == LATER + DAY
    for until in (LATER + DAY, UNTIL):
        said = refused(lambda until=until: register.extend(one, until, by=sides.ours, at=NOW))
        assert said == "An extension ends later than the period does now."


def test_an_extension_that_was_proposed_for_another_end_is_stale(sides):
    one = in_comments(sides)
    for secretary in (sides.ours, sides.theirs):
        register.extend(one, LATER, by=secretary, at=NOW)

    said = refused(lambda: register.extend(one, LATER + DAY, seen=UNTIL, by=sides.ours, at=NOW), Stale)

    assert said == "The end of the period has changed since you opened the page."


def test_after_its_end_a_period_is_not_extended_even_if_that_was_proposed_before(sides):
    one = in_comments(sides)
    register.extend(one, LATER, by=sides.ours, at=NOW)

    said = refused(lambda: register.extend(one, LATER, by=sides.theirs, at=UNTIL + HOUR))

    assert said == "The period for comments is over. It is extended before its end."
    assert one.comments_until == UNTIL


@pytest.mark.parametrize("made", [minutes, joint_draft])
def test_only_a_period_that_runs_is_extended(sides, made):
    said = refused(lambda: register.extend(made(sides), LATER, by=sides.ours, at=NOW))

    assert said == "There is no period for comments to extend."


# Closed early


def test_an_early_close_that_was_said_of_another_end_counts_no_more(sides):
    one = in_comments(sides)
    for secretary in (sides.ours, sides.theirs):
        register.reply(one, by=secretary, at=NOW)
    register.close(one, by=sides.ours, at=NOW)
    for secretary in (sides.ours, sides.theirs):
        register.extend(one, LATER, by=secretary, at=NOW)
    for secretary in (sides.ours, sides.theirs):
        register.reply(one, by=secretary, at=NOW)

    assert refused(lambda: register.close(one, seen=UNTIL, by=sides.theirs, at=NOW), Stale).startswith("The end of the")
    assert not register.close(one, seen=LATER, by=sides.theirs, at=NOW)
    assert register.close(one, seen=LATER, by=sides.ours, at=NOW)
    assert (one.comments_closed_at, register.proposals(one, Word.EARLY_CLOSE)) == (NOW, [])


def test_after_the_end_one_secretary_closes_it_whatever_was_proposed(sides):
    one = in_comments(sides)
    register.extend(one, LATER, by=sides.ours, at=NOW)

    assert register.close(one, by=sides.theirs, at=UNTIL + HOUR)
    assert register.proposals(one, Word.EXTENSION) == []


# An item without a paragraph


@pytest.fixture
def bare(sides):
    one = in_comments(sides)
    return one, next(item for item in one.items if not item.paragraphs)


def said_on(one, item, by, kind=CommentKind.STATEMENT, at=NOW):
    return register.comment(one, item, kind, "Our statement is missing.", one.attending[by.organisation], by=by, at=at)


def test_an_item_under_which_nothing_was_recorded_is_commented_itself(sides, bare):
    one, item = bare
    remark(one, sides.chair_nato)

    made = said_on(one, item, sides.chair_nato)

    assert (made.number, made.paragraph_number, made.paragraph, made.item) == (2, 0, None, item)
    assert made.needs_answer


@pytest.mark.parametrize("kind", [CommentKind.CORRECTION, CommentKind.DELETION])
def test_there_is_nothing_to_correct_or_delete_there(sides, bare, kind):
    one, item = bare
    seat = one.attending[sides.nato]

    assert kind not in register.kinds_for(seat, bare=True)
    said = refused(lambda: said_on(one, item, sides.chair_nato, kind))
    made = register.Remark(one, said_on(one, item, sides.chair_nato))
    again = refused(lambda: made.reword(kind, "x", seat, base=made.comment.version, by=sides.chair_nato, at=NOW))

    assert said == again == "Nothing stands under this item that could be corrected or deleted."


def test_an_item_with_paragraphs_and_one_of_other_minutes_are_not_commented(sides, bare):
    one, item = bare
    full = next(i for i in one.items if i.paragraphs)
    other = in_comments(sides)

    assert refused(lambda: said_on(one, full, sides.chair_nato)) == "Please comment on the paragraph that you mean."
    assert refused(lambda: said_on(other, item, sides.chair_nato)) == "This item belongs to other minutes."
