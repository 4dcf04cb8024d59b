"""Sheets of lists that are taken away: the register of decisions, the comments on minutes and what became of them."""

import datetime as dt
from dataclasses import dataclass

from dialogue.domain.editions.canonical import aside, prose
from dialogue.domain.editions.levels import Level
from dialogue.domain.editions.meetings import Heading


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterRow:
    """One decision as the register has it."""

    reference: str  # D/2026/2/03
    title: str = ""  # of a single decision
    text: str = prose()
    session: str  # its reference
    item: str = ""  # the number of the item
    topic: str = ""
    adopted: dt.date
    how: str  # "at the session", in words
    status: str  # the domain's word
    later: str = ""  # which decision has superseded it
    attached: int = 0  # statements and reservations
    in_question: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterSheet:
    """The register of decisions exactly as it was chosen; `filters` says in words how."""

    rows: tuple[RegisterRow, ...]
    reference: str = aside("")  # HLD/2026/1-RD: its own, after the session that was held last
    filters: tuple[str, ...] = ()
    edition: Level = Level.DELEGATIONS
    dialogue: str = aside("")
    marking: str = aside("")
    designation: str = aside("")
    at_every: bool = aside(False)
    dated: dt.datetime | None = aside(None)  # the last thing that happened in it
    zone_id: str = aside("Europe/Brussels")
    language: str = aside("en-GB")
    sender: str = aside("")  # From:
    addressee: str = aside("")  # To:


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentRow:
    """One comment, on a paragraph of REV 1 or, where that is 0, on an item."""

    party: str
    number: int  # of its side
    paragraph: int
    item: str = ""  # its number
    kind: str  # the domain's word
    text: str
    disposition: str = ""  # likewise; "" = none yet
    answer: str = ""
    withdrawn: bool = False
    at: dt.datetime | None = None  # when it was written, or last worded otherwise


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentsSheet:
    """The comments on minutes as one side may read them; `own`: those of that side alone, while the period runs."""

    heading: Heading
    rows: tuple[CommentRow, ...]
    own: str = ""  # which side's
