"""The letterhead that every paper starts from: ours, or the secretariat's own; copied per paper. No word in it is one
that a reader sees, but what stands around the two lines of each page."""

import copy
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from docx import Document
from docx.document import Document as Docx
from docx.enum.section import WD_ORIENT
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.part import Part, PartFactory, XmlPart
from docx.oxml.ns import qn
from docx.shared import Mm

DEFAULT_LANGUAGE = "en-GB"
ACROSS = Mm(20)  # the margins of a paper in landscape, whose tables need the width
BULLETS = 1  # the numbering that makes bullets
OURS = Path(__file__).with_name("letterhead.docx")
HEADER, FOOTER = "Line of the header", "Line of the footer"  # titles of content controls
_APART = 10_000  # between the numbers of pictures on the first page and on the others
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|[0-9]{3}))?")

PartFactory.part_type_for[CONTENT_TYPE.WML_FOOTNOTES] = XmlPart  # python-docx takes them for bytes
_own: list[Docx] = []  # the secretariat's letterhead, where it has one


def use(letterhead: Docx | None) -> None:
    """From now on each paper of this process starts from this one; None: from ours."""
    _own[:] = [] if letterhead is None else [letterhead]


@cache
def ours() -> Docx:
    document: Docx = Document(str(OURS))
    document.element.body.clear_content()
    open_plainly(document)
    return document


def open_plainly(document: Docx) -> None:
    """A first page of its own, with all that stands on the others: its line is another one (`furniture.opening`)."""
    section = document.sections[0]
    if section.different_first_page_header_footer:
        return
    section.different_first_page_header_footer = True
    for shown, first in ((section.header, section.first_page_header), (section.footer, section.first_page_footer)):
        first.is_linked_to_previous = False
        first._element[:] = copy.deepcopy(list(shown._element))
        for picture in first._element.iter(qn("wp:docPr")):
            picture.set("id", str(int(picture.get("id")) + _APART))
        for key, rel in shown.part.rels.items():
            first.part.rels.add_relationship(rel.reltype, rel._target, key, rel.is_external)


def blank(language: str, *, landscape: bool = False) -> Docx:
    """A fresh, empty paper in `language`; an ill-formed language is taken for the default."""
    language = known_language(language)
    document: Docx = copy.deepcopy(_own[0] if _own else ours())
    for element in (document.styles.element, document.settings.element):
        for lang in element.iter(qn("w:lang"), qn("w:themeFontLang")):
            lang.set(qn("w:val"), language)
    if landscape:
        section = document.sections[0]
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = section.page_height, section.page_width
        section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = ACROSS
    return document


def known_language(language: str) -> str:
    return language if _LANGUAGE.fullmatch(language) else DEFAULT_LANGUAGE


def footnotes(document: Docx) -> XmlPart:
    return xml_part(document.part.part_related_by(RELATIONSHIP_TYPE.FOOTNOTES))


def xml_part(part: Part) -> XmlPart:
    if not isinstance(part, XmlPart):
        raise TypeError(f"{part.partname} holds no XML")
    return part


def edges(document: Docx) -> Iterator[tuple[str, Any]]:
    """Every header and footer that a page may show, each with the name of the line that stands in it."""
    section = document.sections[0]
    yield from ((HEADER, section.header._element), (FOOTER, section.footer._element))
    if section.different_first_page_header_footer:
        yield from ((HEADER, section.first_page_header._element), (FOOTER, section.first_page_footer._element))
    if document.settings.odd_and_even_pages_header_footer:
        yield from ((HEADER, section.even_page_header._element), (FOOTER, section.even_page_footer._element))


def place(edge: Any, name: str) -> Any:
    """What the line of a page takes the place of: the one content control of that name, or the paragraph that holds
    nothing else, as LibreOffice keeps it; None where there is no such place, or more than one."""
    names = edge.iterfind(f".//{qn('w:sdt')}/{qn('w:sdtPr')}/{qn('w:alias')}")
    found = [one.getparent().getparent() for one in names if one.get(qn("w:val")) == name]
    if len(found) != 1 or found[0].find(f"{qn('w:sdtContent')}/{qn('w:p')}") is not None:
        return found[0] if len(found) == 1 else None
    around = found[0].getparent()
    return around if {one.tag for one in around} <= {qn("w:pPr"), qn("w:sdt")} else None
