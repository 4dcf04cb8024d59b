from dataclasses import replace

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from dialogue.domain.editions import Level
from dialogue.rendering.word.furniture import Masthead, footer, header, reference_block, session_line
from tests.rendering.word.sheets import heading

SIGNS = {qn("w:br"): "\n", qn("w:tab"): "\t"}


def told(xml):
    """Paragraphs as read; a field as its instruction in braces."""
    out = []
    for p in parse_xml(f"<w:body {nsdecls('w')}>{xml}</w:body>"):
        text = ""
        for e in p.iter(qn("w:r"), qn("w:fldSimple")):
            inside = e.getparent().tag == qn("w:fldSimple")
            if e.tag == qn("w:fldSimple"):
                text += "{" + e.get(qn("w:instr")).strip() + "}"
            elif not inside:
                text += "".join(SIGNS.get(c.tag, c.text or "") for c in e if c.tag in (*SIGNS, qn("w:t")))
        out.append(text)
    return out


MASTHEAD = Masthead(title="Minutes", reference="HLD/2026/2 REV 1", marking="LIMITED", edition=Level.COHOST)


def test_header_has_reference_title_and_marking():
    assert told(header(MASTHEAD, 160)) == ["HLD/2026/2 REV 1   Minutes\tLIMITED"]


def test_header_without_reference_has_the_title():
    assert told(header(Masthead(title="Follow-up tracker"), 160)) == ["Follow-up tracker\t"]


def test_footer_has_edition_marking_and_page_of_pages():
    assert told(footer(MASTHEAD, 160)) == ["Edition for the co-host\tLIMITED\tPage {PAGE} of {NUMPAGES}"]


LONG = "NATO UNCLASSIFIED Releasable to EU/PfP and the delegations · TLP:AMBER+STRICT"


def test_a_long_marking_is_torn_neither_in_the_header_nor_in_the_footer():
    masthead = replace(MASTHEAD, marking=LONG)

    assert told(header(masthead, 160)) == [f"HLD/2026/2 REV 1   Minutes\n\t{LONG}"]
    assert told(footer(masthead, 160)) == [f"Edition for the co-host\t\tPage {{PAGE}} of {{NUMPAGES}}\n\t{LONG}"]
    assert told(header(masthead, 247)) == [f"HLD/2026/2 REV 1   Minutes\t{LONG}"]
    assert told(footer(masthead, 247)) == [f"Edition for the co-host\t{LONG}\tPage {{PAGE}} of {{NUMPAGES}}"]


def test_reference_block_says_what_is_known():
    assert told(reference_block(heading(), "Minutes", 2)) == [
        "Reference\tHLD/2026/2 REV 2",
        "Date\tMon 26 Oct 2026",
        "Original language\tEnglish",
        "From\tThe two secretaries",
        "To\tDelegations",
        "Subject\tMinutes",
        "No. of previous document\tHLD/2026/2 REV 1",
    ]


def test_reference_block_leaves_out_what_is_not_known():
    bare = heading(dated=None, sender="", addressee="", previous="")

    assert told(reference_block(bare, "Minutes", None)) == [
        "Reference\tHLD/2026/2",
        "Original language\tEnglish",
        "Subject\tMinutes",
    ]


def test_session_line_names_place_time_and_zone():
    title, when = "Second session of 2026", "Tue 10 Nov 2026, 09:30–17:00 Brussels/Prishtina time"

    assert told(session_line(heading())) == [f"{title}\n{when}\nPrishtina, University Library, Great Hall"]
