"""The draft with comments in its margin: each by its side, at its paragraph, and known again when it comes back."""

import datetime as dt
from dataclasses import replace

import pytest

from dialogue.domain.editions import CommentRow, MinutesItemSheet
from dialogue.domain.editions.texts import CommentedSheet
from dialogue.rendering.word import commented, minutes, returned
from tests.rendering.word.checks import faults, members, missed_by_the_audit, read
from tests.rendering.word.desk import Desk
from tests.rendering.word.hostile import MIXED
from tests.rendering.word.office import WITH_OFFICE, Office
from tests.rendering.word.sheets import MINUTES_ITEMS, soiled
from tests.rendering.word.sheets import minutes as sheet_of

AT = dt.datetime(2026, 11, 18, 9, 30, tzinfo=dt.UTC)
BARE = MinutesItemSheet(number="4", title="Any other business", paragraphs=())
TEXT = replace(sheet_of(status="comments", approved="", signatures=()), rev=1, items=(*MINUTES_ITEMS, BARE))
ROWS = (
    CommentRow(
        party="NATO", number=1, paragraph=3, item="2", kind="correction", text="“Weekly” was said.\nNot monthly.",
        disposition="partly accepted", answer="“Every week” is used.", at=AT,
    ),
    CommentRow(party="Kosovo", number=1, paragraph=3, item="2", kind="note", text="Agreed.", at=AT),
    CommentRow(party="Kosovo", number=2, paragraph=5, item="2", kind="deletion", text="All of it.", at=AT),
    CommentRow(party="Kosovo", number=3, paragraph=0, item="4", kind="addition", text="That we met.", at=AT),
)  # fmt: skip
SHEET = CommentedSheet(minutes=TEXT, rows=ROWS)


def told(blob):
    return [(place.name, one.author, one.at, one.text) for place in returned.read(blob).places for one in place.remarks]


COMMENTS = [
    (
        "Paragraph_3",
        "NATO, comment 1",
        AT,
        "Correction: “Weekly” was said.\nNot monthly.\nPartly accepted: “Every week” is used.",
    ),
    ("Paragraph_3", "Kosovo, comment 1", AT, "Note: Agreed."),
    ("Paragraph_5", "Kosovo, comment 2", AT, "Deletion: All of it."),
    ("Item_4", "Kosovo, comment 3", AT, "Addition: That we met."),
]


def test_each_comment_stands_at_its_paragraph_or_at_the_title_of_its_item():
    blob = commented.render(SHEET)

    assert sorted(told(blob)) == sorted(COMMENTS)
    assert read(blob) == read(minutes.render(TEXT))
    assert faults(blob) == []


def test_comments_are_known_as_ours_in_a_copy_and_those_of_others_are_not():
    desk = Desk(commented.render(SHEET))
    paragraph, *_ = desk.lines("Paragraph_4")
    words = desk.members["word/comments.xml"].replace(b"All of it.", b"None of it.")
    desk.members["word/comments.xml"] = words
    desk.replace(paragraph, 0, 4, "The two")

    found = {one.text: one.ours for place in returned.read(desk.bytes()).places for one in place.remarks}

    assert found == {text: "All of it" not in text for *_, text in COMMENTS if "All of it" not in text} | {
        "Deletion: None of it.": False
    }


@WITH_OFFICE
@pytest.mark.slow
def test_libreoffice_keeps_them_where_they_are_and_as_they_are_known(tmp_path):
    (blob,) = Office(tmp_path).saved({"paper": commented.render(SHEET)}).values()

    assert sorted(told(blob)) == sorted(COMMENTS)
    assert {one.ours for place in returned.read(blob).places for one in place.remarks} == {True}


def test_without_comments_it_is_the_draft_and_nothing_more():
    assert members(commented.render(replace(SHEET, rows=()))) == members(minutes.render(TEXT))


def test_a_comment_on_what_the_paper_does_not_have_hangs_on_its_first_place():
    odd = replace(ROWS[0], paragraph=99, item="99")

    assert [one[1] for one in told(commented.render(replace(SHEET, rows=(odd,))))] == ["NATO, comment 1"]


def test_hostile_texts_give_documents_that_open():
    for text in MIXED:
        assert missed_by_the_audit(commented.render(soiled(SHEET, text))) == [], text[:40]


def test_same_sheet_gives_the_same_bytes():
    assert commented.render(SHEET) == commented.render(SHEET)
