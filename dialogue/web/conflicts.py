"""Two people edited one text: both versions side by side, word by word, and a form to send what shall stand."""

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from flask import Response, make_response, render_template, request

from dialogue.web import keys
from dialogue.web.forms import Form

Pieces = list[tuple[str, str]]
MOST_STEPS = 300  # words that are gone or new: beyond that nobody reads a text word by word


def conflict(
    form: Form,
    theirs: Mapping[str, str],
    *,
    base: int,
    back: str,
    version: str = "base_version",
    beside: Sequence[tuple[Any, str, str]] = (),
) -> Response:
    """The 409 page. `theirs`: what stands now, by the form's field names; `base`: its version, which the form that is
    shown carries, so that whoever sends it has seen it; `back`: where to go to keep theirs; `beside`: what else differs
    and is chosen, not written: label, theirs, mine. Never drops a word."""
    texts = [(form[name], request.form.get(name, ""), text) for name, text in theirs.items()]
    lines = [(field, mine, text, difference(text, mine)) for field, mine, text in texts]
    rest = [(name, value) for name, value in keys.typed() if name not in theirs and name != version]
    page = render_template(
        "errors/conflict.html", lines=lines, rest=[*rest, (version, str(base))], back=back, beside=beside
    )
    return make_response(page, 409)


def difference(old: str, new: str) -> Pieces:
    """Word by word: ("same" | "gone" | "new", text), which joined give both texts back. Where too many words differ it
    is told by lines, and where too many lines do, as one text for another."""
    for cut in (r"\s*\S+|\s+", r"[^\n]*\n|[^\n]+"):
        before, after = re.findall(cut, old), re.findall(cut, new)
        steps = _fewest(before, after)
        if steps is not None:
            return _joined(before, after, steps)
    return [("gone", old), ("new", new)]


def _fewest(before: list[str], after: list[str]) -> list[tuple[int, int]] | None:
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


def _joined(before: list[str], after: list[str], corners: list[tuple[int, int]]) -> Pieces:
    """One piece for each stretch: what is gone before what is new."""
    pieces: Pieces = []
    gone, new = "", ""
    for (x, y), (to_x, to_y) in pairwise(corners):
        if to_x > x and to_y > y:
            pieces += [(kind, text) for kind, text in (("gone", gone), ("new", new)) if text]
            gone, new = "", ""
            pieces.append(("same", "".join(before[x:to_x])))
        else:
            gone += "".join(before[x:to_x])
            new += "".join(after[y:to_y])
    return pieces + [(kind, text) for kind, text in (("gone", gone), ("new", new)) if text]
