"""A letterhead of the secretariat's own: papers stand on it, and what they could not stand on is refused."""

import copy
import io
import zipfile

import pytest
from docx import Document
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm

from dialogue.config import Unusable
from dialogue.rendering.word import stationery, word
from dialogue.rendering.word.template import FOOTER, HEADER, OURS, edges, place
from tests.rendering.word import sheets
from tests.rendering.word.checks import faults, members

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8ffff3f0005fe02fe"
    "a735819e0000000049454e44ae426082"
)


@pytest.fixture
def own(tmp_path):
    """Our letterhead, to be changed, with the file that it is saved to."""
    document = Document(str(OURS))
    document.file = tmp_path / "own.docx"
    yield document
    stationery.choose(None)


def chosen(document):
    document.save(document.file)
    stationery.choose(document.file)


def refusal(document):
    document.save(document.file)
    with pytest.raises(Unusable) as refused:
        stationery.read(document.file)
    assert str(document.file) in str(refused.value)
    return str(refused.value).split("can stand: ")[1]


def style(document, name):
    return next(s for s in document.styles.element.iter(qn("w:style")) if s.find(qn("w:name")).get(qn("w:val")) == name)


def crest(document):
    """A crest and an address beside the line of each page, as a secretariat would put them."""
    header = document.sections[0].header
    header.add_paragraph().add_run().add_picture(io.BytesIO(PIXEL), width=Mm(10))
    header.add_paragraph("Joint Secretariat, 1 Example Street")


def test_a_paper_on_the_own_letterhead_carries_its_crest_its_inks_and_our_line(own):
    crest(own)
    style(own, "Title").find(f"{qn('w:rPr')}/{qn('w:color')}").set(qn("w:val"), "004400")
    chosen(own)

    paper = word.render(sheets.minutes())

    parts = zipfile.ZipFile(io.BytesIO(paper))
    assert faults(paper) == []
    assert "word/media/image1.png" in parts.namelist()
    head = Document(io.BytesIO(paper)).sections[0].header.paragraphs
    assert head[0].text.startswith("HLD/2026/2")
    assert head[-1].text == "Joint Secretariat, 1 Example Street"
    assert b'w:val="004400"' in parts.read("word/styles.xml")


def test_the_same_sheet_gives_the_same_bytes_on_the_own_letterhead_and_others_on_ours(own):
    ours = word.render(sheets.agenda())
    crest(own)
    chosen(own)
    first = word.render(sheets.agenda())

    chosen(own)
    second = word.render(sheets.agenda())
    stationery.choose(None)

    assert (first == second, first == ours, word.render(sheets.agenda()) == ours) == (True, False, True)


def test_what_is_written_on_the_letterhead_and_who_wrote_it_stand_on_no_paper(own):
    own.add_paragraph("To be asked: Blerta")
    own.core_properties.author = own.core_properties.comments = own.core_properties.keywords = "Blerta Writer"
    about = Part(PackURI("/docProps/app.xml"), CONTENT_TYPE.OFC_EXTENDED_PROPERTIES, b"<Company>Blerta</Company>", None)
    own.part.package.relate_to(about, RELATIONSHIP_TYPE.EXTENDED_PROPERTIES)
    chosen(own)

    told = "".join(members(word.render(sheets.participants())).values())

    assert "Blerta" in "".join(members(own.file.read_bytes()).values())
    assert ("Blerta" in told, "Title of the paper" in told) == (False, False)


def test_styles_are_known_by_their_names_whatever_ids_word_gives_them_in_another_language(own):
    for name, key in (("heading 1", "berschrift1"), ("Title", "Titel"), ("header", "Kopfzeile"), ("Quiet", "Title")):
        style(own, name).set(qn("w:styleId"), key)  # the last one is an id of ours, of another style
    for named in own.sections[0].header._element.iter(qn("w:pStyle")):
        named.set(qn("w:val"), "Kopfzeile")
    own.sections[0].header.add_paragraph("Joint Secretariat").style = own.styles["header"]
    theirs = '<w:style {} w:type="paragraph" w:styleId="Heading1"><w:name w:val="House"/></w:style>'
    own.styles.element.append(parse_xml(theirs.format(nsdecls("w"))))
    chosen(own)

    paper = Document(io.BytesIO(word.render(sheets.minutes())))

    ids = [one.style_id for one in paper.styles]
    assert len(ids) == len(set(ids))
    assert {"Heading 1", "Title"} <= {p.style.name for p in paper.paragraphs}
    assert {p.style.name for p in paper.sections[0].header.paragraphs} == {"Header"}
    assert faults(word.render(sheets.minutes())) == []


