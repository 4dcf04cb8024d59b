"""Comments on minutes on paper: each with its place, what was asked, and what became of it."""

import pytest

from dialogue.domain.editions import CommentRow, CommentsSheet
from dialogue.rendering.word import comments
from tests.rendering.word.checks import faults, missed_by_the_audit, read
from tests.rendering.word.hostile import MIXED
from tests.rendering.word.sheets import heading, soiled

ROWS = (
    CommentRow(
        party="NATO", number=1, paragraph=3, item="2", kind="correction", text="“Weekly” was said.\nNot monthly.",
        disposition="partly accepted", answer="“Every week” is used.",
    ),
    CommentRow(party="Kosovo", number=1, paragraph=0, item="4", kind="addition", text="That we met."),
    CommentRow(party="Kosovo", number=2, paragraph=5, item="2", kind="note", text="Agreed."),
    CommentRow(party="Kosovo", number=3, paragraph=5, item="2", kind="deletion", text="All.", withdrawn=True),
)  # fmt: skip


def sheet(**more):
    return CommentsSheet(heading=heading(paper="HLD/2026/2-CMT"), **{"rows": ROWS, **more})


def test_paper_reads_as_the_page_that_was_shown():
    lines = read(comments.render(sheet()))

    assert lines[1] == "Block: Reference\tHLD/2026/2-CMT"
    assert lines[-7:] == [
        "Status: 4 comments; 1 has no answer yet.",
        "Heading1: Comments and what became of them",
        "Place | Comment | What became of it",
        (
            "Paragraph 3 / Item 2 | NATO, comment 1 · Correction / “Weekly” was said. / Not monthly. | "
            "Partly accepted / “Every week” is used."
        ),
        "Item 4 | Kosovo, comment 1 · Addition / That we met. | No answer yet",
        "Paragraph 5 / Item 2 | Kosovo, comment 2 · Note / Agreed. | A note: it asks for nothing.",
        "Paragraph 5 / Item 2 | Kosovo, comment 3 · Deletion / All. | Withdrawn",
    ]


def test_while_the_period_runs_it_says_whose_comments_these_are():
    told = read(comments.render(sheet(own="Kosovo", rows=())))

    assert told[-2:] == [
        "Status: There are no comments.",
        "Status: The period for comments runs: these are those of Kosovo alone.",
    ]


@pytest.mark.parametrize("rows", [ROWS, ()])
def test_it_is_a_sound_document(rows):
    assert faults(comments.render(sheet(rows=rows))) == []


def test_all_hostile_texts_give_documents_that_open():
    for text in MIXED:
        assert missed_by_the_audit(comments.render(soiled(sheet(), text))) == [], text[:40]
