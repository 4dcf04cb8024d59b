"""Parts of pages, shown again as they were made last: to the same person, until anything at all is committed, and never
past the minute in which they were made, because they tell the time.

What everything rests on is the stamp that the gate asked before the transaction began (`@needs(…, parts=True)`): under
two equal ones the database says the same, rights included. So there is no rule here that could forget a noun."""

import secrets
from collections.abc import Callable, Hashable

from flask import g
from markupsafe import Markup

from dialogue.stamps import WhileUnchanged
from dialogue.web.presence import my_id, now
from dialogue.words import language

MOST = 32  # under one stamp; a long one is a hundred kilobytes

# Where a part has forms, this stands for what they carry unseen, which is fresh in every answer. No text can hold it:
# it is made when the program starts, and no page has ever shown it.
UNSEEN = Markup(f"<!-- {secrets.token_hex(16)} -->")  # noqa: S704

_parts: WhileUnchanged[str] = WhileUnchanged(MOST)


def part(what: Hashable, make: Callable[[], str], unseen: str = "") -> Markup:
    """The part that `make` renders, of which `what` tells all but the database, the reader and the minute: which page
    of what, filtered how. `unseen` are the hidden fields of this answer's forms."""
    moment = g.get("moment")
    key = (what, my_id(), language(), now().replace(second=0, microsecond=0))
    found = _parts.get(moment, key) if moment is not None else None
    if found is None:
        g.passing = False
        found = make()
        if moment is not None and not g.passing:
            _parts.put(moment, key, found)
    return Markup(found.replace(UNSEEN, unseen))  # noqa: S704 templates escape


def passing() -> None:
    """The part being made tells of a round of silence, which ends at its second: it is not kept."""
    g.passing = True
