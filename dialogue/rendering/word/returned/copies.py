"""A file that comes back, as the copy that it is."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from docx.oxml.ns import qn

from dialogue.domain.base import Refused
from dialogue.rendering.word import claims
from dialogue.rendering.word.annotations import mark
from dialogue.rendering.word.claims import Claim
from dialogue.rendering.word.opened import Opened, Unreadable
from dialogue.rendering.word.returned import files, remarks
from dialogue.rendering.word.returned import lines as reading
from dialogue.rendering.word.returned import places as dividing
from dialogue.rendering.word.returned.lines import Fate, Line, Styles
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
    known = reading.styles(files.beside(file, "styles"), files.beside(file, "numbering"))
    lines = _lines(file, known, claim)
    found = remarks.read(files.beside(file, "comments"), files.beside(file, "commentsExtended"), known)
    told = remarks.about(lines)
    ours = _ours(file)
    noted = {
        key: replace(one, about=told.get(key, ""), ours=mark(one.author, one.text) in ours)
        for key, one in found.items()
    }
    places = [*_places(lines, noted), *_edges(file, known)]
    copy = Copy(symbol=_core(file, "subject"), places=tuple(places), tracked=_is_tracked(lines))
    if claim is None:
        return copy
    return replace(copy, kind=claim.kind, level=claim.level, reference=claim.reference, text_hash=claim.text_hash)


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


def _lines(file: Opened, known: Styles, claim: Claim | None) -> list[Line]:
    """Those of the body. In a redline the changes that we wrote are no proposals: its new text is what was sent out."""
    lines = reading.read(file.document.find(qn("w:body")), known, _notes(file, known))
    author = _core(file, "creator") if claim is not None and claim.kind == "redline" else ""
    return [_settled(one, author) for one in lines] if author else lines


def _notes(file: Opened, known: Styles) -> Mapping[str, str]:
    notes = {}
    for name in ("footnote", "endnote"):
        root = files.beside(file, f"{name}s")
        for one in () if root is None else root.iterfind(qn(f"w:{name}")):
            notes[one.get(qn("w:id"), "")] = " ".join(line.says for line in reading.read(one, known, {})).strip()
    return notes


_SETTLED = {Fate.NEW: Fate.KEPT, Fate.GONE: Fate.NEVER}


def _settled(line: Line, author: str) -> Line:
    pieces = [
        one._replace(fate=_SETTLED.get(one.fate, one.fate), was=None) if one.hand.author == author else one
        for one in line.pieces
    ]
    end = _SETTLED.get(line.end, line.end) if line.hand.author == author else line.end
    return replace(line, pieces=pieces, end=end, shape_was=None)


def _places(lines: Sequence[Line], noted: Mapping[str, Remark]) -> list[Place]:
    """All places in their order; each remark once, where it begins. One that hangs nowhere is at no place."""
    found: list[Place] = []
    left, after = dict(noted), ""
    for stretch in dividing.divided(lines):
        one = dividing.place(stretch, after, left)
        for key in dividing.noted(stretch):
            left.pop(key, None)
        after = one.name or after
        if one.name or one.was or one.now or one.label or one.is_touched:
            found.append(one)
    return [*found, *([Place(remarks=tuple(left.values()))] if left else [])]


def _edges(file: Opened, known: Styles) -> list[Place]:
    """Notes, headers and footers, where somebody changed them."""
    roots = [files.beside(file, "footnotes"), files.beside(file, "endnotes"), *files.edges(file)]
    lines = (line for root in roots if root is not None for line in reading.read(root, known, {}))
    made = (dividing.place(dividing.Stretch(lines=[line]), "", {}) for line in lines)
    return [one for one in made if one.is_touched]


def _is_tracked(lines: Iterable[Line]) -> bool:
    return any(
        line.end is not Fate.KEPT
        or line.shape_was is not None
        or any(one.fate is not Fate.KEPT or one.was is not None for one in line.pieces)
        for line in lines
    )
