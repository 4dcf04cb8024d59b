"""A paper from its first page to its bytes: headings, prose, tables, footnotes; the same sheet gives the same bytes."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, NamedTuple, Self

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from dialogue.domain.editions import Heading
from dialogue.i18n import gettext, speaking
from dialogue.rendering.word import annotations, claims
from dialogue.rendering.word.annotations import Annotation
from dialogue.rendering.word.claims import Claim
from dialogue.rendering.word.designation import designated
from dialogue.rendering.word.fragments import (
    BREAK,
    KEPT,
    LANDSCAPE_WIDTH,
    NOTHING,
    PLAIN,
    TAB,
    TEXT_WIDTH,
    Column,
    Shape,
    Table,
    Xml,
    anchored,
    around,
    clean,
    join,
    kept,
    leading,
    line,
    paragraph,
    run,
)
from dialogue.rendering.word.furniture import Masthead, footer, header, opening, reference_block, session_line
from dialogue.rendering.word.labels import symbol
from dialogue.rendering.word.packed import EARLIEST, to_bytes
from dialogue.rendering.word.prose import REFERENCE, STEP, Manner, blocks, said
from dialogue.rendering.word.template import BULLETS, FOOTER, HEADER, blank, edges, footnotes, known_language, place
from dialogue.rendering.word.tracked import Body, Tracking

__all__ = [
    "BREAK",
    "KEPT",
    "NOTHING",
    "NUMBER",
    "PLAIN",
    "TAB",
    "Column",
    "Manner",
    "Masthead",
    "Paper",
    "Shape",
    "Table",
    "Xml",
    "join",
    "leading",
    "line",
    "paragraph",
    "run",
    "said",
    "spoken",
]

FIRST_PLACE = 1_000  # numbers of bookmarks begin behind those that a letterhead may have
NUMBER = 680  # where a text begins beside its number, in twentieths of a point
TITLE_LIMIT = 255  # of a core property
_LINES = {HEADER: header, FOOTER: footer}


@contextmanager
def spoken(language: str) -> Iterator[None]:
    """A paper speaks its own language, whoever takes it away."""
    with speaking(language.partition("-")[0]):
        yield


class Entry(NamedTuple):
    """A heading: its level, number and words, the name of its place, and what it is about in a few words."""

    level: int
    number: str
    text: str
    name: str
    about: str


class Paper:
    """One Word document in the making. Renderers fill it from top to bottom and take its bytes."""

    def __init__(self, masthead: Masthead, *, landscape: bool = False) -> None:
        self.masthead = masthead
        self._document = blank(masthead.language, landscape=landscape)
        self._width = LANDSCAPE_WIDTH if landscape else TEXT_WIDTH
        self._body: list[Xml] = []
        self._sections: list[tuple[str, int]] = [("", 0)]  # each with where it begins
        self._links: dict[str, str] = {}
        self._depth = 0
        self._claim: Claim | None = None
        self._annotations: list[Annotation] = []
        self._notes: list[str] = []
        self._pictures, self._places = 0, FIRST_PLACE
        self._given: set[str] = set()
        self.outline: list[Entry] = []
        self.known: dict[str, str] = {}  # references that stand here, each with the name of its place

    @classmethod
    def of_session(cls, heading: Heading, title: str, *, rev: int | None, about: str = "", under: str = "") -> Self:
        """A paper of a session, its first page begun: who sends it, the reference block, the title, the session. Is it
        of no one session: what it is `about`, and the words to stand `under` its title instead of place and time."""
        masthead = Masthead(
            title=title,
            reference=symbol(heading, rev),
            dialogue=heading.dialogue,
            marking=heading.marking,
            edition=heading.edition,
            dated=heading.dated,
            language=heading.language,
            notes=heading.notes,
            designation=heading.designation,
            at_every=heading.at_every,
        )
        paper = cls(masthead)
        about = about or heading.title
        subject = gettext("%(title)s: %(session)s", title=title, session=about) if about else title
        paper.opening()
        paper.add(reference_block(heading, subject, rev))
        paper.title()
        paper.add(paragraph("Subtitle", line(under)) if under else session_line(heading))
        return paper

    def identify(self, kind: str, sheet: Any, *, label: str = "") -> None:
        """Say unseen of which text this is a copy, in which edition."""
        about: Heading = sheet.heading
        named = getattr(sheet, "text_hash", "")  # a list of participants has none
        self.claim(Claim(kind, label, about.edition, about.paper or about.reference, named or claims.hash_of(sheet)))

    def claim(self, claim: Claim) -> None:
        """Say unseen what this is, where it is a copy of no one text of a session."""
        self._claim = claim

    # What stands in it

    def add(self, *parts: Xml) -> None:
        self._body.extend(parts)

    def section(self, key: str) -> None:
        """What follows is one thing, known by its key: a redline compares it with that of the same key alone."""
        self._sections.append((key, len(self._body)))

    @property
    def parts(self) -> tuple[Xml, ...]:
        """What stands in it, in its order."""
        return tuple(self._body)

    def insert(self, key: str, *parts: Xml) -> None:
        """Put something before all else in the section of that key."""
        n, (_, at) = next((n, one) for n, one in enumerate(self._sections) if one[0] == key)
        self._body[at:at] = parts
        later = [(name, begin + len(parts)) for name, begin in self._sections[n + 1 :]]
        self._sections[n + 1 :] = later

    def opening(self) -> None:
        """The name of the dialogue, as a letterhead has it."""
        if self.masthead.dialogue:
            self.add(paragraph("Masthead", line(self.masthead.dialogue)))

    def title(self) -> None:
        """The title, with the footnotes that belong to it (a designation)."""
        notes = [self.footnote(text) for text in self.masthead.notes]
        self.add(paragraph("Title", line(self.masthead.title), *notes))

    def bind(self) -> None:
        """What stands last keeps to a page with what follows: no signature stands on one without words of its act."""
        if self._body:
            self._body[-1] = kept(self._body[-1])

    def place(self, name: str, *runs: Xml) -> Xml:
        """The runs as a place of the paper that Word's navigation and cross references know by that name."""
        self._places += 1
        return anchored(name, self._places, *runs)

    def expect(self, references: Iterable[str]) -> None:
        """These references stand in this paper: wherever else it names one, that leads there."""
        self.known.update({one: _place_name(one) for one in references if REFERENCE.fullmatch(one)})

    def given(self, reference: str) -> Xml:
        """A reference where it stands for good, expected or not; twice, where a text of old has it twice."""
        told = line(reference, style="Reference")
        if reference not in self.known or reference in self._given:
            return told
        self._given.add(reference)
        return self.place(self.known[reference], told)

    def named(self, reference: str, *, style: str = "Reference") -> Xml:
        """A reference that is only named: it leads to where it stands, if that is here."""
        told = line(reference, style=style)
        return leading(self.known[reference], told) if reference in self.known else told

    def heading(
        self, level: int, text: str, *, number: str = "", breaks: bool = False, name: str = "", about: str = ""
    ) -> None:
        """A heading no deeper than one below the last, with its number hanging in the margin of the text; or one that
        begins a page. `name`: of the place that it is; `about`: what a table of contents tells beside it."""
        self._depth = min(level, self._depth + 1)
        shape = Shape(left=NUMBER, hanging=NUMBER) if number else Shape(breaks=breaks)
        numbered = [line(number), TAB] if number else []
        told, name = join(*numbered, line(text)), name or f"Part_{len(self.outline) + 1}"
        self.outline.append(Entry(self._depth, number, text, name, about))
        self.add(paragraph(f"Heading{self._depth}", self.place(name, told), shape=shape))

    def bullets(self, texts: Iterable[str], *, left: int = 0) -> None:
        shape = Shape(number=BULLETS, left=left + STEP, hanging=STEP)
        self.add(*(paragraph("List", said(text, self), shape=shape) for text in texts))

    def annotate(self, found: Sequence[Annotation]) -> None:
        """Comments of Word, each at its place; what has none there hangs on the first place of all."""
        self._body = annotations.hung(self._body, found)
        self._annotations = list(found)

    @property
    def author(self) -> str:
        """Whom the file names as its writer: the dialogue, never who typed it."""
        return clean(self.masthead.dialogue, one_line=True)[:TITLE_LIMIT] or gettext("Secretariat")

    def prose(self, text: str, manner: Manner) -> None:
        """What somebody typed, set in a manner."""
        self.add(*blocks(text, self, manner))

    @contextmanager
    def whole(self, name: str) -> Iterator[None]:
        """All that is added meanwhile is one place with a hidden name, which edited copies keep."""
        begin, self._places = len(self._body), self._places + 1
        yield
        self._body[begin:] = around(name, self._places, self._body[begin:])

    def blocks(self, text: str, manner: Manner) -> Xml:
        """The same as paragraphs to stand somewhere else, in a cell."""
        return join(*blocks(text, self, manner))

    def footnote(self, text: str) -> Xml:
        """The mark of a real footnote at the foot of its page; a text that opens with asterisks is marked by those."""
        notes, star = footnotes(self._document).element, _star(text)
        self._notes.append(text)
        sign = Xml(f"<w:r>{_NOTE_LOOK}{_NOTE_MARK.format(star) if star else '<w:footnoteRef/>'}</w:r>")
        note = paragraph("FootnoteText", sign, run(f" {clean(text).strip().lstrip('*').strip()}"))
        notes.append(parse_xml(f'<w:footnote {nsdecls("w")} w:id="{len(self._notes)}">{note}</w:footnote>'))
        return Xml(f"<w:r>{_NOTE_LOOK}{_note_call(text, len(self._notes))}</w:r>")

    def _called(self, text: str) -> str:
        """What calls a footnote inside a run: one that stands at the foot already, or a further one."""
        if text not in self._notes:
            self.footnote(text)
        return _note_call(text, self._notes.index(text) + 1)

    # What prose asks of it

    def link(self, address: str) -> str:
        """The id of the relationship to an address outside; asked only for safe ones."""
        if address not in self._links:
            self._links[address] = f"link{len(self._links) + 1}"
            rels = self._document.part.rels
            rels.add_relationship(RELATIONSHIP_TYPE.HYPERLINK, address, self._links[address], is_external=True)
        return self._links[address]

    def picture(self, png: bytes) -> str:
        """The id of the relationship to a picture that the file then holds."""
        package = self._document.part.package
        self._pictures += 1
        part = Part(PackURI(f"/word/media/picture{self._pictures}.png"), CONTENT_TYPE.PNG, png, package)
        key = f"picture{self._pictures}"
        self._document.part.rels.add_relationship(RELATIONSHIP_TYPE.IMAGE, part, key)
        return key

    # What becomes of it

    @property
    def body(self) -> Body:
        """What stands in it, with the addresses and footnotes that it names by their ids."""
        ends = [*(begin for _, begin in self._sections[1:]), len(self._body)]
        parts = [(key, join(*self._body[a:b])) for (key, a), b in zip(self._sections, ends, strict=True)]
        return Body(parts, {key: address for address, key in self._links.items()}, tuple(self._notes))

    def track(self, old: "Paper", title: str) -> None:
        """Become a redline of that `title`: every change since the old paper is tracked, all by one hand, at one
        instant."""
        at = self.masthead.dated or EARLIEST
        tracking = Tracking(self.author, at, self.link, self._called)
        self._body = [tracking.changes(old.body, self.body)]
        self.masthead = replace(self.masthead, title=title)

    def to_bytes(self) -> bytes:
        self._furnish()
        self._describe()
        return to_bytes(self._document, self._designated(join(*self._body)), dated=self.masthead.dated)

    def _designated(self, body: Xml) -> Xml:
        """With the footnote called at the mentions of the name that are read, the first or each."""
        note = self.masthead.designation
        if not note:
            return body
        return designated(body, lambda: self.footnote(note), lambda: self._again(note), every=self.masthead.at_every)

    def _again(self, note: str) -> Xml:
        """The mark of a footnote that stands already: its asterisk; one with a number has another."""
        star = _star(note)
        return Xml(f"<w:r>{_NOTE_LOOK}{_NOTE_MARK.format(star)}</w:r>") if star else self.footnote(note)

    def _furnish(self) -> None:
        """Write the line of each page in the place that the letterhead keeps for it."""
        first = self._document.sections[0].first_page_header._element
        for name, edge in edges(self._document):
            line_of = opening if edge is first else _LINES[name]
            content, kept_for = line_of(self.masthead, self._width), place(edge, name)
            kept_for.getparent().replace(kept_for, parse_xml(f"<w:all {nsdecls('w')}>{content}</w:all>")[0])

    def _describe(self) -> None:
        """The file's own properties: what it is, never who typed it or when it was made."""
        package = self._document.part.package
        if self._claim is not None:
            marks = [annotations.mark(one.author, one.text) for one in self._annotations]
            blob = claims.written(self._claim, marks)
            part = Part(PackURI(f"/{claims.PART}"), claims.CONTENT_TYPE, blob, package)
            package.relate_to(part, RELATIONSHIP_TYPE.CUSTOM_PROPERTIES)
        if self._annotations:
            blob = annotations.written(self._annotations)
            part = Part(PackURI("/word/comments.xml"), CONTENT_TYPE.WML_COMMENTS, blob, package)
            self._document.part.rels.add_relationship(RELATIONSHIP_TYPE.COMMENTS, part, "comments")
        about, core = self.masthead, self._document.core_properties
        title = clean(f"{about.reference} {about.title}".strip(), one_line=True)
        core.title = title[:TITLE_LIMIT]
        if about.reference:
            core.subject = clean(about.reference, one_line=True)[:TITLE_LIMIT]
        core.author = core.last_modified_by = self.author
        core.language = known_language(about.language)
        if about.dated:
            moment = about.dated.astimezone(dt.UTC).replace(tzinfo=None, microsecond=0)
            core.created = core.modified = moment


def _place_name(reference: str) -> str:
    """D/2026/2/03 as Word lets a place be called: letters, digits and low lines, 40 at the most."""
    return re.sub(r"\W", "_", reference, flags=re.ASCII)[:40]


_NOTE_LOOK = '<w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr>'
_NOTE_MARK = '<w:t xml:space="preserve">{}</w:t>'


def _star(text: str) -> str:
    words = clean(text).strip()
    return "*" * (len(words) - len(words.lstrip("*")))


def _note_call(text: str, number: int) -> str:
    star = _star(text)
    custom = ' w:customMarkFollows="1"' if star else ""
    return f'<w:footnoteReference{custom} w:id="{number}"/>{_NOTE_MARK.format(star) if star else ""}'
