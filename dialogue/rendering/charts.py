"""A chart as a picture: SVG for a page, from which the PNG for a paper is made.

Looks are attributes and classes, because pages allow no style inside of them; the theme gives the classes its own
colours. The library writes attributes as they are handed in, so these are words of ours alone."""

import textwrap
from functools import lru_cache
from pathlib import Path

import drawsvg
import fontpkg_source_sans_3
import resvg_py

from dialogue.domain.editions import Bar, Chart

WIDTH = 360  # as of a narrow telephone, on which it is as large as drawn
SIZE, LINE, BAR, GAP = 14, 20, 13, 8
LETTER = 8.2  # what a letter takes over a word in the widest of the letters that readers have
LABELS = 200  # the widest that labels may be
FIGURE, MARK = 34, 12  # the room for the figure behind a bar; a piece of a pattern
SPARE = 1.5  # between the parts of a bar
FONT = Path(fontpkg_source_sans_3.ROOT, "files", "SourceSans3[wght].ttf")  # the same on every machine
SHARP = 2  # pixels of a PNG to one of the drawing
INK, QUIET, LIGHT, PAPER = "#1c2733", "#5a6672", "#efece4", "#ffffff"
COLOURS = ("#1f3f6e", "#7a5c12", "#1d6238", "#7d4e00", "#9b1c1c", "#5a6672")

# Each part has a pattern besides its colour: what is drawn on a square of 6. Solid first.
PATTERNS = (
    (),
    ("M-1,1 l2,-2 M0,6 l6,-6 M5,7 l2,-2",),
    ("M0,1.5 h6",),
    ("M1.5,0 v6",),
    ("M-1,5 l2,2 M0,0 l6,6 M5,-1 l2,2",),
    ("M0,3 h6 M3,0 v6",),
)


def svg(chart: Chart, *, titled: bool = False) -> str:
    """The picture as an element of a page; `titled`: with its title on top."""
    made, top = drawsvg.Drawing(WIDTH, 1, class_="bars"), 0
    if chart.is_parted:
        for place in range(len(chart.columns)):
            made.append_def(_pattern(chart.key, place))
    for said in textwrap.wrap(chart.title, int(WIDTH / LETTER)) if titled else ():
        made.append(_words(said, 0, top, font_weight="bold"))
        top += LINE
    width = min(max((len(bar.word) for bar in chart.bars), default=0) * LETTER, LABELS)
    for bar in chart.bars:
        top = _row(made, chart, bar, width, top)
    for said in textwrap.wrap(chart.note, int(WIDTH / LETTER)):
        made.append(_words(said, 0, top, quiet=True))
        top += LINE
    made.height = max(top, 1)
    made.view_box = (0, 0, WIDTH, made.height)
    return str(made.as_svg(header="", skip_js=True, skip_css=True))


@lru_cache(64)
def png(chart: Chart) -> bytes:
    """The titled picture in pixels: the same chart, the same bytes."""
    drawn = svg(chart, titled=True)
    made = resvg_py.svg_to_bytes(
        svg_string=drawn, background=PAPER, zoom=SHARP, skip_system_fonts=True, font_files=[str(FONT)],
        sans_serif_family="Source Sans 3",
    )  # fmt: skip
    return bytes(made)


def _row(made: drawsvg.Drawing, chart: Chart, bar: Bar, width: float, top: int) -> int:
    """A bar, its label before it, how many it counts behind it, what its parts are below; where the next begins."""
    label = textwrap.wrap(bar.word, max(int(width / LETTER), 1)) or [""]
    for n, said in enumerate(label):
        made.append(_words(said, 0, top + n * LINE))
    left = round(width + GAP, 2)
    room = WIDTH - left - FIGURE
    made.append(drawsvg.Rectangle(left, top + 4, round(room, 2), BAR, fill=LIGHT, class_="bar-room"))
    at = left
    for place, figure in enumerate(bar.figures):
        if figure:
            long = room * figure / chart.longest
            made.append(_piece(chart, place, at, top + 4, width=max(long - SPARE, 1), height=BAR))
            at += long
    made.append(_words(str(bar.whole), WIDTH, top, text_anchor="end", font_weight="bold"))
    top += LINE * len(label)
    return _legend(made, chart, bar, left, top) + GAP if chart.is_parted else top + 2


def _legend(made: drawsvg.Drawing, chart: Chart, bar: Bar, left: float, top: int) -> int:
    """Each part beside a piece of its pattern, in the order in which they stand in the bar."""
    at = left
    for place, said in chart.parts(bar):
        wide = MARK + 5 + len(said) * LETTER
        if at > left and at + wide > WIDTH:
            at, top = left, top + LINE
        made.append(_piece(chart, place, at, top + 4, width=MARK, height=MARK))
        made.append(_words(said, round(at + MARK + 5, 2), top, quiet=True))
        at += wide + GAP
    return top + LINE


def _piece(chart: Chart, place: int, x: float, y: float, *, width: float, height: float) -> drawsvg.Rectangle:
    fill, shown = (f"url(#{_name(chart.key, place)})", "bar-part") if chart.is_parted else (COLOURS[0], "bar-0")
    return drawsvg.Rectangle(round(x, 2), y, round(width, 2), height, fill=fill, class_=shown)


def _name(key: str, place: int) -> str:
    return f"{key}-{place}"


def _pattern(key: str, place: int) -> drawsvg.Pattern:
    colour, paths = place % len(COLOURS), PATTERNS[place % len(PATTERNS)]
    made = drawsvg.Pattern(6, 6, id=_name(key, place), patternUnits="userSpaceOnUse")
    made.append(drawsvg.Rectangle(0, 0, 6, 6, fill=COLOURS[colour], class_=f"bar-{colour}"))
    for path in paths:
        made.append(drawsvg.Path(d=path, stroke=PAPER, stroke_width=1.6, fill="none", class_="bar-line"))
    return made


def _words(said: str, x: float, top: int, *, quiet: bool = False, **more: str) -> drawsvg.Text:
    fill, shown = (QUIET, "bar-quiet") if quiet else (INK, "bar-word")
    return drawsvg.Text(said, SIZE, x, top + 15, font_family="sans-serif", fill=fill, class_=shown, **more)
