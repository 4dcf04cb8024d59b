"""What minutes wait for, as the `where` of lists: comments, their end, answers, words on a corrigendum."""

import datetime as dt

from sqlalchemy import ColumnElement, and_, exists, func, or_, select

from dialogue.domain.minutes.comments import Comment, CommentKind, Reply
from dialogue.domain.minutes.corrigenda import Corrigendum, CorrigendumState, CorrigendumWord, Word
from dialogue.domain.minutes.minutes import Minutes
from dialogue.domain.minutes.states import State


def awaits_comments(party_id: ColumnElement[int], at: ColumnElement[dt.datetime]) -> ColumnElement[bool]:
    """The period runs, and the side has not said that it has no further comments."""
    replied = exists().where(Reply.minutes_id == Minutes.id, Reply.party_id == party_id)
    return and_(Minutes.state == State.COMMENTS, Minutes.comments_until >= at, ~replied)


def awaits_close(at: ColumnElement[dt.datetime]) -> ColumnElement[bool]:
    """The period is over, or both sides are done, and nobody has closed it."""
    replies = select(func.count()).where(Reply.minutes_id == Minutes.id).correlate(Minutes).scalar_subquery()
    return and_(Minutes.state == State.COMMENTS, or_(Minutes.comments_until < at, replies == 2))


def awaits_answers() -> ColumnElement[bool]:
    """The text is consolidated, and a comment has no answer yet."""
    open_ = exists().where(
        Comment.minutes_id == Minutes.id,
        Comment.kind != CommentKind.NOTE,
        Comment.withdrawn_at.is_(None),
        Comment.disposition.is_(None),
    )
    return and_(Minutes.state == State.CONSOLIDATION, open_)


def awaits_word(party_id: ColumnElement[int]) -> ColumnElement[bool]:
    """A corrigendum is the final draft, and the side's co-chair has not approved it."""
    said = exists().where(
        CorrigendumWord.corrigendum_id == Corrigendum.id,
        CorrigendumWord.word == Word.APPROVAL,
        CorrigendumWord.party_id == party_id,
    )
    return and_(Corrigendum.state == CorrigendumState.FINAL_DRAFT, ~said)
