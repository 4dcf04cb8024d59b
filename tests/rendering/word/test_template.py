"""The letterhead of ours: sound and slim, its styles in order and readable, and each paper a copy of its own."""

import pytest
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn

from dialogue.rendering.word.fragments import Xml, paragraph
from dialogue.rendering.word.letterhead import to_bytes
from dialogue.rendering.word.template import OURS, blank, footnotes, known_language, ours
from tests.rendering.word.checks import faults, members


def test_empty_paper_is_sound_and_slim():
    blob = to_bytes(blank("en-GB"), paragraph("Normal"), dated=None)

    assert faults(blob) == []
    assert len(blob) < 12_000


def test_template_does_not_say_what_made_it():
    parts = members(to_bytes(blank("en-GB"), Xml(""), dated=None))

    assert not [name for name in parts if "thumbnail" in name or "app.xml" in name or "customXml" in name]
    assert not [name for name, xml in parts.items() if "python-docx" in xml or "rsid" in xml]


def test_paper_is_a4_upright_or_across_with_margins_of_25_mm():
    upright, across = blank("en-GB").sections[0], blank("en-GB", landscape=True).sections[0]

    assert (upright.page_width.mm, upright.page_height.mm) == pytest.approx((210, 297), abs=0.1)
    assert (across.page_width.mm, across.page_height.mm) == pytest.approx((297, 210), abs=0.1)
    assert across.orientation is WD_ORIENT.LANDSCAPE
    margins = (upright.left_margin, upright.right_margin, upright.top_margin, upright.bottom_margin)
    assert [m.mm for m in margins] == pytest.approx([25] * 4, abs=0.1)


def test_language_is_the_documents_own():
    english, albanian = blank("en-GB"), blank("sq-XK")

    told = [next(d.styles.element.iter(qn("w:lang"))).get(qn("w:val")) for d in (english, albanian)]
    assert told == ["en-GB", "sq-XK"]


@pytest.mark.parametrize("tag", ["", "english", "en_GB", "en-GB-oxendict-x", '"><', "e" * 40])
def test_ill_formed_language_is_taken_for_the_default(tag):
    assert known_language(tag) == "en-GB"


@pytest.mark.parametrize("tag", ["fr", "sq-XK", "sr-Cyrl-XK", "sr-Latn", "es-419"])
def test_well_formed_language_stays(tag):
    assert known_language(tag) == tag


def test_one_paper_does_not_touch_the_next():
    first = blank("fr", landscape=True)
    footnotes(first).element.append(first.styles.element[0])
    first.add_paragraph("x")

    second = blank("en-GB")

    assert (len(second.paragraphs), len(footnotes(second).element)) == (0, 2)
    assert second.sections[0].orientation is WD_ORIENT.PORTRAIT


def styles():
    return {s.get(qn("w:styleId")): s for s in ours().styles.element.iter(qn("w:style"))}


def test_headings_are_words_own_and_in_order():
    found = styles()

    for level in (1, 2, 3):
        style = found[f"Heading{level}"]
        assert style.find(qn("w:name")).get(qn("w:val")) == f"heading {level}"
        assert style.find(f"{qn('w:pPr')}/{qn('w:outlineLvl')}").get(qn("w:val")) == str(level - 1)


def test_every_style_stands_on_one_that_is_there():
    found = styles()

    based = {key: s.find(qn("w:basedOn")) for key, s in found.items()}
    assert {s.get(qn("w:val")) for s in based.values() if s is not None} <= set(found)


def test_body_is_eleven_point_serif_with_a_fallback():
    defaults = ours().styles.element[0]

    assert next(defaults.iter(qn("w:sz"))).get(qn("w:val")) == "22"
    assert next(defaults.iter(qn("w:rFonts"))).get(qn("w:ascii")) == "Cambria"
    assert '<w:font w:name="Cambria"><w:altName w:val="Caladea"/>' in members(OURS.read_bytes())["word/fontTable.xml"]


def luminance(colour):
    parts = [int(colour[n : n + 2], 16) / 255 for n in (0, 2, 4)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_every_ink_is_readable_on_paper_tint_and_shade():
    inks = {c.get(qn("w:val")) for s in styles().values() for c in s.iter(qn("w:color"))}

    assert inks
    for paper in ("FFFFFF", "EEF1F5", "FFF6E0"):
        assert min((luminance(paper) + 0.05) / (luminance(ink) + 0.05) for ink in inks) >= 4.5


def test_the_file_itself_is_sound_and_says_in_word_what_may_be_changed():
    content = OURS.read_bytes()

    assert faults(content) == []
    assert "stands on no paper" in members(content)["word/document.xml"]
