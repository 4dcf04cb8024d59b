"""The redline as a paper: whoever accepts its changes has the new text, and whoever rejects them the old one."""

import datetime as dt
from dataclasses import replace

import pytest
import time_machine
from docx.oxml.ns import qn

from dialogue.rendering.word import redline
from tests.rendering.word.checks import faults, members, missed_by_the_audit, opened, read
from tests.rendering.word.hostile import MARKDOWN, MIXED, WORD
from tests.rendering.word.redlines import (
    GONE,
    NEW,
    OLD,
    accepted,
    changed,
    one_item,
    plain,
    rejected,
    tracked,
    with_items,
)
from tests.rendering.word.sheets import heading, soiled


def test_the_changes_of_a_text_are_insertions_and_deletions_of_word():
    blob = redline.render(OLD, changed())

    assert (" calm" in tracked(blob, NEW), " fragile" in tracked(blob, GONE)) == (True, True)
    assert any("meet again before the summer" in words for words in tracked(blob, NEW))
    assert accepted(blob) == plain(changed()) != plain(OLD)
    assert rejected(blob) == plain(OLD)


@pytest.mark.parametrize(
    ("before", "after", "new", "gone"),
    [
        pytest.param(["One.\nTwo."], ["One.\nThree."], ["Three."], ["Two."], id="a line end within a paragraph stays"),
        pytest.param(["- One\n- Two"], ["- One\n- Three\n- Two"], ["Three"], [], id="points of lists"),
        pytest.param(["1. A\n2. B"], ["1. A\n2. C\n3. B"], ["2.C", "3."], ["2."], id="numbers of points"),
        pytest.param(
            ["A.", "B."], ["A.", "C.", "B."], ["2.", "Noted.", " C.", "3."], ["2."], id="numbers of paragraphs"
        ),
    ],
)
def test_what_is_tracked(before, after, new, gone):
    old, now = with_items(one_item("1", "Rivers", *before)), with_items(one_item("1", "Rivers", *after))
    blob = redline.render(old, now)

    assert (accepted(blob), rejected(blob)) == (plain(now), plain(old))
    assert (sorted(filter(None, tracked(blob, NEW))), sorted(tracked(blob, GONE))) == (sorted(new), sorted(gone))


def test_a_number_that_has_moved_is_a_change_like_every_other():
    blob = redline.render(OLD, changed())

    assert "was" not in " ".join(tracked(blob, NEW))
    assert "(was" not in "".join(read(blob))


def test_a_title_and_an_item_that_is_withdrawn_are_tracked():
    first, second, third = (
        one_item("1", "Rivers", "Of rivers."),
        one_item("2", "Roads", "Of roads."),
        one_item("3", "Bridges", "Of them."),
    )
    old = with_items(first, second, third)
    new = with_items(first, replace(third, number="2", title="Bridges and ferries"))
    blob = redline.render(old, new)

    assert (accepted(blob), rejected(blob)) == (plain(new), plain(old))
    assert "2Roads" in tracked(blob, GONE)
    assert " and ferries" in tracked(blob, NEW)
    assert not any("Bridges" in words for words in tracked(blob, GONE))


def test_items_are_matched_by_their_keys_whatever_they_are_called_by_now():
    rivers, roads = (
        replace(one_item("1", "Rivers", "Of the rivers."), key="a"),
        replace(one_item("2", "Roads", "Of the roads."), key="b"),
    )
    renamed = replace(roads, number="1", title="Something else entirely")
    other = replace(one_item("2", "Roads", "Of the roads."), key="c")
    old, new = with_items(rivers, roads), with_items(renamed, other)
    blob = redline.render(old, new)

    assert (accepted(blob), rejected(blob)) == (plain(new), plain(old))
    assert {"1Rivers", "2Roads"} <= set(tracked(blob, GONE))
    assert {"1Something else entirely", "2Roads"} <= set(tracked(blob, NEW))
    assert not any("Of the roads." in words for words in tracked(blob, GONE))


def test_a_text_of_old_whose_items_have_no_keys_is_compared_by_words():
    of_old, now = one_item("1", "Rivers", "Of the rivers."), replace(one_item("1", "Rivers", "Of rivers."), key="a")

    assert tracked(redline.render(with_items(of_old), with_items(now)), GONE) == [" the"]


