"""A table of contents: in long papers alone, and right in every program that opens it."""

import re
from dataclasses import replace

from docx.oxml.ns import qn

from dialogue.rendering.word import minutes
from tests.rendering.word.checks import faults, members, opened, read
from tests.rendering.word.sheets import long_minutes
from tests.rendering.word.sheets import minutes as sheet


def test_minutes_of_eight_pages_have_one_and_shorter_ones_have_none():
    long, short = (minutes.render(long_minutes(12, many)) for many in (120, 24))

    assert ("Label: Contents" in read(long), "Label: Contents" in read(short)) == (True, False)
    assert "instrText" not in members(minutes.render(sheet()))["word/document.xml"]


def test_each_entry_leads_to_its_heading_and_names_its_paragraphs():
    blob = minutes.render(long_minutes())
    lines = read(blob)
    begun = lines.index("Label: Contents")
    entries = lines[begun + 1 : lines.index("Heading1: Participants")]

    assert entries[:2] == ["Cell: Participants", "Cell: 1  Item 1 of the order of business\tparagraphs 1 to 10"]
    assert [one.split(": ", 1)[1] for one in entries[-5:]] == [
        "12  Item 12 of the order of business\tparagraphs 111 to 120",
        "Approval",
        "Annex I: decisions",
        "Annex II: operational conclusions",
        "Annex III: statements",
    ]
    body = opened(blob).element.body
    places = {one.get(qn("w:name")) for one in body.iter(qn("w:bookmarkStart"))}
    assert {"Item_1", "Item_12"} <= {one.get(qn("w:anchor")) for one in body.iter(qn("w:hyperlink"))} <= places
    assert faults(blob) == []


def test_it_is_a_field_of_words_own_that_is_told_nothing_typed():
    titled = replace(long_minutes().items[0], title="DDEAUTO c:\\\\x")
    whole = long_minutes()
    xml = members(minutes.render(replace(whole, items=(titled, *whole.items[1:]))))["word/document.xml"]

    assert re.findall(r"<w:instrText[^>]*>([^<]*)<", xml) == [' TOC \\o "1-2" \\n \\h \\u ']
