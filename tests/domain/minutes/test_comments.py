"""A comment: changed, withdrawn and answered on the version that was seen, and answered where it asks for something."""

import pytest

from dialogue.domain.base import Refused, Stale
from dialogue.domain.minutes import CommentKind, Disposition
from tests.factories import AT, DAY, HOUR, UNTIL, consolidating, in_comments, remark, table

LATER = {"at": AT + 61 * DAY}
AFTER = {"at": UNTIL + HOUR}


@pytest.fixture
def sides():
    return table()


def refused(attempt):
    with pytest.raises(Refused) as no:
        attempt()
    return str(no.value)


def test_what_is_withdrawn_is_neither_changed_nor_answered_nor_read_by_the_other_side(sides):
    one = in_comments(sides)
    mine = remark(one, sides.chair_nato)
    with pytest.raises(Stale):
        mine.withdraw(base=0, by=sides.chair_nato, **LATER)

    mine.withdraw(base=1, by=sides.chair_nato, **LATER)

    again = refused(lambda: mine.withdraw(base=1, by=sides.chair_nato, **LATER))
    assert again == "This comment has been withdrawn."
    assert one.unanswered == 0
    consolidating(sides, one)
    assert not mine.is_readable(sides.kosovo, **AFTER)
    assert mine.is_readable(sides.nato, **AFTER)


@pytest.mark.parametrize("disposition", [Disposition.PARTLY, Disposition.NOT_ACCEPTED])
def test_whoever_does_not_accept_a_comment_as_it_is_says_why(sides, disposition):
    one = in_comments(sides)
    mine = remark(one, sides.chair_nato)
    consolidating(sides, one)

    said = refused(lambda: mine.dispose(disposition, " ", base=1, by=sides.ours, **AFTER))

    assert said == "Please say why the comment is not accepted as it is."
    mine.dispose(disposition, "It was said so.", base=1, by=sides.ours, **AFTER)
    assert (mine.comment.disposition, mine.comment.answer, mine.comment.disposed_by) == (
        disposition,
        "It was said so.",
        sides.ours,
    )


def test_an_answer_is_changed_on_the_version_that_was_seen(sides):
    one = in_comments(sides)
    mine = remark(one, sides.chair_nato)
    consolidating(sides, one)

    with pytest.raises(Stale):
        mine.dispose(Disposition.ACCEPTED, "", base=0, by=sides.ours, **AFTER)

    assert mine.comment.needs_answer


def test_notes_need_no_answer_and_get_none(sides):
    one = in_comments(sides)
    note = remark(one, sides.chair_nato, "A note.", CommentKind.NOTE)
    consolidating(sides, one)

    assert refused(lambda: note.dispose(Disposition.ACCEPTED, "", base=1, by=sides.ours, **AFTER)) == (
        "This needs no answer."
    )
