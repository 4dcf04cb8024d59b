import pytest
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn

from dialogue.rendering.word.fragments import Xml, paragraph
from dialogue.rendering.word.letterhead import to_bytes
from dialogue.rendering.word.template import blank, footnotes, known_language
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
