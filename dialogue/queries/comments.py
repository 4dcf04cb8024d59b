"""The comments on minutes as one side may read them, to be taken away."""

import datetime as dt

from dialogue.domain import minutes as register
from dialogue.domain.editions import Code, CommentRow, CommentsSheet, Level
from dialogue.domain.editions.texts import CommentedSheet
from dialogue.domain.minutes import Comment, Minutes
from dialogue.domain.organisations import Organisation
from dialogue.queries import sheets
from dialogue.queries.sheets import heading


def sheet(minutes: Minutes, party: Organisation, at: dt.datetime) -> CommentsSheet:
    """Its own comments while the period runs, and all of them afterwards. Dated by the last thing that happened."""
    found = _read_by(minutes, party, at)
    moments = [at for one in found for at in (one.written_at, one.edited_at, one.disposed_at, one.withdrawn_at) if at]
    items = _items(minutes)
    known = Code.COMMENTS.of(minutes.session.reference)
    return CommentsSheet(
        heading=heading(
            minutes.session, Level.DELEGATIONS, paper=known, dated=max(moments, default=minutes.circulated_at)
        ),
        rows=tuple(_row(one, items) for one in found),
        own="" if minutes.shares_comments(at) else party.short_name,
    )


def on_draft(minutes: Minutes, party: Organisation, at: dt.datetime) -> CommentedSheet | None:
    """The same at the paragraphs of REV 1, on which they were written, but for those that were withdrawn; None before
    it was sent out."""
    first = minutes.revision(1)
    if first is None:
        return None
    items, found = _items(minutes), _read_by(minutes, party, at)
    rows = tuple(_row(one, items) for one in found if not one.is_withdrawn)
    return CommentedSheet(minutes=sheets.minutes_paper(minutes, first.sheet, Level.DELEGATIONS), rows=rows)


def _read_by(minutes: Minutes, party: Organisation, at: dt.datetime) -> list[Comment]:
    return [one.comment for one in register.remarks(minutes, party, at)]


def _items(minutes: Minutes) -> dict[int, str]:
    """Under which item each paragraph of REV 1 stands."""
    first = minutes.revision(1)
    return {line.number: item.number for item in first.sheet.items for line in item.paragraphs} if first else {}


def _row(one: Comment, items: dict[int, str]) -> CommentRow:
    return CommentRow(
        party=one.party.short_name,
        number=one.number,
        paragraph=one.paragraph_number,
        item=one.item.number if one.item is not None else items.get(one.paragraph_number, ""),
        kind=one.kind.value,
        text=one.text,
        disposition=one.disposition.value if one.disposition else "",
        answer=one.answer,
        withdrawn=one.is_withdrawn,
        at=one.edited_at or one.written_at,
    )