def test_bullets_and_footnotes_are_lent_where_word_has_left_them_out(own):
    kinds = ("numbering", "footnotes")
    for key, rel in list(own.part.rels.items()):
        if rel.reltype.rsplit("/", 1)[-1] in kinds:
            del own.part.rels[key]
    chosen(own)

    assert faults(word.render(sheets.agenda())) == []


def test_every_page_has_its_line_also_where_the_first_one_looks_otherwise(own):
    section = own.sections[0]
    section.different_first_page_header_footer = True
    for edge, tag in ((section.first_page_header, HEADER), (section.first_page_footer, FOOTER)):
        original = dict(edges(Document(str(OURS))))[tag]
        edge._element[:] = [place(original, tag)]
        edge.add_paragraph("First page")
    chosen(own)

    section = Document(io.BytesIO(word.render(sheets.minutes()))).sections[0]

    assert section.header.paragraphs[0].text == "HLD/2026/2 REV 3   Minutes\tLIMITED DISTRIBUTION"
    assert section.first_page_header.paragraphs[0].text == "\tLIMITED DISTRIBUTION"
    assert [p.text for p in section.first_page_header.paragraphs[1:]] == ["First page"]
    assert section.first_page_footer.paragraphs[0].text == section.footer.paragraphs[0].text


def test_a_line_that_libreoffice_has_kept_within_its_paragraph_is_the_same_line(own):
    ours = word.render(sheets.minutes())
    as_libreoffice_keeps_it(own)
    chosen(own)

    assert word.render(sheets.minutes()) == ours


def no_style(document):
    document.styles.element.remove(style(document, "Reference block"))


def no_language(document):
    for lang in list(document.styles.element.iter(qn("w:lang"))):
        lang.getparent().remove(lang)


def no_line(document):
    document.sections[0].header._element[:] = [parse_xml(f"<w:p {nsdecls('w')}/>")]


def two_lines(document):
    footer = document.sections[0].footer._element
    footer.append(copy.deepcopy(place(footer, FOOTER)))


def no_line_on_the_first_page(document):
    document.sections[0].different_first_page_header_footer = True


def no_line_on_even_pages(document):
    document.settings.odd_and_even_pages_header_footer = True


def as_libreoffice_keeps_it(document):
    """Within its paragraph."""
    header = document.sections[0].header._element
    control = place(header, HEADER)
    content = control.find(qn("w:sdtContent"))
    line = content[0]
    content[:] = [one for one in line if one.tag == qn("w:r")]
    header.replace(control, line)
    line.append(control)
    return line


def a_line_beside_words(document):
    line = as_libreoffice_keeps_it(document)
    line.append(parse_xml(f"<w:r {nsdecls('w')}><w:t>Joint Secretariat</w:t></w:r>"))


def letter_paper(document):
    document.sections[0].page_width, document.sections[0].page_height = Mm(216), Mm(279)


def wide_margins(document):
    document.sections[0].left_margin = Mm(40)


def numbers(document):
    for form in document.part.numbering_part.element.iter(qn("w:numFmt")):
        form.set(qn("w:val"), "decimal")


def picture_elsewhere(document):
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
    document.sections[0].header.part.relate_to("https://evil.example/p.png", kind, is_external=True)


def other_template(document):
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"
    document.part.part_related_by(RELATIONSHIP_TYPE.SETTINGS).relate_to("file:///c:/own.dotm", kind, is_external=True)


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        (no_style, "it lacks these styles: “reference block”."),
        (no_language, "its styles name no language."),
        (
            no_line,
            "the content control “Line of the header” has to stand in each of them once, with no words beside it.",
        ),
        (two_lines, "the content control “Line of the footer” has to stand in each"),
        (no_line_on_the_first_page, "the content control “Line of the header” has to stand in each"),
        (no_line_on_even_pages, "the content control “Line of the header” has to stand in each"),
        (a_line_beside_words, "the content control “Line of the header” has to stand in each"),
        (letter_paper, "its page is not A4 upright."),
        (wide_margins, "its margins leave less than 160 mm for the text."),
        (numbers, "its first list has no bullets."),
        (picture_elsewhere, "it shows something that lies elsewhere (https://evil.example/p.png)."),
        (other_template, "it holds a program, an object or a template of its own (attachedTemplate)."),
    ],
)
def test_a_letterhead_on_which_no_paper_can_stand_is_refused(own, changed, why):
    stationery.read(OURS)
    changed(own)

    assert refusal(own).startswith(why)


@pytest.mark.parametrize("content", [None, b"", b"no zip", b"PK\x03\x04 and no more"])
def test_what_is_no_word_document_is_refused(tmp_path, content):
    file = tmp_path / "own.docx"
    if content is not None:
        file.write_bytes(content)

    with pytest.raises(Unusable, match="it is no Word document"):
        stationery.read(file)
