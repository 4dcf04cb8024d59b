"""What minutes know of the comments on them: when these are in time, who reads them, what waits, what was not done."""

import datetime as dt
from collections.abc import Collection
from dataclasses import replace
from typing import Protocol

from dialogue.domain.agreed import Revision
from dialogue.domain.base import Refused
from dialogue.domain.editions import ParagraphLine
from dialogue.domain.minutes.comments import Comment, Reply
from dialogue.domain.organisations import Organisation

ONE_UNANSWERED = "Every comment needs its answer before the text is final: one comment has none."
SOME_UNANSWERED = "Every comment needs its answer before the text is final: %(n)d comments have none."


class Whole(Protocol):
    """What these facts ask of the minutes."""

    circulated_at: dt.datetime | None
    comments_until: dt.datetime | None
    comments_closed_at: dt.datetime | None

    @property
    def comments(self) -> list[Comment]: ...

    @property
    def replies(self) -> list[Reply]: ...

    @property
    def is_in_consolidation(self) -> bool: ...

    @property
    def waiting_comments(self) -> list[Comment]: ...

    @property
    def unanswered(self) -> int: ...

    @property
    def needs_answers(self) -> bool: ...

    @property
    def unchanged(self) -> list[Comment]: ...

    def takes_comments(self, at: dt.datetime) -> bool: ...

    def revision(self, rev: int) -> Revision | None: ...


class Commented:
    def takes_comments(self: Whole, at: dt.datetime) -> bool:
        """Whether a comment that arrived at that instant is in time: after the circulation, until the deadline, which
        favours the writer, or the instant at which both sides were done before it. Who closes the period while a
        comment waits at the door shuts nobody out."""
        if self.circulated_at is None or self.comments_until is None or not self.circulated_at <= at:
            return False
        return at <= self.comments_until and (self.comments_closed_at is None or at < self.comments_closed_at)

    def shares_comments(self: Whole, at: dt.datetime) -> bool:
        """Whether each side reads the comments of the other: when the period is over, and never before."""
        return self.circulated_at is not None and not self.takes_comments(at)

    def has_replied(self: Whole, party: Organisation) -> bool:
        """Whether the side has said that it has no further comments."""
        return any(reply.party.id == party.id for reply in self.replies)

    @property
    def waiting_comments(self: Whole) -> list[Comment]:
        """Those that wait for their disposition."""
        return [comment for comment in self.comments if comment.needs_answer]

    @property
    def unanswered(self: Whole) -> int:
        return len(self.waiting_comments)

    @property
    def needs_answers(self: Whole) -> bool:
        """Whether nobody can sign off the text yet, for want of an answer."""
        return self.is_in_consolidation and self.unanswered > 0

    @property
    def unchanged(self: Whole) -> list[Comment]:
        """Those that were accepted, at least in part, though what they are on reads as it did when it was commented."""
        first = self.revision(1) if self.is_in_consolidation else None
        if first is None:
            return []
        taken = [one for one in self.comments if one.is_taken]
        lines = {line.number: line for item in first.sheet.items for line in item.paragraphs} if taken else {}
        return [one for one in taken if _reads_as_before(one, lines.get(one.paragraph_number))]

    def must_be_answered(self: Whole) -> None:
        if self.needs_answers:
            n = self.unanswered
            raise Refused(ONE_UNANSWERED if n == 1 else SOME_UNANSWERED, n=n)

    def must_be_confirmed(self: Whole, confirmed: Collection[Comment]) -> None:
        """Refuse a text into which an accepted comment has not come, unless that was confirmed of each."""
        if any(one not in confirmed for one in self.unchanged):
            raise Refused(
                "Comments were accepted and their paragraphs read as before. Please change these, or confirm each."
            )


def _reads_as_before(comment: Comment, was: ParagraphLine | None) -> bool:
    """A paragraph that is gone, or an item under which something stands by now, does not."""
    if comment.item is not None:
        return not comment.item.paragraphs
    if comment.paragraph is None or was is None:
        return False
    return comment.paragraph.line(was.number) == replace(was, level=comment.paragraph.level, reference="")
