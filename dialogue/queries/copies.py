"""What a copy of draft minutes that was edited in Word asks for: each change and remark of it as a comment to be made.

Nothing that the copy brings is dropped: what has no place in the text is proposed without one. Who is named in the file
as the writer of a change is told and never believed: a comment is of the side that brings the copy in."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from dialogue.domain.base import Refused
from dialogue.domain.editions import Level, MinutesSheet
from dialogue.domain.minutes import CommentKind, Minutes
from dialogue.i18n import gettext
from dialogue.queries import sheets
from dialogue.rendering.word import returned, word
from dialogue.rendering.word.returned import Change, Copy, Edge, Place, Remark

ADDITION, NOTE = CommentKind.ADDITION, CommentKind.NOTE
KINDS = {"insertion": ADDITION, "deletion": CommentKind.DELETION, "replacement": CommentKind.CORRECTION}
ITEM = "item "  # before the number of an item
SHOWN = 60  # letters of a line that stands for its place
EDGES: Mapping[Edge, str] = {
    "footnote": "In the footnote “%(words)s”:",
    "endnote": "In the endnote “%(words)s”:",
    "header": "In the header “%(words)s”:",
    "footer": "In the footer “%(words)s”:",
}
NEW_AT: Mapping[Edge, str] = {
    "footnote": "In a new footnote:",
    "endnote": "In a new endnote:",
    "header": "In a new line of the header:",
    "footer": "In a new line of the footer:",
}
GONE_FROM: Mapping[Edge, str] = {
    "footnote": "A footnote:",
    "endnote": "An endnote:",
    "header": "A line of the header:",
    "footer": "A line of the footer:",
}


@dataclass(frozen=True, slots=True)
class Proposal:
    """A comment that the copy asks for. `on`: the number of a paragraph, or that of an item behind "item"; "" where it
    has no place. `by`: whom the file names; "" where nobody marked it, and it was found by comparing."""

    kind: CommentKind
    text: str
    on: str = ""
    by: str = ""
    exported: bool = False  # a comment that we wrote into the paper ourselves


@dataclass(frozen=True, slots=True)
class Asked:
    """What a copy asks for; `tracked`: whether somebody edited it with tracked changes."""

    tracked: bool
    proposals: tuple[Proposal, ...]


def of_minutes(minutes: Minutes, content: bytes) -> Asked:
    """What a copy of the text that is out for comments asks for. Refused, in a sentence: what is no such copy."""
    copy = returned.read(content)
    sheet = sent_out(copy, minutes)
    sent = returned.read(word.render(sheets.minutes_paper(minutes, sheet, Level.DELEGATIONS)))
    return Asked(copy.tracked, tuple(proposals(returned.completed(copy, sent), sheet)))


def sent_out(copy: Copy, minutes: Minutes) -> MinutesSheet:
    """The text that is out for comments. Refused: a copy of anything else, or of another edition."""
    first = minutes.revision(1)
    if copy.level is None:
        raise Refused(
            "This file does not say of which paper it is a copy. Please take the draft away anew, and edit that file."
        )
    if copy.reference != minutes.paper:
        raise Refused("This is a copy of the minutes of another session: %(paper)s.", paper=copy.reference)
    if copy.level is not Level.DELEGATIONS:
        raise Refused("This is a copy of another edition. Comments are made on the edition for the delegations.")
    if first is None or copy.text_hash != first.text_hash:
        raise Refused(
            "This is a copy of another text of these minutes, older or newer than the one that is out for comments. "
            "Please take that one away, and make your changes in it."
        )
    sheet: MinutesSheet = first.sheet
    return sheet


def proposals(copy: Copy, sheet: MinutesSheet) -> list[Proposal]:
    """In the order of the copy, which has been compared with the paper of that text."""
    spots = _Spots(sheet)
    return [one for place in copy.touched for one in _of_place(place, spots)]


class _Spots:
    """Where in the text a comment can stand."""

    def __init__(self, sheet: MinutesSheet) -> None:
        self._numbers = {str(line.number) for item in sheet.items for line in item.paragraphs}
        self._first = {item.number: str(item.paragraphs[0].number) for item in sheet.items if item.paragraphs}
        self._items = {item.number for item in sheet.items}

    def of(self, place: Place) -> str:
        """On its paragraph, or on its item where that has none; "" elsewhere."""
        if place.is_item:
            return f"{ITEM}{place.number}" if place.number in self._items - self._first.keys() else ""
        return place.number if place.is_paragraph and place.number in self._numbers else ""

    def beside(self, place: Place) -> tuple[str, str]:
        """Where something new would stand, and in which words that is asked for: behind the paragraph before it, before
        the first one of the item, or under the item."""
        known = Place(name=place.after)
        if known.is_item and known.number in self._first:
            return self._first[known.number], gettext("Add a paragraph before this one:")
        on = self.of(known)
        return on, gettext("Add a paragraph after this one:") if on and known.is_paragraph else gettext("Add:")


def _of_place(place: Place, spots: _Spots) -> Iterator[Proposal]:
    """Its changes, then what was remarked. A whole paragraph that is new or gone is one."""
    on, changes = spots.of(place), place.changes
    if place.changes and not place.was and place.now:
        on, said = spots.beside(place) if place.edge is None else ("", gettext(NEW_AT[place.edge]))
        yield Proposal(ADDITION, _lines(said, gettext("“%(words)s”", words=place.now)), on, _authors(place))
        changes = ()
    elif place.changes and place.was and not place.now:
        yield _gone(place, on)
        changes = tuple(one for one in place.changes if one.now)
    yield from (_change(one, place, on) for one in changes)
    yield from (_remark(one, place, on) for one in place.remarks)


def _gone(place: Place, on: str) -> Proposal:
    whole = on and place.is_paragraph
    words = gettext("Delete: “%(words)s”", words=place.was)
    said = gettext("Delete this paragraph.") if whole else words
    if place.edge is not None:
        said = _lines(gettext(GONE_FROM[place.edge]), words)
    return Proposal(NOTE if on and not whole else CommentKind.DELETION, said, on, _authors(place))


def _change(one: Change, place: Place, on: str) -> Proposal:
    kind = KINDS[one.kind]
    if place.is_item and on:  # nothing stands there that could be corrected, but for the title
        kind = ADDITION if one.now and one.part == "details" else NOTE
    return Proposal(kind, _lines(_where(place, on, one.part), _asked(one)), on, one.author)


def _asked(one: Change) -> str:
    """Old and new words, with a few before them by which a secretary finds the place."""
    words = {"was": one.was.strip() or one.was, "now": one.now.strip() or one.now, "before": one.before}
    if one.kind == "insertion":
        said = gettext("Add “%(now)s” after “… %(before)s”.", **words)
        return said if one.before else gettext("Add “%(now)s” at the beginning.", **words)
    if one.kind == "deletion":
        said = gettext("Delete “%(was)s” after “… %(before)s”.", **words)
        return said if one.before else gettext("Delete “%(was)s” at the beginning.", **words)
    said = gettext("Instead of “%(was)s”, write “%(now)s”, after “… %(before)s”.", **words)
    return said if one.before else gettext("Instead of “%(was)s”, write “%(now)s”, at the beginning.", **words)


def _remark(one: Remark, place: Place, on: str) -> Proposal:
    """In the words of whoever made it, and on which words of the text."""
    kind = ADDITION if on.startswith(ITEM) else NOTE
    if one.ours:
        return Proposal(kind, one.text, on, one.author, exported=True)
    about = gettext("On “%(words)s”:", words=one.about) if one.about else ""
    answered = gettext("In answer to “%(words)s”:", words=one.to) if one.to else ""
    where = "" if about else _where(place, on, "words")
    return Proposal(kind, _lines(where, about, answered, one.text), on, one.author)


def _where(place: Place, on: str, part: str) -> str:
    """Of what is not in the words of a paragraph: where in the paper it stands."""
    if part == "label":
        return gettext("In what stands before the words, “%(words)s”:", words=place.label.strip())
    if part == "details":
        return gettext("In the line “%(words)s”:", words=place.details.strip())
    if on and place.is_paragraph:
        return ""
    line = " ".join((place.was or place.now).split())
    shown = line if len(line) <= SHOWN else f"{line[:SHOWN].rstrip()} …"
    if place.edge is not None:
        return gettext(EDGES[place.edge], words=shown) if place.was else gettext(NEW_AT[place.edge])
    return gettext("In “%(words)s”:", words=shown) if shown else ""


def _lines(*parts: str) -> str:
    return "\n".join(part for part in parts if part)


def _authors(place: Place) -> str:
    return ", ".join(dict.fromkeys(one.author for one in place.changes if one.author))
