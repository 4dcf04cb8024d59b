import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from hypothesis import given
from lxml import html

from dialogue.domain.text import MarkdownText, clean
from dialogue.rendering.prose import to_html
from dialogue.rendering.word.fragments import run
from dialogue.rendering.word.prose import Manner, blocks
from tests.rendering.test_typed import LIKE_MARKS, unturned, visible
from tests.rendering.word.hostile import TEXTS
from tests.shown import READ, TOGETHER, on_page, on_paper


class Notebook:
    """A paper that only remembers what it was asked."""

    known = {}

    def __init__(self):
        self.links = []

    def link(self, address):
        self.links.append(address)
        return f"link{len(self.links)}"


def parsed(parts):
    return parse_xml(f"<w:body {nsdecls('w', 'r')}>{''.join(parts)}</w:body>")


def paper(text):
    return on_paper(parsed(blocks(text, Notebook(), Manner())).iter(qn("w:p")))


def told(text, **how):
    """Each paragraph as (style, text)."""
    body = parsed(blocks(text, Notebook(), Manner(**how)))
    return [(p.pPr.pStyle.val, "".join(t.text or "" for t in p.iter(qn("w:t")))) for p in body.iter(qn("w:p"))]


def test_a_line_end_is_a_line_end_and_an_empty_line_parts_paragraphs():
    body = parsed(blocks("one\ntwo  \nthree\n\nfour", Notebook(), Manner()))

    assert told("one\ntwo  \nthree\n\nfour") == [("Normal", "onetwothree"), ("Normal", "four")]
    assert len(list(body.iter(qn("w:br")))) == 2


def test_first_paragraph_has_its_lead_and_style_and_later_ones_their_own():
    assert told("one\n\ntwo", style="Numbered", then="Continued", lead=run("7. ")) == [
        ("Numbered", "7. one"),
        ("Continued", "two"),
    ]


@pytest.mark.parametrize(
    "text", ["- one", "3. one", *map(MarkdownText, ("- one", "> one", "```\none\n```", "| one |\n|---|"))]
)
def test_lead_stands_alone_before_what_is_set_in(text):
    assert told(text, style="Numbered", lead=run("7."))[0] == ("Numbered", "7.")


def test_text_is_kept_with_what_follows_if_it_is_told_so():
    for text in ("one", "**one**", "- one\n- two"):
        body = parsed(blocks(text, Notebook(), Manner(style="Numbered", lead=run("7."), keep=True)))

        assert [len(list(p.iter(qn("w:keepNext")))) for p in body] == [1] * len(body)


def test_lead_of_an_empty_text_is_kept():
    assert told("", style="Numbered", lead=run("7.")) == [("Numbered", "7.")]
    assert told("") == []


def test_emphasis_strong_and_code_are_looks_of_runs():
    text = MarkdownText("a *b* **c** `d` ***e***")
    runs = parsed(blocks(text, Notebook(), Manner()))[0].findall(qn("w:r"))

    looks = {r.findtext(qn("w:t")): [e.tag for e in r.rPr] if r.rPr is not None else [] for r in runs}
    strong, emphasis = [qn("w:b"), qn("w:bCs")], [qn("w:i"), qn("w:iCs")]
    assert (looks["b"], looks["c"], looks["d"], looks["e"]) == (
        emphasis,
        strong,
        [qn("w:rStyle")],
        [*strong, *emphasis],
    )


def test_bold_and_italics_are_looks_of_runs():
    runs = parsed(blocks("a _b_ **c** **_d_**", Notebook(), Manner()))[0].findall(qn("w:r"))

    looks = {r.findtext(qn("w:t")): [e.tag for e in r.rPr] for r in runs if r.rPr is not None}
    strong, emphasis = [qn("w:b"), qn("w:bCs")], [qn("w:i"), qn("w:iCs")]
    assert looks == {"b": emphasis, "c": strong, "d": [*strong, *emphasis]}


def test_headings_of_old_are_bold_lines_kept_with_the_next():
    text = MarkdownText("# Big\n\ntext")
    body = parsed(blocks(text, Notebook(), Manner()))

    assert told(text) == [("Normal", "Big"), ("Normal", "text")]
    assert [len(list(p.iter(qn("w:b"), qn("w:keepNext")))) for p in body] == [2, 0]
    assert told(text, lead=run("7. "))[0] == ("Normal", "7. Big")


