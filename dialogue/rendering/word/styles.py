"""How papers look: fonts, colours and every style by its id, as the template holds them (look.md, Papers)."""

DEFAULT_LANGUAGE = "en-GB"
FONT, MONO = "Cambria", "Consolas"
INK, QUIET, BLUE, GOLD, RED, RULE, TINT = "1C2733", "5A6672", "1F3F6E", "7A5C12", "9B1C1C", "B9C0C7", "EEF1F5"


def _font(name: str, other: str, family: str, pitch: str) -> str:
    return (
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="00"/>'
        f'<w:family w:val="{family}"/><w:pitch w:val="{pitch}"/></w:font>'
    )


FONTS = _font(FONT, "Caladea", "roman", "variable") + _font(MONO, "Liberation Mono", "modern", "fixed")


def _size(points: float) -> str:
    return f'<w:sz w:val="{round(points * 2)}"/><w:szCs w:val="{round(points * 2)}"/>'


def _ink(colour: str) -> str:
    return f'<w:color w:val="{colour}"/>'


def _gap(before: float, after: float, line: int = 264) -> str:
    """Space above and below in points; the height of a line in 240ths."""
    return (
        f'<w:spacing w:before="{round(before * 20)}" w:after="{round(after * 20)}" w:line="{line}" w:lineRule="auto"/>'
    )


def _in(left: int, hanging: int = 0) -> str:
    return f'<w:ind w:left="{left}" w:hanging="{hanging}"/>'


def _edge(side: str, colour: str, size: int = 4, space: int = 4) -> str:
    return f'<w:pBdr><w:{side} w:val="single" w:sz="{size}" w:space="{space}" w:color="{colour}"/></w:pBdr>'


def _head(level: int, before: float, after: float) -> str:
    return f'{_TOGETHER}{_gap(before, after, 240)}<w:outlineLvl w:val="{level - 1}"/>'


def _type(name: str) -> str:
    return f'<w:rFonts w:ascii="{name}" w:eastAsia="{name}" w:hAnsi="{name}" w:cs="{name}"/>'


_BOLD = "<w:b/><w:bCs/>"
_TOGETHER = "<w:keepNext/><w:keepLines/>"


def _style(kind: str, key: str, name: str, pPr: str = "", rPr: str = "", *, based: str = "", then: str = "") -> str:  # noqa: N803
    default = ' w:default="1"' if key in {"Normal", "DefaultParagraphFont", "TableNormal", "NoList"} else ""
    parts = f'<w:name w:val="{name}"/>'
    parts += f'<w:basedOn w:val="{based}"/>' if based else ""
    parts += f'<w:next w:val="{then}"/>' if then else ""
    parts += "<w:qFormat/>" if kind == "paragraph" else ""
    parts += f"<w:pPr>{pPr}</w:pPr>" if pPr else ""
    parts += f"<w:rPr>{rPr}</w:rPr>" if rPr else ""
    return f'<w:style w:type="{kind}"{default} w:styleId="{key}">{parts}</w:style>'


def _paragraphs() -> str:
    normal = _style("paragraph", "Normal", "Normal", "", _ink(INK))  # as a default it would outdo styles in tables
    hang, text = _gap(3, 3) + _in(680, 680), _gap(3, 3) + _in(680)
    looks = {
        "Masthead": ("Masthead", _gap(0, 10), _ink(GOLD) + '<w:spacing w:val="20"/>' + _size(10)),
        "Block": ("Reference block", _gap(0, 2) + _in(2722, 2722), _size(10)),
        "Title": ("Title", _TOGETHER + _edge("top", RULE, space=14) + _gap(16, 2, 240), _BOLD + _ink(BLUE) + _size(22)),
        "Subtitle": ("Subtitle", "<w:keepLines/>" + _gap(0, 10), _ink(QUIET) + _size(11)),
        "Heading1": ("heading 1", _head(1, 18, 6), _BOLD + _ink(BLUE) + _size(14)),
        "Heading2": ("heading 2", _head(2, 13, 4), _BOLD + _size(11.5)),
        "Heading3": ("heading 3", _head(3, 9, 3), _BOLD + _ink(QUIET) + _size(11)),
        "Status": ("Status", _edge("left", GOLD, 18, 8) + _gap(0, 3) + _in(200), ""),
        "Numbered": ("Numbered paragraph", hang, ""),
        "Continued": ("Continued paragraph", text, ""),
        "Detail": ("Detail", "<w:keepLines/>" + _gap(0, 3) + _in(680), _ink(QUIET) + _size(10)),
        "Withheld": ("Withheld", text, "<w:i/><w:iCs/>" + _ink(QUIET)),
        "Label": ("Label", "<w:keepNext/>" + _gap(6, 2), _BOLD + _ink(QUIET) + _size(10)),
        "List": ("List Paragraph", _gap(0, 3), ""),
        "Quote": ("Quote", _edge("left", RULE, 12, 8) + _gap(0, 6), ""),
        "Code": ("Preformatted", _gap(0, 6, 240), _type(MONO) + _size(9.5)),
        "Head": ("Table heading", "<w:keepNext/>" + _gap(0, 0, 240), _BOLD + _ink(BLUE) + _size(9.5)),
        "Cell": ("Table text", _gap(0, 1, 240), _size(10)),
        "CellDetail": ("Table detail", _gap(0, 1, 240), _ink(QUIET) + _size(9)),
        "After": ("After table", _gap(0, 0, 240), _size(5)),
        "Small": ("Small print", _gap(0, 4), _ink(QUIET) + _size(9)),
        "Header": ("header", _edge("bottom", RULE) + _gap(0, 0, 240), _ink(QUIET) + _size(9)),
        "Footer": ("footer", _edge("top", RULE) + _gap(0, 0, 240), _ink(QUIET) + _size(9)),
        "FootnoteText": ("footnote text", _gap(0, 2, 240), _size(9)),
    }  # fmt: skip
    return normal + "".join(
        _style("paragraph", key, name, ppr, rpr, based="Normal", then="Normal" if key.startswith("Heading") else "")
        for key, (name, ppr, rpr) in looks.items()
    )


