import datetime as dt
import io
import zipfile

import pytest
import time_machine

from dialogue.i18n import language
from dialogue.rendering.word.fragments import paragraph, run
from dialogue.rendering.word.furniture import Masthead
from dialogue.rendering.word.letterhead import Manner, Paper, spoken
from tests.rendering.word.checks import faults, members, missed_by_the_audit, opened, read
from tests.rendering.word.hostile import BROKEN, CONTROLS, LONG, MARKDOWN, SCRIPTS, UNSEEN, WORD
from tests.rendering.word.sheets import heading

DATED = dt.datetime(2026, 10, 26, 22, 30, 5, tzinfo=dt.UTC)


def paper(**changes):
    return Paper(Masthead(**{"title": "Minutes", "reference": "HLD/2026/2", "dated": DATED, **changes}))


def filled():
    made = paper(notes=("A note.",))
    made.title()
    made.heading(1, "One", number="1")
    made.prose("a [link](https://x.example)\n\n1. b", Manner())
    return made


def stamps(blob):
    with zipfile.ZipFile(io.BytesIO(blob)) as archive:
        return {info.date_time for info in archive.infolist()}


def test_same_paper_gives_the_same_bytes_whenever_it_is_made():
    with time_machine.travel(dt.datetime(2026, 11, 1, 12, tzinfo=dt.UTC)):
        first = filled().to_bytes()
    with time_machine.travel(dt.datetime(2031, 3, 1, 7, tzinfo=dt.UTC)):
        second = filled().to_bytes()

    assert first == second
    assert faults(first) == []


@pytest.mark.parametrize(
    ("dated", "stamp"),
    [
        (DATED, (2026, 10, 26, 22, 30, 4)),  # a zip counts every other second
        (None, (1980, 1, 1, 0, 0, 0)),
        (dt.datetime(1970, 1, 1, tzinfo=dt.UTC), (1980, 1, 1, 0, 0, 0)),
    ],
)
def test_times_in_the_file_are_the_records(dated, stamp):
    assert stamps(paper(dated=dated).to_bytes()) == {stamp}


def test_file_says_what_it_is_and_not_who_typed_it():
    about = opened(paper(dialogue="High-Level Dialogue", language="sq-XK").to_bytes()).core_properties

    assert (about.title, about.subject, about.language) == ("HLD/2026/2 Minutes", "HLD/2026/2", "sq-XK")
    assert (about.author, about.last_modified_by) == ("High-Level Dialogue",) * 2
    assert (about.created, about.modified) == (DATED, DATED)
    assert about.comments == about.keywords == ""


def test_file_without_a_date_or_a_dialogue_says_neither():
    blob = paper(dated=None, dialogue="").to_bytes()

    assert opened(blob).core_properties.author == "Secretariat"
    assert "dcterms:" not in members(blob)["docProps/core.xml"].replace("xmlns:dcterms", "")


def test_long_title_is_cut_in_the_properties_alone():
    made = paper(title="Minutes " * 60)
    made.title()
    blob = made.to_bytes()

    assert len(opened(blob).core_properties.title) == 255
    assert read(blob) == ["Title: " + "Minutes " * 60]


def test_headings_never_skip_a_level():
    made = paper()
    for level in (2, 3, 3, 1, 3):
        made.heading(level, "x")

    assert read(made.to_bytes()) == [f"Heading{n}: x" for n in (1, 2, 3, 1, 2)]


def test_footnotes_are_words_own_and_numbered_in_order():
    made = paper(notes=("First & <one>.", "* A designation."))
    made.title()
    blob = made.to_bytes()

    notes = opened(blob).part.package
    text = members(blob)["word/footnotes.xml"]
    assert notes is not None
    assert text.count("<w:footnote ") == 4
    assert "First &amp; &lt;one&gt;." in text
    assert "> A designation.<" in text
    assert read(blob) == ["Title: Minutes*"]
    assert faults(blob) == []


def test_links_are_shared_and_point_outside():
    made = paper()
    made.prose("https://x.example, https://x.example and mailto:a@x.example", Manner())

    rels = [r for r in opened(made.to_bytes()).part.rels.values() if r.is_external]
    assert [(r.rId, r.target_ref) for r in rels] == [("link1", "https://x.example"), ("link2", "mailto:a@x.example")]


def test_a_number_is_the_one_typed_and_no_program_counts_it_anew():
    made = paper()
    made.prose("3. a\n7. b", Manner())

    blob = made.to_bytes()
    assert read(blob)[-2:] == ["List: 3.\ta", "List: 7.\tb"]
    assert "numPr" not in members(blob)["word/document.xml"]


def test_first_page_of_a_paper_of_a_session():
    blob = Paper.of_session(heading(notes=("A note.",)), "Agenda", rev=1).to_bytes()

    assert [text.split(":")[0] for text in read(blob)] == ["Masthead", *["Block"] * 7, "Title", "Subtitle"]
    assert opened(blob).core_properties.title == "HLD/2026/2 REV 1 Agenda"


def test_paper_speaks_its_own_language_and_leaves_the_readers():
    with spoken("en-GB"):
        assert language() == "en"
    with spoken("xx-YY"):
        assert language() == "en"


def everywhere(texts):
    """Each text in every place that a paper has for text."""
    made = paper(title=" ".join(texts)[:3000], marking=texts[5], dialogue=texts[-2], notes=texts)
    made.opening()
    made.title()
    for text in texts:
        made.heading(1, text, number=text[:5])
        made.add(paragraph("Normal", run(text)))
        made.prose(text, Manner(style="Numbered", then="Continued", left=680))
        made.bullets([text])
    return made.to_bytes()


@pytest.mark.parametrize("texts", [CONTROLS, UNSEEN, BROKEN, WORD, MARKDOWN, SCRIPTS], ids="CUBWMS")
def test_every_hostile_text_everywhere_gives_a_sound_document(texts):
    blob = everywhere(texts)

    assert faults(blob) == []
    assert not [name for name, xml in members(blob).items() if "<w:instrText" in xml]


def test_endless_texts_are_written_in_their_length():
    blob = everywhere(LONG)  # too many siblings for the audit, which is quadratic in them

    assert missed_by_the_audit(blob) == []
    assert len(blob) < 50_000


def test_nothing_points_outside_but_safe_links():
    rels = opened(everywhere(MARKDOWN)).part.rels.values()

    outside = {(rel.reltype.rsplit("/", 1)[-1], rel.target_ref) for rel in rels if rel.is_external}
    assert {kind for kind, _ in outside} == {"hyperlink"}
    assert {address for _, address in outside} == {
        "http://a",
        "http://auto.example/",
        "http://evil.example",  # an address that a reader would have to follow
        "http://evil.example/p.png",  # a picture is words and an address, never fetched
        "https://a.example",
        "https://b.example",
        "https://c.example",
    }


def test_the_first_page_has_its_marking_and_no_running_title():
    blob = paper(marking="LIMITED").to_bytes()

    section = opened(blob).sections[0]
    assert section.different_first_page_header_footer
    assert section.first_page_header.paragraphs[0].text == "\tLIMITED"
    assert section.header.paragraphs[0].text == "HLD/2026/2   Minutes\tLIMITED"
    assert section.first_page_footer.paragraphs[0].text == section.footer.paragraphs[0].text != ""
    assert faults(blob) == []
