"""What an address asks for beside the thing that it names: one edition or release of a paper, a later page, words."""

import datetime as dt

from flask import abort, g, request

from dialogue.domain.editions import Level
from dialogue.domain.text import fit

LARGEST_ID = 2**31 - 1
OF_A_TEXT = ("edition", "rev")  # to pass over one of these would be to hand out another text than was asked for


def edition(*there: Level) -> Level | None:
    """The edition that is asked for, of those in which this paper exists; None: the fullest. 422 for any other word.
    Whether the reader holds it is not asked here."""
    word = _read("edition")
    if not word:
        return None
    if word not in {level.value for level in there}:
        abort(422)
    return Level(word)


def release() -> str | None:
    """The number of the release that is asked for, as it was typed; None: the one in force. It is looked for among
    those that the reader may open, and 404 where it is none of them."""
    return _read("rev") or None


def before() -> int | None:
    """The row before which a page of a long list begins; whatever is no id begins at the newest."""
    typed = request.args.get("before", "")
    found = int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= len(str(LARGEST_ID)) else 0
    return found if 0 < found <= LARGEST_ID else None


def month() -> dt.date | None:
    """The first day of the month that is asked for; whatever is no month asks for none."""
    try:
        return dt.date.fromisoformat(f"{request.args.get('month', '')[:7]}-01")
    except ValueError:
        return None


def point() -> tuple[str, int, int]:
    """An entry of a track, by the word of its track and its number, and the number of one of its points; 0: none."""
    numbers = (request.args.get(name, "") for name in ("nth", "point"))
    nth, point = (int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 7 else 0 for typed in numbers)
    return fit(request.args.get("track", "")[:60], one_line=True), nth, point


def words() -> str:
    """What is looked for, as one line."""
    return fit(request.args.get("q", "")[:200], one_line=True)


def nothing_else() -> None:
    """Refuse an address that asks for an edition or a release of what has none: 422."""
    read = g.get("of_a_text", ())
    if any(request.args.get(name) and name not in read for name in OF_A_TEXT):
        abort(422)


def _read(name: str) -> str:
    g.of_a_text = (*g.get("of_a_text", ()), name)
    return request.args.get(name, "")
