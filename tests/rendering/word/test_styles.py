from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from dialogue.rendering.word.styles import FONT, FONTS, STYLES


def styles():
    return {
        s.get(qn("w:styleId")): s
        for s in parse_xml(f"<w:styles {nsdecls('w')}>{STYLES}</w:styles>").iter(qn("w:style"))
    }


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
    defaults = parse_xml(f"<w:styles {nsdecls('w')}>{STYLES}</w:styles>")[0]

    assert next(defaults.iter(qn("w:sz"))).get(qn("w:val")) == "22"
    assert next(defaults.iter(qn("w:rFonts"))).get(qn("w:ascii")) == FONT
    assert 'w:altName w:val="Caladea"' in FONTS


def luminance(colour):
    parts = [int(colour[n : n + 2], 16) / 255 for n in (0, 2, 4)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_every_ink_is_readable_on_paper_tint_and_shade():
    inks = {c.get(qn("w:val")) for s in styles().values() for c in s.iter(qn("w:color"))}

    assert inks
    for paper in ("FFFFFF", "EEF1F5", "FFF6E0"):
        assert min((luminance(paper) + 0.05) / (luminance(ink) + 0.05) for ink in inks) >= 4.5
