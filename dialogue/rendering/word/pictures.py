"""Charts in a paper: pictures with all their figures in the text that stands in their place for who cannot see them."""

import struct
from collections.abc import Sequence

from dialogue.domain.editions import Chart
from dialogue.rendering import charts
from dialogue.rendering.word.fragments import Xml, attribute, paragraph, run
from dialogue.rendering.word.letterhead import Paper

WIDE = 112  # mm: two of them stand side by side across a page
EMU = 36_000  # Word's measure of pictures, to a millimetre


def add(paper: Paper, shown: Sequence[Chart]) -> None:
    """The charts side by side, where the page is wide enough; nothing where there are none."""
    if shown:
        pictures = [_picture(paper, chart, n) for n, chart in enumerate(shown, 1)]
        paper.add(paragraph("Normal", *_apart(pictures)))


def _apart(pictures: list[Xml]) -> list[Xml]:
    return [part for one in pictures for part in (one, run("   "))][:-1]


def _picture(paper: Paper, chart: Chart, number: int) -> Xml:
    """The drawing, its names declared by itself: a letterhead of somebody's own need not know them."""
    png = charts.png(chart)
    key, (across, down) = paper.picture(png), struct.unpack(">II", png[16:24])
    wide, high = WIDE * EMU, WIDE * EMU * down // across
    told = f'id="{number}" name="{attribute(chart.title)}" descr="{attribute(chart.in_words)}"'
    size = f'cx="{wide}" cy="{high}"'
    return Xml(
        '<w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
        f' distT="0" distB="0" distL="0" distR="0"><wp:extent {size}/><wp:docPr {told}/>'
        '<a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
        '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">'
        '<pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture">'
        f"<pic:nvPicPr><pic:cNvPr {told}/><pic:cNvPicPr/></pic:nvPicPr>"
        f'<pic:blipFill><a:blip r:embed="{key}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )
