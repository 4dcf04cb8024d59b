"""A letterhead of the secretariat's own, made in Word: read once, refused where papers could not stand on it."""

import copy
from collections.abc import Iterator
from pathlib import Path
from zipfile import BadZipFile

from docx import Document
from docx.document import Document as Docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.exceptions import OpcError
from docx.opc.packuri import PackURI
from docx.opc.part import XmlPart
from docx.oxml.ns import qn
from lxml.etree import LxmlError

from dialogue.config import Unusable
from dialogue.rendering.word.fragments import TEXT_WIDTH
from dialogue.rendering.word.template import BULLETS, edges, footnotes, open_plainly, ours, place, use, xml_part

_UPRIGHT = (210, 297)  # mm
_NEAR = 0.5  # mm, as Word rounds
_PROGRAMS = ("vbaProject", "oleObject", "package", "control", "attachedTemplate")  # kinds of relationships
# What Word adds by itself, and no paper of ours carries: who wrote the letterhead, with what, and remarks on it.
_SHED = {
    "thumbnail", "customXml", "extended-properties", "custom-properties", "webSettings", "stylesWithEffects",
    "comments", "commentsExtended", "commentsIds", "commentsExtensible", "people", "glossaryDocument",
}  # fmt: skip
_NAMING = ("pStyle", "rStyle", "tblStyle", "basedOn", "next", "link")  # elements that name a style by its id


def choose(file: Path | None) -> None:
    """From now on each paper of this process stands on the letterhead in this file; None: on ours."""
    use(None if file is None else read(file))


def read(file: Path) -> Docx:
    """The letterhead, without the text that was written on it; Unusable, with what it lacks first."""
    try:
        document: Docx = Document(str(file))
    except (OSError, OpcError, BadZipFile, LxmlError, KeyError, ValueError) as fault:
        raise _refused(file, "it is no Word document (.docx) that can be read") from fault
    if why := next(_dangers(document), ""):
        raise _refused(file, why)
    document.element.body.clear_content()
    _shed(document)
    _lend(document)
    _rename_styles(document)
    if why := next(_gaps(document), ""):
        raise _refused(file, why)
    open_plainly(document)
    return document


def _refused(file: Path, why: str) -> Unusable:
    return Unusable(f"DIALOGUE_LETTERHEAD names {file}, on which no paper can stand: {why}.")


def _dangers(document: Docx) -> Iterator[str]:
    """What would run, or fetch something, at each reader's."""
    for part in [document.part.package, *document.part.package.iter_parts()]:
        for rel in part.rels.values():
            kind = rel.reltype.rsplit("/", 1)[-1]
            if kind in _PROGRAMS:
                yield f"it holds a program, an object or a template of its own ({kind})"
            if rel.is_external and rel.reltype != RELATIONSHIP_TYPE.HYPERLINK:
                yield f"it shows something that lies elsewhere ({rel.target_ref})"


def _shed(document: Docx) -> None:
    for rels in (document.part.package.rels, document.part.rels):
        for key, rel in list(rels.items()):
            if rel.reltype.rsplit("/", 1)[-1] in _SHED:
                del rels[key]
    document.core_properties._element[:] = []
    document.sections[0]._sectPr.attrib.clear()


def _lend(document: Docx) -> None:
    """Bullets and footnotes, which Word leaves out where the letterhead itself has none."""
    for kind in (RELATIONSHIP_TYPE.NUMBERING, RELATIONSHIP_TYPE.FOOTNOTES):
        if kind not in {rel.reltype for rel in document.part.rels.values()}:
            lent = xml_part(ours().part.part_related_by(kind))
            content = copy.deepcopy(lent.element)
            part = type(lent)(PackURI(lent.partname), lent.content_type, content, document.part.package)
            document.part.relate_to(part, kind)


def _rename_styles(document: Docx) -> None:
    """Word in another language gives its own styles other ids; the names stay."""
    wanted, found = _styles(ours()), _styles(document)
    renamed = {found[style]: key for style, key in wanted.items() if style in found and found[style] != key}
    renamed |= {key: f"Other{key}" for key in renamed.values() if key in found.values() and key not in renamed}
    for style in document.styles.element.iter(qn("w:style")):
        key = style.get(qn("w:styleId"))
        style.set(qn("w:styleId"), renamed.get(key, key))
    parts = [p for p in document.part.package.iter_parts() if isinstance(p, XmlPart)]
    for part in parts:
        for named in part.element.iter(*(qn(f"w:{tag}") for tag in _NAMING)):
            key = named.get(qn("w:val"))
            named.set(qn("w:val"), renamed.get(key, key))


def _styles(document: Docx) -> dict[tuple[str, str], str]:
    """The ids of styles by kind and name."""
    return {
        (style.get(qn("w:type")), style.find(qn("w:name")).get(qn("w:val")).casefold()): style.get(qn("w:styleId"))
        for style in document.styles.element.iter(qn("w:style"))
    }


def _gaps(document: Docx) -> Iterator[str]:
    """What papers need and the letterhead does not have."""
    there = _styles(document)
    missing = sorted(f"“{name}”" for kind, name in _styles(ours()) if (kind, name) not in there)
    if missing:
        yield f"it lacks these styles: {', '.join(missing)}"
    if not document.styles.element.findall(f"{qn('w:docDefaults')}//{qn('w:lang')}"):
        yield "its styles name no language"
    section = document.sections[0]
    size = (section.page_width.mm, section.page_height.mm) if section.page_width and section.page_height else (0, 0)
    if any(abs(one - other) > _NEAR for one, other in zip(size, _UPRIGHT, strict=True)):
        yield "its page is not A4 upright"
    elif size[0] - (section.left_margin or 0) / 36000 - (section.right_margin or 0) / 36000 < TEXT_WIDTH - _NEAR:
        yield f"its margins leave less than {TEXT_WIDTH} mm for the text"
    for name, edge in edges(document):
        if place(edge, name) is None:
            yield f"the content control “{name}” has to stand in each of them once, with no words beside it"
    if not _has_bullets(document):
        yield "its first list has no bullets"
    if len(footnotes(document).element) < 2:
        yield "its footnotes have no separator"


def _has_bullets(document: Docx) -> bool:
    numbering = document.part.numbering_part.element
    for number in numbering.findall(qn("w:num")):
        if number.get(qn("w:numId")) == str(BULLETS):
            kind = number.find(qn("w:abstractNumId")).get(qn("w:val"))
            made = [one for one in numbering.findall(qn("w:abstractNum")) if one.get(qn("w:abstractNumId")) == kind]
            formats = [one.get(qn("w:val")) for abstract in made for one in abstract.iter(qn("w:numFmt"))]
            return formats[:1] == ["bullet"]
    return False
