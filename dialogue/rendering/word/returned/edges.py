"""What stands around the text of a copy: notes, and what runs along the edges of its pages.

Programs write these parts anew: they divide them, copy them for the first page and for each section, and count the
pages again. So a line is looked for among all that were sent out for the same edge, wherever it stands there."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, get_args

from docx.oxml.ns import qn

from dialogue.rendering.differences import aligned
from dialogue.rendering.prose import lines as unmarked
from dialogue.rendering.word.opened import Opened
from dialogue.rendering.word.returned import changing, files
from dialogue.rendering.word.returned import lines as reading
from dialogue.rendering.word.returned import places as dividing
from dialogue.rendering.word.returned.lines import NOBODY, Fate, Hand, Line, Notes
from dialogue.rendering.word.returned.styles import Styles
from dialogue.rendering.word.returned.values import Copy, Edge, Place, Remark

Key = tuple[str, str]
Calls = Mapping[Key, tuple[Fate, Hand]]
NOTES = ("footnote", "endnote")
UNCALLED = (Fate.NEVER, NOBODY)
SETTLED = {Fate.NEW: Fate.KEPT, Fate.GONE: Fate.NEVER}  # what becomes of a change that counts as made


def called(root: Any, own: str) -> dict[Key, tuple[Fate, Hand]]:
    """All notes that the text calls, by what calls them and their ids: what became of the call, and by whose hand.
    `own`: whose changes count as made."""
    return {(one.tag, one.get(qn("w:id"), "")): _became(one, own) for one in root.iter(*reading.NOTES)}


def _became(call: Any, own: str) -> tuple[Fate, Hand]:
    fate, by = Fate.KEPT, NOBODY
    for above in reversed([*call.iterancestors()]):
        found = reading.fate_of(above, fate, by)
        is_own = bool(own) and found[1].author == own
        fate, by = found if not is_own else (SETTLED.get(found[0], found[0]), NOBODY)
    return fate, by


def new(file: Opened, known: Styles, calls: Calls) -> Notes:
    """The lines of the notes that somebody put in: they are told where they are called."""
    return {key: reading.read(one, known, {}) for key, one in _notes(file) if calls.get(key, UNCALLED)[0] is Fate.NEW}


def lines(file: Opened, known: Styles, calls: Calls) -> list[tuple[Edge, Line]]:
    """Those of the notes that were sent out, and of all headers and footers."""
    found: list[tuple[Edge, Line]] = []
    for key, one in _notes(file):
        fate, by = calls.get(key, UNCALLED)
        kind: Edge = "footnote" if one.tag == qn("w:footnote") else "endnote"
        if fate in reading.WAS:
            found += [(kind, line) for line in reading.read(one, known, {}, fate, by)]
    for name, root in files.edges(file):
        kind = "header" if name == "header" else "footer"
        found += [(kind, line) for line in reading.read(root, known, {})]
    return found


def _notes(file: Opened) -> Iterator[tuple[Key, Any]]:
    for kind in NOTES:
        root = files.beside(file, f"{kind}s")
        for one in () if root is None else root.iterfind(qn(f"w:{kind}")):
            yield (qn(f"w:{kind}Reference"), one.get(qn("w:id"), "")), one


def place(kind: Edge, line: Line, left: dict[str, Remark]) -> Place:
    """One line, with the remarks that hang in it, which are taken out of what is left."""
    stretch = dividing.Stretch(lines=[line])
    found = replace(dividing.place(stretch, "", left), edge=kind)
    for key in dividing.noted(stretch):
        left.pop(key, None)
    return replace(found, was=_plain(found.was), now=_plain(found.now))


def _plain(text: str) -> str:
    """Without looks, and blanks alike: programs write out what a style says, and set tabs anew."""
    return " ".join(unmarked(text).split())


def completed(copy: Copy, paper: Copy) -> list[Place]:
    """The lines of a copy, each beside the one of its edge that was sent out: what nobody tracked is a change. One
    that is gone from all pages is there with its deletion."""
    mine = [_renamed(one, copy, paper) for one in copy.edges]
    return [one for kind in get_args(Edge) for one in _of_edge(_of(kind, mine), _of(kind, paper.edges))]


def _renamed(one: Place, copy: Copy, paper: Copy) -> Place:
    """A redline runs under a name of its own; beside the paper whose changes it shows, that is none of anybody."""
    if copy.kind == paper.kind or not copy.title:
        return one
    was, now = (text.replace(copy.title, paper.title) for text in (one.was, one.now))
    return replace(one, was=was, now=now)


def _of(kind: Edge, places: Sequence[Place]) -> list[Place]:
    return [one for one in places if one.edge == kind]


def _of_edge(mine: Sequence[Place], sent: Sequence[Place]) -> Iterator[Place]:
    known, here = {one.was for one in sent}, {one.was for one in mine}
    yield from (one for one in mine if one.was in known or not one.was)
    old = list({one.was: one for one in sent}.values())
    new = list(_once([one for one in mine if one.was and one.was not in known]))
    for x, y in aligned([one.was for one in old], [one.was for one in new]):
        was = "" if x is None else old[x].was
        if y is None and was not in here:
            yield replace(old[x or 0], now="", changes=changing.of_texts(was, ""), remarks=())
        elif y is not None:
            yield replace(new[y], was=was, changes=(*new[y].changes, *changing.of_texts(was, new[y].was)))


def _once(places: Sequence[Place]) -> Iterator[Place]:
    """What stands at the head of ten sections is asked for once."""
    seen = set[tuple[str, str]]()
    for one in places:
        if (one.was, one.now) not in seen or one.remarks:
            yield one
        seen.add((one.was, one.now))