def test_emphasis_is_a_change_of_looks_and_no_change_of_words():
    old, new = (
        with_items(one_item("1", "Rivers", text)) for text in ("They agreed at once.", "They **agreed** at _once_.")
    )
    blob = redline.render(old, new)
    body = opened(blob).element.body

    assert (tracked(blob, NEW), tracked(blob, GONE)) == ([], [])
    assert len(list(body.iter(qn("w:rPrChange")))) == 2
    assert (accepted(blob), rejected(blob)) == (plain(new), plain(old))
    assert any("They agreed at once." in words for words in accepted(blob))


def test_an_address_and_a_footnote_that_changed_are_tracked():
    old = replace(
        with_items(one_item("1", "Rivers", "See https://one.example/a now.")), heading=heading(notes=("* As in 2025.",))
    )
    new = replace(
        with_items(one_item("1", "Rivers", "See https://two.example/b now.")),
        heading=heading(notes=("** As in 2026.",)),
    )
    blob = redline.render(old, new)

    assert (accepted(blob), rejected(blob)) == (plain(new), plain(old))
    assert faults(blob) == []
    notes = members(blob)["word/footnotes.xml"]
    assert "As in 2025." in notes
    assert "As in 2026." in notes
    links = members(blob)["word/_rels/document.xml.rels"]
    assert "https://one.example/a" in links
    assert "https://two.example/b" in links


def test_every_change_is_by_the_dialogue_within_minutes_of_the_instant_of_the_text():
    blob = redline.render(OLD, changed())
    changes = list(opened(blob).element.body.iter(NEW, GONE))

    assert {e.get(qn("w:author")) for e in changes} == {"High-Level Dialogue NATO – Kosovo"}
    dates = {e.get(qn("w:date")) for e in changes}
    assert "2026-10-26T22:30:05Z" in dates
    assert dates <= {f"2026-10-26T22:{minute}:05Z" for minute in range(30, 34)}
    ids = [e.get(qn("w:id")) for e in changes]
    assert len(ids) == len(set(ids)) > 3


def test_the_paper_says_what_it_compares():
    blob = redline.render(OLD, changed())

    assert "Draft minutes: changes since REV 2" in members(blob)["word/header1.xml"]
    assert opened(blob).core_properties.title == "HLD/2026/2 REV 3 Draft minutes: changes since REV 2"


def test_of_the_same_text_nothing_is_tracked():
    blob = redline.render(OLD, OLD)

    assert accepted(blob) == rejected(blob) == plain(OLD)
    assert not list(opened(blob).element.body.iter(NEW, GONE, qn("w:rPrChange"), qn("w:pPrChange")))


@pytest.mark.parametrize("new", [OLD, changed(), replace(OLD, items=()), replace(OLD, participants=())])
def test_redlines_are_sound_documents(new):
    assert faults(redline.render(OLD, new)) == []
    assert faults(redline.render(new, OLD)) == []


@pytest.mark.parametrize("text", [WORD[4], MARKDOWN[1], MARKDOWN[-2], "\ud800\v\f\u202e"])
def test_hostile_text_in_every_place_is_a_sound_document(text):
    soil = soiled(changed(), text)

    assert faults(redline.render(OLD, soil)) == []
    assert accepted(redline.render(OLD, soil)) == plain(soil)
    assert rejected(redline.render(soil, OLD)) == plain(soil)


def test_all_hostile_texts_give_documents_that_open():
    for text in MIXED:
        assert missed_by_the_audit(redline.render(OLD, soiled(changed(), text))) == [], text[:40]


def test_a_name_of_the_dialogue_cannot_break_out_of_its_place():
    named = heading(dialogue='A "dialogue" <w:b/> & more')

    blob = redline.render(OLD, replace(changed(), heading=named))

    assert faults(blob) == []
    assert "<w:b/> &" not in members(blob)["word/document.xml"]


def test_same_sheets_give_the_same_bytes():
    with time_machine.travel(dt.datetime(2026, 11, 1, tzinfo=dt.UTC)):
        first = redline.render(OLD, changed())
    with time_machine.travel(dt.datetime(2027, 2, 1, tzinfo=dt.UTC)):
        second = redline.render(OLD, changed())

    assert first == second
