import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from hypothesis import assume, given
from hypothesis import strategies as st

from dialogue.documents.fragments import clean, run
from dialogue.documents.prose import WORDS, Manner, blocks, safe_address
from tests.documents.hostile import TEXTS


class Notebook:
    """A paper that only remembers what it was asked."""

    def __init__(self):
        self.links, self.lists = [], []

    def link(self, address):
        self.links.append(address)
        return f"link{len(self.links)}"

    def numbering(self, start, level):
        self.lists.append((start, level))
        return len(self.lists) + 1


def parsed(parts):
    return parse_xml(f"<w:body {nsdecls('w', 'r')}>{''.join(parts)}</w:body>")


def told(text, **how):
    """Each paragraph as (style, text)."""
    body = parsed(blocks(text, Notebook(), Manner(**how)))
    return [(p.pPr.pStyle.val, "".join(t.text or "" for t in p.iter(qn("w:t")))) for p in body.iter(qn("w:p"))]


def test_paragraphs_soft_breaks_and_hard_breaks():
    body = parsed(blocks("one\ntwo  \nthree\n\nfour", Notebook(), Manner()))

    assert told("one\ntwo  \nthree\n\nfour") == [("Normal", "one twothree"), ("Normal", "four")]
    assert len(list(body.iter(qn("w:br")))) == 1


def test_first_paragraph_has_its_lead_and_style_and_later_ones_their_own():
    assert told("one\n\ntwo", style="Numbered", then="Continued", lead=run("7. ")) == [
        ("Numbered", "7. one"),
        ("Continued", "two"),
    ]


@pytest.mark.parametrize("text", ["- one", "> one", "```\none\n```", "| one |\n|---|"])
def test_lead_stands_alone_before_what_is_set_in(text):
    assert told(text, style="Numbered", lead=run("7."))[0] == ("Numbered", "7.")


def test_text_is_kept_with_what_follows_if_it_is_told_so():
    for text in ("one", "*one*", "- one\n- two"):
        body = parsed(blocks(text, Notebook(), Manner(style="Numbered", lead=run("7."), keep=True)))

        assert [len(list(p.iter(qn("w:keepNext")))) for p in body] == [1] * len(body)


def test_lead_of_an_empty_text_is_kept():
    assert told("", style="Numbered", lead=run("7.")) == [("Numbered", "7.")]
    assert told("") == []


def test_emphasis_strong_and_code_are_looks_of_runs():
    runs = parsed(blocks("a *b* **c** `d` ***e***", Notebook(), Manner()))[0].findall(qn("w:r"))

    looks = {r.findtext(qn("w:t")): [e.tag for e in r.rPr] if r.rPr is not None else [] for r in runs}
    strong, emphasis = [qn("w:b"), qn("w:bCs")], [qn("w:i"), qn("w:iCs")]
    assert (looks["b"], looks["c"], looks["d"], looks["e"]) == (
        emphasis,
        strong,
        [qn("w:rStyle")],
        [*strong, *emphasis],
    )


def test_headings_become_bold_lines_kept_with_the_next():
    body = parsed(blocks("# Big\n\ntext", Notebook(), Manner()))

    assert told("# Big\n\ntext") == [("Normal", "Big"), ("Normal", "text")]
    assert [len(list(p.iter(qn("w:b"), qn("w:keepNext")))) for p in body] == [2, 0]


def test_lists_are_numbered_by_word_and_nest():
    book = Notebook()

    body = parsed(blocks("3. a\n   - b\n     1. c\n\n   more\n4. d\n\n1. e", book, Manner(left=680)))

    numbers = [p.pPr.numPr for p in body]
    assert [(n.numId.val, n.ilvl.val) if n is not None else None for n in numbers] == [
        (2, 0), (1, 1), (3, 2), None, (2, 0), (2, 0),
    ]  # fmt: skip
    assert [p.pPr.ind.left.twips for p in body] == [1040, 1400, 1760, 1040, 1040, 1040]
    assert book.lists == [(3, 0), (1, 2)]


