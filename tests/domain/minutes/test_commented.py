"""What was accepted is in the text, or both secretaries have confirmed that it is not."""

import pytest

from dialogue.domain import minutes as register
from dialogue.domain.base import Refused
from dialogue.domain.editions import Level
from dialogue.domain.minutes import CommentKind, Disposition, Paragraph
from tests.factories import HOUR, UNTIL, consolidating, in_comments, known, minutes_sheet, remark, table

AFTER = {"at": UNTIL + HOUR}


@pytest.fixture
def sides():
    return table()


def answered(sides, one, *dispositions):
    """A comment of one side on the first paragraph for each; the period is over, and each has its answer."""
    made = [remark(one, sides.chair_nato, f"Comment {n}") for n, _ in enumerate(dispositions, 1)]
    consolidating(sides, one)
    for each, disposition in zip(made, dispositions, strict=True):
        each.dispose(disposition, "Because.", base=1, by=sides.ours, **AFTER)
    return [each.comment for each in made]


def signed(one, by, confirmed=()):
    return one.sign_off(minutes_sheet(one), confirmed=confirmed, by=by, **AFTER)


def test_accepted_and_partly_accepted_comments_whose_paragraph_reads_as_before_are_told(sides):
    one = in_comments(sides)
    accepted, partly, _ = answered(sides, one, Disposition.ACCEPTED, Disposition.PARTLY, Disposition.NOT_ACCEPTED)

    assert one.unchanged == [accepted, partly]


@pytest.mark.parametrize(
    "changes", [{"text": "Other words."}, {"speaker": "Nora Chair"}, {"kind": register.ParagraphKind.AGREED}]
)
def test_once_the_paragraph_reads_otherwise_they_are_done(sides, changes):
    one = in_comments(sides)
    answered(sides, one, Disposition.ACCEPTED)

    one.write(one.paragraphs()[0], base=one.paragraphs()[0].version, by=sides.ours, **AFTER, **changes)

    assert one.unchanged == []


def test_a_paragraph_that_only_moved_or_has_other_readers_reads_as_before(sides):
    one = in_comments(sides)
    (accepted,) = answered(sides, one, Disposition.ACCEPTED)
    first = one.paragraphs()[0]
    one.add(first.item, known(Paragraph(text="Another.")), by=sides.ours, **AFTER)
    one.move(first, 2, base_order=one.order_version, by=sides.ours, **AFTER)
    one.write(first, base=first.version, by=sides.ours, **AFTER, level=Level.PUBLIC)

    assert one.unchanged == [accepted]


def test_a_paragraph_that_is_gone_and_an_item_under_which_something_stands_by_now_are_done(sides):
    one = in_comments(sides)
    item = next(i for i in one.items if not i.paragraphs)
    seat = one.attending[sides.kosovo]
    on_item = register.comment(one, item, CommentKind.STATEMENT, "Ours.", seat, by=sides.chair_kosovo, at=UNTIL - HOUR)
    (gone,) = answered(sides, one, Disposition.ACCEPTED)
    register.Remark(one, known(on_item)).dispose(Disposition.ACCEPTED, "", base=1, by=sides.ours, **AFTER)
    assert one.unchanged == [on_item, gone]

    gone.paragraph = None  # as the database does when it is deleted
    one.add(item, known(Paragraph(text="Ours.")), by=sides.ours, **AFTER)

    assert one.unchanged == []


def test_a_text_without_what_was_accepted_is_signed_off_only_with_a_word_on_each(sides):
    one = in_comments(sides)
    first, second = answered(sides, one, Disposition.ACCEPTED, Disposition.PARTLY)
    first.facts()

    for confirmed in ([], [first]):
        with pytest.raises(Refused) as no:
            signed(one, sides.ours, confirmed)
        assert str(no.value).startswith("Comments were accepted and their paragraphs read as before.")
    assert not signed(one, sides.ours, [first, second])

    assert [s.note for s in one.sign_offs] == ["NATO 1, NATO 2"]
    assert [(f.verb, f.by) for f in first.facts()] == [("confirm unchanged", sides.ours)]
    with pytest.raises(Refused):
        signed(one, sides.theirs)
    assert signed(one, sides.theirs, [first, second])
    assert one.awaits_approval


def test_where_everything_accepted_is_in_the_text_nothing_is_to_be_confirmed(sides):
    one = in_comments(sides)
    answered(sides, one, Disposition.ACCEPTED)
    one.write(one.paragraphs()[0], base=one.paragraphs()[0].version, by=sides.ours, **AFTER, text="Other words.")

    assert not signed(one, sides.ours)
    assert [s.note for s in one.sign_offs] == [""]
