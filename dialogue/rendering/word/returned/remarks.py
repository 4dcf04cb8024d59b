"""The comments of a Word file: by whom, when, in which words, on which, and to which they are an answer."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from operator import attrgetter
from typing import Any

from docx.oxml.ns import qn

from dialogue.rendering.word.opened import Unreadable
from dialogue.rendering.word.returned import lines as reading
from dialogue.rendering.word.returned.lines import Fate, Line, Piece
from dialogue.rendering.word.returned.styles import Styles
from dialogue.rendering.word.returned.values import Remark

_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_W15 = "{http://schemas.microsoft.com/office/word/2012/wordml}"
LONGEST = 500  # of the words that a comment is on
MOST = 2_000  # comments of one file


def read(comments: Any, extended: Any, known: Styles) -> dict[str, Remark]:
    """Those of the part `comments`, by their ids. `extended` says what answers what; older programs write none."""
    if comments is None:
        return {}
    found, paragraphs = {}, {}
    every = comments.findall(qn("w:comment"))
    if len(every) > MOST:
        raise Unreadable
    for one in every:
        key, by = one.get(qn("w:id"), ""), reading.hand(one)
        text = "\n".join(line.says for line in reading.read(one, known, {})).strip()
        found[key] = Remark(author=by.author, at=by.at, text=text)
        paragraphs.update({p.get(f"{_W14}paraId"): key for p in one.iter(qn("w:p")) if p.get(f"{_W14}paraId")})
    return _threaded(found, paragraphs, extended)


def _threaded(found: dict[str, Remark], paragraphs: Mapping[str, str], extended: Any) -> dict[str, Remark]:
    for one in () if extended is None else extended.iterfind(f"{_W15}commentEx"):
        key = paragraphs.get(one.get(f"{_W15}paraId", ""))
        above = paragraphs.get(one.get(f"{_W15}paraIdParent", ""))
        if key is not None:
            to = found[above].text if above is not None else ""
            found[key] = replace(found[key], to=to, is_done=one.get(f"{_W15}done", "0") in {"1", "true"})
    return found


def about(lines: Iterable[Line]) -> Mapping[str, str]:
    """The words that each comment is on, by its id: as they are now, or as they were where all of them are gone."""
    now, was = dict[str, str](), dict[str, str]()
    on: set[str] = set()
    for line in lines:
        marks = {at: list(group) for at, group in groupby(sorted(line.marks, key=_at), key=_at)}
        for n, piece in enumerate([*line.pieces, _END]):
            _switch(on, marks.get(n, ()))
            for told, hidden in ((now, Fate.GONE), (was, Fate.NEW)):
                told.update({key: told.get(key, "") + piece.text for key in on if piece.fate is not hidden})
            on -= {key for key in on if len(now.get(key, "")) > LONGEST or len(was.get(key, "")) > LONGEST}
    return {key: (now.get(key, "").strip() or was.get(key, "")).strip()[:LONGEST] for key in now | was}


_END = Piece("\n")
_at = attrgetter("at")


def _switch(on: set[str], marks: Sequence[reading.Mark]) -> None:
    for mark in marks:
        if mark.kind == "on":
            on.add(mark.name)
        elif mark.kind == "off":
            on.discard(mark.name)