def test_item_without_words_still_counts():
    assert told("1. a\n2.\n3. c") == [("List", "a"), ("List", ""), ("List", "c")]


def test_quotations_are_set_in():
    assert told("> a\n>\n> b") == [("Quote", "a"), ("Quote", "b")]


def test_code_keeps_its_lines():
    body = parsed(blocks("```\na\n  b\n```", Notebook(), Manner()))

    assert [t.text for t in body.iter(qn("w:t"))] == ["a", "  b"]


def test_safe_links_are_links_and_others_stay_words():
    book = Notebook()
    text = (
        "[a](https://x.example/a?b=c&d) [b](javascript:1) [c](mailto:x@y.example) [d](http://[::1) [e](ftp://x.example)"
    )

    body = parsed(blocks(text, book, Manner()))

    assert book.links == ["https://x.example/a?b=c&d", "mailto:x@y.example"]
    assert [h.xpath("string(.)") for h in body.iter(qn("w:hyperlink"))] == ["a", "c"]
    assert told(text) == [("Normal", "a [b](javascript:1) c d e")]


@pytest.mark.parametrize(
    "address",
    [
        "http://x.example",
        "https://x.example:8443/a/b?c=d#e",
        "mailto:secretariat@x.example",
        "mailto:a@x.example?subject=Re",
        "http://xn--d1acufc.example/%D1%8F",
    ],
)
def test_addresses_that_word_follows(address):
    assert safe_address(address)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "x.example",
        "//x.example",
        "javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "ftp://x.example",
        "http://",
        "http://x..example",
        "http://-x.example",
        "http://x.example:99999",
        "http://user:pw@x.example",
        "http://[::1]",
        "http://x.example/%zz",
        "http://x.example/a b",
        "http://x.example/я",
        "mailto:",
        "mailto:a@b@c",
        "https://x.example/" + "a" * 2000,
    ],
)
def test_addresses_that_word_is_not_given(address):
    assert not safe_address(address)


def test_code_and_tables_are_set_in_like_the_text_around_them():
    body = parsed(blocks("```\na\n```\n\n| a |\n|---|\n| b |", Notebook(), Manner(left=680)))

    assert body[0].pPr.ind.left.twips == 680
    assert next(body.iter(qn("w:tblInd"))).get(qn("w:w")) == "680"


def test_table_in_a_cell_is_lines():
    assert told("| a | b |\n|---|---|\n| 1 | 2 |", style="Cell") == [("Cell", "ab"), ("Cell", "12")]


def test_tables_of_a_page_are_tables_of_a_paper_and_wider_ones_are_lines():
    small = parsed(blocks("| a | b |\n|---|---|\n| *1* | 2 |", Notebook(), Manner()))
    wide = parsed(blocks(f"|{'x|' * 40}\n|{'-|' * 40}\n|{'y|' * 40}", Notebook(), Manner()))

    rows = small[0].findall(qn("w:tr"))
    assert [[c.xpath("string(.)") for c in row.findall(qn("w:tc"))] for row in rows] == [["a", "b"], ["1", "2"]]
    assert not list(wide.iter(qn("w:tbl")))
    assert len(list(wide.iter(qn("w:p")))) == 2


@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
def test_every_hostile_text_is_well_formed_prose(text):
    body = parsed(blocks(text, Notebook(), Manner(lead=run("1."))))

    assert not list(body.iter(qn("w:instrText"), qn("w:fldSimple"), qn("w:drawing"), qn("w:sectPr")))


@given(st.sampled_from("ab1é"), st.text("ab1.)(&#; -+=~|:\"é'", max_size=20) | st.text(max_size=20))
def test_plain_words_are_what_the_parser_makes_of_them(first, more):
    text = clean(first + more).strip()
    assume(WORDS.fullmatch(text))

    parsed_too = told(f"{text}\n\n`end`")  # a text with a sign goes through the parser

    assert [*told(text), ("Normal", "end")] == parsed_too
