"""A file that comes back, as the copy that it is."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from docx.oxml.ns import qn

from dialogue.domain.base import Refused
from dialogue.rendering.word import claims
from dialogue.rendering.word.annotations import mark
from dialogue.rendering.word.claims import Claim
from dialogue.rendering.word.opened import Opened, Unreadable
from dialogue.rendering.word.returned import edges, files, remarks, styles
from dialogue.rendering.word.returned import lines as reading
from dialogue.rendering.word.returned import places as dividing
from dialogue.rendering.word.returned.lines import Fate, Line, Notes
from dialogue.rendering.word.returned.styles import Styles
from dialogue.rendering.word.returned.values import Copy, Place, Remark

KINDS = {"minutes", "redline"}
ANOTHER = "This is no copy of a draft of minutes. Please take the draft from its page, edit that, and send it back."
ANEW = "This file could not be opened. Please open it in Word, save it anew as .docx, and send that."
_DC = "{http://purl.org/dc/elements/1.1/}"


def read(data: bytes) -> Copy:
    """What the file says. Refused, in a sentence, where it is no copy of minutes or not safe to look into."""
    copy = read_any(data)
    if (copy.kind and copy.kind not in KINDS) or not any(one.name for one in copy.places):
        raise Refused(ANOTHER)
    return copy


def read_any(data: bytes) -> Copy:
    """What a file says, whichever of our papers it is a copy of. Refused where it is not safe to look into."""
    try:
        return _read(files.copy(data))
    except Unreadable as fault:
        raise Refused(str(fault) or ANEW) from fault


def _read(file: Opened) -> Copy:
    claim = _claim(file)
    known = styles.styles(files.beside(file, "styles"), files.beside(file, "numbering"))
    author = _core(file, "creator") if claim is not None and claim.kind == "redline" else ""
    calls = edges.called(file.document, author)
    lines, around = _lines(file, known, edges.new(file, known, calls), author), edges.lines(file, known, calls)
    noted = _remarks(file, known, [*lines, *(line for _, line in around)])
    places = _places(lines, noted)
    along = [edges.place(kind, line, noted) for kind, line in around]
    copy = Copy(
        symbol=_core(file, "subject"),
        title=" ".join(_core(file, "title").split()),
        places=tuple(places),
        edges=tuple(one for one in along if one.was or one.now or one.is_touched),
        stray=tuple(noted.values()),
        tracked=_is_tracked([*lines, *(line for _, line in around)]),
    )
    if claim is None:
        return copy
    return replace(copy, kind=claim.kind, level=claim.level, reference=claim.reference, text_hash=claim.text_hash)


def _remarks(file: Opened, known: Styles, lines: Sequence[Line]) -> dict[str, Remark]:
    """All comments, by their ids, each with the words that it is on."""
    found = remarks.read(files.beside(file, "comments"), files.beside(file, "commentsExtended"), known)
    told, ours = remarks.about(lines), _ours(file)
    return {
        key: replace(one, about=told.get(key, ""), ours=mark(one.author, one.text) in ours)
        for key, one in found.items()
    }


def _claim(file: Opened) -> Claim | None:
    found = file.part(claims.PART)
    return None if found is None else claims.told(found)


def _ours(file: Opened) -> frozenset[str]:
    found = file.part(claims.PART)
    return frozenset() if found is None else claims.remarks(found)


def _core(file: Opened, name: str) -> str:
    core = file.part("docProps/core.xml")
    found = None if core is None else core.find(f"{_DC}{name}")
    return "" if found is None else (found.text or "").strip()[:200]


def _lines(file: Opened, known: Styles, notes: Notes, author: str) -> list[Line]:
    """Those of the body. In a redline the changes that we wrote are no proposals: its new text is what was sent out."""
    lines = reading.read(file.document.find(qn("w:body")), known, notes)
    return [_settled(one, author) for one in lines] if author else lines


def _settled(line: Line, author: str) -> Line:
    pieces = [
        one._replace(fate=edges.SETTLED.get(one.fate, one.fate), was=None) if one.hand.author == author else one
        for one in line.pieces
    ]
    end = edges.SETTLED.get(line.end, line.end) if line.hand.author == author else line.end
    return replace(line, pieces=pieces, end=end, shape_was=None)


def _places(lines: Sequence[Line], left: dict[str, Remark]) -> list[Place]:
    """All places in their order. Each remark once, where it begins: it is taken out of what is left."""
    found: list[Place] = []
    after = ""
    for stretch in dividing.divided(lines):
        one = dividing.place(stretch, after, left)
        for key in dividing.noted(stretch):
            left.pop(key, None)
        after = one.name or after
        if one.name or one.was or one.now or one.label or one.is_touched:
            found.append(one)
    return found


def _is_tracked(lines: Iterable[Line]) -> bool:
    return any(
        line.end is not Fate.KEPT
        or line.shape_was is not None
        or any(one.fate is not Fate.KEPT or one.was is not None for one in line.pieces)
        for line in lines
    )
