"""Stretches of text as changes that somebody can judge: whole words, each with what stood before it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from dialogue.rendering import written
from dialogue.rendering.differences import difference
from dialogue.rendering.typed import Span
from dialogue.rendering.word.returned.lines import Fate, Hand, Look, Piece
from dialogue.rendering.word.returned.values import Change, Part

BEFORE = 6  # words that are told of what stands before a change
_HEAD, _TAIL = re.compile(r"\w+"), re.compile(r"\w+\Z")


@dataclass(slots=True)
class _Stretch:
    """What stayed (`was` is `now`), or what became of it by one hand."""

    was: str
    now: str
    hand: Hand
    is_change: bool


def of_pieces(pieces: Sequence[Piece], *, part: Part = "words") -> tuple[Change, ...]:
    """What the hands in it did. Half a word that changed is told as the whole word."""
    return tuple(_told(_whole(list(_stretches(pieces))), part))


def of_texts(was: str, now: str, *, part: Part = "words") -> tuple[Change, ...]:
    """The same of two texts, of which nobody tracked how one became the other."""
    fates = {"same": Fate.KEPT, "gone": Fate.GONE, "new": Fate.NEW}
    found = of_pieces([Piece(text, fates[kind]) for kind, text in difference(was, now)], part=part)
    return tuple(_trimmed(one) for one in found)


def _trimmed(one: Change) -> Change:
    """A comparison takes the blank before a word with it."""
    return replace(one, was=one.was.strip(), now=one.now.strip()) if one.kind == "replacement" else one


def _stretches(pieces: Sequence[Piece]) -> Iterator[_Stretch]:
    told = [one for one in pieces if one.fate is not Fate.NEVER]
    for (is_change, author), group in groupby(told, key=_by):
        found = list(group)
        was = _text((one for one in found if one.fate is not Fate.NEW), old=True)
        now = _text((one for one in found if one.fate is not Fate.GONE), old=False)
        yield _Stretch(was, now, Hand(author, found[0].hand.at), is_change)


def _by(piece: Piece) -> tuple[bool, str]:
    """Whether it changed, and by whose hand."""
    is_change = piece.fate is not Fate.KEPT or piece.was is not None
    return is_change, piece.hand.author if is_change else ""


def _text(pieces: Iterator[Piece], *, old: bool) -> str:
    """The words, marked where they only look otherwise."""
    found = list(pieces)
    if all(one.was is None for one in found):
        return "".join(one.text for one in found)
    return written.spoken([_span(one, (one.was or one.look) if old else one.look) for one in found])


def _span(piece: Piece, look: Look) -> Span:
    return Span(piece.text, look.strong, look.emphasis)


def _whole(stretches: list[_Stretch]) -> list[_Stretch]:
    """Half a word on either side is lent to the change; changes of one hand within one word are one."""
    out: list[_Stretch] = []
    for n, one in enumerate(stretches):
        if not one.is_change:
            out.append(one)
            continue
        _lend_before(out, one)
        if n + 1 < len(stretches) and not stretches[n + 1].is_change:
            _lend_after(one, stretches[n + 1])
        last = out[-1] if out else None
        if last is not None and last.is_change and last.hand.author == one.hand.author:
            last.was, last.now = last.was + one.was, last.now + one.now
        else:
            out.append(one)
    return [one for one in out if one.was or one.now]


def _lend_before(out: list[_Stretch], one: _Stretch) -> None:
    if not out or out[-1].is_change or not _begins(one):
        return
    if found := _TAIL.search(out[-1].now):
        _cut(out, found[0])
        one.was, one.now = found[0] + one.was, found[0] + one.now


def _cut(out: list[_Stretch], word: str) -> None:
    rest = out[-1].now[: -len(word)]
    out[-1].was = out[-1].now = rest
    if not rest:
        out.pop()


def _lend_after(one: _Stretch, other: _Stretch) -> None:
    if _ends(one) and (found := _HEAD.match(other.now)):
        one.was, one.now = one.was + found[0], one.now + found[0]
        other.was = other.now = other.now[found.end() :]


def _begins(one: _Stretch) -> bool:
    return _HEAD.match(one.was) is not None or _HEAD.match(one.now) is not None


def _ends(one: _Stretch) -> bool:
    return _TAIL.search(one.was) is not None or _TAIL.search(one.now) is not None


def _told(stretches: list[_Stretch], part: Part) -> Iterator[Change]:
    before = ""
    for one in stretches:
        if one.is_change and one.was != one.now:
            yield Change(
                kind="insertion" if not one.was else "deletion" if not one.now else "replacement",
                was=one.was,
                now=one.now,
                author=one.hand.author,
                at=one.hand.at,
                before=_last(before),
                part=part,
            )
        before += one.now


def _last(text: str) -> str:
    return " ".join(text.split()[-BEFORE:])
