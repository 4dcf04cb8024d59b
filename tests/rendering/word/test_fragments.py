import re

import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from hypothesis import given
from hypothesis import strategies as st

from dialogue.rendering.word.fragments import (
    BREAK,
    KEPT,
    NOTHING,
    Column,
    Shape,
    Table,
    around,
    attribute,
    clean,
    field,
    join,
    line,
    mm,
    paragraph,
    run,
)
from tests.rendering.word.hostile import TEXTS


def parsed(xml):
    return parse_xml(f"<w:body {nsdecls('w')}>{xml}</w:body>")


def shown(xml):
    """Text as Word shows it, with its breaks and tabs."""
    signs = {qn("w:br"): "\n", qn("w:tab"): "\t"}
    return "".join(signs.get(e.tag, e.text or "") for e in parsed(xml).iter(qn("w:t"), *signs))


def test_millimetres_become_twentieths_of_a_point():
    assert (mm(25.4), mm(25), mm(210)) == (1440, 1417, 11906)


def test_run_keeps_line_breaks_tabs_and_signs():
    assert shown(run("a < b & c\nd\te ]]>")) == "a < b & c\nd\te ]]>"


def test_run_has_its_look_in_words_order():
    assert run("x", style="Kind", strong=True, emphasis=True) == (
        '<w:r><w:rPr><w:rStyle w:val="Kind"/><w:b/><w:bCs/><w:i/><w:iCs/></w:rPr>'
        '<w:t xml:space="preserve">x</w:t></w:r>'
    )


def test_line_is_one_line_without_marks_that_turn_it_round():
    assert shown(line("Ann\u202e\nVerhaegen\t ë")) == "Ann Verhaegen ë"


def test_every_hostile_text_is_well_formed_in_a_run_a_line_and_an_attribute():
    for text in TEXTS:
        element = parsed(f'{paragraph("Normal", run(text), line(text))}<w:p x="{attribute(text)}"/>')

        assert not list(element.iter(qn("w:instrText"), qn("w:fldSimple"), qn("w:sectPr"))), text


@given(st.text())
def test_any_text_is_well_formed_and_stays_what_it_is(text):
    kept = clean(text)

    assert shown(run(text)) == kept
    assert clean(kept) == kept


def test_paragraph_says_its_shape_in_words_order():
    shape = Shape(keep=True, number=3, level=1, tabs=(("right", 9071),), left=680, hanging=360)

    assert [e.tag for e in parsed(paragraph("List", shape=shape))[0][0]] == [
        qn(f"w:{name}") for name in ("pStyle", "keepNext", "numPr", "tabs", "ind")
    ]


def test_join_and_break_are_plain_sequence():
    assert shown(join(run("a"), BREAK, run("b"))) == "a\nb"


def test_field_is_a_simple_field():
    assert parsed(f"<w:p>{field('PAGE')}</w:p>")[0][0].get(qn("w:instr")) == " PAGE "


def make_table():
    return Table(Column("No.", 20), Column("Text & more", 140), caption='Table "A"', description="Two columns.")


def test_table_repeats_its_header_and_breaks_no_row():
    table = make_table()
    table.row(paragraph("Cell", run("1")), paragraph("Cell", run("one")))

    rows = parsed(table.xml())[0].findall(qn("w:tr"))

    assert [[e.tag for e in row[0]] for row in rows] == [
        [qn("w:cantSplit"), qn("w:tblHeader")],
        [qn("w:cantSplit")],
    ]


def test_table_has_a_caption_and_says_what_it_shows():
    properties = parsed(make_table().xml())[0][0]

    assert [(e.tag, e.get(qn("w:val"))) for e in properties[-2:]] == [
        (qn("w:tblCaption"), 'Table "A"'),
        (qn("w:tblDescription"), "Two columns."),
    ]


def test_table_shades_the_cells_that_it_is_told_to():
    table = make_table()
    table.row(paragraph("Cell"), paragraph("Cell"), shaded=(1,))

    cells = parsed(table.xml())[0].findall(qn("w:tr"))[1].findall(qn("w:tc"))

    assert [len(list(cell.iter(qn("w:shd")))) for cell in cells] == [0, 1]


def test_cell_without_content_still_has_a_paragraph():
    table = make_table()
    table.row(join(), paragraph("Cell", shape=KEPT), height=14)

    cells = parsed(table.xml())[0].findall(qn("w:tr"))[1].findall(qn("w:tc"))

    assert [len(cell.findall(qn("w:p"))) for cell in cells] == [1, 1]


@pytest.mark.parametrize(
    "nothing", [NOTHING, paragraph("Cell"), paragraph("Cell", line("")), paragraph("Cell", run(""))]
)
def test_a_cell_in_which_nothing_is_said_is_a_dash(nothing):
    table = Table(Column("A", 20), Column("B", 20), caption="Rows")
    table.row(nothing, paragraph("Cell", line(""), line("x")))

    assert re.findall(r">([^<>]+)</w:t>", table.xml()) == ["A", "B", "—", "x"]


def languages(xml):
    """Each stretch with the language that it is tagged with."""
    runs = parsed(paragraph("Normal", xml)).iter(qn("w:r"))
    told = ((one.find(f"{qn('w:rPr')}/{qn('w:lang')}"), one) for one in runs)
    return [
        ("".join(t.text or "" for t in one.iter(qn("w:t"))), "" if tag is None else tag.get(qn("w:val")))
        for tag, one in told
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("The Parties met.", [("The Parties met.", "")]),
        (
            "In Mitrovica (Митровица) they met.",
            [("In Mitrovica (", ""), ("Митровица", "sr-Cyrl-RS"), (") they met.", "")],
        ),
        ("Стране су се, 12. маја 2026, састале.", [("Стране су се, 12. маја 2026, састале", "sr-Cyrl-RS"), (".", "")]),
        ("Đorđe i Ђорђе", [("Đorđe i ", ""), ("Ђорђе", "sr-Cyrl-RS")]),
        ("1\nЂ", [("1", ""), ("Ђ", "sr-Cyrl-RS")]),
    ],
)
def test_cyrillic_letters_tell_their_language(text, told):
    assert languages(run(text)) == told


def test_a_language_that_is_declared_is_that_of_all_but_cyrillic_letters():
    told = [("Palët ranë dakord (", "sq-AL"), ("Ђ", "sr-Cyrl-RS"), (").", "sq-AL")]

    assert languages(run("Palët ranë dakord (Ђ).", language="sq-AL")) == told
    assert languages(line("Ђорђе Петровић")) == [("Ђорђе Петровић", "sr-Cyrl-RS")]


@given(st.sampled_from(TEXTS))
def test_letters_of_two_scripts_lose_and_gain_nothing(text):
    assert "".join(words for words, _ in languages(run(text))) == re.sub(r"[\n\t]", "", clean(text))


def test_a_place_begins_in_its_first_paragraph_and_ends_in_its_last():
    first, last = paragraph("Numbered", line("one")), paragraph("List", line("two"))

    made = around("_P", 7, [first, last])

    start, end = '<w:bookmarkStart w:id="7" w:name="_P"/>', '<w:bookmarkEnd w:id="7"/>'
    assert made == [first.replace("</w:pPr>", f"</w:pPr>{start}"), last.replace("</w:p>", f"{end}</w:p>")]
    assert around("_P", 7, [first]) == [made[0].replace("</w:p>", f"{end}</w:p>")]
