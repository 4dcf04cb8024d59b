"""An edited copy beside the paper that was sent out: what changed without being tracked."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from dialogue.rendering.differences import aligned
from dialogue.rendering.prose import lines
from dialogue.rendering.word.returned import changing, edges
from dialogue.rendering.word.returned.values import Change, Copy, Part, Place


def completed(copy: Copy, paper: Copy) -> Copy:
    """The copy with what nobody tracked: each place compared with that of the paper which was sent out. A place that
    is gone stands where it stood. Changes that are tracked stay as they are."""
    around = edges.completed(copy, paper)
    settled = replace(copy, places=tuple(_with_moves(copy, paper)))
    return replace(copy, places=tuple(_ordered(settled, paper)), edges=tuple(around))


def _with_moves(copy: Copy, paper: Copy) -> Iterator[Place]:
    """A place that somebody moved with tracking, mark and all, is gone where it stood, and new elsewhere."""
    new = {one.name for one in copy.places if one.name and not one.was and one.now}
    sent = {_words([one]): one for one in paper.places if one.name in new}
    groups = [list(group) for _, group in groupby(copy.places, key=_is_gone)]
    gone = {n: sent[_words(group)] for n, group in enumerate(groups) if _is_gone(group[0]) and _words(group) in sent}
    moved, after = {one.name for one in gone.values()}, ""
    for n, group in enumerate(groups):
        if n in gone:
            changes = tuple(change for one in group for change in one.changes)
            remarks = tuple(remark for one in group for remark in one.remarks)
            yield replace(gone[n], now="", changes=changes, remarks=remarks)
            continue
        for one in group:
            yield one if one.name not in moved else replace(one, name="", after=after)
            after = one.name if one.name and one.name not in moved else after


def _is_gone(one: Place) -> bool:
    return not one.name and bool(one.was) and not one.now


def _words(places: Sequence[Place]) -> str:
    return " ".join(" ".join(f"{one.label}{lines(one.was)} {one.details}" for one in places).split())


def _ordered(copy: Copy, paper: Copy) -> Iterator[Place]:
    sent = {one.name: one for one in paper.places if one.name}
    here = {one.name for one in copy.places if one.name}
    rest = _rest(copy, paper)
    order = [one.name for one in paper.places if one.name]
    done = 0
    for n, one in enumerate(copy.places):
        if one.name in sent:
            place = order.index(one.name)
            yield from (_gone(sent[name]) for name in order[done:place] if name not in here)
            done = max(done, place + 1)
            yield _beside(one, sent[one.name])
        else:
            yield from rest.get(n, [one])
    yield from (_gone(sent[name]) for name in order[done:] if name not in here)
    yield from rest.get(-1, [])


def _beside(one: Place, sent: Place) -> Place:
    untracked = (
        *_of("words", sent.was, one.was),
        *_of("label", sent.label.strip(), one.label.strip()),
        *_of("details", sent.details, one.details),
    )
    return replace(one, was=sent.was, label=sent.label, details=sent.details, changes=(*one.changes, *untracked))


def _of(part: Part, was: str, now: str) -> tuple[Change, ...]:
    return changing.of_texts(was, now, part=part) if was != now else ()


def _gone(sent: Place) -> Place:
    """A place whose mark the copy no longer has."""
    return replace(sent, now="", changes=changing.of_texts(sent.was or sent.label, ""), remarks=())


def _rest(copy: Copy, paper: Copy) -> dict[int, list[Place]]:
    """What each line without a name became, by its number in the copy; under -1 what is gone at the end."""
    known = {one.name for one in paper.places if one.name}
    mine = [(n, one) for n, one in enumerate(copy.places) if not one.name or one.name not in known]
    theirs = [one for one in paper.places if not one.name]
    found: dict[int, list[Place]] = {}
    waiting: list[Place] = []
    for x, y in aligned([lines(one.was) for one in theirs], [lines(one.was) for _, one in mine]):
        if y is None:
            waiting.append(_gone(theirs[x or 0]))
            continue
        n, one = mine[y]
        found[n] = [*waiting, _line(one, None if x is None else theirs[x])]
        waiting = []
    return {**found, **({-1: waiting} if waiting else {})}


def _line(one: Place, sent: Place | None) -> Place:
    """Without looks: programs write out what a style says of a title."""
    was = "" if sent is None else sent.was
    return replace(one, was=was, changes=(*one.changes, *_of("words", lines(was), lines(one.was))))
