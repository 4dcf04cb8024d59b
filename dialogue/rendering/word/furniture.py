"""What runs along the edges of a paper and opens its first page: header, footer, reference block, session line."""

import datetime as dt
from dataclasses import dataclass

from dialogue.domain.editions import Heading, Level
from dialogue.i18n import gettext, span
from dialogue.rendering.word import labels
from dialogue.rendering.word.fragments import BREAK, TAB, Shape, Xml, field, join, line, mm, paragraph, run

LETTER = 1.7  # mm that a letter of a running line takes at the most, as capitals do
PAGE, PAGES = "\N{SYMBOL FOR START OF TEXT}", "\N{SYMBOL FOR END OF TEXT}"  # stand for the fields in a translated line


@dataclass(frozen=True, slots=True, kw_only=True)
class Masthead:
    """What a file says of itself, on every page and in its properties."""

    title: str
    reference: str = ""
    dialogue: str = ""
    marking: str = ""
    edition: Level | None = Level.DELEGATIONS
    readers: str = ""  # of a paper of no edition
    dated: dt.datetime | None = None
    language: str = "en-GB"
    notes: tuple[str, ...] = ()
    designation: str = ""
    at_every: bool = False


def header(masthead: Masthead, width: float) -> Xml:
    """Reference and title on the left, marking on the right; a marking that would be torn there has the next line."""
    reference = [line(masthead.reference, style="Reference"), run("   ")] if masthead.reference else []
    marking = line(masthead.marking, strong=True)
    letters = len(masthead.reference) + len(masthead.title) + len(masthead.marking)
    below = [] if LETTER * letters < width else [BREAK]
    shape = Shape(tabs=(("right", mm(width)),))
    return paragraph("Header", *reference, line(masthead.title), *below, TAB, marking, shape=shape)


def opening(masthead: Masthead, width: float) -> Xml:
    """The header of the first page: the marking alone, for the reference block and the title stand below."""
    shape = Shape(tabs=(("right", mm(width)),), bare=True)
    return paragraph("Header", TAB, line(masthead.marking, strong=True), shape=shape)


def footer(masthead: Masthead, width: float) -> Xml:
    """Edition, marking, page X of Y; a marking that has no room between the two stands whole below them."""
    edition = masthead.readers if masthead.edition is None else labels.worded(labels.EDITIONS, masthead.edition)
    marking = line(masthead.marking, strong=True)
    fits = LETTER * (len(masthead.marking) + 2 * len(edition)) < width
    between, below = ([marking], []) if fits else ([], [BREAK, TAB, marking])
    shape = Shape(tabs=(("center", mm(width / 2)), ("right", mm(width))))
    return paragraph("Footer", line(edition), TAB, *between, TAB, _page_of_pages(), *below, shape=shape)


def _page_of_pages() -> Xml:
    """In whatever order a language names the two."""
    parts: list[Xml] = []
    text = gettext("Page %(page)s of %(pages)s", page=PAGE, pages=PAGES)
    for mark, instruction in sorted(((PAGE, "PAGE"), (PAGES, "NUMPAGES")), key=lambda pair: text.find(pair[0])):
        before, _, text = text.partition(mark)
        parts += [run(before), field(instruction)]
    return join(*parts, *([run(text)] if text else []))


def reference_block(heading: Heading, subject: str, rev: int | None) -> Xml:
    """The block that registers a paper, as Council papers have it; what is not known has no line."""
    return block(
        (gettext("Reference"), labels.symbol(heading, rev), "Reference"),
        (gettext("Date"), labels.day_of(heading.dated, heading.zone_id) if heading.dated else "", ""),
        (gettext("Original language"), labels.language_name(heading.language), ""),
        (gettext("From"), heading.sender, ""),
        (gettext("To"), heading.addressee, ""),
        (gettext("Subject"), subject, ""),
        (gettext("No. of previous document"), heading.previous, "Reference"),
    )


def block(*entries: tuple[str, str, str]) -> Xml:
    """Lines of a reference block: label, value, character style; what has no value has no line."""
    return join(
        *(
            paragraph("Block", line(label, style="Quiet"), TAB, line(value, style=style))
            for label, value, style in entries
            if value
        )
    )


def session_line(heading: Heading) -> Xml:
    """Where and when the session is, on the wall clocks of its own zone, which is named."""
    when = f"{span(heading.starts, heading.ends)} {heading.zone}".strip()
    where = ", ".join(part for part in (heading.where, heading.venue) if part)
    return paragraph("Subtitle", line(heading.title, strong=True), BREAK, line(when), BREAK, line(where))
