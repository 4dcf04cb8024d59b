"""The slim template that every paper starts from, made in code once and copied per paper: styles, numbering, settings,
an empty header, footer and list of footnotes. It holds no word that a reader sees."""

import copy
import re
from functools import cache

from docx import Document
from docx.document import Document as Docx
from docx.enum.section import WD_ORIENT
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part, XmlPart
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm

from dialogue.rendering.word.styles import DEFAULT_LANGUAGE, FONTS, STYLES

BULLETS = 1  # the numbering that makes bullets
_LEVELS = 9
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|[0-9]{3}))?")

# What python-docx's own template carries and a paper has no use for: a picture, old styles, the program that made it.
_UNUSED = {"thumbnail", "customXml", "stylesWithEffects", "webSettings", "fontTable", "extended-properties"}

_SETTINGS = f"""
<w:zoom w:percent="100"/><w:defaultTabStop w:val="567"/><w:characterSpacingControl w:val="doNotCompress"/>
<w:footnotePr><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>
<w:compat>
<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>
</w:compat>
<w:themeFontLang w:val="{DEFAULT_LANGUAGE}"/><w:decimalSymbol w:val="."/><w:listSeparator w:val=","/>
"""

_NOTE = """<w:footnote w:type="{0}" w:id="{1}"><w:p>
<w:pPr><w:spacing w:after="0" w:line="240" w:lineRule="auto"/></w:pPr><w:r><w:{0}/></w:r>
</w:p></w:footnote>"""
_FOOTNOTES = _NOTE.format("separator", -1) + _NOTE.format("continuationSeparator", 0)


def blank(language: str, *, landscape: bool = False) -> Docx:
    """A fresh, empty paper in `language`; an ill-formed language is taken for the default."""
    language = known_language(language)
    document: Docx = copy.deepcopy(_template())
    for element in (document.styles.element, document.settings.element):
        for lang in element.iter(qn("w:lang"), qn("w:themeFontLang")):
            lang.set(qn("w:val"), language)
    if landscape:
        section = document.sections[0]
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = section.page_height, section.page_width
    return document


def known_language(language: str) -> str:
    return language if _LANGUAGE.fullmatch(language) else DEFAULT_LANGUAGE


def footnotes(document: Docx) -> XmlPart:
    return _xml_part(document.part.part_related_by(RELATIONSHIP_TYPE.FOOTNOTES))


@cache
def _template() -> Docx:
    document = Document()
    _drop_unused(document)
    for element, xml in (
        (document.styles.element, STYLES),
        (document.settings.element, _SETTINGS),
        (document.part.numbering_part.element, _numbering()),
        (_core(document).element, ""),
    ):
        element[:] = list(_children(xml))
    for name, root, content_type, relation, xml in (
        ("fontTable", "fonts", CONTENT_TYPE.WML_FONT_TABLE, RELATIONSHIP_TYPE.FONT_TABLE, FONTS),
        ("footnotes", "footnotes", CONTENT_TYPE.WML_FOOTNOTES, RELATIONSHIP_TYPE.FOOTNOTES, _FOOTNOTES),
    ):
        element = parse_xml(f"<w:{root} {nsdecls('w', 'r')}>{xml}</w:{root}>")
        document.part.relate_to(
            XmlPart(PackURI(f"/word/{name}.xml"), content_type, element, document.part.package), relation
        )
    _lay_out(document)
    return document


def _children(xml: str) -> list[object]:
    return list(parse_xml(f"<w:all {nsdecls('w')}>{xml}</w:all>"))


def _xml_part(part: Part) -> XmlPart:
    if not isinstance(part, XmlPart):
        raise TypeError(f"{part.partname} holds no XML")
    return part


def _core(document: Docx) -> XmlPart:
    return _xml_part(document.part.package.part_related_by(RELATIONSHIP_TYPE.CORE_PROPERTIES))


def _drop_unused(document: Docx) -> None:
    for rels in (document.part.package.rels, document.part.rels):
        for rid, rel in list(rels.items()):
            if rel.reltype.rsplit("/", 1)[-1] in _UNUSED:
                del rels[rid]


def _lay_out(document: Docx) -> None:
    """A4, 25 mm all round; a header and a footer of its own; nothing left of how python-docx made its template."""
    section = document.sections[0]
    section._sectPr.attrib.clear()
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(25)
    section.header_distance = section.footer_distance = Mm(12.5)
    section.gutter = Mm(0)
    for edge in (section.header, section.footer):
        edge.is_linked_to_previous = False


def _numbering() -> str:
    """Bullets alone: a number is text, as it was typed."""
    levels = "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="bullet"/>'
        f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/>'
        f'<w:pPr><w:ind w:left="{360 * (level + 1)}" w:hanging="360"/></w:pPr></w:lvl>'
        for level, text in enumerate(("•", "–", "·") * 3)
    )
    kind = '<w:multiLevelType w:val="hybridMultilevel"/>'
    abstract = f'<w:abstractNum w:abstractNumId="0">{kind}{levels}</w:abstractNum>'
    return f'{abstract}<w:num w:numId="{BULLETS}"><w:abstractNumId w:val="0"/></w:num>'
