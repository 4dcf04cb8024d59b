"""The communiqué as Word: its words as typed, its embargo first, how it was approved last."""

from dataclasses import replace

from dialogue.domain.editions.texts import CommuniqueSheet
from dialogue.rendering.word import word
from tests.rendering.word.checks import faults, words
from tests.rendering.word.sheets import heading

SHEET = CommuniqueSheet(
    heading=heading(reference="HLD/2026/2-COM"),
    title="Joint communiqué",
    text="Kosovo(*) and **NATO** agree.\n- first\n- second",
    held_back="Not to be published before Tue 1 Dec 2026, 10:00 CET.",
    status="final draft",
    text_hash="a" * 64,
)


def test_it_reads_as_it_was_typed_and_says_until_when_it_is_held_back():
    made = word.render(SHEET)

    assert faults(made) == []
    told = words(made)
    assert told.index("Not to be published before") < told.index("Kosovo(*) and NATO agree.")
    assert "Status: final draft." in told


def test_once_approved_it_says_how_and_no_state():
    told = words(word.render(replace(SHEET, approved="Approved by both co-chairs on 1 Dec.")))

    assert "Approved by both co-chairs on 1 Dec." in told
    assert "Status:" not in told