def test_points_stand_where_their_depth_sets_them_in_with_the_numbers_typed():
    body = parsed(blocks("3. a\n   - b\n     7) c\n4. d\n\ne", Notebook(), Manner(left=680, then="Continued")))

    numbers = [p.pPr.numPr for p in body]
    assert [(n.numId.val, n.ilvl.val) if n is not None else None for n in numbers] == [None, (1, 1), None, None, None]
    assert [p.pPr.ind.left.twips for p in body[:4]] == [1040, 1400, 1760, 1040]
    assert {p.pPr.ind.get(qn("w:hanging")) for p in body[:4]} == {"360"}
    assert on_paper(body) == ["3. a", "• b", "7) c", "4. d", "e"]
    assert body[4].pPr.ind is None


def test_a_sign_pasted_from_word_stays_as_it_was():
    assert paper("•\tone\no\ttwo") == ["• one", "o two"]


def test_quotations_are_set_in():
    assert told(MarkdownText("> a\n>\n> b")) == [("Quote", "a"), ("Quote", "b")]


def test_code_keeps_its_lines():
    body = parsed(blocks(MarkdownText("```\na\n  b\n```"), Notebook(), Manner()))

    assert [t.text for t in body.iter(qn("w:t"))] == ["a", "  b"]


def test_safe_links_are_links_and_others_stay_words():
    book = Notebook()
    text = (
        "[a](https://x.example/a?b=c&d) [b](javascript:1) [c](mailto:x@y.example) [d](http://[::1) [e](ftp://x.example)"
    )

    body = parsed(blocks(MarkdownText(text), book, Manner()))

    assert book.links == ["https://x.example/a?b=c&d", "mailto:x@y.example"]
    assert [h.xpath("string(.)") for h in body.iter(qn("w:hyperlink"))] == ["a", "c"]
    assert told(MarkdownText(text)) == [("Normal", "a [b](javascript:1) c d e")]
    assert told(text) == [("Normal", text)]


def test_an_address_leads_where_it_says():
    book = Notebook()

    body = parsed(blocks("see https://x.example/a?b=c&d, **mailto:x@y.example**", book, Manner()))

    assert book.links == ["https://x.example/a?b=c&d", "mailto:x@y.example"]
    assert [h.xpath("string(.)") for h in body.iter(qn("w:hyperlink"))] == book.links


def test_code_and_tables_are_set_in_like_the_text_around_them():
    body = parsed(blocks(MarkdownText("```\na\n```\n\n| a |\n|---|\n| b |"), Notebook(), Manner(left=680)))

    assert body[0].pPr.ind.left.twips == 680
    assert next(body.iter(qn("w:tblInd"))).get(qn("w:w")) == "680"


def test_table_in_a_cell_is_lines():
    assert told(MarkdownText("| a | b |\n|---|---|\n| 1 | 2 |"), style="Cell") == [("Cell", "ab"), ("Cell", "12")]


def test_tables_of_a_page_are_tables_of_a_paper_and_wider_ones_are_lines():
    small = parsed(blocks(MarkdownText("| a | b |\n|---|---|\n| *1* | 2 |"), Notebook(), Manner()))
    wide = parsed(blocks(MarkdownText(f"|{'x|' * 40}\n|{'-|' * 40}\n|{'y|' * 40}"), Notebook(), Manner()))

    rows = small[0].findall(qn("w:tr"))
    assert [[c.xpath("string(.)") for c in row.findall(qn("w:tc"))] for row in rows] == [["a", "b"], ["1", "2"]]
    assert not list(wide.iter(qn("w:tbl")))
    assert len(list(wide.iter(qn("w:p")))) == 2


@pytest.mark.parametrize("how", [str, MarkdownText])
@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
def test_every_hostile_text_is_well_formed_prose(text, how):
    body = parsed(blocks(how(text), Notebook(), Manner(lead=run("1."))))

    assert not list(body.iter(qn("w:instrText"), qn("w:fldSimple"), qn("w:drawing"), qn("w:sectPr")))


@given(LIKE_MARKS)
def test_page_and_paper_agree_paragraph_by_paragraph(typed):
    text = clean(unturned(typed), limit=10**6, one_line=False)

    page = on_page(html.fragment_fromstring(to_html(text), create_parent="div"))

    assert [visible(words) for words in paper(text)] == [visible(words) for words in page]


def test_a_paper_shows_what_was_typed():
    assert paper(clean(TOGETHER, limit=10**6, one_line=False)) == READ
