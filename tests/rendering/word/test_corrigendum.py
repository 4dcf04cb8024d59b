"""The corrigendum as a paper."""

import datetime as dt
from dataclasses import replace

import pytest
import time_machine

from dialogue.domain.editions import CorrigendumLineSheet, CorrigendumSheet
from dialogue.rendering.word import corrigendum
from tests.rendering.word.checks import faults, missed_by_the_audit, read
from tests.rendering.word.hostile import MARKDOWN, MIXED, WORD
from tests.rendering.word.sheets import HASH, heading, soiled

SHEET = CorrigendumSheet(
    heading=heading(reference="HLD/2026/2 COR 1", previous="HLD/2026/2"),
    number=1,
    corrects=HASH,
    lines=(
        CorrigendumLineSheet(paragraph=3, reads="the river Ibar", should_read="the river Lepenac"),
        CorrigendumLineSheet(paragraph=4, reads="", should_read="It opens in May."),
        CorrigendumLineSheet(paragraph=5, reads="twice", should_read=""),
        CorrigendumLineSheet(paragraph=9, withheld=True, reads="never printed"),
    ),
    status="approved",
    approved="Approved by both co-chairs on Fri 20 Nov 2026, 16:40 Brussels/Prishtina time.",
    text_hash=HASH[::-1],
)


def test_a_corrigendum_reads_from_title_to_hash():
    lines = read(corrigendum.render(SHEET))

    assert lines[1] == "Block: Reference\tHLD/2026/2 COR 1"
    assert any(line.startswith("Title: Corrigendum to the minutes, COR 1") for line in lines)
    assert lines[lines.index("Status: Status: approved.") :] == [
        "Status: Status: approved.",
        "Heading1: Corrections",
        "Label: Paragraph 3",
        "Continued: reads\nthe river Ibar",
        "Continued: should read\nthe river Lepenac",
        "Label: Paragraph 4",
        "Continued: reads\n(nothing: words are missing here)",
        "Continued: should read\nIt opens in May.",
        "Label: Paragraph 5",
        "Continued: reads\ntwice",
        "Continued: should read\n(nothing: these words fall away)",
        "Withheld: [correction of paragraph 9 not reproduced]",
        "Heading1: Approval",
        "Normal: Approved by both co-chairs on Fri 20 Nov 2026, 16:40 Brussels/Prishtina time.",
        f"Small: Hash of the minutes that it corrects (SHA-256):\n{HASH}",
        f"Small: Hash of this text (SHA-256):\n{HASH[::-1]}",
    ]


def test_a_draft_names_the_text_that_it_corrects():
    lines = read(corrigendum.render(replace(SHEET, status="drafting", approved="", text_hash="")))

    assert lines[-2:] == ["Heading1: The text", f"Small: Hash of the minutes that it corrects (SHA-256):\n{HASH}"]


@pytest.mark.parametrize("text", [WORD[4], MARKDOWN[1], MARKDOWN[-2], "\ud800\v\f\u202e"])
def test_hostile_text_in_every_place_is_a_sound_document(text):
    assert faults(corrigendum.render(soiled(SHEET, text))) == []


def test_all_hostile_texts_give_documents_that_open():
    for text in MIXED:
        assert missed_by_the_audit(corrigendum.render(soiled(SHEET, text))) == [], text[:40]


def test_same_sheet_gives_the_same_bytes():
    with time_machine.travel(dt.datetime(2026, 11, 1, tzinfo=dt.UTC)):
        first = corrigendum.render(SHEET)
    with time_machine.travel(dt.datetime(2027, 2, 1, tzinfo=dt.UTC)):
        second = corrigendum.render(SHEET)

    assert first == second
    assert faults(first) == []
