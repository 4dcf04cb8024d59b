"""What minutes wait for, as the `where` of lists: comments, their end, answers, approvals, signatures, release; and
what their corrigenda wait for."""

import datetime as dt

from sqlalchemy import ColumnElement, and_, exists, func, or_, select

from dialogue.domain.agreed import asked_of
from dialogue.domain.minutes.comments import Comment, CommentKind, Reply
from dialogue.domain.minutes.minutes import Minutes
from dialogue.domain.minutes.periods import STEPS
from dialogue.domain.minutes.signatures import MinutesSignature, Signatory
from dialogue.domain.minutes.states import MinutesState
from dialogue.domain.silence import awaiting as rounds


def awaits_comments(party_id: ColumnElement[int], at: ColumnElement[dt.datetime]) -> ColumnElement[bool]:
    """The period runs, and the side has not said that it has no further comments."""
    replied = exists().where(Reply.minutes_id == Minutes.id, Reply.party_id == party_id)
    return and_(Minutes.state == MinutesState.COMMENTS, Minutes.comments_until >= at, ~replied)


def awaits_opening(party_id: ColumnElement[int]) -> ColumnElement[bool]:
    """The other side has proposed until when comments are made, and nobody has agreed to that."""
    return and_(Minutes.state == MinutesState.JOINT_DRAFT, asked_of(party_id, Minutes.agreement_id, *STEPS))


def awaits_new_end(party_id: ColumnElement[int], at: ColumnElement[dt.datetime]) -> ColumnElement[bool]:
    """The other side has proposed that the period that runs ends earlier or later."""
    proposed = asked_of(party_id, Minutes.agreement_id, *STEPS)
    return and_(Minutes.state == MinutesState.COMMENTS, Minutes.comments_until >= at, proposed)


def awaits_close(at: ColumnElement[dt.datetime]) -> ColumnElement[bool]:
    """The period is over, or both sides are done, and nobody has closed it."""
    replies = select(func.count()).where(Reply.minutes_id == Minutes.id).correlate(Minutes).scalar_subquery()
    return and_(Minutes.state == MinutesState.COMMENTS, or_(Minutes.comments_until < at, replies == 2))


def awaits_answers() -> ColumnElement[bool]:
    """The text is consolidated, and a comment has no answer yet."""
    open_ = exists().where(
        Comment.minutes_id == Minutes.id,
        Comment.kind != CommentKind.NOTE,
        Comment.withdrawn_at.is_(None),
        Comment.disposition.is_(None),
    )
    return and_(Minutes.state == MinutesState.CONSOLIDATION, open_)


def awaits_signature(signatory: Signatory, party_id: ColumnElement[int]) -> ColumnElement[bool]:
    """The text is approved, and nobody has signed it there for the side; not while its adoption is in question."""
    given = exists().where(
        MinutesSignature.minutes_id == Minutes.id,
        MinutesSignature.signatory == signatory,
        MinutesSignature.party_id == party_id,
        MinutesSignature.text_hash == Minutes.text_hash,
    )
    return and_(Minutes.state == MinutesState.APPROVED, ~rounds.puts_in_question(Minutes.circulation_id), ~given)
