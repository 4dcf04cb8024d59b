"""A text with a title that is written as a whole, on one page."""

import datetime as dt
from typing import Any

from dialogue.domain.base import Refused, Stale
from dialogue.domain.people import Person


class Written:
    """Beside an agreed text, which says when its words change."""

    title: Any
    text: Any
    version: Any
    edited_at: Any
    edited_by: Any
    may_be_edited: Any
    did: Any

    def revise(self, *, base: int | None, by: Person, at: dt.datetime, **fields: object) -> None:
        """Write the fields of the form, on the text that the editor saw (`base`, its version); Stale if it is
        another."""
        if base != self.version:
            raise Stale("Somebody has changed this text since you opened it.")
        self.may_be_edited()
        for name, value in fields.items():
            setattr(self, name, value)
        self.check()
        self.edited_at, self.edited_by = at, by
        self.did("revise", by=by, at=at)

    def check(self) -> None:
        if not self.title.strip() or not self.text.strip():
            raise Refused("It needs a title and its text.")
