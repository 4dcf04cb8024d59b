"""The redline as a paper: changes that Word can accept or refuse, told by one hand, and nothing else."""

import datetime as dt
from dataclasses import replace

import pytest
import time_machine
from docx.oxml.ns import qn

from dialogue.domain.editions import RedlineLine, RedlineSection, RedlineSheet
from dialogue.queries.redlines import redline
from dialogue.rendering.word import redline as document
from tests.rendering.word.checks import faults, members, missed_by_the_audit, opened, read
from tests.rendering.word.hostile import MARKDOWN, MIXED, WORD
from tests.rendering.word.sheets import heading, soiled
from tests.rendering.word.sheets import minutes as sheet

OLD = replace(sheet(status="comments"), rev=2)


def changed():
    """The third paragraph changed, the fourth gone, a new one after it."""
    items = list(OLD.items)
    second = items[1]
    first, *rest = second.paragraphs
    new = replace(first, text=first.text.replace("fragile", "calm"))
    added = replace(rest[0], number=4, text="Both sides agreed to meet again before the summer.")
    items[1] = replace(second, paragraphs=(new, added, *rest[1:]))
    return replace(OLD, items=tuple(items), rev=3)


def tracked(blob, kind):
    body = opened(blob).element.body
    return ["".join(t.text for t in e.iter(qn("w:t"), qn("w:delText"))) for e in body.iter(qn(f"w:{kind}")) if len(e)]


def test_the_changes_of_a_text_are_insertions_and_deletions_of_word():
    blob = document.render(redline(OLD, changed()))

    assert any("calm" in words for words in tracked(blob, "ins"))
    assert any("fragile" in words for words in tracked(blob, "del"))
    assert any("meet again before the summer" in words for words in tracked(blob, "ins"))
    assert any("incidents within 24 hours" in words for words in tracked(blob, "del"))


def test_who_accepts_all_changes_has_the_new_text_and_who_refuses_them_the_old_one():
    line = RedlineLine(
        change="changed",
        number="3",
        pieces=(("same", "The river"), ("gone", " rises"), ("new", " falls"), ("same", ".")),
    )
    gone = RedlineLine(change="gone", number="4", pieces=(("gone", "Gone."),))
    made = RedlineLine(change="new", number="4", pieces=(("new", "New.\nIn two lines."),))
    section = RedlineSection(number="1", title="Rivers", lines=(line, gone, made))
    blob = document.render(RedlineSheet(heading=heading(), old=1, rev=2, sections=(section,)))
    paragraphs = [p for p in opened(blob).element.body.iter(qn("w:p")) if _number(p)]

    assert [_words(p, refused="del") for p in paragraphs] == ["3.The river falls.", "", "4.New.In two lines."]
    assert [_words(p, refused="ins") for p in paragraphs] == ["3.The river rises.", "4.Gone.", ""]
    assert [_mark(p) for p in paragraphs] == [None, "del", "ins"]


def _number(paragraph):
    style = paragraph.pPr.find(qn("w:pStyle"))
    return style is not None and style.get(qn("w:val")) == "Numbered"


def _words(paragraph, *, refused):
    texts = paragraph.iter(qn("w:t"), qn("w:delText"))
    return "".join(t.text for t in texts if not any(up.tag == qn(f"w:{refused}") for up in t.iterancestors()))


def _mark(paragraph):
    inside = paragraph.pPr.find(qn("w:rPr"))
    return None if inside is None else inside[0].tag.rpartition("}")[2]


def test_every_change_is_by_the_dialogue_at_the_instant_of_the_text():
    blob = document.render(redline(OLD, changed()))
    changes = list(opened(blob).element.body.iter(qn("w:ins"), qn("w:del")))

    assert {e.get(qn("w:author")) for e in changes} == {"High-Level Dialogue NATO – Kosovo"}
    assert {e.get(qn("w:date")) for e in changes} == {"2026-10-26T22:30:05Z"}
    ids = [e.get(qn("w:id")) for e in changes]
    assert len(ids) == len(set(ids)) > 3


def test_the_paper_says_what_it_compares_and_where_nothing_changed():
    lines = read(document.render(redline(OLD, changed())))
    same = read(document.render(redline(OLD, replace(OLD, rev=3))))

    assert "Block: Reference\tHLD/2026/2 REV 3" in lines
    assert "Status: Changes since REV 2; every insertion and deletion is tracked." in lines
    assert "Status: Nothing has changed since REV 2." in same


def test_a_paragraph_that_counts_otherwise_now_says_how_it_counted():
    line = RedlineLine(change="same", number="5", was="4", pieces=(("same", "Words."),))
    section = RedlineSection(number="1", title="Item", lines=(line,))

    lines = read(document.render(RedlineSheet(heading=heading(), old=1, rev=2, sections=(section,))))

    assert lines[-1] == "Numbered: 5.\t(was 4) Words."


@pytest.mark.parametrize("new", [OLD, changed(), replace(OLD, items=()), replace(OLD, participants=())])
def test_redlines_are_sound_documents(new):
    assert faults(document.render(redline(OLD, new))) == []
    assert faults(document.render(redline(new, OLD))) == []


@pytest.mark.parametrize("text", [WORD[4], MARKDOWN[1], MARKDOWN[-2], "\ud800\v\f\u202e"])
def test_hostile_text_in_every_place_is_a_sound_document(text):
    assert faults(document.render(redline(OLD, soiled(changed(), text)))) == []


def test_all_hostile_texts_give_documents_that_open():
    for text in MIXED:
        assert missed_by_the_audit(document.render(redline(OLD, soiled(changed(), text)))) == [], text[:40]


def test_a_name_of_the_dialogue_cannot_break_out_of_its_place():
    named = heading(dialogue='A "dialogue" <w:b/> & more')

    blob = document.render(redline(OLD, replace(changed(), heading=named)))

    assert faults(blob) == []
    assert "<w:b/> &" not in members(blob)["word/document.xml"]


def test_same_sheets_give_the_same_bytes():
    with time_machine.travel(dt.datetime(2026, 11, 1, tzinfo=dt.UTC)):
        first = document.render(redline(OLD, changed()))
    with time_machine.travel(dt.datetime(2027, 2, 1, tzinfo=dt.UTC)):
        second = document.render(redline(OLD, changed()))

    assert first == second
