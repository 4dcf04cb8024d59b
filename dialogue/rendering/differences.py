"""What became of a text: word by word, or line by line, in the fewest steps that lead from the old one to the new."""

import re
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from itertools import pairwise

Pieces = list[tuple[str, str]]
Span = tuple[bool, slice, slice]  # whether alike, where in the old one, where in the new one
MOST_STEPS = 300  # words that are gone or new: beyond that nobody reads a text word by word
MOST_PAIRS = 1_000  # of lines that are compared with each other
ALIKE = 0.4  # the part of their words that two lines share where one is the other, changed


def difference(old: str, new: str) -> Pieces:
    """Word by word: ("same" | "gone" | "new", text), which joined give both texts back. Where too many words differ it
    is told by lines, and where too many lines do, as one text for another."""
    for cut in (r"\s*\S+|\s+", r"[^\n]*\n|[^\n]+"):
        before, after = re.findall(cut, old), re.findall(cut, new)
        found = _spans(before, after)
        if found is not None:
            return list(_joined(before, after, found))
    return [("gone", old), ("new", new)]


def spans(before: Sequence[Hashable], after: Sequence[Hashable]) -> list[Span]:
    """Which stretch of the old one became which of the new one, and whether they are alike: together both wholes. Where
    too much differs, one stretch for another."""
    whole = (False, slice(0, len(before)), slice(0, len(after)))
    found = _spans(before, after)
    return found if found is not None else [whole]


def aligned(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[int | None, int | None]]:
    """Which line became which, by their places: (3, 4) the fourth became the fifth, (3, None) it is gone, (None, 4)
    it is new. What stands between two lines that stayed is compared by the words they share."""
    corners = _fewest(before, after)
    if corners is None:
        yield from _paired(before, after, (0, 0), (len(before), len(after)))
        return
    reached = (0, 0)
    for (x, y), (to_x, to_y) in pairwise(corners):
        if to_x > x and to_y > y:
            yield from _paired(before, after, reached, (x, y))
            yield from ((x + n, y + n) for n in range(to_x - x))
            reached = (to_x, to_y)
    yield from _paired(before, after, reached, (len(before), len(after)))


def _paired(
    before: Sequence[str], after: Sequence[str], begin: tuple[int, int], end: tuple[int, int]
) -> Iterator[tuple[int | None, int | None]]:
    """In the order of both: each old line with the most similar new one that is still to come; of very many, none."""
    (x, y), (to_x, to_y) = begin, end
    if (to_x - x) * (to_y - y) > MOST_PAIRS:
        yield from ((old, None) for old in range(x, to_x))
        yield from ((None, new) for new in range(y, to_y))
        return
    words = {new: Counter(after[new].split()) for new in range(y, to_y)}
    for old in range(x, to_x):
        mine = Counter(before[old].split())
        best, place = max(((_alike(mine, words[new]), -new) for new in range(y, to_y)), default=(0.0, 0))
        if best < ALIKE:
            yield old, None
            continue
        yield from ((None, new) for new in range(y, -place))
        yield old, -place
        y = -place + 1
    yield from ((None, new) for new in range(y, to_y))


def _alike(before: Counter[str], after: Counter[str]) -> float:
    """The part of all their words that both have: 1 for the same words, 0 for none in common."""
    every = before.total() + after.total()
    return 2 * (before & after).total() / every if every else 1.0


def _fewest(before: Sequence[Hashable], after: Sequence[Hashable]) -> list[tuple[int, int]] | None:
    """The corners of the shortest way from one text to the other (Myers 1986); None where it is longer than MOST_STEPS.
    difflib takes minutes over one word typed a thousand times."""
    reached, trace = {1: 0}, []
    for steps in range(min(MOST_STEPS, len(before) + len(after)) + 1):
        trace.append(reached.copy())
        for k in range(-steps, steps + 1, 2):
            down = k == -steps or (k != steps and reached[k - 1] < reached[k + 1])
            x = reached[k + 1] if down else reached[k - 1] + 1
            while x < len(before) and x - k < len(after) and before[x] == after[x - k]:
                x += 1
            reached[k] = x
            if x >= len(before) and x - k >= len(after):
                return _way_back(trace, len(before), len(after))
    return None


def _way_back(trace: list[dict[int, int]], x: int, y: int) -> list[tuple[int, int]]:
    corners = [(x, y)]
    for steps in range(len(trace) - 1, 0, -1):
        reached, k = trace[steps], x - y
        down = k == -steps or (k != steps and reached[k - 1] < reached[k + 1])
        from_x = reached[k + 1] if down else reached[k - 1]
        x, y = from_x, from_x - (k + 1 if down else k - 1)
        corners += [(from_x, y + 1) if down else (from_x + 1, y), (x, y)]
    return [*corners, (0, 0)][::-1]


def _spans(before: Sequence[Hashable], after: Sequence[Hashable]) -> list[Span] | None:
    corners = _fewest(before, after)
    if corners is None:
        return None
    found: list[Span] = []
    begun = (0, 0)
    for (x, y), (to_x, to_y) in pairwise([*corners, (len(before), len(after))]):
        if to_x > x and to_y > y:
            found += [(False, slice(begun[0], x), slice(begun[1], y))] if begun != (x, y) else []
            found.append((True, slice(x, to_x), slice(y, to_y)))
            begun = (to_x, to_y)
    rest = (False, slice(begun[0], len(before)), slice(begun[1], len(after)))
    return [*found, rest] if begun != (len(before), len(after)) else found


def _joined(before: list[str], after: list[str], found: list[Span]) -> Iterator[tuple[str, str]]:
    """One piece for each stretch: what is gone before what is new."""
    for same, x, y in found:
        gone, new = "".join(before[x]), "".join(after[y])
        yield from [("same", new)] if same else [(kind, text) for kind, text in (("gone", gone), ("new", new)) if text]