def _characters() -> str:
    looks = {
        "Reference": ("Reference", _BOLD + _ink(GOLD)),
        "Kind": ("Kind", _BOLD + _ink(BLUE)),
        "Alert": ("Alert", _BOLD + _ink(RED)),
        "Quiet": ("Quiet", _ink(QUIET)),
        "CodeText": ("Code", _type(MONO) + _size(9.5)),
        "Hash": ("Hash", _type(MONO) + _size(8)),
        "Hyperlink": ("Hyperlink", _ink(BLUE) + '<w:u w:val="single"/>'),
        "FootnoteReference": ("footnote reference", '<w:vertAlign w:val="superscript"/>'),
    }
    base = _style("character", "DefaultParagraphFont", "Default Paragraph Font")
    return base + "".join(
        _style("character", key, name, "", rpr, based="DefaultParagraphFont") for key, (name, rpr) in looks.items()
    )


def _tables() -> str:
    def border(side: str, colour: str, size: int) -> str:
        return f'<w:{side} w:val="single" w:sz="{size}" w:space="0" w:color="{colour}"/>'

    margins = '<w:tblCellMar><w:top w:w="{0}" w:type="dxa"/><w:left w:w="{1}" w:type="dxa"/>'
    margins += '<w:bottom w:w="{0}" w:type="dxa"/><w:right w:w="{1}" w:type="dxa"/></w:tblCellMar>'
    lines = border("top", BLUE, 8) + border("bottom", RULE, 4) + border("insideH", RULE, 4)
    tint = f'<w:tcPr><w:shd w:val="clear" w:color="auto" w:fill="{TINT}"/></w:tcPr>'
    first = f'<w:tblStylePr w:type="firstRow">{tint}</w:tblStylePr>'
    normal = f'<w:tblPr><w:tblInd w:w="0" w:type="dxa"/>{margins.format(0, 108)}</w:tblPr>'
    ruled = f"<w:tblPr><w:tblBorders>{lines}</w:tblBorders>{margins.format(45, 70)}</w:tblPr>{first}"
    return "".join(
        f'<w:style w:type="table"{default} w:styleId="{key}"><w:name w:val="{name}"/>{based}{inner}</w:style>'
        for key, name, default, based, inner in (
            ("TableNormal", "Normal Table", ' w:default="1"', "", normal),
            ("Ruled", "Ruled", "", '<w:basedOn w:val="TableNormal"/>', ruled),
        )
    )


def _defaults() -> str:
    lang = f'<w:lang w:val="{DEFAULT_LANGUAGE}" w:eastAsia="{DEFAULT_LANGUAGE}" w:bidi="ar-SA"/>'
    text = f"<w:rPrDefault><w:rPr>{_type(FONT)}{_size(11)}{lang}</w:rPr></w:rPrDefault>"
    space = f"<w:pPrDefault><w:pPr><w:widowControl/>{_gap(0, 6)}</w:pPr></w:pPrDefault>"
    return f"<w:docDefaults>{text}{space}</w:docDefaults>"


STYLES = _defaults() + _paragraphs() + _characters() + _tables() + _style("numbering", "NoList", "No List")
